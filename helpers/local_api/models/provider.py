"""A real model behind the local API: any provider of streaming Chat Completions.

OpenAI itself, Azure OpenAI, and servers with the same API (Ollama, vLLM, …) through their base URL.
The local API keeps the threads and runs; the provider only sees one turn at a time.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from ..tokens import estimate_tokens
from .interface import Finished, ModelError, Piece, Text, ToolCall, Turn, Usage

if TYPE_CHECKING:
    from openai import APIError, AsyncOpenAI
    from openai.types.chat import ChatCompletionChunk
    from openai.types.chat.chat_completion_chunk import ChoiceDeltaToolCall

#: Settings that some servers do not know, and what to send in their place (None: nothing). They are
#: changed only after the server has refused them by name.
_REPLACEABLE: Mapping[str, str | None] = {
    "max_completion_tokens": "max_tokens",
    "stream_options": None,
    "parallel_tool_calls": None,
}


class ProviderModel:
    """Implements `Model` (models/interface.py) with `client.chat.completions`.

    `client` is an `openai.AsyncOpenAI` or `openai.AsyncAzureOpenAI` that is ready to use; it retries
    and times out by its own settings. `model` answers whatever name a run asks for (on Azure: the
    deployment); None takes the run's name.
    """

    def __init__(self, client: AsyncOpenAI, model: str | None = None):
        self._client = client
        self._model = model

    async def answer(self, turn: Turn) -> AsyncIterator[Piece]:
        """The provider's pieces as they arrive, then `Finished`.

        Raises `ModelError`: `rate_limit_exceeded` for 429, `invalid_prompt` for 400, 413 and 422,
        `server_error` for everything else (refused key, unknown model, no connection, broken stream).
        """
        import httpx2
        import openai  # imported late: the simulated model needs none of it

        request = _request(turn, self._model or turn.model)
        collected = _Collected()
        try:
            stream = await self._open(request)
            async with stream:
                async for chunk in stream:
                    for piece in collected.read(chunk):
                        yield piece
        except openai.APIError as error:
            raise _as_model_error(error, request["model"]) from error
        except (httpx2.HTTPError, ValueError) as error:  # the SDK passes on what breaks in mid-stream as it is
            raise ModelError(
                "server_error", f"The provider's answer broke off: {error or type(error).__name__}"
            ) from error
        yield collected.finished(turn)

    async def _open(self, request: dict[str, Any]) -> Any:
        """The open stream; settings that the server refuses by name are replaced, each once."""
        import openai

        while True:
            try:
                return await self._client.chat.completions.create(**request)
            except (openai.BadRequestError, openai.UnprocessableEntityError) as error:
                refused = next((name for name in _REPLACEABLE if name in request and name in str(error)), None)
                if refused is None:
                    raise
                value = request.pop(refused)
                if replacement := _REPLACEABLE[refused]:
                    request[replacement] = value


def _request(turn: Turn, model: str) -> dict[str, Any]:
    """The request for a turn. Settings at their defaults are left out: not every model takes them."""
    request: dict[str, Any] = {
        "model": model,
        "messages": [_message(message) for message in turn.messages],
        "stream": True,
        "stream_options": {"include_usage": True},
    }
    if turn.tools:
        request["tools"] = [dict(tool) for tool in turn.tools]
        if turn.tool_choice != "auto":
            request["tool_choice"] = turn.tool_choice
        if not turn.parallel_tool_calls:
            request["parallel_tool_calls"] = False
    if isinstance(turn.response_format, Mapping) and turn.response_format.get("type") != "text":
        request["response_format"] = dict(turn.response_format)
    if turn.temperature != 1.0:
        request["temperature"] = turn.temperature
    if turn.top_p != 1.0:
        request["top_p"] = turn.top_p
    if turn.max_completion_tokens is not None:
        request["max_completion_tokens"] = turn.max_completion_tokens
    return request


def _message(message: Mapping[str, Any]) -> dict[str, Any]:
    copy = dict(message)
    if copy.get("tool_calls") and not copy.get("content"):
        copy["content"] = None  # some servers refuse an empty text beside calls
    return copy


@dataclass(slots=True)
class _Collected:
    """What has come of an answer so far."""

    reason: Literal["stop", "length", "tool_calls", "content_filter", "function_call"] | None = None
    usage: Usage | None = None
    written: list[str] = field(default_factory=list)
    _numbers: dict[int | str, int] = field(default_factory=dict)  # the provider's index or id → ours
    _latest: int = -1

    def read(self, chunk: ChatCompletionChunk) -> list[Piece]:
        """The pieces in a chunk. The last chunk has the usage and no choices."""
        pieces: list[Piece] = []
        if chunk.usage is not None:
            self.usage = Usage(chunk.usage.prompt_tokens, chunk.usage.completion_tokens)
        for choice in chunk.choices or ():
            delta = choice.delta
            text = (delta.content or "") + (delta.refusal or "") if delta else ""
            if text:
                pieces.append(Text(text))
                self.written.append(text)
            for call in (delta and delta.tool_calls) or ():
                pieces.extend(self._call(call))
            self.reason = choice.finish_reason or self.reason
        return pieces

    def _call(self, call: ChoiceDeltaToolCall) -> list[Piece]:
        """A call's piece. Servers that give no index mark a new call by its id."""
        name = (call.function and call.function.name) or None
        arguments = (call.function and call.function.arguments) or ""
        mark: int | str | None = call.index if call.index is not None else call.id
        if mark is None:
            mark = next((known for known, number in self._numbers.items() if number == self._latest), 0)
        is_new = mark not in self._numbers
        if is_new:
            if name is None:  # a piece of nothing
                return []
            self._numbers[mark] = len(self._numbers)
        self._latest = self._numbers[mark]
        self.written += [name or "", arguments]
        return [ToolCall(self._latest, name if is_new else None, arguments)]

    def finished(self, turn: Turn) -> Finished:
        """The end. A forced call ends with `stop` at OpenAI; it is still a call."""
        if self.reason is None:
            raise ModelError("server_error", "The provider's answer broke off before its end.")
        usage = self.usage or _estimated(turn, self.written)
        if self.reason == "length" or self.reason == "content_filter":
            return Finished(self.reason, usage)
        return Finished("tool_calls" if self._numbers else "stop", usage)


