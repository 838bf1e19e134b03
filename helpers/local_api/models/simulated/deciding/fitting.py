"""How well a value of the question fits a parameter, and what it looks like as that parameter's argument.

The score adds up what a reader would go by: the type, the unit, what the text stands for (a place, a
date, a person), a word of the parameter's name beside the value, a preposition ("from", "to", "in").
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Any

from ..reading.calendar_words import Date, Time, dates, times
from ..reading.counters import counter_score
from ..reading.eastern_names import person_like
from .evidence import explained
from ..knowledge.language import eastern
from ..knowledge.lexicon import Company, Currency, Place, units
from .options import mentions
from ..reading.phrases import phrases
from .schema import Function, Parameter
from ..reading.values import Value, as_expression, joined, values
from ..knowledge.words import VERBS, Word, notion_spans, words

NUMBERS = ("number", "percent", "money", "ordinal")


@dataclass(frozen=True, slots=True)
class Fit:
    """A value as the argument of a parameter. `why` says in a few words what the score rests on.

    `base` is the part of the score that the value itself earns, without the words around it.
    """

    argument: Any
    score: float
    why: str
    value: Value
    base: float = 0.0


#: How the answer is to be written is no part of what is asked.
_FORM = re.compile(
    r"(?i)(?:[,.;]?\s*\b(?:please\s+)?(?:answer|reply|respond|return|output|give\s+\w+(?:\s+\w+)?)\s+)?\b(?:as|in)\s+(?:a\s+|valid\s+|one\s+|plain\s+)*"
    r"(?:json(?:\s+\w+)?|markdown|bullet\s+points|sentence|table|short\s+sentence)\b"
    r"|JSON\s?(?:으로|형식으로|형태로)|(?:用|以)\s?JSON\s?(?:格式)?"
)


#: How many questions, and functions with a question, are remembered: enough for the runs that go on at one time.
QUESTIONS, FITS = 64, 512


@lru_cache(maxsize=QUESTIONS)
def scene_of(text: str) -> Scene:
    """A question, read once however often it is planned: a run plans it anew after each output."""
    return Scene(text)


class Scene:
    """A question: its text, words and values. Use `scene_of`, which remembers."""

    def __init__(self, text: str):
        self.text = text = _FORM.sub(lambda match: " " * len(match.group()), text)
        self.words: tuple[Word, ...] = words(text)
        self.values: tuple[Value, ...] = values(text)
        self._steps: dict[tuple[int, int], tuple[int, int]] = {}

    @cached_property
    def keyed(self) -> Mapping[str, list[tuple[int, int]]]:
        """Where each key of the text stands: a word's key, or a notion's with "@"."""
        found: dict[str, list[tuple[int, int]]] = {}
        for word in self.words:
            if word.script != "mark":
                found.setdefault(word.key, []).append((word.start, word.end))
        for start, end, ids in notion_spans(self.text):
            for id in ids:
                found.setdefault("@" + id, []).append((start, end))
        return found

    def steps(self, start: int, end: int) -> tuple[int, int]:
        """How many words, and how many ends of sentences or clauses, are between two places."""
        if start >= end:
            return 0, 0
        known = self._steps.get((start, end))
        if known is not None:
            return known
        between = self.text[start:end]
        count = len(re.findall(r"[A-Za-z0-9']+|[가-힣]+|[\u4e00-\u9fff]", between))
        if re.search(r"[\u4e00-\u9fff]", between):
            count = (count + 1) // 2
        known = self._steps[start, end] = (
            count,
            len(re.findall(r"[.?!;。？！；\n](?:\s|$|(?<=[。？！；]))", between)) * 2
            + len(re.findall(r"[,，]", between)),
        )
        return known

    def before(self, start: int, count: int = 3) -> list[str]:
        """The words right before a place, nearest first, folded."""
        found = re.findall(r"[A-Za-z']+|[가-힣]+|[\u4e00-\u9fff]|[:=]", self.text[max(0, start - 40) : start])
        return [word.casefold() for word in reversed(found[-count:])]

    def after(self, end: int) -> str:
        """What follows a place."""
        return self.text[end : end + 30]


# --- the words beside a value -----------------------------------------------------------------


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
            for key in set(parameter.name_keys) | set(parameter.about_keys):
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
            for key, weight in parameter.about_keys.items():
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
    r"(?i)\s*(?:\w+\s+)?(?:of|is|are|was|=|:|to|equals?|as|at|with|being|named|called|은|는|이|가|為|是)?\s*(?:the|a|an)?\s*[\"'(]?"
)


# --- roles ------------------------------------------------------------------------------------

_FROM = frozenset("from between since starting departing leaving 從 自 由 out".split())
_TO = frozenset("to until till towards toward into and through ending arriving at 到 至 往 去 飛 成 為 給 換 -".split())
_KOREAN_FROM = re.compile(r"(?:에서|부터|로부터|발)(?![가-힣]*역)|\s?출발")
_KOREAN_TO = re.compile(r"(?:까지|으로|로|에|행)(?![가-힣])|(?:까지|으로|로)|\s?(?:가는|도착)")


def direction(scene: Scene, value: Value) -> str:
    """`from` or `to` as the words around a value say, or ""."""
    after = scene.after(value.end)
    if re.match(r"\s?[가-힣]", after):
        if (
            _KOREAN_FROM.match(after)
            or re.match(r"(?:를|을|는|은|가|이)?\s", after)
            and value.kind in ("money", "currency")
            and re.search(r"[가-힣]+(?:로|으로)", after)
        ):
            return "from"
        if _KOREAN_TO.match(after):
            return "to"
    before = scene.before(value.start, 2)
    if before:
        if before[0] in ("the", "a") and len(before) > 1:
            before = before[1:]
        if before[0] in _FROM:
            return "from"
        if before[0] == "and":
            return "to" if re.search(r"\bbetween\b[^.?!]*$", scene.text[: value.start]) else ""
        if before[0] in _TO and before[0] != "at":
            return "to"
        if before[0] == "in" and value.kind == "currency":
            return "to"
    return ""


def _end_said(value: Value, scene: Scene) -> str:
    """The direction of a unit or a currency: that of an amount is converted from, one after "in" is converted to."""
    if any(v.start < value.end and value.start <= v.end and v.kind in NUMBERS and v.unit for v in scene.values):
        return "from"
    before = scene.before(value.start, 1)
    return "to" if before and before[0] in ("in", "many") else direction(scene, value)


# --- the arguments ----------------------------------------------------------------------------

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


def fit(parameter: Parameter, value: Value, surroundings: Surroundings) -> Fit | None:
    """The value as an argument of the parameter, or None when it cannot be one."""
    if value.kind == "option":
        if value.details.get("for") != parameter.name:
            return None
        score, why = 3.0 * value.details["strength"], "one of its options"
        said = _end_said(value, surroundings.scene) if parameter.role else ""
        if said:
            why += f", “{said}”"
            return Fit(value.value, score + (1.2 if said == parameter.role else -1.2), why, value, score)
        return Fit(value.value, score, why, value, score)
    if parameter.options and not parameter.takes("array"):
        return None
    scene = surroundings.scene
    near, word = surroundings.near(parameter, value)
    found: Fit | None = None
    if parameter.takes("integer", "number"):
        found = _number(parameter, value, near, surroundings.weights(parameter))
    if found is None and parameter.takes("string"):
        found = _text(parameter, value, near, scene)
    if found is None and parameter.takes("array"):
        found = _list(parameter, value, near, surroundings)
    if found is None and parameter.takes("object") and value.kind == "mapping" and isinstance(value.value, dict):
        found = Fit(value.value, 2.5, "written as an object", value)
    if found is None:
        return None
    score = found.score + 1.5 * near + _says_itself(parameter, value, surroundings)
    why = found.why
    if near > 0.25 and word:
        why = f"{why}, near “{word}”"
    if parameter.role:
        said = _end_said(value, scene) if value.kind in ("unit", "currency") else direction(scene, value)
        if said:
            score += 1.2 if said == parameter.role else -1.0
            if said == parameter.role:
                why = f"{why}, “{said}”"
    return Fit(found.argument, score, why, value, found.score)


class Fits:
    """How well each value of a question fits each parameter of a function: a row for each parameter."""

    def __init__(self, function: Function, scene: Scene):
        #: Those that values are looked for; whether a boolean is true is inferred.
        self.parameters = tuple(p for p in function.parameters if not p.takes("boolean") or p.options)
        self.values = candidates(function, scene)
        self.surroundings = Surroundings(function.parameters, scene)
        self.table = tuple(tuple(self.of(p, value) for value in self.values) for p in self.parameters)

    def of(self, parameter: Parameter, value: Value) -> Fit | None:
        """The fit of one more value."""
        return fit(parameter, value, self.surroundings)


@lru_cache(maxsize=FITS)
def fits_of(function: Function, scene: Scene) -> Fits:
    """The fits of a function and a question, which many ways of filling the function share."""
    return Fits(function, scene)


def _says_itself(parameter: Parameter, value: Value, surroundings: Surroundings) -> float:
    """A bonus for a name with a word of the parameter's own name in it: "Premier League" for `league`."""
    if value.kind not in ("name", "quoted", "place", "phrase") or len(value.text) > 60:
        return 0.0
    weights = surroundings.weights(parameter)
    own = [weights[word.key] for word in words(value.text) if word.key in parameter.name_keys and word.key in weights]
    return 0.9 * max(own, default=0.0)


