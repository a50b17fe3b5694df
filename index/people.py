"""Whom a person means who types a name: one speaker, several of one name, or only somebody near."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from index.quotations.names import key, without_titles
from index.store.protocol import Speaker

_NEAR = 80.0  # of 100, RapidFuzz's ratio of the letters that two names have in common
_MOST_NEAR = 5


@dataclass(frozen=True, slots=True)
class Meant:
    """Who is meant: ``keys`` of one speaker, or else ``several`` who all could be, or else who is ``near``."""

    name: str = ""
    keys: tuple[str, ...] = ()
    several: tuple[str, ...] = ()
    near: tuple[str, ...] = ()


def meant(typed: str, speakers: Sequence[Speaker]) -> Meant:
    """Return whom a typed name means among the speakers, most quoted first.

    "Milley" means "Mark A. Milley" where nobody else is called Milley. Who is only ever called by a surname is taken
    for the one speaker with that surname, and for nobody where there are two.
    """
    wanted = key(without_titles(typed))
    words = wanted.split()
    if not words:
        return Meant()
    exact = [each for each in speakers if each.key == wanted and len(words) > 1]
    fitting = exact or [each for each in speakers if _holds(each.key.split(), words)]
    full = [each for each in fitting if len(each.key.split()) > 1]
    people = list(dict.fromkeys(_person(each.key) for each in full))
    if len(people) > 1:
        return Meant(several=tuple(each.name for each in full))
    if not fitting:
        return Meant(near=_near(wanted, speakers))
    first = (full or fitting)[0]
    same = [each.key for each in speakers if _person(each.key) == _person(first.key)]
    last = first.key.split()[-1]
    called = {_person(each.key) for each in speakers if len(each.key.split()) > 1 and each.key.split()[-1] == last}
    bare = [each.key for each in speakers if each.key == last] if len(called) == 1 else []
    return Meant(first.name, tuple(dict.fromkeys([first.key, *same, *bare])))


def offered(typed: str, speakers: Sequence[Speaker], most: int) -> list[str]:
    """Return the speakers to offer for what is typed so far, those with a name that begins so first."""
    wanted = key(typed)
    fitting = [each for each in speakers if wanted in each.key]
    fitting.sort(key=lambda each: not any(word.startswith(wanted) for word in each.key.split()))
    return [each.name for each in fitting[:most]]


def _person(same: str) -> tuple[str, ...]:
    """Return what a person's names have in common with a middle name and without."""
    words = same.split()
    return (words[0], words[-1]) if len(words) in (2, 3) else tuple(words)


def _holds(words: Sequence[str], wanted: Sequence[str]) -> bool:
    left = iter(words)
    return all(word in left for word in wanted)


def _near(wanted: str, speakers: Sequence[Speaker]) -> tuple[str, ...]:
    last = wanted.split()[-1]
    scored = [
        (max(fuzz.ratio(wanted, each.key), max(fuzz.ratio(last, word) for word in each.key.split())), each)
        for each in speakers
    ]
    scored = [pair for pair in scored if pair[0] >= _NEAR]
    scored.sort(key=lambda pair: -pair[0])
    return tuple(dict.fromkeys(each.name for _, each in scored))[:_MOST_NEAR]
