"""Killed at any moment of an update, the coverage keeps what was acknowledged and stores nothing twice."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from contextlib import closing
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext
from pathlib import Path

import pytest
from publishers import ENCODER, START, Publisher, following
from stores import prepared_processes
from test_store_crash import check_database, folder_in_memory
from web import Web

from index.feeds.subscriptions import LEASE, Subscriptions
from index.feeds.update import Updater
from index.fetch.fetcher import Fetcher
from index.ingest.ingestor import Ingestor
from index.split import split
from index.sql.place import Tables
from index.store.embedded import EmbeddedStore

HOSTS = ("0.example", "1.example")
STORIES = 6
REQUESTS = [1, 3, 6, 10, 13]  # the requests after which the process is killed; in all there are 14


def resolve_here(host: str, port: int) -> list[str]:
    return ["127.0.0.1"]


def work(folder: Path, done: Connection, deadly: str = "") -> None:
    """What the killed process does; if no one else kills it, its first call of ``deadly`` does."""
    if deadly:
        setattr(Subscriptions, deadly, lambda *_, **__: os.kill(os.getpid(), signal.SIGKILL))
    with (
        closing(EmbeddedStore(folder, ENCODER.name, create=True)) as store,
        closing(Subscriptions(Tables(folder).database("feeds"))) as subscriptions,
        Fetcher(HOSTS, pause=0.0, resolve=resolve_here) as fetcher,
    ):
        updater = Updater(subscriptions, fetcher, store, Ingestor(store, ENCODER, split), clock=lambda: START)
        for updated in updater.update():
            done.send(updated.added)
    done.send("finished")


@pytest.fixture(scope="module")
def processes() -> ForkServerContext:
    return prepared_processes()


@pytest.fixture
def folder() -> Iterator[Path]:
    with folder_in_memory() as made:
        yield made


@pytest.fixture
def web() -> Iterator[Web]:
    with Web() as made:
        yield made


def killed(processes: ForkServerContext, web: Web, folder: Path, requests: int | None, deadly: str = "") -> int:
    """Kill an update after a number of requests; returns how many articles it had acknowledged."""
    with following(folder, web) as follower:
        for host in HOSTS:
            publisher = Publisher(web, host)
            publisher.publish(*range(STORIES))
            follower.add(publisher)
    receive, send = processes.Pipe(duplex=False)
    child = processes.Process(target=work, args=(folder, send, deadly))
    child.start()
    send.close()
    while requests is not None and len(web.paths()) < requests and child.is_alive():
        time.sleep(0.001)
    if requests is not None:
        child.kill()
    child.join(30)
    acknowledged = 0
    try:
        while isinstance(added := receive.recv(), int):
            acknowledged += added
    except EOFError:
        pass
    return acknowledged


def check_and_go_on(web: Web, folder: Path, acknowledged: int) -> None:
    check_database(folder)
    with following(folder, web) as follower:
        assert len(follower.documents()) >= acknowledged
        follower.update(later=LEASE + 1)
        urls = [document.url for document in follower.documents()]
        assert len(urls) == len(set(urls)) == len(HOSTS) * STORIES
        assert {document.version for document in follower.documents()} == {1}
        assert all(feed.error is None and feed.etag for feed in follower.subscriptions.all())
        follower.update(later=900)
        assert web.paths() == ["/feed.xml", "/feed.xml"]  # everything is remembered


@pytest.mark.parametrize("requests", REQUESTS)
def test_an_update_that_is_killed_loses_nothing_and_goes_on(
    processes: ForkServerContext, web: Web, folder: Path, requests: int
) -> None:
    check_and_go_on(web, folder, killed(processes, web, folder, requests))


@pytest.mark.parametrize("deadly", ["record", "finish"])
def test_killed_between_storing_and_remembering_nothing_is_stored_twice(
    processes: ForkServerContext, web: Web, folder: Path, deadly: str
) -> None:
    acknowledged = killed(processes, web, folder, None, deadly)
    with closing(EmbeddedStore(folder, ENCODER.name)) as store:
        assert list(store.ids())  # the articles are there, and the feed knows nothing of it
    check_and_go_on(web, folder, acknowledged)