def _number(parameter: Parameter, value: Value, near: float, weights: Mapping[str, float]) -> Fit | None:
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
    if value.details.get("weak"):
        told = value.noun in parameter.name_keys or value.noun in parameter.about_keys
        score -= 0.2 if told else 0.6
    wanted = units().get(parameter.unit) if parameter.unit else None
    given = units().get(value.unit) if value.unit and value.dimension != "money" else None
    if wanted and given and wanted.dimension == "mass" and value.text.endswith("킬로"):
        given = units().get("kilogram")  # 킬로 is either
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
        "distance length width height radius diameter depth side base altitude size far range thickness perimeter".split()
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


def _text(parameter: Parameter, value: Value, near: float, scene: Scene) -> Fit | None:
    kind = parameter.kind
    if value.kind in NUMBERS:
        return _number_as_text(parameter, value, near)
    if value.kind in ("list", "mapping", "series"):
        return None
    if value.kind == "unit" and (
        kind != "unit"
        or "of" in value.details
        and (parameter.role == "to" or not parameter.required and not parameter.role)
    ):
        return None
    table = _KINDS_OF_TEXT.get(kind, _KINDS_OF_TEXT[""])
    score = table.get(value.kind, -0.9 if kind else 0.0)
    why = {"phrase": "words of the question", "quoted": "text in quotes", "code": "a code"}.get(
        value.kind, f"a {value.kind}"
    )
    argument: Any = value.value
    if value.kind == "date":
        argument = as_date(parameter, value)
        if value.details.get("date") and not value.details["date"].relative:
            score += 0.2
        if kind == "" and "date" in parameter.plain_words:
            score += 1.5
        if kind not in ("date", "time", "", "weekday"):
            score -= 1.0
    elif value.kind == "time":
        argument = as_time(parameter, value)
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
    if value.details.get("full"):
        score += 0.15
    if kind == "person" and value.kind == "phrase" and person_like(value.text):
        score += 0.9
    if value.kind == "phrase":
        score += _as_phrase(value, scene)
    return Fit(argument, score, why, value)


