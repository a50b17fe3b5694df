"""Training questions for the passage reader: what is found for each, and the passages of one training step."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from index.document import Span
from index.encoder import Encoder
from index.passages.layout import Sequenced, sequenced
from index.store.protocol import Filters, Store, Vectors
from index.terms import question_terms
from index.training.collections import Asked, Collection, stored
from index.understanding.interpreter import as_question

Place = tuple[int, int]  # a document's number in its collection, and a sentence's position in it
Offsets = Sequence[tuple[int, int]]
Tokenise = Callable[[Sequence[str]], tuple[list[list[int]], list[Offsets]]]

_EACH = 20  # candidates from each search
_FOUND = 16  # of which so many are kept
_RRF = 60  # the constant of reciprocal rank fusion (Cormack et al. 2009)
_WRONG = 3  # wrong passages a question
_DELETED = 0.3  # of the questions are asked of a passage without its answer
_MOST_TOKENS = 170


@dataclass(frozen=True, slots=True)
class Text:
    """A document as token numbers: its headline and its sentences."""

    title: tuple[int, ...]
    sentences: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class Group:
    """A question with its candidates, best first, and all places that answer it.

    ``answers`` gives, for those gold places where it is known, the first and the last token of the answer.
    """

    question: tuple[int, ...]
    collection: int
    found: tuple[Place, ...]
    gold: frozenset[Place]
    answers: Mapping[Place, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage of a training step: which of its sentences answer, and ``(sentence, first, last token)`` if known."""

    tokens: Sequenced
    right: tuple[bool, ...]
    answer: tuple[int, int, int] | None


def groups(collection: Collection, number: int, encoder: Encoder, tokenise: Tokenise) -> tuple[list[Text], list[Group]]:
    """Return a collection's documents as tokens, and one group a question."""
    texts, offsets = _texts(collection, tokenise)
    places = {str(article.id): place for place, (article, _) in enumerate(collection.articles)}
    questions = [as_question(question.text) for question in collection.questions]
    numbers, _ = tokenise(questions)
    made = []
    with stored(collection, encoder) as store:
        for asked, text, ids, vector in zip(
            collection.questions, questions, numbers, encoder.encode(questions), strict=True
        ):
            found = tuple((places[document], position) for document, position in _found(store, text, vector))
            gold, answers = _gold(asked, collection, places, offsets)
            made.append(Group(tuple(ids), number, found, gold, answers))
    return texts, made


def _texts(collection: Collection, tokenise: Tokenise) -> tuple[list[Text], list[list[Offsets]]]:
    titles, _ = tokenise([article.title for article, _ in collection.articles])
    texts, offsets = [], []
    for (article, spans), title in zip(collection.articles, titles, strict=True):
        ids, where = tokenise([article.text[span.start : span.end] for span in spans])
        texts.append(Text(tuple(title), tuple(map(tuple, ids))))
        offsets.append(where)
    return texts, offsets


def _found(store: Store, question: str, vector: Vectors) -> list[tuple[str, int]]:
    """Return the best candidates by reciprocal rank fusion: their documents and positions."""
    stems = question_terms(question)
    frequency = store.document_frequency(stems)
    searches = (
        store.nearest(vector, _EACH, Filters()),
        store.lexical([stem for stem in stems if stem in frequency], _EACH, Filters()),
    )
    fused: dict[int, float] = {}
    for matches in searches:
        for rank, match in enumerate(matches):
            fused[match.number] = fused.get(match.number, 0.0) + 1 / (_RRF + rank)
    best = sorted(fused, key=lambda each: -fused[each])[:_FOUND]
    return [(each.sentence.document_id, each.sentence.position) for each in store.sentences(best)]


