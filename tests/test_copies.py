"""Which articles are copies of one report, and which sentence of them is cited."""

from __future__ import annotations

import numpy as np
import pytest
from copies.cases import Case, load_cases
from hypothesis import given, settings
from hypothesis import strategies as st

from index.copies.originals import original
from index.copies.runs import Runs, are_copies, begin_alike, containment, runs_of, sample, shares_enough
from index.copies.sentences import nearly_same, says_all, wording
from index.copies.told_once import Placed, Story, told_once
from index.document import Document, Sentence
from index.store.protocol import StoredSentence

WORDS = "the a minister said on monday that nine 14 boats sank not off"
TEXTS = st.lists(st.sampled_from(WORDS.split()), max_size=60)
few = settings(max_examples=40)
QUOTE = "“I should have registered it the week I signed for it,” she told reporters outside her office."


def called(cases: list[Case]) -> list[bool]:
    return [are_copies(runs_of(case.one), runs_of(case.other)) for case in cases]


def test_copies_are_told_from_what_only_looks_like_one_on_pairs_that_nothing_was_tuned_on() -> None:
    cases = load_cases("measure")
    right = [case.copy for case, copy in zip(cases, called(cases), strict=True) if copy]
    precision, recall = sum(right) / len(right), sum(right) / sum(case.copy for case in cases)
    assert len(cases) >= 100
    assert precision >= 0.98 and recall >= 0.95, (precision, recall)


def test_the_labelled_set_is_large_mostly_balanced_and_written_by_hand_where_it_matters() -> None:
    cases = [*load_cases("tune"), *load_cases("measure")]
    assert len(cases) >= 260
    assert 0.45 <= sum(case.copy for case in cases) / len(cases) <= 0.55
    assert sum(case.by == "hand" for case in cases) >= 80


def test_the_sampled_runs_lead_to_every_labelled_copy() -> None:
    for case in load_cases("measure"):
        one, other = sample(runs_of(case.one)), sample(runs_of(case.other))
        if case.copy:
            assert shares_enough(len(np.intersect1d(one, other)), len(one), len(other)), case.names


def test_case_quotation_marks_accents_and_spaces_make_no_difference() -> None:
    text = (
        "The “café” in Saint-Aubrac — the village’s only one — reopened on Monday, its owner said, smiling, at 9 a.m."
    )
    other = text.upper().replace("“", '"').replace("”", '"').replace(" ", "\n").replace("É", "E")
    assert np.array_equal(runs_of(text).all, runs_of(other).all)


def test_a_phrase_that_everybody_uses_makes_no_copy() -> None:
    assert not are_copies(runs_of("he said in a statement on Monday"), runs_of("he said in a statement on Monday"))


@few
@given(TEXTS, TEXTS)
def test_whether_two_texts_are_copies_does_not_depend_on_which_comes_first(one: list[str], other: list[str]) -> None:
    first, second = runs_of(" ".join(one)), runs_of(" ".join(other))
    assert are_copies(first, second) == are_copies(second, first)
    assert containment(first, second) == containment(second, first)
    assert 0 <= containment(first, second) <= 1


@few
@given(TEXTS, st.integers(0, 40))
def test_a_text_begins_as_its_own_beginning_does_and_holds_it_whole(text: list[str], length: int) -> None:
    whole, cut = runs_of(" ".join(text)), runs_of(" ".join(text[:length]))
    assert containment(whole, cut) == (1.0 if len(cut.all) else 0.0)
    assert begin_alike(whole, cut) == (len(cut.all) > 0)


@few
@given(st.text(max_size=200))
def test_any_text_has_runs_and_they_are_the_same_every_time(text: str) -> None:
    runs, again = runs_of(text), runs_of(text)
    assert isinstance(runs, Runs) and runs.all.dtype == np.uint32
    assert np.array_equal(runs.all, again.all) and np.array_equal(runs.lead, again.lead)
    assert np.isin(sample(runs), runs.all).all()


