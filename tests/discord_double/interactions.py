"""One interaction from the moment a person acts until its token dies, by Discord's rules."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field

from .command_rules import choice_faults
from .commands import integration_owners
from .entities import EPHEMERAL, LOADING, Channel, Message, User
from .errors import (
    FieldError,
    Json,
    Rejection,
    already_acknowledged,
    invalid_form,
    invalid_webhook_token,
    unknown,
)
from .interaction_payload import AUTOCOMPLETE, COMMAND, COMPONENT, MODAL_SUBMIT, announcement, metadata
from .message_rules import FLAGS_TO_ANSWER, check_message, component_faults
from .messages import amend, delete, edited_flags, post
from .stored import Uploads
from .timing import Timing, now
from .world import World

PONG, MESSAGE, DEFER, DEFER_UPDATE, UPDATE, CHOICES, MODAL = 1, 4, 5, 6, 7, 8, 9
ALLOWED = {
    COMMAND: {MESSAGE, DEFER, MODAL},
    COMPONENT: {MESSAGE, DEFER, DEFER_UPDATE, UPDATE, MODAL},
    AUTOCOMPLETE: {CHOICES},
    MODAL_SUBMIT: {MESSAGE, DEFER, DEFER_UPDATE, UPDATE},
}
FOLLOW_UPS_WITHOUT_BOT = 5


@dataclass(eq=False)
class Interaction:
    """A person's act and what became of it. Times are of the event loop's clock, in seconds."""

    world: World
    timing: Timing
    type: int
    user: User
    channel: Channel
    act: Json
    source: Message | None = None
    id: str = ""
    token: str = field(default_factory=lambda: secrets.token_urlsafe(64))
    sent_at: float = 0.0
    acknowledged_at: float | None = None
    answer_type: int | None = None
    original: Message | None = None
    follow_ups: list[Message] = field(default_factory=list)
    modal: Json | None = None
    choices: list[Json] | None = None
    expired: bool = False
    parent: Interaction | None = None

    def send(self) -> None:
        """Tell the bot; from here the clock runs."""
        self.id = self.world.new_id()
        self.sent_at = now()
        self.world.emit("INTERACTION_CREATE", announcement(self), guild=self.channel.guild)

    def acknowledge(self, body: Json, uploads: Uploads) -> None:
        """The one answer that a bot gives at once; raises what Discord would refuse it with."""
        if self.acknowledged_at is not None:
            raise already_acknowledged()
        if self.expired or now() - self.sent_at > self.timing.acknowledge_within:
            raise unknown("interaction")
        kind = body["type"]
        allowed = ALLOWED[self.type] - ({DEFER_UPDATE, UPDATE} if self.source is None else set())
        if kind not in allowed:
            message = f"Value must be one of {{{', '.join(map(str, sorted(allowed)))}}}."
            raise invalid_form([FieldError(("type",), "BASE_TYPE_CHOICES", message)])
        self._answer(kind, body.get("data") or {}, uploads)
        self.answer_type = kind
        self.acknowledged_at = now()
        self.world.watch.pulse()

    def _answer(self, kind: int, body: Json, uploads: Uploads) -> None:
        if kind == MESSAGE:
            check_answer(body, uploads, path=("data",))
            self.original = self._post(body, uploads)
        elif kind == DEFER:
            flags = (body.get("flags") or 0) & EPHEMERAL
            self.original = self._post({"flags": flags | LOADING}, {})
        elif kind == UPDATE:
            assert self.source is not None
            amend(self.source, body, uploads)
            self.original = self.source
        elif kind == DEFER_UPDATE:
            self.original = self.source
        elif kind == CHOICES:
            self._offer(body)
        elif kind == MODAL:
            self._open(body)

    def _offer(self, body: Json) -> None:
        faults = list(choice_faults(body.get("choices") or [], ("data", "choices")))
        if faults:
            raise invalid_form(faults)
        self.choices = body.get("choices") or []

    def _open(self, body: Json) -> None:
        faults = [FieldError(("data", *f.path), f.code, f.message) for f in modal_faults(body)]
        if faults:
            raise invalid_form(faults)
        self.modal = body

    def follow_up(self, body: Json, uploads: Uploads) -> Message:
        """A further message; the first one after a deferral takes the place of "is thinking"."""
        self.require_token()
        if self.original is None:
            raise unknown("Webhook")
        if self.original.loading:
            self.edit(self.original, body, uploads)
            return self.original
        check_answer(body, uploads)
        if "0" not in integration_owners(self.user, self.channel) and len(self.follow_ups) >= FOLLOW_UPS_WITHOUT_BOT:
            raise Rejection(400, 40094, "This interaction has reached the maximum number of follow-up messages")
        message = self._post(body, uploads, answers=self.original)
        self.follow_ups.append(message)
        return message

    def edit(self, message: Message, body: Json, uploads: Uploads) -> None:
        """Change the answer or a follow-up."""
        self.require_token()
        edited_flags(message, body)
        amend(message, body, uploads, finishes=message.loading)

    def find(self, which: str) -> Message:
        """The answer ("@original") or a follow-up by id."""
        self.require_token()
        if self.acknowledged_at is None:
            raise unknown("Webhook")
        for message in [self.original, *self.follow_ups]:
            if (
                message
                and not message.deleted
                and which in {message.id, *(["@original"] if message is self.original else [])}
            ):
                return message
        raise unknown("Message")

    def remove(self, which: str) -> None:
        """Delete the answer or a follow-up."""
        delete(self.find(which))
        self.world.watch.pulse()

    def require_token(self) -> None:
        """Raise 50027 once the token's 15 minutes are over."""
        if self.expired or now() - self.sent_at > self.timing.token_lifetime:
            raise invalid_webhook_token()

    def _post(self, body: Json, uploads: Uploads, answers: Message | None = None) -> Message:
        extra: Json = {
            "type": (20 if self.act["type"] == 1 else 23) if self.type == COMMAND else 0,
            "webhook_id": self.world.application_id,
            "application_id": self.world.application_id,
            "interaction_metadata": metadata(self),
        }
        if answers is not None:
            extra["type"] = 0
            extra["interaction_metadata"]["original_response_message_id"] = answers.id
        audience = self.user if (body.get("flags") or 0) & EPHEMERAL else None
        return post(self.channel, self.world.bot, body, uploads, audience=audience, extra=extra)

    def report(self) -> Json:
        """The body of a callback answered `with_response`."""
        told: Json = {"id": self.id, "type": self.type, "channel_id": self.channel.id}
        if self.channel.guild:
            told["guild_id"] = self.channel.guild.id
        report: Json = {"interaction": told}
        if self.original is not None:
            told["response_message_id"] = self.original.id
            told["response_message_loading"] = self.original.loading
            told["response_message_ephemeral"] = self.original.audience is not None
            if self.answer_type in {MESSAGE, UPDATE}:
                report["resource"] = {"type": self.answer_type, "message": self.original.payload}
        return report


def check_answer(body: Json, uploads: Uploads, path: tuple[str, ...] = ()) -> None:
    """Rules for a message that answers an interaction."""
    flags = body.get("flags") or 0
    if flags & ~FLAGS_TO_ANSWER:
        raise invalid_form([FieldError((*path, "flags"), "BASE_TYPE_INVALID", "These flags cannot be set")])
    check_message(body, files=len(uploads), flags=flags, path=path)


def modal_faults(modal: Json) -> list[FieldError]:
    """Faults of a modal's lengths, rows and ids."""
    faults = []
    for name, limit in (("title", 45), ("custom_id", 100)):
        if not 1 <= len(modal.get(name) or "") <= limit:
            faults.append(FieldError((name,), "BASE_TYPE_BAD_LENGTH", f"Must be between 1 and {limit} in length."))
    components = modal.get("components") or []
    if not 1 <= len(components) <= 5:
        faults.append(FieldError(("components",), "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 5 in length."))
    return [*faults, *component_faults(components, v2=True)]
