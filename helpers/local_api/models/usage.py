"""How many tokens a turn shows the model. An estimate, as all counts of this package (tokens.py)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from ..tokens import estimate_tokens
from .interface import ChatMessage, FunctionTool, Turn
from .remembered import remembered

#: What the chat format adds around each message, and before the answer (OpenAI's cookbook, "How
#: to count tokens").
_PER_MESSAGE = 3
_BEFORE_ANSWER = 3
#: What a call costs besides its name and arguments. Plausible, not documented anywhere.
TOKENS_PER_CALL = 6

#: Each turn of a thread counts the same messages again.
_estimated = remembered(estimate_tokens)
_written = json.JSONEncoder(ensure_ascii=False).encode


def prompt_tokens(turn: Turn) -> int:
    """Tokens of the turn's messages, calls, outputs, tools and response format."""
    count = _BEFORE_ANSWER + sum(map(message_tokens, turn.messages)) + tools_tokens(turn.tools)
    if isinstance(turn.response_format, Mapping) and turn.response_format.get("json_schema"):
        count += _estimated(_written(turn.response_format["json_schema"]))
    return count


def message_tokens(message: ChatMessage) -> int:
    """Tokens of one message, with the calls in it."""
    count = _PER_MESSAGE + _estimated(str(message.get("content") or ""))
    for call in message.get("tool_calls") or ():
        function = call["function"]
        count += TOKENS_PER_CALL + _estimated(function["name"]) + _estimated(function["arguments"])
    return count


def tools_tokens(tools: Iterable[FunctionTool]) -> int:
    """Tokens of the tools that a model may call."""
    return sum(_estimated(_written(tool["function"])) for tool in tools)
