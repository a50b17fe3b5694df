"""What is removed is in no file of the index any more: not in free pages, not in the log, not as a stem."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from command_line import coverage_bot
from stores import ENCODER, answerer, encode, ingest, nearest_texts, new_store, story

from bot.serving import forgetting
from bot.state import answers, posts, previews, watches
from bot.state.answers import Place
from bot.state.database import erase
from bot.state.posts import Post
from bot.state.previews import Preview
from bot.state.watches import Watch
from index.document import Span
from index.errors import StoreBusy
from index.feeds.subscriptions import Subscriptions
from index.feeds.taken import TakenItem
from index.happened.days import Mention
from index.ingest.article import Article
from index.owners import EVERYONE
from index.question import ask
from index.quotations.quotation import Kind, Quotation
from index.sql.connection import Connection
from index.sql.place import SqliteFile, Tables
from index.store.database import FILE_NAME
from index.store.embedded import EmbeddedStore
from index.store.protocol import Filters
from index.store.session import Session
from index.terms import terms

TITLE, TEXT, AUTHOR = "Zanzibarionites", "Quetzallining", "Vortigernish"
NOT_OF_ARTICLES = {"barred", "departures", "generations", "meta", "owners", "servers", "watches", "feeds"}
SECRETS = {form.encode() for word in (TITLE, TEXT, AUTHOR) for form in (word, word.lower(), *terms(word))}


def confidential(version: int = 0) -> Article:
    text = f"The {TEXT} went on for {version} days. Nobody stopped the {TEXT} of it. {story(9).text}"
    return replace(story(9), title=f"The {TITLE} Papers", text=text, author=AUTHOR)


def telling_files(folder: Path) -> list[str]:
    """The files of an index in which a removed word can still be read."""
    return [file.name for file in folder.iterdir() if any(word in file.read_bytes() for word in SECRETS)]


def test_removed_words_are_in_no_file(tmp_path: Path) -> None:
    store = new_store(tmp_path)
    ingest(store, *(story(number) for number in range(6)), confidential(), *(story(number) for number in range(20, 26)))
    store.close()
    assert telling_files(tmp_path) == [FILE_NAME]
    store = EmbeddedStore(tmp_path, ENCODER.name)
    store.remove(["story-9"])
    assert telling_files(tmp_path) == []
    ingest(store, story(30))
    assert telling_files(tmp_path) == []
    store.close()
    assert telling_files(tmp_path) == []


def test_words_of_versions_that_were_replaced_before_go_with_the_article(tmp_path: Path) -> None:
    store = new_store(tmp_path)
    for version in range(5):
        ingest(store, confidential(version), story(version))
    ingest(store, replace(story(9), text="All of it was taken back. The desk regrets it."))
    assert len(store.versions("story-9")) == 6
    assert telling_files(tmp_path), "versions are kept until then"
    store.remove(["story-9"])
    assert store.versions("story-9") == []
    assert telling_files(tmp_path) == []
    store.close()
    assert telling_files(tmp_path) == []


def test_words_of_a_withdrawn_article_and_of_an_owners_article_are_erased_as_well(tmp_path: Path) -> None:
    store = new_store(tmp_path)
    for version in range(2):
        ingest(store, confidential(version), replace(confidential(version), owner="guild:1"), story(1))
    store.withdraw(["story-9"])
    assert telling_files(tmp_path) != []
    owned = [each for each in store.ids(EVERYONE) if not each.startswith("story")]
    assert store.remove(owned) == [], "who does not see it cannot remove it"
    assert store.remove(["story-9", *owned], EVERYONE) == ["story-9", *owned]
    assert telling_files(tmp_path) == []
    store.close()
    assert telling_files(tmp_path) == []


def test_removed_words_are_gone_though_another_process_has_the_index_open(tmp_path: Path) -> None:
    store = new_store(tmp_path, story(1), confidential())
    reading = (
        "import sys; from pathlib import Path; sys.path[:0] = sys.argv[2:]\n"
        "from stores import EmbeddedStore, nearest_texts\n"
        "store = EmbeddedStore(Path(sys.argv[1]), None)\n"
        "print(len(nearest_texts(store, 'a mistake')), flush=True); sys.stdin.readline()\n"
        "print(len(nearest_texts(store, 'a mistake', 50)), flush=True)\n"
    )
    command = [sys.executable, "-c", reading, str(tmp_path), str(Path(__file__).parent)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdin is not None
        assert other.stdout.readline() == "10\n"
        store.remove(["story-9"])
        assert telling_files(tmp_path) == []
        other.stdin.write("go on\n")
        other.stdin.flush()
        assert other.stdout.readline() == f"{len(store.sentences_of('story-1'))}\n"
    assert telling_files(tmp_path) == []
    store.close()


def test_while_somebody_reads_the_old_pages_removal_says_how_to_finish_it(tmp_path: Path) -> None:
    new_store(tmp_path, story(1), confidential()).close()
    reader = sqlite3.connect(tmp_path / FILE_NAME, isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM documents").fetchone()
    store = EmbeddedStore(tmp_path, None, wait=0.2)
    with pytest.raises(StoreBusy) as error:
        store.remove(["story-9"])
    assert f"coverage-bot rebuild --index {tmp_path}" in str(error.value)
    assert "\n" not in str(error.value)
    assert list(store.ids()) == ["story-1"]
    assert nearest_texts(store, TEXT, 50, Filters(documents=frozenset({"story-9"}))) == []
    reader.close()
    store.rebuild()
    assert telling_files(tmp_path) == []
    store.close()


def test_a_removal_that_was_killed_before_it_could_erase_is_finished_by_the_next_ingest(tmp_path: Path) -> None:
    new_store(tmp_path, *(story(number) for number in range(5)), confidential()).close()
    killed = (
        "import os, signal, sys; from pathlib import Path; sys.path[:0] = sys.argv[2:]\n"
        "from stores import EmbeddedStore\n"
        "store = EmbeddedStore(Path(sys.argv[1]), None)\n"
        "store.flush = lambda: os.kill(os.getpid(), signal.SIGKILL)\n"
        "store.remove(['story-9'])\n"
    )
    done = subprocess.run([sys.executable, "-c", killed, str(tmp_path), str(Path(__file__).parent)], check=False)
    assert done.returncode == -9
    store = EmbeddedStore(tmp_path, ENCODER.name)
    assert store.document("story-9") is None
    ingest(store, story(7))
    assert telling_files(tmp_path) == []
    store.put([encode(confidential())])
    assert FILE_NAME + "-wal" in telling_files(tmp_path)
    store.close()


def full_index(folder: Path, shared: str | None = None) -> None:
    """An index in whose every table the article's words stand: quoted, copied, corrected, posted, previewed, fed.

    What is beside the articles is in PostgreSQL if ``shared`` is the address of a database.
    """
    tables = Tables(folder, shared)
    store = new_store(folder)
    for version in range(2):
        article = confidential(version)
        encoded = encode(article)
        first = encoded.spans[0]
        end = first.start + len(f"The {TEXT}")
        found = Quotation("story-9", first, Span(end, first.end), Kind.INDIRECT, Span(first.start, end))
        named = [(Mention(first.start, first.end, date(2020, 1, 1), date(2020, 1, 2)),)] + [()] * (
            len(encoded.spans) - 1
        )
        store.put([replace(encoded, quotations=(found,), times=tuple(named))])
        store.put([encode(replace(article, id=f"copy-{version}", url=f"https://x.example/{version}"))])
        store.put([encode(replace(article, owner="guild:1"))])
    answer = replace(answerer(store).answer(ask(f"who stopped the {TEXT}?")), answered=True)
    given = answers.given(answer, Place(1, 2, 3), (f"> {TEXT}",), private=False)
    preview = Preview("p", 1, 3, story(9).url or "", TITLE, None, 900.0, True, 0)

    def remember(connection: Connection) -> None:
        answers.remember(connection, given)
        answers.rate(connection, given, 0, 1, helpful=True)
        previews.remember(connection, preview)
        watches.add(connection, Watch(1, 3, 2, "ferry", 5, "en", 0))
        posts.found(connection, Post(given.id, 1, 3), answer.quoted, "2020-01-01")

    (folder / "bot.db").touch()
    erase(tables.database("bot"), remember)
    subscriptions = Subscriptions(tables.database("feeds"))
    feed = subscriptions.add("https://x.example/feed", every=900, now=0.0, title="Feed")
    documents = [each.document.id for each in answer.citations]
    items = [
        TakenItem(
            f"i{n}", f"https://x.example/{TEXT}/{n}", f"https://x.example/{TEXT}/{n}", each, "said", AUTHOR, None, 1.0
        )
        for n, each in enumerate(documents)
    ]
    claim = subscriptions.claim(feed.id, 1.0)
    assert claim is not None and subscriptions.record(claim, items, 1.0)
    subscriptions.close()
    store.close()


def tables_that_tell(folder: Path, least: int = 1) -> set[str]:
    """The tables, of all three databases, that have any row; with a ``least`` of 0, all."""
    found = set()
    for file in folder.glob("*.db"):
        with closing(sqlite3.connect(file)) as connection:
            names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            plain = [name for name in names if "_terms" not in name and not name.startswith("sqlite_")]
            found |= {name for name in plain if not least or connection.execute(f"SELECT 1 FROM {name}").fetchone()}
    return found


def test_the_remove_command_leaves_no_word_of_an_article_in_any_table_of_any_file(tmp_path: Path) -> None:
    full_index(tmp_path)
    before = tables_that_tell(tmp_path)
    # A table that is new here has to be filled above and looked at below.
    assert before >= tables_that_tell(tmp_path, least=0) - NOT_OF_ARTICLES
    store = EmbeddedStore(tmp_path, ENCODER.name)
    ids = list(store.ids(EVERYONE))
    store.close()
    assert set(telling_files(tmp_path)) == {FILE_NAME, "bot.db", "feeds.db"}
    ran = coverage_bot("remove", *ids, "--index", tmp_path, environment={"COVERAGE_ENCODER": ENCODER.name})
    assert (ran.status, ran.err) == (0, "")
    assert telling_files(tmp_path) == []
    assert tables_that_tell(tmp_path) <= NOT_OF_ARTICLES | {"removed", "items"}


def test_what_quotes_an_article_is_erased_though_the_index_is_busy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    full_index(tmp_path)

    def busy(self: Session, erase_terms: object, *, thoroughly: bool) -> None:
        raise StoreBusy("busy")

    monkeypatch.setattr(Session, "erase", busy)
    store = EmbeddedStore(tmp_path, ENCODER.name)
    ids = list(store.ids(EVERYONE))
    ran = coverage_bot("remove", *ids, "--index", tmp_path)
    store.close()
    assert (ran.status, ran.err) == (2, "coverage-bot: busy\n")
    assert not {"bot.db", "feeds.db"} & set(telling_files(tmp_path))


def test_what_was_found_for_a_server_that_was_left_is_erased_with_its_articles(tmp_path: Path) -> None:
    full_index(tmp_path)
    forgetting(SqliteFile(tmp_path / "bot.db"))("guild:3", ["nothing-of-this-server"])
    assert not {"watches", "watch_posts", "answers", "feedback", "previews"} & tables_that_tell(tmp_path)
    assert "bot.db" not in telling_files(tmp_path)
