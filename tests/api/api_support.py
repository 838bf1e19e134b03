"""What the wire tests share: a model that says what a test wrote down, and servers for it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import httpx2
from openai import OpenAI

from helpers.local_api import API, LocalAPI, create_app
from helpers.local_api.keys import Keys
from helpers.local_api.models.interface import Finished, ModelError, Piece, Text, ToolCall, Turn, Usage

KEY = "test-key-of-this-suite"
HEADERS = {"authorization": f"Bearer {KEY}", "openai-beta": "assistants=v2"}

WEATHER_TOOLS: list[Any] = [
    {
        "type": "function",
        "function": {
            "name": name,
            "description": description,
            "parameters": {"type": "object", "properties": {"location": {"type": "string"}}, "required": ["location"]},
        },
    }
    for name, description in (
        ("get_current_temperature", "Get the current temperature of a place."),
        ("get_rain_probability", "Get the probability of rain at a place."),
    )
]


def says(*words: str, reason: Any = "stop", usage: Usage = Usage(20, 5)) -> list[Piece]:
    """A turn that answers with text, in these pieces."""
    return [*map(Text, words), Finished(reason, usage)]


def calls(*named: tuple[str, str], usage: Usage = Usage(40, 10)) -> list[Piece]:
    """A turn that calls functions: (name, arguments), the arguments in two pieces."""
    pieces: list[Piece] = []
    for index, (name, arguments) in enumerate(named):
        half = len(arguments) // 2
        pieces += [
            ToolCall(index, name, ""),
            ToolCall(index, None, arguments[:half]),
            ToolCall(index, None, arguments[half:]),
        ]
    return [*pieces, Finished("tool_calls", usage)]


#: Both weather functions, for Busan.
BOTH_CALLS = calls(
    ("get_current_temperature", '{"location": "Busan"}'), ("get_rain_probability", '{"location": "Busan"}')
)


class ScriptedModel:
    """Gives the turns that a test wrote down, one after the other, and remembers what it was shown.

    A piece may also be an exception (raised) or an `asyncio.Event`-like gate made by `hold` (waited for). When the
    script is over, it calls every function once after a user's message and otherwise says "Done.".
    """

    def __init__(self, *script: Sequence[Any]):
        self.script = list(script)
        self.turns: list[Turn] = []

    async def answer(self, turn: Turn) -> AsyncIterator[Piece]:
        self.turns.append(turn)
        for piece in self.script.pop(0) if self.script else self._default(turn):
            if isinstance(piece, Exception):
                raise piece
            if isinstance(piece, Hold):
                await piece.wait()
            else:
                await asyncio.sleep(0)
                yield piece

    @staticmethod
    def _default(turn: Turn) -> list[Piece]:
        functions = [tool["function"]["name"] for tool in turn.tools]
        if turn.messages[-1]["role"] == "user" and functions and turn.tool_choice != "none":
            return calls(*((name, '{"location": "Busan"}') for name in functions))
        return says("Done", ".")


class Hold:
    """A place in a script where the model waits until the test calls `release` (or for good)."""

    def __init__(self) -> None:
        self._released = False

    def release(self) -> None:
        self._released = True

    async def wait(self) -> None:
        while not self._released:
            await asyncio.sleep(0.002)


@contextmanager
def serving(model: Any = None, **settings: Any) -> Iterator[LocalAPI]:
    """A server of its own over real HTTP, on a free port."""
    with LocalAPI(model=model or ScriptedModel(), api_key=KEY, poll_after_ms=2, **settings) as api:
        yield api


def sdk(api: LocalAPI, **settings: Any) -> OpenAI:
    """The real SDK for a server. It does not retry, so that a test sees each answer."""
    return OpenAI(base_url=api.base_url, api_key=api.api_key, max_retries=0, **settings)


class _Client(httpx2.Client):
    """Closes when nobody has it any more, as the SDK's does: a test may write `http(api).get(…)`."""

    def __del__(self) -> None:
        self.close()


def http(api: LocalAPI, headers: dict[str, str] = HEADERS) -> httpx2.Client:
    """Raw HTTP for a server. Paths begin at `/v1`, `/openai` or `/local`."""
    return _Client(base_url=api.url, headers=headers)


def in_process(api: API | None = None, **settings: Any) -> httpx2.AsyncClient:
    """Raw HTTP for an app that runs in the test's own event loop."""
    app = create_app(api or API(model=ScriptedModel(), keys=Keys.single(KEY), **settings))
    return httpx2.AsyncClient(transport=httpx2.ASGITransport(app), base_url="http://local", headers=HEADERS)


def until(condition: Callable[[], Any], seconds: float = 5) -> Any:
    """What `condition` gives once it is true. Fails after `seconds`."""
    import time

    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := condition():
            return found
        time.sleep(0.002)
    raise AssertionError(f"{condition} did not become true within {seconds} s.")


__all__ = [
    "BOTH_CALLS", "HEADERS", "KEY", "WEATHER_TOOLS", "Hold", "ModelError", "ScriptedModel", "Usage", "calls", "http",
    "in_process", "says", "sdk", "serving", "until",
]  # fmt: skip
