"""A cross-encoder that a person names, in place of the packaged passage reader."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING

from index.errors import ModelError
from index.passages.model import Judged
from index.signals import Candidate

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder


class CrossEncoderJudge:
    """Any sentence-transformers cross-encoder with one output, loaded on first use.

    Its output is taken for the log-odds that a sentence answers, as rerankers trained with a logistic loss mean it.

    Args:
        model: A folder with a model, or a hub name, which may use the network.
    """

    def __init__(self, model: str) -> None:
        """Remember which model to load; nothing is read yet."""
        self._name = model
        self._model: CrossEncoder | None = None
        self._lock = threading.Lock()

    def judge(self, question: str, candidates: Sequence[Candidate]) -> list[Judged | None]:
        """Return what the model thinks of each candidate, its headline in front of it.

        Raises:
            ModelError: The model cannot be loaded, or has more than one output.
        """
        from torch.nn import Identity

        pairs = [(question, f"{each.document.title}: {each.stored.sentence.text}") for each in candidates]
        with self._lock:
            if self._model is None:
                self._model = self._load()
            if not pairs:
                return []
            scores = self._model.predict(pairs, activation_fn=Identity(), show_progress_bar=False)
        return [Judged(float(score), 0.0) for score in scores]

    def _load(self) -> CrossEncoder:
        from sentence_transformers import CrossEncoder

        try:
            model: CrossEncoder = CrossEncoder(self._name, device="cpu", trust_remote_code=False)
            if model.num_labels != 1:
                raise ValueError(f"it has {model.num_labels} outputs, and one is needed")
        except Exception as error:  # whatever the model's own files raise, the person needs one line
            line = (str(error).strip() or type(error).__name__).splitlines()[0][:200]
            raise ModelError(
                f"the cross-encoder {self._name!r} cannot be loaded ({line}); set COVERAGE_CROSS_ENCODER to a folder "
                "or the name of a sentence-transformers cross-encoder with one output, or leave it out"
            ) from error
        return model
