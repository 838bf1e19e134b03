"""Streams: the order of events, the shape of deltas, the SDK's own handlers, clients that go away."""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import Iterator
from typing import Any

import pytest
from api_support import (
    BOTH_CALLS,
    HEADERS,
    WEATHER_TOOLS,
    Hold,
    ModelError,
    ScriptedModel,
    Usage,
    http,
    says,
    sdk,
    serving,
    until,
)
from hypothesis import given, settings
from hypothesis import strategies as st
from openai import AssistantEventHandler, AsyncOpenAI, BadRequestError

from helpers.local_api import LocalAPI

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


@pytest.fixture(scope="module")
def model() -> ScriptedModel:
    return ScriptedModel()


@pytest.fixture(scope="module", params=["course", "alone"])
def api(request: pytest.FixtureRequest, model: ScriptedModel) -> Iterator[LocalAPI]:
    with serving(model, course=request.param == "course") as served:
        yield served


def thread_and_assistant(api: LocalAPI) -> tuple[str, str]:
    client = sdk(api)
    assistant = client.beta.assistants.create(model="gpt-4o-mini", tools=WEATHER_TOOLS)
    thread = client.beta.threads.create(messages=[{"role": "user", "content": "How is the weather in Busan?"}])
    return thread.id, assistant.id


def read_events(text: str) -> list[tuple[str, Any]]:
    """The events on the wire, strictly: two lines each, one blank line between."""
    assert text.endswith("\n\n")
    events = []
    for block in text[:-2].split("\n\n"):
        event, data = block.split("\n")
        assert event.startswith("event: ") and data.startswith("data: ")
        name, body = event[7:], data[6:]
        events.append((name, body if body == "[DONE]" else json.loads(body)))
    return events


def stream(api: LocalAPI, path: str, body: dict[str, Any]) -> list[tuple[str, Any]]:
    answer = http(api).post(path, json=body | {"stream": True}, timeout=20)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].startswith("text/event-stream")
    return read_events(answer.text)


def squeeze(events: list[tuple[str, Any]]) -> list[str]:
    """The names, with repeated deltas as one."""
    names = [name for name, _ in events]
    return [name for index, name in enumerate(names) if index == 0 or name != names[index - 1]]


def test_order_and_shapes_of_a_run_with_tools(api: LocalAPI, model: ScriptedModel) -> None:
    model.script = [BOTH_CALLS, says("It ", "is ", "21.")]
    thread_id, assistant_id = thread_and_assistant(api)
    events = stream(api, f"/v1/threads/{thread_id}/runs", {"assistant_id": assistant_id})
    assert squeeze(events) == [
        "thread.run.created", "thread.run.queued", "thread.run.in_progress", "thread.run.step.created",
        "thread.run.step.in_progress", "thread.run.step.delta", "thread.run.requires_action", "done",
    ]  # fmt: skip
    assert events[-1] == ("done", "[DONE]")
    assert [data["status"] for _, data in events[:3]] == ["queued", "queued", "in_progress"]
    step = events[3][1]
    assert step["step_details"] == {"type": "tool_calls", "tool_calls": []}
    deltas = [data for name, data in events if name == "thread.run.step.delta"]
    assert {delta["id"] for delta in deltas} == {step["id"]}
    assert {delta["object"] for delta in deltas} == {"thread.run.step.delta"}
    first, *_ = entries = [delta["delta"]["step_details"]["tool_calls"][0] for delta in deltas]
    assert set(first) == {"index", "id", "type", "function"}
    assert first["function"] == {"name": "get_current_temperature", "arguments": "", "output": None}
    assert set(entries[1]) == {"index", "type", "function"} and set(entries[1]["function"]) == {"arguments"}
    run = events[-2][1]
    for index, call in enumerate(run["required_action"]["submit_tool_outputs"]["tool_calls"]):
        pieces = [entry["function"]["arguments"] for entry in entries if entry["index"] == index]
        assert "".join(pieces) == call["function"]["arguments"] == '{"location": "Busan"}'

    outputs = [
        {"tool_call_id": call["id"], "output": "21"}
        for call in run["required_action"]["submit_tool_outputs"]["tool_calls"]
    ]
    events = stream(api, f"/v1/threads/{thread_id}/runs/{run['id']}/submit_tool_outputs", {"tool_outputs": outputs})
    assert squeeze(events) == [
        "thread.run.step.completed", "thread.run.queued", "thread.run.in_progress", "thread.run.step.created",
        "thread.run.step.in_progress", "thread.message.created", "thread.message.in_progress",
        "thread.message.delta", "thread.message.completed", "thread.run.step.completed", "thread.run.completed",
        "done",
    ]  # fmt: skip
    assert [call["function"]["output"] for call in events[0][1]["step_details"]["tool_calls"]] == ["21", "21"]
    message = next(data for name, data in events if name == "thread.message.created")
    assert (message["content"], message["status"], message["run_id"]) == ([], "in_progress", run["id"])
    texts = [
        data["delta"]["content"][0] for name, data in events if name == "thread.message.delta"
    ]
    assert texts == [
        {"index": 0, "type": "text", "text": {"value": "It ", "annotations": []}},
        {"index": 0, "type": "text", "text": {"value": "is "}},
        {"index": 0, "type": "text", "text": {"value": "21."}},
    ]
    stored = sdk(api).beta.threads.messages.retrieve(message["id"], thread_id=thread_id)
    assert stored.content[0].text.value == "It is 21."
    assert events[-2][1]["usage"] == {"prompt_tokens": 60, "completion_tokens": 15, "total_tokens": 75}


