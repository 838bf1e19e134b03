"""The arithmetic that a question states: "3 plus 4.5" asks for a function that adds, whatever it is called."""

from __future__ import annotations

import re
from functools import lru_cache

from .numerals import is_number

#: What functions for an operation are called, the signs between two numbers, and what stands before them.
_OPERATIONS = {
    "add addition sum": (r"\+|plus|더하기|加上?", r"(?:sum|total) of"),
    "subtract subtraction difference minus": (r"[-−–]|minus|빼기|減去?", r"difference (?:between|of)"),
    "multiply multiplication product times": (r"[*×·]|times|multiplied by|곱하기|乘以?", r"product of"),
    "divide division quotient": (r"[/÷]|divided by|over|나누기|除以", r"quotient of"),
}
#: A question without a digit and without these has no arithmetic, and is not looked at further.
_WORDS = tuple("plus minus times divided multiplied over sum total product difference quotient".split())
_DIGIT = re.compile(r"\d")
_NUMBER = r"(?:\d[\d.,]*|[a-z]+(?:-[a-z]+)?)"
#: A minus or a slash without spaces around it is more often part of a date, a code or a range.
_TIGHT = re.compile(r"\d[-−–/]\d")


@lru_cache(maxsize=512)
def operations(text: str) -> str:
    """Words for the operations that stand between numbers, or before them, in `text`; "" when there are none."""
    if not _DIGIT.search(text):
        plain = text.casefold()
        if not any(word in plain for word in _WORDS):
            return ""
    found = []
    for names, (between, before) in _OPERATIONS.items():
        for match in re.finditer(
            rf"(?i)(?<![A-Za-z0-9.])({_NUMBER})\s*(?:{between})\s*-?({_NUMBER})(?![A-Za-z0-9])", text
        ):
            if _stated(match[1]) and _stated(match[2]) and not _TIGHT.search(match.group()):
                found.append(names)
        for match in re.finditer(rf"(?i)\b{before}\s+(?:the numbers\s+)?({_NUMBER})\s*(?:,|and)", text):
            if _stated(match[1]):
                found.append(names)
    return " ".join(found)


def _stated(word: str) -> bool:
    return word[0].isdigit() or is_number(word)
