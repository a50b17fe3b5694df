"""JSON Lines: one article a line, read as a stream, so that a file may be of any length."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from index.errors import SourceError
from index.ingest.article import Article
from index.ingest.decode import binary_kind, decode_text, wide_encoding
from index.ingest.json_fields import article_from_object, parse_json

MAX_LINE = 20 * 1024 * 1024
"""The longest line, in bytes."""

_MEGABYTES = MAX_LINE // (1024 * 1024)


def read_json_lines(stream: BinaryIO, source: str) -> Iterator[Article | SourceError]:
    """Yield the article on each line of ``stream``, whose source is ``source:line``; blank lines are skipped.

    A bad line is an error beside the other lines.

    Raises:
        ValueError: The stream is empty, or is no JSON Lines at all.
        OSError: The stream cannot be read.
    """
    seen = False
    for number, line in _lines(stream):
        where = f"{source}:{number}"
        if line is None:
            seen = True
            yield SourceError(where, f"is longer than {_MEGABYTES} MB: split it into its articles")
        elif line.strip():
            if not seen:
                _refuse_other_formats(line)
            seen = True
            yield _article(line, number, where)
    if not seen:
        raise ValueError("is empty: give one JSON object with `title` and `text` on each line")


def _lines(stream: BinaryIO) -> Iterator[tuple[int, bytes | None]]:
    """Yield number and bytes of each line; None for one that is too long, which is never held whole."""
    number = 0
    while line := stream.readline(MAX_LINE + 1):
        number += 1
        is_too_long = len(line) > MAX_LINE
        while is_too_long and line and not line.endswith(b"\n"):
            line = stream.readline(MAX_LINE)
        yield number, None if is_too_long else line


def _refuse_other_formats(first: bytes) -> None:
    kind = binary_kind(first)
    if kind:
        raise ValueError(f"is {kind}, not JSON Lines")
    if wide_encoding(first):
        raise ValueError("is not UTF-8, as JSON Lines must be: save the file as UTF-8")
    if first.strip() in (b"{", b"["):
        raise ValueError("is one JSON value over many lines, not one a line: name it .json")


def _article(line: bytes, number: int, where: str) -> Article | SourceError:
    try:
        return article_from_object(parse_json(decode_text(line, number), number), where, where)
    except SourceError as error:
        return error
    except ValueError as error:
        return SourceError(where, str(error))
