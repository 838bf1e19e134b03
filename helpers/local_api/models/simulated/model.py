"""The simulated model: reads a turn, decides by rules, and answers in pieces. No weights, no network."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import asdict
from typing import Any

from ..interface import Piece, Turn
from .answering.answer import from_thread, write_answer
from .answering.builtins import builtin_calls
from .deciding.decide import decide
from .deciding.decision import Decision
from .explain import explain
from .pieces import call_pieces, text_pieces


class SimulatedModel:
    """Implements `Model` (models/interface.py). It has no state: the same turn gives the same pieces."""

    async def answer(self, turn: Turn) -> AsyncIterator[Piece]:
        """The turn's tool calls, or its text, then `Finished`. Raises nothing."""
        decision = Decision() if from_thread(turn) else decide(turn)
        calls = [(call.name, call.arguments) for call in decision.calls]
        if decision.missing is None:
            calls += builtin_calls(turn, functions_called=bool(calls))
        if calls:
            pieces = call_pieces(turn, calls if turn.parallel_tool_calls else calls[:1])
        else:
            pieces = text_pieces(turn, write_answer(turn, decision))
        for piece in pieces:
            yield piece

    @staticmethod
    def prepare() -> None:
        """Load what the first turn would wait for (0.2 to 0.4 s): the lexicons and word stems of three languages."""
        tool = {"type": "function", "function": {"name": "get_weather", "description": "Get the weather in a city."}}
        for question in ("What is the weather in Seoul tomorrow?", "내일 서울 날씨 어때요?", "明天首爾的天氣如何？"):
            turn = Turn("", [{"role": "user", "content": question}], [tool])
            write_answer(turn, decide(turn))

    @staticmethod
    def explain(turn: Turn) -> dict[str, Any]:
        """How it decides in `turn`, as JSON: the fields of `Explanation` (explain.py)."""
        return asdict(explain(turn))
