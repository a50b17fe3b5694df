"""How often the time that a sentence names is found and put on the right days: `python -m tests.benchmarks.timeline`.

The labelled sentences of `tests/timeline/`: the days of what they tell first, seen from the day on which they were
published, and whether that is certain. One row a method: the share of sentences that it has right, and whose first day
it has; those that name no time and are left alone; whose doubt is right; sentences a second. Then the project's own
rules by kind. Libraries that are not installed are named so.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path

TESTS = Path(__file__).parent.parent
sys.path[:0] = [str(TESTS), str(TESTS.parent)]

from index.happened.days import Doubt, when  # noqa: E402
from index.happened.mentions import mentions  # noqa: E402

SENTENCES = TESTS / "timeline" / "sentences.jsonl"
Days = tuple[date, date] | None
Method = Callable[[str, date], tuple[Days, bool | None]]


def cases() -> list[dict[str, object]]:
    """The labelled sentences."""
    return [json.loads(line) for line in SENTENCES.read_text("utf-8").splitlines()]


def rules(text: str, published: date) -> tuple[Days, bool | None]:
    """The project's own rules."""
    found = when(mentions(text, published))
    return (None, True) if found is None else ((found.first, found.last), found.doubt is Doubt.NONE)


def dateparser_search() -> Method:
    """dateparser's search in texts, with the publication as its base."""
    from dateparser.search import search_dates

    def method(text: str, published: date) -> tuple[Days, bool | None]:
        base = datetime(published.year, published.month, published.day, 12)
        settings = {"RELATIVE_BASE": base, "PREFER_DATES_FROM": "past", "RETURN_TIME_SPAN": False}
        found = search_dates(text, languages=["en"], settings=settings)
        return (None, None) if not found else ((found[0][1].date(), found[0][1].date()), None)

    return method


def found_and_dateparser() -> Method:
    """Our finding of times, and dateparser's reading of them: what is whole is read as by `--since`."""
    from index.dates import days

    def method(text: str, published: date) -> tuple[Days, bool | None]:
        found = when(mentions(text, published))
        return (None, None) if found is None else (days(text[found.start : found.end], published), None)

    return method


def parsedatetime_nlp() -> Method:
    """parsedatetime's search in texts."""
    import parsedatetime

    calendar = parsedatetime.Calendar()

    def method(text: str, published: date) -> tuple[Days, bool | None]:
        found = calendar.nlp(text, datetime(published.year, published.month, published.day, 12))
        return (None, None) if not found else ((found[0][0].date(), found[0][0].date()), None)

    return method


METHODS: dict[str, Callable[[], Method]] = {
    "own rules": lambda: rules,
    "dateparser.search": dateparser_search,
    "found by rules, read by dateparser": found_and_dateparser,
    "parsedatetime": parsedatetime_nlp,
}


def rows(part: str) -> Iterator[str]:
    """One line a method."""
    wanted = [case for case in cases() if part in (case["part"], "all")]
    yield f"{part}: {len(wanted)} sentences"
    yield f"{'':36} {'right':>7} {'first day':>9} {'no time':>8} {'doubt':>7} {'a second':>9}"
    for name, make in METHODS.items():
        try:
            method = make()
        except ImportError:
            yield f"{name:36} is not installed"
            continue
        right: Counter[str] = Counter()
        began = time.perf_counter()
        for case in wanted:
            days, certain = method(str(case["text"]), date.fromisoformat(str(case["published"])))
            gold = gold_of(case)
            right["all"] += days == gold
            right["first"] += (days and days[0]) == (gold and gold[0])
            right["none"] += gold is None and days is None
            right["doubt"] += certain is not None and certain == case["certain"]
        speed = len(wanted) / (time.perf_counter() - began)
        empty = sum(gold_of(case) is None for case in wanted)
        yield (
            f"{name:36} {right['all'] / len(wanted):7.3f} {right['first'] / len(wanted):9.3f} "
            f"{right['none']}/{empty:<5} {right['doubt'] / len(wanted):7.3f} {speed:9.0f}"
        )


def kinds() -> Iterator[str]:
    """The project's own rules, one line a kind."""
    counted: Counter[tuple[str, str, bool]] = Counter()
    for case in cases():
        days, _ = rules(str(case["text"]), date.fromisoformat(str(case["published"])))
        counted[str(case["kind"]), str(case["part"]), days == gold_of(case)] += 1
    yield f"{'kind':10} {'develop':>9} {'measure':>9}"
    for kind in dict.fromkeys(str(case["kind"]) for case in cases()):
        cells = [
            f"{counted[kind, part, True]}/{counted[kind, part, True] + counted[kind, part, False]}"
            for part in ("develop", "measure")
        ]
        yield f"{kind:10} {cells[0]:>9} {cells[1]:>9}"


def gold_of(case: dict[str, object]) -> Days:
    """The days that are right."""
    return (date.fromisoformat(str(case["first"])), date.fromisoformat(str(case["last"]))) if case["first"] else None


def main() -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--wrong", choices=("develop", "measure"), help="show what the rules have wrong in this part")
    chosen = parser.parse_args()
    for part in ("develop", "measure"):
        print("\n".join(rows(part)))
    print("\n".join(kinds()))
    for case in cases():
        days, certain = rules(str(case["text"]), date.fromisoformat(str(case["published"])))
        if case["part"] == chosen.wrong and (days != gold_of(case) or certain != case["certain"]):
            print(case["id"], case["published"], case["text"], "|", days and [str(day) for day in days], certain)
    return 0


if __name__ == "__main__":
    sys.exit(main())
