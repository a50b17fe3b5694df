"""What ``coverage-bot history`` says: an article's versions, the newest first, and what changed in each.

Between two versions every changed letter is shown, also where it is a slip that would have made no version by itself.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import pairwise

from bot.terminal import count
from bot.wording import one_line, visible
from index.document import Version
from index.versions import SentenceChange, changes, marked
from index.wording_changes import every_word

_TITLE_LIMIT = 300


def history_json(document_id: str, versions: Sequence[Version]) -> str:
    """Return an article's versions with their texts as one JSON object; ``changes`` are since the version before."""
    return json.dumps(
        {
            "id": document_id,
            "versions": [
                {
                    "version": version.number,
                    "retrieved": version.retrieved,
                    "superseded": version.superseded,
                    "title": version.title,
                    "author": version.author,
                    "published": version.published,
                    "text": version.text,
                    "changes": [
                        {"change": change.kind, "was": change.was, "now": change.now}
                        for change in _changes(version, before)
                    ],
                }
                for version, before in _with_before(versions)
            ],
        },
        ensure_ascii=False,
    )


def history_text(document_id: str, versions: Sequence[Version]) -> str:
    """Return an article's versions as lines for a person: what was taken out as ``[-14-]``, put in as ``{+15+}``."""
    lines = [f"{document_id}  “{one_line(versions[0].title, _TITLE_LIMIT)}”, {count(len(versions), 'version')}"]
    for version, before in _with_before(versions):
        until = f", replaced {version.superseded}" if version.superseded else ", current"
        lines += ["", f"version {version.number}, retrieved {version.retrieved or 'at an unknown time'}{until}"]
        lines += [f"  {line}" for line in _lines(version, before)] if before else []
    return "\n".join(lines)


def _lines(version: Version, before: Version) -> Iterator[str]:
    for name, was, now in (("title", before.title, version.title), ("author", before.author, version.author)):
        if was != now:
            yield f"{name}: {visible(marked(was or '', now or ''))}"
    for change in _changes(version, before):
        if change.was is None or change.now is None:
            yield f"{change.kind}: {visible(change.was or change.now or '')}"
        else:
            yield f"{change.kind}: {visible(marked(change.was, change.now))}"


def _changes(version: Version, before: Version | None) -> list[SentenceChange]:
    return changes(before.sentences, version.sentences, every_word) if before else []


def _with_before(versions: Sequence[Version]) -> Iterator[tuple[Version, Version | None]]:
    yield from pairwise(versions)
    yield versions[-1], None
