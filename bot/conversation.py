"""Follow-up questions: what is asked in view of an earlier question and what answered it.

Rules, not a model: each turns one way of leaving something out into a question that stands alone. Where no rule is
sure, the question stays as it was typed. English only, as the coverage is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.mentioned import names, person_doing, places, things
from index.answer import Answer

_DO = r"(?:did|does|do)"
_BE = r"(?:is|are|was|were)"
_HAVE = r"(?:has|have|had|will|would|can|could|should|may|might)"
_PREPOSITION = r"(?:in|on|at|for|from|by|with|to|after|before|during|under|against|near|since|until|between)"
_VERB = (
    r"(?:say|do|call|want|plan|decide|withdraw|announce|cost|mean|happen|think|know|promise|ask|tell|make|take|give|get|"
    r"go|win|lose|raise|close|open|reopen|blame|kill|vote|sign|warn|deny|claim|expect|pay|report|respond|react|begin|"
    r"start|end|leave|return|cause|threaten|offer|demand|accuse|propose|reject|refuse|send|buy|sell|build|produce|drop)"
)
_SAY = r"(?:say|said|says|claim|claimed|think|thought|mean|write|wrote|announce|announced|tell|told|do|did|deny|denied)"

_LEAD = re.compile(r"^(?:(?:and|but|so|ok|okay|well|also|then|now|yes|no)\b[\s,]*)+", re.IGNORECASE)
_BARE = re.compile(
    r"(when|where|why|how come|how|since when|how long|how often)"
    r"(?: exactly| (?:was|is) (?:that|this|it)| did (?:that|this|it) happen)?",
    re.IGNORECASE,
)
_ABOUT = re.compile(r"(?:what|how) about (.+)|(?:and|also) (.+)", re.IGNORECASE)
_WHO = re.compile(rf"who (?!{_DO}\b)(?P<does>(?P<verb>[a-z]\S*).*)", re.IGNORECASE)
_HOW_MANY = re.compile(
    rf"how (?:many|much) (?P<what>[\w -]+?) (?P<aux>{_BE}|{_DO}|{_HAVE}) (?P<rest>.+)", re.IGNORECASE
)
_AUXILIARY = re.compile(rf"(?:(?P<wh>[\w ]+?) )?(?P<aux>{_DO}|{_BE}|{_HAVE}) (?P<rest>.+)", re.IGNORECASE)
_HE = re.compile(r"\b(?:he|she|him|his|her|hers|they|them|their)\b", re.IGNORECASE)
_ONLY_PERSON = re.compile(r"\b(?:he|she|him|his|her|hers)\b", re.IGNORECASE)
_IT = re.compile(r"\b(?:it|its)\b(?! (?:takes?|took)\b)|\b(?:this|that)(?=$|[?.,!])", re.IGNORECASE)
_SAID_THAT = re.compile(rf"\b{_SAY} (?:that|this|so|it)\b(?! \w+ed\b)", re.IGNORECASE)
_THERE = re.compile(rf"(?<!is )(?<!are )(?<!was )(?<!were )\bthere\b(?! {_BE}\b)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Turn:
    """An earlier question, standing alone, and what answered it: a short answer, a sentence, who said it."""

    question: str
    answer: str | None = None
    sentence: str | None = None
    speaker: str | None = None


def turn(answer: Answer) -> Turn:
    """Return what a conversation remembers of an answer; a sentence that does not answer is not remembered."""
    if not (answer.answered and answer.citations):
        return Turn(answer.question.text)
    first = answer.citations[0]
    return Turn(answer.question.text, answer.answer, first.text, first.speaker)


def understand(typed: str, earlier: Turn | None) -> str:
    """Return the question that is meant, standing alone.

    Args:
        typed: What the person typed.
        earlier: What was asked before in this conversation, if anything.

    Returns:
        ``typed`` itself where it needs nothing from before, or where it is not certain what that would be.
    """
    body = " ".join(typed.split()).rstrip("?!. ")
    bare = _LEAD.sub("", body)
    if earlier is None or not bare:
        return typed
    before = " ".join(earlier.question.split()).rstrip("?!. ")
    if match := _BARE.fullmatch(bare):
        meant = _asked_again(match[1].lower(), before, earlier)
    elif (match := _ABOUT.fullmatch(body)) and (other := match[1] or _only_a_name(match[2])):
        meant = _about(_LEAD.sub("", other), before)
    else:
        meant = _with_names(bare, before, earlier)
    return typed if meant is None or meant == bare else f"{meant}?"


def _only_a_name(text: str) -> str | None:
    """Return a text that asks nothing by itself: "and in Syria?"."""
    short = len(text.split()) <= 4 and not re.match(
        r"(?:who|what|when|where|why|how|which|did|do|is|was)\b", text, re.I
    )
    return text if short and (names("x " + text) or re.match(_PREPOSITION, text, re.I)) else None


def _asked_again(asks: str, before: str, earlier: Turn) -> str | None:
    """Ask the earlier question for something else: "when?" after "who called it a mistake?"."""
    if match := _WHO.fullmatch(before):
        if re.fullmatch(r"is|are", match["verb"], re.IGNORECASE):
            return None  # "who is he?" asks for no event
        return f"{asks} was it that {_person(before, earlier) or 'somebody'} {match['does']}"
    if match := _HOW_MANY.fullmatch(before):
        if re.fullmatch(_DO, match["aux"], re.I):
            return f"{asks} {match['aux']} {match['rest']} {match['what']}"
        return f"{asks} {match['aux']} {match['what']} {match['rest']}"
    match = _AUXILIARY.fullmatch(before)
    if match is None:
        return None
    wh, aux, rest = match["wh"] or "", match["aux"], match["rest"]
    if wh.lower().startswith(("what", "who", "which")):
        if not re.search(rf"\b{_SAY}\b", rest):
            return None  # what it asked for is missing in the sentence now
        rest = re.sub(rf"\b({_SAY})\b", r"\1 that", rest, count=1)
    return f"{asks} {aux} {rest}"


def _about(other: str, before: str) -> str | None:
    """Ask the earlier question of something else: "what about Syria?"."""
    if match := re.fullmatch(rf"({_PREPOSITION}) (.+)", other, re.IGNORECASE):
        there = re.compile(rf"\b{match[1]} (?:the |a |an )?[\w’'-]+(?: [A-Z][\w’'-]*)*", re.IGNORECASE)
        return there.sub(lambda _: other, before, count=1) if there.search(before) else f"{before} {other}"
    if re.fullmatch(r"\d{4}", other):
        years = re.findall(r"\b\d{4}\b", before)
        return before.replace(years[0], other) if len(set(years)) == 1 else None
    if names("x " + other):
        named = names(before)
        return before.replace(named[0], other) if len(named) == 1 else None
    subject = _subject(before)
    return before.replace(subject, other, 1) if subject else None


def _with_names(body: str, before: str, earlier: Turn) -> str | None:
    """Put names in the place of pronouns; None where one of a person's is left."""
    person = _person(before, earlier)
    said = bool(_SAID_THAT.search(body))
    meant = body
    if (he := _HE.search(body)) and not _named_before(body, he.start()):
        whom = person if _ONLY_PERSON.search(body) else person or _thing(before, None)
        if whom is None:
            return None
        meant = _with_person(body, whom, _which(before) if said else "")
        if said and (tail := _tail(before)):
            meant = _SAID_THAT.sub(lambda match: f"{match[0]} {tail}", meant, count=1)
    it = _IT.search(meant)
    if it and not said and not _named_before(meant, it.start()) and (thing := _thing(before, person)):
        meant = _IT.sub(lambda match: f"{thing}'s" if match[0].lower() == "its" else thing, meant, count=1)
    if (where := places(before)) and len(where) == 1 and not places(body):
        meant = _THERE.sub(f"in {where[0]}", meant, count=1)
    return meant


