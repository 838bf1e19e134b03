"""/threads: create, retrieve, modify, delete."""

from __future__ import annotations

from typing import Any

from openai.types.beta import ThreadCreateParams, ThreadUpdateParams

from .journal import MESSAGE, RUN, STEP, THREAD
from .messages import add_message
from .requests import schema
from .resources import resolve_resources
from .store import Object
from .web import Call, Routes, deleted

CREATE = schema(ThreadCreateParams)
UPDATE = schema(ThreadUpdateParams)

routes = Routes(beta=True)


@routes.post("/threads")
async def create_thread(call: Call) -> Object:
    body = await call.json(CREATE)
    with call.api.store.transaction():
        return add_thread(call, body)


def add_thread(call: Call, body: dict[str, Any]) -> Object:
    """Keep a new thread and its first messages, inside a transaction."""
    thread = {
        "id": call.api.ids.new("thread_"),
        "object": THREAD,
        "created_at": call.api.clock.now(),
        "tool_resources": resolve_resources(call, body.get("tool_resources") or {}, for_thread=True),
        "metadata": body.get("metadata") or {},
    }
    call.api.store.add(thread, owner=call.owner)
    for message in body.get("messages", ()):
        add_message(call, thread, message)
    return thread


@routes.get("/threads/{thread_id}")
async def retrieve_thread(call: Call) -> Object:
    return call.find(THREAD, call.id("thread_id"))


@routes.post("/threads/{thread_id}")
async def modify_thread(call: Call) -> Object:
    thread_id = call.id("thread_id")
    body = await call.json(UPDATE)
    thread = call.find(THREAD, thread_id)
    if "metadata" in body:
        thread["metadata"] = body["metadata"] or {}
    if "tool_resources" in body:
        thread["tool_resources"] = resolve_resources(call, body["tool_resources"] or {}, for_thread=True)
    call.api.store.save(thread, owner=call.owner)
    return thread


@routes.delete("/threads/{thread_id}")
async def delete_thread(call: Call) -> Object:
    thread = call.find(THREAD, call.id("thread_id"))
    store, owner = call.api.store, call.owner
    if run := call.api.engine.active_run(owner, thread["id"]):
        call.api.engine.forget(run)
    with store.transaction():
        store.delete(THREAD, thread["id"], owner=owner)
        store.delete_children(MESSAGE, owner=owner, parent=thread["id"])
        for run_id in store.delete_children(RUN, owner=owner, parent=thread["id"]):
            store.delete_children(STEP, owner=owner, parent=run_id)
    return deleted(THREAD, thread["id"])
