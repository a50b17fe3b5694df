"""How well quotations are found: precision, recall and speaker accuracy a pattern, on the labelled articles.

    python -m tests.benchmarks.quotations [tune|measure] [--errors]

A quotation counts as found where its words and the labelled ones share at least half of the characters of both
together. Precision is the share of what is found that is labelled, whoever is said to speak; recall the share of what
is labelled that is found; the speaker is right where it is the labelled name, character for character.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from quotations.labelled import Label, Labelled, articles, find

from index.document import Span
from index.quotations.quotation import Quotation

SHARED = 0.5


def common(one: Span, other: Span) -> float:
    """The intersection of two spans over their union."""
    both = min(one.end, other.end) - max(one.start, other.start)
    return max(both, 0) / (max(one.end, other.end) - min(one.start, other.start))


class Tally:
    """Counts a pattern."""

    def __init__(self) -> None:
        self.labelled: Counter[str] = Counter()
        self.found: Counter[str] = Counter()
        self.spoken: Counter[str] = Counter()
        self.wrong: Counter[str] = Counter()
        self.extra = 0
        self.errors: list[str] = []

    def add(self, article: Labelled, found: tuple[Quotation, ...]) -> None:
        text, left = article.document.text, list(found)
        for label in article.labels:
            best = max(left, key=lambda each: common(each.words, label.words), default=None)
            if label.pattern != "none":
                self.labelled[label.pattern] += 1
            if best is None or common(best.words, label.words) < SHARED:
                if label.pattern != "none":
                    self.errors.append(f"missed  {label.pattern:11} {shown(text, label.words)}")
                continue
            left.remove(best)
            self._match(text, label, best)
        self.extra += len(left)
        self.errors += [f"extra   {name(text, each):11} {shown(text, each.words)}" for each in left]

    def _match(self, text: str, label: Label, best: Quotation) -> None:
        if label.pattern == "none":
            self.wrong["none"] += 1
            self.errors.append(f"no one  {name(text, best):11} {shown(text, best.words)}")
            return
        self.found[label.pattern] += 1
        self.spoken[label.pattern] += name(text, best) == label.speaker
        if name(text, best) != label.speaker:
            self.errors.append(f"speaker {name(text, best)} not {label.speaker}: {shown(text, label.words)}")


def shown(text: str, span: Span) -> str:
    return " ".join(text[span.start : span.end].split())[:90]


def name(text: str, found: Quotation) -> str:
    return text[found.speaker.start : found.speaker.end]


def table(tally: Tally) -> str:
    labelled, found, spoken = tally.labelled.total(), tally.found.total(), tally.spoken.total()
    lines = ["pattern      labelled  found  recall  speaker"]
    for pattern, number in tally.labelled.most_common():
        hit = tally.found[pattern]
        right = f"{tally.spoken[pattern] / hit:.2f}" if hit else "-"
        lines.append(f"{pattern:12} {number:8} {hit:6}  {hit / number:6.2f}  {right:>7}")
    lines.append(f"{'all':12} {labelled:8} {found:6}  {found / labelled:6.2f}  {spoken / max(found, 1):7.2f}")
    returned = found + tally.wrong.total() + tally.extra
    lines.append(f"precision    {found}/{returned} = {found / max(returned, 1):.2f} ")
    lines.append(f"of that, on words that nobody is quoted with: {tally.wrong.total()}; on others: {tally.extra}")
    return "\n".join(lines)


def measured(part: str) -> Tally:
    some = articles(part)
    tally = Tally()
    for article, found in zip(some, find(some), strict=True):
        tally.add(article, found)
    return tally


if __name__ == "__main__":
    asked = [each for each in sys.argv[1:] if not each.startswith("-")] or ["tune", "measure"]
    for part in asked:
        tally = measured(part)
        print(f"{part}\n{table(tally)}\n")
        if "--errors" in sys.argv:
            print("\n".join(tally.errors))
