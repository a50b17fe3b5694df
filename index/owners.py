"""Whose coverage a person may see: what is shared by all, and what belongs to one owner alone."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Owners:
    """Whose documents may be seen; by default the shared ones and nobody's own.

    ``names`` are the owners whose own documents are seen as well, ``shared`` is whether the shared ones are.
    ``everyone`` is for who runs the index, never for what is shown to people: all documents, whosever they are.
    """

    names: frozenset[str] = frozenset()
    shared: bool = True
    everyone: bool = False


SHARED = Owners()
EVERYONE = Owners(everyone=True)


def seen_by(owner: str, *, shared: bool = True) -> Owners:
    """Return what one owner sees: its own documents, and the shared ones unless they are switched off."""
    return Owners(frozenset({owner}), shared)
