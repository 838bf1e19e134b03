"""The hosted API's words for a request that does not fit its description.

pydantic says what is wrong and where; this module says it as the hosted API did, with its `param` and `code`.
Recorded texts are in the reference; the others follow the pattern that sibling endpoints share.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pydantic import ValidationError

from .errors import InvalidRequest

#: Begins the name of a union's branch in pydantic's locations, which is no part of the path to a value.
TAG_MARK = "\x1f"

_WITH_ARTICLE = {
    "string": "a string",
    "boolean": "a boolean",
    "integer": "an integer",
    "number": "a decimal",
    "object": "an object",
    "array": "an array",
    "null": "null",
}

#: What was sent, where it is not called as it would be expected.
_SENT = _WITH_ARTICLE | {"number": "a decimal number"}

#: pydantic's type errors, and what they expected.
_EXPECTED = {
    "string_type": "string",
    "bool_type": "boolean",
    "int_type": "integer",
    "int_from_float": "integer",
    "int_parsing": "integer",
    "int_parsing_size": "integer",
    "float_type": "number",
    "dict_type": "object",
    "none_required": "null",
}


def json_type(value: Any) -> str:
    """What a value is in JSON."""
    names = {str: "string", bool: "boolean", int: "integer", float: "number", dict: "object", list: "array"}
    return names.get(type(value), "null")


def first_error(error: ValidationError, whole: Any) -> InvalidRequest:
    """The hosted API's error for the first mistake in the request's `whole` body.

    The hosted API named what is missing first, then what it did not know, then all else (measured on its siblings).
    """
    mistake = min(error.errors(include_url=False), key=_rank)
    value, context = mistake["input"], mistake.get("ctx", {})
    location = [part for part in mistake["loc"] if not str(part).startswith(TAG_MARK)]
    of_key = location[-1:] == ["[key]"]
    name = path_name(location[:-2] if of_key else location)
    kind = mistake["type"]
    if kind == "float_type" and type(value) is int:
        kind = "finite_number"

    if kind == "missing":
        return missing(name)
    if kind == "extra_forbidden":
        return InvalidRequest(f"Unknown parameter: '{name}'.", param=name, code="unknown_parameter")
    if kind == "literal_error":
        # ctx["expected"] is prose ("'a', 'b' or 'c'"), so the values are read back from it.
        return wrong_value(name, value, context["expected"].replace(" or ", ", ").split(", "))
    if kind == "wrong_type_key":
        expected = [repr(choice) for choice in mistake["msg"].split()]
        if not isinstance(value, dict):
            return wrong_type(name, "an object", value)
        if "type" not in value:
            return missing(f"{name}.type")
        return wrong_value(f"{name}.type", value["type"], expected)
    if kind == "wrong_kind":
        return wrong_type(name, mistake["msg"], value)
    if kind == "string_pattern_mismatch" and location[-1] == "url":
        text = f"Invalid '{name}'. Expected a valid URL, but got a value with an invalid format."
        return InvalidRequest(text, param=name, code="invalid_value")
    if kind in _EXPECTED:
        if not location:
            return InvalidRequest(
                f"Invalid type for request body: expected an object, but got {_article(value)} instead.",
                code="invalid_type",
            )
        expected = "a metadata object" if name.split(".")[-1] == "metadata" else _WITH_ARTICLE[_EXPECTED[kind]]
        return wrong_type(name, expected, value)
    if of_key and kind == "string_too_long":
        return _long_key(name, value, context["max_length"])
    return _out_of_bounds(kind, name, value, context)


def _rank(mistake: Any) -> int:
    """Which mistake is told first. Among equals, it is the first that pydantic found."""
    top = len(mistake["loc"]) == 1
    return 0 if top and mistake["type"] == "missing" else 1 if top and mistake["type"] == "extra_forbidden" else 2


def missing(name: str) -> InvalidRequest:
    """A parameter that must be there."""
    return InvalidRequest(f"Missing required parameter: '{name}'.", param=name, code="missing_required_parameter")


def wrong_type(name: str, expected: str, value: Any) -> InvalidRequest:
    """A value of another JSON type. `expected` comes with its article."""
    return InvalidRequest(
        f"Invalid type for '{name}': expected {expected}, but got {_article(value)} instead.",
        param=name,
        code="invalid_type",
    )


def wrong_value(name: str, value: Any, expected: Sequence[str]) -> InvalidRequest:
    """A value that is none of the `expected` ones (given as they are to be printed)."""
    if not isinstance(value, str):
        return wrong_type(name, f"one of {listed(expected, 'or')}", value)
    return InvalidRequest(
        f"Invalid value: '{value}'. Supported values are: {listed(expected, 'and')}.",
        param=name,
        code="invalid_value",
    )


def expected_kinds(kinds: Sequence[str]) -> str:
    """What one of several JSON types is called: `a string`, or `one of a string or array of objects`."""
    first, *others = kinds
    if first[0].isalpha() and not first.startswith("one of "):
        first = f"{'an' if first[0] in 'aio' else 'a'} {first}"
    return f"one of {listed([first, *others], 'or')}" if others else first


def path_name(location: Sequence[str | int]) -> str:
    """A location as the hosted API writes it: `tools[0].function.name`."""
    name = ""
    for part in location:
        name += f"[{part}]" if isinstance(part, int) else f".{part}" if name else str(part)
    return name


def listed(items: Sequence[str], word: str) -> str:
    """`a`, `a and b`, `a, b, and c`."""
    if len(items) < 3:
        return f" {word} ".join(items)
    return f"{', '.join(items[:-1])}, {word} {items[-1]}"


def _out_of_bounds(kind: str, name: str, value: Any, context: dict[str, Any]) -> InvalidRequest:
    """A value of the right type that is too long, too short, too large, too small or of the wrong form."""
    if kind in ("string_too_long", "too_long") and isinstance(value, dict):
        text = (
            f"too many properties. Expected an object with at most {context['max_length']} properties, "
            f"but got an object with {len(value)} properties instead."
        )
        code = "object_above_max_properties"
    elif kind in ("string_too_long", "too_long"):
        what = "string" if isinstance(value, str) else "array"
        text = (
            f"{what} too long. Expected {_WITH_ARTICLE[what]} with maximum length {context['max_length']}, "
            f"but got {_WITH_ARTICLE[what]} with length {len(value)} instead."
        )
        code = f"{what}_above_max_length"
    elif kind in ("string_too_short", "too_short"):
        what = "string" if isinstance(value, str) else "array"
        text = (
            f"empty {what}. Expected {_WITH_ARTICLE[what]} with minimum length {context['min_length']}, "
            f"but got an empty {what} instead."
        )
        code = f"empty_{what}"
    elif kind == "string_pattern_mismatch":
        text = f"string does not match pattern. Expected a string that matches the pattern '{context['pattern']}'."
        code = "invalid_value"
    elif kind == "less_than_equal":
        what = _number(context["le"])
        text = f"{what} above maximum value. Expected a value <= {_plain(context['le'])}, but got {value} instead."
        code = f"{what}_above_max_value"
    elif kind == "greater_than_equal":
        what = _number(context["ge"])
        text = f"{what} below minimum value. Expected a value >= {_plain(context['ge'])}, but got {value} instead."
        code = f"{what}_below_min_value"
    elif kind == "finite_number":  # 1e999, or an integer that no decimal can hold
        text = "number out of range. Expected a decimal of double precision."
        code = "invalid_value"
    else:
        text, code = "not a valid value.", "invalid_value"
    return InvalidRequest(f"Invalid '{name}': {text}", param=name, code=code)


def _long_key(name: str, key: str, longest: int) -> InvalidRequest:
    return InvalidRequest(
        f"Invalid property name in '{name}': '{key[:3]}...{key[-3:]}' is too long. Expected a string with maximum "
        f"length {longest}, but got a string with length {len(key)} instead.",
        param=f"{name}.{key}",
        code="property_name_above_max_length",
    )


def _number(bound: Any) -> str:
    """What a number is by its field: the bounds of a decimal are decimals, whatever was sent."""
    return "decimal" if isinstance(bound, float) else "integer"


def _plain(bound: Any) -> Any:
    return int(bound) if float(bound).is_integer() else bound


def _article(value: Any) -> str:
    return _SENT[json_type(value)]
