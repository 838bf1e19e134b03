"""The official description as checks: what an answer of each path, and each event of a stream, must look like."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import fastjsonschema
from jsonschema import Draft202012Validator
from jsonschema.exceptions import best_match

DESCRIPTION = json.loads(Path(__file__).with_name("description.json").read_text(encoding="utf-8"))

ENVELOPE = {
    "type": "object",
    "properties": {
        "error": {
            "type": "object",
            "properties": {
                "message": {"type": "string", "minLength": 1},
                "type": {"type": "string", "minLength": 1},
                "param": {"type": ["string", "null"]},
                "code": {"type": ["string", "null"]},
            },
            "required": ["message", "type", "param", "code"],
            "additionalProperties": False,
        }
    },
    "required": ["error"],
    "additionalProperties": False,
}
#: What Azure's gateway says about requests that never reach the service.
AZURE_ENVELOPE = {
    "type": "object",
    "properties": {
        "error": {
            "type": "object",
            "properties": {"message": {"type": "string", "minLength": 1}, "code": {"enum": ["401", "404"]}},
            "required": ["message", "code"],
            "additionalProperties": False,
        }
    },
    "required": ["error"],
    "additionalProperties": False,
}


def _amended(schemas: Mapping[str, Any]) -> dict[str, Any]:
    """The schemas of the description, stricter where it leaves room and wider where the hosted API was.

    - An object has no fields beyond the described ones.
    - An empty page has `null` for `first_id` and `last_id`, though the description says text.
    - A file keeps the purpose that it was uploaded with, though `evals` is described for the upload only.
    - A run shows `tool_resources`, as recorded from the hosted API, though it is not described.
    - A run step shows `expires_at`, as recorded from the hosted API, though only `expired_at` is described.
    - What is described for the request only is shown when it was given: `reasoning_effort` of an assistant and a
      run, `description` of a vector store.
    """
    amended = copy.deepcopy(dict(schemas))
    for schema in amended.values():
        _close(schema)
        for cursor in ("first_id", "last_id"):
            if cursor in schema.get("properties", {}):
                schema["properties"][cursor] = {"type": ["string", "null"]}
    of_files, of_uploads = (
        amended[name]["properties"]["purpose"]["enum"] for name in ("OpenAIFile", "CreateFileRequest")
    )
    of_files += [purpose for purpose in of_uploads if purpose not in of_files]
    amended["RunObject"]["properties"]["tool_resources"] = {"type": "object"}
    amended["RunStepObject"]["properties"]["expires_at"] = {"type": "integer"}
    for name in ("AssistantObject", "RunObject"):
        amended[name]["properties"]["reasoning_effort"] = {"$ref": "#/components/schemas/ReasoningEffort"}
    amended["VectorStoreObject"]["properties"]["description"] = {"type": ["string", "null"]}
    return amended


def _close(schema: Any) -> None:
    if isinstance(schema, list):
        for part in schema:
            _close(part)
    elif isinstance(schema, dict):
        if "properties" in schema and not {"anyOf", "oneOf", "allOf"} & schema.keys():
            schema.setdefault("additionalProperties", False)
        for key, part in schema.items():
            if key == "properties":
                _close(list(part.values()))
            elif key not in ("enum", "const", "default", "required"):
                _close(part)


COMPONENTS = {"components": {"schemas": _amended(DESCRIPTION["components"]["schemas"])}}

_PATHS = [
    (re.compile(re.sub(r"\{\w+\}", "[^/]+", path)), path)
    for path in sorted(DESCRIPTION["paths"], key=lambda path: path.count("{"))  # /threads/runs before /threads/{id}
]


def operation(method: str, path: str) -> dict[str, Any] | None:
    """The description of a request, by its method and its path (without /v1)."""
    for pattern, template in _PATHS:
        if pattern.fullmatch(path):
            return DESCRIPTION["paths"][template].get(method.lower())
    return None


def answer_schema(method: str, path: str) -> dict[str, Any] | None:
    """The schema of a 200, or None where the description has no such request."""
    described = operation(method, path)
    return described and described["responses"]["200"]["content"]["application/json"]["schema"]


def _event_schemas() -> dict[str, Any]:
    found: dict[str, Any] = {}

    def collect(schema: Any) -> None:
        if "$ref" in schema:
            collect(COMPONENTS["components"]["schemas"][schema["$ref"].rpartition("/")[2]])
        elif "properties" in schema:
            for name in schema["properties"]["event"]["enum"]:
                found[name] = schema["properties"]["data"]
        else:
            for branch in schema.get("oneOf", schema.get("anyOf", [])):
                collect(branch)

    collect({"$ref": "#/components/schemas/AssistantStreamEvent"})
    return found


#: The schema of each event's data, by the event's name.
EVENTS = _event_schemas()


def mistake(schema: Mapping[str, Any], value: Any) -> str | None:
    """What is wrong with `value`, in one line, or None."""
    try:
        _compiled(json.dumps(schema))(value)
    except fastjsonschema.JsonSchemaValueException:
        found = best_match(Draft202012Validator({**schema, **COMPONENTS}).iter_errors(value))
        return f"{found.json_path}: {found.message[:300]}" if found else "fits the schema only with jsonschema"
    return None


@cache
def _compiled(schema: str) -> Callable[[Any], Any]:
    return fastjsonschema.compile({**json.loads(schema), **COMPONENTS}, use_default=False, use_formats=False)
