"""The ``coverage-bot`` command: where everything is wired together, and where every error becomes one line.

Nothing heavy is imported before a command needs it, so that ``--help`` and mistyped options answer at once.
"""

from __future__ import annotations

import io
import os
import sys
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from functools import cached_property
from typing import TYPE_CHECKING, Any

import click

from bot.commands import asking, coverage, feeds, moving, research, running, said, watching
from bot.commands.options import index_option
from bot.terminal import complain
from index.errors import CoverageError

if TYPE_CHECKING:
    from bot.own_coverage import OwnCoverage
    from bot.settings import Settings
    from index.answerer import Answerer
    from index.encoder import Encoder
    from index.feeds.subscriptions import Subscriptions
    from index.feeds.update import Updater
    from index.fetch.fetcher import Fetcher
    from index.ingest.ingestor import FindQuotations, Ingestor
    from index.reader import SignalReader
    from index.sql.place import Tables
    from index.store.address import Address
    from index.store.table_store import TableStore

_INTERRUPTED = 130  # what shells report for SIGINT
_BROKEN_PIPE = 141  # and for SIGPIPE
_OFF = ("", "0", "false", "f", "no", "n", "off")


class Parts:
    """What commands are made of, put together when one of them asks for it."""

    def __init__(self, index: Address | None = None) -> None:
        """Work on the index at ``index``, by default the one that the settings name."""
        self._chosen = index

    def choose_index(self, address: Address) -> None:
        """Take ``--index`` into account; called while the command line is read."""
        self._chosen = address

    def for_demo(self) -> Parts:
        """Return parts for the demonstration: its own index, unless one was named on the command line."""
        from bot.settings import demo_folder
        from index.store.address import Folder

        return self if self._chosen else Parts(Folder(demo_folder(self.encoder.name)))

    @cached_property
    def settings(self) -> Settings:
        """The settings, read once."""
        from bot.settings import load_settings

        return load_settings(self._chosen)

    @cached_property
    def tables(self) -> Tables:
        """Where settings, feeds and all else is that is stored in tables."""
        return self.settings.tables

    @cached_property
    def encoder(self) -> Encoder:
        """The configured encoder; its model is loaded on first use."""
        from index.encoder import open_encoder

        return open_encoder(self.settings.encoder, self.settings.precision)

    @cached_property
    def reader(self) -> SignalReader:
        """The reader, with the cross-encoder that the settings name, if they name one."""
        from index.cross_encoder import CrossEncoderJudge
        from index.reader import packaged_reader

        named = self.settings.cross_encoder
        return packaged_reader(self.settings.threshold, CrossEncoderJudge(named) if named else None)

    @contextmanager
    def store(self, *, create: bool = False, any_encoder: bool = False) -> Iterator[TableStore]:
        """Open the store for a block; with ``any_encoder``, whichever encoder made its vectors."""
        from index.errors import StoreError

        with self.store_at(self.settings.index, create=create, any_encoder=any_encoder) as store:
            if store.incomplete:
                raise StoreError(
                    f"only a part of an index has been moved to {self.settings.index} yet; move the rest with: "
                    f"coverage-bot migrate FROM {self.settings.index}"
                )
            yield store

    @contextmanager
    def store_at(self, address: Address, *, create: bool = False, any_encoder: bool = False) -> Iterator[TableStore]:
        """Open the store at some address for a block."""
        from index.store.opening import open_store

        encoder = None if any_encoder else self.encoder.name
        store = open_store(address, self.settings.tables_of(address), encoder, create=create)
        try:
            yield store
        finally:
            store.close()

    @contextmanager
    def answerer(self) -> Iterator[Answerer]:
        """Lend what answers questions."""
        from index.answerer import Answerer
        from index.short_answer import packaged_weights

        with self.store() as store:
            yield Answerer(store, self.encoder, self.reader, packaged_weights())

    def fetcher(self) -> Fetcher:
        """Return what fetches pages and feeds; whoever asks for it closes it."""
        from index.fetch.fetcher import Fetcher

        return Fetcher(self.settings.private_hosts)

    @contextmanager
    def subscriptions(self) -> Iterator[Subscriptions]:
        """Open the feeds of the index for a block."""
        from index.feeds.database import NAME
        from index.feeds.subscriptions import Subscriptions

        subscriptions = Subscriptions(self.tables.database(NAME))
        try:
            yield subscriptions
        finally:
            subscriptions.close()

    @contextmanager
    def updater(self, give_way: Callable[[], None] | None = None, fetcher: Fetcher | None = None) -> Iterator[Updater]:
        """Lend what brings the coverage up to date with its feeds.

        It calls ``give_way`` before each piece of work, so that others can go first. Whoever gives the ``fetcher``
        closes it.
        """
        from bot.updating import CourteousEncoder, courteous
        from index.feeds.update import Updater
        from index.ingest.ingestor import Ingestor
        from index.split import split

        with (
            self.subscriptions() as subscriptions,
            nullcontext(fetcher) if fetcher else self.fetcher() as visiting,
            self.store(create=True) as store,
        ):
            # What a server follows leads to none of the private hosts of who runs the bot.
            strangers = visiting.public()
            if give_way is None:
                yield Updater(subscriptions, visiting, store, self.ingestor(store), visitor=strangers)
                return
            finding = courteous(self.find_quotations, give_way)
            # Nothing beside: what gives way to questions does one thing at a time.
            ingestor = Ingestor(store, CourteousEncoder(self.encoder, give_way), split, finding, ahead=0)
            yield Updater(subscriptions, visiting, store, ingestor, visitor=strangers, give_way=give_way)

    @contextmanager
    def own_coverage(self, fetcher: Fetcher) -> Iterator[OwnCoverage]:
        """Lend what keeps servers' own feeds; whoever gives the ``fetcher`` closes it first."""
        from bot.own_coverage import OwnCoverage
        from index.feeds.database import NAME

        @contextmanager
        def open_ingestor() -> Iterator[Ingestor]:
            with self.store(create=True) as store:
                yield self.ingestor(store)

        with OwnCoverage(self.tables.database(NAME), fetcher.public(), open_ingestor) as own:
            yield own

    def ingestor(self, store: TableStore) -> Ingestor:
        """Return what takes articles into a store."""
        from index.ingest.ingestor import Ingestor
        from index.split import split

        return Ingestor(store, self.encoder, split, self.find_quotations)

    @property
    def find_quotations(self) -> FindQuotations:
        """What finds the quotations in articles; its parser is loaded on first use."""
        from index.quotations.finder import QuotationFinder
        from index.quotations.grammar import Grammar

        return QuotationFinder(Grammar()).find


