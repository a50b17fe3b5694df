"""Words as the full-text index knows them: folded, stemmed, and the same on every side.

Documents, questions and candidate sentences all pass through :func:`terms`, so that "U.S." meets "us",
"17,000" meets "17000" and "called" meets "calls".
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

import snowballstemmer

# A number with its separators, an initialism with its full stops, or a run of letters and digits.
_WORD = re.compile(r"\d+(?:[.,]\d+)*|(?:[^\W\d_]\.){2,}|[^\W_]+(?:['’][^\W\d_]+)?")
# Accents, and what is invisible inside a word: soft hyphens, zero-width spaces and joiners, directions.
_UNSEEN = re.compile("[\u0300-\u036f\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+")
_POSSESSIVE = re.compile(r"['’]s?$")

_STOP_WORDS = """
a about above after again all also am an and any anybody anyone anything are arent as at be because been before
being between both but by can cannot cant could couldnt did didnt do does doesnt doing done dont each else ever
every few for from further had hadnt has hasnt have havent having he her here hers herself him himself his how i
if in into is isnt it its itself just let may me might more most much must my myself no nor not now of off on
once only or other our ours out over own please same she should shouldnt so some somebody someone something such
tell than that the their theirs them themselves then there these they this those through to too under until up
very was wasnt we were werent what whats when where which while who whom whos whose why will with would wouldnt
you your yours im ive id ill theyre youre hes shes thats
"""
STOP_WORDS = frozenset(_STOP_WORDS.split())


def words(text: str) -> list[str]:
    """Return the folded words of ``text`` in order: NFKD, lower case, no accents, no possessive."""
    if text.isascii():
        folded = text.lower()
    else:
        # Normalised first, for "™" is only then two capitals, and again, for folding takes letters apart.
        folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
        folded = _UNSEEN.sub("", folded)
    return [word if word.isalpha() else _clean(word) for word in _WORD.findall(folded)]


def terms(text: str) -> list[str]:
    """Return the stems of all words of ``text`` in order."""
    return [stem(word) for word in words(text)]


def question_terms(text: str) -> list[str]:
    """Return the distinct stems of ``text`` that are worth searching for, in order of appearance."""
    return list(dict.fromkeys(stem(word) for word in words(text) if word not in STOP_WORDS))


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """Return the Snowball English stem ("Porter2", snowballstem.org) of a folded word."""
    # Made for each miss: the stemmer keeps state while it works and is not safe to share between threads.
    return str(snowballstemmer.stemmer("english").stemWord(word))


def _clean(word: str) -> str:
    if word[0].isdigit():
        return word.replace(",", "")
    return _POSSESSIVE.sub("", word).replace("'", "").replace("’", "").replace(".", "")
