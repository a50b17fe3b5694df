"""What the benchmarks measure with: vectors made once, and the parts of an answer's time."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from encoders import HashedEncoder
from stores import QUESTIONS, ingest, story
from worlds import OverlapReader

from index.answerer import Answerer
from index.store.embedded import EmbeddedStore
from tests.benchmarks.growth_report import report
from tests.benchmarks.prepared_vectors import Prepared, PreparedEncoder, unprepared
from tests.benchmarks.timed_parts import (
    SPLIT,
    Clock,
    Split,
    TimedEncoder,
    TimedReader,
    TimedStore,
    parted,
    timed_answer,
)

TEXTS = ("The ferry closed.", "The bakery opened.", "Nobody was hurt.")


class Counting(HashedEncoder):
    """Notes what it is asked to encode."""

    def __init__(self) -> None:
        self.encoded: list[str] = []

    def encode(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        self.encoded += texts
        return super().encode(texts)


def test_prepared_vectors_are_looked_up_and_only_other_texts_are_encoded(tmp_path: Path) -> None:
    inner = Counting()
    Prepared(tmp_path, inner.dimension).add(TEXTS, HashedEncoder().encode(TEXTS))
    asked = ["Who was hurt?", *reversed(TEXTS), "Who was hurt?"]
    found = PreparedEncoder(tmp_path, inner).encode(asked)
    np.testing.assert_allclose(found, HashedEncoder().encode(asked), atol=1e-3)
    np.testing.assert_allclose(np.linalg.norm(found, axis=1), 1, atol=1e-6)
    assert inner.encoded == ["Who was hurt?", "Who was hurt?"]


@pytest.mark.parametrize("lost", [1, 8, 11])
def test_vectors_go_on_after_a_kill_with_the_sentences_that_are_missing(tmp_path: Path, lost: int) -> None:
    Prepared(tmp_path, 64).add(TEXTS, HashedEncoder().encode(TEXTS))
    hashes = tmp_path / "hashes.u64"
    hashes.write_bytes(hashes.read_bytes()[:-lost])
    prepared = Prepared(tmp_path, 64)
    kept = 2 if lost <= 8 else 1
    assert len(prepared) == len(prepared.vectors()) == kept
    missing = list(unprepared([*TEXTS, *TEXTS], prepared.hashes()))
    assert missing == list(TEXTS[kept:])
    prepared.add(missing, HashedEncoder().encode(missing))
    np.testing.assert_allclose(prepared.vectors(), HashedEncoder().encode(TEXTS), atol=1e-3)


def test_the_parts_of_an_answers_time_make_up_the_whole(tmp_path: Path) -> None:
    clock, split = Clock(), Split()
    store = EmbeddedStore(tmp_path, HashedEncoder.name, create=True)
    ingest(store, *map(story, range(12)))
    reader = TimedReader(OverlapReader(), clock)
    asking = Answerer(TimedStore(store, clock), TimedEncoder(HashedEncoder(), clock), reader)
    for question in QUESTIONS:
        assert timed_answer(asking, clock, question, split).citations
    assert set(split.parts) == set(SPLIT)
    assert [sum(each) for each in zip(*split.parts.values(), strict=True)] == pytest.approx(split.whole)
    assert all(min(split.parts[name]) > 0 for name in SPLIT)
    store.close()


def test_what_the_search_did_before_the_question_was_encoded_is_understanding() -> None:
    calls = [("lexical", 0.0, 1.0), ("encode", 2.0, 3.0), ("vector", 3.0, 5.0), ("lexical", 5.5, 6.0), ("read", 7, 9)]
    parts = {"understand": 2, "encode": 1, "vector": 2, "lexical": 0.5, "candidates": 1.5, "read": 2, "cite": 1}
    assert parted(calls, 0.0, 10.0) == pytest.approx(parts)


def test_tables_are_made_of_what_is_known_so_far() -> None:
    filled = {"rate": 512.4, "whole_way": False, "disk": 3_000_000, "machine": "two cores", "load": 0.5}
    printed = report({"one": {"answer": {}}, "10000": {"fill": filled}, "1000": {}})
    assert printed.index("| 1,000 |") < printed.index("| 10,000 | 512 * |") and "two cores" in printed
