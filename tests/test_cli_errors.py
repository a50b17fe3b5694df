from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import click
import pytest
from command_line import Ran, coverage_bot

from bot.cli import cli

ROOT = Path(__file__).parent.parent


ARTICLE = b'{"title": "Ferry", "text": "The ferry was late on Monday."}'


def start(*arguments: str | Path, **streams: int) -> subprocess.Popen[bytes]:
    # A shell starts what it puts in the background deaf to interrupts, and children inherit that.
    heard = signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        return subprocess.Popen([sys.executable, "-m", "bot", *map(str, arguments)], cwd=ROOT, **streams)  # type: ignore[arg-type]
    finally:
        signal.signal(signal.SIGINT, heard)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "Missing command; see: coverage-bot --help"),
        (("asj",), "No such command 'asj'"),
        (("ask",), "Missing argument 'QUESTION'; see: coverage-bot ask --help"),
        (("ask", "who", "called"), "see: coverage-bot ask --help"),
        (("ask", "x", "--limit", "0"), "--limit"),
        (("ask", "x", "--since", "soon"), "YYYY-MM-DD"),
        (("ask", "x", "--since", "2021-02-01", "--until", "2021-01-01"), "Swap the two dates"),
        (("ask", "?"), "There is no question in that."),
        (("ingest",), "SOURCE"),
        (("remove",), "ID"),
        (("eval", "no-such-file.jsonl"), "no-such-file.jsonl"),
        (("status", "--jsno"), "--json"),
        (("said",), "--who"),
        (("said", "--who", "Milley", "--since", "soon"), "YYYY-MM-DD"),
        (("said", "--who", "?"), "There is no question in that."),
        (("check",), "TEXT"),
        (("compare", "x", "--since", "2021-02-01", "--until", "2021-01-01"), "Swap the two dates"),
        (("timeline", "x", "--until", "soon"), "YYYY-MM-DD"),
        (("watch", "x", "--since", "soon"), "YYYY-MM-DD"),
        (("history",), "ID"),
    ],
)
def test_bad_usage_gets_one_line_and_exit_status_2(arguments: tuple[str, ...], said: str) -> None:
    ran = coverage_bot(*arguments)
    assert (ran.status, ran.out) == (2, "")
    assert len(ran.err.splitlines()) == 1
    assert ran.err.startswith("coverage-bot: ")
    assert said in ran.err


@pytest.mark.parametrize(
    "command",
    [
        ("ask", "who?"), ("chat",), ("status",), ("remove", "x"), ("rebuild",), ("said", "--who", "Quist"),
        ("check", "It was late."), ("compare", "ferry"), ("timeline", "ferry"), ("watch", "ferry", "--once"),
        ("history", "x"),
    ],
)  # fmt: skip
def test_without_an_index_every_command_says_how_to_make_one(tmp_path: Path, command: tuple[str, ...]) -> None:
    ran = coverage_bot(*command, "--index", tmp_path / "none")
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.endswith(f"coverage-bot ingest SOURCE --index {tmp_path / 'none'}\n")
    assert not (tmp_path / "none").exists()


def test_an_index_in_which_nothing_is_left_gets_an_honest_no_and_an_unknown_outlet_one_line(tmp_path: Path) -> None:
    article = ARTICLE.replace(b"{", b'{"id": "one", "outlet": "Post", ', 1)
    assert coverage_bot("ingest", "-", "--index", tmp_path, stdin=article).status == 0
    ran = coverage_bot("said", "--who", "Quist", "--outlet", "Nobody", "--index", tmp_path)
    assert (ran.status, ran.out) == (2, "") and ran.err.startswith("coverage-bot: There is no outlet 'Nobody'")
    assert len(ran.err.splitlines()) == 1
    assert coverage_bot("remove", "one", "--index", tmp_path).status == 0
    for command in (("said", "--who", "Quist"), ("check", "It was late."), ("compare", "ferry"), ("timeline", "ferry")):
        ran = coverage_bot(*command, "--index", tmp_path)
        assert (ran.status, ran.err) == (1, "") and ran.out.strip(), command
    assert coverage_bot("watch", "ferry", "--once", "--index", tmp_path) == Ran(0, "", "")


