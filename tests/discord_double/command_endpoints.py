"""Registering application commands, for everyone or for one guild."""

from __future__ import annotations

from .calls import Call, Reply, Route
from .commands import GLOBAL
from .errors import missing_access


def scope(call: Call) -> str:
    """The guild of the path, or the global scope; the application must be the bot's own."""
    if call.params["application_id"] != call.double.world.application_id:
        raise missing_access()
    return call.guild().id if "guild_id" in call.params else GLOBAL


def listed(call: Call) -> Reply:
    """GET .../commands: names and descriptions; translations when asked for."""
    commands = call.double.commands.listed(scope(call))
    if not call.flag("with_localizations"):
        hidden = {"name_localizations", "description_localizations"}
        commands = [{key: value for key, value in one.items() if key not in hidden} for one in commands]
    return Reply(200, commands)


def replace(call: Call) -> Reply:
    """PUT .../commands."""
    return Reply(200, call.double.commands.replace(call.listed, scope(call)))


def create(call: Call) -> Reply:
    """POST .../commands: 201 when new, 200 when it takes another's place."""
    command, new = call.double.commands.create(call.body, scope(call))
    return Reply(201 if new else 200, command)


def get(call: Call) -> Reply:
    """GET .../commands/{command_id}."""
    return Reply(200, call.double.commands.get(call.params["command_id"], scope(call)))


def remove(call: Call) -> Reply:
    """DELETE .../commands/{command_id}."""
    call.double.commands.remove(call.params["command_id"], scope(call))
    return Reply(204)


SCOPES = (
    "/applications/{application_id}/commands",
    "/applications/{application_id}/guilds/{guild_id}/commands",
)
ROUTES = tuple(
    Route(method, base + rest, endpoint)
    for base in SCOPES
    for method, rest, endpoint in (
        ("GET", "", listed),
        ("PUT", "", replace),
        ("POST", "", create),
        ("GET", "/{command_id}", get),
        ("DELETE", "/{command_id}", remove),
    )
)
