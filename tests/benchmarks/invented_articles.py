"""Articles nobody wrote, one after the other, for as long as anybody asks: see :mod:`tests.benchmarks.invented`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random

from index.document import Document
from index.split import split
from tests.benchmarks.invented import DAYS, Cast, Template, balanced, common_words, listed, tail, template

_FIRST_DAY = datetime(2023, 1, 1)
_MINUTES = 2 * 365 * 24 * 60
_SENTENCES = 33  # an article, on average
_COPIES = 0.015  # of all articles
_REMEMBERED = 200  # articles, of which one is copied
_SHORTEST, _ENOUGH = 8, 15  # words: shorter sentences are no templates, and those with fewer get another clause
_TOKENISED = re.compile(r" [.,;)]|``|''")  # text that was taken apart into words, as question sets often are
_OUTLET_TOWNS = listed("Harbour Valley Northern Lakeside Capital Union Coastal Metro Eastern Summit River Western")
_OUTLET_KINDS = listed("Post Courier Gazette Tribune")
_ENDINGS = (
    ", according to {person}",
    ", {person} of {place} told reporters on {day}",
    ", a report from {place} said on {day}",
    " after {person} asked for it in {place}",
)


@dataclass(frozen=True, slots=True)
class Made:
    """An article in the fields that ``coverage-bot ingest`` reads, with its sentences as they were joined."""

    id: str
    title: str
    text: str
    outlet: str | None
    author: str | None
    url: str | None
    published: str | None
    sentences: tuple[str, ...] = ()
    real: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """What sentences are made of: the templates of each real article, its headline's among them, and last clauses."""

    articles: tuple[tuple[Template, tuple[Template, ...]], ...]
    tails: tuple[Template, ...]


def outlets() -> list[str]:
    """Return the names of 48 outlets."""
    return [f"{town} {kind}" for kind in _OUTLET_KINDS for town in _OUTLET_TOWNS]


def learned(articles: Sequence[Made]) -> Source:
    """Make templates of the sentences of real articles."""
    common = common_words(article.text for article in articles)
    found, tails = [], []
    for article in articles:
        usable = [each for each in article.sentences if _is_usable(each)]
        if usable:
            found.append((template(article.title, common), tuple(template(each, common) for each in usable)))
            tails += [clause for clause in (tail(each, common) for each in usable) if clause]
    return Source(tuple(found), tuple(tails))


def _is_usable(sentence: str) -> bool:
    long = len(sentence.split()) >= _SHORTEST
    return long and sentence[-1] in '.!?”"' and balanced(sentence) and not _TOKENISED.search(sentence)


def real(rows: Iterable[dict[str, str]], random: Random) -> Iterator[Made]:
    """Yield real articles as they are, with an outlet, an author, an address and a day where they have none."""
    for number, row in enumerate(rows):
        made = _published(f"real-{number}", random)
        sentences = tuple(each.text for each in split(Document(row["id"], row["title"], row["text"])))
        given = {
            key: row[key] for key in ("id", "title", "text", "outlet", "author", "url", "published") if row.get(key)
        }
        yield replace(made, **given, sentences=sentences, real=True)


def invented(source: Source, random: Random) -> Iterator[Made]:
    """Yield articles without end; one or two of a hundred are nearly copies of one before."""
    recent: list[Made] = []
    number = 0
    while True:
        number += 1
        copied = recent and random.random() < _COPIES
        made = _copy(random.choice(recent), number, random) if copied else _article(source, number, random)
        if len(recent) < _REMEMBERED:
            recent.append(made)
        else:
            recent[number % _REMEMBERED] = made
        yield made


def _article(source: Source, number: int, random: Random) -> Made:
    cast = Cast(random)
    title, main = random.choice(source.articles)
    _, second = random.choice(source.articles)
    start = random.randrange(len(main))
    sentences = []
    for position in range(max(6, int(random.gammavariate(4, _SENTENCES / 4)))):
        drawn = random.random()
        some = main if drawn < 0.5 else second if drawn < 0.75 else random.choice(source.articles)[1]
        chosen = main[(start + position) % len(main)] if some is main else random.choice(some)
        sentence = _sentence(chosen, source, cast)
        sentences.append(_ended(sentence, cast) if sentence in sentences else sentence)
    made = _published(f"made-{number:07d}", random)
    return replace(made, title=title.filled(cast), text=_paragraphs(sentences, random), sentences=tuple(sentences))


def _sentence(chosen: Template, source: Source, cast: Cast) -> str:
    """Return a sentence like ``chosen``; a short one, and one with little to replace, goes on differently."""
    random = cast.random
    short = chosen.words < _ENOUGH or chosen.slots < 2
    if chosen.head is None or not (short or random.random() < 0.3):
        return _ended(chosen.filled(cast), cast) if chosen.slots < 2 else chosen.filled(cast)
    head = chosen.head.filled(cast)
    made = head + random.choice(source.tails).filled(cast)
    return _ended(made, cast) if chosen.head.slots < 1 or len(made) < 90 else made


def _ended(sentence: str, cast: Cast) -> str:
    """Put what makes it one of its kind behind a sentence that ends with a full stop, or in front of another."""
    new = {"person": cast.person(), "place": cast.place(), "day": cast.random.choice(DAYS)}
    if sentence.endswith(".") and not sentence.endswith((" .", "..")):
        return sentence[:-1] + cast.random.choice(_ENDINGS).format(**new) + "."
    return f"In {new['place']} on {new['day']}, {new['person']} said: {sentence}"


def _copy(of: Made, number: int, random: Random) -> Made:
    """Return an article as another outlet ran it: a sentence or two left out, and another headline."""
    left_out = set(random.sample(range(len(of.sentences)), k=min(2, len(of.sentences) - 1)))
    sentences = [each for position, each in enumerate(of.sentences) if position not in left_out]
    title = re.sub(r"^(\W*\w+)", r"Report: \1", of.title)
    return replace(
        _published(f"made-{number:07d}", random),
        title=title,
        text=_paragraphs(sentences, random),
        sentences=tuple(sentences),
    )


def _paragraphs(sentences: Sequence[str], random: Random) -> str:
    text = sentences[0]
    for sentence in sentences[1:]:
        text += (" " if random.random() < 0.45 else "\n\n") + sentence
    return text


def _published(identifier: str, random: Random) -> Made:
    """Return an article without text: who published it and when."""
    outlet = outlets()[min(int(random.expovariate(1 / 12)), 47)]
    day = _FIRST_DAY + timedelta(minutes=random.randrange(_MINUTES))
    address = f"https://{outlet.lower().replace(' ', '-')}.example/{day:%Y/%m}/{identifier}"
    return Made(identifier, "", "", outlet, Cast(random).person(), address, f"{day.isoformat()}+00:00")
