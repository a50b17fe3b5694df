"""``feed`` and ``update``: where articles come from by themselves."""

from __future__ import annotations

import json
import time
from collections import Counter
from typing import TYPE_CHECKING

import click

from bot.commands.options import index_option, json_option
from bot.terminal import complain, count

if TYPE_CHECKING:
    from bot.cli import Parts

_SHOWN = 10


def _interval(context: click.Context, parameter: click.Parameter, typed: str) -> float:
    from index.feeds.schedule import interval

    try:
        return interval(typed)
    except ValueError as error:
        raise click.BadParameter(str(error)) from None


@click.group(no_args_is_help=False)
@index_option
def feed() -> None:
    """Follow feeds: RSS, Atom, JSON Feed and news sitemaps."""


@feed.command("add")
@click.argument("url")
@click.option("--outlet", metavar="NAME", help="Who publishes its articles; by default what each page says.")
@click.option(
    "--every", metavar="TIME", default="15m", callback=_interval, help="How often to look: 15m (the default), 2h, 1d."
)
@index_option
@click.pass_obj
def add_feed(parts: Parts, url: str, outlet: str | None, every: float) -> None:
    """Follow the feed at URL, once it has been fetched and is one."""
    from bot.wording import one_line
    from index.feeds.reading import read_feed
    from index.feeds.schedule import interval_text

    with parts.fetcher() as fetcher:
        reading = read_feed(fetcher, url)
    assert reading.feed is not None  # there is no condition that it could be unchanged since
    with parts.subscriptions() as subscriptions:
        added = subscriptions.add(
            reading.url or url, every=every, now=time.time(), title=reading.feed.title, outlet=outlet
        )
    name = one_line(added.outlet or added.title or added.url, 100)
    click.echo(
        f"following {name} ({added.id}) every {interval_text(every)}, {count(len(reading.feed.items), 'item')} in it "
        "now; take them in with: coverage-bot update"
    )


@feed.command("list")
@json_option
@index_option
@click.pass_obj
def list_feeds(parts: Parts, as_json: bool) -> None:
    """Show the feeds with their last success, last error and next due time."""
    from bot.feed_text import feed_json, feed_text

    with parts.subscriptions() as subscriptions:
        feeds = subscriptions.all()
    for each in feeds:
        click.echo(json.dumps(feed_json(each), ensure_ascii=False) if as_json else feed_text(each, time.time()))
    if not feeds:
        complain("no feed is followed; add one with: coverage-bot feed add URL")


@feed.command("remove")
@click.argument("feed", metavar="URL-OR-ID")
@index_option
@click.pass_obj
def remove_feed(parts: Parts, feed: str) -> None:
    """Follow a feed no longer; its articles stay."""
    with parts.subscriptions() as subscriptions:
        owner = next((each.owner for each in subscriptions.all() if each.id == feed), None)
        removed = subscriptions.remove(feed, owner)
    click.echo(f"{removed.url} is followed no longer; its articles stay")


@feed.command("test")
@click.argument("url")
@index_option
@click.pass_obj
def test_feed(parts: Parts, url: str) -> None:
    """Show what would be taken from the feed at URL, and store nothing."""
    from bot.feed_text import preview_text
    from index.errors import SourceError
    from index.feeds.reading import read_feed
    from index.fetch.fetched import Kind
    from index.ingest.pages import article_from_page

    with parts.fetcher() as fetcher:
        reading = read_feed(fetcher, url)
        assert reading.feed is not None
        first = next((item.url for item in reading.feed.items if item.url), None)
        click.echo(preview_text(reading.feed, _SHOWN))
        try:
            article = article_from_page(fetcher.fetch(first, kind=Kind.PAGE)) if first else None
        except SourceError as error:
            complain(f"{error}; its summary would be taken")
        else:
            if article:
                click.echo(f"The first page has {len(article.text):,} characters of text.")
    click.echo("Nothing was stored.")


@click.command()
@click.option("--all", "everything", is_flag=True, help="Also feeds that are not due yet.")
@index_option
@click.pass_obj
def update(parts: Parts, everything: bool) -> None:
    """Take in what feeds have that is new.

    All feeds that are due are read once; articles that changed or are gone are changed or withdrawn here too.
    """
    done: Counter[str] = Counter()
    with parts.updater() as updater:
        for updated in updater.update(everything=everything):
            for error in updated.errors:
                complain(str(error))
            if updated.error:
                complain(f"{updated.feed.url}: {updated.error}")
            done["feeds"] += not updated.error
            done["failed"] += bool(updated.error)
            for name in ("added", "replaced", "unchanged", "summaries", "withdrawn"):
                done[name] += getattr(updated, name)
        if done["added"] or done["replaced"] or done["withdrawn"]:
            updater.flush()
        followed = updater.next_due() is not None
    if not followed:
        complain("no feed is followed; add one with: coverage-bot feed add URL")
    click.echo(
        f"{count(done['feeds'], 'feed')} updated, {done['failed']:,} failed: {count(done['added'], 'article')} stored "
        f"({done['summaries']:,} from summaries), {done['replaced']:,} replaced, {done['unchanged']:,} unchanged, "
        f"{done['withdrawn']:,} withdrawn"
    )


COMMANDS = (feed, update)
