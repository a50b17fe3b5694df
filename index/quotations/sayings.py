"""Who says something in one parsed sentence, and which of its words are what is said."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.document import Span
from index.quotations.unit import Unit
from index.quotations.verbs import CLAUSAL, SAYING, TELLING
from index.quotations.word_lists import words

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_SUBJECTS = ("nsubj",)
_CLAUSES = ("ccomp", "parataxis")
_DOUBTFUL = words(
    """
    would could might may should must can will shall 'd 'll ’d ’ll ca wo
    """
)
_AS_NOTED = frozenset(["if", "whether", "unless", "until"])


@dataclass(frozen=True, slots=True)
class Saying:
    """Somebody says something: ``speaker`` is the head of their name, ``verb`` the word that tells of saying.

    ``words`` are the retold words, as a span of the article; None where only marks can tell them.
    ``reach`` is all of the article that depends on the verb: a fragment between marks in there is the speaker's.
    """

    verb: Token
    speaker: Token
    words: Span | None
    reach: Span


def sayings(parse: Doc, unit: Unit) -> list[Saying]:
    """Return who says what in a unit, in the reporter's own words; what is between marks tells of nothing."""
    telling = (token for token in parse if token.lower_ in TELLING and not _between_marks(token, unit))
    found = [saying for token in telling for saying in _of(token, unit)]
    # What somebody says that somebody else said is the first one's.
    return [each for each in found if not any(_inside(each, other) for other in found if other is not each)]


def _of(token: Token, unit: Unit) -> Iterator[Saying]:
    word = token.lower_
    if word == "according" and (source := _source(token)) is not None:
        yield Saying(token, source, _told(token, unit), _reach(token.head, unit))
    elif word == "quoted" and (quoted := _quoted_as(token)) is not None:
        yield quoted_saying(token, quoted, unit)
    elif word in SAYING and token.tag_.startswith("VB") and not _unsaid(token):
        speaker = _speaker(token)
        if speaker is not None:
            yield Saying(token, speaker, _retold(token, speaker, unit), _reach(token, unit))


def quoted_saying(token: Token, speaker: Token, unit: Unit) -> Saying:
    """Return the saying of "she was quoted as saying that it was over"."""
    verb = next((each for each in token.subtree if each.lower_ in ("saying", "telling", "writing")), token)
    return Saying(verb, speaker, _retold(verb, speaker, unit), _reach(verb, unit))


def _source(according: Token) -> Token | None:
    for to in according.children:
        if to.lower_ == "to":
            return next((child for child in to.children if child.dep_ == "pobj"), None)
    return None


def _quoted_as(quoted: Token) -> Token | None:
    if not any(child.lower_ == "as" for child in quoted.children):
        return None
    return next((child for child in quoted.children if child.dep_ in ("nsubjpass", "nsubj")), None)


def _unsaid(verb: Token) -> bool:
    """Tell whether the sentence does not say that it was said: not, perhaps, to be, or if."""
    chain = [verb]
    while chain[-1].dep_ == "conj" and chain[-1].head.lower_ in SAYING:
        chain.append(chain[-1].head)
    for link in chain:
        for child in link.children:
            if child.dep_ == "neg" or (child.dep_ == "aux" and child.lower_ in _DOUBTFUL):
                return True
            if child.dep_ == "mark" and child.lower_ in _AS_NOTED:
                return True
            if child.dep_ == "aux" and child.lower_ == "to" and verb.head.lower_ not in ("went", "goes", "continued"):
                return True
    return verb.lower_ in ("never",)


def _speaker(verb: Token) -> Token | None:
    """Return the head of the speaker's name."""
    passive = any(child.dep_ == "auxpass" for child in verb.children)
    if passive or _reduced(verb):
        agent = next((child for child in verb.children if child.dep_ == "agent"), None)
        return next((child for child in agent.children if child.dep_ == "pobj"), None) if agent is not None else None
    if verb.dep_ == "acl" and verb.tag_ == "VBD":  # the parser's mistake for "the director, Eva Steiner, called it"
        return verb.head
    own = [child for child in verb.children if child.dep_ in _SUBJECTS]
    if own:
        return _antecedent(own[-1], verb)
    if verb.dep_ in ("conj", "xcomp", "advcl", "pcomp") and verb.head != verb:
        return _shared(verb)
    return None