def test_create_thread_and_run_tells_of_the_thread_first(api: LocalAPI, model: ScriptedModel) -> None:
    model.script = [says("Hi.")]
    _, assistant_id = thread_and_assistant(api)
    events = stream(api, "/v1/threads/runs", {
        "assistant_id": assistant_id, "thread": {"messages": [{"role": "user", "content": "Hello"}]},
    })  # fmt: skip
    assert squeeze(events)[:3] == ["thread.created", "thread.run.created", "thread.run.queued"]
    assert events[0][1]["object"] == "thread"
    assert events[0][1]["id"] == events[1][1]["thread_id"]


def test_each_change_of_a_streamed_run_moves_the_courses_clock(model: ScriptedModel) -> None:
    model.script = [says("Hi.")]
    with serving(model, course=True) as api:
        thread_id, assistant_id = thread_and_assistant(api)
        events = dict(stream(api, f"/v1/threads/{thread_id}/runs", {"assistant_id": assistant_id}))
        run = events["thread.run.completed"]
        assert run["started_at"] == run["created_at"] + 1
        assert run["completed_at"] == run["created_at"] + 2


def test_a_failure_is_told(api: LocalAPI, model: ScriptedModel) -> None:
    model.script = [[*says("It ")[:-1], ModelError("server_error", "The model is gone.")]]
    thread_id, assistant_id = thread_and_assistant(api)
    events = stream(api, f"/v1/threads/{thread_id}/runs", {"assistant_id": assistant_id})
    assert squeeze(events)[-4:] == [
        "thread.message.incomplete", "thread.run.step.failed", "thread.run.failed", "done",
    ]  # fmt: skip
    assert events[-2][1]["last_error"] == {"code": "server_error", "message": "The model is gone."}


def test_an_answer_that_is_cut_is_told(api: LocalAPI, model: ScriptedModel) -> None:
    model.script = [says("It ", reason="length", usage=Usage(10, 256))]
    thread_id, assistant_id = thread_and_assistant(api)
    events = stream(
        api, f"/v1/threads/{thread_id}/runs", {"assistant_id": assistant_id, "max_completion_tokens": 256}
    )
    assert squeeze(events)[-4:] == [
        "thread.message.incomplete", "thread.run.step.completed", "thread.run.incomplete", "done",
    ]  # fmt: skip


def test_a_refused_stream_is_an_ordinary_error(api: LocalAPI, model: ScriptedModel) -> None:
    model.script = [BOTH_CALLS]
    thread_id, assistant_id = thread_and_assistant(api)
    run = stream(api, f"/v1/threads/{thread_id}/runs", {"assistant_id": assistant_id})[-2][1]
    client = sdk(api)
    with pytest.raises(BadRequestError, match="already has an active run"):
        client.beta.threads.runs.create(thread_id=thread_id, assistant_id=assistant_id, stream=True)
    with pytest.raises(BadRequestError, match="Expected tool outputs for call_ids"):
        client.beta.threads.runs.submit_tool_outputs(run["id"], thread_id=thread_id, tool_outputs=[], stream=True)
    assert client.beta.threads.runs.retrieve(run["id"], thread_id=thread_id).status == "requires_action"
    client.beta.threads.runs.cancel(run["id"], thread_id=thread_id)


