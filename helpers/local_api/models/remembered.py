"""What is worked out from a text once and asked for again: on each turn of a thread, by each part of a model."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import TypeVar

T = TypeVar("T")

#: What comes of longer texts is not kept: it would keep the texts in memory.
LONGEST = 4000


def remembered(work: Callable[[str], T]) -> Callable[[str], T]:
    """A function of one text that keeps what it gave for the last 2048 short ones. What it gives must not change."""
    kept = lru_cache(maxsize=2048)(work)

    @wraps(work)
    def remembering(text: str) -> T:
        return kept(text) if len(text) <= LONGEST else work(text)

    return remembering
