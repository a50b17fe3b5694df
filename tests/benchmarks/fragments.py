"""Whether links open at the very sentence: `python -m tests.benchmarks.fragments [--sentences 200]`.

Sentences are drawn from the demonstration articles and the news set, a fifth of them from articles in which they stand
twice. Each link is opened in headless Chromium (on the PATH; Debian's package `chromium`) on a page of loopback with
what news sites put around an article. Exit status 1 if one marks anything but its sentence.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import sys
from dataclasses import replace
from pathlib import Path

TESTS = Path(__file__).parent.parent
sys.path[:0] = [str(TESTS), str(TESTS.parent)]

from chromium import CHROMIUM, chromium  # noqa: E402  # the tests' own modules are found by the line above

from index.document import Document, Span  # noqa: E402
from index.errors import SourceError  # noqa: E402
from index.fragment import sentence_link  # noqa: E402
from index.ingest.sources import read_sources  # noqa: E402
from index.split import split  # noqa: E402

SOURCES = (TESTS.parent / "bot" / "demo" / "articles.jsonl", TESTS / "news" / "articles.jsonl")


def documents() -> list[Document]:
    """The articles that sentences are drawn from."""
    read = read_sources([str(path) for path in SOURCES], sys.stdin.buffer)
    return [
        Document(
            each.id or each.source, each.title, each.text, each.outlet, each.author, each.url or "https://a.example/"
        )
        for each in read
        if not isinstance(each, SourceError)
    ]


def drawn(many: int, seed: int) -> list[tuple[Document, Span]]:
    """Sentences with their articles; every fifth stands in its article twice, and the second one is meant."""
    chance, found = random.Random(seed), []
    articles = documents()
    for number in range(many):
        document = chance.choice(articles)
        sentence = chance.choice(split(document))
        span = Span(sentence.start, sentence.end)
        if number % 5 == 4:
            again = f"{document.text}\n\nAn earlier version said: {sentence.text} That was so."
            start = again.rindex(sentence.text)
            document, span = replace(document, text=again), Span(start, start + len(sentence.text))
        found.append((document, span))
    return found


async def measure(cases: list[tuple[Document, Span]]) -> list[tuple[Document, Span, str]]:
    """Return the cases whose link marks anything but the sentence, with the link."""
    wrong = []
    async with chromium() as browser:
        for document, span in cases:
            link = sentence_link(document, span) or ""
            marked = await browser.opens(document, link, span)
            if not marked.right:
                wrong.append((document, span, f"{link} {marked}"))
    return wrong


def main() -> int:
    """Print how many links were right, and those that were not."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sentences", type=int, default=200)
    parser.add_argument("--seed", type=int, default=7)
    chosen = parser.parse_args()
    if CHROMIUM is None:
        sys.exit("there is no chromium on the PATH; on Debian: apt-get install chromium")
    cases = drawn(chosen.sentences, chosen.seed)
    wrong = asyncio.run(measure(cases))
    for document, span, told in wrong:
        print(f"{document.id} {document.text[span.start : span.end]!r}\n  {told}")
    lengths = sorted(len(sentence_link(document, span) or "") - len(document.url or "") for document, span in cases)
    named = sum(":~:" in (sentence_link(document, span) or "") for document, span in cases)
    print(
        f"{len(cases)} sentences: {named} with a fragment, {len(cases) - len(wrong)} mark the sentence and nothing else"
    )
    print(f"characters that a fragment adds: median {lengths[len(lengths) // 2]}, longest {lengths[-1]}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
