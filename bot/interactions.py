"""What commands, menus, buttons and dialogues have in common: who asks where, and how they are answered."""

from __future__ import annotations

import asyncio
import io
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import discord

from bot.buttons import buttons
from bot.channels import parent_of
from bot.desk import Asked, Desk
from bot.errors import Busy
from bot.render import Blocks, Row, layout, notice
from bot.research import Research, page
from bot.sending import unsent_is_logged
from bot.state.answers import Given, Place
from bot.state.database import StateError
from bot.state.servers import ServerSettings
from bot.words import Words, words_for
from index.errors import CitationError

_PICTURE_NAME = "coverage.png"
_log = logging.getLogger(__name__)
_BETWEEN_EDITS = 2.0  # seconds; Discord lets a message be edited about once a second


@dataclass(frozen=True, slots=True)
class Shown:
    """A message as it stands for a while; ``row`` are its buttons.

    One that is said ``aside`` stands beside the message whose button was pressed, and leaves that alone.
    """

    blocks: Blocks
    row: Row = ()
    aside: bool = False


Shows = AsyncIterator[Shown]
"""A message that changes while something is done; the last one stays."""


def place_of(interaction: discord.Interaction[Any]) -> Place:
    """Return who acts where."""
    return Place(interaction.user.id, interaction.channel_id or 0, interaction.guild_id)


async def answer(
    interaction: discord.Interaction[Any],
    desk: Desk,
    text: str,
    *,
    private: bool | None = None,
    outlet: str | None = None,
    since: str | None = None,
    until: str | None = None,
    earlier: Given | None = None,
    hidden: bool = False,
) -> None:
    """Acknowledge a question at once, then answer it; ``private`` None leaves that to the server's settings."""
    words, place = words_for(interaction.locale), place_of(interaction)
    with unsent_is_logged(f"interaction {interaction.id} could not be answered"):
        admitted = await _acknowledged(interaction, desk, place, words, private)
        if admitted is None:
            return
        settings, secret = admitted
        earlier = earlier or await desk.earlier(place, direct=interaction.context.dm_channel is True)
        asked = Asked(text, place, words, settings, secret, outlet, since, until, earlier, hidden)
        reply = await desk.reply(asked)
        if not interaction.client.is_closed():
            view = layout(reply.blocks, buttons(reply.given, words))
            message = await interaction.edit_original_response(view=view)
            await desk.sent(reply, message.id)


async def show(
    interaction: discord.Interaction[Any],
    desk: Desk,
    work: Callable[[Words], Awaitable[Blocks]],
    *,
    private: bool | None = None,
) -> None:
    """Acknowledge a request at once, then show what the work returns, as publicly as an answer would be."""
    words = words_for(interaction.locale)
    with unsent_is_logged(f"interaction {interaction.id} could not be answered"):
        if await _acknowledged(interaction, desk, place_of(interaction), words, private) is None:
            return
        blocks = await told(work(words), words)
        if not interaction.client.is_closed():
            await interaction.edit_original_response(view=layout(blocks))


async def research(
    interaction: discord.Interaction[Any],
    desk: Desk,
    text: str,
    work: Research,
    *,
    private: bool | None = None,
    since: str | None = None,
    until: str | None = None,
    hidden: bool = False,
) -> None:
    """Acknowledge at once, then show what the work finds; ``private`` None leaves that to the server's settings."""
    words, place = words_for(interaction.locale), place_of(interaction)
    with unsent_is_logged(f"interaction {interaction.id} could not be answered"):
        admitted = await _acknowledged(interaction, desk, place, words, private)
        if admitted is None:
            return
        settings, secret = admitted
        wanted = Asked(text, place, words, settings, secret, since=since, until=until, hidden=hidden)
        found = await page(desk, wanted, work)
        if interaction.client.is_closed():
            return
        if found.picture is None:
            await interaction.edit_original_response(view=layout(found.blocks))
            return
        picture = discord.File(io.BytesIO(found.picture.content), _PICTURE_NAME, description=found.picture.alt)
        view = layout(found.blocks, picture=(_PICTURE_NAME, found.picture.alt))
        await interaction.edit_original_response(view=view, attachments=[picture])


