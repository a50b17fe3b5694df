"""Who said what, out of a real store: whom a name means, what is on a subject, and what is forgotten."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from articles_with_quotations import EARLY, FIND, LATE, OTHER, article
from stores import ENCODER
from worlds import OverlapReader

from index.answerer import Answerer
from index.errors import QuestionError
from index.ingest.article import Article
from index.ingest.ingestor import Ingestor
from index.owners import SHARED, seen_by
from index.question import ask
from index.quotations.again import find_again
from index.said import Said, request
from index.split import split
from index.store.database import FILE_NAME
from index.store.embedded import EmbeddedStore
from index.store.protocol import Filters


def stored(folder: Path, *articles: Article) -> EmbeddedStore:
    store = EmbeddedStore(folder, ENCODER.name, create=True)
    list(Ingestor(store, ENCODER, split, FIND).ingest(articles))
    return store


def answerer(store: EmbeddedStore) -> Answerer:
    return Answerer(store, ENCODER, OverlapReader())


def sentences(said: Said) -> list[str]:
    return [each.citation.text for each in said.statements]


def test_a_surname_finds_the_one_person_of_that_name_in_every_spelling(tmp_path: Path) -> None:
    said = answerer(stored(tmp_path, EARLY, LATE)).said(request("Gen. Milley"))
    assert sentences(said) == [
        "“The letter was ready to be signed,” said Gen. Mark Milley, who has since retired.",
        "“It should not have been released.”",
        "“The letter was a mistake,” Milley told reporters.",
    ]
    first, *_, last = (each.citation for each in said.statements)
    assert (first.speaker, first.document.outlet) == ("Mark Milley", "Valley Courier")
    assert (last.speaker, last.role) == ("Mark A. Milley", "chairman of the Joint Chiefs of Staff")


def test_two_people_of_one_surname_are_asked_about_and_never_mixed(tmp_path: Path) -> None:
    asking = answerer(stored(tmp_path, EARLY, OTHER))
    said = asking.said(request("Milley"))
    assert said.statements == () and set(said.several) == {"Mark A. Milley", "Carl Milley"}
    assert "Flour is dear" in sentences(asking.said(request("carl milley")))[1]
    assert len(asking.said(request("Mark Milley")).statements) == 2


def test_nobody_of_a_name_is_quoted_and_a_similar_name_is_offered(tmp_path: Path) -> None:
    asking = answerer(stored(tmp_path, EARLY))
    assert asking.said(request("Mark Miley")).near == ("Mark A. Milley",)
    nobody = asking.said(request("Zebulon Quist"))
    assert (nobody.name, nobody.statements, nobody.near) == (None, (), ())


def test_what_is_said_on_a_subject_is_shown_earlier_and_later(tmp_path: Path) -> None:
    said = answerer(stored(tmp_path, LATE, EARLY)).said(request("Mark Milley", about="the letter"))
    assert said.earlier and said.later
    assert said.earlier.citation.text == "“The letter was a mistake,” Milley told reporters."
    assert said.later.citation.text.startswith("“The letter was ready to be signed,”")
    assert said.earlier.citation.document.published < said.later.citation.document.published
    other = answerer(stored(tmp_path, LATE)).said(request("Whitcomb", about="the letter"))
    assert other.statements == () and other.name == "Dana Whitcomb" and other.on_anything == 2


def test_filters_hold_and_an_unknown_outlet_is_told(tmp_path: Path) -> None:
    asking = answerer(stored(tmp_path, EARLY, LATE))
    assert len(asking.said(request("Milley", since="2020-02-01")).statements) == 1
    assert len(asking.said(request("Milley", outlet="harbour post")).statements) == 2
    late = asking.said(request("Milley", since="2021-01-01"))
    assert late.name == "Mark A. Milley" and late.statements == ()
    with pytest.raises(QuestionError, match="no outlet"):
        asking.said(request("Milley", outlet="Nonsense"))


def test_answers_name_the_speaker_and_the_role(tmp_path: Path) -> None:
    answer = answerer(stored(tmp_path, EARLY)).answer(ask("was the letter a mistake?"))
    first = answer.citations[0]
    assert (first.speaker, first.role) == ("Mark A. Milley", "chairman of the Joint Chiefs of Staff")


def test_what_one_owner_has_is_nobody_elses(tmp_path: Path) -> None:
    store = stored(tmp_path, EARLY, replace(LATE, owner="server-1"))
    everyone, owner = Filters(owners=SHARED), Filters(owners=seen_by("server-1"))
    assert [each.name for each in store.speakers(everyone)] == ["Mark A. Milley"]
    assert "Dana Whitcomb" in [each.name for each in store.speakers(owner)]
    said = answerer(store).said(request("Whitcomb"))
    assert (said.name, said.statements) == (None, ())


def test_withdrawn_and_removed_articles_quote_nobody(tmp_path: Path) -> None:
    secret = article("secret", "“It was Zanzibarionites,” said Quorvex Melbury.")
    store = stored(tmp_path, EARLY, LATE, secret)
    store.withdraw(["late"])
    assert {each.name for each in store.speakers(Filters())} == {"Mark A. Milley", "Quorvex Melbury"}
    store.remove(["secret"])
    store.close()
    assert b"melbury" not in (tmp_path / FILE_NAME).read_bytes().lower()
    list(Ingestor(again := EmbeddedStore(tmp_path, ENCODER.name), ENCODER, split, FIND).ingest([LATE]))
    assert "Dana Whitcomb" in {each.name for each in again.speakers(Filters())}


def test_a_new_version_is_quoted_in_place_of_the_old_one(tmp_path: Path) -> None:
    store = stored(tmp_path, EARLY)
    list(Ingestor(store, ENCODER, split, FIND).ingest([replace(EARLY, text="“No comment,” said Ina Brandt.")]))
    assert [each.name for each in store.speakers(Filters())] == ["Ina Brandt"]


def test_articles_from_before_are_looked_through_once(tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path, ENCODER.name, create=True)
    list(Ingestor(store, ENCODER, split).ingest([EARLY, replace(LATE, owner="server-1")]))
    assert store.quotation_counts() == (0, 0, 2)
    done: list[int] = []
    assert find_again(store, FIND, lambda: done.append(1)) == len(done) == 2
    assert find_again(store, FIND, lambda: None) == 0
    assert len(answerer(store).said(request("Milley")).statements) == 2
    assert store.quotation_counts()[2] == 0
