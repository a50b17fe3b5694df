"""The one place where asyncio meets the blocking index."""

from __future__ import annotations

import asyncio
import threading
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import Self, TypeVar

from bot.errors import Busy
from index.answer import Answer
from index.answerer import Answerer
from index.errors import CoverageError
from index.question import Question, ask

_Result = TypeVar("_Result")
_Asked = tuple[Question, Future[Answer]]

# Encoding eight questions in one call costs less than half of what it costs one by one; more than eight together
# gain little, and keep the first of them waiting.
_TOGETHER = 8
# While one of them has passages read, with both cores, the others search; and what several of them have to be read is
# read together: see `tests/benchmarks/throughput.py`.
WORKERS = 4
_BESIDE = 2  # feeds are followed in one of them for as long as the bot runs, and watches look in the other
_MOST_WAITING = 2.0  # seconds for each piece: with questions all the time, what is done beside goes on nevertheless
_GLANCE_SECONDS = 0.02


class Bridge:
    """Answers questions in threads of its own, so that the event loop never waits for a model or a disk.

    Questions that wait at the same time are encoded together.

    Args:
        answerer: What answers; it is called from several threads.
        workers: How many batches of questions are answered at the same time. One is best where the model itself
            uses all cores.
        waiting: How many more questions may wait for their turn.
    """

    def __init__(self, answerer: Answerer, *, workers: int = 1, waiting: int = 128) -> None:
        """Make the threads' pools; no thread starts yet."""
        self._answerer = answerer
        self._workers = workers
        self._room = threading.BoundedSemaphore(workers + waiting)
        self._unanswered = 0  # changed in the event loop only
        self._closed = False
        self._waiting: deque[_Asked] = deque()
        self._answering = ThreadPoolExecutor(workers, thread_name_prefix="answering")
        # A check takes a millisecond and comes right before sending: it must not queue behind other questions.
        self._checking = ThreadPoolExecutor(1, thread_name_prefix="checking")
        self._beside = ThreadPoolExecutor(_BESIDE, thread_name_prefix="beside")

    @property
    def idle(self) -> bool:
        """Whether nobody waits for an answer."""
        return not self._unanswered

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
        future: Future[Answer] = Future()
        # Called once in every case: after the work, or when it is cancelled before its turn.
        future.add_done_callback(lambda _: self._room.release())
        self._waiting.append((question, future))
        try:
            self._answering.submit(self._answer_waiting)
        except RuntimeError:  # the pool is shut down
            future.cancel()
            raise Busy from None
        self._unanswered += 1
        try:
            return await asyncio.wrap_future(future)
        finally:
            self._unanswered -= 1

    async def check(self, answer: Answer) -> None:
        """Check an answer against the index as it is now; call it right before the answer is sent.

        Raises:
            CitationError: An article was changed or removed since, and no longer says so.
        """
        await self.look(lambda answerer: answerer.check(answer))

    async def work(self, job: Callable[[Answerer], _Result]) -> _Result:
        """Do something that takes as long as an answer, in the threads of the questions and counted as one of them.

        Raises:
            Busy: Too many questions are waiting, or the bridge is closed.
            CoverageError: Whatever the job raises.
        """
        if not self._room.acquire(blocking=False):
            raise Busy
        try:
            future = self._answering.submit(job, self._answerer)
        except RuntimeError:  # the pool is shut down
            self._room.release()
            raise Busy from None
        future.add_done_callback(lambda _: self._room.release())
        self._unanswered += 1
        try:
            return await asyncio.wrap_future(future)
        finally:
            self._unanswered -= 1

    async def look(self, work: Callable[[Answerer], _Result]) -> _Result:
        """Do something quick with the index, beside the questions that wait.

        Raises:
            Busy: The bridge is closed.
            StoreError: The index cannot be read.
        """
        try:
            future = self._checking.submit(work, self._answerer)
        except RuntimeError:  # the pool is shut down
            raise Busy from None
        return await asyncio.wrap_future(future)

    async def glimpse(self, work: Callable[[Answerer], _Result]) -> _Result:
        """Do something with the index that takes about as long as an answer, once nobody waits for one.

        Raises:
            Busy: The bridge is closed.
            StoreError: The index cannot be read.
        """
        until = asyncio.get_running_loop().time() + _MOST_WAITING
        while not self.idle and asyncio.get_running_loop().time() < until:
            await asyncio.sleep(_GLANCE_SECONDS)
        return await self.beside(lambda: work(self._answerer))

    async def beside(self, work: Callable[[], _Result]) -> _Result:
        """Do something long in a thread of its own, such as following feeds; :meth:`close` waits for its end.

        Raises:
            Busy: The bridge is closed.
        """
        try:
            future = self._beside.submit(work)
        except RuntimeError:  # the pool is shut down
            raise Busy from None
        return await asyncio.wrap_future(future)

    async def close(self) -> None:
        """Drop the questions that wait, and let the one that is being answered finish."""
        self._closed = True
        while (asked := _taken(self._waiting)) is not None:
            asked[1].cancel()
        for pool in (self._answering, self._checking, self._beside):
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

    def _answer_waiting(self) -> None:
        """Answer what waits, a few questions at most; each has its own turn, which may find nothing left to do."""
        batch: deque[_Asked] = deque()
        # Shared out, for what several threads read at the same time is read together, too.
        most = min(_TOGETHER, 1 + len(self._waiting) // self._workers)
        while len(batch) < most and (asked := _taken(self._waiting)) is not None:
            if not asked[1].cancelled():
                batch.append(asked)
        outcomes: Iterator[Answer | CoverageError] | None = None
        while batch and not self._closed:
            outcomes = outcomes or self._answerer.answer_many([question for question, _ in batch])
            _, future = batch.popleft()
            wanted = future.set_running_or_notify_cancel()
            outcome: Answer | Exception
            try:
                outcome = next(outcomes)
            except Exception as error:  # one question's misfortune is its own: the others are asked again
                outcome, outcomes = error, None
            if wanted:
                _settle(future, outcome)
        for _, future in batch:
            future.cancel()


def _taken(waiting: deque[_Asked]) -> _Asked | None:
    try:
        return waiting.popleft()
    except IndexError:
        return None


def _settle(future: Future[Answer], outcome: Answer | Exception) -> None:
    if isinstance(outcome, Exception):
        future.set_exception(outcome)
    else:
        future.set_result(outcome)
