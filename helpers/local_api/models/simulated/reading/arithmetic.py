"""Arithmetic that a message states and nothing else: an expression is one value, however many numbers are in it.

    "What is 3 + 4 * 6?"                         3 + (4 * 6)
    "What's 5+7, 8*3 and 100/4?"                 three expressions
    "Multiply 3 by 4 and add 10 to the result"   (3 * 4) + 10
    "divide it by 2"                             what was told before, divided by 2
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True, slots=True)
class Operation:
    """Two operands and what is done with them: one of + - * / and **."""

    sign: str
    left: Operand
    right: Operand


@dataclass(frozen=True, slots=True)
class Before:
    """The number that was told before: "it", "that", "the result"."""


Operand = Operation | Before | int | float


@dataclass(frozen=True, slots=True)
class Stated:
    """An expression of a message: what it is, and how it is written at [start:end]; `worded` if without signs."""

    value: Operation
    written: str
    start: int
    end: int
    worded: bool = False


_SIGNS = {
    "+": "+", "plus": "+", "-": "-", "−": "-", "–": "-", "minus": "-", "*": "*", "×": "*", "·": "*", "x": "*",
    "times": "*", "multiplied by": "*", "/": "/", "÷": "/", "divided by": "/", "over": "/", "^": "**", "**": "**",
    "to the power of": "**", "% of": "% of", "percent of": "% of",
}  # fmt: skip
_TOKEN = re.compile(
    r"(?P<number>(?<![\w.])(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?![\d])|\.\d+)"
    r"|(?P<sign>\*\*|[-+*/^×·÷−–]|%\s*of\b|\bpercent of\b|\bplus\b|\bminus\b|\btimes\b|\bmultiplied by\b"
    r"|\bdivided by\b|\bover\b|\bto the power of\b|(?<=\d)\s*x\s*(?=\d)|(?<=\s)x(?=\s))"
    r"|(?P<open>\()|(?P<close>\))|(?P<other>[A-Za-z']+|[^\sA-Za-z])",
    re.I,
)
#: Words around arithmetic that ask for nothing else.
_AROUND = frozenset(
    """what what's whats is are the of value result results answer to and also then please calculate evaluate compute
    solve work out find tell me give how much can could you do does equal equals hey hi ok so now for me i want know
    would like expression following this a quick question math maths""".split()
)
_MARKS = frozenset("?.!,;:=\"'`&")
_DATE_OR_CODE = re.compile(r"\d+[-–/]\d+[-–/]\d+")
_LOOKS_TIGHT = re.compile(r"\d+[-–−/]\d+")
_LONGEST = 300
#: A look before reading: most messages have no digit, or nothing that is done with numbers.
_LIKE_ARITHMETIC = re.compile(
    r"(?is)^(?=.*\d).*(?:[-+*/^×·÷−–%]|plus|minus|times|divide|multipl|add|subtract|take away|over|power|percent|\dx|\bx\b)"
)


@lru_cache(maxsize=512)
def stated_in(text: str) -> tuple[Stated, ...]:
    """The expressions that a message asks for, in order; none if it says anything else."""
    if len(text) > _LONGEST or not _LIKE_ARITHMETIC.search(text):
        return ()
    return tuple(_written(text)) or tuple(_told(text))


# --- with signs -------------------------------------------------------------------------------


def _written(text: str) -> Iterator[Stated]:
    tokens = [(m.lastgroup, m.group(), m.start(), m.end()) for m in _TOKEN.finditer(text)]
    runs: list[list[tuple[str, str, int, int]]] = [[]]
    asked = False
    for kind, said, start, end in tokens:
        if kind == "other":
            if said.casefold() not in _AROUND and said not in _MARKS:
                return
            asked = asked or said.isalpha() and said.casefold() not in ("and", "then")
            runs.append([])
        else:
            runs[-1].append((kind or "", said, start, end))
    found: list[Stated] = []
    for run in runs:
        if not run:
            continue
        value = _Parser(run).parsed()
        written = text[run[0][2] : run[-1][3]]
        if not isinstance(value, Operation) or _DATE_OR_CODE.fullmatch(written):
            return
        if _LOOKS_TIGHT.fullmatch(written) and not asked and not found:
            return  # "555-1234" is no difference
        found.append(Stated(value, written, run[0][2], run[-1][3]))
    yield from found


class _Parser:
    """Reads tokens by the usual precedence; whatever is not arithmetic gives None."""

    def __init__(self, tokens: list[tuple[str, str, int, int]]):
        self.tokens = tokens
        self.at = 0

    def parsed(self) -> Operand | None:
        try:
            value = self._sum()
        except (IndexError, ValueError, RecursionError):
            return None
        return value if self.at == len(self.tokens) else None

    def _sign(self) -> str:
        if self.at >= len(self.tokens) or self.tokens[self.at][0] != "sign":
            return ""
        return _SIGNS["% of" if "%" in self.tokens[self.at][1] else self.tokens[self.at][1].strip().casefold()]

    def _sum(self) -> Operand:
        value = self._product()
        while self._sign() in ("+", "-"):
            sign = self._sign()
            self.at += 1
            value = Operation(sign, value, self._product())
        return value

    def _product(self) -> Operand:
        value = self._power()
        while self._sign() in ("*", "/", "% of"):
            sign = self._sign()
            self.at += 1
            if sign == "% of":
                if not isinstance(value, (int, float)):
                    raise ValueError
                value, sign = value / 100, "*"
            value = Operation(sign, value, self._power())
        return value

    def _power(self) -> Operand:
        value = self._one()
        if self._sign() == "**":
            self.at += 1
            return Operation("**", value, self._power())
        return value

    def _one(self) -> Operand:
        kind, said, _, _ = self.tokens[self.at]
        if kind == "open":
            self.at += 1
            value = self._sum()
            if self.tokens[self.at][0] != "close":
                raise ValueError
            self.at += 1
            return value
        if self._sign() == "-":
            self.at += 1
            value = self._one()
            if isinstance(value, (Operation, Before)):
                raise ValueError
            return -value
        if kind != "number":
            raise ValueError
        self.at += 1
        return _number(said)


def _number(said: str) -> int | float:
    value = float(said.replace(",", ""))
    return int(value) if value.is_integer() and "." not in said else value


# --- in words ---------------------------------------------------------------------------------

_N = r"(?P<{}>-?\d[\d,]*(?:\.\d+)?|it|that|this|the (?:result|answer|sum|product|total|difference|quotient))"
_A, _B = _N.format("a"), _N.format("b")
_SAYINGS = tuple(
    (re.compile(rf"(?i)\s*{pattern}\s*$"), sign, turned)
    for pattern, sign, turned in (
        (rf"add {_A} (?:to|and|with|plus) {_B}", "+", True),
        (rf"(?:add|plus) {_A}", "+", True),
        (rf"subtract {_A} from {_B}", "-", True),
        (rf"(?:subtract|minus|take away) {_A}", "-", True),
        (rf"multiply {_A} (?:by|with|and|times) {_B}", "*", False),
        (rf"(?:multiply by|times) {_A}", "*", True),
        (rf"divide {_A} by {_B}", "/", False),
        (rf"divide by {_A}", "/", True),
    )
)
_BETWEEN = re.compile(
    r"(?i)(?:\s*[,;.?!]+|\s+and|\s+then)\s*(?:\b(?:and|then|next|finally|afterwards)\b[\s,]*)*"
    r"(?=\b(?:add|plus|subtract|minus|take|multiply|times|divide)\b)"
)
_LEAD = re.compile(r"(?i)^\s*(?:(?:please|now|then|ok(?:ay)?|first|and|can you|could you)[\s,]+)+")


def _told(text: str) -> Iterator[Stated]:
    """Operations in words, each going on from the one before."""
    plain = _LEAD.sub("", text).strip(" .?!")
    plain = re.sub(r"(?i)\s+(?:please|for me)$", "", plain)
    last: Operand = Before()
    ends = [*_BETWEEN.finditer(plain), None]
    start = 0
    for end in ends:
        part = plain[start : end.start() if end else len(plain)]
        value = _operation(part, last)
        if value is None:
            return
        last, start = value, end.end() if end else len(plain)
    if isinstance(last, Operation) and start == len(plain):
        at = text.find(plain)
        yield Stated(last, written(last), at, at + len(plain), True)


def _operation(part: str, last: Operand) -> Operation | None:
    for pattern, sign, turned in _SAYINGS:
        match = pattern.match(part)
        if match is None:
            continue
        a = _operand(match["a"], last)
        b = _operand(match["b"], last) if "b" in pattern.groupindex else last
        if sign == "+" and isinstance(a, (int, float)) and isinstance(b, (int, float)):
            return Operation(sign, a, b)
        return Operation(sign, b, a) if turned else Operation(sign, a, b)
    return None


def _operand(said: str, last: Operand) -> Operand:
    return _number(said) if said[-1].isdigit() else last


def written(value: Operand) -> str:
    """An expression as it is written, with brackets where they are needed."""
    if not isinstance(value, Operation):
        return "" if isinstance(value, Before) else str(value)
    sides = [
        f"({written(side)})" if isinstance(side, Operation) else written(side) for side in (value.left, value.right)
    ]
    return f"{sides[0]} {value.sign} {sides[1]}"
