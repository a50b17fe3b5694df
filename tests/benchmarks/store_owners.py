"""How long searching takes with and without articles of owners and withdrawn ones.

Run with: python tests/benchmarks/store_owners.py [SENTENCES]
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

sys.path.insert(0, str(Path(__file__).parent.parent))

from stores import TOWNS, TRADES, story

from index.document import Span
from index.ingest.article import Article
from index.owners import SHARED, Owners, seen_by
from index.store.embedded import EmbeddedStore
from index.store.protocol import EncodedArticle, Filters
from index.terms import terms

DIMENSION = 384  # of the packaged model
SENTENCES = 25  # in an article
TIMES = 60


def encoded(number: int, owner: str | None, random: np.random.Generator) -> EncodedArticle:
    """An article of made-up sentences with vectors at random."""
    lines = [
        f"The {TRADES[(number + n) % 8]} in {TOWNS[n % 8]} met mayor {number}{n} on day {n}." for n in range(SENTENCES)
    ]
    starts = [sum(len(line) + 1 for line in lines[:n]) for n in range(SENTENCES)]
    spans = tuple(Span(start, start + len(line)) for start, line in zip(starts, lines, strict=True))
    vectors: npt.NDArray[np.float32] = random.standard_normal((SENTENCES, DIMENSION)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    article: Article = replace(story(number), id=f"story-{number}", text=" ".join(lines), owner=owner)
    return EncodedArticle(article, spans, vectors)


def milliseconds(work: Callable[[], object]) -> str:
    """The median and the 95th percentile."""
    work()
    times = []
    for _ in range(TIMES):
        began = time.perf_counter()
        work()
        times.append((time.perf_counter() - began) * 1000)
    return f"{statistics.median(times):6.2f} {statistics.quantiles(times, n=20)[-1]:6.2f}"


def measure(store: EmbeddedStore, name: str, owners: Owners) -> None:
    """Print what one question costs the store."""
    random = np.random.default_rng(7)
    vector = random.standard_normal(DIMENSION).astype(np.float32)
    vector /= np.linalg.norm(vector)
    words, filters = terms("what did the mayor say about the ferry in Selby?"), Filters(owners=owners)
    print(
        f"{name:<44} nearest {milliseconds(lambda: store.nearest(vector, 40, filters))}"
        f"  lexical {milliseconds(lambda: store.lexical(words, 40, filters))}"
        f"  counts {milliseconds(lambda: store.coverage(filters))}",
        flush=True,
    )


def main(sentences: int) -> None:
    """Fill a store, and measure it as it grows by what a person may not see."""
    random = np.random.default_rng(3)
    articles = sentences // SENTENCES
    with tempfile.TemporaryDirectory() as folder:
        store = EmbeddedStore(Path(folder), "random", create=True)
        for begin in range(0, articles, 200):
            store.put([encoded(number, None, random) for number in range(begin, min(begin + 200, articles))])
        print(f"{store.coverage(Filters()).sentences:,} shared sentences; milliseconds: median, 95th percentile")
        measure(store, "only shared articles", SHARED)
        store.withdraw([f"story-{number}" for number in range(0, articles, 50)])
        measure(store, "1 in 50 withdrawn", SHARED)
        for owner in range(10):
            store.put([encoded(number, f"guild:{owner}", random) for number in range(articles // 50)])
        measure(store, "and 10 owners with 1 in 50 each: shared", SHARED)
        measure(store, "the same: shared and one's own", seen_by("guild:3"))
        measure(store, "the same: one's own alone", seen_by("guild:3", shared=False))
        store.close()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 50_000)
