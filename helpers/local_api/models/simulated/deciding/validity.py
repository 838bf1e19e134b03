"""Arguments that are valid against the function's schema: for `strict` functions and for forced calls."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from ..json_values.structured import plainest
from .decision import Evidence
from .schema import Function

NOTHING_SAID = Evidence("nothing gives it; the plainest valid value")


def complete(function: Function, arguments: dict[str, Any], evidence: dict[str, Evidence]) -> None:
    """Fill in what is required and not given, in place; under `strict` also replace what is not valid.

    A parameter that may be null gets null; else one with a default gets that; else the plainest value.
    """
    properties = function.schema.get("properties")
    if not isinstance(properties, Mapping):
        return
    required = function.schema.get("required")
    needed = list(properties) if function.strict else [n for n in required or () if n in properties]
    for parameter in function.parameters:
        name = parameter.name
        if name in arguments:
            if function.strict and not _valid(properties[name], function, arguments[name]):
                arguments[name] = plainest(properties[name], function.schema)
                evidence[name] = NOTHING_SAID
        elif name in needed:
            default = parameter.schema.get("default")
            if parameter.nullable:
                arguments[name], evidence[name] = None, Evidence("nothing gives it, and it may be null")
            elif "default" in parameter.schema and _valid(properties[name], function, default):
                arguments[name], evidence[name] = default, Evidence("default of the schema")
            else:
                arguments[name], evidence[name] = plainest(properties[name], function.schema), NOTHING_SAID
            if function.strict and not _valid(properties[name], function, arguments[name]):
                arguments[name] = plainest(properties[name], function.schema)
    order = {name: n for n, name in enumerate(properties)}
    for name in sorted(arguments, key=lambda n: order.get(n, len(order))):
        arguments[name] = arguments.pop(name)


def _valid(schema: Any, function: Function, value: Any) -> bool:
    if _plainly_valid(schema, value):
        return True
    try:
        return _validator(json.dumps(schema, default=str), json.dumps(_definitions(function), default=str)).is_valid(
            value
        )
    except Exception:  # a schema that is none, a reference that leads nowhere: nothing can be said against the value
        return True


#: Most schemas say no more than this, and then they are checked here: importing jsonschema takes a second, because of
#: a grammar that one of its parts builds.
_PLAIN = frozenset({"type", "enum", "description", "title", "default"})
_TYPES: Mapping[str, tuple[type, ...]] = {
    "string": (str,), "boolean": (bool,), "integer": (int,), "number": (int, float), "null": (type(None),)
}  # fmt: skip


def _plainly_valid(schema: Any, value: Any) -> bool:
    """Whether a schema of type and enum alone allows the value. False where that cannot be told here."""
    if not isinstance(schema, Mapping) or not schema.keys() <= _PLAIN:
        return False
    kinds = schema.get("type")
    allowed = {one for kind in ([kinds] if isinstance(kinds, str) else kinds or ()) for one in _TYPES.get(kind, ())}
    options = schema.get("enum", [value])
    return type(value) in allowed and any(type(one) is type(value) and one == value for one in options)


def _definitions(function: Function) -> dict[str, Any]:
    return {key: function.schema[key] for key in ("$defs", "definitions") if key in function.schema}


@lru_cache(maxsize=512)
def _validator(schema: str, definitions: str) -> Any:
    import jsonschema  # imported when first needed: it is not cheap

    whole = {**json.loads(definitions), **json.loads(schema)}
    return jsonschema.Draft202012Validator(
        whole, format_checker=jsonschema.FormatChecker(["date", "email", "uuid", "ipv4"])
    )
