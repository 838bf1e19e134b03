"""Builds turns and tools in a few words."""

from __future__ import annotations

import json
from typing import Any

from helpers.local_api.models.interface import Turn
from helpers.local_api.models.simulated.answering.answer import write_answer
from helpers.local_api.models.simulated.deciding.decision import Decision, MissingArgument

Made = tuple[str, dict[str, Any], Any]


def tool(_name: str, _description: str = "", /, **properties: Any) -> dict[str, Any]:
    """A function tool. A property is a schema, or its description if it is a string."""
    schemas = {key: {"type": "string", "description": p} if isinstance(p, str) else p for key, p in properties.items()}
    parameters = {"type": "object", "properties": schemas, "required": list(schemas)}
    return {"type": "function", "function": {"name": _name, "description": _description, "parameters": parameters}}


def turn(tools: Any, *steps: Any, instructions: str = "", **settings: Any) -> Turn:
    """A thread: a string is what the person says, a list is a round of (name, arguments, output), a tuple
    of one is what the assistant said."""
    messages: list[dict[str, Any]] = [{"role": "system", "content": instructions}] if instructions else []
    number = 0
    for step in steps:
        if isinstance(step, str):
            messages.append({"role": "user", "content": step})
        elif isinstance(step, tuple):
            messages.append({"role": "assistant", "content": step[0]})
        else:
            calls, outputs = [], []
            for name, arguments, output in step:
                number += 1
                written = json.dumps(arguments, ensure_ascii=False)
                calls.append(
                    {"id": f"call_{number}", "type": "function", "function": {"name": name, "arguments": written}}
                )
                content = output if isinstance(output, str) else json.dumps(output, ensure_ascii=False)
                outputs.append({"role": "tool", "tool_call_id": f"call_{number}", "content": content})
            messages += [{"role": "assistant", "content": "", "tool_calls": calls}, *outputs]
    return Turn("gpt-4o-mini", messages, tools, **settings)


def answer(tools: Any, *steps: Any, missing: MissingArgument | None = None, **settings: Any) -> str:
    """What the model writes at the end of the thread."""
    return write_answer(turn(tools, *steps, **settings), Decision(missing=missing))
