"""Names and descriptions of commands in the languages that the bot speaks."""

from __future__ import annotations

from typing import Any

import discord
from discord import app_commands

from bot.words import LANGUAGES


class CommandTranslator(app_commands.Translator):
    """Looks each text up in the catalogue of its language; English is what stands in the code."""

    async def translate(
        self,
        string: app_commands.locale_str,
        locale: discord.Locale,
        context: app_commands.TranslationContextTypes,  # discord.py's name
    ) -> str | None:
        """Return the text in a language, or None for English."""
        words: Any = LANGUAGES.get(locale.value.split("-")[0])
        return words.commands.get(string.message) if words else None
