"""Times that sentences name: found, resolved, stored with the sentence and forgotten with it."""

from __future__ import annotations

import sqlite3
import sys
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stores import ENCODER, as_before, ingest, new_store
from worlds import BREAD, LETTER

from index.document import Span
from index.happened.articles import article_times, retime
from index.happened.days import Doubt, when
from index.happened.mentions import mentions
from index.owners import EVERYONE
from index.store.embedded import EmbeddedStore

sys.path.insert(0, str(Path(__file__).parent.parent))
from tests.benchmarks.timeline import cases, gold_of, rules  # noqa: E402  # the labelled set is read as it is measured

TUESDAY = date(2024, 3, 12)
WORDS = (
    "on", "in", "last", "next", "Monday", "May", "March", "31", "30", "Feb.", "2019", "2020s", ",", "ago", "two",
    "days", "weeks", "later", "the", "of", "Christmas", "will", "was", "summer", "year", "0", "99", "999", "decades",
)  # fmt: skip


def test_the_labelled_sentences_are_read_as_measured() -> None:
    right: Counter[bool] = Counter()
    for case in cases():
        days, _ = rules(str(case["text"]), date.fromisoformat(str(case["published"])))
        right[days == gold_of(case)] += 1
    assert right[True] >= 0.95 * right.total()


@pytest.mark.parametrize(
    ("text", "first", "doubt"),
    [
        ("He left on Monday.", "2024-03-11", Doubt.NONE),
        ("He will leave on Monday.", "2024-03-18", Doubt.NONE),
        ("A vigil on Friday.", "2024-03-08", Doubt.DIRECTION),
        ("It closed in May.", "2023-05-01", Doubt.WIDE),
        ("It closed on Feb. 2 and opened on Feb. 9.", "2024-02-02", Doubt.SEVERAL),
    ],
)
def test_what_is_not_certain_is_marked(text: str, first: str, doubt: Doubt) -> None:
    found = when(mentions(text, TUESDAY))
    assert found is not None and (str(found.first), found.doubt) == (first, doubt)


def test_days_are_counted_from_the_sentence_before() -> None:
    text = "The boat left on March 4. It was found two days later."
    _, (found,) = article_times(text, [Span(0, 25), Span(26, len(text))], "2024-03-12T10:00:00Z")
    assert (str(found.first), found.doubt, text[found.start : found.end]) == (
        "2024-03-06",
        Doubt.ANCHOR,
        "two days later",
    )


def test_without_a_day_of_publication_only_full_dates_are_known() -> None:
    times = article_times("It was Monday. It was May 4, 1990.", [Span(0, 14), Span(15, 34)], None)
    assert [[str(each.first) for each in some] for some in times] == [[], ["1990-05-04"]]


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.sampled_from(WORDS), max_size=14),
    st.dates(date(1, 1, 1), date(9999, 12, 31)),
)
def test_any_words_on_any_day_give_ordered_times_inside_the_text(some: list[str], published: date) -> None:
    text = " ".join(some)
    found = mentions(text, published)
    assert all(each.first <= each.last and 0 <= each.start < each.end <= len(text) for each in found)
    assert all(one.end <= other.start for one, other in zip(found, found[1:], strict=False))


def test_times_are_stored_replaced_and_removed_with_their_article(tmp_path: Path) -> None:
    store = new_store(tmp_path)
    ingest(store, LETTER, BREAD)
    numbers = [each.number for each in store.sentences_of("letter")]
    ((first,),) = store.times(numbers).values()
    assert LETTER.text[first.start : first.end] == "Monday" and first.first == date(2020, 1, 6)
    ingest(store, replace(LETTER, text="Nothing is dated here. Nor is anything here."))
    assert store.times([each.number for each in store.sentences_of("letter")]) == {}
    ingest(store, LETTER)
    store.remove(["letter"])
    store.close()
    with sqlite3.connect(tmp_path / "coverage.db") as connection:
        left = connection.execute("SELECT count(*), count(number) FROM times LEFT JOIN sentences ON number = sentence")
        assert left.fetchone() == (1, 1)  # the other article's "this winter"


def test_an_index_from_before_is_marked_until_it_is_derived_again(tmp_path: Path) -> None:
    store = new_store(tmp_path)
    ingest(store, LETTER)
    store.close()
    as_before(tmp_path, "times")
    store = EmbeddedStore(tmp_path, ENCODER.name)
    assert store.untimed
    assert retime(store) == 1 and not store.untimed
    assert len(store.times([each.number for each in store.sentences_of("letter", EVERYONE)])) == 1
    store.close()
