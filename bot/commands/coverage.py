"""``ingest``, ``status``, ``history``, ``remove`` and ``rebuild``: what is in the index."""

from __future__ import annotations

import json
import sys
from collections import Counter
from typing import TYPE_CHECKING

import click

from bot.commands.options import index_option, json_option
from bot.terminal import complain, count
from index.errors import SourceError

if TYPE_CHECKING:
    from bot.cli import Parts
    from index.sql.connection import Connection
    from index.store.table_store import TableStore


@click.command()
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@index_option
@click.pass_obj
def ingest(parts: Parts, sources: tuple[str, ...]) -> int:
    """Take articles in.

    A SOURCE is a file (.txt, .md, .html, .json, .jsonl), a folder of such files, the address of a web page, or - for
    JSON Lines on standard input.
    """
    from bot.progress import reading
    from index.ingest.sources import count_sources, read_sources

    changes: Counter[str] = Counter()
    with (
        parts.store(create=True) as store,
        parts.fetcher() as fetcher,
        reading(count_sources(sources)) as counted,
    ):
        articles = read_sources(sources, sys.stdin.buffer, fetcher)
        for outcome in parts.ingestor(store).ingest(counted(articles)):
            if isinstance(outcome, SourceError):
                complain(str(outcome))
                changes["error"] += 1
            else:
                changes[outcome.change.value] += 1
    click.echo(
        f"{count(changes['added'], 'article')} stored, {changes['replaced']:,} replaced, "
        f"{changes['unchanged']:,} unchanged, {count(changes['error'], 'error')}"
    )
    return 2 if changes["error"] else 0


@click.command()
@json_option
@index_option
@click.pass_obj
def status(parts: Parts, as_json: bool) -> None:
    """Say what is in the index."""
    from bot.status import describe, status_text

    with parts.store(any_encoder=True) as store:
        described = describe(store, parts.settings.index, parts.tables, parts.settings.precision)
    click.echo(json.dumps(described, ensure_ascii=False) if as_json else status_text(described))


@click.command()
@click.argument("document_id", metavar="ID")
@json_option
@index_option
@click.pass_obj
def history(parts: Parts, document_id: str, as_json: bool) -> int:
    """Show an article's versions, newest first.

    What changed from one to the next is marked: [-14-] {+15+}.
    """
    from bot.history import history_json, history_text

    with parts.store(any_encoder=True) as store:
        versions = store.versions(document_id)
    if not versions:
        complain(f"not in the index: {document_id}; `coverage-bot ask --json` shows the ids of what it cites")
        return 2
    shown = history_json if as_json else history_text
    click.echo(shown(document_id, versions))
    return 0


@click.command()
@click.argument("ids", nargs=-1, required=True, metavar="ID...")
@index_option
@click.pass_obj
def remove(parts: Parts, ids: tuple[str, ...]) -> int:
    """Forget documents for good."""
    from bot.state import answers, posts, previews
    from bot.state import database as state
    from index.feeds import database as feeds
    from index.owners import EVERYONE
    from index.sql.place import may_be_there

    def forget(connection: Connection) -> None:
        answers.forget_documents(connection, ids)
        posts.forget_documents(connection, ids)
        previews.forget_addresses(connection, addresses)

    with parts.store(any_encoder=True) as store:
        known = store.documents(ids, EVERYONE).values()
        addresses = [document.url for document in known if document.url]
        # First what quotes them: while another process keeps the index's files busy, that must not stay either. Also
        # of those that are not in the index (any more): a run that was cut short is made good by the next.
        state.erase(parts.tables.database(state.NAME), forget)
        if may_be_there(parts.tables.database(feeds.NAME)):
            with parts.subscriptions() as subscriptions:
                subscriptions.forget_documents(ids)
        removed = store.remove(list(dict.fromkeys(ids)), EVERYONE)
    click.echo(f"{count(len(removed), 'article')} removed")
    unknown = [each for each in dict.fromkeys(ids) if each not in removed]
    if unknown:
        complain(f"not in the index: {', '.join(unknown)}; `coverage-bot ask --json` shows the ids of what it cites")
    return 2 if unknown else 0


@click.command()
@index_option
@click.pass_obj
def rebuild(parts: Parts) -> None:
    """Derive again what is derived from the articles.

    That is the vector index and the times in sentences; quotations are looked for where nobody looked yet, or by older
    rules. If the configured encoder is another than the one that made the vectors, every sentence is encoded again.
    """
    from bot.progress import counting
    from index.happened.articles import retime
    from index.reencode import reencode

    with parts.store(any_encoder=True) as store:
        retime(store)
        recorded = store.encoder
        if recorded in (None, parts.encoder.name):
            click.echo(f"derived the vector index again: {count(store.rebuild(), 'sentence')}")
            _find_quotations(parts, store)
            return
        with counting("sentences", store.census().sentences) as progress:
            sentences = reencode(store, parts.encoder, progress)
        _find_quotations(parts, store)
    click.echo(f"encoded {count(sentences, 'sentence')} again with {parts.encoder.name}, before with {recorded}")


def _find_quotations(parts: Parts, store: TableStore) -> None:
    """Look for quotations in the articles that were stored before, or by older rules."""
    from bot.progress import counting
    from index.quotations.again import find_again

    lacking = len(store.unquoted())
    if lacking:
        with counting("articles", lacking) as progress:
            find_again(store, parts.find_quotations, progress)
        click.echo(f"looked for quotations in {count(lacking, 'article')}")


COMMANDS = (ingest, status, history, remove, rebuild)
