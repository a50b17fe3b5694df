"""What the passage network says of every token, computed as the encoder computes: without padding."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor
from torch.nn import functional

from index.encoder import Chosen
from index.encoder.network import Transformer
from index.passages.layout import Sequenced

_OURS = "bert."
_HEADS = frozenset({"sentence.weight", "sentence.bias", "span.weight", "span.bias"})


class PassageScorer:
    """The same scores as :class:`index.passages.network.PassageNetwork` gives, which is for training. Thread-safe."""

    def __init__(self, encoder: Mapping[str, Tensor], learned: Mapping[str, Tensor], precision: Chosen) -> None:
        """Take the packaged encoder's weights, and those that were learned on top of them.

        Raises:
            ValueError: What was learned belongs to another network.
        """
        layers = {name.removeprefix(_OURS): kept.float() for name, kept in learned.items() if name.startswith(_OURS)}
        others = {name for name in learned if not name.startswith(_OURS)}
        if others != _HEADS or any(name not in encoder or encoder[name].shape != layers[name].shape for name in layers):
            raise ValueError("they belong to another network")
        self._transformer = Transformer({**encoder, **layers}, precision)
        self._weight, self._bias = (
            torch.cat([learned[f"{head}.{part}"] for head in ("sentence", "span")]).to(self._transformer.type)
            for part in ("weight", "bias")
        )

    def scores(self, passages: Sequence[Sequenced]) -> list[npt.NDArray[np.float32]]:
        """Return for each passage the three scores of every token, shape ``(tokens, 3)``."""
        runs = self._transformer.states([each.ids for each in passages], [each.kinds for each in passages])
        with torch.inference_mode():
            made = [functional.linear(states, self._weight, self._bias).float().numpy() for states in runs]
        return [scores for run in made for scores in run]
