"""Azure's paths, keys, versions and errors."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from api_support import BOTH_CALLS, KEY, WEATHER_TOOLS, ScriptedModel, http, says, serving
from openai import AuthenticationError, AzureOpenAI, NotFoundError, OpenAI

from helpers.local_api import LocalAPI

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")

VERSION = "2024-05-01-preview"
ACCESS_DENIED = {
    "error": {
        "code": "401",
        "message": "Access denied due to invalid subscription key or wrong API endpoint. Make sure to provide a valid "
        "key for an active subscription and use a correct regional API endpoint for your resource.",
    }
}
NOT_FOUND = {"error": {"code": "404", "message": "Resource not found"}}


@pytest.fixture(scope="module")
def model() -> ScriptedModel:
    return ScriptedModel()


@pytest.fixture(scope="module")
def api(model: ScriptedModel) -> Iterator[LocalAPI]:
    with serving(model, course=True) as served:
        yield served


def azure(api: LocalAPI, version: str = VERSION, key: str = KEY) -> AzureOpenAI:
    return AzureOpenAI(azure_endpoint=api.azure_endpoint, api_key=key, api_version=version, max_retries=0)


@pytest.mark.parametrize("version", ["2024-02-15-preview", "2024-05-01-preview", "2024-08-01-preview"])
def test_a_whole_function_call(api: LocalAPI, model: ScriptedModel, version: str) -> None:
    model.script = [BOTH_CALLS, says("Done.")]
    client = azure(api, version)
    assistant = client.beta.assistants.create(model="my-deployment", tools=WEATHER_TOOLS)
    thread = client.beta.threads.create(messages=[{"role": "user", "content": "Busan?"}])
    run = client.beta.threads.runs.create_and_poll(thread_id=thread.id, assistant_id=assistant.id)
    assert run.status == "requires_action"
    run = client.beta.threads.runs.submit_tool_outputs(
        run_id=run.id,
        thread_id=thread.id,
        tool_outputs=[
            {"tool_call_id": call.id, "output": "x"}
            for call in run.required_action.submit_tool_outputs.tool_calls
        ],
    )
    assert run.status == "queued"
    assert client.beta.threads.runs.poll(run.id, thread_id=thread.id).status == "completed"


def test_streaming(api: LocalAPI, model: ScriptedModel) -> None:
    model.script = [says("It ", "works.")]
    client = azure(api)
    assistant = client.beta.assistants.create(model="my-deployment")
    with client.beta.threads.create_and_run_stream(
        assistant_id=assistant.id, thread={"messages": [{"role": "user", "content": "x"}]}
    ) as stream:
        assert "".join(stream.text_deltas) == "It works."


def test_what_azure_makes_openai_sees(api: LocalAPI) -> None:
    made = azure(api).beta.assistants.create(model="my-deployment")
    assert OpenAI(base_url=api.base_url, api_key=KEY).beta.assistants.retrieve(made.id).model == "my-deployment"


def test_the_hyphen_of_azures_reference(api: LocalAPI) -> None:
    client = azure(api)
    made = client.beta.assistants.create(model="d", tools=[{"type": "code-interpreter"}])  # type: ignore[list-item]
    assert made.tools[0].type == "code_interpreter"


def test_limit_as_text(api: LocalAPI) -> None:
    made = azure(api).beta.assistants.create(model="d")
    listed = azure(api).beta.assistants.list(order="desc", limit="20")  # type: ignore[arg-type]
    assert listed.data[0].id == made.id


@pytest.mark.parametrize("version", ["", "2023-05-15", "2024-06-01", "nonsense"])
def test_other_versions_are_not_found(api: LocalAPI, version: str) -> None:
    query = f"?api-version={version}" if version else ""
    answer = http(api, {"api-key": KEY}).get(f"/openai/assistants{query}")
    assert (answer.status_code, answer.json()) == (404, NOT_FOUND)
    if version:
        with pytest.raises(NotFoundError):
            azure(api, version).beta.assistants.list()


def test_wrong_and_missing_keys(api: LocalAPI) -> None:
    with pytest.raises(AuthenticationError) as denied:
        azure(api, key="wrong").beta.assistants.list()
    assert denied.value.response.json() == ACCESS_DENIED
    answer = http(api, {}).get(f"/openai/assistants?api-version={VERSION}")
    assert (answer.status_code, answer.json()) == (401, ACCESS_DENIED)


def test_a_bearer_token_will_do(api: LocalAPI) -> None:
    answer = http(api, {"authorization": f"Bearer {KEY}"}).get(f"/openai/assistants?api-version={VERSION}")
    assert answer.status_code == 200


def test_unknown_paths_and_objects(api: LocalAPI) -> None:
    raw = http(api, {"api-key": KEY})
    answer = raw.get(f"/openai/nothing?api-version={VERSION}")
    assert (answer.status_code, answer.json()) == (404, NOT_FOUND)
    answer = raw.get(f"/openai/assistants/asst_x?api-version={VERSION}")
    assert answer.status_code == 404
    assert answer.json()["error"]["message"] == "No assistant found with id 'asst_x'."


def test_azures_v1_path_needs_no_version(api: LocalAPI) -> None:
    raw = http(api, {"api-key": KEY})
    assert raw.get("/openai/v1/assistants").status_code == 200
    assert raw.get("/openai/v1/assistants?api-version=preview").status_code == 200
    assert raw.get("/openai/v1/assistants?api-version=1").json() == NOT_FOUND
