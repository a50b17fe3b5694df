"""People: what a person can do in Discord, by the names that a person would use."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from .acts import command_act, menu_act
from .asked import Asked, Modal
from .channel_endpoints import change_reaction
from .entities import Channel, Message, User
from .errors import Json
from .interaction_payload import AUTOCOMPLETE, COMMAND, COMPONENT, MODAL_SUBMIT
from .interactions import Interaction
from .message_rules import every_component
from .messages import amend, delete, post, tell
from .permissions import may
from .seen import SeenMessage, see

if TYPE_CHECKING:
    from .double import DiscordDouble


class Person:
    """Someone with an account."""

    def __init__(self, double: DiscordDouble, user: User) -> None:
        self._double = double
        self._world = double.world
        self.user = user

    @property
    def id(self) -> str:
        """The account's id."""
        return self.user.id

    @property
    def mention(self) -> str:
        """The text that mentions this person."""
        return self.user.mention

    @property
    def direct_channel(self) -> Channel:
        """This person's conversation with the bot."""
        return self._world.direct_channel(self.user)

    def installs_app(self) -> None:
        """Install the bot's application in this account, to use its commands everywhere."""
        self.user.installed_app = True

    def closes_direct_messages(self) -> None:
        """Accept no direct messages from the bot from now on."""
        self.user.accepts_direct_messages = False

    async def says(
        self, channel: Channel, text: str, *, reply_to: SeenMessage | None = None, ping: bool = True
    ) -> SeenMessage:
        """Send a message; with `reply_to` as an answer to another."""
        if channel.guild is not None and not may(self.user, channel, "send_messages"):
            raise AssertionError(f"{self.user.name} may not write in #{channel.name}")
        body: Json = {"content": text}
        if reply_to is not None:
            body["message_reference"] = {"message_id": reply_to.id}
            if not ping:
                body["allowed_mentions"] = {"parse": ["users", "roles", "everyone"], "replied_user": False}
        return see(post(channel, self.user, body, {}))

    async def direct_message(self, text: str, *, reply_to: SeenMessage | None = None) -> SeenMessage:
        """Write to the bot alone."""
        return await self.says(self.direct_channel, text, reply_to=reply_to)

    async def edits(self, message: SeenMessage, text: str) -> None:
        """Change one's own message."""
        amend(self._message(message), {"content": text}, {})

    async def deletes(self, message: SeenMessage) -> None:
        """Take a message away."""
        delete(self._message(message))

    async def reacts(self, message: SeenMessage, emoji: str) -> None:
        """Put a reaction under a message."""
        change_reaction(self._message(message), self.id, emoji, added=True)

    async def starts_typing(self, channel: Channel) -> None:
        """Show that one is about to write."""
        event: Json = {"channel_id": channel.id, "user_id": self.id, "timestamp": int(time.time())}
        tell(channel, "TYPING_START", event)

    async def slash(self, channel: Channel, command: str, /, **options: object) -> Asked:
        """Run a slash command: `alice.slash(channel, "ask", question="Who?")`; subcommands by spaces."""
        act = command_act(self._double.commands, self.user, channel, command, options)
        return self._acts(COMMAND, channel, act)

    async def autocompletes(
        self, channel: Channel, command: str, option: str, typed: str, /, **others: object
    ) -> list[Json]:
        """The choices offered for `option` after typing this much; each has a name and a value."""
        act = command_act(self._double.commands, self.user, channel, command, {**others, option: typed}, typing=option)
        return await self._acts(AUTOCOMPLETE, channel, act).offered()

    async def uses(self, target: SeenMessage | Person, menu: str, *, channel: Channel | None = None) -> Asked:
        """Run a context menu on a message, or on a person in a channel."""
        if isinstance(target, Person):
            if channel is None:
                raise AssertionError("a menu on a person needs the channel in which it is opened")
            act = menu_act(self._double.commands, self.user, channel, menu, target=target.user)
            return self._acts(COMMAND, channel, act)
        message = self._message(target)
        act = menu_act(self._double.commands, self.user, message.channel, menu, message=message)
        return self._acts(COMMAND, message.channel, act)

    async def clicks(self, message: SeenMessage, label: str | None = None, *, custom_id: str | None = None) -> Asked:
        """Press a button, found by its label or its id, on the message as it stands now."""
        standing = self._message(message)
        button = _part(standing, {2}, label=label, custom_id=custom_id)
        if button.get("url"):
            raise AssertionError(f"{label!r} is a link to {button['url']}, which tells the bot nothing")
        act = {"custom_id": button["custom_id"], "component_type": 2}
        return self._acts(COMPONENT, standing.channel, act, standing)

    async def selects(self, message: SeenMessage, *values: str, custom_id: str | None = None) -> Asked:
        """Choose from a menu of texts, by the labels or the values of its options."""
        standing = self._message(message)
        menu = _part(standing, {3}, custom_id=custom_id)
        known = {option["label"]: option["value"] for option in menu["options"]}
        known |= {option["value"]: option["value"] for option in menu["options"]}
        missing = [value for value in values if value not in known]
        if missing or not menu["min_values"] <= len(values) <= menu["max_values"]:
            raise AssertionError(f"the menu does not allow {values}: it offers {sorted(known)}")
        act: Json = {"custom_id": menu["custom_id"], "component_type": 3}
        act["values"] = [known[value] for value in values]
        return self._acts(COMPONENT, standing.channel, act, standing)

    async def submits(self, modal: Modal, answers: dict[str, str]) -> Asked:
        """Fill in a modal, by the labels or ids of its fields, and send it."""
        parent = modal.interaction
        act = modal.filled(answers)
        return self._acts(MODAL_SUBMIT, parent.channel, act, parent.source, parent)

    def sees(self, message: SeenMessage) -> SeenMessage:
        """The message as it stands now; AssertionError when it is gone or not for this person's eyes."""
        return see(self._message(message))

    def _acts(
        self,
        kind: int,
        channel: Channel,
        act: Json,
        source: Message | None = None,
        parent: Interaction | None = None,
    ) -> Asked:
        interaction = Interaction(self._world, self._double.timing, kind, self.user, channel, act, source)
        interaction.parent = parent
        self._double.interactions[interaction.token] = interaction
        interaction.send()
        return Asked(interaction)

    def _message(self, seen: SeenMessage) -> Message:
        for message in seen.channel.messages:
            if message.id == seen.id and not message.deleted:
                if message.audience not in (None, self.user):
                    raise AssertionError(f"{self.user.name} cannot see this message: it is for {message.audience.name}")
                return message
        raise AssertionError("this message is gone")


def _part(message: Message, kinds: set[int], *, label: str | None = None, custom_id: str | None = None) -> Json:
    """The one enabled component of these kinds with this label or id."""
    parts = [part for _, part in every_component(message.payload["components"]) if part["type"] in kinds]
    found = [
        part
        for part in parts
        if (label is None or part.get("label") == label) and (custom_id is None or part.get("custom_id") == custom_id)
    ]
    wanted = label or custom_id or "component"
    if len(found) != 1:
        names = [part.get("label") or part.get("custom_id") for part in parts]
        raise AssertionError(f"{len(found)} components match {wanted!r}; there are: {names}")
    if found[0].get("disabled"):
        raise AssertionError(f"{wanted!r} is greyed out")
    return found[0]
