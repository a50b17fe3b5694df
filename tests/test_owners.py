"""Each owner sees the shared coverage and its own: whatever another has changes nothing of what it is told."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from stores import ENCODER, answerer, encode, new_store, story

from index.answer import Answer, Citation
from index.answerer import Answerer
from index.check import check_quotation
from index.compare import compare
from index.document import Span
from index.errors import CitationError, QuestionError
from index.happened.articles import article_times
from index.ingest.article import Article
from index.owners import EVERYONE, SHARED, Owners, seen_by
from index.question import Question, ask
from index.quotations.quotation import Kind, Quotation
from index.retriever import Retriever
from index.said import request
from index.store.protocol import EncodedArticle, Filters
from index.store.table_store import TableStore
from index.timeline import timeline

ALPHA, BETA = "guild:1", "guild:2"
SECRET = "Zanzibarion"
COUNTER = itertools.count()


def owned(article: Article, owner: str | None, **changed: str) -> Article:
    return replace(article, owner=owner, **changed)  # type: ignore[arg-type]


def secret(number: int, owner: str) -> Article:
    """An article about a word that is nowhere else, of an outlet that is nowhere else."""
    text = (
        f"{SECRET} the ferry in Selby closed on 3 May 2030, day {number}. The mayor called the {SECRET} a mistake "
        f"{number} times. “We lost 0.1 million,” said Ada Quist1, the {SECRET} chair."
    )
    return Article(
        "feed", f"{SECRET} Papers", text, url=f"https://x.example/{number}", owner=owner, outlet=f"{SECRET} Times",
        published="2031-01-01", retrieved="2031-01-01T00:00:00+00:00",
    )  # fmt: skip


@pytest.fixture
def store(tmp_path: Path, kind: str) -> Iterator[TableStore]:
    opened = new_store(tmp_path / "index", kind=kind)
    yield opened
    opened.close()


def quoting(article: Article) -> EncodedArticle:
    """An article as the store takes it, with who is quoted in it and the times that it names."""
    encoded = encode(article)
    start, name = article.text.index("“"), article.text.index("Ada Quist")
    end, stop = article.text.index("”", start), article.text.index(",", name)
    cited = next(span for span in encoded.spans if span.start <= start < span.end)
    found = Quotation(article.id or "", cited, Span(start + 1, end), Kind.DIRECT, Span(name, stop), None)
    times = article_times(article.text, encoded.spans, article.published)
    return replace(encoded, quotations=(found,), times=times)


def asked(text: str, owners: Owners, outlet: str | None = None) -> Question:
    question = ask(text, outlet=outlet, limit=10)
    return replace(question, filters=replace(question.filters, owners=owners))


SAID = (("Ada Quist1", None), (SECRET, None), ("Ada Quist2", "the mistake"))
CHECKED = (f"The mayor called the {SECRET} a mistake", "We lost 0.1 million", "who called it a mistake")
QUESTIONS = (
    "who called the ferry a mistake?",
    f"what is the {SECRET}?",
    f"what did the {SECRET} Times say about the mayor?",
    "what about the Zanzibarino?",  # with a slip
    "how many workers are at the quarry in Ostrava?",
)


@dataclass(frozen=True)
class Told:
    """All that somebody can get to know of an index."""

    answers: tuple[object, ...]
    outlets: tuple[tuple[str, int], ...]
    counts: object
    words: tuple[dict[str, int], ...]
    weights: dict[str, float]
    documents: tuple[str, ...]
    ranks: tuple[object, ...]
    said: tuple[object, ...]
    researched: tuple[object, ...]
    copies: tuple[object, ...]


def told(store: TableStore, owners: Owners) -> Told:
    """Everything by text, since numbers of sentences and ids differ from index to index."""
    answering, filters = answerer(store), Filters(owners=owners)

    def outcome(question: Question) -> object:
        try:
            answer: Answer = answering.answer(question)
        except QuestionError as error:
            return str(error)
        answering.check(answer)
        cited = sorted((round(each.score, 6), each.document.title, each.text) for each in answer.citations)
        return cited, answer.searched, answer.answered, answer.understood, answer.question.filters

    vector = ENCODER.encode(["the mayor called it a mistake"])[0]
    words = ["mayor", "ferri", "mistak", SECRET.lower()]
    found = [*store.nearest(vector, 500, filters), *store.lexical(words, 500, filters)]
    texts = {each.number: each.sentence.text for each in store.sentences([match.number for match in found], owners)}
    questions = [asked(text, owners) for text in QUESTIONS]
    questions += [asked("who closed it?", owners, name) for name in (f"{SECRET} Times", "harbour post")]
    return Told(
        tuple(outcome(question) for question in questions),
        tuple(store.outlets(owners)),
        store.coverage(filters),
        (store.document_frequency(words, owners), store.vocabulary("", 1, 40, owners)),
        dict(Retriever(store).retrieve("the mayor and the ferry", vector, filters)[0].weights),
        tuple(sorted(document.text for document in store.documents(list(store.ids(EVERYONE)), owners).values())),
        tuple(sorted((round(match.score, 5), texts[match.number]) for match in found)),
        _said(answering, filters),
        _researched(answering, owners),
        _copies(store, filters),
    )


def _quoted(citations: Iterable[Citation]) -> list[object]:
    return sorted((each.text, str(each.document.outlet), str(each.speaker), each.also_in) for each in citations)


def _said(answering: Answerer, filters: Filters) -> tuple[object, ...]:
    asked = [replace(request(who, about=about), filters=filters) for who, about in SAID]
    found = [answering.said(each) for each in asked]
    told = [(each.name, _quoted(each.quoted), each.near, each.several, each.searched, each.unread) for each in found]
    return (*told, answering.speakers("", filters, 25), answering.store.speakers(filters))


def _researched(answering: Answerer, owners: Owners) -> tuple[object, ...]:
    topic = asked("the mayor and the ferry", owners)
    checked = [check_quotation(answering.store, text, None, Filters(owners=owners)) for text in CHECKED]
    compared, ordered = compare(answering, topic), timeline(answering, topic)
    return (
        [(each.verdict, _quoted(each.citations), each.speaker, each.elsewhere, each.searched) for each in checked],
        (sorted((line.outlet, line.citation.text, line.also_in) for line in compared.lines), compared.silent),
        (compared.uncompared, compared.searched),
        sorted((each.first, each.citation.text, each.also_in) for each in ordered.entries),
        (sorted(ordered.coverage.items()), ordered.left_out, ordered.searched),
    )


def _copies(store: TableStore, filters: Filters) -> tuple[object, ...]:
    found = store.documents(list(store.ids(EVERYONE)), EVERYONE)
    stories = [
        sorted(document.text for document in store.documents(store.story(each, filters), filters.owners).values())
        for each in found
    ]
    arrived = store.arrivals(0, datetime(2000, 1, 1, tzinfo=UTC), filters.owners).documents
    return store.stories(filters), sorted(filter(None, stories)), sorted(found[each].text for each in arrived)


ARTICLES = st.lists(
    st.tuples(st.sampled_from([None, ALPHA, BETA]), st.integers(0, 9), st.booleans()), min_size=1, max_size=8
)


@settings(
    deadline=None,
    max_examples=5,
    phases=[Phase.generate],  # each example fills two stores: a smaller one is not worth the search
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(articles=ARTICLES, withdrawn=st.integers(0, 8))
def test_what_one_owner_is_told_is_the_same_whether_or_not_another_has_anything(
    tmp_path: Path, kind: str, articles: list[tuple[str | None, int, bool]], withdrawn: int
) -> None:
    made = [
        secret(number, owner) if owner == BETA and telling else owned(story(number), owner)
        for owner, number, telling in articles
    ]
    folder = tmp_path / str(next(COUNTER))
    both, alone = (new_store(folder / each, kind=kind) for each in ("both", "alone"))
    for number, article in enumerate(made):
        both.put([quoting(article)])
        if article.owner != BETA:
            alone.put([quoting(article)])
        elif number == withdrawn:
            both.withdraw(list(both.ids(seen_by(BETA, shared=False))), seen_by(BETA))
    both.put([quoting(secret(99, BETA))])
    for owners in (SHARED, seen_by(ALPHA), seen_by(ALPHA, shared=False), Owners(shared=False), seen_by("guild:3")):
        found = told(both, owners)
        assert found == told(alone, owners)
        assert SECRET not in str((found.said[1:], found.researched[1:], found.copies))
        assert all(SECRET not in each for each in (str(found.answers[0]), str(found.outlets), str(found.documents)))
    seen = told(both, seen_by(BETA))
    assert all(SECRET in str(each) for each in (seen.answers, seen.said, seen.researched, seen.copies))
    both.close()
    alone.close()


def test_an_owner_sees_what_is_shared_and_its_own_and_can_switch_the_shared_off(store: TableStore) -> None:
    for owner, number in ((None, 1), (ALPHA, 2), (BETA, 3)):
        store.put([encode(owned(story(number), owner))])

    def texts(owners: Owners) -> set[str]:
        return {each.text for each in store.documents(list(store.ids(owners)), owners).values()}

    assert texts(SHARED) == {story(1).text}
    assert texts(seen_by(ALPHA)) == {story(1).text, story(2).text}
    assert texts(seen_by(ALPHA, shared=False)) == {story(2).text}
    assert texts(seen_by("guild:3", shared=False)) == texts(Owners(shared=False)) == set()
    assert texts(EVERYONE) == {story(number).text for number in (1, 2, 3)}
    assert store.census().owned == ((ALPHA, 1), (BETA, 1))


def test_one_address_or_id_in_two_coverages_is_two_articles_with_ids_that_nobody_can_guess(
    store: TableStore, tmp_path: Path
) -> None:
    owners = (None, ALPHA, BETA)
    for owner in owners:
        store.put([encode(owned(story(1), owner)), encode(owned(replace(story(2), id=None), owner))])
    ids = list(store.ids(EVERYONE))
    assert len(set(ids)) == 6 and "story-1" in ids
    other = new_store(tmp_path / "other", owned(story(1), ALPHA))
    assert set(other.ids(EVERYONE)).isdisjoint(ids), "made with a secret of each index"
    other.close()
    store.put([encode(owned(story(1, version=9), ALPHA))])
    assert len(list(store.ids(EVERYONE))) == 6
    assert [len(store.versions(each, EVERYONE)) for each in ids].count(2) == 1
    document = store.document("story-1")
    assert document is not None and document.text == story(1).text


def test_nothing_is_reached_by_the_id_of_anothers_article(store: TableStore) -> None:
    store.put([encode(secret(1, BETA)), encode(story(1))])
    (name,) = store.ids(seen_by(BETA, shared=False))
    numbers = [each.number for each in store.sentences_of(name, seen_by(BETA))]
    for owners in (SHARED, seen_by(ALPHA), seen_by(ALPHA, shared=False)):
        assert store.document(name, owners) is None
        assert (
            store.sentences_of(name, owners) == store.sentences(numbers, owners) == store.versions(name, owners) == []
        )
        assert store.remove([name], owners) == store.withdraw([name], owners) == []
        filters = Filters(owners=owners, documents=frozenset({name}))
        assert store.coverage(filters).documents == 0
        assert (
            store.nearest(ENCODER.encode([SECRET])[0], 5, filters) == store.lexical([SECRET.lower()], 5, filters) == []
        )
        assert answerer(store).around(name, 0, 10, 2, owners) is None
        assert answerer(store).became(name, "x", 0, owners) is None
    assert store.withdraw([name], seen_by(BETA)) == [name]


def test_an_answer_of_one_owner_is_not_shown_to_who_does_not_see_it(store: TableStore) -> None:
    store.put([encode(secret(1, BETA)), encode(story(1))])
    answering = answerer(store)
    answer = answering.answer(asked("who called it a mistake?", seen_by(BETA)))
    answering.check(answer)
    elsewhere = replace(answer, question=asked("who called it a mistake?", seen_by(ALPHA)))
    assert any(SECRET in each.text for each in answer.citations)
    with pytest.raises(CitationError):
        answering.check(elsewhere)


def test_both_kinds_of_coverage_are_ranked_together_by_words(store: TableStore) -> None:
    for number in range(20):
        store.put([encode(story(number))])
    store.put([encode(secret(1, ALPHA))])
    matches = store.lexical(["ferri", "selbi", "mistak"], 40, Filters(owners=seen_by(ALPHA)))
    found = [each.sentence.text for each in store.sentences([m.number for m in matches], seen_by(ALPHA))]
    assert [match.score for match in matches] == sorted((match.score for match in matches), reverse=True)
    assert any(SECRET in text for text in found[:10]) and any(SECRET not in text for text in found[:10])
    numbers = [match.number for match in matches]
    assert len(numbers) == len(set(numbers)) == 40
