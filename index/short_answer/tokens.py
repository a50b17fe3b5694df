"""A sentence's words and marks, each with the little that its looks give away."""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.terms import STOP_WORDS, stem

# A number with its separators, an initialism or initial with its full stops, an abbreviated title or month,
# a word with its inner apostrophes and hyphens, or one mark.
_TOKEN = re.compile(
    r"\d+(?:[.,:]\d+)*(?:st|nd|rd|th|s)?\b|\d+(?:[.,:]\d+)*|(?:[^\W\d_]\.){2,}|\b[A-Z]\.(?=\s)|"
    r"\b(?:Mr|Mrs|Ms|Dr|Gen|Lt|Col|Maj|Capt|Sgt|Cpl|Adm|Gov|Sen|Rep|Rev|Prof|Sgt|St|Jr|Sr|Hon|Insp|Supt|"
    r"Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec|No|Inc|Co|Corp|Ltd)\.|"
    r"[^\W_]+(?:['’\-–][^\W_]+)*|\S"
)
_POSSESSIVE = re.compile(r"['’]s?$")
_OPENING, _CLOSING = "“‘([{«", "”’)]}»"


def _kinds(**words: str) -> dict[str, str]:
    return {word: kind for kind, some in words.items() for word in some.split()}


_KINDS = _kinds(
    MONTH="january february march april june july august september october november december jan. feb. mar. apr. "
    "jun. jul. aug. sept. sep. oct. nov. dec.",
    DAY="monday tuesday wednesday thursday friday saturday sunday yesterday today tonight tomorrow midnight noon",
    TITLE="mr. mrs. ms. dr. gen. lt. col. maj. capt. sgt. cpl. adm. gov. sen. rep. rev. prof. st. hon. insp. supt. "
    "president judge mayor justice lord lady sir bishop sister minister professor captain inspector sheriff",
    NUMBER="one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundreds thousands dozens "
    "half none twice once",
    SCALE="hundred thousand million millions billion billions trillion dozen crore lakh bn",
    UNIT="percent % dollars euros pounds cents yen rupees kronor francs miles mile kilometers kilometres meters metres "
    "feet foot inches tons tonnes gallons liters litres acres hectares degrees kilograms grams people votes times "
    "points",
    TIME="second seconds minute minutes hour hours day days week weeks month months year years decade decades century "
    "centuries a.m. p.m. season spring summer autumn winter evening morning afternoon night",
    ROUGHLY="about around roughly nearly almost approximately over under some only least most more than up fewer less",
    DET="the a an this that these those its his her their our my your each every no any all both another",
    PRONOUN="he she it they i we you him them us me himself herself itself themselves who which what nobody everyone",
    OF="of",
    PREP="in on at by for from with into through during against between among within across near off onto toward "
    "towards upon without under outside inside behind beyond amid along around like despite",
    TO="to",
    AND="and or nor",
    BUT="but yet although though while whereas",
    BECAUSE="because since so unless if until when where after before as that whether why how",
    BE="is are was were be been being am isn't aren't wasn't weren't isn’t aren’t wasn’t weren’t",
    AUX="has have had do does did will would can could may might must shall should not won't can't couldn't didn't "
    "doesn't don't hadn't hasn't haven't wouldn't shouldn't won’t can’t couldn’t didn’t doesn’t don’t hadn’t hasn’t "
    "haven’t wouldn’t shouldn’t",
    SAY="said says say told added wrote called calls asked argued claimed warned replied announced insisted denied "
    "described testified read explained recalled concluded",
    PARTICLE="von van de der da di al bin ibn del la le du dos ter",
)
_MARKS = {",": "COMMA", ";": "STOP", ":": "STOP", ".": "STOP", "?": "STOP", "!": "STOP", "—": "DASH", "–": "DASH",
          "-": "DASH", '"': "QUOTE", "%": "UNIT", "/": "DASH"}  # fmt: skip
_SUFFIXES = (("ly", "LY"), ("ing", "ING"), ("ed", "ED"), ("tion", "TION"), ("ment", "TION"), ("er", "ER"), ("s", "S"))


@dataclass(frozen=True, slots=True)
class Token:
    """A word or mark: ``sentence[start:end] == text``. ``stem`` is empty for stop words and marks."""

    start: int
    end: int
    text: str
    lower: str
    kind: str
    stem: str


def tokens(sentence: str) -> list[Token]:
    """Return the words and marks of a sentence in order."""
    found: list[Token] = []
    for match in _TOKEN.finditer(sentence):
        text = match.group()
        lower = text.lower()
        plain = _POSSESSIVE.sub("", lower)
        searched = lower not in STOP_WORDS and plain not in STOP_WORDS and text[0].isalnum()
        found.append(
            Token(match.start(), match.end(), text, lower, _kind(text, lower), stem(plain) if searched else "")
        )
    return found


def _kind(text: str, lower: str) -> str:
    """Return the class of a token: a small closed set, told from its letters alone."""
    if text[0].isdigit():
        return "YEAR" if len(text) == 4 and text.isdigit() and text[:2] in ("18", "19", "20") else "NUMBER"
    if not text[0].isalnum():
        return _mark(text)
    if lower == "may" and text == "May":
        return "MONTH"
    listed = _KINDS.get(lower)
    if listed:
        return listed
    if text[0].isupper():
        return "INITIAL" if len(text) == 2 and text[1] == "." else "NAME"
    return next((kind for suffix, kind in _SUFFIXES if lower.endswith(suffix) and len(lower) > len(suffix) + 2), "WORD")


def _mark(text: str) -> str:
    if text in "$£€¥":
        return "MONEY"
    if text in _OPENING:
        return "OPEN"
    return "CLOSE" if text in _CLOSING else _MARKS.get(text, "MARK")
