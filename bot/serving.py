"""The running bot: answers, the client and the sign of life, for as long as one process lives."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress

from bot.bridge import WORKERS, Bridge
from bot.client import CoverageBot, Shards, run_bot
from bot.heartbeat import Heartbeat
from bot.own_coverage import OwnCoverage
from bot.settings import Settings
from bot.state import answers, posts, servers, watches
from bot.state.database import erase
from bot.updating import Forget, OpenUpdater, follow_feeds
from index.answerer import Answerer
from index.sql.connection import Connection
from index.sql.place import Database

_SIGNALS = (signal.SIGINT, signal.SIGTERM)


async def serve(
    answerer: Answerer,
    settings: Settings,
    state: Database,
    token: str,
    heartbeat: Heartbeat | None,
    shards: Shards | None = None,
    feeds: OpenUpdater | None = None,
    own: OwnCoverage | None = None,
) -> int | None:
    """Run the bot until it is stopped, and return the number of the signal that stopped it, if one did.

    What it remembers is in ``state``. With ``feeds``, the coverage follows them meanwhile; with ``own``, servers may
    have feeds of their own among them.

    The first signal to stop lets questions be answered that were taken; the second ends the bot at once.

    Raises:
        CoverageError: The token is refused, Discord cannot be reached, or the index or model cannot be used.
    """
    async with Bridge(answerer, workers=WORKERS) as bridge:
        stopping = _Stopping()

        def make_client(message_content: bool) -> CoverageBot:
            client = CoverageBot(
                bridge,
                prefix=settings.prefix,
                message_content=message_content,
                sync_commands=shards is None or 0 in shards.ids,
                shards=shards,
                state=state,
                own=own,
                promises=settings.tables.home / "promises" / ("-".join(map(str, shards.ids)) if shards else "all"),
            )
            stopping.client = client
            if heartbeat:
                heartbeat.watch(client)
            return client

        beside = [asyncio.create_task(heartbeat.beat())] if heartbeat else []
        beside += [asyncio.create_task(follow_feeds(bridge, feeds, own, forgetting(state)))] if feeds else []
        try:
            with _told_of_signals(stopping.received):
                await run_bot(token, make_client, message_content=settings.message_content)
        except asyncio.CancelledError:
            if stopping.signal is None:
                raise
        finally:
            for task in beside:
                task.cancel()
                with suppress(asyncio.CancelledError):
                    await task
        return stopping.signal


def forgetting(state: Database) -> Forget:
    """Return what makes the bot forget a server that was left, and all that quotes its documents."""

    def forget(owner: str, documents: Sequence[str]) -> None:
        server = servers.server_of(owner)

        def work(connection: Connection) -> None:
            if server is not None:
                answers.forget_server(connection, server)
                servers.forget(connection, server)
                watches.forget_server(connection, server)
            answers.forget_documents(connection, documents)
            posts.forget_documents(connection, documents)

        erase(state, work)

    return forget


class _Stopping:
    """What signals do to the bot."""

    def __init__(self) -> None:
        """Stop the current task; ``client`` is set to the one that it runs."""
        self.client: CoverageBot | None = None
        self.signal: int | None = None
        self._running = asyncio.current_task()
        self._stop: asyncio.Task[None] | None = None

    def received(self, number: int) -> None:
        """Stop in good order if there is something to finish, and at once otherwise or when told again."""
        again, self.signal = self.signal is not None, number
        if self.client is not None and self.client.is_ready() and not again:
            self._stop = asyncio.create_task(self.client.stop())
        elif self._running is not None:
            self._running.cancel()


@contextmanager
def _told_of_signals(received: Callable[[int], None]) -> Iterator[None]:
    loop = asyncio.get_running_loop()
    # Where signals cannot be listened to (Windows, or not the main thread), they keep their usual effect.
    with suppress(NotImplementedError, RuntimeError, ValueError):
        for number in _SIGNALS:
            loop.add_signal_handler(number, received, number)
    try:
        yield
    finally:
        for number in _SIGNALS:
            with suppress(NotImplementedError, RuntimeError, ValueError):
                loop.remove_signal_handler(number)
