"""What a person would see, on Discord and in the terminal, whatever stands in an article."""

from __future__ import annotations

import asyncio
import json
import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from discord_double.entities import COMPONENTS_V2
from discord_double.message_rules import check_message
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.answer_json import answer_json
from bot.markdown import address, escaped, timestamp
from bot.plain import answer_text
from bot.render import MESSAGE_LIMIT, Blocks, layout, notice, render, units
from bot.wording import newest, visible
from bot.words import ENGLISH, LANGUAGES, Words
from index.answer import Answer, Citation
from index.document import Document, Span
from index.question import Question
from index.store.protocol import Coverage, Filters

COVERAGE = Coverage(1204, 30000, 14, "2020-01-02")
UNFILTERED = Filters()
SENTENCE = "He called it a mistake."
MARKS = "\\*_~|`[]<>@:#+-.>() \nab1@everyone"
anything = st.text(st.one_of(st.sampled_from(MARKS), st.characters(exclude_categories=())), max_size=300)
text = anything.filter(bool)


def answer(
    sentence: str = SENTENCE,
    *,
    answered: bool = True,
    title: str = "Letter Withdrawn",
    filters: Filters = UNFILTERED,
    searched: Coverage = COVERAGE,
    **known: str | None,
) -> Answer:
    document = Document("letter", title, sentence, **known)
    citation = Citation(document, 0, len(sentence), sentence, 0.9)
    return Answer(Question("who?", filters), answered, None, (citation,), searched, 48.4)


def shown(markdown: str) -> str:
    """What Discord's client shows for escaped text: read left to right, failing on any mark that is alive."""
    assert not re.search(r"^[^\S\n]*(?:#{1,3} |-# |>>> |> |[-*+] |\d+[.)] )", markdown, re.MULTILINE)
    read = re.sub(r"\\[^0-9A-Za-z\s]|[\s\S]", lambda match: match[0] if len(match[0]) == 1 else "", markdown)
    assert not re.search(r"[*_~|`\[\]<>@]|:\w+:|://", read), read
    return re.sub(r"\\([^0-9A-Za-z\s])", r"\1", markdown)


def quotation(blocks: Blocks) -> str:
    """The quoted block as it stands, without the quote's own marks."""
    (quote,) = [block for block in blocks if block.startswith("> ")]
    lines = quote.split("\n")
    assert all(line.startswith("> ") for line in lines)
    return "\n".join(line.removeprefix("> ") for line in lines)


def components(blocks: Blocks) -> list[dict[str, object]]:
    async def built() -> list[dict[str, object]]:
        return layout(blocks).to_components()

    return asyncio.run(built())


@given(text)
@example("[x](https://evil.example) **b** @everyone <@1> # h")
@example("# heading\n> quote\n- item\n1. item\n-# small\n>>> rest\n * x\n+ y\n12) z")
@example("\\\\*escaped already\\* and ``code``` ||spoiler|| <t:0:R> <:e:1> :fire: <#1> </a:1> steam://run")
@example("a\u2028> b\rc\x1b[31mred\x00\u202egnorw")
def test_any_quoted_sentence_shows_its_own_characters(sentence: str) -> None:
    assert shown(quotation(render(answer(sentence)))) == visible(sentence)


@given(st.text("ab *_\n😀é[", min_size=1, max_size=40), st.integers(1, 400))
@example("*", 9000)
@example("😀", 5000)
@example("word ", 2000)
def test_a_sentence_past_the_limit_is_cut_visibly_and_says_by_how_much(part: str, times: int) -> None:
    sentence = part * times
    blocks = render(answer(sentence))
    assert sum(map(units, blocks)) <= MESSAGE_LIMIT
    cut = re.fullmatch(r"(.*)… \(cut, ([\d,]+) more characters\)", quotation(blocks), re.DOTALL)
    if cut is None:
        assert shown(quotation(blocks)) == sentence
        return
    kept, missing = shown(cut[1]), int(cut[2].replace(",", ""))
    assert sentence.startswith(kept) and len(kept) + missing == len(sentence)
    assert sum(map(units, blocks)) > MESSAGE_LIMIT - 200


