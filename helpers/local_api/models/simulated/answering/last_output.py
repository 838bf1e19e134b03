"""A question about what was just said: the best row of a list, or one field of the last output.

    … a list of hotels …     "Which one has the best rating?"  → the hotel with the highest rating
    … an order …             "When will it arrive?"            → its delivery date

Only where every word of the question points at that output: a new place, date or topic asks for a new call.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from ....retrieval.terms import STOP_WORDS, query_terms
from ..deciding.scene import scene_of
from ..knowledge.language import Language
from ..knowledge.lexicon import comparatives, notion_ids
from ..knowledge.wording import identifier_words
from ..reading.results import ToolResult
from . import rendering
from .comparing import EASTERN_POINTING
from .phrasing import capital, closed

#: Beside the words of the lexicon: what is best has the most of what is meant.
_BEST = re.compile(r"(?i)\b(?:best|top|highest[- ]rated|most popular|latest|last|newest)\b|가장 좋은|제일 좋은|최고|最好|最新")
_WORST = re.compile(r"(?i)\b(?:worst|earliest|first|oldest|soonest)\b|가장 나쁜|最差|最早")
#: Asks for two outputs together.
_DIFFERENCE = re.compile(r"(?i)\bby how much\b|\bdifference\b|차이|差")
_OF_TIME = re.compile(r"(?i)\b(?:latest|newest|last|earliest|first|oldest|soonest)\b|最新|最早")
#: Words in which one points at what was said.
_POINTING = frozenset(
    query_terms(
        "it one ones them those these this that he she they her his their its the result results option options list"
        " there again exactly so and then also have has had be will would do does did which day"
    )
) | frozenset("one it ones them those thes result option list again exact".split())
#: Question words and verbs that ask for a field without naming it, and names of such fields.
_ASKED_BY: Sequence[tuple[re.Pattern[str], frozenset[str]]] = [
    (re.compile(pattern, re.IGNORECASE), frozenset(keys.split()))
    for pattern, keys in (
        (r"\bhow much\b|얼마|多少[錢钱]", "price cost total amount fare fee"),
        (r"\bwhen\b.*\b(?:arriv|deliver|get here|come)\w*|언제.*(?:도착|배송)|什麼時候.*到|什么时候.*到",
         "delivery eta arrival arrives arrive delivered estimated"),
        (r"\bwhen\b.*\b(?:leav|depart|start|begin|open)\w*|언제.*(?:출발|시작)",
         "departs departure start starts begin opens depart"),
        (r"\bhow long\b|\bduration\b|얼마나 (?:길|오래)|多久|多長", "duration runtime length minutes hours"),
        (r"\bhow far\b|얼마나 멀|多遠|多远", "distance km miles"),
        (r"\bwhere\b|어디|哪裡|哪里", "location address place city venue"),
        (r"\bwho\b.*\b(?:from|sent|wrote)\b", "from sender author"),
        (r"\bwho\b.*\b(?:direct)\w*", "director directed"),
        (r"\bwho(?:'s| is| was|) (?:in|star|play)\w*", "cast actors stars starring players"),
        (r"\bwhat(?:'s| is) (?:its|the|his|her) name\b|\bwhat is it called\b", "name title"),
    )
]  # fmt: skip
#: What forecasts call a day's temperatures.
_DEGREES = {"high": frozenset("high max maximum".split()), "low": frozenset("low min minimum".split())}
#: Words that only serve such questions.
_SERVING = frozenset(
    query_terms(
        "arrive deliver get come leave depart start begin open long duration far sent wrote directed star play name"
        " called much"
    )
)


def told_again(question: str, results: Sequence[ToolResult], language: Language) -> str | None:
    """What the last output has for the question, or None where the question is about more than that output."""
    last = next((result for result in reversed(results) if result.error is None), None)
    if last is None or not isinstance(last.value, (Mapping, list)):
        return None
    if _DIFFERENCE.search(question):
        return None
    rows = _rows(last.value)
    known = _said(last.value)
    if not _only_about(question, known):
        return None
    if len(rows) > 1:
        return _best_row(question, rows, language)
    record = rows[0] if rows else last.value
    return _field(question, record, language) if isinstance(record, Mapping) else None


def _rows(value: Any) -> list[Mapping[str, Any]]:
    """The records of an output: a list of objects, or the only list in an object."""
    if isinstance(value, Mapping):
        lists = [item for item in value.values() if isinstance(item, list) and item and isinstance(item[0], Mapping)]
        value = lists[0] if len(lists) == 1 else []
    return [row for row in value if isinstance(row, Mapping)] if isinstance(value, list) else []


def _said(value: Any) -> set[str]:
    """The terms of the keys of an output."""
    if isinstance(value, Mapping):
        keys = {term for key in value for term in query_terms(" ".join(identifier_words(str(key))))}
        return keys.union(*map(_said, value.values()))
    return set().union(*map(_said, value)) if isinstance(value, list) else set()


def _only_about(question: str, known: set[str]) -> bool:
    """Whether a question names nothing but fields, their order, and what was said."""
    values = [value for value in scene_of(question).values if value.text.casefold() not in _POINTING]
    if any(not value.details.get("weak") and value.kind not in ("phrase", "ordinal") for value in values):
        return False
    rest = re.sub(r"(?i)['’](?:s|re|ve|ll|d)\b", " ", question)
    for order in comparatives():
        rest = order.words.sub(" ", rest)
    rest = EASTERN_POINTING.sub(" ", _WORST.sub(" ", _BEST.sub(" ", rest)))
    asked = any(pattern.search(question) for pattern, _ in _ASKED_BY)
    allowed = known | _POINTING | STOP_WORDS | (_SERVING if asked else set())
    return all(term in allowed for term in query_terms(rest))


def _best_row(question: str, rows: Sequence[Mapping[str, Any]], language: Language) -> str | None:
    """The row that has the most or the least of what the question orders by."""
    key, end, times = _order(question, rows)
    if key is None:
        return None
    best = (max if end == "high" else min)(rows, key=lambda row: _number(row[key], times))
    line = rendering.inline(best, language) or rendering.lines(best, language)
    return closed(line, language) if "\n" not in line else line


def _order(question: str, rows: Sequence[Mapping[str, Any]]) -> tuple[str | None, str, bool]:
    """The key to order by, None where there is none; which end is meant; whether it is one of dates or times."""
    asked = set(query_terms(question))
    order = next((one for one in comparatives() if one.words.search(question)), None)
    numbers = _sortable(rows, False)
    if order is not None:
        if key := next((k for k in numbers if order.about & notion_ids(_spoken(k))), None):
            return key, order.end, False
        if "temperature" in order.about:
            return next((k for k in numbers if _DEGREES[order.end] & set(identifier_words(k))), None), order.end, False
    if _OF_TIME.search(question) and (moments := _sortable(rows, True)):
        return moments[0], "low" if _WORST.search(question) else "high", True
    if order is None and not _BEST.search(question) and not _WORST.search(question):
        return None, "", False
    key = next((k for k in numbers if asked & set(query_terms(_spoken(k)))), None)
    if key is None and not (order and order.about):
        key = next((k for k in numbers if "rating" in identifier_words(k) or len(numbers) == 1), None)
    return key, order.end if order else "low" if _WORST.search(question) else "high", False


def _sortable(rows: Sequence[Mapping[str, Any]], times: bool) -> list[str]:
    """The keys under which all rows have something that can be put in order, without those that only number them."""
    found = [key for key in rows[0] if all(_number(row.get(key), times) is not None for row in rows)]
    return [key for key in found if not {"id", "number", "no", "code"} & set(identifier_words(key))]


def _spoken(key: str) -> str:
    return " ".join(identifier_words(key))


def _number(value: Any, times: bool) -> float | str | None:
    """A value that can be put in order: a number, also one with its unit; with `times` a date or a time."""
    if times:
        return value if isinstance(value, str) and re.match(r"\d{4}-\d\d|\d{1,2}:\d\d", value) else None
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, (int, float)):
        return float(value)
    match = re.fullmatch(r"\s*[$€£₩¥]?\s*(-?\d+(?:,\d{3})*(?:\.\d+)?)\s*[^\d]{0,12}", str(value))
    return float(match[1].replace(",", "")) if match else None


def _field(question: str, record: Mapping[str, Any], language: Language) -> str | None:
    """The field that a question asks for, in its own words or by its question word."""
    asked = set(query_terms(question))
    words = {key: identifier_words(str(key)) for key in record}
    named = [key for key, parts in words.items() if (terms := set(query_terms(" ".join(parts)))) and terms <= asked]
    if not named:
        for pattern, keys in _ASKED_BY:
            if pattern.search(question):
                named = [key for key, parts in words.items() if keys & {part.lower() for part in parts}][:1]
                break
    if len(named) != 1:
        return None
    said = {named[0]: record[named[0]]}
    text = rendering.inline(said, language) or rendering.lines(said, language).removeprefix("- ")
    return capital(text if "\n" in text else closed(text, language)) if text else None
