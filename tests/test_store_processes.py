"""One index, several processes and threads: one writes, all others answer, and nobody needs to open it again."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import closing, contextmanager
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext
from pathlib import Path

import pytest
from stores import (
    ENCODER,
    QUESTIONS,
    answerer,
    answers,
    encode,
    ingest,
    nearest_texts,
    new_store,
    prepared_processes,
    story,
)

from index.errors import EncoderMismatch, StoreBusy
from index.question import ask
from index.store.database import FILE_NAME
from index.store.embedded import EmbeddedStore
from index.store.protocol import Filters


@pytest.fixture(scope="module")
def processes() -> ForkServerContext:
    return prepared_processes()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[EmbeddedStore]:
    opened = new_store(tmp_path, *(story(number) for number in range(8)))
    yield opened
    opened.close()


def change(folder: Path, what: str, number: int, version: int) -> None:
    """What another process does."""
    with closing(EmbeddedStore(folder, ENCODER.name)) as store:
        if what == "put":
            ingest(store, story(number, version))
        elif what == "put without the derived file":
            store.put([encode(story(number, version))])
        elif what == "remove":
            store.remove([f"story-{number}"])
        else:
            every = [(each.number, -each.vector) for name in store.ids() for each in store.sentences_of(name)]
            store.replace_vectors("another-encoder", (([n], vector[None, :]) for n, vector in every))


def elsewhere(processes: ForkServerContext, *arguments: object) -> None:
    child = processes.Process(target=change, args=arguments, daemon=True)
    child.start()
    child.join(60)
    assert child.exitcode == 0


@contextmanager
def told_to_stop(processes: ForkServerContext, target: Callable[..., None], *arguments: object) -> Iterator[Connection]:
    """Another process, told to stop when the block ends; lends its end of a pipe."""
    here, there = processes.Pipe()
    child = processes.Process(target=target, args=(there, *arguments), daemon=True)
    child.start()
    try:
        yield here
    finally:
        here.send("enough")
        child.join(60)
    assert child.exitcode == 0


@pytest.mark.parametrize("put", ["put", "put without the derived file"])
def test_what_another_process_stores_replaces_and_removes_is_seen_without_opening_again(
    processes: ForkServerContext, tmp_path: Path, store: EmbeddedStore, put: str
) -> None:
    question = "what did the ferry in Harrowgate lose?"
    steps = [(put, 70, 0), (put, 0, 5), ("remove", 70, 0), (put, 1, 3), (put, 71, 0), ("remove", 0, 0)]
    answers(store)
    for what, number, version in steps:
        elsewhere(processes, tmp_path, what, number, version)
        with closing(EmbeddedStore(tmp_path, ENCODER.name)) as fresh:
            assert answers(store, question, *QUESTIONS) == answers(fresh, question, *QUESTIONS)
        found = nearest_texts(store, f"We lost {version}.{number} million", 200)
        said = f"“We lost {version}.{number} million,” said Ada Quist{number}, who called it a mistake."
        assert (said in found) == (what != "remove")
        assert store.coverage(Filters()).sentences == len(found)


def write_on_and_on(told: Connection, folder: Path) -> None:
    with closing(EmbeddedStore(folder, ENCODER.name)) as store:
        told.send("writing")
        for number in range(10**6):
            ingest(store, story(number % 8, version=number), story(100 + number))
            if number % 4 == 3:
                store.remove([f"story-{100 + number}"])
            if told.poll():
                return


def test_answers_are_whole_while_another_process_writes_without_a_pause(
    processes: ForkServerContext, tmp_path: Path, store: EmbeddedStore
) -> None:
    asking = answerer(store)
    seen = set()
    with told_to_stop(processes, write_on_and_on, tmp_path) as here:
        assert here.recv() == "writing"
        until = time.monotonic() + 2
        while time.monotonic() < until:
            for question in QUESTIONS:
                answer = asking.answer(ask(question, limit=10))
                assert answer.citations
                seen.add(answer.searched.documents)
                for citation in answer.citations:
                    assert citation.document.text[citation.start : citation.end] == citation.text
    assert len(seen) > 1, "the other process wrote"
    with closing(EmbeddedStore(tmp_path, ENCODER.name)) as fresh:
        assert answers(store) == answers(fresh)


@contextmanager
def another_writer(processes: ForkServerContext, folder: Path, seconds: float) -> Iterator[None]:
    """Another process is writing: until the block ends, or for some seconds."""
    with told_to_stop(processes, hold_the_lock, folder, seconds) as here:
        assert here.recv() == "writing"
        yield


def hold_the_lock(told: Connection, folder: Path, seconds: float) -> None:
    with closing(sqlite3.connect(folder / FILE_NAME, isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        told.send("writing")
        told.poll(seconds)
        connection.execute("ROLLBACK")


def test_a_second_writer_waits_for_the_first(
    processes: ForkServerContext, tmp_path: Path, store: EmbeddedStore
) -> None:
    with another_writer(processes, tmp_path, seconds=0.4):
        began = time.monotonic()
        store.put([encode(story(50))])
        assert time.monotonic() - began > 0.3
    assert store.document("story-50") is not None


def test_a_second_writer_that_waits_in_vain_is_told_so_in_one_line(
    processes: ForkServerContext, tmp_path: Path, store: EmbeddedStore
) -> None:
    with (
        another_writer(processes, tmp_path, seconds=30),
        closing(EmbeddedStore(tmp_path, ENCODER.name, wait=0.2)) as impatient,
    ):
        for attempt in (lambda: impatient.put([encode(story(50))]), lambda: impatient.remove(["story-1"])):
            with pytest.raises(StoreBusy) as error:
                attempt()
            assert "being written by another coverage-bot; try again" in str(error.value)
            assert "\n" not in str(error.value)
        assert list(impatient.ids()) == [f"story-{number}" for number in range(8)]
    assert store.remove(["story-1"]) == ["story-1"]


def test_readers_open_the_index_and_answer_while_somebody_writes(
    processes: ForkServerContext, tmp_path: Path, store: EmbeddedStore
) -> None:
    expected = answers(store)
    with another_writer(processes, tmp_path, seconds=60):
        began = time.monotonic()
        with closing(EmbeddedStore(tmp_path, ENCODER.name)) as reader:
            assert answers(reader) == expected
        assert answers(store) == expected
        assert time.monotonic() - began < 30, "they did not wait for the lock"


def test_a_reader_whose_index_is_encoded_again_elsewhere_says_so_and_never_answers_wrongly(
    processes: ForkServerContext, tmp_path: Path, store: EmbeddedStore
) -> None:
    answers(store)
    elsewhere(processes, tmp_path, "encode again", 0, 0)
    with pytest.raises(EncoderMismatch) as error:
        answers(store)
    assert "another-encoder" in str(error.value)
    with pytest.raises(EncoderMismatch):
        store.put([encode(story(60))])


def make_and_put(folder: Path, number: int) -> None:
    with closing(EmbeddedStore(folder, ENCODER.name, create=True)) as store:
        ingest(store, story(number))


def test_processes_that_make_the_same_index_at_once_all_succeed(processes: ForkServerContext, tmp_path: Path) -> None:
    for attempt in range(3):
        folder = tmp_path / str(attempt)
        makers = [processes.Process(target=make_and_put, args=(folder, number), daemon=True) for number in range(6)]
        for maker in makers:
            maker.start()
        for maker in makers:
            maker.join(60)
        assert [maker.exitcode for maker in makers] == [0] * 6
        with closing(EmbeddedStore(folder, ENCODER.name)) as store:
            assert sorted(store.ids()) == [f"story-{number}" for number in range(6)]
            assert len(nearest_texts(store, "mayor", 500)) == store.coverage(Filters()).sentences


def test_threads_share_an_answerer_while_another_store_ingests(tmp_path: Path, store: EmbeddedStore) -> None:
    asking = answerer(store)
    done = threading.Event()

    def write() -> None:
        with closing(EmbeddedStore(tmp_path, ENCODER.name)) as other:
            for number in range(10**6):
                ingest(other, story(number % 8, version=number), story(100 + number % 50))
                if done.is_set():
                    return

    def read(place: int) -> int:
        for turn in range(25):
            answer = asking.answer(ask(QUESTIONS[(place + turn) % len(QUESTIONS)], limit=10))
            assert answer.citations
            assert all(c.document.text[c.start : c.end] == c.text for c in answer.citations)
        return answer.searched.documents

    with ThreadPoolExecutor(9) as pool:
        writing = pool.submit(write)
        reading = [pool.submit(read, place) for place in range(8)]
        wait(reading)
        done.set()
        writing.result()
    counts = [future.result() for future in reading]
    assert max(counts) > 8
    with closing(EmbeddedStore(tmp_path, ENCODER.name)) as fresh:
        assert answers(store) == answers(fresh)


def test_one_state_is_read_in_a_snapshot_whoever_writes(tmp_path: Path, store: EmbeddedStore) -> None:
    with store.snapshot():
        before = store.coverage(Filters())
        with closing(EmbeddedStore(tmp_path, ENCODER.name)) as other:
            ingest(other, story(90), story(0, version=4))
        assert store.coverage(Filters()) == before
        document = store.document("story-0")
        assert document is not None
        assert "0.0 million" in document.text
        assert not [text for text in nearest_texts(store, "We lost 4.0 million", 100) if "4.0" in text]
    assert store.coverage(Filters()).documents == before.documents + 1
    assert [text for text in nearest_texts(store, "We lost 4.0 million", 100) if "4.0" in text]
