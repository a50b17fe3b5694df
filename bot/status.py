"""What ``coverage-bot status`` says."""

from __future__ import annotations

from pathlib import Path
from typing import TypedDict

from bot.terminal import count
from bot.wording import one_line
from index.encoder import Chosen, Precision, precision_of
from index.sql.place import SqliteFile, Tables
from index.store.address import Address, Folder
from index.store.opening import NAME
from index.store.protocol import Filters
from index.store.table_store import TableStore

_SHOWN_OUTLETS = 20


class OutletCount(TypedDict):
    """One outlet and how many of its articles there are."""

    name: str
    documents: int


class OwnerCount(TypedDict):
    """One owner and how many articles it has of its own."""

    name: str
    documents: int


class Status(TypedDict):
    """What is in an index; ``newest`` is ISO 8601, ``kind`` is what it is in, ``tables`` where its tables are.

    ``database_bytes`` counts the tables' files, None where they are in PostgreSQL.

    ``stories`` counts copies of one report once. It, ``documents``, ``sentences``, ``outlets`` and ``newest`` are of
    the coverage that all share; ``owned`` has the number of documents that each owner has beside it. ``quotations``
    and ``speakers`` are of all; in the documents counted by ``without_quotations`` nobody has looked for any.
    ``precision`` is in which numbers this machine encodes for it, None where the model decides or nothing is encoded.
    ``withdrawn`` documents and ``earlier_versions`` are kept, but not searched.
    """

    documents: int
    stories: int
    sentences: int
    quotations: int
    speakers: int
    without_quotations: int
    withdrawn: int
    earlier_versions: int
    owned: list[OwnerCount]
    outlets: list[OutletCount]
    newest: str | None
    encoder: str | None
    precision: Chosen | None
    index: str
    kind: str
    tables: str
    database_bytes: int | None


def describe(store: TableStore, address: Address, tables: Tables, precision: Precision = "auto") -> Status:
    """Count what is in the store at an address; ``precision`` is the one that the settings ask for."""
    database = tables.database(NAME)
    coverage, census = store.coverage(Filters()), store.census()
    quotations, speakers, lacking = store.quotation_counts()
    return Status(
        documents=coverage.documents,
        stories=store.stories(Filters()),
        sentences=coverage.sentences,
        quotations=quotations,
        speakers=speakers,
        without_quotations=lacking,
        withdrawn=census.withdrawn,
        earlier_versions=census.versions,
        owned=[OwnerCount(name=name, documents=documents) for name, documents in census.owned],
        outlets=[OutletCount(name=name, documents=documents) for name, documents in store.outlets()],
        newest=coverage.newest,
        encoder=store.encoder,
        precision=precision_of(store.encoder, precision) if store.encoder else None,
        index=str(address.path.absolute() if isinstance(address, Folder) else address),
        kind=address.kind,
        tables=str(database),
        database_bytes=_bytes(database.path) if isinstance(database, SqliteFile) else None,
    )


def status_text(status: Status) -> str:
    """Return a status as lines for a person."""
    outlets = status["outlets"]
    lines = [
        *_place(status),
        f"articles   {status['documents']:,} ({count(status['sentences'], 'sentence')})",
        f"reports    {status['stories']:,} independent of each other, copies of one counted once",
        *_quoted(status),
        *_kept(status),
        f"newest     {status['newest'] or 'unknown'}",
        f"encoder    {status['encoder'] or 'none yet'}{_precision(status)}",
        f"outlets    {len(outlets):,}",
    ]
    lines += [f"  {outlet['documents']:>7,}  {one_line(outlet['name'], 80)}" for outlet in outlets[:_SHOWN_OUTLETS]]
    if len(outlets) > _SHOWN_OUTLETS:
        lines.append(f"           and {len(outlets) - _SHOWN_OUTLETS:,} more; --json lists all")
    return "\n".join(lines)


def _bytes(file: Path) -> int:
    return sum(each.stat().st_size for each in file.parent.glob(f"{file.name}*"))


def _place(status: Status) -> list[str]:
    """Return lines for where the index is."""
    size = status["database_bytes"]
    megabytes = "" if size is None else f"{size / 1_000_000:,.1f} MB"
    if status["kind"] == Folder.kind:
        return [f"index      {status['index']}", f"database   {megabytes}"]
    tables = f"{status['tables']}, {megabytes}" if megabytes else status["tables"]
    return [f"index      {status['index']} ({status['kind']})", f"tables     {tables}"]


def _precision(status: Status) -> str:
    return f", computed in {status['precision']}" if status["precision"] else ""


def _quoted(status: Status) -> list[str]:
    """Return lines for who is quoted, and for what a rebuild would find."""
    lines = [f"quotations {status['quotations']:,} by {count(status['speakers'], 'speaker')}"]
    if status["without_quotations"]:
        articles = count(status["without_quotations"], "article")
        lines.append(f"           not looked for in {articles}; find them with: coverage-bot rebuild")
    return lines


def _kept(status: Status) -> list[str]:
    """Return lines for what is kept beside the shared articles, where there is any."""
    owned = status["owned"]
    articles = count(sum(each["documents"] for each in owned), "article")
    lines = [f"own        {articles} of {count(len(owned), 'owner')}; --json lists all"] if owned else []
    if status["withdrawn"]:
        lines.append(f"withdrawn  {status['withdrawn']:,}")
    if status["earlier_versions"]:
        lines.append(f"versions   {status['earlier_versions']:,} earlier ones")
    return lines
