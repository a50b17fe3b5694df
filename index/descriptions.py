"""Which neighbour names what a sentence calls "the agency", "the company", "the judge" or "it".

Rules that would rather say nothing: the description's own noun must stand beside a name ("the Environmental
Protection Agency", "Judge Aurelio Banks", "the cruise ship Meridian Star"), or the name must be of its kind by its last
word or by an apposition ("Harlow Freight, a trucking company"), and no other name in reach may do so too. "It" is
followed only to the subject of the sentence before, and only where it does what an organisation does, or goes on with
what a ship or a picture was said to be. How often this is right: docs/short-answers.md.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from index.kinds import (
    AS_ORGANISATIONS_DO,
    COMPANIES,
    ENDS,
    FIRM,
    FIRMS,
    INSTITUTION,
    OF_A_COMPANY,
    OF_A_PLACE,
    PEOPLE,
    THINGS,
    TITLES,
)

_CAPITAL = r"(?:[A-ZÀ-ÖØ-Þ][\w’'&-]*\w|[A-Z]{2,}|[A-Z]\.|St\.)"
_LINK = r"(?:of|and|for|the|de|la|del|&|in)"
_NAME = rf"{_CAPITAL}(?: (?:{_LINK} ){{0,2}}{_CAPITAL}){{0,6}}(?: \d+)?"
_NO_NAME = re.compile(
    r"(?:The|An?|He|She|It|They|We|I|You|There|What|Who|Nobody|Everyone|Others|In|On|At|By|For|But|And|Its|Their|His|Her|This|That|These|Those|When|After|Before|Under|Since|As|"
    r"Two|Three|Both|One|Some|Most|Many|Several|Another|Each|Every|Last|Next|Of|To|From|With|"
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|May|June|July|August|September|October|"
    r"November|December)(?:\s+|$)"
)
_NATION = re.compile(r"(?:an|ese|ish|ch|eek|iss|[a-z]ic|[aq]i)s?$")
_OPENING = (
    r"(?:(?:But|And|Yet|So|Then|Later|Still|Now|Today|Instead|Afterwards?|By then|At the time|Since then|In \d{4}|"
    r"On \w+day|(?:Last|This) (?:week|month|year|spring|summer|autumn|fall|winter)),? )?"
)
_AUXILIARY = r"(?:has|had|have|will|would|did|does|must|may|might|can|could|should|is|was|are|were)"
_DOES = (
    rf"(?:{_AUXILIARY}|also|never|now|said|told|fell|rose|made|took|got|won|lost|kept|met|ran|sold|bought|began|paid|"
    r"\w+ed|\w+s)"
)
_SAID = r"(?:said|says|added|wrote|told|argued|warned)"
_DESCRIBED = re.compile(
    rf"^{_OPENING}(?:The|the) (?P<kind>(?:[a-z][\w-]* ){{0,2}}?(?P<noun>[a-z]{{2,}}))(?= {_DOES}\b)"
)
_SPEAKER = re.compile(
    rf"[,?!][”\"] (?:the (?P<kind>(?:[a-z][\w-]* ){{0,2}}?(?P<noun>[a-z]{{2,}})) {_SAID}\b"
    rf"|{_SAID} the (?P<kind2>(?:[a-z][\w-]* ){{0,2}}?(?P<noun2>[a-z]{{2,}}))[.,])"
)
_IT = re.compile(
    rf"^{_OPENING}(?:It|it)"
    rf"(?P<acts> (?:(?:{_AUXILIARY}|also|never|not|since|still|now|then|later) )*{AS_ORGANISATIONS_DO}\b)?"
    rf"(?P<is> (?:had been|was|has been|is|carries|carried|has|had|weighs|cost|measures|sank|tied|turned)\b)?"
)
_PASSIVE_SAYING = re.compile(
    r"^ (?:was|is|has been|had been) (?:not )?(?:the|an?|his|her|their|not|clear|known|un\w+)\b"
)
_LONGEST = 800  # characters
_CLOSED = r"(?=[,.;]| (?:of|that|which|who|whose)\b)"  # of an apposition


def described(sentence: str) -> tuple[str, str] | None:
    """Return the description that is a sentence's subject or speaker, with its noun: ("water agency", "agency")."""
    found = _DESCRIBED.search(sentence) or _SPEAKER.search(sentence)
    if found is None:
        return None
    groups = found.groupdict()
    return groups["kind"] or groups["kind2"], groups["noun"] or groups["noun2"]


