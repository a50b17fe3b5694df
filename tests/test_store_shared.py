"""One index in PostgreSQL and Milvus, which processes on several machines would share: here, processes of this one."""

from __future__ import annotations

from contextlib import closing, suppress
from multiprocessing.synchronize import Event
from pathlib import Path

from stores import ENCODER, answerer, encode, milvus_database, nearest_texts, prepared_processes, story

from index.errors import CitationError
from index.question import ask
from index.sql.place import Tables
from index.store.address import MilvusServer
from index.store.milvus.store import MilvusStore
from index.store.protocol import Filters

EACH = 8  # articles of each that writes


def opened(address: MilvusServer, url: str, *, create: bool = False) -> MilvusStore:
    return MilvusStore(address, Tables(Path("unused"), url).database("coverage"), ENCODER.name, create=create)


def write(address: MilvusServer, url: str, first: int) -> None:
    """Store articles, one by one, each found as soon as it is stored; then another version of one, and one goes."""
    with closing(opened(address, url, create=True)) as store:
        for number in range(first, first + EACH):
            store.put([encode(story(number))])
            assert any(f"Ada Quist{number}," in text for text in nearest_texts(store, story(number).text, 40))
        store.put([encode(story(first, version=3))])
        store.remove([f"story-{first + 1}"])


def read(address: MilvusServer, url: str, done: Event) -> None:
    """Ask all the time; whatever is cited is checked, and what was there once is there again."""
    with closing(opened(address, url)) as store:
        answering, most = answerer(store), 0
        last = False
        while not last:
            last = done.is_set()
            answer = answering.answer(ask("who called it a mistake?", limit=10))
            with suppress(CitationError):  # what has changed since is not shown
                answering.check(answer)
            assert answer.citations
            documents = store.coverage(Filters()).documents
            assert documents >= most - 2
            most = max(most, documents)
        assert most >= EACH


def test_bots_read_while_ingesters_write(tmp_path: Path, postgres_url: str) -> None:
    processes, address = prepared_processes(), milvus_database(tmp_path)
    with closing(opened(address, postgres_url, create=True)) as store:
        store.put([encode(story(0))])
        done = processes.Event()
        readers = [processes.Process(target=read, args=(address, postgres_url, done)) for _ in range(2)]
        writers = [processes.Process(target=write, args=(address, postgres_url, first)) for first in (100, 200)]
        for each in (*readers, *writers):
            each.start()
        for each in writers:
            each.join(120)
        done.set()
        for each in readers:
            each.join(60)
        assert [each.exitcode for each in (*readers, *writers)] == [0] * 4
        left = {0, *(first + number for first in (100, 200) for number in range(EACH) if number != 1)}
        assert set(store.ids()) == {f"story-{number}" for number in left}
        assert len(store._finder) == store.coverage(Filters()).sentences
        found = nearest_texts(store, "We lost million said Ada Quist", 500)
        assert sum("3.100 million" in text or "3.200 million" in text for text in found) == 2
        assert not any("0.101 million" in text for text in found)
