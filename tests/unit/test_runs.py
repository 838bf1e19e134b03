"""The run loop against an API that follows a script: each test writes down what the API says, in order."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from typing import Any

import httpx2
import pytest
from openai import OpenAI

from helpers import runs
from helpers.runs import (
    RunCancelled,
    RunError,
    RunExpired,
    RunFailed,
    RunIncomplete,
    RunTimedOut,
    TooManyRounds,
    raise_unless_completed,
    run_to_end,
    stream_to_end,
    wait_for_run,
)

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


def get_weather(city: str) -> str:
    """Get the weather."""
    return f"sunny in {city}"


def call(id: str, city: str = "Busan", name: str = "get_weather") -> dict[str, Any]:
    return {"id": id, "type": "function", "function": {"name": name, "arguments": json.dumps({"city": city})}}


def run(status: str, *calls: dict[str, Any], **changes: Any) -> dict[str, Any]:
    action = {"type": "submit_tool_outputs", "submit_tool_outputs": {"tool_calls": list(calls)}} if calls else None
    return {
        "id": "run_1", "object": "thread.run", "thread_id": "thread_1", "assistant_id": "asst_1", "created_at": 1,
        "status": status, "model": "m", "instructions": "", "tools": [], "metadata": {}, "required_action": action,
        "parallel_tool_calls": True, **changes,
    }  # fmt: skip


MESSAGE = {
    "id": "msg_1", "object": "thread.message", "created_at": 1, "thread_id": "thread_1", "role": "assistant",
    "content": [{"type": "text", "text": {"value": "Sunny.", "annotations": []}}], "run_id": "run_1", "metadata": {},
}  # fmt: skip


class Script:
    """An API that answers requests about a run with what it was given, in order, and keeps the requests."""

    def __init__(self, *answers: Any):
        self.answers: Iterator[Any] = iter(answers)
        self.seen: list[tuple[str, str, Any]] = []
        transport = httpx2.MockTransport(self.handle)
        self.client = OpenAI(
            api_key="x", base_url="http://api/v1", max_retries=0, http_client=httpx2.Client(transport=transport)
        )

    def handle(self, request: httpx2.Request) -> httpx2.Response:
        path = request.url.path.removeprefix("/v1/threads/thread_1")
        body = json.loads(request.content) if request.content else None
        self.seen.append((request.method, path, body))
        if path == "/messages":
            return httpx2.Response(200, json={"object": "list", "data": [MESSAGE], "has_more": False})
        if path.endswith("/cancel"):
            return httpx2.Response(200, json=run("cancelling"))
        answer = next(self.answers)
        if isinstance(answer, httpx2.Response):
            return answer
        if isinstance(answer, list):
            events = "".join(f"event: {name}\ndata: {json.dumps(data)}\n\n" for name, data in answer)
            text = f"{events}event: done\ndata: [DONE]\n\n"
            return httpx2.Response(200, text=text, headers={"content-type": "text/event-stream"})
        return httpx2.Response(200, json=answer, headers={"openai-poll-after-ms": "1"})

    def paths(self) -> list[str]:
        return [path for _, path, _ in self.seen]


def asked_again(script: Script) -> int:
    return sum(1 for method, path, _ in script.seen if method == "GET" and path == "/runs/run_1")


# --- run_to_end ---------------------------------------------------------------------------------


def test_a_run_without_calls() -> None:
    script = Script(run("queued"), run("in_progress"), run("completed"))
    result = run_to_end(script.client, "thread_1", "asst_1", temperature=0.5)
    assert (result.text, result.rounds, result.run.status) == ("Sunny.", [], "completed")
    assert script.seen[0] == ("POST", "/runs", {"assistant_id": "asst_1", "temperature": 0.5})


@pytest.mark.parametrize("parallel", [True, False])
def test_every_call_of_every_round_is_answered_at_once_and_in_order(parallel: bool) -> None:
    script = Script(
        run("queued"),
        run("requires_action", call("call_1", "Busan"), call("call_2", "Seoul")),
        run("queued"),
        run("requires_action", call("call_3", "Jeju")),
        run("queued"),
        run("in_progress"),
        run("completed"),
    )
    result = run_to_end(script.client, "thread_1", "asst_1", [get_weather], parallel=parallel)
    submitted = [body["tool_outputs"] for _, path, body in script.seen if path.endswith("/submit_tool_outputs")]
    assert submitted == [
        [
            {"tool_call_id": "call_1", "output": "sunny in Busan"},
            {"tool_call_id": "call_2", "output": "sunny in Seoul"},
        ],
        [{"tool_call_id": "call_3", "output": "sunny in Jeju"}],
    ]
    assert [[record.id for record in calls] for calls in result.rounds] == [["call_1", "call_2"], ["call_3"]]
    assert [record.output for record in result.calls] == ["sunny in Busan", "sunny in Seoul", "sunny in Jeju"]
    assert (result.calls[0].name, result.calls[0].arguments) == ("get_weather", '{"city": "Busan"}')


def test_a_call_that_goes_wrong_is_answered_too() -> None:
    script = Script(run("requires_action", call("call_1", name="get_snow")), run("completed"))
    result = run_to_end(script.client, "thread_1", "asst_1", [get_weather])
    assert "Unknown function 'get_snow'" in result.calls[0].output


ENDS = [
    ("failed", {"last_error": {"code": "rate_limit_exceeded", "message": "Too many requests."}}, RunFailed,
     "The run failed (rate_limit_exceeded): Too many requests. Wait a little and run it again."),
    ("failed", {"last_error": {"code": "invalid_prompt", "message": "No."}}, RunFailed,
     "The run failed (invalid_prompt): No. Change the messages and run it again."),
    ("failed", {}, RunFailed, "The run failed (unknown): the API gave no reason. Wait a little and run it again."),
    ("cancelled", {}, RunCancelled, "The run was cancelled before it had an answer. Create a new run to go on."),
    ("expired", {}, RunExpired, "The run expired: its tool outputs did not come within ten minutes."),
    ("incomplete", {"incomplete_details": {"reason": "max_completion_tokens"}}, RunIncomplete,
     "The run is incomplete: it met max_completion_tokens. Raise that limit or ask for less."),
]  # fmt: skip


@pytest.mark.parametrize(("status", "changes", "error", "says"), ENDS)
def test_each_bad_end_has_its_error(status: str, changes: dict[str, Any], error: type[RunError], says: str) -> None:
    script = Script(run("queued"), run(status, **changes))
    with pytest.raises(error) as caught:
        run_to_end(script.client, "thread_1", "asst_1")
    assert says in str(caught.value)
    assert caught.value.run.status == status
    assert " ".join(caught.value._render_traceback_()) == f"{error.__name__}: {caught.value}"
    assert not any(path.endswith("/cancel") for path in script.paths()), "an ended run cannot be cancelled"


def test_a_run_that_has_not_ended_is_not_completed() -> None:
    script = Script(run("in_progress"))
    unfinished = script.client.beta.threads.runs.retrieve("run_1", thread_id="thread_1")
    with pytest.raises(RunError, match="has not ended yet"):
        raise_unless_completed(unfinished)


def test_the_deadline_ends_a_run_that_does_not_and_frees_the_thread() -> None:
    script = Script(*[run("in_progress")] * 100_000)
    began = time.monotonic()
    with pytest.raises(RunTimedOut, match="still in_progress at its deadline of 0.05 seconds"):
        run_to_end(script.client, "thread_1", "asst_1", deadline=0.05)
    assert time.monotonic() - began < 5
    assert script.paths()[-1] == "/runs/run_1/cancel"


def test_the_deadline_is_for_the_whole_run_not_for_each_round() -> None:
    def slow(city: str) -> str:
        time.sleep(0.06)
        return city

    waiting = run("requires_action", call("call_1", name="slow"))
    script = Script(waiting, *[run("queued"), waiting] * 50)
    with pytest.raises(RunTimedOut):
        run_to_end(script.client, "thread_1", "asst_1", [slow], deadline=0.1)
    assert sum(path.endswith("/submit_tool_outputs") for path in script.paths()) < 10


def test_a_model_that_asks_for_ever_is_stopped() -> None:
    script = Script(*[run("requires_action", call("call_1"))] * 100)
    with pytest.raises(TooManyRounds, match="more than 3 times \\(the last: get_weather\\)"):
        run_to_end(script.client, "thread_1", "asst_1", [get_weather], max_rounds=3)
    assert sum(path.endswith("/submit_tool_outputs") for path in script.paths()) == 3
    assert script.paths()[-1] == "/runs/run_1/cancel"


def test_an_interrupt_leaves_no_active_run_behind() -> None:
    def interrupted(city: str) -> str:
        raise KeyboardInterrupt

    script = Script(run("requires_action", call("call_1", name="interrupted")))
    with pytest.raises(KeyboardInterrupt):
        run_to_end(script.client, "thread_1", "asst_1", [interrupted], timeout=None)
    assert script.paths()[-1] == "/runs/run_1/cancel"


def test_when_the_cancel_fails_the_first_error_is_told() -> None:
    script = Script(*[run("requires_action", call("call_1"))] * 2)
    original = script.handle

    def no_cancel(request: httpx2.Request) -> httpx2.Response:
        if request.url.path.endswith("/cancel"):
            return httpx2.Response(400, json={"error": {"message": "Cannot cancel run with status 'expired'."}})
        return original(request)

    client = script.client.with_options(http_client=httpx2.Client(transport=httpx2.MockTransport(no_cancel)))
    with pytest.raises(TooManyRounds):
        run_to_end(client, "thread_1", "asst_1", [get_weather], max_rounds=1)


# --- wait_for_run -------------------------------------------------------------------------------


def first(script: Script) -> Any:
    return script.client.beta.threads.runs.create(thread_id="thread_1", assistant_id="asst_1")


@pytest.mark.parametrize("status", ["requires_action", *sorted(runs.ENDED)])
def test_waiting_ends_in_six_statuses(status: str) -> None:
    script = Script(run("queued"), run("in_progress"), run("cancelling"), run(status))
    assert wait_for_run(script.client, first(script)).status == status
    assert asked_again(script) == 3


def test_a_run_that_needs_nothing_is_not_asked_about() -> None:
    script = Script(run("completed"))
    wait_for_run(script.client, first(script))
    assert asked_again(script) == 0


def test_the_pause_is_what_the_api_asks_for(monkeypatch: pytest.MonkeyPatch) -> None:
    pauses: list[float] = []
    monkeypatch.setattr(runs.time, "sleep", pauses.append)
    busy = httpx2.Response(200, json=run("in_progress"), headers={"openai-poll-after-ms": "250"})
    silent = httpx2.Response(200, json=run("in_progress"))
    script = Script(run("queued"), busy, silent, run("completed"))
    wait_for_run(script.client, first(script))
    assert pauses == [0.25, 1.0]


def test_every_status_of_the_sdk_is_known() -> None:
    from typing import get_args

    from openai.types.beta.threads import RunStatus

    assert runs.WAITING | runs.ENDED | {"requires_action"} == set(get_args(RunStatus))
    assert not runs.WAITING & runs.ENDED


# --- stream_to_end ------------------------------------------------------------------------------


def test_streaming_goes_through_the_rounds_and_hands_on_every_event() -> None:
    script = Script(
        [("thread.run.created", run("queued")), ("thread.run.requires_action", run("requires_action", call("call_1")))],
        [("thread.run.queued", run("queued")), ("thread.run.completed", run("completed"))],
    )
    events: list[str] = []
    result = stream_to_end(
        script.client, "thread_1", "asst_1", [get_weather], on_event=lambda event: events.append(event.event)
    )
    assert events == ["thread.run.created", "thread.run.requires_action", "thread.run.queued", "thread.run.completed"]
    assert (result.text, result.calls[0].output) == ("Sunny.", "sunny in Busan")
    (outputs,) = (body for _, path, body in script.seen if path.endswith("/submit_tool_outputs"))
    assert outputs == {"tool_outputs": [{"tool_call_id": "call_1", "output": "sunny in Busan"}], "stream": True}


def test_streaming_tells_a_bad_end() -> None:
    script = Script([("thread.run.created", run("queued")), ("thread.run.expired", run("expired"))])
    with pytest.raises(RunExpired):
        stream_to_end(script.client, "thread_1", "asst_1")


def test_streaming_stops_a_model_that_asks_for_ever() -> None:
    turn = [("thread.run.requires_action", run("requires_action", call("call_1")))]
    script = Script(*[turn] * 9)
    with pytest.raises(TooManyRounds):
        stream_to_end(script.client, "thread_1", "asst_1", [get_weather], max_rounds=2)
    assert script.paths()[-1] == "/runs/run_1/cancel"


def test_a_stream_that_breaks_off_cancels_the_run() -> None:
    script = Script([("thread.run.created", run("queued"))])

    def broken(event: Any) -> None:
        raise RuntimeError("my handler failed")

    with pytest.raises(RuntimeError, match="my handler failed"):
        stream_to_end(script.client, "thread_1", "asst_1", on_event=broken)
    assert script.paths()[-1] == "/runs/run_1/cancel"
