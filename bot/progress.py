"""Progress bars on standard error, drawn only where that is a terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from index.errors import SourceError
from index.ingest.article import Article

_Read = Article | SourceError


@contextmanager
def reading(files: int | None) -> Iterator[Callable[[Iterable[_Read]], Iterator[_Read]]]:
    """Show a bar while articles are read; lends a function that counts what passes through it.

    ``files`` is how many files there are to read, or None where that cannot be known.
    """
    with _bar() as progress:
        task = progress.add_task("0 articles", total=files)

        def counted(articles: Iterable[_Read]) -> Iterator[_Read]:
            seen: set[str] = set()
            for number, article in enumerate(articles, 1):
                whole = isinstance(article, SourceError) or article.whole_source
                seen.add(article.source if whole else article.source.rpartition(":")[0])
                # The file that an article comes from is not done yet.
                progress.update(task, description=f"{number:,} articles", completed=len(seen) - 1)
                yield article
            progress.update(task, completed=files or len(seen))

        yield counted


@contextmanager
def counting(things: str, total: int) -> Iterator[Callable[[], None]]:
    """Show a bar while ``total`` things are worked through; lends a function to call after each."""
    with _bar() as progress:
        task = progress.add_task(things, total=total)
        yield lambda: progress.advance(task)


def _bar() -> Progress:
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    return Progress(*columns, console=console, transient=True, disable=not console.is_terminal)
