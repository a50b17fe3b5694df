"""What counts as typing only, and what a reader must be able to see as a change."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.wording_changes import differs, is_stamp, same_but_for_typing

_ENGLISH = """
the committee met on tuesday and rejected government proposal after long debate about separate funding because it was
million billion trial trail hired fired charge change public will attack attacks attacked lawful unlawful killed billed
accept except form from workers worker people received casual causal minister ministers
"""
ENGLISH = frozenset(_ENGLISH.split())


def knows(word: str) -> bool:
    return word in ENGLISH


def same(one: str, other: str) -> bool:
    forth, back = same_but_for_typing(one, other, knows), same_but_for_typing(other, one, knows)
    assert forth == back, "whichever is the earlier"
    return forth


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The  committee\nmet on Tuesday.", "The committee met on Tuesday."),
        ("The committee met on Tuesday", "The committee met, on Tuesday."),
        ("“It can't last,” she said.", '"It can’t last," she said.'),
        ("«Nous partons», dit-elle.", "“Nous partons”, dit-elle."),
        ("The deal – signed in May – is off.", "The deal — signed in May — is off."),
        ("MINISTER RESIGNS OVER LETTER", "Minister resigns over letter"),
        ("The comittee rejected the proposal.", "The committee rejected the proposal."),
        ("They recieved seperate funding.", "They received separate funding."),
        ("The govenrment rejected it becuase of the debate.", "The government rejected it because of the debate."),
        ("It cost 12,500 euros.", "It cost 12500 euros."),
        ("Caf\u00e9 owners met.", "Cafe\u0301 owners met."),
        ("The gov\u00adernment met.", "The government met."),
    ],
)
def test_typing_is_no_change(one: str, other: str) -> None:
    assert same(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The fire killed 14 people.", "The fire killed 15 people."),
        ("It lost 1.5 million.", "It lost 15 million."),
        ("It was -5 degrees.", "It was 5 degrees."),
        ("The vote was 49-51.", "The vote was 51-49."),
        ("It rose by 5%.", "It rose by 5."),
        ("It cost $5.", "It cost £5."),
        ("It lost a million.", "It lost a billion."),
        ("He can leave.", "He can't leave."),
        ("He is now guilty.", "He is not guilty."),
        ("It is lawful.", "It is unlawful."),
        ("They will attack the town.", "They attacked the town."),
        ("One worker met the minister.", "One worker met the ministers."),
        ("He was hired.", "He was fired."),
        ("They accept the charge.", "They except the change."),
        ("The trial was long.", "The trail was long."),
        ("It was a casual remark.", "It was a causal remark."),
        ("Gen. Doran Veltman spoke.", "Gen. Doran Veltmann spoke."),
        ("Marta spoke.", "Maria spoke."),
        ("He left.", "She left."),
        ("They met in May.", "They met on May."),
        ("“The committee rejected it,” he said.", "“The comittee rejected it,” he said."),
        ("He said the plan is dead.", "He said “the plan is dead”."),
        ("He said “the plan” is dead.", "He said the “plan is” dead."),
        ("The committee met.", "The committee never met."),
        ("Did he resign?", "Did he resign."),
        ("The police knew.", "Knew the police."),
        ("", "The committee met."),
    ],
)
def test_a_number_a_name_a_negation_a_quotation_or_another_word_is_a_change(one: str, other: str) -> None:
    assert not same(one, other)


def test_without_a_vocabulary_no_other_letter_is_forgiven() -> None:
    assert not same_but_for_typing("The comittee met.", "The committee met.", lambda word: False)


@given(
    st.integers(-10_000, 10_000), st.integers(-10_000, 10_000), st.sampled_from(["{} people", "rose to {}.", "a {}, b"])
)
def test_no_two_numbers_are_the_same(one: int, other: int, sentence: str) -> None:
    assert same(sentence.format(one), sentence.format(other)) == (one == other)


@given(st.text(max_size=60))
def test_every_text_is_the_same_as_itself_in_capitals_and_with_more_space(text: str) -> None:
    assert same_but_for_typing(text, text, knows)
    assert same_but_for_typing("  ".join(text.split()), " ".join(text.split()), knows)


@pytest.mark.parametrize(
    "line",
    [
        "Updated at 14:02 GMT",
        "Last updated: 6 January 2020, 10.30 p.m.",
        "Published on Monday 6 January 2020.",
        "Updated 2 hours ago",
        "UPDATED: 2020-01-06T14:02:00Z",
        "Zuletzt aktualisiert am 6.1.2020 um 14:02 Uhr",
        "Mis à jour le 06/01/2020 à 14h02",
    ],
)
def test_the_time_of_an_update_is_no_change(line: str) -> None:
    assert is_stamp(line)
    assert not differs(["The committee met.", line], ["The committee met."], knows)
    assert not differs(["The committee met.", line], ["The committee met.", "Updated at 23:59"], knows)


@pytest.mark.parametrize(
    "line",
    [
        "Updated figures show 15 killed on 3 May.",
        "Published in 2019, the book sold 5 million.",
        "Updated at 14:02 with the names of the dead.",
        "Corrected: the fire killed 15.",
        "Updated",
        "15 people were killed at 14:02.",
    ],
)
def test_what_only_looks_like_the_time_of_an_update_is_read(line: str) -> None:
    assert not is_stamp(line)
    assert differs(["The committee met.", line], ["The committee met."], knows)


def test_sentences_added_removed_or_in_another_order_are_changes() -> None:
    one, two, three = "The committee met.", "It was long.", "It rejected the proposal."
    assert differs([one, two], [one, two, three], knows)
    assert differs([one, two, three], [one, three], knows)
    assert differs([one, two], [two, one], knows)
    assert not differs([one, two], [one.upper(), two], knows)


def test_no_letter_of_a_quotation_that_runs_over_sentences_is_typing() -> None:
    told = ["“We met.", "The committee rejected it.", "It is over.”"]
    slip = ["“We met.", "The comittee rejected it.", "It is over.”"]
    assert differs(told, slip, knows)
    assert not differs(told[1:2], slip[1:2], knows)
    assert not differs([*told, told[1]], [*told, slip[1]], knows), "the quotation has ended"
