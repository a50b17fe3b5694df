"""The passage reader's training: which sentence of the passages answers, or none, and where the answer stands in it."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional

from index.passages.network import PassageNetwork, padded
from index.training.groups import Group, Passage, Text, passages

QUESTIONS = 12  # a step
CHUNK = 16  # passages that are padded to one length
RATE = 1.2e-4  # of the layers, at its highest
HEAD_RATE = 1e-3
WARM_UP = 0.05  # of the steps
SPAN_WEIGHT = 0.3
FROZEN = 2  # layers, beside the embeddings
DECAY = 0.01


@dataclass(frozen=True, slots=True)
class Progress:
    """How a step went: the mean loss of its sentences and of its spans, and the share of questions decided right."""

    step: int
    loss: float
    span_loss: float
    right: float
    seconds: float


def freeze(network: PassageNetwork) -> None:
    """Leave the embeddings and the lowest layers as they are: they are the packaged encoder's own."""
    for part in (network.bert.embeddings, *network.bert.encoder.layer[:FROZEN]):
        part.requires_grad_(False)


def fit(
    network: PassageNetwork,
    collections: Sequence[Sequence[Text]],
    schedule: Sequence[Group],
    seed: int,
    told: Callable[[Progress], None],
    *,
    rate: float = RATE,
    last: int | None = None,
) -> None:
    """Train on the groups in their order, once, while the rate runs down; or end after ``last`` steps.

    The loss of a question is the cross-entropy of "the right sentences, or none" over all sentences of its passages,
    where "none" has the score 0.
    """
    heads = [*network.sentence.parameters(), *network.span.parameters()]
    layers = [each for each in network.bert.parameters() if each.requires_grad]
    optimiser = torch.optim.AdamW(
        [{"params": layers, "lr": rate}, {"params": heads, "lr": HEAD_RATE}], weight_decay=DECAY, betas=(0.9, 0.98)
    )
    peaks = [group["lr"] for group in optimiser.param_groups]
    steps = len(schedule) // QUESTIONS
    began = time.time()
    network.train()
    for step, drawn in enumerate(_steps(collections, schedule, seed)):
        if step == last:
            break
        share = min(step / (WARM_UP * steps), 1.0) * (1 - step / steps)
        for group, peak in zip(optimiser.param_groups, peaks, strict=True):
            group["lr"] = peak * share
        sentence_loss, span_loss, right = losses(network, drawn)
        optimiser.zero_grad(set_to_none=True)
        torch.autograd.backward(sentence_loss + SPAN_WEIGHT * span_loss)
        torch.nn.utils.clip_grad_norm_([*layers, *heads], 1.0)
        optimiser.step()
        told(Progress(step, sentence_loss.item(), span_loss.item(), right, time.time() - began))
    network.eval()


def _steps(
    collections: Sequence[Sequence[Text]], schedule: Sequence[Group], seed: int
) -> Iterator[list[list[Passage]]]:
    chance = random.Random(seed)
    for start in range(0, len(schedule) - QUESTIONS + 1, QUESTIONS):
        batch = schedule[start : start + QUESTIONS]
        yield [each for group in batch if (each := passages(group, collections[group.collection], chance))]


def losses(network: PassageNetwork, drawn: Sequence[Sequence[Passage]]) -> tuple[Tensor, Tensor, float]:
    """Return the sentences' loss, the spans' loss, and the share of questions whose best score is a right one."""
    flat = [passage for some in drawn for passage in some]
    scores = _scored(network, flat)
    sentence, spans, right, at = [], [], 0, 0
    for some in drawn:
        rows = scores[at : at + len(some)]
        at += len(some)
        of = torch.cat([row[list(each.tokens.marks), 0] for row, each in zip(rows, some, strict=True)])
        gold = torch.tensor([False, *(flag for each in some for flag in each.right)])
        gold[0] = not gold.any()
        of = torch.cat([of.new_zeros(1), of])
        sentence.append(torch.logsumexp(of, 0) - torch.logsumexp(of[gold], 0))
        right += bool(gold[int(of.argmax())])
        spans += [_span_loss(row, each) for row, each in zip(rows, some, strict=True) if each.answer]
    span_loss = torch.stack(spans).mean() if spans else scores[0].new_zeros(())
    return torch.stack(sentence).mean(), span_loss, right / max(len(drawn), 1)


def _scored(network: PassageNetwork, flat: Sequence[Passage]) -> list[Tensor]:
    """Run the network over passages of like length together; one tensor ``(tokens, 3)`` a passage, in order."""
    order = sorted(range(len(flat)), key=lambda number: len(flat[number].tokens.ids))
    found: dict[int, Tensor] = {}
    for start in range(0, len(order), CHUNK):
        chunk = order[start : start + CHUNK]
        with torch.autocast("cpu", torch.bfloat16):
            out = network(*padded([flat[number].tokens for number in chunk]))
        found.update(zip(chunk, out.float(), strict=True))
    return [found[number] for number in range(len(flat))]


def _span_loss(scores: Tensor, passage: Passage) -> Tensor:
    """Return the cross-entropy of the answer's first and last token among the tokens of its sentence."""
    assert passage.answer is not None
    number, first, last = passage.answer
    start, length = passage.tokens.starts[number], passage.tokens.lengths[number]
    inside = scores[start : start + length]
    ends = torch.tensor([first, last])
    return functional.cross_entropy(inside[:, 1:].T, ends)
