"""Whether a change of wording is one of typing only, or one that a reader must be able to see."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from functools import lru_cache

from rapidfuzz.distance import OSA

from index.terms import STOP_WORDS

Knows = Callable[[str], bool]

_QUOTES = str.maketrans("‘’‚‛′`´“”„‟«»″", "'''''''" + '"' * 7)
_DASHES = str.maketrans("‐‑‒–—―−", "-" * 7)
# A number with its sign and separators, a word with what stands inside it, or a sign that carries meaning.
_TOKEN = re.compile(r'(?<!\w)-?\d+(?:[.,:/-]?\w+)*|\w+(?:[\'.-]\w+)*|["?%$€£¥§]')
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_SHORTEST = 4  # letters in which a slip is forgiven; in fewer, one letter makes another word
_TWO_SLIPS = 8  # letters from which two are
_ENDINGS = ("s", "es", "d", "ed", "r", "er", "ing", "ly", "n't", "'s", "'t")
_NEGATIONS = frozenset({"cannot", "neither", "never", "nobody", "none", "nothing", "nowhere", "without"})
_MONTHS = r"jan\w*|feb\w*|mar\w*|apr\w*|may|june?|july?|aug\w*|sep\w*|oct\w*|nov\w*|dec\w*"
_DAYS = r"mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun"
_WHEN = (
    rf"(?:\d[\d:.,/t+z-]*(?:st|nd|rd|th)?|{_MONTHS}|(?:{_DAYS})(?:day)?|today|yesterday|[ap]\.?m\.?|gmt|utc|cet|cest|bst"
    r"|e[sd]?t|p[sd]?t|c[sd]t|at|on|the|of|ago|minutes?|mins?|hours?|days?|h|uhr|um|am|le|à|el|a|las|às|de|del|em|\W)"
)
_STAMP = re.compile(
    r"\W*(?:(?:last|first|originally|zuletzt|stand|última|dernière)\s+)*(?:updated|published|modified|posted|corrected"
    r"|aktualisiert|veröffentlicht|mis à jour|publié|mise à jour|actualizado|publicado|atualizado|actualización)"
    rf"(?:\s+|\s*:\s*)(?=[^\n]*\d)(?:{_WHEN}\s*)+",
    re.IGNORECASE,
)


def every_word(word: str) -> bool:
    """Take every word for one of the language's own: then no changed letter is a slip."""
    return True


def same_but_for_typing(one: str, other: str, knows: Knows) -> bool:
    """Tell whether two wordings of a sentence differ in typing only, so that nobody was told anything else.

    Nothing but typing are white space, the form of quotation marks and dashes, commas and full stops, capitals, and
    slips inside words. A slip is one letter wrong, missing, too many or swapped (two in long words) in a word that no
    capital marks as a name, where one of the two words is none of the language's own. It is never one where the
    change is in the first letter, an ending, a number, a sign, a negation, or in a sentence that quotes somebody.

    Args:
        one: A sentence.
        other: Another, or the same in other words.
        knows: Whether a folded word is one of the language's own; who knows none forgives no slip.
    """
    if one == other:
        return True
    here, there = _tokens(one), _tokens(other)
    if len(here) != len(there):
        return False
    changed = [pair for pair in zip(here, there, strict=True) if pair[0].casefold() != pair[1].casefold()]
    return not changed or ('"' not in here and all(_slip(*pair, knows) for pair in changed))


def differs(one: Sequence[str], other: Sequence[str], knows: Knows) -> bool:
    """Tell whether two texts, given as sentences, differ in more than typing and the time of their last update."""
    here, there = _lasting(one), _lasting(other)
    if len(here) != len(there):
        return True
    quoting = False  # a quotation may run on over sentences that have no mark of their own
    for old, new in zip(here, there, strict=True):
        if not same_but_for_typing(old, new, every_word if quoting else knows):
            return True
        quoting ^= _tokens(old).count('"') % 2 == 1
    return False


def is_stamp(sentence: str) -> bool:
    """Tell whether a sentence says only when the page was published or updated."""
    return _STAMP.fullmatch(sentence.strip()) is not None


@lru_cache(maxsize=8192)  # versions have most of their sentences in common
def plain(sentence: str) -> str:
    """Return what of a sentence is no matter of typing, to compare: its words and signs in one form."""
    return " ".join(_tokens(sentence)).casefold()


def _lasting(sentences: Sequence[str]) -> list[str]:
    return [sentence for sentence in sentences if not is_stamp(sentence)]


def _tokens(sentence: str) -> list[str]:
    text = unicodedata.normalize("NFKC", sentence).replace("\u00ad", "").translate(_QUOTES).translate(_DASHES)
    text = text.replace("''", '"')
    return _TOKEN.findall(_THOUSANDS.sub("", text))


def _slip(one: str, other: str, knows: Knows) -> bool:
    """Tell whether one word is the other with a slip in it."""
    shorter = min(len(one), len(other))
    if shorter < _SHORTEST or not (one.isalpha() and other.isalpha()):
        return False
    if not (one.islower() and other.islower()) or {one, other} & _NEGATIONS:
        return False
    if one[0] != other[0] or _ending_only(one, other):
        return False
    if (one in STOP_WORDS or knows(one)) == (other in STOP_WORDS or knows(other)):
        return False
    return int(OSA.distance(one, other)) <= (1 if shorter < _TWO_SLIPS else 2)


def _ending_only(one: str, other: str) -> bool:
    """Tell whether two words have one stem and other endings: who asks was told another number or another time."""
    short, long = sorted((one, other), key=len)
    return (long.startswith(short) and long[len(short) :] in _ENDINGS) or one[:-1] == other[:-1]
