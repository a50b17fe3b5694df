"""The file that a vector index is kept in: a state, a checksum over all of it, and plain arrays."""

from __future__ import annotations

import json
import os
import tempfile
import time
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import BinaryIO, TypeVar

import numpy as np
import numpy.typing as npt

FILE_NAME = "vectors.faiss"
_MAGIC = b"coverage-vectors 2\n"
_CHECKSUM = 8  # hexadecimal digits
_PART = ".part"
_ABANDONED_SECONDS = 600
_BLOCK = 1 << 20  # bytes read at a time
_Kind = TypeVar("_Kind", bound=np.generic)


@dataclass(frozen=True, slots=True)
class Derivation:
    """Which state an index was built from: its number, and the token that the database gave to it."""

    generation: int
    token: str


@dataclass(frozen=True, slots=True)
class Reader:
    """What is in a file after its header, in order."""

    file: BinaryIO

    def array(self, kind: type[_Kind], size: int) -> npt.NDArray[_Kind]:
        """Read the next ``size`` numbers.

        Raises:
            ValueError: There are not so many.
        """
        made = np.empty(size, kind)
        if self.file.readinto(made.view(np.uint8)) != made.nbytes:  # type: ignore[attr-defined]
            raise ValueError("the file ends too soon")
        return made


def write(folder: Path, derivation: Derivation, kind: str, arrays: Iterable[npt.NDArray[np.generic]]) -> None:
    """Write the file in one step: readers see the old one or the new one, never a part."""
    _sweep(folder)
    descriptor, name = tempfile.mkstemp(prefix=FILE_NAME, suffix=_PART, dir=folder)
    try:
        with open(descriptor, "wb") as file:
            header = json.dumps(asdict(derivation) | {"kind": kind}).encode() + b"\n"
            file.writelines((_MAGIC, b"0" * _CHECKSUM, b"\n", header))
            checksum = zlib.crc32(header)
            for array in arrays:
                content = np.ascontiguousarray(array).reshape(-1).view(np.uint8).data
                checksum = zlib.crc32(content, checksum)
                file.write(content)
            file.seek(len(_MAGIC))
            file.write(b"%08x" % checksum)
            file.flush()
            os.fsync(file.fileno())
        os.replace(name, folder / FILE_NAME)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


@contextmanager
def opened(folder: Path, trusted: Callable[[Derivation], bool]) -> Iterator[tuple[Derivation, str, Reader]]:
    """Open the file where it is whole and was derived from a state that is ``trusted``.

    All of it is read once for the checksum, and what is wanted of it a second time, so that nothing is made of what
    is not known to be right.

    Raises:
        ValueError, OSError: It is missing, damaged, or not trusted.
    """
    with open(folder / FILE_NAME, "rb") as file:
        if file.read(len(_MAGIC)) != _MAGIC:
            raise ValueError("not a file of this kind")
        checksum, end = file.read(_CHECKSUM), file.read(1)
        begin = file.tell()
        if end != b"\n" or checksum != b"%08x" % _checksum(file):
            raise ValueError("damaged")
        file.seek(begin)
        header = json.loads(file.readline())
        kind = str(header.pop("kind"))
        derivation = Derivation(**header)
        if not trusted(derivation):
            raise ValueError("derived from another state")
        yield derivation, kind, Reader(file)


def _checksum(file: BinaryIO) -> int:
    checksum = 0
    while block := file.read(_BLOCK):
        checksum = zlib.crc32(block, checksum)
    return checksum


def _sweep(folder: Path) -> None:
    """Clear away what killed processes left half-written; a file that is still being written is younger."""
    for left in folder.glob(f"{FILE_NAME}*{_PART}"):
        try:
            if time.time() - left.stat().st_mtime > _ABANDONED_SECONDS:
                left.unlink()
        except FileNotFoundError:  # another process was faster
            continue
