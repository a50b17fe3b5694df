"""Embeds, components and attachments as Discord keeps them and gives them back."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass

from .entities import Message
from .errors import FieldError, Json, invalid_form
from .message_rules import every_component


@dataclass(frozen=True)
class Upload:
    """One file of a multipart request."""

    filename: str
    content: bytes
    content_type: str


Uploads = Mapping[int, Upload]


GALLERY = 12
MENUS = (3, 5, 6, 7, 8)
_PICTURE: Json = {"description": None, "spoiler": False}
_DEFAULTS: dict[int, Json] = {
    **{menu: {"min_values": 1, "max_values": 1} for menu in MENUS},
    11: _PICTURE,
    GALLERY: _PICTURE,
    13: {"name": "file", "size": 0, "spoiler": False},
    14: {"spacing": 1, "divider": True},
    17: {"accent_color": None, "spoiler": False},
}


def stored_embed(embed: Json) -> Json:
    """An embed as Discord gives it back."""
    stored: Json = _without_nulls(embed) | {"type": "rich"}
    for entry in stored.get("fields", ()):
        entry.setdefault("inline", False)
    return stored


def stored_components(components: list[Json]) -> list[Json]:
    """Components as Discord gives them back: each with an id, nothing null, defaults filled in."""
    stored: list[Json] = [_without_nulls(component) for component in components]
    parts = [part for _, part in every_component(stored)]
    taken = {part["id"] for part in parts if part.get("id")}
    fresh = (number for number in itertools.count(1) if number not in taken)
    for part in parts:
        if not part.get("id"):
            part["id"] = next(fresh)
        if part["type"] in MENUS:
            part.pop("required", None)
        for shown in part.get("items", [part]):
            for name, value in _DEFAULTS.get(part["type"], {}).items():
                shown.setdefault(name, value)
            for media in (shown.get("media"), shown.get("file")):
                if media:
                    media |= {"id": str(next(fresh)), "proxy_url": media["url"]}
    return stored


def _without_nulls(value: object) -> Json:
    def clean(part: object) -> object:
        if isinstance(part, dict):
            return {name: clean(inner) for name, inner in part.items() if inner is not None}
        return [clean(inner) for inner in part] if isinstance(part, list) else part

    cleaned = clean(value)
    assert isinstance(cleaned, dict)
    return cleaned


def stored_attachments(message: Message, body: Json, uploads: Uploads) -> list[Json]:
    """The attachments after a request: those kept and those uploaded now; an id of neither is refused."""
    standing = {attachment["id"]: attachment for attachment in message.payload["attachments"]}
    if "attachments" not in body:
        named: list[Json] = [{"id": number} for number in uploads]
        kept = list(standing.values())
    else:
        wanted = body["attachments"] or []
        kept = [standing[str(entry["id"])] for entry in wanted if str(entry["id"]) in standing]
        named = [entry for entry in wanted if str(entry["id"]) not in standing]
    return kept + [_uploaded(entry, uploads, message) for entry in named]


def _uploaded(entry: Json, uploads: Uploads, message: Message) -> Json:
    upload = uploads.get(int(entry["id"]))
    if upload is None:
        wording = f"Attachment data not found: no file {entry['id']} was uploaded and none is kept"
        raise invalid_form([FieldError(("attachments",), "ATTACHMENT_NOT_FOUND", wording)])
    attachment_id = message.channel.world.new_id()
    name = entry.get("filename") or upload.filename
    url = f"https://cdn.discordapp.com/attachments/{message.channel.id}/{attachment_id}/{name}"
    stored: Json = {"id": attachment_id, "filename": name, "size": len(upload.content), "url": url}
    stored |= {"proxy_url": url, "content_type": upload.content_type}
    if entry.get("description"):
        stored["description"] = entry["description"]
    if message.audience:
        stored["ephemeral"] = True
    return stored
