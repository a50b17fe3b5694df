from __future__ import annotations

import re
import shlex
from pathlib import Path

import click
import pytest
from command_line import coverage_bot

from bot.cli import cli
from bot.settings import known_variables

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
# What differs from run to run, or with the reader's weights: how long it took, and scores.
VARYING = (
    re.compile(r"(?:\d+ ms|\d+\.\d s)$", re.MULTILINE),
    re.compile(r'"(?:score|milliseconds)": [\d.e-]+'),
    re.compile(r'"retrieved": "[^"]+"'),
)


def rows(heading: str) -> list[list[str]]:
    """The cells of the first table under a heading, without its head."""
    lines = README.split(heading, 1)[1].splitlines()
    start = next(number for number, line in enumerate(lines) if line.startswith("|"))
    table = []
    for line in lines[start + 2 :]:
        if not line.startswith("|"):
            break
        table.append([cell.strip() for cell in line.strip("|").split(" | ")])
    return table


def code(text: str) -> list[str]:
    return re.findall(r"`([^`]+)`", text)


def settled(text: str) -> str:
    for varying in VARYING:
        text = varying.sub("…", text)
    return text.strip()


def sessions() -> list[tuple[str, str]]:
    """Each command of the terminal sessions that are shown, with what is shown as its output."""
    shown = "\n".join(re.findall(r"```console\n(.*?)```", README, re.DOTALL))
    found = re.findall(r"^\$ (.+)\n((?:(?!\$ ).*\n)*)", shown, re.MULTILINE)
    assert len(found) >= 4
    return found


def commands(group: click.Group, above: str = "") -> dict[str, click.Command]:
    """All commands by what is typed for them; groups are the commands in them."""
    found: dict[str, click.Command] = {}
    for name, command in group.commands.items():
        inner = isinstance(command, click.Group)
        found |= commands(command, f"{above}{name} ") if inner else {above + name: command}
    return found


def test_the_table_of_commands_is_the_command_line() -> None:
    shown = {}
    for row in rows("### Commands"):
        line = code(row[0])[0].removeprefix("coverage-bot ")
        name = next(name for name in commands(cli) if line == name or line.startswith(f"{name} "))
        options = {option.split()[0] for option in code(row[2])}
        shown[name] = (line.removeprefix(name).split(), options)
    real = {}
    for name, command in commands(cli).items():
        arguments = [
            each.make_metavar(click.Context(command)) for each in command.params if isinstance(each, click.Argument)
        ]
        options = {each.opts[0] for each in command.params if isinstance(each, click.Option)}
        real[name] = (arguments, options)
    assert shown == real


@pytest.mark.parametrize("name", sorted({*cli.commands, *commands(cli)}))
def test_every_command_explains_itself(name: str) -> None:
    ran = coverage_bot(*name.split(), "--help")
    assert ran.status == 0
    assert ran.out.startswith(f"Usage: coverage-bot {name} ")


def test_the_table_of_settings_is_what_can_be_set() -> None:
    assert sorted(code(row[0])[0] for row in rows("### Settings")) == sorted(known_variables())


def test_the_sessions_that_are_shown_are_what_happens(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    for command, shown in sessions():
        program, *arguments = shlex.split(command)
        assert program == "coverage-bot"
        ran = coverage_bot(*arguments, "--index", tmp_path)
        assert settled(ran.out) == settled(shown), command
        assert ran.err == ""


def test_the_two_commands_to_begin_with_are_single_lines_that_pin_the_whole_tree() -> None:
    lines = re.findall(r"^python3 -m venv .*$", README, re.MULTILINE)
    assert len(lines) == 2
    assert lines[0].endswith("coverage-bot demo")
    assert lines[1].endswith("python -m pytest")
    assert all("-c .ci/constraints.txt" in line for line in lines)


def test_ci_runs_the_very_line_that_is_shown() -> None:
    pattern = re.search(r"grep -m1 '(.+)' README.md", (ROOT / ".ci" / "run").read_text("utf-8"))
    assert pattern
    assert len(re.findall(pattern[1], README, re.MULTILINE)) == 1


def test_the_invite_link_asks_for_the_permissions_that_are_named_and_no_other() -> None:
    discord = pytest.importorskip("discord")
    number = re.search(r"permissions=(\d+)", README)
    assert number
    wanted = discord.Permissions(
        view_channel=True, send_messages=True, send_messages_in_threads=True, read_message_history=True
    )
    assert int(number[1]) == wanted.value


def test_every_dependency_is_pinned() -> None:
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    needed = [
        *project["dependencies"],
        *(each for extra in project["optional-dependencies"].values() for each in extra),
    ]
    lines = (ROOT / ".ci" / "constraints.txt").read_text("utf-8").splitlines()
    pinned = dict(line.split("==") for line in lines if not line.startswith("#"))
    names = {_normal(name) for name in pinned} | {project["name"]}  # which an extra of its own may name
    assert {_normal(re.split(r"[<>=!~ \[;]", each)[0]) for each in needed} <= names
    assert not any("+" in version or "@" in version for version in pinned.values())


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
