"""From a turn to a decision: which functions to call with which arguments, or what to ask for."""

from __future__ import annotations

from ..interface import Turn
from .decision import Decision


def decide(turn: Turn) -> Decision:
    """Decide what to do next in `turn`."""
    return Decision()