class _CoverageGroup(click.Group):
    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401  # click's own signature
        """Run the command; when whoever reads its output has gone away, stop without a word."""
        try:
            status = super().invoke(ctx)
            sys.stdout.flush()
            return status
        except BrokenPipeError:
            # Python flushes standard output once more at exit, and must find something that takes it.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return _BROKEN_PIPE


@click.group(cls=_CoverageGroup, no_args_is_help=False)
@click.version_option(package_name="coverage-bot")
@index_option
def cli() -> None:
    """Answer questions about news coverage with the exact sentences that say so."""


for _command in (
    *coverage.COMMANDS, *feeds.COMMANDS, *asking.COMMANDS, *said.COMMANDS, *research.COMMANDS, *watching.COMMANDS,
    *moving.COMMANDS, *running.COMMANDS,
):  # fmt: skip
    cli.add_command(_command)


def main() -> None:
    """Run the command line of this process and end the process with its exit status."""
    os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")  # a bar for every file of a model says nothing
    # Read when torch is imported; threads that spin while they wait cost several times as much on shared cores.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a terminal that cannot show a character gets its number
            stream.reconfigure(errors="backslashreplace")
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """Run one command line and return its exit status: 0, 1 (asked and not answered), or 2 and a line on stderr."""
    try:
        return cli.main(list(arguments), prog_name="coverage-bot", standalone_mode=False, obj=Parts()) or 0
    except click.UsageError as error:
        command = error.ctx.command_path if error.ctx else "coverage-bot"
        complain(f"{error.format_message().rstrip('.')}; see: {command} --help")
        return error.exit_code
    except click.ClickException as error:
        complain(error.format_message())
        return 2
    except click.Abort:
        return _INTERRUPTED
    except CoverageError as error:
        complain(str(error))
        return error.exit_status
    except Exception as error:
        if os.environ.get("COVERAGE_DEBUG", "").lower() not in _OFF:
            traceback.print_exc()
        complain(f"internal error: {error or type(error).__name__}; run again with COVERAGE_DEBUG=1 for the traceback")
        return 2
