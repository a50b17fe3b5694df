"""An index moves: everything goes with it, nothing is encoded again, and a kill costs nothing but time."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from multiprocessing.context import ForkServerContext
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from command_line import coverage_bot
from stores import ENCODER, encode, milvus_database, new_store, prepared_processes, story
from test_owners import quoting

from index.feeds.subscriptions import Subscriptions
from index.owners import EVERYONE, SHARED, seen_by
from index.sql.connection import Connection, Row
from index.sql.place import SqliteFile, Tables
from index.store import moving
from index.store.database import FILE_NAME
from index.store.embedded import EmbeddedStore
from index.store.milvus.store import MilvusStore
from index.store.protocol import Filters
from index.store.table_store import TableStore
from index.terms import terms

GUILD = "guild:1"
PLACES = ("FROM", "TO")


def fill(store: TableStore) -> TableStore:
    """Documents of all kinds: replaced, withdrawn, removed, owned, copied, quoted."""
    store.put([quoting(story(number)) for number in range(6)])
    for number in range(6, 12):
        store.put([quoting(story(number))])
    store.put([encode(story(3, version=1)), encode(replace(story(20), owner=GUILD))])
    store.put([encode(replace(story(4), id="copy", url="https://x.example/copy", outlet="Valley Courier"))])
    store.remove(["story-5"])
    store.withdraw(["story-6"])
    return store


def told(store: TableStore) -> list[Any]:
    """All that can be read of an index."""
    found: list[Any] = [store.encoder, store.generation(), store.census(), store.quotation_counts()]
    for each in sorted([*store.ids(EVERYONE), "story-6"]):
        rows = store.sentences_of(each, EVERYONE)
        spans = [(row.number, row.sentence, row.vector.tobytes()) for row in rows]
        numbers = [row.number for row in rows]
        found.append((store.versions(each, EVERYONE), store.document(each, EVERYONE), spans))
        found.append((store.times(numbers, EVERYONE), store.story(each, Filters(owners=EVERYONE))))
    for owners in (SHARED, seen_by(GUILD), EVERYONE):
        filters, words = Filters(owners=owners), terms("The mayor of Selby lost a million, a mistake")
        vector = ENCODER.encode(["the mayor called it a mistake"])[0]
        found.append({match.number for match in store.nearest(vector, 500, filters)})
        found.append({match.number for match in store.lexical(words, 500, filters)})
        found.append((store.document_frequency(words, owners), store.vocabulary("m", 1, 40, owners)))
        found.append((store.speakers(filters), store.outlets(owners), store.stories(filters)))
    return found


def milvus(folder: Path, *, create: bool = False) -> MilvusStore:
    return MilvusStore(milvus_database(folder), SqliteFile(folder / FILE_NAME), None, create=create)


@pytest.fixture(scope="module")
def processes() -> ForkServerContext:
    return prepared_processes()


@pytest.fixture(scope="module")
def original() -> Iterator[EmbeddedStore]:
    with TemporaryDirectory() as name, closing(fill(new_store(Path(name)))) as store:
        yield store  # type: ignore[misc]


def test_there_and_back_again_everything_is_as_it_was(tmp_path: Path, original: EmbeddedStore) -> None:
    steps: list[int] = []
    with closing(milvus(tmp_path / "milvus", create=True)) as there:
        there.receive(original, PLACES, lambda: steps.append(1))
        assert len(steps) == 13, "twelve documents and a withdrawn one"
        assert told(there) == told(original)
        with closing(EmbeddedStore(tmp_path / "back", None, create=True)) as back:
            back.receive(there, PLACES, lambda: None)
            assert told(back) == told(original)
            assert back.put([encode(story(40))])[0].value == "added"
            assert back.generation() == original.generation() + 1, "watches go on where they were"


def test_to_postgresql_and_on_to_a_folder(tmp_path: Path, original: EmbeddedStore, postgres_url: str) -> None:
    tables = Tables(tmp_path, postgres_url)
    with closing(MilvusStore(milvus_database(tmp_path), tables.database("coverage"), None, create=True)) as there:
        there.receive(original, PLACES, lambda: None)
        assert told(there) == told(original)
        there.put([encode(story(50)), encode(replace(story(51), owner="guild:2"))])
        with closing(EmbeddedStore(tmp_path / "back", None, create=True)) as back:
            back.receive(there, PLACES, lambda: None)
            assert told(back) == told(there)


def move(source: Path, target: Path, to_milvus: bool, after: int) -> None:
    """Move, and be killed when a number of statements that change the target have been executed."""
    insert, left = moving.insert, [after]

    def deadly(connection: Connection, table: str, rows: Sequence[Row]) -> None:
        left[0] -= 1
        if left[0] < 0:
            os.kill(os.getpid(), signal.SIGKILL)
        insert(connection, table, rows)

    moving.insert = deadly
    moving.DOCUMENTS = 3
    store = EmbeddedStore(source, None)
    into = milvus(target, create=True) if to_milvus else EmbeddedStore(target, None, create=True)
    into.receive(store, PLACES, lambda: None)


@pytest.mark.parametrize("after", [0, 1, 8, 13, 30, 44])
@pytest.mark.parametrize("to_milvus", [False, True])
def test_a_killed_move_goes_on(
    processes: ForkServerContext, tmp_path: Path, original: EmbeddedStore, after: int, to_milvus: bool
) -> None:
    source = tmp_path / "from"
    with closing(EmbeddedStore(source, None, create=True)) as copied:
        copied.receive(original, PLACES, lambda: None)
    target = tmp_path / "to"
    address = milvus_database(target)
    child = processes.Process(target=_moving, args=(source, target, to_milvus, after, address.port))
    child.start()
    child.join(60)
    assert child.exitcode == -signal.SIGKILL
    with (
        closing(EmbeddedStore(source, None)) as store,
        closing(milvus(target, create=True) if to_milvus else EmbeddedStore(target, None, create=True)) as into,
    ):
        into.receive(store, PLACES, lambda: None)
        assert told(into) == told(original)


def _moving(source: Path, target: Path, to_milvus: bool, after: int, port: int) -> None:
    import stores

    stores.milvus_port = lambda: port  # type: ignore[assignment]
    move(source, target, to_milvus, after)


def test_a_place_with_other_articles_is_refused_in_one_line(tmp_path: Path) -> None:
    new_store(tmp_path / "from", story(1)).close()
    new_store(tmp_path / "to", story(2)).close()
    ran = coverage_bot("migrate", tmp_path / "from", tmp_path / "to")
    assert (ran.status, ran.out) == (2, "")
    assert "there are other articles in" in ran.err and ran.err.count("\n") == 1
    same = coverage_bot("migrate", tmp_path / "from", tmp_path / "from")
    assert same.status == 2 and "have the same tables" in same.err
    none = coverage_bot("migrate", tmp_path / "nowhere", tmp_path / "new")
    assert none.status == 2 and "there is no index" in none.err


def test_what_was_begun_from_another_state_is_not_continued(tmp_path: Path, original: EmbeddedStore) -> None:
    with (
        closing(EmbeddedStore(tmp_path / "from", None, create=True)) as source,
        closing(EmbeddedStore(tmp_path / "to", None, create=True)) as target,
    ):
        source.receive(original, PLACES, lambda: None)

        def stop() -> None:
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            target.receive(source, PLACES, stop)
        assert target.incomplete and not source.incomplete
        asked = coverage_bot("status", "--index", tmp_path / "to")
        assert asked.status == 2 and "only a part of an index has been moved" in asked.err
        source.put([encode(story(90))])
        with pytest.raises(Exception, match="has a part of what was in FROM before it changed"):
            target.receive(source, PLACES, lambda: None)


def test_feeds_and_settings_move_along(tmp_path: Path) -> None:
    new_store(tmp_path / "from", story(1)).close()
    with closing(Subscriptions(Tables(tmp_path / "from").database("feeds"))) as subscriptions:
        subscriptions.add("https://post.example/feed.xml", every=60, now=0)
    address = milvus_database(tmp_path)
    there = f"milvus://127.0.0.1:{address.port}/{address.database}"
    environment = {"XDG_DATA_HOME": str(tmp_path)}
    moved = coverage_bot("migrate", tmp_path / "from", there, environment=environment)
    assert (moved.status, moved.out) == (0, f"moved 1 article to {there}\n"), moved.err
    listed = coverage_bot("feed", "list", "--index", there, environment=environment)
    assert "https://post.example/feed.xml" in listed.out
    again = coverage_bot("migrate", there, tmp_path / "back", environment=environment)
    assert again.status == 0
    assert "https://post.example/feed.xml" in coverage_bot("feed", "list", "--index", tmp_path / "back").out
    status = coverage_bot("status", "--index", there, environment=environment)
    assert f"index      {there} (Milvus)" in status.out and "tables     " in status.out
