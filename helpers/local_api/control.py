"""The control routes, under /local: no part of the OpenAI API.

Lessons and tests use them to move time and to ask for failures. They take and give JSON, and want the same key
as the API. They do not move the course's clock by themselves.

- `GET  /local/clock`                            the API's time: `{"now": 1767603600}`
- `POST /local/clock     {"seconds": 600}`       move time ahead; everything that is due by then happens
- `POST /local/fail_next {"status": 429, "count": 1}`   answer the next requests with 429, 500, 502, 503 or 504
- `POST /local/next_run  {"seconds": 30}`        the next run takes this much longer in progress
- `POST /local/next_run  {"error": {"code": "server_error", "message": "…"}}`   the next run fails so; codes are
                                                 `server_error`, `rate_limit_exceeded` and `invalid_prompt`
- `POST /local/reset_faults`                     forget what was asked for and has not happened yet
- `GET  /local/requests?after=0`                 the last requests to the API and their answers, oldest first
- `DELETE /local/requests`                       forget them
- `POST /local/explain   {"thread_id": "…", "run_id": "…"}`   how the simulated model decided: the score of each
                                                 function, and where each argument came from. It is about the run's
                                                 last tool calls, whatever came after them, or with a `step_id` about
                                                 that step; for a run without tool calls, about its message
- `POST /local/explain   {"messages": […], "tools": […]}`   the same for a conversation that is in no thread: Chat
                                                 Completions messages, functions, maybe `tool_choice` and
                                                 `parallel_tool_calls`. Nothing is created, nothing is run

Where several people share a server, each has failures and requests of their own, and nobody can move the clock.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal

from openai.types.beta import AssistantToolChoiceOptionParam, FunctionToolParam
from pydantic import ConfigDict, Field, TypeAdapter
from starlette.responses import Response
from typing_extensions import Annotated, NotRequired, TypedDict

from . import explaining
from .errors import APIError
from .faults import RunPlan
from .requests import Limit, Schema, schema
from .web import Call, Routes, json_response

_STRICT = ConfigDict(extra="forbid", strict=True)


class _Clock(TypedDict):
    __pydantic_config__ = _STRICT  # type: ignore[misc]
    seconds: Annotated[int, Field(ge=0, le=10**9)]


class _FailNext(TypedDict):
    __pydantic_config__ = _STRICT  # type: ignore[misc]
    status: Literal[429, 500, 502, 503, 504]
    count: NotRequired[Annotated[int, Field(ge=1, le=1000)]]


class _RunError(TypedDict):
    __pydantic_config__ = _STRICT  # type: ignore[misc]
    code: Literal["server_error", "rate_limit_exceeded", "invalid_prompt"]
    message: str


class _CalledFunction(TypedDict):
    __pydantic_config__ = _STRICT  # type: ignore[misc]
    name: str
    arguments: str


class _ToolCall(TypedDict):
    __pydantic_config__ = _STRICT  # type: ignore[misc]
    id: str
    type: Literal["function"]
    function: _CalledFunction


class _Message(TypedDict):
    __pydantic_config__ = _STRICT  # type: ignore[misc]
    role: Literal["system", "user", "assistant", "tool"]
    content: str
    tool_calls: NotRequired[list[_ToolCall]]
    tool_call_id: NotRequired[str]


class _Explain(TypedDict, total=False):
    tools: Iterable[FunctionToolParam]
    tool_choice: AssistantToolChoiceOptionParam | None
    parallel_tool_calls: bool


class _NextRun(TypedDict, total=False):
    __pydantic_config__ = _STRICT  # type: ignore[misc]
    seconds: Annotated[int, Field(ge=0, le=10**6)]
    error: _RunError


CLOCK: Schema = TypeAdapter(_Clock)
FAIL_NEXT: Schema = TypeAdapter(_FailNext)
NEXT_RUN: Schema = TypeAdapter(_NextRun)
EXPLAIN = schema(
    _Explain,
    limits={"_Explain.tools": Limit(max_length=128)},
    also={
        "messages": NotRequired[Annotated[list[_Message], Field(min_length=1)]],
        **dict.fromkeys(("thread_id", "run_id", "step_id"), NotRequired[str]),
    },
)

routes = Routes()


@routes.get("/clock")
async def read_clock(call: Call) -> dict[str, Any]:
    return {"now": call.api.clock.now()}


@routes.post("/clock")
async def move_clock(call: Call) -> dict[str, Any]:
    body = await call.json(CLOCK)
    if call.api.keys.several:
        raise APIError(403, "Several people use this server, so its clock cannot be moved.")
    await call.api.pass_time(body["seconds"])
    return {"now": call.api.clock.now()}


@routes.post("/fail_next")
async def fail_next(call: Call) -> dict[str, Any]:
    body = await call.json(FAIL_NEXT)
    call.api.faults.fail_requests(call.owner, body["status"], body.get("count", 1))
    return {"ok": True}


@routes.post("/next_run")
async def plan_next_run(call: Call) -> dict[str, Any]:
    body = await call.json(NEXT_RUN)
    call.api.faults.plan_run(call.owner, RunPlan(body.get("seconds", 0), body.get("error")))
    return {"ok": True}


@routes.post("/reset_faults")
async def reset_faults(call: Call) -> dict[str, Any]:
    call.api.faults.clear(call.owner)
    return {"ok": True}


@routes.get("/requests")
async def list_requests(call: Call) -> Response:
    after = call.request.query_params.get("after", "0")
    number = int(after) if after.isdecimal() and len(after) < 19 else 0
    return json_response({"requests": call.api.recorder.entries(call.owner, number) if call.api.recorder else []})


@routes.delete("/requests")
async def forget_requests(call: Call) -> dict[str, Any]:
    if call.api.recorder:
        call.api.recorder.clear(call.owner)
    return {"ok": True}


@routes.post("/explain")
async def explain(call: Call) -> dict[str, Any]:
    return explaining.explanation(call, await call.json(EXPLAIN))