async def tell(
    interaction: discord.Interaction[Any], work: Callable[[Words], Awaitable[Blocks]], *, what: str = "interaction"
) -> None:
    """Acknowledge at once, then show what the work returns to who asked alone."""
    words = words_for(interaction.locale)
    with unsent_is_logged(f"{what} {interaction.id} could not be answered"):
        await interaction.response.defer(ephemeral=True, thinking=True)
        blocks = await told(work(words), words)
        if not interaction.client.is_closed():
            await interaction.edit_original_response(view=layout(blocks))


async def unfold(interaction: discord.Interaction[Any], shows: Shows, *, in_place: bool = False) -> None:
    """Acknowledge at once, then show to who asked alone what is yielded, each in the place of the one before.

    With ``in_place``, it all takes the place of the message whose button was pressed. What follows too quickly on the
    one before is left out, but for the last.
    """
    words, clock = words_for(interaction.locale), asyncio.get_running_loop().time
    with unsent_is_logged(f"interaction {interaction.id} could not be answered to its end"):
        await interaction.response.defer(ephemeral=True, thinking=not in_place)
        latest: Shown | None = None
        sent: Shown | None = None
        next_edit = clock()
        async for latest in _mended(shows, words):
            if clock() >= next_edit and (sent is None or latest.blocks != sent.blocks):
                await _show(interaction, latest, in_place=in_place)
                sent, next_edit = latest, clock() + _BETWEEN_EDITS
        if latest is not None and latest != sent:
            await _show(interaction, latest, in_place=in_place)


async def _mended(shows: Shows, words: Words) -> Shows:
    """Yield what is to be shown, and in the end our regrets if something went wrong."""
    try:
        async for shown in shows:
            yield shown
        return
    except Busy:
        line = words.busy
    except StateError as error:
        _log.log(error.level, "%s", error)
        line = words.failed
    except Exception:
        _log.exception("an interaction failed")
        line = words.failed
    yield Shown(notice(line))


async def _show(interaction: discord.Interaction[Any], shown: Shown, *, in_place: bool) -> None:
    if interaction.client.is_closed():
        return
    view = layout(shown.blocks, shown.row)
    if shown.aside and in_place:
        await interaction.followup.send(view=view, ephemeral=True)
    else:
        await interaction.edit_original_response(view=view)


async def told(work: Awaitable[Blocks], words: Words) -> Blocks:
    """Return what the work returns, or our regrets."""
    try:
        return await work
    except Busy:
        return notice(words.busy)
    except CitationError as error:
        _log.warning("not sent: %s", error)
        return notice(words.changed)
    except StateError as error:
        _log.log(error.level, "%s", error)
    except Exception:
        _log.exception("an interaction failed")
    return notice(words.failed)


async def _acknowledged(
    interaction: discord.Interaction[Any], desk: Desk, place: Place, words: Words, private: bool | None
) -> tuple[ServerSettings, bool] | None:
    """Acknowledge what is to be answered, and return the settings and whether it is private; None where it is not."""
    settings = await _admitted(interaction, desk, place, words)
    if settings is None:
        return None
    secret = settings.private if private is None else private
    await interaction.response.defer(ephemeral=secret, thinking=True)
    return settings, secret


async def _admitted(
    interaction: discord.Interaction[Any], desk: Desk, place: Place, words: Words
) -> ServerSettings | None:
    """Return the server's settings where the question is to be answered; else say privately why it is not."""
    try:
        settings = await desk.settings(place.server)
    except StateError as error:
        _log.log(error.level, "%s", error)
        await interaction.response.send_message(view=layout(notice(words.failed)), ephemeral=True)
        return None
    channels = ", ".join(f"<#{channel}>" for channel in sorted(settings.channels))
    if not settings.answers_in(place.channel, parent_of(interaction.channel)):
        refusal: Blocks = (words.elsewhere.format(channels=channels),)
    elif wait := desk.cooldown.wait(place.person):
        refusal = desk.slow_down(wait, words)
    else:
        return settings
    await interaction.response.send_message(view=layout(refusal), ephemeral=True)
    return None
