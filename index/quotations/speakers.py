"""Whom the head of a speaker's name means: a surname, "he", "she", "the senator" or "the company" in full."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from index.document import Span
from index.quotations.names import Name, Names, key
from index.quotations.roles import role_of
from index.quotations.unit import Unit
from index.quotations.verbs import WRITINGS
from index.quotations.word_lists import words

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_BACK = 6  # units: farther back than that, "he" is somebody who is named again
_PRONOUNS = ("he", "she")
_OFFICES = {
    "senator": ("senator", "sen."),
    "congressman": ("congressman", "rep.", "representative"),
    "congresswoman": ("congresswoman", "rep.", "representative"),
    "representative": ("representative", "rep."),
    "general": ("general", "gen."),
    "governor": ("governor", "gov."),
    "colonel": ("colonel", "col."),
    "admiral": ("admiral", "adm."),
    "captain": ("captain", "capt."),
    "professor": ("professor", "prof.", "dr."),
    "doctor": ("doctor", "dr.", "physician", "surgeon"),
    "chief": ("chief",),
}
_BODIES = words(
    """
    company bank union group agency association commission committee ministry firm university council
    federation foundation charity airline party institute authority carrier operator manufacturer museum
    hospital court department board club bureau maker railroad railway utility retailer publisher developer startup
    """
)
_SOMEBODY = re.compile(r"^(?:[“\"][^”\"]*[”\"] )?(?:An?|One|Another|Some) \w+")
_OPENS = re.compile(r"^(?:But |And |Yet |Then |Later,? )?(?P<pronoun>He|She)\b")
_PROPER = ("NNP", "NNPS")


@dataclass(slots=True)
class _Seen:
    """Who a unit is about, for the pronouns after it; ``unnamed`` is whether it is about somebody without a name."""

    focus: Name | None = None
    others: list[Name] = field(default_factory=list)
    unnamed: bool = False


class Speakers:
    """The people and bodies of one article, followed through it from unit to unit."""

    def __init__(self, text: str) -> None:
        """Read the article's names."""
        self._text = text
        self._names = Names(text)
        self._seen: list[_Seen] = []
        self._learned: dict[str, str] = {}
        self._roles: dict[str, Span | None] = {}
        self._bodies: list[Name] = []

    def role(self, name: Name) -> Span | None:
        """Return where the article says what a person is."""
        if name.text not in self._roles:
            self._roles[name.text] = role_of(name.text, self._text) if name.person else None
        return self._roles[name.text]

    def named(self, start: int, end: int) -> Name | None:
        """Return who is meant by the first name that stands between two offsets."""
        name = next((each for each in self._names.all if start <= each.span.start and each.span.end <= end), None)
        return self._full(name) if name else None

    def resolve(self, head: Token, parse: Doc, unit: Unit) -> Name | None:
        """Return whom the head of a speaker's name means, or None where that is nobody known by name."""
        word = head.lower_
        if word in _PRONOUNS:
            return self._pronoun(word, head, parse, unit)
        if word in WRITINGS:
            return self._author(head, parse, unit)
        name = self._at(unit.at(head.idx))
        full = self._full(name) if name is not None else None
        if full is None or not (head.tag_ in _PROPER or full.person):
            full = self._apposed(head, unit) or self._described(head, unit)
        if full is not None and not full.person and full.text not in [each.text for each in self._bodies]:
            self._bodies.append(full)
        return full

    def pass_by(self, unit: Unit, speaker: Name | None, unnamed: bool) -> None:
        """Remember what a unit was about: call once a unit, in order, after its speakers are resolved."""
        mentions = self._mentions(unit)
        focus = speaker
        outside = self._text[unit.span.start : unit.span.end]
        if focus is None and not unnamed:
            opens = _OPENS.match(outside)
            focus = self._back(opens["pronoun"].lower()) if opens else None
            focus = focus or (mentions[0] if mentions else None)
        somebody = focus is None and (unnamed or _SOMEBODY.match(outside) is not None)
        if speaker is None and _SOMEBODY.match(outside) and not mentions:
            somebody = True
        self._seen.append(_Seen(focus, [each for each in mentions if each is not focus], somebody))

    @property
    def focus(self) -> Name | None:
        """Who the unit before this one was about."""
        return self._seen[-1].focus if self._seen else None

    def _full(self, name: Name) -> Name | None:
        written = f"{name.title} {name.text}" if name.title else name.text
        return self._names.meant(written, name.span.end)

    def _at(self, offset: int) -> Name | None:
        return next((name for name in self._names.all if name.span.start <= offset < name.span.end), None)

    def _author(self, head: Token, parse: Doc, unit: Unit) -> Name | None:
        for child in head.children:
            if child.dep_ == "poss":
                return self.resolve(child, parse, unit) if child.lower_ not in ("his", "her") else None
            if child.dep_ == "prep" and child.lower_ in ("from", "by"):
                found = next((each for each in child.children if each.dep_ == "pobj"), None)
                return self.resolve(found, parse, unit) if found is not None else None
        return None

    def _apposed(self, head: Token, unit: Unit) -> Name | None:
        """Return the person named beside a role: "the secretary, Martin Oyelade", "a spokeswoman for X, Jo Lee"."""
        for token in head.subtree:
            if token.dep_ == "appos" and token.tag_ in _PROPER and token.i > head.i:
                name = self._at(unit.at(token.idx))
                full = self._full(name) if name is not None and (name.person or token.head == head) else None
                if full is not None and head.lower_ in _BODIES:
                    self._bodies.append(full)
                if full is not None:
                    return full
        return None

    def _described(self, head: Token, unit: Unit) -> Name | None:
        """Return the one whom "the senator" or "the company" means."""
        left = [child for child in head.children if child.i < head.i]
        if [child.lower_ for child in left] != ["the"] or any(child.dep_ == "prep" for child in head.children):
            return None
        at = unit.at(head.idx)
        if head.lower_ in _BODIES:
            return self._names.organisation(head.lower_, at) or self._only_body(head.lower_)
        wanted = _OFFICES.get(head.lower_, (head.lower_,))
        fitting = [name for name in self._names.people.values() if name.span.start < at and self._holds(name, wanted)]
        return fitting[0] if len(fitting) == 1 else None

    def _only_body(self, noun: str) -> Name | None:
        """Return the one body that has spoken so far, which "the company" then is."""
        return self._bodies[0] if len(self._bodies) == 1 and noun in ("company", "firm", "group", "carrier") else None

    def _holds(self, name: Name, offices: tuple[str, ...]) -> bool:
        role = self.role(name)
        said = f"{name.title} {self._text[role.start : role.end] if role else ''}".casefold().split()
        return not set(offices).isdisjoint(said)

    def _pronoun(self, pronoun: str, head: Token, parse: Doc, unit: Unit) -> Name | None:
        for token in parse:
            if token.i >= head.i:
                break
            if token.dep_ in ("nsubj", "nsubjpass") and unit.mark_at(unit.at(token.idx)) is None:
                name = self._at(unit.at(token.idx))
                full = self._full(name) if name else self._apposed(token, unit)
                if full is not None and full.person and self._may_be(full, pronoun):
                    return self._learn(full, pronoun)
        found = self._back(pronoun)
        return self._learn(found, pronoun) if found else None

    def _back(self, pronoun: str) -> Name | None:
        for seen in self._seen[: -_BACK - 1 : -1]:
            for name in (seen.focus, *seen.others):
                if name is not None and name.person and self._may_be(name, pronoun):
                    return name
            if seen.unnamed:
                return None
        return None

    def _may_be(self, name: Name, pronoun: str) -> bool:
        return (self._names.sex(name) or self._learned.get(key(name.text)) or pronoun) == pronoun

    def _learn(self, name: Name, pronoun: str) -> Name:
        self._learned.setdefault(key(name.text), pronoun)
        return name

    def _mentions(self, unit: Unit) -> list[Name]:
        found = []
        for name in self._names.all:
            if unit.span.start <= name.span.start < unit.span.end and unit.mark_at(name.span.start) is None:
                full = self._full(name)
                if full is not None and full.person and full not in found:
                    found.append(full)
        return found
