"""How fast sentences become vectors, and how near they stay: ``python -m tests.benchmarks.encoding``.

Every way encodes the same sentences in the same process, in turns, against sentence-transformers as it comes (fp32,
batches of 64). With ``--others`` ONNX Runtime and OpenVINO take part; they need ``pip install onnx onnxruntime
openvino``, which the project itself does not. Memory and loading are measured in a process of each way's own.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path

import click
import numpy as np
import numpy.typing as npt

from index.encoder import PackagedEncoder, SentenceTransformerEncoder
from index.split import split_text

Vectors = npt.NDArray[np.float32]
Encode = Callable[[Sequence[str]], Vectors]
NEWS = Path(__file__).parent.parent / "news" / "articles.jsonl"


def sentence_transformers_bf16() -> Encode:
    """Return sentence-transformers with its weights in bf16."""
    import torch

    encoder = SentenceTransformerEncoder()
    encoder._loaded().to(torch.bfloat16)
    return lambda texts: np.asarray(encoder._loaded().encode(list(texts), batch_size=64, normalize_embeddings=True))


OURS: dict[str, Callable[[], Encode]] = {
    "sentence-transformers fp32": lambda: SentenceTransformerEncoder().encode,
    "sentence-transformers bf16": sentence_transformers_bf16,
    "packaged fp32": lambda: PackagedEncoder("fp32").encode,
    "packaged bf16": lambda: PackagedEncoder("bf16").encode,
}


def ways(others: bool) -> dict[str, Callable[[], Encode]]:
    """Return how each way is loaded, the baseline first."""
    if not others:
        return OURS
    from tests.benchmarks.runtimes import onnx_runtime, openvino

    return OURS | {
        "ONNX Runtime fp32": lambda: onnx_runtime(int8=False),
        "ONNX Runtime int8": lambda: onnx_runtime(int8=True),
        "OpenVINO fp32": lambda: openvino("f32"),
        "OpenVINO bf16": lambda: openvino("bf16"),
    }


@dataclass(slots=True)
class Measured:
    """What was seen of one way; seconds are of one round over all sentences."""

    vectors: Vectors
    clock: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)


def sentences_of(articles: Sequence[Path], count: int) -> list[str]:
    """Return sentences of articles in JSON Lines, the same for the same files."""
    texts = [json.loads(line)["text"] for path in articles for line in path.read_text("utf-8").splitlines()]
    every = [text[span.start : span.end] for text in texts for span in split_text(text)]
    random.Random(1).shuffle(every)
    return every[:count]


def side_by_side(encoders: dict[str, Encode], texts: Sequence[str], rounds: int) -> dict[str, Measured]:
    """Encode with each way in turns; the first call of each, which warms it up, is not counted."""
    seen = {name: Measured(encode(texts)) for name, encode in encoders.items()}
    for _ in range(rounds):
        for name, encode in encoders.items():
            clock, cpu = time.perf_counter(), time.process_time()
            encode(texts)
            seen[name].clock.append(time.perf_counter() - clock)
            seen[name].cpu.append(time.process_time() - cpu)
    return seen


def milliseconds(encode: Encode, texts: Sequence[str], size: int) -> float:
    """Return the median time of a call with so many texts."""
    spent = []
    for start in range(0, 30 if size == 1 else 5 * size, size):
        some = [texts[(start + number) % len(texts)] for number in range(size)]
        began = time.perf_counter()
        encode(some)
        spent.append((time.perf_counter() - began) * 1000)
    return float(np.median(spent))


def company(encode: Encode, vectors: Vectors, texts: Sequence[str]) -> float:
    """Return how much an entry of a vector changes, at most, if its text is encoded alone."""
    alone = np.concatenate([encode([text]) for text in texts[:60]])
    return float(np.abs(vectors[:60] - alone).max())


def alone(name: str, others: bool, texts: Sequence[str]) -> None:
    """Print the seconds until a first vector, and the memory after some encoding, of one way in this process."""
    began = time.perf_counter()
    encode = ways(others)[name]()
    encode(["who called it a mistake?"])
    loaded = time.perf_counter() - began
    encode(texts[:500])
    status = Path("/proc/self/status").read_text().splitlines()
    resident = next(int(line.split()[1]) for line in status if line.startswith("VmRSS"))
    click.echo(f"{loaded:.1f} {resident / 1024:.0f}")


def rows(encoders: dict[str, Encode], seen: dict[str, Measured], texts: Sequence[str]) -> Iterator[list[str]]:
    """Yield what was seen of each way, as the table shows it."""
    baseline = next(iter(seen.values()))
    for name, measured in seen.items():
        encode = encoders[name]
        cpu = min(measured.cpu)
        far = 1 - (measured.vectors * baseline.vectors).sum(axis=1)
        yield [
            name,
            f"{len(texts) / min(measured.clock):,.0f}",
            f"{cpu / len(texts) * 1000:.2f}",
            f"{min(baseline.cpu) / cpu:.1f}",
            *(f"{milliseconds(encode, texts, size) / size:.2f}" for size in (1, 8, 64)),
            f"{max(far.max(), 0):.1e}",
            f"{company(encode, measured.vectors, texts):.1e}",
        ]


HEAD = (
    "way", "sentences/s", "CPU ms each", "times baseline (CPU)", "ms: 1 alone", "ms each of 8", "ms each of 64",
    "1 - cosine, most", "in other company, most", "s to first vector", "RSS MB",
)  # fmt: skip


@click.command()
@click.option("--articles", multiple=True, type=click.Path(path_type=Path, exists=True), default=[NEWS])
@click.option("--sentences", "count", default=1500)
@click.option("--rounds", default=3)
@click.option("--threads", default=2)
@click.option("--others", is_flag=True, help="ONNX Runtime and OpenVINO as well.")
@click.option("--alone", "only", hidden=True)
def main(
    articles: Sequence[Path], count: int, rounds: int, threads: int, others: bool, only: str | None
) -> None:  # fmt: skip
    """Print a table, in Markdown: a row a way to encode."""
    import torch

    torch.set_num_threads(threads)
    texts = sentences_of(articles, count)
    if only:
        alone(only, others, texts)
        return
    encoders = {name: load() for name, load in ways(others).items()}
    seen = side_by_side(encoders, texts, rounds)
    versions = ", ".join(f"{name} {version(name)}" for name in ("torch", "sentence-transformers", "tokenizers"))
    words = np.mean([len(text.split()) for text in texts])
    click.echo(f"{len(texts):,} sentences of {words:.1f} words, {threads} threads; {versions}\n")
    click.echo(f"| {' | '.join(HEAD)} |\n|{'---|' * len(HEAD)}")
    for row in rows(encoders, seen, texts):
        command = [sys.executable, "-m", "tests.benchmarks.encoding", "--threads", str(threads), "--alone", row[0]]
        command += ["--others"] if others else []
        own = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
        click.echo(f"| {' | '.join([*row, *own])} |")


if __name__ == "__main__":
    main()
