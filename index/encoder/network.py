"""The packaged model's network, on sentences laid end to end: no padding is ever computed.

It is BERT (Devlin et al. 2019) with the mean of the last states as the sentence's vector (Reimers and Gurevych 2019),
the same as sentence-transformers computes. Three things make it several times as fast on a processor:

- The tokens of all sentences are the rows of one matrix, so that the linear layers meet no padding. Only attention
  looks at one sentence at a time; sorted by length, those of one length lie side by side and are one call, unmasked.
- The weights of the linear layers are laid out for oneDNN once; on some processors torch would otherwise use a library
  that is half as fast.
- Where the processor multiplies bfloat16, weights and states are bfloat16.

A row's result depends on no other row, so a sentence has the same vector in any company.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, groupby
from pathlib import Path
from typing import Literal

import numpy as np
import numpy.typing as npt
import torch
from safetensors.torch import load_file
from torch import Tensor
from torch.nn import functional

from index.encoder.precision import Chosen

HIDDEN = 384
_HEADS = 12
_LAYERS = 6
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


class SentenceNetwork:
    """Turns token numbers into sentence vectors, shape ``(sentences, 384)``, not yet of length 1. Thread-safe."""

    def __init__(self, weights: Path, precision: Chosen) -> None:
        """Read the weights, in the published layout, and keep them in a precision."""
        self._type = torch.bfloat16 if precision == "bf16" else torch.float32
        self._linear = _fastest_linear(self._type)
        stored = load_file(weights)
        self._words = stored["embeddings.word_embeddings.weight"].to(self._type)
        first_kind = stored["embeddings.token_type_embeddings.weight"][0]
        self._places = (stored["embeddings.position_embeddings.weight"] + first_kind).to(self._type)
        self._norm = self._kept_norm(stored, "embeddings.LayerNorm")
        self._layers = [self._kept_layer(stored, f"encoder.layer.{number}") for number in range(_LAYERS)]

    def vectors(self, sentences: Sequence[Sequence[int]]) -> npt.NDArray[np.float32]:
        """Return a row a sentence. They must be in order of length, and none may be empty."""
        with torch.inference_mode():
            lengths = [len(each) for each in sentences]
            runs = list(_runs(lengths))
            states = self._embedded(sentences, lengths)
            for layer in self._layers:
                states = _layer(layer, states, runs)
            rows = [states[start : start + count * size].view(count, size, HIDDEN) for start, count, size in runs]
            means: npt.NDArray[np.float32] = torch.cat([each.float().mean(1) for each in rows]).numpy()
            return means

    def _embedded(self, sentences: Sequence[Sequence[int]], lengths: Sequence[int]) -> Tensor:
        """Return the first states: a row a token, and some at the end that nobody looks at."""
        total = sum(lengths)
        step = _FEW if total <= _MANY else _MANY
        spare = -total % step
        tokens = torch.tensor([*chain.from_iterable(sentences), *[0] * spare])
        places = torch.tensor([*chain.from_iterable(map(range, lengths)), *[0] * spare])
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
            torch.cat([stored[f"{name}.{part}"] for name in names]).to(self._type) for part in ("weight", "bias")
        )
        return self._linear(weight, bias, then)

    def _kept_norm(self, stored: Mapping[str, Tensor], name: str) -> Norm:
        return stored[f"{name}.weight"].to(self._type), stored[f"{name}.bias"].to(self._type)


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
    """Yield where sentences of one length begin, how many they are, and their length."""
    start = 0
    for length, group in groupby(lengths):
        count = len(list(group))
        yield start, count, length
        start += count * length