def test_a_long_sentence_is_cut_at_a_word() -> None:
    quote = quotation(render(answer("whole words only " * 400)))
    assert re.search(r" (whole|words|only)… \(cut, 2,9\d\d more characters\)$", quote)


@given(
    sentence=text,
    answered=st.booleans(),
    title=anything,
    outlet=st.none() | anything,
    author=st.none() | anything,
    url=st.none() | anything.map(lambda rest: f"https://a.example/{rest}"),
    published=st.none() | anything | st.datetimes(timezones=st.just(UTC)).map(datetime.isoformat),
    names=st.frozensets(anything, max_size=5),
    times=st.integers(1, 30),
    documents=st.integers(0, 10**12),
    newest=st.none() | anything,
)
def test_any_answer_is_a_message_that_discord_takes(
    sentence: str,
    answered: bool,
    title: str,
    outlet: str | None,
    author: str | None,
    url: str | None,
    published: str | None,
    names: frozenset[str],
    times: int,
    documents: int,
    newest: str | None,
) -> None:
    long = answer(
        sentence * times,
        answered=answered,
        title=title * times,
        outlet=outlet and outlet * times,
        author=author and author * times,
        url=url,
        published=published,
        filters=Filters(frozenset(name * times for name in names), datetime.min, datetime.max),
        searched=Coverage(documents, documents, documents, newest),
    )
    blocks = render(long)
    assert sum(map(units, blocks)) <= MESSAGE_LIMIT
    assert all(block.strip() for block in blocks)
    check_message({"components": components(blocks)}, files=0, flags=COMPONENTS_V2)
    answer_text(long, width=80, all_citations=True)


@given(anything)
def test_any_notice_shows_its_own_characters_on_one_line(line: str) -> None:
    (block,) = notice(line)
    assert "\n" not in block and units(block) <= MESSAGE_LIMIT
    assert len(shown(block)) <= 600


def test_a_title_full_of_markup_shows_as_itself_beside_a_link_that_cannot_be_ended_early() -> None:
    title = "[x](https://evil.example) **b** @everyone <@1> # h"
    source = render(answer(title=title, url="https://good.example/a(b)?q=[1]#part"))[1]
    link = " ([open](https://good.example/a%28b%29?q=%5B1%5D#part))"
    assert source.startswith("**") and source.endswith("**" + link)
    assert shown(source.removesuffix("**" + link).removeprefix("**")) == title


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "ftp://a.example/x",
        "https://",
        "https://name:word@a.example/",
        "https://good.example@evil.example/",
        "https://a.example/with space",
        "https://a.example\\@evil.example/",
        "https://a.example/\u202egpj.exe",
        "https://a.example:port/",
        "https://" + "a" * 70 + ".example/",
        "https://a.example/" + "x" * 600,
        "http://[::1]/",
        "//a.example/",
        "a.example/x",
        "",
        None,
    ],
)
def test_an_address_that_could_mislead_is_no_link(url: str | None) -> None:
    assert address(url) is None
    assert "](" not in "".join(render(answer(url=url)))


def test_an_address_is_linked_in_its_plain_form() -> None:
    assert address("https://Ü.example:8080/é?a=b%20c&d#e") == "https://xn--tda.example:8080/%C3%A9?a=b%20c&d#e"
    assert address("HTTP://A.example/x)y") == "http://a.example/x%29y"


@pytest.mark.parametrize(
    ("published", "seen"),
    [
        ("2020-01-06", "<t:1578304800:D>"),
        ("2020-01-06T23:30:00", "<t:1578304800:D>"),
        ("2020-01-06T23:30:00+00:00", "<t:1578353400:D>"),
        ("0001-01-01", "<t:-62135560800:D>"),
        ("some *Monday*", "some \\*Monday\\*"),
    ],
)
def test_a_date_is_shown_in_each_readers_language(published: str, seen: str) -> None:
    assert timestamp(published) == seen


