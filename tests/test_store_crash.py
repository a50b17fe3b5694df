"""Killed at any moment, the index opens, holds all that was acknowledged, and answers as if nothing had been."""

from __future__ import annotations

import os
import signal
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from stores import ENCODER, answers, encode, new_store, prepared_processes, state, story

from index.store.database import FILE_NAME
from index.store.embedded import EmbeddedStore

STEPS = 36
DELAYS = (0.0, 0.0005, 0.0015, 0.005)  # seconds; in memory, a change takes two to ten milliseconds
KILLS = [(after, DELAYS[after // 2 % len(DELAYS)]) for after in (0, *range(1, STEPS - 1, 2), 20, 21, 22, 26, 27, 28)]
OPENING = [0.0, 0.001, 0.002, 0.003, 0.005, 0.008]
MEMORY = Path("/dev/shm")


def change(store: EmbeddedStore, step: int) -> None:
    """New articles, new versions, removals, and the derived file written: each is one acknowledged change."""
    match step % 6:
        case 2:
            store.put([encode(story(step - 2, version=1)), encode(story(step + 100))])
        case 3:
            store.flush()
        case 4:
            store.remove([f"story-{step - 3}"])
        case _:
            store.put([encode(story(step))])


def work(folder: Path, done: Connection, deadly: str = "") -> None:
    """What the killed process does; if no one else kills it, its first call of ``os.deadly`` does."""
    if deadly:
        setattr(os, deadly, lambda *_: os.kill(os.getpid(), signal.SIGKILL))
    done.send(-1)
    store = EmbeddedStore(folder, ENCODER.name, create=True)
    for step in range(STEPS):
        change(store, step)
        done.send(step)
    store.close()


@dataclass
class Expected:
    """What an index holds and answers after a number of changes, when nobody is killed."""

    stored: Any
    answered: Any


def look(store: EmbeddedStore) -> Expected:
    return Expected(state(store), answers(store))


@contextmanager
def folder_in_memory() -> Iterator[Path]:
    # Killing a process loses nothing that the system has taken over, on a disk or in memory, which is quicker.
    with TemporaryDirectory(dir=MEMORY if os.access(MEMORY, os.W_OK) else None) as name:
        yield Path(name)


@pytest.fixture
def folder() -> Iterator[Path]:
    with folder_in_memory() as made:
        yield made


@pytest.fixture(scope="module")
def expected() -> list[Expected]:
    with folder_in_memory() as unharmed, closing(new_store(unharmed)) as store:
        found = [look(store)]
        for step in range(STEPS):
            change(store, step)
            found.append(look(store))
    return found


@pytest.fixture(scope="module")
def processes() -> ForkServerContext:
    return prepared_processes()


def kill(processes: ForkServerContext, folder: Path, after: int, seconds: float) -> int:
    """Kill a working process some time after it acknowledged a change; returns the last that it acknowledged."""
    receive, send = processes.Pipe(duplex=False)
    child = processes.Process(target=work, args=(folder, send))
    child.start()
    send.close()
    while receive.recv() < after:
        pass
    time.sleep(seconds)
    child.kill()
    child.join()
    return max(after, *acknowledged(receive))


def acknowledged(receive: Connection) -> list[int]:
    """Everything that is acknowledged until the process ends."""
    found: list[int] = [-1]
    try:
        while True:
            found.append(receive.recv())
    except EOFError:
        return found


def check_database(folder: Path) -> None:
    with closing(sqlite3.connect(folder / FILE_NAME)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        for table in ("sentence_terms", "document_terms"):
            connection.execute(f"INSERT INTO {table} ({table}) VALUES ('integrity-check')")


def check_and_go_on(folder: Path, last: int, expected: list[Expected]) -> None:
    store = EmbeddedStore(folder, ENCODER.name, create=True)
    check_database(folder)
    found = look(store)
    # The change that was under way is there in full, or not at all.
    done = next((done for done in (last + 2, last + 1) if expected[min(done, STEPS)].stored == found.stored), None)
    assert done is not None, f"after change {last} the index holds {[document.id for document, _ in found.stored]}"
    assert found.answered == expected[min(done, STEPS)].answered
    for step in range(done, STEPS):
        change(store, step)
    assert look(store) == expected[STEPS]
    store.close()


@pytest.mark.parametrize(("after", "seconds"), KILLS)
def test_a_killed_ingest_keeps_what_was_acknowledged_and_goes_on(
    processes: ForkServerContext, folder: Path, expected: list[Expected], after: int, seconds: float
) -> None:
    last = kill(processes, folder, after, seconds)
    assert last >= after
    check_and_go_on(folder, last, expected)


@pytest.mark.parametrize("seconds", OPENING)
def test_an_index_that_was_killed_while_it_was_made_can_be_used(
    processes: ForkServerContext, folder: Path, expected: list[Expected], seconds: float
) -> None:
    last = kill(processes, folder, -1, seconds)
    check_and_go_on(folder, last, expected)


@pytest.mark.parametrize("deadly", ["fsync", "replace"])
def test_a_process_killed_while_it_writes_the_derived_file_leaves_no_harm(
    processes: ForkServerContext, folder: Path, expected: list[Expected], deadly: str
) -> None:
    receive, send = processes.Pipe(duplex=False)
    child = processes.Process(target=work, args=(folder, send, deadly))
    child.start()
    send.close()
    last = max(acknowledged(receive))
    child.join()
    assert child.exitcode == -signal.SIGKILL
    assert list(folder.glob("*.part"))
    check_and_go_on(folder, last, expected)
