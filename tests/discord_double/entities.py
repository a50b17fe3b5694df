"""The things of the double's world, and how each one looks in Discord's JSON."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from .channel_kinds import ANNOUNCEMENT, ANNOUNCEMENT_THREAD, GROUP, PUBLIC_THREAD, TEXT, guild_channel
from .errors import Json
from .permissions import bits

if TYPE_CHECKING:
    from .seen import SeenMessage
    from .world import World

EPHEMERAL, LOADING, COMPONENTS_V2 = 1 << 6, 1 << 7, 1 << 15


@dataclass(eq=False)
class User:
    """An account: a person, or the bot itself."""

    id: str
    name: str
    bot: bool = False
    accepts_direct_messages: bool = True
    installed_app: bool = False
    locale: str = "en-US"

    @property
    def mention(self) -> str:
        """The text that mentions this account in a message."""
        return f"<@{self.id}>"

    def payload(self) -> Json:
        """A user object, the same over REST and the gateway."""
        return {
            "id": self.id,
            "username": self.name,
            "discriminator": "0",
            "global_name": None if self.bot else self.name.title(),
            "avatar": None,
            "bot": self.bot,
            "public_flags": 0,
            "flags": 0,
            "primary_guild": None,
        }


@dataclass(eq=False)
class Role:
    """A role of a guild; `permissions` are its bits."""

    id: str
    name: str
    permissions: int
    mentionable: bool = False
    position: int = 0

    @property
    def mention(self) -> str:
        """The text that mentions everyone who has this role."""
        return f"<@&{self.id}>"

    def payload(self) -> Json:
        """A role object."""
        return {
            "id": self.id,
            "name": self.name,
            "permissions": str(self.permissions),
            "position": self.position,
            "color": 0,
            "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
            "hoist": False,
            "managed": False,
            "mentionable": self.mentionable,
            "icon": None,
            "unicode_emoji": None,
            "flags": 0,
        }


@dataclass(eq=False)
class Guild:
    """A server: its roles, members (with their roles) and channels."""

    world: World
    id: str
    name: str
    owner: User
    everyone: Role
    roles: list[Role] = field(default_factory=list)
    members: dict[str, list[Role]] = field(default_factory=dict)
    channels: list[Channel] = field(default_factory=list)
    joined_at: str = field(default_factory=lambda: datetime.now(UTC).isoformat())

    def text_channel(self, name: str) -> Channel:
        """Open a text channel that everyone here may use."""
        return self.channel(name, TEXT)

    def channel(self, name: str, kind: int) -> Channel:
        """Open a channel of any kind, but for threads, which are opened in one."""
        position = len(self.channels)
        channel = Channel(self.world, self.world.new_id(), kind, name, self, position=position)
        self.channels.append(channel)
        self.world.add_channel(channel)
        return channel

    def role(self, name: str, *permissions: str, mentionable: bool = False) -> Role:
        """Create a role with the named permissions."""
        role = Role(self.world.new_id(), name, bits(permissions), mentionable, len(self.roles) + 1)
        self.roles.append(role)
        self.world.emit("GUILD_ROLE_CREATE", {"guild_id": self.id, "role": role.payload()}, guild=self)
        return role

    def admit(self, user: User, *roles: Role) -> None:
        """Make someone a member (again, with other roles)."""
        self.members[user.id] = list(roles)

    def has(self, user: User) -> bool:
        """Whether this account is a member."""
        return user.id in self.members

    def member_payload(self, user: User) -> Json:
        """A member object without its user, as messages carry it."""
        return {
            "avatar": None,
            "banner": None,
            "communication_disabled_until": None,
            "deaf": False,
            "flags": 0,
            "joined_at": self.joined_at,
            "mute": False,
            "nick": None,
            "pending": False,
            "premium_since": None,
            "roles": [role.id for role in self.members[user.id]],
        }

    def role_payloads(self) -> list[Json]:
        """All roles, @everyone first."""
        return [role.payload() for role in (self.everyone, *self.roles)]


@dataclass(eq=False)
class Channel:
    """A channel or thread of a guild, a direct message, or a private group without the bot.

    `parent` is what a thread was opened in.
    `allowed` and `denied` are permission bits by the id of a user or (the guild's id) of everyone.
    """

    world: World
    id: str
    type: int
    name: str | None
    guild: Guild | None = None
    recipients: list[User] = field(default_factory=list)
    position: int = 0
    parent: Channel | None = None
    allowed: dict[str, int] = field(default_factory=dict)
    denied: dict[str, int] = field(default_factory=dict)
    messages: list[Message] = field(default_factory=list)
    typing: list[tuple[float, User]] = field(default_factory=list)

    def thread(self, name: str, *, under: SeenMessage | None = None, told: bool = True) -> Channel:
        """Open a thread here, or a post in a forum; `told` says whether the bot hears of it.

        A thread `under` a message has the message's own id.
        """
        kind = ANNOUNCEMENT_THREAD if self.type == ANNOUNCEMENT else PUBLIC_THREAD
        opened = Channel(self.world, under.id if under else self.world.new_id(), kind, name, self.guild, parent=self)
        self.world.channels[opened.id] = opened
        if told:
            self.world.emit("THREAD_CREATE", opened.payload() | {"newly_created": True}, guild=self.guild)
        return opened

    def forbid(self, *permissions: str, user: User | None = None) -> None:
        """Deny the bot (or `user`) these permissions here, and tell the bot as Discord does."""
        who = (user or self.world.bot).id
        self.denied[who] = self.denied.get(who, 0) | bits(permissions)
        self.world.emit("CHANNEL_UPDATE", self.payload(), guild=self.guild)

    async def next_message(self, *, after: SeenMessage | None = None, timeout: float = 5.0) -> SeenMessage:
        """Wait for the bot's next finished message here: after `after`, else after the last one returned."""
        return await self.world.watch.next_message(self, after, timeout)

    async def stays_quiet(self, seconds: float) -> None:
        """Fail when the bot says anything here within `seconds`."""
        await self.world.watch.stays_quiet(self, seconds)

    def overwrites(self) -> list[Json]:
        """Permission overwrites; type 0 is a role, type 1 a member."""
        everyone = self.guild.id if self.guild else ""
        return [
            {
                "id": who,
                "type": 0 if who == everyone else 1,
                "allow": str(self.allowed.get(who, 0)),
                "deny": str(self.denied.get(who, 0)),
            }
            for who in dict.fromkeys([*self.allowed, *self.denied])
        ]

    def payload(self, *, rest: bool = False) -> Json:
        """A channel object; over REST a direct message has no name."""
        base: Json = {"id": self.id, "type": self.type, "flags": 0, "last_message_id": None}
        if self.messages:
            base["last_message_id"] = self.messages[-1].id
        if self.guild is None:
            base["recipients"] = [user.payload() for user in self.recipients]
            if self.type == GROUP:
                base |= {"name": self.name, "icon": None, "owner_id": self.recipients[0].id}
            elif not rest:
                base["name"] = None
            return base
        return base | guild_channel(self)


@dataclass(eq=False)
class Message:
    """A message as the world keeps it; `audience` is the one person who sees an ephemeral one.

    `pings` are the ids of the users and roles, and "everyone", whom it made a sound for.
    """

    id: str
    channel: Channel
    author: User
    payload: Json
    audience: User | None = None
    pings: frozenset[str] = frozenset()
    versions: int = 1
    reactions: dict[str, set[str]] = field(default_factory=dict)
    deleted: bool = False

    @property
    def loading(self) -> bool:
        """Whether it still says "is thinking"."""
        return bool(self.payload["flags"] & LOADING)
