"""Everything that the client is made of, put together once."""

from __future__ import annotations

from discord.ext import commands

from bot.bridge import Bridge
from bot.buttons import AnswerButton
from bot.cogs.about import AboutCog
from bot.cogs.ask import AskCog
from bot.cogs.buttons import ButtonsCog
from bot.cogs.coverage import CoverageCog
from bot.cogs.messages import MessagesCog
from bot.cogs.presence import PresenceCog
from bot.cogs.research import ResearchCog
from bot.cogs.said import SaidCog
from bot.cogs.settings import SettingsCog
from bot.cogs.state import StateCog
from bot.cogs.watch import WatchCog
from bot.cooldown import Cooldown
from bot.coverage_buttons import PageButton, PreviewButton
from bot.coverage_desk import CoverageDesk
from bot.desk import Desk
from bot.own_coverage import OwnCoverage
from bot.state.database import StateDatabase
from bot.translator import CommandTranslator
from index.sql.place import Database


async def install(
    bot: commands.AutoShardedBot,
    bridge: Bridge,
    *,
    prefix: str,
    state: Database | None,
    own: OwnCoverage | None,
    burst: int,
) -> None:
    """Add all commands, listeners, buttons and translations to a client.

    Args:
        bot: The client, before its commands are registered.
        bridge: What answers.
        prefix: What ``ask`` follows in a message.
        state: Where what is remembered between restarts is; None forgets with the client.
        own: Where servers' own feeds are kept; None for no such command.
        burst: How many questions a person may ask at once.
    """
    database = StateDatabase(state)
    desk = Desk(bridge, database, Cooldown(burst))
    for cog in (
        AskCog(bot, desk),
        SaidCog(desk),
        ResearchCog(bot, desk),
        MessagesCog(bot, desk, prefix),
        ButtonsCog(desk),
        AboutCog(desk, prefix),
        SettingsCog(desk, prefix),
        WatchCog(bot, desk),
        StateCog(database),
    ):
        await bot.add_cog(cog)
    bot.add_dynamic_items(AnswerButton)
    if own is not None:
        await bot.add_cog(CoverageCog(CoverageDesk(desk, own)))
        await bot.add_cog(PresenceCog(bot, bridge, own))
        bot.add_dynamic_items(PreviewButton, PageButton)
    await bot.tree.set_translator(CommandTranslator())
