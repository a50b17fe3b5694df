"""What every encoder does."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
import numpy.typing as npt


class Encoder(Protocol):
    """Turns texts into unit vectors. ``name`` and ``dimension`` identify the space they live in."""

    @property
    def name(self) -> str:
        """What the store records beside its vectors."""

    @property
    def dimension(self) -> int:
        """The length of a vector."""

    def encode(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """Return one row a text, shape ``(len(texts), dimension)``, each of Euclidean length 1."""

    def knows(self, word: str) -> bool:
        """Whether a lower-case word is a common one of the encoder's language, and so hardly a slip of the pen."""
