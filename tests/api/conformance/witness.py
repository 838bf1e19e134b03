"""ASGI middleware around the app under test: whatever it answers is held against the official description."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from .description import AZURE_ENVELOPE, ENVELOPE, EVENTS, answer_schema, mistake

#: Paths that the description, which is cut down to the Assistants API, does not have.
BESIDES = ("/models",)


class Witness:
    """Sees every exchange of the apps that it wraps, and notes what does not fit."""

    def __init__(self) -> None:
        self._notes: list[str] = []
        self.seen = 0

    def wrap(self, app: ASGIApp) -> ASGIApp:
        """`app`, watched."""

        async def watched(scope: Scope, receive: Receive, send: Send) -> None:
            # What a browser asks before it calls (CORS) is no part of the API.
            api = scope["type"] == "http" and scope["path"].startswith(("/v1", "/openai"))
            if not api or scope["method"] == "OPTIONS":
                await app(scope, receive, send)
                return
            exchange = Exchange(scope, send)
            try:
                await app(scope, receive, exchange.send)
            except Exception as error:
                self._notes.append(f"{exchange.name}: {type(error).__name__} came out of the app: {error}")
                raise
            finally:
                self.seen += 1
                self._notes += [f"{exchange.name} → {exchange.status}: {note}" for note in exchange.mistakes()]

        return watched

    def take(self) -> list[str]:
        """What was noted since the last time."""
        notes, self._notes = self._notes, []
        return notes


class Exchange:
    """One request and its answer."""

    def __init__(self, scope: Scope, send: Send):
        self.method: str = scope["method"]
        self.full_path: str = scope["path"]
        self.azure = self.full_path.startswith("/openai")
        self.path = self.full_path.removeprefix("/openai").removeprefix("/v1")  # Azure has /openai/v1 as well
        self.status = 0
        self._send = send
        self._headers: dict[str, str] = {}
        self._body = bytearray()
        self._ended = False

    @property
    def name(self) -> str:
        """For messages."""
        return f"{self.method} {self.full_path}"

    async def send(self, message: Message) -> None:
        """Pass a piece of the answer on, and keep it."""
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self._headers = {name.decode().lower(): value.decode() for name, value in message["headers"]}
        elif message["type"] == "http.response.body":
            self._body += message.get("body", b"")
            self._ended = not message.get("more_body", False)
        await self._send(message)

    def mistakes(self) -> Iterator[str]:
        """What does not fit, in words."""
        if not self.status:  # the client went away before there was an answer
            return
        if "x-request-id" not in self._headers:
            yield "no x-request-id header"
        media = self._headers.get("content-type", "").partition(";")[0]
        if self.status >= 400:
            yield from self._error_mistakes(media)
        elif media == "text/event-stream":
            yield from self._stream_mistakes()
        elif self.status != 200:
            yield "a status that the description does not have"
        elif self.path.endswith("/content") and self.path.startswith("/files/"):
            if media == "application/json" and self._body.startswith(b'{"error"'):
                yield "an error with status 200"
        elif not self.path.startswith(BESIDES):
            yield from self._answer_mistakes(media)

    def _answer_mistakes(self, media: str) -> Iterator[str]:
        schema = answer_schema(self.method, self.path)
        if schema is None:
            yield "a path that the description does not have"
            return
        if media != "application/json":
            yield f"content-type {media!r}, not application/json"
        if not self._ended:
            return
        if self._headers.get("content-length") != str(len(self._body)):
            yield f"content-length {self._headers.get('content-length')} for {len(self._body)} bytes"
        value = yield from self._json(bytes(self._body))
        if value is not None and (found := mistake(schema, value)):
            yield found

    def _error_mistakes(self, media: str) -> Iterator[str]:
        if self.method == "HEAD":
            return
        if media != "application/json":
            yield f"an error of content-type {media!r}"
        if b"Traceback (most recent call last)" in self._body:
            yield "a traceback was sent to the client"
        value = yield from self._json(bytes(self._body))
        if value is None or (self.azure and not mistake(AZURE_ENVELOPE, value)):
            return
        if found := mistake(ENVELOPE, value):
            yield f"no error envelope: {found}"
        elif self.azure and self.status == 401:
            yield "Azure's gateway answers 401 in a shape of its own"

    def _stream_mistakes(self) -> Iterator[str]:
        *events, rest = bytes(self._body).split(b"\n\n")
        if rest and self._ended:
            yield f"the stream ends in the middle of an event: {rest[:80]!r}"
        names = []
        created: set[str] = set()
        for event in events:
            name_line, _, data_line = event.partition(b"\n")
            if not name_line.startswith(b"event: ") or not data_line.startswith(b"data: ") or b"\n" in data_line:
                yield f"an event that is not two lines, event and data: {event[:80]!r}"
                continue
            names.append(name := name_line[7:].decode())
            yield from self._event_mistakes(name, data_line[6:], created)
        if self._ended and names[-1:] != ["done"]:
            yield f"the last event is {names[-1:]}, not done"
        if "done" in names[:-1]:
            yield "events after done"

    def _event_mistakes(self, name: str, data: bytes, created: set[str]) -> Iterator[str]:
        if name == "done":
            if data != b"[DONE]":
                yield f"the data of done is {data[:80]!r}"
            return
        if name not in EVENTS:
            yield f"an event that the description does not have: {name}"
            return
        value = yield from self._json(data)
        if value is None:
            return
        if found := mistake(EVENTS[name], value):
            yield f"{name}: {found}"
        elif name.endswith(".created"):
            created.add(value["id"])
        elif name.endswith(".delta") and value["id"] not in created:
            yield f"{name} of {value['id']}, which was not created in this stream"

    @staticmethod
    def _json(raw: bytes) -> Iterator[str] | Any:
        try:
            return json.loads(raw, parse_constant=_no_constant)
        except ValueError as error:
            yield f"no JSON: {error}: {raw[:80]!r}"
        return None


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")
