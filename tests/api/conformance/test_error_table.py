"""The hosted API's answers to mistakes, one by one: status, exact text, code and param, over raw HTTP.

Clients of the hosted API match on these texts, so they are compared whole.
"""

import json
import re

import httpx2
import pytest
from api_support import ScriptedModel

from helpers.local_api import LocalAPI

BETA = {"OpenAI-Beta": "assistants=v2"}
HINT = "(HINT: Perhaps you meant to use a different HTTP method?)"
TOOLS = [
    {
        "type": "function",
        "function": {
            "name": f"get_{what}",
            "description": f"Get the {what} of a city.",
            "parameters": {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]},
        },
    }
    for what in ("temperature", "humidity")
]


@pytest.fixture(scope="module")
def api():
    with LocalAPI(course=True, model=ScriptedModel()) as api:  # asks for every function once
        yield api


@pytest.fixture
def http(api):
    headers = {"Authorization": f"Bearer {api.api_key}", **BETA}
    with httpx2.Client(base_url=api.base_url, headers=headers) as http:
        yield http


@pytest.fixture
def ids(http):
    """An assistant, a thread, and a run that waits for two outputs."""
    assistant = http.post("/assistants", json={"model": "gpt-4o-mini", "tools": TOOLS}).json()["id"]
    question = "What is the temperature in Busan, and what is the humidity in Busan?"
    thread = http.post("/threads", json={"messages": [{"role": "user", "content": question}]}).json()["id"]
    run = http.post(f"/threads/{thread}/runs", json={"assistant_id": assistant}).json()["id"]
    found = {"assistant": assistant, "thread": thread, "run": run, "path": f"/threads/{thread}/runs/{run}"}
    while (shown := http.get(found["path"]).json())["status"] in ("queued", "in_progress"):
        pass
    assert shown["status"] == "requires_action", shown
    found["calls"] = [call["id"] for call in shown["required_action"]["submit_tool_outputs"]["tool_calls"]]
    assert len(found["calls"]) == 2
    return found


def error_of(response, status):
    """The error in a response, as (message, code, param). Its type is checked here."""
    assert response.status_code == status, response.text
    error = response.json()["error"]
    assert set(error) == {"message", "type", "param", "code"}
    assert error["type"] == "invalid_request_error"
    return error["message"], error["code"], error["param"]


# A run that waits


def test_message_while_a_run_is_active(http, ids):
    response = http.post(f"/threads/{ids['thread']}/messages", json={"role": "user", "content": "And now?"})
    text = f"Can't add messages to {ids['thread']} while a run {ids['run']} is active."
    assert error_of(response, 400) == (text, None, None)


def test_run_while_a_run_is_active(http, ids):
    response = http.post(f"/threads/{ids['thread']}/runs", json={"assistant_id": ids["assistant"]})
    text = f"Thread {ids['thread']} already has an active run {ids['run']}."
    assert error_of(response, 400) == (text, None, None)


def test_outputs_that_do_not_cover_the_calls(http, ids):
    one, two = ids["calls"]
    for got in ([one], [], [one, "call_other"], [one, two, two]):
        outputs = [{"tool_call_id": call, "output": "1"} for call in got]
        response = http.post(f"{ids['path']}/submit_tool_outputs", json={"tool_outputs": outputs})
        text = f"Expected tool outputs for call_ids ['{one}', '{two}'], got {got!r}"
        assert error_of(response, 400) == (text, None, None)
    assert http.get(ids["path"]).json()["status"] == "requires_action"


def end(api, http, ids, status):
    outputs = {"tool_outputs": [{"tool_call_id": call, "output": "1"} for call in ids["calls"]]}
    if status in ("queued", "completed"):
        assert http.post(f"{ids['path']}/submit_tool_outputs", json=outputs).json()["status"] == "queued"
    if status in ("cancelling", "cancelled"):
        assert http.post(f"{ids['path']}/cancel").json()["status"] == "cancelling"
    if status == "expired":
        moved = httpx2.post(f"{api.control_url}/clock", json={"seconds": 601}, headers=http.headers)
        assert moved.status_code == 200
    if status in ("completed", "cancelled", "expired"):
        for _ in range(5):
            if (found := http.get(ids["path"]).json()["status"]) == status:
                return
        raise AssertionError(found)


