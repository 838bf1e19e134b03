"""What programs in the wild send and wait for, found by running them: each test is the kernel of one."""

from __future__ import annotations

import json
from collections.abc import Iterator

import httpx2
import pytest
from api_support import BOTH_CALLS, WEATHER_TOOLS, ScriptedModel, http, says, sdk, serving
from openai import OpenAI

from helpers.local_api import LocalAPI
from helpers.local_api.models.interface import Finished, ToolCall, Usage

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")

#: Code that draws two pictures, without any package for it.
DRAWS = (
    "import base64\n"
    "class Picture:\n"
    "    def _repr_png_(self):\n"
    "        return base64.b64decode('iVBORw0KGgo=')\n"
    "Picture()\n"
)


@pytest.fixture(scope="module")
def model() -> ScriptedModel:
    return ScriptedModel()


@pytest.fixture(scope="module")
def api(model: ScriptedModel) -> Iterator[LocalAPI]:
    with serving(model, course=True, allow_code_interpreter=True) as served:
        yield served


@pytest.fixture(scope="module")
def client(api: LocalAPI) -> OpenAI:
    return sdk(api)


@pytest.fixture
def raw(api: LocalAPI) -> Iterator[httpx2.Client]:
    with http(api) as raw:
        yield raw


def code(text: str) -> list:
    return [ToolCall(0, "code_interpreter", json.dumps({"code": text})), Finished("tool_calls", Usage(10, 5))]


def start(client: OpenAI, tool: dict) -> dict[str, str]:
    """An assistant and a thread with a question, as the arguments of a run."""
    assistant = client.beta.assistants.create(model="gpt-4o", tools=[tool])
    thread = client.beta.threads.create(messages=[{"role": "user", "content": "Go"}])
    return {"assistant_id": assistant.id, "thread_id": thread.id}


def test_null_for_an_optional_field_counts_as_left_out(raw: httpx2.Client) -> None:
    """Marvin sends `{"messages": null}` for every new thread, LiteLLM `"tools": null` for an assistant on Azure."""
    for body in ({"messages": None}, {"messages": None, "metadata": None, "tool_resources": None}):
        thread = raw.post("/v1/threads", json=body)
        assert (thread.status_code, thread.json()["metadata"], thread.json()["tool_resources"]) == (200, {}, {})
    assistant = raw.post("/v1/assistants", json={"model": "gpt-4o", "tools": None, "name": None}).json()
    assert (assistant["tools"], assistant["name"]) == ([], None)
    kept = raw.post(f"/v1/assistants/{assistant['id']}", json={"tools": [{"type": "code_interpreter"}]}).json()
    assert raw.post(f"/v1/assistants/{assistant['id']}", json={"tools": None}).json()["tools"] == kept["tools"]


def test_null_for_a_required_field_is_still_refused(raw: httpx2.Client) -> None:
    error = raw.post("/v1/assistants", json={"model": None}).json()["error"]
    assert (error["param"], error["code"]) == ("model", "invalid_type")


def test_pictures_come_first_in_the_message(client: OpenAI, model: ScriptedModel) -> None:
    """`messages.data[0].content[0].image_file.file_id`, as in the cookbook's slides and in Azure's quickstart."""
    model.script = [code(DRAWS), code(DRAWS), says("Here ", "they are.")]
    run = client.beta.threads.runs.create_and_poll(**start(client, {"type": "code_interpreter"}))
    (message,) = client.beta.threads.messages.list(run.thread_id, run_id=run.id).data
    assert [part.type for part in message.content] == ["image_file", "image_file", "text"]
    first, second = (part.image_file.to_dict() for part in message.content[:2])
    assert first.keys() == {"file_id"} and first != second
    assert client.files.content(first["file_id"]).read().startswith(b"\x89PNG")
    shown = [step for step in client.beta.threads.runs.steps.list(run.id, thread_id=run.thread_id, order="asc")]
    outputs = [call.code_interpreter.outputs for step in shown[:2] for call in step.step_details.tool_calls]
    assert [output.image.file_id for (output,) in outputs] == [first["file_id"], second["file_id"]]


def test_a_picture_is_shown_in_one_message_only(client: OpenAI, model: ScriptedModel) -> None:
    model.script = [code(DRAWS), [*says("One.")[:-1], *code("1 + 1")], says("Two.")]
    run = client.beta.threads.runs.create_and_poll(**start(client, {"type": "code_interpreter"}))
    second, first = client.beta.threads.messages.list(run.thread_id, run_id=run.id).data
    assert [part.type for part in first.content] == ["image_file", "text"]
    assert [part.type for part in second.content] == ["text"]


