"""The embedded store's tables, and how an older database becomes a current one."""

from __future__ import annotations

from index.errors import NewerStore, StoreError
from index.sql.connection import Connection, is_postgres
from index.sql.migrations import migrate as run_steps
from index.sql.migrations import version_of
from index.store import postgres_tables

# One entry a schema version, applied in order; never edit one that has been released.
# `sentences.number` is AUTOINCREMENT: a number is never used twice, so "all numbers above the last one
# that I know" is exactly what a reader has not seen yet. `removed` is its counterpart for deletions.
# `generations` has a row for every change; its random token tells a file that was derived from this very
# state from one that was derived after a change that a copy put back has undone.
# The full-text tables hold terms made by `index.terms`, not prose: SQLite only splits them at spaces.
MIGRATIONS: tuple[str, ...] = (
    """
    CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE generations (number INTEGER PRIMARY KEY, token TEXT NOT NULL);
    CREATE TABLE documents (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        id TEXT NOT NULL UNIQUE,
        title TEXT NOT NULL,
        text TEXT NOT NULL,
        outlet TEXT,
        author TEXT,
        url TEXT,
        published TEXT,
        published_at REAL,
        source TEXT,
        fingerprint BLOB NOT NULL
    );
    CREATE INDEX documents_by_outlet ON documents (outlet);
    CREATE INDEX documents_by_time ON documents (published_at);
    CREATE INDEX documents_by_url ON documents (url) WHERE url IS NOT NULL;
    CREATE INDEX documents_by_source ON documents (source) WHERE source IS NOT NULL;
    CREATE INDEX documents_by_fingerprint ON documents (fingerprint);
    CREATE TABLE sentences (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        document INTEGER NOT NULL REFERENCES documents (number) ON DELETE CASCADE,
        position INTEGER NOT NULL,
        start INTEGER NOT NULL,
        stop INTEGER NOT NULL,
        UNIQUE (document, position)
    );
    CREATE TABLE vectors (
        sentence INTEGER PRIMARY KEY REFERENCES sentences (number) ON DELETE CASCADE,
        vector BLOB NOT NULL
    );
    CREATE TABLE removed (sentence INTEGER PRIMARY KEY, generation INTEGER NOT NULL);
    CREATE INDEX removed_by_generation ON removed (generation);
    CREATE VIRTUAL TABLE sentence_terms USING fts5 (title, sentence, tokenize = "ascii tokenchars '.'");
    CREATE VIRTUAL TABLE document_terms USING fts5 (title, text, tokenize = "ascii tokenchars '.'");
    CREATE VIRTUAL TABLE sentence_vocabulary USING fts5vocab (sentence_terms, row);
    """,
    # Versions, withdrawn documents, owners. `retrieved` is unknown for what was stored before.
    # `versions` keeps what was replaced; `spans` are the sentences in it, a JSON list of [start, stop].
    # A withdrawn document keeps its row and its sentences' offsets, but has no vectors and no terms.
    # `documents_counted` holds all that is counted, so that no count reads through the texts.
    """
    ALTER TABLE documents ADD COLUMN owner TEXT;
    ALTER TABLE documents ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
    ALTER TABLE documents ADD COLUMN retrieved TEXT;
    ALTER TABLE documents ADD COLUMN withdrawn TEXT;
    ALTER TABLE documents ADD COLUMN sentence_count INTEGER NOT NULL DEFAULT 0;
    UPDATE documents SET sentence_count = (SELECT count(*) FROM sentences WHERE document = documents.number);
    CREATE INDEX documents_counted ON documents (owner, withdrawn, outlet, published_at, sentence_count);
    CREATE TABLE owners (number INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE);
    CREATE TABLE versions (
        document INTEGER NOT NULL REFERENCES documents (number) ON DELETE CASCADE,
        version INTEGER NOT NULL,
        title TEXT NOT NULL,
        text TEXT NOT NULL,
        author TEXT,
        published TEXT,
        retrieved TEXT,
        superseded TEXT NOT NULL,
        spans TEXT NOT NULL,
        PRIMARY KEY (document, version)
    );
    """,
    # Whether the text is a feed's summary.
    """
    ALTER TABLE documents ADD COLUMN from_summary INTEGER NOT NULL DEFAULT 0;
    """,
    # Copies of one report. `runs` has all of a document's runs of words and its first ones, hashed; `sampled_runs` is
    # the index by which candidates are found; `copies` has every pair in both directions. All are made by
    # `index.store.copies`.
    """
    CREATE TABLE runs (
        document INTEGER PRIMARY KEY REFERENCES documents (number) ON DELETE CASCADE,
        runs BLOB NOT NULL,
        lead BLOB NOT NULL,
        sampled INTEGER NOT NULL
    );
    CREATE TABLE sampled_runs (run INTEGER NOT NULL, document INTEGER NOT NULL, PRIMARY KEY (run, document))
        WITHOUT ROWID;
    CREATE TABLE copies (document INTEGER NOT NULL, other INTEGER NOT NULL, PRIMARY KEY (document, other))
        WITHOUT ROWID;
    """,
    # Quotations and who is quoted. `documents.quoted` is which version of the rules has looked for them, 0 for none.
    # A speaker is one name in one document, so that it goes with the document; `key` is what spellings of it share.
    """
    ALTER TABLE documents ADD COLUMN quoted INTEGER NOT NULL DEFAULT 0;
    CREATE INDEX documents_by_quoted ON documents (quoted, withdrawn);
    CREATE TABLE speakers (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        document INTEGER NOT NULL REFERENCES documents (number) ON DELETE CASCADE,
        key TEXT NOT NULL,
        name TEXT NOT NULL,
        quotations INTEGER NOT NULL,
        UNIQUE (document, key, name)
    );
    CREATE INDEX speakers_by_key ON speakers (key, document);
    CREATE TABLE quotations (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        document INTEGER NOT NULL REFERENCES documents (number) ON DELETE CASCADE,
        speaker INTEGER NOT NULL REFERENCES speakers (number) ON DELETE CASCADE,
        kind TEXT NOT NULL,
        start INTEGER NOT NULL,
        stop INTEGER NOT NULL,
        words_start INTEGER NOT NULL,
        words_stop INTEGER NOT NULL,
        name_start INTEGER NOT NULL,
        name_stop INTEGER NOT NULL,
        role_start INTEGER,
        role_stop INTEGER
    );
    CREATE INDEX quotations_by_document ON quotations (document, start);
    CREATE INDEX quotations_by_speaker ON quotations (speaker);
    """,
    # Times that sentences name: offsets into the document's text, first and last day, and why that is not certain.
    # They are found when an article comes in; what was stored before has none until they are derived again.
    """
    CREATE TABLE times (
        sentence INTEGER NOT NULL REFERENCES sentences (number) ON DELETE CASCADE,
        start INTEGER NOT NULL,
        stop INTEGER NOT NULL,
        first TEXT NOT NULL,
        last TEXT NOT NULL,
        doubt TEXT NOT NULL,
        PRIMARY KEY (sentence, start)
    ) WITHOUT ROWID;
    INSERT INTO meta (key, value) SELECT 'untimed', '1' WHERE EXISTS (SELECT 1 FROM documents);
    """,
    # The generation in which a version was first stored, which a change of typing only leaves as it is: what arrived
    # after a generation is what a reader of that one has not seen. 0 is unknown, before all that is known.
    """
    ALTER TABLE documents ADD COLUMN arrived INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE versions ADD COLUMN arrived INTEGER NOT NULL DEFAULT 0;
    CREATE INDEX documents_by_arrival ON documents (arrived);
    """,
)
# Each owner's terms are in tables of their own, made with its first document: what one owner has changes neither the
# ranking nor the spelling nor the word counts of what another sees. The shared documents' tables have no suffix.
TERMS = """
    CREATE VIRTUAL TABLE sentence_terms{suffix} USING fts5 (title, sentence, tokenize = "ascii tokenchars '.'");
    CREATE VIRTUAL TABLE document_terms{suffix} USING fts5 (title, text, tokenize = "ascii tokenchars '.'");
    CREATE VIRTUAL TABLE sentence_vocabulary{suffix} USING fts5vocab (sentence_terms{suffix}, row);
    """


def migrate(connection: Connection, place: str) -> None:
    """Bring the database to the current version, one transaction a step.

    Raises:
        NewerStore: The database has a version that this code does not know.
        StoreError: A database of PostgreSQL cannot hold every text.
    """
    steps = postgres_tables.MIGRATIONS if is_postgres(connection) else MIGRATIONS
    version = version_of(connection)
    if version > len(steps):
        raise NewerStore(
            f"the index in {place} was made by a newer coverage-bot (schema {version}, this one knows up to "
            f"{len(steps)}); upgrade with: pip install --upgrade coverage-bot"
        )
    if not version and is_postgres(connection):
        _check_encoding(connection, place)
    run_steps(connection, steps)


def _check_encoding(connection: Connection, place: str) -> None:
    (encoding,) = connection.execute("SHOW server_encoding").fetchone()
    if encoding != "UTF8":
        raise StoreError(
            f"the database {place} keeps text as {encoding}, which not every article fits into; make another with: "
            "createdb --encoding UTF8 --template template0 NAME"
        )
