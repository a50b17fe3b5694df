"""A short soak; the long one is ``python -m tests.benchmarks.feeds_soak``."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parent / "benchmarks"))

from feeds_soak import soak  # noqa: E402  # found by the line above


def test_after_updates_with_faults_nothing_is_lost_and_nothing_twice(tmp_path: Path) -> None:
    soaked = soak(tmp_path, updates=25, seed=3)
    assert soaked.wrong == []
    assert soaked.counts["added"] > 5 and soaked.counts["feeds failed"] > 0
