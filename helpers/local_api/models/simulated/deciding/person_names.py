"""The parts of a person's name, for functions that take the first name and the last name apart."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from ..reading.value import Value
from .fit import Fit
from .schema import Function, Parameter

_FIRST = re.compile(r"(?i)(?:first|given|fore)[\s_-]*name")
_LAST = re.compile(r"(?i)(?:last|family|sur)[\s_-]*name")
_TITLE = re.compile(r"(?:Mr|Mrs|Ms|Miss|Dr|Prof)\.?\s+")


def part_of_name(parameter: Parameter) -> str:
    """`first` or `last` for a parameter that takes this part of a name, else ""."""
    if not parameter.takes("string"):
        return ""
    return "first" if _FIRST.search(parameter.name) else "last" if _LAST.search(parameter.name) else ""


def name_parts(function: Function, found: Iterable[Value]) -> Iterator[Value]:
    """The first and the last name of each person named, if the function takes one of them."""
    if not any(part_of_name(parameter) for parameter in function.parameters):
        return
    for value in found:
        if value.kind != "name" or value.details.keys() & {"wide", "address", "part"} or not value.text.isascii():
            continue
        title = _TITLE.match(value.text)
        start = value.start + (title.end() if title else 0)
        parts = value.text[start - value.start :].rsplit(" ", 1)
        if len(parts) < 2 or not all(part[:1].isupper() for part in parts):
            continue
        for said, part in zip(parts, ("first", "last"), strict=True):
            end = start + len(said)
            yield Value("name", said, start, end, said, details={"part": part})
            start = end + 1


def same_person(
    rows: Sequence[dict[str, Fit]],
    parameters: Sequence[Parameter],
    found: Sequence[Value],
    table: Sequence[Sequence[Fit | None]],
) -> Sequence[dict[str, Fit]]:
    """The rows with each first name's own last name: "John Smith and Mary Lee" are two persons."""
    last = next((i for i, parameter in enumerate(parameters) if part_of_name(parameter) == "last"), None)
    if last is None:
        return rows
    paired = []
    for row in rows:
        first = next((one.value for one in row.values() if one.value.details.get("part") == "first"), None)
        for j, value in enumerate(found) if first else ():
            one = table[last][j]
            if one and value.details.get("part") == "last" and value.start == first.end + 1:
                row = {**row, parameters[last].name: one}
        paired.append(row)
    return paired
