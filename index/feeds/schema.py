"""The tables of feeds, in SQLite's words; :mod:`index.sql.definitions` has PostgreSQL's."""

from __future__ import annotations

from index.sql.migrations import Step

# One entry a schema version, applied in order; never edit one that has been released. Times are seconds since 1970.
# A feed's `claim` is the token of the process that updates it, good until `claimed_until`.
# An item's `id` is a digest of the feed's name for it, which may hold words of the article, and `said` one of what the
# feed said of it when it was taken. `address` is the one that its article is stored under, `document` what the store
# has of it, NULL while that is nothing; `gone_at` is when its page was first found gone. Of an item whose document a
# person removed, `removed` is kept and no word; `barred` has digests of such documents' owners and addresses.
STEPS: tuple[Step, ...] = (
    """
    CREATE TABLE feeds (
        id TEXT PRIMARY KEY,
        url TEXT NOT NULL,
        owner TEXT,
        outlet TEXT,
        title TEXT NOT NULL,
        every REAL NOT NULL,
        added_at REAL NOT NULL,
        etag TEXT,
        modified TEXT,
        attempted_at REAL,
        succeeded_at REAL,
        error TEXT,
        failures INTEGER NOT NULL DEFAULT 0,
        due_at REAL NOT NULL,
        claim TEXT,
        claimed_until REAL NOT NULL DEFAULT 0
    ) WITHOUT ROWID;
    CREATE UNIQUE INDEX feeds_by_address ON feeds (url, coalesce(owner, ''));
    CREATE INDEX feeds_by_due ON feeds (due_at);
    CREATE TABLE items (
        feed TEXT NOT NULL REFERENCES feeds (id) ON DELETE CASCADE,
        id TEXT NOT NULL,
        url TEXT,
        address TEXT,
        document TEXT,
        said TEXT NOT NULL,
        author TEXT,
        published TEXT,
        taken_at REAL NOT NULL,
        etag TEXT,
        modified TEXT,
        from_summary INTEGER NOT NULL,
        failures INTEGER NOT NULL,
        recheck_at REAL,
        gone_at REAL,
        withdrawn INTEGER NOT NULL,
        removed INTEGER NOT NULL,
        PRIMARY KEY (feed, id)
    ) WITHOUT ROWID;
    CREATE TABLE barred (digest TEXT PRIMARY KEY) WITHOUT ROWID;
    CREATE INDEX items_by_document ON items (document) WHERE document IS NOT NULL;
    CREATE INDEX items_by_recheck ON items (feed, recheck_at) WHERE recheck_at IS NOT NULL;
    """,
    # Owners that have left, and since when: their feeds are never due.
    """
    CREATE TABLE departures (owner TEXT PRIMARY KEY, since REAL NOT NULL) WITHOUT ROWID;
    """,
)
