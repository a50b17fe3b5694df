"""An article as the set of its runs of words, and whether two such sets are copies of one text.

The measure is containment (Broder, "On the resemblance and containment of documents", 1997): the share of the smaller
set that is in the larger one. Unlike resemblance (Jaccard), it does not care how much was cut. Length, threshold and
rivals were measured: ``docs/copies.md``.
"""

from __future__ import annotations

from functools import lru_cache
from hashlib import blake2b

import numpy as np
import numpy.typing as npt

from index.terms import words

Runs = npt.NDArray[np.uint32]

METHOD = "1"
"""Changes whenever runs made before cannot be compared with those made now."""

LENGTH = 4  # words in a run
THRESHOLD = 0.5
_FEWEST = 12  # runs in common; fewer may be one phrase that everybody uses
_SAMPLED = 4  # one run in so many is indexed
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)  # 2**64 over the golden ratio (Knuth, TAOCP 3, 6.4)
_HALF = np.uint64(32)


def runs_of(text: str) -> Runs:
    """Return the distinct runs of four folded words of a text, hashed to 32 bits, ascending; no run of a short text."""
    found = words(text)
    count = len(found) - LENGTH + 1
    if count < 1:
        return np.empty(0, np.uint32)
    hashed = np.fromiter(map(_hashed, found), np.uint64, len(found))
    mixed = np.zeros(count, np.uint64)
    for offset in range(LENGTH):
        mixed = (mixed ^ hashed[offset : offset + count]) * _MULTIPLIER
        mixed ^= mixed >> _HALF
    return np.unique((mixed * _MULTIPLIER >> _HALF).astype(np.uint32))


def sample(runs: Runs) -> Runs:
    """Return the runs by which copies are looked up: those whose hash is among the lowest quarter, whatever the text.

    The same run is sampled in every text, so that a part of a long text is found as surely as a whole one (the "modulo
    sketch" of Broder 1997). A copy shares half of its runs with the other text, and so about half of the sampled ones.
    """
    return runs[: int(np.searchsorted(runs, 2**32 // _SAMPLED))]


def shares_enough(shared: int, one: int, other: int) -> bool:
    """Tell from numbers of sampled runs, in common and in each text, whether the texts are worth comparing."""
    return shared * 8 >= min(one, other)  # a quarter of what a copy has: it is passed over once in a thousand times


def containment(one: Runs, other: Runs) -> float:
    """Return the share of the smaller set's runs that is in the larger set; 0 where there are none."""
    smaller = min(len(one), len(other))
    return _common(one, other) / smaller if smaller else 0.0


def are_copies(one: Runs, other: Runs) -> bool:
    """Tell whether two texts, as their runs, are copies of one text, whole or cut."""
    smaller, common = min(len(one), len(other)), _common(one, other)
    return common >= _FEWEST and common >= THRESHOLD * smaller


def _common(one: Runs, other: Runs) -> int:
    return len(np.intersect1d(one, other, assume_unique=True))


@lru_cache(maxsize=100_000)
def _hashed(word: str) -> int:
    return int.from_bytes(blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")
