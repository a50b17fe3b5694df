"""Where every question asked on Discord is answered: understood, asked, checked, put into words, remembered."""

from __future__ import annotations

import asyncio
import logging
import time
from dataclasses import dataclass, replace

from bot.bridge import Bridge
from bot.conversation import Turn, understand
from bot.cooldown import Cooldown
from bot.errors import Busy
from bot.render import Blocks, asked, notice, render, understood
from bot.state import answers, servers
from bot.state.answers import Given, Place
from bot.state.database import StateDatabase, StateError
from bot.state.servers import ServerSettings
from bot.words import Words
from index.answer import Answer
from index.errors import CitationError, QuestionError
from index.outlets import folded
from index.question import MAX_CHARACTERS, Question, ask
from index.sql.connection import Connection
from index.store.protocol import Filters

_log = logging.getLogger(__name__)
_CITATIONS = 5  # that More pages through
_NAMED_OUTLETS = 10


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with all that its answer depends on.

    ``earlier`` is the answer that it follows up, if any; ``hidden`` is whether others cannot see what was asked.
    """

    text: str
    place: Place
    words: Words
    settings: ServerSettings
    private: bool = False
    outlet: str | None = None
    since: str | None = None
    until: str | None = None
    earlier: Given | None = None
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Reply:
    """A message ready to be sent; ``given`` is what its buttons refer to."""

    blocks: Blocks
    given: Given | None = None


class Desk:
    """Answers questions for all of Discord's surfaces."""

    def __init__(self, bridge: Bridge, state: StateDatabase, cooldown: Cooldown) -> None:
        """Answer with ``bridge``, and remember in ``state``."""
        self.bridge = bridge
        self.state = state
        self.cooldown = cooldown

    async def reply(self, question: Asked) -> Reply:
        """Return the message that answers what a person typed, checked and ready to be sent at once.

        Whatever goes wrong becomes words for the person; nothing is raised but cancellation.
        """
        words = question.words
        if not question.text.strip():
            return Reply(notice(words.hint))
        try:
            return await self._reply(question)
        except QuestionError as error:
            return Reply(notice(problem(error, words)))
        except Busy:
            return Reply(notice(words.busy))
        except CitationError as error:
            _log.warning("not sent: %s", error)
            return Reply(notice(words.changed))
        except Exception:  # the person is told, and the reason is in the log
            _log.exception("a question could not be answered")
            return Reply(notice(words.failed))

    async def sent(self, reply: Reply, message: int) -> None:
        """Note in which message a reply was sent, so that a reply to that follows up."""
        given = reply.given
        if given is not None:
            try:
                await self.state.write(lambda connection: answers.sent_as(connection, given.id, message), alone=False)
            except StateError as error:
                _log.log(error.level, "replies to an answer will not be understood: %s", error)

    async def settings(self, server: int | None) -> ServerSettings:
        """Return how to answer in a server.

        Raises:
            StateError: The bot's file cannot be read.
        """
        if server is None:
            return ServerSettings()
        return await self.state.read(lambda connection: servers.read(connection, server))

    async def quotable(self, server: int | None) -> Filters:
        """Return whose coverage and which outlets are quoted in a server now, whatever was quoted before.

        Raises:
            StateError: The bot's file cannot be read.
        """
        settings = await self.settings(server)
        return Filters(outlets=settings.outlets, owners=servers.owners(server, settings))

    async def outlets(self, settings: ServerSettings, server: int | None) -> list[str]:
        """Return the outlets that a server sees and quotes, those with most articles first."""
        seen = servers.owners(server, settings)
        known = await self.bridge.look(lambda answerer: answerer.outlets(seen))
        return [name for name in known if not settings.outlets or name in settings.outlets]

    async def earlier(self, place: Place, *, replied_to: int | None = None, direct: bool = False) -> Given | None:
        """Return the answer that is followed up at a place: the one replied to, or the newest of a conversation.

        A direct message is a conversation, and so is a thread under an answer; a server's channel is none.
        """

        def find(connection: Connection) -> Given | None:
            if replied_to and (found := answers.find_by_message(connection, replied_to)) and found.opens_to(place):
                return found
            # A thread has the id of the message that it hangs under.
            above = None if direct else answers.find_by_message(connection, place.channel)
            if above is not None and (above.private or above.place.server != place.server):
                above = None
            return answers.latest(connection, place) or above if direct or above else None

        try:
            return await self.state.read(find)
        except StateError as error:
            _log.log(error.level, "a question is taken by itself: %s", error)
            return None

    def slow_down(self, wait: float, words: Words) -> Blocks:
        """Return the message that says when a person may ask again."""
        return (words.slow_down.format(when=f"<t:{int(time.time() + wait) + 1}:R>"),)

    async def _reply(self, typed: Asked) -> Reply:
        meant = _meant(typed)
        question = await self.question(typed, meant)
        head: Blocks = asked(typed.text, typed.words) if typed.hidden else ()
        answer = await self._checked(question)
        if meant != typed.text and answer.understood is None:  # which says the same, and more
            head += understood(question.text, typed.words)
        blocks = render(answer, typed.words, head=head)
        return Reply(blocks, await self._remembered(answer, typed, blocks) if answer.citations else None)

    async def question(self, typed: Asked, meant: str | None = None) -> Question:
        """Return what a person typed, or meant by it, as a question with the filters of where it was typed.

        Raises:
            QuestionError: It cannot be asked.
        """
        meant = typed.text if meant is None else meant

        def checked() -> Question:
            return ask(meant, since=typed.since, until=typed.until, limit=_CITATIONS)

        # The parser of dates takes its time, most of all when it is loaded.
        question = await asyncio.to_thread(checked) if typed.since or typed.until else checked()
        filters = question.filters
        if meant != typed.text and typed.earlier and not (typed.outlet or filters.any):
            filters = typed.earlier.filters
        return replace(question, filters=await self.filters(typed, filters))

    async def filters(self, typed: Asked, filters: Filters | None = None) -> Filters:
        """Return filters with the outlets and owners of where something was typed.

        Raises:
            QuestionError: An outlet is not there, or none is left.
        """
        filters = filters or Filters()
        seen = servers.owners(typed.place.server, typed.settings)
        return replace(filters, outlets=await self._wanted_outlets(typed, filters), owners=seen)

    async def _wanted_outlets(self, typed: Asked, filters: Filters) -> frozenset[str]:
        """Return the outlets to search: as typed, else as before, and never others than the server's."""
        wanted = typed.outlet.strip() if typed.outlet else ""
        if not wanted and not typed.settings.outlets:
            return filters.outlets
        here = await self.outlets(typed.settings, typed.place.server)
        if wanted:
            return frozenset({await self._known_outlet(wanted, here, typed)})
        if not here:
            raise QuestionError(typed.words.no_outlet_left)
        return filters.outlets & frozenset(here) or frozenset(here)

    async def _known_outlet(self, wanted: str, here: list[str], typed: Asked) -> str:
        words = typed.words
        if any(same(name, wanted) for name in here):
            return wanted
        every = await self.outlets(replace(typed.settings, outlets=frozenset()), typed.place.server)
        elsewhere = any(same(name, wanted) for name in every)
        line = words.outlet_not_here if elsewhere else words.no_outlet
        raise QuestionError(line.format(name=repr(wanted[:80]), some=", ".join(here[:_NAMED_OUTLETS]) or "-"))

    async def _checked(self, question: Question) -> Answer:
        """Answer, and once more if an article was changed or removed in the meantime."""
        answer = await self.bridge.answer(question)
        try:
            await self.bridge.check(answer)
        except CitationError:
            answer = await self.bridge.answer(question)
            await self.bridge.check(answer)
        return answer

    async def _remembered(self, answer: Answer, typed: Asked, blocks: Blocks) -> Given | None:
        """Remember an answer; without its memory it is sent all the same, but has no buttons."""
        given = answers.given(answer, typed.place, blocks, private=typed.private)
        try:
            await self.state.write(lambda connection: answers.remember(connection, given), alone=False)
        except StateError as error:
            _log.log(error.level, "an answer is sent without buttons: %s", error)
            return None
        return given


def same(name: str, typed: str) -> bool:
    """Whether a person who types this means the outlet of this name: case, width and spaces are nothing to see."""
    return folded(name) == folded(typed)


def problem(error: QuestionError, words: Words) -> str:
    """Say what is wrong with a question in a person's language, where that is known."""
    line = words.question_problems.get(error.problem)
    return line.format(**error.known) if line else str(error)


def _meant(typed: Asked) -> str:
    """Return the question as it is understood in view of what was asked before."""
    earlier = typed.earlier
    if earlier is None:
        return typed.text
    first = earlier.cited[0] if earlier.answered and earlier.cited else None
    before = Turn(earlier.question, earlier.answer, first.text if first else None, first.speaker if first else None)
    meant = understand(typed.text, before)
    return meant if len(meant) <= MAX_CHARACTERS else typed.text
