from __future__ import annotations

from pathlib import Path

import pytest
from articles_with_quotations import EARLY, LATE
from command_line import coverage_bot, write_articles


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("said")
    rows = [
        {"id": each.id, "title": each.title, "text": each.text, "outlet": each.outlet, "published": each.published}
        for each in (EARLY, LATE)
    ]
    source = write_articles(folder / "articles.jsonl", *rows)
    assert coverage_bot("ingest", source, "--index", folder / "index").status == 0
    return folder / "index"


def test_each_line_is_a_sentence_with_its_speaker_role_outlet_and_date(index: Path) -> None:
    ran = coverage_bot("said", "--who", "Whitcomb", "--limit", "1", "--index", index)
    heading, sentence, source, searched = ran.out.splitlines()
    assert (ran.status, heading) == (0, "What Dana Whitcomb said, newest first:")
    assert sentence == "The senator said she would vote no."
    assert source == "said by Dana Whitcomb, Sen.; “Headline of late”, Valley Courier, 2 March 2020"
    assert searched.startswith("Searched 2 articles from 2 outlets")


def test_earlier_and_later_are_dated_and_in_json(index: Path) -> None:
    shown = coverage_bot("said", "--who", "Milley", "--about", "the letter", "--index", index).out
    assert "Earlier, 6 January 2020:" in shown and "\nLater, 2 March 2020:" in shown
    found = coverage_bot("said", "--who", "Milley", "--about", "the letter", "--json", "--index", index).json
    assert [each["document"]["id"] for each in found["earlier_and_later"]] == ["early", "late"]
    first = found["statements"][0]
    assert first["speaker"] in ("Mark Milley", "Mark A. Milley") and first["kind"] == "direct"


def test_nobody_is_an_honest_answer_with_status_1(index: Path) -> None:
    ran = coverage_bot("said", "--who", "Miley", "--index", index)
    assert ran.status == 1
    assert ran.out.startswith("Not in this coverage: nobody called “Miley” is quoted. Quoted under a similar name: ")
    ran = coverage_bot("said", "--who", "Whitcomb", "--about", "submarines", "--index", index)
    assert ran.out.startswith("Not in this coverage: Dana Whitcomb is not quoted on “submarines”.") and ran.status == 1
    assert coverage_bot("said", "--who", "Milley", "--since", "banana", "--index", index).status == 2


def test_an_answer_names_who_says_it(index: Path) -> None:
    found = coverage_bot("ask", "who said the letter was a mistake?", "--json", "--index", index).json["citations"][0]
    assert (found["speaker"], found["role"]) == ("Mark A. Milley", "chairman of the Joint Chiefs of Staff")
    assert (
        "said by Mark A. Milley, chairman"
        in coverage_bot("ask", "who said the letter was a mistake?", "--index", index).out
    )


def test_status_counts_quotations(index: Path) -> None:
    assert "quotations 5 by 2 speakers" in coverage_bot("status", "--index", index).out
