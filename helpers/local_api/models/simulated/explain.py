"""How the simulated model decides, as rows of a table.

    for row in explain(turn):
        print(row)

A row says one thing: how well a function fits, or where one argument came from. It shows what names,
descriptions and enums are for: change one, and look at the rows again.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from ..interface import Turn
from .decide import decide
from .decision import Decision


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the explanation.

    `function`: its name. `score`: how likely the question asks for it, from 0 to 1. `decision`: "called",
    "asks back" or "not called". `argument` and `value`: a parameter and what it gets, as JSON. `source`: where
    the value came from, in words. `words`: the words of the question (or of an output) that it rests on.
    """

    function: str
    score: float
    decision: str
    argument: str = ""
    value: str = ""
    source: str = ""
    words: str = ""


#: The columns of a table of rows, as they may be shown.
COLUMNS = ("function", "score", "decision", "argument", "value", "source", "words")


def explain(turn: Turn) -> list[Row]:
    """The rows for a turn: the functions by score, those called with a row for each argument."""
    return rows_of(decide(turn))


def rows_of(decision: Decision) -> list[Row]:
    """The rows for a decision already made."""
    scores = {score.function: score for score in decision.scores}
    rows: list[Row] = []
    for call in decision.calls:
        score = scores.get(call.name)
        shared = ", ".join(score.shared) if score else ""
        value = score.value if score else 0.0
        rows.append(Row(call.name, value, "called", words=shared))
        for name, argument in call.arguments.items():
            evidence = call.evidence.get(name)
            rows.append(
                Row(
                    call.name,
                    value,
                    "called",
                    name,
                    _json(argument),
                    evidence.source if evidence else "",
                    evidence.words if evidence else "",
                )
            )
    called = {call.name for call in decision.calls}
    for score in decision.scores:
        if score.function in called:
            continue
        shared = ", ".join(score.shared)
        if decision.missing and decision.missing.function == score.function:
            rows.append(Row(score.function, score.value, "asks back", words=shared))
            for name, argument in decision.missing.known.items():
                rows.append(Row(score.function, score.value, "asks back", name, _json(argument), "the question"))
            missing = decision.missing.parameter
            rows.append(Row(score.function, score.value, "asks back", missing, "", "nothing in the question"))
        else:
            rows.append(Row(score.function, score.value, "not called", words=shared))
    return rows


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)
