"""Discord's published schemas, closed: a field that they do not know is an error.

`openapi.json` checks REST bodies in both directions; `gateway.schema.json` checks events and what the client
sends over the websocket. Both are read once, from `$DISCORD_SPEC`, else from `../shared/discord` beside the
repository.
"""

from __future__ import annotations

import copy
import json
import os
import re
from collections.abc import Iterable
from datetime import datetime
from functools import cache
from pathlib import Path as FilePath
from typing import Any
from urllib.parse import urlsplit

from jsonschema import Draft7Validator, Draft202012Validator, FormatChecker
from jsonschema.protocols import Validator
from referencing import Registry
from referencing.jsonschema import DRAFT7, DRAFT202012

from .errors import FieldError, Json
from .field_errors import field_errors

LARGE = 4000  # characters
_ANY_ID = re.compile(r'"\d{15,}"')
REPOSITORY = FilePath(__file__).resolve().parents[2]

# The published file leaves these out, but discord.py sends them unasked and Discord takes them.
_YES_OR_NO: Json = {"type": ["boolean", "null"]}
ALSO_ACCEPTED: dict[str, Json] = {
    "ApplicationCommandUpdateRequest": {"nsfw": _YES_OR_NO},
    "ApplicationCommandCreateRequest": {"nsfw": _YES_OR_NO},
    "RichEmbed": {"flags": {"type": "integer"}},
    "MessageEditRequestPartial": {"tts": _YES_OR_NO},
    "IncomingWebhookUpdateRequestPartial": {"tts": _YES_OR_NO},
    "IncomingWebhookUpdateForInteractionCallbackRequestPartial": {"tts": _YES_OR_NO},
}


def specification_folder() -> FilePath:
    """Where the schemas are looked for."""
    return FilePath(os.environ.get("DISCORD_SPEC") or REPOSITORY / ".." / "shared" / "discord")


@cache
def load_specification() -> Specification | None:
    """The schemas, or None where the folder is absent (the hand-written rules still run)."""
    folder = specification_folder()
    api, gateway = folder / "openapi.json", folder / "gateway.schema.json"
    if not (api.is_file() and gateway.is_file()):
        return None
    return Specification(json.loads(api.read_text()), json.loads(gateway.read_text()))


def report_line() -> str:
    """One line for a test report's header: whether the schemas were there."""
    if load_specification() is None:
        return f"discord double: schemas NOT found in {specification_folder()}; hand-written rules only"
    return f"discord double: schemas from {specification_folder()}"


class Specification:
    """Checks bodies and events; every method returns the faults found, an empty list when there are none."""

    def __init__(self, api: Json, gateway: Json) -> None:
        answers = close(correct_answers(copy.deepcopy(api)))
        requests = close(correct_requests(api))
        self._operations = requests["paths"]
        self._registry: Registry[Any] = Registry().with_resources(
            [
                ("urn:requests", DRAFT202012.create_resource(requests)),
                ("urn:answers", DRAFT202012.create_resource(answers)),
                ("urn:gateway", DRAFT7.create_resource(close(correct_gateway(gateway)))),
            ]
        )
        self._validators: dict[str, Validator] = {}
        self._checked: dict[tuple[str, str], list[FieldError]] = {}

    def request(self, method: str, template: str, body: object, form: str) -> list[FieldError]:
        """Faults of a request body; `form` is its media type."""
        operation = self._operations.get(template, {}).get(method.lower())
        if operation is None or form not in operation.get("requestBody", {}).get("content", {}):
            return []
        place = pointer("paths", template, method.lower(), "requestBody", "content", form, "schema")
        return self._faults(f"urn:requests#{place}", body)

    def answer(self, method: str, template: str, status: int, body: object) -> list[FieldError]:
        """Faults of an answer that the double is about to give."""
        if status >= 400:
            kind = "RatelimitedResponse" if status == 429 else "ErrorResponse"
            place = pointer("components", "schemas", kind)
        else:
            promised = self._operations[template][method.lower()]["responses"]
            if str(status) not in promised:
                return [FieldError((), "STATUS", f"{method} {template} never answers {status}")]
            if "content" not in promised[str(status)]:
                return [] if body is None else [FieldError((), "BODY", f"{status} has no body")]
            parts = ("responses", str(status), "content", "application/json", "schema")
            place = pointer("paths", template, method.lower(), *parts)
        return self._faults(f"urn:answers#{place}", body)

    def frame(self, definition: str, value: object) -> list[FieldError]:
        """Faults of something that travels over the gateway, by the name of its definition."""
        reference = f"urn:gateway#{pointer('definitions', definition)}"
        return field_errors(self._validator(reference).iter_errors(value))

    def _faults(self, reference: str, body: object) -> list[FieldError]:
        """Faults of a REST body; a large one, such as all commands at each start, is checked once but for its ids."""
        text = json.dumps(body) if isinstance(body, list) else ""
        if len(text) < LARGE:
            return field_errors(self._validator(reference).iter_errors(body))
        known = (reference, _ANY_ID.sub('"1"', text))
        if known not in self._checked:
            self._checked[known] = field_errors(self._validator(reference).iter_errors(body))
        return self._checked[known]

    def _validator(self, reference: str) -> Validator:
        if reference not in self._validators:
            draft = Draft7Validator if reference.startswith("urn:gateway") else Draft202012Validator
            self._validators[reference] = draft(
                {"$ref": reference}, registry=self._registry, format_checker=format_checker()
            )
        return self._validators[reference]


