"""Words are the same however they are written, on every side of the search."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.terms import STOP_WORDS, question_terms, stem, terms, words

TEXT = st.text() | st.text(st.sampled_from("aB.’'17,5½²éßİǅﬁ™٣ \u00ad\u200d\ud800\0-_"), max_size=40)


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("U.S. troops", ["us", "troops"]),
        ("the U.K. and the E.U.", ["the", "uk", "and", "the", "eu"]),
        ("17,000 people", ["17000", "people"]),
        ("4.5% of 1,234,567.89", ["4.5", "of", "1234567.89"]),
        ("Milley’s letter, Moss' reply", ["milley", "letter", "moss", "reply"]),
        ("O’Brien can't", ["obrien", "cant"]),
        ("Café Şırnak", ["cafe", "sırnak"]),
        ("Cafe\u0301", ["cafe"]),
        ("STRASSE Straße", ["strasse", "strasse"]),
        ("İstanbul", ["istanbul"]),
        ("ﬁnance ＡＢＣ", ["finance", "abc"]),
        ("Foo™", ["footm"]),
        ("mis\u00adtake mis\u200btake \u202emistake\u202c", ["mistake"] * 3),
        ("F-16, COVID-19", ["f", "16", "covid", "19"]),
        ("snake_case", ["snake", "case"]),
        ("", []),
        ("... — “”", []),
    ],
)
def test_words_are_folded(written: str, folded: list[str]) -> None:
    assert words(written) == folded


@pytest.mark.parametrize(
    ("one", "other"),
    [("called", "calls"), ("mistakes", "mistake"), ("withdrawal", "withdrawals"), ("Ferries", "ferry")],
)
def test_forms_of_a_word_have_one_stem(one: str, other: str) -> None:
    assert terms(one) == terms(other)


def test_a_question_is_searched_for_by_its_distinct_words_that_carry_a_subject() -> None:
    assert question_terms("Who said that the ferry — the FERRY! — was a mistake?") == ["said", "ferri", "mistak"]
    assert question_terms("who is it?") == []


def test_stop_words_are_spelt_as_words_are_folded() -> None:
    assert [word for word in STOP_WORDS if words(word) != [word]] == []


@given(text=TEXT)
def test_a_term_is_never_empty_and_holds_nothing_but_letters_digits_and_decimal_points(text: str) -> None:
    for term in terms(text):
        assert term
        assert all(character.isalnum() or character == "." for character in term)
        assert term == term.strip(".")


@given(text=TEXT)
def test_folding_again_changes_nothing(text: str) -> None:
    found = words(text)
    assert words(" ".join(found)) == found


@given(text=TEXT)
def test_how_accents_are_composed_makes_no_difference(text: str) -> None:
    assert words(unicodedata.normalize("NFC", text)) == words(unicodedata.normalize("NFD", text))


@given(left=TEXT, right=TEXT)
def test_words_of_two_texts_are_the_words_of_both(left: str, right: str) -> None:
    assert words(f"{left}\n{right}") == words(left) + words(right)


def test_stems_are_the_same_in_every_thread() -> None:
    from concurrent.futures import ThreadPoolExecutor

    many = [f"{start}{end}" for start in ("call", "ferr", "mistak", "withdr") for end in ("ing", "ies", "ed", "awals")]
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: [stem.__wrapped__(word) for word in many * 20], range(16)))
    assert all(each == found[0] for each in found)
