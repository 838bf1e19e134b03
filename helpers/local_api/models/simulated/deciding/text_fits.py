"""How well a value of the question fits a parameter of type string, by what the text stands for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from ..knowledge.language import eastern
from ..knowledge.lexicon import Currency, Place
from ..knowledge.words import words
from ..reading.calendar_words import Date, dates, times
from ..reading.eastern_names import person_like
from ..reading.value import NUMBERS, Value
from ..reading.written import as_expression
from .fit import Fit
from .free_text import uses_of
from .person_names import part_of_name
from .scene import Scene
from .schema import Parameter
from .sql_queries import is_statement, takes_sql
from .written_forms import as_company, as_date, as_moment, as_place, as_time, wants_moment, written_date

_IN = frozenset("in at near within around inside 在 for to".split())
_KINDS_OF_TEXT: Mapping[str, Mapping[str, float]] = {
    "place": {"place": 2.2, "name": 1.1, "phrase": 0.3, "quoted": 0.8},
    "company": {"company": 2.2, "name": 1.3, "quoted": 1.0, "phrase": 0.3},
    "ticker": {"company": 2.2, "quoted": 1.0, "code": 0.6, "name": 0.5},
    "person": {"name": 1.8, "quoted": 1.2, "phrase": 0.1, "code": 0.4},
    "date": {"date": 2.4, "time": -1.0, "quoted": 0.3, "phrase": -0.6, "name": -1.0, "place": -2.0, "code": -1},
    "weekday": {"date": 2.0},
    "time": {"time": 2.4, "date": 0.4, "quoted": 0.2, "phrase": -0.6, "name": -1.5, "place": -2.0},
    "currency": {"currency": 2.4, "name": 0.2, "place": 0.2, "quoted": 0.4, "phrase": -0.8},
    "language": {"language": 2.4, "name": 0.6, "quoted": -0.5, "phrase": -0.6, "place": -1},
    "email": {"email": 3.0, "quoted": -0.5, "name": -1.5, "phrase": -1.5, "place": -2},
    "url": {"url": 3.0, "quoted": 0.0, "name": -1.0, "phrase": -1.5, "place": -2},
    "file": {"file": 3.0, "quoted": 0.9, "name": -0.3, "phrase": -0.6, "place": -2},
    "expression": {"expression": 2.6, "quoted": 1.2, "name": -1.0, "phrase": -0.6},
    "unit": {"unit": 2.0, "phrase": -1.5, "name": -1.5, "quoted": 0.3, "place": -2.0},
    "id": {"code": 2.0, "quoted": 1.0, "name": -0.4, "phrase": -1.2, "place": -1.0},
    "category": {"phrase": 0.8, "quoted": 1.2, "name": 0.5, "place": -1.0, "company": -0.8, "date": -1.5, "time": -1.5,
                 "code": -0.2},
    "text": {"quoted": 2.4, "phrase": 0.2, "name": 0.2, "place": -0.4},
    "": {"quoted": 1.5, "name": 1.4, "phrase": 0.7, "place": 0.7, "company": 1.0, "code": 0.8, "language": 0.5,
         "currency": 0.1, "expression": 0.3, "file": 0.6, "email": -0.5, "url": -0.3, "date": -0.5, "time": -0.8},
}  # fmt: skip


def text_fit(parameter: Parameter, value: Value, near: float, scene: Scene) -> Fit | None:
    """The value as a text argument, or None when it cannot be one."""
    kind = parameter.kind
    if value.kind in NUMBERS:
        return _number_as_text(parameter, value, near)
    if value.kind in ("list", "mapping", "series"):
        return None
    if kind == "text" and takes_sql(parameter.name, parameter.about) and not is_statement(str(value.value)):
        return None
    if use := value.details.get("use"):
        return Fit(value.value, 2.9, "what is said", value) if use in uses_of(parameter) else None
    if value.kind == "unit" and (
        kind != "unit"
        or "of" in value.details
        and (parameter.role == "to" or not parameter.required and not parameter.role)
    ):
        return None
    if part := value.details.get("part"):
        return Fit(value.value, 2.4, f"the {part} name", value) if part == part_of_name(parameter) else None
    if part_of_name(parameter) and value.kind in ("phrase", "code", "name") and not eastern(value.text):
        if value.kind != "name" or " " in value.text:
            return None  # of a whole name each part is a value of its own
    if value.details.get("address"):
        return _address_fit(parameter, value)
    table = _KINDS_OF_TEXT.get(kind, _KINDS_OF_TEXT[""])
    score = table.get(value.kind, -0.9 if kind else 0.0)
    why = {"phrase": "words of the question", "quoted": "text in quotes", "code": "a code"}.get(
        value.kind, f"a {value.kind}"
    )
    argument: Any = value.value
    if value.kind == "date":
        clocks = [v for v in scene.values if v.kind == "time"] if wants_moment(parameter) else []
        clock = min(clocks, key=lambda v: abs(v.start - value.end), default=None)
        argument = (as_moment(clock, value) if clock else None) or as_date(parameter, value)
        if value.details.get("date") and not value.details["date"].relative:
            score += 0.2
        if kind == "" and "date" in parameter.plain_words:
            score += 1.5
        if kind not in ("date", "time", "", "weekday"):
            score -= 1.0
    elif value.kind == "time":
        days = [v for v in scene.values if v.kind == "date"] if wants_moment(parameter) else []
        day = min(days, key=lambda v: abs(v.start - value.start), default=None)
        moment = as_moment(value, day)
        score = max(score, 2.3) if moment else score
        argument = moment or as_time(parameter, value)
    elif value.kind == "place":
        argument = as_place(parameter, value)
        if kind == "place":
            before = scene.before(value.start, 1)
            score += 0.3 if before and before[0] in _IN else 0
            score += _level(parameter, value)
    elif value.kind == "company" and kind in ("ticker", "company"):
        argument = as_company(parameter, value)
    elif value.kind == "currency":
        argument = value.entry.key if isinstance(value.entry, Currency) and kind == "currency" else value.value
    elif value.kind == "language" and kind == "language":
        argument = value.value
    elif value.kind == "quoted" and kind == "expression":
        argument = as_expression(value.value)
    elif value.kind == "quoted" and kind == "time" and any(True for _ in times(value.value)):
        score = 2.4
    elif value.kind == "quoted" and kind == "date":
        inner = list(dates(value.value))
        if inner:
            argument, score = written_date(parameter, inner[0][2]), 2.4
    if kind == "place" and value.kind == "phrase" and eastern(value.text):
        beside = _AT.search(scene.text[: value.start]) or _OF_PLACE.match(scene.after(value.end))
        score = 1.3 if beside else 0.8 if _GOES_ON.match(scene.after(value.end)) else score
    if (
        kind == "id"
        and value.kind == "company"
        and re.search(r"(?i)stock|company|ticker|股|公司|주식|종목|회사", parameter.about)
    ):
        score = 1.6
    if kind == "ticker" and value.kind == "name" and _TICKER.fullmatch(value.text):
        score = 2.0
    if value.details.get("receiver"):
        score += 1.0 if kind == "person" or _GETS.search(f"{parameter.name_words} {parameter.about}") else -0.8
    if value.details.get("wide") and value.kind == "name":
        score = max(score, table.get("place", 0) if kind == "place" else score) + 0.2
    if (
        value.kind == "phrase"
        and parameter.examples
        and str(value.value).casefold() in {e.casefold() for e in parameter.examples}
    ):
        score += 1.0
    if value.kind == "place" and any(
        o.kind == "name" and o.holds(value) and len(o.text) > len(value.text) for o in scene.values
    ):
        score -= 0.4
    if kind == "place" and value.kind == "phrase" and re.match(r"(?:에서|에는?|의)(?![가-힣])", scene.after(value.end)):
        score += 0.8
    if kind == "place" and value.kind == "name":
        before = [word for word in scene.before(value.start, 2) if word not in ("the", "a")]
        score += 0.5 if before and before[0] in ("in", "at", "near", "from", "to", "between") else 0
        if any(other.kind == "place" and value.holds(other) and value.text != other.text for other in scene.values):
            score = max(score, 2.3)
    if value.details.get("handed"):
        score += 1.6 if kind == "text" else -1.0
    if value.details.get("full"):
        score += 0.15
    if kind == "person" and value.kind == "phrase" and person_like(value.text):
        score += 0.9
    if value.kind == "phrase":
        score += _as_phrase(value, scene)
    return Fit(argument, score, why, value)


def _address_fit(parameter: Parameter, value: Value) -> Fit | None:
    """A street with its number: for an address or a street, less for a place of any sort, for nothing else."""
    if _STREETS & parameter.name_keys.keys():
        return Fit(value.value, 2.8, "a street address", value)
    if parameter.kind == "place" and not _AREAS & parameter.name_keys.keys():
        return Fit(value.value, 1.9, "a street address", value)
    return Fit(value.value, 0.6, "a street address", value) if parameter.kind in ("", "text") else None


#: Keys of names of parameters that take a street with its number, and of those that take something wider.
_STREETS = frozenset(word.key for word in words("address street line destination"))
_AREAS = frozenset(word.key for word in words("city country state region county nation province"))
_GETS = re.compile(
    r"(?i)\b(?:recipient|receiver|who|whom|person|friend|pet|animal|to)\b|사람|받는|받을|상대|친구|동물|고객|收|對象|朋友|寵物|聯絡人|客戶"
)

#: How a company is written on an exchange: NVDA, BRK.B.
_TICKER = re.compile(r"[A-Z]{2,5}(?:\.[A-Z]{1,2})?")

#: What stands around the name of a place in Korean and Chinese.
_AT = re.compile(r"[在從到去往]$")
_GOES_ON = re.compile(r"\s?[가-힣\u4e00-\u9fff]")
_OF_PLACE = re.compile(r"(?:에|에서|의|까지|부터|으로|로)(?![가-힣])|\s?근처|附近|的|市|區")


def _as_phrase(value: Value, scene: Scene) -> float:
    """More for a phrase that a word of the function goes on ("classical concerts"), less for one after "I am"."""
    before = scene.before(value.start, 1)
    if before and before[0] in (
        "am",
        "is",
        "are",
        "was",
        "were",
        "be",
        "been",
        "being",
        "i",
        "you",
        "we",
        "they",
        "not",
    ):
        return -0.6
    if value.details.get("explained"):
        return -0.45
    return 0.35 if value.details.get("head") else 0.0


#: Countries that are cities too.
_CITY_STATES = frozenset("Singapore Monaco Luxembourg Djibouti Kuwait Panama Guatemala Mexico 싱가포르 新加坡".split())


def _level(parameter: Parameter, value: Value) -> float:
    """Whether a place is of the kind that the parameter's name asks for: a city, a country, a state."""
    name = parameter.name.casefold()
    if not isinstance(value.entry, Place):
        return 0.0
    for level in ("city", "country", "state"):
        if level in name:
            if level == "city" and value.entry.kind == "country" and not value.details.get("full"):
                return -0.4 if value.text in _CITY_STATES else -2.0
            return 0.3 if value.entry.kind == level else -0.4
    return 0.0


