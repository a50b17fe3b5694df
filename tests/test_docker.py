"""There is no container engine where these tests run, so they read what it would be told."""

from __future__ import annotations

import json
import re
from fnmatch import fnmatch
from pathlib import Path

import pytest

from bot.settings import known_variables

ROOT = Path(__file__).parent.parent


def instructions() -> list[tuple[str, str]]:
    """The Dockerfile's instructions with their arguments, continued lines joined and comments left out."""
    text = "\n".join(
        line for line in (ROOT / "Dockerfile").read_text("utf-8").splitlines() if not line.strip().startswith("#")
    )
    joined = re.sub(r"\\\n\s*", "", text)
    return [(line.split()[0], line.split(maxsplit=1)[1]) for line in joined.splitlines() if line.strip()]


def arguments(name: str) -> list[str]:
    return [argument for instruction, argument in instructions() if instruction == name]


def last_stage() -> list[tuple[str, str]]:
    found = instructions()
    return found[max(number for number, (name, _) in enumerate(found) if name == "FROM") :]


def test_what_builds_the_image_is_not_in_it() -> None:
    bases = arguments("FROM")
    assert len(bases) == 2
    assert bases[0].endswith(" AS build")
    assert bases[0].removesuffix(" AS build") == bases[1]  # or the environment's Python would not be where it was
    assert [name for name, _ in last_stage()].count("COPY") == 1


def test_the_whole_tree_is_pinned_and_torch_is_for_cpus_only() -> None:
    (install,) = [each for each in arguments("RUN") if "uv pip install" in each]
    assert "--torch-backend cpu" in install
    assert "--constraint .ci/constraints.txt" in install


def test_every_file_that_is_copied_exists_and_is_let_through() -> None:
    rules = [line for line in (ROOT / ".dockerignore").read_text("utf-8").splitlines() if line and line[0] != "#"]
    assert rules[0] == "*"
    allowed = [rule[1:] for rule in rules if rule.startswith("!")]
    for copied in arguments("COPY"):
        if copied.startswith("--from="):
            continue
        for source in copied.split()[:-1]:
            assert (ROOT / source).exists(), source
            assert any(fnmatch(source, rule) for rule in allowed), source


def test_all_that_the_build_backend_reads_is_copied() -> None:
    copied = " ".join(arguments("COPY")).split()
    assert {"pyproject.toml", "README.md", "LICENSE", "bot", "index"} <= set(copied)


def test_the_bot_runs_as_an_ordinary_user_who_owns_the_volume() -> None:
    stage = dict(last_stage())
    user = stage["USER"]
    assert user not in ("root", "0")
    assert f"--owner {user}" in stage["RUN"]
    assert stage["VOLUME"] in stage["RUN"]


def test_a_container_starts_the_bot_and_other_commands_can_be_given() -> None:
    stage = dict(last_stage())
    assert json.loads(stage["ENTRYPOINT"]) == ["coverage-bot"]
    assert json.loads(stage["CMD"]) == ["run"]
    assert stage["STOPSIGNAL"] == "SIGINT"


def test_the_health_check_asks_whether_the_bot_is_connected() -> None:
    check = dict(last_stage())["HEALTHCHECK"]
    assert check.endswith('CMD ["python", "-m", "bot.health"]')


@pytest.mark.parametrize("name", ["COVERAGE_INDEX", "COVERAGE_HEARTBEAT"])
def test_the_settings_of_the_image_are_settings(name: str) -> None:
    stage = dict(last_stage())
    values = dict(re.findall(r"(COVERAGE_\w+)=(\S+)", stage["ENV"]))
    assert set(values) <= set(known_variables())
    assert values[name].startswith("/")
    assert values["COVERAGE_INDEX"] == stage["VOLUME"]
