"""The words inside a cited sentence that answer the question: found where that is sure, else left alone."""

from index.short_answer.model import Weights, packaged_weights, short_answer

__all__ = ["Weights", "packaged_weights", "short_answer"]
