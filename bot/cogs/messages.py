"""Asking by message: !ask, a mention, a reply to the bot, or a direct message."""

from __future__ import annotations

import logging

import discord
from discord.ext import commands

from bot.addressed import question_in
from bot.buttons import buttons
from bot.channels import parent_found
from bot.desk import Asked, Desk
from bot.render import layout
from bot.sending import reply_to, typing, unsent_is_logged
from bot.state.answers import Place
from bot.state.database import StateError
from bot.state.servers import ServerSettings
from bot.words import ENGLISH, Words, words_for

_log = logging.getLogger(__name__)


class MessagesCog(commands.Cog):
    """Takes questions from messages."""

    def __init__(self, bot: commands.AutoShardedBot, desk: Desk, prefix: str) -> None:
        """Answer at ``desk``; ``prefix`` is what ``ask`` follows in a message."""
        self._bot = bot
        self._desk = desk
        self._prefix = prefix

    @commands.Cog.listener()
    async def on_message(self, message: discord.Message) -> None:
        """Answer a message that asks the bot something, with a reply to it."""
        me = self._bot.user
        if me is None or message.author.bot or message.webhook_id or message.is_system():
            return
        if question_in(message, me, self._prefix) is None:
            return
        place = Place(message.author.id, message.channel.id, message.guild.id if message.guild else None)
        try:
            settings = await self._desk.settings(place.server)
        except StateError as error:
            _log.log(error.level, "message %s is left alone: %s", message.id, error)
            return
        text = question_in(message, me, self._prefix if settings.prefix else "")
        if text is None or not await self._answers_in(message.channel, settings):
            return
        words = words_for(message.guild.preferred_locale) if message.guild else ENGLISH
        with unsent_is_logged(f"the answer to message {message.id} could not be sent"):
            if wait := self._desk.cooldown.wait(place.person):
                await self._slow_down(message, wait, words)
                return
            replied_to = message.reference.message_id if message.reference else None
            earlier = await self._desk.earlier(place, replied_to=replied_to, direct=message.guild is None)
            await self._answer(message, Asked(text, place, words, settings, earlier=earlier))

    async def _answers_in(self, channel: discord.abc.MessageableChannel, settings: ServerSettings) -> bool:
        return settings.answers_in(channel.id) or settings.answers_in(await parent_found(channel, self._bot))

    async def _answer(self, message: discord.Message, asked: Asked) -> None:
        async with typing(message.channel):
            reply = await self._desk.reply(asked)
        if not self._bot.is_closed():
            sent = await reply_to(message, layout(reply.blocks, buttons(reply.given, asked.words)))
            await self._desk.sent(reply, sent.id)

    async def _slow_down(self, message: discord.Message, wait: float, words: Words) -> None:
        """Tell a person once, and privately, that they have to wait."""
        if self._desk.cooldown.to_be_told(message.author.id, wait):
            await message.author.send(view=layout(self._desk.slow_down(wait, words)))
