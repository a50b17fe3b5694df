"""What a source gives, before the store has named it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Article:
    """An article as its source has it.

    ``id`` is the publisher's or the user's own name for it, if any; ``source`` says where it was read
    (a path, ``path:line``, an address, ``stdin:line``). With ``whole_source`` the source holds this one
    article and nothing else, so that another text from there is a new version of it. ``published`` is
    ISO 8601. ``text`` is kept to the character. ``retrieved`` is when it was taken in, ISO 8601 in UTC; by default
    the moment at which it is stored. ``owner`` is whose it is, for example ``guild:123``; None for the coverage that
    all share.
    """

    source: str
    title: str
    text: str
    id: str | None = None
    outlet: str | None = None
    author: str | None = None
    url: str | None = None
    published: str | None = None
    whole_source: bool = False
    retrieved: str | None = None
    owner: str | None = None
