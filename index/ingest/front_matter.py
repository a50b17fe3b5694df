"""YAML front matter: what an article says about itself between two lines of dashes."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

import yaml

from index.ingest import fields

MAX_FRONT_MATTER = 65_536
"""The longest front matter that is read, in Unicode code points."""

_BLOCK = re.compile(r"---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_SPACED_OFFSET = re.compile(r" (?=[+-]\d\d:?\d\d$)")
_NULLS = ("", "~", "null", "Null", "NULL")


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The fields of an article that its front matter gives, checked, on one line each."""

    title: str | None = None
    id: str | None = None
    outlet: str | None = None
    author: str | None = None
    url: str | None = None
    published: str | None = None


def split_front_matter(text: str) -> tuple[FrontMatter, str]:
    """Return what ``text`` says about itself, and the text after that.

    A text without front matter, or whose first two rules enclose something else than ``key: value``
    lines, is returned whole.

    Raises:
        ValueError: The front matter is too long, is not YAML, or a field in it is not what it must be.
    """
    match = _BLOCK.match(text)
    if match is None:
        return FrontMatter(), text
    if len(match[1]) > MAX_FRONT_MATTER:
        raise ValueError(f"has front matter of more than {MAX_FRONT_MATTER:,} characters: shorten it")
    given = _parse(match[1])
    if given is None:
        return FrontMatter(), text
    return _checked(given), text[match.end() :]


def _parse(block: str) -> dict[str, object] | None:
    # BaseLoader is the safe loader without types: "title: No" stays "No", a date stays as it was
    # typed. Aliases only share an object here, and nothing walks below the second level, so a
    # document that would unfold to gigabytes ("billion laughs") stays as small as it was written.
    try:
        value = yaml.load(block, Loader=yaml.BaseLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 2 if error.problem_mark else 1
        problem = " ".join((error.problem or "it cannot be parsed").split())
        reason = f"has front matter that is not YAML (line {line}: {problem}): put the value in quotes"
        raise ValueError(reason) from error
    except (yaml.YAMLError, RecursionError) as error:
        raise ValueError("has front matter that is not YAML: correct or remove it") from error
    return {str(key).lower(): item for key, item in value.items()} if isinstance(value, dict) else None


def _checked(given: dict[str, object]) -> FrontMatter:
    url = _first(given, "url")
    outlet = _first(given, "outlet", "source", "publisher")
    # Web clippers write the page's address as `source`.
    if outlet.value.startswith(("http://", "https://")):
        url, outlet = (url if url.value else outlet), _ABSENT
    published = _first(given, "published", "date")
    return FrontMatter(
        title=_first(given, "title").checked(fields.one_line),
        id=_first(given, "id").checked(fields.identifier),
        outlet=outlet.checked(fields.one_line),
        author=_first(given, "author").checked(fields.one_line),
        url=url.checked(fields.web_address),
        published=published.checked(_yaml_date),
    )


@dataclass(frozen=True, slots=True)
class _Field:
    name: str
    value: str

    def checked(self, check: Callable[[str], str]) -> str | None:
        if not self.value:
            return None
        try:
            return check(self.value) or None
        except ValueError as error:
            raise ValueError(f"`{self.name}` {error}") from error


_ABSENT = _Field("", "")


def _first(given: dict[str, object], *names: str) -> _Field:
    for name in names:
        value = given.get(name)
        if isinstance(value, list) and all(isinstance(item, str) for item in value):
            value = ", ".join(value)
        if value is not None and not isinstance(value, str):
            raise ValueError(f"`{name}` is not a text: write it on one line, in quotes")
        if value and value.strip() not in _NULLS:
            return _Field(name, value.strip())
    return _ABSENT


def _yaml_date(value: str) -> str:
    # YAML, unlike ISO 8601, has a space before the offset: "2020-01-07 08:30:00 +0100".
    return fields.iso_date(_SPACED_OFFSET.sub("", value))
