"""Whether a value is a JSON Schema (draft 2020-12), in the words of the `jsonschema` library.

The library itself would do, but where Jupyter is installed its import takes over a second, and a lesson's first
assistant would wait for it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

_TYPES = ("array", "boolean", "integer", "null", "number", "object", "string")

#: Keywords by what their value must be.
_SCHEMA = (
    "additionalProperties", "contains", "else", "if", "items", "not", "propertyNames", "then", "unevaluatedItems",
    "unevaluatedProperties",
)  # fmt: skip
_SCHEMA_LISTS = ("allOf", "anyOf", "oneOf", "prefixItems")
_SCHEMA_MAPS = ("$defs", "definitions", "dependentSchemas", "patternProperties", "properties")
_TEXTS = ("$anchor", "$comment", "$dynamicRef", "$id", "$ref", "$schema", "description", "format", "pattern", "title")
_NUMBERS = ("exclusiveMaximum", "exclusiveMinimum", "maximum", "minimum", "multipleOf")
_COUNTS = (
    "maxContains", "maxItems", "maxLength", "maxProperties", "minContains", "minItems", "minLength", "minProperties",
)  # fmt: skip
_FLAGS = ("deprecated", "readOnly", "uniqueItems", "writeOnly")
_LISTS = ("enum", "examples")


def schema_problems(schema: Any) -> Iterator[str]:
    """What is wrong with `schema`, outermost first; nothing for a valid one."""
    if isinstance(schema, bool):
        return
    if not isinstance(schema, dict):
        yield f"{schema!r} is not of type 'object', 'boolean'"
        return
    yield from _own_problems(schema)
    for keyword in _SCHEMA:
        if keyword in schema:
            yield from schema_problems(schema[keyword])
    for keyword in _SCHEMA_LISTS:
        for child in schema.get(keyword, ()):
            yield from schema_problems(child)
    for keyword in _SCHEMA_MAPS:
        for child in schema.get(keyword, {}).values():
            yield from schema_problems(child)


def _own_problems(schema: dict[str, Any]) -> Iterator[str]:
    """What is wrong with the schema's own keywords."""
    for keywords, kind in (
        (_TEXTS, "string"), (_NUMBERS, "number"), (_COUNTS, "integer"), (_FLAGS, "boolean"), (_LISTS, "array"),
        (_SCHEMA_LISTS, "array"), (_SCHEMA_MAPS, "object"), (("required",), "array"),
    ):  # fmt: skip
        for keyword in keywords:
            if keyword in schema and not _is(schema[keyword], kind):
                yield f"{schema[keyword]!r} is not of type '{kind}'"
    if "type" in schema and not _names_types(schema["type"]):
        yield f"{schema['type']!r} is not valid under any of the given schemas"
    for keyword in _COUNTS:
        if schema.get(keyword, 0) < 0:
            yield f"{schema[keyword]!r} is less than the minimum of 0"
    if "multipleOf" in schema and schema["multipleOf"] <= 0:
        yield f"{schema['multipleOf']!r} is less than or equal to the minimum of 0"
    for keyword in ("allOf", "anyOf", "oneOf", "prefixItems"):
        if schema.get(keyword) == []:
            yield "[] should be non-empty"
    required = schema.get("required", [])
    yield from (f"{name!r} is not of type 'string'" for name in required if not isinstance(name, str))
    if len(set(map(repr, required))) < len(required):
        yield f"{required!r} has non-unique elements"


def _names_types(value: Any) -> bool:
    """One type, or several different ones."""
    if isinstance(value, str):
        return value in _TYPES
    if not isinstance(value, list) or not value:
        return False
    return all(isinstance(one, str) and one in _TYPES for one in value) and len({*value}) == len(value)


def _is(value: Any, kind: str) -> bool:
    if kind in ("integer", "number"):
        whole = isinstance(value, int) or kind == "number" or isinstance(value, float) and value.is_integer()
        return isinstance(value, (int, float)) and not isinstance(value, bool) and whole
    return isinstance(value, {"string": str, "boolean": bool, "array": list, "object": dict}[kind])
