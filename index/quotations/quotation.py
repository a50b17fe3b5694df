"""A quotation: who said which words, all of it by offsets into the article."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from index.document import Span

FINDER = 1  # counts the rules that find quotations: what older ones found is found again by a rebuild


class Kind(Enum):
    """How words are quoted: between marks, retold, or retold with some of it between marks."""

    DIRECT = "direct"
    INDIRECT = "indirect"
    MIXED = "mixed"


@dataclass(frozen=True, slots=True)
class Quotation:
    """What somebody said, in the article ``document_id``.

    ``cited`` is the whole sentence, or the sentences, that a citation shows. ``words`` are the words said, inside
    ``cited``: no word of the reporter's is between them. ``speaker`` is where the article has the speaker's full
    name, which may be far from ``cited``, and ``role`` where it says what the speaker is, if it does. All four are
    spans of the article's text.
    """

    document_id: str
    cited: Span
    words: Span
    kind: Kind
    speaker: Span
    role: Span | None = None
