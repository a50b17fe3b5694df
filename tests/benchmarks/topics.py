"""Which outlets say something about a topic: `python -m tests.benchmarks.topics [--index DIR]`.

Topics are headlines of the news set, one a story; an outlet says something about it if it has an article of that story.
Even stories are the develop part, odd ones the measure part. Printed a part: precision and recall over all outlets.
`--index` is an index of tests/news/articles.jsonl; without it one is made, which takes a minute.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path

TESTS = Path(__file__).parent.parent
sys.path[:0] = [str(TESTS), str(TESTS.parent)]

from command_line import coverage_bot  # noqa: E402  # the tests' own modules are found by the line above

from bot.cli import Parts  # noqa: E402
from index.compare import EACH  # noqa: E402
from index.question import ask  # noqa: E402
from index.signals import Asked, Candidate  # noqa: E402
from index.store.address import Folder  # noqa: E402
from index.topic import ABOUT, nearness  # noqa: E402

NEWS = TESTS / "news" / "articles.jsonl"


def judged(index: Path) -> list[tuple[str, bool, float]]:
    """For each topic and outlet: the part, whether the outlet has the story, and how near its nearest sentence is."""
    stories: dict[str, list[dict[str, str]]] = {}
    for line in NEWS.read_text("utf-8").splitlines():
        article = json.loads(line)
        stories.setdefault(article["story"], []).append(article)
    found = []
    with Parts(Folder(index) if index else None).answerer() as answerer:
        outlets = [name for name, _ in answerer.store.outlets()]
        for number, (_, articles) in enumerate(sorted(stories.items())):
            having = {article["outlet"] for article in articles}
            _, asked, reading = answerer.skim_by_outlet(ask(articles[0]["title"]), outlets, EACH, _everything)
            nearest = dict.fromkeys(outlets, 0.0)
            for each, _ in reading.ranked:
                outlet = str(each.document.outlet)
                nearest[outlet] = max(nearest[outlet], nearness(asked, each))
            part = "measure" if number % 2 else "develop"
            found += [(part, outlet in having, near) for outlet, near in nearest.items()]
    return found


def _everything(asked: Asked, candidate: Candidate) -> bool:
    return True


def main() -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--index", type=Path)
    parser.add_argument("--sweep", action="store_true", help="show the develop part at other thresholds as well")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        if chosen.index is None:
            coverage_bot("ingest", NEWS, "--index", folder)
        found = judged(chosen.index or Path(folder))
    thresholds = [("develop", at / 20) for at in range(5, 17)] if chosen.sweep else []
    for part, threshold in [*thresholds, ("develop", ABOUT), ("measure", ABOUT)]:
        some = [(having, near >= threshold) for where, having, near in found if where == part]
        hits, said, having = sum(a and b for a, b in some), sum(b for _, b in some), sum(a for a, _ in some)
        shares = f"precision {hits / max(said, 1):.3f}, recall {hits / having:.3f}"
        print(f"{part} at {threshold:.2f}: {shares} ({len(some)} pairs)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