def _estimated(turn: Turn, written: list[str]) -> Usage:
    """Tokens by our own estimate, for servers that send no usage."""
    from .usage import prompt_tokens

    return Usage(prompt_tokens(turn), estimate_tokens("".join(written)))


def _as_model_error(error: APIError, model: str) -> ModelError:
    """What goes into the run's `last_error`: the provider's words, never the key."""
    import openai

    if isinstance(error, openai.RateLimitError):
        return ModelError("rate_limit_exceeded", f"The provider's rate limit or quota is reached: {error.message}")
    if isinstance(error, openai.AuthenticationError | openai.PermissionDeniedError):
        return ModelError(
            "server_error", f"The provider refused the API key (status {error.status_code}). Check your .env file."
        )
    if isinstance(error, openai.NotFoundError):
        return ModelError("server_error", f"The provider has no model or deployment {model!r}: {error.message}")
    if isinstance(error, openai.APIStatusError) and error.status_code in (400, 413, 422):
        return ModelError("invalid_prompt", error.message)
    if isinstance(error, openai.APITimeoutError):
        return ModelError("server_error", "The provider did not answer in time.")
    if isinstance(error, openai.APIConnectionError):
        return ModelError("server_error", f"The provider could not be reached: {error.__cause__ or error.message}")
    if getattr(error, "code", None) == "rate_limit_exceeded":  # an error event in mid-stream has no status
        return ModelError("rate_limit_exceeded", error.message)
    return ModelError("server_error", error.message)
