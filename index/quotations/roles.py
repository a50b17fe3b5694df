"""The role that an article gives a person: "chairman of the Joint Chiefs of Staff", "Sen.", "a spokeswoman for X"."""

from __future__ import annotations

import re

from index.document import Span
from index.quotations.word_lists import words

_SUFFIXED = r"[\w-]*(?:man|men|woman|women|person|chief|head|ist|ian|ologist|director|officer|owner|maker)"
_NOUN = (
    rf"(?:{_SUFFIXED}|chair|president|minister|secretary|senator|governor|mayor|analyst|professor|lawyer|attorney|"
    r"judge|"
    r"justice|barrister|solicitor|prosecutor|founder|co-founder|executive|leader|member|manager|adviser|advisor|aide|"
    r"ambassador|envoy|captain|coach|player|striker|goalkeeper|colonel|general|commander|lieutenant|sergeant|detective|"
    r"inspector|superintendent|sheriff|commissioner|councillor|councilor|lawmaker|legislator|candidate|deputy|chancellor|"
    r"premier|treasurer|trustee|doctor|nurse|surgeon|teacher|headteacher|principal|student|researcher|fellow|scholar|"
    r"author|writer|editor|reporter|novelist|poet|critic|farmer|fisher|baker|butcher|engineer|architect|curator|driver|"
    r"pilot|worker|organizer|organiser|campaigner|volunteer|resident|neighbor|neighbour|tenant|landlord|shopkeeper|"
    r"mother|father|widow|widower|daughter|son|brother|sister|wife|husband|partner|CEO|CFO|COO|CTO|bishop|priest|rabbi|"
    r"imam|pastor|cleric|vicar|strategist|consultant|trader|broker|banker|investor|accountant|auditor|inspector|official|"
    r"speaker|whip|forecaster|hydrologist|seismologist|vet|veterinarian|midwife|paramedic|firefighter|winemaker|brewer|"
    r"counsel|negotiator|coordinator|co-ordinator|administrator|dean|provost|rector|warden|ombudsman|regulator|witness|"
    r"actor|actress|singer|musician|conductor|composer|filmmaker|producer|designer|developer|entrepreneur|expert|"
    r"specialist|physician|pharmacist|psychologist|lecturer|clerk|guide|cook|chef|waiter|miner|sailor|skipper|trainer)"
)
_CAPITALISED = _NOUN.replace("(?:", "(?i:", 1)
_PLACE = r"(?: (?:of|for|at|in|with|to|on|under) [^,;:.()“”\"\n]+)?"
_DETERMINED = r"(?:the|a|an|its|his|her|their|our|one of|another|then|now|[A-Z][\w.]*(?: [A-Z][\w.]*)*[’']s?)"
_AGE = r"(?:, (?:aged )?\d{1,3})?"
_APPOSED = re.compile(
    rf"{_AGE}(?: \([^)]{{1,30}}\))?, (?P<role>(?:{_DETERMINED} )?(?:[\w’'-]+ ){{0,6}}?{_CAPITALISED}\b"
    r"(?! (?:said|says|told|added|wrote|called|argued))[^,;:.()“”\"\n—]*)(?=[,;.)—\n]|$)"
)
_NOT_APPOSED = re.compile(
    r"^(?:who|whose|which|where|when|while|and|but|as|along|speaking|writing|adding|saying|with)\b"
)
_ENDS = re.compile(
    r" (?:who|whose|which|that|where|since|until|said|says|told|added|wrote|warned|has|had|was|is|and (?:a )?former)\b"
)
_STOP_LEFT = words(
    """
    said says told added asked called named including in at to by with from for as after when that and but or
    while because before against between than of on is was were are be been has have had will would did does
    do met saw see thanked meanwhile then now where whether if whom who where according like unlike under over
    about into out up made wrote left joined gave quoted urged let's lets also later not only even when whose
    which through
    """
)
_PARTICIPLES = words(
    """
    retired former leading managing sitting ruling founding outgoing acting elected appointed disgraced
    renowned exiled self-described veteran convicted
    """
)
_OF_X = re.compile(
    rf"(?:^|[\s“(—])(?P<role>(?:{_DETERMINED} )?(?:[\w’'-]+ ){{0,4}}{_CAPITALISED}"
    r" (?:for|of|at|with) [^,;:.()“”\"\n]{1,70}), $",
    re.IGNORECASE,
)
_TITLE = re.compile(
    r"(?P<role>(?:(?:Lt|Maj|Brig|Rear|Vice|Staff)\.? )?(?:Sen|Rep|Gen|Gov|Col|Maj|Capt|Lt|Sgt|Adm|Cmdr|Rev|Prof|Dr|"
    r"Cllr)\.?|(?:Secretary|Minister|Undersecretary) (?:of|for) (?:the )?[A-Z]\w+) $"
)
_OPENING = re.compile(r"(?:[Tt]he|[Ii]ts|[Hh]is|[Hh]er|[Tt]heir|[Oo]ur|A|An) (?=\w)")
_AFTER_COMMA = re.compile(r"(?<=, )(?:(?:Lt|Maj|Brig|Gen|Adm|Col|Capt|Cmdr|Sgt|Dr|Sen|Rep|Gov|Rev|Prof)\.? ){1,2}$")
_HONORIFIC = re.compile(r"^(?:Mr|Mrs|Ms|Miss|Sir|Dame|Lord|Lady)\.?$")


