"""Whom a message mentions, and whom it would ping, honouring `allowed_mentions`.

Text in code does not mention. A backslash before a mention is not trusted to disarm it: the double would
rather count a ping that a person might hear than miss one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from .entities import Channel, User
from .errors import FieldError, Json
from .permissions import may

_CODE = re.compile(r"```.*?```|``.*?``|`[^`\n]*`", re.DOTALL)
_USER = re.compile(r"<@!?(\d+)>")
_ROLE = re.compile(r"<@&(\d+)>")
_EVERYONE = re.compile(r"@(everyone|here)\b")


@dataclass
class Mentions:
    """Whom a message mentions, after `allowed_mentions` has had its say."""

    users: list[User] = field(default_factory=list)
    roles: list[str] = field(default_factory=list)
    everyone: bool = False

    def pings(self) -> frozenset[str]:
        """Ids of users and roles, and the word "everyone"."""
        found = {user.id for user in self.users} | set(self.roles)
        return frozenset(found | ({"everyone"} if self.everyone else set()))


def mentioned(
    texts: Iterable[str], author: User, channel: Channel, allowed: Json | None, replied_to: User | None
) -> Mentions:
    """Whom these texts by `author` mention; `replied_to` is the author of the message answered, if any."""
    text = _CODE.sub(" ", "\n".join(texts))
    world = channel.world
    found = Mentions()
    for user_id in dict.fromkeys(_USER.findall(text)):
        if user_id in world.users and _permitted(allowed, "users", user_id):
            found.users.append(world.users[user_id])
    if replied_to is not None and (allowed is None or allowed.get("replied_user")):
        found.users = [*(user for user in found.users if user is not replied_to), replied_to]
    if channel.guild is not None:
        powerful = may(author, channel, "mention_everyone")
        named = {role.id: role for role in channel.guild.roles}
        for role_id in dict.fromkeys(_ROLE.findall(text)):
            role = named.get(role_id)
            if role and (role.mentionable or powerful) and _permitted(allowed, "roles", role_id):
                found.roles.append(role_id)
        found.everyone = bool(powerful and _EVERYONE.search(text) and _permitted(allowed, "everyone", ""))
    return found


def _permitted(allowed: Json | None, kind: str, who: str) -> bool:
    if allowed is None:
        return True
    return kind in (allowed.get("parse") or ()) or who in map(str, allowed.get(kind) or ())


def allowed_mentions_faults(allowed: Json | None, path: tuple[str, ...]) -> list[FieldError]:
    """Listing ids of a kind that `parse` already allows as a whole is an error."""
    if not allowed:
        return []
    wording = 'parse:["{0}"] and {0}: [ids...] are mutually exclusive.'
    return [
        FieldError((*path, "allowed_mentions"), "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE", wording.format(kind))
        for kind in ("users", "roles")
        if kind in (allowed.get("parse") or ()) and allowed.get(kind)
    ]
