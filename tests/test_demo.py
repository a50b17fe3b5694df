from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from command_line import Ran, coverage_bot, write_articles

from bot.demo import ANSWERED_SUGGESTIONS, QUESTION, UNANSWERED_SUGGESTION, articles_file

ANSWERED = {
    QUESTION: ("demo-07-letter", "Mark A. Milley, called it a mistake"),
    "what did Trump say about headaches?": ("demo-19-injuries", "I heard that they had headaches"),
    "how many votes did the resolution get in the House?": ("demo-15-house", "224 votes to 194"),
    "how much did Brent crude lose on Wednesday?": ("demo-12-oil", "lost 4.1 percent"),
    "where were the journalists killed?": ("demo-17-protests", "In Basra"),
    "what did Mike Lee say about the briefing?": ("demo-15-house", "worst briefing"),
}
UNANSWERABLE = (
    UNANSWERED_SUGGESTION,
    "what is the password of the wifi?",
    "how much does a loaf of bread cost?",
    "who is the president of Brazil?",
    "who directed the film Parasite?",
)


@pytest.fixture(scope="module")
def articles() -> list[dict[str, Any]]:
    with articles_file() as path:
        return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("demo")
    with articles_file() as path:
        assert coverage_bot("ingest", path, "--index", folder).status == 0
    yield folder


def demo(cache: Path, *arguments: str | Path) -> Ran:
    return coverage_bot("demo", *arguments, environment={"XDG_CACHE_HOME": str(cache)})


def test_there_are_articles_enough_of_outlets_that_nobody_has(articles: list[dict[str, Any]]) -> None:
    assert len(articles) >= 14
    assert len({article["outlet"] for article in articles}) >= 5
    assert all(".example/" in article["url"] for article in articles)
    for unique in ("id", "url"):
        assert len({article[unique] for article in articles}) == len(articles)


def test_every_article_is_short_and_complete(articles: list[dict[str, Any]]) -> None:
    for article in articles:
        assert 120 <= len(article["text"].split()) <= 300, article["id"]
        assert all(article[field] for field in ("id", "title", "outlet", "author", "url", "published"))


def test_only_one_article_speaks_of_a_mistake(articles: list[dict[str, Any]]) -> None:
    speaking = [article["id"] for article in articles if "mistake" in (article["title"] + article["text"]).lower()]
    assert speaking == ["demo-07-letter"]


@pytest.mark.parametrize("question", ANSWERED)
def test_what_the_demonstration_answers_is_answered_with_the_sentence_that_says_so(index: Path, question: str) -> None:
    article, words = ANSWERED[question]
    answer = coverage_bot("ask", question, "--json", "--index", index).json
    assert answer["answered"]
    assert answer["citations"][0]["document"]["id"] == article
    assert words in answer["citations"][0]["text"]


@pytest.mark.parametrize("question", UNANSWERABLE)
def test_what_the_demonstration_does_not_answer_is_refused(index: Path, question: str) -> None:
    ran = coverage_bot("ask", question, "--json", "--index", index)
    assert ran.status == 1
    assert not ran.json["answered"]


def test_the_demonstration_shows_one_answer_and_suggests_three_questions(tmp_path: Path) -> None:
    ran = demo(tmp_path)
    assert ran.status == 0
    assert f"> {QUESTION}\nThe chairman of the Joint Chiefs of Staff, Gen. Mark A. Milley, called it" in ran.out
    assert all(question in ran.out for question in (*ANSWERED_SUGGESTIONS, UNANSWERED_SUGGESTION))


def test_the_demonstration_leaves_the_configured_index_alone(tmp_path: Path) -> None:
    configured = tmp_path / "mine"
    ran = coverage_bot(
        "demo", environment={"XDG_CACHE_HOME": str(tmp_path / "cache"), "COVERAGE_INDEX": str(configured)}
    )
    assert ran.status == 0
    assert not configured.exists()


def test_the_demonstration_forgets_its_own_old_articles_and_nobody_elses(tmp_path: Path) -> None:
    sentence = {"title": "Harbour", "text": "The harbour was closed on Monday because of the storm."}
    old = write_articles(tmp_path / "old.jsonl", {"id": "demo-99-old"} | sentence, {"id": "mine"} | sentence)
    folder = tmp_path / "index"
    assert coverage_bot("ingest", old, "--index", folder).status == 0
    assert demo(tmp_path, "--index", folder).status == 0
    assert coverage_bot("remove", "demo-99-old", "--index", folder).status == 2
    assert coverage_bot("remove", "mine", "--index", folder).status == 0


def test_a_demonstration_article_that_was_changed_is_put_right(tmp_path: Path) -> None:
    folder = tmp_path / "index"
    changed = {"id": "demo-07-letter", "title": "Other", "text": "Nobody called anything anything at all that day."}
    assert coverage_bot("ingest", write_articles(tmp_path / "x.jsonl", changed), "--index", folder).status == 0
    assert "Milley, called it a mistake" in demo(tmp_path, "--index", folder).out
