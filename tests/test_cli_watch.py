"""``coverage-bot watch``: what new articles say about a topic, in the terminal."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from command_line import coverage_bot, write_articles

NOW = datetime.now(UTC)
TOPIC = "who closed the ferry in Harrowgate?"
SAID = "Mayor Ada Quist closed the ferry in Harrowgate on Monday because of its engine."
OLD = "Mayor Ben Orchard closed the ferry in Harrowgate ten years ago."


def article(name: str, text: str, days: int) -> dict[str, str]:
    return {"id": name, "title": "Ferry", "text": text, "published": (NOW - timedelta(days=days)).isoformat()}


def test_once_shows_what_the_last_week_or_the_time_since_a_day_brings(tmp_path: Path) -> None:
    write_articles(
        tmp_path / "a.jsonl",
        article("new", f"Boats are late. {SAID}", 1),
        article("copy", f"Boats are still late. {SAID}", 1),
        article("old", OLD, 30),
    )
    assert coverage_bot("ingest", tmp_path / "a.jsonl", "--index", tmp_path / "index").status == 0
    week = coverage_bot("watch", TOPIC, "--once", "--json", "--index", tmp_path / "index")
    since = coverage_bot("watch", TOPIC, "--once", "--since", "6 weeks ago", "--index", tmp_path / "index")
    assert [line["citations"][0]["text"] for line in week.json_lines] == [SAID]
    assert week.json_lines[0]["answered"] and week.status == 0 and week.err == ""
    assert SAID in since.out and OLD in since.out and since.out.count(SAID) == 1 and "Searched " in since.out
    nothing = coverage_bot("watch", "who opened a bakery in Ostrava?", "--once", "--index", tmp_path / "index")
    assert (nothing.status, nothing.out) == (0, "")


@pytest.mark.parametrize("arguments", [["?!"], [TOPIC, "--since", "someday"]])
def test_what_cannot_be_watched_is_told_at_once(tmp_path: Path, arguments: list[str]) -> None:
    ran = coverage_bot("watch", *arguments, "--index", tmp_path)
    assert ran.status == 2 and ran.out == "" and len(ran.err.splitlines()) == 1


def test_it_goes_on_until_it_is_interrupted_and_prints_what_another_process_stores(tmp_path: Path) -> None:
    index = tmp_path / "index"
    write_articles(tmp_path / "a.jsonl", article("before", f"Boats are late. {OLD}", 0))
    write_articles(tmp_path / "b.jsonl", article("new", f"Boats are late. {SAID}", 0))
    assert coverage_bot("ingest", tmp_path / "a.jsonl", "--index", index).status == 0
    command = [sys.executable, "-m", "bot", "watch", TOPIC, "--json", "--index", str(index)]
    kept = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_")}
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=kept) as watch:
        assert watch.stdout is not None and watch.stderr is not None
        try:
            assert "Ctrl-C ends it" in watch.stderr.readline()
            assert coverage_bot("ingest", tmp_path / "b.jsonl", "--index", index).status == 0
            found = json.loads(watch.stdout.readline())
            watch.send_signal(signal.SIGINT)
            assert watch.wait(10) == 130
            assert watch.stdout.read() == "" and watch.stderr.read() == ""
        finally:
            watch.kill()
    assert found["citations"][0]["text"] == SAID
