"""How long questions take while the coverage follows feeds, beside how long they take without.

``PYTHONPATH=tests python -m tests.benchmarks.feeds_latency``: the packaged model and reader over the demonstration
articles, one question after the other; meanwhile feeds publish more than can be taken in.
"""

from __future__ import annotations

import asyncio
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).parent.parent))

from publishers import Publisher  # noqa: E402
from web import Web  # noqa: E402

from bot.bridge import Bridge  # noqa: E402
from bot.updating import CourteousEncoder, follow_feeds  # noqa: E402
from index.answerer import Answerer  # noqa: E402
from index.encoder import open_encoder  # noqa: E402
from index.feeds.subscriptions import Subscriptions  # noqa: E402
from index.feeds.update import Updater  # noqa: E402
from index.ingest.ingestor import Ingestor  # noqa: E402
from index.ingest.sources import read_sources  # noqa: E402
from index.question import ask  # noqa: E402
from index.reader import packaged_reader  # noqa: E402
from index.split import split  # noqa: E402
from index.sql.place import Tables  # noqa: E402
from index.store.embedded import EmbeddedStore  # noqa: E402

ARTICLES = Path(__file__).parent.parent.parent / "bot" / "demo" / "articles.jsonl"
QUESTIONS = ("who called it a mistake?", "how many people were killed?", "what did the president say on Monday?")
ROUNDS = 6
FEEDS, STORIES = 8, 60


async def asked(bridge: Bridge) -> list[float]:
    """Ask everything a few times, with pauses in which others can work; return milliseconds."""
    took = []
    for _ in range(ROUNDS):
        for question in QUESTIONS:
            began = time.perf_counter()
            await bridge.answer(ask(question))
            took.append((time.perf_counter() - began) * 1000)
            await asyncio.sleep(0.3)
    return took


def shown(name: str, took: Sequence[float]) -> str:
    """Return the median and the slowest on a line."""
    return f"{name}: median {statistics.median(took):.0f} ms, slowest {max(took):.0f} ms of {len(took)}"


async def measure(folder: Path) -> None:
    """Print the figures."""
    encoder = open_encoder()
    store = EmbeddedStore(folder, encoder.name, create=True)
    list(Ingestor(store, encoder, split).ingest(read_sources([str(ARTICLES)], sys.stdin.buffer)))
    with Web() as web:

        @contextmanager
        def opened(give_way: Callable[[], None]) -> Iterator[Updater]:
            own, subscriptions = EmbeddedStore(folder, encoder.name), Subscriptions(Tables(folder).database("feeds"))
            for number in range(FEEDS):
                publisher = Publisher(web, f"{number}.example")
                publisher.publish(*range(number * STORIES, (number + 1) * STORIES))
                subscriptions.add(publisher.feed_url, every=60.0, now=time.time())
            ingestor = Ingestor(own, CourteousEncoder(encoder, give_way), split)
            with web.fetcher(*(f"{number}.example" for number in range(FEEDS))) as fetcher:
                yield Updater(subscriptions, fetcher, own, ingestor, give_way=give_way)

        async with Bridge(Answerer(store, encoder, packaged_reader())) as bridge:
            await bridge.warm()
            print(shown("without feeds", await asked(bridge)), flush=True)
            following = asyncio.create_task(follow_feeds(bridge, opened))
            before = len(list(store.ids()))
            print(shown("while following", await asked(bridge)))
            print(f"{len(list(store.ids())) - before} articles were taken in meanwhile, of {FEEDS * STORIES}")
            following.cancel()
            with suppress(asyncio.CancelledError):
                await following


if __name__ == "__main__":
    with TemporaryDirectory() as name:
        asyncio.run(measure(Path(name)))
