"""What ``coverage-bot status`` says."""

from __future__ import annotations

from pathlib import Path
from typing import TypedDict

from bot.terminal import count
from bot.wording import one_line
from index.store.embedded import EmbeddedStore
from index.store.protocol import Filters

_SHOWN_OUTLETS = 20


class OutletCount(TypedDict):
    """One outlet and how many of its articles there are."""

    name: str
    documents: int


class Status(TypedDict):
    """What is in an index.

    ``stories`` counts copies of one report once, ``newest`` is ISO 8601, ``database_bytes`` counts the whole folder's
    database files.
    """

    documents: int
    stories: int
    sentences: int
    outlets: list[OutletCount]
    newest: str | None
    encoder: str | None
    index: str
    database_bytes: int


def describe(store: EmbeddedStore, folder: Path) -> Status:
    """Count what is in the store of a folder."""
    coverage = store.coverage(Filters())
    return Status(
        documents=coverage.documents,
        stories=store.stories(Filters()),
        sentences=coverage.sentences,
        outlets=[OutletCount(name=name, documents=documents) for name, documents in store.outlets()],
        newest=coverage.newest,
        encoder=store.encoder,
        index=str(folder.absolute()),
        database_bytes=sum(file.stat().st_size for file in folder.glob("coverage.db*")),
    )


def status_text(status: Status) -> str:
    """Return a status as lines for a person."""
    outlets = status["outlets"]
    lines = [
        f"index      {status['index']}",
        f"articles   {status['documents']:,} ({count(status['sentences'], 'sentence')})",
        f"reports    {status['stories']:,} independent of each other, copies of one counted once",
        f"newest     {status['newest'] or 'unknown'}",
        f"encoder    {status['encoder'] or 'none yet'}",
        f"database   {status['database_bytes'] / 1_000_000:,.1f} MB",
        f"outlets    {len(outlets):,}",
    ]
    lines += [f"  {outlet['documents']:>7,}  {one_line(outlet['name'], 80)}" for outlet in outlets[:_SHOWN_OUTLETS]]
    if len(outlets) > _SHOWN_OUTLETS:
        lines.append(f"           and {len(outlets) - _SHOWN_OUTLETS:,} more; --json lists all")
    return "\n".join(lines)
