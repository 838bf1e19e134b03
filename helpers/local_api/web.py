"""What every route shares: reading a request, finding objects, answering.

A module of routes makes a `Routes`, and a handler takes a `Call`:

    routes = Routes()

    @routes.get("/assistants/{assistant_id}")
    async def retrieve_assistant(call: Call) -> Object:
        return call.find("assistant", call.id("assistant_id"))

A handler gives an object (sent as JSON, without the server's own notes), a `Page`, or a Starlette `Response`.
It raises `APIError` for everything else. Handlers run on the event loop, so whatever takes longer than a
database call goes through `asyncio.to_thread`.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from pydantic_core import from_json, to_json
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from . import errors
from .events import public
from .journal import THREAD
from .requests import Schema, validate, validate_query
from .store import Object, Page, StoreError, UnknownCursor

if TYPE_CHECKING:
    from .api import API

#: The largest JSON body in bytes. (Files are uploaded as multipart and have a limit of their own.)
MAX_BODY = 8 * 1024 * 1024

#: What the ids of each kind of object begin with. The hosted API checks and names these.
ID_PREFIXES = {
    "assistant_id": "asst",
    "thread_id": "thread",
    "message_id": "msg",
    "run_id": "run",
    "step_id": "step",
    "vector_store_id": "vs",
    "batch_id": "vsfb",
}

Handler = Callable[["Call"], Awaitable["Object | Page | Response"]]


class Call:
    """One request, as a handler sees it.

    `api` has the server's parts (store, clock, ids, engine); `owner` is whose key it came with; `azure` says
    that it came by an Azure path.
    """

    __slots__ = ("api", "azure", "owner", "request")

    def __init__(self, api: API, request: Request, owner: str, azure: bool):
        self.api = api
        self.request = request
        self.owner = owner
        self.azure = azure

    # Reading

    def id(self, name: str) -> str:
        """An id from the path. Raises `InvalidRequest` for one of the wrong kind (`undefined`)."""
        value = self.request.path_params[name]
        prefix = ID_PREFIXES.get(name)
        if prefix and not value.startswith(prefix):
            raise errors.malformed_id(name, value, prefix)
        return value

    async def json(self, schema: Schema) -> dict[str, Any]:
        """The body, checked. An empty one counts as `{}`, so that what is missing is named."""
        raw = await self.body()
        if not raw:
            return validate(schema, {})
        content_type = self.request.headers.get("content-type", "")
        if content_type.split(";")[0].strip().lower() != "application/json":
            raise errors.wrong_content_type(content_type or "none")
        try:
            value = from_json(raw, allow_inf_nan=False)
        except ValueError:
            raise errors.not_json() from None
        return validate(schema, self.api.read_azure(value) if self.azure else value)

    async def body(self, limit: int = MAX_BODY) -> bytes:
        """The raw body. Raises 413 once it is larger than `limit` bytes."""
        parts, size = [], 0
        async for part in self.request.stream():
            size += len(part)
            if size > limit:
                raise errors.body_too_large(limit)
            parts.append(part)
        return b"".join(parts)

    def query(self, schema: Schema) -> dict[str, Any]:
        """The query string, checked. `name[]=…` and repeated names are lists under `name`."""
        values: dict[str, Any] = {}
        for key, value in self.request.query_params.multi_items():
            name = _BRACKETS.sub("", key)
            if name != key or name in LIST_PARAMETERS:
                values.setdefault(name, []).append(value)
            elif value:  # `after=` is no cursor
                values[name] = value
        return validate_query(schema, values)

    # Finding

    def find(self, kind: str, object_id: str, *, parent: str = "") -> Object:
        """An object of the caller's. Raises `NotFound` with the hosted text."""
        found = self.api.store.get(kind, object_id, owner=self.owner, parent=parent)
        if found is None:
            raise errors.no_object(kind, object_id)
        return found

    def find_in_thread(self, kind: str, thread_id: str, object_id: str) -> Object:
        """An object of a thread of the caller's. Raises `NotFound`, for the thread where that is not there either."""
        found = self.api.store.get(kind, object_id, owner=self.owner, parent=thread_id)
        if found is None:
            self.find(THREAD, thread_id)
            raise errors.no_object(kind, object_id)
        return found

    def page(self, kind: str, query: Mapping[str, Any], *, parent: str = "", **only: Any) -> Page:
        """A page of the caller's objects. `query` has `limit`, `order`, `after`, `before`."""
        place = {name: query[name] for name in ("limit", "order", "after", "before") if query.get(name)}
        return self.api.store.page(kind, owner=self.owner, parent=parent, **only, **place)


