"""From a question to the arguments of one function: which value goes to which parameter, for how many calls.

Values are assigned to parameters all at once, so that the sum of the fits is greatest. Values of the
same sort that are left over start further calls: "3 and 4, 5 and 12" are two triangles.
"""

from __future__ import annotations

import re
from collections.abc import Container, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from .assignment import best_assignment
from .decision import Evidence
from .fitting import FITS, Fit, Fits, Scene, Surroundings, fits_of
from .inference import inferred
from ..reading.numerals import is_number
from .schema import Function, Parameter
from ..reading.splitting import clauses
from ..reading.values import Value, joined

#: The score from which a value is taken for a parameter that is required, and for one that is not.
REQUIRED, OPTIONAL, EAGER = 0.35, 1.9, 0.9
#: What a value loses when it stands outside the part of the question that asks for the function.
ELSEWHERE = 1.6
#: From this score of its own on, a value is of just the kind that a parameter asks for.
SPECIFIC = 1.9
#: From this score of its own on, a value may make a call out of a clause.
FIRM = 0.9
#: How firm a call is that needs no argument but true or false.
NOTHING_NEEDED = 0.8
MOST_CALLS = 12
#: Why a value is taken from a message that answers a question for it.
ANSWER = "the answer to the question for it"

Span = tuple[int, int]


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
) -> Filled:
    """Fill a function's parameters from a question.

    `spans` are the parts of it that ask for this function: values elsewhere count less. `several` allows
    further calls. `eager` takes weak values for optional parameters too. `wanted` says in which part of
    the text the value of a parameter is looked for: an answer to a question for it.

    What is given is remembered and may be given again: do not change it.
    """
    return _filled(function, scene, tuple(spans), several, eager, tuple((wanted or {}).items()))


@lru_cache(maxsize=FITS)
def _filled(
    function: Function,
    scene: Scene,
    spans: Sequence[Span],
    several: bool,
    eager: bool,
    wanted: Sequence[tuple[str, Span]],
) -> Filled:
    fits = fits_of(function, scene)
    parameters, surroundings = fits.parameters, fits.surroundings
    answers = _answers(scene, dict(wanted))
    found = [*fits.values, *answers]
    eager = eager or not function.required  # a question for it names at least something
    table = _table(fits, answers, spans, eager, dict(wanted))
    chosen = _assign(parameters, found, table)
    rows = _rows(parameters, chosen, found, table, surroundings, spans) if several and chosen else [chosen]
    if several and len(function.required) > 1:
        rows = _by_clause(parameters, found, table, surroundings, spans) or rows
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


# --- assigning --------------------------------------------------------------------------------


def _table(
    fits: Fits,
    answers: Sequence[Value],
    spans: Sequence[Span],
    eager: bool,
    wanted: Mapping[str, Span],
) -> list[list[Fit | None]]:
    table: list[list[Fit | None]] = []
    for parameter, known in zip(fits.parameters, fits.table, strict=True):
        row: list[Fit | None] = []
        for value, one in zip(
            (*fits.values, *answers), (*known, *(fits.of(parameter, answer) for answer in answers)), strict=True
        ):
            if one and not _within(value, spans):
                one = replace(one, score=one.score - ELSEWHERE)
            if one and parameter.name in wanted:
                start, end = wanted[parameter.name]
                inside = start <= value.start and value.end <= end
                one = replace(one, score=one.score + 2.0, why=ANSWER) if inside else None
            elif one and value.details.get("answer"):
                one = None
            if one and one.score < (REQUIRED if parameter.required else EAGER if eager else OPTIONAL):
                one = None
            row.append(one)
        table.append(_without_rivals(row))
    return _without_weak(fits.parameters, table)


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


