"""The limits of a message that Discord enforces and its published schema does not say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from .entities import COMPONENTS_V2, EPHEMERAL
from .errors import FieldError, Json, Path, empty_message, invalid_form
from .mentions import allowed_mentions_faults

CONTENT_LIMIT = 2000
EMBED_TOTAL = 6000
V2_TEXT_TOTAL = 4000
V2_COMPONENTS = 40
ROWS = 5
EMBEDS = 10
# field -> limit; the schema says these too, but may be absent
EMBED_LIMITS = {"title": 256, "description": 4096}
EMBED_NESTED = {("footer", "text"): 2048, ("author", "name"): 256}
FIELD_LIMITS = {"name": 256, "value": 1024}
FIELDS = 25

# what an application may set: SUPPRESS_EMBEDS, EPHEMERAL, SUPPRESS_NOTIFICATIONS, IS_COMPONENTS_V2
FLAGS_TO_SEND = 1 << 2 | 1 << 12 | COMPONENTS_V2
FLAGS_TO_ANSWER = FLAGS_TO_SEND | EPHEMERAL


def check_message(body: Json, *, files: int, flags: int, path: Path = ()) -> None:
    """Raise the Rejection that Discord would give for this message.

    `flags` are those of the message after the request.
    """
    faults = [*_content(body), *_embeds(body), *allowed_mentions_faults(body.get("allowed_mentions"), ())]
    components = body.get("components") or []
    faults += component_faults(components, v2=bool(flags & COMPONENTS_V2))
    if flags & COMPONENTS_V2:
        faults += [
            FieldError(
                (name,),
                "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2",
                f"The '{name}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2",
            )
            for name in ("content", "embeds")
            if body.get(name)
        ]
    if faults:
        raise invalid_form(FieldError((*path, *fault.path), fault.code, fault.message) for fault in faults)
    shown = (body.get("content") or "").strip() or body.get("embeds") or body.get("sticker_ids")
    if not (shown or files or (components and flags & COMPONENTS_V2) or body.get("poll")):
        raise empty_message()


def _content(body: Json) -> Iterator[FieldError]:
    if len(body.get("content") or "") > CONTENT_LIMIT:
        yield FieldError(("content",), "BASE_TYPE_MAX_LENGTH", f"Must be {CONTENT_LIMIT} or fewer in length.")


def _too_long(value: object, limit: int, *path: str | int) -> Iterator[FieldError]:
    if isinstance(value, str) and len(value) > limit:
        yield FieldError(path, "BASE_TYPE_MAX_LENGTH", f"Must be {limit} or fewer in length.")


def _required(value: object, *path: str | int) -> Iterator[FieldError]:
    if not (isinstance(value, str) and value.strip()):
        yield FieldError(path, "BASE_TYPE_REQUIRED", "This field is required")


def _embeds(body: Json) -> Iterator[FieldError]:
    embeds = body.get("embeds") or []
    if len(embeds) > EMBEDS:
        yield FieldError(("embeds",), "BASE_TYPE_MAX_LENGTH", f"Must be {EMBEDS} or fewer in length.")
    for at, embed in enumerate(embeds):
        yield from _embed(embed, ("embeds", at))
    if sum(map(embed_length, embeds)) > EMBED_TOTAL:
        yield FieldError(("embeds",), "MAX_EMBED_SIZE_EXCEEDED", f"Embed size exceeds maximum size of {EMBED_TOTAL}")


def _embed(embed: Json, path: Path) -> Iterator[FieldError]:
    for name, limit in EMBED_LIMITS.items():
        yield from _too_long(embed.get(name), limit, *path, name)
    for (outer, inner), limit in EMBED_NESTED.items():
        yield from _too_long((embed.get(outer) or {}).get(inner), limit, *path, outer, inner)
    fields = embed.get("fields") or []
    if len(fields) > FIELDS:
        yield FieldError((*path, "fields"), "BASE_TYPE_MAX_LENGTH", f"Must be {FIELDS} or fewer in length.")
    for at, entry in enumerate(fields):
        for name, limit in FIELD_LIMITS.items():
            yield from _required(entry.get(name), *path, "fields", at, name)
            yield from _too_long(entry.get(name), limit, *path, "fields", at, name)
    if not any(embed.get(name) for name in EMBED_SHOWN):
        yield FieldError((*path, "description"), "BASE_TYPE_REQUIRED", "This field is required")


EMBED_SHOWN = ("title", "description", "fields", "author", "footer", "image", "thumbnail", "url")


def embed_length(embed: Json) -> int:
    """Characters of one embed that count toward the total of 6,000."""
    texts = [embed.get("title"), embed.get("description")]
    texts += [(embed.get("footer") or {}).get("text"), (embed.get("author") or {}).get("name")]
    texts += [entry.get(name) for entry in embed.get("fields") or [] for name in ("name", "value")]
    return sum(len(text.strip()) for text in texts if text)


def every_component(components: Iterable[Json], path: Path = ("components",)) -> Iterator[tuple[Path, Json]]:
    """Each component with its path, from outside in."""
    for at, component in enumerate(components):
        yield from _with_parts(component, (*path, at))


def _with_parts(component: Json, path: Path) -> Iterator[tuple[Path, Json]]:
    yield path, component
    yield from every_component(component.get("components") or [], (*path, "components"))
    for name in ("accessory", "component"):
        if component.get(name):
            yield from _with_parts(component[name], (*path, name))


def component_faults(components: list[Json], *, v2: bool) -> Iterator[FieldError]:
    """Counts, duplicate ids, buttons that are not one thing or the other, and V2 limits."""
    parts = list(every_component(components))
    if not v2:
        if len(components) > ROWS:
            yield FieldError(("components",), "BASE_TYPE_BAD_LENGTH", f"Must be between 1 and {ROWS} in length.")
        for path, part in parts:
            if len(path) == 2 and part.get("type") != 1:
                yield FieldError((*path, "type"), "UNION_TYPE_CHOICES", 'Value of field "type" must be one of (1,).')
    else:
        if len(parts) > V2_COMPONENTS:
            message = f"The total number of components cannot exceed {V2_COMPONENTS}"
            yield FieldError(("components",), "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED", message)
        texts = sum(len(part.get("content") or "") for _, part in parts if part.get("type") == 10)
        if texts > V2_TEXT_TOTAL:
            message = f"The total text of components cannot exceed {V2_TEXT_TOTAL} characters"
            yield FieldError(("components",), "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED", message)
    yield from _duplicates(
        parts, "custom_id", "COMPONENT_CUSTOM_ID_DUPLICATED", "Component custom id cannot be duplicated"
    )
    yield from _duplicates(parts, "id", "COMPONENT_ID_DUPLICATED", "Component id cannot be duplicated")
    for path, part in parts:
        yield from _row_or_button(path, part)


def _duplicates(parts: list[tuple[Path, Json]], key: str, code: str, message: str) -> Iterator[FieldError]:
    seen: Counter[object] = Counter()
    for path, part in parts:
        value = part.get(key)
        if value:
            seen[value] += 1
            if seen[value] > 1:
                yield FieldError((*path, key), code, message)


def _row_or_button(path: Path, part: Json) -> Iterator[FieldError]:
    if part.get("type") == 1:
        inner = part.get("components") or []
        menus = [entry for entry in inner if entry.get("type") in {3, 4, 5, 6, 7, 8}]
        if menus and len(inner) > 1:
            yield FieldError((*path, "components"), "BASE_TYPE_BAD_LENGTH", "A row holds one menu or up to 5 buttons.")
    if part.get("type") != 2:
        return
    style = part.get("style")
    wanted = {5: "url", 6: "sku_id"}.get(style if isinstance(style, int) else 0, "custom_id")
    for name in ("custom_id", "url", "sku_id"):
        if name == wanted and not part.get(name):
            yield FieldError((*path, name), "BASE_TYPE_REQUIRED", "This field is required")
        if name != wanted and part.get(name):
            message = f"A button of style {style} cannot have a {name}"
            yield FieldError((*path, name), "BUTTON_COMPONENT_INVALID_FIELD", message)
    if style != 6 and not (part.get("label") or part.get("emoji")):
        yield FieldError(path, "BUTTON_COMPONENT_NO_LABEL_OR_EMOJI", "A button needs a label or an emoji")
