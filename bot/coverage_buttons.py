"""The buttons under what /coverage shows; they work after a restart, for all that they know is in their id.

An id can be forged by nobody but Discord, and is trusted for nothing all the same: whoever presses is checked, and what
is shown or stored is that of the server in which it was pressed.
"""

from __future__ import annotations

import re
from enum import Enum
from typing import Any, Protocol, Self, cast

import discord

from bot.render import Row
from bot.words import Words

COG = "Coverage"
_PREVIEW = r"coverage:preview:(?P<act>add|cancel):(?P<preview>[0-9a-f]{16})"
_PAGE = r"coverage:feeds:(?P<view>list|status):(?P<start>\d{1,4})"


class Decision(Enum):
    """What is decided on a preview."""

    ADD = "add"
    CANCEL = "cancel"


class View(Enum):
    """Which list of feeds is shown."""

    LIST = "list"
    STATUS = "status"


class Pressed(Protocol):
    """Who knows what to do when a button is pressed: the cog named :data:`COG`."""

    async def decided(self, interaction: discord.Interaction[Any], decision: Decision, preview: str) -> None:
        """Store what was previewed, or do not."""

    async def turned(self, interaction: discord.Interaction[Any], view: View, start: int) -> None:
        """Show a list from the feed of this number on, counted from 0."""


class PreviewButton(discord.ui.DynamicItem[discord.ui.Button[discord.ui.LayoutView]], template=_PREVIEW):
    """Add or Cancel under a preview."""

    def __init__(self, decision: Decision, preview: str, label: str | None = None) -> None:
        """Make the button of a preview."""
        style = discord.ButtonStyle.primary if decision is Decision.ADD else discord.ButtonStyle.secondary
        custom_id = f"coverage:preview:{decision.value}:{preview}"
        super().__init__(discord.ui.Button(style=style, label=label, custom_id=custom_id))
        self.decision, self.preview = decision, preview

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Return the button that was pressed."""
        return cls(Decision(match["act"]), match["preview"])

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Leave it to the cog, which has what is needed."""
        await cast(Pressed, interaction.client.get_cog(COG)).decided(interaction, self.decision, self.preview)


class PageButton(discord.ui.DynamicItem[discord.ui.Button[discord.ui.LayoutView]], template=_PAGE):
    """More, under a list of feeds that does not fit into one message."""

    def __init__(self, view: View, start: int, label: str | None = None) -> None:
        """Make the button that shows a list from ``start`` on."""
        custom_id = f"coverage:feeds:{view.value}:{start}"
        style = discord.ButtonStyle.secondary
        super().__init__(discord.ui.Button(style=style, label=label, custom_id=custom_id))
        self.shows, self.start = view, start

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Return the button that was pressed."""
        return cls(View(match["view"]), int(match["start"]))

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Leave it to the cog, which has what is needed."""
        await cast(Pressed, interaction.client.get_cog(COG)).turned(interaction, self.shows, self.start)


def decisions(preview: str, words: Words) -> Row:
    """Return the buttons under a preview."""
    add = PreviewButton(Decision.ADD, preview, words.feeds.add)
    return (add, PreviewButton(Decision.CANCEL, preview, words.feeds.cancel))


def pages(view: View, start: int, following: int, words: Words) -> Row:
    """Return the button under a list that begins at ``start``, if there is more of it."""
    return (PageButton(view, following, words.more),) if start or following else ()
