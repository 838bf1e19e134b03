"""The ASGI app: the paths, behind the gate."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.middleware.cors import CORSMiddleware
from starlette.routing import BaseRoute, Mount, Router
from starlette.types import ASGIApp

from . import assistants, control, files, messages, model_list, run_steps, runs, threads, vector_stores
from .api import API
from .gate import Gate

#: A route module makes a `Routes`; naming it here puts it under /v1 and under Azure's /openai.
#: They are tried in this order: first those that clients ask for most, again and again while a run goes on.
ROUTES: list[BaseRoute] = [
    *runs.routes,
    *messages.routes,
    *run_steps.routes,
    *threads.routes,
    *assistants.routes,
    *model_list.routes,
    *files.routes,
    *vector_stores.routes,
]


def create_app(api: API) -> ASGIApp:
    """The ASGI app of an `API`. For tests in process: `httpx.ASGITransport(create_app(API(course=True)))`."""

    @asynccontextmanager
    async def lifespan(_: object) -> AsyncIterator[None]:
        api.engine.recover()
        api.indexer.start()
        yield
        await api.close()

    router = Router(
        [
            Mount("/v1", Router(ROUTES, redirect_slashes=False)),
            Mount("/openai/v1", Router(ROUTES, redirect_slashes=False)),
            Mount("/openai", Router(ROUTES, redirect_slashes=False)),
            Mount("/local", Router(control.routes, redirect_slashes=False)),
        ],
        redirect_slashes=False,
        lifespan=lifespan,
    )
    gate = Gate(router, api)
    if not api.cors:
        return gate
    return CORSMiddleware(gate, allow_origins=list(api.cors), allow_methods=["*"], allow_headers=["*"])
