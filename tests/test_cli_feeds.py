"""``feed`` and ``update`` as a person sees them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from command_line import Ran, coverage_bot
from publishers import Publisher
from tiny_models import save_tiny_model
from web import Web

HOST = "127.0.0.1"


@dataclass
class Terminal:
    """A command line with an index and a small model, and a publisher that it may visit."""

    index: Path
    model: Path
    web: Web
    post: Publisher

    def __call__(self, *arguments: str) -> Ran:
        environment = {"COVERAGE_ENCODER": str(self.model), "COVERAGE_PRIVATE_HOSTS": f"{HOST}:{self.web.port}"}
        return coverage_bot(*arguments, "--index", self.index, environment=environment)


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save_tiny_model(tmp_path_factory.mktemp("models") / "small", 32)


@pytest.fixture
def terminal(tmp_path: Path, model: Path) -> Iterator[Terminal]:
    with Web() as web:
        post = Publisher(web, HOST)
        post.publish(1)
        yield Terminal(tmp_path / "index", model, web, post)


def test_a_feed_is_added_updated_listed_and_removed(terminal: Terminal) -> None:
    ran = terminal("feed", "add", terminal.post.feed_url, "--outlet", "The Post", "--every", "30m")
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.startswith("following The Post (") and "every 30m, 1 item in it now" in ran.out

    listed = terminal("feed", "list")
    assert terminal.post.feed_url in listed.out and "last success never, due now" in listed.out

    ran = terminal("update")
    assert terminal("status", "--json").json["without_quotations"] == 0
    assert ran == Ran(
        0,
        "1 feed updated, 0 failed: 1 article stored (0 from summaries), 0 replaced, 0 unchanged, 0 withdrawn\n",
        "",
    )
    answer = terminal("ask", "who called it a mistake?", "--json").json
    document = answer["citations"][0]["document"]
    assert (document["outlet"], document["url"]) == ("The Post", terminal.post.story_url(1))
    assert document["from_summary"] is False

    terminal.web.serve("/feed.xml", "down", status=500, host=HOST)
    assert terminal("update").out.startswith("0 feeds updated, 0 failed")  # not due
    ran = terminal("update", "--all")
    assert ran.status == 0 and ran.out.startswith("0 feeds updated, 1 failed")
    assert ran.err.startswith(f"coverage-bot: {terminal.post.feed_url}: ") and len(ran.err.splitlines()) == 1

    feed = terminal("feed", "list", "--json").json
    assert (feed["outlet"], feed["every"], feed["failures"], feed["owner"]) == ("The Post", 1800.0, 1, None)
    assert "500" in feed["last_error"] and feed["last_success"] < feed["next_due"]
    assert "failed 1 time in a row: " in terminal("feed", "list").out

    ran = terminal("feed", "remove", feed["id"])
    assert (ran.status, ran.out) == (0, f"{terminal.post.feed_url} is followed no longer; its articles stay\n")
    assert terminal("feed", "list").err.startswith("coverage-bot: no feed is followed")
    assert terminal("status", "--json").json["documents"] == 1


def test_a_citation_from_a_summary_says_so(terminal: Terminal) -> None:
    terminal.web.serve("/story/1", "down", status=503, host=HOST)
    assert terminal("feed", "add", terminal.post.feed_url).status == 0
    ran = terminal("update")
    assert "1 article stored (1 from summaries)" in ran.out and "/story/1" in ran.err
    assert "from the feed’s summary, not the whole article" in terminal("ask", "is the captain angry?").out
    (first, *_) = terminal("ask", "is the captain angry?", "--json").json["citations"]
    assert first["document"]["from_summary"] is True


def test_feed_test_shows_what_would_be_taken_and_stores_nothing(terminal: Terminal) -> None:
    ran = terminal("feed", "test", terminal.post.feed_url)
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.startswith("Harbour Post: 1 item\n2 March 2026: Ferry 1\n")
    assert "characters of text.\nNothing was stored.\n" in ran.out
    assert not terminal.index.exists()


def test_what_is_no_feed_is_not_added(terminal: Terminal) -> None:
    terminal.web.serve(
        "/", '<html><head><link rel="alternate" type="application/rss+xml" href="/feed.xml"></head></html>'
    )
    ran = terminal("feed", "add", terminal.web.url("/", HOST))
    assert ran.status == 2
    assert f"is a web page, not a feed; it links to: {terminal.post.feed_url}" in ran.err
    assert terminal("feed", "list", "--json").out == ""


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["feed", "add"], "Missing argument 'URL'"),
        (["feed", "add", "http://a.example/", "--every", "soon"], "write a number with s, m, h or d"),
        (["feed", "add", "http://a.example/", "--every", "1s"], "choose between 1m and 30d"),
        (["feed", "add", "ftp://a.example/"], "ftp://a.example/"),
        (["feed", "add", "http://127.0.0.1:9/"], "127.0.0.1"),
        (["feed", "remove", "nothing"], "is no feed that is followed"),
        (["feed", "refresh"], "No such command 'refresh'"),
        (["update", "now"], "unexpected extra argument"),
    ],
)
def test_bad_usage_ends_with_2_and_one_line(tmp_path: Path, arguments: list[str], said: str) -> None:
    ran = coverage_bot(*arguments, "--index", tmp_path / "index")
    assert (ran.status, ran.out) == (2, "")
    assert said in ran.err and len(ran.err.splitlines()) == 1


def test_an_update_without_feeds_says_how_to_add_one(terminal: Terminal) -> None:
    ran = terminal("update")
    assert ran.status == 0
    assert ran.err == "coverage-bot: no feed is followed; add one with: coverage-bot feed add URL\n"
    assert json.loads(terminal("status", "--json").out)["documents"] == 0


@pytest.mark.parametrize(
    ("content", "said"), [(b"not a database, but long enough to be one" * 30, "cannot be used"), (None, "newer")]
)
def test_a_file_of_feeds_that_cannot_be_used_is_one_line(tmp_path: Path, content: bytes | None, said: str) -> None:
    file = tmp_path / "feeds.db"
    if content is None:
        with closing(sqlite3.connect(file)) as connection:
            connection.execute("PRAGMA user_version = 99")
    else:
        file.write_bytes(content)
    ran = coverage_bot("feed", "list", "--index", tmp_path)
    assert (ran.status, ran.out) == (2, "")
    assert said in ran.err and len(ran.err.splitlines()) == 1
