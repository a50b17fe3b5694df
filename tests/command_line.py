"""Runs the command line in this process, as a person would: arguments and input in, exit status and output out."""

from __future__ import annotations

import io
import json
import os
from collections.abc import Mapping
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

from bot.cli import run

# As the command's own process does at its start: the model libraries read it once, when they are first imported.
os.environ["HF_HUB_DISABLE_PROGRESS_BARS"] = "1"


@dataclass(frozen=True)
class Ran:
    status: int
    out: str
    err: str

    @property
    def json(self) -> dict[str, Any]:
        (line,) = self.json_lines
        return line

    @property
    def json_lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]


def coverage_bot(*arguments: str | Path, stdin: bytes = b"", environment: Mapping[str, str] | None = None) -> Ran:
    """Run one command line with no setting in the environment but those given."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("COVERAGE_", "DISCORD_"))}
    out, err = io.StringIO(), io.StringIO()
    with (
        patch.dict(os.environ, kept | dict(environment or {}), clear=True),
        patch("sys.stdin", io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8")),
        redirect_stdout(out),
        redirect_stderr(err),
    ):
        status = run([str(argument) for argument in arguments])
    return Ran(status, out.getvalue(), err.getvalue())


def write_articles(path: Path, *articles: Mapping[str, object]) -> Path:
    path.write_text("".join(json.dumps(article) + "\n" for article in articles), "utf-8")
    return path
