"""What Discord demands of application commands beyond the shape of their JSON."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator

from .errors import FieldError, Json, Path

CHAT_INPUT, USER_MENU, MESSAGE_MENU = 1, 2, 3
SUBCOMMAND, GROUP = 1, 2
STRING, INTEGER, BOOLEAN, USER, CHANNEL, ROLE, MENTIONABLE, NUMBER, ATTACHMENT = range(3, 12)
MOST = {CHAT_INPUT: 100, USER_MENU: 15, MESSAGE_MENU: 15}
TOTAL_LENGTH = 8000
CHOICES = 25
LOCALES = frozenset(
    (
        *(
            "id",
            "da",
            "de",
            "en-GB",
            "en-US",
            "es-ES",
            "es-419",
            "fr",
            "hr",
            "it",
            "lt",
            "hu",
            "nl",
            "no",
            "pl",
            "pt-BR",
        ),
        *(
            "ro",
            "fi",
            "sv-SE",
            "vi",
            "tr",
            "cs",
            "el",
            "bg",
            "ru",
            "uk",
            "hi",
            "th",
            "zh-CN",
            "ja",
            "zh-TW",
            "ko",
        ),
    )
)


def command_faults(command: Json, path: Path) -> Iterator[FieldError]:
    """All faults of one command."""
    kind = command.get("type") or CHAT_INPUT
    if kind == CHAT_INPUT:
        yield from _named(command, path)
        yield from _options(command.get("options") or [], path, depth=0)
        if command_length(command) > TOTAL_LENGTH:
            message = f"Command exceeds maximum size ({TOTAL_LENGTH})"
            yield FieldError(path, "APPLICATION_COMMAND_TOO_LARGE", message)
        return
    yield from _text(command.get("name"), 32, (*path, "name"))
    for name in ("description", "options"):
        if command.get(name):
            message = "Context menu commands cannot have " + ("a description" if name == "description" else "options")
            yield FieldError((*path, name), f"APPLICATION_COMMAND_CONTEXT_MENU_{name.upper()}_FORBIDDEN", message)


def bulk_faults(commands: list[Json]) -> Iterator[FieldError]:
    """Faults of a whole set: each command's, and names used twice."""
    seen: Counter[tuple[int, str]] = Counter()
    for at, command in enumerate(commands):
        yield from command_faults(command, (at,))
        key = (command.get("type") or CHAT_INPUT, command["name"])
        seen[key] += 1
        if seen[key] > 1:
            yield FieldError(
                (at, "name"),
                "APPLICATION_COMMANDS_DUPLICATE_NAME",
                "Application command names must be unique",
            )


def command_length(command: Json) -> int:
    """Characters of names, descriptions and choice values; of translations the longest counts."""
    total = 0
    for name in ("name", "description"):
        variants = [command.get(name) or "", *(command.get(f"{name}_localizations") or {}).values()]
        total += max(map(len, variants))
    for choice in command.get("choices") or []:
        total += len(str(choice["name"])) + len(str(choice["value"]))
    return total + sum(command_length(option) for option in command.get("options") or [])


def _named(entry: Json, path: Path) -> Iterator[FieldError]:
    names: dict[Path, object] = {("name",): entry.get("name")}
    names |= {("name_localizations", key): text for key, text in (entry.get("name_localizations") or {}).items()}
    for where, name in names.items():
        if not (isinstance(name, str) and valid_name(name)):
            code, message = "APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid"
            yield FieldError((*path, *where), code, message)
    yield from _text(entry.get("description"), 100, (*path, "description"))
    for key, text in (entry.get("description_localizations") or {}).items():
        yield from _text(text, 100, (*path, "description_localizations", key))
    for field in ("name_localizations", "description_localizations"):
        for key in entry.get(field) or {}:
            if key not in LOCALES:
                message = f"Value must be one of {{{', '.join(sorted(LOCALES))}}}."
                yield FieldError((*path, field, key), "BASE_TYPE_CHOICES", message)


