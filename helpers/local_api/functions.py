"""Tools as the API stores them, and the schemas that clients write for functions and answers.

A malformed JSON Schema is refused in the words that the hosted API used (those of the `jsonschema` library); with
`strict`, the rules of Structured Outputs are checked too.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from .errors import InvalidRequest
from .json_schema import schema_problems

#: How file_search ranks when nothing else is asked for (recorded).
RANKING = {"ranker": "default_2024_08_21", "score_threshold": 0.0}


def check_tools(tools: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Tools with their defaults filled in. Raises `InvalidRequest` for a bad function schema."""
    return [_check_tool(tool, index) for index, tool in enumerate(tools)]


def check_response_format(response_format: Any) -> None:
    """Raises `InvalidRequest` for a bad schema of an answer."""
    if not isinstance(response_format, dict) or response_format["type"] != "json_schema":
        return
    given = response_format["json_schema"]
    if "schema" in given:
        if problem := _problem(json.dumps(given["schema"]), strict=bool(given.get("strict"))):
            raise InvalidRequest(
                f"Invalid schema for response_format '{given['name']}': {problem}", param="response_format"
            )


def _check_tool(tool: dict[str, Any], index: int) -> dict[str, Any]:
    if tool["type"] == "file_search":
        settings = tool.get("file_search", {})
        ranking = RANKING | settings.get("ranking_options", {})
        return {"type": "file_search", "file_search": settings | {"ranking_options": ranking}}
    if tool["type"] != "function":
        return tool
    function = tool["function"]
    if "parameters" in function:
        strict = bool(function.get("strict"))
        if problem := _problem(json.dumps(function["parameters"]), strict=strict, parameters=True):
            raise InvalidRequest(
                f"Invalid schema for function '{function['name']}': {problem}",
                param=f"tools[{index}].function.parameters",
                code="invalid_function_parameters",
            )
    return {"type": "function", "function": function | {"strict": bool(function.get("strict"))}}


@lru_cache(maxsize=1024)
def _problem(schema_text: str, *, strict: bool, parameters: bool = False) -> str | None:
    """What is wrong with a JSON Schema, or None. Remembered, because programs send the same schemas again."""
    schema = json.loads(schema_text)
    if parameters and schema and schema.get("type") != "object":
        return f"schema must be a JSON Schema of 'type: \"object\"', got 'type: {json.dumps(schema.get('type'))}'."
    if problem := next(schema_problems(schema), None):
        return f"{problem}."
    return next(_strict_problems(schema, ()), None) if strict else None


def _strict_problems(schema: Any, place: tuple[str, ...]) -> Iterator[str]:
    """What Structured Outputs do not allow: every object must be closed and require all of its properties."""
    if isinstance(schema, list):
        for number, item in enumerate(schema):
            yield from _strict_problems(item, (*place, str(number)))
    if not isinstance(schema, Mapping):
        return
    kinds = schema.get("type")
    if kinds == "object" or isinstance(kinds, list) and "object" in kinds or "properties" in schema:
        if schema.get("additionalProperties") is not False:
            yield f"In context={place!r}, 'additionalProperties' is required to be supplied and to be false."
        absent = [name for name in schema.get("properties", {}) if name not in schema.get("required", [])]
        if absent:
            yield (
                f"In context={place!r}, 'required' is required to be supplied and to be an array including every key "
                f"in properties. Missing '{absent[0]}'."
            )
    for name, child in schema.get("properties", {}).items():
        yield from _strict_problems(child, (*place, "properties", name))
    for keyword in ("items", "anyOf", "allOf", "oneOf"):
        if keyword in schema:
            yield from _strict_problems(schema[keyword], (*place, keyword))
    for keyword in ("$defs", "definitions"):
        for name, child in schema.get(keyword, {}).items():
            yield from _strict_problems(child, (*place, keyword, name))
