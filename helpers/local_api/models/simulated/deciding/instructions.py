"""What the instructions of an assistant say of its functions, of today's date and of what is customary here.

    "Always use search_movies before you answer."     the function is called, if the message asks for anything
    "Never call any function."                        none is
    "Today is 2025-06-18 (Wednesday)."                "tomorrow" is 2025-06-19, where a date is asked for
    "Always report temperatures in Fahrenheit."       the option that is taken when the question names none
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache

from ...interface import Turn
from ..reading.calendar_words import Date, dates
from .decision import Call, Evidence
from .options import mentions
from .schema import Function, Parameter

#: Where an argument comes from that the instructions give.
TOLD = "the instructions"

_SENTENCE = re.compile(r"[^.!?;\n。！？]+(?:[.!?;](?!\s|$)[^.!?;\n]+)*")
_NEVER = re.compile(
    r"(?i)\b(?:never|do not|don't|must not)\s+(?:call|use|invoke|run)\s+(?:any\s+|the\s+|your\s+)?(?:of the\s+)?"
    r"(?:functions?|tools?)(?:\s+at all)?\s*$|\bwithout\s+(?:calling|using)\s+(?:any\s+)?(?:functions?|tools?)\s*$"
)
_ALWAYS = re.compile(
    r"(?i)\b(?:always|must|(?:for|to answer|on|with) (?:any|all|every|each)|every (?:time|question|message)"
    r"|before (?:you|every|any))\b"
    r"|^\s*first\b"
)
_UNLESS = re.compile(r"(?i)\b(?:never|not|don't|if|when|unless|only|except)\b")
_TODAY = re.compile(
    r"(?i)\b(?:today(?:'s date)?(?: is|:)|(?:the )?current (?:date|day|time)(?: and time)?(?: is|:)|now(?: is|:)"
    r"|it is now)|(?:오늘은|오늘 날짜(?:는|:)|현재 날짜(?:는|:))|(?:今天是|今天日期(?:是|：)|現在(?:時間)?是)"
)
_BY_DEFAULT = re.compile(r"(?i)\b(?:always|by default|defaults? to|prefer|use\b.*\bunits?)\b|기본|항상|預設|一律|總是")

_DAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
_OFFSETS = {
    "today": 0, "tonight": 0, "now": 0, "this day": 0, "tomorrow": 1, "yesterday": -1, "the day after tomorrow": 2,
    "day after tomorrow": 2, "the day before yesterday": -2, "next week": 7, "in a week": 7, "last week": -7,
    "오늘": 0, "내일": 1, "모레": 2, "어제": -1, "그제": -2, "今天": 0, "今日": 0, "明天": 1, "後天": 2, "昨天": -1, "前天": -2,
}  # fmt: skip
_WEEKDAY = re.compile(rf"(?i)(?:on\s+)?(?P<which>next|this|last|coming|the coming)?\s*(?P<day>{'|'.join(_DAYS)})")
_SPAN = re.compile(r"(?i)in (?P<in>\d+) (?P<of_in>day|week)s?|(?P<ago>\d+) (?P<of_ago>day|week)s? ago")


@dataclass(frozen=True, slots=True)
class Told:
    """`always`: functions to call for whatever is asked. `never`: no function may be called. `today`, if it is said.

    `sentences` are those that say what is done by default.
    """

    always: tuple[str, ...] = ()
    never: bool = False
    today: date | None = None
    sentences: tuple[str, ...] = ()


def told(turn: Turn) -> Told:
    """What the instructions of a turn say."""
    text = "\n".join(str(m.get("content") or "") for m in turn.messages if m.get("role") in ("system", "developer"))
    names = tuple(str((tool.get("function") or {}).get("name", "")) for tool in turn.tools)
    return _told(text, names)


@lru_cache(maxsize=256)
def _told(text: str, names: Sequence[str]) -> Told:
    if not text.strip():
        return Told()
    sentences = [match.group().strip() for match in _SENTENCE.finditer(text)]
    always = [
        name
        for sentence in sentences
        if _ALWAYS.search(sentence) and not _UNLESS.search(sentence)
        for name in names
        if name and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", sentence)
    ]
    return Told(
        tuple(dict.fromkeys(always)),
        any(_NEVER.search(sentence) for sentence in sentences),
        _day(text),
        tuple(sentence for sentence in sentences if _BY_DEFAULT.search(sentence)),
    )


def _day(text: str) -> date | None:
    """The first whole date right after words for today."""
    for match in _TODAY.finditer(text):
        rest = text[match.end() : match.end() + 50]
        iso = re.search(r"(\d{4})-(\d\d)-(\d\d)", rest)
        found = [(int(iso[1]), int(iso[2]), int(iso[3]))] if iso else []
        found += [(d.year, d.month, d.day) for _, _, d in dates(rest) if d.year and d.month and d.day]
        for parts in found:
            try:
                return date(*parts)
            except ValueError:
                continue
    return None


def as_told(call: Call, function: Function, told: Told) -> Call:
    """The call with the days that "tomorrow" and the like are, and with what the instructions have by default."""
    arguments, evidence = dict(call.arguments), dict(call.evidence)
    for parameter in function.parameters:
        given = arguments.get(parameter.name)
        if told.today and isinstance(given, str) and _is_a_day(parameter):
            day = day_of(given, told.today)
            if day is not None:
                pattern = parameter.date_pattern or "YYYY-MM-DD"
                arguments[parameter.name] = Date("", day.year, day.month, day.day).written(pattern)
        source = evidence[parameter.name].source if parameter.name in evidence else ""
        if parameter.options and (given is None or source.startswith(("customary", "default"))):
            option = _by_default(parameter, told.sentences)
            if option is not None:
                arguments[parameter.name], evidence[parameter.name] = option, Evidence(TOLD)
    return replace(call, arguments=arguments, evidence=evidence)


def _is_a_day(parameter: Parameter) -> bool:
    return parameter.kind == "date" or "DD" in parameter.date_pattern


def day_of(said: str, today: date) -> date | None:
    """The day that words stand for on a given day: tomorrow, next Monday, in 3 days. None if they stand for none."""
    plain = said.strip().casefold()
    if plain in _OFFSETS:
        return today + timedelta(_OFFSETS[plain])
    if match := _WEEKDAY.fullmatch(plain):
        ahead = (_DAYS.index(match["day"].casefold()) - today.weekday()) % 7
        if match["which"] == "last":
            return today - timedelta(7 - ahead if ahead else 7)
        return today + timedelta(ahead or 7)
    if match := _SPAN.fullmatch(plain):
        many = int(match["in"] or match["ago"]) * (7 if (match["of_in"] or match["of_ago"]) == "week" else 1)
        return today + timedelta(many if match["in"] else -many) if many < 40_000 else None
    return None


def _by_default(parameter: Parameter, sentences: Iterable[str]) -> object | None:
    """The one option that a sentence of the instructions names."""
    for sentence in sentences:
        named = {str(m.option): m.option for m in mentions(parameter.options, sentence) if m.strength >= 0.8}
        if len(named) == 1:
            return next(iter(named.values()))
    return None