def test_a_date_without_a_zone_is_the_same_day_from_hawaii_to_tonga() -> None:
    shown_at = int(timestamp("2020-01-06").strip("<t:D>"))
    for hours in range(-10, 14):
        assert datetime.fromtimestamp(shown_at + hours * 3600, UTC).day == 6


def test_only_what_is_known_is_said() -> None:
    bare = answer(title=" ", searched=Coverage(1, 1, 0, None))
    assert render(bare) == ("> He called it a mistake.", "**Untitled article**", "-# Searched 1 article · 48 ms")
    assert answer_text(bare, width=None) == "He called it a mistake.\n“Untitled article”\nSearched 1 article · 48 ms"


@pytest.mark.parametrize("words", LANGUAGES.values(), ids=lambda words: words.language)
def test_a_quotation_of_a_feeds_summary_says_so_everywhere(words: Words) -> None:
    (citation,) = answer(outlet="Post").citations
    summary = replace(citation, document=replace(citation.document, from_summary=True))
    quoted = replace(answer(outlet="Post"), citations=(summary,))
    assert any(f"Post · {words.from_summary}" in block for block in render(quoted, words))
    assert f"Post, {ENGLISH.from_summary}" in answer_text(quoted, width=None)
    assert json.loads(answer_json(quoted))["citations"][0]["document"]["from_summary"] is True
    assert not any(words.from_summary in block for block in render(answer(outlet="Post"), words))


def test_the_terminal_shows_the_sentence_whole_with_its_article_and_nothing_around_it() -> None:
    sentence = "A  sentence  with   its own spaces, far longer than the terminal is wide, " * 3 + "stays\nas it is."
    text = answer_text(
        answer(
            sentence, outlet="Post", author="A. Writer", url="https://a.example/x", published="2020-01-06T10:00:00Z"
        ),
        width=40,
    )
    assert text.startswith(sentence + "\n")
    assert text.removeprefix(sentence + "\n").split("\n") == [
        "“Letter Withdrawn”, Post, A. Writer, 6",
        "January 2020, https://a.example/x",
        "Searched 1,204 articles from 14 outlets,",
        "newest 2 January 2020 · 48 ms",
    ]


def test_the_terminal_says_when_there_is_no_answer() -> None:
    filters = Filters(frozenset({"Post"}), datetime(2020, 1, 1, tzinfo=UTC), datetime(2020, 1, 8, tzinfo=UTC))
    assert answer_text(answer(answered=False, filters=filters), width=None).split("\n") == [
        "The coverage does not answer this.",
        "Nearest, not an answer:",
        SENTENCE,
        "“Letter Withdrawn”",
        "Searched 1,204 articles from 14 outlets (outlet Post, since 1 January 2020, until 7 January 2020), "
        "newest 2 January 2020 · 48 ms",
    ]


def test_the_terminal_numbers_all_citations_when_asked() -> None:
    one = answer()
    two = Answer(one.question, True, None, one.citations * 2, COVERAGE, 1250.0)
    numbered = answer_text(two, width=None, all_citations=True).split("\n")
    assert numbered[0] == f"1. {SENTENCE}" and numbered[2] == f"2. {SENTENCE}"
    assert numbered[-1].endswith("· 1.2 s")
    assert answer_text(two, width=None).split("\n")[0] == SENTENCE


@given(text, anything)
@example("red \x1b[31m\x9b31m \x07\x08 back\rwards \x00", "\x1b]0;title\x07")
def test_no_article_can_command_the_terminal(sentence: str, other: str) -> None:
    hostile = answer(sentence, title=other, outlet=other, author=other, url=other, published=other)
    printed = answer_text(hostile, width=60)
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e]", printed)
    assert printed.startswith(visible(sentence) + "\n")
    printed.encode("utf-8")


@given(anything)
def test_ordinary_characters_are_never_replaced(line: str) -> None:
    ordinary = re.sub(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]", "", line)
    assert visible(ordinary) == ordinary
    assert shown(escaped(ordinary)) == ordinary


def with_short_answer(sentence: str, start: int, end: int) -> Answer:
    plain = answer(sentence)
    return replace(plain, answer=sentence[start:end], answer_span=Span(start, end))


