"""A pytest plugin: a conftest gets it by `pytest_plugins = ["discord_double.fixtures"]`."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from .connecting import running_double
from .double import DiscordDouble
from .entities import Channel
from .people import Person
from .schemas import report_line


def pytest_report_header() -> str:
    """Whether Discord's published schemas were there to check against."""
    return report_line()


@pytest.fixture
async def double() -> AsyncIterator[DiscordDouble]:
    """A running double with Discord's own deadlines."""
    async with running_double() as running:
        yield running


@pytest.fixture
def channel(double: DiscordDouble) -> Channel:
    """The channel "general" of the guild "Newsroom"."""
    return double.guild("Newsroom").text_channel("general")


@pytest.fixture
def alice(double: DiscordDouble, channel: Channel) -> Person:
    """A person who is a member of the newsroom."""
    return double.person("alice")