@pytest.mark.parametrize(
    "other",
    [
        QUOTE.replace("“", '"').replace("”", '"'),
        QUOTE.replace(" outside her office", ""),
        QUOTE.replace("told reporters", "said to reporters"),
        QUOTE.upper(),
    ],
)
def test_an_edited_or_cut_sentence_is_nearly_the_same(other: str) -> None:
    assert nearly_same(wording(QUOTE), wording(other)) and nearly_same(wording(other), wording(QUOTE))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("At least nine people died when the boat capsized.", "At least 13 people died when the boat capsized."),
        ("Brent lost 4.1 percent on Wednesday.", "Brent lost 4.7 percent on Wednesday."),
        ("He said that he would resign in spring.", "He said that he would not resign in spring."),
        ("The board approved the sale on Monday.", "The board refused the sale on Monday."),
        ("She told reporters.", QUOTE),
    ],
)
def test_another_figure_or_a_denial_is_another_sentence(one: str, other: str) -> None:
    assert not nearly_same(wording(one), wording(other))


@few
@given(TEXTS, TEXTS)
def test_nearly_the_same_holds_both_ways_and_for_a_sentence_itself(one: list[str], other: list[str]) -> None:
    first, second = wording(" ".join(one)), wording(" ".join(other))
    assert nearly_same(first, first) and says_all(first, first)
    assert nearly_same(first, second) == nearly_same(second, first)


def document(name: str, published: str | None = None, outlet: str | None = None, text: str = "text") -> Document:
    return Document(name, name, text, outlet, published=published)


def test_the_earliest_published_is_the_original_whatever_its_zone() -> None:
    london, paris = document("b", "2024-03-12T14:20:00+00:00"), document("a", "2024-03-12T15:25:00+01:00")
    assert original([london, paris]) == london or original([paris, london]) == paris
    assert original([london, paris]) == original([paris, london]) == london


@pytest.mark.parametrize("published", ["2024-03-12T14:20:00Z", "2024-03-12", None])
def test_where_time_does_not_tell_the_outlet_that_the_other_credits_is_the_original(published: str | None) -> None:
    agency = document("z", "2024-03-12T14:20:00Z", "Union Press", "A minister resigned, and said why.")
    paper = document("a", published, "The Courier", "A minister resigned.\n\n(Union Press)")
    assert original([paper, agency]) == original([agency, paper]) == agency


def test_a_longer_text_is_the_original_of_one_that_was_cut_from_it() -> None:
    whole, cut = (
        document("z", None, "One", "A minister resigned, and said why."),
        document("a", None, "Two", "A minister."),
    )
    assert original([cut, whole]) == whole


DATES = st.sampled_from([None, "2024-03-12", "2024-03-12T10:00:00Z", "2024-03-12T10:00:00+02:00", "2024-03-13", "soon"])


@few
@given(st.lists(st.tuples(DATES, st.sampled_from(["One", "Two", None])), min_size=1, max_size=5), st.randoms())
def test_the_original_does_not_depend_on_the_order_of_the_copies(found: list, dice) -> None:  # noqa: ANN001
    copies = [document(str(place), *each) for place, each in enumerate(found)]
    shuffled = dice.sample(copies, len(copies))
    assert original(copies) == original(shuffled)


def said(name: str, *sentences: str, published: str | None = None, outlet: str | None = None) -> list[Placed]:
    one = document(name, published, outlet, " ".join(sentences))
    starts = [one.text.index(each) for each in sentences]
    spans = [(start, start + len(each)) for start, each in zip(starts, sentences, strict=True)]
    return [
        (one, StoredSentence(place, Sentence(name, place, start, end, one.text[start:end]), np.zeros(1, np.float32)))
        for place, (start, end) in enumerate(spans)
    ]


def stories(*documents: list[Placed]):  # noqa: ANN201
    """One story of all these documents."""

    def story(of: Placed) -> Story:
        return [(each[0][0], [stored for _, stored in each]) for each in documents if each[0][0].id != of[0].id]

    return story


