"""A JSON file: one article, a list of them, or ``{"articles": [...]}``."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace

from index.errors import SourceError
from index.ingest.article import Article
from index.ingest.decode import decode_text
from index.ingest.json_fields import article_from_object, parse_json

_SPACE = re.compile(r"[ \t\n\r]*")


def read_json(raw: bytes, source: str) -> Iterator[Article | SourceError]:
    """Yield the articles in a ``.json`` file; a bad one in a list is an error beside the others.

    An object that is an article is the whole source. The articles of a list have the source
    ``path#n``, n counted from 1; errors name the line on which the article starts.

    Raises:
        ValueError: The file is not JSON, or holds no article.
    """
    text = decode_text(raw)
    try:
        value = parse_json(text)
    except ValueError as error:
        raise ValueError(_with_hint(text, str(error))) from error
    articles = value.get("articles") if isinstance(value, dict) else value
    if not isinstance(articles, list):
        yield replace(article_from_object(value, source, source), whole_source=True)
        return
    if not articles:
        raise ValueError("holds no articles: its list is empty")
    lines: list[int] = []
    for number, item in enumerate(articles, start=1):
        try:
            yield article_from_object(item, f"{source}#{number}", source)
        except SourceError as error:
            lines = lines or list(_first_lines(text))
            yield SourceError(f"{source}:{lines[number - 1]}", f"article {number}: {error.reason}")


def _with_hint(text: str, reason: str) -> str:
    is_lines = "Extra" in reason and text.lstrip().startswith("{")
    return f"{reason}; if each line is an article, name it .jsonl" if is_lines else reason


def _first_lines(text: str) -> Iterator[int]:
    """Yield the line, from 1, on which each article of a valid JSON text starts."""
    decoder = json.JSONDecoder()
    position = _list_start(text, decoder)
    line = text.count("\n", 0, position) + 1
    while text[position] != "]":
        start = _skip_space(text, position + 1)
        line += text.count("\n", position, start)
        yield line
        _, end = decoder.raw_decode(text, start)
        position = _skip_space(text, end)
        line += text.count("\n", start, position)


def _list_start(text: str, decoder: json.JSONDecoder) -> int:
    position = start = _skip_space(text, 0)
    if text[position] == "[":
        return position
    while text[position] != "}":
        key, end = decoder.raw_decode(text, _skip_space(text, position + 1))
        value_start = _skip_space(text, _skip_space(text, end) + 1)
        # Of two equal keys the last one counts, as it does where the text is parsed.
        start = value_start if key == "articles" else start
        _, end = decoder.raw_decode(text, value_start)
        position = _skip_space(text, end)
    return start


def _skip_space(text: str, position: int) -> int:
    match = _SPACE.match(text, position)
    return match.end() if match else position
