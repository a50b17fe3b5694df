"""Hostile articles and feeds on every surface: messages that Discord takes, which call nobody and mislead nobody."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from discord_double.entities import COMPONENTS_V2
from discord_double.message_rules import check_message
from hypothesis import example, given, settings
from hypothesis import strategies as st
from test_render import COVERAGE, components

from bot.coverage_text import previewed
from bot.offers import Offer
from bot.render import MESSAGE_LIMIT, Blocks, render, units, watch_head
from bot.research_render import render_check, render_comparison, render_timeline
from bot.research_text import check_text, comparison_text, timeline_text
from bot.said import said_blocks, said_text
from bot.state.previews import Preview
from bot.words import ENGLISH, LANGUAGES, Words
from index.alignment import Piece
from index.answer import Answer, Citation
from index.check import Check, Verdict
from index.compare import Comparison, Line
from index.document import Document, Span
from index.feeds.feed import Item
from index.happened.days import Doubt, Mention
from index.question import Question
from index.quotations.quotation import Kind
from index.said import Said, SaidRequest, Statement
from index.store.protocol import Filters
from index.timeline import Entry, Timeline

HOSTILE = (
    "@everyone <@1> <@&2> [x](javascript:alert(1)) **b** `c` ||d|| # e\n> f\n- \u202egnp.exe\u200b\u2066\ud800 :h: "
)
DAY = date(2020, 1, 6)
anything = st.text(
    st.one_of(st.sampled_from("\\*_~|`[]<>@:#+-.>() \nab1\u200b\u202e\u2066\ud800😀"), st.characters()),
    min_size=1, max_size=60,
)  # fmt: skip


@dataclass(frozen=True)
class Shown:
    """One surface: its blocks, and the same for the terminal where there is one."""

    blocks: Blocks
    terminal: str = ""


def cited(sentence: str, name: str, number: int) -> Citation:
    document = Document(
        f"d{number}", name, sentence, outlet=f"{name}{number}", author=name, published=name,
        url=f"https://a.example/{number}" if number % 2 else f"javascript:{name}",
    )  # fmt: skip
    return Citation(document, 0, len(sentence), sentence, 0.5, speaker=name, role=None, also_in=(name,))


def surfaces(sentence: str, name: str, many: int, words: Words) -> dict[str, Shown]:
    """Every message that quotes ``many`` such sentences, named so, is made with all that it can hold."""
    citations = tuple(cited(sentence, name, number) for number in range(many))
    question, span = Question(name, Filters(frozenset({name}))), Span(0, len(sentence))
    statements = tuple(Statement(each, span, Kind.DIRECT) for each in citations[:5])
    said = Said(
        SaidRequest(name, name),
        name,
        statements,
        COVERAGE,
        1.0,
        unread=True,
        earlier=statements[0],
        later=statements[-1],
    )
    pieces = (Piece(sentence, sentence, True), Piece(sentence, sentence, False), Piece(sentence, "", False))
    checks = [
        Check(sentence, verdict, citations[:2], pieces, name, name, COVERAGE, elsewhere=many, spliced=spliced)
        for verdict, spliced in ((Verdict.ALTERED, False), (Verdict.MISATTRIBUTED, False), (Verdict.ALTERED, True))
    ]
    lines = tuple(Line(name, each, (name,) * many) for each in citations)
    compared = Comparison(question, lines, (name,) * many, many, COVERAGE, 1.0)
    mention = Mention(0, len(sentence), DAY, DAY, next(iter(Doubt)))
    doubted = [(citation, doubt) for citation in citations for doubt in Doubt]
    entries = tuple(Entry(DAY, DAY, doubt, mention, citation, (name,) * many) for citation, doubt in doubted)
    ordered = Timeline(question, entries[:40], many, {}, COVERAGE, True, 1.0)
    answer = Answer(question, True, None, citations[:2], COVERAGE, 1.0, support=citations[0], understood=name, parts=2)
    items = tuple(Item(name, f"javascript:{name}", sentence, "", None, name) for _ in range(many))
    feed = Offer(f"https://a.example/{many}", name, f"https://b.example/{many}", items)
    preview = Preview("p", 1, 2, feed.url, name, name, 900.0, False, many)
    page = replace(feed, is_page=True, beginning=sentence, items=(), feeds=(f"https://a.example/`{many}",) * many)
    return {
        "said": Shown(said_blocks(said, words), said_text(said, width=80)),
        "nobody": Shown(said_blocks(replace(said, name=None, statements=(), near=(name,) * 3), words)),
        "several": Shown(said_blocks(replace(said, statements=(), several=(name,) * many), words)),
        **{
            f"check {n}": Shown(render_check(each, words), check_text(each, 80)) for n, each in enumerate(checks)
        },
        "compare": Shown(render_comparison(compared, words), comparison_text(compared, 80)),
        "timeline": Shown(render_timeline(ordered, words), timeline_text(ordered, 80)),
        "watch": Shown(render(answer, words, head=watch_head(sentence, 1, 5, words))),
        "feed": Shown(previewed(feed, preview, words)),
        "page": Shown(previewed(page, replace(preview, is_page=True), words)),
    }  # fmt: skip


@settings(deadline=None, max_examples=6)
@given(anything, anything, st.integers(1, 3), st.sampled_from([1, 30]), st.sampled_from(list(LANGUAGES.values())))
@example(HOSTILE, HOSTILE, 1, 50, ENGLISH)
@example("*", HOSTILE * 4, 20_000, 25, LANGUAGES["de"])
@example(HOSTILE, "[" * 300, 300, 25, LANGUAGES["pt"])
def test_whatever_stands_in_an_article_each_surface_is_a_message_that_discord_takes(
    sentence: str, name: str, times: int, many: int, words: Words
) -> None:
    for surface, shown in surfaces(sentence * times, name, many, words).items():
        assert sum(map(units, shown.blocks)) <= MESSAGE_LIMIT, surface
        assert all(block.strip() for block in shown.blocks), surface
        check_message({"components": components(shown.blocks)}, files=0, flags=COMPONENTS_V2)
        whole = "\n".join(shown.blocks)
        whole.encode("utf-8")
        alive = re.sub(r"\\[^0-9A-Za-z\s]", "", whole)
        assert not re.search(r"@everyone|@here|<@|<#|<:|javascript:[^\n]*\)|\u202e|\u2066", _unlinked(alive)), surface
        assert all(link.startswith(("https://a.example/", "https://b.example/")) for link in _links(alive)), surface
        assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e]", shown.terminal), surface


def _links(markdown: str) -> list[str]:
    return re.findall(r"\]\(([^)\s]*)\)", markdown)


def _unlinked(markdown: str) -> str:
    return re.sub(r"\]\(https://[^)\s]*\)", "]", markdown)


def test_what_is_long_is_cut_and_nothing_that_is_shown_stands_without_its_source() -> None:
    shown, words = surfaces("word " * 4000, "Post", 5, ENGLISH), ENGLISH
    for surface in ("said", "check 2"):
        blocks = shown[surface].blocks
        assert sum("Post" in block for block in blocks) >= 2 and "word" in blocks[1], surface
        assert any(words.cut.split("{n}")[0].strip()[:5] in block for block in blocks), surface