def _assign(
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
    for names in _numbered(parameters, {parameters[i].name for i in taken}).values():
        members = [at[name] for name in names]
        places = sorted((taken[i] for i in members), key=lambda j: found[j].start)
        if len(members) > 1 and all(table[i][j] for i, j in zip(members, places, strict=True)):
            taken.update(zip(members, places, strict=True))
    return {parameters[i].name: one for i, j in sorted(taken.items()) if (one := table[i][j])}


def _numbered(parameters: Sequence[Parameter], names: Container[str]) -> dict[str, list[str]]:
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


# --- further calls ----------------------------------------------------------------------------


def _rows(
    parameters: Sequence[Parameter],
    chosen: Mapping[str, Fit],
    found: Sequence[Value],
    table: Sequence[Sequence[Fit | None]],
    surroundings: Surroundings,
    spans: Sequence[Span],
) -> list[dict[str, Fit]]:
    """The assignments of all calls: values that are left over and like one that is used start another call."""
    lists: dict[str, list[Fit]] = {name: [one] for name, one in chosen.items()}
    at = {p.name: i for i, p in enumerate(parameters)}
    used = [one.value for one in chosen.values()]
    for j, value in enumerate(found):
        if value.kind in ("series", "mapping") or any(value.overlaps(other) for other in used):
            continue
        top = max((one.score for row in table if (one := row[j])), default=0.0)
        best: tuple[float, int, str, Fit] | None = None
        for name, fits in lists.items():
            one = table[at[name]][j]
            if one is None or one.score < top - 0.6 or not _alike(fits[0], one, surroundings.scene.text):
                continue
            if value.details.get("weak") and not fits[0].value.details.get("weak"):
                continue
            if not _within(value, spans) and _within(fits[0].value, spans):
                continue
            rank = (one.score - 0.8 * (len(fits) - 1), -len(fits), name, one)
            if best is None or rank[:2] > best[:2]:
                best = rank
        if best:
            lists[best[2]].append(best[3])
            used.append(value)
    for members in _numbered(parameters, lists).values():  # (45, 60) and (81, 63): dealt out in the order of the text
        dealt = sorted({one.value.start: one for name in members for one in lists[name]}.items())
        if len(dealt) > len(members) and len(dealt) % len(members) == 0:
            for n, name in enumerate(members):
                lists[name] = [one for _, one in dealt[n :: len(members)]]
    for name, fits in lists.items():
        fits.sort(key=lambda one: one.value.start)
        if all(one.argument == fits[0].argument for one in fits):
            lists[name] = fits[:1]
            continue
        if (
            parameters[at[name]].takes("array")
            and len(fits) > 1
            and not any(o.value.kind in ("list", "series") for o in fits)
        ):
            first = fits[0]  # a list said piece by piece
            gathered = list(dict.fromkeys(str(x) for o in fits for x in o.argument)) and [
                x for o in fits for x in o.argument
            ]
            lists[name] = [Fit(gathered, first.score, first.why, first.value)]
    return _combined(lists, surroundings.scene.text, {p.name for p in parameters if p.required})


def _within(value: Value, spans: Sequence[Span]) -> bool:
    return not spans or any(start <= value.start < end for start, end in spans)


def _alike(first: Fit, other: Fit, text: str) -> bool:
    """Whether another value may stand for the same parameter in a further call."""
    a, b = first.value, other.value
    if isinstance(first.argument, list) and a.kind == "series":
        return False
    if first.argument == other.argument and a.kind not in ("option", "number", "percent", "money", "currency", "place"):
        return False
    kinds = {a.kind, b.kind}
    same = (
        a.kind == b.kind
        or kinds <= {"place", "name", "company"}
        or kinds <= {"number", "money"}
        or kinds <= {"name", "quoted"}
    )
    if (
        not same
        or a.dimension != b.dimension
        and {a.kind, b.kind} <= {"number", "money", "percent"}
        and (a.dimension and b.dimension)
    ):
        return False
    if a.kind == "date" and b.kind == "date":
        relative = [v.details["date"].relative for v in (a, b) if "date" in v.details]
        if len(set(relative)) == 2 and re.fullmatch(
            r"\s*[,(]?\s*(?:the\s+)?", text[min(a.end, b.end) : max(a.start, b.start)]
        ):
            return False  # "next Friday, June 30th" is one day
    if a.kind in ("quoted", "code") and any(c.isdigit() for c in a.text) and _shape(a.text) == _shape(b.text):
        return True
    if a.kind in ("phrase", "name", "place", "company", "quoted") and not (joined(text, a, b) or _parallel(text, a, b)):
        return False
    if a.kind == "number" and (not a.dimension) != (not b.dimension):
        return False
    if a.details.get("counts") != b.details.get("counts"):
        return False  # "6면체 주사위 2개": sides and dice
    return other.score >= 0.55 * first.score


def _shape(code: str) -> str:
    return re.sub(r"[A-Za-z]", "a", re.sub(r"\d", "0", code))


def _parallel(text: str, a: Value, b: Value) -> bool:
    """Whether the word before both values is the same, or one enumeration holds both."""
    before = [re.findall(r"\d+|[^\W\d]+|[\u4e00-\u9fff]", text[max(0, v.start - 25) : v.start])[-1:] for v in (a, b)]
    if all(words_ and is_number(words_[0]) for words_ in before):
        return True  # "two pizzas and one lemonade"
    if before[0] and [w.casefold() for w in before[0]] == [w.casefold() for w in before[1]]:
        return True
    between = text[a.end : b.start] if a.end <= b.start else text[b.end : a.start]
    return (
        bool(re.fullmatch(r"(?:[^.?!]{0,30}?(?:,|\band\b|和|、|와|과|랑|하고)\s*)+(?:the\s+)?", between))
        and len(between) < 40
    )


def _combined(lists: Mapping[str, Sequence[Fit]], text: str, required: Set[str]) -> list[dict[str, Fit]]:
    longest = max((len(fits) for fits in lists.values()), default=1)
    many = {name: fits for name, fits in lists.items() if len(fits) > 1}
    if longest == 1 or not many:
        return [{name: fits[0] for name, fits in lists.items()}]
    alone = {name: fits[0] for name, fits in lists.items() if len(fits) == 1}
    if len(many) >= 2 and _crossed(many, text):
        rows: list[dict[str, Fit]] = [{}]
        for name, fits in many.items():
            rows = [{**row, name: one} for row in rows for one in fits]
        return [{**alone, **row} for row in rows][:MOST_CALLS]
    counts = [len(fits) for name, fits in many.items() if name in required] or [len(fits) for fits in many.values()]
    longest = max(counts, key=lambda n: (counts.count(n), n))
    anchor = next(name for name, fits in many.items() if len(fits) == longest)
    listed = all(joined(text, a.value, b.value) for a, b in zip(many[anchor], many[anchor][1:], strict=False))
    rows = []
    for n in range(min(longest, MOST_CALLS)):
        mine = {} if listed else {name: one for name, one in alone.items() if not _of_later(one, many[anchor], n)}
        row = {**(alone if listed else mine), anchor: many[anchor][n]}
        row = {**{name: one for name, one in alone.items() if name in required}, **row}
        for name, fits in many.items():
            if name != anchor:
                row[name] = fits[n] if len(fits) == longest else _nearest(fits, many[anchor], n)
        rows.append(row)
    order = list(lists)
    return [{name: row[name] for name in order if name in row} for row in rows]


def _crossed(many: Mapping[str, Sequence[Fit]], text: str) -> bool:
    """Whether every value of one list goes with every value of another: two enumerations, not "respectively"."""
    if re.search(r"(?i)\brespectively\b|\beach\b|각각|分別", text):
        return False
    spans = [(fits[0].value.start, fits[-1].value.end) for fits in many.values()]
    for n, (start, end) in enumerate(spans):
        if any(start < e and s < end for s, e in spans[n + 1 :]):
            return False
    return all(
        all(joined(text, a.value, b.value) for a, b in zip(fits, fits[1:], strict=False)) for fits in many.values()
    )


def _of_later(one: Fit, anchors: Sequence[Fit], n: int) -> bool:
    """Whether a value stands in the part of a later call than the n-th, and is said for that one only."""
    later = [k for k, anchor in enumerate(anchors) if anchor.value.start <= one.value.start]
    return bool(later) and later[-1] > 0 and later[-1] != n and one.value.start < anchors[-1].value.end + 200


def _nearest(fits: Sequence[Fit], anchors: Sequence[Fit], n: int) -> Fit:
    """For the n-th call the value of a shorter list that stands in its part of the question."""
    anchor = anchors[n].value
    following = anchors[n + 1].value.start if n + 1 < len(anchors) else 10**9
    inside = [one for one in fits if anchor.start <= one.value.start < following]
    if inside:
        return inside[0]
    before = [one for one in fits if one.value.start <= anchor.start]
    return before[-1] if before else fits[0]


def _by_clause(
    parameters: Sequence[Parameter],
    found: Sequence[Value],
    table: Sequence[Sequence[Fit | None]],
    surroundings: Surroundings,
    spans: Sequence[Span],
) -> list[dict[str, Fit]]:
    """The calls clause by clause, when at least two clauses have all required arguments of their own."""
    needed = [p.name for p in parameters if p.required]
    rows: list[dict[str, Fit]] = []
    complete = 0
    for start, end in clauses(surroundings.scene.text):
        inside = [j for j, v in enumerate(found) if start <= v.start and v.end <= end and _within(v, spans)]
        if len(inside) < len(needed):
            continue
        part = [found[j] for j in inside]
        scores = [[row[j] for j in inside] for row in table]
        chosen = _assign(parameters, part, scores)
        if all(name in chosen and chosen[name].base >= FIRM for name in needed):
            complete += 1
            rows += _rows(parameters, chosen, part, scores, surroundings, ())
    return rows[:MOST_CALLS] if complete > 1 else []


# --- the arguments of one call ----------------------------------------------------------------


def _arguments(
    function: Function, row: Mapping[str, Fit], scene: Scene, surroundings: Surroundings, spans: Sequence[Span]
) -> tuple[dict[str, Any], dict[str, Evidence]]:
    arguments: dict[str, Any] = {}
    evidence: dict[str, Evidence] = {}
    for parameter in function.parameters:
        if parameter.name in row:
            one = row[parameter.name]
            arguments[parameter.name] = one.argument
            evidence[parameter.name] = Evidence(one.why, one.value.text, (one.value.start, one.value.end))
            continue
        if parameter.takes("object") and parameter.properties:
            inner = fill(parameter.as_function, scene, spans, several=False)
            given, _ = inner.calls[0]
            if given and (parameter.required or inner.used):
                if not inner.missing:
                    arguments[parameter.name] = given
                    evidence[parameter.name] = Evidence("its properties", ", ".join(v.text for v in inner.used))
            continue
        if parameter.takes("array") and parameter.items and parameter.items.properties and parameter.required:
            inner = fill(parameter.items.as_function, scene, spans)
            if inner.used and not inner.missing:
                arguments[parameter.name] = [given for given, _ in inner.calls]
                evidence[parameter.name] = Evidence("its items", ", ".join(v.text for v in inner.used))
            continue
        guess = inferred(parameter, row, scene, surroundings)
        if guess:
            arguments[parameter.name], evidence[parameter.name] = guess
    return arguments, evidence
