"""Whether a clause tells of what has been or of what is to come: that decides which Monday "on Monday" is."""

from __future__ import annotations

import re

_EDGE = re.compile(
    r"[,;:—–()“”\"]|\b(?:that|and|but|who|which|where|when|after|before|because|while|as|if|though|although|since)\b"
)
_AHEAD = re.compile(
    r"\b(?:will|shall|won['’]t|would|to be|(?:is|are|was|were) (?:to|due|set|expected|scheduled|planned|slated|about)\b"
    r"|due|scheduled|expected|plans?|planned|planning|intends?|hopes?|aims?|vowed|pledged|promised|agreed to|"
    r"upcoming|coming|until|deadline|ahead of|can|may|must|should|could|needs? to|ha(?:s|ve) to|"
    r"(?:is|are) (?:\w+ing)|begins?|starts?|opens?|resumes?|takes? effect|meets?|votes?|expires?|runs? out|"
    r"due back|tomorrow)\b|['’]ll\b"
)
_BEHIND = re.compile(
    r"\b(?:\w{2,}ed|was|were|had|did|said|told|wrote|went|came|took|made|met|fell|rose|began|broke|brought|built|caught|"
    r"chose|cut|died|drew|drove|fought|found|flew|gave|got|grew|heard|held|hit|kept|knew|led|left|lost|paid|put|quit|"
    r"ran|rang|read|sank|sat|saw|sent|set|shot|shut|sold|spent|spoke|split|spread|stood|struck|swept|swore|thought|"
    r"threw|tore|withdrew|won|withheld|ended)\b"
)
_SHAPED = re.compile(r"\b(?:need|seed|speed|feed|breed|indeed|hundred|bed|red|shed|sacred|naked|wicked)\b")


def tense(text: str, start: int, end: int) -> int:
    """Return what the clause around ``text[start:end]`` tells of: 1 what is to come, -1 what was, 0 unclear."""
    begin = max((match.end() for match in _EDGE.finditer(text, 0, start)), default=0)
    after = _EDGE.search(text, end)
    clause = text[begin:start] + " " + text[end : after.start() if after else len(text)]
    if not re.search(r"\w{3}", clause):
        # "On Monday, the council will vote": the clause is the date alone, and belongs to the one after or before.
        return tense(text, start, min(end + 1, len(text))) if after and after.end() <= end + 1 else _whole(text)
    return _of(clause) or _whole(text)


def _whole(text: str) -> int:
    return _of(text) if not (_AHEAD.search(text) and _past(text)) else 0


def _of(clause: str) -> int:
    ahead, past = bool(_AHEAD.search(clause)), _past(clause)
    if ahead:
        return 1
    return -1 if past else 0


def _past(clause: str) -> bool:
    return bool(_BEHIND.search(_SHAPED.sub("", clause)))