def _with_person(body: str, whom: str, which: str) -> str:
    """Replace a person's pronouns, the first one with what is known of the person."""
    first = True

    def name(match: re.Match[str]) -> str:
        nonlocal first
        word, rest = match[0].lower(), body[match.end() :]
        possessive = word in ("his", "their", "hers") or (word == "her" and re.match(r" [a-z]+", rest) is not None)
        known = f"{whom}{which}" if first and not possessive else whom
        first = False
        return f"{whom}'s" if possessive else known

    return _HE.sub(name, body).replace(",,", ",").removesuffix(",")


def _person(before: str, earlier: Turn) -> str | None:
    """Return the one person whom the earlier question or its answer is about."""
    asks_who = _WHO.fullmatch(before)
    if not asks_who:
        subject = _subject(before)
        named = names(before)
        if subject in named:
            return subject
        if len(named) == 1 and " " in named[0]:  # a single word may well be a country
            return named[0]
    if asks_who and earlier.answer and names("x " + earlier.answer) == [earlier.answer]:
        return earlier.answer
    if earlier.speaker:
        return earlier.speaker
    if asks_who and earlier.sentence:
        return person_doing(earlier.sentence, asks_who["verb"])
    return None


def _which(before: str) -> str:
    """Return what an earlier "who" question knew of the person, as a clause: ", who called it a mistake,"."""
    match = _WHO.fullmatch(before)
    return f", who {match['does']}," if match else ""


def _tail(before: str) -> str:
    """Return what an earlier question asked to hear about: "about Iran"."""
    match = re.search(rf"\b{_SAY} (?:that |this )?(about .+)", before, re.IGNORECASE)
    return match[1] if match and not _WHO.fullmatch(before) else ""


def _thing(before: str, person: str | None) -> str | None:
    """Return the one thing that the earlier question speaks of."""
    found = things(before) or [name for name in names(before) if name != person]
    return found[0] if len(found) == 1 else None


def _subject(before: str) -> str | None:
    """Return who or what acts in a question with "did" or the like."""
    match = _AUXILIARY.fullmatch(before)
    if match is None or not re.fullmatch(_DO, match["aux"], re.I):
        return None
    acting = re.match(rf"((?:(?:the|a|an) )?[\w-]+(?: [\w-]+){{0,2}}?) {_VERB}\b", match["rest"])
    if acting:
        return acting[1]
    named = names("x " + match["rest"])
    return named[0] if named and match["rest"].startswith(named[0]) else None


def _named_before(body: str, at: int) -> bool:
    """Whether the question itself says, before this place, whom or what a pronoun there means."""
    return bool(names("x " + body[:at]) or things(body[:at]))
