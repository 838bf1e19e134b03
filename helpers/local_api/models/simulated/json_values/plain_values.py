"""The plainest text that a schema allows, for a property that nothing gives a value for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from re import _constants as constants  # type: ignore[attr-defined]  # a parsed pattern has no public name
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

_FORMATS = {
    "date": ("1970-01-01", r"\d{4}-\d\d-\d\d"),
    "date-time": ("1970-01-01T00:00:00Z", r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(?:\.\d+)?(?:[Zz]|[+-]\d\d:\d\d)"),
    "time": ("00:00:00Z", r"\d\d:\d\d:\d\d(?:\.\d+)?(?:[Zz]|[+-]\d\d:\d\d)"),
    "duration": ("PT0S", r"P(?!$)[\dYMWDTHS.]+"),
    "email": ("nobody@example.com", r"[^@\s]+@[^@\s]+\.[^@\s]+"),
    "hostname": ("example.com", r"[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?"),
    "ipv4": ("0.0.0.0", r"\d{1,3}(?:\.\d{1,3}){3}"),
    "ipv6": ("::", r"[0-9A-Fa-f:.]{2,}"),
    "uuid": ("00000000-0000-0000-0000-000000000000", r"[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}"),
    "uri": ("https://example.com", r"[A-Za-z][A-Za-z0-9+.-]*:\S+"),
}


def plainest_text(schema: Mapping[str, Any], text: str = "") -> str:
    """`text` if the schema's format and length allow it, else a text that they do; "" when nothing is asked."""
    kind = schema.get("format")
    if isinstance(kind, str) and kind in _FORMATS:
        plain, pattern = _FORMATS[kind]
        return text if re.fullmatch(pattern, text) else plain
    if text:
        return text
    if isinstance(schema.get("pattern"), str):
        try:
            return _shortest(parser.parse(schema["pattern"]))
        except (re.error, RecursionError):
            return ""
    return "-" * (schema.get("minLength") or 0)


def _shortest(parsed: Any) -> str:
    """A short text that the parsed pattern matches."""
    made = []
    for operation, value in parsed:
        if operation is constants.LITERAL:
            made.append(chr(value))
        elif operation is constants.ANY:
            made.append("a")
        elif operation is constants.NOT_LITERAL:
            made.append("a" if value != ord("a") else "b")
        elif operation is constants.IN:
            made.append(_member(value))
        elif operation in (constants.MAX_REPEAT, constants.MIN_REPEAT, constants.POSSESSIVE_REPEAT):
            least, _, inner = value
            made.append(_shortest(inner) * least)
        elif operation is constants.SUBPATTERN:
            made.append(_shortest(value[-1]))
        elif operation is constants.BRANCH:
            made.append(_shortest(value[1][0]))
    return "".join(made)


_CATEGORIES = {
    constants.CATEGORY_DIGIT: "0",
    constants.CATEGORY_WORD: "a",
    constants.CATEGORY_SPACE: " ",
    constants.CATEGORY_NOT_DIGIT: "a",
    constants.CATEGORY_NOT_WORD: "-",
    constants.CATEGORY_NOT_SPACE: "a",
}


def _member(choices: Any) -> str:
    """A character of a class such as [a-z]; of an excluded one, a character that is not in it."""
    if choices[0][0] is constants.NEGATE:
        unwanted = {chr(value) for operation, value in choices[1:] if operation is constants.LITERAL}
        return next(letter for letter in "a0-_ bc" if letter not in unwanted)
    operation, value = choices[0]
    if operation is constants.RANGE:
        return chr(value[0])
    return _CATEGORIES[value] if operation is constants.CATEGORY else chr(value)
