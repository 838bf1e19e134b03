"""Python code that lists rows of a table: sorted, the top of them, those that pass a test, and distinct values."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from .table_rows import Rows, best_column

#: Rows that are shown at most.
SHOWN = 100

_SORT = re.compile(
    r"\bsort(?:ed)?\b|\border(?:ed)? by\b|\brank(?:ed)?\b|\bin (?:ascending|descending) order\b|정렬|순으로|排序|排列",
    re.IGNORECASE,
)
_COUNTS = {word: number for number, word in enumerate("two three four five six seven eight nine ten".split(), start=2)}
_TOP = re.compile(
    r"\b(?P<end>top|bottom|best|worst|highest|lowest|largest|smallest|cheapest)"
    rf"\s+(?P<count>\d{{1,3}}|{'|'.join(_COUNTS)})\b",
    re.IGNORECASE,
)
_DOWN = re.compile(
    r"\b(?:descending|desc|(?:highest|largest|biggest|most|newest|latest) first|(?:high|large|most) to"
    r"|top|best|highest|largest)\b|내림차순|높은 순|큰 순|많은 순|降[序冪幂]|由高到低|從高到低|从高到低|由大到小",
    re.IGNORECASE,
)
_UP = re.compile(
    r"\b(?:ascending|asc|(?:lowest|smallest|cheapest|least|oldest) first|(?:low|small|least) to)\b"
    r"|오름차순|낮은 순|升[序冪幂]",
    re.IGNORECASE,
)
_LOW = ("bottom", "worst", "lowest", "smallest", "cheapest")
_DISTINCT = re.compile(r"\b(?:different|distinct|unique)\b|서로 다른|고유|不同", re.IGNORECASE)
_HOW_MANY = re.compile(r"\bhow many\b|\bnumber of\b|\bcount\b|몇|개수|多少|幾|几", re.IGNORECASE)


def sorted_code(question: str, columns: Mapping[str, Any], wanted: Rows) -> str | None:
    """Code for rows in an order, or for the first of them: "sort by price", "the top 3 by qty"."""
    top = _TOP.search(wanted.rest)
    if top is None and not _SORT.search(question):
        return None
    by = re.search(r"\b(?:by|on)\s+(?:the\s+)?(.*)", wanted.rest, re.IGNORECASE)
    numbers = [column for column, values in columns.items() if values == "number"]
    column = (by and best_column(by[1], columns)) or best_column(wanted.rest, numbers)
    column = column or (numbers[0] if len(numbers) == 1 else None) or best_column(wanted.rest, columns)
    if column is None:
        return None
    count = SHOWN
    if top:
        count = min(int(top["count"]) if top["count"].isdigit() else _COUNTS[top["count"].lower()], SHOWN)
    down = top["end"].lower() not in _LOW if top else bool(_DOWN.search(question)) and not _UP.search(question)
    key = f"number(row[{column!r}])" if column in numbers else f"str(row[{column!r}])"
    there = f"[row for row in {wanted.code} if {key} is not None]" if column in numbers else wanted.code
    return (
        f"found = sorted({there}, key=lambda row: {key}, reverse={down})\n"
        f"for row in found[:{count}]:\n    print(', '.join(f'{{key}}: {{value}}' for key, value in row.items()))\n"
    )


def distinct_code(wanted: Rows, columns: Mapping[str, Any]) -> str | None:
    """Code for the distinct values of a column, or for how many there are."""
    if not _DISTINCT.search(wanted.rest):
        return None
    column = best_column(wanted.rest, columns)
    if column is None:
        return None
    shown = "len(values)" if _HOW_MANY.search(wanted.rest) else f"'\\n'.join(values[:{SHOWN}]) or 'no rows'"
    return f"values = list(dict.fromkeys(str(row[{column!r}]) for row in {wanted.code}))\nprint({shown})\n"


def rows_code(question: str, columns: Mapping[str, Any], wanted: Rows) -> str:
    """Code for the rows that pass the tests: what the question asks of them, or all that they have."""
    asked = best_column(wanted.rest, columns)
    shown = f"row[{asked!r}]" if asked else "', '.join(f'{key}: {value}' for key, value in row.items())"
    return (
        f"found = {wanted.code}\nfor row in found[:{SHOWN}]:\n    print({shown})\n"
        "if not found:\n    print('no such row')\n"
    )
