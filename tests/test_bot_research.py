"""/check, /compare, /timeline and the menu "Check this quote", as people see them."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from articles_with_quotations import FIND
from discord_double import DiscordDouble
from PIL import Image
from stores import ingest
from worlds import BREAD, LETTER, Newsroom, newsroom

from bot import research
from bot.words import ENGLISH, GERMAN
from index.ingest.article import Article

QUOTED = Article(
    source="quoted.txt",
    id="quoted",
    title="Mayor Opens the Bridge",
    text="“The river gave us nine months, and we needed eight,” Mayor Ada Quist said on Monday. The bridge is open.",
    outlet="Valley Courier",
    url="https://valley.example/bridge",
    published="2020-01-08",
)
COPY = replace(QUOTED, id="copy", source="copy.txt", outlet="Hill Herald", url=None, published="2020-01-09")
OTHER = replace(
    BREAD, id="other", source="other.txt", title="Bridge", outlet="Harbour Post",
    text="The bridge over the river was closed in 2018. It opened again on Monday.", published="2020-01-07",
)  # fmt: skip


def events(many: int) -> list[Article]:
    return [
        replace(
            BREAD, id=f"e{n}", source=f"e{n}", url=None, outlet=f"Paper {n % 11}",
            published=f"2020-02-{1 + n % 28:02d}", title=f"Ferry Number {n}",
            text=f"Ferry number {n} sank on Feb. {1 + n % 28}, 2019, near the town of Selby{n}. Nobody was hurt then.",
        )
        for n in range(many)
    ]  # fmt: skip


async def check(room: Newsroom, text: str, **options: object) -> str:
    return (await (await room.alice.slash(room.channel, "check", text=text, **options)).reply()).said


async def test_a_quotation_is_exact_altered_somebody_elses_or_not_found(double: DiscordDouble, tmp_path: Path) -> None:
    async with newsroom(double, tmp_path, LETTER, QUOTED, COPY) as room:
        exact = await (await room.alice.slash(room.channel, "check", text="the river gave us nine months…")).reply()
        altered = await check(room, "The river gave us two months, and we needed eight")
        other = await check(room, "Gen. Veltman said: “The river gave us nine months, and we needed eight”")
        right = await check(room, "The river gave us nine months, and we needed eight", who="Quist")
        none = await check(room, "We will rebuild this village before the snow comes")
        empty = await check(room, "…")
    lines = exact.said.split("\n")
    assert lines[0] == ENGLISH.check_exact and lines[1] == QUOTED.text.split(" The bridge")[0]
    assert "said by Ada Quist · Valley Courier" in exact.said and "1 more article has it." in exact.said
    assert exact.links == [
        "https://valley.example/bridge#:~:text=%E2%80%9CThe%20river%20gave%20us,Quist%20said%20on%20Monday."
    ]
    assert altered.startswith(ENGLISH.check_altered) and "The river gave us two nine months" in altered
    assert other.startswith("Said by Ada Quist, not by Gen. Veltman:")
    assert right.startswith(ENGLISH.check_exact)
    assert none.startswith(ENGLISH.check_not_found) and "Searched 3 articles" in none
    assert empty == ENGLISH.question_problems["no_quotation"]
    assert double.rejections == []


async def test_the_menu_checks_the_quotation_in_a_message(double: DiscordDouble, tmp_path: Path) -> None:
    async with newsroom(double, tmp_path, LETTER, QUOTED) as room:
        said = await double.person("bob").says(room.channel, "lol: “The river gave us nine months” @everyone")
        room.alice.user.locale = "de"
        answer = await (await room.alice.uses(said, "Check this quote")).reply()
    assert answer.said.startswith("Geprüft: lol: “The river gave us nine months” @everyone\n" + GERMAN.check_exact)
    assert not answer.pings
    assert double.rejections == []


async def test_each_outlet_is_quoted_once_and_who_is_silent_is_named(double: DiscordDouble, tmp_path: Path) -> None:
    async with newsroom(double, tmp_path, LETTER, QUOTED, COPY, OTHER) as room:
        found = (await (await room.alice.slash(room.channel, "compare", topic="bridge over the river")).reply()).said
        none = (await (await room.alice.slash(room.channel, "compare", topic="football final")).reply()).said
        later = (
            await (await room.alice.slash(room.channel, "compare", topic="bridge", since="2021-01-01")).reply()
        ).said
    assert found.count("Much the same in Hill Herald") == 1 and "Harbour Post" in found and "Valley Courier" in found
    assert none.startswith(ENGLISH.compare_none) and "Not in this index: Harbour Post, Hill Herald, Valley" in none
    assert later.startswith("No article passes the filters")
    assert double.rejections == []


async def test_fifty_outlets_fit_or_are_named(double: DiscordDouble, tmp_path: Path) -> None:
    many = [
        replace(
            LETTER, id=f"{n}", source=f"{n}", url=f"https://a.example/{n}", outlet=f"Paper {n:02d} <@1>",
            text=f"The bridge in town {n} was called a mistake by {n + 100} people, {'so they said ' * (n % 9)}indeed.",
        )
        for n in range(55)
    ]  # fmt: skip
    async with newsroom(double, tmp_path, *many) as room:
        found = await (await room.alice.slash(room.channel, "compare", topic="bridge mistake")).reply()
    assert "No room here for: Paper" in found.said and "5 outlets with fewer articles were not compared." in found.said
    assert not found.pings and double.rejections == []


async def test_events_stand_in_the_order_in_which_they_happened_with_a_picture(
    double: DiscordDouble, tmp_path: Path
) -> None:
    async with newsroom(double, tmp_path, LETTER, QUOTED, OTHER, *events(8)) as room:
        bridge = await (await room.alice.slash(room.channel, "timeline", topic="the bridge and the river")).reply()
        ferry = await (await room.alice.slash(room.channel, "timeline", topic="ferry sank")).reply()
        none = await (await room.alice.slash(room.channel, "timeline", topic="bread prices in winter")).reply()
    assert bridge.said.index("2018 (the day is not known)") < bridge.said.index("6 January 2020")
    assert not bridge.attachments
    days = [line for line in ferry.said.split("\n") if line.endswith("February 2019")]
    assert days == [f"{n} February 2019" for n in range(1, 9)]
    (picture,) = ferry.attachments
    assert picture["description"].startswith("Bars of articles about this by the day on which they came out: Paper")
    assert none.said.startswith(ENGLISH.timeline_none)
    assert double.rejections == []


async def test_many_events_are_cut_honestly(double: DiscordDouble, tmp_path: Path) -> None:
    async with newsroom(double, tmp_path, *events(60)) as room:
        found = await (await room.alice.slash(room.channel, "timeline", topic="ferry sank")).reply()
    shown = found.said.count("sank on Feb.")
    assert 5 < shown < 60 and f"… and {60 - shown} more events" in found.said
    assert double.rejections == []


async def test_a_servers_settings_and_own_coverage_hold_for_research_as_well(
    double: DiscordDouble, tmp_path: Path
) -> None:
    async with newsroom(double, tmp_path, LETTER, QUOTED, OTHER) as room:
        guild, boss = room.channel.guild, double.person("boss")
        assert guild is not None
        guild.admit(boss.user, guild.role("managers", "manage_guild"))
        foreign = replace(QUOTED, id="own", source="own", url=None, owner="guild:77", text="Only ours, said nobody.")
        ingest(room.store, foreign)
        unseen = await check(room, "Only ours, said nobody")
        await (await boss.slash(room.channel, "settings outlets", add="Harbour Post")).reply()
        await (await boss.slash(room.channel, "settings visibility", private=True)).reply()
        hidden = await (await room.alice.slash(room.channel, "check", text="the river gave us nine months")).reply()
        compared = (await (await room.alice.slash(room.channel, "compare", topic="bridge over the river")).reply()).said
        await (await boss.slash(room.channel, "settings channels", add=guild.text_channel("other"))).reply()
        elsewhere = await check(room, "nine months")
    assert unseen.startswith(ENGLISH.check_not_found)
    assert hidden.ephemeral and hidden.said.startswith(ENGLISH.check_not_found) and "Harbour Post)" in hidden.said
    assert "Harbour Post" in compared and "Valley Courier" not in compared
    assert elsewhere.startswith("In this server I answer in")
    assert double.rejections == []


def test_the_picture_is_a_png_that_is_not_empty() -> None:
    from datetime import date

    from index.coverage_picture import coverage_picture

    drawn = coverage_picture({(date(2020, 1, n), f"Paper $ {n % 12}"): n for n in range(1, 29)}, "$title", "more", "-")
    image = Image.open(io.BytesIO(drawn))
    assert image.format == "PNG" and image.size == (880, 440) and len(image.convert("RGB").getcolors(1 << 20)) > 20


async def test_no_command_quotes_an_outlet_that_the_server_has_not_chosen(
    double: DiscordDouble, tmp_path: Path
) -> None:
    async with newsroom(double, tmp_path, LETTER, QUOTED, COPY, OTHER, *events(8), find_quotations=FIND) as room:
        guild, boss = room.channel.guild, double.person("boss")
        assert guild is not None
        guild.admit(boss.user, guild.role("managers", "manage_guild"))
        await (await boss.slash(room.channel, "settings outlets", add="Harbour Post")).reply()
        asked = (
            ("said", {"who": "Ada Quist"}), ("said", {"who": "Veltmann"}), ("check", {"text": QUOTED.text}),
            ("compare", {"topic": "bridge over the river"}), ("timeline", {"topic": "the bridge and the river"}),
            ("timeline", {"topic": "ferry sank"}), ("sources", {}),
            ("ask", {"question": "what did the Valley Courier say about the bridge?"}),
            ("ask", {"question": "what of the brigde and the mayr?"}),
        )  # fmt: skip
        said = [(await (await room.alice.slash(room.channel, name, **options)).reply()) for name, options in asked]
        offered = await room.alice.autocompletes(room.channel, "said", "who", "")
        offered += await room.alice.autocompletes(room.channel, "ask", "outlet", "", question="x")
    shown = " ".join([*(each.said for each in said), str(offered)])
    for other in ("Hill Herald", "Paper", "Mayor Opens", "nine months", "also in"):
        assert other not in shown, other
    assert "Harbour Post" in shown and not any(each.attachments for each in said)
    assert double.rejections == []


async def test_what_was_replaced_between_finding_and_sending_is_looked_for_again(
    double: DiscordDouble, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    new = "“The river gave us nine weeks, and we needed ten,” Mayor Ada Quist said on Tuesday. The bridge is shut."
    found: list[str] = []

    def replacing(name: str, looked: Callable[..., object]) -> Callable[..., object]:
        def look(*arguments: object, **named: object) -> object:
            result = looked(*arguments, **named)
            if name not in found:  # right after the first look, the article is another
                found.append(name)
                ingest(store, replace(QUOTED, text=new if len(found) % 2 else QUOTED.text))
            return result

        return look

    async with newsroom(double, tmp_path, LETTER, QUOTED, find_quotations=FIND) as room:
        store, said = room.store, []
        for name, options in (
            ("check_quotation", {"text": "the river gave us nine"}), ("compare", {"topic": "bridge river mayor"}),
            ("timeline", {"topic": "bridge river mayor"}),
        ):  # fmt: skip
            monkeypatch.setattr(f"bot.research.{name}", replacing(name, getattr(research, name)))
            reply = await (await room.alice.slash(room.channel, name.split("_")[0], **options)).reply()
            said.append(reply.said)
    assert len(found) == 3
    for number, text in enumerate(said, 1):
        assert ("nine weeks" in text) == (number % 2 == 1) and ("nine months" in text) == (number % 2 == 0), text
    assert double.rejections == []
