"""/threads/{thread_id}/messages: create, list, retrieve, modify, delete."""

from __future__ import annotations

from typing import Any

from openai.types.beta.threads import MessageCreateParams, MessageListParams, MessageUpdateParams

from . import errors
from .journal import MESSAGE, THREAD
from .requests import query_schema, schema
from .resources import attach, require_files
from .store import Object, Page
from .web import Call, Routes, deleted

CREATE = schema(MessageCreateParams)
UPDATE = schema(MessageUpdateParams, without=["thread_id"])
LIST = query_schema(MessageListParams)

routes = Routes(beta=True)


@routes.post("/threads/{thread_id}/messages")
async def create_message(call: Call) -> Object:
    thread_id = call.id("thread_id")
    body = await call.json(CREATE)
    thread = call.find(THREAD, thread_id)
    if run := call.api.engine.active_run(call.owner, thread_id):
        raise errors.run_is_active(thread_id, run["id"])
    with call.api.store.transaction():
        return add_message(call, thread, body)


def add_message(call: Call, thread: Object, body: dict[str, Any]) -> Object:
    """Keep a client's message, inside a transaction. Files that it names must be there."""
    now = call.api.clock.now()
    require_files(call, _image_files(body["content"]))
    message = {
        "id": call.api.ids.new("msg_"),
        "object": MESSAGE,
        "created_at": now,
        "assistant_id": None,
        "thread_id": thread["id"],
        "run_id": None,
        "status": "completed",
        "incomplete_details": None,
        "incomplete_at": None,
        "completed_at": now,
        "role": body["role"],
        "content": _content(body["content"]),
        "attachments": body.get("attachments") or [],
        "metadata": body.get("metadata") or {},
    }
    attach(call, thread, message["attachments"])
    call.api.store.add(message, owner=call.owner, parent=thread["id"])
    return message


@routes.get("/threads/{thread_id}/messages")
async def list_messages(call: Call) -> Page:
    thread_id, query = call.id("thread_id"), call.query(LIST)
    call.find(THREAD, thread_id)
    return call.page(MESSAGE, query, parent=thread_id, label=query.get("run_id"))


@routes.get("/threads/{thread_id}/messages/{message_id}")
async def retrieve_message(call: Call) -> Object:
    return _find(call)


@routes.post("/threads/{thread_id}/messages/{message_id}")
async def modify_message(call: Call) -> Object:
    body = await call.json(UPDATE)
    message = _find(call)
    if "metadata" in body:
        message["metadata"] = body["metadata"] or {}
    call.api.store.save(message, owner=call.owner, parent=message["thread_id"], label=message["run_id"])
    return message


@routes.delete("/threads/{thread_id}/messages/{message_id}")
async def delete_message(call: Call) -> Object:
    message = _find(call)
    call.api.store.delete(MESSAGE, message["id"], owner=call.owner, parent=message["thread_id"])
    return deleted(MESSAGE, message["id"])


def _find(call: Call) -> Object:
    return call.find_in_thread(MESSAGE, call.id("thread_id"), call.id("message_id"))


def _content(content: str | list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Content as it is stored: always parts, texts with their (empty) annotations."""
    parts = [{"type": "text", "text": content}] if isinstance(content, str) else content
    return [
        {"type": "text", "text": {"value": part["text"], "annotations": []}} if part["type"] == "text" else _image(part)
        for part in parts
    ]


def _image(part: dict[str, Any]) -> dict[str, Any]:
    kind = part["type"]
    return {"type": kind, kind: {"detail": "auto"} | part[kind]}


def _image_files(content: str | list[dict[str, Any]]) -> list[str]:
    if isinstance(content, str):
        return []
    return [part["image_file"]["file_id"] for part in content if part["type"] == "image_file"]
