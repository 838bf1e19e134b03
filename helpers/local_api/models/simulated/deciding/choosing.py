"""Which value goes to which parameter in one call: all at once, so that the sum of the fits is greatest."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping, Sequence
from dataclasses import replace

from ..reading.value import Value
from .assignment import best_assignment
from .fit import Fit
from .fitting import Fits
from .schema import Parameter

#: The score from which a value is taken for a parameter that is required, and for one that is not.
REQUIRED, OPTIONAL, EAGER = 0.35, 1.9, 0.9

#: What a value loses when it stands outside the part of the question that asks for the function.
ELSEWHERE = 1.6

#: From this score of its own on, a value is of just the kind that a parameter asks for.
SPECIFIC = 1.9

#: Why a value is taken from a message that answers a question for it.
ANSWER = "the answer to the question for it"
Span = tuple[int, int]


def table_of(
    fits: Fits,
    answers: Sequence[Value],
    spans: Sequence[Span],
    eager: bool,
    wanted: Mapping[str, Span],
    taken: Sequence[Span] = (),
) -> list[list[Fit | None]]:
    """For each parameter the fit of each value and each answer, or None where it is too weak to be taken.

    What stands in the `taken` parts of the text has a use already.
    """
    table: list[list[Fit | None]] = []
    for parameter, known in zip(fits.parameters, fits.table, strict=True):
        row: list[Fit | None] = []
        for value, one in zip(
            (*fits.values, *answers), (*known, *(fits.of(parameter, answer) for answer in answers)), strict=True
        ):
            if one and not within(value, spans):
                one = replace(one, score=one.score - ELSEWHERE)
            if one and parameter.name in wanted:
                start, end = wanted[parameter.name]
                inside = start <= value.start and value.end <= end
                if parameter.kind == "id" and " " in value.text and not any(c.isdigit() for c in value.text):
                    inside = inside and not value.text.isascii()  # "actually, cancel it" is no id
                one = replace(one, score=one.score + 2.0, why=ANSWER) if inside else None
            elif one and value.details.get("answer"):
                one = None
            if one and any(value.start < end and start < value.end for start, end in taken):
                one = None
            if one and one.score < (REQUIRED if parameter.required else EAGER if eager else OPTIONAL):
                one = None
            row.append(one)
        table.append(_without_rivals(row))
    return _without_weak(fits.parameters, table)


def within(value: Value, spans: Sequence[Span]) -> bool:
    return not spans or any(start <= value.start < end for start, end in spans)


def _without_rivals(row: list[Fit | None]) -> list[Fit | None]:
    """When one of a parameter's options, or a thing of its kind, is named, no mere words are meant for it."""
    if any(one and one.value.kind == "option" and one.base >= 2.4 for one in row):
        kept = ("option", "list", "series")
        return [one if one and (one.value.kind in kept or one.base >= SPECIFIC) else None for one in row]
    if any(one and one.base >= SPECIFIC and one.value.kind in _OF_A_KIND for one in row):
        return [one if one and not (one.value.kind == "phrase" and one.base < 1.0) else None for one in row]
    return row


_OF_A_KIND = frozenset("place date time currency language email url company".split())


def _without_weak(parameters: Sequence[Parameter], table: list[list[Fit | None]]) -> list[list[Fit | None]]:
    """Without "two" and "one" for parameters that other numbers are there for: "the two sides 3 and 4"."""
    numeric = [i for i, p in enumerate(parameters) if p.required and p.takes("integer", "number")]
    strong = {
        (one.value.start, one.value.end)
        for i in numeric
        for one in table[i]
        if one and one.value.kind in ("number", "money", "percent") and not one.value.details.get("weak")
    }
    if len(strong) >= len(numeric) > 0:
        for i in numeric:
            table[i] = [one if one and not one.value.details.get("weak") else None for one in table[i]]
    return table


