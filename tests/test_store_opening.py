"""Opening an index that is not there, not ours, not for us: one line that says what to do."""

from __future__ import annotations

import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from stores import ENCODER, encode, nearest_texts, new_store, story

from index.errors import EncoderMismatch, NewerStore, StoreDamaged, StoreError, StoreMissing
from index.store.database import FILE_NAME
from index.store.embedded import EmbeddedStore
from index.store.protocol import Filters


def one_line(error: pytest.ExceptionInfo[StoreError]) -> str:
    message = str(error.value)
    assert "\n" not in message
    return message


def test_a_folder_without_an_index_names_the_command_that_makes_one(tmp_path: Path) -> None:
    with pytest.raises(StoreMissing) as error:
        EmbeddedStore(tmp_path / "none", ENCODER.name)
    assert f"coverage-bot ingest SOURCE --index {tmp_path / 'none'}" in one_line(error)
    assert not (tmp_path / "none").exists()


def test_another_encoder_is_refused_with_the_command_that_encodes_again(tmp_path: Path) -> None:
    new_store(tmp_path, story(1)).close()
    with pytest.raises(EncoderMismatch) as error:
        EmbeddedStore(tmp_path, "another-model")
    message = one_line(error)
    assert ENCODER.name in message and "another-model" in message
    assert f"coverage-bot rebuild --index {tmp_path}" in message


def test_work_without_vectors_takes_whatever_encoder_the_index_has(tmp_path: Path) -> None:
    new_store(tmp_path, story(1)).close()
    store = EmbeddedStore(tmp_path, None)
    assert store.encoder == ENCODER.name
    assert store.remove(["story-1"]) == ["story-1"]
    store.close()


def test_a_model_that_changed_under_its_name_is_refused_instead_of_mixed_in(tmp_path: Path) -> None:
    store = new_store(tmp_path, story(1))
    made = encode(story(2))
    with pytest.raises(EncoderMismatch) as error:
        store.put([replace(made, vectors=made.vectors[:, :32])])
    assert "32" in one_line(error) and "64" in one_line(error)
    with pytest.raises(EncoderMismatch):
        store.nearest(ENCODER.encode(["mayor"])[0][:32], 5, Filters())
    assert list(store.ids()) == ["story-1"]
    store.close()


def test_a_newer_schema_is_refused_with_the_command_that_upgrades(tmp_path: Path) -> None:
    new_store(tmp_path, story(1)).close()
    with sqlite3.connect(tmp_path / FILE_NAME) as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(NewerStore) as error:
        EmbeddedStore(tmp_path, ENCODER.name)
    assert "pip install --upgrade coverage-bot" in one_line(error)


@pytest.mark.parametrize("content", [b"no database" * 1000, b"SQLite format 3\0" + b"\xff" * 5000])
def test_a_file_that_is_no_database_is_damaged_and_left_as_it_is(tmp_path: Path, content: bytes) -> None:
    (tmp_path / FILE_NAME).write_bytes(content)
    for create in (False, True):
        with pytest.raises(StoreDamaged) as error:
            EmbeddedStore(tmp_path, ENCODER.name, create=create)
        assert "ingest again" in one_line(error)
    assert (tmp_path / FILE_NAME).read_bytes() == content


def test_an_index_folder_that_is_a_file_is_named(tmp_path: Path) -> None:
    file = tmp_path / "index"
    file.write_text("not a folder")
    with pytest.raises(StoreError) as error:
        EmbeddedStore(file, ENCODER.name, create=True)
    assert f"{file} cannot be" in one_line(error) and "--index DIR" in str(error.value)
    with pytest.raises(StoreMissing):
        EmbeddedStore(file / "below", ENCODER.name)


@contextmanager
def powerless() -> Iterator[Path]:
    """A folder anybody may enter, and for a while no more rights than anybody has."""
    with tempfile.TemporaryDirectory() as name:
        os.chmod(name, 0o777)
        is_root = os.geteuid() == 0
        if is_root:
            os.seteuid(65534)
        try:
            yield Path(name)
        finally:
            if is_root:
                os.seteuid(0)
            for path in (Path(name), *Path(name).rglob("*")):
                os.chmod(path, 0o777)


def test_a_folder_without_permission_is_named_and_not_taken_for_an_empty_one() -> None:
    with powerless() as folder:
        closed = folder / "closed"
        new_store(closed, story(1)).close()
        os.chmod(closed, 0)
        for create in (False, True):
            with pytest.raises(StoreError) as error:
                EmbeddedStore(closed, ENCODER.name, create=create)
            assert not isinstance(error.value, StoreMissing)
            assert str(closed) in one_line(error)
        with pytest.raises(StoreError) as error:
            EmbeddedStore(closed / "below", ENCODER.name, create=True)
        assert "ermission denied" in one_line(error)


def test_a_read_only_database_can_be_asked_and_says_why_it_cannot_be_written() -> None:
    with powerless() as folder:
        new_store(folder, story(1)).close()
        os.chmod(folder / FILE_NAME, 0o444)
        store = EmbeddedStore(folder, ENCODER.name)
        assert nearest_texts(store, "the ferry closed", 1)
        with pytest.raises(StoreError) as error:
            store.put([encode(story(2))])
        assert "readonly" in one_line(error) and "writable" in str(error.value)
        assert list(store.ids()) == ["story-1"]
        store.close()


def test_closing_twice_is_harmless_and_a_closed_store_says_so(tmp_path: Path) -> None:
    store = new_store(tmp_path, story(1))
    store.close()
    store.close()
    with pytest.raises(StoreError) as error:
        list(store.ids())
    assert "closed" in one_line(error)