@pytest.mark.parametrize("status", ["completed", "cancelled", "expired"])
def test_outputs_in_another_state(api, http, ids, status):
    end(api, http, ids, status)
    outputs = {"tool_outputs": [{"tool_call_id": call, "output": "1"} for call in ids["calls"]]}
    response = http.post(f"{ids['path']}/submit_tool_outputs", json=outputs)
    assert error_of(response, 400) == (f'Runs in status "{status}" do not accept tool outputs.', None, None)


@pytest.mark.parametrize("status", ["completed", "cancelled", "expired"])
def test_cancel_of_what_has_ended(api, http, ids, status):
    end(api, http, ids, status)
    response = http.post(f"{ids['path']}/cancel")
    assert error_of(response, 400) == (f"Cannot cancel run with status '{status}'.", None, None)


# Objects that are not there


@pytest.mark.parametrize(
    ("path", "text", "param"),
    [
        ("/assistants/asst_none", "No assistant found with id 'asst_none'.", None),
        ("/threads/thread_none", "No thread found with id 'thread_none'.", None),
        ("/threads/thread_none/messages", "No thread found with id 'thread_none'.", None),
        ("/threads/thread_none/runs", "No thread found with id 'thread_none'.", None),
        ("/files/file-none", "No such File object: file-none", "id"),
        ("/files/file-none/content", "No such File object: file-none", "id"),
        ("/vector_stores/vs_none", "No vector store found with id 'vs_none'", None),
        ("/vector_stores/vs_none/files", "No vector store found with id 'vs_none'", None),
    ],
)
def test_unknown_objects(http, path, text, param):
    assert error_of(http.get(path), 404) == (text, None, param)


def test_unknown_objects_of_a_thread_are_named(http, ids):
    thread = f"/threads/{ids['thread']}"
    for path in ("/messages/msg_none", "/runs/run_none", f"/runs/{ids['run']}/steps/step_none"):
        message, code, _ = error_of(http.get(thread + path), 404)
        assert path.rpartition("/")[2] in message and code is None


def test_unknown_assistant_of_a_run(http):
    thread = http.post("/threads", json={}).json()["id"]
    expected = ("No assistant found with id 'asst_none'.", None, None)
    assert error_of(http.post(f"/threads/{thread}/runs", json={"assistant_id": "asst_none"}), 404) == expected
    assert error_of(http.post("/threads/runs", json={"assistant_id": "asst_none"}), 404) == expected


@pytest.mark.parametrize(
    ("path", "param", "value", "prefix"),
    [
        ("/threads/undefined", "thread_id", "undefined", "thread"),
        ("/threads/undefined/messages", "thread_id", "undefined", "thread"),
        ("/threads/null/runs/run_x", "thread_id", "null", "thread"),
        ("/assistants/undefined", "assistant_id", "undefined", "asst"),
        ("/vector_stores/undefined", "vector_store_id", "undefined", "vs"),
    ],
)
def test_malformed_ids(http, path, param, value, prefix):
    text = f"Invalid '{param}': '{value}'. Expected an ID that begins with '{prefix}'."
    assert error_of(http.get(path), 400) == (text, "invalid_value", param)


def test_content_of_a_file_for_assistants(http):
    for purpose in ("assistants", "user_data"):
        file = http.post("/files", files={"file": ("a.txt", b"x")}, data={"purpose": purpose}).json()
        text = f"Not allowed to download files of purpose: {purpose}"
        assert error_of(http.get(f"/files/{file['id']}/content"), 400)[0] == text


# Keys, headers, methods, bodies


def test_no_beta_header(api):
    headers = {"Authorization": f"Bearer {api.api_key}"}
    text = (
        "You must provide the 'OpenAI-Beta' header to access the Assistants API. Please try again by setting the "
        "header 'OpenAI-Beta: assistants=v2'."
    )
    for path in ("/assistants", "/threads/thread_x", "/threads/thread_x/runs"):
        response = httpx2.get(api.base_url + path, headers=headers)
        assert error_of(response, 400) == (text, "invalid_beta", None)
    assert httpx2.get(f"{api.base_url}/files", headers=headers).status_code == 200


