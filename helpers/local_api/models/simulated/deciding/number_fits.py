"""How well a number of the question fits a numeric parameter, and what it is there.

By its unit, what it counts, the word after it, and the limits of the schema; an amount in miles becomes one in
kilometres where the parameter is in kilometres."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from ..knowledge.lexicon import units
from ..knowledge.words import words
from ..reading.calendar_words import Date
from ..reading.counters import counter_score
from ..reading.value import NUMBERS, Value
from .fit import Fit
from .schema import Parameter


def number_fit(parameter: Parameter, value: Value, near: float, weights: Mapping[str, float]) -> Fit | None:
    """The value as a numeric argument, or None when it is no number."""
    if value.kind == "code" and re.fullmatch(r"\d+", str(value.value)):
        return Fit(int(value.value), 0.6, "a number", value)
    if value.kind == "date":
        date = value.details.get("date")
        if isinstance(date, Date) and date.year and not date.day and "year" in parameter.name.casefold():
            return Fit(date.year, 1.0, "the year of a date", value)
        return None
    if value.kind not in NUMBERS:
        return None
    number = value.value
    score, why = 1.0, "a number"
    name = parameter.name.casefold()
    wanted = units().get(parameter.unit) if parameter.unit else None
    given = units().get(value.unit) if value.unit and value.dimension != "money" else None
    if wanted and given and wanted.dimension == "mass" and value.text.endswith("킬로"):
        given = units().get("kilogram")  # 킬로 is either
    if value.details.get("weak"):
        told = (
            value.noun in parameter.name_keys
            or value.noun in parameter.about_keys
            or bool(wanted and given and wanted.dimension == given.dimension)  # "two days" for days
        )
        score -= 0.2 if told else 0.6
    if value.noun and not value.unit and _COUNTS.search(parameter.name_words):
        score += 0.6  # "two dice"
    if any(value.noun in said and taking & parameter.name_keys.keys() for said, taking in _COUNTED):
        score += 1.2  # "for 3 people" are so many guests, "4.5 stars" a rating
    if value.kind == "percent":
        number, score, why = _share(parameter, number), score + _rate_bonus(parameter), "a percentage"
    elif value.kind == "money":
        money = bool(
            {"@money", "@price", "@revenue", "@tax", "@bank", "@interest"} & set(parameter.about_keys)
            | _MONEY & parameter.plain_words
        )
        score += 1.0 if money else -0.3
        why = "an amount of money"
        if wanted and wanted.dimension not in ("money", "ratio"):
            score -= 1.2
        if _rate_bonus(parameter) > 0 and not money:
            score -= 0.6
    elif given and wanted and (given.key, wanted.dimension) == ("degree", "temperature"):
        score, why = score + 1.3, "a number of degrees"
    elif given and wanted:
        if given.dimension == wanted.dimension:
            score += 1.3
            why = f"a number of {given.en}s"
            if given.key != wanted.key:
                number = _converted(number, given, wanted)
                why += f", as {wanted.en}s"
        else:
            score -= 1.0
    elif given:
        score += 1.0 if _measures(parameter, given.dimension) else -0.2
        why = f"a number of {given.en}s"
    elif value.unit:  # a unit that the lexicon does not have, as written
        score += 1.2 if value.unit.replace("²", "^2") in parameter.about.replace("²", "^2") else 0
    elif wanted:
        score -= 0.1
    if not value.unit and value.kind == "number":
        written = str(value.details.get("written", ""))
        if re.fullmatch(r"(?:1[0-9]|20|21)\d\d", written):
            yearly = (
                "year" in parameter.plain_words
                and "years" not in name
                and (re.search(r"year\d?$", name) or not _MONEY & parameter.plain_words)
            )
            score += 1.0 if yearly else -0.2
        elif re.search(r"(?:^|_)year$", name) or name == "year":
            score -= 1.2
    after = value.details.get("nouns", (0, ()))[1] or ((value.noun,) if value.noun else ())
    if after:
        telling = max(((2 if key in parameter.name_keys else 1.2) * weights.get(key, 0) for key in after), default=0.0)
        score += min(1.2, telling)
    if "counts" in value.details:
        counts = counter_score(parameter.name, parameter.about, value.details["counts"])
        score += counts + (0.6 if counts > 1 and value.details.get("weak") else 0)
    if value.kind == "ordinal":
        score -= 0.2
    low, high = parameter.schema.get("minimum"), parameter.schema.get("maximum")
    if isinstance(low, (int, float)) and number < low or isinstance(high, (int, float)) and number > high:
        score -= 1.5
    if not parameter.takes("number"):
        if number != int(number):
            return None
        number = int(number)
    return Fit(number, score, why, value)


#: Keys of nouns after a number, and of names of parameters that take it though they say another word.
_COUNTED = [
    (frozenset(word.key for word in words(said)), frozenset(word.key for word in words(taking)))
    for said, taking in (
        ("people persons person guests travelers travellers passengers", "people guests adults party passengers "
         "travelers travellers persons diners"),
        ("stars star", "rating stars"),
    )
]  # fmt: skip
#: Names of parameters that count whatever is named after the number.
_COUNTS = re.compile(r"(?i)\b(?:count|quantity|qty|copies)\b")
_MONEY = frozenset(
    "money amount price cost budget salary income revenue payment dollars usd principal investment investment "
    "invest loan "
    "deposit balance value fee profit expense expenses assets equity earnings cash 금액 원 金額 元".split()
)


def _share(parameter: Parameter, number: float) -> float:
    """A percentage as the description wants it: 5 % is 0.05 where a decimal or a rate of type number is asked for."""
    about = f"{parameter.about} {parameter.name_words}".casefold()
    if not parameter.takes("number"):
        return number
    if re.search(r"decimal|fraction|sum to 1|0\.\d|between 0 and 1|0 to 1|小數|소수", about):
        return round(number / 100, 10)
    if re.search(r"percent|%|퍼센트|百分", about):
        return number
    return round(number / 100, 10)


def _rate_bonus(parameter: Parameter) -> float:
    words_of = parameter.plain_words
    if words_of & frozenset(
        "rate percent percentage percentages probability ratio yield share fraction discount interest return "
        "growth tax".split()
    ):
        return 1.2
    return -0.8


_DIMENSION_WORDS: Mapping[str, frozenset[str]] = {
    "length": frozenset(
        "distance length width height radius diameter depth side base altitude size far range " 
"thickness perimeter".split()
    ),
    "mass": frozenset("mass weight load".split()),
    "time": frozenset(
        "time duration period years months days hours minutes seconds term age nights weeks interval timeframe".split()
    ),
    "temperature": frozenset("temperature temp".split()),
    "speed": frozenset("speed velocity".split()),
    "volume": frozenset("volume capacity".split()),
    "area": frozenset("area size".split()),
    "angle": frozenset("angle rotation degrees".split()),
    "energy": frozenset("energy calories".split()),
    "pressure": frozenset(["pressure"]),
    "frequency": frozenset(["frequency"]),
    "force": frozenset(["force"]),
    "power": frozenset(["power"]),
}  # fmt: skip


def _measures(parameter: Parameter, dimension: str) -> bool:
    return bool(_DIMENSION_WORDS.get(dimension, frozenset()) & parameter.plain_words)


def _converted(number: float, given: Any, wanted: Any) -> float:
    value = (number * given.factor + given.offset - wanted.offset) / wanted.factor
    value = round(value, 6)
    return int(value) if value == int(value) else value
