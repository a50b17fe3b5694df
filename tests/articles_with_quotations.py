"""Articles in which people are quoted, for the tests of who said what."""

from __future__ import annotations

from index.ingest.article import Article
from index.quotations.finder import QuotationFinder
from index.quotations.grammar import Grammar

FIND = QuotationFinder(Grammar()).find  # the parser itself is loaded on first use, once a process


def article(name: str, text: str, *, outlet: str = "Harbour Post", published: str | None = "2020-01-06") -> Article:
    return Article(
        source=f"{name}.txt",
        id=name,
        title=f"Headline of {name}",
        text=text,
        outlet=outlet,
        url=f"https://post.example/{name}",
        published=published,
    )


EARLY = article(
    "early",
    "Gen. Mark A. Milley, the chairman of the Joint Chiefs of Staff, spoke on Monday. “The letter was a mistake,” "
    "Milley told reporters. “It should not have been released.” A spokesman said nothing was signed.",
)
LATE = article(
    "late",
    "“The letter was ready to be signed,” said Gen. Mark Milley, who has since retired. Sen. Dana Whitcomb said that "
    "the price of bread was “a scandal”. The senator said she would vote no.",
    outlet="Valley Courier",
    published="2020-03-02",
)
OTHER = article(
    "other",
    "“Flour is dear,” said Carl Milley, a baker. He added that the ovens were cold.",
    published="2020-02-01",
)
