"""Each server sees the shared coverage and its own, never another's, on every way into the bot."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from discord_double import Channel, DiscordDouble, Person
from stores import encode
from worlds import BREAD, LETTER, QUESTION, SENTENCE, Newsroom, newsroom

from bot.state.servers import owner_of
from bot.words import ENGLISH
from index.ingest.article import Article
from index.owners import EVERYONE

HERE, THERE = "Quillwort", "Vortigern"  # words that are in one server's coverage only


def own(word: str, server: int) -> Article:
    text = f"The {word} society met behind closed doors. Its chair said that the {word} papers were a mistake."
    return Article(f"{word}.txt", f"{word} Papers", text, outlet=f"{word} Times", published="2031-01-01",
                   owner=owner_of(server))  # fmt: skip


@dataclass
class Servers:
    """Two servers with coverage of their own beside the shared one, and somebody in both."""

    room: Newsroom
    here: Channel
    there: Channel
    boss: Person


@asynccontextmanager
async def servers(double: DiscordDouble, folder: Path) -> AsyncIterator[Servers]:
    async with newsroom(double, folder, LETTER, BREAD) as room:
        there = double.guild("Elsewhere").text_channel("lobby")
        boss = double.person("boss")
        for channel, word in ((room.channel, HERE), (there, THERE)):
            assert channel.guild is not None
            channel.guild.admit(boss.user, channel.guild.role("managers", "manage_guild"))
            channel.guild.admit(room.alice.user)
            room.store.put([encode(own(word, int(channel.guild.id)))])
        yield Servers(room, room.channel, there, boss)


async def test_answers_counts_outlets_and_refusals_are_of_what_a_server_sees(
    double: DiscordDouble, tmp_path: Path
) -> None:
    async with servers(double, tmp_path) as two:
        alice = two.room.alice
        said: dict[str, list[str]] = {"here": [], "there": [], "direct": []}
        places = {"here": two.here, "there": two.there, "direct": alice.direct_channel}
        for name, channel in places.items():
            for question in (
                QUESTION,
                f"who met about the {HERE}?",
                f"who met about the {THERE}?",
                "what of Vortigerm?",
            ):
                answer = await (await alice.slash(channel, "ask", question=question)).reply()
                said[name].append(answer.said)
                if "More" in answer.labels:
                    said[name].append((await (await alice.clicks(answer, "More")).changed(answer)).said)
                if "Context" in answer.labels:
                    said[name].append((await (await alice.clicks(answer, "Context")).reply()).visible_text)
            unknown = await (await alice.slash(channel, "ask", question="who?", outlet="Nobody")).reply()
            asked = [await (await alice.slash(channel, "ask", question="who met?", outlet=f"{word} Times")).reply()
                     for word in (HERE, THERE)]  # fmt: skip
            sources = await (await alice.slash(channel, "sources")).reply()
            offered = await alice.autocompletes(channel, "ask", "outlet", "", question="x")
            said[name] += [unknown.said, sources.said, str(offered)]
            said[name] += [each.said for each in asked if not each.said.startswith("There is no outlet")]
        everything = {name: " ".join(texts) for name, texts in said.items()}

    def mentions(name: str, word: str) -> bool:
        # What a person typed is shown to that person.
        typed = (f"Question: who met about the {word}?", f"who met about the {word}?")
        text = everything[name]
        for each in typed:
            text = text.replace(each, "")
        return word in text

    assert mentions("here", HERE) and mentions("there", THERE)
    assert not mentions("here", THERE) and not mentions("there", HERE)
    assert not mentions("direct", HERE) and not mentions("direct", THERE)
    assert "3 articles" in everything["here"] and "2 articles" in everything["direct"]
    assert all(SENTENCE in text for text in everything.values())
    assert double.rejections == []


async def test_a_server_can_switch_the_shared_coverage_off_and_on(double: DiscordDouble, tmp_path: Path) -> None:
    async with servers(double, tmp_path) as two:
        before = await two.room.answer_to(f"!ask {QUESTION}")
        off = await (await two.boss.slash(two.here, "settings shared", on=False)).reply()
        context = await (await two.room.alice.clicks(before, "Context")).reply()
        only = await two.room.answer_to("!ask what did the chair say of the papers?")
        bread = await two.room.answer_to("!ask what does bread cost?")
        sources = await (await two.room.alice.slash(two.here, "sources")).reply()
        elsewhere = await (await two.room.alice.slash(two.there, "ask", question=QUESTION)).reply()
        two.room.store.remove(list(two.room.store.ids(EVERYONE)), EVERYONE)
        two.room.store.put([encode(LETTER)])
        nothing = await two.room.answer_to(f"!ask {QUESTION}")
        denied = await (await two.room.alice.slash(two.here, "sources")).reply()
        on = await (await two.boss.slash(two.here, "settings shared", on=True)).reply()
        again = await two.room.answer_to(f"!ask {QUESTION}")
    assert ENGLISH.shared_off in off.said and ENGLISH.shared_on in on.said
    assert context.said == ENGLISH.article_gone
    assert HERE in only.said and "Searched 1 article from 1 outlet" in only.said
    assert "Bread" not in bread.said and "Harbour" not in sources.said and "Valley" not in sources.said
    assert SENTENCE in elsewhere.said and SENTENCE in again.said
    assert nothing.said == denied.said == ENGLISH.nothing_of_its_own
    assert double.rejections == []


async def test_only_who_manages_the_server_switches(double: DiscordDouble, tmp_path: Path) -> None:
    async with servers(double, tmp_path) as two:
        for command in double.commands._scopes[""]:
            command["default_member_permissions"] = None  # as a server may set it
        denied = await (await two.room.alice.slash(two.here, "settings shared", on=False)).reply()
        again = await two.room.answer_to(f"!ask {QUESTION}")
    assert denied.said == ENGLISH.settings_denied and SENTENCE in again.said


async def test_a_follow_up_stays_in_what_its_server_sees(double: DiscordDouble, tmp_path: Path) -> None:
    async with servers(double, tmp_path) as two:
        asked = await two.room.alice.says(two.here, f"!ask who met about the {HERE} society?")
        answer = await two.here.next_message(after=asked)
        followed = await two.room.alice.says(two.here, "and what did its chair say?", reply_to=answer)
        reply = await two.here.next_message(after=followed)
    assert HERE in answer.said and HERE in reply.said and THERE not in reply.said
