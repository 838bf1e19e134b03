"""The simulated model: reads a turn, decides by rules, and answers in pieces. No weights, no network."""

from __future__ import annotations

from collections.abc import AsyncIterator

from ..interface import Piece, Turn
from .answer import write_answer
from .pieces import call_pieces, text_pieces

try:
    from .decide import decide
except ModuleNotFoundError:  # until the deciding half is in
    from types import SimpleNamespace

    def decide(turn):
        return SimpleNamespace(calls=(), missing=None)


class SimulatedModel:
    """Implements `Model` (models/interface.py). It has no state: the same turn gives the same pieces."""

    async def answer(self, turn: Turn) -> AsyncIterator[Piece]:
        """The turn's tool calls, or its text, then `Finished`. Raises nothing."""
        decision = decide(turn)
        if decision.calls:
            pieces = call_pieces(turn, [(call.name, call.arguments) for call in decision.calls])
        else:
            pieces = text_pieces(turn, write_answer(turn, decision))
        for piece in pieces:
            yield piece