def _reduced(verb: Token) -> bool:
    """Tell whether it is a participle after a noun: "a plan called X", "a man told to leave"."""
    return verb.tag_ == "VBN" and verb.dep_ in ("acl", "amod")


def _shared(verb: Token) -> Token | None:
    """Return the subject of the verb that this one goes with: "resigned, saying", "smiled and said"."""
    head = verb.head
    if verb.dep_ == "pcomp":
        head = head.head
    if verb.dep_ in ("xcomp", "advcl") and verb.tag_ != "VBG" and verb.lower_ != "say":
        return None
    for _ in range(4):
        own = [child for child in head.children if child.dep_ in ("nsubj", "nsubjpass")]
        if own:
            return _antecedent(own[0], head)
        if head.dep_ not in ("conj", "xcomp", "advcl") or head.head == head:
            return None
        head = head.head
    return None


def _antecedent(subject: Token, verb: Token) -> Token:
    if subject.lower_ in ("who", "which", "that") and verb.dep_ == "relcl":
        return verb.head
    return subject


def _retold(verb: Token, speaker: Token, unit: Unit) -> Span | None:
    """Return the retold words: a clause of the verb's, or what stands before "..., she said"."""
    lemma = SAYING.get(verb.lower_, "")
    clauses = [child for child in verb.children if child.dep_ in _CLAUSES and verb.lower_ in CLAUSAL]
    if lemma == "deny":
        clauses += [child for child in verb.children if child.dep_ == "xcomp"]
    if lemma in ("warn", "complain"):
        clauses += [c for c in verb.children if c.dep_ == "prep" and c.lower_ in ("of", "against", "about")]
    if lemma in ("promise", "pledge", "vow", "swear"):
        clauses += [child for child in verb.children if child.dep_ == "xcomp"]
    clauses = [clause for clause in clauses if speaker not in clause.subtree]
    if not clauses:
        return None
    return _span(clauses[-1 if clauses[-1].i > verb.i else 0], unit)


def _told(according: Token, unit: Unit) -> Span | None:
    """Return the sentence that "according to her" goes with, without that."""
    root = according
    while root.head != root and root.dep_ != "ccomp":
        root = root.head
    outside = set(according.subtree)
    kept = [token for token in root.subtree if token not in outside]
    # One side of "according to her" only: the longer one.
    sides = ([t for t in kept if t.i < according.i], [t for t in kept if t.i > according.i])
    side = max(sides, key=len)
    return _between(side, unit)


def _span(clause: Token, unit: Unit) -> Span | None:
    tokens = list(clause.subtree)
    if tokens and tokens[0].lower_ == "that" and tokens[0].dep_ == "mark":
        tokens = tokens[1:]
    return _between(tokens, unit)


def _between(tokens: list[Token], unit: Unit) -> Span | None:
    while tokens and (tokens[-1].is_punct or tokens[-1].is_space) and tokens[-1].text not in '”"’)?':
        tokens = tokens[:-1]
    while tokens and (tokens[0].is_punct or tokens[0].is_space) and tokens[0].text not in '“"‘(':
        tokens = tokens[1:]
    if not tokens:
        return None
    first, last = tokens[0], tokens[-1]
    return Span(unit.at(first.idx), unit.at(last.idx + len(last)))


def _reach(token: Token, unit: Unit) -> Span:
    subtree = list(token.subtree)
    return Span(unit.at(subtree[0].idx), unit.at(subtree[-1].idx + len(subtree[-1])))


def _inside(saying: Saying, other: Saying) -> bool:
    """Tell whether a verb of saying stands in what another says, retold."""
    if other.words is None or saying.verb == other.verb:
        return False
    return any(token == saying.verb for token in _clause_tokens(other))


def _clause_tokens(saying: Saying) -> Iterator[Token]:
    if saying.verb.lower_ == "according":
        return
    for child in saying.verb.children:
        if child.dep_ in (*_CLAUSES, "xcomp") and saying.speaker not in child.subtree:
            yield from child.subtree


def _between_marks(token: Token, unit: Unit) -> bool:
    return unit.mark_at(unit.at(token.idx)) is not None
