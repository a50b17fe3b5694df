"""A message as a person sees it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .entities import EPHEMERAL, Channel, Message, User
from .errors import Json
from .markdown import as_read
from .message_rules import every_component

_LINK = re.compile(r"https?://[^\s<>)\]]+")


@dataclass(frozen=True)
class SeenMessage:
    """One message at the moment it was looked at.

    `reference` is the id of the message that it answers; `pings` are the ids of users and roles, and
    "everyone", whom it called; `components` and `embeds` are Discord's JSON.
    """

    id: str
    channel: Channel
    author: User
    content: str
    embeds: list[Json]
    components: list[Json]
    attachments: list[Json]
    ephemeral: bool
    reference: str | None
    pings: frozenset[str]
    flags: int
    audience: User | None
    edited: bool

    @property
    def visible_text(self) -> str:
        """All words on the screen, top to bottom, with the markdown rendered away."""
        lines = [as_read(self.content, self.channel.world.users)]
        lines += [as_read(text, self.channel.world.users) for embed in self.embeds for text in _embed(embed)]
        for _, part in every_component(self.components):
            lines += [as_read(text, self.channel.world.users) for text in _component(part)]
        return "\n".join(line for line in lines if line.strip())

    @property
    def said(self) -> str:
        """What the message says: all words on the screen but the labels of its buttons, which stand below."""
        labels = "\n".join(label for label in self.labels if label)
        return self.visible_text.removesuffix(labels).removesuffix("\n") if labels else self.visible_text

    @property
    def links(self) -> list[str]:
        """Every address that a person can follow from here, in order, without repeats."""
        found = _LINK.findall(self.content)
        for embed in self.embeds:
            found += [embed.get("url"), (embed.get("author") or {}).get("url")]
            found += [link for text in _embed(embed) for link in _LINK.findall(text)]
        for _, part in every_component(self.components):
            found += [part.get("url"), *_LINK.findall(part.get("content") or "")]
        return [link for link in dict.fromkeys(found) if link]

    @property
    def labels(self) -> list[str]:
        """The labels of the buttons, in order."""
        parts = (part for _, part in every_component(self.components))
        return [part.get("label") or "" for part in parts if part["type"] == 2]


def see(message: Message) -> SeenMessage:
    """What stands on the screen for this message now."""
    payload = message.payload
    return SeenMessage(
        id=message.id,
        channel=message.channel,
        author=message.author,
        content=payload["content"],
        embeds=list(payload["embeds"]),
        components=list(payload["components"]),
        attachments=list(payload["attachments"]),
        ephemeral=bool(payload["flags"] & EPHEMERAL),
        reference=(payload.get("message_reference") or {}).get("message_id"),
        pings=message.pings,
        flags=payload["flags"],
        audience=message.audience,
        edited=payload["edited_timestamp"] is not None,
    )


def _embed(embed: Json) -> Iterator[str]:
    yield (embed.get("author") or {}).get("name") or ""
    yield embed.get("title") or ""
    yield embed.get("description") or ""
    for entry in embed.get("fields") or []:
        yield entry["name"]
        yield entry["value"]
    yield (embed.get("footer") or {}).get("text") or ""


def _component(part: Json) -> Iterator[str]:
    for name in ("content", "label", "placeholder", "description"):
        if isinstance(part.get(name), str):
            yield part[name]
    for option in part.get("options") or []:
        yield option["label"]
