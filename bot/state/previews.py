"""Previews of feeds and pages that were shown and not decided on: what their buttons refer to."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from index.sql.connection import Connection

KEPT_SECONDS = 24 * 3600.0
_MOST = 2000  # in the file; the oldest go first


@dataclass(frozen=True, slots=True)
class Preview:
    """What is stored if the person presses Add: a feed, or one page. ``of`` is how many items the feed lists."""

    id: str
    person: int
    server: int
    url: str
    title: str
    outlet: str | None
    every: float
    is_page: bool
    of: int


def remember(connection: Connection, one: Preview) -> None:
    """Store a preview before it is shown, and let go of those that are too old."""
    now = time.time()
    connection.execute("DELETE FROM previews WHERE shown_at < ?", (now - KEPT_SECONDS,))
    connection.execute(
        "DELETE FROM previews WHERE id NOT IN (SELECT id FROM previews ORDER BY shown_at DESC LIMIT ?)",
        (_MOST - 1,),
    )
    connection.execute(
        "INSERT INTO previews (id, shown_at, person, server, url, preview) VALUES (?, ?, ?, ?, ?, ?)",
        (one.id, now, one.person, one.server, one.url, json.dumps(asdict(one))),
    )


def find(connection: Connection, preview_id: str) -> Preview | None:
    """Return a preview that can still be decided on."""
    row = connection.execute(
        "SELECT preview FROM previews WHERE id = ? AND shown_at >= ?", (preview_id, time.time() - KEPT_SECONDS)
    ).fetchone()
    return None if row is None else Preview(**json.loads(row["preview"]))


def decide(connection: Connection, preview_id: str) -> bool:
    """Forget a preview; false if somebody was faster. Whoever gets true, and nobody else, does what was decided."""
    return bool(connection.execute("DELETE FROM previews WHERE id = ?", (preview_id,)).rowcount)


def forget_addresses(connection: Connection, addresses: Sequence[str]) -> None:
    """Forget previews of pages at these addresses, which hold the articles' titles."""
    connection.executemany("DELETE FROM previews WHERE url = ?", [(address,) for address in addresses])
