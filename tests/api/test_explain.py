"""POST /local/explain: how the simulated model decided, in a run or for messages that are in no thread."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from api_support import WEATHER_TOOLS, ScriptedModel, http, sdk, serving
from openai import OpenAI

from helpers.local_api import LocalAPI
from helpers.local_api.models.simulated import SimulatedModel

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")

QUESTION = {"role": "user", "content": "What is the temperature in Busan?"}


@pytest.fixture(scope="module")
def api() -> Iterator[LocalAPI]:
    with serving(SimulatedModel(), course=True) as api:
        yield api


@pytest.fixture
def client(api: LocalAPI) -> OpenAI:
    return sdk(api)


def explain(api: LocalAPI, **body: Any) -> Any:
    return http(api).post("/local/explain", json=body)


def waiting_run(client: OpenAI, question: str = QUESTION["content"], **settings: Any) -> Any:
    assistant = client.beta.assistants.create(model="gpt-4o-mini", tools=WEATHER_TOOLS)
    thread = client.beta.threads.create(messages=[{"role": "user", "content": question}])
    return client.beta.threads.runs.create_and_poll(thread_id=thread.id, assistant_id=assistant.id, **settings)


def answer(client: OpenAI, run: Any, output: str = "14") -> Any:
    calls = run.required_action.submit_tool_outputs.tool_calls
    outputs: Any = [{"tool_call_id": call.id, "output": output} for call in calls]
    return client.beta.threads.runs.submit_tool_outputs_and_poll(
        run_id=run.id, thread_id=run.thread_id, tool_outputs=outputs
    )


def test_a_run_that_waits_for_outputs(api: LocalAPI, client: OpenAI) -> None:
    run = waiting_run(client)
    found = explain(api, thread_id=run.thread_id, run_id=run.id).json()
    assert found["question"] == QUESTION["content"]
    assert found["outcome"] == "Calls get_current_temperature."
    first, second = found["functions"]
    assert (first["function"], first["decision"], first["words"]) == (
        "get_current_temperature", "called", ["temperature"]
    )  # fmt: skip
    assert (second["function"], second["decision"], second["words"]) == ("get_rain_probability", "not called", [])
    assert first["score"] > second["score"]
    (call,) = found["calls"]
    (location,) = call["arguments"]
    assert (location["value"], location["source"], location["place"]) == ("Busan", "the question", [27, 32])


def test_the_explanation_is_about_what_was_called_whatever_came_after(api: LocalAPI, client: OpenAI) -> None:
    run = waiting_run(client)
    before = explain(api, thread_id=run.thread_id, run_id=run.id).json()
    assert answer(client, run).status == "completed"
    assert explain(api, thread_id=run.thread_id, run_id=run.id).json() == before
    client.beta.threads.messages.create(run.thread_id, role="user", content="Will it rain in Seoul?")
    other = client.beta.threads.runs.create_and_poll(thread_id=run.thread_id, assistant_id=run.assistant_id)
    assert explain(api, thread_id=run.thread_id, run_id=run.id).json() == before
    later = explain(api, thread_id=run.thread_id, run_id=other.id).json()
    assert (later["question"], later["outcome"]) == ("Will it rain in Seoul?", "Calls get_rain_probability.")


def test_a_forced_call_is_explained_as_one_after_it_was_made(api: LocalAPI, client: OpenAI) -> None:
    choice: Any = {"type": "function", "function": {"name": "get_rain_probability"}}
    run = answer(client, waiting_run(client, tool_choice=choice))
    first = client.beta.threads.runs.steps.list(run.id, thread_id=run.thread_id, order="asc").data[0]
    found = explain(api, thread_id=run.thread_id, run_id=run.id, step_id=first.id).json()
    assert found["functions"][0]["reason"] == "tool_choice asks for get_rain_probability"


def test_each_step_has_its_own_explanation(api: LocalAPI, client: OpenAI) -> None:
    run = answer(client, waiting_run(client))
    message, calls = client.beta.threads.runs.steps.list(run.id, thread_id=run.thread_id).data
    ids = {"thread_id": run.thread_id, "run_id": run.id}
    assert explain(api, **ids, step_id=calls.id).json()["outcome"] == "Calls get_current_temperature."
    told = explain(api, **ids, step_id=message.id).json()
    assert told["outcome"] == "Calls nothing more: answers from the outputs."
    assert told["functions"][0]["reason"] == "called before; its output is there"


def test_a_run_without_calls_is_explained_by_its_message(api: LocalAPI, client: OpenAI) -> None:
    run = waiting_run(client, "What is the temperature?")
    assert run.status == "completed"
    found = explain(api, thread_id=run.thread_id, run_id=run.id).json()
    assert found["outcome"] == "Calls nothing yet: asks for location of get_current_temperature."
    assert found["functions"][0]["decision"] == "asks back"
    assert found["calls"][0]["complete"] is False and found["calls"][0]["arguments"][0]["given"] is False


def test_messages_without_a_thread(api: LocalAPI) -> None:
    made = [
        QUESTION,
        {"role": "assistant", "content": "", "tool_calls": [
            {"id": "a", "type": "function",
             "function": {"name": "get_current_temperature", "arguments": '{"location": "Busan"}'}}
        ]},
        {"role": "tool", "tool_call_id": "a", "content": "14"},
        {"role": "assistant", "content": "It is 14 degrees."},
        {"role": "user", "content": "And in Seoul?"},
    ]  # fmt: skip
    found = explain(api, messages=made, tools=WEATHER_TOOLS).json()
    assert found["calls"][0]["arguments"][0]["value"] == "Seoul"
    assert explain(api, messages=[QUESTION]).json()["functions"] == []
    none = explain(api, messages=[QUESTION], tools=WEATHER_TOOLS, tool_choice="none").json()
    assert {row["reason"] for row in none["functions"]} == {"tool_choice is none: nothing may be called"}


def test_explaining_leaves_no_trace(api: LocalAPI, client: OpenAI) -> None:
    run = waiting_run(client)
    now = http(api).get("/local/clock").json()
    explain(api, thread_id=run.thread_id, run_id=run.id)
    explain(api, messages=[QUESTION], tools=WEATHER_TOOLS)
    assert http(api).get("/local/clock").json() == now


def test_a_run_in_which_the_model_was_not_asked(api: LocalAPI, client: OpenAI) -> None:
    assistant = client.beta.assistants.create(model="gpt-4o-mini")
    thread: Any = {"messages": [QUESTION]}
    run = client.beta.threads.create_and_run(assistant_id=assistant.id, thread=thread)
    answer = explain(api, thread_id=run.thread_id, run_id=run.id)
    assert answer.status_code == 400
    assert "has not been asked" in answer.json()["error"]["message"] and "'queued'" in answer.json()["error"]["message"]


@pytest.mark.parametrize(
    ("body", "status", "says"),
    [
        ({}, 400, "either 'thread_id' and 'run_id', or 'messages'"),
        ({"thread_id": "thread_1"}, 400, "either 'thread_id' and 'run_id', or 'messages'"),
        ({"messages": [QUESTION], "run_id": "run_1"}, 400, "either 'thread_id' and 'run_id', or 'messages'"),
        ({"thread_id": "t", "run_id": "r", "tools": []}, 400, "either 'thread_id' and 'run_id', or 'messages'"),
        ({"thread_id": "thread_none", "run_id": "run_none"}, 404, "No thread found with id 'thread_none'."),
        ({"messages": []}, 400, "empty array"),
        ({"messages": [{"role": "someone", "content": ""}]}, 400, "'someone'"),
        ({"messages": [QUESTION], "tools": [{"type": "file_search", "function": {"name": "f"}}]}, 400, "'file_search'"),
        ({"messages": [QUESTION], "tool_choice": "many"}, 400, "'many'"),
        ({"messages": [QUESTION], "tool_choice": {"type": "function"}}, 400, "tool_choice.function"),
        ({"messages": [QUESTION], "colour": "red"}, 400, "colour"),
    ],
)
def test_bad_requests(api: LocalAPI, body: Any, status: int, says: str) -> None:
    answer = explain(api, **body)
    assert answer.status_code == status and says in answer.json()["error"]["message"], answer.text


def test_a_bad_schema_is_refused_as_the_api_does(api: LocalAPI) -> None:
    tool = {"type": "function", "function": {"name": "f", "parameters": {"type": "strange"}}}
    answer = explain(api, messages=[QUESTION], tools=[tool])
    assert answer.status_code == 400 and answer.json()["error"]["code"] == "invalid_function_parameters"


def test_only_the_simulated_model_explains() -> None:
    with serving(ScriptedModel()) as api:
        answer = explain(api, messages=[QUESTION], tools=WEATHER_TOOLS)
    assert answer.status_code == 400 and answer.json()["error"]["code"] == "model_cannot_explain"
    assert "Only the simulated model" in answer.json()["error"]["message"]
