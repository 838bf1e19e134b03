"""How well each function fits a question: the words that they share, rare ones weighing more.

A word that few of the functions have tells them apart; one that all have tells nothing. Words of a
function's name weigh most, then those of its description, then those of its parameters.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .schema import Function
from .words import keys, notion_spans, words


@dataclass(frozen=True, slots=True)
class Relevance:
    """How a question and a function fit; each part is from 0 to 1.

    `name`, `about`: the share of the name and of the description that the question mentions.
    `question`: the share of the question's telling words that the function has.
    `shared`: the words of the question that count, as it writes them.
    """

    function: Function
    name: float
    about: float
    question: float
    shared: tuple[str, ...]

    @property
    def value(self) -> float:
        return 0.45 * self.name + 0.25 * self.about + 0.3 * self.question


class Ranking:
    """Scores questions, or parts of one, against the functions of a turn."""

    def __init__(self, functions: Sequence[Function]):
        self.functions = functions
        count: dict[str, int] = {}
        for function in functions:
            for key in {*function.name_keys, *function.about_keys, *function.parameter_keys}:
                count[key] = count.get(key, 0) + 1
        self._count = count
        self._total = len(functions)

    def rarity(self, key: str) -> float:
        """1 for a word of one function only, less the more functions have it."""
        if self._total < 2:
            return 1.0
        return 1.15 - math.log(self._count.get(key, 1)) / math.log(self._total + 1)

    def relevance(self, function: Function, question: Mapping[str, float], text: str) -> Relevance:
        name = self._share(function.name_keys, question)
        about = self._share(function.about_keys, question)
        have: set[str] = {*function.name_keys, *function.about_keys, *function.parameter_keys}
        total = hit = 0.0
        for key, weight in question.items():
            total += weight
            if key in have:
                hit += weight
        return Relevance(function, name, about, hit / total if total else 0.0, self._shared(function, question, text))

    def _share(self, wanted: Mapping[str, float], question: Mapping[str, float]) -> float:
        total = hit = 0.0
        covered = {k for k in wanted if k in question}
        notions_hit = any(k[0] == "@" for k in covered)
        for key, weight in wanted.items():
            weight *= self.rarity(key)
            if key[0] == "@":
                if key in covered:
                    total += 0.5 * weight
                    hit += weight
                continue
            total += weight
            if key in covered:
                hit += weight
        if notions_hit and total and hit > total:
            return 1.0
        return min(1.0, hit / total) if total else 0.0

    def _shared(self, function: Function, question: Mapping[str, float], text: str) -> tuple[str, ...]:
        have = {*function.name_keys, *function.about_keys}
        found = [(w.start, w.text) for w in words(text) if w.key in have and w.key in question]
        found += [(s, text[s:e]) for s, e, ids in notion_spans(text) if any("@" + id in have for id in ids)]
        return tuple(dict.fromkeys(said for _, said in sorted(found)))

    def rank(self, text: str) -> list[Relevance]:
        """All functions, the best fitting first."""
        question = keys(text)
        found = [self.relevance(function, question, text) for function in self.functions]
        return sorted(found, key=lambda r: -r.value)
