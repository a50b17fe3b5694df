"""Which of several copies is the original: the earliest, and where that is not known, whom the others credit."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from math import inf

from index.document import Document

_DATE_ONLY = len("2020-01-06")


def original(copies: Sequence[Document]) -> Document:
    """Return the original among copies, at least one.

    That is the earliest published. A date without a time is as early as any time of that day, and one that is missing
    as early as any: among those, the outlet that most others name wins, then the longest text (copies are cut), then
    the earlier date, then the id.
    """
    times = {copy.id: _times(copy.published) for copy in copies}
    last = min(latest for _, latest in times.values())
    earliest = [copy for copy in copies if times[copy.id][0] <= last]
    credits = {copy.id: sum(_credits(other, copy) for other in copies) for copy in earliest}
    return min(earliest, key=lambda copy: (-credits[copy.id], -len(copy.text), times[copy.id], copy.id))


def _times(published: str | None) -> tuple[float, float]:
    """Return the first and the last moment at which an article may have come out."""
    try:
        moment = datetime.fromisoformat(published or "")
    except ValueError:
        return -inf, inf
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    span = timedelta(days=1) if len(published or "") <= _DATE_ONLY else timedelta(0)
    return moment.timestamp(), (moment + span).timestamp()


def _credits(other: Document, copy: Document) -> bool:
    """Tell whether one copy names the other's outlet, as "(Union Press Agency)" does under a cut one."""
    if not copy.outlet or other.outlet == copy.outlet:
        return False
    return copy.outlet in other.text or copy.outlet in (other.author or "")
