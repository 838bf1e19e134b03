"""For how many calls a question has values: those left over and like one that is used start another call.

"3 and 4, 5 and 12" are two triangles; "in Paris, and in London" are two places."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence, Set

from ..reading.numerals import is_number
from ..reading.series import joined
from ..reading.splitting import clauses
from ..reading.value import Value
from .choosing import Span, assign, numbered, within
from .fit import Fit
from .schema import Parameter
from .surroundings import Surroundings

#: From this score of its own on, a value may make a call out of a clause.
FIRM = 0.9
MOST_CALLS = 12


def rows_of(
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
            if not within(value, spans) and within(fits[0].value, spans):
                continue
            rank = (one.score - 0.8 * (len(fits) - 1), -len(fits), name, one)
            if best is None or rank[:2] > best[:2]:
                best = rank
        if best:
            lists[best[2]].append(best[3])
            used.append(value)
    for members in numbered(parameters, lists).values():  # (45, 60) and (81, 63): dealt out in the order of the text
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


def rows_by_clause(
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
        inside = [j for j, v in enumerate(found) if start <= v.start and v.end <= end and within(v, spans)]
        if len(inside) < len(needed):
            continue
        part = [found[j] for j in inside]
        scores = [[row[j] for j in inside] for row in table]
        chosen = assign(parameters, part, scores)
        if all(name in chosen and chosen[name].base >= FIRM for name in needed):
            complete += 1
            rows += rows_of(parameters, chosen, part, scores, surroundings, ())
    return rows[:MOST_CALLS] if complete > 1 else []
