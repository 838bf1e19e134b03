"""The ASGI app: its parts put together, its paths, and the gate that every request passes."""

from __future__ import annotations

import logging
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Router
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from . import assistants, control, errors, files, messages, model_list, run_steps, runs, threads, vector_stores
from .builtin_tools import BuiltinTool
from .clock import COURSE_START, Clock, CourseClock, SystemClock
from .code_interpreter.tool import CodeInterpreter
from .engine import Engine
from .faults import Faults
from .file_search import FileSearch
from .file_storage import MAX_FILE_BYTES, Files
from .ids import Ids, RandomIds, SeededIds
from .indexing import Indexer
from .keys import Keys
from .models.interface import Model
from .recorder import Exchange, Recorder
from .schedule import CourseSchedule, LiveSchedule, Schedule
from .store import Store, StoreError
from .vector_storage import VectorStores
from .web import error_response, json_response

log = logging.getLogger("helpers.local_api")

#: Azure's API versions that had the Assistants API (v2).
AZURE_VERSIONS = frozenset(
    f"{version}-preview"
    for version in (
        "2024-02-15", "2024-03-01", "2024-04-01", "2024-05-01", "2024-07-01", "2024-08-01", "2024-09-01",
        "2024-10-01", "2024-11-01", "2024-12-01", "2025-01-01", "2025-02-01", "2025-03-01", "2025-04-01",
    )
)  # fmt: skip

#: A route module makes a `Routes`; naming it here puts it under /v1 and under Azure's /openai.
ROUTES: list[BaseRoute] = [
    *assistants.routes,
    *runs.routes,
    *threads.routes,
    *messages.routes,
    *run_steps.routes,
    *model_list.routes,
    *files.routes,
    *vector_stores.routes,
]


class API:
    """The server's parts. Handlers reach them as `call.api`.

    `course` chooses the deterministic mode: a clock that moves with each request, seeded ids, and runs that move
    with the clock. `database` is a file that keeps everything; without it, everything is kept in memory.
    `allow_code_interpreter` permits running code that the model writes; `max_file_bytes` is the largest upload.
    """

    def __init__(
        self,
        *,
        model: Model | None = None,
        course: bool = False,
        keys: Keys | None = None,
        database: str | Path | None = None,
        poll_after_ms: int | None = None,
        record: bool = False,
        allow_code_interpreter: bool = False,
        max_file_bytes: int = MAX_FILE_BYTES,
    ):
        simulated = model is None
        if model is None:
            from .models.simulated import SimulatedModel

            model = SimulatedModel()
        self.course = course
        self.keys = keys or Keys()
        self.poll_after_ms = poll_after_ms or (2 if simulated else 500)
        self.faults = Faults()
        self.recorder = Recorder() if record else None
        self.store = Store(database)
        self.clock: Clock
        self.ids: Ids
        self.schedule: Schedule
        if course:
            made = self.store.made()
            self.clock = CourseClock(max(COURSE_START, self.store.latest_time() + 1 if made else 0))
            self.ids = SeededIds(f"course-{made}" if made else "course")  # never the ids of an earlier server
            self.schedule = CourseSchedule(self.clock)
        else:
            self.clock, self.ids = SystemClock(), RandomIds()
            self.schedule = LiveSchedule(self.clock)
        self.files = Files(self.store, self.clock, self.ids, max_file_bytes)
        self.vector_stores = VectorStores(self.store, self.files, self.clock, self.ids)
        self.indexer = Indexer(self.vector_stores, self.files, self.clock, in_background=not course)
        #: The tools that the API runs itself, by their `type`.
        self.tools: dict[str, BuiltinTool] = {
            tool.name: tool
            for tool in (
                FileSearch(self.vector_stores, self.indexer),
                CodeInterpreter(self.files, allowed=allow_code_interpreter),
            )
        }
        self.engine = Engine(self.store, self.clock, self.ids, model, self.tools, self.schedule)

    @staticmethod
    def read_azure(body: Any) -> Any:
        """A body from an Azure path. Azure's reference prints `code-interpreter` in an example that must run."""
        if isinstance(body, dict) and isinstance(body.get("tools"), list):
            for tool in body["tools"]:
                if isinstance(tool, dict) and tool.get("type") == "code-interpreter":
                    tool["type"] = "code_interpreter"
        return body

    async def close(self) -> None:
        """Stop what is going on and let go of the database."""
        await self.schedule.stop()
        await self.indexer.stop()
        self.store.close()