def test_the_beta_header_of_the_first_version(api):
    headers = {"Authorization": f"Bearer {api.api_key}", "OpenAI-Beta": "assistants=v1"}
    text = (
        "The v1 Assistants API has been deprecated. Please try again by setting the header 'OpenAI-Beta: "
        "assistants=v2'. See the migration guide for more information: "
        "https://platform.openai.com/docs/assistants/migration."
    )
    for path in ("/assistants", "/threads/thread_x/messages"):
        assert error_of(httpx2.get(api.base_url + path, headers=headers), 400) == (text, "invalid_beta", None)


def test_wrong_key(api):
    response = httpx2.get(
        f"{api.base_url}/assistants", headers={"Authorization": "Bearer sk-abcdefghijklmnopyz", **BETA}
    )
    message, code, param = error_of(response, 401)
    pattern = (
        r"Incorrect API key provided: sk-a\*+\w{2,4}\. "
        r"You can find your API key at https://platform\.openai\.com/account/api-keys\."
    )
    assert re.fullmatch(pattern, message) and "bcdefgh" not in message
    assert (code, param) == ("invalid_api_key", None)


@pytest.mark.parametrize("headers", [{}, {"Authorization": ""}, {"api-key": "x"}])
def test_no_key(api, headers):
    message, code, param = error_of(httpx2.get(f"{api.base_url}/assistants", headers={**headers, **BETA}), 401)
    assert message.startswith("You didn't provide an API key.") and (code, param) == (None, None)


@pytest.mark.parametrize(
    ("method", "path"),
    [("PUT", "/assistants"), ("PATCH", "/threads/thread_x"), ("DELETE", "/threads"), ("GET", "/threads"),
     ("PUT", "/files"), ("POST", "/models")],
)  # fmt: skip
def test_wrong_method(http, method, path):
    text = f"Not allowed to {method} on /v1{path}. {HINT}"
    assert error_of(http.request(method, path), 405) == (text, None, None)


@pytest.mark.parametrize("body", [b"{", b"{'model': 1}", b"\xff\xfe", b'{"model": NaN}', b"nul", b"{}{}"])
def test_malformed_json(http, body):
    response = http.post("/assistants", content=body, headers={"Content-Type": "application/json"})
    message, code, param = error_of(response, 400)
    assert message.startswith(
        "We could not parse the JSON body of your request. (HINT: This likely means you aren't using your HTTP "
        "library correctly. "
    )
    assert (code, param) == (None, None)


# Limits


def metadata(number):
    return {f"key{n}": "value" for n in range(number)}


@pytest.mark.parametrize(
    ("body", "text", "code", "param"),
    [
        ({}, "Missing required parameter: 'model'.", "missing_required_parameter", "model"),
        (
            {"name": "n" * 300},
            "Invalid 'name': string too long. Expected a string with maximum length 256, "
            "but got a string with length 300 instead.",
            "string_above_max_length",
            "name",
        ),
        (
            {"description": "n" * 513},
            "Invalid 'description': string too long. Expected a string with maximum length 512, "
            "but got a string with length 513 instead.",
            "string_above_max_length",
            "description",
        ),
        (
            {"instructions": "한" * 256_001},
            "Invalid 'instructions': string too long. Expected a string with maximum length 256000, "
            "but got a string with length 256001 instead.",
            "string_above_max_length",
            "instructions",
        ),
        (
            {"tools": [{"type": "file_search"}] * 217},
            "Invalid 'tools': array too long. Expected an array with maximum length 128, "
            "but got an array with length 217 instead.",
            "array_above_max_length",
            "tools",
        ),
        (
            {"metadata": metadata(17)},
            "Invalid 'metadata': too many properties. Expected an object with at most 16 properties, "
            "but got an object with 17 properties instead.",
            "object_above_max_properties",
            "metadata",
        ),
        (
            {"temperature": 2.5},
            "Invalid 'temperature': decimal above maximum value. Expected a value <= 2, but got 2.5 instead.",
            "decimal_above_max_value",
            "temperature",
        ),
        ({"x": 1}, "Unknown parameter: 'x'.", "unknown_parameter", "x"),
        (
            {"tools": [{"type": "function", "function": {"name": "f", "description": "d" * 1025}}]},
            "Invalid 'tools[0].function.description': string too long. Expected a string with maximum length 1024, "
            "but got a string with length 1025 instead.",
            "string_above_max_length",
            "tools[0].function.description",
        ),
    ],
)
def test_limits_of_an_assistant(http, body, text, code, param):
    if param != "model":
        body = {"model": "gpt-4o-mini", **body}
    assert error_of(http.post("/assistants", json=body), 400) == (text, code, param)


