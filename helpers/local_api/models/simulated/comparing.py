"""Which of two is warmer, cheaper, farther: comparing numbers that tools gave.

Only numbers of the same thing are compared: results of one function that differ in their arguments,
in the same unit. A question that says no more than "which is better?" is not answered.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..interface import Turn
from .language import Language
from .lexicon import notion_ids
from .rendering import scalar
from .results import ToolResult
from .wording import function_of, label, noun_phrase, plain, spoken, unit_of

#: A word that orders things, the notions of what it orders (empty: whatever there is), and its end.
_HIGH, _LOW = max, min
_ORDERS: tuple[tuple[str, frozenset[str], Any], ...] = (
    (r"warmer|warmest|hotter|hottest|더 ?(?:따뜻|더운|더워|덥|뜨거)|(?:가장|제일) ?(?:따뜻|더운|더워|덥)|比較?[熱暖]|更[熱暖]|最[熱暖]", frozenset({"temperature"}), _HIGH),
    (r"colder|coldest|cooler|coolest|더 ?(?:추운|추워|춥|시원)|(?:가장|제일) ?(?:추운|추워|춥|시원)|比較?[冷涼]|更[冷涼]|最[冷涼]", frozenset({"temperature"}), _LOW),
    (r"cheaper|cheapest|less expensive|더 ?(?:싼|싸|저렴)|(?:가장|제일) ?(?:싼|싸|저렴)|比較?便宜|更便宜|最便宜", frozenset({"price"}), _LOW),
    (r"dearer|more expensive|most expensive|pricier|더 ?(?:비싼|비싸)|(?:가장|제일) ?(?:비싼|비싸)|比較?貴|更貴|最貴", frozenset({"price"}), _HIGH),
    (r"farther|farthest|further|furthest|더 ?(?:먼|멀)|(?:가장|제일) ?(?:먼|멀)|比較?遠|更遠|最遠", frozenset({"distance"}), _HIGH),
    (r"nearer|nearest|closer|closest|더 ?가까|(?:가장|제일) ?가까|比較?近|更近|最近的", frozenset({"distance"}), _LOW),
    (r"faster|fastest|더 ?(?:빠른|빠르|빨라)|(?:가장|제일) ?(?:빠른|빠르)|比較?快|更快|最快", frozenset({"speed"}), _HIGH),
    (r"heavier|heaviest|더 ?(?:무거)|(?:가장|제일) ?무거|比較?重|更重|最重", frozenset({"weight"}), _HIGH),
    (r"older|oldest|나이가 ?더|더 ?나이|年紀比較?大|最年長", frozenset({"age"}), _HIGH),
    (r"wetter|wettest|rainier|more likely|most likely|비가 ?더|가능성이 ?더|更可能|比較可能", frozenset({"probability", "rain"}), _HIGH),
    (r"\b(?:higher|highest|larger|largest|bigger|biggest|more|most)\b|더 ?(?:높|큰|많)|(?:가장|제일) ?(?:높|큰|많)|比較?[高大多]|更[高大多]|最[高大多]", frozenset(), _HIGH),
    (r"\b(?:lower|lowest|smaller|smallest|less|least|fewer|fewest)\b|더 ?(?:낮|작|적)|(?:가장|제일) ?(?:낮|작|적)|比較?[低小少]|更[低小少]|最[低小少]", frozenset(), _LOW),
)
_COMPILED = [(re.compile(words, re.IGNORECASE), about, end) for words, about, end in _ORDERS]
_FRAMES = {
    ("en", _HIGH): "{best} has the highest {what}: {all}.",
    ("en", _LOW): "{best} has the lowest {what}: {all}.",
    ("ko", _HIGH): "{what} 값이 가장 높은 것: {best} ({all}).",
    ("ko", _LOW): "{what} 값이 가장 낮은 것: {best} ({all}).",
    ("zh", _HIGH): "{what}最高的是 {best}（{all}）。",
    ("zh", _LOW): "{what}最低的是 {best}（{all}）。",
}
_FRAMES_OF_TWO = {
    ("en", _HIGH): "{best} has the higher {what}: {all}.",
    ("en", _LOW): "{best} has the lower {what}: {all}.",
    ("ko", _HIGH): "{what} 값이 더 높은 것: {best} ({all}).",
    ("ko", _LOW): "{what} 값이 더 낮은 것: {best} ({all}).",
    ("zh", _HIGH): "{what}較高的是 {best}（{all}）。",
    ("zh", _LOW): "{what}較低的是 {best}（{all}）。",
}
_EQUAL = {
    "en": "They are equal in {what}: {all}.",
    "ko": "{what} 값이 같습니다({all}).",
    "zh": "{what}相同（{all}）。",
}
_NUMBER = re.compile(r"\s*(-?\d+(?:\.\d+)?)\s*([^\d\s][^\d]{0,12})?")


def comparison(turn: Turn, question: str, results: Sequence[ToolResult], language: Language) -> str | None:
    """The sentence that compares, or None when nothing is compared or nothing can be."""
    order = next(((about, end) for words, about, end in _COMPILED if words.search(question)), None)
    if order is None:
        return None
    about, end = order
    groups = list(_comparable(turn, results, language))
    fitting = [group for group in groups if not about or about & notion_ids(group.what)]
    if not fitting:  # the function says what its only number is: {"close": 210.62} from get_stock_price
        fitting = [group for group in groups if about & notion_ids(group.noun) and group.alone]
    for group in fitting[:1]:
        what, found = group.what if about & notion_ids(group.what) else group.noun, group.found
        values = list(found.values())
        shown = ", ".join(f"{name} {text}" for name, (_, text) in found.items())
        named = label(what, language) if what.isascii() else what
        best = [name for name, (number, _) in found.items() if number == end(number for number, _ in values)]
        if len(best) == len(values):
            return _EQUAL[language].format(what=named, all=shown)
        frames = _FRAMES_OF_TWO if len(values) == 2 else _FRAMES
        joint = {"en": " and ", "ko": ", ", "zh": "和"}[language]
        return frames[language, end].format(best=joint.join(best), what=named, all=shown)
    return None


@dataclass(frozen=True, slots=True)
class _Group:
    """At least two numbers of the same thing: what they are, what the function gives, and each by its argument."""

    what: str
    noun: str
    found: dict[str, tuple[float, str]]
    alone: bool


def _comparable(turn: Turn, results: Sequence[ToolResult], language: Language) -> Iterator[_Group]:
    groups: dict[tuple[str, str, str, str], dict[str, tuple[float, str]]] = {}
    for result in results:
        if result.error is not None:
            continue
        function = function_of(turn.tools, result.name)
        noun = noun_phrase(function, language) or spoken(result.name)
        unit = unit_of(result.arguments, noun)
        whose = next((plain(v) for k, v in result.arguments.items() if isinstance(v, str) and "unit" not in k.lower()), None)
        if whose is None:
            continue
        for key, number, suffix in _numbers(result.value):
            what = noun if not key else spoken(key) if key.isascii() else key
            text = scalar(f"{number:g}" if number != int(number) else str(int(number)), language, unit=unit if not suffix else None)
            symbol = unit.symbol if unit and not suffix else suffix
            groups.setdefault((result.name, noun, what, symbol), {})[whose] = (number, text + suffix)
    for (name, noun, what, _), found in groups.items():
        if len(found) >= 2:
            yield _Group(what, noun, found, alone=sum(key[0] == name for key in groups) == 1)


def _numbers(value: Any) -> Iterator[tuple[str, float, str]]:
    """The numbers of an output: under which key ("" for a bare one), the number, and what follows it."""
    items = value.items() if isinstance(value, Mapping) else [("", value)]
    for key, item in items:
        if isinstance(item, (int, float)) and not isinstance(item, bool):
            yield str(key), float(item), ""
        elif isinstance(item, str) and (match := _NUMBER.fullmatch(item)):
            yield str(key), float(match[1]), (match[2] or "").strip()
