"""Small worlds for the bot's tests: articles in a real store, and an answerer over them."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager, nullcontext, suppress
from dataclasses import dataclass, field
from pathlib import Path

from discord_double import Channel, DiscordDouble, Person, SeenMessage, connected
from encoders import HashedEncoder

from bot.bridge import Bridge
from bot.client import CoverageBot
from bot.own_coverage import OwnCoverage
from bot.serving import forgetting
from bot.updating import follow_feeds
from index.answerer import Answerer
from index.errors import SourceError
from index.feeds.subscriptions import Subscriptions
from index.feeds.update import Updater
from index.fetch.fetcher import Fetcher
from index.ingest.article import Article
from index.ingest.ingestor import FindQuotations, Ingestor
from index.reader import Reader, Reading
from index.signals import Asked, Candidate
from index.split import split
from index.sql.place import Database, PostgresSchema, SqliteFile, Tables
from index.store.embedded import EmbeddedStore
from index.terms import terms

QUESTION = "who called it a mistake?"
SENTENCE = "The draft was never meant to go out, said Gen. Doran K. Veltman, who called it a mistake."
LETTER = Article(
    source="letter.txt",
    id="letter",
    title="Army Withdraws Letter About a Withdrawal",
    text=f"A letter went around on Monday and puzzled two capitals. {SENTENCE} Nobody had signed the paper.",
    outlet="Harbour Post",
    author="Ina Brandt",
    url="https://harbourpost.example/letter",
    published="2020-01-06",
)
BREAD = Article(
    source="bread.txt",
    id="bread",
    title="Bakers Raise Prices",
    text="Bread costs more in every village this winter. The bakers blame the price of flour.",
    outlet="Valley Courier",
    published="2020-01-02T08:30:00+00:00",
)


@dataclass
class OverlapReader:
    """Ranks by the share of the question's words; one half of them answers. It may take its time."""

    seconds: float = 0.0
    read_questions: list[str] = field(default_factory=list)

    def read(self, asked: Asked, candidates: Sequence[Candidate]) -> Reading:
        time.sleep(self.seconds)
        self.read_questions.append(asked.text)
        wanted = set(asked.weights)
        scored = [
            (candidate, len(wanted & set(terms(candidate.stored.sentence.text))) / max(len(wanted), 1))
            for candidate in candidates
        ]
        scored.sort(key=lambda pair: -pair[1])
        best = scored[0][1] if scored else 0.0
        return Reading(tuple(scored), best >= 0.5, best)

    def skim(self, asked: Asked, candidates: Sequence[Candidate]) -> Reading:
        return self.read(asked, candidates)


@dataclass
class World:
    """An index on disk with what asks it; ``bot()`` makes a client for it."""

    store: EmbeddedStore
    bridge: Bridge

    state: Path
    burst: int = field(default=10_000, kw_only=True)
    own: OwnCoverage | None = field(default=None, kw_only=True)
    shared: str | None = field(default=None, kw_only=True)

    @property
    def remembered(self) -> Database:
        """Where the bot's own tables are: in the file ``state``, or in PostgreSQL at the address ``shared``."""
        return PostgresSchema(self.shared, "bot") if self.shared else SqliteFile(self.state)

    def bot(self, *, message_content: bool = True) -> CoverageBot:
        return CoverageBot(
            self.bridge, message_content=message_content, state=self.remembered, own=self.own, burst=self.burst
        )


def world(
    folder: Path,
    *articles: Article,
    reader: Reader | None = None,
    waiting: int = 64,
    find_quotations: FindQuotations | None = None,
) -> World:
    """Ingest articles into a new index in ``folder``."""
    encoder = HashedEncoder()
    store = EmbeddedStore(folder / "index", encoder.name, create=True)
    for outcome in Ingestor(store, encoder, split, find_quotations).ingest(articles):
        assert not isinstance(outcome, SourceError), outcome
    bridge = Bridge(Answerer(store, encoder, reader or OverlapReader()), waiting=waiting)
    return World(store, bridge, folder / "bot.db")


@asynccontextmanager
async def following(small: World, visiting: Fetcher) -> AsyncIterator[OwnCoverage]:
    """Let servers of a world have feeds of their own, and follow all feeds, until the block ends."""
    feeds = Tables(small.state.parent / "index", small.shared).database("feeds")
    encoder = HashedEncoder()

    @contextmanager
    def ingestor() -> Iterator[Ingestor]:
        yield Ingestor(small.store, encoder, split)

    @contextmanager
    def updater(give_way: Callable[[], None]) -> Iterator[Updater]:
        subscriptions = Subscriptions(feeds)
        yield Updater(subscriptions, visiting, small.store, Ingestor(small.store, encoder, split), give_way=give_way)
        subscriptions.close()

    with OwnCoverage(feeds, visiting, ingestor) as own, visiting:
        small.own = own
        loop = asyncio.create_task(follow_feeds(small.bridge, updater, own, forgetting(small.remembered)))
        try:
            yield own
        finally:
            loop.cancel()
            with suppress(asyncio.CancelledError):
                await loop


@dataclass
class Newsroom(World):
    """A world whose bot is connected, with a channel of a server and a person in it."""

    channel: Channel
    alice: Person

    async def answer_to(self, text: str) -> SeenMessage:
        """Say something in the channel and wait for the bot's reply."""
        asked = await self.alice.says(self.channel, text)
        return await self.channel.next_message(after=asked)


@asynccontextmanager
async def newsroom(
    double: DiscordDouble,
    folder: Path,
    *articles: Article,
    reader: Reader | None = None,
    waiting: int = 64,
    burst: int = 10_000,
    find_quotations: FindQuotations | None = None,
    visiting: Fetcher | None = None,
    shared: str | None = None,
) -> AsyncIterator[Newsroom]:
    """A connected bot over these articles; everything is closed when the block ends.

    With ``visiting``, what fetches from the web, feeds are followed. At the address ``shared`` is a
    PostgreSQL database.
    """
    channel, alice = double.guild("Newsroom").text_channel("general"), double.person("alice")
    small = world(folder, *articles, reader=reader, waiting=waiting, find_quotations=find_quotations)
    small.burst, small.shared = burst, shared
    async with small.bridge, following(small, visiting) if visiting else nullcontext(), connected(small.bot, double):
        yield Newsroom(small.store, small.bridge, small.state, channel, alice, own=small.own, shared=shared)
    small.store.close()
