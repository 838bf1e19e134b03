"""How many tokens a turn shows the model. An estimate, as all counts of this package (tokens.py)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache

from ..tokens import estimate_tokens
from .interface import Turn

#: What the chat format adds around each message, and before the answer (OpenAI's cookbook, "How
#: to count tokens").
_PER_MESSAGE = 3
_BEFORE_ANSWER = 3
#: What a call costs besides its name and arguments. Plausible, not documented anywhere.
TOKENS_PER_CALL = 6
#: Counts of longer texts are not kept: they would keep the texts in memory.
_REMEMBERED_LENGTH = 4000


def prompt_tokens(turn: Turn) -> int:
    """Tokens of the turn's messages, calls, outputs, tools and response format."""
    count = _BEFORE_ANSWER
    for message in turn.messages:
        count += _PER_MESSAGE + _estimated(str(message.get("content") or ""))
        for call in message.get("tool_calls") or ():
            function = call["function"]
            count += TOKENS_PER_CALL + _estimated(function["name"]) + _estimated(function["arguments"])
    for tool in turn.tools:
        count += _estimated(json.dumps(tool["function"], ensure_ascii=False))
    if isinstance(turn.response_format, Mapping) and turn.response_format.get("json_schema"):
        count += _estimated(json.dumps(turn.response_format["json_schema"], ensure_ascii=False))
    return count


def _estimated(text: str) -> int:
    return _remembered(text) if len(text) <= _REMEMBERED_LENGTH else estimate_tokens(text)


@lru_cache(maxsize=2048)
def _remembered(text: str) -> int:
    """Each turn of a thread counts the same messages again."""
    return estimate_tokens(text)