def create_app(api: API) -> ASGIApp:
    """The ASGI app of an `API`. For tests in process: `httpx.ASGITransport(create_app(API(course=True)))`."""

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        api.engine.recover()
        api.indexer.start()
        yield
        await api.close()

    app = Starlette(
        routes=[
            Mount("/v1", Router(ROUTES, redirect_slashes=False)),
            Mount("/openai", Router(ROUTES, redirect_slashes=False)),
            Mount("/local", Router(control.routes, redirect_slashes=False)),
        ],
        exception_handlers={HTTPException: _http_error, Exception: _server_error},
        lifespan=lifespan,
    )
    app.router.redirect_slashes = False
    return Gate(app, api)


async def _http_error(request: Request, error: Exception) -> Response:
    """A path or a method that no route has."""
    assert isinstance(error, HTTPException)
    if error.status_code == 405:
        return error_response(errors.wrong_method(request.method, request.url.path))
    if request.url.path.startswith("/openai"):
        return error_response(errors.azure_not_found())
    return error_response(errors.unknown_url(request.method, request.url.path))


async def _server_error(request: Request, error: Exception) -> Response:
    """A mistake of our own: the client sees the hosted words, the log the traceback."""
    return error_response(errors.server_error())


@dataclass(slots=True)
class Visit:
    """Who a request is from, and by which door it came."""

    api: API
    owner: str
    azure: bool


class Gate:
    """What every request passes: request id, key, Azure's version, planned failures, the clock, the log."""

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
                message["headers"].append((b"x-request-id", request_id.encode()))
                message["headers"].append((b"openai-version", b"2020-10-01"))
            await send(message)

        try:
            await self._admit(scope, receive, send_with_id)
        finally:
            if log.isEnabledFor(logging.INFO):
                ms = (time.perf_counter() - started) * 1000
                log.info("%s %s %d %.1fms %s", scope["method"], scope["path"], status, ms, request_id)

    async def _admit(self, scope: Scope, receive: Receive, send: Send) -> None:
        path, api = scope["path"], self._api
        if path == "/healthz":
            await json_response({"status": "ok"})(scope, receive, send)
            return
        request = Request(scope)
        azure = path.startswith("/openai/") or path == "/openai"
        try:
            visit = scope["visit"] = Visit(api, self._owner(request, azure), azure)
            if azure and request.query_params.get("api-version") not in AZURE_VERSIONS:
                raise errors.azure_not_found()
            if path.startswith("/local"):
                await self._app(scope, receive, send)
                return
        except errors.APIError as error:
            await error_response(error)(scope, receive, send)
            return

        exchange = Exchange(scope, receive, send) if api.recorder else None
        if exchange:
            receive, send = exchange.receive, exchange.send
        try:
            await api.schedule.pass_time(1 if api.course else 0)
            if api.course:
                await api.indexer.run_due()
            failure: Any = api.faults.for_request(visit.owner)
        except StoreError as error:
            failure = errors.server_error(500, str(error))
        if failure:
            await error_response(failure)(scope, receive, send)
        else:
            await self._app(scope, receive, send)
        if exchange and api.recorder:
            api.recorder.add(visit.owner, exchange, api.clock.now())

    def _owner(self, request: Request, azure: bool) -> str:
        """Whose request it is. Raises 401."""
        headers = request.headers
        scheme, _, bearer = headers.get("authorization", "").partition(" ")
        key = bearer.strip() if scheme.lower() == "bearer" else ""
        if azure:
            key = headers.get("api-key") or key
        if not key:
            raise errors.azure_wrong_key() if azure else errors.no_key()
        owner = self._api.keys.owner(key)
        if owner is None:
            raise errors.azure_wrong_key() if azure else errors.wrong_key(key)
        return owner
