"""A Discord on loopback that speaks the real protocol to the unmodified discord.py client.

    async with running_double() as double:
        guild = double.guild("Newsroom")
        channel = guild.text_channel("general")
        alice = double.person("alice")
        async with connected(lambda: MyBot(...), double):
            asked = await alice.slash(channel, "ask", question="Who called it a mistake?")
            assert (await asked.acknowledged).latency < 3
            reply = await asked.reply(timeout=5)
            assert "mistake" in reply.visible_text and not reply.pings
            sent = await alice.says(channel, f"{double.bot.mention} who?")
            answer = await channel.next_message(after=sent)
            more = await alice.clicks(answer, label="Context")
        assert double.rejections == []  # the bot sent nothing that Discord refuses

Faults are planned with `double.faults` (REST) and `double.gateway` (connections); what the double itself
would do untruly by Discord's published schemas fails the test when `running_double()` ends.
"""

from .asked import Acknowledgement, Asked, Modal
from .connecting import addressed, connected, pointed_at, running_double
from .double import DiscordDouble
from .entities import Channel, Guild, Role, User
from .faults import Fault, Faults
from .people import Person
from .schemas import report_line
from .seen import SeenMessage
from .timing import Timing

__all__ = [
    "Acknowledgement",
    "Asked",
    "Channel",
    "DiscordDouble",
    "Fault",
    "Faults",
    "Guild",
    "Modal",
    "Person",
    "Role",
    "SeenMessage",
    "Timing",
    "User",
    "addressed",
    "connected",
    "pointed_at",
    "report_line",
    "running_double",
]
