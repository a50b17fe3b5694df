from __future__ import annotations

import io
import json
from collections.abc import Sequence
from pathlib import Path

from index.errors import SourceError
from index.ingest.article import Article
from index.ingest.sources import read_sources

BODY = "The council voted to close the bridge. Mayor Jo Park called it “a mistake”."

PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Council votes to close bridge | The Harbour Post</title>
<meta property="og:title" content="Council votes to close bridge">
<meta property="og:site_name" content="The Harbour Post">
<meta name="author" content="Ann Lee">
<meta property="article:published_time" content="2020-01-07T08:30:00+01:00">
<link rel="canonical" href="https://www.harbourpost.example/bridge">
</head>
<body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/news">News</a></li></ul></nav>
<article>
<h1>Council votes to close bridge</h1>
<p>The council voted on <b>Monday</b> to <a href="/x">close the bridge</a>, a step that Mayor
Jo Park called “a mistake”.</p>
<h2>What happens next</h2>
<p>Work starts in May &amp; ends in June, engineers said at the meeting on the harbour.</p>
<ul><li>The ferry runs every ten minutes.</li><li>Buses are free.</li></ul>
<table><tr><th>Year</th><th>Cost</th></tr><tr><td>2020</td><td>4 million</td></tr></table>
</article>
<footer>© 2019 The Harbour Post</footer>
</body>
</html>
"""


def write(path: Path, content: str | bytes | object) -> Path:
    """A file with bytes as they are, text as UTF-8, or anything else as JSON."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if isinstance(content, bytes):
        path.write_bytes(content)
    else:
        path.write_bytes((content if isinstance(content, str) else json.dumps(content)).encode())
    return path


def read(*sources: Path | str, stdin: bytes = b"") -> list[Article | SourceError]:
    return list(read_sources([str(source) for source in sources], io.BytesIO(stdin)))


def read_one(path: Path) -> Article:
    (article,) = read(path)
    assert isinstance(article, Article), article
    return article


def complaint(*sources: Path | str, stdin: bytes = b"") -> str:
    """The one error that the sources give, as a person sees it."""
    (error,) = read(*sources, stdin=stdin)
    assert isinstance(error, SourceError), error
    assert "\n" not in str(error)
    return str(error)


def titles(outcomes: Sequence[Article | SourceError]) -> list[str]:
    return [outcome.title for outcome in outcomes if isinstance(outcome, Article)]


def complaints(outcomes: Sequence[Article | SourceError]) -> list[str]:
    return [str(outcome) for outcome in outcomes if isinstance(outcome, SourceError)]