class Watcher(AssistantEventHandler):
    """The handler of the SDK's documentation."""

    def __init__(self) -> None:
        super().__init__()
        self.text = ""
        self.calls: list[str] = []

    def on_text_delta(self, delta: Any, snapshot: Any) -> None:
        self.text += delta.value

    def on_tool_call_done(self, tool_call: Any) -> None:
        self.calls.append(tool_call.function.name + tool_call.function.arguments)


def test_the_sdks_event_handler(api: LocalAPI, model: ScriptedModel) -> None:
    model.script = [BOTH_CALLS, says("It is ", "21.")]
    thread_id, assistant_id = thread_and_assistant(api)
    client = sdk(api)
    watcher = Watcher()
    with client.beta.threads.runs.stream(
        thread_id=thread_id, assistant_id=assistant_id, event_handler=watcher
    ) as running:
        running.until_done()
        run = running.get_final_run()
        assert running.get_final_run_steps()[0].step_details.tool_calls[1].function.name == "get_rain_probability"
    assert watcher.calls == [
        'get_current_temperature{"location": "Busan"}', 'get_rain_probability{"location": "Busan"}',
    ]  # fmt: skip
    outputs: list[Any] = [
        {"tool_call_id": call.id, "output": "21"} for call in run.required_action.submit_tool_outputs.tool_calls
    ]
    watcher = Watcher()
    with client.beta.threads.runs.submit_tool_outputs_stream(
        run_id=run.id, thread_id=thread_id, tool_outputs=outputs, event_handler=watcher
    ) as running:
        (message,) = running.get_final_messages()
    assert watcher.text == message.content[0].text.value == "It is 21."


def test_async(api: LocalAPI, model: ScriptedModel) -> None:
    model.script = [says("It is ", "21.")]
    thread_id, assistant_id = thread_and_assistant(api)

    async def pieces() -> list[str]:
        async with AsyncOpenAI(base_url=api.base_url, api_key=api.api_key) as client:
            async with client.beta.threads.runs.stream(thread_id=thread_id, assistant_id=assistant_id) as running:
                return [piece async for piece in running.text_deltas]

    assert asyncio.run(pieces()) == ["It is ", "21."]


def test_pieces_go_out_as_they_come(model: ScriptedModel) -> None:
    hold = Hold()
    model.script = [[*says("It ")[:-1], hold, *says("is.")]]
    with serving(model) as api:
        thread_id, assistant_id = thread_and_assistant(api)
        with sdk(api).beta.threads.runs.stream(thread_id=thread_id, assistant_id=assistant_id) as running:
            pieces = running.text_deltas
            assert next(pieces) == "It "
            begun = sdk(api).beta.threads.messages.list(thread_id).data[0]
            assert begun.status == "in_progress"
            hold.release()
            assert list(pieces) == ["is."]


def test_cancel_is_told_to_the_stream(model: ScriptedModel) -> None:
    model.script = [[*says("It ")[:-1], Hold()]]
    with serving(model) as api:
        thread_id, assistant_id = thread_and_assistant(api)
        names = []
        with sdk(api).beta.threads.runs.stream(thread_id=thread_id, assistant_id=assistant_id) as running:
            for event in running:
                names.append(event.event)
                if event.event == "thread.message.delta":
                    run_id = running.current_run.id
                    sdk(api).beta.threads.runs.cancel(run_id, thread_id=thread_id)
        assert names[-4:] == [
            "thread.run.cancelling", "thread.message.incomplete", "thread.run.step.cancelled", "thread.run.cancelled",
        ]  # fmt: skip


def test_deleting_the_thread_ends_the_stream(model: ScriptedModel) -> None:
    model.script = [[*says("It ")[:-1], Hold()]]
    with serving(model) as api:
        thread_id, assistant_id = thread_and_assistant(api)
        with sdk(api).beta.threads.runs.stream(thread_id=thread_id, assistant_id=assistant_id) as running:
            for event in running:
                if event.event == "thread.message.delta":
                    sdk(api).beta.threads.delete(thread_id)


