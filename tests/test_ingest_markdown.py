"""Markdown reads as its reader sees it; front matter says what the article is, and cannot do harm."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from sources import BODY, complaint, read_one, write

FRONT_MATTER = """---
title: Council votes to close bridge
published: 2020-01-07
author: Ann Lee
outlet: The Harbour Post
url: https://www.harbourpost.example/bridge
id: bridge-1
tags: [city, {deep: [1]}]
---
"""


def text_of(folder: Path, markdown: str) -> str:
    return read_one(write(folder / "a.md", "# Title\n\n" + markdown)).text


def test_front_matter_gives_the_fields(tmp_path: Path) -> None:
    path = write(tmp_path / "a.md", FRONT_MATTER + BODY)
    article = read_one(path)
    assert article.title == "Council votes to close bridge"
    assert article.text == BODY
    assert article.published == "2020-01-07"
    assert article.author == "Ann Lee"
    assert article.outlet == "The Harbour Post"
    assert article.url == "https://www.harbourpost.example/bridge"
    assert article.id == "bridge-1"
    assert article.source == str(path)
    assert article.whole_source


@pytest.mark.parametrize("key", ["outlet", "source", "publisher", "Publisher"])
def test_the_outlet_has_three_names(tmp_path: Path, key: str) -> None:
    path = write(tmp_path / "a.md", f"---\ntitle: T\n{key}: The Harbour Post\n---\n{BODY}")
    assert read_one(path).outlet == "The Harbour Post"


def test_a_clipped_page_has_its_address_as_source(tmp_path: Path) -> None:
    path = write(tmp_path / "a.md", f"---\nsource: https://x.example/a\nauthor:\n  - A\n  - B\n---\n# T\n\n{BODY}")
    article = read_one(path)
    assert (article.url, article.outlet, article.author) == ("https://x.example/a", None, "A, B")


def test_values_stay_as_they_were_typed(tmp_path: Path) -> None:
    path = write(tmp_path / "a.md", f"---\ntitle: No\nid: 007\nauthor: null\noutlet:\n---\n{BODY}")
    article = read_one(path)
    assert (article.title, article.id, article.author, article.outlet) == ("No", "007", None, None)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("2020-01-07", "2020-01-07"),
        ("2020-01-07T08:30:00Z", "2020-01-07T08:30:00Z"),
        ("2020-01-07 08:30:00 +0100", "2020-01-07 08:30:00+0100"),
    ],
)
def test_front_matter_dates(tmp_path: Path, given: str, kept: str) -> None:
    assert read_one(write(tmp_path / "a.md", f"---\ndate: {given}\n---\n# T\n\n{BODY}")).published == kept


@pytest.mark.parametrize(
    ("front_matter", "reason"),
    [
        ("date: last Monday", "`date` is not an ISO 8601 date: 'last Monday'"),
        ("published: 2020-13-45", "`published` is not an ISO 8601 date: '2020-13-45'"),
        ("url: javascript:alert(1)", "`url` is not a web address"),
        ("title: {a: b}", "`title` is not a text"),
        ("title: Bridge closed: a mistake", "front matter that is not YAML (line 2: mapping values"),
        ("x: !!python/object/apply:os.system [a]\ny: [", "front matter that is not YAML"),
        ("a: " + "[" * 5000, "front matter that is not YAML"),
        ("a: " + "x" * 70_000, "front matter of more than 65,536 characters"),
    ],
)
def test_bad_front_matter_names_the_field_or_the_line(tmp_path: Path, front_matter: str, reason: str) -> None:
    assert reason in complaint(write(tmp_path / "a.md", f"---\n{front_matter}\n---\n# T\n\n{BODY}"))


def test_a_billion_laughs_stay_unlaughed(tmp_path: Path) -> None:
    laughs = "\n".join(f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 9)}]" for n in range(1, 30))
    path = write(tmp_path / "a.md", f"---\nl0: &l0 [lol]\n{laughs}\ntitle: Fun\n---\n{BODY}")
    started = time.monotonic()
    assert read_one(path).title == "Fun"
    assert time.monotonic() - started < 5


def test_two_rules_around_prose_are_no_front_matter(tmp_path: Path) -> None:
    path = write(tmp_path / "a.md", f"---\nOnly a remark\n---\n\n{BODY}")
    assert "Only a remark" in read_one(path).text


def test_the_first_heading_is_the_title_and_not_part_of_the_text(tmp_path: Path) -> None:
    article = read_one(write(tmp_path / "a.markdown", f"# Council *votes*  to close\n\n{BODY}"))
    assert (article.title, article.text) == ("Council votes to close", BODY)


def test_front_matter_wins_over_a_different_heading_which_stays(tmp_path: Path) -> None:
    article = read_one(write(tmp_path / "a.md", f"---\ntitle: One\n---\n# Two\n\n{BODY}"))
    assert (article.title, article.text) == ("One", f"Two\n\n{BODY}")


def test_without_a_heading_the_first_line_is_the_title(tmp_path: Path) -> None:
    article = read_one(write(tmp_path / "a.md", f"Council votes to close\n\n{BODY}"))
    assert article.title == "Council votes to close"


@pytest.mark.parametrize("content", ["# Only a title\n", "Only a title", "---\ntitle: Only\n---\n# Only\n"])
def test_a_title_alone_is_no_article(tmp_path: Path, content: str) -> None:
    assert "has a headline but no text" in complaint(write(tmp_path / "a.md", content))


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("One **bold** and _soft_\nline.\n\n\nTwo.", "One bold and soft line.\n\nTwo."),
        ('See [the *report*](https://x.example "t") and <https://y.example>.', "See the report and https://y.example."),
        ("Before ![a chart](c.png) after.\n\n![alone](d.png)\n\nEnd.", "Before after.\n\nEnd."),
        ("- one\n- two\n  lines\n  1. inner\n- three\n\nEnd.", "one\ntwo lines\ninner\nthree\n\nEnd."),
        ("> She said: “No.”\n>\n> Twice.", "She said: “No.”\n\nTwice."),
        ("|Year|Cost|\n|--|--|\n|2020|4 *million*|", "Year | Cost\n2020 | 4 million"),
        ("## Next\n\nText.\n\n***\n\nEnd.", "Next\n\nText.\n\nEnd."),
        ("A &amp; B \\*no\\* `code` x  \ny", "A & B *no* code x\ny"),
        ("<div>raw <b>html</b></div>\n\nIn<br>line <i>tags</i> <!-- gone -->.", "raw html\n\nIn\nline tags ."),
        ("<script>\nevil()\n</script>\n\nText.", "Text."),
        ("```\nkept  as is\n```", "kept  as is"),
        ("~~not~~ retracted, in doubt", "~~not~~ retracted, in doubt"),
    ],
)
def test_markup_becomes_clean_text(tmp_path: Path, markdown: str, text: str) -> None:
    assert text_of(tmp_path, markdown) == text
