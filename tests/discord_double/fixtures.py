"""A pytest plugin: `pytest_plugins = ["discord_double.fixtures"]` in a conftest brings fixture and header line."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from .connecting import running_double
from .double import DiscordDouble
from .schemas import report_line


def pytest_report_header() -> str:
    """Whether Discord's published schemas were there to check against."""
    return report_line()


@pytest.fixture
async def double() -> AsyncIterator[DiscordDouble]:
    """A running double with Discord's own deadlines."""
    async with running_double() as running:
        yield running