def test_the_short_answer_stands_above_and_is_bold_inside_the_quotation() -> None:
    blocks = render(with_short_answer("It was Ada *Quist* who called it a mistake.", 7, 18))
    assert blocks[0] == "Answer: **Ada \\*Quist\\***"
    assert blocks[1] == "> It was **Ada \\*Quist\\*** who called it a mistake."


@given(text, st.data())
@example("a\nb", None)
def test_whatever_is_bold_the_quotation_shows_its_own_characters(sentence: str, data: st.DataObject | None) -> None:
    start = data.draw(st.integers(0, len(sentence) - 1)) if data else 0
    end = data.draw(st.integers(start + 1, len(sentence))) if data else len(sentence)
    quote = quotation(render(with_short_answer(sentence, start, end)))
    if "\r" in sentence[max(start - 1, 0) : end + 1]:
        return  # a line break that is taken apart shows its halves
    unbold = re.sub(r"((?:\\.|[^\\*])*)\*\*((?:\\.|[^\\])*?)\*\*", r"\1\2", quote, flags=re.DOTALL)
    assert shown(unbold) == visible(sentence)


@settings(deadline=None)
@given(st.text("ab *_\n😀é[", min_size=1, max_size=40), st.integers(1, 400), st.integers(0, 3000), st.integers(1, 3000))
def test_a_long_quotation_with_a_bold_part_still_fits(part: str, times: int, start: int, length: int) -> None:
    sentence = part * times
    start = min(start, len(sentence) - 1)
    blocks = render(with_short_answer(sentence, start, min(start + length, len(sentence))))
    assert sum(map(units, blocks)) <= MESSAGE_LIMIT


NOW = datetime(2024, 5, 15, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("published", "said"),
    [
        ("2024-05-15T11:59:30+00:00", "newest 1 min old"),
        ("2024-05-15T11:20:00Z", "newest 40 min old"),
        ("2024-05-15T09:30:00Z", "newest 2 h old"),
        ("2024-05-14T09:30:00", "newest 26 h old"),
        ("2024-05-12T09:30:00Z", "newest 3 days old"),
        ("2024-05-14", "newest 1 day old"),
        ("2024-05-15", "newest 15 May 2024"),
        ("2024-05-16T12:00:00Z", "newest 16 May 2024"),
        ("2020-01-06", "newest 6 January 2020"),
        ("last *Monday*", "newest last *Monday*"),
    ],
)
def test_freshness_is_an_age_where_it_is_young_and_known(published: str, said: str) -> None:
    assert newest(published, ENGLISH, NOW) == said


def test_each_of_two_things_that_were_asked_has_its_quotation() -> None:
    one = answer("Ada Quist resigned.")
    second = answer("She left on Monday.").citations[0]
    both = replace(one, citations=(*one.citations, second), parts=2)
    quotes = [block for block in render(both) if block.startswith("> ")]
    assert quotes == ["> Ada Quist resigned.", "> She left on Monday."]
    long = [answer(word * 900).citations[0] for word in ("first ", "second ")]
    blocks = render(replace(one, citations=tuple(long), parts=2))
    assert sum(map(units, blocks)) <= MESSAGE_LIMIT
    assert [len(block) > 1500 and "more characters)" in block for block in blocks if block.startswith("> ")] == [
        True
    ] * 2


def test_a_misspelt_question_says_how_it_was_understood() -> None:
    blocks = render(replace(answer(), understood="who is *Ada*?"))
    assert blocks[0] == "-# Understood as: who is \\*Ada\\*?"


def test_the_sentence_that_names_whom_it_is_about_stands_before_a_pronoun() -> None:
    named = answer("Ada *Quist* spoke.").citations[0]
    blocks = render(replace(answer(), support=named))
    assert blocks[:2] == (f"-# {ENGLISH.support}\n> Ada \\*Quist\\* spoke.", f"> {SENTENCE}")
    assert len(render(replace(answer(), support=answer("long " * 200).citations[0]))) == len(render(answer()))
