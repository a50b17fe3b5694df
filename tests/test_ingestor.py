"""Articles go in once, in order, in batches, and are only reported when they are stored for good."""

from __future__ import annotations

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

from index.errors import ModelError, SourceError, StoreError
from index.ingest.article import Article
from index.ingest.ingestor import Ingested, Ingestor
from index.split import split
from index.store.embedded import EmbeddedStore
from index.store.protocol import Change


class CountingEncoder(HashedEncoder):
    """Remembers what it was asked to encode."""

    def __init__(self) -> None:
        self.calls: list[list[str]] = []

    def encode(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        self.calls.append(list(texts))
        return super().encode(texts)


class BrokenEncoder(HashedEncoder):
    def encode(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        raise ModelError("the embedding model cannot be loaded; set COVERAGE_ENCODER")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[EmbeddedStore]:
    with closing(new_store(tmp_path / "index")) as opened:
        yield opened


@pytest.fixture
def encoder() -> CountingEncoder:
    return CountingEncoder()


def run(store: EmbeddedStore, encoder: HashedEncoder, *articles: Article | SourceError) -> list[str]:
    """What is reported for each article, in the order in which it is reported."""
    return [shown(outcome) for outcome in Ingestor(store, encoder, split).ingest(articles)]


def shown(outcome: Ingested | SourceError) -> str:
    if isinstance(outcome, SourceError):
        return str(outcome)
    return f"{outcome.source} {outcome.change.value} {outcome.sentences}"


def test_a_new_article_is_reported_with_how_many_of_its_sentences_can_be_cited(
    store: EmbeddedStore, encoder: CountingEncoder
) -> None:
    assert run(store, encoder, story(1)) == ["stories.jsonl:1 added 4"]
    assert [each.sentence.text for each in store.sentences_of("story-1")] == encoder.calls[0]


def test_the_same_article_again_is_not_encoded_again(store: EmbeddedStore, encoder: CountingEncoder) -> None:
    run(store, encoder, story(1), story(2))
    encoder.calls.clear()
    assert run(store, encoder, story(1), story(2)) == ["stories.jsonl:1 unchanged 0", "stories.jsonl:2 unchanged 0"]
    assert encoder.calls == []


def test_an_article_twice_in_one_go_is_stored_once(store: EmbeddedStore, encoder: CountingEncoder) -> None:
    assert run(store, encoder, story(1), story(1)) == ["stories.jsonl:1 added 4", "stories.jsonl:1 unchanged 0"]


def test_what_cannot_be_read_passes_through_in_its_place(store: EmbeddedStore, encoder: CountingEncoder) -> None:
    run(store, encoder, story(2))
    bad = SourceError("bad.txt", "is empty")
    reported = run(store, encoder, bad, story(1), bad, story(2), story(3), bad)
    assert reported == [
        "bad.txt: is empty",
        "stories.jsonl:1 added 4",
        "bad.txt: is empty",
        "stories.jsonl:2 unchanged 0",
        "stories.jsonl:3 added 4",
        "bad.txt: is empty",
    ]


def test_an_article_without_a_sentence_is_an_error_with_its_name_and_nothing_is_stored(
    store: EmbeddedStore, encoder: CountingEncoder
) -> None:
    empty = replace(story(4), text=" \n ", source="empty.txt")
    reported = run(store, encoder, story(1), empty, story(2))
    assert reported[1].startswith("empty.txt: no sentence in it")
    assert sorted(store.ids()) == ["story-1", "story-2"]


def test_many_articles_are_encoded_together_and_no_batch_grows_without_end(
    store: EmbeddedStore, encoder: CountingEncoder
) -> None:
    run(store, encoder, *(story(number) for number in range(300)))
    sizes = [len(call) for call in encoder.calls]
    assert sum(sizes) == 1_200
    assert len(sizes) == 3
    assert max(sizes) < 600


def test_an_outcome_is_only_reported_when_its_article_would_survive(
    store: EmbeddedStore, tmp_path: Path, encoder: CountingEncoder
) -> None:
    with closing(EmbeddedStore(tmp_path / "index", ENCODER.name)) as other:
        for outcome in Ingestor(store, encoder, split).ingest(story(number) for number in range(200)):
            assert isinstance(outcome, Ingested)
            number = outcome.source.partition(":")[2]
            assert other.document(f"story-{number}") is not None


def test_errors_do_not_pile_up_behind_an_article_that_waits_for_its_batch(
    store: EmbeddedStore, encoder: CountingEncoder
) -> None:
    read = 0

    def endless() -> Iterator[Article | SourceError]:
        nonlocal read
        yield story(1)
        while True:
            read += 1
            yield SourceError(f"{read}.txt", "is empty")

    outcomes = Ingestor(store, encoder, split).ingest(endless())
    assert shown(next(outcomes)) == "stories.jsonl:1 added 4"
    assert read < 1_000


def test_of_two_versions_in_one_go_the_last_one_wins(store: EmbeddedStore, encoder: CountingEncoder) -> None:
    reported = run(store, encoder, story(1), story(2), story(1, version=5))
    assert reported == ["stories.jsonl:1 added 4", "stories.jsonl:2 added 4", "stories.jsonl:1 replaced 4"]
    document = store.document("story-1")
    assert document is not None
    assert document.text == story(1, version=5).text


def test_an_article_that_goes_back_to_its_stored_version_in_one_go_ends_as_that(
    store: EmbeddedStore, encoder: CountingEncoder
) -> None:
    run(store, encoder, story(1))
    run(store, encoder, story(1, version=5), story(1))
    document = store.document("story-1")
    assert document is not None
    assert document.text == story(1).text


def version(number: int, of: int, named_by: str) -> Article:
    article = story(number, of)
    return replace(article, id=None) if named_by == "url" else replace(article, url=None)


VERSIONS = st.lists(
    st.builds(version, st.integers(0, 2), st.integers(0, 2), st.sampled_from(["id", "url"])), max_size=8
)


@settings(deadline=None, max_examples=15)
@given(articles=VERSIONS)
def test_articles_together_end_as_articles_one_by_one(
    tmp_path_factory: pytest.TempPathFactory, articles: list[Article]
) -> None:
    folder = tmp_path_factory.mktemp("versions")
    with closing(new_store(folder / "together")) as together, closing(new_store(folder / "single")) as single:
        changes = run(together, ENCODER, *articles)
        assert changes == [shown for article in articles for shown in run(single, ENCODER, article)]
        assert state(together) == state(single)


def test_a_broken_model_stores_nothing_and_says_so(store: EmbeddedStore) -> None:
    with pytest.raises(ModelError):
        run(store, BrokenEncoder(), story(1))
    assert list(store.ids()) == []


def test_a_store_that_fails_in_the_middle_keeps_what_was_reported(
    store: EmbeddedStore, encoder: CountingEncoder
) -> None:
    outcomes = Ingestor(store, encoder, split).ingest(story(number) for number in range(300))
    reported = [next(outcomes) for _ in range(150)]
    stored = list(store.ids())
    store.close()
    with pytest.raises(StoreError):
        list(outcomes)
    assert {f"story-{shown(each).split()[0].partition(':')[2]}" for each in reported} <= set(stored)


def test_the_splitter_sees_the_article_and_offsets_are_its_own(store: EmbeddedStore, encoder: CountingEncoder) -> None:
    text = "Headline\n\nPhoto: AP\n\n🚀 It was “a mistake.” Nobody asked."
    run(store, encoder, Article("file.txt", "Headline", text, whole_source=True))
    ((document, sentences),) = state(store)
    assert document.text == text
    assert [text[start:end] for start, end, _, _ in sentences] == [said for _, _, said, _ in sentences]
    assert "Photo: AP" not in [said for _, _, said, _ in sentences]


def test_changes_are_named_as_the_command_line_shows_them() -> None:
    assert [change.value for change in Change] == ["added", "replaced", "unchanged"]
