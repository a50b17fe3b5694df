"""What Discord answers instead of success, in Discord's own shape and codes."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]
Path = tuple[str | int, ...]


@dataclass(frozen=True)
class FieldError:
    """One fault of one field of a request body: where it is, Discord's code for it, and why."""

    path: Path
    code: str
    message: str


class Rejection(Exception):
    """A refusal that the server turns into an HTTP answer.

    `status` is the HTTP status; `code` and `message` are Discord's own.
    """

    def __init__(self, status: int, code: int, message: str, fields: Iterable[FieldError] = ()) -> None:
        super().__init__(f"{status} {code}: {message}")
        self.status = status
        self.code = code
        self.message = message
        self.fields = tuple(fields)

    def body(self) -> Json:
        """The JSON that Discord would send."""
        body: Json = {"code": self.code, "message": self.message}
        if self.fields:
            body["errors"] = nested(self.fields)
        return body


def nested(fields: Collection[FieldError]) -> Json:
    """Field errors as Discord nests them: `{"embeds": {"0": {"title": {"_errors": [...]}}}}`.

    A field that is wrong itself hides what is wrong inside it, as in Discord.
    """
    tree: Json = {}
    wrong = {field.path for field in fields}
    for field in fields:
        if any(field.path[:depth] in wrong for depth in range(len(field.path))):
            continue
        place = tree
        for step in field.path:
            place = place.setdefault(str(step), {})
        place.setdefault("_errors", []).append({"code": field.code, "message": field.message})
    return tree


def invalid_form(fields: Iterable[FieldError]) -> Rejection:
    """400 with code 50035: one or more fields of the body are wrong."""
    return Rejection(400, 50035, "Invalid Form Body", fields)


def unauthorized() -> Rejection:
    """401: the bot token is missing or wrong."""
    return Rejection(401, 0, "401: Unauthorized")


def not_found() -> Rejection:
    """404: no such address."""
    return Rejection(404, 0, "404: Not Found")


def unknown(what: str) -> Rejection:
    """404 with Discord's code for the kind of thing that is not there."""
    return Rejection(404, UNKNOWN[what], f"Unknown {what}")


UNKNOWN = {
    "Channel": 10003,
    "Guild": 10004,
    "Member": 10007,
    "Message": 10008,
    "User": 10013,
    "Emoji": 10014,
    "Webhook": 10015,
    "interaction": 10062,
    "application command": 10063,
}


def missing_access() -> Rejection:
    """403: the bot cannot see this channel or guild."""
    return Rejection(403, 50001, "Missing Access")


def missing_permissions() -> Rejection:
    """403: the bot sees the channel but may not do this in it."""
    return Rejection(403, 50013, "Missing Permissions")


def cannot_message_user() -> Rejection:
    """403: this person accepts no direct messages from the bot."""
    return Rejection(403, 50007, "Cannot send messages to this user")


def empty_message() -> Rejection:
    """400: nothing to show."""
    return Rejection(400, 50006, "Cannot send an empty message")


def already_acknowledged() -> Rejection:
    """400: an interaction is answered once; after that come follow-ups and edits."""
    return Rejection(400, 40060, "Interaction has already been acknowledged.")


def invalid_webhook_token() -> Rejection:
    """401: the interaction's token is older than 15 minutes."""
    return Rejection(401, 50027, "Invalid Webhook Token")


def invalid_json() -> Rejection:
    """400: the body is not JSON, or is not declared as JSON."""
    return Rejection(400, 50109, "The request body contains invalid JSON.")
