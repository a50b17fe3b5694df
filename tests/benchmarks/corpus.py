"""Make a corpus of any size, the same one for the same seed.

    python -m tests.benchmarks.corpus --sentences 50000 --seed 7 --articles corpus.jsonl --questions questions.jsonl

The first articles are real ones, whole: the news set's, its training passages, and those of ``--seed-articles``. The
others are made of their sentences (:mod:`tests.benchmarks.invented`). A smaller corpus of the same seed and the same
sources is the beginning of a larger one. It is written as it is made; memory does not grow with it.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from random import Random
from typing import Any

import click

from tests.benchmarks.invented_articles import Made, invented, learned, real
from tests.benchmarks.invented_questions import MadeQuestion, questions

NEWS = Path(__file__).parent.parent / "news"
ASKED = ("develop", "measure")
_FIELDS = ("id", "title", "text", "outlet", "author", "url", "published")


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the objects of a JSON Lines file."""
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def articles(seed: int, more: Iterable[Path] = ()) -> Iterator[Made]:
    """Yield the articles of a corpus without end: the real ones, then invented ones."""
    random = Random(seed)
    files = (NEWS / "articles.jsonl", NEWS / "train.articles.jsonl", *more)
    found = list(real(chain.from_iterable(map(rows, files)), random))
    yield from found
    yield from invented(learned(found), random)


def corpus(sentences: int, seed: int, more: Iterable[Path] = ()) -> Iterator[Made]:
    """Yield articles until they have at least so many sentences."""
    given = 0
    for article in articles(seed, more):
        if given >= sentences:
            return
        given += len(article.sentences)
        yield article


class Drawn:
    """As many questions as wanted, each of those seen as likely as any other (reservoir sampling, Vitter 1985)."""

    def __init__(self, wanted: int, seed: int) -> None:
        """Draw with dice of its own, so that asking changes no article."""
        self._wanted, self._random = wanted, Random(seed)
        self._seen, self._kept, self._real = 0, list[MadeQuestion](), set[str]()

    def see(self, article: Made) -> None:
        """Take an article into account."""
        if article.real:
            self._real.add(article.id)
        else:
            for question in questions(article, self._random):
                self._seen += 1
                if len(self._kept) < self._wanted:
                    self._kept.append(question)
                elif (place := self._random.randrange(self._seen)) < self._wanted:
                    self._kept[place] = question

    def rows(self, more: Iterable[Path] = ()) -> Iterator[dict[str, Any]]:
        """Yield the real questions whose articles were seen, and the made ones, as ``coverage-bot eval`` takes them."""
        files = [NEWS / f"{part}.questions.jsonl" for part in ASKED]
        for row in chain.from_iterable(map(rows, (*files, *more))):
            if all(each["document_id"] in self._real for each in row["evidence"]):
                yield {key: row[key] for key in ("id", "question", "answers", "evidence")}
        for number, each in enumerate(self._kept):
            evidence = {"document_id": each.document, "start": each.start, "end": each.end}
            yield {"id": f"made-q{number}", "question": each.question, "answers": [each.answer], "evidence": [evidence]}


@click.command(help=__doc__)
@click.option("--sentences", default=50_000, show_default=True, help="At least so many, and not an article more.")
@click.option("--seed", default=7, show_default=True)
@click.option("--articles", "to", type=click.Path(path_type=Path), required=True, help="Write them to this file.")
@click.option("--questions", "asked", type=click.Path(path_type=Path), help="Write questions about them to this file.")
@click.option("--made-questions", default=400, show_default=True, help="How many of them are made by rule.")
@click.option(
    "--seed-articles", type=click.Path(exists=True, path_type=Path), multiple=True, help="More real articles."
)
@click.option(
    "--seed-questions", type=click.Path(exists=True, path_type=Path), multiple=True, help="Questions to those."
)
def main(
    sentences: int,
    seed: int,
    to: Path,
    asked: Path | None,
    made_questions: int,
    seed_articles: tuple[Path, ...],
    seed_questions: tuple[Path, ...],
) -> None:
    """Write the files and say how many there are."""
    drawn = Drawn(made_questions, seed)
    articles = given = 0
    with to.open("w", encoding="utf-8") as out:
        for article in corpus(sentences, seed, seed_articles):
            fields = {key: getattr(article, key) for key in _FIELDS}
            out.write(json.dumps(fields, ensure_ascii=False) + "\n")
            drawn.see(article)
            articles, given = articles + 1, given + len(article.sentences)
    if asked:
        lines = [json.dumps(row, ensure_ascii=False) + "\n" for row in drawn.rows(seed_questions)]
        asked.write_text("".join(lines), encoding="utf-8")
    print(f"{articles:,} articles, {given:,} sentences", file=sys.stderr)


if __name__ == "__main__":
    main()
