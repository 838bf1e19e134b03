"""Which functions a question asks for, and which part of the question asks for each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

from .relevance import Ranking, Relevance
from .schema import Function
from .splitting import clauses
from .words import COMMON_NOTIONS, common_keys, keys, split_name

#: From this relevance on a function may be asked for at all; below it none is.
THRESHOLD = 0.3
#: How much of what tells a further function from those already chosen must be in the question.
DISTINCT = 0.7


@dataclass(frozen=True, slots=True)
class Goal:
    """A function that the question asks for, and the parts of the question that do; none means all of it."""

    function: Function
    relevance: Relevance
    spans: tuple[tuple[int, int], ...] = ()


def goals(ranking: Ranking, text: str, threshold: float = THRESHOLD) -> tuple[list[Goal], list[Relevance]]:
    """The functions asked for, the likeliest first, and the relevance of all."""
    parts = clauses(text)
    ranked = ranking.rank(text)
    by_part = [ranking.rank(text[start:end]) for start, end in parts] if len(parts) > 1 else []
    best = _best(ranked, by_part)
    chosen: list[Relevance] = []
    for relevance in best:
        if relevance.value < threshold:
            continue
        if not chosen or _adds(relevance, chosen, ranking, text, by_part):
            chosen.append(relevance)
    found = [Goal(r.function, r) for r in chosen]
    if len(found) > 1:
        found = _placed(found, ranking, text, parts)
    return found, best


def _best(ranked: Sequence[Relevance], by_part: Sequence[Sequence[Relevance]]) -> list[Relevance]:
    """All functions by relevance to the whole question, or to a part of it where that is greater."""
    top: dict[str, Relevance] = {r.function.name: r for r in ranked}
    for part in by_part:
        for relevance in part:
            known = top[relevance.function.name]
            if relevance.value * 0.95 > known.value:
                top[relevance.function.name] = relevance
    return sorted(top.values(), key=lambda r: -r.value)


def _adds(relevance: Relevance, chosen: Sequence[Relevance], ranking: Ranking, text: str, by_part: object) -> bool:
    """Whether the question asks for this function too: for what tells it from those already chosen."""
    if relevance.function.name and relevance.function.name in text:
        return True
    question = keys(text)
    return all(_distinct(relevance.function, other.function, question, ranking) >= DISTINCT for other in chosen)


def _distinct(function: Function, other: Function, question: Mapping[str, float], ranking: Ranking) -> float:
    """The share of what a function has and another has not that the question mentions."""
    theirs: Set[str] = {*other.name_keys, *other.about_keys}
    shares = []
    for own, factor in ((function.name_keys, 1.0), (function.about_keys, 0.95)):
        total = hit = 0.0
        telling = False
        for key, weight in own.items():
            if key in theirs or key[0] == "@" and key[1:] in COMMON_NOTIONS:
                continue
            weight *= ranking.rarity(key)
            if key[0] == "@":
                if key in question:
                    hit += weight
                    total += 0.4 * weight
                    telling = True
                continue
            if key in question:
                telling = telling or key not in common_keys()
                hit += weight
            total += weight
        shares.append(factor * min(1.0, hit / total) if total and telling else 0.0)
    return max(shares)


def _placed(found: list[Goal], ranking: Ranking, text: str, parts: Sequence[tuple[int, int]]) -> list[Goal]:
    """Each goal with the clauses that ask for it. A clause that asks for none belongs to the one before."""
    spans: dict[str, list[tuple[int, int]]] = {goal.function.name: [] for goal in found}
    first_seen: dict[str, int] = {}
    opening: list[tuple[int, int]] = []
    current: list[str] = []
    for n, (start, end) in enumerate(parts):
        question = keys(text[start:end])
        strength = {
            goal.function.name: max(
                (
                    _weight(goal.function, [o.function for o in found if o is not goal], question, ranking)
                    + (5.0 if goal.function.name in text[start:end] else 0.0)
                ),
                0.0,
            )
            for goal in found
        }
        top = max(strength.values())
        if top > 0.25:
            current = [name for name, value in strength.items() if value >= 0.6 * top]
        if not current:
            opening.append((start, end))
            continue
        for name in current:
            spans[name].append((start, end))
            first_seen.setdefault(name, n)
    placed = [
        Goal(goal.function, goal.relevance, tuple((*opening, *spans[goal.function.name])) if spans[goal.function.name] else ())
        for goal in found
    ]
    return sorted(placed, key=lambda goal: first_seen.get(goal.function.name, len(parts)))


def _weight(function: Function, others: Sequence[Function], question: Mapping[str, float], ranking: Ranking) -> float:
    """How many words of a clause say this function and none of the others."""
    theirs: set[str] = set()
    for other in others:
        theirs |= {*other.name_keys, *other.about_keys}
    total = 0.0
    for key in question:
        if key in theirs:
            continue
        if key in function.name_keys:
            total += function.name_keys[key]
        elif key in function.about_keys:
            total += 0.6 * function.about_keys[key]
        elif key in function.parameter_keys:
            total += 0.3 * function.parameter_keys[key]
    return total
