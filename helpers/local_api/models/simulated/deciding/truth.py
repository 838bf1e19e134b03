"""Whether a question in Korean or Chinese wants a boolean to be true or false, by what its description says.

    "True to lock, false to unlock"          잠가 줘 → true, 解鎖 → false
    "켜려면 true, 끄려면 false"               꺼 줘 → false

A description that does not say both is true for what the parameter's name means.
"""

from __future__ import annotations

import re
from functools import lru_cache

from ..knowledge.glossary import said, senses
from ..knowledge.words import split_name

_BOTH = (
    re.compile(
        r"(?i)\btrue\s+(?:to|for|if|when|means|is|=|:)?\s*(?P<yes>[^,.;]+?)\s*(?:,|;|\.|\band\b"
        r"|\bor\b)\s*(?:or\s+)?false\s+(?:to|for|if|when|means|is|=|:)?\s*(?P<no>[^,.;]+)"
    ),
    re.compile(
        r"(?P<yes>[^,.]+?)(?:려면|으면|면|은|는|일 때|:)?\s*true\s*[,，;]?\s*(?P<no>[^,.]+?)(?:려면|으면|면|은|는|일 때"
        r"|:)?\s*false"
    ),
    re.compile(
        r"(?P<yes>[^，,、；]+?)(?:則)?(?:為|是|：|:|時)?\s*true\s*[，,、；]\s*(?P<no>[^，,、；]+?)(?:則)?(?:為|是|：|:"
        r"|時)?\s*false"
    ),
)
_NOT = re.compile(r"(?:^|\s)(?:안|못|않|말고|빼고|없이)|지\s?(?:마|말|않)|[不別沒無]")


@lru_cache(maxsize=2_000)
def _sides(name: str, about: str) -> tuple[frozenset[int], frozenset[int]]:
    """The senses that mean true and those that mean false, without those of both."""
    for pattern in _BOTH:
        match = pattern.search(about)
        if match:
            yes, no = (frozenset(sense.number for sense in senses(match[side])) for side in ("yes", "no"))
            return yes - no, no - yes
    return frozenset(sense.number for sense in senses(split_name(name))), frozenset()


def truth(name: str, about: str, text: str) -> tuple[bool, str] | None:
    """The value for a parameter and the words of `text` that say so, the last ones; None when nothing does."""
    yes, no = _sides(name, about)
    found: tuple[bool, str] | None = None
    for one in said(text):
        numbers = {sense.number for sense in one.senses}
        if bool(numbers & yes) != bool(numbers & no):
            value = bool(numbers & yes)
            if not no and _NOT.search(text[one.end : one.end + 4] + text[max(0, one.start - 2) : one.start]):
                value = not value
            found = value, text[one.start : one.end]
    return found
