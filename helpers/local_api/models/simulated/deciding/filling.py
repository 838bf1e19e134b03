"""From a question to the arguments of one function: which value goes to which parameter, for how many calls.

Values are assigned to parameters all at once, so that the sum of the fits is greatest. Values of the
same sort that are left over start further calls: "3 and 4, 5 and 12" are two triangles.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from ..reading.calendar_words import Date
from ..reading.value import Value
from .choosing import SPECIFIC, Span, assign, table_of
from .decision import Evidence
from .direction import direction
from .fit import Fit
from .fitting import FITS, fits_of
from .further_calls import rows_by_clause, rows_of
from .inference import inferred
from .person_names import same_person
from .scene import Scene
from .schema import Function, Parameter
from .surroundings import Surroundings
from .written_forms import edge_of_period, written_date

#: How firm a call is that needs no argument but true or false.
NOTHING_NEEDED = 0.8


@dataclass(frozen=True, slots=True)
class FitOfAll:
    """How well a question's values and a function's required parameters fit, each part from 0 to 1.

    `firm`: how good the values are, on average. `specific`: the share of parameters whose value is of just
    their kind (an option, a currency, a number of their unit). `missing`: the share without a value.
    `used`: the share of the values that the question states which go to a parameter. `option`: 1 when the
    question names an option of a required parameter and nothing is missing, else 0.
    """

    firm: float
    specific: float
    missing: float
    used: float
    option: float = 0.0


@dataclass(frozen=True, slots=True)
class Filled:
    """The calls of one function: arguments with evidence, parameters still missing, and how well it all fits."""

    function: Function
    calls: tuple[tuple[dict[str, Any], dict[str, Evidence]], ...]
    missing: tuple[Parameter, ...]
    fit: FitOfAll
    used: tuple[Value, ...] = ()
    of: Mapping[str, Value] = field(default_factory=dict)

    def value_of(self, parameter: str) -> Value | None:
        """The value of the question that the first call has for a parameter."""
        return self.of.get(parameter)


def fill(
    function: Function,
    scene: Scene,
    spans: Sequence[Span] = (),
    several: bool = True,
    eager: bool = False,
    wanted: Mapping[str, Span] | None = None,
    taken: Sequence[Span] = (),
) -> Filled:
    """Fill a function's parameters from a question.

    `spans` are the parts of it that ask for this function: values elsewhere count less. `several` allows
    further calls. `eager` takes weak values for optional parameters too. `wanted` says in which part of
    the text the value of a parameter is looked for: an answer to a question for it. `taken` are the parts whose
    values have a use already: an object's properties do not take what another argument has.

    What is given is remembered and may be given again: do not change it.
    """
    return _filled(function, scene, tuple(spans), several, eager, tuple((wanted or {}).items()), tuple(taken))


@lru_cache(maxsize=FITS)
def _filled(
    function: Function,
    scene: Scene,
    spans: Sequence[Span],
    several: bool,
    eager: bool,
    wanted: Sequence[tuple[str, Span]],
    taken: Sequence[Span],
) -> Filled:
    fits = fits_of(function, scene)
    parameters, surroundings = fits.parameters, fits.surroundings
    answers = _answers(scene, dict(wanted))
    found = [*fits.values, *answers]
    eager = eager or not function.required  # a question for it names at least something
    table = table_of(fits, answers, spans, eager, dict(wanted), taken)
    chosen = assign(parameters, found, table)
    rows = rows_of(parameters, chosen, found, table, surroundings, spans) if several and chosen else [chosen]
    if several and len(function.required) > 1:
        rows = rows_by_clause(parameters, found, table, surroundings, spans) or rows
    rows = same_person(rows, parameters, found, table)
    calls = []
    for row in rows:
        one = _arguments(function, row, scene, surroundings, spans)
        if not any(one[0] == other[0] for other in calls):
            calls.append(one)
    missing = tuple(p for p in function.required if any(p.name not in arguments for arguments, _ in calls))
    used = tuple(one.value for row in rows for one in row.values())
    fit_ = _fit_of_all(function, rows[0], missing, used, scene)
    return Filled(function, tuple(calls), missing, fit_, used, {name: one.value for name, one in rows[0].items()})


def _fit_of_all(
    function: Function, row: Mapping[str, Fit], missing: Sequence[Parameter], used: Sequence[Value], scene: Scene
) -> FitOfAll:
    needed = [p for p in function.required if not p.takes("boolean") or p.options] or [
        p for p in function.parameters if p.name in row
    ]
    stated: list[Value] = []
    for value in scene.values:
        if (
            value.kind not in ("series", "unit")
            and not value.details.get("weak")
            and not any(value.overlaps(s) for s in stated)
        ):
            stated.append(value)
    taken = sum(1 for value in stated if any(value.overlaps(u) or value.holds(u) for u in used))
    if not needed:
        return FitOfAll(NOTHING_NEEDED, 0.0, float(bool(missing)), taken / len(stated) if stated else 0.5)
    count = len(needed)
    return FitOfAll(
        sum(min(1.0, row[p.name].score / 2.5) for p in needed if p.name in row) / count,
        sum(1 for p in needed if p.name in row and row[p.name].base >= SPECIFIC) / count,
        len(missing) / count,
        taken / len(stated) if stated else 0.5,
        float(not missing and any(_telling(p, row) for p in needed)),
    )


def _telling(parameter: Parameter, row: Mapping[str, Fit]) -> bool:
    """Whether the question names an option of the parameter; a unit tells little of what is asked."""
    one = row.get(parameter.name)
    return one is not None and one.value.kind == "option" and bool(parameter.options) and parameter.kind != "unit"


def _answers(scene: Scene, wanted: Mapping[str, Span]) -> list[Value]:
    """The words of an answer as a value, without the words around: "It's AB12." → "AB12"."""
    found = []
    for start, end in wanted.values():
        said = re.sub(
            r"(?i)^\s*(?:(?:it'?s|it is|the \w+ is|my \w+ is|in|at|for|to|on|about|please|from|called|named"
            r"|i meant|make it)\s+)*(?:the\s+)?|[\s.!?。！？]+$|,?\s*please[.!]?\s*$",
            "", scene.text[start:end],
        )  # fmt: skip
        said = (
            re.sub(r"(?:이요|요|입니다|이에요|예요|으로 해\s?주세요|로 해\s?주세요)$", "", said)
            if re.search(r"[가-힣]", said)
            else said
        )
        at = scene.text.find(said, start) if said else -1
        if said and at >= 0 and len(said) <= 60:
            found.append(Value("phrase", said, at, at + len(said), said, details={"answer": True}))
    return found


def _arguments(
    function: Function, row: Mapping[str, Fit], scene: Scene, surroundings: Surroundings, spans: Sequence[Span]
) -> tuple[dict[str, Any], dict[str, Evidence]]:
    arguments: dict[str, Any] = {}
    evidence: dict[str, Evidence] = {}
    taken = [(one.value.start, one.value.end) for one in row.values()]
    for parameter in function.parameters:
        if parameter.name in row:
            one = row[parameter.name]
            arguments[parameter.name] = one.argument
            evidence[parameter.name] = Evidence(one.why, one.value.text, (one.value.start, one.value.end))
            continue
        if parameter.takes("object") and parameter.properties:
            inner = fill(parameter.as_function, scene, spans, several=False, taken=taken)
            given, _ = inner.calls[0]
            if given and (parameter.required or inner.used):
                if not inner.missing:
                    arguments[parameter.name] = given
                    evidence[parameter.name] = Evidence("its properties", ", ".join(v.text for v in inner.used))
            continue
        if parameter.takes("array") and parameter.items and parameter.items.properties and parameter.required:
            inner = fill(parameter.items.as_function, scene, spans, taken=taken)
            if inner.used and not inner.missing:
                arguments[parameter.name] = [given for given, _ in inner.calls]
                evidence[parameter.name] = Evidence("its items", ", ".join(v.text for v in inner.used))
            continue
        if period := _same_period(parameter, function, row, scene):
            arguments[parameter.name] = period.argument
            evidence[parameter.name] = Evidence(period.why, period.value.text, (period.value.start, period.value.end))
            continue
        guess = inferred(parameter, row, scene, surroundings)
        if guess:
            arguments[parameter.name], evidence[parameter.name] = guess
    return arguments, evidence


def _same_period(parameter: Parameter, function: Function, row: Mapping[str, Fit], scene: Scene) -> Fit | None:
    """The other end of a month or a year that stands for both: "in March 2024", for a start and an end."""
    edge = edge_of_period(parameter)
    for other in function.parameters if edge else ():
        if edge_of_period(other) in ("", edge) or other.name not in row:
            continue
        value = row[other.name].value
        date = value.details.get("date") or Date(value.text, int(value.text) if value.text.isdigit() else None)
        if date.year and not date.day and not direction(scene, value):
            return Fit(written_date(parameter, date), 0.0, "an end of the period said", value)
    return None
