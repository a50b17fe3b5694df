"""What was found for watches: written down before it is posted, so that nothing is posted twice."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

from index.answer import Citation
from index.sql.connection import Connection
from index.watching import Told

# Discord refuses a second message with the same nonce "in the past few minutes"; within this time a post whose outcome
# is not known may safely be tried again, and afterwards never.
RETRY_SECONDS = 90.0
CLAIM_SECONDS = 30.0  # for which a post belongs to the process that tries it; after that, its process was killed
LATEST_SECONDS = 86_400.0  # what could not even be tried in a day is no news any more
_KEPT_SECONDS = 60 * 86_400.0
_MOST_TOLD = 500


@dataclass(frozen=True, slots=True)
class Post:
    """A post that is to be made: the ``answer`` that it holds, for which ``watch``, in which ``server`` if in any."""

    answer: str
    watch: int
    server: int | None


def told(connection: Connection, watch: int) -> list[Told]:
    """Return what was found for a watch lately."""
    rows = connection.execute(
        "SELECT document, version, sentence FROM watch_posts WHERE watch = ? ORDER BY found_at DESC LIMIT ?",
        (watch, _MOST_TOLD),
    )
    return [Told(row["document"], row["version"], row["sentence"]) for row in rows]


def count(connection: Connection, watch: int, day: str) -> int:
    """Return how many posts a watch has had on a day, given as ISO 8601."""
    sql = "SELECT count(DISTINCT answer) FROM watch_posts WHERE watch = ? AND day = ?"
    return int(connection.execute(sql, (watch, day)).fetchone()[0])


def found(connection: Connection, post: Post, quoted: Sequence[Citation], day: str) -> None:
    """Note what is to be posted, with all that it quotes, before anything is tried, and let go of what is long past."""
    now = time.time()
    connection.execute("DELETE FROM watch_posts WHERE found_at < ?", (now - _KEPT_SECONDS,))
    connection.executemany(
        "INSERT INTO watch_posts (answer, number, watch, document, version, sentence, day, found_at, state) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'found')",
        [
            (post.answer, number, post.watch, each.document.id, each.document.version, each.text, day, now)
            for number, each in enumerate(quoted)
        ],
    )


def due(connection: Connection) -> list[Post]:
    """Return what was found and not posted, or may have been and can be tried again; the oldest first.

    What a process is trying at this moment is not among it.
    """
    now = time.time()
    rows = connection.execute(
        "SELECT DISTINCT answer, watch, server, found_at FROM watch_posts JOIN watches ON watches.id = watch "
        "WHERE ((state = 'found' AND found_at > ?) OR (state = 'sending' AND tried_at > ?)) AND ended IS NULL "
        "AND claimed_until <= ? ORDER BY found_at",
        (now - LATEST_SECONDS, now - RETRY_SECONDS, now),
    )
    return [Post(row["answer"], row["watch"], row["server"]) for row in rows]


def quoted(connection: Connection, answer: str) -> list[tuple[str, str]]:
    """Return what a post quotes: pairs of a document's id and a sentence."""
    rows = connection.execute("SELECT document, sentence FROM watch_posts WHERE answer = ?", (answer,))
    return [(row["document"], row["sentence"]) for row in rows]


def begin(connection: Connection, answer: str) -> bool:
    """Note that a post is being tried, the first time with the time; returns whether it is (still) this one's to make.

    Of several processes one alone is told so, until it has settled the post, given it back, or was killed.
    """
    now = time.time()
    changed = connection.execute(
        "UPDATE watch_posts SET state = 'sending', tried_at = coalesce(tried_at, ?), claimed_until = ? "
        "WHERE answer = ? AND claimed_until <= ? AND (state = 'found' OR (state = 'sending' AND tried_at > ?))",
        (now, now + CLAIM_SECONDS, answer, now, now - RETRY_SECONDS),
    )
    return changed.rowcount > 0


def give_back(connection: Connection, answer: str) -> None:
    """Let a post be tried again, by this process or another: nobody knows what became of it."""
    connection.execute("UPDATE watch_posts SET claimed_until = 0 WHERE answer = ?", (answer,))


def settle(connection: Connection, answer: str, *, sent: bool) -> None:
    """Note what became of a post: it is never tried again."""
    state = "sent" if sent else "lost"
    connection.execute("UPDATE watch_posts SET state = ? WHERE answer = ?", (state, answer))


def forget_watch(connection: Connection, watch: int) -> None:
    """Delete what was found for a watch."""
    connection.execute("DELETE FROM watch_posts WHERE watch = ?", (watch,))


def forget_documents(connection: Connection, ids: Sequence[str]) -> None:
    """Delete what quotes these documents, and do not post it any more."""
    for document in ids:
        connection.execute(
            "DELETE FROM watch_posts WHERE answer IN (SELECT answer FROM watch_posts WHERE document = ?)", (document,)
        )
