"""What the notebooks import: `from helpers import connect, MODEL`.

Everything here is loaded when it is first asked for, so that importing the package costs next to
nothing beside importing `openai`.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

#: The model name that every notebook uses. The simulated model answers to any name.
MODEL = "gpt-4o-mini"

#: Public name → module that defines it.
_HOME = {
    "connect": "helpers.connection",
    "connect_azure": "helpers.connection",
    "tool_from": "helpers.functions",
    "call_function": "helpers.functions",
    "parse_arguments": "helpers.functions",
    "tool_outputs": "helpers.functions",
    "wait_for_run": "helpers.runs",
    "run_to_end": "helpers.runs",
    "stream_to_end": "helpers.runs",
    "show": "helpers.display",
    "show_explanation": "helpers.display",
    "show_messages": "helpers.display",
    "show_steps": "helpers.display",
    "show_wire": "helpers.display",
}

__all__ = ["MODEL", *_HOME]

if TYPE_CHECKING:
    from helpers.connection import connect, connect_azure
    from helpers.display import show, show_explanation, show_messages, show_steps, show_wire
    from helpers.functions import call_function, tool_from, parse_arguments, tool_outputs
    from helpers.runs import run_to_end, stream_to_end, wait_for_run


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'helpers' has no attribute {name!r}")
    value = globals()[name] = getattr(import_module(_HOME[name]), name)
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
