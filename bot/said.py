"""Said -> the blocks of a Discord message, the lines of a terminal, and the JSON object that scripts rely on."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import islice

from bot.answer_json import citation_object
from bot.desk import Desk
from bot.markdown import escaped, timestamp
from bot.plain import source, wrapped
from bot.render import MESSAGE_LIMIT, Blocks, cited_blocks, units
from bot.render import source as cited_source
from bot.state import servers
from bot.state.servers import ServerSettings
from bot.wording import day, filters, one_line, searched_for, visible
from bot.words import ENGLISH, Words
from index.answer import Citation
from index.errors import CitationError, QuestionError
from index.said import Said, SaidRequest, Statement
from index.store.protocol import Filters

_NAME_LIMIT = 100
_NAMES_LIMIT = 10
_QUOTE_ROOM = 250  # units that each quotation has at least


def said_blocks(said: Said, words: Words) -> Blocks:
    """Return the message with what somebody said: exact sentences, or an honest no."""
    footer = f"-# {searched_for(said, words, shown=escaped, date=timestamp)}"
    problem = nothing_said(said, words, shown=escaped)
    if problem:
        return (problem, *((escaped(words.said_unread),) if said.unread else ()), footer)
    parts = [
        (f"**{heading}**", [each.citation for each in statements])
        for heading, statements in _parts(said, words, shown=escaped, date=timestamp)
    ]
    while not _has_room(parts, footer, words):  # what is least to the point is left out, never what is quoted cut away
        heading, citations = parts.pop()
        parts += [(heading, citations[:-1])] if len(citations) > 1 else []
    quotes = iter(cited_blocks(*_shared(parts, footer), words))
    blocks: list[str] = []
    for heading, citations in parts:
        blocks += [heading, *islice(quotes, 2 * len(citations))]
    return (*blocks, footer)


_Part = tuple[str, list[Citation]]


def _shared(parts: Sequence[_Part], footer: str) -> tuple[list[Citation], Blocks]:
    """Return all that is quoted, and all that stands around it."""
    return [each for _, citations in parts for each in citations], (*(heading for heading, _ in parts), footer)


def _has_room(parts: Sequence[_Part], footer: str, words: Words) -> bool:
    """Whether each quotation has some room beside its source; a single one always has."""
    citations, others = _shared(parts, footer)
    around = sum(map(units, (*others, *(cited_source(each, words) for each in citations))))
    return len(citations) == 1 or MESSAGE_LIMIT - around >= _QUOTE_ROOM * len(citations)


def said_text(said: Said, *, width: int | None) -> str:
    """Return the lines for a terminal, without a line break at the end; a quoted sentence is never wrapped."""
    problem = nothing_said(said, ENGLISH, shown=visible)
    lines = [wrapped(problem, width)] if problem else []
    lines += [wrapped(ENGLISH.said_unread, width)] if problem and said.unread else []
    for heading, statements in [] if problem else _parts(said, ENGLISH, shown=visible, date=day):
        lines.append(wrapped(heading, width))
        for each in statements:
            lines += [visible(each.citation.text), wrapped(source(each.citation), width)]
    return "\n".join([*lines, wrapped(searched_for(said, shown=visible), width)])


def said_json(said: Said) -> str:
    """Return one JSON object on one line; dates stand as the articles have them."""
    earlier, later = said.earlier, said.later
    return json.dumps(
        {
            "who": said.request.who,
            "about": said.request.about,
            "speaker": said.name,
            "several": list(said.several),
            "near": list(said.near),
            "statements": [_statement_json(each) for each in said.statements],
            "earlier_and_later": [_statement_json(each) for each in (earlier, later) if each is not None],
            "searched": {
                "documents": said.searched.documents,
                "outlets": said.searched.outlets,
                "newest": said.searched.newest,
            },
            "milliseconds": round(said.milliseconds, 1),
        },
        ensure_ascii=False,
    )


def nothing_said(said: Said, words: Words, *, shown: Callable[[str], str]) -> str:
    """Say why there is nothing to quote; nothing where there is something."""
    if said.statements:
        return ""
    typed = shown(f"“{one_line(said.request.who, _NAME_LIMIT)}”")
    if said.several:
        return words.said_several.format(name=typed, names=_names(said.several, shown))
    if said.name is None:
        near = f" {words.said_near.format(names=_names(said.near, shown))}" if said.near else ""
        return words.said_nobody.format(name=typed) + near
    name = shown(one_line(said.name, _NAME_LIMIT))
    if said.on_anything and said.request.about:
        return words.said_not_about.format(name=name, about=shown(f"“{one_line(said.request.about, _NAME_LIMIT)}”"))
    narrowed = said.request.filters
    what = f" ({filters(narrowed, words, shown=shown)})" if narrowed.any else ""
    return words.said_not_now.format(name=name) + what


async def look_up(desk: Desk, wanted: SaidRequest, server: int | None, words: Words) -> Blocks:
    """Return the message for a person in a server, checked and ready to be sent; it quotes what the server quotes.

    Raises:
        QuestionError: A filter names an outlet that the server does not have.
    """
    narrowed = await visible_to(desk, server, wanted.filters, words)
    asked = replace(wanted, filters=narrowed)
    said = await desk.bridge.look(lambda answerer: answerer.said(asked))
    try:
        await desk.bridge.look(lambda answerer: answerer.check(said))
    except CitationError:  # changed in between: once more
        said = await desk.bridge.look(lambda answerer: answerer.said(asked))
        await desk.bridge.look(lambda answerer: answerer.check(said))
    return said_blocks(said, words)


async def visible_to(desk: Desk, server: int | None, wanted: Filters, words: Words) -> Filters:
    """Return the filters with what a server sees and quotes."""
    settings = await desk.settings(server)
    seen = replace(wanted, owners=servers.owners(server, settings))
    if not settings.outlets or wanted.outlets:
        return seen
    return replace(seen, outlets=await _outlets(desk, settings, server, words))


async def _outlets(desk: Desk, settings: ServerSettings, server: int | None, words: Words) -> frozenset[str]:
    here = await desk.outlets(settings, server)
    if not here:
        raise QuestionError(words.no_outlet_left)
    return frozenset(here)


def _parts(
    said: Said, words: Words, *, shown: Callable[[str], str], date: Callable[[str], str]
) -> Iterator[tuple[str, list[Statement]]]:
    """Yield headings with statements: the earlier and the later one side by side, then the others."""
    name, about = shown(one_line(said.name or "", _NAME_LIMIT)), said.request.about
    sides = [each for each in (said.earlier, said.later) if each is not None]
    cited = [(each.citation.document.id, each.citation.start) for each in sides]
    others = [each for each in said.statements if (each.citation.document.id, each.citation.start) not in cited]
    heading = words.said.format(name=name)
    if about:
        heading = words.said_about.format(name=name, about=shown(f"“{one_line(about, _NAME_LIMIT)}”"))
    if not sides:
        yield heading, others
        return
    for each, label in zip(sides, (words.said_earlier, words.said_later), strict=True):
        dated = label.format(date=date(each.citation.document.published or ""))
        yield f"{heading} {dated}" if each is sides[0] else dated, [each]
    if others:
        yield words.said_also, others


def _names(names: tuple[str, ...], shown: Callable[[str], str]) -> str:
    return ", ".join(shown(one_line(name, _NAME_LIMIT)) for name in names[:_NAMES_LIMIT])


def _statement_json(statement: Statement) -> dict[str, object]:
    words = statement.words
    return {**citation_object(statement.citation), "words": [words.start, words.end], "kind": statement.kind.value}
