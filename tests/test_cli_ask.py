from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from command_line import coverage_bot, write_articles

HARBOUR = {
    "id": "harbour",
    "title": "Storm closes the harbour of Port Elswick",
    "text": "The harbour of Port Elswick was closed on Monday because of a storm. “We will open again on Wednesday,” "
    "said the harbour master, Ilka Thorne. Two ferries stayed in the bay overnight.",
    "outlet": "Elswick Observer",
    "author": "Bea Lund",
    "url": "https://elswick-observer.example/storm",
    "published": "2021-03-01",
}
BUDGET = {
    "id": "budget",
    "title": "Town council passes the budget",
    "text": "The town council passed the budget for schools on Tuesday. Mayor Oda Finch called the debate a disgrace.",
    "outlet": "Northern Voice",
    "published": "2021-05-04T10:00:00+02:00",
}
QUESTION = "who called the debate a disgrace?"
ANSWER = "Mayor Oda Finch called the debate a disgrace."
UNANSWERED = "who directed the film Parasite?"


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("index")
    articles = write_articles(folder / "articles.jsonl", HARBOUR, BUDGET)
    assert coverage_bot("ingest", articles, "--index", folder).out.startswith("2 articles stored")
    return folder


def test_an_answer_is_one_sentence_with_its_article_and_nothing_around_it(index: Path) -> None:
    ran = coverage_bot("ask", QUESTION, "--index", index)
    assert ran.status == 0
    assert ran.out.splitlines()[0] == ANSWER
    assert "“Town council passes the budget”, Northern Voice" in ran.out
    assert "harbour" not in ran.out
    assert ran.err == ""


def test_a_refusal_says_so_shows_the_nearest_sentence_and_has_exit_status_1(index: Path) -> None:
    ran = coverage_bot("ask", UNANSWERED, "--index", index)
    assert ran.status == 1
    assert ran.out.startswith("The coverage does not answer this.\nNearest, not an answer:\n")


def test_the_json_object_has_exactly_the_fields_that_scripts_rely_on(index: Path) -> None:
    ran = coverage_bot("ask", QUESTION, "--json", "--index", index)
    assert ran.out.count("\n") == 1
    answer = ran.json
    assert list(answer) == ["question", "answered", "answer", "citations", "searched", "milliseconds"]
    first = answer["citations"][0]
    assert list(first) == ["text", "start", "end", "score", "speaker", "document", "also_in"]
    assert first["text"] == BUDGET["text"][first["start"] : first["end"]] == ANSWER
    retrieved = first["document"].pop("retrieved")
    assert datetime.fromisoformat(retrieved).utcoffset() == timedelta(0)
    assert first["document"].pop("version") == 1
    assert first["document"] == {
        "id": "budget",
        "title": "Town council passes the budget",
        "outlet": "Northern Voice",
        "author": None,
        "url": None,
        "published": "2021-05-04T10:00:00+02:00",
    }
    assert answer["searched"] == {"documents": 2, "outlets": 2, "newest": "2021-05-04T10:00:00+02:00"}
    assert answer["milliseconds"] == round(answer["milliseconds"], 1) > 0


def test_json_holds_the_nearest_sentences_of_a_refusal_too(index: Path) -> None:
    ran = coverage_bot("ask", UNANSWERED, "--json", "--index", index)
    assert ran.status == 1
    assert not ran.json["answered"]
    assert ran.json["citations"]


@pytest.mark.parametrize(("limit", "most"), [("1", 1), ("2", 2), ("50", 5)])
def test_json_has_as_many_citations_as_asked_for(index: Path, limit: str, most: int) -> None:
    citations = coverage_bot("ask", QUESTION, "--json", "--limit", limit, "--index", index).json["citations"]
    assert len(citations) == most
    assert [each["score"] for each in citations] == sorted((each["score"] for each in citations), reverse=True)


def test_text_shows_more_than_the_first_citation_only_when_asked_to(index: Path) -> None:
    ran = coverage_bot("ask", QUESTION, "--limit", "2", "--index", index)
    assert ran.out.startswith(f"1. {ANSWER}")
    assert "\n2. " in ran.out
    assert "\n3. " not in ran.out


@pytest.mark.parametrize(
    "filters",
    [("--outlet", "elswick observer"), ("--until", "2021-03-01"), ("--since", "2021-03-01", "--until", "2021-03-31")],
)
def test_filters_keep_other_articles_out(index: Path, filters: tuple[str, ...]) -> None:
    answer = coverage_bot("ask", QUESTION, "--json", *filters, "--index", index).json
    assert answer["searched"]["documents"] == 1
    assert {each["document"]["id"] for each in answer["citations"]} == {"harbour"}


def test_an_unknown_outlet_is_named_with_those_that_there_are(index: Path) -> None:
    ran = coverage_bot("ask", QUESTION, "--outlet", "Daily Nonsense", "--index", index)
    assert (ran.status, ran.out) == (2, "")
    assert "'Daily Nonsense'" in ran.err
    assert "Northern Voice" in ran.err


