"""Outlets that a question names as the source it wants: "what did the Harbor Courier report about the strike?".

An outlet is taken as a filter only where the wording makes it the source. "Who owns the Harbor Courier?" is about
the outlet, and other outlets may be the ones that tell.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

_PAPER = r"(?: (?:newspaper|paper|website))?"
_REPORTS = r"(?:report|say|said|write|wrote|print|publish|cover|claim|mention|note|reveal|run)(?:s|ed)?"
_SOURCE = (
    # "according to the Courier, who resigned"; "who resigned, according to the Courier"
    rf",?\s*\b(?:according to|as (?:reported|told|said) (?:by|in))\s+(?:the\s+)?(?P<a>@){_PAPER}\b,?",
    # "what did the Courier report about the strike"; "did the Courier say that"
    rf"\b(?:do|does|did|has|have|had)\s+(?:the\s+)?(?P<b>@){_PAPER}\s+(?:ever\s+)?{_REPORTS}\b(?:\s+that\b)?",
    # "the Courier's report on the strike"
    r"\b(?:the\s+)?(?P<c>@)['’]s?\s+(?:report(?:ing|s)?|cover(?:age|ed)?|stor(?:y|ies)|articles?|account)\b",
    # "reports in the Courier about the strike"; "what was written in the Courier"
    r"\b(?:reported|written|printed|published|report(?:s|ing)?|coverage|stor(?:y|ies)|articles?)"
    rf"\s+(?:by|in|from|of)\s+(?:the\s+)?(?P<d>@){_PAPER}\b",
)
_CUE = re.compile(
    r"\b(?:according to|as (?:reported|told|said)|do|does|did|has|have|had|report\w*|cover\w*|stor(?:y|ies)"
    r"|articles?|account|written|printed|published)\b",
    re.IGNORECASE,
)
# "What did the Courier say about its own layoffs": the outlet is the subject after all.
_ITSELF = re.compile(r"\b(?:it|its|itself|they|their|them|themselves)\b", re.IGNORECASE)
_LEAST_WORDS = 2  # that must be left to ask about


def may_name_source(text: str) -> bool:
    """Return whether the wording could name a source at all, so that the outlets need not be looked up else."""
    return _CUE.search(text) is not None


def source_named(text: str, outlets: Iterable[str]) -> tuple[frozenset[str], str]:
    """Return the outlet that a question wants as its source, and the question without it.

    "According to" always names a source. Only full names count, whatever their case and with or without "the".
    Outlets whose names differ in nothing else are all returned. Where no outlet is named, or more than one, or nothing
    would be left to ask, the set is empty and the text as it was.
    """
    known: dict[str, set[str]] = {}
    for outlet in outlets:
        known.setdefault(_folded(outlet), set()).add(outlet)
    known.pop("", None)
    found = [match for pattern in _patterns(tuple(sorted(known))) for match in pattern.finditer(text)] if known else []
    if len(found) != 1:
        return frozenset(), text
    (match,) = found
    if "a" not in match.groupdict() and _ITSELF.search(text):
        return frozenset(), text
    rest = " ".join(f"{text[: match.start()]} {text[match.end() :]}".split())
    if len(rest.split()) < _LEAST_WORDS:
        return frozenset(), text
    name = next(name for name in match.groupdict().values() if name)
    return frozenset(known[_folded(name)]), rest


def _folded(name: str) -> str:
    return re.sub(r"^the ", "", " ".join(name.casefold().split()))


@lru_cache(maxsize=8)
def _patterns(names: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    # Longest first, so that "Daily Ledger" is not read as "Daily".
    longest_first = sorted(names, key=lambda name: (-len(name), name))
    any_of = "|".join(re.escape(name).replace(r"\ ", r"\s+") for name in longest_first)
    return tuple(re.compile(source.replace("@", any_of), re.IGNORECASE) for source in _SOURCE)
