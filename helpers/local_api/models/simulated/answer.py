"""What the simulated model says when it calls no function."""

from __future__ import annotations

from typing import Any

from ..interface import Turn
from .results import results_of_turn


def write_answer(turn: Turn, decision: Any) -> str:
    """The text of the answer."""
    results = results_of_turn(turn)
    if results:
        return "\n".join(f"{r.name}({', '.join(map(str, r.arguments.values()))}): {r.output}" for r in results)
    return "This is a simulated model: it reads schemas and tool outputs, and cannot know that."
