"""What is Milvus' own in a store: it follows the tables, whoever is killed, and no text is part of an expression."""

from __future__ import annotations

import os
import re
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from multiprocessing.context import ForkServerContext
from pathlib import Path

import numpy as np
import pytest
from command_line import coverage_bot
from hypothesis import given, settings
from hypothesis import strategies as st
from stores import (
    ENCODER,
    QUESTIONS,
    answers,
    encode,
    milvus_database,
    milvus_port,
    nearest_texts,
    new_store,
    prepared_processes,
    story,
)

from index.errors import EncoderMismatch, StoreError, StoreMissing, StoreUnreachable
from index.ingest.article import Article
from index.sql.place import SqliteFile
from index.store.address import MilvusServer
from index.store.database import FILE_NAME
from index.store.milvus import collections
from index.store.milvus.collections import Entity, as_stems, as_text, expression, stems_of
from index.store.milvus.finder import MilvusFinder
from index.store.milvus.schema import schema
from index.store.milvus.store import MilvusStore
from index.store.protocol import Filters
from index.store.table_store import TableStore
from index.terms import terms


def milvus(folder: Path, *articles: Article) -> TableStore:
    return new_store(folder, *articles, kind="milvus")


def opened(folder: Path, address: MilvusServer | None = None, encoder: str | None = ENCODER.name) -> MilvusStore:
    return MilvusStore(address or milvus_database(folder), SqliteFile(folder / FILE_NAME), encoder)


@pytest.fixture(scope="module")
def processes() -> ForkServerContext:
    return prepared_processes()


def told(store: TableStore) -> list[object]:
    """What is answered; of sentences that are equally good, any may be the last ones."""
    found: list[object] = []
    for answer in answers(store):
        scored = sorted((-round(each.score, 5), each.text) for each in answer.citations)
        last = scored[-1][0]
        found.append((answer.answered, answer.searched, len(scored), last, [each for each in scored if each[0] < last]))
    return found


def test_both_stores_answer_alike(tmp_path: Path) -> None:
    articles = [story(number) for number in range(9)]  # of which each search may return all sentences
    with (
        closing(new_store(tmp_path / "embedded", *articles)) as embedded,
        closing(milvus(tmp_path / "milvus")) as store,
    ):
        store.put([encode(article) for article in articles])
        assert told(store) == told(embedded)
        for question in QUESTIONS:
            words, filters = terms(question), Filters(outlets=frozenset({"Harbour Post"}))
            found = [{each.number for each in one.lexical(words, 100, filters)} for one in (store, embedded)]
            assert found[0] == found[1]
            assert store.document_frequency(words) == embedded.document_frequency(words)


def put_and_die(folder: Path, address: MilvusServer, moment: str) -> None:
    """Store an article, and be killed before, while or after Milvus is told."""

    def die(*_: object) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    store = MilvusStore(address, SqliteFile(folder / FILE_NAME), ENCODER.name)
    tell = MilvusFinder._tell
    if moment == "before":
        MilvusFinder._tell = die  # type: ignore[method-assign,assignment]
    elif moment == "while":
        collections.Collections.discard = die  # type: ignore[method-assign,assignment]
    else:

        def told(*arguments: object) -> None:
            tell(*arguments)  # type: ignore[arg-type]
            die()

        MilvusFinder._tell = told  # type: ignore[method-assign,assignment]
    store.put([encode(story(1, version=7)), encode(story(5))])


@pytest.mark.parametrize("moment", ["before", "while", "after"])
@pytest.mark.parametrize("next_one", ["opens", "writes"])
def test_what_a_killed_process_left_untold_is_told_by_whoever_comes_next(
    processes: ForkServerContext, tmp_path: Path, moment: str, next_one: str
) -> None:
    store = milvus(tmp_path, story(1), story(2))
    child = processes.Process(target=put_and_die, args=(tmp_path, milvus_database(tmp_path), moment))
    child.start()
    child.join(60)
    assert child.exitcode == -signal.SIGKILL
    if next_one == "opens":
        store.close()
        store = opened(tmp_path)
    else:
        store.put([encode(story(9))])
    found = nearest_texts(store, "We lost million said Ada Quist", 50)
    assert any("7.1 million" in text for text in found) and any("0.5 million" in text for text in found)
    assert not any("0.1 million" in text for text in found)
    assert len(store._finder) == store.coverage(Filters()).sentences, "nothing is left of the version before"
    store.close()


