"""This project, asked through the same adapter: ``ours.py SENTENCES QUESTIONS MODEL ARTICLES``.

Its index is built the whole way, from articles in JSON Lines, quotations and all. With ``signals`` behind these,
passages are not read, and sentences are ranked by their signals, which is what the others do.
"""

from __future__ import annotations

import json
import sys
import tempfile
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from bot.cli import Parts
from index.answerer import Answerer
from index.question import ask
from index.short_answer import packaged_weights
from index.store.address import Folder
from tests.benchmarks.growth_steps import articles, take_in
from tests.benchmarks.others.adapter import MOST, Search, Texts, run
from tests.benchmarks.timed_parts import SignalsOnly

_KEPT = ExitStack()  # stores stay open for as long as they are searched


def build(texts: Texts, model: str) -> Search:
    """Index the articles that the texts are of; ``model`` is not needed, the product brings it."""
    rows = [json.loads(line) for line in Path(sys.argv[1]).read_text("utf-8").splitlines()][: len(texts)]
    places = {(row["document"], row["start"]): number for number, row in enumerate(rows)}
    wanted = {row["document"] for row in rows}
    parts = Parts(Folder(Path(_KEPT.enter_context(tempfile.TemporaryDirectory()))))
    take_in(parts, (each for each in articles(Path(sys.argv[4])) if each.id in wanted))
    if sys.argv[5:] == ["signals"]:
        store = _KEPT.enter_context(parts.store())
        answerer = Answerer(store, parts.encoder, SignalsOnly(parts.reader), packaged_weights())
    else:
        answerer = _KEPT.enter_context(parts.answerer())

    def search(question: str) -> list[int]:
        answer = answerer.answer(replace(ask(question), limit=MOST))
        return [places.get((each.document.id, each.start), -1) for each in answer.citations]

    return search


if __name__ == "__main__":
    with _KEPT:
        run(build, "coverage-bot", "torch")
