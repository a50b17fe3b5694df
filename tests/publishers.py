"""News sites with feeds, on the tests' web, and a coverage that follows them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from html import escape
from pathlib import Path

from encoders import HashedEncoder
from web import HOST, Answer, Web

from index.document import Document
from index.errors import SourceError
from index.feeds.subscriptions import Subscription, Subscriptions
from index.feeds.update import Updated, Updater
from index.fetch.fetcher import Fetcher
from index.fetch.limits import Clock
from index.ingest.ingestor import Ingestor
from index.owners import EVERYONE
from index.split import split
from index.sql.place import Tables
from index.store.embedded import EmbeddedStore

START = datetime(2026, 3, 2, 8, 0, tzinfo=UTC).timestamp()
HOUR, DAY = 3600.0, 86400.0
ENCODER = HashedEncoder()


def text(number: int, version: int = 0) -> str:
    """The body of an article: long enough to be found on a page, and different from every other."""
    return (
        f"The ferry number {number} was taken out of service on Monday, the harbour office of Millbrook said. "
        f"Its captain, Ada Quist{number}, called the decision a mistake that costs {version}{number} million. "
        f"About {number + 20} people work on board, and most of them live on the islands in the bay. "
        "The council of the town meets next week and will hear from the union before it votes on a new line."
    )


def page(number: int, version: int = 0) -> str:
    """A page with the article and what usually stands around it."""
    paragraphs = "".join(f"<p>{escape(sentence)}.</p>" for sentence in text(number, version).rstrip(".").split(". "))
    return (
        f"<!doctype html><html><head><meta charset='utf-8'><title>Ferry {number} | Harbour Post</title>"
        f"<meta property='og:title' content='Ferry {number} Taken Out of Service'>"
        "<meta property='og:site_name' content='Harbour Post'><meta name='author' content='Ina Brandt'></head>"
        "<body><nav><a href='/'>Home</a></nav><article>"
        f"<h1>Ferry {number} Taken Out of Service</h1>{paragraphs}</article></body></html>"
    )


def summary(number: int) -> str:
    return f"Ferry {number} no longer sails, and its captain is angry about that, the feed says."


@dataclass
class Publisher:
    """A site of one host with a feed at ``/feed.xml``; nothing is served before :meth:`publish`."""

    web: Web
    host: str = HOST
    stories: dict[int, int] = field(default_factory=dict)  # number -> version
    edition: int = 0
    note: str = ""
    feed: Answer = Answer()

    @property
    def feed_url(self) -> str:
        return self.web.url("/feed.xml", self.host)

    def story_url(self, number: int) -> str:
        return self.web.url(f"/story/{number}", self.host)

    def publish(self, *numbers: int, version: int = 0) -> None:
        """Put stories on the site and into the feed, the newest first."""
        for number in numbers:
            self.stories[number] = version
            self.serve_page(number, version)
        self.serve_feed()

    def serve_page(self, number: int, version: int = 0) -> None:
        self.web.serve(f"/story/{number}", page(number, version), host=self.host, etag=f'"{number}-{version}"')

    def serve_feed(self) -> None:
        self.edition += 1
        items = "".join(self._item(number) for number in reversed(self.stories))
        body = f'<rss version="2.0"><channel><title>Harbour Post</title><link>/</link>{items}</channel></rss>'
        self.feed = Answer(body.encode(), media_type="application/rss+xml", etag=f'"edition {self.edition}"')
        self.web.script("/feed.xml", self.feed, host=self.host)

    def _item(self, number: int) -> str:
        published = format_datetime(datetime.fromtimestamp(START - HOUR / 2, UTC))
        return (
            f"<item><title>Ferry {number}{self.note}</title>"
            f"<link>/story/{number}</link><guid>{self.host}/{number}</guid>"
            f"<pubDate>{published}</pubDate><description>{escape(summary(number))}</description></item>"
        )


@dataclass
class Follower:
    """A coverage that follows feeds, with a clock that is set by hand."""

    folder: Path
    web: Web
    fetcher: Fetcher
    store: EmbeddedStore
    subscriptions: Subscriptions
    now: float = START
    database: str | None = None

    def add(self, publisher: Publisher, **options: object) -> Subscription:
        return self.subscriptions.add(publisher.feed_url, **({"every": 900.0, "now": self.now} | options))  # type: ignore[arg-type]

    def update(self, *, later: float = 0.0, everything: bool = False) -> list[Updated]:
        """Let time pass and update what is due; every page that was asked for is forgotten first."""
        self.now += later
        self.web.asked.clear()
        return list(self.updater().update(everything=everything))

    def updater(self, threads: int = 4) -> Updater:
        ingestor = Ingestor(self.store, ENCODER, split)
        return Updater(self.subscriptions, self.fetcher, self.store, ingestor, clock=lambda: self.now, threads=threads)

    def feed(self) -> Subscription:
        (only,) = self.subscriptions.all()
        return only

    def documents(self) -> list[Document]:
        ids = list(self.store.ids(EVERYONE))
        found = self.store.documents(ids, EVERYONE)
        return [found[each] for each in ids if each in found]

    def document_at(self, url: str) -> Document:
        (found,) = [document for document in self.documents() if document.url == url]
        return found

    def words(self) -> str:
        return "\n".join(document.text for document in self.documents())


@contextmanager
def following(folder: Path, web: Web, database: str | None = None, **options: object) -> Iterator[Follower]:
    """A coverage in ``folder`` that may visit every host of ``web``; waits for a host pass by the clock set by hand.

    The feeds are in PostgreSQL at the address ``database`` if one is given.
    """
    hosts = [f"{number}.example" for number in range(30)]
    store = EmbeddedStore(folder, ENCODER.name, create=True)
    subscriptions = Subscriptions(Tables(folder, database).database("feeds"))
    clock = Clock(
        now=lambda: datetime.fromtimestamp(follower.now, UTC),
        monotonic=lambda: follower.now,
        sleep=lambda seconds: None,
    )
    with web.fetcher(*hosts, **({"clock": clock} | options)) as fetcher:
        follower = Follower(folder, web, fetcher, store, subscriptions, database=database)
        yield follower
    subscriptions.close()
    store.close()


def complaints(updates: list[Updated]) -> list[str]:
    """The lines that a person would see."""
    errors: list[str | SourceError] = [each.error for each in updates if each.error]
    return [str(error) for error in [*errors, *(error for each in updates for error in each.errors)]]
