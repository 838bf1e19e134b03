"""Server-sent events: how a run is told to a client that streams it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable
from typing import Any

from pydantic_core import to_json

DONE = b"event: done\ndata: [DONE]\n\n"


def server_sent_event(name: str, data: Any) -> bytes:
    """One event on the wire: its name, and its data as one line of JSON."""
    return b"event: " + name.encode() + b"\ndata: " + to_json(data) + b"\n\n"


class Channel:
    """The events of one run, on their way to the one client that streams it.

    Events wait here until the client takes them. When it goes away the channel is closed and later events are
    dropped; the run itself goes on.
    """

    def __init__(self) -> None:
        self._waiting: list[bytes] = []
        self._wake = asyncio.Event()
        self._finished = False

    def send(self, name: str, data: Any) -> None:
        """Add an event."""
        self._waiting.append(server_sent_event(name, data))
        self._wake.set()

    def finish(self) -> None:
        """Add the last event, `done`."""
        self._waiting.append(DONE)
        self._finished = True
        self._wake.set()

    async def chunks(self) -> AsyncIterator[bytes]:
        """The events as they come, those that are waiting together in one piece."""
        while True:
            await self._wake.wait()
            self._wake.clear()
            waiting, self._waiting = self._waiting, []
            yield b"".join(waiting)
            if self._finished and not self._waiting:
                return


def public(obj: dict[str, Any], include: Iterable[str] = ()) -> dict[str, Any]:
    """An object as clients may see it: without the server's notes, whose keys begin with "_".

    A run step's search results lose their content unless `include` asks for it.
    """
    shown = {key: value for key, value in obj.items() if key[0] != "_"}
    if obj["object"] == "thread.run.step" and SEARCH_CONTENT not in include:
        shown["step_details"] = _without_search_content(obj["step_details"])
    return shown


#: The one value of `include` that the API knows.
SEARCH_CONTENT = "step_details.tool_calls[*].file_search.results[*].content"


def _without_search_content(details: dict[str, Any]) -> dict[str, Any]:
    if details["type"] != "tool_calls" or all(call["type"] != "file_search" for call in details["tool_calls"]):
        return details
    return details | {"tool_calls": [_without_content(call) for call in details["tool_calls"]]}


def _without_content(call: dict[str, Any]) -> dict[str, Any]:
    results = call.get("file_search", {}).get("results")
    if not results:
        return call
    bare = [{key: value for key, value in result.items() if key != "content"} for result in results]
    return call | {"file_search": call["file_search"] | {"results": bare}}
