"""The bot's own file: several processes, broken files, old answers."""

from __future__ import annotations

import sqlite3
import stat
import subprocess
import sys
import time
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from command_line import coverage_bot
from worlds import LETTER, world

from bot.state import answers, previews, servers
from bot.state.answers import Cited, Given, Place, new_id
from bot.state.database import StateDatabase, StateError
from bot.state.previews import Preview
from bot.state.servers import ServerSettings
from index.sql.connection import Connection
from index.sql.place import Database, PostgresSchema, SqliteFile, Tables
from index.store.protocol import Filters

ALICE = Place(person=1, channel=2, server=3)
GIVEN = Given(
    new_id(),
    ALICE,
    False,
    "who called it a mistake?",
    True,
    "Ada Quist",
    Filters(frozenset({"Harbour Post"}), datetime(2020, 1, 1, tzinfo=UTC), datetime(2020, 2, 1, tzinfo=UTC)),
    (Cited("letter", 0, 9, "Ada Quist", 0.5, "Ada Quist"),),
    ("> Ada Quist", "-# Searched"),
)


GIVEN_ELSEWHERE = replace(GIVEN, id=new_id(), cited=(Cited("elsewhere", 0, 9, "Ada Quist", 0.5),))


@pytest.fixture
def database(shared: str | None, tmp_path: Path) -> Database:
    """An empty database of the bot's, in each of the two kinds."""
    return Tables(tmp_path / "new", shared).database("bot")


async def test_what_is_remembered_comes_back_as_it_was(database: Database) -> None:
    state = StateDatabase(database)
    await state.write(lambda connection: answers.remember(connection, GIVEN))
    await state.write(lambda connection: answers.sent_as(connection, GIVEN.id, 99))
    assert await state.read(lambda connection: answers.find(connection, GIVEN.id)) == GIVEN
    assert await state.read(lambda connection: answers.find_by_message(connection, 99)) == GIVEN
    assert await state.read(lambda connection: answers.find(connection, "nobody's")) is None
    await state.close()
    if isinstance(database, SqliteFile):
        assert stat.S_IMODE(database.path.stat().st_mode) == 0o600


async def test_the_newest_answer_that_a_person_may_see_is_the_subject(database: Database) -> None:
    state = StateDatabase(database)
    older, private = replace(GIVEN, id="a"), replace(GIVEN, id="b", private=True)
    for one in (older, private):
        await state.write(lambda connection, one=one: answers.remember(connection, one))  # type: ignore[misc]
        time.sleep(0.01)
    other = replace(ALICE, person=7)
    assert await state.read(lambda connection: answers.latest(connection, ALICE)) == private
    assert await state.read(lambda connection: answers.latest(connection, other)) == older
    assert await state.read(lambda connection: answers.latest(connection, replace(ALICE, channel=8))) is None
    await state.close()


async def test_old_answers_are_let_go_and_their_words_leave_the_file(tmp_path: Path) -> None:
    file = tmp_path / "bot.db"
    state = StateDatabase(SqliteFile(file))
    await state.write(lambda connection: answers.remember(connection, GIVEN))
    await state.write(lambda connection: connection.execute("UPDATE answers SET asked_at = 0"))
    await state.write(lambda connection: answers.remember(connection, replace(GIVEN, id="new", question="what else?")))
    assert await state.read(lambda connection: answers.find(connection, GIVEN.id)) is None
    await state.close()
    assert b"called it a mistake" not in file.read_bytes()


async def test_several_processes_share_the_settings(database: Database, tmp_path: Path) -> None:
    script = (
        "import asyncio, sys\nfrom pathlib import Path\nfrom dataclasses import replace\n"
        "from bot.state import servers\nfrom bot.state.database import StateDatabase\n"
        "from index.sql.place import Tables\n"
        "async def main(number):\n"
        "    state = StateDatabase(Tables(Path(sys.argv[1]), sys.argv[2] or None).database('bot'))\n"
        "    for each in range(20):\n"
        "        add = lambda old: replace(old, channels=old.channels | {number * 100 + each})\n"
        "        await state.write(lambda connection: servers.change(connection, 5, add))\n"
        "    await state.close()\n"
        "asyncio.run(main(int(sys.argv[3])))\n"
    )
    url = database.url if isinstance(database, PostgresSchema) else ""
    command = [sys.executable, "-c", script, tmp_path / "new", url]
    running = [subprocess.Popen([*command, str(number)]) for number in range(3)]
    assert [process.wait(60) for process in running] == [0, 0, 0]
    state = StateDatabase(database)
    settings = await state.read(lambda connection: servers.read(connection, 5))
    await state.close()
    assert len(settings.channels) == 60


