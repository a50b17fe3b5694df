"""What the terminal shows beside results: one line at a time, on standard error."""

from __future__ import annotations

import shutil
import sys

import click

_LONGEST = 2_000


def complain(message: str) -> None:
    """Say on standard error, in one line, what went wrong; control characters are shown and not obeyed."""
    from bot.wording import one_line  # pulls in numpy, for which --help must not wait

    click.echo(f"coverage-bot: {one_line(message, _LONGEST)}", err=True)


def width() -> int | None:
    """Return how many columns the terminal has; None where output goes elsewhere."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None


def is_conversation() -> bool:
    """Tell whether a person types and reads here: both ends are a terminal."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def count(number: int, noun: str) -> str:
    """Return a number with its noun: "1 article", "1,204 articles"."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
