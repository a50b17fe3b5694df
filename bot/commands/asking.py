"""``ask``, ``chat``, ``demo`` and ``eval``: questions in the terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.commands.options import index_option, json_option
from bot.terminal import complain, is_conversation, width

if TYPE_CHECKING:
    from bot.cli import Parts
    from index.answerer import Answerer
    from index.evaluate import GoldQuestion
    from index.question import Question

_LIMIT = 3


@click.command()
@click.argument("question")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a question, each on one line.")
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="Show up to N citations; JSON has 3 by default.")
@click.option("--outlet", metavar="NAME", help="Search only articles of this outlet.")
@click.option(
    "--since", metavar="DATE", help="Only articles published then or later: 2024-03-01, last week, march 2024."
)
@click.option("--until", metavar="DATE", help="Only articles published then or earlier.")
@index_option
@click.pass_obj
def ask(
    parts: Parts,
    question: str,
    as_json: bool,
    limit: int | None,
    outlet: str | None,
    since: str | None,
    until: str | None,
) -> int:
    """Answer QUESTION.

    With - for QUESTION, answer one question a line from standard input.
    """
    from index.errors import QuestionError
    from index.question import ask as checked

    def asked(text: str) -> Question:
        return checked(text, outlet=outlet, since=since, until=until, limit=limit or _LIMIT)

    def answered(answerer: Answerer, wanted: Question) -> bool:
        return _show(answerer, wanted, as_json=as_json, all_citations=limit is not None)

    if question != "-":
        wanted = asked(question)  # before the index is opened: a mistyped date is told at once
        with ready(parts) as answerer:
            return 0 if answered(answerer, wanted) else 1
    wrong = False
    with ready(parts) as answerer:
        for number, line in _lines():
            try:
                wanted = asked(line)
                if not as_json:
                    click.echo(f"> {wanted.text}")
                answered(answerer, wanted)
                if not as_json:
                    click.echo()
            except QuestionError as error:
                complain(f"stdin:{number}: {error}")
                wrong = True
    return 2 if wrong else 0


@click.command()
@index_option
@click.pass_obj
def chat(parts: Parts) -> None:
    """Talk with the coverage in the terminal."""
    with ready(parts) as answerer:
        _converse(answerer)


@click.command()
@index_option
@click.pass_obj
def demo(parts: Parts) -> None:
    """Show what this does on packaged demonstration coverage."""
    from bot.demo import ANSWERED_SUGGESTIONS, QUESTION, UNANSWERED_SUGGESTION
    from bot.demo.index import refresh
    from index.question import ask as checked

    demonstration = parts.for_demo()
    with demonstration.store(create=True) as store:
        articles = refresh(demonstration.ingestor(store), store)
    outlets = len({article.outlet for article in articles})
    click.echo(f"{len(articles)} articles from {outlets} invented outlets, about real events of January 2020.\n")
    with ready(demonstration) as answerer:
        click.echo(f"> {QUESTION}")
        _show(answerer, checked(QUESTION), as_json=False, all_citations=False)
        click.echo("\nThree more to ask; the last one has no answer in this coverage:")
        talking = is_conversation()
        for question in (*ANSWERED_SUGGESTIONS, UNANSWERED_SUGGESTION):
            command = f'coverage-bot ask "{question}" --index "{demonstration.settings.index}"'
            click.echo(f"  {question if talking else command}")
        if talking:
            click.echo()
            _converse(answerer)


@click.command("eval")
@click.argument("questions", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@json_option
@click.option("--explain", metavar="QUESTION", help="Show why the first ten sentences came first for one question.")
@click.option(
    "--plots",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Also draw the confidence's reliability, the threshold's effect, and hits.",
)
@index_option
@click.pass_obj
def measure(parts: Parts, questions: Path, as_json: bool, explain: str | None, plots: Path | None) -> None:
    """Print figures against gold evidence.

    QUESTIONS is a file of JSON Lines with id, question, answers and evidence.
    """
    import json

    from bot.progress import counting
    from index.evaluate import ask_all, figures, read_questions, table

    if explain is not None and (as_json or plots):
        raise click.UsageError("--explain shows one question; leave --json and --plots out")
    gold = read_questions(questions)
    if explain is not None:
        _explain(parts, explain, gold)
        return
    with ready(parts) as answerer, counting("questions", len(gold)) as progress:
        outcomes = list(ask_all(answerer, gold, progress))
    found = figures(outcomes)
    click.echo(json.dumps(found.as_json()) if as_json else table(questions.name, found))
    if plots:
        from index.plots import write_plots

        for path in write_plots(questions.name.split(".")[0], outcomes, plots):
            click.echo(str(path), err=True)


def _explain(parts: Parts, typed: str, gold: Sequence[GoldQuestion]) -> None:
    """Print how a question is read; where it is one of the gold questions, with what is right."""
    from index.evaluate import holds
    from index.explain import explain, explanation_text
    from index.question import ask as checked

    known = [each for each in gold if each.question.casefold() == typed.casefold()]
    with ready(parts) as answerer:
        for asked, candidates in answerer.found(checked(typed)):
            if not candidates:
                click.echo("Nothing was found to read.")
                continue
            explained = explain(parts.reader, asked, candidates)
            cited = [each.stored.sentence for each in explained.candidates]
            right = [any(holds(each.document_id, each.start, each.end, one) for one in known) for each in cited]
            click.echo(explanation_text(explained, right))


@contextmanager
def ready(parts: Parts) -> Iterator[Answerer]:
    """Lend what answers, its model already loaded: that is not part of the time that a question takes."""
    with parts.answerer() as answerer:
        answerer.warm()
        yield answerer


def _lines() -> Iterator[tuple[int, str]]:
    """Yield the lines of standard input that are not blank, with their numbers, as they come."""
    for number, line in enumerate(sys.stdin.buffer, 1):
        text = line.decode("utf-8", "replace").lstrip("\ufeff")
        if text.strip():
            yield number, text


def _show(answerer: Answerer, question: Question, *, as_json: bool, all_citations: bool) -> bool:
    """Answer, print, and tell whether there was an answer."""
    from bot.answer_json import answer_json
    from bot.plain import answer_text

    answer = answerer.answer(question)
    answerer.check(answer)
    shown = answer_json(answer) if as_json else answer_text(answer, width=width(), all_citations=all_citations)
    click.echo(shown)
    sys.stdout.flush()
    return answer.answered


def _converse(answerer: Answerer) -> None:
    from bot.chat import HELP, chat

    prompt = ""
    if is_conversation():
        with suppress(ImportError):  # not everywhere
            import readline  # noqa: F401  # gives input() editing and history
        click.echo(HELP)
        prompt = "> "
    chat(answerer, lambda: input(prompt), click.echo, width())


COMMANDS = (ask, chat, demo, measure)
