"""The whole way with the real model: article file, ingest, a message on the gateway, the reply in the channel."""

from __future__ import annotations

import io

import pytest
from discord_double import DiscordDouble, SeenMessage, connected

from bot.bridge import Bridge
from bot.client import CoverageBot
from index.answerer import Answerer
from index.encoder import open_encoder
from index.errors import SourceError
from index.ingest.ingestor import Ingestor
from index.ingest.sources import read_sources
from index.reader import packaged_reader
from index.split import split
from index.store.embedded import EmbeddedStore

QUESTION = "who called it a mistake?"
SENTENCE = (
    "But the ministry hurried to take back the unsigned, clumsily worded page: it was a draft that “ought never to "
    "have left the building,” said the chief of the defence staff, Gen. Aldous R. Pennock, who called it a mistake."
)
ARTICLE = f"""\
Cabinet Prepares Tariffs Against Velmora After Its Vote to Send Foreign Troops Home: Report

Photo: R. OSTREM/Northern Picture Desk via Lantern Images

The government of Velmora has had a long weekend. On Sunday its parliament voted to send all foreign troops home, and \
the president answered with a threat. “If they throw us out, they will pay tariffs such as nobody has ever paid,” he \
said. “What we took from the islands will look like small change.”

For an hour on Monday it looked as if the alliance would simply go. Several papers had a letter from the defence \
ministry that announced a full withdrawal of the troops, the first since the landing of 2003. {SENTENCE} (One hopes \
that more care is taken with the guns than with the post.)

On Monday night the Daily Lantern reported that officials were already drafting the tariffs. “I cannot believe that \
we are even talking about this,” Petra Kucharski, who used to work on tariffs at the treasury, told the paper. “You \
do not usually do that to your friends.” Then again, friends do not usually get a letter about the end of an alliance \
by accident.

Cabinet Prepares Tariffs Against Velmora: Report
"""


@pytest.fixture(scope="module")
def answerer(tmp_path_factory: pytest.TempPathFactory) -> Answerer:
    """The real model over an index into which one article file was taken."""
    folder = tmp_path_factory.mktemp("coverage")
    source = folder / "article.txt"
    source.write_text(ARTICLE, "utf-8")
    encoder = open_encoder()
    store = EmbeddedStore(folder / "index", encoder.name, create=True)
    outcomes = list(Ingestor(store, encoder, split).ingest(read_sources([str(source)], io.BytesIO())))
    assert len(outcomes) == 1 and not isinstance(outcomes[0], SourceError)
    return Answerer(store, encoder, packaged_reader())


async def test_an_article_file_becomes_the_reply_on_every_surface(double: DiscordDouble, answerer: Answerer) -> None:
    channel, alice = double.guild("Newsroom").text_channel("general"), double.person("alice")
    async with Bridge(answerer) as bridge, connected(lambda: CoverageBot(bridge), double, timeout=30):
        slash = await alice.slash(channel, "ask", question=QUESTION)
        assert (await slash.acknowledged).latency < 3
        replies = [await slash.reply(timeout=10)]
        for text in (f"!ask {QUESTION}", f"{double.bot.mention} {QUESTION}"):
            asked = await alice.says(channel, text)
            replies.append(await channel.next_message(after=asked, timeout=10))
        asked = await alice.direct_message(QUESTION)
        replies.append(await alice.direct_channel.next_message(after=asked, timeout=10))
        refused = await (await alice.slash(channel, "ask", question="what does a loaf of bread cost?")).reply()
    assert [shown(reply)[0] for reply in replies] == [SENTENCE] * 4
    assert len({tuple(shown(reply)[:-1]) for reply in replies}) == 1
    assert shown(replies[0])[1].startswith("Cabinet Prepares Tariffs Against Velmora After Its Vote")
    assert shown(replies[0])[-1].startswith("Searched 1 article · ")
    assert shown(refused)[0] == "The coverage does not answer this."
    assert double.rejections == []


def shown(message: SeenMessage) -> list[str]:
    return message.said.split("\n")
