"""Where an index is, as it is written after ``--index``."""

from __future__ import annotations

from pathlib import Path

import pytest
from command_line import coverage_bot
from hypothesis import given
from hypothesis import strategies as st

from index.errors import StoreError
from index.store.address import Folder, MilvusLite, MilvusServer, parse_address
from index.store.opening import tables_of


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("coverage", Folder(Path("coverage"))),
        ("/var/lib/a folder", Folder(Path("/var/lib/a folder"))),
        ("~/coverage", Folder(Path.home() / "coverage")),
        ("milvus-lite:///tmp/try.db", MilvusLite(Path("/tmp/try.db"))),
        ("milvus://cluster", MilvusServer("cluster", 19530, "default")),
        ("milvus://cluster:1953/news", MilvusServer("cluster", 1953, "news")),
        ("milvus://[::1]:1953/news/", MilvusServer("::1", 1953, "news")),
        ("milvus://ada:p%40ss@cluster/news?tls=on", MilvusServer("cluster", 19530, "news", "ada", "p@ss", True)),
    ],
)
def test_an_address_is_read(written: str, meant: object) -> None:
    assert parse_address(written) == meant
    assert "p@ss" not in str(meant) + repr(meant) and "ada" not in str(meant)


@pytest.mark.parametrize(
    ("written", "complaint"),
    [
        ("~nobody-of-this-name/news", "home of nobody"),
        ("redis://cluster", "redis:// is no kind of index"),
        ("milvus:///news", "needs a host"),
        ("milvus://cluster:port/news", "cannot be read"),
        ("milvus://cluster/the-news", "letters, digits and underscores"),
        ("milvus://cluster/news?tls=perhaps", "?tls=on"),
        ("milvus://cluster/news?secure=1", "?tls=on"),
        ("milvus-lite://relative.db", "absolute path"),
        ("milvus-lite:///folder", "ends in .db"),
    ],
)
def test_what_is_no_address_is_refused_in_one_line(written: str, complaint: str) -> None:
    ran = coverage_bot("status", "--index", written)
    assert (ran.status, ran.out) == (2, "")
    assert complaint in ran.err and ran.err.count("\n") == 1


@given(st.text())
def test_whatever_is_written_is_an_address_or_a_line_that_says_why_not(written: str) -> None:
    try:
        parse_address(written)
    except StoreError as error:
        assert "\n" not in str(error).replace(written, "")


def test_two_servers_have_tables_apart_on_one_machine(tmp_path: Path) -> None:
    written = ["milvus://one", "milvus://two", "milvus://one/news", "milvus://one:1953/news"]
    places = {str(tables_of(parse_address(each), None, tmp_path).database("coverage")) for each in written}
    assert len(places) == 4
    shared = tables_of(parse_address("milvus://one"), "postgresql://ada:secret@host/coverage", tmp_path)
    assert "postgresql://host/coverage" in str(shared.database("coverage"))
