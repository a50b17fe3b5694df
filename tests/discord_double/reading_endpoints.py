"""What a client asks about itself and the world: gateway, accounts, guilds, channels."""

from __future__ import annotations

from .calls import Call, Reply, Route
from .errors import FieldError, Json, cannot_message_user, invalid_form, unknown
from .guild_payload import rest_guild

# flags of the application: the limited grants of privileged intents
CONTENT_LIMITED, MEMBERS_LIMITED = 1 << 19, 1 << 15


def gateway(call: Call) -> Reply:
    """GET /gateway."""
    return Reply(200, {"url": call.double.gateway_url})


def gateway_bot(call: Call) -> Reply:
    """GET /gateway/bot: also how many shards to open."""
    limit = {"total": 1000, "remaining": 999, "reset_after": 14_400_000, "max_concurrency": 1}
    shards = call.double.shards
    return Reply(200, {"url": call.double.gateway_url, "shards": shards, "session_start_limit": limit})


def own_user(call: Call) -> Reply:
    """GET /users/@me."""
    return Reply(200, call.double.world.bot.payload() | {"mfa_enabled": True, "locale": "en-US", "verified": True})


def user(call: Call) -> Reply:
    """GET /users/{user_id}."""
    found = call.double.world.users.get(call.params["user_id"])
    if found is None:
        raise unknown("User")
    return Reply(200, found.payload())


def application(call: Call) -> Reply:
    """GET /oauth2/applications/@me and /applications/@me."""
    world = call.double.world
    flags = (CONTENT_LIMITED if world.content_granted else 0) | MEMBERS_LIMITED
    body: Json = {
        "id": world.application_id,
        "name": world.bot.name,
        "icon": None,
        "description": "",
        "type": None,
        "bot": world.bot.payload(),
        "bot_public": True,
        "bot_require_code_grant": False,
        "verify_key": "0" * 64,
        "flags": flags,
        "flags_new": str(flags),
        "redirect_uris": [],
        "interactions_endpoint_url": None,
        "role_connections_verification_url": None,
        "owner": world.owner.payload(),
        "approximate_guild_count": len(world.guilds),
        "approximate_user_install_count": sum(who.installed_app for who in world.users.values()),
        "approximate_user_authorization_count": 0,
        "explicit_content_filter": 0,
        "team": None,
        "eligible_oauth2_scopes": [],
        "integration_types_config": {"0": {}, "1": {}},
    }
    return Reply(200, body)


def guild(call: Call) -> Reply:
    """GET /guilds/{guild_id}."""
    return Reply(200, rest_guild(call.guild(), counts=call.flag("with_counts")))


def member(call: Call) -> Reply:
    """GET /guilds/{guild_id}/members/{user_id}."""
    place, who = call.guild(), call.params["user_id"]
    if who not in call.double.world.users:
        raise unknown("User")
    if who not in place.members:
        raise unknown("Member")
    found = call.double.world.users[who]
    return Reply(200, place.member_payload(found) | {"user": found.payload()})


def roles(call: Call) -> Reply:
    """GET /guilds/{guild_id}/roles."""
    return Reply(200, call.guild().role_payloads())


def channels(call: Call) -> Reply:
    """GET /guilds/{guild_id}/channels."""
    return Reply(200, [channel.payload(rest=True) for channel in call.guild().channels])


def channel(call: Call) -> Reply:
    """GET /channels/{channel_id}."""
    return Reply(200, call.channel().payload(rest=True))


def open_direct_channel(call: Call) -> Reply:
    """POST /users/@me/channels."""
    world = call.double.world
    recipient = world.users.get(str(call.body.get("recipient_id")))
    if recipient is None:
        fault = FieldError(("recipient_id",), "USER_NOT_FOUND", "User could not be found")
        raise invalid_form([fault])
    if recipient.bot:
        raise cannot_message_user()
    return Reply(200, world.direct_channel(recipient).payload(rest=True))


ROUTES = (
    Route("GET", "/gateway", gateway, needs_token=False),
    Route("GET", "/gateway/bot", gateway_bot),
    Route("GET", "/users/@me", own_user),
    Route("POST", "/users/@me/channels", open_direct_channel),
    Route("GET", "/users/{user_id}", user),
    Route("GET", "/oauth2/applications/@me", application),
    Route("GET", "/applications/@me", application),
    Route("GET", "/guilds/{guild_id}", guild),
    Route("GET", "/guilds/{guild_id}/members/{user_id}", member),
    Route("GET", "/guilds/{guild_id}/roles", roles),
    Route("GET", "/guilds/{guild_id}/channels", channels),
    Route("GET", "/channels/{channel_id}", channel),
)
