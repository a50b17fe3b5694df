"""Whose feed is read next: many slow feeds of one owner keep nobody else's waiting."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest
from publishers import START

from index.feeds.agenda import Agenda
from index.feeds.subscriptions import Subscriptions
from index.sql.place import Tables


@pytest.fixture
def subscriptions(shared: str | None, tmp_path: Path) -> Iterator[Subscriptions]:
    """No feeds yet, in each of the two kinds of database."""
    with closing(Subscriptions(Tables(tmp_path, shared).database("feeds"))) as made:
        yield made


def agenda(subscriptions: Subscriptions, threads: int) -> Agenda:
    return Agenda(subscriptions, lambda: START, everything=False, lasting=False, threads=threads)


def test_many_slow_feeds_of_one_server_keep_nobody_elses_waiting(subscriptions: Subscriptions) -> None:
    for number in range(50):
        subscriptions.add(f"https://slow{number}.example/", every=60, now=START - 100, owner="guild:1")
    for number, owned_by in enumerate((None, "guild:2", "guild:2", "guild:3")):
        subscriptions.add(f"https://quick{number}.example/", every=60, now=START, owner=owned_by)
    turns, stopped = agenda(subscriptions, 8), iter((False, True))
    first = [turns.take(lambda: False) for _ in range(6)]
    nothing_left = turns.take(partial(next, stopped))  # a server has a quarter of the threads, however few want them
    owners = [feed.owner for feed in first if feed]
    assert sorted(map(str, owners[:4])) == ["None", "guild:1", "guild:2", "guild:3"]
    assert sorted(map(str, owners[4:])) == ["guild:1", "guild:2"] and nothing_left is None
    assert first[0] is not None and first[1] is not None
    slow = next(feed for feed in first if feed and feed.owner == "guild:1")
    turns.done(slow)
    assert (following_one := turns.take(lambda: False)) is not None and following_one.owner == "guild:1"


def test_of_a_host_one_feed_is_read_at_a_time_and_each_once(subscriptions: Subscriptions) -> None:
    for number in range(3):
        subscriptions.add(f"https://one.example/{number}", every=60, now=START, owner=f"guild:{number}")
    turns, seen = agenda(subscriptions, 4), []
    while (feed := turns.take(lambda: False)) is not None:
        seen.append(feed.owner)
        looks = iter((False, True))
        assert turns.take(partial(next, looks)) is None
        turns.done(feed)
    assert sorted(map(str, seen)) == ["guild:0", "guild:1", "guild:2"]


def test_of_two_that_update_everything_one_has_each_feed(subscriptions: Subscriptions) -> None:
    feed = subscriptions.add("https://one.example/", every=60, now=START)
    for now in (START, START + 1):
        (seen,) = subscriptions.all()  # by both, before one of them was faster
        first = subscriptions.claim(feed.id, now, even_if_not_due=True, seen=seen.attempted_at)
        assert first is not None
        assert subscriptions.finish(first, now=now, due_at=now + 60, error=None)
        assert subscriptions.claim(feed.id, now, even_if_not_due=True, seen=seen.attempted_at) is None
