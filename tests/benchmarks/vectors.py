"""Ways to keep vectors in memory: what they find, how long that takes, and how much memory they need.

Run with: python -m tests.benchmarks.vectors --vectors FILE.npy --questions FILE.npy
          [--sizes 50000,1000000] [--asked 300] [--threads 1] [--others]

Both files hold unit vectors, float16. With more sizes than there are vectors, mixtures of two of them with some noise
are added; recall of such a size says less than that of the real ones. Times are of one thread: the median and the 95th
percentile by the clock, and the mean of processor time, which other programs disturb less. --others measures what
FAISS has beside what the store uses.
"""

from __future__ import annotations

import argparse
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import faiss
import numpy as np
import numpy.typing as npt

from index.store import stored_vectors, vector_file
from index.store.rows import Halves, Passing
from index.store.vector_file import Derivation
from index.store.vectors import VectorIndex, begin, read

Floats = npt.NDArray[np.float32]
BEST, PART, ASKED = 50, 16_384, 100
STATE = Derivation(1, "benchmark")


def grown(real: Halves, size: int) -> Halves:
    """So many vectors: the real ones, then mixtures of two."""
    chance, made = np.random.default_rng(0), np.empty((size, real.shape[1]), np.float16)
    made[: len(real)] = real[:size]
    for start in range(len(real), size, PART):
        rows = min(PART, size - start)
        some, others = (real[chance.integers(0, len(real), rows)].astype(np.float32) for _ in range(2))
        share = chance.uniform(0.25, 0.6, (rows, 1)).astype(np.float32)
        mixed = some * (1 - share) + others * share + 0.012 * chance.standard_normal(some.shape, np.float32)
        made[start : start + rows] = mixed / np.linalg.norm(mixed, axis=1, keepdims=True)
    return made


def parts(halves: Halves) -> Iterator[tuple[int, Floats]]:
    for start in range(0, len(halves), PART):
        yield start, halves[start : start + PART].astype(np.float32)


def best(halves: Halves, questions: Floats, passing: npt.NDArray[np.bool_] | None = None) -> list[set[int]]:
    """The nearest rows of each question, by comparing with everything."""
    scores, rows = np.full((len(questions), BEST), -9, np.float32), np.full((len(questions), BEST), -1)
    for start, some in parts(halves):
        here = questions @ some.T
        if passing is not None:
            here[:, ~passing[start : start + PART]] = -9
        chosen = np.argpartition(-here, min(BEST, here.shape[1]) - 1, axis=1)[:, :BEST]
        scores = np.concatenate([scores, np.take_along_axis(here, chosen, 1)], 1)
        rows = np.concatenate([rows, chosen + start], 1)
        order = np.argsort(-scores, axis=1)[:, :BEST]
        scores, rows = np.take_along_axis(scores, order, 1), np.take_along_axis(rows, order, 1)
    return [set(some[of > -9].tolist()) for some, of in zip(rows, scores, strict=True)]


