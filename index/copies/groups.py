"""Candidates in groups, each of which tells one thing in nearly the same words: by its original, with who else does."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from index.copies.originals import original
from index.copies.sentences import nearly_same, wording
from index.signals import Candidate

_Item = TypeVar("_Item")


def groups(
    items: Sequence[_Item], candidate: Callable[[_Item], Candidate], fits: Callable[[_Item, _Item], bool] | None = None
) -> list[list[_Item]]:
    """Group what is told in nearly the same words as the first of a group, in the order given.

    ``fits`` tells whether two items may be of one group at all.
    """
    found: list[list[_Item]] = []
    for item in items:
        words = wording(candidate(item).stored.sentence.text)
        for group in found:
            first = group[0]
            if (fits is None or fits(first, item)) and nearly_same(
                words, wording(candidate(first).stored.sentence.text)
            ):
                group.append(item)
                break
        else:
            found.append([item])
    return found


def first_told(group: Sequence[_Item], candidate: Callable[[_Item], Candidate]) -> tuple[_Item, tuple[str, ...]]:
    """Return the item of the original among the articles of a group, and the other outlets that tell it, by name."""
    documents = [candidate(item).document for item in group]
    first = original(documents)
    others = {document.outlet for document in documents if document.outlet and document.outlet != first.outlet}
    return next(item for item in group if candidate(item).document.id == first.id), tuple(sorted(others))
