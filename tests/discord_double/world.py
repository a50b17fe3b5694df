"""Everything that exists in the double: accounts, guilds, channels, messages, and what has just happened."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from .channel_kinds import DIRECT, GROUP
from .entities import Channel, Guild, Message, Role, User
from .errors import Json, unknown
from .guild_payload import gateway_guild
from .permissions import USUAL, bits
from .watch import Watch

DISCORD_EPOCH = 1_420_070_400_000  # milliseconds; snowflakes count from 2015


@dataclass(frozen=True)
class Event:
    """Something that Discord tells the bot: a dispatch name, its payload, and where it happened."""

    name: str
    payload: Json
    guild: Guild | None = None


class World:
    """The state behind the REST and gateway faces, shared by both."""

    def __init__(self, bot_name: str) -> None:
        self._sequence = itertools.count()
        self.watch = Watch()
        self.bot = User(self.new_id(), bot_name, bot=True)
        self.owner = User(self.new_id(), "owner")
        self.users: dict[str, User] = {self.bot.id: self.bot, self.owner.id: self.owner}
        self.guilds: dict[str, Guild] = {}
        self.channels: dict[str, Channel] = {}
        self.listeners: list[Callable[[Event], None]] = []
        self.complaints: list[str] = []
        # whether the developer portal grants the message content intent
        self.content_granted = True

    @property
    def application_id(self) -> str:
        """The bot's application; as with most bots, its id is the bot user's."""
        return self.bot.id

    def new_id(self) -> str:
        """A snowflake of this moment; each one is larger than the one before."""
        milliseconds = int(time.time() * 1000) - DISCORD_EPOCH
        return str((milliseconds << 22) + next(self._sequence))

    def emit(self, name: str, payload: Json, *, guild: Guild | None = None) -> None:
        """Tell the bot, where it is a member, and wake everyone who waits for a change."""
        if guild is None or guild.has(self.bot) or name == "INTERACTION_CREATE":
            for listener in self.listeners:
                listener(Event(name, payload, guild))
        self.watch.pulse()

    def complain(self, what: str) -> None:
        """Note a fault of the double itself, which fails the test when the double closes."""
        self.complaints.append(what)

    def user(self, name: str) -> User:
        """A new person's account."""
        user = User(self.new_id(), name)
        self.users[user.id] = user
        return user

    def guild(self, name: str, *, with_bot: bool = True) -> Guild:
        """A new guild, owned by nobody in particular; the bot is in it unless `with_bot` is False."""
        guild_id = self.new_id()
        guild = Guild(self, guild_id, name, self.owner, Role(guild_id, "@everyone", bits(USUAL)))
        guild.admit(self.owner)
        if with_bot:
            guild.admit(self.bot)
        self.guilds[guild_id] = guild
        self.emit("GUILD_CREATE", gateway_guild(guild), guild=guild)
        return guild

    def add_channel(self, channel: Channel) -> None:
        """Make a channel known by its id, and tell the bot of a guild's."""
        self.channels[channel.id] = channel
        if channel.guild is not None:
            self.emit("CHANNEL_CREATE", channel.payload(), guild=channel.guild)

    def direct_channel(self, user: User) -> Channel:
        """The direct-message channel of the bot and this person, opened when first asked for."""
        for channel in self.channels.values():
            if channel.type == DIRECT and self.bot in channel.recipients and user in channel.recipients:
                return channel
        channel = Channel(self, self.new_id(), DIRECT, None, recipients=[user, self.bot])
        self.add_channel(channel)
        return channel

    def private_channel(self, *people: User) -> Channel:
        """A conversation of two people, or a group, that the bot is no part of."""
        kind = DIRECT if len(people) == 2 else GROUP
        channel = Channel(self, self.new_id(), kind, None, recipients=list(people))
        self.add_channel(channel)
        return channel

    def messages(self) -> Iterator[Message]:
        """All messages of all channels, deleted ones too."""
        return (message for channel in self.channels.values() for message in channel.messages)

    def find_message(self, channel: Channel, message_id: str) -> Message:
        """A standing message by id, or the Rejection "Unknown Message"."""
        for message in channel.messages:
            if message.id == message_id and not message.deleted:
                return message
        raise unknown("Message")
