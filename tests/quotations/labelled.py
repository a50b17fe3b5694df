"""Reads the labelled articles: text with who said what marked in it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from index.document import Document, Span
from index.quotations.finder import QuotationFinder
from index.quotations.grammar import Grammar
from index.quotations.quotation import Quotation
from index.split import split

_ARTICLE = re.compile(r"^=== (?P<id>\w+) (?P<part>tune|measure)\n", re.MULTILINE)
_LABEL = re.compile(r"\{(?P<pattern>\w+)\|(?P<speaker>[^|]*)\|(?P<words>[^}]*)\}")


@dataclass(frozen=True)
class Label:
    """Words that somebody says; ``pattern`` "none" marks words that nobody is quoted with."""

    pattern: str
    speaker: str
    words: Span


@dataclass(frozen=True)
class Labelled:
    document: Document
    part: str
    labels: tuple[Label, ...]


def articles(part: str | None = None) -> list[Labelled]:
    """The labelled articles of a part, or all."""
    content = (Path(__file__).parent / "articles.txt").read_text("utf-8")
    heads = list(_ARTICLE.finditer(content))
    ends = [head.start() for head in heads[1:]] + [len(content)]
    found = [
        _article(head["id"], head["part"], content[head.end() : end]) for head, end in zip(heads, ends, strict=True)
    ]
    return [each for each in found if part in (None, each.part)]


def find(some: list[Labelled]) -> list[tuple[Quotation, ...]]:
    """What the finder finds in the articles."""
    documents = [each.document for each in some]
    spans = [[Span(each.start, each.end) for each in split(document)] for document in documents]
    return QuotationFinder(Grammar()).find(documents, spans)


def _article(name: str, part: str, marked: str) -> Labelled:
    text, labels, at = "", [], 0
    for match in _LABEL.finditer(marked):
        text += marked[at : match.start()]
        labels.append(Label(match["pattern"], match["speaker"], Span(len(text), len(text) + len(match["words"]))))
        text += match["words"]
        at = match.end()
    return Labelled(Document(name, name, (text + marked[at:]).rstrip("\n")), part, tuple(labels))
