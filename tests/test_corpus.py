"""The corpora that benchmarks are run on; see :mod:`tests.benchmarks.corpus`."""

from __future__ import annotations

import json
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from index.document import Document
from index.split import split
from tests.benchmarks.corpus import articles, corpus, main

SENTENCES = 12_000


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The articles and the questions of a small corpus."""
    folder = tmp_path_factory.mktemp("corpus")
    files = {"--articles": folder / "articles.jsonl", "--questions": folder / "questions.jsonl"}
    arguments = [str(each) for pair in files.items() for each in pair]
    ran = CliRunner().invoke(main, ["--sentences", str(SENTENCES), "--seed", "3", "--made-questions", "40", *arguments])
    assert ran.exit_code == 0, ran.output
    articles, questions = ([json.loads(line) for line in path.open(encoding="utf-8")] for path in files.values())
    return articles, questions


def test_a_smaller_corpus_of_a_seed_is_the_beginning_of_a_larger_one() -> None:
    small, large = list(corpus(9_000, 3)), list(corpus(9_600, 3))
    assert len(small) < len(large) and large[: len(small)] == small
    assert list(islice(articles(4), len(small))) != small


def test_sentences_are_as_many_as_asked_for_of_usual_length_and_nearly_all_distinct(
    made: tuple[list[dict[str, Any]], list[dict[str, Any]]],
) -> None:
    found = [
        sentence.text
        for row in made[0]
        if row["id"].startswith("made-")
        for sentence in split(Document(row["id"], row["title"], row["text"]))
    ]
    real = sum(len(split(Document(row["id"], "", row["text"]))) for row in made[0] if row["id"][:5] != "made-")
    assert SENTENCES <= len(found) + real < SENTENCES * 1.03
    assert 20 <= sum(len(text.split()) for text in found) / len(found) <= 30
    assert len(set(found)) > 0.95 * len(found)  # copies of articles are among them


def test_the_real_articles_are_whole_and_the_spans_of_all_answers_say_what_they_answer(
    made: tuple[list[dict[str, Any]], list[dict[str, Any]]],
) -> None:
    rows, questions = made
    texts = {row["id"]: row["text"] for row in rows}
    real = {row["id"]: row["text"] for row in map(json.loads, (Path(__file__).parent / "news/articles.jsonl").open())}
    assert len(texts) == len(rows) and real.items() <= texts.items()
    invented = [each for each in questions if each["id"].startswith("made-")]
    assert len(invented) == 40 and len(questions) > 900
    for each in invented:
        (place,) = each["evidence"]
        assert texts[place["document_id"]][place["start"] : place["end"]] == each["answers"][0]
