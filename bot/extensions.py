"""Everything that the client is made of, put together once."""

from __future__ import annotations

from pathlib import Path

from discord.ext import commands

from bot.bridge import Bridge
from bot.buttons import AnswerButton
from bot.cogs.about import AboutCog
from bot.cogs.ask import AskCog
from bot.cogs.buttons import ButtonsCog
from bot.cogs.messages import MessagesCog
from bot.cogs.settings import SettingsCog
from bot.cogs.state import StateCog
from bot.cogs.watch import WatchCog
from bot.cooldown import Cooldown
from bot.desk import Desk
from bot.state.database import StateDatabase
from bot.translator import CommandTranslator


async def install(bot: commands.AutoShardedBot, bridge: Bridge, *, prefix: str, state: Path | None, burst: int) -> None:
    """Add all commands, listeners, buttons and translations to a client.

    Args:
        bot: The client, before its commands are registered.
        bridge: What answers.
        prefix: What ``ask`` follows in a message.
        state: The file for what is remembered between restarts; None forgets with the client.
        burst: How many questions a person may ask at once.
    """
    database = StateDatabase(state)
    desk = Desk(bridge, database, Cooldown(burst))
    for cog in (
        AskCog(bot, desk),
        MessagesCog(bot, desk, prefix),
        ButtonsCog(desk),
        AboutCog(desk, prefix),
        SettingsCog(desk, prefix),
        WatchCog(bot, desk),
        StateCog(database),
    ):
        await bot.add_cog(cog)
    bot.add_dynamic_items(AnswerButton)
    await bot.tree.set_translator(CommandTranslator())
