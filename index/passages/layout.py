"""How a question and a passage become one sequence of tokens, in training as in use."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

CLS, SEP, PAD = 101, 102, 0  # of the BERT vocabulary, which the packaged model has
QUESTION_TOKENS = 40
TITLE_TOKENS = 24
SENTENCE_TOKENS = 80
MOST_TOKENS = 512  # in all; the network has no places for more


@dataclass(frozen=True, slots=True)
class Sequenced:
    """``[CLS] question [SEP] headline [SEP] sentence [SEP] sentence … [SEP]`` as numbers.

    ``kinds`` is 0 for the question and 1 for what stands after it. ``marks`` says, for each sentence, where the
    ``[SEP]`` in front of it stands: the network's state there stands for the sentence. ``starts`` says where its
    first token stands, and ``lengths`` how many of its tokens there are.
    """

    ids: tuple[int, ...]
    kinds: tuple[int, ...]
    marks: tuple[int, ...]
    starts: tuple[int, ...]
    lengths: tuple[int, ...]


def sequenced(question: Sequence[int], title: Sequence[int], sentences: Sequence[Sequence[int]]) -> Sequenced:
    """Lay out token numbers, each part cut to its limit, and sentences further where all together are too long."""
    ids = [CLS, *question[:QUESTION_TOKENS], SEP]
    asked = len(ids)
    ids += title[:TITLE_TOKENS]
    limit = SENTENCE_TOKENS
    # Some writing has a token for every character: the passages' limit in characters does not keep them short enough.
    if len(ids) + 1 + sum(1 + min(len(each), limit) for each in sentences) > MOST_TOKENS:
        limit = max((MOST_TOKENS - len(ids) - 1) // len(sentences) - 1, 0)
    marks, starts, lengths = [], [], []
    for sentence in sentences:
        marks.append(len(ids))
        kept = sentence[:limit]
        ids += [SEP, *kept]
        starts.append(len(ids) - len(kept))
        lengths.append(len(kept))
    ids.append(SEP)
    kinds = [0] * asked + [1] * (len(ids) - asked)
    return Sequenced(tuple(ids), tuple(kinds), tuple(marks), tuple(starts), tuple(lengths))
