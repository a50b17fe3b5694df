"""From bytes to text, or a reason why not: what a file really is, and in which encoding.

Encodings are never guessed: a wrong guess would be cited as if the outlet had printed it. A byte
order mark, and for web pages the charset that the page or its server declares, are believed;
everything else must be UTF-8.
"""

from __future__ import annotations

import codecs
import re

_UTF_16_OR_32 = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

_SIGNATURES = (
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a zip archive or an office document"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"{\\rtf", "an RTF document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ\x00", "an xz archive"),
    (b"\x28\xb5\x2f\xfd", "a zstd archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90\x00", "a program"),
    (b"ID3", "an audio file"),
    (b"OggS", "an audio file"),
    (b"RIFF", "an audio, video or image file"),
)
_SNIFFED = 8192

_DECLARED_CHARSET = re.compile(
    rb"<meta[^>]{0,400}?charset\s*=\s*[\"']?\s*([a-z0-9_:.-]{1,40})"
    rb"|^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([a-z0-9_:.-]{1,40})",
    re.IGNORECASE,
)
# Browsers read the subset names as their supersets (WHATWG Encoding Standard, section 4.2).
_SUPERSETS = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
}
# Only encodings of web pages: Python's registry also holds codecs that are none, such as punycode.
_WEB_ENCODINGS = frozenset(_SUPERSETS) | {
    *(f"iso8859-{part}" for part in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16)),
    *(f"cp{page}" for page in (866, 874, 932, 949, *range(1250, 1259))),
    *("koi8-r", "koi8-u", "mac-roman", "mac-cyrillic", "gb18030", "big5hkscs", "euc_jp", "iso2022_jp"),
}


def binary_kind(raw: bytes) -> str | None:
    """Return what a file is that is not text ("a PNG image"), or None for what may be text."""
    for signature, kind in _SIGNATURES:
        if raw.startswith(signature):
            return kind
    if raw[4:8] == b"ftyp":
        return "a video"
    if wide_encoding(raw) is None and b"\x00" in raw[:_SNIFFED]:
        return "binary (it holds NUL bytes)"
    return None


def decode_text(raw: bytes, first_line: int = 1) -> str:
    """Return the text of a UTF-8 file, or of a UTF-16 or UTF-32 one with a byte order mark, without the mark.

    ``first_line`` is where the bytes start in their source, for errors.

    Raises:
        ValueError: The bytes are not text, or not in that encoding.
    """
    _refuse_binary(raw)
    encoding = wide_encoding(raw)
    if encoding:
        return _decode(raw, encoding, first_line)
    return _decode(raw.removeprefix(codecs.BOM_UTF8), "utf-8", first_line)


def decode_html(raw: bytes, served_as: str | None = None) -> str:
    """Return the text of a web page: by its byte order mark, else its declared charset, else as UTF-8.

    ``served_as`` is the charset that the server declares, which outweighs the one in the page (WHATWG HTML,
    section 13.2.3.2). Where the two differ and one of them is UTF-8, the bytes decide: text in another charset is
    practically never UTF-8 by chance.

    Raises:
        ValueError: The bytes are not text, or not in that encoding.
    """
    _refuse_binary(raw)
    if wide_encoding(raw) or raw.startswith(codecs.BOM_UTF8):
        return decode_text(raw)
    named = (_web_encoding(served_as or ""), _declared_encoding(raw))
    declared = [name for name in named if name]
    if not declared or ("utf-8" in declared and (len(set(declared)) == 1 or _is_utf_8(raw))):
        return decode_text(raw)
    other = next(name for name in declared if name != "utf-8")
    # The WHATWG index of windows-1252 has no holes, Python's has five: a stray byte there is not fatal.
    return raw.decode(other, errors="replace") if other == "cp1252" else _decode(raw, other, 1)


def wide_encoding(raw: bytes) -> str | None:
    """Return UTF-16 or UTF-32, as Python names it, where a byte order mark says so."""
    return next((encoding for mark, encoding in _UTF_16_OR_32 if raw.startswith(mark)), None)


def _refuse_binary(raw: bytes) -> None:
    kind = binary_kind(raw)
    if kind:
        raise ValueError(f"is {kind}, not text: save the article as text and ingest that")


def _declared_encoding(raw: bytes) -> str | None:
    match = _DECLARED_CHARSET.search(raw[:_SNIFFED])
    return _web_encoding((match[1] or match[2]).decode("ascii")) if match else None


def _web_encoding(charset: str) -> str | None:
    """Return Python's name of the encoding that browsers use for ``charset``; None if it is no web encoding."""
    try:
        name = codecs.lookup(charset).name
    except (LookupError, ValueError):  # a ValueError for NUL, which a header may hold
        return None
    return _SUPERSETS.get(name, name) if name in _WEB_ENCODINGS or name == "utf-8" else None


def _is_utf_8(raw: bytes) -> bool:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _decode(raw: bytes, encoding: str, first_line: int) -> str:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        raise ValueError(_reason(raw, first_line, error)) from error


def _reason(raw: bytes, first_line: int, error: UnicodeDecodeError) -> str:
    name = error.encoding.upper()
    if error.end >= len(raw) and ("end of data" in error.reason or "truncated" in error.reason):
        where = f"offset {error.start}"
        return f"ends in the middle of a character ({where}): it looks half-written, save it again"
    line = first_line + raw.count(b"\n", 0, error.start)
    byte = raw[error.start]
    where = f"byte 0x{byte:02X} at offset {error.start} (line {line})"
    return f"is not {name}: {where}: save the file as UTF-8"
