"""Whatever the bytes are, the answer is an article or an error in one line, never an exception."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sources import PAGE, read, write

from index.errors import SourceError
from index.ingest.article import Article
from index.ingest.fields import MAX_TITLE, iso_date, web_address

MARKS = [
    *("---\n", "title: ", "date: ", "2020-01-07", "&a ", "*a ", "[", "]", "{", "}", '"', ":", ",", "\n", "\n\n"),
    *("# ", "- ", "> ", "1. ", "|a|\n|-|\n", "**", "![", "](x)", "`", "```\n", "<!--", "-->", "&amp;", "\\"),
    *("<p>", "</p>", "<article>", "<html>", "<body>", "<table><tr><td>", "<ul><li>", "<br>", "<script>", "<![CDATA["),
    *('"text"', '"title"', '"articles"', '"html"', "null", "1e999", "\\ud800", "\\u0000", "word. ", "\ufeff", "\x0b"),
    *('<meta charset="utf-16">', '<?xml version="1.0" encoding="utf-7"?>', "<title>", "é", "🎉", "\u2028", "ع"),
]
SOUP = st.lists(st.sampled_from(MARKS), max_size=40).map("".join)
SOUP_BYTES = SOUP.flatmap(lambda text: st.sampled_from([text.encode(), text.encode("utf-16"), text.encode() + b"\xe9"]))
CUT = st.integers(0, len(PAGE)).map(lambda length: PAGE.encode()[:length])
CONTENT = st.binary(max_size=200) | SOUP_BYTES | CUT


@pytest.mark.parametrize("suffix", [".txt", ".md", ".html", ".json", ".jsonl"])
def test_any_bytes_give_articles_or_errors(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"a{suffix}"

    @settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(CONTENT)
    def check(content: bytes) -> None:
        outcomes = read(write(path, content))
        assert outcomes
        for outcome in outcomes:
            assert_fit(outcome)

    check()


def assert_fit(outcome: Article | SourceError) -> None:
    if isinstance(outcome, SourceError):
        assert str(outcome).encode() and "\n" not in str(outcome)
        return
    assert outcome.title == " ".join(outcome.title.split()) and 0 < len(outcome.title) <= MAX_TITLE
    assert outcome.text.strip() and outcome.text.encode() and "\0" not in outcome.text
    assert outcome.published is None or iso_date(outcome.published) == outcome.published
    assert outcome.url is None or web_address(outcome.url) == outcome.url
