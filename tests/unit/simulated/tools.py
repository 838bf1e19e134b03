"""Tools for tests of the deciding half, and a turn in a line."""

from __future__ import annotations

import json
from typing import Any

from helpers.local_api.models.interface import Turn
from helpers.local_api.models.simulated.deciding.decide import decide
from helpers.local_api.models.simulated.deciding.decision import Decision


def tool(
    tool_name: str, about: str, required: list[str] | None = None, /, strict: bool = False, **properties: Any
) -> dict[str, Any]:
    """A function tool; all properties are required unless `required` lists them. A text is a string's description."""
    schemas = {key: {"type": "string", "description": p} if isinstance(p, str) else p for key, p in properties.items()}
    parameters = {"type": "object", "properties": schemas, "required": list(schemas) if required is None else required}
    function = {"name": tool_name, "description": about, "parameters": parameters}
    if strict:
        parameters["additionalProperties"] = False
        function["strict"] = True
    return {"type": "function", "function": function}


def number(about: str = "", kind: str = "number", **more: Any) -> dict[str, Any]:
    return {"type": kind, "description": about, **more}


def one_of(*options: Any, about: str = "") -> dict[str, Any]:
    return {"type": "string", "enum": list(options), "description": about}


def user(text: str) -> dict[str, Any]:
    return {"role": "user", "content": text}


def assistant(text: str) -> dict[str, Any]:
    return {"role": "assistant", "content": text}


def called(name: str, output: Any, number: int = 1, /, **arguments: Any) -> list[dict[str, Any]]:
    """A call and its output, as messages."""
    call = {"id": f"call_{number}", "type": "function", "function": {"name": name, "arguments": json.dumps(arguments)}}
    content = output if isinstance(output, str) else json.dumps(output)
    return [
        {"role": "assistant", "content": "", "tool_calls": [call]},
        {"role": "tool", "tool_call_id": f"call_{number}", "content": content},
    ]


def decided(tools: list[dict[str, Any]], *messages: Any, **settings: Any) -> Decision:
    said = [user(message) if isinstance(message, str) else message for message in messages]
    return decide(Turn("gpt-4o-mini", said, tools, **settings))


def calls(tools: list[dict[str, Any]], *messages: Any, **settings: Any) -> list[tuple[str, dict[str, Any]]]:
    """The calls decided on, in order."""
    return [(call.name, call.arguments) for call in decided(tools, *messages, **settings).calls]


WEATHER = tool(
    "get_current_temperature",
    "Get the current temperature in a city.",
    location="City and state, e.g. San Francisco, CA",
    unit=one_of("Celsius", "Fahrenheit", about="The unit. Infer this from the user's location."),
)
RAIN = tool("get_rain_probability", "Get the probability of rain in a city.", location="The city")
STOCK = tool("get_stock_price", "Get the latest price of a share.", symbol="Ticker symbol, e.g. MSFT")
