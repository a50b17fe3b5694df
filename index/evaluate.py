"""Questions with gold evidence to figures."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from index.answer import Answer
from index.answerer import Answerer
from index.document import Span
from index.errors import QuestionError, SourceError
from index.ingest.json_fields import parse_json
from index.question import ask
from index.short_answer.agreement import exact_match, token_f1

_DEPTH = 10


@dataclass(frozen=True, slots=True)
class GoldQuestion:
    """A question with the spans that answer it, as ``(document id, span)``; none if the coverage does not."""

    id: str
    question: str
    answers: tuple[str, ...]
    evidence: tuple[tuple[str, Span], ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one question went. ``rank`` counts from 1; None if no right sentence is among the first ten.

    ``marked``: a short answer was given; ``exact_match``, ``f1``: how it agrees with the right ones, 0 for none.
    """

    answerable: bool
    rank: int | None
    answered: bool
    confidence: float
    milliseconds: float
    marked: bool = False
    exact_match: bool = False
    f1: float = 0.0


@dataclass(frozen=True, slots=True)
class Figures:
    """A question set's figures; shares are between 0 and 1, None where there is nothing to share out.

    ``hit_1``, ``hit_3``, ``hit_10``, ``mrr``: over answerable questions, the right sentence's rank whether or
    not the bot would answer. ``answered``: answerable questions that were answered. ``kept``: questions whose
    first sentence is right that were answered. ``right``: answered questions, unanswerable ones included,
    whose first sentence is right. ``false_answers``: unanswerable questions that were answered. ``auroc``:
    how well the confidence tells answerable from unanswerable questions. ``marked``, ``exact_match``, ``f1``:
    over answerable questions whose first sentence is right, the share in which a short answer is marked, and
    how well it agrees with the right ones, 0 where none is marked. ``p50_ms``, ``p95_ms``: latency.
    """

    questions: int
    unanswerable: int
    hit_1: float | None
    hit_3: float | None
    hit_10: float | None
    mrr: float | None
    answered: float | None
    kept: float | None
    right: float | None
    false_answers: float | None
    auroc: float | None
    marked: float | None
    exact_match: float | None
    f1: float | None
    p50_ms: float | None
    p95_ms: float | None

    def as_json(self) -> dict[str, float | int | None]:
        """Return the figures as a JSON object."""
        return asdict(self)


def read_questions(path: Path) -> list[GoldQuestion]:
    """Read questions from JSON Lines: ``id``, ``question``, ``answers``, ``evidence``.

    Raises:
        SourceError: The file cannot be read, or a line is not a question; the message names the line.
    """
    try:
        lines = path.read_text("utf-8-sig").split("\n")  # a line separator may stand inside a JSON text
    except OSError as error:
        raise SourceError(
            str(path), f"the questions cannot be read ({error.strerror}); give a JSON Lines file"
        ) from error
    except UnicodeDecodeError as error:
        raise SourceError(str(path), "the questions are not in UTF-8; give a JSON Lines file") from error
    found = [_question(f"{path}:{number}", number, line) for number, line in enumerate(lines, 1) if line.strip()]
    if not found:
        raise SourceError(str(path), "no question in it; write one JSON object a line")
    return found


def evaluate(
    answerer: Answerer, questions: Sequence[GoldQuestion], progress: Callable[[], None] = lambda: None
) -> Figures:
    """Ask every question of the whole index, and count; ``progress`` is called after each."""
    return figures(list(ask_all(answerer, questions, progress)))


def figures(outcomes: Sequence[Outcome]) -> Figures:
    """Sum up how the questions went."""
    ranks = [outcome.rank for outcome in outcomes if outcome.answerable]
    right_first = [outcome for outcome in outcomes if outcome.rank == 1]
    answered = [outcome for outcome in outcomes if outcome.answered]
    times = [outcome.milliseconds for outcome in outcomes]
    return Figures(
        questions=len(outcomes),
        unanswerable=len(outcomes) - len(ranks),
        hit_1=_share([rank == 1 for rank in ranks]),
        hit_3=_share([rank is not None and rank <= 3 for rank in ranks]),
        hit_10=_share([rank is not None for rank in ranks]),
        mrr=_share([1 / rank if rank else 0.0 for rank in ranks]),
        answered=_share([outcome.answered for outcome in outcomes if outcome.answerable]),
        kept=_share([outcome.answered for outcome in right_first]),
        right=_share([outcome.rank == 1 for outcome in answered]),
        false_answers=_share([outcome.answered for outcome in outcomes if not outcome.answerable]),
        auroc=_auroc(outcomes),
        marked=_share([outcome.marked for outcome in right_first]),
        exact_match=_share([outcome.exact_match for outcome in right_first]),
        f1=_share([outcome.f1 for outcome in right_first]),
        p50_ms=round(float(np.percentile(times, 50)), 1) if times else None,
        p95_ms=round(float(np.percentile(times, 95)), 1) if times else None,
    )


