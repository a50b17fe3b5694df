"""A batch is encoded while the one before it is stored, and nothing that a person could see is different for it."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from encoders import HashedEncoder
from hypothesis import given, settings
from hypothesis import strategies as st
from stores import ENCODER, new_store, state, story

from index.document import Document, Span
from index.errors import ModelError, SourceError
from index.ingest.article import Article
from index.ingest.ingestor import Ingested, Ingestor
from index.quotations.quotation import Quotation
from index.split import split
from index.store.embedded import EmbeddedStore

BATCH = 8  # sentences: two stories
WAIT = 30.0


class Watched(HashedEncoder):
    """Remembers in which threads it worked, and fails when it is told to."""

    def __init__(self, fails_at: int | None = None) -> None:
        self.threads: list[threading.Thread] = []
        self._fails_at = fails_at

    def encode(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        self.threads.append(threading.current_thread())
        if len(self.threads) == self._fails_at:
            raise ModelError("the model broke")
        return super().encode(texts)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[EmbeddedStore]:
    with closing(new_store(tmp_path / "index")) as opened:
        yield opened


def ingestor(store: EmbeddedStore, encoder: HashedEncoder, ahead: int = 1) -> Ingestor:
    return Ingestor(store, encoder, split, ahead=ahead, batch_sentences=BATCH)


def assert_nothing_is_left() -> None:
    assert [each.name for each in threading.enumerate() if each.name.startswith("encoding")] == []
    assert sys.getswitchinterval() == pytest.approx(0.005)


def test_the_next_batch_is_encoded_while_quotations_are_found_in_the_one_before(store: EmbeddedStore) -> None:
    begun = [threading.Event() for _ in range(3)]
    encoding = iter(begun)

    class Telling(HashedEncoder):
        def encode(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
            next(encoding).set()
            return super().encode(texts)

    looking = iter(begun[1:])

    def find(documents: Sequence[Document], sentences: Sequence[Sequence[Span]]) -> list[tuple[Quotation, ...]]:
        following = next(looking, None)
        assert following is None or following.wait(WAIT)
        return [() for _ in documents]

    working = Ingestor(store, Telling(), split, find, batch_sentences=BATCH)
    assert len(list(working.ingest(story(number) for number in range(6)))) == 6
    assert_nothing_is_left()


def test_what_fits_into_one_batch_starts_no_thread(store: EmbeddedStore) -> None:
    encoder = Watched()
    list(ingestor(store, encoder).ingest([story(1)]))
    assert encoder.threads == [threading.current_thread()]


def test_who_wants_nothing_beside_gets_no_thread(store: EmbeddedStore) -> None:
    encoder = Watched()
    list(ingestor(store, encoder, ahead=0).ingest(story(number) for number in range(9)))
    assert set(encoder.threads) == {threading.current_thread()}


def test_outcomes_come_in_order_and_only_when_their_articles_would_survive(
    store: EmbeddedStore, tmp_path: Path
) -> None:
    bad = SourceError("bad.txt", "is empty")
    articles = [bad if number % 5 == 3 else story(number) for number in range(40)]
    reported: list[str] = []
    with closing(EmbeddedStore(tmp_path / "index", ENCODER.name)) as other:
        for outcome in ingestor(store, Watched()).ingest(articles):
            reported.append(outcome.source)
            if isinstance(outcome, Ingested):
                assert other.document(f"story-{outcome.source.partition(':')[2]}") is not None
    assert reported == [each.source for each in articles]
    assert_nothing_is_left()


def test_no_more_is_read_ahead_than_two_batches(store: EmbeddedStore) -> None:
    read = 0

    def articles() -> Iterator[Article]:
        nonlocal read
        for read in range(1, 60):
            yield story(read)

    for done, _ in enumerate(ingestor(store, Watched()).ingest(articles()), 1):
        assert read - done <= 4


def test_whoever_stops_early_leaves_no_thread_and_what_was_reported_is_stored(store: EmbeddedStore) -> None:
    outcomes = ingestor(store, Watched()).ingest(story(number) for number in range(40))
    first = next(outcomes)
    outcomes.close()  # type: ignore[attr-defined]  # a generator
    assert first.source == "stories.jsonl:0"
    assert list(store.ids())[0] == "story-0"
    assert_nothing_is_left()


def test_an_encoder_that_breaks_in_the_middle_is_reported_behind_what_was_stored(store: EmbeddedStore) -> None:
    reported: list[str] = []
    with pytest.raises(ModelError, match="the model broke"):
        for outcome in ingestor(store, Watched(fails_at=3)).ingest(story(number) for number in range(40)):
            reported.append(outcome.source)
    assert reported == [f"stories.jsonl:{number}" for number in range(4)]
    assert list(store.ids()) == [f"story-{number}" for number in range(4)]
    assert_nothing_is_left()


def test_a_source_that_breaks_in_the_middle_leaves_no_thread(store: EmbeddedStore) -> None:
    def articles() -> Iterator[Article]:
        for number in range(10):
            yield story(number)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        list(ingestor(store, Watched()).ingest(articles()))
    assert_nothing_is_left()


def version(number: int, of: int, named_by: str) -> Article:
    article = story(number, of)
    return replace(article, id=None) if named_by == "url" else replace(article, url=None)


VERSIONS = st.lists(
    st.builds(version, st.integers(0, 3), st.integers(0, 2), st.sampled_from(["id", "url"])), max_size=12
)


@settings(deadline=None, max_examples=15)
@given(articles=VERSIONS)
def test_an_index_is_the_same_with_and_without_working_ahead(
    tmp_path_factory: pytest.TempPathFactory, articles: list[Article]
) -> None:
    folder = tmp_path_factory.mktemp("ahead")
    with closing(new_store(folder / "ahead")) as ahead, closing(new_store(folder / "single")) as single:
        assert list(ingestor(ahead, ENCODER).ingest(articles)) == list(ingestor(single, ENCODER, 0).ingest(articles))
        assert state(ahead) == state(single)
