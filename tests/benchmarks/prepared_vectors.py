"""Vectors of a corpus, made once.

Run with: python -m tests.benchmarks.prepared_vectors --articles FILE.jsonl --vectors FOLDER

A million sentences take an hour to encode, and a benchmark of the store has no need to do it again. The folder holds
the distinct sentences in the order of the corpus: ``rows.f16`` has their vectors, half precision, one row after the
other; ``hashes.u64`` has eight bytes that name each. Killed half-way, the command goes on where it was.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import nullcontext
from hashlib import blake2b
from itertools import islice
from pathlib import Path

import click
import numpy as np
import numpy.typing as npt

from index.document import Document
from index.encoder import Encoder
from index.split import split
from tests.benchmarks.corpus import rows

_BLOCK = 1_024  # sentences, encoded in order of length
_ROWS, _HASHES = "rows.f16", "hashes.u64"


def named(text: str) -> int:
    """Return the number that a sentence is found by."""
    return int.from_bytes(blake2b(text.encode("utf-8", "replace"), digest_size=8).digest(), "little")


def sentences(articles: Path) -> Iterator[str]:
    """Yield the sentences of a JSON Lines file of articles, as the ingest makes them."""
    for row in rows(articles):
        for sentence in split(Document(row["id"], row["title"], row["text"])):
            yield sentence.text


class Prepared:
    """The two files of a folder. ``dimension`` is that of the vectors."""

    def __init__(self, folder: Path, dimension: int) -> None:
        """Open a folder, or make it; what was written of a last row in vain is cut off."""
        folder.mkdir(parents=True, exist_ok=True)
        self._rows, self._hashes, self.dimension = folder / _ROWS, folder / _HASHES, dimension
        for path in (self._rows, self._hashes):
            path.touch()
        whole = min(self._hashes.stat().st_size // 8, self._rows.stat().st_size // self._row_bytes)
        for path, size in ((self._hashes, 8), (self._rows, self._row_bytes)):
            if path.stat().st_size != whole * size:
                with path.open("r+b") as file:
                    file.truncate(whole * size)

    def __len__(self) -> int:
        """Return how many sentences are there."""
        return self._hashes.stat().st_size // 8

    @property
    def _row_bytes(self) -> int:
        return 2 * self.dimension

    def hashes(self) -> npt.NDArray[np.uint64]:
        """Return the sentences' numbers, in the order of the rows."""
        return np.fromfile(self._hashes, np.uint64)

    def vectors(self) -> npt.NDArray[np.float16]:
        """Return the rows, mapped from the file, shape ``(len(self), dimension)``."""
        if not len(self):
            return np.zeros((0, self.dimension), np.float16)
        return np.memmap(self._rows, np.float16, "r").reshape(-1, self.dimension)

    def add(self, texts: Sequence[str], vectors: npt.NDArray[np.float32]) -> None:
        """Write more rows behind the others."""
        with self._rows.open("ab") as out:
            out.write(vectors.astype(np.float16).tobytes())
        with self._hashes.open("ab") as out:
            out.write(np.array([named(text) for text in texts], np.uint64).tobytes())


class PreparedEncoder:
    """An encoder that looks up sentences whose vectors were made before, and has another one encode the others."""

    def __init__(self, folder: Path, encoder: Encoder) -> None:
        """Find vectors in ``folder``; ``encoder`` is of the same kind as the one that made them."""
        self._encoder = encoder
        prepared = Prepared(folder, encoder.dimension)
        hashes = prepared.hashes()
        self._order = np.argsort(hashes)
        self._sorted = hashes[self._order]
        self._vectors = prepared.vectors()

    @property
    def name(self) -> str:
        """The name of the encoder that made the vectors."""
        return self._encoder.name

    @property
    def dimension(self) -> int:
        """The length of a vector."""
        return self._encoder.dimension

    def encode(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """Return one unit row a text."""
        made = np.zeros((len(texts), self.dimension), np.float32)
        wanted = np.array([named(text) for text in texts], np.uint64)
        at = np.searchsorted(self._sorted, wanted)
        known = np.zeros(len(texts), bool)
        if self._sorted.size:
            known = self._sorted[np.minimum(at, self._sorted.size - 1)] == wanted
        found = np.asarray(self._vectors[self._order[at[known]]], np.float32)
        made[known] = found / np.linalg.norm(found, axis=1, keepdims=True)
        if not known.all():
            made[~known] = self._encoder.encode([text for text, here in zip(texts, known, strict=True) if not here])
        return made

    def knows(self, word: str) -> bool:
        """Whether the encoder has the word."""
        return self._encoder.knows(word)


def unprepared(texts: Iterable[str], hashes: npt.NDArray[np.uint64]) -> Iterator[str]:
    """Yield the distinct sentences that have no vector yet."""
    seen = set(hashes.tolist())
    for text in texts:
        if (number := named(text)) not in seen:
            seen.add(number)
            yield text


def encoded(encoder: Encoder, texts: Sequence[str]) -> npt.NDArray[np.float32]:
    """Encode sentences in order of length, so that those of a batch need little padding."""
    order = sorted(range(len(texts)), key=lambda each: len(texts[each]))
    made = encoder.encode([texts[each] for each in order])
    return made[np.argsort(order)]


@click.command(help=__doc__)
@click.option("--articles", type=click.Path(exists=True, path_type=Path), required=True)
@click.option("--vectors", "folder", type=click.Path(path_type=Path), required=True)
@click.option("--bf16/--as-it-is", help="Have torch compute in bfloat16, where the encoder itself does not.")
@click.option("--limit", type=int, help="Make no more than so many in this run.")
def main(articles: Path, folder: Path, bf16: bool, limit: int | None) -> None:
    """Make what is missing, and say a line a block."""
    import torch

    from bot.cli import Parts

    encoder = Parts().encoder
    prepared = Prepared(folder, encoder.dimension)
    missing = islice(unprepared(sentences(articles), prepared.hashes()), limit)
    began, before = time.perf_counter(), len(prepared)
    while block := list(islice(missing, _BLOCK)):
        with torch.autocast("cpu", torch.bfloat16) if bf16 else nullcontext():
            made = encoded(encoder, block)
        prepared.add(block, made)
        rate = (len(prepared) - before) / (time.perf_counter() - began)
        click.echo(f"{time.strftime('%H:%M:%S')} {len(prepared):,} sentences, {rate:,.0f} a second", err=True)


if __name__ == "__main__":
    main()
