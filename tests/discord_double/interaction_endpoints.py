"""Answers to interactions: the callback, the answer itself, and follow-ups."""

from __future__ import annotations

from .calls import Call, Reply, Route
from .errors import unknown
from .interactions import Interaction


def callback(call: Call) -> Reply:
    """POST /interactions/{interaction_id}/{interaction_token}/callback."""
    interaction = call.double.interactions.get(call.params["interaction_token"])
    if interaction is None or interaction.id != call.params["interaction_id"]:
        raise unknown("interaction")
    interaction.acknowledge(call.body, call.uploads)
    return Reply(200, interaction.report()) if call.flag("with_response") else Reply(204)


def interaction_of(call: Call) -> Interaction:
    """The interaction that a webhook address belongs to."""
    found = call.double.interactions.get(call.params["webhook_token"])
    if found is None or call.params["webhook_id"] != call.double.world.application_id:
        raise unknown("Webhook")
    return found


def which(call: Call) -> str:
    """The message that the path names."""
    return call.params.get("message_id", "@original")


def follow_up(call: Call) -> Reply:
    """POST /webhooks/{application}/{token}: for interactions Discord always answers with the message."""
    return Reply(200, interaction_of(call).follow_up(call.body, call.uploads).payload)


def get(call: Call) -> Reply:
    """GET .../messages/@original or a follow-up."""
    return Reply(200, interaction_of(call).find(which(call)).payload)


def edit(call: Call) -> Reply:
    """PATCH .../messages/@original or a follow-up."""
    interaction = interaction_of(call)
    message = interaction.find(which(call))
    interaction.edit(message, call.body, call.uploads)
    return Reply(200, message.payload)


def remove(call: Call) -> Reply:
    """DELETE .../messages/@original or a follow-up."""
    interaction_of(call).remove(which(call))
    return Reply(204)


WEBHOOK = "/webhooks/{webhook_id}/{webhook_token}"
PLACES = (f"{WEBHOOK}/messages/@original", WEBHOOK + "/messages/{message_id}")
ROUTES = (
    Route("POST", "/interactions/{interaction_id}/{interaction_token}/callback", callback, needs_token=False),
    Route("POST", WEBHOOK, follow_up, needs_token=False),
    *(Route("GET", place, get, needs_token=False) for place in PLACES),
    *(Route("PATCH", place, edit, needs_token=False) for place in PLACES),
    *(Route("DELETE", place, remove, needs_token=False) for place in PLACES),
)
