"""Answers that were given: what their buttons, replies and follow-ups refer to."""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from index.answer import Answer
from index.sql.connection import Connection
from index.store.protocol import Filters

KEPT_DAYS = 30
REMEMBERED_SECONDS = 30 * 60.0  # how long a conversation keeps its subject without being pointed to it
_MOST = 200_000  # answers in the file; the oldest go first
_DAY_SECONDS = 86_400.0


@dataclass(frozen=True, slots=True)
class Place:
    """Where and by whom something was asked. ``server`` is None in direct messages and private channels."""

    person: int
    channel: int
    server: int | None = None


@dataclass(frozen=True, slots=True)
class Cited:
    """A citation by reference: the document's id and ``text``, which stood there at ``start`` to ``end``.

    ``also_in`` names the other outlets that said it when the answer was given.
    """

    document: str
    start: int
    end: int
    text: str
    score: float
    speaker: str | None = None
    also_in: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Given:
    """An answer as it was given.

    ``question`` stands alone: a follow-up is kept as it was understood. ``shown`` is the message's text,
    in which the first ``parts`` citations stand, with what is quoted ``beside`` them.
    """

    id: str
    place: Place
    private: bool
    question: str
    answered: bool
    answer: str | None
    filters: Filters
    cited: tuple[Cited, ...]
    shown: tuple[str, ...]
    parts: int = 1
    beside: tuple[Cited, ...] = ()

    @property
    def first_page(self) -> tuple[Cited, ...]:
        """All that is quoted on the first page."""
        return (*self.cited[: max(self.parts, 1)], *self.beside)

    @property
    def pages(self) -> list[int]:
        """The numbers of the citations that pages begin with: the first page shows all that answers."""
        return [0, *range(max(self.parts, 1), len(self.cited))]

    def opens_to(self, place: Place) -> bool:
        """Whether what this answer holds may be shown at a place: never elsewhere, and private to who asked."""
        same = (self.place.server, self.place.channel) == (place.server, place.channel)
        return same and (not self.private or self.place.person == place.person)


def new_id() -> str:
    """Return an id that nobody can guess, short enough for a button."""
    return secrets.token_hex(8)


def given(answer: Answer, place: Place, shown: tuple[str, ...], *, private: bool) -> Given:
    """Return what is to be remembered of an answer that is shown in these blocks."""
    cited, beside = (
        tuple(
            Cited(each.document.id, each.start, each.end, each.text, float(each.score), each.speaker, each.also_in)
            for each in some
        )
        for some in (answer.citations, (answer.support,) if answer.support else ())
    )
    question = answer.question
    filters = question.filters
    parts = answer.parts if answer.answered else 1
    return Given(
        *(new_id(), place, private, question.text, answer.answered, answer.answer, filters, cited, shown, parts, beside)
    )


def remember(connection: Connection, one: Given) -> None:
    """Store an answer before it is sent, and let go of those that are too old."""
    now = time.time()
    connection.execute("DELETE FROM answers WHERE asked_at < ?", (now - KEPT_DAYS * _DAY_SECONDS,))
    connection.execute(
        "DELETE FROM answers WHERE asked_at < (SELECT asked_at FROM answers ORDER BY asked_at DESC LIMIT 1 OFFSET ?)",
        (_MOST,),
    )
    connection.execute(
        "INSERT INTO answers (id, asked_at, person, server, channel, private, answer) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (one.id, now, one.place.person, one.place.server, one.place.channel, int(one.private), _packed(one)),
    )
    connection.executemany(
        "INSERT INTO answer_documents (answer, document) VALUES (?, ?)",
        [(one.id, document) for document in sorted({each.document for each in (*one.cited, *one.beside)})],
    )


def sent_as(connection: Connection, answer_id: str, message: int) -> None:
    """Note in which message an answer was sent."""
    connection.execute("UPDATE answers SET message = ? WHERE id = ?", (message, answer_id))


