"""Whether a quotation is real: verdicts on the labelled set, and what must hold for any quotation."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stores import encode, new_store, story
from worlds import LETTER, SENTENCE

from index.check import Verdict, check_quotation
from index.claim import claims
from index.document import Document, Span
from index.errors import QuestionError
from index.quoted import wording
from index.speakers import same_person, speaker_of
from index.store.embedded import EmbeddedStore

sys.path.insert(0, str(Path(__file__).parent.parent))
from tests.benchmarks.check import filled, outcomes  # noqa: E402  # the labelled set is read as it is measured


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedStore]:
    opened = new_store(
        tmp_path_factory.mktemp("check"), LETTER, replace(LETTER, id="copy", url=None, source="c", outlet="B")
    )
    for number in range(20):
        opened.put([encode(story(number))])
    yield opened
    opened.close()


def test_the_labelled_quotations_are_judged_as_measured(tmp_path: Path) -> None:
    opened = filled(tmp_path)
    right: Counter[str] = Counter()
    for case, found in outcomes(opened):
        right[str(case["verdict"])] += found.verdict.value == case["verdict"]
        for citation in found.citations:
            assert citation.document.text[citation.start : citation.end] == citation.text
    opened.close()
    assert right["exact"] >= 60 and right["altered"] >= 40 and right["not found"] >= 28
    assert right["misattributed"] >= 12


def test_an_exact_quotation_is_credited_to_its_article_and_counts_the_others(store: EmbeddedStore) -> None:
    found = check_quotation(store, "the draft was never meant to go out")
    assert found.verdict is Verdict.EXACT and found.citations[0].text == SENTENCE and found.elsewhere == 1


def test_the_difference_is_word_by_word(store: EmbeddedStore) -> None:
    found = check_quotation(store, "The draft was always meant to go out, said Gen. Doran K. Veltman")
    assert found.verdict is Verdict.ALTERED
    assert [(piece.quoted, piece.printed) for piece in found.pieces if not piece.same] == [("always", "never")]


def test_many_sentences_with_the_same_words_in_another_order_hide_no_quotation(tmp_path: Path) -> None:
    words = SENTENCE.split()
    others = (
        " ".join((*words[turn:], *words[:turn], f"Number{number}."))
        for number, turn in enumerate((list(range(2, len(words) - 2, 2)) * 20)[:80])
    )
    articles = [replace(LETTER, id=f"other-{n}", url=None, source=f"o{n}", text=text) for n, text in enumerate(others)]
    opened = new_store(tmp_path, *articles, LETTER)
    found = check_quotation(opened, SENTENCE)
    opened.close()
    assert (found.verdict, found.citations[0].document.id) == (Verdict.EXACT, LETTER.id)


def test_two_places_are_no_quotation(store: EmbeddedStore) -> None:
    found = check_quotation(store, "A letter went around on Monday and nobody had signed the paper")
    assert found.verdict is Verdict.ALTERED and (found.spliced or any(not piece.same for piece in found.pieces))


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_any_run_of_words_is_found_however_it_is_typed(store: EmbeddedStore, data: st.DataObject) -> None:
    words = SENTENCE.split()
    start = data.draw(st.integers(0, len(words) - 5))
    run = words[start : data.draw(st.integers(start + 4, len(words)))]
    noise = data.draw(st.sampled_from([str.upper, str.lower, lambda text: f"“{text}…”", lambda text: f"  {text}\n"]))
    found = check_quotation(store, noise(data.draw(st.sampled_from([" ", "  ", "\n"])).join(run)))
    assert found.verdict is Verdict.EXACT


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200))
def test_whatever_is_pasted_gets_a_verdict_or_a_reason(store: EmbeddedStore, text: str) -> None:
    try:
        found = check_quotation(store, text)
    except QuestionError:
        return
    assert all(each.document.text[each.start : each.end] == each.text for each in found.citations)
    assert (found.verdict is Verdict.NOT_FOUND) == (not found.citations)


def test_gaps_stand_for_what_was_left_out_or_put_in() -> None:
    read = wording("[W]e will … [the board] decide [sic].")
    assert [[word.folded for word in run] for run in read.runs] == [["we", "will"], ["decide"]]
    assert read.gaps == (60,)


@pytest.mark.parametrize(
    ("text", "quotation", "who"),
    [
        ("Ada Quist said: “It was a grave mistake”", "It was a grave mistake", "Ada Quist"),
        ("“It was a grave mistake,” said Ada Quist.", "It was a grave mistake,", "Ada Quist"),
        ("According to Gen. Veltman, “it was a grave mistake”", "it was a grave mistake", "Gen. Veltman"),
        ("Ada Quist: it was a grave mistake", "it was a grave mistake", "Ada Quist"),
        ("He said it was a grave mistake", "He said it was a grave mistake", None),
    ],
)
def test_who_is_said_to_have_said_it_is_read_from_the_text(text: str, quotation: str, who: str | None) -> None:
    last = claims(text)[-1]
    assert (last.quotation, last.who) == (quotation, who)


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("“It was so,” said Gen. Mark Veltman, who left.", "Mark Veltman"),
        ("Mark Veltman runs the fort. “It was so,” he said.", "Mark Veltman"),
        ("Mark Veltman, the chief of staff, said that “It was so” and left.", "Mark Veltman"),
        ("“Yes,” said Mark Veltman, a general. “It was so.”", "Mark Veltman"),
        ("Mark Veltman met Ada Quist. “It was so,” he said.", None),
        ("It was so, said Mark Veltman.", None),
        ("The paper called “It was so” a hit.", None),
    ],
)
def test_a_speaker_is_named_only_where_the_text_leaves_no_doubt(text: str, speaker: str | None) -> None:
    start = text.index("It was so")
    assert speaker_of(Document("d", "t", text), Span(start, start + 9)) == speaker


def test_a_role_contradicts_nobody_and_a_surname_is_enough() -> None:
    assert same_person("the governor", "Sigrún Hallsdóttir") and same_person("Ms. Drakou", "Eleni Drakou")
    assert not same_person("Walter Kimsey", "Ada Quist")
