"""Text to vectors.

The packaged model has a fast encoder of its own; every other one goes through sentence-transformers.
"""

from index.encoder.packaged import PackagedEncoder
from index.encoder.precision import Chosen, Precision, chosen_precision
from index.encoder.protocol import Encoder
from index.encoder.sentence_transformer import SentenceTransformerEncoder
from index.encoder.weights import EMBEDDED_MODEL, embedded_folder, verify_weights

__all__ = [
    "EMBEDDED_MODEL",
    "Chosen",
    "Encoder",
    "PackagedEncoder",
    "Precision",
    "SentenceTransformerEncoder",
    "chosen_precision",
    "embedded_folder",
    "open_encoder",
    "precision_of",
    "verify_weights",
]


def open_encoder(model: str = EMBEDDED_MODEL, precision: Precision = "auto") -> Encoder:
    """Return the encoder for a model; nothing is read yet.

    ``precision`` is that of the packaged model, whose vectors live in one space whatever it is. All others are used as
    they are.
    """
    return PackagedEncoder(precision) if model == EMBEDDED_MODEL else SentenceTransformerEncoder(model)


def precision_of(model: str, asked: Precision = "auto") -> Chosen | None:
    """Return in which numbers a model's encoder computes on this machine; None where the model's files decide."""
    return chosen_precision(asked) if model == EMBEDDED_MODEL else None
