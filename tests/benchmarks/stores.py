"""The same answers from both kinds of store: `python -m tests.benchmarks.stores --index DIR QUESTIONS`.

DIR is an index in a folder. It is moved into Milvus Lite, in a folder of its own, without being encoded again; then
every question is asked of both. The table has how often the right sentence is first, among three, among ten and among
what the reader is given, and how far what it is given is the same.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from contextlib import ExitStack, closing
from pathlib import Path

TESTS = Path(__file__).parent.parent
sys.path[:0] = [str(TESTS), str(TESTS.parent)]

from bot.cli import Parts  # noqa: E402
from index.answerer import Answerer  # noqa: E402
from index.evaluate import GoldQuestion, ask_all, figures, holds, read_questions  # noqa: E402
from index.reader import packaged_reader  # noqa: E402
from index.retriever import Retriever  # noqa: E402
from index.short_answer import packaged_weights  # noqa: E402
from index.store.address import Folder, MilvusLite  # noqa: E402
from index.store.opening import open_store, tables_of  # noqa: E402
from index.store.protocol import Filters, Vectors  # noqa: E402
from index.store.table_store import TableStore  # noqa: E402


def given(store: TableStore, question: GoldQuestion, vector: Vectors) -> tuple[set[int], bool]:
    """The numbers of the sentences that the reader is given, and whether a right one is among them."""
    _, candidates = Retriever(store).retrieve(question.question, vector, Filters())
    found = [each.stored for each in candidates]
    right = any(holds(each.sentence.document_id, each.sentence.start, each.sentence.end, question) for each in found)
    return {each.number for each in found}, right


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--index", type=Path, required=True)
    parser.add_argument("--every", type=int, default=1, help="ask every Nth question only")
    parser.add_argument("--candidates-only", action="store_true", help="leave the reader out, which takes longest")
    parser.add_argument("questions", type=Path)
    chosen = parser.parse_args()
    encoder = Parts().encoder
    gold = [each for each in read_questions(chosen.questions) if each.evidence][:: chosen.every]
    vectors = encoder.encode([each.question for each in gold])
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        stores = {}
        for name, address in (("embedded", Folder(chosen.index)), ("Milvus", MilvusLite(folder / "milvus.db"))):
            tables = tables_of(address, None, folder)
            store = open_store(address, tables, None, create=name != "embedded")
            stores[name] = stack.enter_context(closing(store))
        stores["Milvus"].receive(stores["embedded"], ("the index", "Milvus Lite"), lambda: None)
        found = {
            name: [given(store, question, vector) for question, vector in zip(gold, vectors, strict=True)]
            for name, store in stores.items()
        }
        print(f"{len(gold)} questions\n")
        print("| store | right sentence given | first | of three | of ten |\n|---|---|---|---|---|")
        for name, store in stores.items():
            share = sum(right for _, right in found[name]) / len(gold)
            hits = ["", "", ""]
            if not chosen.candidates_only:
                answerer = Answerer(store, encoder, packaged_reader(None), packaged_weights())
                measured = figures(list(ask_all(answerer, gold)))
                hits = [f"{hit:.3f}" for hit in (measured.hit_1, measured.hit_3, measured.hit_10) if hit is not None]
            print(f"| {name} | {share:.4f} | {' | '.join(hits)} |")
        pairs = list(zip(found["embedded"], found["Milvus"], strict=True))
        common = sum(len(one & other) / max(len(one | other), 1) for (one, _), (other, _) in pairs) / len(gold)
        print(f"\nOf the sentences given, {common:.1%} are the same.")


if __name__ == "__main__":
    main()
