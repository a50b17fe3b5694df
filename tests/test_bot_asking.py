from __future__ import annotations

import re
from pathlib import Path

from discord_double import DiscordDouble, SeenMessage, connected
from worlds import BREAD, LETTER, QUESTION, SENTENCE, world


def said(message: SeenMessage) -> str:
    """What a message says, but for how long it took."""
    return re.sub(r"\d+ ms", "… ms", message.visible_text)


async def test_all_four_ways_of_asking_get_the_same_words(double: DiscordDouble, tmp_path: Path) -> None:
    channel, alice = double.guild("Newsroom").text_channel("general"), double.person("alice")
    small = world(tmp_path, LETTER, BREAD)
    async with small.bridge, connected(small.bot, double):
        slash = await (await alice.slash(channel, "ask", question=QUESTION)).reply()
        command = await alice.says(channel, f"!ask {QUESTION}")
        answer = await channel.next_message(after=command)
        mention = await alice.says(channel, f"{double.bot.mention} {QUESTION}")
        to_mention = await channel.next_message(after=mention)
        direct = await alice.direct_message(QUESTION)
        to_direct = await alice.direct_channel.next_message(after=direct)
    assert SENTENCE in said(slash)
    assert said(slash) == said(answer) == said(to_mention) == said(to_direct)
    assert [answer.reference, to_mention.reference, to_direct.reference] == [command.id, mention.id, direct.id]
    assert double.rejections == []
