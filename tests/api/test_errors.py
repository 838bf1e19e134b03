"""What the API refuses, in the hosted API's words. Requests are raw HTTP, so that nothing is put right on the way."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import httpx2
import pytest
from api_support import HEADERS, KEY, http, serving

from helpers.local_api import LocalAPI


@pytest.fixture(scope="module")
def api() -> Iterator[LocalAPI]:
    with serving(course=True) as served:
        yield served


@pytest.fixture(scope="module")
def client(api: LocalAPI) -> httpx2.Client:
    return http(api)


@pytest.fixture(scope="module")
def ids(client: httpx2.Client) -> dict[str, str]:
    """An assistant, a thread, and a run on it that has ended."""
    assistant = client.post("/v1/assistants", json={"model": "gpt-4o-mini"}).json()["id"]
    thread = client.post("/v1/threads").json()["id"]
    client.post(f"/v1/threads/{thread}/messages", json={"role": "user", "content": "Hello"})
    run = client.post(f"/v1/threads/{thread}/runs", json={"assistant_id": assistant}).json()["id"]
    while client.get(f"/v1/threads/{thread}/runs/{run}").json()["status"] != "completed":
        pass
    return {"assistant": assistant, "thread": thread, "run": run}


def error(answer: httpx2.Response, status: int = 400) -> dict[str, Any]:
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["x-request-id"].startswith("req_")
    body = answer.json()
    assert set(body) == {"error"}
    assert set(body["error"]) == {"message", "type", "param", "code"}
    assert body["error"]["type"] == "invalid_request_error"
    return body["error"]


FUNCTION = {"type": "function", "function": {"name": "f"}}

#: Body of POST /assistants (with a model unless the body has one), then the error: text, param, code.
BAD_ASSISTANTS: list[tuple[dict[str, Any], str, str, str]] = [
    ({"model": ...}, "Missing required parameter: 'model'.", "model", "missing_required_parameter"),
    ({"model": 5}, "Invalid type for 'model': expected a string, but got an integer instead.", "model", "invalid_type"),
    ({"x": 1}, "Unknown parameter: 'x'.", "x", "unknown_parameter"),
    (
        {"name": "n" * 300},
        "Invalid 'name': string too long. Expected a string with maximum length 256, but got a string with length "
        "300 instead.",
        "name", "string_above_max_length",
    ),
    (
        {"description": "n" * 513},
        "Invalid 'description': string too long. Expected a string with maximum length 512, but got a string with "
        "length 513 instead.",
        "description", "string_above_max_length",
    ),
    (
        {"instructions": "n" * 256_001},
        "Invalid 'instructions': string too long. Expected a string with maximum length 256000, but got a string "
        "with length 256001 instead.",
        "instructions", "string_above_max_length",
    ),
    (
        {"tools": [FUNCTION] * 217},
        "Invalid 'tools': array too long. Expected an array with maximum length 128, but got an array with length "
        "217 instead.",
        "tools", "array_above_max_length",
    ),
    (
        {"metadata": {str(number): "" for number in range(17)}},
        "Invalid 'metadata': too many properties. Expected an object with at most 16 properties, but got an object "
        "with 17 properties instead.",
        "metadata", "object_above_max_properties",
    ),
    (
        {"metadata": {"k" * 65: ""}},
        "Invalid property name in 'metadata': 'kkk...kkk' is too long. Expected a string with maximum length 64, but "
        "got a string with length 65 instead.",
        "metadata." + "k" * 65, "property_name_above_max_length",
    ),
    (
        {"metadata": {"k": "v" * 513}},
        "Invalid 'metadata.k': string too long. Expected a string with maximum length 512, but got a string with "
        "length 513 instead.",
        "metadata.k", "string_above_max_length",
    ),
    (
        {"metadata": {"k": 5}},
        "Invalid type for 'metadata.k': expected a string, but got an integer instead.",
        "metadata.k", "invalid_type",
    ),
    (
        {"temperature": 2.5},
        "Invalid 'temperature': decimal above maximum value. Expected a value <= 2, but got 2.5 instead.",
        "temperature", "decimal_above_max_value",
    ),
    (
        {"top_p": -0.5},
        "Invalid 'top_p': decimal below minimum value. Expected a value >= 0, but got -0.5 instead.",
        "top_p", "decimal_below_min_value",
    ),
    (
        {"temperature": True},
        "Invalid type for 'temperature': expected a decimal, but got a boolean instead.",
        "temperature", "invalid_type",
    ),
    (
        {"tools": {}},
        "Invalid type for 'tools': expected an array of objects, but got an object instead.",
        "tools", "invalid_type",
    ),
    (
        {"tools": [{"type": "retrieval"}]},
        "Invalid value: 'retrieval'. Supported values are: 'code_interpreter', 'function', and 'file_search'.",
        "tools[0].type", "invalid_value",
    ),
    (
        {"tools": [{"type": "code-interpreter"}]},
        "Invalid value: 'code-interpreter'. Supported values are: 'code_interpreter', 'function', and 'file_search'.",
        "tools[0].type", "invalid_value",
    ),
    ({"tools": [{}]}, "Missing required parameter: 'tools[0].type'.", "tools[0].type", "missing_required_parameter"),
    (
        {"tools": [FUNCTION, {"type": "function"}]},
        "Missing required parameter: 'tools[1].function'.",
        "tools[1].function", "missing_required_parameter",
    ),
    (
        {"tools": [{"type": "function", "function": {"name": "get weather"}}]},
        "Invalid 'tools[0].function.name': string does not match pattern. Expected a string that matches the pattern "
        "'^[a-zA-Z0-9_-]+$'.",
        "tools[0].function.name", "invalid_value",
    ),
    (
        {"tools": [{"type": "function", "function": {"name": "f", "description": "d" * 1025}}]},
        "Invalid 'tools[0].function.description': string too long. Expected a string with maximum length 1024, but "
        "got a string with length 1025 instead.",
        "tools[0].function.description", "string_above_max_length",
    ),
    (
        {"tools": [{"type": "function", "function": {"name": "f", "parameters": {
            "type": "object", "properties": {"unit": {"type": "text"}}}}}]},
        "Invalid schema for function 'f': 'text' is not valid under any of the given schemas.",
        "tools[0].function.parameters", "invalid_function_parameters",
    ),
    (
        {"tools": [{"type": "function", "function": {"name": "f", "parameters": {"type": "string"}}}]},
        "Invalid schema for function 'f': schema must be a JSON Schema of 'type: \"object\"', got 'type: \"string\"'.",
        "tools[0].function.parameters", "invalid_function_parameters",
    ),
    (
        {"tools": [{"type": "function", "function": {"name": "f", "strict": True, "parameters": {
            "type": "object", "properties": {"unit": {"type": "string"}}, "required": ["unit"]}}}]},
        "Invalid schema for function 'f': In context=(), 'additionalProperties' is required to be supplied and to be "
        "false.",
        "tools[0].function.parameters", "invalid_function_parameters",
    ),
    (
        {"tools": [{"type": "function", "function": {"name": "f", "strict": True, "parameters": {
            "type": "object", "properties": {"unit": {"type": "string"}}, "additionalProperties": False}}}]},
        "Invalid schema for function 'f': In context=(), 'required' is required to be supplied and to be an array "
        "including every key in properties. Missing 'unit'.",
        "tools[0].function.parameters", "invalid_function_parameters",
    ),
    (
        {"response_format": "json"},
        "Invalid value: 'json'. Supported values are: 'auto'.",
        "response_format", "invalid_value",
    ),
    (
        {"response_format": {"type": "json_schema"}},
        "Missing required parameter: 'response_format.json_schema'.",
        "response_format.json_schema", "missing_required_parameter",
    ),
    (
        {"tool_resources": {"file_search": {"vector_store_ids": ["vs_1", "vs_2"]}}},
        "Invalid 'tool_resources.file_search.vector_store_ids': array too long. Expected an array with maximum length "
        "1, but got an array with length 2 instead.",
        "tool_resources.file_search.vector_store_ids", "array_above_max_length",
    ),
    (
        {"tool_resources": {"code_interpreter": {"file_ids": ["file-1"] * 21}}},
        "Invalid 'tool_resources.code_interpreter.file_ids': array too long. Expected an array with maximum length "
        "20, but got an array with length 21 instead.",
        "tool_resources.code_interpreter.file_ids", "array_above_max_length",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("body", "message", "param", "code"), BAD_ASSISTANTS, ids=lambda value: str(value)[:40])
def test_bad_assistants(client: httpx2.Client, body: dict[str, Any], message: str, param: str, code: str) -> None:
    sent = {name: value for name, value in ({"model": "gpt-4o-mini"} | body).items() if value is not ...}
    assert error(client.post("/v1/assistants", json=sent)) == {
        "message": message, "type": "invalid_request_error", "param": param, "code": code,
    }  # fmt: skip


BAD_RUNS: list[tuple[dict[str, Any], str]] = [
    ({"assistant_id": ...}, "Missing required parameter: 'assistant_id'."),
    ({"assistant_id": "undefined"}, "Invalid 'assistant_id': 'undefined'. Expected an ID that begins with 'asst'."),
    ({"max_prompt_tokens": 255}, "Invalid 'max_prompt_tokens': integer below minimum value. Expected a value >= 256, but got 255 instead."),
    ({"max_completion_tokens": 1}, "Invalid 'max_completion_tokens': integer below minimum value. Expected a value >= 256, but got 1 instead."),
    ({"truncation_strategy": {"type": "last_messages", "last_messages": 0}}, "Invalid 'truncation_strategy.last_messages': integer below minimum value. Expected a value >= 1, but got 0 instead."),
    ({"truncation_strategy": {"type": "last_messages"}}, "Missing required parameter: 'truncation_strategy.last_messages'."),
    ({"truncation_strategy": {}}, "Missing required parameter: 'truncation_strategy.type'."),
    ({"tool_choice": "always"}, "Invalid value: 'always'. Supported values are: 'none', 'auto', and 'required'."),
    ({"tool_choice": {"type": "function"}}, "Missing required parameter: 'tool_choice.function'."),
    ({"tool_choice": {"type": "function", "function": {"name": "f"}}}, "Tool choice not found in 'tools' parameter."),
    ({"tool_choice": {"type": "file_search"}}, "Tool choice not found in 'tools' parameter."),
    ({"parallel_tool_calls": "no"}, "Invalid type for 'parallel_tool_calls': expected a boolean, but got a string instead."),
    ({"stream": "yes"}, "Invalid type for 'stream': expected a boolean, but got a string instead."),
    ({"tools": [FUNCTION] * 21}, "Invalid 'tools': array too long. Expected an array with maximum length 20, but got an array with length 21 instead."),
    ({"additional_messages": [{"role": "system", "content": "x"}]}, "Invalid value: 'system'. Supported values are: 'user' and 'assistant'."),
    ({"additional_messages": [{"role": "user"}]}, "Missing required parameter: 'additional_messages[0].content'."),
    ({"model": ""}, "Invalid 'model': empty string. Expected a string with minimum length 1, but got an empty string instead."),
]  # fmt: skip


@pytest.mark.parametrize(("body", "message"), BAD_RUNS, ids=lambda value: str(value)[:40])
def test_bad_runs(client: httpx2.Client, ids: dict[str, str], body: dict[str, Any], message: str) -> None:
    sent = {name: value for name, value in ({"assistant_id": ids["assistant"]} | body).items() if value is not ...}
    assert error(client.post(f"/v1/threads/{ids['thread']}/runs", json=sent))["message"] == message
    if "additional_messages" not in sent:  # which "create thread and run" does not have
        assert error(client.post("/v1/threads/runs", json=sent))["message"] == message


BAD_MESSAGES: list[tuple[Any, str]] = [
    ({"content": "x"}, "Missing required parameter: 'role'."),
    ({"role": "system", "content": "x"}, "Invalid value: 'system'. Supported values are: 'user' and 'assistant'."),
    ({"role": "user", "content": ""}, "Invalid 'content': empty string. Expected a string with minimum length 1, but got an empty string instead."),
    ({"role": "user", "content": []}, "Invalid 'content': empty array. Expected an array with minimum length 1, but got an empty array instead."),
    ({"role": "user", "content": 5}, "Invalid type for 'content': expected one of a string or array of objects, but got an integer instead."),
    ({"role": "user", "content": "x" * 256_001}, "Invalid 'content': string too long. Expected a string with maximum length 256000, but got a string with length 256001 instead."),
    ({"role": "user", "content": [{"type": "video"}]}, "Invalid value: 'video'. Supported values are: 'image_file', 'image_url', and 'text'."),
    ({"role": "user", "content": [{"type": "text", "text": {"value": "x"}}]}, "Invalid type for 'content[0].text': expected a string, but got an object instead."),
    ({"role": "user", "content": "x", "attachments": [{"file_id": "file-1"}]}, "Missing required parameter: 'attachments[0].tools'."),
    ([], "Invalid type for request body: expected an object, but got an array instead."),
    (None, "Invalid type for request body: expected an object, but got null instead."),
]  # fmt: skip


@pytest.mark.parametrize(("body", "message"), BAD_MESSAGES, ids=lambda value: str(value)[:40])
def test_bad_messages(client: httpx2.Client, ids: dict[str, str], body: Any, message: str) -> None:
    answer = client.post(
        f"/v1/threads/{ids['thread']}/messages", content=json.dumps(body), headers={"content-type": "application/json"}
    )
    assert error(answer)["message"] == message


def test_files_that_are_not_there(client: httpx2.Client, ids: dict[str, str]) -> None:
    path = f"/v1/threads/{ids['thread']}/messages"
    image = {"type": "image_file", "image_file": {"file_id": "file-1"}}
    attachment = {"file_id": "file-1", "tools": [{"type": "file_search"}]}
    for body in ({"content": [image]}, {"content": "x", "attachments": [attachment]}):
        found = error(client.post(path, json={"role": "user"} | body), 404)
        assert (found["message"], found["param"]) == ("No such File object: file-1", "id")
    assert len(client.get(path).json()["data"]) == 2


BAD_QUERIES = [
    ("limit=101", "Invalid 'limit': integer above maximum value. Expected a value <= 100, but got 101 instead."),
    ("limit=0", "Invalid 'limit': integer below minimum value. Expected a value >= 1, but got 0 instead."),
    ("limit=ten", "Invalid type for 'limit': expected an integer, but got a string instead."),
    ("order=up", "Invalid value: 'up'. Supported values are: 'asc' and 'desc'."),
    ("after=asst_x", "Invalid 'after': no object with id 'asst_x' in this list."),
    ("before=nothing", "Invalid 'before': no object with id 'nothing' in this list."),
]


@pytest.mark.parametrize(("query", "message"), BAD_QUERIES)
def test_bad_queries(client: httpx2.Client, ids: dict[str, str], query: str, message: str) -> None:
    assert error(client.get(f"/v1/assistants?{query}"))["message"] == message
    assert error(client.get(f"/v1/threads/{ids['thread']}/messages?{query}"))["message"] == message
    assert error(client.get(f"/v1/threads/{ids['thread']}/runs/{ids['run']}/steps?{query}"))["message"] == message


def test_bad_include(client: httpx2.Client, ids: dict[str, str]) -> None:
    found = error(client.get(f"/v1/threads/{ids['thread']}/runs/{ids['run']}/steps?include[]=everything"))
    assert found["message"] == (
        "Invalid value: 'everything'. Supported values are: "
        "'step_details.tool_calls[*].file_search.results[*].content'."
    )
    assert found["param"] == "include[0]"


def test_queries_of_loose_clients(client: httpx2.Client) -> None:
    assert client.get("/v1/assistants?limit=5&after=&before=&unknown=1&order=asc").status_code == 200


NOT_THERE = [
    ("assistants/asst_x", "No assistant found with id 'asst_x'."),
    ("threads/thread_x", "No thread found with id 'thread_x'."),
    ("threads/thread_x/messages", "No thread found with id 'thread_x'."),
    ("threads/thread_x/runs", "No thread found with id 'thread_x'."),
    ("threads/{thread}/messages/msg_x", "No message found with id 'msg_x'."),
    ("threads/{thread}/runs/run_x", "No run found with id 'run_x'."),
    ("threads/{thread}/runs/run_x/steps", "No run found with id 'run_x'."),
    ("threads/{thread}/runs/{run}/steps/step_x", "No run step found with id 'step_x'."),
]


@pytest.mark.parametrize(("path", "message"), NOT_THERE)
def test_objects_that_are_not_there(client: httpx2.Client, ids: dict[str, str], path: str, message: str) -> None:
    assert error(client.get("/v1/" + path.format(**ids)), 404) == {
        "message": message, "type": "invalid_request_error", "param": None, "code": None,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("path", "param", "prefix"),
    [
        ("assistants/undefined", "assistant_id", "asst"),
        ("threads/undefined", "thread_id", "thread"),
        ("threads/undefined/messages", "thread_id", "thread"),
        ("threads/{thread}/messages/undefined", "message_id", "msg"),
        ("threads/{thread}/runs/undefined", "run_id", "run"),
        ("threads/{thread}/runs/{run}/steps/undefined", "step_id", "step"),
    ],
)
def test_malformed_ids(client: httpx2.Client, ids: dict[str, str], path: str, param: str, prefix: str) -> None:
    assert error(client.get("/v1/" + path.format(**ids))) == {
        "message": f"Invalid '{param}': 'undefined'. Expected an ID that begins with '{prefix}'.",
        "type": "invalid_request_error", "param": param, "code": "invalid_value",
    }  # fmt: skip


@pytest.mark.parametrize("raw", [b"{", b"not json", b'{"a": NaN}', b'{"a": "\\ud800"}', b"\xff\xfe", b"[" * 5000])
def test_malformed_json(client: httpx2.Client, raw: bytes) -> None:
    answer = client.post("/v1/assistants", content=raw, headers={"content-type": "application/json"})
    assert error(answer)["message"].startswith(
        "We could not parse the JSON body of your request. (HINT: This likely means you aren't using your HTTP "
        "library correctly."
    )


def test_wrong_content_type(client: httpx2.Client) -> None:
    answer = client.post("/v1/assistants", content=b"model=gpt-4o", headers={"content-type": "text/plain"})
    assert "Invalid Content-Type header (text/plain), expected application/json." in error(answer)["message"]


def test_too_large_a_body(client: httpx2.Client) -> None:
    answer = client.post(
        "/v1/assistants", content=b" " * (9 * 1024 * 1024), headers={"content-type": "application/json"}
    )
    assert "Maximum content size limit" in error(answer, 413)["message"]
    assert client.get("/v1/assistants").status_code == 200


def test_empty_bodies(client: httpx2.Client) -> None:
    assert client.post("/v1/threads").status_code == 200
    assert error(client.post("/v1/assistants"))["message"] == "Missing required parameter: 'model'."


def test_wrong_methods(client: httpx2.Client) -> None:
    for method, path in (("PUT", "/v1/assistants"), ("PATCH", "/v1/threads/thread_x")):
        assert error(client.request(method, path), 405)["message"] == (
            f"Not allowed to {method} on {path}. (HINT: Perhaps you meant to use a different HTTP method?)"
        )
    assert error(client.get("/v1/threads"), 405)["message"].startswith("Not allowed to GET on /v1/threads.")


def test_unknown_paths(client: httpx2.Client) -> None:
    assert error(client.get("/v1/nothing"), 404)["message"] == "Invalid URL (GET /v1/nothing)"
    assert error(client.post("/v2/assistants"), 404)["message"] == "Invalid URL (POST /v2/assistants)"
    assert error(client.get("/"), 404)["message"] == "Invalid URL (GET /)"
    assert error(client.get("/v1/assistants/"), 404)["message"] == "Invalid URL (GET /v1/assistants/)"


def test_keys(api: LocalAPI) -> None:
    wrong = error(http(api, {"authorization": "Bearer sk-abcdefghyz"}).get("/v1/assistants"), 401)
    assert wrong["message"] == (
        "Incorrect API key provided: sk-a*****ghyz. You can find your API key at "
        "https://platform.openai.com/account/api-keys."
    )
    assert wrong["code"] == "invalid_api_key"
    none = error(http(api, {}).get("/v1/assistants"), 401)
    assert none["message"].startswith("You didn't provide an API key.")
    assert none["code"] is None
    basic = error(http(api, {"authorization": "Basic abc"}).get("/v1/assistants"), 401)
    assert basic["message"] == none["message"]


def test_the_beta_header(api: LocalAPI) -> None:
    for header in ({}, {"openai-beta": "realtime=v1"}):
        answer = http(api, {"authorization": f"Bearer {KEY}"} | header).get("/v1/assistants")
        found = error(answer)
        assert found["code"] == "invalid_beta"
        assert found["message"] == (
            "You must provide the 'OpenAI-Beta' header to access the Assistants API. Please try again by setting the "
            "header 'OpenAI-Beta: assistants=v2'."
        )
    several = {"openai-beta": "realtime=v1, assistants=v2"}
    assert http(api, HEADERS | several).get("/v1/assistants").status_code == 200
    assert http(api, {"authorization": f"Bearer {KEY}"}).get("/v1/models").status_code == 200


def test_a_page_of_another_name_is_refused(api: LocalAPI) -> None:
    answer = http(api, HEADERS | {"host": "attacker.example"}).get("/v1/assistants")
    assert answer.status_code == 403
    assert http(api, HEADERS | {"host": "localhost:1234"}).get("/v1/assistants").status_code == 200


def test_nothing_is_kept_of_a_refused_request(client: httpx2.Client) -> None:
    before = client.get("/v1/assistants").json()
    client.post("/v1/threads/runs", json={"assistant_id": "asst_x", "thread": {"messages": []}})
    client.post("/v1/assistants", json={"model": "m", "tool_resources": {"code_interpreter": {"file_ids": ["file-x"]}}})
    assert client.get("/v1/assistants").json() == before
