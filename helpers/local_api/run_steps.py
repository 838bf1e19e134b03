"""/threads/{thread_id}/runs/{run_id}/steps: list, retrieve."""

from __future__ import annotations

from typing import Any

from openai.types.beta.threads.runs import StepListParams, StepRetrieveParams
from starlette.responses import Response

from .events import public
from .journal import RUN, STEP
from .requests import query_schema
from .web import Call, Routes, json_response, page_response

LIST = query_schema(StepListParams, without=["thread_id"])
RETRIEVE = query_schema(StepRetrieveParams, without=["thread_id", "run_id"])

routes = Routes(beta=True)


@routes.get("/threads/{thread_id}/runs/{run_id}/steps")
async def list_run_steps(call: Call) -> Response:
    query, include = call.query(LIST), included(call)
    page = call.page(STEP, query, parent=_run_id(call))
    return page_response(page, include)


@routes.get("/threads/{thread_id}/runs/{run_id}/steps/{step_id}")
async def retrieve_run_step(call: Call) -> Response:
    include, run_id = included(call), _run_id(call)
    return json_response(public(call.find(STEP, call.id("step_id"), parent=run_id), include))


def included(call: Call) -> list[Any]:
    """The values of `include[]`."""
    return call.query(RETRIEVE).get("include", [])


def _run_id(call: Call) -> str:
    return call.find_in_thread(RUN, call.id("thread_id"), call.id("run_id"))["id"]