def resident() -> int:
    """Bytes of memory that this process has now."""
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0]) * 1024


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds by the clock, and of the processor."""
    clock, processor = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - clock, time.process_time() - processor


def report(name: str, search: Callable[[Floats], list[set[int]]], questions: Floats, right: list[set[int]]) -> None:
    """Print recall and times of one way to search."""
    found = [search(question[None, :])[0] for question in questions]
    recall = np.mean([len(some & true) / len(true) for some, true in zip(found, right, strict=True)])
    times = [timed(partial(search, question[None, :])) for question in questions[:ASKED]]
    clock, processor = ([1000 * each[part] for each in times] for part in (0, 1))
    print(
        f"  {name:<46} recall@{BEST} {recall:.4f}  p50 {statistics.median(clock):7.2f}  "
        f"p95 {statistics.quantiles(clock, n=20)[-1]:7.2f}  processor {statistics.mean(processor):6.2f} ms",
        flush=True,
    )


def database(halves: Halves, file: Path) -> sqlite3.Connection:
    """The vectors as the embedded store has them."""
    connection = sqlite3.connect(file)
    connection.execute("CREATE TABLE vectors (sentence INTEGER PRIMARY KEY, vector BLOB NOT NULL)")
    rows = ((number + 1, row.tobytes()) for number, row in enumerate(halves))
    connection.executemany("INSERT INTO vectors VALUES (?, ?)", rows)
    connection.commit()
    return connection


def ours(halves: Halves, questions: Floats, exact_until: int, folder: Path) -> None:
    """Measure the store's own index with its database and its file."""
    file = folder / f"{len(halves)}.db"
    connection = sqlite3.connect(file) if file.exists() else database(halves, file)
    stored = partial(stored_vectors.vectors_of, connection)
    step = max(1, len(halves) // 16_384)
    before = resident()
    index = begin(halves.shape[1], len(halves), exact_until, lambda _: halves[::step].astype(np.float32))

    def fill() -> None:
        for start in range(0, len(halves), PART):
            numbers = np.arange(start, min(start + PART, len(halves))) + 1
            index.add(numbers, numbers // 30 + 1, halves[start : start + PART])

    build = timed(fill)
    memory = (resident() - before) / len(halves)

    def save() -> None:
        contents = index.contents()
        vector_file.write(folder, STATE, contents.kind, contents.arrays)

    saved = timed(save)
    loaded: list[VectorIndex] = []

    def load() -> None:
        with vector_file.opened(folder, lambda _: True) as (_, kind, reader):
            loaded.append(read(kind, reader, exact_until))

    opened = timed(load)
    name = "compressed, then stored vectors" if index.compressed else "exact, float16"
    print(
        f"  {name}: {memory:.0f} bytes a sentence; clock/processor seconds: build {build[0]:.1f}/{build[1]:.1f}, "
        f"save {saved[0]:.2f}/{saved[1]:.2f}, load {opened[0]:.2f}/{opened[1]:.2f}"
    )

    def search(passing: Passing | None, some: Floats) -> list[set[int]]:
        found = loaded[0].search(some, BEST, passing, stored)
        return [{match.number - 1 for match in matches} for matches in found]

    report(name, partial(search, None), questions, best(halves, questions))
    together = timed(lambda: search(None, questions[:64]))
    print(f"    64 questions together: {together[0] / 64 * 1000:.2f} ms each, processor {together[1] / 64 * 1000:.2f}")
    documents = np.arange(len(halves) // 30) + 1
    for share in (0.5, 0.05, 0.001):
        wanted = np.random.default_rng(1).choice(documents, max(1, int(share * documents.size)), replace=False)
        choosing = timed(partial(loaded[0].passing, wanted))
        passing = np.isin((np.arange(len(halves)) + 1) // 30 + 1, wanted)
        some = questions[:ASKED]
        found = partial(search, loaded[0].passing(wanted))
        report(f"  {share:.1%} pass (chosen in {1000 * choosing[0]:.1f} ms)", found, some, best(halves, some, passing))
    connection.close()


def others(halves: Halves, questions: Floats) -> None:
    """Measure what FAISS has beside."""
    right, dimension = best(halves, questions), halves.shape[1]
    eight, product = faiss.ScalarQuantizer.QT_8bit, faiss.METRIC_INNER_PRODUCT
    lists = int(2 ** round(np.log2(2 * len(halves) ** 0.5)))
    clusters = faiss.IndexFlatIP(dimension)
    made: dict[str, faiss.Index] = {
        "exact, float32": faiss.IndexFlatIP(dimension),
        "exact, 8 bits": faiss.IndexScalarQuantizer(dimension, eight, product),
        f"IVF {lists}, 8 bits": faiss.IndexIVFScalarQuantizer(clusters, dimension, lists, eight, product, True),
    }
    if len(halves) <= 100_000:
        made["HNSW 16, 8 bits"] = faiss.IndexHNSWSQ(dimension, eight, 16, product)
    for name, index in made.items():

        def build(index: faiss.Index = index) -> None:
            index.train(halves[:: max(1, len(halves) // (40 * lists))].astype(np.float32))
            for _, some in parts(halves):
                index.add(some)

        took = timed(build)
        size = faiss.serialize_index(index).nbytes / len(halves)
        print(f"  {name}: {size:.0f} bytes a sentence; build {took[0]:.1f}/{took[1]:.1f}")
        for setting, apply in settings(index):
            apply()
            report(f"{name}{setting}", partial(rows_of, index), questions, right)


def rows_of(index: faiss.Index, some: Floats) -> list[set[int]]:
    return [set(found.tolist()) for found in index.search(some, BEST)[1]]


def settings(index: faiss.Index) -> list[tuple[str, Callable[[], None]]]:
    """What trades recall for time, with what is shown of it."""
    if isinstance(index, faiss.IndexIVFScalarQuantizer):
        probes = [max(1, round(index.nlist * share)) for share in (0.03, 0.12, 0.3)]
        return [(f", {probe} lists", partial(setattr, index, "nprobe", probe)) for probe in probes]
    if isinstance(index, faiss.IndexHNSWSQ):
        return [(f", ef {ef}", partial(setattr, index.hnsw, "efSearch", ef)) for ef in (64, 256, 512)]
    return [("", lambda: None)]


def main() -> None:
    """Measure each size in turn."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--vectors", type=Path, required=True)
    asked.add_argument("--questions", type=Path, required=True)
    asked.add_argument("--sizes", default="")
    asked.add_argument("--threads", type=int, default=1)
    asked.add_argument("--asked", type=int, default=300)
    asked.add_argument("--others", action="store_true")
    given = asked.parse_args()
    faiss.omp_set_num_threads(given.threads)
    real = np.load(given.vectors)
    questions = np.load(given.questions)[: given.asked].astype(np.float32)
    for size in [int(each) for each in given.sizes.split(",") if each] or [len(real)]:
        halves = grown(real, size)
        print(f"{size:,} vectors, {min(size, len(real)):,} of them real; {given.threads} threads")
        with tempfile.TemporaryDirectory() as folder:
            for exact_until in (10**9, 0):
                ours(halves, questions, exact_until, Path(folder))
        if given.others:
            others(halves, questions)


if __name__ == "__main__":
    main()
