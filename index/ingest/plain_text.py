"""Plain text: the first line is the headline, and the text is the file."""

from __future__ import annotations

import re

from index.ingest import fields
from index.ingest.article import Article
from index.ingest.decode import decode_text

_MARKUP = re.compile(r"\s*(<!doctype html|<html[\s>])", re.IGNORECASE)


def read_plain_text(raw: bytes, source: str) -> Article:
    """Return the article in a ``.txt`` file.

    ``text`` is the whole file as decoded, headline included, without the byte order mark and with
    line feeds alone as line ends; characters that cannot be stored are replaced one for one.

    Raises:
        ValueError: The file is no article; the message says why.
    """
    text = fields.storable(unmarked_text(raw))
    if fields.is_headline_only(fields.checked_text(text)):
        raise ValueError("has a headline but no text")
    return Article(source=source, title=fields.title_from_first_line(text), text=text, whole_source=True)


def unmarked_text(raw: bytes) -> str:
    """Return the file's text with line feeds as line ends; refuse a web page under another suffix.

    Raises:
        ValueError: The bytes are not text, or are HTML.
    """
    text = decode_text(raw).replace("\r\n", "\n")
    if _MARKUP.match(text):
        raise ValueError("looks like a web page: name it .html")
    return text