_GETS = re.compile(
    r"(?i)\b(?:recipient|receiver|who|whom|person|friend|pet|animal|to)\b|사람|받는|받을|상대|친구|동물|고객|收|對象|朋友|寵物|聯絡人|客戶"
)
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


def _level(parameter: Parameter, value: Value) -> float:
    """Whether a place is of the kind that the parameter's name asks for: a city, a country, a state."""
    name = parameter.name.casefold()
    if not isinstance(value.entry, Place):
        return 0.0
    for level in ("city", "country", "state"):
        if level in name:
            return 0.3 if value.entry.kind == level else -0.4
    return 0.0


def _number_as_text(parameter: Parameter, value: Value, near: float) -> Fit | None:
    kind = parameter.kind
    written = str(value.details.get("written") or value.text)
    if kind == "id" and value.kind in ("number", "ordinal") and not value.unit and not value.details.get("weak"):
        return Fit(written, 1.4, "a number", value)
    if kind == "currency" and value.kind == "money" and value.unit:
        return Fit(value.unit, 1.6, "the currency of an amount", value)
    if kind == "date" and re.fullmatch(r"(?:1[0-9]|20)\d\d", written) and not value.unit:
        return Fit(written, 1.2, "a year", value)
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


def _list(parameter: Parameter, value: Value, near: float, surroundings: Surroundings) -> Fit | None:
    item = parameter.items
    if item is None:
        return None
    if value.kind == "list":
        if (
            item.takes("integer", "number")
            and not item.takes("array", "string")
            and not all(isinstance(v, (int, float)) and not isinstance(v, bool) for v in value.value)
        ):
            return None
        if item.takes("integer", "number") and not item.takes("number"):
            return Fit(
                [int(v) if isinstance(v, float) and v.is_integer() else v for v in value.value],
                2.6,
                "written as a list",
                value,
            )
        if item.takes("string") and not item.takes("number", "integer", "object", "array"):
            return Fit([v if isinstance(v, str) else str(v) for v in value.value], 2.4, "written as a list", value)
        return Fit(value.value, 2.4, "written as a list", value)
    members = value.items if value.kind == "series" else (value,)
    fits = [fit(item, member, surroundings) for member in members]
    if not fits or any(one is None for one in fits):
        return None
    mean = sum(one.base for one in fits if one) / len(fits)
    return Fit(
        [one.argument for one in fits if one], mean + (1.0 if len(fits) > 1 else -0.3), "listed in the question", value
    )


