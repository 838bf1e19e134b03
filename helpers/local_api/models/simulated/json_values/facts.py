"""What a turn says, as named values: the material from which JSON answers are filled.

{"temperature": 14} from get_weather(city="Busan")
→ Fact(("temperature",), 14), Fact(("city",), "Busan"), …
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from ....retrieval.terms import query_terms
from ...interface import Turn
from ..knowledge.lexicon import companies, notion_ids, places
from ..knowledge.wording import function_of, identifier_words, noun_phrase, unit_of
from ..reading.results import ToolResult, last_user_index, results_of_turn

_NUMBER_WITH_NOUN = re.compile(r"(?<![\w.])(-?\d+(?:,\d{3})*(?:\.\d+)?)\s*([^\W\d_]+)?")
_NAMED_VALUE = re.compile(r"([^\W\d_][\w ]{0,30}?)\s*(?::|=|\bis\b|\bare\b|은|는|是)\s*[\"“「]?([^,.;\n\"”」?!]{1,80})")
_QUOTED = re.compile(r"[\"“「『]([^\"”」』]{1,120})[\"”」』]")
_PROPER = re.compile(r"(?<![.!?]\s)(?<!^)\b[A-Z][\w'’-]+(?:\s+[A-Z][\w'’-]+)*")
#: How well a fact must fit a name to be taken for it.
FITS = 0.34


@dataclass(frozen=True, slots=True)
class Fact:
    """A value and what it is called. Facts of one `group` belong to one thing (a city, an order)."""

    names: tuple[str, ...]
    value: Any
    group: str = ""


def facts_of(turn: Turn) -> list[Fact]:
    """Outputs first, then arguments, then what the question says."""
    results = [result for result in results_of_turn(turn) if result.error is None]
    found: list[Fact] = []
    for result in results:
        found.extend(_of_result(turn, result))
    for result in results:
        found.extend(Fact((key,), value, _group(result)) for key, value in result.arguments.items())
    last = last_user_index(turn.messages)
    if last >= 0:
        found.extend(_of_question(str(turn.messages[last].get("content") or "")))
    return found


def of_object(value: Mapping[str, Any]) -> list[Fact]:
    """The facts of one object of an output, and of the objects in it."""
    return list(_leaves(value, (), ""))


def _group(result: ToolResult) -> str:
    return next((str(value) for value in result.arguments.values() if isinstance(value, str)), result.name)


def _of_result(turn: Turn, result: ToolResult) -> Iterator[Fact]:
    noun = noun_phrase(function_of(turn.tools, result.name), "en") or result.name
    names = (noun, result.name)
    if isinstance(result.value, (Mapping, list)):
        yield Fact(names, result.value, _group(result))
        yield from _leaves(result.value, (), _group(result))
    else:
        yield Fact(names, result.value, _group(result))
        if unit := unit_of(result.arguments, noun):
            yield Fact(("unit", "units"), unit.en, _group(result))


def _leaves(value: Any, names: tuple[str, ...], group: str) -> Iterator[Fact]:
    if isinstance(value, Mapping):
        for key, item in value.items():
            path = (key, f"{names[0]} {key}") if names else (key,)
            yield Fact(path, item, group)
            if isinstance(item, Mapping):
                yield from _leaves(item, path, group)


def _of_question(question: str) -> Iterator[Fact]:
    for match in _NAMED_VALUE.finditer(question):
        yield Fact((match[1].strip(), match[1].split()[-1]), match[2].strip())
    taken = set()
    for place in places().find(question):
        taken.add(place.text)
        yield Fact((place.entry.kind, "place", "location", "city name"), place.text, place.text)
    for company in companies().find(question):
        taken.add(company.text)
        yield Fact(("company", "company name"), company.text, company.text)
        yield Fact(("ticker", "symbol"), company.entry.ticker, company.text)
    for match in _NUMBER_WITH_NOUN.finditer(question):
        number = float(match[1].replace(",", ""))
        noun = match[2] or ""
        kind = ("temperature",) if "temperature" in notion_ids(noun) else ("quantity", "count", "number", "amount")
        yield Fact((noun, *kind) if noun else kind, int(number) if number.is_integer() else number)
        if noun and kind[0] == "quantity":
            yield Fact(("product", "item", "thing", "goods"), noun)
    for match in _QUOTED.finditer(question):
        yield Fact(("title", "text", "quote", "name"), match[1])
    for match in _PROPER.finditer(question):
        if match.group() not in taken:
            yield Fact(("name", "person", "customer", "who"), match.group())


@lru_cache(maxsize=4096)
def _words(name: str) -> frozenset[str]:
    return frozenset(query_terms(" ".join(identifier_words(name)) or name))


@lru_cache(maxsize=4096)
def _notions(name: str) -> frozenset[str]:
    return frozenset(notion_ids(" ".join(identifier_words(name)) or name))


def fit(fact: Fact, name: str, description: str = "") -> float:
    """How well the fact fits a property, from 0 to 1: its name, its words, its notions, its description."""
    wanted, meant = _words(name), _notions(name)
    best = 0.0
    for called in fact.names:
        if called.casefold() == name.casefold():
            return 1.0
        words = _words(called)
        shared = len(wanted & words) / len(wanted | words) if wanted | words else 0.0
        notions = _notions(called)
        if meant & notions:
            shared = max(shared, 0.4 + 0.3 * len(meant & notions) / len(meant | notions))
        best = max(best, shared)
    if best < FITS and description:
        about = _words(description[:200])
        best = max([best, *(0.35 * len(_words(called) & about) / max(1, len(_words(called))) for called in fact.names)])
    return best
