"""What is removed is in no file of the index any more: not in free pages, not in the log, not as a stem."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from stores import ENCODER, encode, ingest, nearest_texts, new_store, story

from index.errors import StoreBusy
from index.ingest.article import Article
from index.owners import EVERYONE
from index.store.database import FILE_NAME
from index.store.embedded import EmbeddedStore
from index.store.protocol import Filters
from index.terms import terms

TITLE, TEXT, AUTHOR = "Zanzibarionites", "Quetzallining", "Vortigernish"
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
