"""Answer -> Discord message. Every length limit lives here.

A message is a tuple of blocks of markdown, top to bottom; ``layout`` puts them on Discord's screen.
"""

from __future__ import annotations

import re
from bisect import bisect_right

import discord

from bot.markdown import address, escaped, timestamp
from bot.wording import NEAREST, NOT_ANSWERED, UNTITLED, nothing_searched, one_line, searched, visible
from index.answer import Answer, Citation
from index.document import Document

Blocks = tuple[str, ...]

MESSAGE_LIMIT = 4000  # of all text in one message of Components V2
_TITLE_LIMIT = 200
_NAME_LIMIT = 100
_NOTICE_LIMIT = 600
_MARKER_LIMIT = 50

HINT = "Ask me about the coverage in words, for example: who called it a mistake?"
CHANGED = "The article that I was about to quote has just been changed or removed. Please ask again."
FAILED = "Something went wrong on my side; it is logged."


def units(text: str) -> int:
    """Return the length of a text in UTF-16 code units, the largest of the ways in which Discord may count."""
    return len(text) + sum(character > "\uffff" for character in text)


def render(answer: Answer) -> Blocks:
    """Return the message for an answer: its first citation, whole, or an honest refusal."""
    if not answer.searched.documents:
        return (escaped(nothing_searched(answer)),)
    footer = f"-# {searched(answer, shown=escaped, date=timestamp)}"
    head = [] if answer.answered and answer.citations else [f"**{NOT_ANSWERED}**"]
    if not answer.citations:
        return (*head, footer)
    citation = answer.citations[0]
    if head:
        head.append(NEAREST)
    source = _source(citation.document)
    room = MESSAGE_LIMIT - sum(units(block) for block in (*head, source, footer))
    return (*head, quoted(citation, room), source, footer)


def notice(line: str) -> Blocks:
    """Return a message of one line of our own or of a person's making, with nothing in it taken as markdown."""
    return (escaped(one_line(line, _NOTICE_LIMIT)),)


def layout(blocks: Blocks) -> discord.ui.LayoutView:
    """Return the blocks as Discord's components; to be called where an event loop runs."""
    view = discord.ui.LayoutView(timeout=None)
    texts = [discord.ui.TextDisplay[discord.ui.LayoutView](block) for block in blocks]
    if len(texts) == 1:
        return view.add_item(texts[0])
    return view.add_item(discord.ui.Container[discord.ui.LayoutView](*texts))


def quoted(citation: Citation, room: int) -> str:
    """Return the sentence as a block quote of at most ``room`` UTF-16 code units.

    One that is longer is cut at a word, and says how many characters are missing.
    """
    text = visible(citation.text)
    head = text[:room]  # no character takes less than one unit
    if head == text and units(_block_quote(text)) <= room:
        return _block_quote(text)
    fitting = bisect_right(range(len(head) + 1), room - _MARKER_LIMIT, key=lambda n: units(_block_quote(text[:n])))
    kept = _at_a_word(text, fitting - 1)
    return _block_quote(kept) + f"… (cut, {len(text) - len(kept):,} more characters)"


def _at_a_word(text: str, end: int) -> str:
    """Return at most ``end`` characters of the text, ending with a whole word if there is one."""
    if not text[end : end + 1].isspace():
        space = max((match.start() for match in re.finditer(r"\s", text[:end])), default=0)
        end = space if text[:space].strip() else end
    return text[:end].rstrip()


def _block_quote(text: str) -> str:
    return "\n".join(f"> {line}" for line in escaped(text).split("\n"))


def _source(document: Document) -> str:
    title = escaped(one_line(document.title, _TITLE_LIMIT)) or UNTITLED
    outlet = escaped(one_line(document.outlet or "", _NAME_LIMIT))
    author = escaped(one_line(document.author or "", _NAME_LIMIT))
    published = timestamp(document.published) if document.published else ""
    known = " · ".join(part for part in (outlet, author and f"by {author}", published) if part)
    return "\n".join(filter(None, (_linked(title, address(document.url)), known)))


def _linked(title: str, url: str | None) -> str:
    if url is None:
        return f"**{title}**"
    # Brackets in a link's text can end it early, and an address in it makes Discord distrust the link.
    if any(mark in title for mark in ("[", "]", "//")):
        return f"**{title}** ([open]({url}))"
    return f"**[{title}]({url})**"
