"""The double as one object: its world, its two faces, its faults."""

from __future__ import annotations

from collections.abc import Iterable

from aiohttp import web

from .commands import Commands
from .entities import Channel, Guild, User
from .faults import Faults
from .gateway import GatewayFace
from .interactions import Interaction
from .people import Person
from .schemas import load_specification
from .server import PREFIX, Exchange, RestFace
from .timing import Timing
from .world import World


class DiscordDouble:
    """A Discord on loopback; `running_double()` opens one.

    `privileged` names the privileged intents that the developer portal grants: "members", "presences",
    "message_content". Without `checked`, bodies and events are not held against Discord's schemas, which takes longer
    than all the rest: for measuring the bot and not the double.
    """

    def __init__(
        self,
        *,
        token: str = "a-token-of-the-double",
        bot_name: str = "coverage",
        timing: Timing | None = None,
        privileged: Iterable[str] = ("message_content",),
        shards: int = 1,
        checked: bool = True,
    ) -> None:
        self.token = token
        self.timing = timing or Timing()
        self.privileged = frozenset(privileged)
        self.shards = shards
        self.specification = load_specification() if checked else None
        self.world = World(bot_name)
        self.world.content_granted = "message_content" in self.privileged
        self.commands = Commands(self.world)
        self.interactions: dict[str, Interaction] = {}
        self.faults = Faults()
        self.sent_wrongly: list[str] = []
        self.rest = RestFace(self)
        self.gateway = GatewayFace(self)
        self._runner: web.AppRunner | None = None
        self._address = ""

    @property
    def bot(self) -> User:
        """The bot's account."""
        return self.world.bot

    @property
    def api_url(self) -> str:
        """Where the REST face listens, for `discord.http.Route.BASE`."""
        return f"http://{self._address}{PREFIX}"

    @property
    def gateway_url(self) -> str:
        """Where the gateway face listens."""
        return f"ws://{self._address}/gateway"

    async def open(self) -> None:
        """Listen on a free port of the loopback interface."""
        application = web.Application(client_max_size=32 * 1024 * 1024)
        application.router.add_get("/gateway", self.gateway.answer)
        application.router.add_get("/gateway/", self.gateway.answer)
        application.router.add_route("*", PREFIX + "/{path:.*}", self.rest.answer)
        self._runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.5)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        host, port = self._runner.addresses[0][:2]
        self._address = f"{host}:{port}"

    async def close(self) -> None:
        """Hang up on everyone and stop listening."""
        self.gateway.close(1001)
        if self._runner is not None:
            await self._runner.cleanup()

    def guild(self, name: str, *, with_bot: bool = True) -> Guild:
        """A new guild."""
        return self.world.guild(name, with_bot=with_bot)

    def person(self, name: str, *guilds: Guild) -> Person:
        """A new person, a member of these guilds (of all there are, when none is named)."""
        user = self.world.user(name)
        for guild in guilds or self.world.guilds.values():
            guild.admit(user)
        return Person(self, user)

    def private_channel(self, *people: Person) -> Channel:
        """A conversation that the bot is no part of."""
        return self.world.private_channel(*(person.user for person in people))

    @property
    def rejections(self) -> list[Exchange]:
        """Every request that was refused: a bot without bugs leaves this empty."""
        return [exchange for exchange in self.rest.exchanges if 400 <= exchange.status < 500]

    def sent(self, method: str, *endings: str) -> list[Exchange]:
        """Requests of one method whose path ends so."""
        return [
            exchange
            for exchange in self.rest.exchanges
            if exchange.method == method and exchange.path.endswith(endings or ("",))
        ]

    @property
    def complaints(self) -> list[str]:
        """Faults of the double itself, and frames of the client that the gateway's schemas forbid."""
        return [*self.world.complaints, *self.sent_wrongly]
