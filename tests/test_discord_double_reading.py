"""What a person reads of a message's markdown."""

from __future__ import annotations

import pytest
from discord_double.markdown import as_read
from hypothesis import given
from hypothesis import strategies as st


@given(st.text(st.sampled_from("ab *_~|`>#[]()\\.!"), max_size=40))
def test_what_was_escaped_is_read_as_it_was_written(text: str) -> None:
    escaped = "".join(f"\\{letter}" if not letter.isalnum() and letter != " " else letter for letter in text)
    assert as_read(escaped, {}) == text


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        ("</ask:12> and <t:1700000000:D>", "/ask and 2023-11-14"),
        ("`*code*` \\`stays\\`", "*code* `stays`"),
        ("snake_case_name", "snake_case_name"),
        ("<https://a.b/c_d_e>", "https://a.b/c_d_e"),
    ],
)
def test_what_a_person_reads(written: str, seen: str) -> None:
    assert as_read(written, {}) == seen


@given(st.sampled_from(["**{}**", "*{}*", "__{}__", "~~{}~~", "||{}||", "> {}", "`{}`", "[{}](https://a.b/c)"]))
def test_marks_vanish_and_words_stay(frame: str) -> None:
    assert as_read(frame.format("a mistake"), {}) == "a mistake"
