"""The news desk on Discord: checks, comparisons and timelines, made, checked again and put into words."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from bot.desk import Asked, Desk, problem
from bot.errors import Busy
from bot.render import Blocks, asked, notice
from bot.research_render import render_check, render_comparison, render_timeline
from bot.words import Words
from index.answer import Citation, check_all
from index.answerer import Answerer
from index.check import check_quotation
from index.compare import compare
from index.coverage_picture import coverage_picture, told
from index.errors import CitationError, QuestionError
from index.owners import Owners
from index.timeline import Timeline, timeline

_log = logging.getLogger(__name__)
_PICTURED = 5  # more entries than this have a picture


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG with what it shows in words."""

    content: bytes
    alt: str


@dataclass(frozen=True, slots=True)
class Page:
    """A message ready to be sent."""

    blocks: Blocks
    picture: Picture | None = None


Research = Callable[[Desk, Asked], Awaitable[Page]]


async def page(desk: Desk, wanted: Asked, research: Research) -> Page:
    """Return what a piece of research comes to; whatever goes wrong becomes words for the person."""
    words = wanted.words
    if not wanted.text.strip():
        return Page(notice(words.hint))
    try:
        try:
            return await research(desk, wanted)
        except CitationError:  # an article was changed or removed in the meantime: once more
            return await research(desk, wanted)
    except QuestionError as error:
        return Page(notice(problem(error, words)))
    except Busy:
        return Page(notice(words.busy))
    except CitationError as error:
        _log.warning("not sent: %s", error)
        return Page(notice(words.changed))
    except Exception:  # the person is told, and the reason is in the log
        _log.exception("research failed")
        return Page(notice(words.failed))


def checking(who: str | None) -> Research:
    """Return the research whether a quotation is right, said to be of somebody."""

    async def research(desk: Desk, wanted: Asked) -> Page:
        filters = await desk.filters(wanted)
        found = await desk.bridge.work(lambda answerer: check_quotation(answerer.store, wanted.text, who, filters))
        await _unchanged(desk, found.citations, filters.owners)
        head = asked(wanted.text, wanted.words, wanted.words.checked) if wanted.hidden else ()
        return Page(render_check(found, wanted.words, head))

    return research


async def comparing(desk: Desk, wanted: Asked) -> Page:
    """Find what each outlet says."""
    question = await desk.question(wanted)
    found = await desk.bridge.work(lambda answerer: compare(answerer, question))
    await _unchanged(desk, found.citations, found.question.filters.owners)
    return Page(render_comparison(found, wanted.words))


async def ordering(desk: Desk, wanted: Asked) -> Page:
    """Find what happened when."""
    question = await desk.question(wanted)
    words = wanted.words

    def work(answerer: Answerer) -> tuple[Timeline, Picture | None]:
        found = timeline(answerer, question)
        return found, _picture(found, words) if len(found.entries) > _PICTURED and found.coverage else None

    found, picture = await desk.bridge.work(work)
    await _unchanged(desk, found.citations, found.question.filters.owners)
    return Page(render_timeline(found, words), picture)


async def _unchanged(desk: Desk, citations: Sequence[Citation], owners: Owners) -> None:
    """Raise ``CitationError`` unless the store still says everything that is quoted."""
    ids = [citation.document.id for citation in citations]
    await desk.bridge.look(lambda answerer: check_all(citations, answerer.documents(ids, owners)))


def _picture(found: Timeline, words: Words) -> Picture:
    drawn = coverage_picture(found.coverage, words.picture_title, words.picture_others, words.picture_unnamed)
    names = ", ".join(f"{name or words.picture_unnamed} {number}" for name, number in told(found.coverage))
    return Picture(drawn, words.picture_told.format(told=names)[:1000])
