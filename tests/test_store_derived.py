"""The derived vector file is believed only where it would say what the database says."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from stores import ENCODER, QUESTIONS, answers, encode, flip_bit, ingest, nearest_texts, new_store, story

from index.errors import EncoderMismatch
from index.store.database import FILE_NAME
from index.store.embedded import EmbeddedStore
from index.store.protocol import Filters, Vectors
from index.store.vector_file import FILE_NAME as VECTORS

STORIES = tuple(story(number) for number in range(16))


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed store with its derived file; some articles were replaced and removed on the way."""
    folder = tmp_path_factory.mktemp("finished")
    store = new_store(folder)
    ingest(store, *STORIES, story(20))
    store.remove(["story-20"])
    ingest(store, story(3, version=2))
    store.close()
    return folder


@pytest.fixture
def folder(finished: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(finished, tmp_path / "index"))


def nearest(folder: Path) -> list[list[tuple[int, float]]]:
    """What a newly opened store finds for each question."""
    store = EmbeddedStore(folder, ENCODER.name)
    vectors = ENCODER.encode(QUESTIONS)
    some = Filters(outlets=frozenset({"Harbour Post"}))
    found = [store.nearest(vector, 12, filters) for vector in vectors for filters in (Filters(), some)]
    store.close()
    return [[(match.number, round(match.score, 4)) for match in matches] for matches in found]


def without_file(folder: Path) -> list[list[tuple[int, float]]]:
    (folder / VECTORS).unlink(missing_ok=True)
    return nearest(folder)


