"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

_Decorated = TypeVar("_Decorated", bound=Callable[..., Any])


def index_option(command: _Decorated) -> _Decorated:
    """Add ``--index DIR``, which every command takes, before its name or after."""
    return click.option(
        "--index",
        type=click.Path(file_okay=False, path_type=Path),
        metavar="DIR",
        expose_value=False,
        callback=_choose_index,
        help="The folder of the index; by default COVERAGE_INDEX, else a folder in your user data directory.",
    )(command)


def _choose_index(context: click.Context, _: click.Parameter, folder: Path | None) -> None:
    if folder is not None:
        context.obj.choose_index(folder.expanduser())


def json_option(command: _Decorated) -> _Decorated:
    """Add ``--json``."""
    return click.option("--json", "as_json", is_flag=True, help="Print JSON.")(command)