def role_of(name: str, text: str) -> Span | None:
    """Return where an article says what a person is, or None.

    The fullest of its ways counts: a phrase after the name ("Jane Hill, the company's lawyer,"), then one before it
    ("Treasury minister Philippa Garnock"), then a title ("Sen."). A mere "Mr." is no role.

    Args:
        name: The name in full, as the article has it.
        text: The article.
    """
    places = _places(name, text)
    for look in (_after, _before, _title):
        for place in places:
            found = look(text, place, place + len(name))
            if found is not None:
                return _shortened(text, found)
    return None


def _places(name: str, text: str) -> list[int]:
    """Return where a name stands in a text, and is not part of another word; a pattern for each would cost far more."""
    found: list[int] = []
    at = text.find(name)
    while at >= 0:
        end = at + len(name)
        whole = not _is_letter(text[at - 1 : at]) and not _is_letter(text[end : end + 1])
        if whole:
            found.append(at)
        at = text.find(name, end if whole else at + 1)
    return found


def _is_letter(character: str) -> bool:
    return character.isalnum() or character == "_"


def _shortened(text: str, role: Span) -> Span:
    """Leave out what means something only where the role stands: "the", "its", and the capital of an opening "A"."""
    opens = _OPENING.match(text, role.start, role.end)
    return Span(opens.end(), role.end) if opens else role


def _after(text: str, start: int, end: int) -> Span | None:
    match = _APPOSED.match(text, end, min(len(text), end + 220))
    if match is None or _NOT_APPOSED.match(match["role"]):
        return None
    role = match["role"]
    cut = _ENDS.search(role)
    role = (role[: cut.start()] if cut else role).rstrip()
    if not re.search(rf"\b{_CAPITALISED}\b", role):
        return None
    return Span(match.start("role"), match.start("role") + len(role))


def _before(text: str, start: int, end: int) -> Span | None:
    line = text.rfind("\n", 0, start) + 1
    before = text[max(line, start - 120) : start]
    if (titled := _AFTER_COMMA.search(before)) is not None:  # "the chairman of the Joint Chiefs, Gen. Mark Milley"
        start -= len(titled[0])
        before = before[: titled.start()]
    of = _OF_X.search(before)
    if of is not None and not re.search(r"\b(?:said|told|and|but|met)\b", of["role"]):
        role = _trimmed(of["role"])
        return Span(start - 2 - len(role), start - 2)
    bare = before.removesuffix(" ").removesuffix(",")
    last = re.search(rf"(?:^|[\s—(“]){_CAPITALISED}$", bare)
    if last is None or not before.endswith(" "):
        return None
    words = list(re.finditer(r"\S+", bare))
    first = len(words) - 1
    while first > 0 and len(words) - first < 7 and _belongs(words[first - 1][0], words[first][0]):
        first -= 1
    role = _trimmed(bare[words[first].start() :])
    if not role or _HONORIFIC.match(role) or (before.rstrip().endswith(",") and not _determined(role)):
        return None
    stop = start - len(before) + len(bare)
    return Span(stop - len(role), stop)


def _title(text: str, start: int, end: int) -> Span | None:
    before = text[max(0, start - 60) : start]
    match = _TITLE.search(before)
    return None if match is None else Span(start - len(before) + match.start("role"), start - 1)


def _belongs(word: str, following: str) -> bool:
    """Tell whether a word to the left of a role is part of it."""
    plain = word.strip('“”"()—')
    if plain != word or plain[-1:] in ",.;:" or plain.casefold() in _STOP_LEFT or not plain[:1].isalpha():
        return False
    if following.casefold() in ("the", "a", "an", "its", "his", "her", "their"):
        return False
    if plain.casefold() in _PARTICIPLES or plain[0].isupper():
        return True
    return not plain.endswith(("ed", "ing"))


def _determined(role: str) -> bool:
    return re.match(r"(?i:the|a|an|its|his|her|their|another)\b|[A-Z][\w.]*(?: [A-Z][\w.]*)*[’']s?\b", role) is not None


def _trimmed(role: str) -> str:
    """Take conjunctions and the like off a role's beginning."""
    return re.sub(r"^(?:(?:But|And|So|Yet|When|As|While|In|On|At|For|With|After|Before|By|From|To) )+", "", role)
