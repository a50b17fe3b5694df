"""What commands, menus, buttons and dialogues have in common: who asks where, and how they are answered."""

from __future__ import annotations

import io
import logging
from collections.abc import Awaitable, Callable
from typing import Any

import discord

from bot.buttons import buttons
from bot.channels import parent_of
from bot.desk import Asked, Desk
from bot.errors import Busy
from bot.render import Blocks, layout, notice
from bot.research import Research, page
from bot.sending import unsent_is_logged
from bot.state.answers import Given, Place
from bot.state.database import StateError
from bot.state.servers import ServerSettings
from bot.words import Words, words_for
from index.errors import CitationError

_PICTURE_NAME = "coverage.png"
_log = logging.getLogger(__name__)


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
        settings = await _admitted(interaction, desk, place, words)
        if settings is None:
            return
        secret = settings.private if private is None else private
        await interaction.response.defer(ephemeral=secret, thinking=True)
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
        settings = await _admitted(interaction, desk, place_of(interaction), words)
        if settings is None:
            return
        secret = settings.private if private is None else private
        await interaction.response.defer(ephemeral=secret, thinking=True)
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
        settings = await _admitted(interaction, desk, place, words)
        if settings is None:
            return
        secret = settings.private if private is None else private
        await interaction.response.defer(ephemeral=secret, thinking=True)
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
