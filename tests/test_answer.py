"""A citation is the article's own characters, or it does not exist."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.answer import Answer, Citation, cite
from index.document import Document, Sentence, Span
from index.errors import CitationError
from index.question import ask
from index.store.protocol import Coverage

TEXT = "A letter went around. Milley called it a mistake. 🚀 Nobody signed it."
LETTER = Document("letter", "Army Withdraws Letter", TEXT)
SAID = "Milley called it a mistake."
START = TEXT.index(SAID)
END = START + len(SAID)


def answer(*citations: Citation, **more: object) -> Answer:
    given: dict[str, object] = {"answer": None} | more
    return Answer(ask("who?"), True, citations=citations, searched=Coverage(1, 3, 0, None), milliseconds=1, **given)  # type: ignore[arg-type]


def test_what_stands_there_can_be_cited() -> None:
    citation = cite(LETTER, Sentence("letter", 1, START, END, SAID), 0.9)
    assert (citation.text, citation.start, citation.end) == (SAID, START, END)
    answer(citation).check({"letter": LETTER})


@pytest.mark.parametrize(
    ("start", "end", "text"),
    [
        (START, END, SAID.lower()),
        (START, END, SAID[:-1]),
        (START, END, SAID.replace("M", "М")),  # the Cyrillic letter looks the same
        (START, END, SAID.replace(" ", "\u00a0", 1)),
        (START + 1, END + 1, SAID),
        (START, END + 1, SAID),
        (START - len(TEXT), END - len(TEXT), SAID),
        (START, START, ""),
        (END, START, ""),
        (len(TEXT) - 3, len(TEXT) + 5, TEXT[-3:]),
    ],
)
def test_a_citation_that_differs_by_one_character_or_place_cannot_be_made(start: int, end: int, text: str) -> None:
    with pytest.raises(CitationError) as error:
        Citation(LETTER, start, end, text, 0.5)
    assert "cannot be shown" in str(error.value)
    assert "\n" not in str(error.value)


@given(
    text=st.text(min_size=1),
    start=st.integers(-5, 40),
    end=st.integers(-5, 40),
    said=st.text(max_size=5),
)
def test_every_citation_that_exists_is_verbatim(text: str, start: int, end: int, said: str) -> None:
    for claimed in (said, text[start:end]):
        try:
            citation = Citation(Document("any", "", text), start, end, claimed, 0.5)
        except CitationError:
            continue
        assert 0 <= citation.start < citation.end <= len(text)
        assert text[citation.start : citation.end] == citation.text == claimed
        assert len(claimed) == end - start


def test_an_answer_is_checked_against_the_article_as_it_is_now() -> None:
    cited = answer(Citation(LETTER, START, END, SAID, 0.9))
    cited.check({"letter": replace(LETTER, title="Another Headline", text=TEXT + " And more.")})
    for changed in (TEXT.replace("mistake", "success"), TEXT[5:], ""):
        with pytest.raises(CitationError, match="not what stands"):
            cited.check({"letter": replace(LETTER, text=changed)})
    with pytest.raises(CitationError, match="is gone"):
        cited.check({"another": LETTER})


def test_the_supporting_sentence_is_checked_like_a_citation() -> None:
    around = Citation(LETTER, 0, 21, TEXT[:21], 0.1)
    supported = answer(Citation(LETTER, START, END, SAID, 0.9), support=around)
    supported.check({"letter": LETTER})
    with pytest.raises(CitationError):
        supported.check({"letter": replace(LETTER, text="B" + TEXT[1:])})


@pytest.mark.parametrize(
    ("short", "span"),
    [
        ("Milley", None),
        (None, Span(START, START + 6)),
        ("Milley", Span(START, START + 5)),
        ("milley", Span(START, START + 6)),
        ("A letter", Span(0, 8)),
        ("", Span(START, START)),
    ],
)
def test_a_short_answer_stands_inside_the_first_citation(short: str | None, span: Span | None) -> None:
    first = Citation(LETTER, START, END, SAID, 0.9)
    assert answer(first, answer="Milley", answer_span=Span(START, START + 6)).answer == "Milley"
    with pytest.raises(CitationError):
        answer(first, answer=short, answer_span=span)
    with pytest.raises(CitationError):
        answer(answer="Milley", answer_span=Span(START, START + 6))
