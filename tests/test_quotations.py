from __future__ import annotations

import pytest
from articles_with_quotations import FIND
from benchmarks.quotations import measured
from hypothesis import given, settings
from hypothesis import strategies as st

from index.document import Document, Span
from index.quotations.quotation import Kind, Quotation
from index.quotations.roles import role_of
from index.split import split

PIECES = (
    "“We will not move,” ",
    "“No.” ",
    "said Gen. Doran K. Veltman, the chief. ",
    "Veltman said that it was over. ",
    "He added: “It was a draft”. ",
    "She told reporters ",
    "\n\n",
    "“It goes on",
    "\n\n“And on.” ",
    "according to Ina Brandt, ",
    '"Straight," ',
    "the company said. ",
    "‘Single,’ ",
    "\u00a0",
    "🙂 ",
    "The “so-called” plan failed. ",
    "Ms. Brandt ",
    "\n",
)


def found(text: str) -> tuple[Quotation, ...]:
    document = Document("d", "", text)
    spans = [Span(each.start, each.end) for each in split(document)]
    return FIND([document], [spans])[0]


def said(text: str) -> list[tuple[str, str]]:
    """Who says what in a text."""
    return [
        (text[each.speaker.start : each.speaker.end], text[each.words.start : each.words.end]) for each in found(text)
    ]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
def test_everything_that_is_found_stands_in_the_article(text: str) -> None:
    for each in found(text):
        assert 0 <= each.cited.start <= each.words.start < each.words.end <= each.cited.end <= len(text)
        assert text[each.words.start : each.words.end].strip()
        name = text[each.speaker.start : each.speaker.end]
        assert name and name == name.strip() and name[0].isupper()
        assert each.role is None or text[each.role.start : each.role.end].strip()
        if each.kind is Kind.DIRECT:  # between marks, and none of them inside: no word is the reporter's
            assert not set("“”") & set(text[each.words.start : each.words.end])


def test_the_held_out_articles_are_read_as_well_as_promised() -> None:
    tally = measured("measure")
    labelled, right, spoken = tally.labelled.total(), tally.found.total(), tally.spoken.total()
    assert labelled >= 150
    assert right / (right + tally.wrong.total() + tally.extra) >= 0.95
    assert right / labelled >= 0.90
    assert spoken / right >= 0.95


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        ("Sen. Dana Whitcomb spoke. The senator said it was over.", ["Dana Whitcomb"]),
        ("Dana Whitcomb left early. “It is over,” she said.", ["Dana Whitcomb"]),
        ("Weber Logistics grew fast. The company said it would hire 90 people.", ["Weber Logistics"]),
        ("John Reed met Ann Reed on Monday. Reed said that it was over.", []),
        ("A neighbour came out. “It is over,” he said.", []),
        (
            "Mark Esper spoke. The chairman, Gen. Mark Milley, called it a mistake that, he said, “hurt.”",
            ["Mark Milley"],
        ),
        ("Dana Whitcomb did not say that it was over.", []),
        ("Dana Whitcomb would say it was over if she could.", []),
        ("The so-called “peace plan” of Dana Whitcomb has failed.", []),
        ("Officials said that it was over.", []),
    ],
)
def test_speakers_are_named_in_full_or_not_at_all(text: str, speakers: list[str]) -> None:
    assert [name for name, _ in said(text)] == speakers


def test_a_quotation_of_several_paragraphs_is_one_persons() -> None:
    text = "“It is a village,” said Otakar Zeman. “It has a mayor.\n\n“And it has a fool.”"
    assert said(text) == [
        ("Otakar Zeman", "It is a village"),
        ("Otakar Zeman", "It has a mayor."),
        ("Otakar Zeman", "And it has a fool."),
    ]


def test_the_reporters_words_between_split_quotations_are_nobodys() -> None:
    text = "“We are moving,” said Ina Brandt, “as we do every week.”"
    assert [words for _, words in said(text)] == ["We are moving", "as we do every week."]


@pytest.mark.parametrize(
    ("name", "text", "role"),
    [
        ("Mark A. Milley", "Gen. Mark A. Milley, the chairman of the Joint Chiefs of Staff, said so.",
         "chairman of the Joint Chiefs of Staff"),
        ("Mark A. Milley", "The chairman of the Joint Chiefs of Staff, Gen. Mark A. Milley, called it a mistake.",
         "chairman of the Joint Chiefs of Staff"),
        ("Philippa Garnock", "Treasury minister Philippa Garnock, 47, resigned.", "Treasury minister"),
        ("Martin Oyelade",
         "The opposition’s shadow secretary, Martin Oyelade, laughed.", "opposition’s shadow secretary"),
        ("Jane Doe", "That is so, said Jane Doe, a spokeswoman for Acme Steel.", "a spokeswoman for Acme Steel"),
        ("Jane Doe", "A spokeswoman for Acme Steel, Jane Doe, said so.", "spokeswoman for Acme Steel"),
        ("Dana Whitcomb", "Sen. Dana Whitcomb said so.", "Sen."),
        ("Dana Whitcomb", "Ms. Dana Whitcomb, speaking in London, said so.", None),
        ("Dana Whitcomb", "Nobody was there.", None),
    ],
)  # fmt: skip
def test_a_role_is_what_the_article_says_a_person_is(name: str, text: str, role: str | None) -> None:
    span = role_of(name, text)
    assert (span and text[span.start : span.end]) == role
