"""What a person's client sends when a command is run, after the checks that the client makes itself."""

from __future__ import annotations

from .command_rules import (
    ATTACHMENT,
    BOOLEAN,
    CHANNEL,
    GROUP,
    INTEGER,
    MENTIONABLE,
    MESSAGE_MENU,
    NUMBER,
    ROLE,
    STRING,
    SUBCOMMAND,
    USER,
    USER_MENU,
)
from .commands import Commands
from .entities import Channel, Message, Role, User
from .errors import Json
from .messages import without_reference
from .permissions import granted

_KINDS: dict[int, tuple[type, ...]] = {
    STRING: (str,),
    INTEGER: (int,),
    BOOLEAN: (bool,),
    NUMBER: (int, float),
    USER: (User,),
    CHANNEL: (Channel,),
    ROLE: (Role,),
    MENTIONABLE: (User, Role),
    ATTACHMENT: (),
}


def command_act(
    commands: Commands,
    user: User,
    channel: Channel,
    line: str,
    given: dict[str, object],
    *,
    typing: str | None = None,
) -> Json:
    """The `data` of a slash command or, with `typing` an option's name, of its autocompletion."""
    name, *path = line.split(" ")
    command = commands.offered(name, user, channel)
    act: Json = {"id": command["id"], "name": name, "type": 1}
    if "guild_id" in command:
        act["guild_id"] = command["guild_id"]
    resolved: Json = {}
    options = _nested(command, path, given, channel, resolved, typing)
    if options:
        act["options"] = options
    if resolved:
        act["resolved"] = resolved
    return act


def menu_act(
    commands: Commands,
    user: User,
    channel: Channel,
    menu: str,
    *,
    message: Message | None = None,
    target: User | None = None,
) -> Json:
    """The `data` of a context menu on a message or a person."""
    kind = MESSAGE_MENU if message else USER_MENU
    command = commands.offered(menu, user, channel, kind)
    act: Json = {"id": command["id"], "name": menu, "type": kind}
    if message is not None:
        act |= {
            "target_id": message.id,
            "resolved": {"messages": {message.id: without_reference(message.payload)}},
        }
    if target is not None:
        resolved: Json = {}
        _resolve(target, channel, resolved)
        act |= {"target_id": target.id, "resolved": resolved}
    return act


def _nested(
    level: Json,
    path: list[str],
    given: dict[str, object],
    channel: Channel,
    resolved: Json,
    typing: str | None,
) -> list[Json]:
    options: list[Json] = level.get("options") or []
    if not path:
        if any(option["type"] in {SUBCOMMAND, GROUP} for option in options):
            raise AssertionError(f"{level['name']!r} has subcommands: {[option['name'] for option in options]}")
        return _filled(options, given, channel, resolved, typing)
    for option in options:
        if option["name"] == path[0] and option["type"] in {SUBCOMMAND, GROUP}:
            inner = _nested(option, path[1:], given, channel, resolved, typing)
            return [{"name": option["name"], "type": option["type"], "options": inner}]
    raise AssertionError(f"{level['name']!r} has no subcommand {path[0]!r}")


def _filled(
    options: list[Json], given: dict[str, object], channel: Channel, resolved: Json, typing: str | None
) -> list[Json]:
    known = {option["name"]: option for option in options}
    unknown = [name for name in given if name not in known]
    missing = [option["name"] for option in options if option.get("required") and option["name"] not in given]
    if unknown or (missing and typing is None):
        raise AssertionError(f"options do not fit: unknown {unknown}, missing {missing}; there are {sorted(known)}")
    return [_option(known[name], value, channel, resolved, typing) for name, value in given.items()]


def _option(option: Json, value: object, channel: Channel, resolved: Json, typing: str | None) -> Json:
    name, kind = option["name"], option["type"]
    filled: Json = {"name": name, "type": kind, "value": value}
    if name == typing:
        if not option.get("autocomplete"):
            raise AssertionError(f"option {name!r} offers no choices while typing")
        return filled | {"focused": True}
    value = getattr(value, "user", value)
    if not isinstance(value, _KINDS[kind]) or (isinstance(value, bool) and kind != BOOLEAN):
        raise AssertionError(f"option {name!r} does not take {value!r}")
    if isinstance(value, User | Role | Channel):
        if isinstance(value, Channel) and value.type not in (option.get("channel_types") or [value.type]):
            raise AssertionError(f"option {name!r} offers no channel of the kind of #{value.name}")
        _resolve(value, channel, resolved)
        return filled | {"value": value.id}
    _check_limits(option, value)
    chosen = {choice["name"]: choice["value"] for choice in option.get("choices", ())}
    if chosen and value not in chosen and value not in chosen.values():
        raise AssertionError(f"option {name!r} offers only {sorted(chosen)}")
    return filled | {"value": chosen.get(str(value), value)}


def _check_limits(option: Json, value: object) -> None:
    measure = len(value) if isinstance(value, str) else value
    assert isinstance(measure, int | float)
    low = option.get("min_length", option.get("min_value"))
    high = option.get("max_length", option.get("max_value", 6000 if isinstance(value, str) else None))
    if (low is not None and measure < low) or (high is not None and measure > high):
        raise AssertionError(f"Discord's client does not send {option['name']!r}: {measure} is not in {low} to {high}")


def _resolve(value: User | Role | Channel, channel: Channel, resolved: Json) -> None:
    guild = channel.guild
    if isinstance(value, Role):
        resolved.setdefault("roles", {})[value.id] = value.payload()
    elif isinstance(value, Channel):
        shown = {"id", "name", "type"}
        if value.parent is not None:
            shown |= {"parent_id", "owner_id", "thread_metadata", "message_count", "member_count"}
        brief = {key: part for key, part in value.payload().items() if key in shown}
        resolved.setdefault("channels", {})[value.id] = brief | {"permissions": "0"}
    else:
        resolved.setdefault("users", {})[value.id] = value.payload()
        if guild is not None and guild.has(value):
            member = {key: part for key, part in guild.member_payload(value).items() if key not in {"deaf", "mute"}}
            member["permissions"] = str(granted(value, channel))
            resolved.setdefault("members", {})[value.id] = member
