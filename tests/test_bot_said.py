"""/said on Discord."""

from __future__ import annotations

from pathlib import Path

from articles_with_quotations import EARLY, FIND, LATE, OTHER
from discord_double import DiscordDouble
from worlds import newsroom


async def test_said_quotes_with_speaker_role_outlet_date_and_link(double: DiscordDouble, tmp_path: Path) -> None:
    async with newsroom(double, tmp_path, EARLY, LATE, find_quotations=FIND) as room:
        everyone = await (await room.alice.slash(room.channel, "said", who="milley", about="the letter")).reply()
        private = await (await room.alice.slash(room.channel, "said", who="Whitcomb", private=True)).reply()
    text = everyone.visible_text
    assert "What Mark A. Milley said about “the letter”: Earlier, 2020-01-06:" in text
    assert text.index("“The letter was a mistake,” Milley told reporters.") < text.index("Later, 2020-03-02:")
    assert "said by Mark A. Milley, chairman of the Joint Chiefs of Staff · Harbour Post · 2020-01-06" in text
    said = "%E2%80%9CThe%20letter%20was%20a%20mistake%2C%E2%80%9D%20Milley%20told%20reporters."
    assert f"https://post.example/early#:~:text={said}" in everyone.links
    assert not everyone.ephemeral and private.ephemeral
    assert "The senator said she would vote no." in private.visible_text
    assert double.rejections == []


async def test_said_says_no_honestly(double: DiscordDouble, tmp_path: Path) -> None:
    async with newsroom(double, tmp_path, EARLY, OTHER, find_quotations=FIND) as room:
        nobody = await (await room.alice.slash(room.channel, "said", who="Carl Mileys")).reply()
        several = await (await room.alice.slash(room.channel, "said", who="Milley")).reply()
        date = await (await room.alice.slash(room.channel, "said", who="Milley", since="banana")).reply()
        nothing = await (await room.alice.slash(room.channel, "said", who="Carl Milley", about="submarines")).reply()
        offered = await room.alice.autocompletes(room.channel, "said", "who", "mil")
    assert "nobody called “Carl Mileys” is quoted. Quoted under a similar name: Carl Milley" in nobody.visible_text
    assert "I do not mix them" in several.visible_text and "Mark A. Milley" in several.visible_text
    assert "is not a date that I know" in date.visible_text
    assert "Carl Milley is not quoted on “submarines”" in nothing.visible_text
    assert {choice["name"] for choice in offered} == {"Mark A. Milley", "Carl Milley"}
    assert double.rejections == []
