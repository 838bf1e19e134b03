"""Which of two is warmer, cheaper, farther: comparing numbers that tools gave.

Only numbers of the same thing are compared: results of one function that differ in their arguments,
in the same unit. A question that says no more than "which is better?" is not answered.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ....retrieval.terms import STOP_WORDS, query_terms
from ...interface import Turn
from ...remembered import remembered
from ..reading.clauses import parts
from ..knowledge.language import Language
from ..knowledge.lexicon import Comparative, companies, comparatives, notion_ids, notions, places
from .rendering import scalar
from ..reading.results import ToolResult
from ..knowledge.wording import function_of, label, noun_phrase, plain, spoken, unit_of

_HIGHEST = {
    ("en", "high"): "{best} {has} the highest {what}",
    ("en", "low"): "{best} {has} the lowest {what}",
    ("ko", "high"): "{what} 값이 가장 높은 것: {best}",
    ("ko", "low"): "{what} 값이 가장 낮은 것: {best}",
    ("zh", "high"): "{what}最高的是 {best}",
    ("zh", "low"): "{what}最低的是 {best}",
}
_HIGHER = {
    ("en", "high"): "{best} has the higher {what}",
    ("en", "low"): "{best} has the lower {what}",
    ("ko", "high"): "{what} 값이 더 높은 것: {best}",
    ("ko", "low"): "{what} 값이 더 낮은 것: {best}",
    ("zh", "high"): "{what}較高的是 {best}",
    ("zh", "low"): "{what}較低的是 {best}",
}
_EQUAL = {"en": "They are equal in {what}", "ko": "{what} 값이 같습니다", "zh": "{what}相同"}
_NUMBERS = {"en": "{}: {}.", "ko": "{} ({}).", "zh": "{}（{}）。"}
#: Words and notions in which one points at things: "which of the two cities".
_WHICH = frozenset(
    "two three four both them those these one ones which other others all city cities citi place day".split()
)
#: The same in Korean and Chinese, with question words and particles.
EASTERN_POINTING = re.compile(
    r"둘|셋|두 ?(?:곳|도시|개)|세 ?(?:곳|도시)|중에서?|(?<!\S)중|어디|어느|그중|쪽|것|곳|도시|무엇|누구"
    r"|(?:인가요|나요|까요|예요|해요|한가요|입니까|[가이은는을를의요])(?=[\s?.]|$)"
    r"|哪(?:一?[個座支家]|裡|邊|裏|一)?|[兩三][個座支家地]?|其中|城市|地方|[個的是呢嗎一]"
)
_WHICH_NOTIONS = frozenset(
    {"now", "today", "location", "city", "country", "stock", "compare", "maximum", "minimum", "name"}
)
_NUMBER = re.compile(r"\s*(-?\d+(?:\.\d+)?)\s*([^\d\s][^\d]{0,12})?")


@dataclass(frozen=True, slots=True)
class Comparison:
    """A sentence that compares, `with_numbers` or `without` them.

    `whole` is the function whose outputs are in the numbers, all of them and nothing else of them; "" when there is
    more in the outputs.
    """

    with_numbers: str
    without: str
    whole: str


def comparison(turn: Turn, question: str, results: Sequence[ToolResult], language: Language) -> Comparison | None:
    """What the question compares, None when nothing is compared or nothing can be."""
    names = [result.name for result in results]
    if len(set(names)) == len(names):  # nothing is there twice
        return None
    for part in parts(question):
        order = _order(part)
        if order is None:
            continue
        about = order.about
        groups = list(_comparable(turn, results, language))
        fitting = [group for group in groups if not about or about & notion_ids(group.what)]
        if not fitting:  # the function says what its only number is: {"close": 210.62} from get_stock_price
            fitting = [group for group in groups if about & notion_ids(group.noun) and group.alone]
        group = next((group for group in fitting if _is_about(order.words.sub(" ", part), about, group)), None)
        if group is not None:
            return _compared(group, order, results, language)
    return None


@remembered
def _order(part: str) -> Comparative | None:
    """The words of a question that put things in order."""
    return next((order for order in comparatives() if order.words.search(part)), None)


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
    left = EASTERN_POINTING.sub(" ", rest)
    known = _WHICH | STOP_WORDS | set(query_terms(f"{group.noun} {group.what}"))
    return not [term for term in query_terms(left) if term not in known]


def _compared(group: _Group, order: Comparative, results: Sequence[ToolResult], language: Language) -> Comparison:
    what = group.what if not order.about or order.about & notion_ids(group.what) else group.noun
    found = group.found
    values = list(found.values())
    what = (label(what, language) if what.isascii() else what).removeprefix("current ")
    utmost = (max if order.end == "high" else min)(number for number, _ in values)
    best = [name for name, (number, _) in found.items() if number == utmost]
    if len(best) == len(values):
        sentence = _EQUAL[language].format(what=what)
    else:
        frames = _HIGHER if len(values) == 2 else _HIGHEST
        joint = {"en": " and ", "ko": ", ", "zh": "和"}[language]
        has = "has" if len(best) == 1 else "have"
        sentence = frames[language, order.end].format(best=joint.join(best), what=what, has=has)
    shown = ", ".join(f"{name} {text}" for name, (_, text) in found.items())
    asked = {_arguments(result) for result in results if result.name == group.function}
    whole = group.bare and len(asked) == len(found)
    return Comparison(
        _NUMBERS[language].format(sentence, shown),
        sentence + ("。" if language == "zh" else "."),
        group.function if whole else "",
    )


def _arguments(result: ToolResult) -> str:
    return repr(sorted(result.arguments.items(), key=repr))


@dataclass(frozen=True, slots=True)
class _Group:
    """At least two numbers of the same thing: what they are, what the function gives, and each by its argument.

    `alone`: the function gives no other numbers. `bare`: it gives nothing but the number.
    """

    function: str
    what: str
    noun: str
    found: dict[str, tuple[float, str]]
    alone: bool
    bare: bool


def _comparable(turn: Turn, results: Sequence[ToolResult], language: Language) -> Iterator[_Group]:
    groups: dict[tuple[str, str, str, str], dict[str, tuple[float, str]]] = {}
    for result in results:
        if result.error is not None:
            continue
        function = function_of(turn.tools, result.name)
        noun = noun_phrase(function, language) or noun_phrase(function, "en") or spoken(result.name)
        unit = unit_of(result.arguments, noun)
        whose = next(
            (plain(v) for k, v in result.arguments.items() if isinstance(v, str) and "unit" not in k.lower()), None
        )
        if whose is None:
            continue
        for key, written, suffix in _numbers(result.value):
            what = noun if not key else spoken(key) if key.isascii() else key
            text = scalar(written, language, unit=unit if not suffix else None)
            symbol = unit.symbol if unit and not suffix else suffix
            groups.setdefault((result.name, noun, what, symbol), {})[whose] = (float(written), text + suffix)
    bare = {result.name for result in results} - {
        result.name for result in results if isinstance(result.value, Mapping) or result.error is not None
    }
    for (name, noun, what, _), found in groups.items():
        if len(found) >= 2:
            alone = sum(key[0] == name for key in groups) == 1
            yield _Group(name, what, noun, found, alone, name in bare)


def _numbers(value: Any) -> Iterator[tuple[str, str, str]]:
    """The numbers of an output: under which key ("" for a bare one), the number as written, and what follows it."""
    items = value.items() if isinstance(value, Mapping) else [("", value)]
    for key, item in items:
        if isinstance(item, (int, float)) and not isinstance(item, bool):
            yield str(key), repr(item), ""
        elif isinstance(item, str) and (match := _NUMBER.fullmatch(item.strip())):
            yield str(key), match[1], match[2] or ""