def find(connection: Connection, answer_id: str) -> Given | None:
    """Return an answer by its id."""
    return _one(connection, "id = ?", (answer_id,))


def find_by_message(connection: Connection, message: int) -> Given | None:
    """Return the answer that a message holds."""
    return _one(connection, "message = ?", (message,))


def latest(connection: Connection, place: Place) -> Given | None:
    """Return the newest answer of a conversation that this person may see, while it is remembered."""
    return _one(
        connection,
        "channel = ? AND (person = ? OR private = 0) AND asked_at > ? ORDER BY asked_at DESC LIMIT 1",
        (place.channel, place.person, time.time() - REMEMBERED_SECONDS),
    )


def forget_person(connection: Connection, person: int) -> None:
    """Delete all that is stored about a person."""
    connection.execute("DELETE FROM answers WHERE person = ?", (person,))
    connection.execute("DELETE FROM feedback WHERE person = ?", (person,))
    connection.execute("DELETE FROM previews WHERE person = ?", (person,))


def forget_server(connection: Connection, server: int) -> None:
    """Delete all answers that were given in a server, and what people thought of them."""
    connection.execute("DELETE FROM feedback WHERE answer IN (SELECT id FROM answers WHERE server = ?)", (server,))
    connection.execute("DELETE FROM answers WHERE server = ?", (server,))


def forget_documents(connection: Connection, ids: Sequence[str]) -> None:
    """Delete all answers that quote one of these documents, and what people thought of them."""
    for document in ids:
        connection.execute(
            "DELETE FROM answers WHERE id IN (SELECT answer FROM answer_documents WHERE document = ?)", (document,)
        )
        connection.execute("DELETE FROM feedback WHERE document = ?", (document,))


def rate(connection: Connection, one: Given, number: int, person: int, *, helpful: bool) -> None:
    """Store what a person thinks of an answer's citation of this ``number``; a later word replaces an earlier one."""
    cited = one.cited[number]
    connection.execute(
        "INSERT INTO feedback (answer, person, helpful, given_at, question, answer_text, document, start, stop) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (answer, person) DO UPDATE SET "
        "helpful = excluded.helpful, given_at = excluded.given_at, document = excluded.document, "
        "start = excluded.start, stop = excluded.stop",
        (
            *(one.id, person, int(helpful), time.time()),
            *(one.question, one.answer or cited.text, cited.document, cited.start, cited.end),
        ),
    )


def _one(connection: Connection, condition: str, values: Sequence[object]) -> Given | None:
    sql = f"SELECT id, person, channel, server, private, answer FROM answers WHERE {condition}"
    row = connection.execute(sql, values).fetchone()
    if row is None:
        return None
    place = Place(row["person"], row["channel"], row["server"])
    stored = json.loads(row["answer"])
    filters = Filters(
        outlets=frozenset(stored["outlets"]), since=_moment(stored["since"]), until=_moment(stored["until"])
    )
    cited, beside = (
        tuple(Cited(**{**each, "also_in": tuple(each.get("also_in", ()))}) for each in some)
        for some in (stored["cited"], stored.get("beside", ()))
    )
    return Given(
        row["id"],
        place,
        bool(row["private"]),
        stored["question"],
        stored["answered"],
        stored["answer"],
        filters,
        cited,
        tuple(stored["shown"]),
        stored["parts"],
        beside,
    )


def _packed(one: Given) -> str:
    filters = one.filters
    return json.dumps(
        {
            "question": one.question,
            "answered": one.answered,
            "answer": one.answer,
            "outlets": sorted(filters.outlets),
            "since": filters.since.isoformat() if filters.since else None,
            "until": filters.until.isoformat() if filters.until else None,
            "cited": [asdict(each) for each in one.cited],
            "beside": [asdict(each) for each in one.beside],
            "shown": one.shown,
            "parts": one.parts,
        }
    )


def _moment(stored: str | None) -> datetime | None:
    return datetime.fromisoformat(stored) if stored else None
