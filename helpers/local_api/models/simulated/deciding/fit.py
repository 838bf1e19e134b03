"""A value of a question as the argument of a parameter, with a score and the reason for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ..reading.value import Value


@dataclass(frozen=True, slots=True)
class Fit:
    """A value as the argument of a parameter. `why` says in a few words what the score rests on.

    `base` is the part of the score that the value itself earns, without the words around it.
    """

    argument: Any
    score: float
    why: str
    value: Value
    base: float = 0.0
