from __future__ import annotations

import re
from pathlib import Path

import pytest
from discord_double import DiscordDouble, SeenMessage
from worlds import BREAD, LETTER, QUESTION, SENTENCE, OverlapReader, newsroom


def said(message: SeenMessage) -> str:
    """What a message says, but for how long it took."""
    return re.sub(r"\d+ ms", "… ms", message.said)


async def test_all_four_ways_of_asking_get_the_same_words(double: DiscordDouble, tmp_path: Path) -> None:
    async with newsroom(double, tmp_path, LETTER, BREAD) as room:
        slash = await (await room.alice.slash(room.channel, "ask", question=QUESTION)).reply()
        command = await room.alice.says(room.channel, f"!ask {QUESTION}")
        to_command = await room.channel.next_message(after=command)
        mention = await room.alice.says(room.channel, f"{double.bot.mention} {QUESTION}")
        to_mention = await room.channel.next_message(after=mention)
        direct = await room.alice.direct_message(QUESTION)
        to_direct = await room.alice.direct_channel.next_message(after=direct)
    assert SENTENCE in said(slash)
    assert said(slash) == said(to_command) == said(to_mention) == said(to_direct)
    assert [to_command.reference, to_mention.reference, to_direct.reference] == [command.id, mention.id, direct.id]
    assert not slash.pings | to_command.pings | to_mention.pings | to_direct.pings
    assert double.rejections == []


async def test_an_answer_shows_the_sentence_its_article_and_what_was_searched(
    double: DiscordDouble, tmp_path: Path
) -> None:
    async with newsroom(double, tmp_path, LETTER, BREAD) as room:
        answer = await room.answer_to(f"!ask {QUESTION}")
    sentence, title, source, footer = answer.said.split("\n")
    assert sentence == SENTENCE
    assert title == "Army Withdraws Letter About a Withdrawal"
    assert source == "Harbour Post · by Ina Brandt · 2020-01-06"
    assert re.fullmatch(r"Searched 2 articles from 2 outlets, newest 2020-01-06 · \d+ ms", footer)
    assert answer.links == [
        "https://harbourpost.example/letter#:~:text=The%20draft%20was%20never,called%20it%20a%20mistake."
    ]


async def test_a_question_that_is_not_covered_is_refused_with_the_nearest_sentence(
    double: DiscordDouble, tmp_path: Path
) -> None:
    async with newsroom(double, tmp_path, BREAD) as room:
        refusal = await room.answer_to("!ask who won the football match on Monday in the villages?")
    lines = refusal.said.split("\n")
    assert lines[:2] == ["The coverage does not answer this.", "Nearest, not an answer:"]
    assert lines[2] in BREAD.text
    assert lines[-1].startswith("Searched 1 article from 1 outlet, newest")


async def test_filters_choose_what_is_searched_and_are_named(double: DiscordDouble, tmp_path: Path) -> None:
    async with newsroom(double, tmp_path, LETTER, BREAD) as room:
        asked = await room.alice.slash(
            room.channel, "ask", question=QUESTION, outlet="HARBOUR post", since="2020-01-06"
        )
        found = (await asked.reply()).visible_text
        asked = await room.alice.slash(room.channel, "ask", question=QUESTION, until="2020-01-02")
        earlier = (await asked.reply()).visible_text
        asked = await room.alice.slash(room.channel, "ask", question=QUESTION, since="2021-01-01")
        later = (await asked.reply()).visible_text
    assert SENTENCE in found and "Searched 1 article from 1 outlet (outlet Harbour Post, since 6 January 2020)" in found
    assert SENTENCE not in earlier and "until 2 January 2020" in earlier
    assert later == "No article passes the filters (since 1 January 2021). Ask again with wider ones, or with none."


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"outlet": "**Nobody** <@1>"}, "There is no outlet '**Nobody** <@1>' in the index. Outlets: Harbour Post."),
        ({"since": "last *week*"}, "'last *week*' is not a date that I know. Write `since` as YYYY-MM-DD"),
        ({"since": "2020-02-01", "until": "2020-01-01"}, "Swap the two dates."),
    ],
)
async def test_a_filter_that_makes_no_sense_is_explained(
    double: DiscordDouble, tmp_path: Path, options: dict[str, str], words: str
) -> None:
    async with newsroom(double, tmp_path, LETTER) as room:
        asked = await room.alice.slash(room.channel, "ask", question=QUESTION, **options)
        assert words in (await asked.reply()).visible_text


async def test_an_empty_index_says_what_to_do(double: DiscordDouble, tmp_path: Path) -> None:
    async with newsroom(double, tmp_path) as room:
        answer = await room.answer_to(f"!ask {QUESTION}")
    assert answer.visible_text.endswith("the index is empty. Articles come in with: coverage-bot ingest SOURCE")


async def test_a_private_answer_is_seen_by_nobody_else(double: DiscordDouble, tmp_path: Path) -> None:
    async with newsroom(double, tmp_path, LETTER) as room:
        private = await (await room.alice.slash(room.channel, "ask", question=QUESTION, private=True)).reply()
        public = await (await room.alice.slash(room.channel, "ask", question=QUESTION)).reply()
    assert SENTENCE in private.visible_text and private.ephemeral
    assert private.audience is room.alice.user
    assert not public.ephemeral