def pointer(*parts: str) -> str:
    """A JSON pointer, escaped for use as a URI fragment."""
    escaped = (part.replace("~", "~0").replace("/", "~1") for part in parts)
    return "".join("/" + part.replace("%", "%25").replace("{", "%7B").replace("}", "%7D") for part in escaped)


def close(schema: Json) -> Json:
    """Forbid unknown properties in place wherever some are listed, but for `allOf`, whose parts add up."""
    _close(schema)
    return schema


def _close(schema: object) -> None:
    if isinstance(schema, list):
        for part in schema:
            _close(part)
    if not isinstance(schema, dict):
        return
    if isinstance(schema.get("properties"), dict) and schema.get("type") == "object":
        schema.setdefault("additionalProperties", False)
    for key, part in schema.items():
        if key != "allOf":
            _close(part)


def correct_requests(api: Json) -> Json:
    """What a client may send beyond the file: numbers for ids, and the fields of `ALSO_ACCEPTED`."""
    schemas = api["components"]["schemas"]
    schemas["SnowflakeType"] = {"anyOf": [schemas["SnowflakeType"], {"type": "integer", "minimum": 0}]}
    for name, properties in ALSO_ACCEPTED.items():
        schemas[name]["properties"].update(properties)
    return api


def correct_answers(api: Json) -> Json:
    """Discord names field errors by words ("BASE_TYPE_REQUIRED"), where the file says integer."""
    schemas = api["components"]["schemas"]
    schemas["FieldError"] = copy.deepcopy(schemas["Error"])
    schemas["FieldError"]["properties"]["code"] = {"type": "string"}
    schemas["InnerErrors"]["properties"]["_errors"]["items"] = {"$ref": "#/components/schemas/FieldError"}
    schemas["Error"]["additionalProperties"] = True
    return api


def correct_gateway(gateway: Json) -> Json:
    """Shown media have an id, and chosen threads tell their counts: the older gateway's file does not know it yet.

    The API's file demands the first, and discord.py the second.
    """
    known = gateway["definitions"]
    known["APIUnfurledMediaItem"]["properties"]["id"] = {"type": "string"}
    chosen_thread = known["APIInteractionDataResolvedChannel"]["anyOf"][1]["properties"]
    chosen_thread |= {"owner_id": {"type": "string"}, "message_count": {}, "member_count": {}}
    return gateway


def is_web_address(value: object) -> bool:
    """Whether Discord takes this as the address of a link or a picture."""
    if not isinstance(value, str):
        return True
    try:
        parts = urlsplit(value)
    except ValueError:
        return False
    return parts.scheme in {"http", "https", "ws", "wss", "discord", "attachment"} and bool(parts.netloc)


def is_timestamp(value: object) -> bool:
    """Whether this is an ISO 8601 date and time with its offset."""
    if not isinstance(value, str):
        return True
    try:
        return datetime.fromisoformat(value).tzinfo is not None
    except ValueError:
        return False


def in_words(faults: Iterable[FieldError]) -> str:
    """Faults on one line, for a test report."""
    return "; ".join(f"{'.'.join(map(str, fault.path)) or 'body'}: {fault.message}" for fault in faults)


def format_checker() -> FormatChecker:
    """Checks the two formats that matter here; the number formats follow from `type`."""
    checker = FormatChecker(formats=())
    checker.checks("uri")(is_web_address)
    checker.checks("date-time")(is_timestamp)
    return checker
