"""Sentences nobody wrote: real ones with other names, places, numbers and days, and with clauses of others.

Frequencies stay like those of real text: what joins the names is real prose, and names are drawn so that the n-th
commonest comes about 1/n as often as the first (Zipf's law).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from random import Random


def listed(text: str) -> list[str]:
    """Return the words of a list that is written with spaces."""
    return text.split()


DAYS = listed("Monday Tuesday Wednesday Thursday Friday Saturday Sunday")
_MONTHS = listed("January February March April May June July August September October November December")
_GIVEN = listed(
    "Maria James Anna David Elena Peter Fatima Michael Ingrid Omar Helen Thomas Priya Daniel Ruth Victor Nadia "
    "Paul Grace Andrew Lucia Martin Aisha Robert Clara Hassan Julia Stefan Naomi George Irene Luis Karen Samuel "
    "Vera Ivan Judith Marc Olga Patrick Teresa Leo Miriam Hugo Sylvia Frank Amelia Sergei Diane Joseph Camila "
    "Neil Beatrice Ahmed Fiona Walter"
)
_ONSETS = listed("B Br C Ch D Dr F G Gr H J K Kl L M N P Pr R S Sch St T Tr V W Z")
_MIDDLES = listed("a e i o u au ei ie ou ar er or al en an on il")
_LINKS = listed("b d g k l ll m n nd nt r rs s ss t v z lm rk st")
_SURNAME_ENDS = listed("man son ton ley ez ov ski ini berg er wood feld quist ard mann ova ides oglu well ane")
_PLACE_ENDS = listed("ton ford bury field ville stad mouth wick dale port haven grad ham ia burg moor bridge")
_SURNAMES, _PLACES, _KEPT = 60_000, 8_000, 0.1

_WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")
_DAY = rf"(?:{'|'.join(DAYS)})"
_MONTH = rf"(?:{'|'.join(each for each in _MONTHS if each != 'May')})"
_NUMBER = r"(?<![\w.,])\d+(?:,\d{3})*(?:\.\d+)?(?!\w|[.,]\d)"
_NAME = r"[A-ZÀ-Þ][\w’'-]*[a-zß-ÿ](?:[-’'][\w]+)*"
_SLOT = re.compile(
    rf"\b(?P<day>{_DAY})\b|\b(?P<month>{_MONTH})\b|(?P<number>{_NUMBER})|\b(?P<name>{_NAME}(?: {_NAME})*)"
)
_IN = re.compile(r"\b(?:in|at|near|from|outside|across|around|to|of)\s\Z", re.IGNORECASE)
_OF_MONTH = re.compile(rf"(?:{'|'.join(_MONTHS)}|[A-Z][a-z]{{2,3}}\.) \Z")
_POSSESSIVE = re.compile(r"[’']s?\Z")

JOINTS = listed(
    "and but which who while after because as when where although though with saying leaving making including since "
    "before until despite whose"
)
_JOINT = re.compile(rf",? (?=(?:{'|'.join(JOINTS)})\b)")
_QUOTES = re.compile(r"[“”\"()\[\]]")


def _zipf(random: Random, size: int) -> int:
    """Return a number below ``size``; its logarithm is uniform, so that n comes about 1/n as often as 1."""
    return int(size ** random.random()) - 1


def _made(number: int, ends: Sequence[str]) -> str:
    """Return the invented word of a number below 100,000; all of them differ in how they are put together."""
    ways = len(_ONSETS) * len(_MIDDLES) * len(_LINKS) * len(ends)
    number = number * 7_919 % ways  # neighbours in rank look nothing alike, and a prime lets none meet
    parts = []
    for some in (_ONSETS, _MIDDLES, _LINKS, ends):
        number, chosen = divmod(number, len(some))
        parts.append(some[chosen])
    return "".join(parts)


@dataclass(slots=True)
class Cast:
    """Who and what an article is about: a name of the sources becomes the same other name all through it."""

    random: Random
    renamed: dict[str, str] = field(default_factory=dict)

    def name(self, text: str, *, place: bool) -> str:
        """Return other words for a run of names; the last one is what stays in "Ms. Garnock" too."""
        *given, last = text.split(" ")
        made = [self._word(each, _given) for each in given]
        return " ".join([*made, self._word(last, _place if place and not given else _surname)])

    def person(self) -> str:
        """Return somebody new."""
        return f"{_given(self.random)} {_surname(self.random)}"

    def place(self) -> str:
        """Return some place."""
        return _place(self.random)

    def _word(self, word: str, make: Callable[[Random], str]) -> str:
        possessive = _POSSESSIVE.search(word)
        end = possessive.group() if possessive else ""
        stem = word[: len(word) - len(end)]
        if stem not in self.renamed:
            self.renamed[stem] = stem if self.random.random() < _KEPT else make(self.random)
        return self.renamed[stem] + end


def _given(random: Random) -> str:
    return _GIVEN[_zipf(random, len(_GIVEN))]


def _surname(random: Random) -> str:
    return _made(_zipf(random, _SURNAMES), _SURNAME_ENDS)


def _place(random: Random) -> str:
    return _made(_zipf(random, _PLACES), _PLACE_ENDS)


def number(text: str, random: Random) -> str:
    """Return another number in the same form: a year stays one, the size is between half and twice."""
    if len(text) == 4 and text.isdigit() and text[:2] in ("19", "20"):
        return str(random.randint(1950, 2025))
    decimals = len(text.partition(".")[2])
    value = float(text.replace(",", "")) * 2 ** random.uniform(-1, 1)
    if decimals == 0 and value < 40:
        value = random.randint(2, 40)
    return f"{value:,.{decimals}f}" if "," in text or value >= 10_000 else f"{value:.{decimals}f}"


Part = tuple[str, str]
"""What kind a part of a template is (``text`` stays; ``day``, ``number``, ``name``, … do not), and the original."""


@dataclass(frozen=True, slots=True)
class Template:
    """A sentence in parts; ``words`` and ``slots`` count what it is made of, ``head`` is it without its last clause."""

    parts: tuple[Part, ...]
    words: int
    slots: int
    head: Template | None = None

    def filled(self, cast: Cast) -> str:
        """Return it with what is in its slots replaced."""
        return "".join(text if kind == "text" else _FILL[kind](text, cast) for kind, text in self.parts)


_FILL: dict[str, Callable[[str, Cast], str]] = {
    "day": lambda _, cast: cast.random.choice(DAYS),
    "month": lambda _, cast: cast.random.choice(_MONTHS),
    "date": lambda _, cast: str(cast.random.randint(1, 28)),
    "number": lambda text, cast: number(text, cast.random),
    "name": lambda text, cast: cast.name(text, place=False),
    "place": lambda text, cast: cast.name(text, place=True),
}


def common_words(texts: Iterable[str]) -> set[str]:
    """Return the words that occur in lower case: with a capital letter, they are no names."""
    return {word for text in texts for word in _WORD.findall(text) if word[0].islower()}


def template(sentence: str, common: set[str]) -> Template:
    """Make a template of a real sentence."""
    whole = _template(sentence, common)
    joint = next((each.start() for each in reversed(list(_JOINT.finditer(sentence))) if each.start() > 30), None)
    if joint is None and not _QUOTES.search(sentence) and sentence.endswith("."):
        return Template(whole.parts, whole.words, whole.slots, _template(sentence[:-1], common))
    if joint is None or not balanced(sentence[:joint]):
        return whole
    return Template(whole.parts, whole.words, whole.slots, _template(sentence[:joint], common))


def tail(sentence: str, common: set[str]) -> Template | None:
    """Return the last clause of a real sentence, from its joint to its full stop, if it can follow another head."""
    for joint in _JOINT.finditer(sentence, 30):
        clause = sentence[joint.start() :]
        if clause.endswith(".") and 5 <= len(clause.split()) <= 13 and not _QUOTES.search(clause):
            return _template(", " + clause.lstrip(", "), common)
    return None


def balanced(text: str) -> bool:
    """Tell whether every quotation mark and bracket that opens also closes."""
    pairs = all(text.count(opening) == text.count(closing) for opening, closing in ("“”", "()", "[]"))
    return pairs and text.count('"') % 2 == 0


def _template(text: str, common: set[str]) -> Template:
    parts: list[Part] = []
    done = 0
    for slot in _SLOT.finditer(text):
        kind = str(slot.lastgroup)
        start, end = slot.span()
        if kind == "number" and _OF_MONTH.search(text, max(0, start - 10), start):
            kind = "date"
        elif kind == "name":
            start, end = _names(text, start, end, common)
            if start == end:
                continue
            kind = "place" if _IN.search(text, max(0, start - 9), start) else "name"
        parts += [("text", text[done:start]), (kind, text[start:end])]
        done = end
    parts.append(("text", text[done:]))
    return Template(tuple(part for part in parts if part[1]), len(text.split()), len(parts) // 2)


def _names(text: str, start: int, end: int, common: set[str]) -> tuple[int, int]:
    """Return the longest run at the end of capitalised words that are names, empty if the last one is none."""
    if text.startswith(". ", end):
        return end, end  # an abbreviation: "Gen. Veltman", "Oct. 4"
    kept = end
    for word in reversed(text[start:end].split(" ")):
        if _POSSESSIVE.sub("", word).lower() in common:
            break
        kept -= len(word) + 1
    return (min(kept + 1, end), end) if kept < end else (end, end)
