"""The demonstration coverage: invented outlets and authors, real events of January 2020, in our own words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import as_file, files
from pathlib import Path

ID_PREFIX = "demo-"
QUESTION = "who called it a mistake?"
ANSWERED_SUGGESTIONS = ("how many votes did the resolution get in the House?", "what did Trump say about headaches?")
UNANSWERED_SUGGESTION = "who won the Australian Open?"


@contextmanager
def articles_file() -> Iterator[Path]:
    """Lend the path of the articles, JSON Lines, for as long as the block runs."""
    with as_file(files(__name__) / "articles.jsonl") as path:
        yield path
