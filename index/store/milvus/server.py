"""One connection to Milvus: how it is made, what the server can do, and how its errors reach people."""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from index.errors import StoreError, StoreMissing, StoreUnreachable
from index.store.address import Milvus, MilvusLite

if TYPE_CHECKING:
    from pymilvus import MilvusClient

# Every call ends by then: a bot waits no longer for its answer, and pymilvus stops trying again.
SECONDS = 10.0
_CHANNEL = {
    # gRPC tries again after a second, two, four and so on up to two minutes; a bot is to answer soon after Milvus is
    # back.
    "grpc.initial_reconnect_backoff_ms": 200,
    "grpc.max_reconnect_backoff_ms": 1000,
    # pymilvus would ask an idle server every ten seconds whether it is there, and servers that have not been told that
    # this may happen, Milvus Lite's among them, hang up on who does ("too many pings").
    "grpc.keepalive_permit_without_calls": 0,
}
_NO_DATABASE = 800  # of Milvus' error codes
_LITE = threading.Lock()


class Server:
    """A Milvus server, or Milvus Lite, through pymilvus.

    Args:
        address: Where it is.
        create: Make the database on the server if there is none.

    Raises:
        StoreUnreachable: Nothing answers there.
        StoreMissing: There is no such database and ``create`` is false.
        StoreError: pymilvus is not installed, or the server refuses.
    """

    def __init__(self, address: Milvus, *, create: bool) -> None:
        """Connect."""
        self.address = address
        client_class = _client_class()
        with self.explained():
            self.client = _connect(client_class, address, create)
            # Milvus Lite has neither half-precision vectors nor the tokenizer that splits at white space only.
            self.lite = "lite" in str(self.client.get_server_version(timeout=SECONDS)).lower()

    @contextmanager
    def explained(self) -> Iterator[None]:
        """Turn pymilvus' errors into ones that say what to do."""
        import grpc
        from pymilvus.exceptions import MilvusException

        try:
            yield
        except MilvusException as error:
            raise self._explain(error.code, _one_line(error.message)) from error
        except (grpc.RpcError, grpc.FutureTimeoutError) as error:
            raise self._explain(0, "no connection") from error

    def _explain(self, code: int, message: str) -> StoreError:
        # Milvus Lite has no number for it.
        if code == _NO_DATABASE or (message.startswith("database") and "does not exist" in message):
            return StoreMissing(
                f"there is no database for {self.address}; make it with: coverage-bot ingest SOURCE --index "
                f"{self.address}"
            )
        if any(word in message.lower() for word in ("connect", "unavailable", "deadline", "retry run out")):
            return StoreUnreachable(
                f"no Milvus answers at {self.address}; start it, or correct --index or COVERAGE_INDEX (what is stored "
                "in the tables meanwhile is found once it answers)"
            )
        return StoreError(
            f"Milvus at {self.address} refuses ({message}); check its log, and the user and password in COVERAGE_INDEX"
        )

    def collections(self) -> list[str]:
        """Return the names of the collections in the database."""
        with self.explained():
            return list(self.client.list_collections(timeout=SECONDS))

    def close(self) -> None:
        """Disconnect. Milvus Lite itself runs until this process ends."""
        self.client.close()


def missing(error: BaseException) -> bool:
    """Tell whether pymilvus says that there is no such collection."""
    return getattr(error, "code", None) == 100 or "collection not found" in str(error).lower()


def _connect(client_class: type[MilvusClient], address: Milvus, create: bool) -> MilvusClient:
    if isinstance(address, MilvusLite):
        return _lite(client_class, address, create)
    known: dict[str, Any] = {
        "uri": address.url,
        "user": address.user,
        "password": address.password,
        "timeout": SECONDS,
        "grpc_options": _CHANNEL,
    }
    if create and address.database != "default":
        client = client_class(**known)
        try:
            if address.database not in client.list_databases(timeout=SECONDS):
                client.create_database(address.database, timeout=SECONDS)
        finally:
            client.close()
    return client_class(**known, db_name=address.database)


def _lite(client_class: type[MilvusClient], address: MilvusLite, create: bool) -> MilvusClient:
    from pymilvus.exceptions import MilvusException

    if not create and not address.path.exists():
        raise StoreMissing(
            f"there is no index in {address}; make one with: coverage-bot ingest SOURCE --index {address}"
        )
    try:
        os.makedirs(address.path.parent, exist_ok=True)
        with _LITE:  # two threads must not start it twice
            return client_class(str(address.path), grpc_options=_CHANNEL)
    except (MilvusException, OSError, ImportError) as error:
        raise StoreError(
            f"Milvus Lite cannot open {address.path} ({_one_line(str(error))}); one process at a time can have it "
            "open: end the other coverage-bot, or use a Milvus server"
        ) from error


def _client_class() -> type[MilvusClient]:
    try:
        from pymilvus import MilvusClient
    except ImportError as error:
        raise StoreError(
            "an index in Milvus needs pymilvus, which is not installed; run: pip install 'coverage-bot[milvus]'"
        ) from error
    # Its errors reach people in one line, from `explained`; it would write each with its traceback to stderr.
    for name in ("pymilvus", "milvus_lite"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    return MilvusClient  # type: ignore[no-any-return]


def _one_line(text: str) -> str:
    return " ".join(str(text).split())[:200]
