"""How well quotations are found: precision, recall and speaker accuracy a pattern, on the labelled articles.

    python -m tests.benchmarks.quotations [tune|measure] [--errors]
    python -m tests.benchmarks.quotations --speed tests/news/articles.jsonl   CPU seconds of an ingest, part by part
    python -m tests.benchmarks.quotations --look-up                          milliseconds at 50,000 sentences

A quotation counts as found where its words and the labelled ones share at least half of the characters of both
together. Precision is the share of what is found that is labelled, whoever is said to speak; recall the share of what
is labelled that is found; the speaker is right where it is the labelled name, character for character.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections import Counter
from itertools import accumulate
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from encoders import HashedEncoder
from quotations.labelled import Label, Labelled, articles, find

from index.document import Document, Span
from index.encoder import open_encoder
from index.happened.articles import article_times
from index.ingest.article import Article
from index.ingest.ingestor import Ingestor
from index.ingest.sources import read_sources
from index.quotations.finder import QuotationFinder
from index.quotations.grammar import Grammar
from index.quotations.quotation import Quotation
from index.said import Statements, request
from index.split import split
from index.store.embedded import EmbeddedStore
from index.store.protocol import EncodedArticle, Filters, Vectors

SHARED = 0.5


def common(one: Span, other: Span) -> float:
    """The intersection of two spans over their union."""
    both = min(one.end, other.end) - max(one.start, other.start)
    return max(both, 0) / (max(one.end, other.end) - min(one.start, other.start))


class Tally:
    """Counts a pattern."""

    def __init__(self) -> None:
        self.labelled: Counter[str] = Counter()
        self.found: Counter[str] = Counter()
        self.spoken: Counter[str] = Counter()
        self.wrong: Counter[str] = Counter()
        self.extra = 0
        self.errors: list[str] = []

    def add(self, article: Labelled, found: tuple[Quotation, ...]) -> None:
        text, left = article.document.text, list(found)
        for label in article.labels:
            best = max(left, key=lambda each: common(each.words, label.words), default=None)
            if label.pattern != "none":
                self.labelled[label.pattern] += 1
            if best is None or common(best.words, label.words) < SHARED:
                if label.pattern != "none":
                    self.errors.append(f"missed  {label.pattern:11} {shown(text, label.words)}")
                continue
            left.remove(best)
            self._match(text, label, best)
        self.extra += len(left)
        self.errors += [f"extra   {name(text, each):11} {shown(text, each.words)}" for each in left]

    def _match(self, text: str, label: Label, best: Quotation) -> None:
        if label.pattern == "none":
            self.wrong["none"] += 1
            self.errors.append(f"no one  {name(text, best):11} {shown(text, best.words)}")
            return
        self.found[label.pattern] += 1
        self.spoken[label.pattern] += name(text, best) == label.speaker
        if name(text, best) != label.speaker:
            self.errors.append(f"speaker {name(text, best)} not {label.speaker}: {shown(text, label.words)}")


def shown(text: str, span: Span) -> str:
    return " ".join(text[span.start : span.end].split())[:90]


def name(text: str, found: Quotation) -> str:
    return text[found.speaker.start : found.speaker.end]


def table(tally: Tally) -> str:
    labelled, found, spoken = tally.labelled.total(), tally.found.total(), tally.spoken.total()
    lines = ["pattern      labelled  found  recall  speaker"]
    for pattern, number in tally.labelled.most_common():
        hit = tally.found[pattern]
        right = f"{tally.spoken[pattern] / hit:.2f}" if hit else "-"
        lines.append(f"{pattern:12} {number:8} {hit:6}  {hit / number:6.2f}  {right:>7}")
    lines.append(f"{'all':12} {labelled:8} {found:6}  {found / labelled:6.2f}  {spoken / max(found, 1):7.2f}")
    returned = found + tally.wrong.total() + tally.extra
    lines.append(f"precision    {found}/{returned} = {found / max(returned, 1):.2f} ")
    lines.append(f"of that, on words that nobody is quoted with: {tally.wrong.total()}; on others: {tally.extra}")
    return "\n".join(lines)


def measured(part: str) -> Tally:
    some = articles(part)
    tally = Tally()
    for article, found in zip(some, find(some), strict=True):
        tally.add(article, found)
    return tally


def speed(path: Path) -> str:
    """CPU seconds of an ingest part by part: what it was, and with times and quotations found on the way."""
    encoder, finder = open_encoder(), QuotationFinder(Grammar())
    encoder.encode(["warm"])
    finder.find([Document("", "", "“So,” said Ina Brandt.")], [[Span(0, 22)]])
    began = time.process_time()
    articles = [each for each in read_sources([str(path)], sys.stdin.buffer) if isinstance(each, Article)]
    documents = [Document(each.id or each.source, each.title, each.text) for each in articles]
    spans = [[Span(each.start, each.end) for each in split(document)] for document in documents]
    prepared = time.process_time()
    texts = [document.text[s.start : s.end] for document, some in zip(documents, spans, strict=True) for s in some]
    vectors = encoder.encode(texts)
    encoded = time.process_time()
    stored = _stored(articles, spans, vectors, encoder.name)
    before = encoded - began + stored
    dated = time.process_time()
    times = [article_times(each.text, some, each.published) for each, some in zip(articles, spans, strict=True)]
    looked = time.process_time()
    found = finder.find(documents, spans)
    both = time.process_time() - dated
    named = sum(len(mentions) for article in times for mentions in article)
    rows = (
        ("read and split", prepared - began),
        ("encode", encoded - prepared),
        ("store", stored),
        (f"find {named:,} times", looked - dated),
        (f"find {sum(map(len, found)):,} quotations", both - (looked - dated)),
    )
    shown = [f"{what:28} {cost:7.2f} s CPU  {cost / len(texts) * 1000:6.3f} ms a sentence" for what, cost in rows]
    return "\n".join(
        (f"{len(texts):,} sentences", *shown, f"with times and quotations, times what it was: {1 + both / before:.2f}")
    )


def _stored(articles: list[Article], spans: list[list[Span]], vectors: Vectors, encoder: str) -> float:
    """CPU seconds that storing articles takes, with neither times nor quotations."""
    ends = list(accumulate(map(len, spans)))
    encoded = [
        EncodedArticle(article, tuple(some), vectors[end - len(some) : end])
        for article, some, end in zip(articles, spans, ends, strict=True)
    ]
    with tempfile.TemporaryDirectory() as folder:
        store = EmbeddedStore(Path(folder), encoder, create=True)
        began = time.process_time()
        for first in range(0, len(encoded), 30):
            store.put(encoded[first : first + 30])
        store.flush()
        taken = time.process_time() - began
        store.close()
    return taken


def look_up() -> str:
    """How long it takes to find what a speaker said among 50,000 sentences, with the hashing encoder."""
    people = [f"{given} {family}" for given in GIVEN for family in FAMILIES]
    with tempfile.TemporaryDirectory() as folder:
        store = EmbeddedStore(Path(folder), HashedEncoder.name, create=True)
        ingestor = Ingestor(store, HashedEncoder(), split, QuotationFinder(Grammar()).find)
        list(ingestor.ingest(_story(number, people) for number in range(5_000)))
        statements, counted = Statements(store, HashedEncoder()), store.quotation_counts()
        times = []
        for number in range(100):
            who = people[number * 7 % len(people)]
            times.append(statements.said(request(who, about="the price of bread" if number % 2 else None)).milliseconds)
        began = time.perf_counter()
        statements.names("mil", Filters(), 25)
        offer = (time.perf_counter() - began) * 1000
        sentences = store.coverage(Filters()).sentences
        store.close()
    middle, worst = sorted(times)[50], sorted(times)[94]
    return (
        f"{sentences:,} sentences, {counted[0]:,} quotations, {counted[1]:,} speakers\n"
        f"said: median {middle:.1f} ms, 95% within {worst:.1f} ms; names while typing: {offer:.1f} ms"
    )


def _story(number: int, people: list[str]) -> Article:
    name = people[number % len(people)]
    other = people[number * 13 % len(people)]
    text = " ".join(
        (
            f"The council of ward {number} met on Monday.",
            f"“The price of bread rose by {number % 40} cents,” said {name}, a baker.",
            "“It will rise again,” the baker added.",
            f"{other} told the council that ward {number} had no mill.",
            *(f"Item {item} of the agenda was put off by the clerk of ward {number}." for item in range(6)),
        )
    )
    day = f"20{10 + number % 15}-0{1 + number % 9}-11"
    return Article(f"s:{number}", f"Ward {number}", text, id=f"ward-{number}", outlet="Post", published=day)


GIVEN = ("Ada", "Bruno", "Carla", "Derek", "Edith", "Felix", "Greta", "Hugo", "Irene", "Jonas")
FAMILIES = tuple(f"{a}{b}" for a in ("Mil", "Ost", "Brand", "Holt", "Quist") for b in ("ley", "mann", "berg", "stad"))


if __name__ == "__main__":
    if "--speed" in sys.argv:
        sys.exit(print(speed(Path(sys.argv[-1]))))
    if "--look-up" in sys.argv:
        sys.exit(print(look_up()))
    asked = [each for each in sys.argv[1:] if not each.startswith("-")] or ["tune", "measure"]
    for part in asked:
        tally = measured(part)
        print(f"{part}\n{table(tally)}\n")
        if "--errors" in sys.argv:
            print("\n".join(tally.errors))
