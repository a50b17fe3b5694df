"""The words that endpoints are written in: a call comes in, a reply goes out."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from .entities import Channel, Guild
from .errors import Json, missing_access, missing_permissions, unknown
from .permissions import may
from .stored import Uploads

if TYPE_CHECKING:
    from .double import DiscordDouble


@dataclass(frozen=True)
class Reply:
    """What an endpoint answers; no body with 204."""

    status: int
    body: object = None


@dataclass
class Call:
    """One request that passed the checks of form: `params` from its path, `body` its JSON."""

    double: DiscordDouble
    params: Mapping[str, str]
    query: Mapping[str, str]
    body: Json = field(default_factory=dict)
    listed: list[Json] = field(default_factory=list)
    uploads: Uploads = field(default_factory=dict)

    def flag(self, name: str) -> bool:
        """A boolean of the query string, as clients write it."""
        return self.query.get(name, "").lower() in {"1", "true"}

    def guild(self) -> Guild:
        """The guild of the path, where the bot is a member."""
        guild = self.double.world.guilds.get(self.params["guild_id"])
        if guild is None:
            raise unknown("Guild")
        if not guild.has(self.double.world.bot):
            raise missing_access()
        return guild

    def channel(self, *needed: str) -> Channel:
        """The channel of the path, which the bot sees and where it holds the `needed` permissions."""
        world = self.double.world
        channel = world.channels.get(self.params["channel_id"])
        if channel is None:
            raise unknown("Channel")
        if channel.guild is None:
            if world.bot not in channel.recipients:
                raise missing_access()
            return channel
        if not may(world.bot, channel, "view_channel"):
            raise missing_access()
        if not all(may(world.bot, channel, permission) for permission in needed):
            raise missing_permissions()
        return channel


Endpoint = Callable[[Call], Reply]


@dataclass(frozen=True)
class Route:
    """An address of Discord's API by the template that its specification uses."""

    method: str
    template: str
    endpoint: Endpoint
    needs_token: bool = True

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Matches the path below `/api/v10` and names its parts."""
        return re.compile(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", self.template))
