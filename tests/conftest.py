"""Shared by all tests: no model hub is reached, and the report says whether Discord's schemas were there."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator

os.environ["HF_HUB_OFFLINE"] = "1"  # before any import of the model libraries, which read it once
os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")  # as the command does, before anything is imported

import pytest
from discord_double import DiscordDouble, report_line, running_double
from postgres import postgres, postgres_url

__all__ = ["postgres", "postgres_url"]  # fixtures


def pytest_report_header() -> str:
    return report_line()


@pytest.fixture(params=["sqlite", "postgres"])
def shared(request: pytest.FixtureRequest) -> str | None:
    """The address of an empty PostgreSQL database, and once more None: for what is to hold of files as well."""
    return request.getfixturevalue("postgres_url") if request.param == "postgres" else None


@pytest.fixture
async def double() -> AsyncIterator[DiscordDouble]:
    async with running_double() as running:
        yield running


@pytest.fixture(scope="module", params=["embedded", "milvus"])
def kind(request: pytest.FixtureRequest) -> str:
    """Each kind of store in turn, for ``stores.new_store``: what a test says of a store holds for all."""
    return str(request.param)
