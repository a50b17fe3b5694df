"""A question as typed -> the question as it is searched for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time

from index.errors import QuestionError
from index.owners import Owners
from index.question import Question
from index.store.protocol import Filters, Store
from index.terms import question_terms, stem
from index.understanding.dates import since_named
from index.understanding.language import foreign
from index.understanding.outlets import may_name_source, source_named
from index.understanding.parts import parts
from index.understanding.spelling import respell, rewritten, slips, surface, suspects

_ENDS = " \t?!.…"
_SPELLINGS = 8  # sentences in which a word's forms are looked for


@dataclass(frozen=True, slots=True)
class Understood:
    """What a question is taken to mean.

    ``texts`` are to be asked, each by itself and ending in a question mark; there is one, or two where the question
    asks two things. ``filters`` are the asker's own and those that the words named. ``respelt`` is the whole
    question with its misspelt words as the coverage has them, None if there were none.
    """

    texts: tuple[str, ...]
    filters: Filters
    respelt: str | None = None


class Interpreter:
    """Reads questions against what an index knows.

    Args:
        store: Its outlets and vocabulary are looked at.
        knows: Whether a folded word is one of the language's own, so that it is no slip if the coverage lacks it.
        english_only: Whether questions in other languages are to be declined.
        today: The day that "yesterday" counts from.
    """

    def __init__(
        self, store: Store, knows: Callable[[str], bool], *, english_only: bool, today: Callable[[], date] = date.today
    ) -> None:
        """Nothing is read before the first question."""
        self._store = store
        self._knows = knows
        self._english_only = english_only
        self._today = today

    def interpret(self, question: Question) -> Understood:
        """Return what a question means.

        Raises:
            QuestionError: It is in a language that the encoder does not know, and so is the coverage not.
        """
        owners = question.filters.owners
        self._decline_foreign(question.text, owners)
        text, filters = self._source(question.text, question.filters)
        text, filters = self._since(text, filters)
        spellings = self._spellings(text, Filters(owners=owners, outlets=question.filters.outlets))
        texts = tuple(as_question(each) for each in parts(rewritten(text, spellings)))
        return Understood(texts, filters, rewritten(question.text, spellings) if spellings else None)

    def _decline_foreign(self, text: str, owners: Owners) -> None:
        if not self._english_only or not foreign(text):
            return
        asked = question_terms(text)
        # Coverage in that language is found by its words, whatever the encoder makes of them.
        if len(self._store.document_frequency(asked, owners)) * 2 < len(asked):
            raise QuestionError(
                "That does not look like English, and English is all that I know. Please ask in English.", "not_english"
            )

    def _source(self, text: str, filters: Filters) -> tuple[str, Filters]:
        if filters.outlets or not may_name_source(text):
            return text, filters
        outlets, rest = source_named(text, [name for name, _ in self._store.outlets(filters.owners)])
        return rest, replace(filters, outlets=outlets)

    def _since(self, text: str, filters: Filters) -> tuple[str, Filters]:
        if filters.since or filters.until:
            return text, filters
        first, rest = since_named(text, self._today())
        return rest, replace(filters, since=datetime.combine(first, time(), UTC)) if first else filters

    def _spellings(self, text: str, seen: Filters) -> dict[str, str]:
        words = [word for word in suspects(text) if not self._knows(word)]
        present = self._store.document_frequency([stem(word) for word in words], seen.owners)
        found = {word: self._spelling(word, seen) for word in words if stem(word) not in present}
        return {word: spelling for word, spelling in found.items() if spelling}

    def _spelling(self, word: str, seen: Filters) -> str | None:
        """Return how the coverage that is seen spells a word, as it stands there; None where it has none like it."""
        shortest, longest = len(stem(word)) - slips(word), len(word) + slips(word)
        term = respell(word, self._store.vocabulary(word[0], shortest, longest, seen.owners))
        if term is None:
            return None
        numbers = [match.number for match in self._store.lexical([term], _SPELLINGS, seen)]
        if seen.outlets and not numbers:  # a word of other outlets is none to tell
            return None
        sentences = [stored.sentence for stored in self._store.sentences(numbers, seen.owners)]
        documents = self._store.documents([sentence.document_id for sentence in sentences], seen.owners)
        texts = [sentence.text for sentence in sentences] + [document.title for document in documents.values()]
        return surface(term, texts, word) or term


def as_question(text: str) -> str:
    """Return the text with one question mark at its end, so that a question is the same with and without."""
    return text.rstrip(_ENDS) + "?"
