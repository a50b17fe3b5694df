"""Plain text: the headline is the first line, the text is the file, and what is no text says what it is."""

from __future__ import annotations

from pathlib import Path

import pytest
from sources import complaint, read_one, write

# The shape of an article as it is copied from a web page.
COPIED = """City Drafts Plan to Close Harbour Bridge After Vote: Report

Photo: JO DOE/Agency via Picture Pool

The city felt the council’s mood over the last day or so. “If they close it, we swim,” said Gen. Ann A. Lee.

(Hopefully not.)

City Drafts Bridge Plan: Report
"""


def test_a_copied_article_keeps_every_character_and_takes_its_first_line_as_title(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", COPIED)
    article = read_one(path)
    assert article.title == "City Drafts Plan to Close Harbour Bridge After Vote: Report"
    assert article.text == COPIED
    assert article.source == str(path)
    assert article.whole_source
    assert (article.id, article.outlet, article.author, article.url, article.published) == (None,) * 5


def test_a_byte_order_mark_and_windows_line_ends_are_all_that_is_altered(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", "\ufeffHeadline\r\n\r\n  Indented\ttext. \r\n".encode())
    assert read_one(path).text == "Headline\n\n  Indented\ttext. \n"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32", "utf-8-sig"])
def test_a_byte_order_mark_names_the_encoding(tmp_path: Path, encoding: str) -> None:
    path = write(tmp_path / "a.txt", "Über die Brücke\n\nText – ja.".encode(encoding))
    assert read_one(path).text == "Über die Brücke\n\nText – ja."


def test_the_title_is_one_line_of_single_spaces_below_blank_lines_and_rules(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", "\n***\n \n  The\tbig   headline \n\nText.")
    assert read_one(path).title == "The big headline"


def test_a_first_line_too_long_for_a_headline_names_the_article_by_its_first_words(tmp_path: Path) -> None:
    line = "The council voted to close the bridge, " * 10
    article = read_one(write(tmp_path / "a.txt", line))
    assert article.title == "The council voted to close the bridge, The council voted to close the bridge…"
    assert article.text == line


def test_characters_that_cannot_be_stored_or_shown_are_replaced_one_for_one(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", "Headline\nbell\x07 esc\x1b[31m csi\x9b page\x0cold\rmac\x85end")
    assert read_one(path).text == "Headline\nbell\ufffd esc\ufffd[31m csi\ufffd page old\nmac\nend"


def test_a_file_that_is_only_a_title_has_no_text(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", "\nCouncil votes to close bridge\n\n---\n")
    assert complaint(path) == f"{path}: has a headline but no text"


@pytest.mark.parametrize("content", [b"", b" \n\t\r\n "])
def test_an_empty_file_says_that_it_is_empty(tmp_path: Path, content: bytes) -> None:
    assert "a.txt: is empty: save the article again" in complaint(write(tmp_path / "a.txt", content))


@pytest.mark.parametrize("content", ["\ufeff", "*** — !!", "\u200b\n"])
def test_a_file_without_a_word_is_no_article(tmp_path: Path, content: str) -> None:
    assert "holds no words" in complaint(write(tmp_path / "a.txt", content))


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"\x89PNG\r\n\x1a\n\x00\x00", "a PNG image"),
        (b"%PDF-1.7\n%\xe2\xe3", "a PDF"),
        (b"PK\x03\x04\x14\x00", "a zip archive or an office document"),
        (b"\x1f\x8b\x08\x00", "a gzip archive"),
        (b"{\\rtf1\\ansi Hello}", "an RTF document"),
        (b"\x00\x00\x00\x18ftypmp42", "a video"),
        (b"Headline\n\x00\x01\x02", "binary (it holds NUL bytes)"),
        ("Headline\n\nText".encode("utf-16-le"), "binary (it holds NUL bytes)"),
    ],
)
def test_a_binary_file_says_what_it_looks_like(tmp_path: Path, content: bytes, kind: str) -> None:
    assert f"a.txt: is {kind}, not text" in complaint(write(tmp_path / "a.txt", content))


def test_a_wrong_encoding_names_the_byte_its_place_and_what_to_do(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", "Headline\n\nThe café closed.\n".encode("latin-1"))
    assert complaint(path) == (f"{path}: is not UTF-8: byte 0xE9 at offset 17 (line 3): save the file as UTF-8")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_file_that_ends_in_the_middle_of_a_character_looks_half_written(tmp_path: Path, encoding: str) -> None:
    path = write(tmp_path / "a.txt", "Headline\n\nThe price is 5 €".encode(encoding)[:-1])
    assert "ends in the middle of a character" in complaint(path)
    assert "half-written" in complaint(path)


def test_a_web_page_named_txt_is_told_its_proper_name(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", "<!DOCTYPE html><html><body><p>Text</p></body></html>")
    assert "looks like a web page: name it .html" in complaint(path)


def test_a_book_is_not_an_article(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", "Headline\n" + "word " * 200_000)
    assert "has 1,000,009 characters of text, and one article may have 1,000,000" in complaint(path)
