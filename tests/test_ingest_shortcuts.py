"""What makes an ingest quick leaves nothing out: every shortcut finds what the long way finds."""

from __future__ import annotations

import re

import pytest
from articles_with_quotations import FIND
from hypothesis import given, settings
from hypothesis import strategies as st
from quotations.labelled import articles

from index.document import Document, Span
from index.happened.mentions import _RULES
from index.quotations import marks
from index.quotations.grammar import Grammar
from index.quotations.quotation import Quotation
from index.quotations.roles import _places
from index.quotations.sayings import sayings
from index.quotations.unit import Unit, units
from index.split import split

PIECES = (
    "Said", "said", "sAiD", "so-said", "_said_", "said5", "it’said", "“he said”", "according", "to", "quoted", "as",
    "the United States", "Ina Brandt", "he", "told", "told.Then", "2told", "(told)", "told/asked", "asked—why",
    "‘asked’", "US$said", "5%said", "“", "”", '"', ",", ".", ":", "\n\n", "İsaid", "post", "don’t", "saying…",
    "mistaken",
    "…said",
)  # fmt: skip
TEXTS = st.lists(st.tuples(st.sampled_from(PIECES), st.sampled_from(("", " "))), max_size=9).map(
    lambda parts: "".join(piece + space for piece, space in parts)
)


def parts_of(document: Document) -> list[Unit]:
    return units(document.text, [Span(each.start, each.end) for each in split(document)])


@settings(deadline=None, max_examples=40)
@given(texts=st.lists(TEXTS, min_size=4, max_size=4))
def test_in_what_is_not_parsed_nobody_says_anything(texts: list[str]) -> None:
    skipped = [unit for text in texts for unit in parts_of(Document("d", "", text)) if not unit.tells]
    for unit, parse in zip(skipped, Grammar().parse([unit.parsed for unit in skipped]), strict=True):
        assert sayings(parse, unit) == []


def test_the_labelled_articles_have_the_same_quotations_when_everything_is_parsed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    documents = [each.document for each in articles("measure")]
    spans = [[Span(each.start, each.end) for each in split(document)] for document in documents]

    def found() -> list[tuple[Quotation, ...]]:
        return list(FIND(documents, spans))

    quick = found()
    monkeypatch.setattr(Unit, "tells", property(lambda _: True))
    assert found() == quick


@pytest.mark.parametrize(("need", "pattern"), [(need, pattern) for need, pattern, _ in _RULES])
def test_every_time_holds_what_is_looked_for_first(need: re.Pattern[str], pattern: re.Pattern[str]) -> None:
    @settings(deadline=None, max_examples=25)
    @given(st.from_regex(pattern))
    def holds(text: str) -> None:
        assert need.search(text)

    holds()


@given(st.text("aB_é1 .", max_size=12), st.text("aB", min_size=1, max_size=3))
def test_a_name_stands_where_a_pattern_for_it_would_find_it(text: str, name: str) -> None:
    pattern = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)")
    assert _places(name, text) == [match.start() for match in pattern.finditer(text)]


@given(st.characters())
def test_only_marks_are_looked_at_as_marks(character: str) -> None:
    opens = marks._closer(f" {character}a", 1, True)
    assert not opens or marks._MARK.fullmatch(character)


@pytest.mark.parametrize("closer", [*marks._PAIRS.values(), '"', "’"])
def test_every_closing_mark_is_a_mark(closer: str) -> None:
    assert marks._MARK.fullmatch(closer)
