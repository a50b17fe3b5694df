"""Menus on messages, which cannot be declared in a cog's class as commands are."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import discord
from discord import app_commands


def message_menu(
    name: str, callback: Callable[[discord.Interaction[Any], discord.Message], Awaitable[None]]
) -> app_commands.ContextMenu:
    """Return a menu that is offered wherever the bot is, in servers and outside."""
    menu = app_commands.ContextMenu(name=name, callback=callback)  # type: ignore[arg-type]
    menu = app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)(menu)
    return app_commands.allowed_installs(guilds=True, users=True)(menu)
