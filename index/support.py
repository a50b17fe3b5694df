"""Which neighbour names whom or what a sentence is about: "She said no", after "Ms. Brandsetter runs the ward".

Only what can be told with few mistakes. For "he" and "she" as the subject or the speaker, the neighbour must name
a person; where it names several, both sentences together say which. "The agency" and "it" are looked up by
``index.descriptions``. How often it is right: docs/short-answers.md.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.descriptions import described, is_it, naming

BACK = 3  # sentences
_EARLIER = 20_000  # characters: who was introduced farther back is seldom called by surname alone

_WORD = r"(?:[A-ZÀ-ÖØ-Þ][\w’'-]*[a-zà-ÿ]|[A-Z]\.)"
_PARTICLES = r"(?:(?:al|bin|da|de|del|della|der|di|do|dos|du|ibn|la|le|ten|ter|van|von|y)[ -])*"
_RUN = rf"{_WORD}(?: {_PARTICLES}{_WORD}){{1,4}}"
_FULL = rf"(?P<name>{_RUN})"
_HIS = r"Mr\.?|Sir|Lord|Baron|King|Prince|Imam|Brother"
_HER = r"Mrs\.?|Ms\.?|Miss|Dame|Lady|Baroness|Sister|Queen|Princess"
_TITLE = (
    rf"(?:{_HIS}|{_HER}|Dr|Gen|Lt|Col|Maj|Capt|Sgt|Cpl|Pvt|Adm|Gov|Sen|Rep|Rev|Prof|Cllr|Insp|President|Judge|Mayor|"
    r"Justice|Bishop|Minister|Professor|Captain|Inspector|Sheriff|Senator|Governor|Chief|Commissioner|Cardinal|"
    r"Detective|Sergeant|Superintendent|Councillor|Councilor|Ambassador|Secretary|Constable)\.?"
)
_SAYS = r"(?:said|says|told|added|wrote|called|asked|argued|warned|replied|insisted|recalled|testified|explained|joked)"
_ROLE = (
    r"(?:\w*(?:man|woman|mistress|person|chief|head|boss|leader|driver|owner|author|or|er|ist|ian|ant|ent|ary|ee)|coach|"
    r"judge|nurse|pilot|mayor|general|wife|husband|son|daughter|brother|sister|mother|father|widow|friend|candidate|"
    r"spokes\w+|captain|clerk|deputy|envoy|bishop|king|critic|official|chairman|principal|guide|cook|colonel)"
)
_DOES = r"(?:has|had|is|was|will|would|did|does|could|[a-z]+ed|[a-z]+s|told|made|took|got|won|lost|kept|went)"
_NOT_NAMES = r"(?:He|She|They|It|We|I|You|One|Some|Many|Most|Several|All|Nobody|Everyone|Police|Those|\w+[^s]s)\b"
# A run of capitalised words is a person where something beside it says so; an institution has none of these.
_PERSONS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\b(?:{_TITLE} )+(?P<name>{_PARTICLES}{_WORD}(?: {_PARTICLES}{_WORD}){{0,4}})",
        rf"\b{_FULL}(?=, (?:\d{{1,3}}\b|an? [a-z]|who\b|whose\b|[a-z]+ (?:of|at|for)\b)| {_SAYS}\b)",
        rf"\b{_SAYS} {_FULL}",
        rf"\b{_ROLE}s?,? {_FULL}",
        rf"(?:^|[.?!”] |\n)(?!{_NOT_NAMES})(?P<name>{_WORD})(?=,? (?:{_SAYS}|who)\b)",
        rf"\b(?:named|called|according to) {_FULL}",
        rf"(?:^|[.?!”] |\n){_FULL}(?= {_DOES}\b)",
    )
)
_NOT_PERSONS = re.compile(
    r"\b(?:Agency|Air\w*|Association|Authority|Bank|Board|Bureau|Church|City|Club|College|Commission|Committee|Company|"
    r"Corp|Council|County|Court|Department|District|Energy|Federation|Foods?|Foundation|Group|Hall|Hospital|Hotel|House|"
    r"Inc|Institute|Island\w*|Ltd|Marine|Ministry|Museum|Office|Park|Party|Police|Press|Railway\w*|River|Road|School|"
    r"Security|Service|Social|Society|Space|States?|Steel|Street|Systems|Times|Trust|Union|United|University|Water|"
    r"Works|"
    r"Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|January|February|March|April|May|June|July|August|September|October|"
    r"November|December|The)\b"
)
_OPENING = r"(?:(?:But|And|Yet|So|Then|Later|Still|Now|Today|Instead|Afterward|Afterwards),? )?"
_FIRST = re.compile(rf"^{_OPENING}(?P<pronoun>He|he|She|she)\b")
_AFTER_PHRASE = re.compile(r"^[A-Z][^“”\"]{2,90}, (?P<pronoun>he|she)\b")
_SPEAKER = re.compile(
    rf"(?:[,?!.]|—)[”\"] (?:but |and |as )?(?P<pronoun>he|she) (?:\w+ly |later |also |once )?{_SAYS}\b"
)
_QUOTED = re.compile(r"“[^”]*(?:”|$)|\"[^\"]*(?:\"|$)")
# Somebody who is not known by name, or a name of which it cannot be told whose it is: no further back.
_SOMEBODY = re.compile(
    rf"^(?:An?|One|Another|Some) \w+|^{_RUN}|, an? [^,]*\b(?:man|woman|boy|girl)\b|"
    rf"^Its? \w+(?:er|or|ain|man)\b|, {_RUN},"
)


def pronoun(sentence: str) -> str | None:
    """Return "he" or "she" where that is a sentence's subject or speaker and nobody is named before it."""
    for pattern in (_FIRST, _AFTER_PHRASE, _SPEAKER):
        found = pattern.search(sentence)
        if found:
            told = _QUOTED.sub(" ", sentence[: found.start("pronoun")])
            return None if re.search(rf"(?<!^)\b{_WORD}|^{_RUN}", told.strip()) else found["pronoun"].lower()
    return None


