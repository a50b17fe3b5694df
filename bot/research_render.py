"""Checks, comparisons and timelines -> Discord messages; what has no room is named and not left out silently."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bot.markdown import escaped, timestamp
from bot.render import MESSAGE_LIMIT, Blocks, quoted, source, units
from bot.wording import filters, one_line, searched_in, visible
from bot.words import Words
from index.alignment import Piece
from index.answer import Citation
from index.check import Check, Verdict
from index.compare import Comparison
from index.document import Span
from index.store.protocol import Coverage, Filters
from index.timeline import Entry, Timeline

_QUOTE_LIMIT = 700  # units of one quotation among several
_DIFFERENCE_LIMIT = 1200
_NAME_LIMIT = 80
_NAMES_LIMIT = 600
_MOST_ITEMS = 18  # each is a block or two, and a message has 40 components at most


def render_check(check: Check, words: Words, head: Blocks = ()) -> Blocks:
    """Return the message for a check: the verdict, the difference, and the sentences as they were published."""
    if not check.searched.documents:
        return (*head, _nothing(check.filters, words))
    footer = _footer(check.searched, check.filters, check.milliseconds, words)
    above = [*head, f"**{_verdict(check, words)}**"]
    if check.pieces and not check.spliced:
        above.append(difference(check.pieces))
    below = [words.counted(words.check_elsewhere, check.elsewhere)] if check.elsewhere else []
    room = MESSAGE_LIMIT - sum(map(units, (*above, *below, footer)))
    cited: list[str] = []
    for left, citation in zip(range(len(check.citations), 0, -1), check.citations, strict=True):
        shown = _item(citation, words, room // left)
        room -= units(shown)
        cited.append(shown)
    return (*above, *cited, *below, footer)


def difference(pieces: Sequence[Piece]) -> str:
    """Return a quotation with what differs crossed out, and in bold what the article says there."""
    shown: list[str] = []
    for piece in pieces:
        ours, theirs = (escaped(visible(" ".join(each.split()))) for each in (piece.quoted, piece.printed))
        if piece.same:
            shown.append(ours)
        else:
            shown += [f"~~{ours}~~"] if ours else []
            shown += [f"**{theirs}**"] if theirs else []
    kept: list[str] = []
    for each in shown:  # a mark is never cut in two
        if units(" ".join([*kept, each])) > _DIFFERENCE_LIMIT:
            kept.append("…")
            break
        kept.append(each)
    return "> " + " ".join(kept)


def render_comparison(comparison: Comparison, words: Words) -> Blocks:
    """Return the message for a comparison: a sentence an outlet, then who is silent here."""
    wanted = comparison.question.filters
    if not comparison.searched.documents:
        return (_nothing(wanted, words),)
    items = [
        (line.outlet, _item(line.citation, words, _QUOTE_LIMIT, _also(line.also_in, words)))
        for line in comparison.lines
    ]
    below = [words.compare_silent.format(names=_names(comparison.silent))] if comparison.silent else []
    if comparison.uncompared:
        below.append(words.counted(words.compare_uncompared, comparison.uncompared))
    below.append(_footer(comparison.searched, wanted, comparison.milliseconds, words))

    def left_out(names: Sequence[str]) -> str:
        return words.compare_no_room.format(names=_names(names))

    head = () if items else (f"**{words.compare_none}**",)
    return _fitted(head, items, tuple(below), left_out)


def render_timeline(timeline: Timeline, words: Words) -> Blocks:
    """Return the message for a timeline: an event after the other, with what is not certain about its day."""
    wanted = timeline.question.filters
    if not timeline.searched.documents:
        return (_nothing(wanted, words),)
    items = [(str(entry.first), _event(entry, words)) for entry in timeline.entries]
    below = [words.timeline_untimed] if timeline.untimed else []
    below.append(_footer(timeline.searched, wanted, timeline.milliseconds, words))

    def left_out(days: Sequence[str]) -> str:
        return words.counted(words.timeline_more, len(days) + timeline.left_out)

    head = () if items else (f"**{words.timeline_none}**",)
    if timeline.left_out and len(items) <= _MOST_ITEMS:
        below.insert(0, left_out(()))
        return _fitted(head, items, tuple(below), lambda days: words.counted(words.timeline_more, len(days)))
    return _fitted(head, items, tuple(below), left_out)


def _fitted(
    head: Blocks, items: Sequence[tuple[str, str]], below: Blocks, left_out: Callable[[Sequence[str]], str]
) -> Blocks:
    """Return as many of the items as fit, and say which do not."""
    names = [name for name, _ in items]
    many = min(len(items), _MOST_ITEMS)
    while many:
        shown = [*head, *(block for _, block in items[:many])]
        rest = [left_out(names[many:])] if names[many:] else []
        message = (*shown, *rest, *below)
        if sum(map(units, message)) <= MESSAGE_LIMIT:
            return message
        many -= 1
    return (*head, *([left_out(names)] if names else []), *below)


def _event(entry: Entry, words: Words) -> str:
    day = f"**{words.days(entry.first, entry.last)}**"
    if entry.doubt.value:
        day += f" ({words.timeline_doubts[entry.doubt.value]})"
    span = Span(entry.named.start - entry.citation.start, entry.named.end - entry.citation.start)
    return f"{day}\n{_item(entry.citation, words, _QUOTE_LIMIT, _also(entry.also_in, words), span)}"


def _item(citation: Citation, words: Words, room: int, also: str = "", bold: Span | None = None) -> str:
    """Return a quotation with its source as one block of at most about ``room`` units."""
    below = source(citation, words)
    quote = quoted(citation.text, max(room - units(below) - units(also) - 2, 100), bold, words)
    return "\n".join(filter(None, (quote, below, also)))


def _also(names: Sequence[str], words: Words) -> str:
    return f"-# {words.compare_also.format(names=_names(names))}" if names else ""


def _names(names: Sequence[str]) -> str:
    """Return names on one line, and how many more where there is no room for all."""
    shown = ""
    for number, name in enumerate(names):
        more = (", " if shown else "") + escaped(one_line(name, _NAME_LIMIT))
        if units(shown + more) > _NAMES_LIMIT:
            return f"{shown} … +{len(names) - number}"
        shown += more
    return shown


def _verdict(check: Check, words: Words) -> str:
    if check.verdict is Verdict.MISATTRIBUTED:
        speaker, who = (escaped(one_line(name or "", _NAME_LIMIT)) for name in (check.speaker, check.asked_speaker))
        return words.check_misattributed.format(speaker=speaker, who=who)
    if check.spliced:
        return words.check_spliced
    lines = {Verdict.EXACT: words.check_exact, Verdict.ALTERED: words.check_altered}
    return lines.get(check.verdict, words.check_not_found)


def _footer(coverage: Coverage, wanted: Filters, milliseconds: float, words: Words) -> str:
    return f"-# {searched_in(coverage, wanted, milliseconds, words, shown=escaped, date=timestamp)}"


def _nothing(wanted: Filters, words: Words) -> str:
    if not wanted.any:
        return escaped(words.nothing_to_search)
    return escaped(words.nothing_passes.format(filters=filters(wanted, words)))
