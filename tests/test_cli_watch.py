"""``coverage-bot watch``: what new articles say about a topic, in the terminal."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from command_line import Ran, coverage_bot, write_articles
from tiny_models import save_tiny_model

NOW = datetime.now(UTC)
TOPIC = "ferry Harrowgate engine"
SAID = "The mayor closed the ferry in Harrowgate because of its engine."
OLD = "The ferry in Harrowgate had a new engine ten years ago."


def article(name: str, text: str, days: int = 0) -> dict[str, str]:
    return {"id": name, "title": "Boats", "text": text, "published": (NOW - timedelta(days=days)).isoformat()}


@dataclass
class Terminal:
    """A command line with an index and a small model."""

    folder: Path
    model: Path

    def __call__(self, *arguments: str) -> Ran:
        environment = {"COVERAGE_ENCODER": str(self.model)}
        return coverage_bot(*arguments, "--index", self.folder / "index", environment=environment)

    def ingest(self, *articles: dict[str, str]) -> None:
        write_articles(self.folder / "articles.jsonl", *articles)
        assert self("ingest", str(self.folder / "articles.jsonl")).status == 0


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save_tiny_model(tmp_path_factory.mktemp("models") / "small", 32)


@pytest.fixture
def terminal(tmp_path: Path, model: Path) -> Terminal:
    return Terminal(tmp_path, model)


def test_once_shows_what_the_last_week_or_the_time_since_a_day_brings(terminal: Terminal) -> None:
    terminal.ingest(article("new", SAID, 1), article("copy", f"Late. {SAID}", 1), article("old", OLD, 30))
    week = terminal("watch", TOPIC, "--once", "--json")
    since = terminal("watch", TOPIC, "--once", "--since", (NOW - timedelta(days=40)).date().isoformat())
    nothing = terminal("watch", "bakery Ostrava", "--once")
    assert [line["citations"][0]["text"] for line in week.json_lines] == [SAID]
    assert week.json_lines[0]["answered"] and week.status == 0 and week.err == ""
    assert since.out.count(SAID) == 1 and OLD in since.out and "Searched " in since.out
    assert (nothing.status, nothing.out) == (0, "")


@pytest.mark.parametrize("arguments", [["?!"], [TOPIC, "--since", "someday"]])
def test_what_cannot_be_watched_is_told_at_once(terminal: Terminal, arguments: list[str]) -> None:
    ran = terminal("watch", *arguments)
    assert ran.status == 2 and ran.out == "" and len(ran.err.splitlines()) == 1


def test_it_goes_on_until_it_is_interrupted_and_prints_what_others_store(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted() -> None:
        raise KeyboardInterrupt

    happens: list[Callable[[], None]] = [
        lambda: terminal.ingest(article("new", SAID)),
        lambda: terminal.ingest(article("copy", f"Late. {SAID}"), article("other", "Bread is dear.")),
        interrupted,
    ]
    terminal.ingest(article("before", OLD))
    monkeypatch.setattr("bot.commands.watching._pause", lambda: happens.pop(0)())
    ran = terminal("watch", TOPIC, "--json")
    assert [line["citations"][0]["text"] for line in ran.json_lines] == [SAID]
    assert ran.status == 130 and ran.err.strip() == "coverage-bot: watching for new articles; Ctrl-C ends it"
