"""Whether a question wants a boolean to be true or false, by what its description says.

    "True to lock, false to unlock"          잠가 줘 → true, 解鎖 → false
    "켜려면 true, 끄려면 false"               꺼 줘 → false
    "true to lock, false to unlock"          "Keep it unlocked" → false

A description that does not say both is true for what the parameter's name means.
"""

from __future__ import annotations

import re
from functools import lru_cache

from ..knowledge.glossary import said, senses
from ..knowledge.words import split_name, words

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
#: Words beside "true" and "false" that say nothing of what they stand for.
_PLAIN = frozenset(
    """to for if when mean means is it the a an should be default otherwise not on off want turn set else yes no use
    you user want do does only all any whether include enable disable and or of in by true false this that""".split()
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


@lru_cache(maxsize=2_000)
def _english_sides(about: str) -> tuple[frozenset[str], frozenset[str]]:
    """The stems beside "true" and those beside "false", without those of both."""
    match = _BOTH[0].search(about)
    if not match:
        return frozenset(), frozenset()
    yes, no = (
        frozenset(w.key for w in words(match[side]) if w.script == "latin" and w.text.casefold() not in _PLAIN)
        for side in ("yes", "no")
    )
    return yes - no, no - yes


def stated(about: str, text: str) -> tuple[bool, str] | None:
    """The value that a text in English says by a word of either side of the description, the last one."""
    yes, no = _english_sides(about)
    if not yes or not no:
        return None
    found = next((w for w in reversed(words(text)) if w.key in yes or w.key in no), None)
    return (found.key in yes, found.text) if found else None


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
