"""Outputs that are Python's own writing of a value: str({"temperature": 22}), str(True).

They are no JSON, and beginners hand them in all the time. What Python wrote can be read back.
"""

from __future__ import annotations

import ast
from dataclasses import replace

from ..reading.results import ToolResult

#: Longer texts are not tried: reading them back takes time and memory.
_LONGEST = 20_000


def readable(result: ToolResult) -> ToolResult:
    """The result with its value read from Python's writing, or the result itself when it is none.

    Only a text that Python would write the same way again counts, so no number changes its look.
    """
    text = result.output.strip()
    if result.is_json or not text or text[0] not in "{[TF" or len(text) > _LONGEST:
        return result
    try:
        value = ast.literal_eval(text)
        same = repr(value) == text
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return result
    if not same or not isinstance(value, (dict, list, bool)) or not _plain(value):
        return result
    return replace(result, value=value, is_json=True)


def _plain(value: object) -> bool:
    """Whether JSON has the value too: no tuples, bytes or keys that are numbers."""
    if isinstance(value, dict):
        return all(isinstance(key, str) and _plain(item) for key, item in value.items())
    if isinstance(value, list):
        return all(map(_plain, value))
    return value is None or isinstance(value, (str, int, float))
