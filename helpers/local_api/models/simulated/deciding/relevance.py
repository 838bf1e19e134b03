"""How well each function fits a question: the words that they share, rare ones weighing more.

A word that few of the functions have tells them apart; one that all have tells nothing. Words of a
function's name weigh most, then those of its description, then those of its parameters.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ..knowledge.language import eastern
from ..knowledge.lexicon import Unit
from ..knowledge.words import Term, broader, keys, mentioned, notion_spans, terms, words
from ..reading.operations import operations
from ..reading.values import values
from .evidence import Evidence
from .mood import asks_for_state
from .schema import Function

#: Notions that a value stands for: who says "dollars" speaks of a currency.
_SORTS: Mapping[str, tuple[str, ...]] = {
    "currency": ("currency", "money"), "money": ("currency", "money", "price"), "language": ("language",),
    "company": ("stock",), "date": ("date",), "time": ("time",),
    "email": ("email",), "url": ("website",), "file": ("file",),
    "length": ("length", "distance"), "mass": ("weight",), "temperature": ("temperature",), "area": ("area",),
    "volume": ("volume",), "speed": ("speed",), "energy": ("energy",),
}  # fmt: skip

#: What a question for the state that a thing is in asks for, though no word says it: "Is the washer done?".
_STATE = {"status": 0.9, "state": 0.9, "devic": 0.5}


def sorts(text: str, start: int, end: int) -> tuple[str, ...]:
    """Keys "~notion" for the sorts of values that a part of a text states."""
    found: dict[str, None] = {}
    for value in values(text):
        if value.start < start or value.end > end:
            continue
        for notion in (*_SORTS.get(value.kind, ()), *_SORTS.get(value.dimension, ())):
            found["~" + notion] = None
        if value.kind == "unit" and isinstance(value.entry, Unit):
            for notion in _SORTS.get(value.entry.dimension, ()):
                found["~" + notion] = None
    return tuple(found)


#: What share of a name and of a description counts as mentioned when a question in Korean or Chinese surely means it.
MEANT = 0.7


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


@lru_cache(maxsize=512)
def question_keys(text: str, start: int = 0, end: int | None = None) -> Mapping[str, float]:
    """The keys of a question, or of a part of it, with those of the values and the arithmetic that it states."""
    end = len(text) if end is None else end
    found = {**keys(text[start:end]), **dict.fromkeys(sorts(text, start, end), 0.2)}
    stated = operations(text[start:end])
    if asks_for_state(text[start:end]):
        found = {**_STATE, **found}
    return {**found, **keys(stated)} if stated else found


@lru_cache(maxsize=32)
def ranking_of(functions: tuple[Function, ...]) -> Ranking:
    """The ranking of a turn's functions, which the turns of a thread share."""
    return Ranking(functions)


class Ranking:
    """Scores questions, or parts of one, against the functions of a turn. Use `ranking_of`, which remembers."""

    def __init__(self, functions: Sequence[Function]):
        self.functions = functions
        count: dict[str, int] = {}
        for function in functions:
            for key in function.keys:
                count[key] = count.get(key, 0) + 1
        self._count = count
        self._total = len(functions)
        self._logarithm = math.log(self._total + 1)
        self.evidence = Evidence(functions)

    def rarity(self, key: str) -> float:
        """1 for a word of one function only, less the more functions have it."""
        if self._total < 2:
            return 1.0
        return 1.15 - math.log(self._count.get(key, 1)) / self._logarithm

    def rank(self, text: str, start: int = 0, end: int | None = None) -> list[Relevance]:
        """All functions, the best fitting the text, or a part of it, first."""
        question = question_keys(text, start, end)
        text = text[start:end]
        asked = terms(text)
        found = [self._relevance(function, question, asked, text) for function in self.functions]
        return sorted(found, key=lambda relevance: -relevance.value)

    def _relevance(
        self, function: Function, question: Mapping[str, float], asked: Sequence[Term], text: str
    ) -> Relevance:
        name = self.share(function.name_terms, question)
        about = self.share(function.about_terms, question)
        total = hit = 0.0
        for term in asked:
            total += term.weight
            hit += term.weight * mentioned(term, function.keys)
        shared = self._shared(function, text) if name or about else ()
        if eastern(text):
            meant = self.evidence.of(function, text)
            name, about = max(name, MEANT * meant.surely), max(about, MEANT * meant.surely)
            shared = tuple(dict.fromkeys((*shared, *(text[start:end] for start, end in sorted(meant.said)))))
        return Relevance(function, name, about, hit / total if total else 0.0, shared)

    def share(self, wanted: Sequence[Term], question: Mapping[str, float]) -> float:
        """The share of terms that a question mentions, by weight and rarity."""
        total = hit = 0.0
        for term in wanted:
            weight = term.weight * self.rarity(term.key)
            total += weight
            hit += weight * mentioned(term, question)
        return hit / total if total else 0.0

    @staticmethod
    def _shared(function: Function, text: str) -> tuple[str, ...]:
        have = function.main_keys
        found = [(word.start, word.text) for word in words(text) if word.key in have]
        found += [
            (start, text[start:end])
            for start, end, ids in notion_spans(text)
            if any("@" + id in have or "^" + id in have or "@" + broader(id) in have for id in ids)
        ]
        return tuple(dict.fromkeys(said for _, said in sorted(found)))
