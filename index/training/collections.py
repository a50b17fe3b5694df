"""Questions with known answers, each over a store of its own."""

from __future__ import annotations

import gzip
import json
import random
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import numpy.typing as npt

from index.document import Document, Sentence, Span
from index.encoder import Encoder
from index.ingest.article import Article
from index.retriever import Retriever
from index.signals import Asked as Analysed
from index.signals import Candidate
from index.split import split
from index.store.embedded import EmbeddedStore
from index.store.protocol import EncodedArticle, Filters, Store
from index.understanding.interpreter import as_question

Floats = npt.NDArray[np.float64]
Look = Callable[[Analysed, Sequence[Candidate]], Floats]
Marked = dict[str, list[Span]]  # document id -> the spans of what answers


@dataclass(frozen=True, slots=True)
class Asked:
    """A training question; ``gold`` is empty where the collection does not answer it."""

    text: str
    gold: Marked
    story: str = ""
    exact: bool = False  # whether the gold spans are the answers themselves, not the sentences that hold them


@dataclass(frozen=True, slots=True)
class Collection:
    """Articles with their sentences, and questions about them."""

    name: str
    articles: tuple[tuple[Article, tuple[Span, ...]], ...]
    questions: tuple[Asked, ...]


@dataclass(frozen=True, slots=True)
class Example:
    """One question's candidates: their rows ``(candidates, columns)`` and which of them answer."""

    rows: Floats
    right: npt.NDArray[np.bool_]
    answerable: bool
    story: str


def pairs(folder: Path, name: str, limit: int, seed: int, skip: int = 0) -> Collection:
    """Read a set of sentence-question pairs: ``NAME.sentences.jsonl.gz`` and ``NAME.questions.jsonl.gz``.

    ``limit`` questions are drawn in the order that ``seed`` shuffles them to, after the first ``skip``.
    """
    articles: dict[str, tuple[str, str, list[Span]]] = {}
    places: dict[Any, tuple[str, Span]] = {}
    for row in _rows(folder / f"{name}.sentences.jsonl.gz"):
        document = str(row["document"])
        title, text, spans = articles.get(document, (row["title"], "", []))
        start = len(text) + bool(text)
        spans.append(Span(start, start + len(row["text"])))
        articles[document] = (title, f"{text} {row['text']}" if text else row["text"], spans)
        places[row["id"]] = (document, spans[-1])
    questions = []
    for row in _rows(folder / f"{name}.questions.jsonl.gz"):
        gold = [places[each] for each in row["sentences"]]
        at = (
            [_inside(articles[document][1], span, row["answer"]) for document, span in gold]
            if row.get("answer")
            else []
        )
        exact = [(document, span) for (document, _), span in zip(gold, at, strict=False) if span is not None]
        questions.append(Asked(row["question"], _marked(exact or gold), exact=bool(exact)))
    random.Random(seed).shuffle(questions)
    made = (
        (Article(name, title, text, id=document), tuple(spans)) for document, (title, text, spans) in articles.items()
    )
    return Collection(name, tuple(made), tuple(questions[skip : skip + limit]))


def news(articles: Path, questions: Path) -> Collection:
    """Read a question set of the project's own format."""
    made = []
    for row in _rows(articles):
        document = Document(row["id"], row["title"], row["text"])
        spans = tuple(Span(sentence.start, sentence.end) for sentence in split(document))
        made.append((Article(row["story"], row["title"], row["text"], id=row["id"]), spans))
    asked = []
    for row in _rows(questions):
        gold = _marked((each["document_id"], Span(each["start"], each["end"])) for each in row["evidence"])
        asked.append(Asked(row["question"], gold, row["story"], exact=True))
    return Collection(questions.stem, tuple(made), tuple(asked))


def one_story_each(collection: Collection, strangers: int, seed: int) -> Iterator[Collection]:
    """Yield a small collection a story: its articles, its questions, and some that belong to other stories.

    A small index is what a newcomer starts with; there, a question about something else must be refused.
    """
    chance = random.Random(seed)
    for story in sorted({question.story for question in collection.questions}):
        articles = tuple(each for each in collection.articles if each[0].source == story)
        own = [question for question in collection.questions if question.story == story]
        others = [question for question in collection.questions if question.story != story]
        foreign = [Asked(question.text, {}, story) for question in chance.sample(others, strangers)]
        yield Collection(story, articles, (*own, *foreign))


def some_of(collection: Collection, limit: int, seed: int) -> Collection:
    """Return a collection with at most ``limit`` of its questions, drawn by chance."""
    questions = random.Random(seed).sample(collection.questions, min(limit, len(collection.questions)))
    return replace(collection, questions=tuple(questions))


def held_out(collection: Collection) -> tuple[Collection, Collection]:
    """Divide a collection's questions by story, into about nine tenths and what is left.

    Both keep all articles: a story is left out of the training, not out of what is searched.
    """
    kept = tuple(each for each in collection.questions if not is_held_out(each.story))
    left = tuple(each for each in collection.questions if is_held_out(each.story))
    return replace(collection, questions=kept), replace(collection, questions=left)


def is_held_out(story: str) -> bool:
    """Whether the passage reader is not trained on a story; which ones these are does not depend on the others."""
    return zlib.crc32(story.encode()) % 10 == 0


def examples(collection: Collection, encoder: Encoder, look: Look) -> Iterator[Example]:
    """Yield what the retriever finds for each question of a collection; ``look`` makes the candidates' rows."""
    with stored(collection, encoder) as store:
        retriever = Retriever(store)
        texts = [as_question(question.text) for question in collection.questions]
        for question, text, vector in zip(collection.questions, texts, encoder.encode(texts), strict=True):
            asked, candidates = retriever.retrieve(text, vector, Filters())
            right = [_answers(each.stored.sentence, question.gold) for each in candidates]
            if candidates and asked.weights:
                yield Example(look(asked, candidates), np.array(right, np.bool_), bool(question.gold), question.story)


@contextmanager
def stored(collection: Collection, encoder: Encoder) -> Iterator[Store]:
    """Lend a store of a collection's articles."""
    with TemporaryDirectory() as folder:
        store = EmbeddedStore(Path(folder), encoder.name, create=True)
        texts = [article.text[span.start : span.end] for article, spans in collection.articles for span in spans]
        vectors = encoder.encode(texts)
        encoded, row = [], 0
        for article, spans in collection.articles:
            encoded.append(EncodedArticle(article, spans, vectors[row : row + len(spans)]))
            row += len(spans)
        store.put(encoded)
        try:
            yield store
        finally:
            store.close()


def _answers(sentence: Sentence, gold: Marked) -> bool:
    spans = gold.get(sentence.document_id, ())
    return any(sentence.start < span.end and span.start < sentence.end for span in spans)


def _inside(text: str, sentence: Span, answer: str) -> Span | None:
    """Return where an answer stands in a sentence of a text, if it does word for word."""
    start = text.casefold().find(answer.casefold(), sentence.start, sentence.end)
    return None if start < 0 else Span(start, start + len(answer))


def _marked(places: Iterable[tuple[str, Span]]) -> Marked:
    marked: Marked = {}
    for document, span in places:
        marked.setdefault(document, []).append(span)
    return marked


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines)
