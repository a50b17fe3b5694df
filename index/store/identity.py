"""Which stored document an article is a version of, and what a new one is called."""

from __future__ import annotations

import hashlib
import hmac
import secrets

from index.ingest.article import Article
from index.sql.connection import Connection, Row
from index.store.derived import meta, set_meta

_SECRET = "secret"  # the note that owned documents' ids are made with


def fingerprint(article: Article) -> bytes:
    """Return a digest of everything that a reader could see of the article."""
    fields = (article.title, article.text, article.outlet, article.author, article.url, article.published)
    marked = (*fields, "summary") if article.from_summary else fields
    return hashlib.sha256("\x1f".join(field or "" for field in marked).encode()).digest()


def find(connection: Connection, article: Article) -> Row | None:
    """Return the stored document (``number``, ``id``, ``fingerprint``, ``withdrawn``) that this is a version of.

    An ``id`` decides where there is one, else the ``url``. An article with neither is a version of what was
    last read from the same one-article file, or else the same as one with the same content. It is never one of
    another owner's.
    """
    candidates: list[tuple[str, str | bytes | None]] = (
        [("id = ?", _given_id(connection, article))]
        if article.id
        else [("url = ?", article.url)]
        if article.url
        else [*([("source = ?", article.source)] if article.whole_source else []),
              ("fingerprint = ?", fingerprint(article))]
    )  # fmt: skip
    for condition, value in candidates:
        sql = (
            "SELECT number, id, fingerprint, withdrawn FROM documents "
            f"WHERE {condition} AND owner IS ? ORDER BY number LIMIT 1"
        )
        row: Row | None = connection.execute(sql, (value, article.owner)).fetchone()
        if row is not None:
            return row
    return None


def _given_id(connection: Connection, article: Article) -> str | None:
    """Return the id of an article that has one of its own.

    An owner's articles have another one here, made with a secret of this index: whatever names an owner gives, it
    meets nobody else's document, and nobody who knows a name can tell the id.
    """
    if article.owner is None or not article.id:
        return article.id
    return _owned_id(connection, article.owner, f"id {article.id}")


def _owned_id(connection: Connection, owner: str, name: str) -> str | None:
    secret = meta(connection, _SECRET)
    if secret is None:  # then there is no document of an owner yet
        return None
    return hmac.new(bytes.fromhex(secret), f"{owner}\x1f{name}".encode(errors="surrogatepass"), "sha256").hexdigest()[
        :24
    ]


def new_id(connection: Connection, article: Article) -> str:
    """Return the id of an article that no stored document is a version of; call inside a write transaction."""
    if article.owner is not None and meta(connection, _SECRET) is None:
        set_meta(connection, _SECRET, secrets.token_hex(32))
    if article.id:
        return str(_given_id(connection, article))
    identity = article.url or (article.source if article.whole_source else "")
    digest = hashlib.sha256(identity.encode("utf-8", "surrogatepass") or fingerprint(article)).hexdigest()
    made = digest[:12] if article.owner is None else str(_owned_id(connection, article.owner, digest))
    taken = connection.execute("SELECT 1 FROM documents WHERE id = ?", (made,)).fetchone()
    return digest if taken else made
