"""The best sentences of each of many outlets, by searching all of them together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from index.store.protocol import Filters, Match, Store

_SPARE = 2  # times as many are searched as are wanted: some outlets have far more to say than others
_ROUNDS = 8  # of searching at most, each among the outlets that have got too few so far; usually it takes two
Search = Callable[[int, Filters], list[Match]]
"""A number of sentences to find at most, and filters: the matches, best first."""


def by_outlet(
    store: Store, search: Search, filters: Filters, outlets: Sequence[str], each: int
) -> dict[str, list[int]]:
    """Return the numbers of the sentences of each outlet that match best, ``each`` at most, best first.

    What a search finds is sorted by outlets. Where an outlet got too few, because others have so many better matches,
    it is searched again without those others. An outlet that is left out has no match at all. Every round serves one
    outlet at least, and there are :data:`_ROUNDS` at most: one gets fewer than it has, or none, only where each round
    was taken up by others.
    """
    found: dict[str, list[int]] = {}
    left, limit = dict.fromkeys(outlets), _SPARE * each * len(outlets)
    for turn in range(_ROUNDS if outlets else 0):
        # First everything, which is searched quicker than some outlets; those that are not asked about are small.
        some = replace(filters, outlets=frozenset(left)) if turn else filters
        matches = search(limit, some)
        published = store.outlets_of([match.number for match in matches], filters.owners)
        fresh: dict[str, list[int]] = {name: [] for name in left}
        for match in matches:
            its = fresh.get(published.get(match.number, ""))
            if its is not None and len(its) < each:
                its.append(match.number)
        found |= fresh
        if len(matches) < limit:
            return {name: numbers for name, numbers in found.items() if numbers}
        left = {name: None for name in left if len(found[name]) < each}
        if not left:
            break
    return found
