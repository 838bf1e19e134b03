"""From a turn to a decision: which functions to call with which arguments, or what to ask for.

The steps, each in a module of its own:

1. relevance    which functions fit the question, and its parts (splitting)
2. filling      which values of the question go to which parameters, for how many calls
3. conversation what an earlier turn said that this one leaves out
4. chains       what an earlier output gives that the question does not say
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from ..interface import Turn
from .decision import Call, Decision, Evidence, MissingArgument, Score
from .fitting import Scene
from .filling import fill
from .language import detect_language
from .goals import goals
from .relevance import Ranking
from .schema import Function, function_of

#: Functions that the engine runs; the answering half decides about them.
BUILT_IN = ("file_search", "code_interpreter")


def decide(turn: Turn) -> Decision:
    """Decide what to do next in `turn`."""
    question = next((str(m.get("content") or "") for m in reversed(turn.messages) if m.get("role") == "user"), "")
    language = detect_language(question)
    functions = [f for f in map(function_of, turn.tools) if f.name not in BUILT_IN]
    if turn.tool_choice == "none" or not functions or turn.messages and turn.messages[-1].get("role") == "tool":
        return Decision(language=language)
    asked, ranked = goals(Ranking(functions), question)
    scores = tuple(Score(r.function.name, round(r.value, 3), r.shared) for r in ranked)
    if not asked:
        return Decision(scores=scores, language=language)
    scene = Scene(question)
    calls: list[Call] = []
    missing = None
    for goal in asked:
        filled = fill(goal.function, scene, goal.spans)
        if filled.missing:
            missing = missing or MissingArgument(goal.function.name, filled.missing[0].name)
            continue
        calls += [Call(goal.function.name, arguments, evidence) for arguments, evidence in filled.calls]
    if calls:
        missing = None
    return Decision(tuple(calls if turn.parallel_tool_calls else calls[:1]), missing, scores, language)
