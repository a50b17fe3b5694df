"""Files, folders, links, pipes and odd names: what is an article goes in, what is not says why, nothing hangs."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sources import BODY, PAGE, complaint, complaints, read, read_one, titles, write

from index.ingest.article import Article
from index.ingest.sources import count_sources

NOBODY = 65534


def article(title: str) -> str:
    return f"{title}\n\n{BODY}"


@contextmanager
def without_privileges() -> Iterator[None]:
    """Root reads everything: let go of it for a while."""
    user = os.geteuid()
    if user == 0:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(user)


def test_a_folder_is_read_in_sorted_order_with_what_is_inside_it(tmp_path: Path) -> None:
    for name in ("c.txt", "a/z.TXT", "a/b/y.txt", "b.txt", "d/x.md"):
        write(tmp_path / name, article(name))
    assert titles(read(tmp_path)) == ["a/b/y.txt", "a/z.TXT", "b.txt", "c.txt", "d/x.md"]


def test_one_bad_file_is_named_and_the_others_go_in(tmp_path: Path) -> None:
    write(tmp_path / "1.txt", article("One"))
    bad = write(tmp_path / "2.txt", b"\xff\xd8\xff\xe0")
    write(tmp_path / "3.html", PAGE)
    write(tmp_path / "4.json", {"title": "Four", "text": BODY})
    outcomes = read(tmp_path, tmp_path / "gone.txt", tmp_path / "1.txt")
    assert titles(outcomes) == ["One", "Council votes to close bridge", "Four", "One"]
    assert complaints(outcomes) == [
        f"{bad}: is a JPEG image, not text: save the article as text and ingest that",
        f"{tmp_path}/gone.txt: does not exist: check the name",
    ]


def test_what_is_no_article_is_passed_over_in_a_folder(tmp_path: Path) -> None:
    write(tmp_path / "a.txt", article("Kept"))
    for name in ("b.pdf", "noname", ".c.txt", ".git/d.txt", "__MACOSX/e.txt", "sub/.DS_Store", "._a.txt"):
        write(tmp_path / name, article("Passed over"))
    assert titles(read(tmp_path)) == ["Kept"]
    assert complaints(read(tmp_path)) == []


def test_the_parts_that_a_browser_saves_beside_a_page_are_passed_over(tmp_path: Path) -> None:
    write(tmp_path / "page.html", PAGE)
    write(tmp_path / "page_files/ad.html", PAGE)
    write(tmp_path / "own_files/b.txt", article("Own"))
    assert titles(read(tmp_path)) == ["Own", "Council votes to close bridge"]


def test_links_are_followed_and_loops_are_not(tmp_path: Path) -> None:
    write(tmp_path / "folder/a.txt", article("Once"))
    write(tmp_path / "elsewhere/b.txt", article("Linked"))
    (tmp_path / "folder/up").symlink_to(tmp_path / "folder")
    (tmp_path / "folder/self.txt").symlink_to("self.txt")
    (tmp_path / "folder/z").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "folder/broken.txt").symlink_to("nowhere")
    outcomes = read(tmp_path / "folder")
    assert titles(outcomes) == ["Once", "Linked"]
    assert complaints(outcomes) == [f"{tmp_path}/folder/broken.txt: does not exist: check the name"]


def test_a_folder_without_articles_lists_what_would_be_one(tmp_path: Path) -> None:
    write(tmp_path / "a.pdf", "x")
    (tmp_path / "sub").mkdir()
    assert complaint(tmp_path) == (
        f"{tmp_path}: no article in this folder: "
        "none of its files ends in .txt, .md, .markdown, .html, .htm, .json or .jsonl"
    )


@pytest.mark.parametrize("name", ["a.pdf", "article", ".txt"])
def test_a_file_that_was_named_and_has_another_suffix_lists_the_suffixes(tmp_path: Path, name: str) -> None:
    path = write(tmp_path / name, article("A"))
    assert complaint(path).startswith(f"{path}: is not an article file: its name must end in .txt, .md,")


@pytest.mark.parametrize("address", ["https://daily.example/a", "HTTP://daily.example"])
def test_where_nothing_is_fetched_an_address_says_what_to_do(address: str) -> None:
    assert complaint(address) == (
        f"{address}: web pages are not fetched here: save the page as .html and ingest the file"
    )


def test_a_huge_file_is_refused_by_its_size_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    with path.open("wb") as file:
        file.truncate(50 * 1024 * 1024)
    assert complaint(path) == (f"{path}: is 50 MB, and one file may be 20 MB: split it, or make it JSON Lines (.jsonl)")


def test_json_lines_may_be_larger_than_other_files(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", b'{"title": "A", "text": "One word"}\n' + b" " * 1023 + b"\n")
    with path.open("ab") as file:
        file.write((b" " * 1023 + b"\n") * 21 * 1024)
        file.write(b'{"title": "B", "text": "One word"}\n')
    assert titles(read(path)) == ["A", "B"]


def test_pipes_sockets_and_devices_do_not_hang(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    assert "pipe.txt: is a pipe, not a file" in complaint(tmp_path / "pipe.txt")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(tmp_path / "s.txt"))
        assert "s.txt: is a socket, not a file" in complaint(tmp_path / "s.txt")
    assert "/dev/null: is a device, not a file" in complaint("/dev/null")


def test_a_forbidden_file_or_folder_says_so_and_the_others_go_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = write(tmp_path / "b.txt", article("Secret"))
    write(tmp_path / "a.txt", article("Open"))
    write(tmp_path / "c/d.txt", article("Inside"))
    secret.chmod(0)
    (tmp_path / "c").chmod(0)
    tmp_path.chmod(0o755)
    monkeypatch.chdir(tmp_path)  # the folders above need not be open to everyone
    with without_privileges():
        outcomes = read(".")
    (tmp_path / "c").chmod(0o755)
    assert titles(outcomes) == ["Open"]
    assert complaints(outcomes) == [
        f"{secret}: cannot be read: permission denied: let this user read it",
        f"{tmp_path}/c: cannot be listed: permission denied: let this user read it",
    ]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        (b"new\nline.txt", r"new\x0aline.txt"),
        (b"caf\xe9.txt", r"caf\xe9.txt"),
        (b"esc\x1b[31m.txt", r"esc\x1b[31m.txt"),
        ("Brücke – 橋 🎉.txt".encode(), "Brücke – 橋 🎉.txt"),
    ],
)
def test_odd_file_names_are_shown_on_one_line_and_can_be_stored(tmp_path: Path, name: bytes, shown: str) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name))
    write(path, article("Odd"))
    (outcome,) = read(tmp_path)
    assert isinstance(outcome, Article)
    assert outcome.source == f"{tmp_path}/{shown}"
    assert outcome.source.encode()
    write(path, "")
    assert complaint(path).startswith(f"{tmp_path}/{shown}: is empty")


def test_the_source_is_an_absolute_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "a.txt", article("A"))
    monkeypatch.chdir(tmp_path)
    assert read_one(Path("a.txt")).source == str(tmp_path / "a.txt")
    assert titles(read(".")) == ["A"]


@pytest.mark.parametrize("name", ["a\0b.txt", "x" * 300 + ".txt", "a.txt/b.txt", ""])
def test_an_impossible_name_is_an_error_like_any_other(tmp_path: Path, name: str) -> None:
    write(tmp_path / "a.txt", article("A"))
    assert complaint(f"{tmp_path}/{name}" if name else "")


def test_files_are_counted_for_a_progress_bar(tmp_path: Path) -> None:
    for name in ("a.txt", "b/c.md", "b/.hidden.txt", "b/d.pdf"):
        write(tmp_path / name, article(name))
    single = str(tmp_path / "a.txt")
    assert count_sources([str(tmp_path), single, str(tmp_path / "gone.txt")]) == 4
    assert count_sources([single, "-"]) is None
    assert count_sources([]) == 0