def assign(
    parameters: Sequence[Parameter], found: Sequence[Value], table: Sequence[Sequence[Fit | None]]
) -> dict[str, Fit]:
    """The best assignment in which no two values overlap; of equal ones, that in the order of the text."""
    barred: set[tuple[int, int]] = set()
    rows = [value for value in found if value.kind == "series"]
    for _ in range(10):
        scores: list[list[float | None]] = []
        for i, row in enumerate(table):
            scores.append(
                [
                    None if one is None or (i, j) in barred
                    else max(0.05, one.score + _due(parameters[i]) + _order(i, j, len(table), len(row)))
                    for j, one in enumerate(row)
                ]
            )  # fmt: skip
        columns = best_assignment(scores)
        taken = [(i, j) for i, j in enumerate(columns) if j is not None]
        clash = next(
            (
                (a, b)
                for n, a in enumerate(taken)
                for b in taken[n + 1 :]
                if found[a[1]].overlaps(found[b[1]])
                or _torn(parameters[a[0]], parameters[b[0]], found[a[1]], found[b[1]], rows)
            ),
            None,
        )
        if clash is None:
            break
        worse = min(clash, key=lambda pair: _score(table, pair))
        better = clash[0] if worse == clash[1] else clash[1]
        if not found[clash[0][1]].overlaps(found[clash[1][1]]):
            barred.add(worse)
            continue
        barred |= {(worse[0], j) for j, value in enumerate(found) if value.overlaps(found[better[1]])}
    else:
        taken = [
            pair for n, pair in enumerate(taken) if not any(found[pair[1]].overlaps(found[o[1]]) for o in taken[:n])
        ]
    return _in_order(parameters, table, dict(taken), found)


def _due(parameter: Parameter) -> float:
    """A required parameter is served before one that may be left out."""
    return 0.6 if parameter.required else -1.2


def _in_order(
    parameters: Sequence[Parameter],
    table: Sequence[Sequence[Fit | None]],
    taken: dict[int, int],
    found: Sequence[Value],
) -> dict[str, Fit]:
    """The assignment with the values of numbered parameters (side1, side2) in the order of the text."""
    at = {p.name: i for i, p in enumerate(parameters)}
    for names in numbered(parameters, {parameters[i].name for i in taken}).values():
        members = [at[name] for name in names]
        places = sorted((taken[i] for i in members), key=lambda j: found[j].start)
        if len(members) > 1 and all(table[i][j] for i, j in zip(members, places, strict=True)):
            taken.update(zip(members, places, strict=True))
    return {parameters[i].name: one for i, j in sorted(taken.items()) if (one := table[i][j])}


def numbered(parameters: Sequence[Parameter], names: Container[str]) -> dict[str, list[str]]:
    """The parameters that differ in a number only, in order, by what is the same: side1, side2."""
    rows: dict[str, list[str]] = {}
    for parameter in parameters:
        base = _NUMBERED.sub("", parameter.name.casefold())
        if parameter.name in names and base != parameter.name.casefold():
            rows.setdefault(base, []).append(parameter.name)
    return rows


_NUMBERED = re.compile(r"_?(?:\d+|[ab12]$|first|second|third)(?![a-z])")


def _torn(p: Parameter, q: Parameter, a: Value, b: Value, series: Sequence[Value]) -> bool:
    """Whether two members of one enumeration would go to parameters that are not of a kind."""
    if p.takes("integer", "number") or q.takes("integer", "number") or "option" in (a.kind, b.kind):
        return False
    if not any(one.holds(a) and one.holds(b) for one in series):
        return False
    if p.kind != q.kind:
        return True
    return not p.kind and not (
        set(p.name_keys) & set(q.name_keys) or p.role or re.sub(r"\d", "", p.name) == re.sub(r"\d", "", q.name)
    )


def _score(table: Sequence[Sequence[Fit | None]], pair: tuple[int, int]) -> float:
    one = table[pair[0]][pair[1]]
    return one.score if one else 0.0


def _order(i: int, j: int, rows: int, columns: int) -> float:
    """A little more for a value whose place among the values is like the parameter's among the parameters.

    The loss is convex in the distance, so two alike values go to two alike parameters in order.
    """
    return -0.05 * abs(i / max(1, rows - 1) - j / max(1, columns - 1)) ** 2 - 0.02 * j / max(1, columns)
