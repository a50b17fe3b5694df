"""Sentences are exact slices of the article, one thought each, and nothing of the page around it."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st
from split_cases import Case, load_cases, load_furniture

from index.document import Document, Span
from index.furniture import is_boilerplate, repeats_headline
from index.split import split, split_text

ARTICLE = """Trump Administration Drafts Sanctions Against Iraq in Response to Vote to Expel Troops: Report

Photo: Jane Doe/AFP via Getty Images

But the Pentagon scrambled to explain away the oddly worded, unsigned message: It was a draft that “should \
not have been released,” said the chairman of the Joint Chiefs of Staff, Mark A. Milley, who called it a \
mistake. \
(Hopefully the administration is more careful with the sword than the pen.)

“You don’t typically use force against your allies. We are threatening to use extreme tools.”

Trump Admin Drafts Sanctions Against Iraq: Report
"""
TITLE = ARTICLE.split("\n", 1)[0]

MARKS = " .?!…\n\r\t\"'“”‘’()[]-•,:;aAbB1é🎉ع。\0\u2028\u00a0\x85"
NEWS_MARKS = st.sampled_from([*MARKS, "U.S. ", "Gen. ", "\n\n"])
CREDIT_WORDS = [
    "A",
    "Jane",
    "A/AP",
    "via",
    "Photo:",
    "by",
    "By",
    "Reporting",
    ";",
    ",",
    "and",
    "Jan.",
    "3:04",
    "ET",
    "|",
]
TEXTS = st.one_of(st.text(st.characters(exclude_categories=["Cs"])), st.lists(NEWS_MARKS).map("".join))


def article(text: str, title: str = "") -> Document:
    return Document(id="a", title=title, text=text)


def shown(text: str, title: str = "") -> list[str]:
    return [sentence.text for sentence in split(article(text, title))]


@pytest.mark.parametrize(
    "case", [case for case in load_cases() if not case.known_to_fail], ids=lambda case: case.text[:40]
)
def test_a_labelled_text_is_split_as_labelled(case: Case) -> None:
    assert [case.text[span.start : span.end] for span in split_text(case.text)] == list(case.sentences)


def test_cases_known_to_fail_are_few_and_still_fail() -> None:
    known = [case for case in load_cases() if case.known_to_fail]
    assert len(known) <= 4
    for case in known:
        assert [case.text[span.start : span.end] for span in split_text(case.text)] != list(case.sentences)


def test_a_third_of_at_least_120_labelled_cases_is_held_out() -> None:
    cases = load_cases()
    assert len(cases) >= 120
    assert sum(case.held_out for case in cases) >= len(cases) / 3


def test_an_article_loses_its_headlines_and_photo_credit_and_nothing_else() -> None:
    assert shown(ARTICLE, TITLE) == [
        "But the Pentagon scrambled to explain away the oddly worded, unsigned message: It was a draft that"
        " “should not have been released,” said the chairman of the Joint Chiefs of Staff, Mark A. Milley, who"
        " called it a mistake.",
        "(Hopefully the administration is more careful with the sword than the pen.)",
        "“You don’t typically use force against your allies.",
        "We are threatening to use extreme tools.”",
    ]


@pytest.mark.parametrize("line", load_furniture()["furniture"])
def test_furniture_is_left_out(line: str) -> None:
    assert shown(f"It was sent.\n\n{line}\n\nIt was a draft.") == ["It was sent.", "It was a draft."]


@pytest.mark.parametrize("line", load_furniture()["prose"])
def test_prose_that_begins_like_furniture_is_kept(line: str) -> None:
    assert " ".join(shown(f"The letter was sent.\n\n{line}\n\nIt was a draft.")[1:-1]) == line


def test_a_headline_is_known_in_full_and_abbreviated_but_not_by_chance() -> None:
    assert repeats_headline("TRUMP DRAFTS SANCTIONS", "Trump Drafts Sanctions")
    assert repeats_headline("Trump Admin Drafts Sanctions", "Trump Administration Drafts New Sanctions: Report")
    assert repeats_headline("Who Called It a Mistake?", "Who called it a mistake?")
    assert not repeats_headline("Trump drafts sanctions.", "Trump drafts sanctions")
    assert not repeats_headline("New sanctions", "Trump Drafts New Sanctions Against Iraq")
    assert not repeats_headline("Sanctions drafts anger Trump allies", "Trump Drafts New Sanctions")


def test_a_headline_in_the_middle_of_an_article_is_a_sentence_of_it() -> None:
    body = "One went.\n\nTwo went.\n\nThree went.\n\nThe Long War\n\nFour went.\n\nFive went.\n\nSix went."
    assert "The Long War" in shown(f"The Long War\n\n{body}", "The Long War")
    assert shown(f"The Long War\n\n{body}", "The Long War")[0] == "One went."


def test_a_text_without_a_headline_keeps_its_first_sentence() -> None:
    text = "Troops left on Monday.\n\nMore will go."
    assert shown(text, "Troops left on Monday.") == ["Troops left on Monday.", "More will go."]


def test_a_text_that_is_nothing_but_a_headline_is_still_found() -> None:
    assert shown("Troops leave Iraq\n", "Troops leave Iraq") == ["Troops leave Iraq"]


def test_positions_count_from_zero_and_name_the_document() -> None:
    sentences = split(Document(id="iraq", title="", text="One went. Two went."))
    assert [(sentence.document_id, sentence.position) for sentence in sentences] == [("iraq", 0), ("iraq", 1)]


def test_a_text_without_words_has_no_sentences_or_one() -> None:
    assert shown("") == []
    assert shown(" \n\t\r\n ") == []
    assert shown("...") == ["..."]


@given(TEXTS)
def test_every_visible_character_lies_in_exactly_one_sentence(text: str) -> None:
    spans = split_text(text)
    found = [text[span.start : span.end] for span in spans]
    assert all(found) and found == [sentence.strip() for sentence in found]
    edges = [0, *(edge for span in spans for edge in (span.start, span.end)), len(text)]
    assert edges == sorted(edges)
    between = [text[start:end] for start, end in zip(edges[::2], edges[1::2], strict=True)]
    assert "".join(between).strip() == ""


@given(TEXTS, TEXTS)
def test_an_article_s_sentences_are_its_own_characters(title: str, text: str) -> None:
    sentences = split(article(text, title))
    assert [sentence.position for sentence in sentences] == list(range(len(sentences)))
    assert all(text[sentence.start : sentence.end] == sentence.text for sentence in sentences)
    assert bool(sentences) == bool(text.strip())


@given(TEXTS, st.sampled_from(["\n\n", "\r\n\r\n", "\n \t\n", "\n\n\n"]), TEXTS)
def test_no_sentence_crosses_a_blank_line(before: str, blank: str, after: str) -> None:
    middle = len(before) + 1
    assert not any(span.start < middle < span.end for span in split_text(f"{before}{blank}{after}"))


@given(st.lists(st.sampled_from(CREDIT_WORDS)))
def test_no_line_makes_the_search_for_furniture_slow(words: list[str]) -> None:
    began = time.perf_counter()
    is_boilerplate(" ".join(words * 20)[:300])
    assert time.perf_counter() - began < 0.5


@pytest.mark.parametrize("piece", ["word ", "Mr. ", '" a." ', "(A. ", '?" Mr said ', "- a\n", "a@b.c. B ", "😀! "])
def test_a_long_text_takes_time_in_proportion_to_its_length(piece: str) -> None:
    def seconds(length: int) -> float:
        text = (piece * length)[:length]
        began = time.perf_counter()
        split_text(text)
        return time.perf_counter() - began

    seconds(10_000)
    assert seconds(400_000) < 30 * seconds(50_000) + 0.5


def test_five_megabytes_without_a_full_stop_are_one_sentence() -> None:
    text = "word " * 1_000_000
    began = time.perf_counter()
    assert split_text(text) == [Span(0, len(text) - 1)]
    assert time.perf_counter() - began < 20


def test_half_a_surrogate_pair_is_split_like_any_other_sign() -> None:
    assert shown("He won \ud83d. She lost.") == ["He won \ud83d.", "She lost."]


def test_threads_split_as_one_thread_does() -> None:
    alone = split(article(ARTICLE, TITLE))
    with ThreadPoolExecutor(8) as threads:
        assert all(found == alone for found in threads.map(split, [article(ARTICLE, TITLE)] * 64))
