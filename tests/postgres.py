"""A PostgreSQL server of the tests' own: started when a test first asks for a database, in a folder that goes with it.

It listens on a socket in that folder alone, and does not wait for the disk.
"""

from __future__ import annotations

import itertools
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest

_OPTIONS = {"listen_addresses": "''", "shared_buffers": "64MB", "max_connections": "60", "max_wal_size": "256MB"}
_QUICK = {"fsync": "off", "full_page_writes": "off", "autovacuum": "off"}


def binaries() -> Path | None:
    """Where the newest installed server's programs are; Debian keeps them out of the way of commands."""
    here = shutil.which("initdb")
    if here is not None and Path(here).resolve().with_name("postgres").exists():
        return Path(here).resolve().parent
    versions = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    return max((each.parent for each in versions), key=lambda each: int(each.parts[-2]), default=None)


class Server:
    """A server that runs; one that is not ``quick`` waits for the disk and cleans up after itself, as real ones do."""

    def __init__(self, programs: Path, folder: Path, *, quick: bool = True) -> None:
        self._programs = programs
        self._folder = folder
        self._numbers = itertools.count(1)
        # PostgreSQL refuses to be run by root.
        self._user = {"user": "postgres", "group": "postgres"} if os.geteuid() == 0 else {}
        if self._user:
            shutil.chown(folder, **self._user)
        self._run("initdb", "--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync")
        with (folder / "data" / "postgresql.conf").open("a") as settings:
            settings.writelines(f"{key} = {value}\n" for key, value in (_OPTIONS | (_QUICK if quick else {})).items())
            settings.write(f"unix_socket_directories = '{folder}'\n")
        self.start()

    def start(self) -> None:
        """Start, and wait until it answers."""
        self._run("pg_ctl", "start", "--wait", f"--log={self._folder / 'log'}")

    def stop(self) -> None:
        """Stop at once, as in a crash."""
        self._run("pg_ctl", "stop", "--mode=immediate", "--wait")

    def url(self, database: str) -> str:
        """The address of a database."""
        return f"postgresql://postgres@/{database}?host={quote(str(self._folder), safe='')}"

    def new_database(self, encoding: str = "UTF8") -> str:
        """Make a database; returns its name."""
        name = f"test_{next(self._numbers)}"
        self._execute(f"CREATE DATABASE {name} ENCODING '{encoding}' TEMPLATE template0")
        return name

    def drop(self, database: str) -> None:
        """Drop a database, whoever is connected to it."""
        self._execute(f"DROP DATABASE {database} WITH (FORCE)")

    def files_with(self, word: str) -> list[Path]:
        """The files of all databases in which a word can be read, the log apart."""
        self._execute("CHECKPOINT")
        files = [each for each in (self._folder / "data" / "base").rglob("*") if each.is_file()]
        return [each for each in files if word.encode() in each.read_bytes()]

    def _execute(self, statement: str) -> None:
        with closing(psycopg.connect(self.url("postgres"), autocommit=True)) as connection:
            connection.execute(statement.encode())

    def _run(self, program: str, *options: str) -> None:
        command = [self._programs / program, f"--pgdata={self._folder / 'data'}", *options]
        # Not captured: the server would hold the pipe open.
        with (self._folder / "said").open("wb") as said:
            done = subprocess.run(command, stdout=said, stderr=said, cwd="/", check=False, **self._user)
        assert done.returncode == 0, (self._folder / "said").read_text()


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """A server, or no test where none is installed."""
    programs = binaries()
    if programs is None:
        pytest.skip("PostgreSQL's server is not installed (Debian: apt-get install postgresql)")
    folder = Path(tempfile.mkdtemp(prefix="pg-"))  # short: a socket's name has at most 107 characters
    try:
        server = Server(programs, folder)
        try:
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder)


@pytest.fixture
def postgres_url(postgres: Server) -> Iterator[str]:
    """The address of an empty database."""
    name = postgres.new_database()
    yield postgres.url(name)
    postgres.drop(name)