def truncate(file: Path) -> None:
    os.truncate(file, file.stat().st_size // 2)


def empty(file: Path) -> None:
    file.write_bytes(b"")


def make_folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


@pytest.mark.parametrize("harm", [Path.unlink, truncate, empty, make_folder])
def test_a_missing_or_half_written_file_changes_no_answer(folder: Path, harm: Callable[[Path], None]) -> None:
    expected = nearest(folder)
    harm(folder / VECTORS)
    assert nearest(folder) == expected


def test_no_flipped_bit_changes_an_answer(folder: Path) -> None:
    expected = without_file(folder)
    store = EmbeddedStore(folder, ENCODER.name)
    store.flush()
    store.close()
    file = folder / VECTORS
    content = file.read_bytes()
    header = 8 * content.index(b"}", 20)
    chance = random.Random(0)
    for position in [*range(0, header, 5), *(chance.randrange(8 * len(content)) for _ in range(40))]:
        flip_bit(file, position)
        assert nearest(folder) == expected, f"bit {position}"
        file.write_bytes(content)


def test_a_file_of_another_index_is_not_believed(folder: Path, tmp_path: Path) -> None:
    expected = nearest(folder)
    other = new_store(tmp_path / "other")
    ingest(other, *(story(number) for number in range(30, 47)))
    other.remove(["story-30"])
    ingest(other, story(31, version=9))
    other.close()
    shutil.copy(tmp_path / "other" / VECTORS, folder / VECTORS)
    assert nearest(folder) == expected


def test_an_older_file_is_brought_up_to_date(folder: Path) -> None:
    older = (folder / VECTORS).read_bytes()
    store = EmbeddedStore(folder, ENCODER.name)
    ingest(store, story(40), story(5, version=8))
    store.remove(["story-7"])
    store.close()
    (folder / VECTORS).write_bytes(older)
    assert nearest(folder) == without_file(folder)


def test_a_file_that_is_ahead_of_a_database_put_back_from_a_copy_is_not_believed(folder: Path) -> None:
    copy = (folder / FILE_NAME).read_bytes()
    store = EmbeddedStore(folder, ENCODER.name)
    ingest(store, *(story(number) for number in range(40, 44)))
    store.close()
    ahead = (folder / VECTORS).read_bytes()
    (folder / FILE_NAME).write_bytes(copy)
    assert nearest(folder) == without_file(folder)
    # Other articles went in since, and the process was killed before it wrote the file anew.
    (folder / VECTORS).write_bytes(ahead)
    store = EmbeddedStore(folder, ENCODER.name)
    for number in range(50, 56):
        store.put([encode(story(number))])
    store.close()
    assert nearest(folder) == without_file(folder)


def test_after_encoding_again_the_old_file_is_not_believed(folder: Path) -> None:
    before = (folder / VECTORS).read_bytes()
    store = EmbeddedStore(folder, None)
    turned = [(each.number, -each.vector) for name in store.ids() for each in store.sentences_of(name)]
    batches = (([number], vector[None, :]) for number, vector in turned)
    store.replace_vectors("turned-round", batches)
    store.close()
    (folder / VECTORS).write_bytes(before)
    store = EmbeddedStore(folder, "turned-round")
    number, vector = turned[3]
    assert store.nearest(vector, 1, Filters())[0].number == number
    store.close()
    with pytest.raises(EncoderMismatch):
        EmbeddedStore(folder, ENCODER.name)


def test_an_encoder_that_fails_half_way_leaves_the_index_as_it_was(folder: Path) -> None:
    expected = nearest(folder)

    def broken() -> Iterator[tuple[list[int], Vectors]]:
        first = store.sentences_of("story-1")[0]
        yield [first.number], -first.vector[None, :]
        raise KeyboardInterrupt

    store = EmbeddedStore(folder, None)
    with pytest.raises(KeyboardInterrupt):
        store.replace_vectors("never-finished", broken())
    assert store.encoder == ENCODER.name
    store.close()
    assert nearest(folder) == expected


def test_rebuilding_counts_the_sentences_and_changes_no_answer(folder: Path) -> None:
    expected = nearest(folder)
    flip_bit(folder / VECTORS, 4_000)
    store = EmbeddedStore(folder, ENCODER.name)
    assert store.rebuild() == store.coverage(Filters()).sentences
    store.close()
    assert nearest(folder) == expected


def test_taking_in_what_is_there_does_not_write_the_file_again(folder: Path) -> None:
    before = (folder / VECTORS).stat()
    store = EmbeddedStore(folder, ENCODER.name)
    ingest(store, *STORIES[:3])
    store.close()
    after = (folder / VECTORS).stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_what_killed_processes_left_half_written_is_cleared_away(folder: Path) -> None:
    left, being_written = folder / f"{VECTORS}abc.part", folder / f"{VECTORS}def.part"
    for file in (left, being_written):
        file.write_bytes(b"half a file")
    os.utime(left, (time.time() - 3600,) * 2)
    store = EmbeddedStore(folder, ENCODER.name)
    ingest(store, story(41))
    store.close()
    assert not left.exists()
    assert being_written.exists()
    assert nearest(folder) == without_file(folder)


def test_an_index_that_lost_all_its_articles_finds_nothing_and_takes_new_ones(folder: Path) -> None:
    store = EmbeddedStore(folder, ENCODER.name)
    store.remove(list(store.ids()))
    assert nearest_texts(store, "the ferry closed") == []
    ingest(store, story(2))
    assert len(nearest_texts(store, "the ferry closed")) == len(store.sentences_of("story-2"))
    store.close()


FILL_THE_DISK = f"""
import resource, sys
sys.path[:0] = {[str(Path(__file__).parent)]!r}
from pathlib import Path
from stores import encode, new_store, story
from index.errors import StoreError
store = new_store(Path(sys.argv[1]), story(1))
store.flush()
limit = Path(sys.argv[1], "coverage.db-wal").stat().st_size + 20_000
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
stored = ["story-1"]
for number in range(2, 60):
    try:
        store.put([encode(story(number))])
        stored.append(f"story-{{number}}")
    except StoreError as error:
        assert "\\n" not in str(error) and "disk" in str(error), error
        break
else:
    raise AssertionError("the disk did not fill")
assert list(store.ids()) == stored, "what did not fit is not there, and the store goes on"
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
store.put([encode(story(99))])
resource.setrlimit(resource.RLIMIT_FSIZE, (100, resource.RLIM_INFINITY))
try:
    store.flush()
except StoreError as error:
    assert "articles are stored" in str(error) and "\\n" not in str(error), error
else:
    raise AssertionError("the file was written all the same")
"""


def test_a_full_disk_is_one_line_and_leaves_the_index_usable(tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, "-c", FILL_THE_DISK, tmp_path], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert not list(tmp_path.glob("*.part"))
    store = EmbeddedStore(tmp_path, ENCODER.name)
    assert "story-99" in list(store.ids())
    assert answers(store)[0].citations
    store.close()
