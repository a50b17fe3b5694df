"""A real headless Chromium on pages of loopback: which characters of an article a text fragment marks.

The page shows an article as a news site does: navigation, headline, byline, the paragraphs with links and emphasis in
them, a notice in the middle, and other headlines below. What the browser marks is read off a screenshot, in which the
marked text has a background of its own, and compared with where the wanted characters stand.
"""

from __future__ import annotations

import asyncio
import base64
import html
import io
import itertools
import json
import re
import shutil
import tempfile
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import numpy as np
from aiohttp import ClientSession, ClientWebSocketResponse, web
from PIL import Image

from index.document import Document, Span

CHROMIUM = shutil.which("chromium")
_MARK = (255, 0, 255)
_NEAR = 3  # pixels by which a mark may stand out of a line's box
_OPTIONS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--remote-debugging-port=0",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--hide-scrollbars",
)  # fmt: skip
_STYLE = f"""
body {{ font: 15px/22px monospace; color: #000; background: #fff; width: 720px; margin: 20px }}
::target-text {{ background: rgb{_MARK}; color: #000 }}
"""
_RECTANGLES = """
(wanted) => wanted.flatMap(([id, start, end]) => {
  const walker = document.createTreeWalker(document.getElementById(id), NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  let at = 0, begun = false;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const length = node.data.length;
    if (!begun && start < at + length) { range.setStart(node, start - at); begun = true; }
    if (begun && end <= at + length) { range.setEnd(node, end - at); break; }
    at += length;
  }
  return [...range.getClientRects()].map((each) => [each.left, each.top, each.right, each.bottom]);
})
"""


@dataclass(frozen=True)
class Marked:
    """What the browser did: how much of the wanted text's area it marked, and how much elsewhere (pixels)."""

    share: float
    elsewhere: int
    in_view: bool

    @property
    def right(self) -> bool:
        return self.share > 0.5 and self.elsewhere == 0 and self.in_view


@dataclass
class Browser:
    """Chromium with one page open, and the server that its pages come from."""

    socket: ClientWebSocketResponse
    session: str
    pages: dict[str, str]
    address: str
    _numbers: itertools.count[int] = field(default_factory=lambda: itertools.count(100))

    async def opens(self, document: Document, link: str, wanted: Span) -> Marked:
        """Open a link to a document's page, and compare what is marked with the wanted span of its text."""
        name = f"/{next(self._numbers)}"
        self.pages[name] = page(document)
        _, _, fragment = link.partition("#")
        # A page that was just left with the same address would not be loaded again: each has its own.
        await self.call("Page.navigate", url=f"{self.address}{name}#{fragment}")
        await self._loaded()
        shot = await self.call("Page.captureScreenshot", format="png")
        pixels = np.asarray(Image.open(io.BytesIO(base64.b64decode(shot["data"]))).convert("RGB"), dtype=int)
        expression = f"({_RECTANGLES})({json.dumps(places(document, wanted))})"
        found = await self.call("Runtime.evaluate", expression=expression, returnByValue=True)
        return compared(pixels, found["result"]["value"])

    async def _loaded(self) -> None:
        # Two frames after everything is loaded: the fragment is looked for in the first of them.
        ready = (
            "new Promise(done => { const go = () => requestAnimationFrame(() => requestAnimationFrame(() => done(1)));"
            " document.readyState === 'complete' ? go() : addEventListener('load', go) })"
        )
        await self.call("Runtime.evaluate", expression=ready, awaitPromise=True)

    async def call(self, method: str, **parameters: object) -> Mapping[str, object] | dict:
        number = next(self._numbers)
        request = {"id": number, "method": method, "params": parameters}
        await self.socket.send_json(request | ({"sessionId": self.session} if self.session else {}))
        async with asyncio.timeout(30):
            while True:
                told = await self.socket.receive_json()
                if told.get("id") == number:
                    assert "error" not in told, told
                    return told["result"]


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """A browser with an empty page; it ends with the block."""
    pages: dict[str, str] = {}

    async def serve(request: web.Request) -> web.Response:
        return web.Response(text=pages.get(request.path, ""), content_type="text/html", charset="utf-8")

    application = web.Application()
    application.router.add_get("/{name}", serve)
    runner = web.AppRunner(application)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        process = await asyncio.create_subprocess_exec(
            str(CHROMIUM), *_OPTIONS, "--window-size=800,1000", f"--user-data-dir={folder}", "about:blank",
            stderr=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.DEVNULL,
        )  # fmt: skip
        try:
            async with ClientSession() as client, client.ws_connect(await _debugger(process), max_msg_size=0) as socket:
                browser = Browser(socket, "", pages, f"http://127.0.0.1:{port}")
                target = await browser.call("Target.createTarget", url="about:blank")
                attached = await browser.call("Target.attachToTarget", targetId=target["targetId"], flatten=True)
                browser.session = str(attached["sessionId"])
                yield browser
        finally:
            process.terminate()
            await process.wait()
            await runner.cleanup()