def table(name: str, found: Figures) -> str:
    """Return the figures as lines of text, one figure a line."""
    rows = [("questions", f"{found.questions} ({found.unanswerable} without an answer in the coverage)")]
    for label, value in (
        ("right sentence first (hit@1)", found.hit_1),
        ("among the first 3 (hit@3)", found.hit_3),
        ("among the first 10 (hit@10)", found.hit_10),
        ("mean reciprocal rank", found.mrr),
        ("answerable questions answered", found.answered),
        ("right first sentences kept", found.kept),
        ("answers that are right", found.right),
        ("unanswerable questions answered", found.false_answers),
        ("AUROC answerable / not", found.auroc),
        ("short answer marked, if right", found.marked),
        ("exact match, if right", found.exact_match),
        ("token F1, if right", found.f1),
    ):
        rows += [(label, f"{value:.3f}")] if value is not None else []
    rows.append(("milliseconds p50 / p95", f"{found.p50_ms} / {found.p95_ms}"))
    return "\n".join([name, *(f"  {label:<34}{value}" for label, value in rows)])


def ask_all(
    answerer: Answerer, questions: Sequence[GoldQuestion], progress: Callable[[], None] = lambda: None
) -> Iterator[Outcome]:
    """Ask every question of the whole index, one after the other; ``progress`` is called after each."""
    for gold in questions:
        answer = answerer.answer(ask(gold.question, limit=_DEPTH))
        yield Outcome(
            bool(gold.evidence),
            _rank(answer, gold),
            answer.answered,
            answer.confidence,
            answer.milliseconds,
            answer.answer is not None,
            exact_match(answer.answer, gold.answers),
            token_f1(answer.answer, gold.answers),
        )
        progress()


def _rank(answer: Answer, gold: GoldQuestion) -> int | None:
    ranks = (
        rank
        for rank, citation in enumerate(answer.citations, 1)
        if holds(citation.document.id, citation.start, citation.end, gold)
    )
    return next(ranks, None)


def holds(document_id: str, start: int, end: int, gold: GoldQuestion) -> bool:
    """Return whether a stretch of a document holds an answer whole."""
    return any(document == document_id and start <= span.start and span.end <= end for document, span in gold.evidence)


def _share(values: Sequence[float]) -> float | None:
    return round(float(np.mean(values)), 4) if values else None


def _auroc(outcomes: Sequence[Outcome]) -> float | None:
    from sklearn.metrics import roc_auc_score  # slow to import, and nobody but `eval` needs it

    answerable = [outcome.answerable for outcome in outcomes]
    if len(set(answerable)) < 2:
        return None
    return round(float(roc_auc_score(answerable, [outcome.confidence for outcome in outcomes])), 4)


def _question(place: str, number: int, line: str) -> GoldQuestion:
    try:
        row = parse_json(line, number)
        if not isinstance(row, dict):
            raise ValueError("is no object with `id`, `question`, `answers` and `evidence`")
        answers, evidence = row.get("answers", []), row.get("evidence")
        if not isinstance(row.get("id"), str | int) or not isinstance(row.get("question"), str):
            raise ValueError("needs an `id` and a text as `question`")
        if not isinstance(answers, list) or not all(isinstance(answer, str) for answer in answers):
            raise ValueError("needs a list of texts as `answers`")
        if not isinstance(evidence, list):
            raise ValueError("needs a list as `evidence`, empty where the coverage does not answer")
        ask(row["question"])
        return GoldQuestion(str(row["id"]), row["question"], tuple(answers), tuple(map(_evidence, evidence)))
    except (ValueError, QuestionError) as error:
        raise SourceError(place, str(error)) from error


def _evidence(each: object) -> tuple[str, Span]:
    if isinstance(each, dict):
        document, start, end = each.get("document_id"), each.get("start"), each.get("end")
        if isinstance(document, str) and type(start) is int and type(end) is int and 0 <= start < end:
            return document, Span(start, end)
    raise ValueError("needs a `document_id`, and numbers with `start` below `end`, in each of its `evidence`")