def leave_after(api: LocalAPI, path: str, body: dict[str, Any], received: int) -> None:
    """Ask for a stream, read `received` bytes of the answer, and hang up."""
    raw = json.dumps(body | {"stream": True}).encode()
    lines = [f"POST {path} HTTP/1.1", "host: localhost", "content-type: application/json"]
    lines += [f"{name}: {value}" for name, value in HEADERS.items()] + [f"content-length: {len(raw)}", "", ""]
    with socket.create_connection(("127.0.0.1", int(api.url.rsplit(":", 1)[1]))) as connection:
        connection.sendall("\r\n".join(lines).encode() + raw)
        while received > 0:
            got = connection.recv(received)
            if not got:
                return
            received -= len(got)


@settings(max_examples=12, deadline=None)
@given(received=st.integers(0, 6000), with_tools=st.booleans())
def test_a_client_may_leave_anywhere_and_the_run_goes_on(
    leaving: tuple[LocalAPI, ScriptedModel], received: int, with_tools: bool
) -> None:
    api, model = leaving
    answer = says("It ", "is ", "21 ", "degrees.")
    model.script = [BOTH_CALLS, answer] if with_tools else [answer]
    thread_id, assistant_id = thread_and_assistant(api)
    leave_after(api, f"/v1/threads/{thread_id}/runs", {"assistant_id": assistant_id}, received)
    client = sdk(api)

    def rested() -> Any:
        runs = client.beta.threads.runs.list(thread_id).data
        return runs and runs[0].status in ("completed", "requires_action") and runs[0]

    run = until(rested)
    if with_tools:
        outputs = [
            {"tool_call_id": call.id, "output": "21"} for call in run.required_action.submit_tool_outputs.tool_calls
        ]
        path = f"/v1/threads/{thread_id}/runs/{run.id}/submit_tool_outputs"
        leave_after(api, path, {"tool_outputs": outputs}, received)
        until(lambda: rested() and rested().status == "completed")
    message = client.beta.threads.messages.list(thread_id).data[0]
    assert (message.content[0].text.value, message.status) == ("It is 21 degrees.", "completed")


@pytest.fixture(scope="module")
def leaving(model: ScriptedModel) -> Iterator[tuple[LocalAPI, ScriptedModel]]:
    with serving(model) as api:
        yield api, model


def test_a_dropped_stream_locks_the_thread_until_the_run_ends(model: ScriptedModel) -> None:
    hold = Hold()
    model.script = [[*says("It ")[:-1], hold, *says("is.")]]
    with serving(model) as api:
        thread_id, assistant_id = thread_and_assistant(api)
        leave_after(api, f"/v1/threads/{thread_id}/runs", {"assistant_id": assistant_id}, 500)
        client = sdk(api)
        with pytest.raises(BadRequestError, match="while a run run_"):
            client.beta.threads.messages.create(thread_id, role="user", content="Hello?")
        hold.release()
        until(lambda: client.beta.threads.runs.list(thread_id).data[0].status == "completed")
        client.beta.threads.messages.create(thread_id, role="user", content="Hello?")


def test_nothing_is_kept_for_streams_that_are_over(model: ScriptedModel) -> None:
    from helpers.local_api import API

    kept: list[API] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("helpers.local_api.server.API", lambda **settings: kept.append(API(**settings)) or kept[0])
        model.script = []
        with serving(model) as api:
            thread_id, assistant_id = thread_and_assistant(api)
            for received in (0, 100, 700, 3000):
                leave_after(api, f"/v1/threads/{thread_id}/runs", {"assistant_id": assistant_id}, received)
                client = sdk(api)
                until(lambda: client.beta.threads.runs.list(thread_id, limit=1).data[0].status == "requires_action")
                run = client.beta.threads.runs.list(thread_id, limit=1).data[0]
                client.beta.threads.runs.cancel(run.id, thread_id=thread_id)
                until(lambda: client.beta.threads.runs.list(thread_id, limit=1).data[0].status == "cancelled")
            until(lambda: not kept[0].engine.journal._channels and not kept[0].schedule._tasks)


def test_the_first_event_comes_at_once(model: ScriptedModel) -> None:
    """No timing here (see benchmarks): the first event is there although the model has said nothing yet."""
    hold = Hold()
    model.script = [[hold]]
    with serving(model) as api:
        thread_id, assistant_id = thread_and_assistant(api)
        with http(api).stream(
            "POST", f"/v1/threads/{thread_id}/runs", json={"assistant_id": assistant_id, "stream": True}
        ) as answer:
            assert next(answer.iter_lines()) == "event: thread.run.created"
            hold.release()
