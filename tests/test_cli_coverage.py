from __future__ import annotations

import json
from pathlib import Path

import pytest
from command_line import Ran, coverage_bot, write_articles
from tiny_models import save_tiny_model

ONE = {"id": "one", "title": "Ferry", "text": "The ferry was late.", "outlet": "Bay News", "published": "2021-01-02"}
TWO = {"id": "two", "title": "Bridge", "text": "The bridge was closed. The mayor was angry.", "outlet": "Bay News"}


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save_tiny_model(tmp_path_factory.mktemp("models") / "small", 32)


@pytest.fixture(scope="module")
def other_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save_tiny_model(tmp_path_factory.mktemp("models") / "other", 48, seed=1)


@pytest.fixture
def index(tmp_path: Path, model: Path) -> Path:
    folder = tmp_path / "index"
    articles = write_articles(tmp_path / "articles.jsonl", ONE, TWO)
    assert with_model(model, "ingest", articles, "--index", folder).status == 0
    return folder


def with_model(model: Path, *arguments: str | Path, stdin: bytes = b"") -> Ran:
    return coverage_bot(*arguments, stdin=stdin, environment={"COVERAGE_ENCODER": str(model)})


def test_ingest_counts_what_it_did(tmp_path: Path, model: Path) -> None:
    folder = tmp_path / "index"
    articles = write_articles(tmp_path / "articles.jsonl", ONE, TWO)
    ran = with_model(model, "ingest", articles, "--index", folder)
    assert ran == Ran(0, "2 articles stored, 0 replaced, 0 unchanged, 0 errors\n", "")
    write_articles(articles, ONE, TWO | {"text": "The bridge is open again."})
    ran = with_model(model, "ingest", articles, "--index", folder)
    assert ran == Ran(0, "0 articles stored, 1 replaced, 1 unchanged, 0 errors\n", "")


def test_one_bad_file_in_a_folder_is_named_and_the_others_go_in(tmp_path: Path, model: Path) -> None:
    sources = tmp_path / "articles"
    sources.mkdir()
    write_articles(sources / "good.jsonl", ONE)
    (sources / "bad.json").write_text('{"title": "Half wr', "utf-8")
    (sources / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00")
    ran = with_model(model, "ingest", sources, "--index", tmp_path / "index")
    assert ran.status == 2
    assert ran.out == "1 article stored, 0 replaced, 0 unchanged, 2 errors\n"
    assert len(ran.err.splitlines()) == 2
    assert str(sources / "bad.json") in ran.err
    assert str(sources / "picture.txt") in ran.err


def test_ingest_reads_json_lines_from_standard_input(tmp_path: Path, model: Path) -> None:
    lines = json.dumps(ONE) + '\n{"title": 7}\n' + json.dumps(TWO) + "\n"
    ran = with_model(model, "ingest", "-", "--index", tmp_path / "index", stdin=lines.encode())
    assert (ran.status, ran.out) == (2, "2 articles stored, 0 replaced, 0 unchanged, 1 error\n")
    assert ran.err.startswith("coverage-bot: stdin:2:")


def test_a_file_name_with_a_line_break_stays_on_one_line(tmp_path: Path, model: Path) -> None:
    ran = with_model(model, "ingest", tmp_path / "not\nthere\x1b[31m.txt", "--index", tmp_path / "index")
    assert ran.status == 2
    assert len(ran.err.splitlines()) == 1
    assert "\x1b" not in ran.err


def test_status_says_what_is_in_the_index(index: Path, model: Path) -> None:
    described = coverage_bot("status", "--json", "--index", index).json
    assert described.pop("database_bytes") > 10_000
    assert [described.pop(name) for name in ("quotations", "speakers", "without_quotations")] == [0, 0, 0]
    assert described == {
        "documents": 2,
        "stories": 2,
        "sentences": 3,
        "withdrawn": 0,
        "earlier_versions": 0,
        "owned": [],
        "outlets": [{"name": "Bay News", "documents": 2}],
        "newest": "2021-01-02",
        "encoder": str(model),
        "precision": None,
        "index": str(index),
        "kind": "embedded",
        "tables": str(index / "coverage.db"),
    }
    shown = coverage_bot("status", "--index", index).out
    assert "articles   2 (3 sentences)" in shown
    assert "reports    2 independent" in shown
    assert "2  Bay News" in shown


def test_removed_articles_are_gone_and_unknown_ids_are_named(index: Path) -> None:
    ran = coverage_bot("remove", "one", "neither", "one", "nor", "--index", index)
    assert (ran.status, ran.out) == (2, "1 article removed\n")
    assert "not in the index: neither, nor" in ran.err
    assert coverage_bot("status", "--json", "--index", index).json["documents"] == 1
    assert coverage_bot("remove", "two", "--index", index) == Ran(0, "1 article removed\n", "")


def test_a_lost_vector_file_is_derived_again(index: Path, model: Path) -> None:
    before = with_model(model, "ask", "where is the ferry?", "--json", "--index", index).json["citations"]
    (index / "vectors.faiss").write_bytes(b"damaged")
    ran = with_model(model, "rebuild", "--index", index)
    assert ran == Ran(0, "derived the vector index again: 3 sentences\n", "")
    assert with_model(model, "ask", "where is the ferry?", "--json", "--index", index).json["citations"] == before


def test_another_encoder_is_refused_until_everything_is_encoded_again(
    index: Path, model: Path, other_model: Path
) -> None:
    refused = with_model(other_model, "ask", "where is the ferry?", "--index", index)
    assert refused.status == 2
    assert "coverage-bot rebuild" in refused.err
    ran = with_model(other_model, "rebuild", "--index", index)
    assert ran == Ran(0, f"encoded 3 sentences again with {other_model}, before with {model}\n", "")
    assert with_model(other_model, "ask", "where is the ferry?", "--index", index).status in (0, 1)
    assert coverage_bot("status", "--json", "--index", index).json["encoder"] == str(other_model)
    assert with_model(model, "ask", "where is the ferry?", "--index", index).status == 2


def test_an_encoder_that_cannot_be_loaded_leaves_the_index_as_it_was(index: Path, model: Path, tmp_path: Path) -> None:
    empty = tmp_path / "no-model"
    empty.mkdir()
    ran = with_model(empty, "rebuild", "--index", index)
    assert ran.status == 2
    assert "cannot be loaded" in ran.err
    assert with_model(model, "ask", "where is the ferry?", "--index", index).status in (0, 1)
