"""The calls for arithmetic: an expression is one argument; without a function for it, one operation is one call.

What stands inside is called first, and its output is an operand of the next: (3 * 4) + 10 is multiply(3, 4), then
add(12, 10).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from ..knowledge.words import split_name, words
from ..reading.arithmetic import Before, Operand, Operation, Stated, stated_in, written
from ..reading.results import ToolResult
from .decision import Call, Evidence
from .schema import Function, Parameter

_CALLED: Mapping[str, frozenset[str]] = {
    "+": frozenset("add addit sum plus".split()),
    "-": frozenset("subtract minus differ substract".split()),
    "*": frozenset("multipli product time multiply".split()),
    "/": frozenset("divid divis quotient".split()),
    "**": frozenset("power exponenti expon pow".split()),
}
_CALCULATES = re.compile(r"(?i)\b(?:calculat\w*|arithmetic\w*|math\w*|evaluat\w*|expression)\b")


def calculated(
    text: str, functions: Sequence[Function], now: Sequence[ToolResult], earlier: Sequence[ToolResult]
) -> list[Call]:
    """The calls for a message that is arithmetic and nothing else; those already made are among them. May be none."""
    found: list[Call] = []
    for one in stated_in(text):
        made = _calls(one, functions, now, _number_of(earlier[-1]) if earlier else None)
        if not made:
            return []
        known = [(call.name, call.arguments) for call in found]
        found += [call for call in made if (call.name, call.arguments) not in known]
    return found


def _calls(
    one: Stated, functions: Sequence[Function], results: Sequence[ToolResult], before: float | None
) -> list[Call]:
    value = _with(one.value, before)
    if value is None:
        return []
    by_sign = {sign: function for function in functions if (sign := sign_of(function))}
    words_ = Evidence("the arithmetic of the question", one.written, (one.start, one.end))
    flat = not any(isinstance(side, Operation) for side in (value.left, value.right))
    calculator = next((f for f in functions if expression_of(f)), None)
    able = all(sign in by_sign for sign in _signs(value)) and "%" not in one.written
    if calculator is not None and not (able and (flat or one.worded)):
        parameter = expression_of(calculator)
        assert parameter is not None
        plain = value == one.value and re.fullmatch(r"[-+*/^().\d\s]+", one.written)
        text = one.written if plain else written(value)
        return [Call(calculator.name, {parameter.name: text}, {parameter.name: words_})]
    if not all(sign in by_sign for sign in _signs(value)):
        return []
    calls: list[Call] = []
    _reached(value, by_sign, results, calls, words_)
    return calls


def _with(value: Operation, before: float | None) -> Operation | None:
    """The expression with the number told before in its place; None if there is none."""
    sides: list[Operand] = []
    for side in (value.left, value.right):
        if isinstance(side, Before):
            if before is None:
                return None
            side = before
        elif isinstance(side, Operation):
            inner = _with(side, before)
            if inner is None:
                return None
            side = inner
        sides.append(side)
    return Operation(value.sign, sides[0], sides[1])


def _signs(value: Operand) -> Iterator[str]:
    if isinstance(value, Operation):
        yield value.sign
        yield from _signs(value.left)
        yield from _signs(value.right)


def _reached(
    value: Operand, by_sign: Mapping[str, Function], results: Sequence[ToolResult], calls: list[Call], words_: Evidence
) -> int | float | None:
    """The number that an operand is, or None while a call for it has no output yet; the calls are noted in `calls`."""
    if not isinstance(value, Operation):
        return value if isinstance(value, (int, float)) else None
    left, right = (_reached(side, by_sign, results, calls, words_) for side in (value.left, value.right))
    if left is None or right is None:
        return None
    function = by_sign[value.sign]
    first, second = _operands(function)
    arguments = {first.name: left, second.name: right}
    arguments = {p.name: arguments[p.name] for p in function.required}
    calls.append(Call(function.name, arguments, dict.fromkeys(arguments, words_)))
    for result in results:
        if result.name == function.name and dict(result.arguments) == arguments:
            return _number_of(result)
    return None


def _operands(function: Function) -> tuple[Parameter, Parameter]:
    """The two operands in their order: "Subtract a from b" takes the second one first."""
    first, second = function.required
    one, other = re.escape(first.name), re.escape(second.name)
    turned = re.search(
        rf"(?i)\b{other}\b.*\b(?:by|minus)\b.*\b{one}\b|\bsubtract\w*\b.*\b{one}\b.*\bfrom\b.*\b{other}\b",
        function.about,
    )
    return (second, first) if turned else (first, second)


@lru_cache(maxsize=2_000)
def sign_of(function: Function) -> str:
    """The sign of the operation that a function of two numbers does, or ""."""
    needed = function.required
    if len(needed) != 2 or not all(p.takes("number", "integer") and not p.options for p in needed):
        return ""
    named = {word.key for word in words(split_name(function.name))}
    return next((sign for sign, called in _CALLED.items() if named & called and len(named) <= 3), "")


@lru_cache(maxsize=2_000)
def expression_of(function: Function) -> Parameter | None:
    """The text parameter for an expression of a function that calculates, or None."""
    needed = function.required
    if len(needed) != 1 or not needed[0].takes("string") or needed[0].options:
        return None
    about = f"{split_name(function.name)}. {function.about}"
    if not _CALCULATES.search(about):
        return None
    own = f"{needed[0].name_words} {needed[0].about}"
    return needed[0] if needed[0].kind == "expression" or _CALCULATES.search(own) else None


def _number_of(result: ToolResult) -> Any:
    """The number that an output is, or the only one in it."""
    value = result.value if result.is_json else result.output
    if isinstance(value, Mapping):
        named = [value[key] for key in ("result", "answer", "value", "output", "total") if key in value]
        numbers = [v for v in value.values() if isinstance(v, (int, float)) and not isinstance(v, bool)]
        value = named[0] if named else numbers[0] if len(numbers) == 1 else None
    if isinstance(value, str):
        try:
            value = float(value)
        except ValueError:
            return None
        value = int(value) if value.is_integer() else value
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value if isinstance(value, (int, float)) and not isinstance(value, bool) else None
