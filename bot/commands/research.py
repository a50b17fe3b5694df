"""``check``, ``compare`` and ``timeline``: the news desk in the terminal."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from bot.commands.asking import ready
from bot.commands.options import index_option, json_option
from bot.terminal import width

if TYPE_CHECKING:
    from bot.cli import Parts
    from index.answer import Citation
    from index.store.protocol import Store

_Decorated = TypeVar("_Decorated", bound=Callable[..., Any])


def _days(command: _Decorated) -> _Decorated:
    """Add ``--since`` and ``--until``."""
    until = click.option("--until", metavar="DATE", help="Only articles published then or earlier.")
    since = click.option(
        "--since", metavar="DATE", help="Only articles published then or later: 2024-03-01, last week."
    )
    return since(until(command))


@click.command()
@click.argument("text")
@click.option("--who", metavar="NAME", help="Who is said to have said it.")
@json_option
@index_option
@click.pass_obj
def check(parts: Parts, text: str, who: str | None, as_json: bool) -> int:
    """Say whether TEXT is quoted rightly.

    TEXT is a quotation, alone or with who said it. The exit status is 1 unless it is in the coverage, word for word.
    """
    from bot.research_json import check_json
    from bot.research_text import check_text
    from index.check import Verdict, check_quotation

    with parts.store(any_encoder=True) as store:
        found = check_quotation(store, text, who)
        _unchanged(store, found.citations)
    click.echo(check_json(found) if as_json else check_text(found, width()))
    return 0 if found.verdict is Verdict.EXACT else 1


@click.command()
@click.argument("topic")
@_days
@json_option
@index_option
@click.pass_obj
def compare(parts: Parts, topic: str, since: str | None, until: str | None, as_json: bool) -> int:
    """Show what each outlet says about TOPIC.

    The exit status is 1 if none says anything.
    """
    from bot.research_json import comparison_json
    from bot.research_text import comparison_text
    from index.compare import compare as compared
    from index.question import ask

    question = ask(topic, since=since, until=until)
    with ready(parts) as answerer:
        found = compared(answerer, question)
        _unchanged(answerer.store, found.citations)
    click.echo(comparison_json(found) if as_json else comparison_text(found, width()))
    return 0 if found.lines else 1


@click.command()
@click.argument("topic")
@_days
@json_option
@click.option(
    "--plot",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Also draw the articles a day by outlet into a PNG file.",
)
@index_option
@click.pass_obj
def timeline(parts: Parts, topic: str, since: str | None, until: str | None, as_json: bool, plot: Path | None) -> int:
    """Show what happened when about TOPIC.

    The exit status is 1 if no sentence about it names a time.
    """
    from bot.research_json import timeline_json
    from bot.research_text import timeline_text
    from index.question import ask
    from index.timeline import timeline as in_order

    question = ask(topic, since=since, until=until)
    with ready(parts) as answerer:
        found = in_order(answerer, question)
        _unchanged(answerer.store, found.citations)
    if plot is not None:
        _draw(found.coverage, plot)
    click.echo(timeline_json(found) if as_json else timeline_text(found, width()))
    return 0 if found.entries else 1


def _unchanged(store: Store, citations: Sequence[Citation]) -> None:
    """Raise ``CitationError`` unless the store still says everything that is quoted."""
    from index.answer import check_all

    check_all(citations, store.documents([citation.document.id for citation in citations]))


def _draw(coverage: Mapping[tuple[date, str], int], path: Path) -> None:
    from bot.words import ENGLISH
    from index.coverage_picture import coverage_picture

    if not coverage:
        raise click.UsageError("no dated article is about this, so there is nothing to draw; leave --plot out")
    try:
        path.write_bytes(
            coverage_picture(coverage, ENGLISH.picture_title, ENGLISH.picture_others, ENGLISH.picture_unnamed)
        )
    except OSError as error:
        raise click.ClickException(
            f"{path} cannot be written ({error.strerror}); name another file with --plot FILE"
        ) from error
    click.echo(str(path), err=True)


COMMANDS = (check, compare, timeline)
