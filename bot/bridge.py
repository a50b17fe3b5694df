"""The one place where asyncio meets the blocking index."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from types import TracebackType
from typing import Any, Self, TypeVar

from bot.errors import Busy
from index.answer import Answer
from index.answerer import Answerer
from index.question import Question, ask

_Result = TypeVar("_Result")


class Bridge:
    """Answers questions in threads of its own, so that the event loop never waits for a model or a disk.

    Args:
        answerer: What answers; it is called from several threads.
        workers: How many questions are answered at the same time. One is best where the model itself uses all
            cores.
        waiting: How many more questions may wait for their turn.
    """

    def __init__(self, answerer: Answerer, *, workers: int = 1, waiting: int = 64) -> None:
        """Make the threads' pools; no thread starts yet."""
        self._answerer = answerer
        self._room = threading.BoundedSemaphore(workers + waiting)
        self._answering = ThreadPoolExecutor(workers, thread_name_prefix="answering")
        # A check takes a millisecond and comes right before sending: it must not queue behind other questions.
        self._checking = ThreadPoolExecutor(1, thread_name_prefix="checking")

    async def warm(self) -> None:
        """Ask a first question before anybody waits: it loads the model, and finds out if it cannot be loaded.

        Raises:
            CoverageError: The model or the index cannot be used.
        """
        await self.answer(ask("Who said what?"))

    async def answer(self, question: Question) -> Answer:
        """Answer a question when its turn comes.

        A question whose asker is cancelled while it waits is never answered; one that is being answered is, and
        its room is free only then.

        Raises:
            Busy: Too many questions are waiting, or the bridge is closed.
            QuestionError: A filter names an outlet that the index does not have.
            StoreError: The index cannot be read.
        """
        if not self._room.acquire(blocking=False):
            raise Busy
        return await self._run(self._answering, lambda: self._answerer.answer(question), self._room.release)

    async def check(self, answer: Answer) -> None:
        """Check an answer against the index as it is now; call it right before the answer is sent.

        Raises:
            CitationError: An article was changed or removed since, and no longer says so.
        """
        await self._run(self._checking, lambda: self._answerer.check(answer), lambda: None)

    async def close(self) -> None:
        """Drop the questions that wait, and let those that are being answered finish."""
        for pool in (self._answering, self._checking):
            pool.shutdown(wait=False, cancel_futures=True)
            await asyncio.to_thread(pool.shutdown, wait=True)

    async def __aenter__(self) -> Self:
        """Return the bridge itself."""
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close."""
        await self.close()

    async def _run(self, pool: ThreadPoolExecutor, work: Callable[[], _Result], done: Callable[[], Any]) -> _Result:
        try:
            future = pool.submit(work)
        except RuntimeError:  # the pool is shut down
            done()
            raise Busy from None
        # Called once in every case: after the work, or when it is cancelled before its turn.
        future.add_done_callback(lambda _: done())
        return await asyncio.wrap_future(future)
