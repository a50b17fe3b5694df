"""What Discord offers while a person types an option, within its limits."""

from __future__ import annotations

import asyncio
from datetime import date
from typing import Any

import discord
from discord import app_commands

from bot.words import words_for
from index.dates import days

Choices = list[app_commands.Choice[str]]
MOST = 25
LONGEST = 100  # characters, of a name and of a value


def outlet_choices(names: list[str], typed: str) -> Choices:
    """Return the outlets to offer for what is typed so far, those that begin with it first."""
    wanted = typed.strip().casefold()
    fitting = [name for name in names if wanted in name.casefold() and 0 < len(name.strip()) <= len(name) <= LONGEST]
    fitting.sort(key=lambda name: not name.casefold().startswith(wanted))
    return [app_commands.Choice(name=name, value=name) for name in fitting[:MOST]]


async def day_choices(interaction: discord.Interaction[Any], typed: str, *, last: bool) -> Choices:
    """Offer the one day that is meant by what is typed so far, for the person to see before it is used."""
    found = await asyncio.to_thread(days, typed, date.today()) if typed.strip() else None
    if found is None:
        return []
    day, words = found[last], words_for(interaction.locale)
    return [app_commands.Choice(name=words.date_choice(typed, day)[:LONGEST], value=day.isoformat())]
