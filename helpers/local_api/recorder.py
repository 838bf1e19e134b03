"""The last requests and their answers, for lessons that show what goes over the wire."""

from __future__ import annotations

from collections import deque
from typing import Any

from pydantic_core import from_json
from starlette.types import Message, Receive, Scope, Send

#: How many requests are kept, and how many bytes of each body.
KEPT = 500
KEPT_BYTES = 64 * 1024


class Exchange:
    """One request and its answer, as they go by."""

    def __init__(self, scope: Scope, receive: Receive, send: Send):
        self._scope = scope
        self._receive = receive
        self._send = send
        self._request = bytearray()
        self._response = bytearray()
        self._status = 0
        self._content_type = ""

    async def receive(self) -> Message:
        message = await self._receive()
        if message["type"] == "http.request":
            _keep(self._request, message.get("body", b""))
        return message

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._status = message["status"]
            self._content_type = dict(message["headers"]).get(b"content-type", b"").decode("latin-1")
        elif message["type"] == "http.response.body":
            _keep(self._response, message.get("body", b""))
        await self._send(message)

    def entry(self, number: int, at: int) -> dict[str, Any]:
        """What happened, as JSON. `at` is the API's time in Unix seconds."""
        streamed = self._content_type.startswith("text/event-stream")
        return {
            "number": number,
            "at": at,
            "method": self._scope["method"],
            "path": self._scope["path"],
            "query": self._scope["query_string"].decode("latin-1"),
            "request": _readable(bytes(self._request)),
            "status": self._status,
            "response": _events(bytes(self._response)) if streamed else _readable(bytes(self._response)),
        }


class Recorder:
    """The last exchanges of each owner."""

    def __init__(self) -> None:
        self._entries: deque[tuple[str, dict[str, Any]]] = deque(maxlen=KEPT)
        self._count = 0

    def add(self, owner: str, exchange: Exchange, at: int) -> None:
        """Keep an exchange that is over."""
        self._count += 1
        self._entries.append((owner, exchange.entry(self._count, at)))

    def entries(self, owner: str, after: int = 0) -> list[dict[str, Any]]:
        """The owner's exchanges with a number above `after`, oldest first."""
        return [entry for whose, entry in self._entries if whose == owner and entry["number"] > after]

    def clear(self, owner: str) -> None:
        """Forget the owner's exchanges."""
        self._entries = deque((one for one in self._entries if one[0] != owner), maxlen=KEPT)


def _keep(kept: bytearray, more: bytes) -> None:
    kept += more[: max(0, KEPT_BYTES - len(kept))]


def _readable(body: bytes) -> Any:
    """JSON as a value; other bodies as text; an empty one as None."""
    if not body:
        return None
    try:
        return from_json(body)
    except ValueError:
        return body.decode("utf-8", "replace")


def _events(body: bytes) -> list[dict[str, Any]]:
    events = []
    for block in body.decode("utf-8", "replace").split("\n\n"):
        fields = dict(line.split(": ", 1) for line in block.split("\n") if ": " in line)
        if "event" in fields:
            events.append({"event": fields["event"], "data": _readable(fields.get("data", "").encode())})
    return events
