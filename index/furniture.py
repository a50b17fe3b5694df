"""What stands in an article's text and is not the article: headline, credits, bylines, links, notices.

Every rule looks at one whole line and asks for its full form, so that prose which merely begins like
furniture ("Photo editors protested.", "By Tuesday the troops had left.") is kept: a line kept by mistake is a
nuisance, a line dropped by mistake is lost evidence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from index.document import Span

LINE = re.compile(r"[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]*(?:\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]|\Z)")
LONGEST = 300

# Each word of a rule can be read in one way only, so that no line makes the matching slow.
NAME = r"[A-ZÀ-ÞĀ-ſ][\w.'’-]*"
SMALL = r"(?:al|and|bin|da|del?|der|di|for|la|le|of|the|van|via|von|&)"
NAMES = rf"{NAME}(?:[,;]? (?:{NAME}|{SMALL}))*"
CREDITED = rf"{NAMES}(?: ?[/|] ?{NAMES})*"
PICTURE = r"(?:Photo|PHOTO|Image|IMAGE|Picture|Photograph|Illustration|Graphic)s?"
AGENCY = r"(?:AFP|AP|EPA|Reuters|REUTERS|Bloomberg|Shutterstock|iStock|Alamy|Corbis|Associated Press|Getty"
AGENCY += r"(?: Images)?)"
ROLE = r"(?:[\w.&'’-]+ ){0,4}(?:[Ww]riter|[Rr]eporter|[Ee]ditor|[Cc]orrespondent|[Cc]olumnist|[Cc]ontributor"
ROLE += r"|[Ss]taff)"

DAY = r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|Mon|Tues?|Wed|Thurs?|Fri|Sat|Sun)\b\.?"
MONTH = r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
MONTH += r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?"
HALF = r"[AaPp]\.?[Mm]\b\.?"
CLOCK = rf"\d\d?[:.]\d\d(?::\d\d)? ?{HALF}"
WHEN = rf"(?:{DAY}|{MONTH}|{HALF}|(?:at|on|[ECMP][SD]?T|GMT|UTC|BST|CET)\b|\d[\d:/.-]*(?:{HALF})?)"
STAMPED = r"(?:First |Last |Originally )?(?:[Uu]pdated|UPDATED|[Pp]ublished|PUBLISHED|[Pp]osted|[Mm]odified)"

RULES = (
    rf"\(?{PICTURE}(?: [Cc]redit)?: ?(?:by |[Cc]ourtesy (?:of )?)?{CREDITED}\)?",
    rf"\(?{PICTURE} (?:by|courtesy of|via) {CREDITED}\)?",
    rf"\(?(?:Credit|CREDIT): ?{CREDITED}\)?",
    rf"(?=.*(?:/ ?|\bvia ){AGENCY}\)?\Z)\(?{CREDITED}\)?",
    rf"{AGENCY}|\({CREDITED}(?<!\.)\)",
    rf"(?:By|BY) (?!(?:{DAY}|{MONTH}|(?:Christmas|New|Easter|Thanksgiving)\b)){NAME} (?:{SMALL} )*{NAMES}"
    rf"(?:, {ROLE}| ?[|/•·–—-] ?{NAMES})?(?<!\.)",
    rf"\(?(?:Additional )?(?:[Rr]eporting|[Ww]riting|[Ee]diting|[Cc]ompiled|[Tt]ranslated) by {NAME}"
    rf"(?:[,;]? (?:{NAME}|{SMALL}|at|by|from|in|with|additional|reporting|writing|editing))*\)?",
    rf"(?:[—–-] ?)?{NAME}(?:,? (?:{NAME}|{SMALL}|at|from|in|writers?|reporters?|correspondents?))* contributed"
    r" (?:reporting|to this (?:report|story|article))\.?",
    r"(?i:advertise?ment(?: ?[-–—] ?continue reading below)?|skip advertisement|sponsored(?: content)?)",
    r"(?i:(?:article|story) continues below(?: advertisement)?|continue reading the main story)",
    r"(?i:read (?:more|next|also)|also read|more on this story|related(?: stories)?)(?:: ?.*(?<!\.))?",
    r"(?:©|\([Cc]\)|Copyright(?: ©| \([Cc]\))?) ?(?:19|20)\d\d\b(?! (?:was|is|had|has|will)\b).*",
    r"All [Rr]ights [Rr]eserved\.?",
    rf"Follow (?:us|me|him|her|them|@\w+|{NAMES}) on (?:Twitter|Facebook|Instagram|X|YouTube|LinkedIn)\b.*",
    r"(?:Sign up|Subscribe) (?:here |now )?(?:for|to) (?:our|the) .*\bnewsletters?\b.*",
    rf"{STAMPED}:?(?:[ ,|]+{WHEN})+",
    rf"(?:{WHEN}[ ,|]+)*{CLOCK}(?:[ ,|]+{WHEN})*",
)
BOILERPLATE = re.compile("|".join(RULES))

WORD = re.compile(r"\w+(?:['’.]\w+)*")
PROSE_END = re.compile(r"[a-z0-9)”\"’]\.[”\"’)]*\Z|\.[”\"’]\Z")


def lines(text: str) -> Iterator[Span]:
    """Yield every line of the text without its surrounding whitespace; a blank line is an empty span."""
    for found in LINE.finditer(text):
        start, line = found.start(), found.group()
        start += len(line) - len(line.lstrip())
        yield Span(start, max(start, start + len(line.strip())))


def body_runs(title: str, text: str) -> list[Span]:
    """Return the stretches of an article's text between its furniture, in order.

    If nothing would be left, that is the whole text.
    """
    shown = [line for line in lines(text) if line.start < line.end]
    kept = [
        not is_boilerplate(text[line.start : line.end])
        and not (_may_be_headline(shown, at) and repeats_headline(text[line.start : line.end], title))
        for at, line in enumerate(shown)
    ]
    if not any(kept):
        return [Span(0, len(text))]
    edges = [at for at, (before, now) in enumerate(pairwise([False, *kept, False])) if before != now]
    runs = zip(edges[::2], edges[1::2], strict=True)
    return [Span(shown[first].start, shown[last - 1].end) for first, last in runs]


def is_boilerplate(line: str) -> bool:
    """Tell whether a line is nothing but a credit, a byline, a link, a notice or a time of publication."""
    return len(line) <= LONGEST and BOILERPLATE.fullmatch(line) is not None


def repeats_headline(line: str, title: str) -> bool:
    """Tell whether a line is the headline once more, in full or abbreviated ("Admin" for "Administration").

    A line that ends like prose, in a full stop, is none: some sources have no headline and begin at once.
    """
    if len(line) > LONGEST or PROSE_END.search(line):
        return False
    told, words = ([word.casefold() for word in WORD.findall(part)] for part in (line, title))
    if told == words:
        return bool(words)
    rest = iter(words)
    return len(told) >= 4 and all(any(_abbreviates(short, long) for long in rest) for short in told)


def _abbreviates(short: str, long: str) -> bool:
    return short == long or (len(short) >= 3 and long.startswith(short))


def _may_be_headline(shown: list[Span], at: int) -> bool:
    """Headlines stand at the head of an article and, repeated, at its foot."""
    return at < 3 or at >= len(shown) - 2
