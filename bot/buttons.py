"""The buttons under an answer; they work after a restart, for all that they know is in their id."""

from __future__ import annotations

import re
from enum import Enum
from typing import Any, Protocol, Self, cast

import discord

from bot.render import Row
from bot.state.answers import Given
from bot.words import Words

ASK = "coverage:ask:{answer}"  # the modal's own id
ASKED = re.compile(r"coverage:ask:(?P<answer>[0-9a-f]{16})")
COG = "Buttons"
_BUTTON = r"coverage:(?P<act>context|more|good|bad|follow):(?P<answer>[0-9a-f]{16}):(?P<number>\d{1,2})"


class Act(Enum):
    """What a button does."""

    CONTEXT = "context"
    MORE = "more"
    GOOD = "good"
    BAD = "bad"
    FOLLOW_UP = "follow"


class Pressed(Protocol):
    """Who knows what to do when a button is pressed: the cog named :data:`COG`."""

    async def pressed(self, interaction: discord.Interaction, act: Act, answer: str, number: int) -> None:
        """Do what an answer's button is for; ``number`` is the citation that is shown, from 0."""


class AnswerButton(discord.ui.DynamicItem[discord.ui.Button[discord.ui.LayoutView]], template=_BUTTON):
    """One button of one answer, in whichever process it was sent."""

    def __init__(self, act: Act, answer: str, number: int, label: str | None = None, emoji: str | None = None) -> None:
        """Make the button of an answer's citation of this number."""
        custom_id = f"coverage:{act.value}:{answer}:{number}"
        style = discord.ButtonStyle.secondary
        super().__init__(discord.ui.Button(style=style, label=label, emoji=emoji, custom_id=custom_id))
        self.act, self.answer, self.number = act, answer, number

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Return the button that was pressed."""
        return cls(Act(match["act"]), match["answer"], int(match["number"]))

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Leave it to the cog, which has what is needed."""
        cog = cast(Pressed, interaction.client.get_cog(COG))
        await cog.pressed(interaction, self.act, self.answer, self.number)


def buttons(given: Given | None, words: Words, number: int = 0) -> Row:
    """Return the buttons under an answer whose citation of this number is shown."""
    if given is None or not given.cited:
        return ()
    row = [AnswerButton(Act.CONTEXT, given.id, number, words.context)]
    if len(given.pages) > 1:
        row.append(AnswerButton(Act.MORE, given.id, number, words.more))
    row.append(AnswerButton(Act.GOOD, given.id, number, emoji="👍"))
    row.append(AnswerButton(Act.BAD, given.id, number, emoji="👎"))
    row.append(AnswerButton(Act.FOLLOW_UP, given.id, number, words.follow_up))
    return tuple(row)


def follow_up_modal(answer: str, words: Words) -> discord.ui.Modal:
    """Return the dialogue that asks for a follow-up question; its answer is found by its id, even after a restart."""
    # Forgotten at once: discord.py keeps a modal in memory until then, and nobody tells when one is closed unsent.
    modal = discord.ui.Modal(title=words.follow_up, custom_id=ASK.format(answer=answer), timeout=1)
    field = discord.ui.TextInput[discord.ui.Modal](
        custom_id="question", placeholder=words.follow_up_example, max_length=500
    )
    return modal.add_item(discord.ui.Label(text=words.follow_up_label, component=field))


def submitted(interaction: discord.Interaction) -> tuple[str, str] | None:
    """Return the answer's id and the question of a follow-up that was sent off, or None if it is something else."""
    sent = cast("dict[str, Any]", interaction.data or {})
    match = ASKED.fullmatch(str(sent.get("custom_id", "")))
    if interaction.type is not discord.InteractionType.modal_submit or match is None:
        return None
    values = [part.get("component", part).get("value") for part in sent.get("components", [])]
    return match["answer"], next((str(value) for value in values if value), "")
