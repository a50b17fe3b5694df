"""Answer -> Discord message. Every length limit of a message lives here.

A message is a tuple of blocks of markdown, top to bottom; ``layout`` puts them on Discord's screen.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import Any

import discord

from bot.markdown import address, escaped, timestamp
from bot.wording import corrected, nothing_searched, one_line, said_by, searched, version, visible
from bot.words import ENGLISH, Words
from index.answer import Answer, Citation
from index.document import Document, Span
from index.fragment import sentence_link
from index.versions import Correction

Blocks = tuple[str, ...]
Row = tuple[discord.ui.Item[Any], ...]

MESSAGE_LIMIT = 4000  # of all text in one message of Components V2; labels of buttons do not count
_TITLE_LIMIT = 200
_NAME_LIMIT = 100
_QUESTION_LIMIT = 300
_ANSWER_LIMIT = 300
_SUPPORT_LIMIT = 400
_NOTICE_LIMIT = 600
_MARKER_LIMIT = 50
_CORRECTION_LIMITS = (400, 200, 80, 20)  # characters of each of the two sentences: the first that fits
_BOLD = "**"


def units(text: str) -> int:
    """Return the length of a text in UTF-16 code units, the largest of the ways in which Discord may count."""
    return len(text) + sum(character > "\uffff" for character in text)


def render(answer: Answer, words: Words = ENGLISH, *, head: Blocks = ()) -> Blocks:
    """Return the message for an answer: what answers, whole, or an honest refusal with the nearest sentence.

    What answers is one citation, or one for each of the things that were asked.

    ``head`` stands above it, as made by :func:`asked` and :func:`understood`.
    """
    if not answer.searched.documents:
        return (*head, escaped(nothing_searched(answer, words)))
    if answer.understood is not None:
        head = (*head, *understood(answer.understood, words))
    footer = _footer(answer, words)
    answered = bool(answer.answered and answer.citations)
    above = list(head) if answered else [*head, f"{_BOLD}{words.not_answered}{_BOLD}"]
    if not answer.citations:
        return (*above, footer)
    if not answered:
        return (
            *above,
            words.nearest,
            *cited_blocks(answer.citations[:1], (*above, words.nearest, footer), words),
            footer,
        )
    if answer.confirmed:
        above.append(f"{_BOLD}{words.yes}{_BOLD}")
    elif answer.answer:
        short = f"{_BOLD}{escaped(one_line(answer.answer, _ANSWER_LIMIT))}{_BOLD}"
        role = f", {escaped(one_line(answer.role, _NAME_LIMIT))}" if answer.role else ""
        above.append(words.answer.format(answer=short + role))
    above += _support(answer, words)
    cited = cited_blocks(answer.citations[: answer.parts], (*above, footer), words, answer.answer_span)
    return (*above, *cited, footer)


def further(citation: Citation, number: int, of: int, words: Words) -> Blocks:
    """Return the message for one of an answer's further citations, counted from 1."""
    above = words.further.format(n=words.number(number), of=words.number(of))
    return (above, *cited_blocks((citation,), (above,), words))


def surroundings(document: Document, around: Span, cited: Span, words: Words) -> Blocks:
    """Return the message with a stretch of an article around what was cited of it, which is in bold."""
    below = _source(document, cited, words)
    room = MESSAGE_LIMIT - units(words.around) - units(below)
    return (words.around, quoted(document.text[around.start : around.end], room, _within(cited, around), words), below)


def correction_notice(correction: Correction, document: Document, words: Words) -> Blocks:
    """Return the message that says what became of a sentence that was quoted before."""
    below = _source(document, None, words)
    return (_correction(correction, words, MESSAGE_LIMIT - units(below)).strip(), below)


def asked(question: str, words: Words, line: str | None = None) -> Blocks:
    """Return the line that says what was asked, or what else was wanted of it, where nobody could see it otherwise."""
    shown = escaped(one_line(question, _QUESTION_LIMIT))
    return (f"-# {(line or words.asked).format(question=shown, quotation=shown)}",)


