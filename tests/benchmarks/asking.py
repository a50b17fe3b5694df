"""Where the time of a question goes: ``python -m tests.benchmarks.asking --index DIR --questions FILE``.

From the text to the ``Answer``, step by step, in milliseconds on the clock and of this process's own time: the other is
that of a busy machine. The reader, which looks at the candidates closely, is left out of the line ``without read``.
FILE has JSON Lines with ``question``, as the question sets have; without one, the news set's are asked. With
``--overlap``, how many of the best sentences by words are missed where common words are not scored in every row.
"""

from __future__ import annotations

import json
import random
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import click
import numpy as np

TESTS = Path(__file__).parent.parent
sys.path[:0] = [str(TESTS), str(TESTS.parent)]

from index.answerer import Answerer  # noqa: E402
from index.encoder import open_encoder  # noqa: E402
from index.errors import QuestionError  # noqa: E402
from index.question import ask  # noqa: E402
from index.reader import packaged_reader  # noqa: E402
from index.retriever import EACH  # noqa: E402
from index.short_answer import packaged_weights  # noqa: E402
from index.store import best_matching, full_text  # noqa: E402
from index.store.embedded import EmbeddedStore  # noqa: E402
from index.store.protocol import Filters  # noqa: E402
from index.terms import question_terms  # noqa: E402

STEPS = ("understand", "encode", "lexical", "vector", "candidates", "read", "cite", "the rest")
_FIRST = 5  # questions that load models and files, not counted


class Watch:
    """Adds up what calls take, each without those inside it."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self.spent: dict[str, float] = defaultdict(float)
        self._clock = clock
        self._inside: list[float] = []

    def around(self, of: object, method: str, step: str) -> None:
        """Count the time of a method as that of a step."""
        call = getattr(of, method)

        def timed(*given: Any, **named: Any) -> Any:  # noqa: ANN401  # whatever the method takes and gives
            began = self._clock()
            self._inside.append(0.0)
            try:
                return call(*given, **named)
            finally:
                took = self._clock() - began
                self.spent[step] += took - self._inside.pop()
                if self._inside:
                    self._inside[-1] += took

        setattr(of, method, timed)


def watched(answerer: Answerer, clock: Callable[[], float]) -> Watch:
    """Watch the parts of an answerer."""
    watch, store = Watch(clock), answerer.store
    assert isinstance(store, EmbeddedStore)
    parts: Sequence[tuple[object, Sequence[str], str]] = (
        (answerer._interpreter, ["interpret"], "understand"),
        (answerer._encoder, ["encode"], "encode"),
        (answerer._retriever, ["retrieve"], "candidates"),
        (store._finder, ["lexical"], "lexical"),
        (store._finder, ["nearest"], "vector"),
        (answerer._reader, ["read"], "read"),
        (answerer._citing, ["told", "citations", "beside"], "cite"),
    )
    for of, methods, step in parts:
        for method in methods:
            watch.around(of, method, step)
    return watch


def asked(answerer: Answerer, questions: Sequence[str]) -> dict[str, tuple[list[float], list[float]]]:
    """Ask all, one by one: step -> milliseconds a question, on the clock and of this process."""
    watches = [watched(answerer, clock) for clock in (time.perf_counter, time.process_time)]
    found: dict[str, tuple[list[float], list[float]]] = {step: ([], []) for step in (*STEPS, "all", "without read")}
    for number, question in enumerate(questions):
        began = time.perf_counter(), time.process_time()
        for watch in watches:
            watch.spent.clear()
        try:
            answerer.answer(ask(question))
        except QuestionError:
            continue
        took = time.perf_counter() - began[0], time.process_time() - began[1]
        if number < _FIRST:
            continue
        for which, (watch, whole) in enumerate(zip(watches, took, strict=True)):
            spent = watch.spent | {"the rest": whole - sum(watch.spent.values()), "all": whole}
            spent["without read"] = whole - spent.get("read", 0.0)
            for step, (clock, own) in found.items():
                (clock, own)[which].append(spent.get(step, 0.0) * 1000)
    return found


def missed(store: EmbeddedStore, questions: Sequence[str]) -> str:
    """How many of the best :data:`EACH` by words are missed, over questions in which rows are left out."""
    lost, first, times = [], 0, list[tuple[float, float]]()
    with store._session.reading() as connection:
        for question in questions:
            terms = list(full_text.document_frequency(connection, question_terms(question), Filters().owners))
            known = full_text.document_frequency(connection, terms, Filters().owners)
            if sum(known.values()) <= best_matching.MANY:
                continue
            began = time.process_time()
            quick = best_matching.best(connection, "sentence_terms", known, EACH, None)
            between = time.process_time()
            exact = full_text.exact(connection, "", terms, EACH, Filters())
            times.append((between - began, time.process_time() - between))
            numbers = {match.number for match in quick}
            away = [place for place, match in enumerate(exact) if match.number not in numbers]
            lost.append(
                sum(exact[place].score > exact[-1].score + 1e-9 for place in away)
            )  # and not a tie for the last
            first += any(place < 10 for place in away)
    if not lost:
        return "no question leaves a row out"
    quick_ms, exact_ms = (1000 * np.median([each[which] for each in times]) for which in (0, 1))
    return (
        f"{len(lost)} questions leave rows out: of the best {EACH}, {np.mean(lost):.2f} are missed, in {first} "
        f"questions one of the first ten; own time, median: {quick_ms:.1f} ms, scoring every row {exact_ms:.1f} ms"
    )


@click.command()
@click.option("--index", "folder", type=click.Path(path_type=Path, exists=True), required=True)
@click.option("--questions", "files", type=click.Path(path_type=Path, exists=True), multiple=True)
@click.option("--count", default=200, help="How many questions are asked.")
@click.option("--overlap", is_flag=True, help="Also compare the search by words with one that scores every row.")
def main(folder: Path, files: Sequence[Path], count: int, overlap: bool) -> None:
    """Print the median and the 95th percentile of each step."""
    files = files or [TESTS / "news" / "develop.questions.jsonl"]
    questions = [json.loads(line)["question"] for file in files for line in file.read_text("utf-8").splitlines()]
    random.Random(3).shuffle(questions)
    questions = questions[: count + _FIRST]
    encoder = open_encoder()
    with closing(EmbeddedStore(folder, encoder.name)) as store:
        if overlap:
            click.echo(missed(store, questions))
        answerer = Answerer(store, encoder, packaged_reader(), packaged_weights())
        answerer.warm()
        found = asked(answerer, questions)
        coverage = store.coverage(Filters())
    click.echo(f"{coverage.sentences:,} sentences, {coverage.documents:,} articles, {len(found['all'][0])} questions")
    click.echo(f"{'milliseconds':14} {'p50':>7} {'p95':>7}   {'own p50':>7} {'own p95':>7}")
    for step, columns in found.items():
        cells = [np.percentile(each, [50, 95]) for each in columns]
        click.echo(f"{step:14} {cells[0][0]:7.1f} {cells[0][1]:7.1f}   {cells[1][0]:7.1f} {cells[1][1]:7.1f}")


if __name__ == "__main__":
    main()
