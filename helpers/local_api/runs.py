"""/threads/{thread_id}/runs and /threads/runs: create, list, retrieve, modify, cancel, submit tool outputs."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any, Optional

from openai.types.beta.thread_create_and_run_params import ThreadCreateAndRunParamsBase
from openai.types.beta.threads import RunListParams, RunUpdateParams
from openai.types.beta.threads.run_create_params import RunCreateParamsBase
from openai.types.beta.threads.run_submit_tool_outputs_params import RunSubmitToolOutputsParamsBase
from starlette.responses import Response, StreamingResponse
from typing_extensions import NotRequired

from . import errors
from .assistants import ASSISTANT
from .engine import EXPIRES_AFTER
from .events import Channel, public
from .functions import check_response_format, check_tools
from .journal import RUN, THREAD
from .messages import add_message
from .requests import query_schema, schema
from .resources import resolve_resources
from .run_steps import included
from .store import Object, Page
from .threads import add_thread
from .web import ID_PREFIXES, Call, Routes, json_response
from .wording import missing

_STREAM = {"stream": NotRequired[Optional[bool]]}
CREATE = schema(RunCreateParamsBase, also=_STREAM, without=["include"])
CREATE_WITH_THREAD = schema(ThreadCreateAndRunParamsBase, also=_STREAM)
UPDATE = schema(RunUpdateParams, without=["thread_id"])
SUBMIT = schema(RunSubmitToolOutputsParamsBase, also=_STREAM, without=["thread_id"])
LIST = query_schema(RunListParams)

routes = Routes(beta=True)


# Before /threads/{thread_id}, which would take `runs` for an id.
@routes.post("/threads/runs")
async def create_thread_and_run(call: Call) -> Object | Response:
    body = await call.json(CREATE_WITH_THREAD)
    assistant = _assistant(call, body)
    with call.api.store.transaction():
        resources = resolve_resources(call, body.get("tool_resources") or {})
        thread = add_thread(call, body.get("thread") or {})
        run = _new_run(call, thread["id"], assistant, body) | {"tool_resources": resources}
        return _start(call, run, body, thread)


@routes.post("/threads/{thread_id}/runs")
async def create_run(call: Call) -> Object | Response:
    thread_id, include = call.id("thread_id"), included(call)
    body = await call.json(CREATE)
    thread = call.find(THREAD, thread_id)
    assistant = _assistant(call, body)
    if active := call.api.engine.active_run(call.owner, thread_id):
        raise errors.thread_has_active_run(thread_id, active["id"])
    run = _new_run(call, thread_id, assistant, body) | {"_include": include}
    with call.api.store.transaction():
        for message in body.get("additional_messages") or ():
            add_message(call, thread, message)
        return _start(call, run, body)


@routes.get("/threads/{thread_id}/runs")
async def list_runs(call: Call) -> Page:
    thread_id, query = call.id("thread_id"), call.query(LIST)
    call.find(THREAD, thread_id)
    return call.page(RUN, query, parent=thread_id)


@routes.get("/threads/{thread_id}/runs/{run_id}")
async def retrieve_run(call: Call) -> Response:
    return _answer(call, find_run(call))


@routes.post("/threads/{thread_id}/runs/{run_id}")
async def modify_run(call: Call) -> Response:
    body = await call.json(UPDATE)
    run = find_run(call)
    if "metadata" in body:
        run["metadata"] = body["metadata"] or {}
    call.api.engine.journal.save_run(run)
    return _answer(call, run)


@routes.post("/threads/{thread_id}/runs/{run_id}/cancel")
async def cancel_run(call: Call) -> Response:
    return _answer(call, call.api.engine.cancel(find_run(call)))


@routes.post("/threads/{thread_id}/runs/{run_id}/submit_tool_outputs")
async def submit_tool_outputs(call: Call) -> Response:
    body = await call.json(SUBMIT)
    run, streamed = find_run(call), bool(body.get("stream"))
    engine = call.api.engine
    channel = engine.journal.open_channel(run["id"]) if streamed else None
    try:
        run = engine.submit(run, body["tool_outputs"], streamed=streamed)
    except errors.APIError:
        if channel:
            engine.journal.close_channel(run["id"], channel)
        raise
    return _stream(call, run["id"], channel) if channel else _answer(call, run)


def find_run(call: Call) -> Object:
    """The run that the path names."""
    return call.find_in_thread(RUN, call.id("thread_id"), call.id("run_id"))


def _assistant(call: Call, body: dict[str, Any]) -> Object:
    assistant_id = body["assistant_id"]
    prefix = ID_PREFIXES["assistant_id"]
    if not assistant_id.startswith(prefix):
        raise errors.malformed_id("assistant_id", assistant_id, prefix)
    return call.find(ASSISTANT, assistant_id)


def _new_run(call: Call, thread_id: str, assistant: Object, body: dict[str, Any]) -> Object:
    """A queued run: what the request sets, else what the assistant has."""

    def setting(name: str) -> Any:
        return assistant.get(name) if body.get(name) is None else body[name]

    now = call.api.clock.now()
    tools = assistant["tools"] if body.get("tools") is None else check_tools(body["tools"])
    check_response_format(setting("response_format"))
    _check_tool_choice(body.get("tool_choice"), tools)
    instructions = [setting("instructions"), body.get("additional_instructions")]
    truncation = body.get("truncation_strategy") or {"type": "auto"}
    if truncation["type"] == "last_messages" and not truncation.get("last_messages"):
        raise missing("truncation_strategy.last_messages")
    run = {
        "id": call.api.ids.new("run_"),
        "object": RUN,
        "created_at": now,
        "assistant_id": assistant["id"],
        "thread_id": thread_id,
        "status": "queued",
        "started_at": None,
        "expires_at": now + EXPIRES_AFTER,
        "cancelled_at": None,
        "failed_at": None,
        "completed_at": None,
        "required_action": None,
        "last_error": None,
        "model": setting("model"),
        "instructions": "\n".join(text for text in instructions if text),
        "tools": tools,
        "tool_resources": {},
        "metadata": body.get("metadata") or {},
        "temperature": setting("temperature"),
        "top_p": setting("top_p"),
        "usage": None,
        "max_completion_tokens": body.get("max_completion_tokens"),
        "max_prompt_tokens": body.get("max_prompt_tokens"),
        "truncation_strategy": {"last_messages": None} | truncation,
        "incomplete_details": None,
        "response_format": setting("response_format"),
        "tool_choice": body.get("tool_choice") or "auto",
        "parallel_tool_calls": body.get("parallel_tool_calls", True),
        "_owner": call.owner,
        "_include": [],
        "_used": {"prompt_tokens": 0, "completion_tokens": 0},
        "_planned_error": None,
        "_delay": 0,
    }
    if plan := call.api.faults.for_run(call.owner):
        run |= {"_planned_error": plan.error, "_delay": plan.seconds}
    effort = setting("reasoning_effort")
    return run if effort is None else run | {"reasoning_effort": effort}


def _check_tool_choice(choice: Any, tools: list[dict[str, Any]]) -> None:
    """A tool that is to be called must be there."""
    if not isinstance(choice, dict):
        return
    if choice["type"] != "function":
        known = any(tool["type"] == choice["type"] for tool in tools)
    elif "function" not in choice:
        raise missing("tool_choice.function")
    else:
        name = choice["function"]["name"]
        known = any(tool["type"] == "function" and tool["function"]["name"] == name for tool in tools)
    if not known:
        raise errors.InvalidRequest("Tool choice not found in 'tools' parameter.", param="tool_choice")


def _start(call: Call, run: Object, body: dict[str, Any], thread: Object | None = None) -> Response:
    """Hand a new run to the engine, and answer with it or with its events."""
    engine = call.api.engine
    if not body.get("stream"):
        engine.begin(run)
        return _answer(call, run)
    channel = engine.journal.open_channel(run["id"])
    if thread is not None:
        channel.send("thread.created", public(thread))
    engine.begin(run, streamed=True)
    return _stream(call, run["id"], channel)


def _answer(call: Call, run: Object) -> Response:
    """A run, and when it is worth looking again."""
    return json_response(public(run), headers={"openai-poll-after-ms": str(call.api.poll_after_ms)})


def _stream(call: Call, run_id: str, channel: Channel) -> Response:
    journal = call.api.engine.journal

    async def events() -> AsyncIterator[bytes]:
        try:
            async for chunk in channel.chunks():
                yield chunk
        finally:
            journal.close_channel(run_id, channel)

    return StreamingResponse(events(), media_type="text/event-stream", headers={"cache-control": "no-cache"})