# --- how a thing is written -------------------------------------------------------------------


def as_date(parameter: Parameter, value: Value) -> str:
    date = value.details.get("date")
    return written_date(parameter, date) if isinstance(date, Date) else str(value.value)


def written_date(parameter: Parameter, date: Date) -> str:
    """A date by the description's pattern; ISO when it names none; as it was said when parts are missing."""
    return (parameter.date_pattern and date.written(parameter.date_pattern)) or date.iso or date.text


def as_time(parameter: Parameter, value: Value) -> str:
    time = value.details.get("time")
    if not isinstance(time, Time):
        return str(value.value)
    if parameter.schema.get("format") == "time" or re.search(r"HH:MM:SS", parameter.about):
        return f"{time.clock}:{time.second or 0:02d}"
    if re.search(r"(?i)\b[ap]\.?m\b", parameter.about) and not re.search(r"(?i)24|HH:MM", parameter.about):
        return f"{(time.hour - 1) % 12 + 1}:{time.minute:02d} {'PM' if time.hour >= 12 else 'AM'}"
    return time.clock


def as_place(parameter: Parameter, value: Value) -> str:
    """A place as it was said; with its state where an example of the description writes it so."""
    place = value.entry
    if isinstance(place, Place) and parameter.place_example == "state" and not value.details.get("full"):
        if place.kind == "city" and place.state and place.state != "DC" and value.text.isascii():
            short = value.text.isupper() and len(value.text) <= 3  # "LA"
            return f"{place.en if short else value.text}, {place.state}"
    return str(value.value)


def as_company(parameter: Parameter, value: Value) -> str:
    company = value.entry
    if isinstance(company, Company) and parameter.kind == "ticker":
        return company.ticker
    return str(value.value)


def candidates(function: Function, scene: Scene) -> tuple[Value, ...]:
    """The values of a question that may be arguments of a function: what it states, its options, its phrases."""
    labels = {name.casefold() for p in function.parameters for name in (p.name, *(q.name for q in p.properties))}
    labels |= {function.name.casefold()}
    found: list[Value] = []
    for value in scene.values:
        if value.kind in ("quoted", "name", "code") and str(value.value).casefold() in labels:
            continue
        if value.kind == "name" and _explained(value.text, function):
            continue
        found.append(value)
    found += _extended(found, function, scene)
    for parameter in function.parameters:
        found += _without_topic(list(option_values(parameter, scene.text)), function, scene.text)
    stated = [v for v in found if v.kind not in ("number", "series", "ordinal")]
    stated += [part for v in found for part in v.items if v.kind == "option"]
    numbers = [v for v in found if v.kind in NUMBERS]
    found += _told_apart(phrases(scene.words, scene.text, function.explained, stated, numbers), function)
    found.sort(key=lambda v: (v.start, -v.end))
    return tuple(found)


