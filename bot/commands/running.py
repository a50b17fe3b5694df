"""``run``: the Discord bot."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from bot.commands.options import index_option

if TYPE_CHECKING:
    from bot.cli import Parts


@click.command()
@index_option
@click.pass_obj
def run(parts: Parts) -> None:
    """Run the Discord bot; its token is in DISCORD_TOKEN."""
    import asyncio
    import logging

    from bot.errors import TokenMissing
    from bot.heartbeat import Heartbeat
    from bot.serving import serve

    settings = parts.settings
    if settings.discord_token is None:
        raise TokenMissing
    logging.basicConfig(level=settings.log_level, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    heartbeat = Heartbeat(settings.heartbeat) if settings.heartbeat else None
    with parts.answerer() as answerer:
        asyncio.run(serve(answerer, settings, settings.discord_token.get_secret_value(), heartbeat))


COMMANDS = (run,)
