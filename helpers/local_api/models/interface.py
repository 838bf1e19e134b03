"""What a model is to the local API: one method that takes a turn and gives it back in pieces.

The simulated model and a real provider both implement `Model`. Nothing here knows of HTTP,
threads or runs: the engine turns a thread into a `Turn` and pieces into messages and tool calls.

Messages and tools have the shapes of Chat Completions (`openai.types.chat`), the form in which
every provider takes them.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol

#: A Chat Completions message: role `system`, `user`, `assistant` (maybe with `tool_calls`) or
#: `tool` (with `tool_call_id`). `content` is a string.
ChatMessage = Mapping[str, Any]

#: `{"type": "function", "function": {"name", "description"?, "parameters"?, "strict"?}}`.
#: `file_search` and `code_interpreter` come as functions of these names; the engine runs them.
FunctionTool = Mapping[str, Any]

#: `"none"`, `"auto"`, `"required"` or `{"type": "function", "function": {"name": …}}`.
ToolChoice = str | Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Turn:
    """Everything a model sees when it is asked to go on.

    `messages` starts with the instructions (role `system`, absent when there are none) and holds
    the thread in order, with earlier tool calls and their outputs in their places.
    `response_format` is `"auto"` or `{"type": "text" | "json_object" | "json_schema", …}`.
    `max_completion_tokens` is what this turn may still spend, in tokens; None is no limit.
    """

    model: str
    messages: Sequence[ChatMessage]
    tools: Sequence[FunctionTool] = ()
    tool_choice: ToolChoice = "auto"
    parallel_tool_calls: bool = True
    response_format: str | Mapping[str, Any] = "auto"
    temperature: float = 1.0
    top_p: float = 1.0
    max_completion_tokens: int | None = None


@dataclass(frozen=True, slots=True)
class Text:
    """The next piece of the answer's text."""

    text: str


@dataclass(frozen=True, slots=True)
class ToolCall:
    """A piece of a tool call. The first piece of each call has its `name`; later ones have None.

    `index` numbers the calls of this turn from 0. `arguments` is the next piece of a JSON string.
    The API, not the model, gives calls their ids.
    """

    index: int
    name: str | None
    arguments: str


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens of one turn."""

    prompt_tokens: int
    completion_tokens: int


@dataclass(frozen=True, slots=True)
class Finished:
    """The last piece of every turn. `length` means that `max_completion_tokens` cut it."""

    reason: Literal["stop", "tool_calls", "length", "content_filter"]
    usage: Usage


Piece = Text | ToolCall | Finished


class ModelError(Exception):
    """The model could not answer. `code` becomes the run's `last_error.code`."""

    def __init__(self, code: Literal["server_error", "rate_limit_exceeded", "invalid_prompt"], message: str):
        super().__init__(message)
        self.code = code
        self.message = message


class Model(Protocol):
    """Anything that can go on from a turn."""

    def answer(self, turn: Turn) -> AsyncIterator[Piece]:
        """Give the turn's pieces in order: text or tool calls, then exactly one `Finished`.

        Raises `ModelError` where the provider failed.
        """
        ...
