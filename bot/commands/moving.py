"""``migrate``: an index moves to another place, or into another kind of store."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from bot.commands.options import AddressType
from bot.terminal import complain, count

if TYPE_CHECKING:
    from bot.cli import Parts
    from index.sql.place import Tables
    from index.store.address import Address


@click.command()
@click.argument("source", type=AddressType(), metavar="FROM")
@click.argument("target", type=AddressType(), metavar="TO")
@click.pass_obj
def migrate(parts: Parts, source: Address, target: Address) -> int:
    """Move an index, without encoding it again.

    FROM and TO are addresses as --index takes them. Articles go with all that is known of them, and with what the bot
    and the feeds remember. FROM stays as it is. A move that was cut short is continued by the same command.
    """
    from bot.progress import counting
    from index.errors import StoreError
    from index.owners import EVERYONE

    there, here = parts.settings.tables_of(source), parts.settings.tables_of(target)
    if there == here:
        raise StoreError(
            f"{source} and {target} have the same tables; if only Milvus is another one, use: coverage-bot rebuild "
            f"--index {target}"
        )
    with (
        parts.store_at(source, any_encoder=True) as old,
        parts.store_at(target, any_encoder=True, create=True) as new,
        counting("articles", old.census().documents + old.census().withdrawn) as progress,
    ):
        new.receive(old, (str(source), str(target)), progress)
        articles = len(list(new.ids(EVERYONE)))
    click.echo(f"moved {count(articles, 'article')} to {target}")
    _move_beside(there, here)
    return 0


def _move_beside(there: Tables, here: Tables) -> None:
    """Move what the bot and the feeds remember, unless there is something of the kind already."""
    from bot.state import database as state
    from index.feeds import database as feeds

    if not feeds.move(there.database(feeds.NAME), here.database(feeds.NAME)):
        complain("TO has feeds already, which stay as they are")
    if not state.move(there.database(state.NAME), here.database(state.NAME)):
        complain("TO has settings of a bot already, which stay as they are")


COMMANDS = (migrate,)