def is_it(sentence: str) -> bool:
    """Tell whether a sentence begins with an "it" that can be followed."""
    found = _IT.search(sentence)
    return found is not None and bool(found["acts"] or found["is"])


def naming(sentence: str, before: Sequence[str], earlier: str, reach: int) -> int | None:
    """Return which of the last ``reach`` sentences before one names what its description or "it" means.

    None where the sentence needs no support, or where it cannot be told.
    """
    first = max(0, len(before) - reach)
    if any(len(text) > _LONGEST for text in (sentence, *before[first:])):
        return None  # no sentence of a reporter's, and slow to search
    if (found := described(sentence)) is not None:
        position = _named(*found, before, first)
        return None if position is None or _names_too(sentence, before[position], *found) else position
    it = _IT.search(sentence)
    if it is None or not before or len(before) - 1 < first:
        return None
    return _subject_before(sentence, it, before, earlier, first)


def _subject_before(sentence: str, it: re.Match[str], before: Sequence[str], earlier: str, first: int) -> int | None:
    """Follow "it" to the subject of the sentence before, by its name or by what that description means."""
    text = before[-1]
    if it["acts"]:
        if _organisation_first(text, earlier):
            return len(before) - 1
        above = described(text)
        if above and above[1] not in PEOPLE and (_DESCRIBED.search(text)):
            return _named(*above, before[:-1], first)
        return None
    if it["is"] and not _PASSIVE_SAYING.match(it["is"] + sentence[it.end() :]):
        return len(before) - 1 if _THING_FIRST.search(text) else None
    return None


_THING_FIRST = re.compile(rf"^The (?:[a-z]+ )?{THINGS}, (?:the )?{_NAME}, {_DOES}|^The [A-Z]\w+ [A-Z]\w+ was built\b")
_ORGANISATION_FIRST = (
    # "The operator, Idroalpe, said"
    re.compile(rf"^{_OPENING}(?:The|the) [a-z’' -]{{0,40}}?(?P<noun>[a-z-]+), (?:the )?(?P<name>{_NAME}), {_DOES}\b"),
    # "Open Larder, founded in 1987, supplies", "Tarrant Aggregates, which has worked"
    re.compile(rf"^(?:The )?(?P<name>{_NAME}), (?:founded|an? [a-z]|which|based|whose) ?[^.]*"),
    # "West Midlands Police has changed"
    re.compile(rf"^(?:The )?(?P<name>(?:{_NAME} )?{INSTITUTION})(?: (?:of|in) {_NAME})?,? (?:{_DOES}|which)\b"),
    # "The Museum of Failure closed"
    re.compile(rf"^The (?P<name>{INSTITUTION} of {_NAME}),? (?:{_DOES}|which|in)\b"),
    # "The government of Sundarpur extended"
    re.compile(rf"^The (?:government|port|city|county|diocese|state|village|town) of (?P<name>{_NAME}) {_DOES}\b"),
    # "Severnside has 4.2 million customers"
    re.compile(rf"^(?P<bare>)(?P<name>{_NAME})(?:,? (?:{_DOES}|plans|needs|agreed)\b)"),
)
_PERSONAL = re.compile(r"\b(?:he|she|his|her|him|who)\b|[”\"]")


def _organisation_first(text: str, earlier: str) -> bool:
    """Tell whether a sentence's subject is an organisation by name."""
    for pattern in _ORGANISATION_FIRST:
        found = pattern.search(text)
        if found is None or found.groupdict().get("noun") in PEOPLE or _NO_NAME.match(found["name"]):
            continue
        if pattern is _ORGANISATION_FIRST[0] or not re.search(r"[”\"]", text):
            return "bare" not in pattern.groupindex or not _may_be_a_person(found["name"], text, earlier)
    return False


def _may_be_a_person(name: str, text: str, earlier: str) -> bool:
    """Tell whether somebody may be called so: by a title, an age, a pronoun, or a first name before it."""
    last = re.escape(name.split()[-1])
    if _PERSONAL.search(text):
        return True
    if " " not in name and re.search(rf"{_CAPITAL} {last}\b", earlier[: earlier.rfind(text)]):
        return True
    before = rf"(?:Mr|Mrs|Ms|Dr|Gen|Sen|Gov|Prof|Cllr)\.? (?:\S+ )?{last}\b|\b{last}, \d\d|\b{last}, (?:who|whose)\b"
    role = rf"(?:[a-z]+(?:er|or|ist|ian|man|woman|chief|head|ent|ant|coach),?|said|says|named) (?:{_CAPITAL} )*{last}\b"
    return re.search(f"{before}|{role}", earlier) is not None or (
        " " in name and not re.search(rf"(?:{INSTITUTION}|s|\d)$", name)
    )


