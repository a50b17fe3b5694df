"""What watches find and what they find wrongly, on the news set: ``python -m tests.benchmarks.watching [measure]``.

Every fourth question of the set is watched as it is, and as its two and its three rarest words. The articles of its
own story arrive, and then articles of other stories, in looks of one and of ten. What is found in its own story is
counted, and how much of that is one of the gold sentences; whatever is found in the others is wrong. Beside the rule
of ``index.watching`` stands what the reader alone would take for keywords.
"""

from __future__ import annotations

import json
import random
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from index.answer import Citation
from index.answerer import Answerer
from index.encoder import open_encoder
from index.errors import QuestionError
from index.ingest.ingestor import Ingestor
from index.ingest.sources import read_sources
from index.question import ask
from index.reader import packaged_reader
from index.split import split
from index.store.embedded import EmbeddedStore
from index.store.protocol import Arrivals, Filters
from index.terms import STOP_WORDS, stem, words
from index.watching import Topic, look

NEWS = Path(__file__).parent.parent / "news"
EVERY = 4  # questions; all of them take a quarter of an hour
LOOKS = (1, 1, 10)  # articles of other stories that arrive at once
Rule = Callable[[str, frozenset[str]], Citation | None]


def lines(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (NEWS / name).read_text("utf-8").splitlines()]


def topics(question: str, frequency: Callable[[str], int]) -> Iterator[tuple[str, str]]:
    """Yield the question, and keywords made of its rarest words that the coverage has."""
    yield "question", question
    known = [word for word in dict.fromkeys(words(question)) if word not in STOP_WORDS and frequency(stem(word))]
    for many in (2, 3):
        rarest = sorted(known, key=lambda word: frequency(stem(word)))[:many]
        if len(rarest) == many:
            yield f"{many} keywords", " ".join(word for word in known if word in rarest)


def rules(answerer: Answerer) -> dict[str, Rule]:
    """How a topic may be matched with documents: as watches do, and by the reader alone."""

    def watched(topic: str, documents: frozenset[str]) -> Citation | None:
        found = look(answerer, Topic(topic), Arrivals(tuple(documents), 1), -1, [], 1)
        return found[0].citations[0] if found else None

    def read(topic: str, documents: frozenset[str]) -> Citation | None:
        answer = answerer.answer(replace(ask(topic), filters=Filters(documents=documents)))
        return answer.citations[0] if answer.answered else None

    return {"watch": watched, "reader alone": read}


def main(part: str) -> None:
    """Print a line for each kind of topic and rule."""
    encoder, rng = open_encoder(), random.Random(1)
    with tempfile.TemporaryDirectory() as folder:
        store = EmbeddedStore(Path(folder), encoder.name, create=True)
        list(Ingestor(store, encoder, split).ingest(read_sources([str(NEWS / "articles.jsonl")], sys.stdin.buffer)))
        answerer = Answerer(store, encoder, packaged_reader())
        stories: dict[str, list[str]] = defaultdict(list)
        for article in lines("articles.jsonl"):
            stories[article["story"]].append(article["id"])
        counted: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        for asked in lines(f"{part}.questions.jsonl")[::EVERY]:
            others = [each for story, ids in stories.items() if story != asked["story"] for each in ids]
            looks = [frozenset(rng.sample(others, many)) for many in LOOKS]
            for kind, topic in topics(asked["question"], lambda term: store.document_frequency([term]).get(term, 0)):
                for name, rule in rules(answerer).items():
                    count(counted[kind, name], asked, topic, rule, frozenset(stories[asked["story"]]), looks)
        store.close()
    for (kind, name), row in sorted(counted.items()):
        wrong = 100 * row["wrong"] / max(row["articles"], 1)
        print(f"{kind:11} {name:13} found in {row['found']} of {row['own']} stories, {row['gold']} by a gold sentence; "
              f"wrong {row['wrong']} in {row['articles']:,} other articles ({wrong:.2f} per 100)")  # fmt: skip


def count(
    row: Counter[str], asked: dict[str, Any], topic: str, rule: Rule, own: frozenset[str], looks: list[frozenset[str]]
) -> None:
    """Add up what one topic brings."""
    try:
        if asked["evidence"]:
            found = rule(topic, own)
            row["own"] += 1
            row["found"] += found is not None
            row["gold"] += found is not None and any(
                gold["document_id"] == found.document.id and gold["start"] < found.end and gold["end"] > found.start
                for gold in asked["evidence"]
            )
        for documents in looks:
            row["wrong"] += rule(topic, documents) is not None
            row["articles"] += len(documents)
    except QuestionError:
        row["not askable"] += 1


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "develop")
