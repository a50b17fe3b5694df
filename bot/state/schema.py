"""The tables of what the bot remembers, in SQLite's words; :mod:`index.sql.definitions` has PostgreSQL's."""

from __future__ import annotations

import json

from index.sql.connection import Connection
from index.sql.migrations import Step


def _name_what_answers_quote(connection: Connection) -> None:
    rows = connection.execute("SELECT id, answer FROM answers").fetchall()
    pairs = {
        (row["id"], each["document"])
        for row in rows
        for stored in (json.loads(row["answer"]),)
        for each in (*stored["cited"], *stored.get("beside", ()))
    }
    connection.executemany("INSERT INTO answer_documents (answer, document) VALUES (?, ?)", sorted(pairs))
    rows = connection.execute("SELECT id, preview FROM previews").fetchall()
    addresses = [(json.loads(row["preview"])["url"], row["id"]) for row in rows]
    connection.executemany("UPDATE previews SET url = ? WHERE id = ?", addresses)


# Tables of any earlier version are brought up to date; a step that was released is never changed.
STEPS: tuple[Step, ...] = (
    """
    CREATE TABLE answers (
        id TEXT PRIMARY KEY,
        asked_at REAL NOT NULL,
        person INTEGER NOT NULL,
        server INTEGER,
        channel INTEGER NOT NULL,
        message INTEGER,
        private INTEGER NOT NULL,
        answer TEXT NOT NULL
    ) WITHOUT ROWID;
    CREATE INDEX answers_by_message ON answers (message);
    CREATE INDEX answers_by_channel ON answers (channel, asked_at);
    CREATE INDEX answers_by_person ON answers (person);
    CREATE INDEX answers_by_age ON answers (asked_at);
    CREATE TABLE feedback (
        answer TEXT NOT NULL,
        person INTEGER NOT NULL,
        helpful INTEGER NOT NULL,
        given_at REAL NOT NULL,
        question TEXT NOT NULL,
        answer_text TEXT,
        document TEXT NOT NULL,
        start INTEGER NOT NULL,
        stop INTEGER NOT NULL,
        PRIMARY KEY (answer, person)
    ) WITHOUT ROWID;
    CREATE INDEX feedback_by_person ON feedback (person);
    CREATE TABLE servers (
        server INTEGER PRIMARY KEY,
        settings TEXT NOT NULL
    );
    """,
    """
    CREATE TABLE previews (
        id TEXT PRIMARY KEY,
        shown_at REAL NOT NULL,
        person INTEGER NOT NULL,
        server INTEGER NOT NULL,
        preview TEXT NOT NULL
    ) WITHOUT ROWID;
    CREATE INDEX previews_by_age ON previews (shown_at);
    """,
    # Watches, and what was found for them. `position` is the index's generation up to which a watch has looked;
    # `ended` says why it posts no more. A post is "found", then "sending" from `tried_at` on, and "sent" or "lost".
    """
    CREATE TABLE watches (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        person INTEGER NOT NULL,
        server INTEGER,
        channel INTEGER NOT NULL,
        parent INTEGER,
        topic TEXT NOT NULL,
        a_day INTEGER NOT NULL,
        locale TEXT NOT NULL,
        position INTEGER NOT NULL,
        ended TEXT,
        ended_at REAL
    );
    CREATE INDEX watches_by_person ON watches (person);
    CREATE INDEX watches_by_server ON watches (server);
    CREATE TABLE watch_posts (
        answer TEXT NOT NULL,
        number INTEGER NOT NULL,
        watch INTEGER NOT NULL,
        document TEXT NOT NULL,
        version INTEGER NOT NULL,
        sentence TEXT NOT NULL,
        day TEXT NOT NULL,
        found_at REAL NOT NULL,
        tried_at REAL,
        state TEXT NOT NULL,
        PRIMARY KEY (answer, number)
    ) WITHOUT ROWID;
    CREATE INDEX watch_posts_by_watch ON watch_posts (watch, day);
    CREATE INDEX watch_posts_by_document ON watch_posts (document);
    """,
    # What an answer quotes can be looked up. A post belongs to the process that tries it, until `claimed_until`.
    """
    CREATE TABLE answer_documents (
        answer TEXT NOT NULL REFERENCES answers (id) ON DELETE CASCADE,
        document TEXT NOT NULL,
        PRIMARY KEY (answer, document)
    ) WITHOUT ROWID;
    CREATE INDEX answer_documents_by_document ON answer_documents (document);
    ALTER TABLE previews ADD COLUMN url TEXT;
    ALTER TABLE watch_posts ADD COLUMN claimed_until REAL NOT NULL DEFAULT 0;
    """,
    _name_what_answers_quote,
)
