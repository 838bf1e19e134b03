"""/assistants: create, list, retrieve, modify, delete."""

from __future__ import annotations

from typing import Any

from openai.types.beta import AssistantCreateParams, AssistantListParams, AssistantUpdateParams

from .functions import check_response_format, check_tools
from .requests import query_schema, schema
from .resources import resolve_resources
from .store import Object, Page
from .web import Call, Routes, deleted

ASSISTANT = "assistant"

CREATE = schema(AssistantCreateParams)
UPDATE = schema(AssistantUpdateParams)
LIST = query_schema(AssistantListParams)

#: What a field is when it is left out or null.
DEFAULTS: dict[str, Any] = {
    "name": None,
    "description": None,
    "instructions": None,
    "metadata": {},
    "temperature": 1.0,
    "top_p": 1.0,
    "response_format": "auto",
}

routes = Routes(beta=True)


@routes.post("/assistants")
async def create_assistant(call: Call) -> Object:
    body = await call.json(CREATE)
    assistant = {
        "id": call.api.ids.new("asst_"),
        "object": ASSISTANT,
        "created_at": call.api.clock.now(),
        "name": None,
        "description": None,
        "model": body["model"],
        "instructions": None,
        "tools": [],
        "tool_resources": {},
        "metadata": {},
        "temperature": 1.0,
        "top_p": 1.0,
        "response_format": "auto",
    }
    with call.api.store.transaction():
        _set(call, assistant, body)
        call.api.store.add(assistant, owner=call.owner)
    return assistant


@routes.get("/assistants")
async def list_assistants(call: Call) -> Page:
    return call.page(ASSISTANT, call.query(LIST))


@routes.get("/assistants/{assistant_id}")
async def retrieve_assistant(call: Call) -> Object:
    return call.find(ASSISTANT, call.id("assistant_id"))


@routes.post("/assistants/{assistant_id}")
async def modify_assistant(call: Call) -> Object:
    assistant_id = call.id("assistant_id")
    body = await call.json(UPDATE)
    assistant = call.find(ASSISTANT, assistant_id)
    with call.api.store.transaction():
        _set(call, assistant, body)
        call.api.store.save(assistant, owner=call.owner)
    return assistant


@routes.delete("/assistants/{assistant_id}")
async def delete_assistant(call: Call) -> Object:
    assistant = call.find(ASSISTANT, call.id("assistant_id"))
    call.api.store.delete(ASSISTANT, assistant["id"], owner=call.owner)
    return deleted(ASSISTANT, assistant["id"])


def _set(call: Call, assistant: Object, body: dict[str, Any]) -> None:
    """Take over what the request gives; null stands for the default."""
    for field, default in DEFAULTS.items():
        if field in body:
            assistant[field] = default if body[field] is None else body[field]
    if "model" in body:
        assistant["model"] = body["model"]
    if "reasoning_effort" in body:
        assistant["reasoning_effort"] = body["reasoning_effort"]
    if "tools" in body:
        assistant["tools"] = check_tools(body["tools"])
    check_response_format(assistant["response_format"])
    given = body.get("tool_resources")
    if given is not None:
        assistant["tool_resources"] = resolve_resources(call, given)
    for tool, field in (("code_interpreter", "file_ids"), ("file_search", "vector_store_ids")):
        if any(used["type"] == tool for used in assistant["tools"]):
            assistant["tool_resources"].setdefault(tool, {}).setdefault(field, [])
