"""An article as a JSON object, and what is wrong with JSON that is not one."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from index.errors import SourceError
from index.ingest import fields
from index.ingest.article import Article
from index.ingest.html import article_from_markup

_Checked = TypeVar("_Checked")
_KINDS = {bool: "true or false", int: "a number", float: "a number", list: "a list", dict: "an object"}
_BROKEN_OFF = re.compile(r"[\w\\+.-]{0,6}")


def parse_json(text: str, first_line: int = 1) -> object:
    """Return the JSON value in ``text``, which starts on line ``first_line`` of its source.

    Raises:
        ValueError: It is not JSON; the message names the line and tells a half-written text apart.
    """
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise ValueError(_reason(text, first_line, error)) from error
    except RecursionError as error:
        raise ValueError("is nested too deeply to be an article") from error
    except ValueError as error:
        raise ValueError("holds a number with too many digits to be read") from error


def article_from_object(value: object, source: str, where: str) -> Article:
    """Return the article that a JSON object describes.

    The fields are ``id``, ``title``, ``text`` or ``html``, ``url``, ``outlet``, ``author`` and ``published``.
    ``text`` is kept to the character, so that offsets into it hold; what cannot be stored is
    replaced one for one. Where there is no ``text``, ``html`` is read as a web page, and the page
    fills in what the object does not say. Unknown fields are left out, null is as good as absent.

    Args:
        value: The parsed JSON.
        source: Where the article was read, for :class:`Article`.
        where: File and line, for errors.

    Raises:
        SourceError: A field is missing or is not what it must be.
    """
    try:
        return _article(value, source)
    except ValueError as error:
        raise SourceError(where, str(error)) from error


def _article(value: object, source: str) -> Article:
    if not isinstance(value, dict):
        raise ValueError(f"is {_KINDS.get(type(value), 'a text')}, not an object with `title` and `text`")
    title = _field(value, "title", fields.one_line)
    outlet = _field(value, "outlet", fields.one_line)
    author = _field(value, "author", fields.one_line)
    url = _field(value, "url", fields.web_address)
    published = _field(value, "published", fields.iso_date)
    body = _body(value, source, url)
    return replace(
        body,
        title=title or body.title or fields.title_from_text(body.text),
        id=_field(value, "id", fields.identifier),
        outlet=outlet or body.outlet,
        author=author or body.author,
        url=url or body.url,
        published=published or body.published,
    )


def _body(value: dict[str, object], source: str, url: str | None) -> Article:
    text = _field(value, "text", lambda given: fields.checked_text(fields.storable(given)))
    if text is not None:
        return Article(source=source, title="", text=text)
    from_page = _field(value, "html", lambda given: article_from_markup(fields.storable(given), source, url))
    if from_page is None:
        raise ValueError("`text` (or `html`) is missing or empty")
    return from_page


def _field(value: dict[str, object], name: str, check: Callable[[str], _Checked]) -> _Checked | None:
    given = value.get(name)
    if given is None:
        return None
    if not isinstance(given, str):
        raise ValueError(f"`{name}` is {_KINDS[type(given)]}, not a text in quotes")
    if not given.strip():
        return None
    try:
        return check(given)
    except ValueError as error:
        raise ValueError(f"`{name}` {error}") from error


def _reason(text: str, first_line: int, error: json.JSONDecodeError) -> str:
    rest = text.rstrip()[error.pos :]
    if error.pos and (error.msg.startswith("Unterminated") or _BROKEN_OFF.fullmatch(rest)):
        line = first_line + text.rstrip().count("\n")
        return f"ends in the middle of its JSON (line {line}): it looks half-written, save it again"
    return f"is not JSON: {error.msg} (line {first_line + error.lineno - 1}, column {error.colno})"