_POSTAL = re.compile(r"(?i)zip|postal|post_?code")


def _number_as_text(parameter: Parameter, value: Value, near: float) -> Fit | None:
    kind = parameter.kind
    written = str(value.details.get("written") or value.text)
    if value.kind == "number" and re.fullmatch(r"\d{5}", written) and _POSTAL.search(parameter.name):
        return Fit(written, 2.4, "a postal code", value)
    if kind == "id" and value.kind in ("number", "ordinal") and not value.unit and not value.details.get("weak"):
        return Fit(written, 1.4, "a number", value)
    if kind == "currency" and value.kind == "money" and value.unit:
        return Fit(value.unit, 1.6, "the currency of an amount", value)
    if kind == "date" and re.fullmatch(r"(?:1[0-9]|20)\d\d", written) and not value.unit:
        return Fit(written_date(parameter, Date(written, int(written))), 1.2, "a year", value)
    if kind in (
        "text",
        "expression",
        "place",
        "person",
        "company",
        "email",
        "url",
        "unit",
        "language",
        "weekday",
        "currency",
        "file",
        "ticker",
    ):
        return None
    if value.dimension == "time" and "duration" in parameter.plain_words | parameter.name_keys.keys():
        return Fit(value.text, 1.2, "a duration", value)
    if value.unit and value.kind in ("number", "money", "percent"):
        return Fit(value.text, -0.3, "a measure", value)
    if near < 0.3 and re.search(r"\d", parameter.about) and eastern(parameter.about):
        return Fit(written, 0.6, "a number", value)  # "노선, 예: 307"
    if near < 0.3:
        return None
    return Fit(written if value.kind != "ordinal" else value.text, -0.2, "a number", value)
