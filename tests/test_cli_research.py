"""``check``, ``compare`` and ``timeline`` in the terminal, over the demonstration articles."""

from __future__ import annotations

from pathlib import Path

import pytest
from command_line import Ran, coverage_bot

DEMO = Path(__file__).parent.parent / "bot" / "demo" / "articles.jsonl"
QUOTE = "should not have been released"


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("research")
    assert coverage_bot("ingest", DEMO, "--index", folder).status == 0
    return folder


def run(index: Path, *arguments: str | Path) -> Ran:
    return coverage_bot(*arguments, "--index", index)


def test_check_says_what_it_found_and_ends_with_a_status_for_scripts(index: Path) -> None:
    exact, altered, none = (
        run(index, "check", text) for text in (QUOTE, "it should have been released " * 2, "no " * 9)
    )
    assert exact.status == 0 and exact.out.startswith("In the coverage, word for word:\n")
    assert "#:~:text=" in exact.out
    assert altered.status == none.status == 1
    found = run(index, "check", f"Donald Trump said: “{QUOTE}”", "--json").json
    assert list(found)[:4] == ["quotation", "verdict", "speaker", "asked_speaker"]
    assert found["asked_speaker"] == "Donald Trump" and found["citations"][0]["document"]["id"]
    assert run(index, "check", "…").status == 2


def test_compare_quotes_each_outlet_once(index: Path) -> None:
    ran = run(index, "compare", "strike on Gen. Soleimani", "--json")
    outlets = [line["outlet"] for line in ran.json["outlets"]]
    assert ran.status == 0 and len(set(outlets)) == len(outlets) > 1
    assert not set(outlets) & set(ran.json["not_in_this_index"])
    text = run(index, "compare", "strike on Gen. Soleimani").out
    assert all(f"{outlet}:\n" in text for outlet in outlets) and "Not in this index: " in text
    assert run(index, "compare", "price of a loaf of bread").status == 1
    assert run(index, "compare", "strike", "--since", "banana").status == 2


def test_timeline_is_in_order_and_draws_a_picture(index: Path, tmp_path: Path) -> None:
    picture = tmp_path / "days.png"
    ran = run(index, "timeline", "U.S. troops in Iraq", "--json", "--plot", picture)
    days = [event["first"] for event in ran.json["events"]]
    assert ran.status == 0 and len(days) > 1 and days == sorted(days)
    for event in ran.json["events"]:
        assert event["named"] in event["citation"]["text"]
    assert picture.read_bytes().startswith(b"\x89PNG")
    assert run(index, "timeline", "U.S. troops in Iraq", "--plot", tmp_path).status == 2
