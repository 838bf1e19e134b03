"""The run's state machine: any order of calls, from any number of clients, keeps its rules.

Hypothesis plays a client that may do anything at any time, against the course's server. After every call the run is
where the rules allow it, and what the API shows of it hangs together.
"""

from __future__ import annotations

import asyncio
from typing import Any

import httpx2
from api_support import HEADERS, KEY, WEATHER_TOOLS, ScriptedModel, calls, in_process, says
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from helpers.local_api import API
from helpers.local_api.engine import NEXT
from helpers.local_api.journal import ACTIVE
from helpers.local_api.keys import Keys
from helpers.local_api.models.interface import ModelError, Usage

FINAL = {"completed", "cancelled", "failed", "incomplete", "expired"}

#: What the model may do in a turn.
TURNS = {
    "answer": says("It is ", "21."),
    "call": calls(("get_current_temperature", "{}")),
    "two calls": calls(("get_current_temperature", "{}"), ("get_rain_probability", "{}")),
    "talk, then call": says("Wait. ")[:-1] + calls(("get_rain_probability", "{}")),
    "cut": says("It", reason="length", usage=Usage(10, 300)),
    "fail": [*says("It")[:-1], ModelError("server_error", "gone")],
}


class Runs(RuleBasedStateMachine):
    """One thread, one run after the other."""

    def __init__(self) -> None:
        super().__init__()
        self.model = ScriptedModel()
        self.api = API(model=self.model, course=True, keys=Keys.single(KEY))
        self.client = SyncInProcess(self.api)
        self.seen: dict[str, str] = {}
        self.run: dict[str, Any] | None = None

    @initialize()
    def begin(self) -> None:
        body = {"model": "m", "tools": WEATHER_TOOLS}
        self.assistant = self.client.post("/v1/assistants", body)["id"]
        self.thread = self.client.post("/v1/threads", {"messages": [{"role": "user", "content": "Busan?"}]})["id"]

    # What clients do

    @rule(turn=st.sampled_from(sorted(TURNS)), stream=st.booleans())
    def create(self, turn: str, stream: bool) -> None:
        active = self.run and self.run["status"] in ACTIVE
        self.model.script.append(TURNS[turn])
        status, body = self.client.send("POST", f"/v1/threads/{self.thread}/runs", {
            "assistant_id": self.assistant, "stream": stream, "max_completion_tokens": 300,
        })  # fmt: skip
        self.after(status)
        if status == 400:
            assert active
            assert body["error"]["message"].startswith(f"Thread {self.thread} already has an active run run_")
        else:
            self.run = self.newest()

    @rule()
    def poll(self) -> None:
        self.newest()

    @precondition(lambda self: self.run)
    @rule(ids=st.sampled_from(["all", "first", "none", "twice", "foreign"]), stream=st.booleans())
    def submit(self, ids: str, stream: bool) -> None:
        before = self.newest()
        pending = before["required_action"] or {"submit_tool_outputs": {"tool_calls": []}}
        wanted = [call["id"] for call in pending["submit_tool_outputs"]["tool_calls"]]
        given = {
            "all": wanted, "first": wanted[:1], "none": [], "twice": wanted * 2, "foreign": [*wanted, "call_x"],
        }[ids]  # fmt: skip
        outputs = [{"tool_call_id": one, "output": "21"} for one in given]
        path = f"/v1/threads/{self.thread}/runs/{before['id']}/submit_tool_outputs"
        status, body = self.client.send("POST", path, {"tool_outputs": outputs, "stream": stream})
        self.after(status)
        if status == 200:
            assert before["status"] == "requires_action" and sorted(given) == sorted(wanted)
        else:
            assert "do not accept tool outputs." in body["error"]["message"] or sorted(given) != sorted(wanted)

    @precondition(lambda self: self.run)
    @rule()
    def cancel(self) -> None:
        before = self.newest()["status"]
        status, body = self.client.send("POST", f"/v1/threads/{self.thread}/runs/{self.run['id']}/cancel")
        self.after(status)
        if status == 200:
            assert body["status"] == "cancelling" and before in {"queued", "in_progress", "requires_action"}
        else:
            assert body["error"]["message"].startswith("Cannot cancel run with status '")

    @rule()
    def say(self) -> None:
        status, body = self.client.send(
            "POST", f"/v1/threads/{self.thread}/messages", {"role": "user", "content": "Seoul?"}
        )
        if status == 400:
            assert body["error"]["message"].startswith(f"Can't add messages to {self.thread} while a run run_")

    @rule(seconds=st.sampled_from([1, 30, 601]))
    def wait(self, seconds: int) -> None:
        self.client.post("/local/clock", {"seconds": seconds})

    # What always holds

    def newest(self) -> dict[str, Any]:
        runs = self.client.get(f"/v1/threads/{self.thread}/runs")["data"]
        for run in runs:
            self.follow(run)
        self.run = runs[0] if runs else None
        return self.run or {}

    def follow(self, run: dict[str, Any]) -> None:
        """A run only moves along the machine's arrows (perhaps several since it was seen last)."""
        before = self.seen.get(run["id"], "queued")
        reachable = {before}
        while more := {after for one in reachable for after in NEXT.get(one, ())} - reachable:
            reachable |= more
        assert run["status"] in reachable, f"{before} → {run['status']}"
        self.seen[run["id"]] = run["status"]

    @staticmethod
    def after(status: int) -> None:
        assert status in (200, 400)

    @invariant()
    def it_hangs_together(self) -> None:
        if not hasattr(self, "thread"):
            return
        runs = self.client.get(f"/v1/threads/{self.thread}/runs?limit=100")["data"]
        assert sum(run["status"] in ACTIVE for run in runs) <= 1
        for run in runs:
            status = run["status"]
            assert (run["required_action"] is not None) == (status == "requires_action")
            assert (run["usage"] is not None) == (status in FINAL)
            assert (run["last_error"] is not None) == (run["failed_at"] is not None) == (status == "failed")
            assert (run["cancelled_at"] is not None) == (status == "cancelled")
            assert (run["incomplete_details"] is not None) == (status == "incomplete")
            assert (run["expires_at"] is None) == (status in FINAL - {"expired"})
            steps = self.client.get(f"/v1/threads/{self.thread}/runs/{run['id']}/steps")["data"]
            open_steps = [step for step in steps if step["status"] == "in_progress"]
            if status in FINAL:
                assert not open_steps
            if status == "requires_action":
                assert [step["type"] for step in open_steps] == ["tool_calls"]
        for message in self.client.get(f"/v1/threads/{self.thread}/messages?limit=100")["data"]:
            assert message["status"] in ("completed", "incomplete")

    def teardown(self) -> None:
        self.client.close()


