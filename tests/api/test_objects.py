"""Assistants, threads, messages and models over the wire: every field, every change, every delete."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest
from api_support import WEATHER_TOOLS, http, sdk, serving
from openai import AsyncOpenAI, NotFoundError, OpenAI

from helpers.local_api import LocalAPI

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


@pytest.fixture(scope="module")
def api() -> Iterator[LocalAPI]:
    with serving(course=True) as served:
        yield served


@pytest.fixture(scope="module")
def client(api: LocalAPI) -> OpenAI:
    return sdk(api)


def test_an_assistant_has_every_field(client: OpenAI) -> None:
    assistant = client.beta.assistants.create(model="gpt-4o-mini")
    made = assistant.to_dict()
    assert made.pop("id").startswith("asst_") and len(assistant.id) == len("asst_") + 24
    assert isinstance(made.pop("created_at"), int)
    assert made == {
        "object": "assistant", "model": "gpt-4o-mini", "name": None, "description": None, "instructions": None,
        "tools": [], "tool_resources": {}, "metadata": {}, "temperature": 1.0, "top_p": 1.0,
        "response_format": "auto",
    }  # fmt: skip


def test_an_assistant_keeps_what_it_is_given(client: OpenAI) -> None:
    schema = {"type": "object", "properties": {"a": {"type": "string"}}, "required": ["a"], "additionalProperties": False}
    answer = {"type": "json_schema", "json_schema": {"name": "answer", "schema": schema, "strict": True}}
    made = client.beta.assistants.create(
        model="my-deployment", name="날씨 봇", description="d", instructions="天氣", metadata={"k": "v"},
        temperature=0.2, top_p=0.5, response_format=answer, tools=[*WEATHER_TOOLS, {"type": "code_interpreter"}],
    )  # fmt: skip
    kept = client.beta.assistants.retrieve(made.id)
    assert kept.to_dict() == made.to_dict()
    assert (kept.name, kept.instructions, kept.model) == ("날씨 봇", "天氣", "my-deployment")
    assert kept.response_format.to_dict() == answer
    assert kept.tools[0].to_dict() == {
        "type": "function", "function": WEATHER_TOOLS[0]["function"] | {"strict": False},
    }  # fmt: skip
    assert kept.tool_resources.to_dict() == {"code_interpreter": {"file_ids": []}}


def test_file_search_gets_its_default_ranking(client: OpenAI) -> None:
    made = client.beta.assistants.create(model="m", tools=[{"type": "file_search"}])
    assert made.tools[0].to_dict()["file_search"] == {
        "ranking_options": {"ranker": "default_2024_08_21", "score_threshold": 0.0}
    }
    assert made.tool_resources.to_dict() == {"file_search": {"vector_store_ids": []}}


def test_an_update_changes_what_it_names(client: OpenAI) -> None:
    made = client.beta.assistants.create(model="m", name="n", instructions="i", metadata={"a": "1"}, temperature=0.1)
    changed = client.beta.assistants.update(made.id, name="new", metadata={"b": "2"}, temperature=None)
    assert changed.to_dict() == made.to_dict() | {"name": "new", "metadata": {"b": "2"}, "temperature": 1.0}
    cleared = client.beta.assistants.update(made.id, name=None, instructions=None, metadata=None)
    assert (cleared.name, cleared.instructions, cleared.metadata) == (None, None, {})
    assert client.beta.assistants.retrieve(made.id).to_dict() == cleared.to_dict()


def test_deleted_is_gone(client: OpenAI) -> None:
    made = client.beta.assistants.create(model="m")
    assert client.beta.assistants.delete(made.id).to_dict() == {
        "id": made.id, "object": "assistant.deleted", "deleted": True,
    }  # fmt: skip
    for call in (client.beta.assistants.retrieve, client.beta.assistants.delete):
        with pytest.raises(NotFoundError):
            call(made.id)
    assert made.id not in [one.id for one in client.beta.assistants.list()]


def test_a_list_can_be_deleted_while_it_is_read(client: OpenAI) -> None:
    made = {client.beta.assistants.create(model="m", metadata={"n": str(number)}).id for number in range(25)}
    deleted = set()
    for assistant in client.beta.assistants.list(limit=10):  # the SDK fetches page after page
        if assistant.id in made:
            client.beta.assistants.delete(assistant.id)
            deleted.add(assistant.id)
    assert deleted == made


def test_threads(client: OpenAI) -> None:
    thread = client.beta.threads.create(metadata={"a": "1"})
    assert set(thread.to_dict()) == {"id", "object", "created_at", "tool_resources", "metadata"}
    assert (thread.object, thread.tool_resources.to_dict()) == ("thread", {})
    changed = client.beta.threads.update(thread.id, metadata={"b": "2"})
    assert client.beta.threads.retrieve(thread.id).to_dict() == changed.to_dict()
    assert changed.metadata == {"b": "2"}
    client.beta.threads.messages.create(thread.id, role="user", content="x")
    assert client.beta.threads.delete(thread.id).to_dict() == {
        "id": thread.id, "object": "thread.deleted", "deleted": True,
    }  # fmt: skip
    with pytest.raises(NotFoundError):
        client.beta.threads.messages.list(thread.id)


def test_a_thread_with_its_first_messages(client: OpenAI) -> None:
    thread = client.beta.threads.create(
        messages=[{"role": "user", "content": "1"}, {"role": "assistant", "content": "2", "metadata": {"k": "v"}}]
    )
    second, first = client.beta.threads.messages.list(thread.id).data
    assert (first.content[0].text.value, second.content[0].text.value) == ("1", "2")
    assert (second.role, second.metadata, second.assistant_id) == ("assistant", {"k": "v"}, None)


def test_messages(client: OpenAI) -> None:
    thread = client.beta.threads.create()
    message = client.beta.threads.messages.create(thread.id, role="user", content="안녕")
    made = message.to_dict()
    assert made.pop("id").startswith("msg_")
    assert made.pop("created_at") == made.pop("completed_at")
    assert made == {
        "object": "thread.message", "thread_id": thread.id, "role": "user", "status": "completed",
        "content": [{"type": "text", "text": {"value": "안녕", "annotations": []}}], "assistant_id": None,
        "run_id": None, "attachments": [], "metadata": {}, "incomplete_at": None, "incomplete_details": None,
    }  # fmt: skip
    changed = client.beta.threads.messages.update(message.id, thread_id=thread.id, metadata={"k": "v"})
    assert client.beta.threads.messages.retrieve(message.id, thread_id=thread.id).to_dict() == changed.to_dict()
    other = client.beta.threads.create()
    with pytest.raises(NotFoundError):
        client.beta.threads.messages.retrieve(message.id, thread_id=other.id)
    assert client.beta.threads.messages.delete(message.id, thread_id=thread.id).to_dict() == {
        "id": message.id, "object": "thread.message.deleted", "deleted": True,
    }  # fmt: skip
    assert client.beta.threads.messages.list(thread.id).data == []


def test_content_of_several_parts(client: OpenAI) -> None:
    thread = client.beta.threads.create()
    message = client.beta.threads.messages.create(
        thread.id,
        role="user",
        content=[
            {"type": "text", "text": "What is this?"},
            {"type": "image_url", "image_url": {"url": "https://example.com/a.png", "detail": "low"}},
            {"type": "image_url", "image_url": {"url": "https://example.com/b.png"}},
        ],
    )
    assert [part.to_dict() for part in message.content] == [
        {"type": "text", "text": {"value": "What is this?", "annotations": []}},
        {"type": "image_url", "image_url": {"url": "https://example.com/a.png", "detail": "low"}},
        {"type": "image_url", "image_url": {"url": "https://example.com/b.png", "detail": "auto"}},
    ]


def test_an_empty_list(api: LocalAPI, client: OpenAI) -> None:
    thread = client.beta.threads.create()
    assert http(api).get(f"/v1/threads/{thread.id}/messages").json() == {
        "object": "list", "data": [], "first_id": None, "last_id": None, "has_more": False,
    }  # fmt: skip


def test_models(client: OpenAI) -> None:
    assert "gpt-4o-mini" in [model.id for model in client.models.list()]
    assert client.models.retrieve("gpt-4o-mini").object == "model"
    with pytest.raises(NotFoundError) as unknown:
        client.models.retrieve("no-such-model")
    assert unknown.value.body["message"] == "The model 'no-such-model' does not exist"
    assert unknown.value.body["code"] == "model_not_found"


def test_request_ids_reach_the_sdk(client: OpenAI) -> None:
    first, second = (client.beta.threads.create()._request_id for _ in range(2))
    assert first != second and first.startswith("req_")


def test_the_async_client(api: LocalAPI) -> None:
    async def lesson() -> list[str]:
        async with AsyncOpenAI(base_url=api.base_url, api_key=api.api_key) as client:
            assistant = await client.beta.assistants.create(model="gpt-4o-mini")
            thread = await client.beta.threads.create(messages=[{"role": "user", "content": "Hello"}])
            run = await client.beta.threads.runs.create_and_poll(thread_id=thread.id, assistant_id=assistant.id)
            assert run.status == "completed"
            return [message.role async for message in client.beta.threads.messages.list(thread.id, limit=1)]

    assert asyncio.run(lesson()) == ["assistant", "user"]
