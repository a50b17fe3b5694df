"""Checks, comparisons and timelines -> plain text for the terminal, with the same words as on Discord."""

from __future__ import annotations

from collections.abc import Iterator

from bot.plain import source, wrapped
from bot.wording import filters, one_line, searched_in, visible
from bot.words import ENGLISH
from index.answer import Citation
from index.check import Check, Verdict
from index.compare import Comparison
from index.store.protocol import Coverage, Filters
from index.timeline import Timeline

_NAME_LIMIT = 100


def check_text(check: Check, width: int | None) -> str:
    """Return a check; what was quoted otherwise stands in [-…-], what the article says instead in {+…+}."""
    if not check.searched.documents:
        return _nothing(check.filters, width)
    lines = [wrapped(verdict_line(check), width)]
    if check.pieces:
        lines.append(visible(difference(check)))
    for citation in check.citations:
        lines += _cited(citation, width)
    if check.elsewhere:
        lines.append(ENGLISH.counted(ENGLISH.check_elsewhere, check.elsewhere))
    return "\n".join([*lines, _searched(check.searched, check.filters, check.milliseconds, width)])


def verdict_line(check: Check) -> str:
    """Return the line that says what a check found."""
    if check.verdict is Verdict.MISATTRIBUTED:
        speaker, who = (one_line(name or "", _NAME_LIMIT) for name in (check.speaker, check.asked_speaker))
        return ENGLISH.check_misattributed.format(speaker=speaker, who=who)
    if check.spliced:
        return ENGLISH.check_spliced
    lines = {
        Verdict.EXACT: ENGLISH.check_exact,
        Verdict.ALTERED: "Not what was published. [-…-] is what was quoted, {+…+} what the article says:",
    }
    return lines.get(check.verdict, ENGLISH.check_not_found)


def difference(check: Check) -> str:
    """Return the quotation with what differs marked as by `wdiff`."""
    if check.spliced:
        return " | ".join(piece.quoted for piece in check.pieces)
    shown = []
    for piece in check.pieces:
        if piece.same:
            shown.append(piece.quoted)
        else:
            shown += [f"[-{piece.quoted}-]"] if piece.quoted else []
            shown += [f"{{+{piece.printed}+}}"] if piece.printed else []
    return " ".join(shown)


def comparison_text(comparison: Comparison, width: int | None) -> str:
    """Return a comparison, an outlet after the other."""
    if not comparison.searched.documents:
        return _nothing(comparison.question.filters, width)
    lines = [] if comparison.lines else [ENGLISH.compare_none]
    for line in comparison.lines:
        lines.append(f"{one_line(line.outlet, _NAME_LIMIT)}:")
        lines += _cited(line.citation, width)
        if line.also_in:
            lines.append(wrapped(ENGLISH.compare_also.format(names=_names(line.also_in)), width))
    if comparison.silent:
        lines.append(wrapped(ENGLISH.compare_silent.format(names=_names(comparison.silent)), width))
    if comparison.uncompared:
        lines.append(ENGLISH.counted(ENGLISH.compare_uncompared, comparison.uncompared))
    searched, wanted = comparison.searched, comparison.question.filters
    return "\n".join([*lines, _searched(searched, wanted, comparison.milliseconds, width)])


def timeline_text(timeline: Timeline, width: int | None) -> str:
    """Return a timeline, an event after the other."""
    if not timeline.searched.documents:
        return _nothing(timeline.question.filters, width)
    lines = [] if timeline.entries else [ENGLISH.timeline_none]
    for entry in timeline.entries:
        doubt = f" ({ENGLISH.timeline_doubts[entry.doubt.value]})" if entry.doubt.value else ""
        lines.append(f"{ENGLISH.days(entry.first, entry.last)}{doubt}")
        lines += _cited(entry.citation, width)
        if entry.also_in:
            lines.append(wrapped(ENGLISH.compare_also.format(names=_names(entry.also_in)), width))
    if timeline.left_out:
        lines.append(ENGLISH.counted(ENGLISH.timeline_more, timeline.left_out))
    if timeline.untimed:
        lines.append(wrapped(ENGLISH.timeline_untimed, width))
    searched, wanted = timeline.searched, timeline.question.filters
    return "\n".join([*lines, _searched(searched, wanted, timeline.milliseconds, width)])


def _cited(citation: Citation, width: int | None) -> Iterator[str]:
    yield visible(citation.text)
    yield wrapped(source(citation), width)


def _names(names: tuple[str, ...]) -> str:
    return ", ".join(one_line(name, _NAME_LIMIT) for name in names)


def _searched(coverage: Coverage, wanted: Filters, milliseconds: float, width: int | None) -> str:
    return wrapped(searched_in(coverage, wanted, milliseconds, shown=visible), width)


def _nothing(wanted: Filters, width: int | None) -> str:
    if not wanted.any:
        return wrapped(ENGLISH.nothing_to_search, width)
    return wrapped(ENGLISH.nothing_passes.format(filters=filters(wanted, shown=visible)), width)