async def test_slash_asks_in_direct_messages_and_with_a_user_install_anywhere(
    double: DiscordDouble, tmp_path: Path
) -> None:
    async with newsroom(double, tmp_path, LETTER) as room:
        direct = await (await room.alice.slash(room.alice.direct_channel, "ask", question=QUESTION)).reply()
        room.alice.installs_app()
        elsewhere = double.private_channel(room.alice, double.person("bob"))
        private = await (await room.alice.slash(elsewhere, "ask", question=QUESTION)).reply()
        foreign = double.guild("Elsewhere", with_bot=False).text_channel("lobby")
        carol = double.person("carol")
        carol.installs_app()
        abroad = await (await carol.slash(foreign, "ask", question=QUESTION)).reply()
    assert said(direct) == said(private) == said(abroad)
    assert SENTENCE in said(direct)


async def test_typing_is_shown_while_an_answer_is_on_its_way(double: DiscordDouble, tmp_path: Path) -> None:
    async with newsroom(double, tmp_path, LETTER, reader=OverlapReader(seconds=0.2)) as room:
        await room.answer_to(f"!ask {QUESTION}")
        await room.alice.says(room.channel, "not for the bot")
        await room.channel.stays_quiet(0.2)
    assert [who for _, who in room.channel.typing] == [double.bot]


async def test_what_is_not_for_the_bot_is_left_alone(double: DiscordDouble, tmp_path: Path) -> None:
    async with newsroom(double, tmp_path, LETTER) as room:
        robot = double.person("robot")
        robot.user.bot = True
        for text in (QUESTION, "!roll 20", "!asking for a friend", "! ask", "ask who?", "!help", "<@1> who?"):
            await room.alice.says(room.channel, text)
        await robot.says(room.channel, f"!ask {QUESTION}")
        await robot.says(room.channel, f"{double.bot.mention} {QUESTION}")
        asked = await room.alice.says(room.channel, "hello")
        await room.alice.edits(asked, f"!ask {QUESTION}")
        await room.channel.stays_quiet(0.4)


@pytest.mark.parametrize("text", ["!ask", "!ask   ", "{mention}", " {mention} ", "!ask {mention}", "!ASK <:shrug:123>"])
async def test_a_question_without_words_gets_a_hint(double: DiscordDouble, tmp_path: Path, text: str) -> None:
    async with newsroom(double, tmp_path, LETTER) as room:
        answer = await room.answer_to(text.format(mention=double.bot.mention))
    assert answer.visible_text == "Ask me about the coverage in words, for example: who called it a mistake?"


@pytest.mark.parametrize(
    "text", ["!ask {question}", "{mention} !ask {question}", "{question} {mention}", "!Ask\n{question}"]
)
async def test_a_mention_may_stand_anywhere_and_the_command_in_any_case(
    double: DiscordDouble, tmp_path: Path, text: str
) -> None:
    async with newsroom(double, tmp_path, LETTER) as room:
        answer = await room.answer_to(text.format(mention=double.bot.mention, question=QUESTION))
    assert SENTENCE in answer.visible_text


async def test_a_mention_of_the_bots_own_role_asks_too(double: DiscordDouble, tmp_path: Path) -> None:
    guild = double.guild("Roles")
    own, other = guild.role("coverage", mentionable=True), guild.role("readers", mentionable=True)
    plain = own.payload()
    own.payload = lambda: plain | {"managed": True, "tags": {"bot_id": double.bot.id}}  # type: ignore[method-assign]
    guild.admit(double.bot, own, other)
    channel = guild.text_channel("roles")
    async with newsroom(double, tmp_path, LETTER) as room:
        asked = await room.alice.says(channel, f"{own.mention} {QUESTION}")
        answer = await channel.next_message(after=asked)
        await room.alice.says(channel, f"{other.mention} {QUESTION}")
        await channel.stays_quiet(0.3)
    assert SENTENCE in answer.visible_text


async def test_people_and_channels_in_a_question_are_taken_by_name(double: DiscordDouble, tmp_path: Path) -> None:
    reader = OverlapReader()
    async with newsroom(double, tmp_path, LETTER, reader=reader) as room:
        await room.answer_to(f"!ask did {room.alice.mention} in <#{room.channel.id}> call <@77> a mistake?")
    assert reader.read_questions[-1] == "did @Alice in #general call <@77> a mistake?"


HOSTILE = {
    "six thousand characters": "mistake " * 750,
    "emoji only": "😀🎉🔥",
    "Arabic": "من وصفها بأنها خطأ؟",
    "null bytes": "who called\x00 it a mistake\x00?",
    "full-text operators": 'NEAR("it" mistake, 2) OR -who* AND title:a ^b "',
    "an unclosed quotation": 'who "called it a mistake',
    "only operators": "NEAR",
    "markup": "**who** `called` [it](https://evil.example) a ||mistake|| <t:0:R>",
    "everyone": "@everyone @here who called it a mistake?",
    "surrogates and joiners": "who\u202e called\u200d it\ufeff a mistake?",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
async def test_a_hostile_question_gets_a_sane_reply_everywhere(
    double: DiscordDouble, tmp_path: Path, text: str
) -> None:
    async with newsroom(double, tmp_path, LETTER) as room:
        slash = await (await room.alice.slash(room.channel, "ask", question=text[:6000])).reply()
        direct = await room.alice.direct_message(text)
        replies = [slash, await room.alice.direct_channel.next_message(after=direct)]
        replies.append(await room.answer_to(f"!ask {text}"))
        after = await room.answer_to(f"!ask {QUESTION}")
    for reply in replies:
        assert re.search(
            r"Searched 1 article|There is no question in that|That question has [56],\d+ characters", said(reply)
        )
        assert not reply.pings
    assert SENTENCE in after.visible_text
    assert double.rejections == []
