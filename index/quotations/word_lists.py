"""Lists of words, written as one reads them."""

from __future__ import annotations


def words(text: str) -> frozenset[str]:
    """Return the words of a list that is written with spaces and line breaks."""
    return frozenset(text.split())