def understood(question: str, words: Words) -> Blocks:
    """Return the line that says how a follow-up question was understood."""
    return (f"-# {words.understood.format(question=escaped(one_line(question, _QUESTION_LIMIT)))}",)


def watch_head(topic: str, number: int, of: int, words: Words) -> Blocks:
    """Return the line above a watch's post: for which topic, which of the day's posts, and how to stop it."""
    shown = escaped(one_line(topic, _QUESTION_LIMIT))
    return (f"-# {words.watch_post.format(topic=shown, n=words.number(number), of=words.number(of))}",)


def notice(line: str) -> Blocks:
    """Return a message of one line of our own or of a person's making, with nothing in it taken as markdown."""
    return (escaped(one_line(line, _NOTICE_LIMIT)),)


def layout(blocks: Blocks, buttons: Row = (), picture: tuple[str, str] | None = None) -> discord.ui.LayoutView:
    """Return the blocks as Discord's components; to be called where an event loop runs.

    ``picture`` is the name of a file that is sent along, to be shown below, and what it shows in words.
    """
    view = discord.ui.LayoutView(timeout=None)
    texts = [discord.ui.TextDisplay[discord.ui.LayoutView](block) for block in blocks]
    if len(texts) == 1:
        view.add_item(texts[0])
    else:
        view.add_item(discord.ui.Container[discord.ui.LayoutView](*texts))
    if picture:
        name, alt = picture
        shown = discord.MediaGalleryItem(f"attachment://{name}", description=alt)
        view.add_item(discord.ui.MediaGallery[discord.ui.LayoutView](shown))
    if buttons:
        view.add_item(discord.ui.ActionRow[discord.ui.LayoutView](*buttons))
    # Buttons are known by their ids: discord.py need not keep the view, nor a task that waits until it may forget it.
    view.stop()
    return view


def quoted(text: str, room: int, bold: Span | None = None, words: Words = ENGLISH) -> str:
    """Return a stretch of an article as a block quote of at most ``room`` UTF-16 code units.

    ``bold`` is the part of ``text`` that is set in bold. One that is longer is cut at a word, and says how many
    characters are missing.
    """
    parts = (text,) if bold is None else (text[: bold.start], text[bold.start : bold.end], text[bold.end :])
    shown = [visible(part) for part in parts]
    whole = "".join(shown)
    begin, end = (len(shown[0]), len(shown[0]) + len(shown[1])) if bold else (0, 0)

    def quote(length: int) -> str:
        return _block_quote(whole[:length], begin, end)

    if len(whole) <= room and units(quote(len(whole))) <= room:
        return quote(len(whole))
    most = min(len(whole), room)  # no character takes less than one unit
    fitting = bisect_right(range(most + 1), room - _MARKER_LIMIT, key=lambda n: units(quote(n)))
    kept = len(_at_a_word(whole, fitting - 1))
    return quote(kept) + words.cut.format(n=words.number(len(whole) - kept))


