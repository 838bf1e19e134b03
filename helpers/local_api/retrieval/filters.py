"""Filters on the attributes of vector store files.

A filter is what the API takes: a comparison `{"type": "eq", "key": "year", "value": 2024}` or a
compound `{"type": "and", "filters": […]}`.
"""

from __future__ import annotations

import operator
from collections.abc import Mapping
from typing import Any

_ORDERED = {"gt": operator.gt, "gte": operator.ge, "lt": operator.lt, "lte": operator.le}


def matches(condition: Mapping[str, Any] | None, attributes: Mapping[str, Any] | None) -> bool:
    """Whether a file with these `attributes` passes `condition`. None passes everything.

    A missing attribute equals nothing: it passes only `ne` and `nin`. Values of different kinds
    (a number and a string, say) are different, and neither is before the other.
    """
    if condition is None:
        return True
    kind = condition["type"]
    if kind == "and":
        return all(matches(part, attributes) for part in condition["filters"])
    if kind == "or":
        return any(matches(part, attributes) for part in condition["filters"])
    actual, value = (attributes or {}).get(condition["key"]), condition["value"]
    if kind == "eq":
        return _equal(actual, value)
    if kind == "ne":
        return not _equal(actual, value)
    if kind == "in":
        return any(_equal(actual, one) for one in _as_list(value))
    if kind == "nin":
        return not any(_equal(actual, one) for one in _as_list(value))
    return _comparable(actual, value) and _ORDERED[kind](actual, value)


def _as_list(value: Any) -> list:
    return value if isinstance(value, list) else [value]


def _equal(left: Any, right: Any) -> bool:
    # In Python True == 1; for the API a flag is not a number.
    return isinstance(left, bool) == isinstance(right, bool) and left == right


def _comparable(left: Any, right: Any) -> bool:
    if isinstance(left, bool) or isinstance(right, bool):
        return False
    numbers = isinstance(left, (int, float)) and isinstance(right, (int, float))
    return numbers or (isinstance(left, str) and isinstance(right, str))
