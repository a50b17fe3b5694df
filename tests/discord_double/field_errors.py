"""From jsonschema's errors to Discord's: the code words and sentences that its API uses."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from jsonschema.exceptions import ValidationError

from .errors import FieldError


def field_errors(errors: Iterable[ValidationError]) -> list[FieldError]:
    """Every fault, at the deepest field that explains it; in a union, of the branch that was meant."""
    return [found for error in errors for found in _unfold(error)]


def _unfold(error: ValidationError) -> Iterable[FieldError]:
    if error.validator in {"oneOf", "anyOf"} and error.context:
        for inner in _meant_branch(error):
            yield from _unfold(inner)
        return
    yield from _worded(error)


def _meant_branch(error: ValidationError) -> list[ValidationError]:
    branches: dict[object, list[ValidationError]] = {}
    for inner in error.context or ():
        branches.setdefault(inner.relative_schema_path[0], []).append(inner)
    return min(branches.values(), key=lambda branch: _distance(branch))


def _distance(branch: list[ValidationError]) -> tuple[int, int]:
    """How far the value is from what a branch wants: a wrong kind is further than a wrong field."""
    wrong_kind = any(
        (inner.validator == "type" and not inner.relative_path)
        or (list(inner.relative_path)[-1:] == ["type"] and inner.validator in {"enum", "const", "oneOf"})
        for inner in branch
    )
    return (1 if wrong_kind else 0, len(branch))


def _worded(error: ValidationError) -> Iterable[FieldError]:
    path = tuple(error.absolute_path)
    if error.validator == "required":
        for name in error.validator_value:
            if name not in error.instance:
                yield FieldError((*path, name), "BASE_TYPE_REQUIRED", "This field is required")
        return
    if error.validator == "additionalProperties":
        known = error.schema.get("properties", {})
        for name in error.instance:
            if name not in known:
                yield FieldError((*path, name), "DOUBLE_UNKNOWN_FIELD", "Discord does not know this field")
        return
    code, wording = _WORDS.get(str(error.validator), ("BASE_TYPE_INVALID", lambda e: e.message[:200]))
    yield FieldError(path, code, wording(error))


def _length(error: ValidationError) -> str:
    low = error.schema.get("minLength", error.schema.get("minItems"))
    high = error.schema.get("maxLength", error.schema.get("maxItems"))
    if low and high:
        return f"Must be between {low} and {high} in length."
    return f"Must be {high} or fewer in length." if high else f"Must be {low} or more in length."


def _choices(error: ValidationError) -> str:
    value = error.validator_value
    allowed = value if isinstance(value, list) else [value]
    return f"Value must be one of {{{', '.join(map(repr, allowed))}}}."


def _kind(error: ValidationError) -> str:
    return f"Value is not of type {error.validator_value}."


_WORDS: dict[str, tuple[str, Callable[[ValidationError], str]]] = {
    "maxLength": ("BASE_TYPE_BAD_LENGTH", _length),
    "minLength": ("BASE_TYPE_BAD_LENGTH", _length),
    "maxItems": ("BASE_TYPE_BAD_LENGTH", _length),
    "minItems": ("BASE_TYPE_BAD_LENGTH", _length),
    "enum": ("BASE_TYPE_CHOICES", _choices),
    "const": ("BASE_TYPE_CHOICES", _choices),
    "type": ("BASE_TYPE_INVALID", _kind),
    "minimum": (
        "NUMBER_TYPE_MIN",
        lambda e: f"Value should be greater than or equal to {e.validator_value}.",
    ),
    "maximum": ("NUMBER_TYPE_MAX", lambda e: f"Value should be less than or equal to {e.validator_value}."),
    "pattern": ("STRING_TYPE_REGEX", lambda e: "String value did not match validation regex."),
    "format": ("URL_TYPE_INVALID_URL", lambda e: f"Not a well formed {e.validator_value}."),
    "uniqueItems": ("SET_TYPE_ALREADY_CONTAINS_VALUE", lambda e: "The set already contains this value"),
}