def cited_blocks(citations: Sequence[Citation], others: Blocks, words: Words, bold: Span | None = None) -> Blocks:
    """Return the quotations with their sources, in the room that the ``others`` leave in the message.

    ``bold`` is a span of the first citation's document.
    """
    sources = [source(citation, words) for citation in citations]
    room = MESSAGE_LIMIT - sum(units(block) for block in (*others, *sources))
    each = room // max(len(sources), 1) // 2  # half of the room is kept for what is quoted
    sources = [
        _correction(citation.correction, words, each) + below
        for citation, below in zip(citations, sources, strict=True)
    ]
    room = MESSAGE_LIMIT - sum(units(block) for block in (*others, *sources))
    blocks: list[str] = []
    for left, (citation, below) in zip(range(len(sources), 0, -1), zip(citations, sources, strict=True), strict=True):
        span = _within(bold, Span(citation.start, citation.end)) if bold and not blocks else None
        quote = quoted(citation.text, room // left, span, words)
        room -= units(quote)
        blocks += [quote, below]
    return tuple(blocks)


def _support(answer: Answer, words: Words) -> list[str]:
    """Return the sentence that names whom the first citation is about, where it is short enough to stand beside it."""
    if answer.support is None or len(answer.support.text) > _SUPPORT_LIMIT:
        return []
    return [f"-# {words.support}\n{quoted(answer.support.text, MESSAGE_LIMIT)}"]


def _footer(answer: Answer, words: Words) -> str:
    return f"-# {searched(answer, words, shown=escaped, date=timestamp)}"


def _within(part: Span, whole: Span) -> Span:
    return Span(part.start - whole.start, part.end - whole.start)


def _at_a_word(text: str, end: int) -> str:
    """Return at most ``end`` characters of the text, ending with a whole word if there is one."""
    if not text[end : end + 1].isspace():
        space = max((match.start() for match in re.finditer(r"\s", text[:end])), default=0)
        end = space if text[:space].strip() else end
    return text[:end].rstrip()


def _block_quote(text: str, begin: int, end: int) -> str:
    """Quote a text line by line, with what stands from ``begin`` to ``end`` in bold on each of its lines."""
    lines, at = [], 0
    for line in text.split("\n"):
        first, last = min(max(begin - at, 0), len(line)), min(max(end - at, 0), len(line))
        lines.append("> " + _emboldened(line, first, last))
        at += len(line) + 1
    return "\n".join(lines)


def _emboldened(line: str, begin: int, end: int) -> str:
    bold = line[begin:end]
    if not bold.strip():
        return escaped(line)
    begin += len(bold) - len(bold.lstrip())  # next to a space, the stars would not count as marks
    bold = bold.strip()
    return f"{escaped(line[:begin])}{_BOLD}{escaped(bold)}{_BOLD}{_mid_line(line[begin + len(bold) :])}"


def _mid_line(text: str) -> str:
    # A letter in front, taken away again: what only means something at the beginning of a line is left alone.
    return escaped("x" + text)[1:]


def source(citation: Citation, words: Words) -> str:
    """Return who published a citation, and when, under the article's title, which links to the sentence itself."""
    span = Span(citation.start, citation.end)
    return _source(citation.document, span, words, said_by(citation, words), len(citation.also_in))


def _source(document: Document, span: Span | None, words: Words, said: str = "", others: int = 0) -> str:
    """Return who published what, when and who wrote it; ``others`` is how many other outlets say the same."""
    title = escaped(one_line(document.title, _TITLE_LIMIT)) or words.untitled
    outlet, author = (escaped(one_line(name or "", _NAME_LIMIT)) for name in (document.outlet, document.author))
    published = timestamp(document.published) if document.published else ""
    people = (escaped(said), author and words.written_by.format(name=author))
    shown, summary = version(document, words, date=timestamp), words.from_summary if document.from_summary else ""
    also = words.counted(words.also_in, others) if others else ""
    known = " · ".join(part for part in (people[0], outlet, people[1], published, summary, shown, also) if part)
    # The article's own address where the one of the sentence is too long for a message.
    link = (span and address(sentence_link(document, span))) or address(document.url)
    return "\n".join(filter(None, (_linked(title, link, words), known)))


def _correction(correction: Correction | None, words: Words, room: int) -> str:
    """Return the line that says how a sentence was corrected, shortened to fit, or nothing."""
    if correction is None:
        return ""
    for limit in _CORRECTION_LIMITS:
        line = f"-# {corrected(correction, words, shown=escaped, date=timestamp, limit=limit)}\n"
        if units(line) <= room:
            return line
    return ""


def _linked(title: str, url: str | None, words: Words) -> str:
    if url is None:
        return f"**{title}**"
    # Brackets in a link's text can end it early, and an address in it makes Discord distrust the link.
    if any(mark in title for mark in ("[", "]", "//")):
        return f"**{title}** ([{words.open}]({url}))"
    return f"**[{title}]({url})**"
