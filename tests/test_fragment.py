"""Links that open an article at the sentence."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import unquote

import pytest
from chromium import CHROMIUM, chromium
from hypothesis import given, settings
from hypothesis import strategies as st
from worlds import LETTER, SENTENCE

from index.document import Document, Span
from index.fragment import sentence_link

ARTICLE = Document("letter", LETTER.title, LETTER.text, url="https://harbourpost.example/letter")


def link(
    text: str, sentence: str, *, url: str = "https://a.example/b", title: str = "A Headline", which: int = 0
) -> str:
    start = -1
    for _ in range(which + 1):
        start = text.index(sentence, start + 1)
    return sentence_link(Document("d", title, text, url=url), Span(start, start + len(sentence))) or ""


def directive(address: str) -> str:
    return address.partition(":~:text=")[2]


def test_a_long_sentence_is_named_by_its_first_and_last_words() -> None:
    start = LETTER.text.index(SENTENCE)
    assert sentence_link(ARTICLE, Span(start, start + len(SENTENCE))) == (
        "https://harbourpost.example/letter#:~:text=The%20draft%20was%20never,called%20it%20a%20mistake."
    )


def test_what_would_be_read_as_syntax_is_encoded() -> None:
    text = "One, two & a well-known third came by. More."
    assert directive(link(text, "One, two & a well-known third came by.")) == (
        "One%2C%20two%20%26%20a%20well%2Dknown%20third%20came%20by."
    )


def test_a_repeated_sentence_has_words_around_it() -> None:
    text = "He left at once. She said no.\n\nThey came back later. She said no. Then all was quiet."
    first, second = (directive(link(text, "She said no.", which=which)) for which in (0, 1))
    assert first == "She%20said%20no."  # the first is found first
    assert second == "came%20back%20later.-,She%20said%20no."


def test_the_headline_above_the_text_counts_as_well() -> None:
    text = "Bakers raise prices\n\nBakers raise prices"
    assert directive(link(text, "Bakers raise prices", title="Bakers Raise Prices")) == ""
    text = "It was so. Bakers raise prices."
    assert unquote(directive(link(text, "Bakers raise prices.", title="Bakers Raise Prices."))).startswith(
        "It was so.-,"
    )


def test_a_part_of_the_address_after_the_hash_is_kept_and_an_old_directive_is_not() -> None:
    text = "She said no. He left."
    assert link(text, "He left.", url="https://a.example/b#top") == "https://a.example/b#top:~:text=He%20left."
    assert link(text, "He left.", url="https://a.example/b#top:~:text=x") == "https://a.example/b#top:~:text=He%20left."
    assert link(text, "He left.", url="https://a.example/b?c=d&e") == "https://a.example/b?c=d&e#:~:text=He%20left."


@pytest.mark.parametrize(
    "url", [None, "", "ftp://a.example/b", "javascript:alert(1)", "a.example/b", "https:///b", "http://[b"]
)
def test_what_is_no_web_address_is_no_link(url: str | None) -> None:
    assert sentence_link(replace(ARTICLE, url=url), Span(0, 20)) is None


def test_edges_inside_a_word_take_in_the_whole_word_and_lines_are_not_crossed() -> None:
    assert directive(link("It is over.Now they rest. So.", "Now they rest.")) == "over.Now%20they%20rest."
    assert directive(link("First line\nand the second line", "First line\nand the second line")) == (
        "First%20line,the%20second%20line"
    )


@pytest.mark.parametrize("odd", ["a\ud800b c d", "a\x00b c d", "x" * 300])
def test_what_no_page_would_show_leaves_the_address_alone(odd: str) -> None:
    assert link(f"{odd} e. Then more.", f"{odd} e.") == "https://a.example/b"


@settings(max_examples=100, deadline=None)
@given(st.text(st.sampled_from("ab \n.-,&“é"), max_size=60), st.integers(0, 60), st.integers(1, 20))
def test_any_link_is_plain_ascii_and_begins_with_the_articles_own_address(text: str, start: int, long: int) -> None:
    document = Document("d", "a b", text, url="https://a.example/b")
    address = sentence_link(document, Span(start, start + long)) or ""
    assert address.startswith("https://a.example/b") and address.isascii() and " " not in address
    told = directive(address)
    assert told.count(",") <= 3 and told.count("&") == 0


@pytest.mark.skipif(CHROMIUM is None, reason="there is no chromium on the PATH (Debian's package of that name)")
async def test_a_browser_marks_the_sentence_and_nothing_else() -> None:
    text = (
        "A letter puzzled two capitals. Nobody had signed the well-known paper, “as usual,” & that was odd.\n\n"
        "He left at once. She said no. A third, very long sentence goes on for more than a dozen words, so that only "
        "its edges are named — naïve as that may be.\n\nThey came back later. She said no. Then all was quiet."
    )
    document = Document("d", "A Letter Puzzled Two Capitals", text, url="https://a.example/b#top")
    async with chromium() as browser:
        for sentence, which in (
            ("A letter puzzled two capitals.", 0),
            ("Nobody had signed the well-known paper, “as usual,” & that was odd.", 0),
            ("She said no.", 0),
            ("She said no.", 1),
            ("its edges are named — naïve as that may be.", 0),
            (text[text.index("A third") : text.index("\n\nThey")], 0),
        ):
            start = text.index(sentence) if not which else text.rindex(sentence)
            span = Span(start, start + len(sentence))
            marked = await browser.opens(document, sentence_link(document, span) or "", span)
            assert marked.right, (sentence, marked)
        other = text.index("Then all")
        wrong = await browser.opens(document, sentence_link(document, span) or "", Span(other, other + 8))
        assert not wrong.right