def alone(of: Placed) -> Story:
    return []


def test_a_sentence_is_told_once_by_its_original_with_the_outlets_that_copied_it() -> None:
    agency = said("wire", QUOTE, published="2024-03-12T14:20:00Z", outlet="Union Press")
    paper = said("paper", QUOTE.replace(" outside her office", ""), published="2024-03-12T16:00:00Z", outlet="Courier")
    page = said("page", QUOTE, published="2024-03-13", outlet="Echo")
    (told,) = told_once([page[0], paper[0], agency[0]], 3, stories(agency, paper, page))
    assert (told.document.id, told.rank, told.also_in) == ("wire", 0, ("Courier", "Echo"))
    assert {copy.id for copy in told.copies} == {"paper", "page"}


def test_an_original_that_was_cut_short_of_what_was_asked_is_not_preferred() -> None:
    first = said("first", QUOTE.replace(" outside her office", ""), published="2024-03-12T14:20:00Z", outlet="One")
    later = said("later", QUOTE, published="2024-03-12T16:00:00Z", outlet="Two")
    (told,) = told_once([later[0]], 3, stories(first, later))
    assert told.document.id == "later" and told.also_in == ("One",)


def test_a_copy_that_lacks_the_sentence_is_neither_cited_nor_counted() -> None:
    first = said("first", "Something else was said on that day.", published="2024-03-12T14:20:00Z", outlet="One")
    later = said("later", QUOTE, published="2024-03-12T16:00:00Z", outlet="Two")
    (told,) = told_once([later[0]], 3, stories(first, later))
    assert told.document.id == "later" and told.also_in == () and told.copies == ()


def test_an_outlet_that_printed_it_twice_counts_once_and_not_beside_itself() -> None:
    pages = [
        said(name, QUOTE, outlet=outlet) for name, outlet in (("a", "One"), ("b", "One"), ("c", "Two"), ("d", "Two"))
    ]
    (told,) = told_once([pages[0][0]], 3, stories(*pages))
    assert told.also_in == (("Two",) if told.document.outlet == "One" else ("One",))
    assert len(told.copies) == 3


def test_the_same_words_in_another_story_are_told_once_but_nearly_the_same_are_two_reports() -> None:
    one, other = said("one", QUOTE, outlet="One"), said("other", QUOTE, outlet="Two")
    edited = said("edited", QUOTE.replace("told reporters", "said to reporters"), outlet="Three")
    told = told_once([one[0], other[0], edited[0]], 3, alone)
    assert [each.document.id for each in told] == ["one", "edited"]
    assert told[0].also_in == ("Two",)


@few
@given(
    st.lists(st.lists(st.sampled_from([QUOTE, QUOTE.upper(), QUOTE[:60], "Nine boats sank.", "14 boats sank."]),
                      min_size=1, max_size=3, unique=True), min_size=1, max_size=5),
    st.integers(1, 4), st.booleans(), st.randoms(),
)  # fmt: skip
def test_no_two_citations_are_copies_and_the_best_sentence_is_always_told(found, limit, together, dice) -> None:  # noqa: ANN001
    documents = [said(f"d{place}", *each, outlet=dice.choice("ABC")) for place, each in enumerate(found)]
    story = stories(*documents) if together else alone
    ranked = [each for one in documents for each in one]
    dice.shuffle(ranked)
    told = told_once(ranked, limit, story)
    assert 1 <= len(told) <= limit and told[0].rank == 0
    wordings = [wording(each.stored.sentence.text) for each in told]
    for place, one in enumerate(wordings):
        for other in wordings[place + 1 :]:
            assert not (nearly_same(one, other) if together else one.words == other.words)
    for each in told:
        assert each.stored.sentence.document_id == each.document.id
        assert each.document.outlet not in each.also_in and each.document.id not in {copy.id for copy in each.copies}
        assert nearly_same(wording(each.stored.sentence.text), wording(ranked[each.rank][1].sentence.text))
