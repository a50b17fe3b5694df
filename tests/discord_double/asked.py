"""What a person waits for after acting: the acknowledgement, the reply, a modal, choices."""

from __future__ import annotations

from collections.abc import Awaitable
from dataclasses import dataclass

from .entities import Message
from .errors import Json
from .interactions import CHOICES, Interaction
from .message_rules import every_component
from .seen import SeenMessage, see

PATIENCE = 5.0


@dataclass(frozen=True)
class Acknowledgement:
    """The first answer: seconds after the act, and its callback type (4 message, 5 deferral, 9 modal ...)."""

    latency: float
    type: int


@dataclass(frozen=True)
class Modal:
    """A dialogue that the bot opened: `fields` are its text inputs, `labels` by custom id."""

    interaction: Interaction
    title: str
    fields: list[Json]
    labels: dict[str, str]

    def filled(self, answers: dict[str, str]) -> Json:
        """The `data` of its submission, with what the person's client insists on; answers by label or id."""
        modal = self.interaction.modal
        assert modal is not None
        given = {self._id(name): text for name, text in answers.items()}
        for entry in self.fields:
            _check_text(entry, given.get(entry["custom_id"], entry.get("value") or ""))
        rows = [_submitted(row, given) for row in modal["components"] if row["type"] in {1, 18}]
        return {"custom_id": modal["custom_id"], "components": rows}

    def _id(self, name: str) -> str:
        for custom_id, label in self.labels.items():
            if name in (custom_id, label):
                return custom_id
        raise AssertionError(f"the modal has no field {name!r}; it has {sorted(self.labels.values())}")


class Asked:
    """One act of a person and everything that comes back to that person."""

    def __init__(self, interaction: Interaction) -> None:
        self.interaction = interaction
        self._watch = interaction.world.watch

    @property
    def acknowledged(self) -> Awaitable[Acknowledgement]:
        """Await it: the bot's first answer; AssertionError when none comes in 5 s."""
        return self._acknowledged()

    async def _acknowledged(self) -> Acknowledgement:
        await self._watch.until(
            lambda: self.interaction.acknowledged_at, PATIENCE, "the bot did not acknowledge in time"
        )
        at, kind = self.interaction.acknowledged_at, self.interaction.answer_type
        assert at is not None and kind is not None
        return Acknowledgement(at - self.interaction.sent_at, kind)

    async def reply(self, *, timeout: float = PATIENCE) -> SeenMessage:
        """The answer once it no longer says "is thinking", as this person sees it."""
        message = await self._watch.until(self._finished, timeout, "no reply came")
        return see(message)

    async def follow_up(self, number: int = 0, *, timeout: float = PATIENCE) -> SeenMessage:
        """The further message of this number, counted from 0."""
        messages = self.interaction.follow_ups
        message = await self._watch.until(
            lambda: messages[number] if len(messages) > number else None,
            timeout,
            f"no follow-up {number} came",
        )
        return see(message)

    async def changed(self, seen: SeenMessage, *, timeout: float = PATIENCE) -> SeenMessage:
        """The message after it differs from what was `seen`."""
        message = next(message for message in seen.channel.messages if message.id == seen.id)
        await self._watch.until(lambda: True if see(message) != seen else None, timeout, "the message did not change")
        return see(message)

    async def modal(self, *, timeout: float = PATIENCE) -> Modal:
        """The dialogue that the bot opens in answer."""
        modal = await self._watch.until(lambda: self.interaction.modal, timeout, "no modal was opened")
        parts = [part for _, part in every_component(modal["components"])]
        fields = [part for part in parts if part["type"] == 4]
        labels = {entry["custom_id"]: entry.get("label") or "" for entry in fields}
        for part in parts:
            if part["type"] == 18 and part["component"]["type"] == 4:
                labels[part["component"]["custom_id"]] = part["label"]
        return Modal(self.interaction, modal["title"], fields, labels)

    async def offered(self, *, timeout: float = PATIENCE) -> list[Json]:
        """The choices of an autocompletion."""
        choices = await self._watch.until(lambda: self.interaction.choices, timeout, "no choices were offered")
        assert self.interaction.answer_type in (CHOICES, None)
        return choices

    def expire(self) -> None:
        """Let the interaction's token die now, as after 15 minutes."""
        self.interaction.expired = True

    def _finished(self) -> Message | None:
        message = self.interaction.original
        if message is None or message.loading or message.deleted or self.interaction.acknowledged_at is None:
            return None
        return message


def _submitted(row: Json, given: dict[str, str]) -> Json:
    inner = row["component"] if row["type"] == 18 else row["components"][0]
    filled = {
        "type": 4,
        "custom_id": inner["custom_id"],
        "value": given.get(inner["custom_id"], inner.get("value") or ""),
    }
    if row["type"] == 18:
        return {"type": 18, "component": filled}
    return {"type": 1, "components": [filled]}


def _check_text(entry: Json, text: str) -> None:
    low = entry.get("min_length") or (1 if entry.get("required") is not False else 0)
    high = entry.get("max_length") or 4000
    if (text or entry.get("required") is not False) and not low <= len(text) <= high:
        wanted = f"{low} to {high} characters"
        raise AssertionError(f"{entry['custom_id']!r} takes {wanted}; the client does not send {len(text)}")