def wants_support(sentence: str) -> bool:
    """Tell whether a sentence may leave to its neighbours whom or what it is about."""
    return pronoun(sentence) is not None or described(sentence) is not None or is_it(sentence)


def supporting(sentence: str, before: Sequence[str], earlier: str) -> int | None:
    """Return which of the sentences before one names whom or what it is about, if that can be told.

    Args:
        sentence: The one that is cited.
        before: The sentences in front of it in the article, in order; the last ``BACK`` are looked at.
        earlier: The article's text up to the sentence: who has been introduced there is known by surname.

    Returns:
        A position in ``before``, or None where no support is needed or none can be told.
    """
    meant = pronoun(sentence)
    earlier = earlier[-_EARLIER:]
    position = None if meant is None else _who(meant, before, earlier)
    return naming(sentence, before, earlier, BACK) if position is None else position


def _who(meant: str, before: Sequence[str], earlier: str) -> int | None:
    known = _surnames(persons(earlier), earlier, meant)
    for position in range(len(before) - 1, max(-1, len(before) - 1 - BACK), -1):
        text = before[position]
        if any(re.search(rf"\b{re.escape(name)}\b", _QUOTED.sub(" ", text)) for name in known):
            return position
        if _SOMEBODY.search(text) or _names_another(text, meant):
            return None
    return None


def persons(text: str) -> list[str]:
    """Return the names of the persons that a text introduces, as they stand there, without titles."""
    names = (found["name"] for pattern in _PERSONS for found in pattern.finditer(text))
    return list(dict.fromkeys(name for name in names if not _NOT_PERSONS.search(name)))


def _surnames(names: Sequence[str], text: str, meant: str) -> list[str]:
    """Return the last words of names, without those whom a title shows not to be meant."""
    wrong = _HER if meant == "he" else _HIS
    last = dict.fromkeys(name.split()[-1].rstrip(".") for name in names)
    return [name for name in last if not re.search(rf"\b(?:{wrong}) (?:\S+ ){{0,3}}{re.escape(name)}\b", text)]


def _names_another(text: str, meant: str) -> bool:
    """Tell whether a sentence is about somebody of the other sex, so that the pronoun is not to be followed back."""
    other = "she" if meant == "he" else "he"
    return pronoun(text) == other
