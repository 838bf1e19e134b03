"""How the model decided in a turn: of a run, or of messages that are in no thread. Only some models can tell.

No part of the OpenAI API (see control.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol, runtime_checkable

from .context import PromptTooLong
from .errors import InvalidRequest
from .functions import check_tools
from .journal import RUN, STEP, THREAD
from .models.interface import Turn
from .store import Object
from .web import Call
from .wording import missing

_EITHER = "Say what to explain: either 'thread_id' and 'run_id', or 'messages' with 'tools'."


@runtime_checkable
class Explains(Protocol):
    """A model that can tell how it decides. The simulated one can."""

    def explain(self, turn: Turn) -> dict[str, Any]:
        """What it does in `turn`, and why, as JSON."""
        ...


def explanation(call: Call, body: Mapping[str, Any]) -> dict[str, Any]:
    """The explanation that `body` (control.py) asks for.

    Raises `InvalidRequest` where another model than the simulated one answers, where the body asks for both or
    neither, and where the model has not been asked in the run. Raises `NotFound` for a thread, run or step that is
    not there.
    """
    model = call.api.model
    if not isinstance(model, Explains):
        raise InvalidRequest(
            "Only the simulated model can explain how it decides, and here another model answers.",
            code="model_cannot_explain",
        )
    if "messages" in body:
        if body.keys() & {"thread_id", "run_id", "step_id"}:
            raise InvalidRequest(_EITHER)
        return model.explain(_turn_of_messages(body))
    if not body.keys() >= {"thread_id", "run_id"} or body.keys() & {"tools", "tool_choice", "parallel_tool_calls"}:
        raise InvalidRequest(_EITHER)
    thread = call.find(THREAD, body["thread_id"])
    run = call.find(RUN, body["run_id"], parent=thread["id"])
    step = call.find(STEP, body["step_id"], parent=run["id"]) if "step_id" in body else _deciding_step(call, run)
    try:
        return model.explain(call.api.engine.turn_of(run, step))
    except PromptTooLong:  # tools that are larger now, for example with more files
        raise InvalidRequest("The turn cannot be rebuilt: it no longer fits into 'max_prompt_tokens'.") from None


def _turn_of_messages(body: Mapping[str, Any]) -> Turn:
    choice = body.get("tool_choice") or "auto"
    if isinstance(choice, dict) and "function" not in choice:
        raise missing("tool_choice.function")
    return Turn(
        model="simulated",
        messages=body["messages"],
        tools=check_tools(body.get("tools", [])),
        tool_choice=choice,
        parallel_tool_calls=body.get("parallel_tool_calls", True),
    )


def _deciding_step(call: Call, run: Object) -> Object:
    """The run's last step of tool calls, or its last step where nothing was called."""
    steps = call.api.engine.journal.steps(run)
    if not steps:
        raise InvalidRequest(
            f"The model has not been asked in run '{run['id']}' (its status is '{run['status']}'), so there is no "
            "decision to explain. Wait until it asks for tool outputs or has ended."
        )
    return next((step for step in reversed(steps) if step["type"] == "tool_calls"), steps[-1])
