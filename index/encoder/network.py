"""The packaged model's layers, on texts laid end to end: no padding is ever computed.

It is BERT (Devlin et al. 2019), and gives the same states as the transformers library. Three things make it several
times as fast on a processor:

- The tokens of all texts are the rows of one matrix, so that the linear layers meet no padding. Only attention looks
  at one text at a time; those of one length that lie side by side are one call, unmasked.
- The weights of the linear layers are laid out for oneDNN once; on some processors torch would otherwise use a library
  that is half as fast.
- Where the processor multiplies bfloat16, weights and states are bfloat16.

A row of a product depends on no other row, so a text has the same states in any company.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, groupby
from typing import Literal

import torch
from torch import Tensor
from torch.nn import functional

from index.encoder.precision import Chosen

HIDDEN = 384
_HEADS = 12
_LAYERS = 6
_EMBEDDINGS = ("word", "position", "token_type")
_EPSILON = 1e-12
_FEW, _MANY = 16, 64  # rows; torch keeps memory for every shape that it meets, so there are few

Linear = Callable[[Tensor], Tensor]
Norm = tuple[Tensor, Tensor]
Then = Literal["none", "gelu"]
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Layer:
    """One layer of the transformer; ``attended`` makes queries, keys and values in one."""

    attended: Linear
    out: Linear
    out_norm: Norm
    wide: Linear
    narrow: Linear
    narrow_norm: Norm


class Transformer:
    """Turns token numbers into states, 384 numbers a token. Thread-safe."""

    def __init__(self, stored: Mapping[str, Tensor], precision: Chosen) -> None:
        """Take the weights, float32 and named as they were published, and keep them in a precision."""
        self.type = torch.bfloat16 if precision == "bf16" else torch.float32
        self._linear = _fastest_linear(self.type)
        words, places, kinds = (stored[f"embeddings.{name}_embeddings.weight"] for name in _EMBEDDINGS)
        self._words = words.to(self.type)
        self._places = (kinds[:, None] + places).view(-1, HIDDEN).to(self.type)  # kind by kind
        self._most = len(places)
        self._norm = self._kept_norm(stored, "embeddings.LayerNorm")
        self._layers = [self._kept_layer(stored, f"encoder.layer.{number}") for number in range(_LAYERS)]

    def states(
        self, texts: Sequence[Sequence[int]], kinds: Sequence[Sequence[int]] | None = None
    ) -> tuple[Tensor, ...]:
        """Return the last states, a tensor ``(texts, tokens, 384)`` for each run of texts of one length, in order.

        ``kinds`` are the kinds of the tokens, each 0 if nothing is said. No text may be empty or above 512 tokens.
        """
        with torch.inference_mode():
            lengths = [len(each) for each in texts]
            runs = list(_runs(lengths))
            states = self._embedded(texts, lengths, kinds)
            for layer in self._layers:
                states = _layer(layer, states, runs)
            return tuple(states[start : start + count * size].view(count, size, HIDDEN) for start, count, size in runs)

    def _embedded(
        self, texts: Sequence[Sequence[int]], lengths: Sequence[int], kinds: Sequence[Sequence[int]] | None
    ) -> Tensor:
        """Return the first states: a row a token, and some at the end that nobody looks at."""
        total = sum(lengths)
        step = _FEW if total <= _MANY else _MANY
        spare = [0] * (-total % step)
        tokens = torch.tensor([*chain.from_iterable(texts), *spare])
        places = torch.tensor([*chain.from_iterable(map(range, lengths)), *spare])
        if kinds is not None:
            places += self._most * torch.tensor([*chain.from_iterable(kinds), *spare])
        return _normed(self._words[tokens] + self._places[places], self._norm)

    def _kept_layer(self, stored: Mapping[str, Tensor], name: str) -> _Layer:
        own = f"{name}.attention.self"
        return _Layer(
            self._kept_linear(stored, f"{own}.query", f"{own}.key", f"{own}.value"),
            self._kept_linear(stored, f"{name}.attention.output.dense"),
            self._kept_norm(stored, f"{name}.attention.output.LayerNorm"),
            self._kept_linear(stored, f"{name}.intermediate.dense", then="gelu"),
            self._kept_linear(stored, f"{name}.output.dense"),
            self._kept_norm(stored, f"{name}.output.LayerNorm"),
        )

    def _kept_linear(self, stored: Mapping[str, Tensor], *names: str, then: Then = "none") -> Linear:
        weight, bias = (
            torch.cat([stored[f"{name}.{part}"] for name in names]).to(self.type) for part in ("weight", "bias")
        )
        return self._linear(weight, bias, then)

    def _kept_norm(self, stored: Mapping[str, Tensor], name: str) -> Norm:
        return stored[f"{name}.weight"].to(self.type), stored[f"{name}.bias"].to(self.type)


def _plain(weight: Tensor, bias: Tensor, then: Then) -> Linear:
    """Return a linear layer as torch computes it."""

    def computed(states: Tensor) -> Tensor:
        made = functional.linear(states, weight, bias)
        return functional.gelu(made) if then == "gelu" else made

    return computed


def _packed(weight: Tensor, bias: Tensor, then: Then) -> Linear:
    """Return a linear layer as oneDNN computes it, the weights laid out for it; torch offers it to its compiler."""
    laid_out = torch.ops.mkldnn._reorder_linear_weight(weight.contiguous(), None)

    def computed(states: Tensor) -> Tensor:
        made: Tensor = torch.ops.mkldnn._linear_pointwise(states, laid_out, bias, then, [], "none")
        return made

    return computed


def _fastest_linear(precision: torch.dtype) -> Callable[[Tensor, Tensor, Then], Linear]:
    """Return what makes linear layers: oneDNN's, if this build of torch has them and they compute what torch's do."""
    entries = torch.arange(4 * HIDDEN).sin().view(4, HIDDEN).to(precision)
    try:
        made, expected = (make(entries[:3], entries[3, :3], "gelu")(entries) for make in (_packed, _plain))
    except (AttributeError, NotImplementedError, RuntimeError) as error:
        _log.info("oneDNN's linear layers cannot be used (%s); torch's own are", error)
        return _plain
    if torch.allclose(made.float(), expected.float(), rtol=0.02, atol=0.02):
        return _packed
    _log.warning("oneDNN computes linear layers wrongly here; torch's own are used, which may be slower")
    return _plain


def _layer(layer: _Layer, states: Tensor, runs: Sequence[tuple[int, int, int]]) -> Tensor:
    attended = layer.attended(states)
    context = torch.zeros_like(states)
    for start, count, size in runs:
        here = slice(start, start + count * size)
        parts = attended[here].view(count, size, 3, _HEADS, HIDDEN // _HEADS).permute(2, 0, 3, 1, 4)
        heads = functional.scaled_dot_product_attention(parts[0], parts[1], parts[2])
        context[here].view(count, size, _HEADS, -1).copy_(heads.transpose(1, 2))
    states = _normed(layer.out(context) + states, layer.out_norm)
    return _normed(layer.narrow(layer.wide(states)) + states, layer.narrow_norm)


def _normed(states: Tensor, norm: Norm) -> Tensor:
    return functional.layer_norm(states, (HIDDEN,), *norm, _EPSILON)


def _runs(lengths: Sequence[int]) -> Iterator[tuple[int, int, int]]:
    """Yield where texts of one length begin, how many they are, and their length."""
    start = 0
    for length, group in groupby(lengths):
        count = len(list(group))
        yield start, count, length
        start += count * length
