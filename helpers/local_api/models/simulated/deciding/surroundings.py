"""The words beside a value: how near the words of a parameter stand to it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence

from ..reading.value import Value
from .scene import Scene
from .schema import Parameter

_NAMES = ("name", "place", "company", "phrase", "quoted")

#: A preposition between a label and a value: "team in the NBA" names no team.
_ELSEWHERE = re.compile(r"(?i)^\s+(?:in|on|at|for|from|with|by|to|near)\b")

#: Words further from a value than this, in characters, do not count as beside it.
FAR = 240


class Surroundings:
    """For a function and a question: which parameter's words stand near which value."""

    def __init__(self, function_parameters: Sequence[Parameter], scene: Scene):
        self.scene = scene
        shared: dict[str, int] = {}
        for parameter in function_parameters:
            for key in set(parameter.name_keys) | set(parameter.naming_keys):
                shared[key] = shared.get(key, 0) + 1
        self.total = max(1, len(function_parameters))
        self.shared = shared
        self._weights: dict[int, Mapping[str, float]] = {}
        self._numeric = [value for value in scene.values if value.kind != "series"]
        self._starts = [value.start for value in self._numeric]
        self._numbers = [value for value in scene.values if "nouns" in value.details]
        self._labels: dict[int, bool] = {}
        self._where: dict[str, Sequence[tuple[int, int, float]]] = {}

    def weights(self, parameter: Parameter) -> Mapping[str, float]:
        """The keys of a parameter and how much each tells it from the others."""
        known = self._weights.get(id(parameter))
        if known is None:
            found: dict[str, float] = {}
            for key, weight in parameter.name_keys.items():
                found[key] = weight / self.shared.get(key, 1)
            for key, weight in parameter.naming_keys.items():
                found[key] = max(found.get(key, 0), 0.5 * weight / self.shared.get(key, 1))
            known = self._weights[id(parameter)] = found
        return known

    def near(self, parameter: Parameter, value: Value) -> tuple[float, str]:
        """How near words of the parameter stand to the value, and the nearest of them."""
        total, nearest, best = 0.0, "", 0.0
        seen: set[tuple[int, int]] = set()
        for key, weight in self.weights(parameter).items():
            top, at = 0.0, None
            for start, end, alike in self._places(key):
                if end < value.start - FAR or start > value.end + FAR:
                    continue
                if end <= value.start:
                    steps, stops = self.scene.steps(end, value.start)
                    nearness = 1 / (1 + 0.3 * steps + 0.8 * stops + 0.6 * self._between(end, value.start))
                    if self._follows_another(start, value):
                        nearness *= 0.3
                    if value.kind in _NAMES and _ELSEWHERE.search(self.scene.text[end : value.start]):
                        nearness *= 0.6
                elif start >= value.end:
                    steps, stops = self.scene.steps(value.end, start)
                    nearness = 0.85 / (1 + 0.7 * steps + 1.5 * stops + 1.0 * self._between(value.end, start))
                    if self._labels_next(end):
                        nearness *= 0.25
                else:
                    continue
                nearness *= alike
                if nearness > top:
                    top, at = nearness, (start, end)
            if at and at not in seen:
                seen.add(at)
                total += weight * top
                if weight * top > best:
                    best, nearest = weight * top, self.scene.text[at[0] : at[1]]
        return min(total, 1.6), nearest

    def _places(self, key: str) -> Sequence[tuple[int, int, float]]:
        """Where a key stands in the question; a word that only begins like it ("user", "username") counts less."""
        known = self._where.get(key)
        if known is None:
            found = [(start, end, 1.0) for start, end in self.scene.keyed.get(key, ())]
            if not found and len(key) >= 4 and key.isascii() and key[0] != "@":
                for other, places in self.scene.keyed.items():
                    if (
                        len(other) >= 4
                        and (key.startswith(other) or other.startswith(key))
                        and other not in self.shared
                    ):
                        found += [(start, end, 0.6) for start, end in places]
            known = self._where[key] = found
        return known

    def _follows_another(self, start: int, value: Value) -> bool:
        """Whether a word goes on another number: "revenue" in "$15000 total revenue and $22000"."""
        return any(other is not value and other.end <= start < other.details["nouns"][0] for other in self._numbers)

    def _labels_next(self, end: int) -> bool:
        """Whether a word that ends here is followed by a value of its own: "depth of 10"."""
        known = self._labels.get(end)
        if known is None:
            known = self._labels[end] = any(
                value.start >= end and _LABEL.fullmatch(self.scene.text[end : value.start]) for value in self._numeric
            )
        return known

    def _between(self, start: int, end: int) -> int:
        first = bisect_left(self._starts, start)
        last = bisect_left(self._starts, end)
        return sum(1 for value in self._numeric[first:last] if value.end <= end and value.kind != "name")


#: What stands between a word and the value that it is a label of.
_LABEL = re.compile(
    r"(?i)\s*(?:\w+\s+)?(?:of|is|are|was|=|:|to|equals?|as|at|with|being|named|called|은|는|이|가|為"
    r"|是)?\s*(?:the|a|an)?\s*[\"'(]?"
)
