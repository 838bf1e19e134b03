"""What every client program here shares: checks with names, a line of JSON for each, an exit status.

Only the standard library, because it runs in each client's own environment.
"""

from __future__ import annotations

import asyncio
import inspect
import json
import sys
import time
import warnings
from collections.abc import Callable
from typing import Any

warnings.simplefilter("ignore")  # the classes used here are deprecated, which is why they are tested

QUESTION = "What is the temperature in Busan, and what is the probability of rain in Busan?"
SECOND_QUESTION = "What is the temperature in Seoul, and what is the probability of rain in Seoul?"
INSTRUCTIONS = "You are a weather assistant. Use the functions to answer."
HANDBOOK = "# Handbook\n\nThe office in Busan opens at 8:45 and closes at 17:30.\n\nParking costs 3000 won a day.\n"
HANDBOOK_QUESTION = "When does the office in Busan open?"

asked: list[tuple[str, str]] = []  # (function, location) of every call that reached Python


def get_temperature(location: str) -> str:
    """Get the current temperature of a city."""
    asked.append(("get_temperature", location))
    return "27"


def get_rain_probability(location: str) -> str:
    """Get the probability of rain in a city."""
    asked.append(("get_rain_probability", location))
    return "0.06"


def function_tool(function: Callable[[str], str]) -> dict[str, Any]:
    """One of the functions above as a tool of the Assistants API."""
    location = {"type": "string", "description": "Name of the city"}
    parameters = {"type": "object", "properties": {"location": location}, "required": ["location"]}
    return {
        "type": "function",
        "function": {"name": function.__name__, "description": function.__doc__, "parameters": parameters},
    }


TOOLS = [function_tool(get_temperature), function_tool(get_rain_probability)]
FUNCTIONS = {function.__name__: function for function in (get_temperature, get_rain_probability)}


def outputs_for(tool_calls: Any) -> list[dict[str, str]]:
    """Run the functions that a run asks for. The calls are objects of the openai SDK."""
    return [
        {
            "tool_call_id": call.id,
            "output": FUNCTIONS[call.function.name](**json.loads(call.function.arguments)),
        }
        for call in tool_calls
    ]


def expect_both(city: str) -> None:
    """Both functions were asked for, for this city, since the last time."""
    assert sorted(asked) == [("get_rain_probability", city), ("get_temperature", city)], f"asked for: {asked}"
    asked.clear()


def expect_outputs(text: str) -> None:
    """An answer holds the outputs of both functions."""
    assert "27" in text and ("0.06" in text or "6" in text), f"not in the answer: {text!r}"


_checks: list[tuple[str, Callable[[], Any]]] = []


def check(name: str) -> Callable[[Callable[[], Any]], Callable[[], Any]]:
    """Marks a function (plain or async) as a check."""

    def register(function: Callable[[], Any]) -> Callable[[], Any]:
        _checks.append((name, function))
        return function

    return register


def main() -> None:
    """Run every check, one after the other. Ends the program."""
    failed = False
    for name, function in _checks:
        asked.clear()
        started = time.perf_counter()
        try:
            result = function()
            if inspect.iscoroutine(result):
                asyncio.run(result)
            problem = None
        except Exception as error:  # a check reports, whatever it was
            problem = f"{type(error).__name__}: {error}".replace("\n", " ")[:400]
            failed = True
        report = {"check": name, "problem": problem, "seconds": round(time.perf_counter() - started, 2)}
        print(json.dumps(report), flush=True)
    sys.exit(failed)