def valid_name(name: str) -> bool:
    """Discord's rule for slash names: 1 to 32 letters, digits, - _ ' in lower case where there is one."""
    return 1 <= len(name) <= 32 and name == name.lower() and all(_fits(letter) for letter in name)


def _fits(letter: str) -> bool:
    if letter in "-_'ʼ":
        return True
    marks_allowed = "\u0900" <= letter <= "\u097f" or "\u0e00" <= letter <= "\u0e7f"
    category = unicodedata.category(letter)[0]
    return category in "LN" or (category == "M" and marks_allowed)


def _text(value: object, limit: int, path: Path) -> Iterator[FieldError]:
    if not isinstance(value, str) or not value:
        yield FieldError(path, "BASE_TYPE_REQUIRED", "This field is required")
    elif len(value) > limit:
        yield FieldError(path, "BASE_TYPE_BAD_LENGTH", f"Must be between 1 and {limit} in length.")


def _options(options: list[Json], path: Path, depth: int) -> Iterator[FieldError]:
    path = (*path, "options")
    if len(options) > 25:
        yield FieldError(path, "BASE_TYPE_BAD_LENGTH", "Must be 25 or fewer in length.")
    seen: set[str] = set()
    optional_before = False
    nested = {option.get("type") in {SUBCOMMAND, GROUP} for option in options}
    if len(nested) > 1:
        message = "Sub-command and sub-command group option types are mutually exclusive to all other types"
        yield FieldError(path, "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", message)
    for at, option in enumerate(options):
        here = (*path, at)
        yield from _named(option, here)
        if option.get("name") in seen:
            message = "Option name already exists"
            yield FieldError((*here, "name"), "APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS", message)
        seen.add(str(option.get("name")))
        if option.get("required") and optional_before:
            message = "Required options must be placed before non-required options"
            yield FieldError(here, "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", message)
        optional_before = optional_before or not option.get("required")
        yield from _option(option, here, depth)


def _option(option: Json, path: Path, depth: int) -> Iterator[FieldError]:
    kind = option.get("type")
    if kind in {SUBCOMMAND, GROUP}:
        if depth > 1 or (kind == GROUP and depth > 0):
            message = "Sub-command groups cannot be nested here"
            yield FieldError((*path, "type"), "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", message)
        yield from _options(option.get("options") or [], path, depth + 1)
        return
    choices = option.get("choices") or []
    if choices and option.get("autocomplete"):
        message = "Choices cannot be set on an option that has autocomplete"
        yield FieldError((*path, "autocomplete"), "APPLICATION_COMMAND_AUTOCOMPLETE_CHOICES", message)
    for keys, kinds in (
        (("min_value", "max_value"), {INTEGER, NUMBER}),
        (("min_length", "max_length"), {STRING}),
    ):
        low, high = (option.get(key) for key in keys)
        if (low is not None or high is not None) and kind not in kinds:
            yield FieldError(path, "APPLICATION_COMMAND_OPTIONS_LIMITS_INVALID", f"{keys[0]} does not fit this type")
        if low is not None and high is not None and low > high:
            yield FieldError((*path, keys[1]), "NUMBER_TYPE_MIN", f"{keys[1]} is less than {keys[0]}")
    names = [choice.get("name") for choice in choices]
    if len(set(names)) < len(names):
        message = "Choice names must be unique"
        yield FieldError((*path, "choices"), "APPLICATION_COMMAND_OPTIONS_CHOICE_NAME_ALREADY_EXISTS", message)
    yield from choice_faults(choices, (*path, "choices"))


def choice_faults(choices: list[Json], path: Path) -> Iterator[FieldError]:
    """Faults of choices, whether fixed or offered while a person types."""
    if len(choices) > CHOICES:
        yield FieldError(path, "BASE_TYPE_BAD_LENGTH", f"Must be {CHOICES} or fewer in length.")
    for at, choice in enumerate(choices):
        yield from _text(choice.get("name"), 100, (*path, at, "name"))
        if isinstance(choice.get("value"), str):
            yield from _text(choice["value"], 100, (*path, at, "value"))