@pytest.mark.parametrize(
    "body",
    [
        {"name": "n" * 256},
        {"description": "n" * 512},
        {"instructions": "한" * 256_000},
        {"tools": [{"type": "file_search"}] + TOOLS[:1] * 127},
        {"metadata": metadata(16)},
        {"metadata": {"k" * 64: "v" * 512}},
        {"temperature": 2, "top_p": 1},
        {"temperature": 0, "top_p": 0},
    ],
)
def test_what_just_fits(http, body):
    if "tools" in body:  # each function has a name of its own
        body["tools"] = [json.loads(json.dumps(tool)) for tool in body["tools"]]
        for number, tool in enumerate(body["tools"]):
            if "function" in tool:
                tool["function"]["name"] = f"function_{number}"
    response = http.post("/assistants", json={"model": "gpt-4o-mini", **body})
    assert response.status_code == 200, response.text


def test_missing_assistant_id(http):
    thread = http.post("/threads", json={}).json()["id"]
    expected = ("Missing required parameter: 'assistant_id'.", "missing_required_parameter", "assistant_id")
    assert error_of(http.post(f"/threads/{thread}/runs", json={}), 400) == expected
    assert error_of(http.post("/threads/runs", json={}), 400) == expected


@pytest.mark.parametrize("url", ["", "a.png", "file:///etc/passwd", "http://", "https://a b"])
def test_address_of_an_image(http, url):
    thread = http.post("/threads", json={}).json()["id"]
    content = [{"type": "image_url", "image_url": {"url": url}}]
    response = http.post(f"/threads/{thread}/messages", json={"role": "user", "content": content})
    name = "content[0].image_url.url"
    text = f"Invalid '{name}'. Expected a valid URL, but got a value with an invalid format."
    assert error_of(response, 400) == (text, "invalid_value", name)


@pytest.mark.parametrize("limit", [101, 0, -1, 10**30])
def test_limit_of_a_page(http, limit):
    above = limit > 100
    text = (
        f"Invalid 'limit': integer {'above maximum' if above else 'below minimum'} value. "
        f"Expected a value {'<= 100' if above else '>= 1'}, but got {limit} instead."
    )
    code = "integer_above_max_value" if above else "integer_below_min_value"
    for path in ("/assistants", "/vector_stores"):
        assert error_of(http.get(path, params={"limit": limit}), 400) == (text, code, "limit")


# Azure


AZURE_404 = {"error": {"code": "404", "message": "Resource not found"}}


@pytest.mark.parametrize("query", ["", "?api-version=", "?api-version=2023-05-15", "?api-version=v1", "?API-VERSION=1"])
def test_azure_without_its_version(api, query):
    response = httpx2.get(f"{api.azure_endpoint}/openai/assistants{query}", headers={"api-key": api.api_key})
    assert (response.status_code, response.json()) == (404, AZURE_404)


def test_azure_with_a_wrong_key(api):
    for headers in ({"api-key": "wrong"}, {"Authorization": "Bearer wrong"}, {}):
        response = httpx2.get(f"{api.azure_endpoint}/openai/assistants?api-version=2024-05-01-preview", headers=headers)
        error = {
            "code": "401",
            "message": "Access denied due to invalid subscription key or wrong API endpoint. Make sure to provide a "
            "valid key for an active subscription and use a correct regional API endpoint for your resource.",
        }
        assert (response.status_code, response.json()) == (401, {"error": error})


def test_azure_needs_no_beta_header_and_takes_a_bearer(api):
    address = f"{api.azure_endpoint}/openai/assistants?api-version=2024-05-01-preview"
    for headers in ({"api-key": api.api_key}, {"Authorization": f"Bearer {api.api_key}"}):
        assert httpx2.get(address, headers=headers).status_code == 200
    response = httpx2.get(address.replace("assistants", "assistants/asst_none"), headers={"api-key": api.api_key})
    assert error_of(response, 404)[0] == "No assistant found with id 'asst_none'."
