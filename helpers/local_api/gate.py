"""What every request passes on its way to a route: request id, key, Azure's version, planned failures, the clock.

On its way back, the answer gets its headers, and the log its line.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from starlette.datastructures import QueryParams
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from . import errors
from .recorder import Exchange
from .store import StoreError
from .web import error_response, json_response

if TYPE_CHECKING:
    from .api import API

log = logging.getLogger("helpers.local_api")

#: Azure's API versions that had the Assistants API (v2).
AZURE_VERSIONS = frozenset(
    f"{version}-preview"
    for version in (
        "2024-02-15", "2024-03-01", "2024-04-01", "2024-05-01", "2024-07-01", "2024-08-01", "2024-09-01",
        "2024-10-01", "2024-11-01", "2024-12-01", "2025-01-01", "2025-02-01", "2025-03-01", "2025-04-01",
    )
)  # fmt: skip


@dataclass(slots=True)
class Visit:
    """Who a request is from, and by which door it came."""

    api: API
    owner: str
    azure: bool


class Gate:
    """The outermost ASGI app."""

    def __init__(self, app: ASGIApp, api: API):
        self._app = app
        self._api = api

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return
        started = time.perf_counter()
        request_id = self._api.ids.new("req_")
        status = 0

        async def send_with_id(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                ms = round((time.perf_counter() - started) * 1000)
                message["headers"] += (
                    (b"openai-version", b"2020-10-01"),
                    (b"openai-processing-ms", b"%d" % ms),
                    (b"x-request-id", request_id.encode()),
                )
            await send(message)

        try:
            await self._admit(scope, receive, send_with_id)
        finally:
            if log.isEnabledFor(logging.INFO):
                ms = (time.perf_counter() - started) * 1000
                log.info("%s %s %d %.1f ms %s", scope["method"], _printable(scope["path"]), status, ms, request_id)

    async def _admit(self, scope: Scope, receive: Receive, send: Send) -> None:
        path, headers = scope["path"], dict(scope["headers"])
        try:
            self._check_host(headers)
            if path == "/healthz":
                await json_response({"status": "ok"})(scope, receive, send)
                return
            azure = path.startswith("/openai/") or path == "/openai"
            owner = self._owner(headers, azure)
            if azure:
                _check_azure_version(path, scope["query_string"])
        except errors.APIError as error:
            await error_response(error)(scope, receive, send)
            return
        scope["visit"] = Visit(self._api, owner, azure)
        if path.startswith("/local/"):
            await self._route(scope, receive, send)
        elif self._api.recorder:
            exchange = Exchange(scope, receive, send)
            try:
                await self._serve(scope, exchange.receive, exchange.send, owner)
            finally:
                self._api.recorder.add(owner, exchange, self._api.clock.now())
        else:
            await self._serve(scope, receive, send, owner)

    async def _serve(self, scope: Scope, receive: Receive, send: Send, owner: str) -> None:
        """A request to the API itself: time passes, and what is due happens first."""
        api = self._api
        try:
            await api.pass_time(1 if api.course else 0)
        except StoreError as error:
            await error_response(errors.server_error(500, str(error)))(scope, receive, send)
            return
        if failure := api.faults.for_request(owner):
            await error_response(failure)(scope, receive, send)
        else:
            await self._route(scope, receive, send)

    async def _route(self, scope: Scope, receive: Receive, send: Send) -> None:
        """A request to its handler. What goes wrong there is answered in the API's form."""
        begun = False

        async def send_and_see(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        scope["app"] = self  # so that a router raises where it has no route, and does not answer by itself
        try:
            await self._app(scope, receive, send_and_see)
        except HTTPException as error:
            await error_response(_no_route(scope, error.status_code))(scope, receive, send)
        except Exception:
            log.exception("%s %s failed on an error of the server's own.", scope["method"], _printable(scope["path"]))
            if begun:
                raise  # the connection is closed, so that the client sees that something is missing
            await error_response(errors.server_error())(scope, receive, send)

    def _check_host(self, headers: Mapping[bytes, bytes]) -> None:
        """Refuse a web page that had its own name point to this computer (DNS rebinding)."""
        if self._api.hosts is None:
            return
        host = headers.get(b"host", b"").decode("latin-1")
        name = host.rpartition(":")[0] if host.rpartition(":")[2].isdigit() else host
        if host and name.lower() not in self._api.hosts:  # browsers always send one; HTTP/1.0 needs none
            raise errors.APIError(403, f"This server answers to {' and '.join(sorted(self._api.hosts))} only.")

    def _owner(self, headers: Mapping[bytes, bytes], azure: bool) -> str:
        """Whose request it is. Raises 401."""
        scheme, _, bearer = headers.get(b"authorization", b"").decode("latin-1").partition(" ")
        key = bearer.strip() if scheme.lower() == "bearer" else ""
        if azure:
            key = headers.get(b"api-key", b"").decode("latin-1") or key
        if not key:
            raise errors.azure_wrong_key() if azure else errors.no_key()
        owner = self._api.keys.owner(key)
        if owner is None:
            raise errors.azure_wrong_key() if azure else errors.wrong_key(key)
        return owner


def _check_azure_version(path: str, query_string: bytes) -> None:
    """Azure wants an `api-version`, except under /openai/v1. Raises Azure's 404."""
    version = QueryParams(query_string).get("api-version")
    if path.startswith("/openai/v1/"):
        if version not in (None, "preview", "latest", "v1"):
            raise errors.azure_not_found()
    elif version not in AZURE_VERSIONS:
        raise errors.azure_not_found()


def _no_route(scope: Scope, status: int) -> errors.APIError:
    """A path or a method that no route has."""
    method, path = scope["method"], scope["path"]
    if status == 405:
        return errors.wrong_method(method, path)
    return errors.azure_not_found() if path.startswith("/openai") else errors.unknown_url(method, path)


def _printable(path: str) -> str:
    """A path for the log, on one line whatever a client sends."""
    return path if path.isprintable() else path.encode("unicode_escape").decode()
