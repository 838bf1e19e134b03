"""The control routes: time, failures on request, and the record of what went over the wire."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import httpx2
import pytest
from api_support import ScriptedModel, http, says, sdk, serving
from openai import InternalServerError, OpenAI, RateLimitError

from helpers.local_api import LocalAPI

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


@pytest.fixture(scope="module")
def api() -> Iterator[LocalAPI]:
    with serving(course=True) as served:
        yield served


@pytest.fixture
def control(api: LocalAPI) -> httpx2.Client:
    raw = http(api)
    raw.post("/local/reset_faults")
    return raw


def new_run(client: OpenAI) -> object:
    assistant = client.beta.assistants.create(model="gpt-4o-mini")
    return client.beta.threads.create_and_run(
        assistant_id=assistant.id, thread={"messages": [{"role": "user", "content": "Hello"}]}
    )


def test_the_clock(control: httpx2.Client, api: LocalAPI) -> None:
    now = control.get("/local/clock").json()["now"]
    assert control.get("/local/clock").json()["now"] == now
    assert control.post("/local/clock", json={"seconds": 90}).json()["now"] == now + 90
    assert sdk(api).beta.threads.create().created_at == now + 91
    for bad in ({"seconds": -1}, {"seconds": "1"}, {}, {"seconds": 1, "x": 2}):
        assert control.post("/local/clock", json=bad).status_code == 400


@pytest.mark.parametrize(("status", "error"), [(429, RateLimitError), (500, InternalServerError)])
def test_requests_fail_when_asked_for(
    control: httpx2.Client, api: LocalAPI, status: int, error: type[Exception]
) -> None:
    control.post("/local/fail_next", json={"status": status, "count": 2})
    client = sdk(api)
    for _ in range(2):
        with pytest.raises(error) as failed:
            client.beta.threads.create()
        assert failed.value.status_code == status  # type: ignore[attr-defined]
    assert client.beta.threads.create().id


def test_the_sdk_retries_at_once(control: httpx2.Client, api: LocalAPI) -> None:
    control.post("/local/fail_next", json={"status": 429, "count": 2})
    client = OpenAI(base_url=api.base_url, api_key=api.api_key, max_retries=2)
    answer = client.beta.threads.with_raw_response.create()
    assert answer.retries_taken == 2


def test_the_hosted_body_of_a_rate_limit(control: httpx2.Client) -> None:
    control.post("/local/fail_next", json={"status": 429})
    body = control.get("/v1/assistants").json()["error"]
    assert (body["type"], body["code"]) == ("requests", "rate_limit_exceeded")
    assert body["message"].startswith("Rate limit reached for ")


def test_a_run_fails_when_asked_for(control: httpx2.Client, api: LocalAPI) -> None:
    control.post("/local/next_run", json={"error": {"code": "rate_limit_exceeded", "message": "Too many."}})
    client = sdk(api)
    run = new_run(client)
    for _ in range(2):
        run = client.beta.threads.runs.retrieve(run.id, thread_id=run.thread_id)
    assert (run.status, run.last_error.code, run.last_error.message) == ("failed", "rate_limit_exceeded", "Too many.")
    run = new_run(client)
    for _ in range(2):
        run = client.beta.threads.runs.retrieve(run.id, thread_id=run.thread_id)
    assert run.status == "completed"


def test_a_run_is_slow_when_asked_for(control: httpx2.Client, api: LocalAPI) -> None:
    control.post("/local/next_run", json={"seconds": 30})
    client = sdk(api)
    run = new_run(client)
    control.post("/local/clock", json={"seconds": 29})
    assert client.beta.threads.runs.retrieve(run.id, thread_id=run.thread_id).status == "in_progress"
    control.post("/local/clock", json={"seconds": 2})
    assert client.beta.threads.runs.retrieve(run.id, thread_id=run.thread_id).status == "completed"


def test_a_slow_run_is_slow_once() -> None:
    """The delay is for the run's first turn, not again after the tool outputs."""
    tools: list[Any] = [{"type": "function", "function": {"name": "f"}}]
    with serving(course=True) as api:
        client = sdk(api)
        http(api).post("/local/next_run", json={"seconds": 30})
        assistant = client.beta.assistants.create(model="m", tools=tools)
        run = client.beta.threads.create_and_run(
            assistant_id=assistant.id, thread={"messages": [{"role": "user", "content": "Hello"}]}
        )
        http(api).post("/local/clock", json={"seconds": 40})
        run = client.beta.threads.runs.retrieve(run.id, thread_id=run.thread_id)
        calls = run.required_action.submit_tool_outputs.tool_calls
        run = client.beta.threads.runs.submit_tool_outputs(
            run.id, thread_id=run.thread_id, tool_outputs=[{"tool_call_id": calls[0].id, "output": "x"}]
        )
        for _ in range(2):
            run = client.beta.threads.runs.retrieve(run.id, thread_id=run.thread_id)
        assert run.status == "completed"


def test_a_run_that_is_too_slow_expires(control: httpx2.Client, api: LocalAPI) -> None:
    control.post("/local/next_run", json={"seconds": 700})
    client = sdk(api)
    run = new_run(client)
    control.post("/local/clock", json={"seconds": 700})
    assert client.beta.threads.runs.retrieve(run.id, thread_id=run.thread_id).status == "expired"


def test_what_went_over_the_wire(control: httpx2.Client, api: LocalAPI) -> None:
    control.delete("/local/requests")
    client = sdk(api)
    assistant = client.beta.assistants.create(model="gpt-4o-mini", name="날씨")
    with client.beta.threads.create_and_run_stream(
        assistant_id=assistant.id, thread={"messages": [{"role": "user", "content": "Hello"}]}
    ) as stream:
        stream.until_done()
    made, streamed = control.get("/local/requests").json()["requests"]
    assert (made["method"], made["path"], made["status"]) == ("POST", "/v1/assistants", 200)
    assert made["request"] == {"model": "gpt-4o-mini", "name": "날씨"}
    assert made["response"]["id"] == assistant.id
    assert streamed["response"][0]["event"] == "thread.created"
    assert streamed["response"][-1] == {"event": "done", "data": "[DONE]"}
    assert "authorization" not in json.dumps([made, streamed]).lower()
    assert control.get("/local/requests", params={"after": made["number"]}).json()["requests"] == [streamed]
    control.delete("/local/requests")
    assert control.get("/local/requests").json()["requests"] == []


def test_control_wants_the_key_and_is_not_the_api(control: httpx2.Client, api: LocalAPI) -> None:
    assert http(api, {}).get("/local/clock").status_code == 401
    assert control.get("/v1/local/clock").status_code == 404
    assert control.get("/local/nothing").status_code == 404


def test_served_alone_time_can_be_moved_too() -> None:
    with serving(ScriptedModel(says("Hi."))) as api:
        before = sdk(api).beta.threads.create().created_at
        http(api).post("/local/clock", json={"seconds": 1000})
        assert sdk(api).beta.threads.create().created_at >= before + 1000