def test_two_indexes_never_share_a_database(tmp_path: Path) -> None:
    milvus(tmp_path / "one", story(1)).close()
    with pytest.raises(StoreError, match="whose tables are elsewhere.*COVERAGE_DATABASE") as refused:
        MilvusStore(milvus_database(tmp_path / "one"), SqliteFile(tmp_path / "other" / FILE_NAME), None, create=True)
    assert "\n" not in str(refused.value)


def test_an_index_that_is_not_there_is_missed_in_words_that_name_both_places(tmp_path: Path) -> None:
    with pytest.raises(StoreMissing, match=r"milvus://127.0.0.1:\d+/db_\w+ with its tables in .*COVERAGE_DATABASE"):
        opened(tmp_path)
    milvus(tmp_path, story(1)).close()
    with pytest.raises(StoreMissing, match="no database for milvus://"):
        opened(tmp_path, MilvusServer("127.0.0.1", milvus_database(tmp_path).port, "nowhere"))
    with pytest.raises(EncoderMismatch, match="rebuild --index milvus://"):
        opened(tmp_path, encoder="another")


class LocalServer:
    """Milvus Lite on a port of its own, to be stopped and started again."""

    def __init__(self, folder: Path) -> None:
        self._folder, self.port = folder, 0
        self.start()

    def start(self) -> None:
        from milvus_lite.adapter.grpc.server import start_server_in_thread

        self._server, self._database, self.port = start_server_in_thread(
            data_dir=str(self._folder), host="127.0.0.1", port=self.port
        )

    def stop(self) -> None:
        self._server.stop(grace=0).wait()
        self._database.close()


def test_without_the_extra_a_line_says_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    milvus_port()  # the server that listens needs it
    monkeypatch.setitem(sys.modules, "pymilvus", None)
    with pytest.raises(StoreError, match=re.escape("pip install 'coverage-bot[milvus]'")) as said:
        milvus(tmp_path)
    assert "\n" not in str(said.value)


