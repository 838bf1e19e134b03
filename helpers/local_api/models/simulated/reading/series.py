"""Values of a kind with nothing but commas and `and` between them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .value import Value

_JOINT = re.compile(
    r"\s*(?:,|;|、|，|/|&|\+)?\s*"
    r"(?:and|or|as well as|plus|then|than|versus|vs\.?|compared (?:with|to)|&|와|과|랑|이랑|하고|및|和|與|跟|及|或|以及)?\s*"
    r"(?:the|also|in|for|of|of the|a|an|for the|number|from)?\s*"
)
_SEPARATOR = re.compile(
    r"[,;、，/&+]|\b(?:and|or|plus|as well as|than|versus|vs|compared (?:with|to))\b|와|과|랑|하고|및|和|與|跟|及|或"
)
_KINDS_OF_SERIES = {"company": "name", "place": "name"}


def joined(text: str, first: Value, second: Value) -> bool:
    """Whether two values are neighbours in an enumeration: nothing but a comma, `and`, `or` is between them."""
    between = text[first.end : second.start]
    return bool(_SEPARATOR.search(between)) and bool(_JOINT.fullmatch(between))


def series_in(text: str, found: Sequence[Value]) -> list[Value]:
    """Values of a kind with nothing but commas and `and` between them, as one value."""
    series: list[Value] = []
    families: dict[str, list[Value]] = {}
    for value in found:
        if value.kind not in ("list", "mapping", "series"):
            families.setdefault(_KINDS_OF_SERIES.get(value.kind, value.kind) + value.dimension, []).append(value)
    for members in families.values():
        members = [m for m in members if not any(o is not m and o.holds(m) and o.kind == m.kind for o in members)]
        row: list[Value] = []
        for value in members:
            if row and value.start >= row[-1].end and joined(text, row[-1], value):
                row.append(value)
                continue
            if row and value.start < row[-1].end:
                continue
            series += _as_series(text, row)
            row = [value]
        series += _as_series(text, row)
    return series


def _as_series(text: str, row: Sequence[Value]) -> list[Value]:
    if len(row) < 2:
        return []
    start, end = row[0].start, row[-1].end
    return [Value("series", [value.value for value in row], start, end, text[start:end], items=tuple(row))]
