"""What a message asks of the bot, if anything."""

from __future__ import annotations

import re

import discord

_CUSTOM_EMOJI = re.compile(r"<a?:\w{2,32}:\d+>")
_MENTION = re.compile(r"<(@&|@|#)!?(\d+)>")


def question_in(message: discord.Message, me: discord.abc.User, prefix: str) -> str | None:
    """Return the question in a message as the person sees it, or None if it asks nothing of the bot.

    A message asks when it begins with ``prefix`` and "ask", when it mentions the bot or the role that Discord
    made for it, when it is a reply that calls the bot, and always in a direct message. The mention and the command
    are no part of the question.
    """
    content = message.content
    text = _without_mentions(message, me)
    replied = message.reference is not None and any(person.id == me.id for person in message.mentions)
    mentioned = text != content or replied
    command = re.match(rf"\s*{re.escape(prefix)}ask(?!\S)", text, re.IGNORECASE) if prefix else None
    if command:
        text = text[command.end() :]
    elif not mentioned and message.guild is not None:
        return None
    return without_emoji(_with_names(text, message)).strip()


def words_of(message: discord.Message) -> str:
    """Return a message's text as people see it."""
    return without_emoji(_with_names(message.content, message)).strip()


def without_emoji(text: str) -> str:
    """Return the text without custom emoji, whose names are no words of the person's."""
    return _CUSTOM_EMOJI.sub(" ", text)


def _without_mentions(message: discord.Message, me: discord.abc.User) -> str:
    """Take out the mentions of the bot itself, and of the role that carries its name in a server."""
    mine = [role.id for role in message.role_mentions if role.tags and role.tags.bot_id == me.id]
    text = re.sub(rf"<@!?{me.id}>", " ", message.content)
    for role_id in mine:
        text = text.replace(f"<@&{role_id}>", " ")
    return text


def _with_names(text: str, message: discord.Message) -> str:
    """Write people, roles and channels by name, as the message shows them."""
    names = {f"@{person.id}": f"@{person.display_name}" for person in message.mentions}
    names |= {f"@&{role.id}": f"@{role.name}" for role in message.role_mentions}
    names |= {f"#{channel.id}": f"#{channel.name}" for channel in message.channel_mentions}
    return _MENTION.sub(lambda match: names.get(match[1] + match[2], match[0]), text)
