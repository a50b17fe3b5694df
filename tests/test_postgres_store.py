"""Several processes share an index in PostgreSQL: nothing is half there, and what goes wrong says what to do."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext

import pytest
from nothing_found import NothingFound
from postgres import Server
from stores import ENCODER, encode, prepared_processes, state, story

from index.errors import EncoderMismatch, NewerStore, StoreBusy, StoreError, StoreMissing
from index.owners import EVERYONE
from index.sql.connection import Connection as SqlConnection
from index.sql.connection import transaction
from index.sql.migrations import set_version
from index.sql.place import PostgresSchema, connect
from index.store.finder import Findable
from index.store.protocol import Change, Filters
from index.store.session import Session
from index.store.table_store import TableStore

READERS = 4


def opened(
    url: str,
    encoder: str | None = ENCODER.name,
    *,
    create: bool = True,
    wait: float = 30,
    finder: NothingFound | None = None,
) -> TableStore:
    where = PostgresSchema(url, "coverage")
    return TableStore(Session(where, encoder, create=create, wait=wait), NothingFound() if finder is None else finder)


@pytest.fixture
def store(postgres_url: str) -> Iterator[TableStore]:
    with closing(opened(postgres_url)) as made:
        made.put([encode(story(number)) for number in range(3)])
        yield made


@pytest.fixture(scope="module")
def processes() -> ForkServerContext:
    return prepared_processes()


def one_line(error: pytest.ExceptionInfo[StoreError]) -> str:
    message = str(error.value)
    assert "\n" not in message
    return message


def test_where_there_is_no_index_the_command_that_makes_one_is_named_and_nothing_is_made(postgres_url: str) -> None:
    for _ in range(2):
        with pytest.raises(StoreMissing) as error:
            opened(postgres_url, create=False)
        assert "coverage-bot ingest SOURCE" in one_line(error)
        assert "postgresql://" in one_line(error)


def test_a_server_that_is_not_there_is_named_without_the_password() -> None:
    with pytest.raises(StoreError) as error:
        opened("postgresql://ada:swordfish@127.0.0.1:1/news", create=False)
    message = one_line(error)
    assert "postgresql://127.0.0.1:1/news" in message and "check that PostgreSQL runs there" in message
    assert "swordfish" not in message
    with pytest.raises(StoreError) as error:
        opened("postgresql://ada:sword%zzfish@127.0.0.1:1/news", create=False)
    assert "sword" not in one_line(error)


def test_a_newer_schema_and_another_encoder_are_refused(store: TableStore, postgres_url: str) -> None:
    with pytest.raises(EncoderMismatch) as error:
        opened(postgres_url, "another-model")
    assert "coverage-bot rebuild" in one_line(error)
    with closing(connect(PostgresSchema(postgres_url, "coverage"), 5)) as connection:
        set_version(connection, 99)
    with pytest.raises(NewerStore) as newer:
        opened(postgres_url)
    assert "pip install --upgrade coverage-bot" in one_line(newer)


def test_a_database_that_cannot_hold_every_text_is_refused(postgres: Server) -> None:
    name = postgres.new_database("LATIN1")
    with pytest.raises(StoreError) as error:
        opened(postgres.url(name))
    assert "createdb --encoding UTF8" in one_line(error)
    postgres.drop(name)


def test_an_article_that_postgresql_cannot_keep_to_the_character_is_refused(store: TableStore) -> None:
    with pytest.raises(StoreError) as error:
        store.put([encode(replace(story(8), text="A ferry\0sank."))])
    assert "stories.jsonl:8 holds the character U+0000" in one_line(error)
    assert list(store.ids()) == ["story-0", "story-1", "story-2"]


def test_long_addresses_names_and_texts_are_kept(store: TableStore) -> None:
    long = "".join(chr(0x4E00 + number * 7 % 20_000) for number in range(40_000))
    article = replace(story(8), url=f"https://post.example/{long[:1900]}", text=f"{long}. {long[::-1]}.", id=None)
    assert store.put([encode(article)]) == [Change.ADDED]
    assert store.put([encode(article)]) == [Change.UNCHANGED]
    document = store.document(str(store.id_of(article)))
    assert document is not None and document.text == article.text and document.url == article.url


def test_who_may_only_read_reads(store: TableStore, postgres_url: str) -> None:
    with closing(connect(PostgresSchema(postgres_url, "coverage"), 5)) as connection:
        connection.execute("DROP ROLE IF EXISTS reader")
        connection.execute("CREATE ROLE reader LOGIN")
        connection.execute("GRANT USAGE ON SCHEMA coverage TO reader")
        connection.execute("GRANT SELECT ON ALL TABLES IN SCHEMA coverage TO reader")
    with closing(opened(postgres_url.replace("postgres@", "reader@"), create=False)) as reading:
        assert state(reading) == state(store)
        with pytest.raises(StoreError, match="check that this user may write there"):
            reading.put([encode(story(9))])
        assert reading.coverage(Filters()).documents == 3


def test_many_open_an_empty_database_at_once(postgres_url: str) -> None:
    with ThreadPoolExecutor(READERS) as pool:
        stores = list(pool.map(lambda _: opened(postgres_url), range(READERS)))
    stores[0].put([encode(story(1))])
    for each in stores:
        assert list(each.ids()) == ["story-1"]
        each.close()


def test_threads_read_at_once_and_each_sees_one_state(store: TableStore) -> None:
    inside = threading.Barrier(READERS, timeout=30)
    written = threading.Event()

    def read(_: int) -> bool:
        with store.snapshot():
            before = state(store)
            inside.wait()  # all are in a snapshot of their own at this moment
            assert written.wait(30)
            return before == state(store)

    with ThreadPoolExecutor(READERS) as pool:
        reading = [pool.submit(read, number) for number in range(READERS - 1)]
        inside.wait()
        store.put([encode(story(1, version=5)), encode(story(7))])
        written.set()
        assert all(each.result() for each in reading)
    assert len(list(store.ids())) == 4


def test_who_waits_too_long_for_another_writer_is_told(store: TableStore, postgres_url: str) -> None:
    writing = connect(PostgresSchema(postgres_url, "coverage"), 5)
    with closing(writing), transaction(writing, write=True), closing(opened(postgres_url, wait=0.05)) as waiting:
        with pytest.raises(StoreBusy, match="being written by another coverage-bot"):
            waiting.put([encode(story(7))])
        assert waiting.coverage(Filters()).documents == 3, "reading does not wait"
    assert store.put([encode(story(7))]) == [Change.ADDED]


def numbers(store: TableStore) -> list[int]:
    return [row.number for each in store.ids(EVERYONE) for row in store.sentences_of(each, EVERYONE)]


def test_a_number_is_never_given_twice(store: TableStore) -> None:
    seen = numbers(store)
    store.remove(["story-2"])
    store.put([encode(story(2))])
    with pytest.raises(EncoderMismatch):
        store.put([encode(story(3)), replace(encode(story(4)), vectors=ENCODER.encode(["a"])[:, :32])])
    store.put([encode(story(3))])
    new = [row.number for name in ("story-2", "story-3") for row in store.sentences_of(name)]
    assert min(new) > max(seen)
    assert len(set(new)) == len(new)


def test_the_server_may_be_restarted_under_an_open_store(store: TableStore, postgres: Server) -> None:
    before = state(store)
    with pytest.raises(StoreError, match="check that PostgreSQL runs there"), store.snapshot():
        assert store.coverage(Filters()).documents == 3
        postgres.stop()
        postgres.start()
        with pytest.raises(StoreError):
            store.coverage(Filters())
        store.coverage(Filters())  # never from another state than what was read before
    assert state(store) == before
    postgres.stop()
    with pytest.raises(StoreError, match="check that PostgreSQL runs there"):
        store.put([encode(story(7))])
    postgres.start()
    assert store.put([encode(story(7))]) == [Change.ADDED]


class Stuck(NothingFound):
    """Comes to a document and no further."""

    def __init__(self, told: Connection) -> None:
        self._told = told

    def put(self, connection: SqlConnection, document: Findable) -> None:
        if document.article.id == "story-9":
            self._told.send("in the midst")
            threading.Event().wait()


def put_and_be_stuck(told: Connection, url: str) -> None:
    opened(url, finder=Stuck(told)).put([encode(story(0, version=4)), encode(story(8)), encode(story(9))])


def test_a_process_killed_in_the_midst_of_a_put_leaves_nothing_half_and_nobody_waiting(
    processes: ForkServerContext, store: TableStore, postgres_url: str
) -> None:
    before = state(store)
    here, there = processes.Pipe()
    child = processes.Process(target=put_and_be_stuck, args=(there, postgres_url), daemon=True)
    child.start()
    assert here.poll(60) and here.recv() == "in the midst"
    child.kill()
    child.join(60)
    assert child.exitcode == -signal.SIGKILL
    assert state(store) == before
    assert store.put([encode(story(9))]) == [Change.ADDED]


def put_many(told: Connection, url: str, first: int) -> None:
    with closing(opened(url)) as store:
        told.send("ready")
        told.recv()
        for number in range(first, first + 40, 2):
            store.put([encode(story(number)), encode(story(number + 1)), encode(story(0, version=number))])


def test_several_processes_write_at_once(processes: ForkServerContext, store: TableStore, postgres_url: str) -> None:
    pipes = [processes.Pipe() for _ in range(2)]
    children = [
        processes.Process(target=put_many, args=(there, postgres_url, 100 * (number + 1)), daemon=True)
        for number, (_, there) in enumerate(pipes)
    ]
    for child in children:
        child.start()
    for here, _ in pipes:
        assert here.poll(60) and here.recv() == "ready"
    for here, _ in pipes:
        here.send("go")
    while any(child.is_alive() for child in children):
        with store.snapshot():
            counted = store.coverage(Filters())
            assert counted.sentences == len(numbers(store)), "no put is seen in part"
            assert counted.documents % 2
        children[0].join(0.05)
    assert [child.exitcode for child in children] == [0, 0]
    assert len(list(store.ids())) == 3 + 2 * 40
    given = numbers(store)
    assert len(set(given)) == len(given)
    for name in store.ids():
        own = [row.number for row in store.sentences_of(name)]
        assert own == list(range(own[0], own[0] + len(own)))
    assert store.generation() == 1 + 2 * 20


def test_removed_words_are_read_by_nobody_and_a_rebuild_takes_them_out_of_the_files(
    store: TableStore, postgres: Server
) -> None:
    word = "Quetzallining"
    for version in range(2):
        store.put([encode(replace(story(9), text=f"The {word} went on for {version} days. {story(9).text}"))])
    assert postgres.files_with(word)
    store.remove(["story-9"])
    assert store.versions("story-9") == []
    store.rebuild()
    assert postgres.files_with(word) == []
    assert len(state(store)) == 3
