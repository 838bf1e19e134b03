"""From a whole answer to the pieces in which a model sends it.

A piece is one token of the package's estimate, so what is streamed, what is counted and where
`max_completion_tokens` cuts all agree.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from ...tokens import estimate_tokens, token_ends
from ..interface import Finished, Piece, Text, ToolCall, Turn, Usage
from ..usage import TOKENS_PER_CALL, prompt_tokens


def text_pieces(turn: Turn, text: str) -> Iterator[Piece]:
    """`text`, cut where the turn's token limit says, then `Finished`."""
    budget = turn.max_completion_tokens
    spent = 0
    for start, end in pairwise([0, *token_ends(text)]):
        if budget is not None and spent >= budget:
            yield Finished("length", Usage(prompt_tokens(turn), spent))
            return
        spent += 1
        yield Text(text[start:end])
    yield Finished("stop", Usage(prompt_tokens(turn), spent))


def call_pieces(turn: Turn, calls: Sequence[tuple[str, Mapping[str, Any]]]) -> Iterator[Piece]:
    """The calls, each as its name and then its arguments in fragments of JSON, then `Finished`."""
    budget = turn.max_completion_tokens
    spent = 0
    for index, (name, arguments) in enumerate(calls):
        cost = TOKENS_PER_CALL + estimate_tokens(name)
        if budget is not None and spent + cost > budget:
            yield Finished("length", Usage(prompt_tokens(turn), budget))
            return
        spent += cost
        yield ToolCall(index, name, "")
        text = json.dumps(arguments, ensure_ascii=False)
        for start, end in pairwise([0, *token_ends(text)]):
            if budget is not None and spent >= budget:
                yield Finished("length", Usage(prompt_tokens(turn), spent))
                return
            spent += 1
            yield ToolCall(index, None, text[start:end])
    yield Finished("tool_calls", Usage(prompt_tokens(turn), spent))
