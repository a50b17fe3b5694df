"""Application commands are refused where Discord would refuse them, and kept as Discord keeps them."""

from __future__ import annotations

import pytest
from discord_double import DiscordDouble
from discord_double.errors import Json
from discord_double.schemas import load_specification
from discord_double.small_bot import Raw

pytest_plugins = ["discord_double.fixtures"]
# cases that only the published schemas catch
BY_SCHEMA = {
    "only an unknown field",
    "wrong type",
    "bad link",
    "long label",
    "unknown context",
    "unknown installation",
}


@pytest.fixture
def raw(double: DiscordDouble) -> Raw:
    return Raw(double)


def need_schemas(case: str) -> None:
    if case in BY_SCHEMA and load_specification() is None:
        pytest.skip("Discord's published schemas are not here")


def fields(body: Json) -> str:
    """The nested errors of a refusal as one searchable text."""
    return str(body.get("errors"))


ASK = {
    "name": "ask",
    "description": "Ask",
    "options": [{"type": 3, "name": "question", "description": "What?"}],
}


REFUSED_COMMANDS = {
    "upper case": ({"name": "Ask", "description": "x"}, "INVALID_NAME"),
    "spaces": ({"name": "ask me", "description": "x"}, "INVALID_NAME"),
    "no description": ({"name": "ask"}, "description"),
    "long description": ({"name": "ask", "description": "x" * 101}, "100"),
    "menu with a description": ({"name": "Who", "type": 3, "description": "x"}, "FORBIDDEN"),
    "unknown language": ({"name": "ask", "description": "x", "name_localizations": {"xx": "a"}}, "CHOICES"),
    "unknown context": ({"name": "ask", "description": "x", "contexts": [7]}, "contexts"),
    "unknown installation": (
        {"name": "ask", "description": "x", "integration_types": [7]},
        "integration_types",
    ),
    "required after optional": (
        {
            "name": "ask",
            "description": "x",
            "options": [
                {"type": 3, "name": "a", "description": "x"},
                {"type": 3, "name": "b", "description": "x", "required": True},
            ],
        },
        "REQUIRED_INVALID",
    ),
    "same option twice": (
        {"name": "ask", "description": "x", "options": [{"type": 3, "name": "a", "description": "x"}] * 2},
        "ALREADY_EXISTS",
    ),
    "twenty-six choices": (
        {
            "name": "ask",
            "description": "x",
            "options": [
                {
                    "type": 3,
                    "name": "a",
                    "description": "x",
                    "choices": [{"name": str(n), "value": str(n)} for n in range(26)],
                }
            ],
        },
        "choices",
    ),
}


class TestCommands:
    @pytest.mark.parametrize("case", REFUSED_COMMANDS)
    async def test_discord_refuses(self, raw: Raw, case: str) -> None:
        need_schemas(case)
        command, named = REFUSED_COMMANDS[case]
        status, answer = await raw("PUT", f"/applications/{raw.double.bot.id}/commands", [command])
        assert (status, answer["code"]) == (400, 50035)
        assert named in fields(answer)

    async def test_names_are_unique_and_a_kept_name_keeps_its_id(self, raw: Raw) -> None:
        path = f"/applications/{raw.double.bot.id}/commands"
        assert "DUPLICATE" in fields((await raw("PUT", path, [ASK, ASK]))[1])
        _, first = await raw("PUT", path, [ASK])
        _, second = await raw("PUT", path, [ASK, ASK | {"name": "more"}])
        assert second[0]["id"] == first[0]["id"]
        assert [(await raw("POST", path, ASK | {"name": name}))[0] for name in ("ask", "new")] == [200, 201]
        assert (await raw("DELETE", f"{path}/{first[0]['id']}"))[0] == 204
        assert [command["name"] for command in (await raw("GET", path))[1]] == ["more", "new"]