def _gold(
    asked: Asked, collection: Collection, places: Mapping[str, int], offsets: Sequence[Sequence[Offsets]]
) -> tuple[frozenset[Place], dict[Place, tuple[int, int]]]:
    gold: set[Place] = set()
    answers: dict[Place, tuple[int, int]] = {}
    for document_id, marked in asked.gold.items():
        document = places[document_id]
        for position, sentence in enumerate(collection.articles[document][1]):
            for span in marked:
                if not (sentence.start < span.end and span.start < sentence.end):
                    continue
                gold.add((document, position))
                inner = Span(span.start - sentence.start, span.end - sentence.start)
                at = _tokens_in(offsets[document][position], inner) if asked.exact else None
                if at is not None:
                    answers[document, position] = at
    return frozenset(gold), answers


def _tokens_in(offsets: Offsets, span: Span) -> tuple[int, int] | None:
    """Return the first and the last token inside a span of the text whose tokens have these offsets."""
    inside = [number for number, (start, end) in enumerate(offsets) if start < span.end and span.start < end]
    return (inside[0], inside[-1]) if inside else None


def passages(group: Group, texts: Sequence[Text], chance: random.Random) -> list[Passage]:
    """Draw one training step's passages: one that answers, or has lost its answer, and some that tempt."""
    drawn: list[Passage] = []
    used: set[Place] = set()
    answered = bool(group.gold) and chance.random() >= _DELETED
    if group.gold:
        chosen = chance.choice(sorted(group.gold))
        window = _window(texts[chosen[0]], chosen, chance, most=3)
        used.update(window)
        drawn.append(
            _kept(group, texts, window, chosen) if answered else _deleted(group, texts, window, chosen, chance)
        )
    tempting = [place for place in group.found if place not in group.gold]
    first, later = tempting[:_WRONG], tempting[_WRONG:]
    chance.shuffle(first)
    for place in (*first[: _WRONG - 1], *chance.sample(later, min(len(later), 2)), *first[_WRONG - 1 :]):
        window = _window(texts[place[0]], place, chance, most=1)
        if len(drawn) > _WRONG or not used.isdisjoint(window):
            continue
        used.update(window)
        if answered:
            drawn.append(_kept(group, texts, window, None))
        elif kept := [each for each in window if each not in group.gold]:
            drawn.append(_kept(group, texts, kept, None))
    return drawn


def _window(text: Text, place: Place, chance: random.Random, most: int) -> list[Place]:
    """Return a sentence with up to ``most`` neighbours on each side, as far as the tokens reach."""
    document, position = place
    first = last = position
    room = _MOST_TOKENS - len(text.sentences[position])
    wanted = [-1] * chance.randint(0, most) + [1] * chance.randint(0, most)
    chance.shuffle(wanted)
    for step in wanted:
        at = first - 1 if step < 0 else last + 1
        if not 0 <= at < len(text.sentences) or len(text.sentences[at]) > room:
            continue
        room -= len(text.sentences[at])
        first, last = min(first, at), max(last, at)
    return [(document, each) for each in range(first, last + 1)]


def _kept(group: Group, texts: Sequence[Text], window: Sequence[Place], chosen: Place | None) -> Passage:
    text = texts[window[0][0]]
    tokens = sequenced(group.question, text.title, [text.sentences[position] for _, position in window])
    answer = None
    if chosen is not None and chosen in group.answers:
        first, last = group.answers[chosen]
        number = window.index(chosen)
        if last < tokens.lengths[number]:
            answer = (number, first, last)
    return Passage(tokens, tuple(place in group.gold for place in window), answer)


def _deleted(
    group: Group, texts: Sequence[Text], window: Sequence[Place], chosen: Place, chance: random.Random
) -> Passage:
    """Return the passage without its answer: the sentence is left out, or only the words that answer."""
    text = texts[chosen[0]]
    sentences = []
    for place in window:
        ids = text.sentences[place[1]]
        if place not in group.gold:
            sentences.append(ids)
        elif place in group.answers and (len(window) == 1 or chance.random() < 0.6):
            first, last = group.answers[place]
            sentences.append(ids[:first] + ids[last + 1 :])
    if not sentences:
        sentences = [text.sentences[0][:1]]
    tokens = sequenced(group.question, text.title, sentences)
    return Passage(tokens, (False,) * len(sentences), None)
