"""Figures that a person can check by hand, and question files that are not what they should be."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from stores import answerer, ingest, new_store

from index.answerer import Answerer
from index.document import Span
from index.errors import SourceError
from index.evaluate import GoldQuestion, Outcome, evaluate, figures, read_questions, table
from index.ingest.article import Article

QUESTION = {"id": "q1", "question": "who called it a mistake?", "answers": ["Milley"], "evidence": []}
EVIDENCE = {"document_id": "letter", "start": 0, "end": 5}


def outcome(rank: int | None, *, answerable: bool = True, answered: bool = True, confidence: float = 0.9) -> Outcome:
    return Outcome(answerable, rank, answered, confidence, milliseconds=10.0)


# --- the figures --------------------------------------------------------------------------------------------


def test_ranks_are_counted_over_answerable_questions_whether_or_not_they_were_answered() -> None:
    found = figures(
        [outcome(1), outcome(2, answered=False), outcome(4), outcome(None), outcome(None, answerable=False)]
    )
    assert (found.questions, found.unanswerable) == (5, 1)
    assert (found.hit_1, found.hit_3, found.hit_10) == (0.25, 0.5, 0.75)
    assert found.mrr == pytest.approx((1 + 1 / 2 + 1 / 4 + 0) / 4, abs=1e-4)


def test_answers_and_refusals_are_counted_apart() -> None:
    found = figures(
        [
            outcome(1),
            outcome(1, answered=False),
            outcome(2),
            outcome(None, answerable=False, answered=True),
            outcome(None, answerable=False, answered=False),
        ]
    )
    assert found.answered == pytest.approx(2 / 3, abs=1e-4)
    assert found.kept == 0.5
    assert found.right == pytest.approx(1 / 3, abs=1e-4)
    assert found.false_answers == 0.5


def test_short_answers_are_counted_where_the_first_sentence_is_right() -> None:
    right = Outcome(True, 1, True, 0.9, 1.0, marked=True, exact_match=True, f1=1.0)
    partly = Outcome(True, 1, True, 0.9, 1.0, marked=True, exact_match=False, f1=0.5)
    beside = Outcome(True, 2, True, 0.9, 1.0, marked=True, exact_match=True, f1=1.0)
    found = figures([right, partly, outcome(1), outcome(1), beside])
    assert (found.marked, found.exact_match, found.f1) == (0.5, 0.25, 0.375)


def test_confidence_that_tells_answerable_from_unanswerable_has_an_area_of_one() -> None:
    sure, unsure = outcome(1, confidence=0.8), outcome(None, answerable=False, confidence=0.2)
    assert figures([sure, unsure]).auroc == 1.0
    one_of_two = [sure, outcome(1, confidence=0.1), unsure]
    assert figures(one_of_two).auroc == 0.5
    assert figures([sure, outcome(1, confidence=0.2)]).auroc is None


def test_latency_is_the_median_and_the_slowest_twentieth() -> None:
    found = figures([Outcome(True, 1, True, 1.0, float(each)) for each in range(101)])
    assert (found.p50_ms, found.p95_ms) == (50.0, 95.0)


def test_where_there_is_nothing_to_share_out_there_is_no_figure() -> None:
    found = figures([outcome(None, answerable=False, answered=False)])
    assert {found.hit_1, found.mrr, found.answered, found.kept, found.right, found.auroc, found.f1} == {None}
    assert found.false_answers == 0.0
    empty = figures([])
    assert (empty.questions, empty.p50_ms, empty.false_answers) == (0, None, None)
    json.dumps(empty.as_json())


def test_the_table_names_every_figure_that_there_is_and_no_other() -> None:
    shown = table("news", figures([outcome(1), outcome(3)]))
    assert shown.startswith("news\n")
    assert "right sentence first (hit@1)      0.500" in shown
    assert "among the first 3 (hit@3)         1.000" in shown
    assert "unanswerable questions answered" not in shown
    assert "None" not in shown


# --- asking -------------------------------------------------------------------------------------------------

MISTAKE = "General Milley called the letter a mistake."
AGENCY = f"A letter went around. {MISTAKE} Nobody signed it."
COPY = f"More from the capital. {MISTAKE}"


@pytest.fixture
def asking(tmp_path: Path) -> Iterator[Answerer]:
    with closing(new_store(tmp_path)) as store:
        ingest(store, Article("a", "Letter", AGENCY, id="agency"), Article("b", "Copied", COPY, id="copy"))
        yield answerer(store)


def gold(*evidence: tuple[str, int, int], question: str = "who called the letter a mistake?") -> GoldQuestion:
    return GoldQuestion("q", question, ("Milley",), tuple((name, Span(start, end)) for name, start, end in evidence))


def place(text: str, said: str) -> tuple[int, int]:
    return text.index(said), text.index(said) + len(said)


def test_a_sentence_of_any_article_that_says_so_is_right(asking: Answerer) -> None:
    in_agency, in_copy = ("agency", *place(AGENCY, "Milley")), ("copy", *place(COPY, "Milley"))
    both = evaluate(asking, [gold(in_agency, in_copy)])
    assert (both.hit_1, both.mrr) == (1.0, 1.0)
    each = evaluate(asking, [gold(in_agency), gold(in_copy)])  # a copy is not cited beside the original
    assert (each.hit_1, each.hit_3, each.mrr) == (0.5, 0.5, 0.5)


def test_a_sentence_is_right_only_if_the_whole_evidence_lies_in_it(tmp_path: Path) -> None:
    store = new_store(tmp_path)
    ingest(store, Article("a", "Letter", AGENCY, id="agency"))
    asking, (start, end) = answerer(store), place(AGENCY, MISTAKE)
    assert evaluate(asking, [gold(("agency", start, end))]).hit_10 == 1.0
    assert evaluate(asking, [gold(("agency", start, end + 3))]).hit_10 == 0.0
    assert evaluate(asking, [gold(("another", start, end))]).hit_10 == 0.0
    store.close()


def test_progress_is_told_after_each_question(asking: Answerer) -> None:
    told: list[None] = []
    found = evaluate(asking, [gold(), gold(question="what is the price of bread?")], lambda: told.append(None))
    assert len(told) == 2
    assert (found.questions, found.unanswerable) == (2, 2)


# --- files --------------------------------------------------------------------------------------------------


def read(path: Path, *lines: object) -> list[GoldQuestion]:
    shown = [line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in lines]
    path.write_text("\n".join(shown), "utf-8")
    return read_questions(path)


def test_a_question_has_its_evidence_across_documents(tmp_path: Path) -> None:
    evidence = [EVIDENCE, EVIDENCE | {"document_id": "copy", "start": 7, "end": 9}]
    (question,) = read(tmp_path / "q.jsonl", QUESTION | {"evidence": evidence, "kind": "who"})
    assert question.evidence == (("letter", Span(0, 5)), ("copy", Span(7, 9)))
    assert (question.id, question.question, question.answers) == ("q1", "who called it a mistake?", ("Milley",))


def test_blank_lines_a_byte_order_mark_and_separators_inside_a_text_are_no_trouble(tmp_path: Path) -> None:
    odd = QUESTION | {"question": "who\u2028called\x85it?"}
    found = read(tmp_path / "q.jsonl", "\ufeff" + json.dumps(QUESTION), "", "  ", odd, "")
    assert [each.question for each in found] == ["who called it a mistake?", "who\u2028called\x85it?"]


def test_answers_may_be_left_out(tmp_path: Path) -> None:
    (question,) = read(tmp_path / "q.jsonl", {key: QUESTION[key] for key in ("id", "question", "evidence")})
    assert question.answers == ()


WRONG: list[tuple[Any, str]] = [
    ("{", "JSON"),
    ("[" * 100_000, "nested too deeply"),
    ("[]", "object"),
    ("null", "object"),
    ({"question": "who?", "evidence": []}, "`id`"),
    (QUESTION | {"question": None}, "`question`"),
    (QUESTION | {"question": "?!"}, "There is no question in that"),
    (QUESTION | {"question": "a" * 501}, "501 characters"),
    (QUESTION | {"answers": "Milley"}, "`answers`"),
    (QUESTION | {"answers": [1]}, "`answers`"),
    ({"id": "q1", "question": "who?"}, "`evidence`"),
    (QUESTION | {"evidence": ""}, "`evidence`"),
    (QUESTION | {"evidence": None}, "`evidence`"),
    (QUESTION | {"evidence": ["letter"]}, "`evidence`"),
    (QUESTION | {"evidence": [{"document_id": "letter"}]}, "`evidence`"),
    (QUESTION | {"evidence": [EVIDENCE | {"start": "0"}]}, "`evidence`"),
    (QUESTION | {"evidence": [EVIDENCE | {"start": True}]}, "`evidence`"),
    (QUESTION | {"evidence": [EVIDENCE | {"end": 0}]}, "`evidence`"),
    (QUESTION | {"evidence": [EVIDENCE | {"start": -3}]}, "`evidence`"),
]


@pytest.mark.parametrize(("line", "said"), WRONG)
def test_a_line_that_is_no_question_is_named_with_what_is_wrong(tmp_path: Path, line: object, said: str) -> None:
    file = tmp_path / "questions.jsonl"
    with pytest.raises(SourceError) as error:
        read(file, QUESTION, "", line, QUESTION)
    message = str(error.value)
    assert message.startswith(f"{file}:3: ")
    assert said in message
    assert "\n" not in message
    assert len(message.removeprefix(str(file))) < 300


def test_a_file_that_is_not_there_is_empty_or_is_no_text_is_named(tmp_path: Path) -> None:
    (tmp_path / "empty.jsonl").write_text("\n \n")
    (tmp_path / "binary.jsonl").write_bytes(b"\xff\xfe\x00")
    for name, said in [
        ("none.jsonl", "No such file"),
        ("empty.jsonl", "no question in it"),
        ("binary.jsonl", "UTF-8"),
        (".", "directory"),
    ]:
        with pytest.raises(SourceError) as error:
            read_questions(tmp_path / name)
        assert str(error.value).startswith(str(tmp_path / name))
        assert said in str(error.value)
        assert "\n" not in str(error.value)


def test_every_published_question_of_the_project_can_be_read() -> None:
    for file in sorted((Path(__file__).parent / "news").glob("*.questions.jsonl")):
        assert read_questions(file)
