"""A question, read once: its words, its values, and what stands where in it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property, lru_cache

from ..knowledge.words import Word, notion_spans, words
from ..reading.value import Value
from ..reading.values import values

#: How many questions are remembered: enough for the runs that go on at one time.
QUESTIONS = 64

#: How the answer is to be written is no part of what is asked.
_FORM = re.compile(
    r"(?i)(?:[,.;]?\s*\b(?:please\s+)?(?:answer|reply|respond|return|output"
    r"|give\s+\w+(?:\s+\w+)?)\s+)?\b(?:as|in)\s+(?:a\s+|valid\s+|one\s+|plain\s+)*"
    r"(?:json(?:\s+\w+)?|markdown|bullet\s+points|sentence|table|short\s+sentence)\b"
    r"|JSON\s?(?:으로|형식으로|형태로)|(?:用|以)\s?JSON\s?(?:格式)?"
)


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
