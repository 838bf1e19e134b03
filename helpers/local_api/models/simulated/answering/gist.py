"""What of an object is the answer: the value that its key says was asked for, apart from what goes with it.

    get_stock_price(ticker="AAPL") → {"ticker": "AAPL", "close": 187.2, "currency": "USD"}
    main: 187.2, under "close", in USD; the ticker is an echo of the argument
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ....retrieval.terms import query_terms
from ...remembered import remembered
from ..knowledge.lexicon import Unit, currencies, notions, units
from ..knowledge.wording import identifier_words, is_unit, plain
from .subjects import CURRENCY_PARAMETERS, LONGEST

#: Keys that only say that a value is the result.
GENERIC = frozenset("result results value answer output data response items".split())
_UNIT_KEYS = frozenset("unit units currency unit_of_measure measurement_unit".split())
_DAY_KEYS = ("date", "day")
_DAY = re.compile(r"\d{4}-\d\d-\d\d(?:[T ][\d:.]+(?:Z|[+-]\d\d:?\d\d)?)?")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?")
#: What one number tells: an object of one number from such a function is about that number.
_MEASURES = frozenset(
    """price temperature probability money count distance speed duration population length weight height age score
    percent area volume size interest tax revenue humidity sum average difference bmi""".split()
)
#: What is measured in units of a dimension, and in money.
_KINDS = {
    "temperature": ("temperature",),
    "length": ("distance", "length", "height", "width"),
    "mass": ("weight",),
    "time": ("duration", "time"),
    "speed": ("speed", "wind"),
    "ratio": ("percent", "probability", "humidity"),
    "area": ("area",),
    "volume": ("volume",),
    "energy": ("energy",),
}
_MONEY = ("price", "money", "bank", "tax", "revenue", "discount", "refund", "currency")
_MEASURED = {notion for kinds in _KINDS.values() for notion in kinds} | set(_MONEY) | {"count", "population", "age"}
#: Notions with many sides: none of the values of an object is the whole of it.
_MANY_SIDED = frozenset(("weather",))
#: Notions of a question that ask for no value.
_SETTING = frozenset(("now", "today", "tomorrow", "location", "search", "list", "date", "count"))


@dataclass(frozen=True, slots=True)
class Gist:
    """`main` is the value asked for under `key`, in `unit`, of `day`; `rest` is what else there is.

    `key` is None when nothing stands out: then all is in `rest`. `named`: the key only repeats what the result is
    called anyway. `asked`: the question asks for this value by its key, and the function gives more.
    """

    rest: Mapping[str, Any]
    key: str | None = None
    main: Any = None
    named: bool = False
    asked: bool = False
    unit: str = ""
    day: str = ""


def without_echo(value: Mapping[str, Any], arguments: Mapping[str, Any]) -> dict[str, Any]:
    """The object without what only repeats the call: the same value under a key that means the same."""
    return {
        key: item
        for key, item in value.items()
        if isinstance(item, (Mapping, list))
        or not any(
            _said(name, given) and plain(item) == plain(given) and _same(key, name) for name, given in arguments.items()
        )
    }


def _said(parameter: str, value: Any) -> bool:
    """Whether an argument is said whole with the subject of its result (subjects.py)."""
    text = plain(value)
    if is_unit(parameter) or parameter.lower() in CURRENCY_PARAMETERS or value is None:
        return False
    return 0 < len(text) <= LONGEST and "\n" not in text


def with_unit(value: Mapping[str, Any]) -> tuple[Mapping[str, Any], str, str]:
    """An object without its unit, the key of the number that the unit is for, and the unit: {"temperature": 22,
    "unit": "celsius", …}. Keys and units are "" where it is not clear which number is meant."""
    given = [key for key, item in value.items() if key.lower() in _UNIT_KEYS and isinstance(item, str) and item]
    numbers = [key for key, item in value.items() if _is_number(item) and not _names(key) and key not in given]
    if len(given) != 1:
        return value, "", ""
    unit = value[given[0]]
    alone = len(numbers) == 1
    numbers = [key for key in numbers if unit_fits(unit, _words(key), alone)]
    if len(numbers) != 1:
        return value, "", ""
    return {key: item for key, item in value.items() if key != given[0]}, numbers[0], unit


def unit_fits(unit: str, what: str, alone: bool = False) -> bool:
    """Whether a number called `what` can be in this unit; one that stands `alone` can, unless it is another measure."""
    kinds = (
        _MONEY if currencies().named(unit) else _KINDS.get(named.dimension, ()) if (named := unit_named(unit)) else ()
    )
    meant = own_notions(what)
    return bool(meant & set(kinds)) or alone and not meant & _MEASURED


def gist_of(value: Mapping[str, Any], noun: str, description: str, question: str, arguments: Mapping[str, Any]) -> Gist:
    """What stands out in an object that a function for `noun` gave; in English words."""
    short = {key: item for key, item in value.items() if _is_short(item)}
    units_given = [key for key in short if key.lower() in _UNIT_KEYS and isinstance(short[key], str)]
    candidates = [
        key for key, item in short.items() if key not in units_given and item not in (None, "") and key not in arguments
    ]
    found = _main(value, candidates, noun, description, question)
    if found is None:
        return Gist(value)
    key, how = found
    rest = {other: item for other, item in value.items() if other != key}
    unit = ""
    numbers = [other for other, item in short.items() if _is_number(item) and not _names(other)]
    if len(units_given) == 1 and key in numbers:
        what = _words(key) if how == "asked" else f"{_words(key)} {noun}"
        if unit_fits(value[units_given[0]], what, alone=len(numbers) == 1):
            unit = rest.pop(units_given[0])
    days = [other for other in rest if other.lower() in _DAY_KEYS and _DAY.fullmatch(str(rest[other]))]
    day = str(rest.pop(days[0])) if len(days) == 1 else ""
    return Gist(rest, key, value[key], how == "named", how == "asked", unit, day)


def _main(
    value: Mapping[str, Any], candidates: list[str], noun: str, description: str, question: str
) -> tuple[str, str] | None:
    """The key of the value that was asked for, and whether the key is `named` by the noun, `asked` for or neither."""
    for key in candidates:
        if _ends(noun, _words(key)) or _ends(noun, split_unit(key)[0]):
            return key, "named"
    meant = own_notions(noun)
    if not meant & _MANY_SIDED:
        found = [key for key in candidates if own_notions(_words(key)) & meant]
        if len(found) == 1:
            same = any(notion.en == _words(found[0]) for notion in notions().named(_words(found[0])))
            return found[0], "named" if same else ""
    asked = own_notions(question) - meant - _SETTING
    found = [key for key in candidates if own_notions(_words(key)) & asked]
    if len(found) == 1 and len(candidates) > 1:
        return found[0], "asked"
    if found := [key for key in candidates if key.lower() in GENERIC]:
        return found[0], "named"
    numbers = [key for key in candidates if _is_number(value[key]) and not _names(key)]
    described = set(query_terms(description)) if description else set()
    found = [key for key in numbers if (named := set(query_terms(_words(key)))) and named <= described]
    if len(found) == 1:
        return found[0], ""
    if len(numbers) == 1 and meant & _MEASURES:
        return numbers[0], ""
    return None


def _ends(noun: str, words: str) -> bool:
    """Whether the noun ends in these words: "current temperature" in "temperature"."""
    return noun == words or bool(words) and noun.endswith(f" {words}")


def _names(key: str) -> bool:
    """Whether a number under this key says which thing, not how much: an id, a year."""
    return bool({"id", "year", "number", "code", "page"} & set(identifier_words(key)))


def _same(key: str, parameter: str) -> bool:
    """Whether a key means what a parameter means: `location` and `city`, `id` and `order_id`."""
    if key.lower() == parameter.lower():
        return True
    one, other = set(identifier_words(key)), set(identifier_words(parameter))
    if one and other and (one <= other or other <= one):
        return True
    return bool(_wide_notions(key) & _wide_notions(parameter))


def _wide_notions(name: str) -> frozenset[str]:
    found = own_notions(_words(name))
    return found | {"location"} if found & {"city", "country", "location"} else found


def _words(key: str) -> str:
    return " ".join(identifier_words(key)) or key


@remembered
def own_notions(text: str) -> frozenset[str]:
    """The notions that a text names, without those that they are part of."""
    return frozenset(notion.key for match in notions().find(text) for notion in match.entries)


@remembered
def unit_named(word: str) -> Unit | None:
    """The unit of this name or symbol."""
    named = units().named(word)
    folded = word.casefold()
    return named[0] if named else next((unit for unit in units().entries if unit.symbol.casefold() == folded), None)


def split_unit(key: str) -> tuple[str, str]:
    """A key without the unit at its end, and the unit's symbol: `distance_km` → "distance", "km"."""
    words = identifier_words(key)
    if len(words) < 2 or "_" not in key:
        return key, ""
    head, last = " ".join(words[:-1]), words[-1]
    if last in ("c", "f") and "temperature" in own_notions(head):
        return head, {"c": "°C", "f": "°F"}[last]
    if last in ("pct", "percent", "percentage") and len(words) > 1:
        return head, "%"
    if len(last) < 2 or last in ("in", "at", "min", "bar", "day", "cup", "mi", "ac", "pa"):
        return key, ""
    if last == "kmh" or last == "kph":
        return head, "km/h"
    unit = unit_named(last)
    if unit and unit.symbol.casefold() == last:
        return head, unit.symbol
    if currency := currencies().get(last.upper()):
        return head, currency.key
    return key, ""


def _is_number(value: Any) -> bool:
    if isinstance(value, bool):
        return False
    return isinstance(value, (int, float)) or isinstance(value, str) and bool(_NUMBER.fullmatch(value.strip()))


def _is_short(value: Any) -> bool:
    if isinstance(value, (Mapping, list)):
        return False
    return not isinstance(value, str) or "\n" not in value and len(value) <= 60
