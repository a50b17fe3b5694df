"""Where an index is: a folder, a file of Milvus Lite, or a Milvus server with its tables elsewhere."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from index.errors import StoreError

_PORT = 19530  # Milvus' own
_FORMS = "an index is a folder, milvus://HOST:19530/DATABASE or milvus-lite:///path.db"


@dataclass(frozen=True, slots=True)
class Folder:
    """SQLite and FAISS in a folder of this machine."""

    path: Path
    kind = "embedded"

    def __str__(self) -> str:
        """Return the folder's name."""
        return str(self.path)


@dataclass(frozen=True, slots=True)
class MilvusLite:
    """Milvus Lite in this process, its data in ``path``; for trying it, and for tests."""

    path: Path
    kind = "Milvus Lite"

    def __str__(self) -> str:
        """Return the address as it is given."""
        return f"milvus-lite://{self.path}"

    @property
    def home(self) -> Path:
        """The folder beside it that has the tables."""
        return self.path.with_name(f"{self.path.name}.tables")


@dataclass(frozen=True, slots=True)
class MilvusServer:
    """A database of a Milvus server or cluster; ``str()`` of it is for people and has no password."""

    host: str
    port: int = _PORT
    database: str = "default"
    user: str = ""
    password: str = field(default="", repr=False)
    tls: bool = False
    kind = "Milvus"

    def __str__(self) -> str:
        """Return the address without user and password."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"milvus://{host}:{self.port}/{self.database}{'?tls=on' if self.tls else ''}"

    @property
    def url(self) -> str:
        """The address as Milvus' client takes it."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{'https' if self.tls else 'http'}://{host}:{self.port}"


Milvus = MilvusLite | MilvusServer
Address = Folder | Milvus


def parse_address(text: str) -> Address:
    """Read an address as ``--index`` takes it; whatever has no ``://`` is a folder.

    Raises:
        StoreError: There is no such kind, or a part of it is missing or not understood.
    """
    scheme, separator, rest = text.partition("://")
    if not separator:
        return Folder(_at_home(text))
    if scheme == "milvus-lite":
        if not rest.startswith(("/", "~")) or Path(rest).suffix != ".db":
            raise _wrong(
                "milvus-lite:// needs the absolute path of a file that ends in .db, as in milvus-lite:///path.db"
            )
        return MilvusLite(_at_home(rest))
    if scheme == "milvus":
        return _server(text)
    raise _wrong(f"{scheme}:// is no kind of index; {_FORMS}")


def _at_home(text: str) -> Path:
    try:
        return Path(text).expanduser()
    except RuntimeError:  # of a user who does not exist
        raise _wrong(f"{text} names the home of nobody known here; write the whole path") from None


def _server(text: str) -> MilvusServer:
    try:
        parts = urlsplit(text)
        host, port, options = parts.hostname, parts.port, dict(parse_qsl(parts.query, strict_parsing=bool(parts.query)))
    except ValueError as error:
        raise _wrong(f"the address of the index cannot be read ({error}); {_FORMS}") from None
    database = unquote(parts.path.strip("/"))
    if not host:
        raise _wrong("milvus:// needs a host, as in milvus://HOST:19530/DATABASE")
    if database and not (database.replace("_", "a").isalnum() and database.isascii() and not database[0].isdigit()):
        raise _wrong(f"a Milvus database has a name of letters, digits and underscores, which {database!r} is not")
    if parts.fragment or not options.keys() <= {"tls"} or options.get("tls", "on") not in ("on", "off"):
        raise _wrong("milvus:// takes one option, ?tls=on")
    return MilvusServer(
        host, port or _PORT, database or "default", unquote(parts.username or ""), unquote(parts.password or ""),
        options.get("tls") == "on",
    )  # fmt: skip


def _wrong(message: str) -> StoreError:
    return StoreError(message)
