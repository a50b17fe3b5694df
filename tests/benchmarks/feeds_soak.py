"""Hundreds of updates with faults at random: afterwards nothing may be lost, and nothing stored twice.

``PYTHONPATH=tests python -m tests.benchmarks.feeds_soak --updates 500 --seed 1``. Feeds and pages are served on
loopback; the clock is set by hand, so that weeks pass in a minute.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).parent.parent))

from publishers import DAY, HOUR, Follower, Publisher, following, text  # noqa: E402
from test_store_crash import check_database  # noqa: E402
from web import Answer, Web  # noqa: E402

from index.feeds.subscriptions import Claim, Subscriptions, TakenItem  # noqa: E402
from index.sql.place import Tables  # noqa: E402

PUBLISHERS = 6
_FAULTS = ("500", "503 with Retry-After", "broken XML", "a web page", "cut off", "no answer", "moved", "wrong charset")


class Killed(BaseException):
    """Stands for the end of the process; nothing catches it."""


class FragileSubscriptions(Subscriptions):
    """Dies now and then after articles were stored, before it has noted that."""

    chance = random.Random(0)
    rate = 0.0

    def record(self, claim: Claim, items: Sequence[TakenItem], now: float) -> bool:
        if self.chance.random() < self.rate:
            raise Killed
        return super().record(claim, items, now)


@dataclass
class Soaked:
    """What was done, and what is wrong afterwards."""

    seconds: float
    counts: Counter[str]
    wrong: list[str] = field(default_factory=list)


def soak(folder: Path, updates: int, seed: int) -> Soaked:
    """Update so many times with faults, then heal everything and compare the coverage with what was published."""
    chance, counts, began = random.Random(seed), Counter[str](), time.perf_counter()
    with Web() as web, following(folder, web) as follower:
        follower.subscriptions.close()
        follower.subscriptions = fragile = FragileSubscriptions(Tables(folder).database("feeds"))
        fragile.chance, fragile.rate = random.Random(seed), 0.02
        publishers = [Publisher(web, f"{number}.example") for number in range(PUBLISHERS)]
        gone: set[str] = set()
        for number, publisher in enumerate(publishers):
            publisher.publish(number * 1000)
            follower.add(publisher)
        for _ in range(updates):
            for publisher in chance.sample(publishers, 2):
                counts[_change(publisher, chance, gone)] += 1
            _updated(follower, counts, later=chance.choice([900, 1800, HOUR, 3 * HOUR]))
        fragile.rate = 0.0
        _heal(follower, publishers, gone, counts)
        wrong = _wrong(follower, publishers, gone)
    check_database(folder)
    with closing(Subscriptions(Tables(folder).database("feeds"))) as subscriptions:
        wrong += [f"{feed.url} still fails: {feed.error}" for feed in subscriptions.all() if feed.error]
    return Soaked(time.perf_counter() - began, counts, wrong)


def _change(publisher: Publisher, chance: random.Random, gone: set[str]) -> str:
    """Let something happen at a publisher, and say what."""
    story = chance.choice(list(publisher.stories))
    what = chance.choice(["new", "new", "edit", "silent edit", "gone", "page fault", "feed fault", "well again"])
    if what == "new":
        new = max(publisher.stories) + 1
        publisher.publish(new)
        if chance.random() < 0.3:  # in the feed, but not to be had yet
            publisher.web.script(f"/story/{new}", _fault(chance), host=publisher.host)
    elif what == "edit" and publisher.story_url(story) not in gone:
        publisher.publish(story, version=publisher.stories[story] + 1)
    elif what == "silent edit" and publisher.story_url(story) not in gone:
        publisher.stories[story] += 1
        publisher.serve_page(story, publisher.stories[story])
    elif what == "gone":
        gone.add(publisher.story_url(story))
        publisher.web.serve(f"/story/{story}", "gone", status=chance.choice([404, 410]), host=publisher.host)
    elif what == "page fault" and publisher.story_url(story) not in gone:
        publisher.web.script(f"/story/{story}", _fault(chance), host=publisher.host)
    elif what == "feed fault":
        publisher.web.script("/feed.xml", _fault(chance), host=publisher.host)
    else:
        publisher.serve_feed()
    return what


def _fault(chance: random.Random) -> Answer:
    return {
        "500": Answer(status=500),
        "503 with Retry-After": Answer(status=503, headers={"Retry-After": "1200"}),
        "broken XML": Answer(b"<rss><channel><item><title>Half", media_type="text/xml"),
        "a web page": Answer(b"<html><body><p>Sorry.</p></body></html>"),
        "cut off": Answer(b"<rss>" * 99, break_after=20, media_type="text/xml"),
        "no answer": Answer(raw=b""),
        "moved": Answer(status=302, headers={"Location": "/nowhere"}, media_type=None),
        "wrong charset": Answer("<rss><channel><title>Café".encode("cp1252"), media_type="text/xml; charset=utf-8"),
    }[chance.choice(_FAULTS)]


def _updated(follower: Follower, counts: Counter[str], later: float) -> None:
    counts["updates"] += 1
    try:
        for updated in follower.update(later=later):
            counts["feeds read"] += 1
            counts["feeds failed"] += updated.error is not None
            counts["pages that could not be had"] += len(updated.errors)
            for name in ("added", "replaced", "summaries", "withdrawn"):
                counts[name] += getattr(updated, name)
    except Killed:
        counts["killed"] += 1
    counts["requests"] += len(follower.web.asked)


def _heal(follower: Follower, publishers: list[Publisher], gone: set[str], counts: Counter[str]) -> None:
    """Put everything right, announce it, and let the days pass that a gone page is waited for."""
    for publisher in publishers:
        for number in publisher.stories:
            if publisher.story_url(number) not in gone:
                publisher.serve_page(number, publisher.stories[number])
        publisher.note = "final"
        publisher.serve_feed()
    for _ in range(6):
        _updated(follower, counts, later=DAY + HOUR)


def _wrong(follower: Follower, publishers: list[Publisher], gone: set[str]) -> list[str]:
    """Compare the coverage with what is published."""
    published = {
        publisher.story_url(number): text(number, version)
        for publisher in publishers
        for number, version in publisher.stories.items()
    }
    expected = {url: words for url, words in published.items() if url not in gone}
    documents = follower.documents()
    found = Counter(document.url or "" for document in documents)
    wrong = [f"{url} is stored {times} times" for url, times in found.items() if times > 1]
    wrong += [f"{url} is lost" for url in expected if url not in found]
    wrong += [f"{url} is still cited" for url in found if url not in expected]
    for document in documents:
        if document.text.replace("\n\n", " ") != expected.get(document.url or "", "") and document.url in expected:
            wrong.append(f"{document.url} is not as published")
        rows = follower.store.sentences_of(document.id)
        wrong += [f"{document.url} is misquoted" for row in rows
                  if document.text[row.sentence.start : row.sentence.end] != row.sentence.text]  # fmt: skip
    return wrong


def main() -> int:
    """Run and print the figures; 1 if anything is wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--updates", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    with TemporaryDirectory() as name, suppress(KeyboardInterrupt):
        soaked = soak(Path(name), given.updates, given.seed)
        print(json.dumps({"seconds": round(soaked.seconds, 1)} | dict(sorted(soaked.counts.items()))))
        print("\n".join(soaked.wrong) or "nothing lost, nothing twice")
        return 1 if soaked.wrong else 0
    return 130


if __name__ == "__main__":
    sys.exit(main())