async def test_a_change_that_fails_half_way_changes_nothing(database: Database) -> None:
    state = StateDatabase(database)

    def broken(connection: Connection) -> None:
        servers.change(connection, 5, lambda old: replace(old, private=True))
        raise KeyError("half way")

    with pytest.raises(KeyError):
        await state.write(broken)
    assert await state.read(lambda connection: servers.read(connection, 5)) == ServerSettings()
    await state.close()


async def test_a_file_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    broken, newer = tmp_path / "broken.db", tmp_path / "newer.db"
    broken.write_bytes(b"no database, but long enough to be taken for one" * 99)
    with sqlite3.connect(newer) as connection:
        connection.execute("PRAGMA user_version = 99")
    for file, words in ((broken, "not a database"), (newer, "newer version"), (tmp_path, "cannot be used")):
        state = StateDatabase(SqliteFile(file))
        with pytest.raises(StateError, match=words) as raised:
            await state.read(lambda connection: servers.read(connection, 5))
        assert str(file) in str(raised.value) and "\n" not in str(raised.value)
        await state.close()


async def test_a_file_of_an_earlier_version_knows_afterwards_what_its_answers_quote(tmp_path: Path) -> None:
    file = SqliteFile(tmp_path / "bot.db")
    preview = Preview("p", 1, 3, "https://post.example/1", "Papers", None, 900.0, True, 0)
    state = StateDatabase(file)
    for one in (GIVEN, replace(GIVEN_ELSEWHERE, beside=GIVEN.cited)):
        await state.write(lambda connection, one=one: answers.remember(connection, one))  # type: ignore[misc]
    await state.write(lambda connection: previews.remember(connection, preview))
    await state.close()
    with closing(sqlite3.connect(file.path)) as connection:
        connection.executescript(
            "DROP TABLE answer_documents; ALTER TABLE previews DROP COLUMN url; "
            "ALTER TABLE watch_posts DROP COLUMN claimed_until; PRAGMA user_version = 3"
        )

    def forget(connection: Connection) -> None:
        answers.forget_documents(connection, ["letter"])
        previews.forget_addresses(connection, [preview.url])

    state = StateDatabase(file)
    assert await state.read(lambda connection: answers.find(connection, GIVEN.id)) == GIVEN
    await state.write(forget)
    for one in (GIVEN, GIVEN_ELSEWHERE):  # one quotes it, and one quotes it beside another
        found = await state.read(lambda connection, one=one: answers.find(connection, one.id))  # type: ignore[misc]
        assert found is None
    assert await state.read(lambda connection: previews.find(connection, "p")) is None
    await state.close()


async def test_after_closing_nothing_is_stored_any_more() -> None:
    state = StateDatabase()
    await state.close()
    with pytest.raises(StateError, match="closing"):
        await state.read(lambda connection: servers.read(connection, 5))


async def test_answers_that_quote_a_removed_article_are_in_no_file_afterwards(tmp_path: Path) -> None:
    world(tmp_path, LETTER).store.close()
    index = tmp_path / "index"
    state = StateDatabase(SqliteFile(index / "bot.db"))
    quoting = replace(
        GIVEN, id=new_id(), cited=(Cited(LETTER.id or "", 0, 9, "Xylophonist", 0.5),), shown=("> Xylophonist",)
    )
    for given in (GIVEN_ELSEWHERE, quoting):
        await state.write(lambda connection, given=given: answers.remember(connection, given))  # type: ignore[misc]
        await state.write(
            lambda connection, given=given: answers.rate(connection, given, 0, 1, helpful=True)  # type: ignore[misc]
        )
    ran = coverage_bot("remove", LETTER.id or "", "--index", index)
    assert (ran.status, ran.out) == (0, "1 article removed\n")
    assert await state.read(lambda connection: answers.find(connection, quoting.id)) is None
    assert await state.read(lambda connection: answers.find(connection, GIVEN_ELSEWHERE.id)) == GIVEN_ELSEWHERE
    assert not [file.name for file in index.iterdir() if file.is_file() and b"Xylophonist" in file.read_bytes()]
    await state.close()
