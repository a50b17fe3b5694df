"""How often the verdict on a quotation is right: `python -m tests.benchmarks.check`.

The labelled quotations of `tests/check/` against the news set in an index of its own. One row a kind with how many are
right in each part, then how long checks, comparisons and timelines take; with `--sentences N`, in an index of about N
sentences, those beyond the news set from 50 more outlets.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import islice
from pathlib import Path

TESTS = Path(__file__).parent.parent
sys.path[:0] = [str(TESTS), str(TESTS.parent)]

from encoders import HashedEncoder  # noqa: E402  # the tests' own modules are found by the line above

from index.answerer import Answerer  # noqa: E402
from index.check import Check, check_quotation  # noqa: E402
from index.compare import compare  # noqa: E402
from index.document import Document  # noqa: E402
from index.errors import SourceError  # noqa: E402
from index.ingest.article import Article  # noqa: E402
from index.ingest.ingestor import Ingestor  # noqa: E402
from index.ingest.sources import read_sources  # noqa: E402
from index.question import ask  # noqa: E402
from index.reader import packaged_reader  # noqa: E402
from index.split import split  # noqa: E402
from index.store.embedded import EmbeddedStore  # noqa: E402
from index.store.protocol import Filters  # noqa: E402
from index.timeline import timeline  # noqa: E402

CASES = TESTS / "check" / "cases.jsonl"
NEWS = TESTS / "news" / "articles.jsonl"
Case = dict[str, str | None]


def cases() -> list[Case]:
    """The labelled quotations."""
    return [json.loads(line) for line in CASES.read_text("utf-8").splitlines()]


def articles(sentences: int = 0) -> Iterator[Article]:
    """The news set, and articles of its paragraphs with shuffled words until there are about so many sentences."""
    read = [each for each in read_sources([str(NEWS)], sys.stdin.buffer) if not isinstance(each, SourceError)]
    yield from read
    blocks = [block for each in read for block in each.text.split("\n\n")]
    chance, number = random.Random(1), 0
    have = sum(map(_sentences, read)) if sentences else 0
    while have < sentences:
        some = [blocks[(number * 31 + step * 17) % len(blocks)] for step in range(8)]
        text = "\n\n".join(" ".join(chance.sample(words := block.split(), len(words))) for block in some)
        made = replace(read[0], id=f"more-{number}", url=None, text=text, outlet=f"Outlet {number % 50}")
        have += _sentences(made)
        yield made
        number += 1


def _sentences(article: Article) -> int:
    return len(split(Document(article.source, article.title, article.text)))


def filled(folder: Path, sentences: int = 0) -> EmbeddedStore:
    """An index of the articles; its vectors are quick ones, for a check looks at none."""
    encoder = HashedEncoder()
    store = EmbeddedStore(folder, encoder.name, create=True)
    for outcome in Ingestor(store, encoder, split).ingest(articles(sentences)):
        assert not isinstance(outcome, SourceError), outcome
    return store


def outcomes(store: EmbeddedStore) -> list[tuple[Case, Check]]:
    """Every case with what the check says."""
    return [(case, check_quotation(store, str(case["text"]), case["who"])) for case in cases()]


def table(found: Sequence[tuple[Case, Check]]) -> Iterator[str]:
    """The figures, one line a kind."""
    kinds = dict.fromkeys(str(case["kind"]) for case, _ in found)
    yield f"{'kind':14} {'verdict':14} {'develop':>9} {'measure':>9}"
    for kind in [*kinds, "all"]:
        counted: Counter[tuple[str, bool]] = Counter()
        for case, check in found:
            if kind in (case["kind"], "all"):
                counted[str(case["part"]), check.verdict.value == case["verdict"]] += 1
        verdict = next((str(case["verdict"]) for case, _ in found if case["kind"] == kind), "")
        cells = [
            f"{counted[part, True]}/{counted[part, True] + counted[part, False]}" for part in ("develop", "measure")
        ]
        yield f"{kind:14} {verdict:14} {cells[0]:>9} {cells[1]:>9}"


def timed(name: str, jobs: Sequence[Callable[[], object]]) -> str:
    """How long jobs take, on the clock and of this process's own time: the other is that of a busy machine."""
    spent: list[tuple[float, float]] = []
    for job in jobs:
        began = time.perf_counter(), time.process_time()
        job()
        spent.append(((time.perf_counter() - began[0]) * 1000, (time.process_time() - began[1]) * 1000))
    clock, own = zip(*spent, strict=True)
    return (
        f"{name:9} median {statistics.median(clock):5.0f} ms, longest {max(clock):5.0f} ms; "
        f"own time median {statistics.median(own):5.0f} ms, longest {max(own):5.0f} ms"
    )


def main() -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sentences", type=int, default=0)
    parser.add_argument("--wrong", choices=("develop", "measure"), help="show what was wrong in this part")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        store = filled(Path(folder), chosen.sentences)
        found = outcomes(store)
        print("\n".join(table(found)))
        for case, check in found:
            if case["part"] == chosen.wrong and check.verdict.value != case["verdict"]:
                score = check.citations[0].score if check.citations else 0
                print(
                    f"{case['id']}: {check.verdict.value} {score:.2f} {check.speaker} / {check.asked_speaker}: "
                    f"{case['text']}"
                )
        answerer = Answerer(store, HashedEncoder(), packaged_reader())
        topics = [ask(each.title) for each in islice(articles(), 0, 160, 8)]
        print(f"{store.coverage(Filters()).sentences:,} sentences, {len(store.outlets())} outlets")
        print(timed("check", [partial(check_quotation, store, str(case["text"]), case["who"]) for case in cases()]))
        print(timed("compare", [partial(compare, answerer, topic) for topic in topics]))
        print(timed("timeline", [partial(timeline, answerer, topic) for topic in topics]))
        store.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