def test_without_the_driver_of_postgresql_a_line_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "index.sql.postgres", raising=False)
    monkeypatch.setitem(sys.modules, "psycopg", None)
    named = {"COVERAGE_DATABASE": "postgresql://ada:secret@db.example/news"}
    ran = coverage_bot("status", "--index", "milvus://127.0.0.1:1/news", environment=named)
    assert (ran.status, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert "pip install 'coverage-bot[milvus]'" in ran.err and "secret" not in ran.err


@pytest.fixture
def server(tmp_path: Path) -> Iterator[LocalServer]:
    running = LocalServer(tmp_path / "server")
    yield running
    running.stop()


def soon(open_it: Callable[[], MilvusStore]) -> MilvusStore:
    """What is opened once the connection is tried again, a second after the last try at most."""
    until = time.monotonic() + 20
    while True:
        try:
            return open_it()
        except StoreUnreachable:
            assert time.monotonic() < until
            time.sleep(0.1)


def test_while_milvus_is_away_nothing_is_lost_and_a_line_says_so(
    tmp_path: Path, server: LocalServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = MilvusServer("127.0.0.1", server.port)
    store = MilvusStore(address, SqliteFile(tmp_path / FILE_NAME), ENCODER.name, create=True)
    store.put([encode(story(1))])
    server.stop()
    for module in ("server", "collections"):
        monkeypatch.setattr(f"index.store.milvus.{module}.SECONDS", 2.0)
    for change in (lambda: store.put([encode(story(2))]), lambda: nearest_texts(store, "mayor")):
        with pytest.raises(StoreUnreachable, match="no Milvus answers at milvus://") as said:
            change()
        assert "\n" not in str(said.value)
    assert store.unchanged(story(2)), "it is in the tables"
    store.close()
    with pytest.raises(StoreUnreachable):
        opened(tmp_path, address)
    monkeypatch.undo()
    server.start()
    with closing(soon(lambda: opened(tmp_path, address))) as again:
        found = str(sorted(nearest_texts(again, "lost", 50)))
        assert re.findall(r"\d\.\d million", found) == ["0.1 million", "0.2 million"]
        assert len(again._finder) == again.coverage(Filters()).sentences == 8


def test_a_rebuild_fills_milvus_again_from_the_tables_alone(tmp_path: Path) -> None:
    with closing(milvus(tmp_path, *(story(number) for number in range(4)))) as store:
        store.withdraw(["story-3"])
        before = told(store)
        store._finder._collections.drop()  # type: ignore[attr-defined]
        assert nearest_texts(store, "mayor") == []
        assert store.rebuild() == store.coverage(Filters()).sentences
        assert told(store) == before


NAMES = st.text(st.characters(codec="utf-8"), min_size=1, max_size=12) | st.sampled_from(
    ['"', "'", "\\", '\\"', 'x" or number > 0 or outlet == "', "{x}", "%", "Ελλάδα", "🦊", "a\x00b", "in [1]"]
)


@given(names=st.frozensets(NAMES, max_size=4), documents=st.lists(st.integers(1, 2**62), max_size=3))
def test_no_name_is_ever_part_of_an_expression(names: frozenset[str], documents: list[int]) -> None:
    made = expression(Filters(outlets=names, documents=frozenset(map(str, documents))), documents)
    assert re.fullmatch(r"(?:outlet in \[[\d, ]+\])?(?: and )?(?:document in \[[\d, ]+\])?", made)


@settings(deadline=None, max_examples=8)
@given(st.lists(NAMES, min_size=2, max_size=4, unique=True))
def test_a_filter_lets_through_the_outlets_of_those_very_names(
    tmp_path_factory: pytest.TempPathFactory, names: list[str]
) -> None:
    names = [name.replace("\x00", "0") for name in names]
    store = _named(tmp_path_factory)
    for number, name in enumerate(names):
        store.put([encode(Article("s", "Title", f"Words of number {number}.", id=str(number), outlet=name))])
    for number, name in enumerate(names):
        found = nearest_texts(store, "words", 20, Filters(outlets=frozenset({name})))
        assert f"Words of number {number}." in found
        assert len(found) == names.count(name)
    store.remove(list(store.ids()))


_STORES: list[TableStore] = []


def _named(factory: pytest.TempPathFactory) -> TableStore:
    if not _STORES:
        _STORES.append(milvus(factory.mktemp("named")))
    return _STORES[0]


@given(st.text(max_size=60), st.text(max_size=200))
def test_milvus_splits_a_text_into_the_very_stems_that_it_was_made_of(title: str, sentence: str) -> None:
    from milvus_lite.analyzer.standard import StandardAnalyzer

    stems = list(stems_of(title, sentence))
    text = as_text(stems)
    assert as_stems(text) == stems
    assert text.split() == [stem.replace(".", "_") for stem in stems], "at spaces, as a Milvus server does"
    assert StandardAnalyzer().tokenize(text) == [stem.replace(".", "_") for stem in stems], "and as Milvus Lite does"


def test_a_sentence_without_an_end_is_cut_at_a_word_where_milvus_has_no_room_for_more() -> None:
    text = as_text(["größe"] * 20_000)
    assert 65_000 < len(text.encode()) <= 65_535
    assert set(text.split()) == {"größe"}


def test_a_server_gets_half_precision_and_splits_at_white_space_only() -> None:
    from pymilvus import DataType
    from pymilvus.client.prepare import Prepare

    made = schema(8, lite=False).to_dict()
    fields = {field["name"]: field for field in made["fields"]}
    assert fields["vector"]["type"] == DataType.FLOAT16_VECTOR
    assert "whitespace" in str(fields["text"]["params"]["analyzer_params"])
    assert fields["outlet"]["is_partition_key"]
    entity = Entity(3, 1, "Post", 1.5, ("two", "stems"), np.arange(8, dtype=np.float16))
    assert entity.vector.nbytes == 16
    assert Prepare.create_collection_request("x", schema(8, lite=False)).collection_name == "x"