def test_run_without_a_token_says_where_to_get_one(tmp_path: Path) -> None:
    ran = coverage_bot("run", "--index", tmp_path / "none")
    assert (ran.status, ran.out) == (2, "")
    assert "DISCORD_TOKEN" in ran.err
    assert len(ran.err.splitlines()) == 1


def test_run_without_an_index_says_to_ingest_first(tmp_path: Path) -> None:
    ran = coverage_bot("run", "--index", tmp_path / "none", environment={"DISCORD_TOKEN": "a.b.c"})
    assert ran.status == 2
    assert "coverage-bot ingest" in ran.err
    assert len(ran.err.splitlines()) == 1


def test_a_damaged_database_is_named(tmp_path: Path) -> None:
    (tmp_path / "coverage.db").write_bytes(b"this is not a database" * 100)
    ran = coverage_bot("status", "--index", tmp_path)
    assert ran.status == 2
    assert f"the index in {tmp_path} is damaged" in ran.err


def test_a_mistyped_setting_stops_every_command_that_reads_settings() -> None:
    ran = coverage_bot("status", environment={"COVERAGE_INDX": "/x"})
    assert ran.status == 2
    assert ran.err == "coverage-bot: there is no setting COVERAGE_INDX; did you mean COVERAGE_INDEX?\n"


@click.command()
def _fail() -> None:
    raise RuntimeError("the roof\nfell in")


@pytest.mark.parametrize("debug", ["", "0", "1"])
def test_an_unexpected_error_is_one_line_and_its_traceback_only_shown_on_request(
    monkeypatch: pytest.MonkeyPatch, debug: str
) -> None:
    monkeypatch.setitem(cli.commands, "fail", _fail)
    ran = coverage_bot("fail", environment={"COVERAGE_DEBUG": debug})
    assert ran.status == 2
    last = ran.err.splitlines()[-1]
    assert last.startswith("coverage-bot: internal error: the roof")
    assert last.endswith("run again with COVERAGE_DEBUG=1 for the traceback")
    assert ("Traceback" in ran.err) == (debug == "1")


def test_help_comes_at_once() -> None:
    # What takes seconds to import must not be imported: that holds on any machine, however busy it is.
    listed = "import sys; from bot.cli import run; run(['--help']); print(*sys.modules, file=sys.stderr)"
    ran = subprocess.run([sys.executable, "-c", listed], cwd=ROOT, check=True, capture_output=True, text=True)
    assert "Commands:" in ran.stdout
    slow = "torch transformers sentence_transformers faiss numpy discord pydantic rich sklearn"
    assert set(slow.split()).isdisjoint(ran.stderr.split())


def test_an_interrupt_ends_quietly_with_130(tmp_path: Path) -> None:
    running = start("ingest", "-", "--index", tmp_path, stdin=subprocess.PIPE, stderr=subprocess.PIPE)
    deadline = time.monotonic() + 60
    while not (tmp_path / "coverage.db").exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    time.sleep(0.5)
    running.send_signal(signal.SIGINT)
    _, err = running.communicate(timeout=60)
    assert running.returncode == 130
    assert err.strip() == b""


def test_a_reader_that_went_away_is_no_error(tmp_path: Path) -> None:
    assert coverage_bot("ingest", "-", "--index", tmp_path, stdin=ARTICLE).status == 0
    running = start("status", "--index", tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert running.stdout
    assert running.stderr
    running.stdout.close()
    assert running.wait(timeout=60) == 141
    assert running.stderr.read() == b""
    running.stderr.close()


def test_output_that_the_terminal_cannot_show_is_escaped(tmp_path: Path) -> None:
    environment = os.environ | {"PYTHONIOENCODING": "latin-1"}
    name = tmp_path / "łódź"
    ran = subprocess.run(
        [sys.executable, "-m", "bot", "status", "--index", str(name)], cwd=ROOT, env=environment, capture_output=True
    )
    assert ran.returncode == 2
    assert b"\\u0142\xf3d\\u017a" in ran.stderr
    assert b"Traceback" not in ran.stderr
