"""Questions that ask whether somebody said something: "did Pelosi ever say that the strike was provocative?".

They can be answered with yes and no, so a sentence in which somebody else speaks is no answer: it would be taken for a
yes. And "yes" is said only where it is the one asked about who speaks, in every word of the statement, and denies as
little as it does.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.terms import question_terms, terms, words

_SAY = (
    r"(?:say|said|claim|claimed|call|called|tell|told|admit|admitted|promise|promised|suggest|suggested|state|stated|"
)
_SAY += r"argue|argued|write|wrote|written|announce|announced|warn|warned|describe|described|accuse|accused)"
_ASKED = re.compile(
    rf"(?:did|has|have)\s+(?P<who>(?!(?:he|she|it|they|you|we|i|anyone|anybody|someone|somebody)\b)[^,?]{{2,60}}?)\s+"
    rf"(?:(?:ever|really|actually|once|also)\s+)*(?P<say>{_SAY})\s+(?:that\s+)?(?P<what>.+)",
    re.IGNORECASE,
)
_SPEAKS = (
    r"(?:said|says|told|tells|called|calls|claim(?:s|ed)|add(?:s|ed)|wrote|writes|argue[sd]|warn(?:s|ed)|insist(?:s|ed)|"
    r"den(?:y|ies|ied)|announce[sd]|tweeted|state[sd]|promise[sd]|admit(?:s|ted)|acknowledge[sd]|declare[sd]|repl(?:y|ies|ied)|"
    r"threaten(?:s|ed)|demand(?:s|ed)|describe[sd]|accuse[sd]|ask(?:s|ed)|suggest(?:s|ed)|recall(?:s|ed)|testified|explain(?:s|ed)|"
    r"criticis(?:es|ed)|criticiz(?:es|ed)|vow(?:s|ed)|repeat(?:s|ed))"
)
_QUOTED = re.compile(r"“[^”]*(?:”|$)|\"[^\"]*(?:\"|$)")
_DENYING = """
no not never nobody nothing none neither nor without cannot deny denied denies denying refuse refused refuses reject
rejected rejects
"""
_DENIES = frozenset(_DENYING.split())
_HEDGES = frozenset(["if", "whether", "unless", "may", "might", "could"])
_CAPITAL = r"[A-ZÀ-ÖØ-Þ]"

_BY_PRONOUN = re.compile(rf"\b(?:he|she|He|She)\b(?: \w+ly| also| once)? {_SPEAKS}\b")
_BY_NAME = re.compile(
    rf"\b(?!(?:They|It|We|I|You|This|That|The|Police|Officials|Nobody|Some|Many|Others|One)\b){_CAPITAL}[\w’'-]+"
    rf"(?:,[^,;“”]{{1,120}},)? {_SPEAKS}\b|{_SPEAKS} (?:[a-z][\w’'-]*,? ){{0,6}}{_CAPITAL}[\w’'.-]+ {_CAPITAL}[\w’'-]+"
)


@dataclass(frozen=True, slots=True)
class Claim:
    """What somebody is asked to have said; ``who`` is the last word by which they are named, folded."""

    who: str
    what: str


def claim_in(question: str) -> Claim | None:
    """Return what a question asks somebody to have said, or None if it asks something else."""
    found = _ASKED.match(question.strip())
    if found is None:
        return None
    who = words(found["who"])
    what = found["what"].rstrip(" ?!.")
    return Claim(who[-1], what) if who and len(who) <= 6 and question_terms(what) else None


def spoken_by_another(sentence: str, claim: Claim, support: str | None = None) -> bool:
    """Tell whether it is clearly somebody else who speaks in a sentence; see :func:`attributes` for the arguments."""
    told = _QUOTED.sub(" “” ", sentence)
    if claim.who in words(told):
        return False
    if _BY_PRONOUN.search(told):
        return support is not None and claim.who not in words(support)
    return _BY_NAME.search(told) is not None


def attributes(sentence: str, claim: Claim, support: str | None = None) -> bool:
    """Tell whether it is the one asked about who speaks in a sentence.

    Args:
        sentence: What is to be quoted.
        claim: Who is asked about.
        support: The neighbour that names whom the sentence's "he" or "she" means, if there is one.
    """
    told = _QUOTED.sub(" “” ", sentence)
    name = rf"(?i:{re.escape(claim.who)})(?![\w’'-])"
    beside = rf"\b{name}(?:,[^,;“”]{{1,120}},)?(?: (?!{_CAPITAL})[\w-]+){{0,3}}? {_SPEAKS}\b"
    inverted = (
        rf"\b{_SPEAKS} (?:(?:the|an?|its|their) )?(?:[a-z][\w’'-]*,? ){{0,6}}(?:{_CAPITAL}[\w’'.-]* ){{0,5}}{name}"
    )
    if re.search(beside, told) or re.search(inverted, told):
        return True
    return support is not None and _BY_PRONOUN.search(told) is not None and claim.who in words(support)


def confirms(sentence: str, claim: Claim) -> bool:
    """Tell whether a sentence that the one asked about speaks in says just what was asked, and not the contrary."""
    said = words(sentence)
    if not set(question_terms(claim.what)) <= set(terms(sentence)):
        return False
    asked = words(claim.what)
    return _denies(said) == _denies(asked) and not _HEDGES.intersection(said) - _HEDGES.intersection(asked)


def _denies(folded: list[str]) -> bool:
    return any(word in _DENIES or word.endswith(("n't", "n’t")) for word in folded)
