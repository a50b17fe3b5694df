"""Watching a topic: what new articles say about it, each story once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from rapidfuzz.distance import Indel

from index.answer import Answer, Citation
from index.answerer import Answerer
from index.owners import SHARED, Owners
from index.question import Question
from index.store.protocol import Arrivals, Filters
from index.terms import question_terms, terms, words

FRESH = timedelta(days=7)  # an article that was published longer ago and arrives now fills an archive, and is no news
_PARTS = 2
_NEAR = 5  # sentences among which one is looked for that is about a topic
_ALIKE = 0.85  # of the words, from which two sentences tell the same story
_ASKING = """
who whom whose what when where why which how is are was were do does did has have had can could will would should
"""
_QUESTION_WORDS = frozenset(_ASKING.split())


@dataclass(frozen=True, slots=True)
class Topic:
    """What is watched: a question or keywords, in ``filters``' outlets and coverage."""

    text: str
    filters: Filters = Filters()


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence that was shown for a topic before, with the document and the version of it that said so."""

    document: str
    version: int
    text: str


def arrived(answerer: Answerer, after: int, since: datetime, owners: Owners = SHARED) -> Arrivals:
    """Return what arrived after a generation and was not published before ``since``.

    An index that was put back to an earlier state is looked at from its newest change on.
    """
    return answerer.arrivals(min(after, answerer.generation()), since, owners)


def look(
    answerer: Answerer, topic: Topic, arrivals: Arrivals, after: int, told: Sequence[Told], most: int
) -> list[Answer]:
    """Return what the documents that arrived after a generation say about a topic: at most ``most`` answers. Blocking.

    Each is of a story of its own, which none of ``told`` tells; what is corrected counts where the sentence is new.

    Raises:
        QuestionError: The topic cannot be asked.
        StoreError: The index cannot be read.
    """
    left, known, found = set(arrivals.documents), list(told), list[Answer]()
    while left and len(found) < most:
        answer = _matching(answerer, topic, left)
        if answer is None:
            break
        first = answer.citations[0].document.id
        story = answerer.story(first, topic.filters.owners)
        left -= {*story, *(citation.document.id for citation in answer.citations)}
        if _is_news(answerer, answer, after, known, story - {first}):
            found.append(answer)
        # Also of what is no news: a copy of that is none either.
        known += [Told(each.document.id, each.document.version, each.text) for each in answer.citations]
    return found


def is_question(text: str) -> bool:
    """Tell whether a topic is put as a question; everything else is keywords."""
    first = words(text)[:1]
    return text.rstrip().endswith("?") or bool(first and first[0] in _QUESTION_WORDS)


def same_story(one: str, other: str) -> bool:
    """Tell whether two sentences tell the same: nearly the same words, and the very same numbers."""
    first, second = words(one), words(other)
    if first == second:
        return True
    numbers = ({word for word in each if word[0].isdigit()} for each in (first, second))
    return next(numbers) == next(numbers) and Indel.normalized_similarity(first, second) >= _ALIKE


def _matching(answerer: Answerer, topic: Topic, documents: set[str]) -> Answer | None:
    """Return what these documents say about a topic, cut to what answers it; None where they say nothing."""
    filters = replace(topic.filters, documents=frozenset(documents))
    asks = is_question(topic.text)
    answer = answerer.answer(Question(topic.text, filters, limit=_PARTS if asks else _NEAR))
    plain = replace(answer.question, filters=replace(answer.question.filters, documents=frozenset()))
    if asks:
        if not (answer.answered and answer.citations):
            return None
        return replace(answer, question=plain, citations=answer.citations[: answer.parts])
    about = next((each for each in answer.citations if is_about(topic.text, each)), None)
    if about is None:
        return None
    # No short answer: nothing was asked.
    shown = replace(answer, question=plain, answered=True, citations=(about,), parts=1)
    return replace(shown, answer=None, answer_span=None, support=None)


def is_about(keywords: str, citation: Citation) -> bool:
    """Tell whether a sentence is about keywords: its article has all of them, it and its headline most."""
    wanted = set(question_terms(keywords))
    near = wanted & set(terms(f"{citation.document.title}\n{citation.text}"))
    article = near | (wanted & set(terms(citation.document.text)))
    return bool(wanted) and article == wanted and len(near) > len(wanted) / 2


def _is_news(answerer: Answerer, answer: Answer, after: int, told: Sequence[Told], copies: frozenset[str]) -> bool:
    """Tell whether what is cited was not told before, neither by this version nor by a copy, nor said in an earlier."""
    first = answer.citations[0]
    document = first.document
    same = (each for each in told if each.document == document.id and each.version == document.version)
    if any(same) or any(each.document in copies for each in told):
        return False
    return not any(same_story(each.text, first.text) for each in told) and answerer.unsaid(first, after)
