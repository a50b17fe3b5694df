"""Versions of an article: what is kept, what changed, and what is said of a sentence that was corrected since."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from command_line import coverage_bot
from hypothesis import given
from hypothesis import strategies as st
from stores import answerer, encode, nearest_texts, new_store

from bot.answer_json import answer_json
from bot.plain import answer_text
from bot.render import MESSAGE_LIMIT, render, units
from bot.words import LANGUAGES
from index.answer import Answer
from index.document import Span, Version
from index.encoder import EMBEDDED_MODEL
from index.ingest.article import Article
from index.question import ask
from index.store.embedded import EmbeddedStore
from index.store.protocol import Change, Filters
from index.store.table_store import TableStore
from index.versions import Became, Correction, SentenceChange, became, changes, correction, marked

HEAD = "A fire broke out in the foundry on Monday."
DEAD = "The fire killed 14 people, the mayor said."
MORE = "The fire killed 15 people, the mayor said."
TAIL = "The foundry may reopen in spring."
FIRE = Article("fire.html", "Fire in the Foundry", f"{HEAD} {DEAD} {TAIL}", id="fire", outlet="Harbour Post",
               author="Ina Brandt", published="2020-01-06", retrieved="2020-01-06T10:00:00+00:00")  # fmt: skip
CORRECTED = replace(FIRE, text=f"{HEAD} {MORE} {TAIL}", retrieved="2020-01-07T11:00:00+00:00")
QUESTION = "how many people did the fire kill?"


def knows(word: str) -> bool:
    return word in ("committee", "foundry")


@pytest.fixture
def store(tmp_path: Path, kind: str) -> Iterator[TableStore]:
    opened = new_store(tmp_path / "index", kind=kind)
    yield opened
    opened.close()


def put(store: TableStore, *articles: Article) -> list[Change]:
    return [store.put([encode(article)], knows)[0] for article in articles]


def version(number: int, *sentences: str, superseded: str | None = None) -> Version:
    text, spans = " ".join(sentences), []
    for sentence in sentences:
        start = spans[-1].end + 1 if spans else 0
        spans.append(Span(start, start + len(sentence)))
    return Version(number, "Fire", text, None, None, None, superseded, tuple(spans))


def answered(store: TableStore) -> Answer:
    answer = answerer(store).answer(ask(QUESTION))
    answerer(store).check(answer)
    return answer


def test_a_changed_article_is_a_new_version_and_the_old_one_stays_readable(store: TableStore) -> None:
    assert put(store, FIRE, CORRECTED) == [Change.ADDED, Change.REPLACED]
    new, old = store.versions("fire")
    assert (new.number, new.text, new.retrieved, new.superseded) == (2, CORRECTED.text, CORRECTED.retrieved, None)
    assert (old.number, old.text, old.title, old.author) == (1, FIRE.text, FIRE.title, FIRE.author)
    assert (old.retrieved, old.superseded) == (FIRE.retrieved, CORRECTED.retrieved)
    assert old.sentences == [HEAD, DEAD, TAIL]
    document = store.document("fire")
    assert document is not None
    assert (document.version, document.retrieved) == (2, CORRECTED.retrieved)
    assert DEAD not in nearest_texts(store, DEAD, 50)
    assert store.coverage(Filters()).sentences == 3


def test_what_is_taken_in_without_a_time_is_of_now(store: TableStore) -> None:
    put(store, replace(FIRE, retrieved=None))
    document = store.document("fire")
    assert document is not None and document.retrieved is not None
    assert document.retrieved > "2026" and document.retrieved.endswith("+00:00")


@pytest.mark.parametrize(
    "changed",
    [
        {"published": "2020-01-06T12:00:00Z"},
        {"url": "https://post.example/fire"},
        {"text": f"{HEAD}\n\n{DEAD}\n\n{TAIL}"},
        {"text": f"{HEAD} {DEAD} {TAIL.replace('foundry', 'foundrry')}"},
        {"text": f"{HEAD} {DEAD} {TAIL} Updated at 14:02."},
        {"title": "FIRE IN THE FOUNDRY"},
    ],
)
def test_typing_and_moved_times_take_the_old_ones_place_without_a_version(
    store: TableStore, changed: dict[str, str]
) -> None:
    later = replace(FIRE, retrieved=CORRECTED.retrieved, **changed)  # type: ignore[arg-type]
    assert put(store, FIRE, later) == [Change.ADDED, Change.REPLACED]
    (only,) = store.versions("fire")
    assert (only.number, only.text, only.title, only.retrieved) == (1, later.text, later.title, later.retrieved)
    assert answered(store).citations[0].correction is None


@pytest.mark.parametrize("changed", [{"title": "Fire in Two Foundries"}, {"author": "Ada Quist"}])
def test_another_headline_or_byline_is_a_version(store: TableStore, changed: dict[str, str]) -> None:
    put(store, FIRE, replace(FIRE, **changed))  # type: ignore[arg-type]
    assert len(store.versions("fire")) == 2


def test_an_answer_says_how_its_sentence_was_corrected(store: TableStore) -> None:
    put(store, FIRE, CORRECTED)
    answer = answered(store)
    first = answer.citations[0]
    assert (first.text, first.correction) == (MORE, Correction(DEAD, MORE, str(CORRECTED.retrieved)))
    assert all(each.correction is None for each in answer.citations[1:])
    said = f"Corrected on 7 January 2020: was “{DEAD}”, now “{MORE}”"
    shown = answer_text(answer, width=None)
    assert said in shown and "version 2, retrieved 7 January 2020" in shown
    stored = json.loads(answer_json(answer))["citations"]
    assert stored[0]["correction"] == {"was": DEAD, "now": MORE, "at": CORRECTED.retrieved}
    assert stored[0]["document"]["retrieved"] == CORRECTED.retrieved and stored[0]["document"]["version"] == 2
    assert "correction" not in stored[1]
    for words in LANGUAGES.values():
        message = "\n".join(render(answer, words))
        assert DEAD in message and message.count(MORE) == 2 and "<t:1578394800:D>" in message


def test_an_article_of_one_version_is_cited_as_ever(store: TableStore) -> None:
    put(store, FIRE)
    assert "version" not in answer_text(answered(store), width=None)
    assert "retrieved" not in "".join(render(answered(store)))


def test_a_correction_is_followed_through_later_versions(store: TableStore) -> None:
    longer = replace(CORRECTED, text=f"{HEAD} {MORE} {TAIL} Nobody was charged.", retrieved="2020-01-08T09:00:00+00:00")
    put(store, FIRE, CORRECTED, longer)
    assert answered(store).citations[0].correction == Correction(DEAD, MORE, str(CORRECTED.retrieved))
    moved = replace(longer, text=f"{MORE} {HEAD} {TAIL} Nobody was charged.", retrieved="2020-01-09T09:00:00+00:00")
    put(store, moved)
    assert answered(store).citations[0].correction == Correction(DEAD, MORE, str(CORRECTED.retrieved))


def test_a_long_correction_leaves_the_message_in_discords_limit(store: TableStore) -> None:
    tail = " ".join(f"*_{number}_*" for number in range(400))
    before = f"The fire killed 14 people, the mayor said, among them {tail}."
    after = before.replace("14", "15")
    put(store, replace(FIRE, text=f"{HEAD} {before}"), replace(CORRECTED, text=f"{HEAD} {after}"))
    blocks = render(answered(store))
    assert sum(map(units, blocks)) <= MESSAGE_LIMIT
    assert "Corrected on" in "".join(blocks) and "killed 14" in "".join(blocks)


def test_sentences_are_told_apart_as_changed_added_removed_or_only_moved() -> None:
    new = [TAIL, HEAD, MORE, "Nobody was charged.", "Updated at 14:02."]
    assert changes([HEAD, DEAD, "Smoke was seen for miles.", TAIL], new, knows) == [
        SentenceChange(DEAD, MORE),
        SentenceChange("Smoke was seen for miles.", None),
        SentenceChange(None, "Nobody was charged."),
    ]
    assert changes([HEAD, DEAD], [HEAD.upper(), DEAD.replace(",", "")], knows) == []


def test_a_change_is_marked_word_by_word() -> None:
    assert marked(DEAD, MORE) == "The fire killed [-14-] {+15+} people, the mayor said."
    assert marked("He left.", "He never left.") == "He {+never+} left."
    assert marked("", "Ada Quist") == "{+Ada Quist+}"


SENTENCES = st.lists(st.sampled_from([f"{who} {what} {n}." for who in "AB" for what in ("saw", "met") for n in "123"]))


@given(SENTENCES, SENTENCES)
def test_changes_account_for_every_sentence_and_name_none_that_is_not_there(old: list[str], new: list[str]) -> None:
    found = changes(old, new, knows)
    assert all(each.was is None or each.was in old for each in found)
    assert all(each.now is None or each.now in new for each in found)
    gone = sorted(each.was for each in found if each.was is not None)
    come = sorted(each.now for each in found if each.now is not None)
    left = list(old)
    for sentence in gone:
        left.remove(sentence)
    assert sorted(left + come) == sorted(new)
    assert not changes(old, old, knows)


@given(st.lists(SENTENCES.filter(bool), min_size=1, max_size=4), st.data())
def test_what_became_of_a_sentence_is_always_in_the_current_version_or_gone(
    texts: list[list[str]], data: st.DataObject
) -> None:
    last = len(texts) - 1
    versions = [
        version(n + 1, *texts[n], superseded=None if n == last else f"day {n + 1}") for n in range(last, -1, -1)
    ]
    once = data.draw(st.sampled_from(versions))
    cited = data.draw(st.sampled_from(once.spans))
    found = became(versions, once.text[cited.start : cited.end], cited.start, knows)
    assert found is not None
    if found.span is None:
        assert found.correction is not None and found.correction.now is None
    else:
        now = versions[0].text[found.span.start : found.span.end]
        assert now in versions[0].sentences
        assert found.correction is None or found.correction.now == now
    for span in versions[0].spans:
        corrected = correction(versions, span.start, knows)
        assert corrected is None or corrected.was != corrected.now


def test_a_sentence_is_followed_to_where_it_stands_or_to_what_took_its_place() -> None:
    first = version(1, HEAD, DEAD, TAIL, superseded="2020-01-07")
    second = version(2, "Smoke.", HEAD, MORE, superseded="2020-01-08")
    third = version(3, "Smoke.", HEAD.replace("foundry", "foundrry"), MORE)
    versions = [third, second, first]
    assert became(versions, HEAD, 0, knows) == Became(third.spans[1], None)
    assert became(versions, DEAD, 0, knows) == Became(third.spans[2], Correction(DEAD, MORE, "2020-01-07"))
    assert became(versions, TAIL, 0, knows) == Became(None, Correction(TAIL, None, "2020-01-07"))
    assert became(versions, "Nobody said this.", 0, knows) is None
    back = [version(3, HEAD, DEAD), replace(second, superseded="2020-01-08"), first]
    assert became(back, DEAD, 0, knows) == Became(back[0].spans[1], None), "it says so again"


def test_history_shows_versions_newest_first(tmp_path: Path) -> None:
    index = tmp_path / "index"
    store = EmbeddedStore(index, EMBEDDED_MODEL, create=True)
    put(store, FIRE, CORRECTED, replace(CORRECTED, author="Ada Quist", retrieved="2020-01-08T09:00:00+00:00"))
    store.close()
    ran = coverage_bot("history", "fire", "--index", index)
    assert ran.status == 0
    assert ran.out.splitlines() == [
        "fire  “Fire in the Foundry”, 3 versions",
        "",
        "version 3, retrieved 2020-01-08T09:00:00+00:00, current",
        "  author: [-Ina Brandt-] {+Ada Quist+}",
        "",
        "version 2, retrieved 2020-01-07T11:00:00+00:00, replaced 2020-01-08T09:00:00+00:00",
        "  changed: The fire killed [-14-] {+15+} people, the mayor said.",
        "",
        "version 1, retrieved 2020-01-06T10:00:00+00:00, replaced 2020-01-07T11:00:00+00:00",
    ]
    shown = coverage_bot("history", "fire", "--json", "--index", index).json
    assert [each["version"] for each in shown["versions"]] == [3, 2, 1]
    assert shown["versions"][1]["changes"] == [{"change": "changed", "was": DEAD, "now": MORE}]
    assert shown["versions"][2]["text"] == FIRE.text
    unknown = coverage_bot("history", "water", "--index", index)
    assert (unknown.status, unknown.out, unknown.err.count("\n")) == (2, "", 1)


def test_status_counts_earlier_versions_and_what_is_withdrawn(tmp_path: Path) -> None:
    store = new_store(tmp_path)
    put(store, FIRE, CORRECTED, replace(FIRE, id="other", url=None))
    store.withdraw(["other"])
    store.close()
    shown = coverage_bot("status", "--json", "--index", tmp_path).json
    assert (shown["documents"], shown["withdrawn"], shown["earlier_versions"], shown["owned"]) == (1, 1, 1, [])
    text = coverage_bot("status", "--index", tmp_path).out
    assert "withdrawn  1\n" in text and "versions   1 earlier ones\n" in text
