"""The labelled pairs, as texts."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
SOURCES = (HERE.parent / "news/articles.jsonl", HERE.parent.parent / "bot/demo/articles.jsonl", HERE / "articles.jsonl")


@dataclass(frozen=True, slots=True)
class Case:
    """Two articles' texts, and whether one is a copy of the other; ``by`` is ``hand``, ``script`` or ``news``."""

    one: str
    other: str
    copy: bool
    kind: str
    by: str
    names: tuple[str, str]


def load_cases(part: str) -> list[Case]:
    """Return the pairs of a part, ``tune`` or ``measure``."""
    texts = {key: row["text"] for key, row in articles().items()}
    return [
        Case(texts[row["a"]], texts[row["b"]], row["copy"], row["kind"], row["by"], (row["a"], row["b"]))
        for row in _rows(HERE / "pairs.jsonl")
        if row["part"] == part
    ]


@cache
def articles() -> dict[str, dict[str, Any]]:
    """Return all articles that pairs are made of, by id."""
    return {row["id"]: row for path in SOURCES for row in _rows(path)}


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]