_BRACKETS = re.compile(r"\[\d*\]$")
LIST_PARAMETERS = frozenset({"include"})


class Routes(list[Route]):
    """The routes of one module. `beta` are those that want the `OpenAI-Beta: assistants=v2` header on `/v1`."""

    def __init__(self, *, beta: bool = False):
        super().__init__()
        self._beta = beta

    def get(self, path: str) -> Callable[[Handler], Handler]:
        """A route for GET."""
        return self._add("GET", path)

    def post(self, path: str) -> Callable[[Handler], Handler]:
        """A route for POST."""
        return self._add("POST", path)

    def delete(self, path: str) -> Callable[[Handler], Handler]:
        """A route for DELETE."""
        return self._add("DELETE", path)

    def _add(self, method: str, path: str) -> Callable[[Handler], Handler]:
        def register(handler: Handler) -> Handler:
            self.append(Route(path, Endpoint(handler, beta=self._beta), methods=[method]))
            return handler

        return register


class Endpoint:
    """A handler as an ASGI app."""

    def __init__(self, handler: Handler, *, beta: bool):
        self._handler = handler
        self._beta = beta

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        visit = scope["visit"]
        request = Request(scope, receive)
        try:
            if self._beta and not visit.azure:
                _check_beta(request.headers.getlist("openai-beta"))
            answer = await self._handler(Call(visit.api, request, visit.owner, visit.azure))
        except UnknownCursor as error:
            answer = error_response(
                errors.InvalidRequest(
                    f"Invalid '{error.param}': no object with id '{error.value}' in this list.",
                    param=error.param,
                    code="invalid_value",
                )
            )
        except errors.APIError as error:
            answer = error_response(error)
        except StoreError as error:
            answer = error_response(errors.server_error(500, str(error)))
        except ClientDisconnect:
            return
        if isinstance(answer, Page):
            answer = page_response(answer)
        elif isinstance(answer, dict):
            answer = json_response(public(answer) if "object" in answer else answer)
        await answer(scope, receive, send)


def _check_beta(headers: Sequence[str]) -> None:
    """One of the header's lines, or one of the names in a line, must be ours. Raises `InvalidRequest`."""
    names = {part.strip() for header in headers for part in header.split(",")}
    if "assistants=v2" not in names:
        raise errors.old_beta_header() if "assistants=v1" in names else errors.no_beta_header()


def json_response(body: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """`body` as JSON."""
    return Response(to_json(body), status, headers, media_type="application/json")


def error_response(error: errors.APIError) -> Response:
    """An error in its envelope."""
    return json_response(error.body(), error.status, error.headers)


def page_response(page: Page, include: Sequence[str] = ()) -> Response:
    """A page in the API's list form. `include` is for run steps."""
    objects = [public(obj, include) for obj in page.objects]
    return json_response(
        {
            "object": "list",
            "data": objects,
            "first_id": objects[0]["id"] if objects else None,
            "last_id": objects[-1]["id"] if objects else None,
            "has_more": page.has_more,
        }
    )


def deleted(kind: str, object_id: str) -> Object:
    """The answer to a delete. `kind` is, for example, `assistant`."""
    return {"id": object_id, "object": f"{kind}.deleted", "deleted": True}
