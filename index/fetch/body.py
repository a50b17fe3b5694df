"""The body of an answer, decoded while it streams, so that a small one cannot unfold without end."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType

import brotli

ENCODINGS = "gzip, deflate, br"
"""What is understood, as an ``Accept-Encoding`` header."""

_PIECE = 64 * 1024
_MOST_ENCODINGS = 2
_GZIP_MAGIC = b"\x1f\x8b"


class BadEncoding(Exception):
    """The body is encoded in another way than it says, or ends too early."""


class TooLarge(Exception):
    """The body is larger than the limit, as sent or decoded. ``start`` is what came before the limit."""

    def __init__(self, limit: int, start: bytes = b"") -> None:
        """Say how large a body may be, in bytes."""
        size = f"{limit / 1024 / 1024:,.0f} MB" if limit >= 1024 * 1024 else f"{limit:,} bytes"
        super().__init__(f"is larger than {size}, the most that is taken")
        self.start = start


def read_body(chunks: Iterable[bytes], encoding: str, limit: int) -> bytes:
    """Return the whole body with its ``Content-Encoding`` undone.

    Raises:
        TooLarge: It has more than ``limit`` bytes, before, between or after the decodings.
        BadEncoding: It is encoded in another way than it says, or ends too early.
    """
    names = [name for name in (part.strip().lower() for part in encoding.split(",")) if name not in ("", "identity")]
    unknown = [name for name in names if name not in _DECODERS]
    if unknown or len(names) > _MOST_ENCODINGS:
        raise BadEncoding("is compressed in a way that was not asked for")
    pieces = _limited(chunks, limit)
    for name in reversed(names):
        pieces = _limited(_DECODERS[name](pieces), limit)
    whole = bytearray()
    try:
        for piece in pieces:
            whole += piece
    except TooLarge:
        raise TooLarge(limit, bytes(whole)) from None
    except (zlib.error, brotli.error) as error:
        raise BadEncoding("is broken: it cannot be decompressed") from error
    return bytes(whole)


def _limited(pieces: Iterable[bytes], limit: int) -> Iterator[bytes]:
    seen = 0
    for piece in pieces:
        seen += len(piece)
        if seen > limit:
            yield piece[: len(piece) - (seen - limit)]
            raise TooLarge(limit)
        yield piece


def _gunzipped(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Undo gzip: any number of members; what follows the last one is padding."""
    member = zlib.decompressobj(zlib.MAX_WBITS | 16)
    seen = False
    for piece in pieces:
        seen = True
        rest = piece
        while rest:
            if member.eof:
                if not rest.startswith(_GZIP_MAGIC):
                    break
                member = zlib.decompressobj(zlib.MAX_WBITS | 16)
            yield member.decompress(rest, _PIECE)
            rest = member.unconsumed_tail or member.unused_data
    yield from _rest(member, seen)


def _inflated(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Undo deflate, which is zlib by the standard and bare from some servers."""
    stream = None
    rest = b""
    for piece in pieces:
        rest += piece
        if stream is None:
            if len(rest) < 2:  # no whole stream of either sort is shorter
                continue
            # RFC 1950, section 2.2: the first two bytes name the method and are a multiple of 31.
            is_zlib = rest[0] & 0x0F == zlib.DEFLATED and int.from_bytes(rest[:2]) % 31 == 0
            stream = zlib.decompressobj(zlib.MAX_WBITS if is_zlib else -zlib.MAX_WBITS)
        while rest and not stream.eof:
            yield stream.decompress(rest, _PIECE)
            rest = stream.unconsumed_tail
        rest = b""
    if stream is None and rest:
        raise BadEncoding("broke off before its end")
    if stream is not None:
        yield from _rest(stream, seen=True)


def _rest(stream: zlib._Decompress, seen: bool) -> Iterator[bytes]:
    while seen and not stream.eof:
        piece = stream.decompress(b"", _PIECE)
        if not piece:
            raise BadEncoding("broke off before its end")
        yield piece


def _unbrotlied(pieces: Iterable[bytes]) -> Iterator[bytes]:
    stream = brotli.Decompressor()
    seen = False
    for piece in filter(None, pieces):
        seen = True
        if stream.is_finished():
            break
        decoded = stream.process(piece, output_buffer_limit=_PIECE)
        while decoded:  # what is held back comes out without more input
            yield decoded
            decoded = stream.process(b"", output_buffer_limit=_PIECE)
    if seen and not stream.is_finished():
        raise BadEncoding("broke off before its end")


_DECODERS: Mapping[str, Callable[[Iterable[bytes]], Iterator[bytes]]] = MappingProxyType(
    {"gzip": _gunzipped, "x-gzip": _gunzipped, "deflate": _inflated, "br": _unbrotlied}
)
