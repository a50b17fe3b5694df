from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
import pytest
from command_line import coverage_bot, write_articles
from hypothesis import given
from hypothesis import strategies as st

from index.evaluate import Outcome
from index.plots import curve, reliability

HARBOUR = {
    "id": "harbour",
    "title": "Storm closes the harbour",
    "text": "The harbour was closed on Monday because of a storm. "
    "The harbour master, Ilka Thorne, called it a precaution.",
    "outlet": "Elswick Observer",
}
QUESTION = "who called it a precaution?"
OUTCOMES = st.lists(
    st.builds(
        Outcome,
        answerable=st.just(True),
        rank=st.sampled_from([1, 2, None]),
        answered=st.booleans(),
        confidence=st.floats(0, 1),
        milliseconds=st.just(1.0),
    ),
    min_size=1,
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("explained")
    coverage_bot("ingest", write_articles(made / "articles.jsonl", HARBOUR), "--index", made)
    start = HARBOUR["text"].index("Ilka Thorne")
    evidence = {"document_id": "harbour", "start": start, "end": start + len("Ilka Thorne")}
    rows = [
        {"id": "1", "question": QUESTION, "answers": ["Ilka Thorne"], "evidence": [evidence]},
        {"id": "2", "question": "what is the price of bread?", "answers": [], "evidence": []},
    ]
    (made / "some.questions.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return made


def test_explain_shows_every_signal_of_the_candidates_and_marks_the_right_one(folder: Path) -> None:
    from index.reader import LEADS
    from index.signals import SIGNALS

    ran = coverage_bot("eval", folder / "some.questions.jsonl", "--explain", QUESTION.upper(), "--index", folder)
    assert ran.status == 0
    assert "  1 * The harbour master, Ilka Thorne, called it a precaution. (harbour)" in ran.out
    assert "  2   The harbour was closed on Monday because of a storm. (harbour)" in ran.out
    for name in (*SIGNALS, *LEADS, "bias"):
        assert f"\n{name} " in ran.out
    assert "Wants: person" in ran.out


def test_what_the_signals_add_sums_up_to_the_score_and_the_confidence_is_the_answers(folder: Path) -> None:
    ran = coverage_bot("eval", folder / "some.questions.jsonl", "--explain", QUESTION, "--index", folder)
    table = ran.out.split("adds to the score.\n")[1].split("\n\n")[0].splitlines()
    cells = [line.split()[1:] for line in table[1:]]
    added = np.array([[float(cell) for cell in row[1::2]] for row in cells[:-2]])
    assert np.allclose(added.sum(0), [float(cell) for cell in cells[-2]], atol=0.12)
    confidence = float(ran.out.split("Confidence ")[1].split(",")[0])
    threshold = float(ran.out.split("threshold ")[1].split(":")[0])
    answered = coverage_bot("ask", QUESTION, "--index", folder).status == 0
    assert (confidence >= threshold) == answered


def test_explain_takes_a_question_that_is_not_in_the_set(folder: Path) -> None:
    ran = coverage_bot("eval", folder / "some.questions.jsonl", "--explain", "why was it clsoed?", "--index", folder)
    assert ran.status == 0
    assert ran.out.startswith("Asked: why was it closed?\nWants: reason\n")
    assert " * " not in ran.out


def test_explain_and_json_together_are_refused(folder: Path) -> None:
    ran = coverage_bot("eval", folder / "some.questions.jsonl", "--explain", QUESTION, "--json", "--index", folder)
    assert ran.status == 2
    assert "leave --json and --plots out" in ran.err


def test_plots_are_pictures_in_the_folder_that_was_named(folder: Path, tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    ran = coverage_bot("eval", folder / "some.questions.jsonl", "--plots", tmp_path / "new", "--index", folder)
    assert ran.status == 0
    names = [f"some.{kind}.png" for kind in ("hits", "reliability", "threshold")]
    assert sorted(path.name for path in (tmp_path / "new").iterdir()) == names
    assert all((tmp_path / "new" / name).read_bytes().startswith(b"\x89PNG") for name in names)


def test_without_matplotlib_plots_are_refused_with_what_to_do(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("matplotlib", "matplotlib.figure", "matplotlib.backends.backend_agg"):
        monkeypatch.setitem(sys.modules, name, None)
    ran = coverage_bot("eval", folder / "some.questions.jsonl", "--plots", tmp_path, "--index", folder)
    assert ran.status == 2
    assert ran.err.endswith("plots need matplotlib, which comes with coverage-bot; install that again\n")


@given(OUTCOMES)
def test_every_question_is_in_one_tenth_of_the_reliability(outcomes: list[Outcome]) -> None:
    points = reliability(outcomes)
    assert sum(count for _, _, count in points) == len(outcomes)
    assert all(0 <= mean <= 1 and 0 <= share <= 1 for mean, share, _ in points)
    assert [mean for mean, _, _ in points] == sorted(mean for mean, _, _ in points)


@given(OUTCOMES)
def test_a_lower_threshold_answers_more_and_the_lowest_answers_all(outcomes: list[Outcome]) -> None:
    points = curve(outcomes)
    assert [threshold for threshold, _, _ in points] == sorted({each.confidence for each in outcomes}, reverse=True)
    assert [answered for _, answered, _ in points] == sorted(answered for _, answered, _ in points)
    right = sum(each.rank == 1 for each in outcomes)
    assert points[-1][1] == 1 and points[-1][2] == pytest.approx(right / len(outcomes))
