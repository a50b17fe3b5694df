"""Render the README's pictures from the bot's real messages: `python docs/pictures/render.py`.

The bot answers over the demonstration articles, on the tests' Discord; what it sends is laid out as Discord does and
photographed by headless Chromium (`chromium` on the PATH; on Debian the packages `chromium` and
`fonts-noto-color-emoji`).
"""

from __future__ import annotations

import asyncio
import html
import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
sys.path[:0] = [str(ROOT / "tests"), str(ROOT)]

from discord_double import Asked, DiscordDouble, Person, SeenMessage, connected, running_double  # noqa: E402
from markdown_it import MarkdownIt  # noqa: E402
from PIL import Image, ImageChops  # noqa: E402

from bot.bridge import Bridge  # noqa: E402
from bot.cli import Parts  # noqa: E402
from bot.client import CoverageBot  # noqa: E402
from index.ingest.sources import read_sources  # noqa: E402

ARTICLES = ROOT / "bot" / "demo" / "articles.jsonl"
ANSWERED = "who called it a mistake?"
REFUSED = "how much does a loaf of bread cost?"
FOLLOWED_UP = ("who threatened Iraq with sanctions?", "and when did he say that?")
SCALE, WIDTH, HEIGHT, MARGIN = 2, 660, 900, 16
CONTAINER, ROW, TEXT, BUTTON = 17, 1, 10, 2
_TIMESTAMP = re.compile(r"&lt;t:(\d+)(?::\w)?&gt;")
_SMALL = re.compile(r"^-# (.*)$", re.MULTILINE)


@dataclass(frozen=True)
class Line:
    """One message of a conversation; `asked` is what stands above an answer to a command."""

    author: str
    body: str
    bot: bool = False
    asked: str = ""


async def conversations() -> dict[str, list[Line]]:
    """Ask the bot, and return each picture's conversation by its name."""
    with tempfile.TemporaryDirectory() as folder:
        parts = Parts(Path(folder))
        with parts.store(create=True) as store:
            list(parts.ingestor(store).ingest(read_sources([str(ARTICLES)], sys.stdin.buffer)))
        with parts.answerer() as answerer:
            async with (
                running_double() as double,
                Bridge(answerer) as bridge,
                connected(lambda: CoverageBot(bridge), double, timeout=60),
            ):
                pictures = await _asked(double)
    return pictures


async def _asked(double: DiscordDouble) -> dict[str, list[Line]]:
    channel, alice = double.guild("Newsroom").text_channel("general"), double.person("alice")
    pictures = {}
    for name, question in (("answer", ANSWERED), ("refusal", REFUSED)):
        asked: Asked = await alice.slash(channel, "ask", question=question)
        pictures[name] = [_from_bot(await asked.reply(timeout=30), asked=f"/ask {question}")]
    pictures["follow-up"] = [line for question in FOLLOWED_UP for line in await _direct(alice, question)]
    return pictures


async def _direct(alice: Person, question: str) -> list[Line]:
    said = await alice.direct_message(question)
    answer = await alice.direct_channel.next_message(after=said, timeout=30)
    return [Line("Alice", html.escape(question)), _from_bot(answer)]


def _from_bot(message: SeenMessage, asked: str = "") -> Line:
    return Line("coverage", "".join(map(component, message.components)), bot=True, asked=asked)


def component(part: dict[str, Any]) -> str:
    """Return one of Discord's components, with those in it, as HTML.

    Raises:
        ValueError: It is of a kind that the bot did not use when this was written.
    """
    inner = "".join(map(component, part.get("components", [])))
    if part["type"] == TEXT:
        return f'<div class="text">{markdown(part["content"])}</div>'
    if part["type"] == BUTTON:
        label = html.escape(part.get("label") or (part.get("emoji") or {}).get("name", ""))
        return f'<span class="button">{label}</span>'
    if part["type"] in (CONTAINER, ROW):
        return f'<div class="{"container" if part["type"] == CONTAINER else "row"}">{inner}</div>'
    raise ValueError(f"no picture of components of type {part['type']} yet")


def markdown(text: str) -> str:
    """Return Discord's markdown as HTML: CommonMark with kept line breaks, small print and timestamps."""
    rendered = MarkdownIt("commonmark", {"breaks": True}).render(_SMALL.sub(r"SMALL(\1)LLAMS", text))
    rendered = rendered.replace("SMALL(", "<small>").replace(")LLAMS", "</small>")
    return _TIMESTAMP.sub(lambda match: f'<span class="time">{_day(int(match[1]))}</span>', rendered)


def _day(seconds: int) -> str:
    moment = datetime.fromtimestamp(seconds, UTC)
    return f"{moment:%B} {moment.day}, {moment.year}"


def page(lines: list[Line]) -> str:
    """Return a conversation as a page."""
    style = (HERE / "discord.css").read_text("utf-8")
    return f'<!doctype html><meta charset="utf-8"><style>{style}</style>' + "".join(map(_message, lines))


def _message(line: Line) -> str:
    app = '<span class="app">APP</span>' if line.bot else ""
    asked = f'<div class="asked"><b>Alice</b> used <b>{html.escape(line.asked)}</b></div>' if line.asked else ""
    kind = "bot" if line.bot else "person"
    return (
        f'<div class="message">{asked}<div class="face {kind}">{line.author[0].upper()}</div>'
        f'<div class="body"><b class="name">{line.author}</b>{app}<div>{line.body}</div></div></div>'
    )


def photograph(content: str, picture: Path) -> None:
    """Render a page with Chromium and cut off what is empty below it."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "page.html"
        source.write_text(content, "utf-8")
        options = ["--headless", "--no-sandbox", "--hide-scrollbars", f"--force-device-scale-factor={SCALE}"]
        options += [f"--window-size={WIDTH},{HEIGHT}", f"--screenshot={picture}", source.as_uri()]
        subprocess.run(["chromium", *options], check=True, capture_output=True)
    with Image.open(picture) as whole:
        drawn = whole.convert("RGB")
    background = Image.new("RGB", drawn.size, drawn.getpixel((0, drawn.height - 1)))
    bottom = (ImageChops.difference(drawn, background).getbbox() or (0, 0, 0, drawn.height))[3]
    cut = drawn.crop((0, 0, drawn.width, min(bottom + SCALE * MARGIN, drawn.height)))
    cut.quantize(128).save(picture, optimize=True)


def main() -> None:
    """Make all pictures."""
    for name, lines in asyncio.run(conversations()).items():
        photograph(page(lines), HERE / f"{name}.png")


if __name__ == "__main__":
    main()
