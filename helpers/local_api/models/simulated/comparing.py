"""Which of two is warmer, cheaper, farther: comparing numbers that tools gave.

Only numbers of the same thing are compared: results of one function that differ in their arguments,
in the same unit. A question that says no more than "which is better?" is not answered.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ...retrieval.terms import STOP_WORDS, query_terms
from ..interface import Turn
from .clauses import parts
from .language import Language
from .lexicon import companies, notion_ids, notions, places
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
    (r"\b(?:taller|tallest|longer|longest|deeper|deepest|wider|widest)\b|더 ?(?:긴|길|깊|넓)|(?:가장|제일) ?(?:긴|길|깊|넓)|比較?[長深寬]|更[長深寬]|最[長深寬]", frozenset({"length"}), _HIGH),
    (r"\b(?:shorter|shortest|shallower|shallowest|narrower)\b|더 ?(?:짧|얕|좁)|比較?[短淺窄]|更[短淺窄]|最[短淺窄]", frozenset({"length"}), _LOW),
    (r"faster|fastest|더 ?(?:빠른|빠르|빨라)|(?:가장|제일) ?(?:빠른|빠르)|比較?快|更快|最快", frozenset({"speed"}), _HIGH),
    (r"heavier|heaviest|더 ?(?:무거)|(?:가장|제일) ?무거|比較?重|更重|最重", frozenset({"weight"}), _HIGH),
    (r"older|oldest|나이가 ?더|더 ?나이|年紀比較?大|最年長", frozenset({"age"}), _HIGH),
    (r"wetter|wettest|rainier|more likely|most likely|비가 ?더|가능성이 ?더|更可能|比較可能", frozenset({"probability", "rain"}), _HIGH),
    (r"\b(?:higher|highest|larger|largest|bigger|biggest|more|most)\b|더 ?(?:높|큰|많)|(?:가장|제일) ?(?:높|큰|많)|比較?[高大多]|更[高大多]|最[高大多]", frozenset(), _HIGH),
    (r"\b(?:lower|lowest|smaller|smallest|less|least|fewer|fewest)\b|더 ?(?:낮|작|적)|(?:가장|제일) ?(?:낮|작|적)|比較?[低小少]|更[低小少]|最[低小少]", frozenset(), _LOW),
)
#: With the rest of a Korean word: 더 높아요. (A range of Hangul that ignores case would take long to compile.)
_COMPILED = [(re.compile(f"(?:{words})(?-i:[가-힣]*)", re.IGNORECASE), about, end) for words, about, end in _ORDERS]
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
#: Words and notions in which one points at things: "which of the two cities".
_WHICH = frozenset("two three four both them those these one ones which other others all city cities citi place day".split())
_POINTING = re.compile(
    r"둘|셋|두 ?(?:곳|도시|개)|세 ?(?:곳|도시)|중에서?|(?<!\S)중|어디|어느|그중|쪽|것|곳|도시|무엇|누구"
    r"|(?:인가요|나요|까요|예요|해요|한가요|입니까|[가이은는을를의요])(?=[\s?.]|$)"
    r"|哪(?:一?[個座支家]|裡|邊|裏|一)?|[兩三][個座支家地]?|其中|城市|地方|[個的是呢嗎一]"
)
_WHICH_NOTIONS = frozenset({"now", "today", "location", "city", "country", "stock", "compare", "maximum", "minimum", "name"})
_NUMBER = re.compile(r"\s*(-?\d+(?:\.\d+)?)\s*([^\d\s][^\d]{0,12})?")


def comparison(turn: Turn, question: str, results: Sequence[ToolResult], language: Language) -> str | None:
    """The sentence that compares, or None when nothing is compared or nothing can be."""
    for part in parts(question):
        order = next(((about, end, words) for words, about, end in _COMPILED if words.search(part)), None)
        if order is None:
            continue
        about, end, words = order
        groups = list(_comparable(turn, results, language))
        fitting = [group for group in groups if not about or about & notion_ids(group.what)]
        if not fitting:  # the function says what its only number is: {"close": 210.62} from get_stock_price
            fitting = [group for group in groups if about & notion_ids(group.noun) and group.alone]
        group = next((group for group in fitting if _is_about(words.sub(" ", part), about, group)), None)
        if group is not None:
            return _sentence(group, about, end, language)
    return None


def _is_about(rest: str, about: frozenset[str], group: _Group) -> bool:
    """Whether the question, without the word that orders, is about nothing else than the group.

    "Which of the two is warmer?" is; "What is the highest mountain?" after two temperatures is not.
    """
    named = [match.text for lexicon in (places(), companies()) for match in lexicon.find(rest)]
    for name in [*group.found, *named]:
        end = r"(?![A-Za-z0-9])" if name[-1:].isascii() else ""
        rest = re.sub(rf"(?<![A-Za-z0-9]){re.escape(name)}{end}", " ", rest, flags=re.IGNORECASE)
    meant = notion_ids(group.what) | notion_ids(group.noun) | about | _WHICH_NOTIONS
    if notion_ids(rest) - meant:
        return False
    for match in notions().find(rest):
        rest = rest.replace(match.text, " ")
    left = _POINTING.sub(" ", rest)
    return not [term for term in query_terms(left) if term not in _WHICH and term not in STOP_WORDS]


def _sentence(group: _Group, about: frozenset[str], end: Any, language: Language) -> str:
    what, found = group.what if not about or about & notion_ids(group.what) else group.noun, group.found
    values = list(found.values())
    shown = ", ".join(f"{name} {text}" for name, (_, text) in found.items())
    named = label(what, language) if what.isascii() else what
    best = [name for name, (number, _) in found.items() if number == end(number for number, _ in values)]
    if len(best) == len(values):
        return _EQUAL[language].format(what=named, all=shown)
    frames = _FRAMES_OF_TWO if len(values) == 2 else _FRAMES
    joint = {"en": " and ", "ko": ", ", "zh": "和"}[language]
    return frames[language, end].format(best=joint.join(best), what=named, all=shown)


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
        noun = noun_phrase(function, language) or noun_phrase(function, "en") or spoken(result.name)
        unit = unit_of(result.arguments, noun)
        whose = next((plain(v) for k, v in result.arguments.items() if isinstance(v, str) and "unit" not in k.lower()), None)
        if whose is None:
            continue
        for key, written, suffix in _numbers(result.value):
            what = noun if not key else spoken(key) if key.isascii() else key
            text = scalar(written, language, unit=unit if not suffix else None)
            symbol = unit.symbol if unit and not suffix else suffix
            groups.setdefault((result.name, noun, what, symbol), {})[whose] = (float(written), text + suffix)
    for (name, noun, what, _), found in groups.items():
        if len(found) >= 2:
            yield _Group(what, noun, found, alone=sum(key[0] == name for key in groups) == 1)


def _numbers(value: Any) -> Iterator[tuple[str, str, str]]:
    """The numbers of an output: under which key ("" for a bare one), the number as written, and what follows it."""
    items = value.items() if isinstance(value, Mapping) else [("", value)]
    for key, item in items:
        if isinstance(item, (int, float)) and not isinstance(item, bool):
            yield str(key), repr(item), ""
        elif isinstance(item, str) and (match := _NUMBER.fullmatch(item.strip())):
            yield str(key), match[1], match[2] or ""
