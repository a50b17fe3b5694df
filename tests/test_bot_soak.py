"""The long run in short: `tests/benchmarks/discord_soak.py` with a few hundred events."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parent / "benchmarks"))

from discord_soak import soak  # noqa: E402  # found by the line above


async def test_mixed_events_and_faults_leave_nothing_behind(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert await soak(tmp_path, events=300, seed=7, checked=False) == []
    assert "300 events" in capsys.readouterr().out
