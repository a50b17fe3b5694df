"""What a person sees of copies: one citation a report, the original, and in how many other outlets it stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from copies.cases import articles
from stores import answerer, new_store

from bot.answer_json import answer_json
from bot.plain import answer_text
from bot.render import further, render
from bot.state.answers import Place, given
from bot.status import describe, status_text
from bot.words import LANGUAGES
from index.answer import Answer
from index.citing import READ_WHOLE
from index.ingest.article import Article
from index.owners import seen_by
from index.question import ask
from index.sql.place import Tables
from index.store.address import Folder
from index.store.embedded import EmbeddedStore

QUESTION = "who said she should have registered the loan the week she signed for it?"
QUOTE = "“I should have registered it the week I signed for it,” she told reporters"


def stored(name: str, base: str, outlet: str, published: str | None, owner: str | None = None) -> Article:
    text = articles()[base]["text"]
    return Article(name, name, text, id=name, outlet=outlet, published=published, owner=owner)


WIRE = stored("wire", "news-a-01-a", "Union Press Agency", "2024-03-12T14:20:00+00:00")
PAPER = stored("paper", "news-a-01-b", "Harbor Courier", "2024-03-12T16:05:00+00:00")
PAGE = stored("page", "news-a-01-a", "Lakeside Gazette", "2024-03-13")
OWN = stored("own", "lead-a-01", "Guild News", "2024-03-13", owner="guild:1")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[EmbeddedStore]:
    made = new_store(tmp_path, PAGE, PAPER, WIRE, OWN, stored("other", "news-a-05-a", "Meridian Wire", "2023-10-18"))
    yield made
    made.close()


@pytest.fixture
def found(store: EmbeddedStore) -> Answer:
    return answerer(store).answer(ask(QUESTION, limit=10))


def test_an_answer_cites_the_original_and_names_who_else_says_it(found: Answer) -> None:
    first = found.citations[0]
    assert first.text.startswith(QUOTE)
    assert (first.document.id, first.copies, first.also_in) == ("wire", 2, ("Harbor Courier", "Lakeside Gazette"))


def test_no_sentence_is_cited_twice(found: Answer) -> None:
    assert len(found.citations) > 3
    assert len({citation.text.split("she told reporters")[0] for citation in found.citations}) == len(found.citations)


def test_what_belongs_to_another_server_is_neither_cited_nor_counted(store: EmbeddedStore) -> None:
    mine, theirs = (
        answerer(store).answer(replace(asked, filters=replace(asked.filters, owners=seen_by(owner))))
        for owner, asked in (("guild:1", ask(QUESTION)), ("guild:2", ask(QUESTION)))
    )
    assert "Guild News" in mine.citations[0].also_in
    assert theirs.citations[0].also_in == ("Harbor Courier", "Lakeside Gazette")


def test_only_what_the_filters_let_through_is_cited_and_counted(store: EmbeddedStore) -> None:
    answer = answerer(store).answer(ask(QUESTION, outlet="Harbor Courier"))
    assert (answer.citations[0].document.id, answer.citations[0].also_in) == ("paper", ())


def test_when_the_original_is_removed_a_copy_that_says_all_of_it_is_cited(store: EmbeddedStore) -> None:
    store.remove(["wire"])
    first = answerer(store).answer(ask(QUESTION)).citations[0]
    assert (first.document.id, first.also_in) == ("page", ("Harbor Courier",))


def test_every_surface_says_in_how_many_other_outlets_it_stands(found: Answer) -> None:
    answered = replace(found, answered=True)
    assert "also in 2 outlets" in answer_text(answered, width=None)
    assert '"also_in": ["Harbor Courier", "Lakeside Gazette"]' in answer_json(answered)
    for words in LANGUAGES.values():
        shown = words.counted(words.also_in, 2)
        assert any(shown in block for block in render(answered, words)), words.language
        assert any(shown in block for block in further(found.citations[0], 2, 3, words))


def test_a_sentence_that_stands_nowhere_else_says_nothing_of_it(found: Answer) -> None:
    alone = replace(found, answered=True, citations=(replace(found.citations[0], copies=0, also_in=()),))
    assert not any("also in" in block for block in (*render(alone), answer_text(alone, width=None)))


def test_an_answer_is_remembered_with_the_other_outlets(found: Answer) -> None:
    assert given(found, Place(1, 2), ("shown",), private=False).cited[0].also_in == found.citations[0].also_in


def test_status_counts_independent_reports_beside_articles(store: EmbeddedStore, tmp_path: Path) -> None:
    status = describe(store, Folder(tmp_path), Tables(tmp_path))
    assert (status["documents"], status["stories"]) == (4, 2)
    assert "reports    2 independent" in status_text(status)


def test_what_all_outlets_print_is_cited_once_with_all_of_them(tmp_path: Path) -> None:
    copies = [
        stored(f"copy-{number}", "news-a-01-a", f"Outlet {number}", f"2024-03-{13 + number % 9}")
        for number in range(2 * READ_WHOLE)
    ]
    made = new_store(tmp_path, *copies, WIRE)
    first = answerer(made).answer(ask(QUESTION, limit=10)).citations[0]
    made.close()
    assert first.text.startswith(QUOTE)
    assert (first.document.id, first.copies) == ("wire", 2 * READ_WHOLE)
    assert set(first.also_in) == {each.outlet for each in copies}
