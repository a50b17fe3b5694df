"""Outlets by name: which of the index's is meant by a name as a person types it."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import replace

from index.errors import QuestionError
from index.store.protocol import Filters


def folded(name: str) -> str:
    """Return a name without what a person who types it would not see: case, width, how accents are made."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def known(filters: Filters, names: Sequence[str]) -> Filters:
    """Return filters with their outlets spelt as in ``names``, those that the index has.

    Raises:
        QuestionError: There is no such outlet.
    """
    wanted = {folded(typed): typed for typed in filters.outlets}
    for name, typed in wanted.items():
        if name not in map(folded, names):
            some = ", ".join(names[:10]) or "none"
            raise QuestionError(f"There is no outlet {typed[:80]!r} in the index. Outlets: {some}.")
    return replace(filters, outlets=frozenset(name for name in names if folded(name) in wanted))
