"""From what a person names on the command line to articles, and to errors beside them."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, BinaryIO

from index.errors import SourceError
from index.fetch.fetched import Kind
from index.ingest.article import Article
from index.ingest.folders import find_files, reason, shown
from index.ingest.html import read_html
from index.ingest.json_articles import read_json
from index.ingest.json_lines import read_json_lines
from index.ingest.markdown import read_markdown
from index.ingest.pages import article_from_page
from index.ingest.plain_text import read_plain_text

if TYPE_CHECKING:
    from index.fetch.fetcher import Fetcher

MAX_FILE = 20 * 1024 * 1024
"""The largest file that is read whole, in bytes. JSON Lines are streamed and have a limit a line."""

STDIN = "-"

_ONE_ARTICLE: Mapping[str, Callable[[bytes, str], Article]] = MappingProxyType(
    {
        ".txt": read_plain_text,
        ".md": read_markdown,
        ".markdown": read_markdown,
        ".html": read_html,
        ".htm": read_html,
    }
)
_LIST = ".json"
_LINES = ".jsonl"
SUFFIXES = (*_ONE_ARTICLE, _LIST, _LINES)
"""What the name of an article file ends with, in any case."""

_MEGABYTE = 1024 * 1024
_KINDS = {
    stat.S_IFIFO: "a pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
}
_ADDRESS = re.compile(r"https?://", re.IGNORECASE)


def read_sources(
    sources: Sequence[str], stdin: BinaryIO, fetcher: Fetcher | None = None
) -> Iterator[Article | SourceError]:
    """Yield the articles of each source in turn; what cannot be read is an error among them.

    Args:
        sources: Files, folders (walked, sorted by name), addresses of pages, or ``-`` for JSON Lines on ``stdin``.
        stdin: Where ``-`` reads.
        fetcher: What gets pages from their addresses; without it they are errors.

    Yields:
        An article, or the error that stands in its place. One bad file never stops the others.
    """
    for source in sources:
        if source == STDIN:
            yield from _guarded("stdin", read_json_lines(stdin, "stdin"))
        elif _ADDRESS.match(source):
            yield from _guarded(source, _page(source, fetcher))
        elif os.path.isdir(source):
            yield from _read_folder(Path(source))
        else:
            yield from _read_file(Path(source))


def count_sources(sources: Sequence[str]) -> int | None:
    """Return how many files ``sources`` mean, for a progress bar; None where stdin is among them."""
    if STDIN in sources:
        return None
    return sum(_count(source) for source in sources)


def _count(source: str) -> int:
    if not os.path.isdir(source):
        return 1
    return sum(isinstance(found, Path) for found in find_files(Path(source), SUFFIXES))


def _page(url: str, fetcher: Fetcher | None) -> Iterator[Article]:
    if fetcher is None:
        raise ValueError("web pages are not fetched here: save the page as .html and ingest the file")
    yield article_from_page(fetcher.fetch(url, kind=Kind.PAGE))


def _read_folder(folder: Path) -> Iterator[Article | SourceError]:
    is_empty = True
    for found in find_files(folder, SUFFIXES):
        is_empty = False
        if isinstance(found, SourceError):
            yield found
        else:
            yield from _read_file(found)
    if is_empty:
        yield SourceError(shown(folder), f"no article in this folder: none of its files ends in {_listed()}")


def _read_file(path: Path) -> Iterator[Article | SourceError]:
    yield from _guarded(shown(path), _articles(path))


def _guarded(name: str, articles: Iterator[Article | SourceError]) -> Iterator[Article | SourceError]:
    try:
        yield from articles
    except SourceError as error:
        yield error
    except FileNotFoundError:
        yield SourceError(name, "does not exist: check the name")
    except OSError as error:
        yield SourceError(name, f"cannot be read: {reason(error)}")
    except ValueError as error:
        yield SourceError(name, str(error))


def _articles(path: Path) -> Iterator[Article | SourceError]:
    size = _checked_size(path)
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise ValueError(f"is not an article file: its name must end in {_listed()}")
    if suffix == _LINES:
        with path.open("rb") as stream:
            yield from read_json_lines(stream, shown(path))
        return
    raw = _read(path, size)
    if suffix == _LIST:
        yield from read_json(raw, shown(path))
    else:
        yield _ONE_ARTICLE[suffix](raw, shown(path))


def _checked_size(path: Path) -> int:
    """Return the size of a regular file in bytes; anything else could block for ever."""
    status = path.stat()
    if not stat.S_ISREG(status.st_mode):
        kind = _KINDS.get(stat.S_IFMT(status.st_mode), "no regular file")
        raise ValueError(f"is {kind}, not a file: give a file, or JSON Lines on standard input with -")
    return status.st_size


def _read(path: Path, size: int) -> bytes:
    if size > MAX_FILE:
        raise ValueError(
            f"is {size / _MEGABYTE:,.0f} MB, and one file may be {MAX_FILE // _MEGABYTE} MB: "
            "split it, or make it JSON Lines (.jsonl)"
        )
    raw = path.read_bytes()
    if not raw.strip():
        raise ValueError("is empty: save the article again, or remove the file")
    return raw


def _listed() -> str:
    return ", ".join(SUFFIXES[:-1]) + f" or {SUFFIXES[-1]}"
