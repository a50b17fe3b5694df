"""What can go wrong in the bot, beside what can in the coverage.

It continues the tree of ``index.errors``::

CoverageError
├── Busy                  more questions are waiting than can be answered soon; shown to who asked
├── TokenMissing          there is no bot token
├── TokenRefused          Discord does not accept the bot token
├── ShardsRefused         Discord does not accept how the bot is split into shards
├── DiscordUnreachable    there is no way to Discord, or nobody there
├── SettingsError         a setting is not what it must be (``bot.settings``)
└── StateError            what the bot remembers cannot be read or written (``bot.state.database``)
    └── StateClosed       the bot is stopping
"""

from __future__ import annotations

from index.errors import CoverageError


class Busy(CoverageError):
    """There is no room for another question now."""

    def __init__(self) -> None:
        """Say so to the person who asked."""
        super().__init__("I have more questions than I can answer right now. Please ask again in a minute.")


class TokenMissing(CoverageError):
    """No bot token was given."""

    def __init__(self) -> None:
        """Say where a token comes from."""
        super().__init__(
            "there is no bot token; copy yours from the Discord developer portal (your application, Bot, Reset "
            "Token) and set it as DISCORD_TOKEN"
        )


class TokenRefused(CoverageError):
    """Discord does not know the token, or knows it no longer."""

    def __init__(self) -> None:
        """Say how to get one that works."""
        super().__init__(
            "Discord refuses the bot token; make a new one in the Discord developer portal (your application, Bot, "
            "Reset Token) and set it as DISCORD_TOKEN"
        )


class ShardsRefused(CoverageError):
    """Discord wants the bot split otherwise."""

    def __init__(self) -> None:
        """Say what to leave out."""
        super().__init__(
            "Discord refuses these shards, most likely because the bot has grown; start with a larger --shard-count, "
            "or without --shard-ids and --shard-count for as many as Discord recommends"
        )


class DiscordUnreachable(CoverageError):
    """Discord cannot be reached, or answers that it is out of order."""

    def __init__(self, reason: str) -> None:
        """Name the ``reason``."""
        super().__init__(f"Discord cannot be reached ({reason}); check the network connection, then start again")
