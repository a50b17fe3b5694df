"""An article as the set of its runs of words, and whether two such sets are of copies of one report.

The measure is containment (Broder, "On the resemblance and containment of documents", 1997): the share of the smaller
set that is in the larger one. Unlike resemblance (Jaccard), it does not care how much was cut. Because news stands at
the beginning of an article and background at its end, a text that begins as the other does is a copy from a half on;
one that has a beginning of its own may be a follow-up that repeats the background, and is a copy only if hardly
anything else is its own. Length, thresholds and rivals were measured: ``docs/copies.md``.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from hashlib import blake2b
from math import sqrt

import numpy as np
import numpy.typing as npt

from index.terms import words

Hashes = npt.NDArray[np.uint32]

METHOD = "1"
"""Changes whenever runs made before cannot be compared with those made now."""

LENGTH = 4  # words in a run
LEAD = 30  # runs at the beginning of an article: its first sentence or two
BEGINS_ALIKE = 0.4  # of one's lead that is in the other
ENOUGH = 0.5  # containment, where they begin alike
ENOUGH_ELSE = 0.73  # containment, where each begins in its own way
_FEWEST = 12  # runs in common; fewer may be one phrase that everybody uses
_SAMPLED = 4  # one run in so many is indexed
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)  # 2**64 over the golden ratio (Knuth, TAOCP 3, 6.4)
_HALF = np.uint64(32)


@dataclass(frozen=True, slots=True)
class Runs:
    """The distinct runs of four folded words of a text, hashed to 32 bits, ascending; ``lead`` has the first ones."""

    all: Hashes
    lead: Hashes


def runs_of(text: str) -> Runs:
    """Return the runs of a text; none of one that has fewer than four words."""
    found = words(text)
    count = max(len(found) - LENGTH + 1, 0)
    hashed = np.fromiter(map(_hashed, found), np.uint64, len(found))
    mixed = np.zeros(count, np.uint64)
    for offset in range(LENGTH if count else 0):
        mixed = (mixed ^ hashed[offset : offset + count]) * _MULTIPLIER
        mixed ^= mixed >> _HALF
    in_order = (mixed * _MULTIPLIER >> _HALF).astype(np.uint32)
    return Runs(np.unique(in_order), np.unique(in_order[:LEAD]))


def sample(runs: Runs) -> Hashes:
    """Return the runs by which copies are looked up: those whose hash is among the lowest quarter, whatever the text.

    The same run is sampled in every text, so that a part of a long text is found as surely as a whole one (the "modulo
    sketch" of Broder 1997). A copy shares half of its runs with the other text, and so about half of the sampled ones.
    """
    return runs.all[: int(np.searchsorted(runs.all, 2**32 // _SAMPLED))]


def shares_enough(shared: int, one: int, other: int) -> bool:
    """Tell from numbers of sampled runs, in common and in each text, whether the texts are worth comparing.

    Of a copy that only just is one, half of the smaller sample is in common, give or take three standard deviations.
    """
    smaller = min(one, other)
    return shared > 0 and shared >= ENOUGH * smaller - 3 * sqrt(ENOUGH * (1 - ENOUGH) * smaller)


@cache
def largest_sharing(shared: int) -> int:
    """Return up to how many sampled runs the smaller of two texts may have for ``shared`` of them to be enough."""
    smaller = shared
    while shares_enough(shared, smaller + 1, smaller + 1):
        smaller += 1
    return smaller


def containment(one: Runs, other: Runs) -> float:
    """Return the share of the smaller set's runs that is in the larger set; 0 where there are none."""
    return _common(one.all, other.all) / max(min(len(one.all), len(other.all)), 1)


def begin_alike(one: Runs, other: Runs) -> bool:
    """Tell whether what one text begins with is in the other; a page's furniture above it does no harm."""
    leads = ((one.lead, other.all), (other.lead, one.all))
    return any(_common(lead, everything) >= BEGINS_ALIKE * max(len(lead), 1) for lead, everything in leads)


def are_copies(one: Runs, other: Runs) -> bool:
    """Tell whether two texts, as their runs, are copies of one report, whole, cut or edited."""
    enough = ENOUGH if begin_alike(one, other) else ENOUGH_ELSE
    return containment(one, other) >= enough and _common(one.all, other.all) >= _FEWEST


def _common(one: Hashes, other: Hashes) -> int:
    return len(np.intersect1d(one, other, assume_unique=True))


@lru_cache(maxsize=100_000)
def _hashed(word: str) -> int:
    return int.from_bytes(blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")
