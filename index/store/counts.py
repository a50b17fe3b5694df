"""What was counted in a state of the database, so that it is counted once a state and not in every question."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import TypeVar, cast

from index.owners import Owners
from index.sql.connection import Connection
from index.store import queries, quotations
from index.store.protocol import Coverage, Filters, Speaker

_MOST = 20_000  # counts that are kept, a few hundred bytes each
_Counted = TypeVar("_Counted")


class Counts:
    """Counts that hold as long as nothing changes. Threads may share it.

    A state is told by its token, which no other state has. In a write transaction the token is there before what
    follows in it, so nothing may be counted here then.
    """

    def __init__(self) -> None:
        """Nothing is counted yet."""
        self._now: tuple[str, dict[Hashable, object], dict[tuple[str, str], int]] = ("", {}, {})

    def coverage(self, connection: Connection, filters: Filters) -> Coverage:
        """Count what passes the filters."""
        return self._once(connection, ("coverage", filters), lambda: queries.coverage(connection, filters))

    def outlets(self, connection: Connection, owners: Owners) -> list[tuple[str, int]]:
        """Return the outlets with their numbers of documents, most first."""
        return list(self._once(connection, ("outlets", owners), lambda: queries.outlets(connection, owners)))

    def speakers(self, connection: Connection, filters: Filters) -> list[Speaker]:
        """Return who is quoted in what passes the filters, most quoted first."""
        known, _ = self._of(connection)
        found = cast("tuple[Filters, list[Speaker]] | None", known.get("speakers"))
        if found is None or found[0] != filters:  # there may be very many: only the last ones are kept
            known["speakers"] = found = (filters, quotations.speakers(connection, filters))
        return list(found[1])

    def frequencies(self, connection: Connection) -> dict[tuple[str, str], int]:
        """Return what is known of how often terms occur, by set of tables and term, to be added to."""
        return self._of(connection)[1]

    def _once(self, connection: Connection, name: Hashable, count: Callable[[], _Counted]) -> _Counted:
        known, _ = self._of(connection)
        if name not in known:
            known[name] = count()
        return cast(_Counted, known[name])

    def _of(self, connection: Connection) -> tuple[dict[Hashable, object], dict[tuple[str, str], int]]:
        """Return what is known of the state that a connection reads; a reader of another one gets its own."""
        state, (before, known, frequencies) = queries.state(connection), self._now
        if state != before or len(known) + len(frequencies) > _MOST:
            known, frequencies = {}, {}
            self._now = (state, known, frequencies)
        return known, frequencies
