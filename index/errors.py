"""Everything that can go wrong in a way a person can mend.

Each message is one line that says what happened and what to do about it::

    CoverageError
    ├── SourceError           an article source cannot be read, or not all of it
    │   ├── FetchError        a page or feed cannot be had from its address
    │   │   └── AddressRefused    an address that must not be visited
    │   ├── NotAFeed          an address has something else than a feed (``index.feeds.feed``)
    │   └── TooManyFeeds      an owner follows as many feeds as it may (``index.feeds.subscriptions``)
    ├── QuestionError         the question cannot be asked (empty, malformed date, unknown outlet)
    ├── ModelError            the embedding model or the reader's weights are missing or altered
    ├── CitationError         a citation is not the stored article's own characters
    ├── FeedsUnusable         what is remembered of feeds cannot be used (``index.feeds.database``)
    ├── PlotsError            what draws plots is not installed (``index.plots``)
    └── StoreError            the index cannot be used
        ├── StoreMissing      there is no index in the folder
        ├── StoreUnreachable  the server of the index does not answer
        ├── StoreBusy         another process is writing and did not finish in time
        ├── StoreDamaged      the database is not one, or is broken
        ├── EncoderMismatch   the vectors were made by another encoder
        └── NewerStore        the index was made by a newer version of coverage-bot

``bot.errors`` continues it. ``exit_status`` is what the command line ends with when the error reaches it.
"""

from __future__ import annotations


class CoverageError(Exception):
    """The root of the tree: catch this to catch everything that a person can mend."""

    exit_status = 2


class SourceError(CoverageError):
    """An article source cannot be read. ``source`` names the file, line or address."""

    def __init__(self, source: str, reason: str) -> None:
        """Say what is wrong (``reason``) with which ``source``."""
        super().__init__(f"{source}: {reason}")
        self.source = source
        self.reason = reason


class FetchError(SourceError):
    """A page or feed cannot be had. ``source`` is the address that was asked for.

    ``status`` is the HTTP status of the last answer, None where there was none. ``retry_after`` is how many seconds
    from now to wait before another try, where the host or its robots.txt says so; else None.
    """

    def __init__(
        self, source: str, reason: str, *, status: int | None = None, retry_after: float | None = None
    ) -> None:
        """Say why (``reason``) there is nothing from the address ``source``."""
        super().__init__(source, reason)
        self.status = status
        self.retry_after = retry_after

    @property
    def gone(self) -> bool:
        """Whether the host says that there is no such page (404 or 410)."""
        return self.status in (404, 410)


class AddressRefused(FetchError):
    """The address must not be visited: it leads into a private network, or its host's robots.txt asks not to."""


class QuestionError(CoverageError):
    """The question cannot be asked as it stands.

    ``problem`` names what is wrong and ``known`` holds what the message was made from, so that a surface can say it
    in another language; both are empty where nobody needs that.
    """

    def __init__(self, message: str, problem: str = "", **known: str) -> None:
        """Say what is wrong (``message``)."""
        super().__init__(message)
        self.problem = problem
        self.known = known


class ModelError(CoverageError):
    """A model is missing, or its weights are not the ones that were named."""


class CitationError(CoverageError):
    """A citation differs from the stored text; it must never be shown."""


class StoreError(CoverageError):
    """The index cannot be used."""


class StoreMissing(StoreError):
    """There is no index where one was expected."""


class StoreUnreachable(StoreError):
    """The server that the index is in does not answer."""


class StoreBusy(StoreError):
    """Another process holds the write lock for longer than we wait."""


class StoreDamaged(StoreError):
    """The database file is not a database, or SQLite found it broken."""


class EncoderMismatch(StoreError):
    """The index holds vectors of another encoder than the one that was asked for."""


class NewerStore(StoreError):
    """The index has a schema that this version does not know."""
