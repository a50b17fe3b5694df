"""The application's commands as Discord keeps them, and who is offered which."""

from __future__ import annotations

from .channel_kinds import DIRECT
from .command_rules import CHAT_INPUT, MOST, bulk_faults, command_faults
from .entities import Channel, Guild, User
from .errors import Json, Rejection, invalid_form, unknown
from .permissions import granted
from .world import World

IN_GUILD, WITH_BOT, PRIVATE = 0, 1, 2
INTO_GUILD, INTO_ACCOUNT = 0, 1
GLOBAL = ""


class Commands:
    """Global commands under the key "", a guild's own under its id."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._scopes: dict[str, list[Json]] = {GLOBAL: []}

    def listed(self, guild_id: str = GLOBAL) -> list[Json]:
        """All commands of one scope, as Discord lists them."""
        return list(self._scopes.get(guild_id, []))

    def replace(self, wanted: list[Json], guild_id: str = GLOBAL) -> list[Json]:
        """Bulk overwrite; a command that keeps its name and type keeps its id."""
        faults = list(bulk_faults(wanted))
        if faults:
            raise invalid_form(faults)
        self._check_number(wanted)
        standing = {_key(command): command for command in self.listed(guild_id)}
        self._scopes[guild_id] = [self._stored(one, guild_id, standing.get(_key(one))) for one in wanted]
        return self.listed(guild_id)

    def create(self, wanted: Json, guild_id: str = GLOBAL) -> tuple[Json, bool]:
        """Create or overwrite one; also says whether it is new."""
        faults = list(command_faults(wanted, ()))
        if faults:
            raise invalid_form(faults)
        others = [command for command in self.listed(guild_id) if _key(command) != _key(wanted)]
        old = next((command for command in self.listed(guild_id) if _key(command) == _key(wanted)), None)
        self._check_number([*others, wanted])
        stored = self._stored(wanted, guild_id, old)
        self._scopes[guild_id] = [*others, stored]
        return stored, old is None

    def get(self, command_id: str, guild_id: str = GLOBAL) -> Json:
        """One by id, or the Rejection "Unknown application command"."""
        for command in self.listed(guild_id):
            if command["id"] == command_id:
                return command
        raise unknown("application command")

    def remove(self, command_id: str, guild_id: str = GLOBAL) -> None:
        """Delete one by id."""
        gone = self.get(command_id, guild_id)
        self._scopes[guild_id] = [command for command in self.listed(guild_id) if command is not gone]

    def offered(self, name: str, user: User, channel: Channel, kind: int = CHAT_INPUT) -> Json:
        """The command of this name that Discord offers this person here; AssertionError says why none."""
        scopes = [channel.guild.id, GLOBAL] if channel.guild else [GLOBAL]
        named = [
            command
            for scope in scopes
            for command in self.listed(scope)
            if command["name"] == name and command["type"] == kind
        ]
        if not named:
            known = sorted(command["name"] for scope in scopes for command in self.listed(scope))
            raise AssertionError(f"no command {name!r} is registered here; registered: {known}")
        reasons = [withheld(command, user, channel) for command in named]
        for command, reason in zip(named, reasons, strict=True):
            if reason is None:
                return command
        raise AssertionError(f"Discord does not offer {name!r} here: {reasons[0]}")

    def _check_number(self, commands: list[Json]) -> None:
        for kind, most in MOST.items():
            if sum((command.get("type") or CHAT_INPUT) == kind for command in commands) > most:
                raise Rejection(400, 30032, f"Maximum number of application commands reached ({most}).")

    def _stored(self, wanted: Json, guild_id: str, old: Json | None) -> Json:
        stored: Json = {
            "id": old["id"] if old else self._world.new_id(),
            "application_id": self._world.application_id,
            "version": self._world.new_id(),
            "type": wanted.get("type") or CHAT_INPUT,
            "name": wanted["name"],
            "description": wanted.get("description") or "",
            "name_localizations": wanted.get("name_localizations"),
            "description_localizations": wanted.get("description_localizations"),
            "default_member_permissions": _as_text(wanted.get("default_member_permissions")),
            "nsfw": bool(wanted.get("nsfw")),
        }
        if wanted.get("options"):
            stored["options"] = [_stored_option(option) for option in wanted["options"]]
        if guild_id:
            return stored | {"guild_id": guild_id}
        return stored | {
            "dm_permission": wanted.get("dm_permission") is not False,
            "contexts": wanted.get("contexts"),
            "integration_types": wanted.get("integration_types") or [INTO_GUILD],
        }


def withheld(command: Json, user: User, channel: Channel) -> str | None:
    """Why Discord would not show this command to this person in this place, or None when it would."""
    bot_here = _bot_here(channel, user)
    types = command.get("integration_types") or [INTO_GUILD]
    by_guild = bot_here and INTO_GUILD in types
    by_account = user.installed_app and INTO_ACCOUNT in types
    if not (by_guild or by_account):
        return "the bot is not installed here, nor (in a way that this command allows) in the person's account"
    place = context(channel)
    contexts = command.get("contexts")
    if contexts is not None and place not in contexts:
        return f"its contexts are {contexts} and this is context {place}"
    if contexts is None and not command.get("dm_permission", True) and place != IN_GUILD:
        return "it is for guilds only"
    needed = command["default_member_permissions"]
    if channel.guild and needed is not None and (granted(user, channel) & int(needed) != int(needed) or needed == "0"):
        return "the person lacks the permissions that it asks for"
    return None


def context(channel: Channel) -> int:
    """Where an interaction happens: 0 in a guild, 1 with the bot, 2 in another private channel."""
    if channel.guild is not None:
        return IN_GUILD
    return WITH_BOT if channel.world.bot in channel.recipients else PRIVATE


def integration_owners(user: User, channel: Channel) -> Json:
    """`authorizing_integration_owners`: for whom the app is installed, by installation type."""
    owners: Json = {}
    if channel.guild is not None and channel.guild.has(channel.world.bot):
        owners["0"] = channel.guild.id
    elif context(channel) == WITH_BOT:
        owners["0"] = "0"
    if user.installed_app:
        owners["1"] = user.id
    return owners


def _bot_here(channel: Channel, user: User) -> bool:
    if channel.guild is not None:
        return channel.guild.has(channel.world.bot)
    return channel.type == DIRECT and channel.world.bot in channel.recipients


def _key(command: Json) -> tuple[int, str]:
    return (command.get("type") or CHAT_INPUT, command["name"])


def _as_text(bits: object) -> str | None:
    return None if bits is None else str(bits)


def _stored_option(option: Json) -> Json:
    stored = {name: value for name, value in option.items() if value is not None}
    if "options" in stored:
        stored["options"] = [_stored_option(inner) for inner in stored["options"]]
    return stored


def guild_commands_scope(guild: Guild | None) -> str:
    """The key under which a guild's commands are kept."""
    return guild.id if guild else GLOBAL
