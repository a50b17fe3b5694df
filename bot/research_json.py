"""Checks, comparisons and timelines -> the JSON objects that scripts rely on, each on one line."""

from __future__ import annotations

import json

from bot.answer_json import citation_object
from index.check import Check
from index.compare import Comparison
from index.store.protocol import Coverage
from index.timeline import Timeline


def check_json(check: Check) -> str:
    """Return a check; ``difference`` has what was quoted, what the article says, and whether that is the same."""
    return _line(
        {
            "quotation": check.quotation,
            "verdict": check.verdict.value,
            "speaker": check.speaker,
            "asked_speaker": check.asked_speaker,
            "citations": [citation_object(citation) for citation in check.citations],
            "difference": [
                {"quoted": each.quoted, "printed": each.printed, "same": each.same} for each in check.pieces
            ],
            "spliced": check.spliced,
            "elsewhere": check.elsewhere,
            "searched": _searched(check.searched),
            "milliseconds": round(check.milliseconds, 1),
        }
    )


def comparison_json(comparison: Comparison) -> str:
    """Return a comparison, the most to the point first."""
    return _line(
        {
            "topic": comparison.question.text,
            "outlets": [
                {"outlet": line.outlet, "citation": citation_object(line.citation), "also_in": list(line.also_in)}
                for line in comparison.lines
            ],
            "not_in_this_index": list(comparison.silent),
            "uncompared": comparison.uncompared,
            "searched": _searched(comparison.searched),
            "milliseconds": round(comparison.milliseconds, 1),
        }
    )


def timeline_json(timeline: Timeline) -> str:
    """Return a timeline in the order of events; days are ISO 8601, ``doubt`` is empty where they are certain."""
    return _line(
        {
            "topic": timeline.question.text,
            "events": [
                {
                    "first": str(entry.first),
                    "last": str(entry.last),
                    "doubt": entry.doubt.value,
                    "named": entry.citation.document.text[entry.named.start : entry.named.end],
                    "citation": citation_object(entry.citation),
                    "also_in": list(entry.also_in),
                }
                for entry in timeline.entries
            ],
            "left_out": timeline.left_out,
            "coverage": [
                {"day": str(day), "outlet": outlet or None, "articles": number}
                for (day, outlet), number in sorted(timeline.coverage.items())
            ],
            "searched": _searched(timeline.searched),
            "milliseconds": round(timeline.milliseconds, 1),
        }
    )


def _searched(coverage: Coverage) -> dict[str, object]:
    return {"documents": coverage.documents, "outlets": coverage.outlets, "newest": coverage.newest}


def _line(shown: dict[str, object]) -> str:
    return json.dumps(shown, ensure_ascii=False)
