"""Web pages: the article and what the page says of it; in the encoding it declares, and nothing else runs."""

from __future__ import annotations

import logging
import time
from pathlib import Path

import pytest
from sources import PAGE, complaint, read_one, write

PARAGRAPH = "<p>The council voted to close the bridge, and the mayor called it a mistake.</p>"


def page(body: str, head: str = "<title>Bridge</title>") -> str:
    return f"<!doctype html><html><head>{head}</head><body>{body}</body></html>"


def test_a_page_gives_its_article_and_its_metadata(tmp_path: Path) -> None:
    path = write(tmp_path / "a.html", PAGE)
    article = read_one(path)
    assert article.title == "Council votes to close bridge"
    assert article.text == (
        "The council voted on Monday to close the bridge, a step that Mayor Jo Park called “a mistake”.\n\n"
        "What happens next\n\n"
        "Work starts in May & ends in June, engineers said at the meeting on the harbour.\n\n"
        "The ferry runs every ten minutes.\nBuses are free.\n\n"
        "Year | Cost\n2020 | 4 million"
    )
    assert article.outlet == "The Harbour Post"
    assert article.author == "Ann Lee"
    assert article.url == "https://www.harbourpost.example/bridge"
    assert article.published == "2020-01-07"
    assert article.source == str(path)
    assert article.whole_source


def test_without_a_site_name_the_host_is_the_outlet(tmp_path: Path) -> None:
    head = "<title>Bridge</title><link rel=canonical href='https://www.daily.example/a'>"
    article = read_one(write(tmp_path / "a.htm", page(f"<article>{PARAGRAPH}</article>", head)))
    assert (article.outlet, article.url) == ("daily.example", "https://www.daily.example/a")


@pytest.mark.parametrize(
    "comment",
    [
        "<!-- saved from url=(0026)https://daily.example/news -->",
        "<!--\n Page saved with SingleFile \n url: https://daily.example/news\n saved date: today\n-->",
    ],
)
def test_a_saved_page_knows_where_it_was_saved_from(tmp_path: Path, comment: str) -> None:
    content = page(PARAGRAPH).replace("<html>", f"<html>{comment}")
    assert read_one(write(tmp_path / "a.html", content)).url == "https://daily.example/news"


@pytest.mark.parametrize("address", ["javascript:alert(1)", "file:///etc/passwd", "//", "http://[::1"])
def test_an_address_that_is_no_web_address_is_left_out(tmp_path: Path, address: str) -> None:
    head = f"<title>Bridge</title><link rel=canonical href='{address}'>"
    assert read_one(write(tmp_path / "a.html", page(PARAGRAPH, head))).url is None


def test_a_copyright_year_or_a_date_in_the_text_is_not_taken_for_the_publication(tmp_path: Path) -> None:
    body = f"<article>{PARAGRAPH}<p>It opened on 3 March 2014.</p></article><footer>© 2019 Post</footer>"
    assert read_one(write(tmp_path / "a.html", page(body))).published is None


@pytest.mark.parametrize(
    ("charset", "encoding"),
    [
        ("iso-8859-1", "cp1252"),
        ("windows-1252", "cp1252"),
        ("windows-1251", "cp1251"),
        ("shift_jis", "cp932"),
        ("gb2312", "gb18030"),
        ("utf-8", "utf-8"),
        ("punycode", "utf-8"),
        ("no-such-thing", "utf-8"),
    ],
)
def test_the_declared_charset_is_honoured(tmp_path: Path, charset: str, encoding: str) -> None:
    words = {"cp1251": "Мост закрыт", "cp932": "橋は閉鎖", "gb18030": "大桥关闭"}.get(encoding, "Café “fermé” – 5 €")
    content = page(f"<article><p>{words} today.</p></article>", f'<meta charset="{charset}"><title>T</title>')
    path = write(tmp_path / "a.html", content.encode(encoding))
    assert read_one(path).text == f"{words} today."


def test_a_byte_order_mark_outweighs_the_declared_charset(tmp_path: Path) -> None:
    content = page("<p>Café fermé</p>", '<meta charset="iso-8859-1"><title>T</title>')
    assert read_one(write(tmp_path / "a.html", content.encode("utf-8-sig"))).text == "Café fermé"
    assert read_one(write(tmp_path / "b.html", content.encode("utf-16"))).text == "Café fermé"


def test_an_undeclared_encoding_is_not_guessed(tmp_path: Path) -> None:
    path = write(tmp_path / "a.html", page("<p>Café</p>").encode("latin-1"))
    assert "is not UTF-8: byte 0xE9" in complaint(path)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("Just a line of text, no page.", "is not a web page: it has no tags"),
        (page(""), "has no main text"),
        (page("<script>document.write('all')</script>"), "has no main text"),
        (page("<p>" + "<i>a</i>" * 20_001 + "</p>"), "tags, and a page may have 20,000"),
        (page(f"<article><p>{'word ' * 300_000}</p></article>"), "one article may have 1,000,000"),
        ("%PDF-1.4 <p>", "is a PDF, not text"),
    ],
)
def test_a_page_without_an_article_says_why(tmp_path: Path, content: str, reason: str) -> None:
    assert reason in complaint(write(tmp_path / "a.html", content))


def test_a_piece_of_a_page_is_read_too(tmp_path: Path) -> None:
    article = read_one(write(tmp_path / "a.html", "<p>Bridge closes</p><p>The mayor called it a mistake.</p>"))
    assert (article.title, article.text) == ("Bridge closes", "Bridge closes\n\nThe mayor called it a mistake.")


def test_entities_of_a_document_type_are_not_expanded(tmp_path: Path) -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 9}">' for n in range(1, 20))
    outside = '<!ENTITY out SYSTEM "file:///etc/passwd">'
    content = f'<!DOCTYPE html [<!ENTITY l0 "lol">{laughs}{outside}]><html><body><article><p>Ha &l19; &out;</p>'
    path = write(tmp_path / "a.html", f"{content}{PARAGRAPH}</article></body></html>")
    started = time.monotonic()
    text = read_one(path).text
    assert "lol" not in text and "root:" not in text
    assert time.monotonic() - started < 10


def test_invisible_break_marks_do_not_split_words(tmp_path: Path) -> None:
    path = write(tmp_path / "a.html", page("<article><p>The gov\u00adern\u200bment of\u00a0Jo fell.</p></article>"))
    assert read_one(path).text == "The government of Jo fell."


def test_a_bad_page_says_nothing_beside_its_error(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    with caplog.at_level(logging.DEBUG):
        complaint(write(tmp_path / "a.html", page("")))
    assert caplog.records == []
    assert capfd.readouterr() == ("", "")