def _told_apart(phrases_: Iterable[Value], function: Function) -> Iterable[Value]:
    """Phrases, and what is left of a Korean or Chinese one without the words that say which function is meant."""
    for value in phrases_:
        spans = explained(function, value.text) if eastern(value.text) else ()
        if not spans:
            yield value
            continue
        if any(end - start > 1 or end < len(value.text) for start, end in spans) or len(value.text) < 3:
            yield replace(value, details={**value.details, "explained": True})
        else:
            yield value  # 烏龍茶 is a 茶, but its name is all of it
        for match in re.finditer(r"[^\s\0]+(?:\s[^\s\0]+)*", _blanked(value.text, spans)):
            start = value.start + match.start()
            if len(match.group()) > 1 or value.text[match.end() :].startswith(" "):
                yield Value("phrase", match.group(), start, start + len(match.group()), match.group())


def _without_topic(found: list[Value], function: Function, text: str) -> list[Value]:
    """Options without those that only say what the function is about, if another is named: 把冷氣切換成除濕."""
    if len(found) < 2 or not eastern(text):
        return found
    others = [value for value in found if value.text not in function.about]
    apart = all(not joined(text, a, b) for a, b in zip(found, found[1:], strict=False))
    return others if others and apart else found


def _blanked(text: str, spans: Iterable[tuple[int, int]]) -> str:
    for start, end in spans:
        if end - start == 1 and end == len(text) and not "가" <= text[start] <= "힣":
            continue  # what a Chinese name ends with belongs to it
        word = re.match(r"[가-힣]*", text[end:])  # in Korean the whole word goes
        end += word.end() if word else 0
        text = text[:start] + "\0" * (end - start) + text[end:]
    return text


def _explained(name: str, function: Function) -> bool:
    """Whether a name in capitals only says which function is meant: `BMI`, `NPV`, `DNA`."""
    found = [word for word in words(name) if word.script == "latin"]
    return bool(found) and all(word.key in function.explained for word in found)


def _extended(found: Sequence[Value], function: Function, scene: Scene) -> Iterable[Value]:
    """Names with the plain words that go on with them: `Amazon rainforest`, `ATP synthase`. Not `Seoul tomorrow`."""
    moments = [value for value in scene.values if value.kind in ("date", "time")]
    for value in found:
        if value.kind not in ("name", "place", "company") or not value.text.isascii():
            continue
        end = value.end
        for word in scene.words:
            if word.start <= value.start or word.start < end:
                continue
            if (
                scene.text[end : word.start] != " "
                or word.script != "latin"
                or not word.content
                or word.text[0].isupper()
            ):
                break
            if word.key in function.explained or word.text.casefold() in VERBS or word.text.endswith(("ing", "ed")):
                break
            if any(moment.start <= word.start < moment.end for moment in moments):
                break
            end = word.end
            if end - value.end > 25:
                break
        if end > value.end:
            said = scene.text[value.start : end]
            yield Value("name", said, value.start, end, said, details={"wide": True})


def option_values(parameter: Parameter, text: str) -> Iterable[Value]:
    """Mentions of a parameter's options as values for it; for a list of options, all of them as one value."""
    listed = parameter.options or (parameter.items.options if parameter.items else ())
    strength, named = 1.0, listed
    if not listed and parameter.types == {"string"} and parameter.kind not in ("place", "date", "id"):
        named, strength = [e for e in parameter.examples if not any(c.isdigit() for c in e)], 0.9
    if not named:
        return
    found = [m for m in mentions(named, text) if listed or m.strength >= 0.9]
    if listed and parameter.takes("array"):
        distinct = list(dict.fromkeys(m.option for m in found))
        if distinct:
            said = ", ".join(text[m.start : m.end] for m in found)
            mean = sum(m.strength for m in found) / len(found)
            parts = tuple(Value("mention", m.option, m.start, m.end, text[m.start : m.end]) for m in found)
            details = {"for": parameter.name, "strength": mean}
            yield Value("option", distinct, found[0].start, found[0].end, said, items=parts, details=details)
        return
    for m in found:
        yield Value(
            "option",
            m.option,
            m.start,
            m.end,
            text[m.start : m.end],
            details={"for": parameter.name, "strength": strength * m.strength},
        )