async def _debugger(process: asyncio.subprocess.Process) -> str:
    assert process.stderr is not None
    async with asyncio.timeout(30):
        while line := await process.stderr.readline():
            found = re.search(rb"DevTools listening on (ws://\S+)", line)
            if found:
                return found[1].decode()
    raise AssertionError("Chromium did not start")


def page(document: Document) -> str:
    """The article as a page with what news sites put around it."""
    shown = [html.escape(line.strip()) for line in document.text.splitlines()]
    paragraphs = [_decorated(line, at) for at, line in enumerate(shown) if line]
    notice = "<aside><p>Advertisement</p><p>Sign up for our newsletter today.</p></aside>"
    paragraphs.insert(len(paragraphs) // 2, notice)
    return (
        f"<!doctype html><html><head><title>{html.escape(document.title)}</title><style>{_STYLE}</style></head><body>"
        f"<nav><a href=/>Home</a> <a href=/>World</a></nav><h1>{html.escape(document.title)}</h1>"
        f"<p>By {html.escape(document.author or 'our staff')}</p>{''.join(paragraphs)}"
        "<section><h2>More on this</h2><p>Readers write in</p><p>The week in pictures</p></section>"
        f"<footer style='height:1500px'>All rights reserved</footer></body></html>"
    )


def _decorated(line: str, at: int) -> str:
    """A paragraph; a word or two of it are a link or stressed, and its source is wrapped."""
    words = line.split(" ")
    for number, (before, after) in {5: ("<a href=/>", "</a>"), 11: ("<em>", "</em>")}.items():
        if len(words) > number and (at + number) % 2:
            words[number] = f"{before}{words[number]}{after}"
    lines = [" ".join(words[start : start + 14]) for start in range(0, len(words), 14)]
    return f"<p id=p{at}>" + "\n".join(lines) + "</p>"


def places(document: Document, wanted: Span) -> list[tuple[str, int, int]]:
    """Where a span stands: element, first and last character of its text, for each paragraph that it touches."""
    found, at = [], 0
    for number, line in enumerate(document.text.splitlines(keepends=True)):
        text = line.strip()
        begin = at + len(line) - len(line.lstrip())
        start, end = max(wanted.start, begin), min(wanted.end, begin + len(text))
        if start < end:
            found.append((f"p{number}", start - begin, end - begin))
        at += len(line)
    return found


def compared(pixels: np.ndarray, rectangles: list[tuple[float, float, float, float]]) -> Marked:
    """How what is marked lies to where the wanted text stands."""
    marked = (np.abs(pixels - np.array(_MARK)).sum(axis=2) < 30).astype(int)
    wanted = np.zeros_like(marked)
    near = np.zeros_like(marked)
    for left, top, right, bottom in rectangles:
        columns, rows = (
            slice(max(round(left), 0), max(round(right), 0)),
            slice(max(round(top), 0), max(round(bottom), 0)),
        )
        wanted[rows, columns] = 1
        near[max(rows.start - _NEAR, 0) : rows.stop + _NEAR, max(columns.start - _NEAR, 0) : columns.stop + _NEAR] = 1
    area = int(wanted.sum())
    visible = bool(rectangles) and any(0 <= top < pixels.shape[0] for _, top, _, _ in rectangles)
    return Marked(int((marked & wanted).sum()) / area if area else 0.0, int((marked & (1 - near)).sum()), visible)