def test_a_dash_answers_one_question_a_line_and_passes_over_blank_ones(index: Path) -> None:
    ran = coverage_bot("ask", "-", "--json", "--index", index, stdin=f"{QUESTION}\n\n  \n{UNANSWERED}".encode())
    assert ran.status == 0
    assert [(each["question"], each["answered"]) for each in ran.json_lines] == [(QUESTION, True), (UNANSWERED, False)]


def test_a_dash_names_the_line_that_is_no_question_and_answers_the_others(index: Path) -> None:
    ran = coverage_bot("ask", "-", "--json", "--index", index, stdin=b"???\n\xff\xfe\n" + QUESTION.encode() + b"\r\n")
    assert ran.status == 2
    assert [line.split(":")[1:3] for line in ran.err.splitlines()] == [[" stdin", "1"], [" stdin", "2"]]
    assert [each["answered"] for each in ran.json_lines] == [True]


def test_a_dash_with_nothing_on_standard_input_says_nothing(index: Path) -> None:
    ran = coverage_bot("ask", "-", "--index", index)
    assert (ran.status, ran.out, ran.err) == (0, "", "")


@pytest.mark.parametrize(
    "question",
    [
        "who " * 1500,
        "🙂🙂🙂",
        "",
        " \x00 ",
        "NEAR",
        'a"b*-c:(d)',
        "من قال ذلك؟",
        "@everyone <@1>",
        "'; DROP TABLE documents; --",
    ],
)
def test_strange_questions_get_a_line_or_an_answer_and_never_a_traceback(index: Path, question: str) -> None:
    ran = coverage_bot("ask", "--json", "--index", index, "--", question)
    assert ran.status in (0, 1, 2)
    assert "Traceback" not in ran.err
    assert len(ran.err.splitlines()) == (1 if ran.status == 2 else 0)
    assert coverage_bot("status", "--json", "--index", index).json["documents"] == 2


@pytest.mark.parametrize("place", ["before", "after", "environment"])
def test_the_folder_of_the_index_can_be_named_in_three_places(index: Path, place: str) -> None:
    option = ("--index", index)
    arguments = {"before": (*option, "status"), "after": ("status", *option), "environment": ("status",)}[place]
    environment = {"COVERAGE_INDEX": str(index)} if place == "environment" else {}
    assert coverage_bot(*arguments, environment=environment).status == 0


def test_the_threshold_decides_what_counts_as_answered(index: Path) -> None:
    strict = coverage_bot("ask", QUESTION, "--index", index, environment={"COVERAGE_THRESHOLD": "1"})
    lenient = coverage_bot("ask", UNANSWERED, "--index", index, environment={"COVERAGE_THRESHOLD": "0"})
    assert (strict.status, lenient.status) == (1, 0)


def test_chat_answers_line_after_line_until_it_is_told_to_quit(index: Path) -> None:
    ran = coverage_bot("chat", "--index", index, stdin=f"{QUESTION}\n\n/sources\n/nonsense\n???\n/quit\nx\n".encode())
    assert ran.status == 0
    lines = ran.out.splitlines()
    assert lines[0] == ANSWER
    assert {"Elswick Observer", "Northern Voice"} <= set(lines)
    assert "There is no /nonsense." in ran.out
    assert "There is no question in that." in lines[-1]


def test_chat_understands_a_question_in_view_of_the_one_before(index: Path) -> None:
    ran = coverage_bot("chat", "--index", index, stdin=f"{QUESTION}\nand why?\n".encode())
    assert ran.status == 0
    understood = [line for line in ran.out.splitlines() if line.startswith("Understood as: ")]
    assert len(understood) == 1 and understood[0].startswith("Understood as: why ")


def test_chat_ends_with_its_input(index: Path) -> None:
    ran = coverage_bot("chat", "--index", index, stdin=b"/help")
    assert ran.status == 0
    assert "/quit" in ran.out


def test_eval_prints_figures_for_people_and_for_scripts(index: Path, tmp_path: Path) -> None:
    start = BUDGET["text"].index("Oda")
    evidence = [{"document_id": "budget", "start": start, "end": start + 9}]
    gold = {"id": "1", "question": QUESTION, "answers": ["Oda Finch"], "evidence": evidence}
    questions = write_articles(tmp_path / "questions.jsonl", gold)
    figures = coverage_bot("eval", questions, "--json", "--index", index).json
    assert (figures["questions"], figures["hit_1"], figures["answered"]) == (1, 1.0, 1.0)
    assert "hit@1" in coverage_bot("eval", questions, "--index", index).out


def test_eval_names_the_line_that_is_no_question(index: Path, tmp_path: Path) -> None:
    questions = tmp_path / "questions.jsonl"
    questions.write_text('{"id": "1"}\n', "utf-8")
    ran = coverage_bot("eval", questions, "--index", index)
    assert ran.status == 2
    assert f"{questions}:1" in ran.err
