"""Document -> Sentences, each an exact slice of the document's text.

The text is cut into blocks (paragraphs, list items, lines that were not merely wrapped). In each block the
sentencex library proposes where sentences end, on a copy of the block in which quotation marks and brackets
are blanked out, since the library leaves quotations and parentheses whole. What it proposes is then mended by
the short rules below. Why this library: ``docs/splitting.md``; labelled cases: ``tests/split_cases.txt``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from index.document import Document, Sentence, Span
from index.furniture import body_runs, lines

LIST_ITEM = re.compile(r"(?:[-–—*•‣▪●○◦■·]|\(?\d{1,2}[.)]|\(?[a-z]\))\s")
LIST_NUMBER = re.compile(r"\(?\d{1,3}[.)]")

# A line that was wrapped fills most of its paragraph's width; a heading above a paragraph seldom does.
FILLED = 0.75

INNER_APOSTROPHE = re.compile(r"(?<=\w)['’](?=\w)")
MARKS = "\"'`“”„‟‘’‚‛«»‹›「」『』《》()[]{}（）@"
LINE_BREAKS = "\n\r\t\v\f\x1c\x1d\x1e\x85\u2028\u2029"
BLANKED = str.maketrans(dict.fromkeys(MARKS + LINE_BREAKS, " "))
SURROGATE = re.compile("[\ud800-\udfff]")

# Ends of sentences that the library misses: it takes every listed abbreviation for one in lower case too
# ("fell ill. Police") and as a plain word ("in May. Police"), a time of day and an ellipsis for the middle of
# a sentence, and the word before a bracket or space for the one before the full stop ("low pH ) . It").
MISSED_END = re.compile(
    r"(?:(?<![\w.-])(?!(?:vs|approx|est|dept|ca|cf|al|gen|sen|rep)\.)(?:[a-zà-ÿ]{2,}|May|[ap]\.m)\."
    r"|(?<=\s)\.|(?<=\w)…)(?=\s+[A-ZÀ-Þ])"
)

# Closing marks belong to the sentence before them; a spaced straight quote closes only where one is open.
CLOSERS = re.compile(r"[\"'”’»›」』)\]}）]*")
SPACED_CLOSERS = re.compile(r"\s?(?:''|[”»)\]}])+|\s?[^\w\s\"'“‘«(\[{@#]{1,8}[”\")]")
SPACED_QUOTE = re.compile(r"\s?\"(?=\s|\Z)")

TITLES = (
    "Adm Ald Amb Asst Atty Brig Capt Cllr Cmdr Col Cpl Det Dr Drs Ens Fr Ft Gen Gens Gov Govs Hon Insp Lt Maj "
    "Messrs Mlle Mme Mr Mrs Ms Mses Msgr Mt Mts Mx Pfc Pres Prof Pvt Rep Reps Rev Revs Secy Sen Sens Sgt Spc "
    "Ste Supt Treas v vs"
)
NEVER_FINAL = re.compile(rf"(?<![\w.])(?:{'|'.join(TITLES.split())})\.\Z")
NUMBERED = re.compile(r"(?<![\w.])(?:[Nn]os?|[Vv]ol|[Aa]pt|[Cc]h|[Ff]igs?|[Pp]ara|pp?|Art|R[mt]|Sec|approx|ca|est)\.\Z")
NUMBER = re.compile(r"[$£€]?\d")
TIME_OF_DAY = re.compile(r"(?<!\w)[ap]\.m\.\Z")
AFTER_TIME = re.compile(
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|(?:Mon|Tues?|Wed|Thurs?|Fri|Sat|Sun|Jan|Feb|Aug|Sept|Oct|Nov|Dec)\."
    r"|(?:January|February|March|April|May|June|July|August|September|October|November|December)\b"
    r"|(?:[ECMP][SD]?T|GMT|UTC|BST|CET|Eastern|Central|Mountain|Pacific|Greenwich)\b"
)
CONTINUES = re.compile(r"[\"'“‘«(\[`]*(?:[a-zà-ÿ](?![A-Z])|[,;:)\]%])")
RUN_ON = re.compile(r"[a-zà-ÿ]{2}[.?!][\"'”’)\]]*\Z")
FULL_WIDTH_END = re.compile(r"[。．？！][”’」』）]*\Z")

# `“Will they leave?” Gen. Milley asked.` is one sentence: a name and a verb of saying after a quoted call.
QUOTED_CALL = re.compile(r"[?!…]\s?(?:[\"”’]|'')\Z")
ATTRIBUTION = re.compile(
    r"(?!(?:An?|And|As|But|He|Her|His|I|In|It|Its|No|On|One|She|So|That|The|Their|Then|There|They|This|We|When|You)\b)"
    r"(?:[A-Z][\w.'’-]*(?: (?:al|bin|da|de|del|of|the|van|von))?,? ){1,6}"
    r"(?:(?:add|ask|call|declar|exclaim|insist|jok|quipp|recall|respond|scream|shout|tweet|wonder|yell)ed"
    r"|said|says|told|wrote|writes|cried|replied)\b"
)
FAR_BACK = 1_000


def split(document: Document) -> list[Sentence]:
    """Return the sentences of an article, without its headline, credits, bylines and other furniture.

    Spans ascend, do not overlap and cross no blank line; ``document.text[s.start:s.end] == s.text``. Every
    other character that is not whitespace lies in a sentence. A text that is all furniture is split whole.
    """
    spans = [
        Span(run.start + span.start, run.start + span.end)
        for run in body_runs(document.title, document.text)
        for span in split_text(document.text[run.start : run.end])
    ]
    return [
        Sentence(document.id, position, span.start, span.end, document.text[span.start : span.end])
        for position, span in enumerate(spans)
    ]


def split_text(text: str) -> list[Span]:
    """Return the sentences of a text without furniture: ascending, stripped of whitespace, never empty."""
    return [sentence for block in _blocks(text) for sentence in _sentences(text, block)]


def _blocks(text: str) -> Iterator[Span]:
    """Yield the stretches that no sentence crosses: paragraphs, list items, headings on their own line."""
    paragraph: list[Span] = []
    for line in lines(text):
        if line.start < line.end:
            paragraph.append(line)
        elif paragraph:
            yield from _unwrapped(text, paragraph)
            paragraph = []
    if paragraph:
        yield from _unwrapped(text, paragraph)


def _unwrapped(text: str, paragraph: list[Span]) -> Iterator[Span]:
    """Join the lines of one paragraph that were wrapped, and keep the others apart."""
    # Only wrapped prose goes on in lower case, so one such line shows how the paragraph was set.
    goes_on = [text[line.start].islower() and not LIST_ITEM.match(text, line.start) for line in paragraph]
    wrapped = any(goes_on[1:])
    filled = FILLED * max(line.end - line.start for line in paragraph)
    start, before = paragraph[0].start, paragraph[0]
    for line, lower in zip(paragraph[1:], goes_on[1:], strict=True):
        long = wrapped and before.end - before.start >= filled and not LIST_ITEM.match(text, line.start)
        if not lower and not long:
            yield Span(start, before.end)
            start = line.start
        before = line
    yield Span(start, before.end)


def _sentences(text: str, block: Span) -> Iterator[Span]:
    """Yield the sentences of one block of the text."""
    start, counted, open_quotes = block.start, block.start, 0
    last_word = _last_word(text, block)
    for proposed in _proposed_ends(text[block.start : block.end]):
        end = block.start + proposed
        open_quotes += text.count('"', counted, end)
        counted = end
        end = _with_closers(text, end, block.end, open_quotes % 2 == 1)
        if end <= start or end > last_word:
            continue
        if _is_boundary(text, start, end, block.end):
            yield Span(start, end)
            start = _next_visible(text, end, block.end)
    yield Span(start, block.end)


def _proposed_ends(block: str) -> list[int]:
    """Return where sentences may end in a block, ascending, before any closing quotes and brackets."""
    # Imported here so that a command which splits nothing does not load it.
    from sentencex import get_sentence_boundaries

    plain = SURROGATE.sub("\ufffd", INNER_APOSTROPHE.sub("ʼ", block)).translate(BLANKED)
    found = get_sentence_boundaries("en", plain)
    ends = {sentence["start_index"] + len(sentence["text"].rstrip()) for sentence in found}
    ends.update(missed.end() for missed in MISSED_END.finditer(plain))
    return sorted(ends)


def _last_word(text: str, block: Span) -> int:
    """Return where the last letter or digit of a block stands: what is left must not be marks alone."""
    return next((at for at in range(block.end - 1, block.start - 1, -1) if text[at].isalnum()), block.start)


def _next_visible(text: str, position: int, limit: int) -> int:
    """Return the first position that holds no whitespace."""
    while position < limit and text[position].isspace():
        position += 1
    return position


def _with_closers(text: str, end: int, limit: int, quote_is_open: bool) -> int:
    """Move an end behind the quotation marks and brackets that close there."""
    end = _end_of(CLOSERS, text, end, limit)
    if quote_is_open and text[end - 1] != '"':
        end = _end_of(SPACED_QUOTE, text, end, limit)
    return _end_of(SPACED_CLOSERS, text, end, limit)


def _end_of(pattern: re.Pattern[str], text: str, start: int, limit: int) -> int:
    """Return the end of the pattern where it stands at `start`, else `start`."""
    found = pattern.match(text, start, limit)
    return found.end() if found else start


def _is_boundary(text: str, start: int, end: int, limit: int) -> bool:
    """Tell whether a sentence that starts at `start` ends at a proposed end."""
    following = _next_visible(text, end, limit)
    tail = text[max(start, end - 12) : end]
    if following == end and not FULL_WIDTH_END.search(tail):
        return bool(RUN_ON.search(tail)) and text[end].isupper()
    if CONTINUES.match(text, following, limit) or NEVER_FINAL.search(tail):
        return False
    if NUMBERED.search(tail) and NUMBER.match(text, following, limit):
        return False
    if TIME_OF_DAY.search(tail) and AFTER_TIME.match(text, following, limit):
        return False
    if LIST_NUMBER.fullmatch(text, start, end):
        return False
    if _is_in_brackets(text, start, end, limit):
        return False
    return not _is_attributed(text, start, end, following, limit)


def _is_in_brackets(text: str, start: int, end: int, limit: int) -> bool:
    """Tell whether the end lies in a parenthesis that the sentence opened midway and that closes soon."""
    start = max(start, end - FAR_BACK)
    opened = text.count("(", start + 1, end) > text.count(")", start + 1, end)
    return opened and text[start] != "(" and text.find(")", end, min(limit, end + FAR_BACK)) >= 0


def _is_attributed(text: str, start: int, end: int, following: int, limit: int) -> bool:
    """Tell whether a name and a verb of saying follow a call or question that is all quotation so far."""
    if not QUOTED_CALL.search(text, max(start, end - 3), end) or end - start > FAR_BACK:
        return False
    narrated = max(text.rfind(opener, start + 1, end - 2) for opener in '"“‘')
    return narrated < 0 and ATTRIBUTION.match(text, following, limit) is not None
