"""``run``: the Discord bot."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from bot.commands.options import index_option

if TYPE_CHECKING:
    from bot.cli import Parts


def _shard_ids(context: click.Context, parameter: click.Parameter, typed: str | None) -> tuple[int, ...] | None:
    if typed is None:
        return None
    try:
        ids = tuple(int(part) for part in typed.split(","))
    except ValueError:
        raise click.BadParameter("write numbers with commas between them, for example 0,1") from None
    if len(set(ids)) < len(ids):
        raise click.BadParameter("a shard is named twice")
    return ids


@click.command()
@click.option(
    "--shard-ids",
    metavar="IDS",
    callback=_shard_ids,
    help="Answer only these shards, for example 0,1; they count from 0.",
)
@click.option(
    "--shard-count", metavar="N", type=click.IntRange(min=1), help="How many shards all processes have together."
)
@index_option
@click.pass_obj
def run(parts: Parts, shard_ids: tuple[int, ...] | None, shard_count: int | None) -> None:
    """Run the Discord bot; its token is in DISCORD_TOKEN.

    A bot that is in thousands of servers is split into shards, by itself; --shard-ids and --shard-count split them
    over several processes.
    """
    import asyncio
    import logging
    import signal
    from functools import partial

    from bot.client import Shards
    from bot.errors import TokenMissing
    from bot.heartbeat import Heartbeat
    from bot.serving import serve
    from bot.state.database import NAME

    if shard_ids is not None and shard_count is None:
        raise click.UsageError("--shard-ids needs --shard-count, which is the same for every process")
    shards = Shards(shard_ids or tuple(range(shard_count)), shard_count) if shard_count is not None else None
    if shards and not all(0 <= number < shards.count for number in shards.ids):
        raise click.UsageError(f"the shards of --shard-ids are numbered from 0 to {shards.count - 1}")
    settings = parts.settings
    if settings.discord_token is None:
        raise TokenMissing
    logging.basicConfig(level=settings.log_level, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    heartbeat = Heartbeat(settings.heartbeat) if settings.heartbeat else None
    token, fetcher = settings.discord_token.get_secret_value(), parts.fetcher()
    feeds = partial(parts.updater, fetcher=fetcher)
    with parts.answerer() as answerer, parts.own_coverage(fetcher) as own, fetcher:
        stopped_by = asyncio.run(
            serve(answerer, settings, parts.tables.database(NAME), token, heartbeat, shards, feeds, own)
        )
    if stopped_by == signal.SIGINT:
        raise click.Abort


COMMANDS = (run,)
