"""A value that a text states, with its place in the text."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from ..knowledge.lexicon import Entry

#: The kinds of value that are numbers.
NUMBERS = ("number", "percent", "money", "ordinal")


@dataclass(frozen=True, slots=True)
class Value:
    """A value read from text[start:end].

    `kind` says what it looks like: number, percent, money, ordinal, expression, quoted, list, series,
    mapping, date, time, place, company, currency, language, name, code, email, url, file, phrase.
    `value` is it as JSON. `unit` is the unit's id in the lexicon; `noun` is the word after a number
    ("3 bedrooms"). `entry` is the thing of the lexicon that was named. `items` are a series' values.
    """

    kind: str
    value: Any
    start: int
    end: int
    text: str
    unit: str = ""
    dimension: str = ""
    noun: str = ""
    entry: Entry | None = None
    items: tuple[Value, ...] = ()
    details: dict[str, Any] = field(default_factory=dict, compare=False, hash=False)

    def overlaps(self, other: Value) -> bool:
        """Whether both stand on the same words. An amount and its unit may go to two parameters."""
        for amount, unit in ((self, other), (other, self)):
            if "digits" in amount.details and unit.kind in ("unit", "currency", "option"):
                start, end = amount.details["digits"]
                return unit.start < end and start < unit.end
        return self.start < other.end and other.start < self.end

    def holds(self, other: Value) -> bool:
        return self.start <= other.start and other.end <= self.end


def value_at(kind: str, value: Any, match: re.Match[str], **more: Any) -> Value:
    """A value that stands where a pattern was found."""
    return Value(kind, value, match.start(), match.end(), match.group(), **more)
