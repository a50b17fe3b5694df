"""The vector index by itself: exact and compressed rows find what comparing with everything finds."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import faiss
import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stores import ENCODER, encode, flip_bit, new_store, story

from index.document import Span
from index.store.embedded import EmbeddedStore
from index.store.protocol import EncodedArticle, Filters, Match
from index.store.rows import Halves, Numbers, places
from index.store.vector_file import FILE_NAME
from index.store.vectors import VectorIndex, begin

DIMENSION = 64
FEW, MANY = 1_000_000, 50  # rows up to which the search is exact: always here, and hardly ever
Floats = npt.NDArray[np.float32]


@cache
def some_vectors(size: int, seed: int = 0) -> Halves:
    """Unit vectors in loose bunches, as sentences about the same things are."""
    chance = np.random.default_rng(seed)
    middles = chance.standard_normal((20, DIMENSION))
    made = middles[chance.integers(0, 20, size)] + 0.7 * chance.standard_normal((size, DIMENSION))
    made /= np.linalg.norm(made, axis=1, keepdims=True)
    return made.astype(np.float16)


class Held:
    """An index with what a database would hold beside it."""

    def __init__(self, exact_until: int, expected: int = 0) -> None:
        self.vectors: dict[int, npt.NDArray[np.float16]] = {}
        self._everything: tuple[Numbers, Halves] | None = None
        self.index: VectorIndex = begin(
            DIMENSION, expected, exact_until, lambda many: some_vectors(many).astype(np.float32)
        )

    def put(self, numbers: Sequence[int], halves: Halves) -> None:
        self.vectors |= dict(zip(numbers, halves, strict=True))
        self._everything = None
        self.index.add(np.array(numbers), document_of(np.array(numbers)), halves)

    def remove(self, numbers: Sequence[int]) -> int:
        self._everything = None
        for number in numbers:
            self.vectors.pop(number, None)
        return self.index.discard(np.array(numbers, np.int64))

    def everything(self) -> tuple[Numbers, Halves]:
        if self._everything is None:
            numbers = sorted(self.vectors)
            rows = np.array([self.vectors[number] for number in numbers], np.float16).reshape(-1, DIMENSION)
            self._everything = np.array(numbers, np.int64), rows
        return self._everything

    def stored(self, numbers: Numbers) -> tuple[Numbers, Halves]:
        known, halves = self.everything()
        rows = places(known, numbers)
        return known[rows], halves[rows]

    def search(self, query: Floats, limit: int, documents: Numbers | None = None) -> list[Match]:
        passing = None if documents is None else self.index.passing(documents)
        return self.index.search(query[None, :], limit, passing, self.stored)[0]

    def compared(self, query: Floats, limit: int, documents: Numbers | None = None) -> list[Match]:
        """The same by comparing with everything."""
        numbers, halves = self.everything()
        if documents is not None:
            passing = np.isin(document_of(numbers), documents)
            numbers, halves = numbers[passing], halves[passing]
        scores = halves.astype(np.float32) @ query
        return [Match(int(numbers[row]), float(scores[row])) for row in np.argsort(-scores, kind="stable")[:limit]]


def document_of(numbers: Numbers) -> Numbers:
    return numbers // 7 + 1


def recall(found: Sequence[Match], expected: Sequence[Match]) -> float:
    best = {match.number for match in expected}
    return len(best & {match.number for match in found}) / len(best) if best else 1.0


def right(found: Sequence[Match], held: Held, query: Floats) -> bool:
    """Whether scores are those of the stored vectors, best first."""
    scores = [match.score for match in found]
    true = [float(held.vectors[match.number].astype(np.float32) @ query) for match in found]
    return scores == sorted(scores, reverse=True) and np.allclose(scores, true, atol=1e-5)


@pytest.fixture(scope="module", params=[FEW, MANY], ids=["exact", "compressed"])
def filled(request: pytest.FixtureRequest) -> Held:
    held = Held(request.param, 4000)
    for begin_at in range(0, 4000, 700):
        numbers = range(begin_at + 1, min(begin_at + 700, 4000) + 1)
        held.put(numbers, some_vectors(4000)[begin_at : begin_at + len(numbers)])
    held.remove(range(5, 4000, 11))
    assert held.index.compressed == (request.param == MANY)
    return held


def test_what_is_found_is_what_comparing_with_everything_finds(filled: Held) -> None:
    queries = some_vectors(40, seed=1).astype(np.float32)
    found = [(filled.search(query, 50), filled.compared(query, 50), query) for query in queries]
    assert np.mean([recall(some, best) for some, best, _ in found]) > 0.97
    assert all(len(some) == 50 and right(some, filled, query) for some, _, query in found)


@settings(deadline=None, max_examples=25)
@given(
    documents=st.sets(st.integers(0, 600), max_size=30) | st.sets(st.integers(0, 600), min_size=100),
    limit=st.integers(1, 300),
    seed=st.integers(0, 39),
)
def test_with_a_filter_the_nearest_of_what_passes_are_found(
    filled: Held, documents: set[int], limit: int, seed: int
) -> None:
    query = some_vectors(40, seed=2)[seed].astype(np.float32)
    wanted = np.array(sorted(documents), np.int64)
    found, expected = filled.search(query, limit, wanted), filled.compared(query, limit, wanted)
    assert len(found) == len(expected)
    assert right(found, filled, query)
    assert recall(found, expected) > (0.9 if filled.index.compressed and len(expected) == limit else 0.999)


def test_questions_searched_together_find_what_each_finds_alone(filled: Held) -> None:
    queries = some_vectors(64, seed=3).astype(np.float32)
    together = filled.index.search(queries, 20, None, filled.stored)
    for query, found in zip(queries, together, strict=True):
        alone = filled.search(query, 20)
        assert [match.number for match in alone] == [match.number for match in found]
    assert filled.index.search(queries[:0], 20, None, filled.stored) == []


STEPS = st.lists(
    st.tuples(st.just("add"), st.integers(1, 40)) | st.tuples(st.just("remove"), st.integers(0, 60)), max_size=12
)


@settings(deadline=None, max_examples=25)
@given(steps=STEPS, exact_until=st.sampled_from([FEW, MANY, 0]))
def test_adding_and_removing_in_any_order_leaves_what_is_there(steps: list[tuple[str, int]], exact_until: int) -> None:
    held, last = Held(exact_until), 0
    for what, number in steps:
        if what == "add":
            held.put(range(last + 1, last + number + 1), some_vectors(500)[last : last + number])
            last += number
        else:
            gone = [each for each in range(number, number + 9) if each in held.vectors]
            assert held.remove(range(number, number + 9)) == len(gone)
    query = some_vectors(1, seed=4)[0].astype(np.float32)
    assert len(held.index) == len(held.vectors)
    # All are found where there are no more than candidates.
    assert [match.number for match in held.search(query, 500)] == [match.number for match in held.compared(query, 500)]


def test_the_switch_is_made_once_there_are_more_rows_than_can_be_compared_at_once() -> None:
    held = Held(300)
    held.put(range(1, 301), some_vectors(400)[:300])
    assert not held.index.compressed
    held.put(range(301, 401), some_vectors(400)[300:])
    assert held.index.compressed
    held.remove(range(1, 200))
    assert not held.index.worn or len(held.index) < 300
    held.remove(range(200, 300))
    assert held.index.worn, "so few can be compared exactly again, once they are read from the database"


# The same in a store, with its database and its file.

ARTICLES = tuple(story(number) for number in range(40))
QUERY = "The mayor said the ferry closed"


def small(folder: Path, exact_until: int = MANY) -> EmbeddedStore:
    return EmbeddedStore(folder, ENCODER.name, create=True, exact_until=exact_until)


def nearest(store: EmbeddedStore, filters: Filters | None = None, limit: int = 30) -> list[tuple[int, float]]:
    matches = store.nearest(ENCODER.encode([QUERY])[0], limit, filters or Filters())
    return [(match.number, round(match.score, 4)) for match in matches]


@pytest.fixture
def exact(tmp_path: Path) -> Iterator[EmbeddedStore]:
    with closing(new_store(tmp_path / "exact", *ARTICLES)) as store:
        yield store


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with closing(small(tmp_path / "compressed")) as store:
        store.put([encode(article) for article in ARTICLES])
        store.flush()
    return tmp_path / "compressed"


FILTERS = (
    Filters(),
    Filters(outlets=frozenset({"Harbour Post"})),
    Filters(since=datetime(2020, 1, 20, tzinfo=UTC)),
    Filters(documents=frozenset({"story-7"})),
    Filters(outlets=frozenset({"Nobody's Gazette"})),
)


def test_a_store_with_compressed_vectors_finds_what_an_exact_one_finds(exact: EmbeddedStore, folder: Path) -> None:
    with closing(small(folder)) as store:
        for filters in FILTERS:
            scores = [score for _, score in nearest(store, filters)]
            assert scores == [score for _, score in nearest(exact, filters)]


@pytest.mark.parametrize("harm", ["missing", "truncated", "flipped", "of another kind"])
def test_a_compressed_file_that_is_harmed_changes_no_answer(folder: Path, harm: str) -> None:
    with closing(small(folder)) as store:
        expected = [nearest(store, filters) for filters in FILTERS]
    file = folder / FILE_NAME
    if harm == "missing":
        file.unlink()
    elif harm == "truncated":
        file.write_bytes(file.read_bytes()[:-100])
    elif harm == "flipped":
        flip_bit(file, 8 * (file.stat().st_size - 500))
    else:
        file.write_bytes(b"coverage-vectors 1\n" + file.read_bytes()[19:])
    with closing(small(folder)) as store:
        assert [nearest(store, filters) for filters in FILTERS] == expected


def test_replaced_and_removed_sentences_are_found_no_more_before_and_after_opening_again(
    exact: EmbeddedStore, folder: Path
) -> None:
    with closing(small(folder)) as store:
        nearest(store)
        for each in (store, exact):
            each.put([encode(story(3, version=2)), encode(story(50))])
            each.remove(["story-5"])
            each.withdraw(["story-6"])
        expected = [score for _, score in nearest(exact)]
        assert [score for _, score in nearest(store)] == expected
    with closing(small(folder)) as store:
        assert [score for _, score in nearest(store)] == expected
        assert store.rebuild() == store.coverage(Filters()).sentences
        assert [score for _, score in nearest(store)] == expected


def kind(folder: Path) -> str:
    """Which kind of index is in the file."""
    return str(json.loads((folder / FILE_NAME).read_bytes().split(b"\n")[2])["kind"])


def test_an_index_that_shrinks_is_exact_again_and_one_that_grows_is_compressed(folder: Path) -> None:
    with closing(small(folder, exact_until=100)) as store:
        assert kind(folder) == "compressed"
        store.remove([f"story-{number}" for number in range(5, 40)])
        assert kind(folder) == "exact"
        store.put([encode(article) for article in ARTICLES])
        assert len(nearest(store)) == 30
        store.flush()
        assert kind(folder) == "compressed"


def long_article(number: int) -> EncodedArticle:
    """An article of 80 sentences, no copy of another."""
    sentences = [f"Mayor {number}x{n} met the ferry {n}y{number} in {number}z{n}." for n in range(80)]
    starts = [sum(len(each) + 1 for each in sentences[:n]) for n in range(80)]
    spans = [Span(start, start + len(each)) for start, each in zip(starts, sentences, strict=True)]
    return encode(replace(story(number), text=" ".join(sentences)), spans)


def test_little_news_is_read_from_the_database_and_much_is_written_to_the_file(tmp_path: Path) -> None:
    with closing(small(tmp_path)) as store:
        store.put([long_article(number) for number in range(30)])
        store.flush()
        before = (tmp_path / FILE_NAME).stat().st_ino
        store.put([long_article(30)])
        store.flush()
        assert (tmp_path / FILE_NAME).stat().st_ino == before
        expected = nearest(store)
    with closing(small(tmp_path)) as store:
        assert nearest(store) == expected
        store.put([long_article(number) for number in range(31, 34)])
        store.flush()
        assert (tmp_path / FILE_NAME).stat().st_ino != before
        assert len(nearest(store, Filters(documents=frozenset({"story-33"})), 100)) == 80


def test_another_process_takes_over_a_file_that_is_less_behind(folder: Path) -> None:
    with closing(small(folder)) as reader, closing(small(folder)) as writer:
        nearest(reader)
        writer.put([encode(story(number)) for number in range(100, 160)])
        writer.flush()
        assert nearest(reader) == nearest(writer)
        writer.remove(["story-101"])
        assert nearest(reader) == nearest(writer)


def test_no_code_of_a_removed_sentence_stays_in_the_file() -> None:
    held = Held(MANY, 100)
    held.put(range(1, 101), some_vectors(100))

    def code(row: int) -> int:
        index = faiss.deserialize_index(held.index.contents(erased=True).arrays[-1])
        packer = index.get_CodePacker()
        blocks = faiss.rev_swig_ptr(index.invlists.get_codes(0), 4 * packer.block_size).reshape(4, -1)
        return int(packer.unpack_1(blocks, row).sum())

    kept = code(6)
    assert code(5) > 0
    held.remove([6])
    assert (code(5), code(6)) == (0, kept)
    query = some_vectors(1, seed=4)[0].astype(np.float32)
    held.put(range(101, 140), some_vectors(139)[100:])
    found, best = held.search(query, 5), held.compared(query, 5)
    assert [match.number for match in found] == [match.number for match in best]