def _named(kind: str, noun: str, before: Sequence[str], first: int) -> int | None:
    """Return the nearest sentence that has the one name that a description can mean."""
    modifiers = [word for word in kind.lower().split()[:-1] if word != noun]
    position, name = None, None
    for at in range(len(before) - 1, first - 1, -1):
        for found in _names_of(noun, before[at]):
            if any(word not in found[1].lower() for word in modifiers):
                return None  # "the economic regulator", beside one of the environment
            if name is None:
                position, name = at, found[0]
            elif not _same(name, found[0]):
                return None
        if name is None and re.search(
            rf"\b(?:An?|an?|[Aa]nother|[Tt]wo|[Oo]ther|\d+) (?:[\w-]+ ){{0,2}}{noun}s?\b", before[at]
        ):
            return None  # one without a name is nearer
    return position


def _names_too(sentence: str, text: str, kind: str, noun: str) -> bool:
    """Tell whether the sentence itself has the name that its neighbour gives."""
    return any(name.split()[-1] in sentence for name, _ in _names_of(noun, text))


def _same(one: str, other: str) -> bool:
    return one in other or other in one


def _names_of(noun: str, text: str) -> list[tuple[str, str]]:
    """Return the names in a text that a noun can describe, each with all the words that say so."""
    found: list[tuple[str, str]] = []
    known_by_others = noun in FIRMS or noun in COMPANIES or noun in ENDS or noun in TITLES
    if not known_by_others and noun not in text.lower():
        return found
    for pattern in _patterns(noun):
        for match in pattern.finditer(text):
            name = match["name"]
            while gone := _NO_NAME.match(name):
                name = name[gone.end() :]
            if name and not _only_a_nation(match, name):
                found.append((name, match[0]))
    return found


def _only_a_nation(match: re.Match[str], name: str) -> bool:
    """Tell "a Finnish company" from "the St. Alban Health network"."""
    return "adjacent" in match.re.groupindex and (" " not in name or _NATION.search(name) is not None)


@lru_cache(maxsize=512)
def _patterns(noun: str) -> tuple[re.Pattern[str], ...]:
    title = noun[0].upper() + noun[1:]
    ends = FIRM if noun in FIRMS and noun not in ENDS else ENDS.get(noun, title)
    sources = [
        rf"\b[Tt]he (?:[a-z][\w’'-]* ){{0,3}}{noun},? (?:the )?(?P<name>{_NAME})",  # the cruise ship Meridian Star
        rf"\b(?:[a-z][\w’'-]* )?{noun} (?P<name>{_NAME})",
        rf"(?P<name>{_NAME}), (?:the|an?|its|their) (?:[\w’'-]+ ){{0,4}}{noun}{_CLOSED}",  # Ada Lind, the mayor
        rf"\b{TITLES.get(noun, title)} (?P<name>{_NAME})",  # Judge Turk
    ]
    if noun not in PEOPLE:
        sources += [
            rf"(?P<name>(?:{_CAPITAL} (?:{_LINK} ){{0,2}}){{1,6}}{ends})\b",  # the Federal Trade Commission
            rf"(?P<name>{title} (?:of|for) (?:the )?{_NAME})",  # the Museum of Failure
            rf"\b{noun} (?P<of>of) (?P<name>{_NAME})",  # the port of Halmstrand
            rf"(?P<adjacent>)(?P<name>{_NAME}) {noun}\b",  # the St. Alban Health network
        ]
    if noun in COMPANIES:
        company = f"(?:{'|'.join(sorted(COMPANIES))})"
        sources += [
            rf"(?P<name>{_NAME}), (?:the|an?) (?:[\w’'-]+ ){{0,4}}{company}{_CLOSED}",  # Tessellate, a start-up
            rf"\b{company},? (?P<name>{_NAME})",  # the retailer Modalane
            rf"(?P<name>{_NAME})[’']s (?:own )?(?:\w+ )?{OF_A_COMPANY}\b",  # Perihelion's chief executive
            rf"^(?:[A-Z][a-z ]+, )?(?P<name>{_NAME}) {_DOES}\b[^.”\"]* (?:it|its)\b",  # Hopper must say before it
        ]
    if noun in OF_A_PLACE:
        sources.append(rf"(?P<name>{_CAPITAL})[’']s (?:\w+ )?{noun}\b")
    return tuple(re.compile(source) for source in sources)
