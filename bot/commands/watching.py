"""``watch``: what new articles say about a topic, in the terminal."""

from __future__ import annotations

import sys
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from bot.commands.options import index_option, json_option
from bot.terminal import complain, width

if TYPE_CHECKING:
    from bot.cli import Parts
    from index.answer import Answer
    from index.answerer import Answerer
    from index.watching import Told

_LOOK_SECONDS = 2.0
_MOST = 100  # answers of one look


@click.command()
@click.argument("topic")
@click.option(
    "--since",
    metavar="DATE",
    help="Begin with what is in the index and was published then or later: 2024-03-01, last week.",
)
@click.option("--once", is_flag=True, help="Look once, by default at what was published in the last 7 days.")
@json_option
@index_option
@click.pass_obj
def watch(parts: Parts, topic: str, since: str | None, once: bool, as_json: bool) -> None:
    """Print what new articles say about TOPIC, as they come in.

    TOPIC is a question or keywords. Each story is printed once; Ctrl-C ends the watch.
    """
    from index.question import ask

    asked = ask(topic, since=since)  # before the index is opened: a mistyped date is told at once
    with parts.answerer() as answerer:
        watching = _Watching(answerer, asked.text, asked.filters.since, as_json=as_json)
        if since is None and not once:
            watching.skip()
            complain("watching for new articles; Ctrl-C ends it")
        watching.look()
        while not once:
            _pause()
            watching.look()


def _pause() -> None:
    time.sleep(_LOOK_SECONDS)


class _Watching:
    """Looks at what arrived since it last looked, and prints."""

    def __init__(self, answerer: Answerer, topic: str, since: datetime | None, *, as_json: bool) -> None:
        from index.watching import Topic

        self._answerer = answerer
        self._topic = Topic(topic)
        self._since = since
        self._as_json = as_json
        self._position = -1
        self._told: list[Told] = []

    def skip(self) -> None:
        """Leave out what is in the index already."""
        self._position = self._answerer.generation()

    def look(self) -> None:
        """Print what arrived."""
        from index.watching import FRESH, Told, arrived, look

        since = self._since or datetime.now(UTC) - FRESH
        while True:
            after, new = self._position, arrived(self._answerer, self._position, since)
            for answer in look(self._answerer, self._topic, new, after, self._told, _MOST):
                self._answerer.check(answer)
                click.echo(self._shown(answer))
                sys.stdout.flush()
                self._told += [Told(each.document.id, each.document.version, each.text) for each in answer.citations]
            self._position = new.until
            if not new.documents:
                return

    def _shown(self, answer: Answer) -> str:
        from bot.answer_json import answer_json
        from bot.plain import answer_text

        return answer_json(answer) if self._as_json else answer_text(answer, width=width()) + "\n"


COMMANDS = (watch,)