class SyncInProcess:
    """The app without a network, for thousands of calls."""

    def __init__(self, api: API):
        self._loop = asyncio.new_event_loop()
        self._api, self._client = api, in_process(api)

    def send(self, method: str, path: str, body: Any = None) -> tuple[int, Any]:
        answer: httpx2.Response = self._loop.run_until_complete(
            self._client.request(method, path, json=body, headers=HEADERS)
        )
        is_json = answer.headers["content-type"] == "application/json"
        return answer.status_code, answer.json() if is_json else answer.text

    def post(self, path: str, body: Any) -> Any:
        status, answer = self.send("POST", path, body)
        assert status == 200, answer
        return answer

    def get(self, path: str) -> Any:
        status, answer = self.send("GET", path)
        assert status == 200, answer
        return answer

    def close(self) -> None:
        self._loop.run_until_complete(self._client.aclose())
        self._loop.run_until_complete(self._api.close())
        self._loop.close()


TestRuns = Runs.TestCase
TestRuns.settings = settings(max_examples=50, stateful_step_count=25, deadline=None)


def test_the_machine_has_no_dead_end() -> None:
    reachable, waiting = {"queued"}, ["queued"]
    while waiting:
        for after in NEXT.get(waiting.pop(), frozenset()) - reachable:
            reachable.add(after)
            waiting.append(after)
    assert reachable == FINAL | ACTIVE
    assert set(NEXT) == ACTIVE
