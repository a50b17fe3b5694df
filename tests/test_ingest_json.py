"""JSON and JSON Lines: text to the character, each fault with its file, line and field, and the rest goes in."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sources import BODY, PAGE, complaint, complaints, read, read_one, titles, write

from index.errors import SourceError
from index.ingest import json_lines
from index.ingest.article import Article
from index.ingest.json_lines import read_json_lines

FULL = {
    "id": "bridge-1",
    "title": "Council votes to close bridge",
    "text": f"  {BODY}\n\nEnd. ",
    "url": "https://www.harbourpost.example/bridge",
    "outlet": "The Harbour Post",
    "author": "Ann Lee",
    "published": "2020-01-07T08:30:00+01:00",
    "views": [1, {"x": None}],
}


def test_one_object_is_one_article(tmp_path: Path) -> None:
    path = write(tmp_path / "a.json", FULL)
    given_fields = {key: value for key, value in FULL.items() if key != "views"}
    assert read_one(path) == Article(source=str(path), whole_source=True, **given_fields)  # type: ignore[arg-type]


@pytest.mark.parametrize("wrap", [lambda articles: articles, lambda articles: {"n": [1], "articles": articles}])
def test_a_list_gives_each_article_and_names_the_line_of_a_bad_one(tmp_path: Path, wrap: object) -> None:
    articles = [FULL, {"title": 3, "text": BODY}, {"title": "Third", "text": BODY}, "four"]
    path = write(tmp_path / "a.json", json.dumps(wrap(articles), indent=1))  # type: ignore[operator]
    outcomes = read(path)
    assert titles(outcomes) == ["Council votes to close bridge", "Third"]
    assert [outcome.source for outcome in outcomes if isinstance(outcome, Article)] == [f"{path}#1", f"{path}#3"]
    assert not any(outcome.whole_source for outcome in outcomes if isinstance(outcome, Article))
    lines = path.read_text().split("\n")
    second, fourth = complaints(outcomes)
    line = int(second.removeprefix(f"{path}:").split(":")[0])
    assert '"title": 3' in lines[line]
    assert second.endswith("article 2: `title` is a number, not a text in quotes")
    assert "four" in lines[int(fourth.removeprefix(f"{path}:").split(":")[0]) - 1]


def test_lines_are_articles_and_blank_lines_are_skipped(tmp_path: Path) -> None:
    lines = [json.dumps(FULL), "", "   ", json.dumps({"title": "Second", "text": BODY})]
    path = write(tmp_path / "a.jsonl", "\ufeff" + "\r\n".join(lines))
    first, second = read(path)
    assert isinstance(first, Article) and isinstance(second, Article)
    assert (first.source, second.source) == (f"{path}:1", f"{path}:4")
    assert not first.whole_source


def test_standard_input_is_json_lines() -> None:
    (article,) = read("-", stdin=b"\n" + json.dumps(FULL).encode())
    assert isinstance(article, Article)
    assert (article.source, article.id) == ("stdin:2", "bridge-1")


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"published": "tomorrow"}, "`published` is not an ISO 8601 date: 'tomorrow'"),
        ({"published": "2020-02-30"}, "`published` is not an ISO 8601 date: '2020-02-30'"),
        ({"published": "07/01/2020"}, "`published` is not an ISO 8601 date: '07/01/2020'"),
        ({"published": 1578355200}, "`published` is a number, not a text in quotes"),
        ({"title": ["a"]}, "`title` is a list, not a text in quotes"),
        ({"id": 5}, "`id` is a number, not a text in quotes"),
        ({"id": "x" * 301}, "`id` is longer than 300 characters"),
        ({"author": {"name": "A"}}, "`author` is an object, not a text in quotes"),
        ({"outlet": True}, "`outlet` is true or false, not a text in quotes"),
        ({"text": None}, "`text` (or `html`) is missing or empty"),
        ({"text": " \n "}, "`text` (or `html`) is missing or empty"),
        ({"text": "***"}, "`text` holds no words"),
        ({"text": 7}, "`text` is a number, not a text in quotes"),
        ({"text": "a" * 1_000_001}, "`text` has 1,000,001 characters of text"),
        ({"text": None, "html": "<p></p>"}, "`html` has no main text"),
        ({"url": "javascript:alert(1)"}, "`url` is not a web address (http://… or https://…): 'javascript:alert(1)'"),
        ({"url": "https://x.example/" + "a" * 2000}, "`url` is not a web address"),
        ({"url": "https://x.example/a\nb"}, "`url` is not a web address"),
    ],
)
def test_a_bad_field_is_named_with_file_and_line_and_the_other_lines_go_in(
    tmp_path: Path, fields: dict[str, object], reason: str
) -> None:
    good = json.dumps({"title": "Good", "text": BODY})
    path = write(tmp_path / "a.jsonl", f"{good}\n\n{json.dumps(FULL | fields)}\n{good}\n")
    outcomes = read(path)
    assert titles(outcomes) == ["Good", "Good"]
    (error,) = complaints(outcomes)
    assert error.startswith(f"{path}:3: {reason}")


@pytest.mark.parametrize("value", ["[]", "3", '"text"', "null", "{}", '{"title": "T"}', '{"articles": []}'])
def test_json_that_is_no_article_says_so(tmp_path: Path, value: str) -> None:
    assert complaint(write(tmp_path / "a.json", value)).startswith(f"{tmp_path}/a.json: ")


@pytest.mark.parametrize(
    ("given_date", "kept"),
    [
        ("2020-01-07", "2020-01-07"),
        (" 2020-01-07T08:30Z ", "2020-01-07T08:30Z"),
        ("2020-01-07t08:30:00.123z", "2020-01-07t08:30:00.123z"),
        ("2020-01-07 08:30:00+0100", "2020-01-07 08:30:00+0100"),
        ("20200107", "2020-01-07"),
        ("20200107T083000Z", "2020-01-07T08:30:00+00:00"),
        ("2020-W02-2", "2020-01-07"),
        ("", None),
        (None, None),
    ],
)
def test_dates_are_kept_as_given_or_written_so_that_they_compare(
    tmp_path: Path, given_date: str | None, kept: str | None
) -> None:
    assert read_one(write(tmp_path / "a.json", FULL | {"published": given_date})).published == kept


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Bridge to close, council says\n\nIt voted.", "Bridge to close, council says"),
        ("Who called it a mistake?\nThe mayor did.", "Who called it a mistake?"),
        ("The council voted.\n\nMore.", "The council voted."),
        ("One line only", "One line only"),
        ("The council voted on Monday to close the bridge, and the mayor of the town was not amused. She left.",
         "The council voted on Monday to close the bridge, and the mayor of the town was…"),
        ("x" * 200, "x" * 79 + "…"),
    ],
)  # fmt: skip
def test_a_missing_title_is_the_headline_or_the_first_words(tmp_path: Path, text: str, title: str) -> None:
    article = read_one(write(tmp_path / "a.json", {"title": " ", "text": text}))
    assert (article.title, article.text) == (title, text)
    assert len(article.title) <= 80


def test_titles_are_one_line_of_at_most_300_characters(tmp_path: Path) -> None:
    article = read_one(write(tmp_path / "a.json", FULL | {"title": "a\n\tb " + "c" * 400}))
    assert article.title == "a b " + "c" * 295 + "…"


def test_html_is_read_as_a_page_that_fills_the_gaps(tmp_path: Path) -> None:
    article = read_one(write(tmp_path / "a.json", {"html": PAGE, "outlet": "Mine", "published": "2021-01-01"}))
    assert article.title == "Council votes to close bridge"
    assert (article.outlet, article.author, article.published) == ("Mine", "Ann Lee", "2021-01-01")
    assert article.text.startswith("The council voted on Monday")


def test_text_is_preferred_to_html(tmp_path: Path) -> None:
    assert read_one(write(tmp_path / "a.json", FULL | {"html": PAGE})).text == FULL["text"]


def test_what_cannot_be_stored_is_replaced_one_for_one(tmp_path: Path) -> None:
    given_text = "nul\\u0000 half\\ud83d ok\\ud83d\\ude00\\r\\nend"
    path = write(tmp_path / "a.json", f'{{"title": "T\\ud800", "text": "{given_text}"}}')
    article = read_one(path)
    assert (article.title, article.text) == ("T\ufffd", "nul\ufffd half\ufffd ok😀 \nend")


VISIBLE = st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Zs"]) | st.sampled_from("\n\t")


@given(st.text(VISIBLE, min_size=1))
def test_text_comes_back_to_the_character(text: str) -> None:
    line = json.dumps({"title": "T", "text": text}).encode()
    (outcome,) = read_json_lines(io.BytesIO(line), "stdin")
    if isinstance(outcome, Article):
        assert outcome.text == text
    else:
        assert not any(character.isalnum() for character in text)


@given(st.text())
def test_any_text_keeps_its_length_and_can_be_encoded(text: str) -> None:
    line = json.dumps({"title": "T", "text": "a" + text}).encode()
    (outcome,) = read_json_lines(io.BytesIO(line), "stdin")
    assert isinstance(outcome, Article)
    paired = ("a" + text).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    assert len(outcome.text) == len(paired)
    assert outcome.text.encode()


def test_a_truncated_json_file_is_named_with_its_line(tmp_path: Path) -> None:
    whole = json.dumps([FULL, FULL], indent=1)
    for length in (30, 100, len(whole) - 3):
        path = write(tmp_path / "a.json", whole[:length])
        line = whole[:length].rstrip().count("\n") + 1
        assert complaint(path) == (
            f"{path}: ends in the middle of its JSON (line {line}): it looks half-written, save it again"
        )


def test_a_truncated_line_is_named_and_the_others_go_in(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", json.dumps(FULL) + "\n" + json.dumps(FULL)[:60])
    outcomes = read(path)
    assert len(titles(outcomes)) == 1
    (error,) = complaints(outcomes)
    assert error.startswith(f"{path}:2: ends in the middle of its JSON")


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.json", b'{"title": nonsense,\n "text": "x"}', "is not JSON: Expecting value (line 1, column 11)"),
        ("a.json", b'{"text": "a"}\n{"text": "b"}', "if each line is an article, name it .jsonl"),
        ("a.json", b"[" * 100_000, "is nested too deeply"),
        ("a.json", b'{"views": ' + b"9" * 5000 + b', "text": "a"}', "a number with too many digits"),
        ("a.json", '{"text": "café"}'.encode("latin-1"), "is not UTF-8: byte 0xE9 at offset 13 (line 1)"),
        ("a.json", b"\x89PNG\r\n\x1a\n", "is a PNG image"),
        ("a.jsonl", b"\x89PNG\r\n\x1a\n\x00", "is a PNG image"),
        ("a.jsonl", b'{\n "text": "a"\n}\n', "is one JSON value over many lines, not one a line: name it .json"),
        ("a.jsonl", '{"text": "a"}'.encode("utf-16"), "is not UTF-8, as JSON Lines must be"),
        ("a.jsonl", b"\n \n", "is empty"),
        ("a.json", b"", "is empty"),
    ],
)
def test_what_is_not_json_says_what_it_is(tmp_path: Path, name: str, content: bytes, reason: str) -> None:
    path = write(tmp_path / name, content)
    assert complaint(path).startswith(f"{path}: ")
    assert reason in complaint(path)


def test_a_line_in_another_encoding_is_named_with_its_byte(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", json.dumps(FULL).encode() + '\n{"text": "café"}'.encode("latin-1"))
    assert complaints(read(path)) == [
        f"{path}:2: is not UTF-8: byte 0xE9 at offset 13 (line 2): save the file as UTF-8"
    ]


def test_empty_standard_input_says_what_to_give() -> None:
    assert complaint("-") == "stdin: is empty: give one JSON object with `title` and `text` on each line"


def test_a_line_too_long_is_passed_over_without_being_held(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_lines, "MAX_LINE", 1000)
    good = json.dumps({"title": "Good", "text": BODY}).encode()
    long = json.dumps({"title": "Long", "text": "x" * 5000}).encode()
    outcomes = list(read_json_lines(io.BytesIO(b"\n".join([good, long, good, long])), "stdin"))
    assert titles(outcomes) == ["Good", "Good"]
    assert [outcome.source for outcome in outcomes if isinstance(outcome, SourceError)] == ["stdin:2", "stdin:4"]