def test_a_stream_tells_pictures_and_code_as_the_hosted_one(client: OpenAI, model: ScriptedModel) -> None:
    """The code once, the outputs alone, each picture as a part of the message with an index of its own."""
    model.script = [code(DRAWS), says("Here ", "it is.")]
    with client.beta.threads.runs.stream(**start(client, {"type": "code_interpreter"})) as stream:
        events = list(stream)
        (message,) = stream.get_final_messages()
    deltas = [event.data.delta.to_dict() for event in events if event.event == "thread.run.step.delta"]
    calls = [call for delta in deltas for call in delta["step_details"]["tool_calls"]]
    first, told, done = (call["code_interpreter"] for call in calls)
    assert (first, told) == ({"input": "", "outputs": []}, {"input": DRAWS})
    ((picture,),) = done.values()
    assert (picture["index"], picture["type"], done.keys()) == (0, "image", {"outputs"})
    told_parts = [event.data.delta.content for event in events if event.event == "thread.message.delta"]
    parts = [part.to_dict() for content in told_parts for part in content]
    file_id = picture["image"]["file_id"]
    assert parts[0] == {"index": 0, "type": "image_file", "image_file": {"file_id": file_id}}
    assert [(part["index"], part["text"]) for part in parts[1:]] == [
        (1, {"value": "Here ", "annotations": []}), (1, {"value": "it is."}),
    ]  # fmt: skip
    assert [part.type for part in message.content] == ["image_file", "text"]


def test_a_step_says_when_its_run_expires(client: OpenAI, model: ScriptedModel) -> None:
    """Recorded in every step of the hosted API, also in those that have ended."""
    model.script = [BOTH_CALLS]
    run = client.beta.threads.runs.create_and_poll(**start(client, WEATHER_TOOLS[0]), tools=WEATHER_TOOLS)
    (step,) = client.beta.threads.runs.steps.list(run.id, thread_id=run.thread_id).data
    assert step.to_dict()["expires_at"] == run.expires_at == run.created_at + 600


def test_a_run_that_fails_inside_says_so_in_the_hosted_words(client: OpenAI, model: ScriptedModel) -> None:
    """Programs look for `code='server_error', message='Sorry, something went wrong.'` and try again."""
    model.script = [[RuntimeError("a mistake of the server's own")]]
    run = client.beta.threads.runs.create_and_poll(**start(client, WEATHER_TOOLS[0]))
    assert (run.status, run.expires_at) == ("failed", None)
    assert run.last_error.to_dict() == {"code": "server_error", "message": "Sorry, something went wrong."}


@pytest.mark.parametrize(
    ("body", "param", "code", "message"),
    [
        ({"model": "m", "temperature": 3}, "temperature", "decimal_above_max_value",
         "Invalid 'temperature': decimal above maximum value. Expected a value <= 2, but got 3 instead."),
        ({"model": "m", "metadata": {"k": 1.5}}, "metadata.k", "invalid_type",
         "Invalid type for 'metadata.k': expected a string, but got a decimal number instead."),
        ({"model": "m", "metadata": "x"}, "metadata", "invalid_type",
         "Invalid type for 'metadata': expected a metadata object, but got a string instead."),
        ({"temperature": "hot", "zzz": 1}, "model", "missing_required_parameter",
         "Missing required parameter: 'model'."),
        ({"model": "m", "temperature": "hot", "zzz": 1}, "zzz", "unknown_parameter", "Unknown parameter: 'zzz'."),
    ],
)  # fmt: skip
def test_wordings_measured_on_sibling_endpoints(raw: httpx2.Client, body, param, code, message) -> None:
    """The hosted endpoints shared one validation; these were measured on two others a few weeks before the end."""
    error = raw.post("/v1/assistants", json=body).json()["error"]
    assert (error["param"], error["code"], error["message"]) == (param, code, message)


def test_a_file_search_begins_with_how_it_ranks_and_no_results(client: OpenAI, model: ScriptedModel):
    # Recorded in March 2025. Programs go through `results` as soon as the call is there.
    file = client.files.create(file=("a.txt", b"Refunds take five days."), purpose="assistants")
    store = client.vector_stores.create(file_ids=[file.id])
    thread = client.beta.threads.create(messages=[{"role": "user", "content": "refunds?"}])
    assistant = client.beta.assistants.create(
        model="gpt-4o",
        tools=[{"type": "file_search", "file_search": {"ranking_options": {"score_threshold": 0.25}}}],
        tool_resources={"file_search": {"vector_store_ids": [store.id]}},
    )
    search = [ToolCall(0, "file_search", json.dumps({"query": "refunds"})), Finished("tool_calls", Usage(10, 5))]
    model.script = [search, says("Five days.")]
    stream = client.beta.threads.runs.create(thread.id, assistant_id=assistant.id, stream=True)
    deltas = [event.data.delta for event in stream if event.event == "thread.run.step.delta"]
    (call,) = [delta.step_details.tool_calls[0] for delta in deltas]
    assert call.file_search == {
        "ranking_options": {"ranker": "default_2024_08_21", "score_threshold": 0.25},
        "results": [],
    }


def test_programs_log_how_long_the_api_took_and_its_version(raw: httpx2.Client):
    for path, status in (("/v1/assistants", 200), ("/v1/threads/thread_none", 404)):
        answer = raw.get(path)
        assert answer.status_code == status
        assert answer.headers["openai-version"] == "2020-10-01"
        assert int(answer.headers["openai-processing-ms"]) >= 0
