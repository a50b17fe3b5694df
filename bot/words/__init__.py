"""The bot's own words, one file a language; quotations stay as they were published."""

from __future__ import annotations

from bot.words.catalogue import Words
from bot.words.de import GERMAN
from bot.words.en import ENGLISH
from bot.words.es import SPANISH
from bot.words.fr import FRENCH
from bot.words.pt import PORTUGUESE

LANGUAGES = {words.language: words for words in (ENGLISH, SPANISH, FRENCH, GERMAN, PORTUGUESE)}

__all__ = ["ENGLISH", "LANGUAGES", "Words", "words_for"]


def words_for(locale: object) -> Words:
    """Return the words for one of Discord's locales ("es-419", "pt-BR"); English where there are none."""
    return LANGUAGES.get(str(locale or "").split("-")[0].lower(), ENGLISH)
