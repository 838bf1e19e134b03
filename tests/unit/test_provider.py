"""The provider model against a small chat completions server in this process, over the SDK's real wire format."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterable
from typing import Any

import httpx2
import openai
import pytest

from helpers.local_api.models.interface import Finished, ModelError, Piece, Text, ToolCall, Turn, Usage
from helpers.local_api.models.provider import ProviderModel

WEATHER = {
    "type": "function",
    "function": {
        "name": "get_weather",
        "description": "Get the weather.",
        "parameters": {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]},
    },
}
QUESTION = [{"role": "system", "content": "Be kind."}, {"role": "user", "content": "Weather in Busan?"}]


def chunk(
    delta: dict[str, Any] | None = None, finish: str | None = None, usage: dict[str, int] | None = None
) -> dict[str, Any]:
    """A chunk with all the fields that the real ones have."""
    choices = [] if delta is None else [{"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish}]
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion.chunk",
        "created": 1730533147,
        "model": "gpt-4o-mini-2024-07-18",
        "service_tier": "default",
        "system_fingerprint": "fp_1",
        "choices": choices,
        "usage": usage,
    }


USAGE = chunk(usage={"prompt_tokens": 21, "completion_tokens": 7, "total_tokens": 28})


def events(chunks: Iterable[dict[str, Any]], done: bool = True) -> bytes:
    lines = [f"data: {json.dumps(each)}\n\n" for each in chunks]
    return "".join([*lines, "data: [DONE]\n\n" if done else ""]).encode()


def stream(*chunks: dict[str, Any], done: bool = True) -> httpx2.Response:
    return httpx2.Response(200, headers={"content-type": "text/event-stream"}, content=events(chunks, done))


def refusal(status: int, message: str, **error: Any) -> httpx2.Response:
    body = {"error": {"message": message, "type": "invalid_request_error", "param": None, "code": None, **error}}
    return httpx2.Response(status, json=body)


class Server:
    """Answers each request with the next response, the last one for ever; keeps what was asked."""

    def __init__(self, *responses: httpx2.Response | Exception):
        self._responses = list(responses)
        self.requests: list[httpx2.Request] = []

    def __call__(self, request: httpx2.Request) -> httpx2.Response:
        self.requests.append(request)
        response = self._responses.pop(0) if len(self._responses) > 1 else self._responses[0]
        if isinstance(response, Exception):
            raise response
        return httpx2.Response(response.status_code, headers=response.headers, content=response.content)

    @property
    def bodies(self) -> list[dict[str, Any]]:
        return [json.loads(request.content) for request in self.requests]


def client_of(server: Callable[[httpx2.Request], httpx2.Response]) -> openai.AsyncOpenAI:
    transport = httpx2.AsyncClient(transport=httpx2.MockTransport(server))
    return openai.AsyncOpenAI(
        api_key="not-a-key", base_url="http://provider.test/v1", http_client=transport, max_retries=0
    )


def answer(server: Server, messages: Any = QUESTION, model: str | None = None, **turn: Any) -> list[Piece]:
    async def collect() -> list[Piece]:
        asked = Turn("gpt-4o-mini", messages, **turn)
        return [piece async for piece in ProviderModel(client_of(server), model).answer(asked)]

    return asyncio.run(collect())


def test_text_comes_piece_by_piece_with_usage() -> None:
    server = Server(
        stream(
            chunk({"role": "assistant", "content": "", "refusal": None}),
            chunk({"content": "It is"}),
            chunk({"content": " sunny."}),
            chunk({}, "stop"),
            USAGE,
        )
    )
    assert answer(server) == [Text("It is"), Text(" sunny."), Finished("stop", Usage(21, 7))]


def test_what_the_provider_is_asked() -> None:
    server = Server(stream(chunk({"content": "ok"}, "stop"), USAGE))
    answer(server)
    assert server.requests[0].url == "http://provider.test/v1/chat/completions"
    assert server.bodies == [
        {"model": "gpt-4o-mini", "messages": QUESTION, "stream": True, "stream_options": {"include_usage": True}}
    ]


def test_settings_are_passed_on_when_they_are_not_the_defaults() -> None:
    server = Server(stream(chunk({"content": "ok"}, "stop"), USAGE))
    schema = {"type": "json_schema", "json_schema": {"name": "a", "schema": {"type": "object"}}}
    choice = {"type": "function", "function": {"name": "get_weather"}}
    answer(
        server,
        model="my-deployment",
        tools=[WEATHER],
        tool_choice=choice,
        parallel_tool_calls=False,
        response_format=schema,
        temperature=0.2,
        top_p=0.5,
        max_completion_tokens=300,
    )
    (body,) = server.bodies
    assert body["model"] == "my-deployment"
    assert body["tools"] == [WEATHER] and body["tool_choice"] == choice and body["parallel_tool_calls"] is False
    assert body["response_format"] == schema
    assert (body["temperature"], body["top_p"], body["max_completion_tokens"]) == (0.2, 0.5, 300)


def test_tool_choice_is_left_out_without_tools() -> None:
    server = Server(stream(chunk({"content": "ok"}, "stop")))
    answer(server, tool_choice="none", parallel_tool_calls=False)
    assert not server.bodies[0].keys() & {"tools", "tool_choice", "parallel_tool_calls"}


def test_a_call_without_text_has_null_content() -> None:
    call = {"id": "call_1", "type": "function", "function": {"name": "get_weather", "arguments": "{}"}}
    messages = [
        *QUESTION,
        {"role": "assistant", "content": "", "tool_calls": [call]},
        {"role": "tool", "tool_call_id": "call_1", "content": "sunny"},
    ]
    server = Server(stream(chunk({"content": "ok"}, "stop")))
    answer(server, messages, tools=[WEATHER])
    assert server.bodies[0]["messages"][2] == {"role": "assistant", "content": None, "tool_calls": [call]}
    assert messages[2]["content"] == "", "the turn is not changed"


def call_delta(
    index: int | None, id: str | None = None, name: str | None = None, arguments: str = ""
) -> dict[str, Any]:
    function = {"name": name, "arguments": arguments} if name else {"arguments": arguments}
    delta = {"index": index, "function": function}
    return {"tool_calls": [{**delta, "id": id, "type": "function"} if id else delta]}


def test_parallel_calls_in_pieces() -> None:
    server = Server(
        stream(
            chunk({"role": "assistant", "content": None}),
            chunk(call_delta(0, "call_a", "get_weather")),
            chunk(call_delta(0, arguments='{"city": "Bu')),
            chunk(call_delta(0, arguments='san"}')),
            chunk(call_delta(1, "call_b", "get_weather")),
            chunk(call_delta(1, arguments='{"city": "Seoul"}')),
            chunk({}, "tool_calls"),
            USAGE,
        )
    )
    assert answer(server, tools=[WEATHER]) == [
        ToolCall(0, "get_weather", ""),
        ToolCall(0, None, '{"city": "Bu'),
        ToolCall(0, None, 'san"}'),
        ToolCall(1, "get_weather", ""),
        ToolCall(1, None, '{"city": "Seoul"}'),
        Finished("tool_calls", Usage(21, 7)),
    ]


def test_calls_without_an_index_are_told_apart_by_their_ids() -> None:
    server = Server(
        stream(
            chunk(call_delta(None, "call_a", "get_weather", '{"city": "Busan"}')),
            chunk(call_delta(None, "call_b", "get_weather", '{"city": ')),
            chunk(call_delta(None, None, None, '"Seoul"}')),
            chunk({}, "stop"),
        )
    )
    pieces = answer(server, tools=[WEATHER])
    assert pieces[:-1] == [
        ToolCall(0, "get_weather", '{"city": "Busan"}'),
        ToolCall(1, "get_weather", '{"city": '),
        ToolCall(1, None, '"Seoul"}'),
    ]


def test_a_forced_call_that_ends_with_stop_is_a_call() -> None:
    server = Server(stream(chunk(call_delta(0, "call_a", "get_weather", "{}")), chunk({}, "stop"), USAGE))
    assert answer(server, tools=[WEATHER])[-1] == Finished("tool_calls", Usage(21, 7))


@pytest.mark.parametrize("reason", ["length", "content_filter"])
def test_an_answer_that_was_cut_says_why(reason: str) -> None:
    server = Server(stream(chunk({"content": "It is"}), chunk({}, reason), USAGE))
    assert answer(server)[-1] == Finished(reason, Usage(21, 7))


def test_a_refusal_is_text() -> None:
    server = Server(stream(chunk({"refusal": "I can't help with that."}), chunk({}, "stop"), USAGE))
    assert answer(server)[0] == Text("I can't help with that.")


def test_without_usage_tokens_are_estimated() -> None:
    finished = answer(Server(stream(chunk({"content": "It is sunny."}), chunk({}, "stop"))))[-1]
    assert isinstance(finished, Finished)
    assert finished.usage.prompt_tokens > 5 and finished.usage.completion_tokens == 4


@pytest.mark.parametrize(
    ("refused", "left"),
    [("max_completion_tokens", {"max_tokens": 300}), ("stream_options", {}), ("parallel_tool_calls", {})],
)
def test_a_setting_that_the_server_does_not_know_is_replaced(refused: str, left: dict[str, Any]) -> None:
    server = Server(
        refusal(400, f"Unrecognized request argument supplied: {refused}"), stream(chunk({"content": "ok"}, "stop"))
    )
    pieces = answer(server, tools=[WEATHER], parallel_tool_calls=False, max_completion_tokens=300)
    assert pieces[0] == Text("ok")
    first, second = server.bodies
    assert refused in first and refused not in second
    assert {key: value for key, value in second.items() if key not in first} == left


def test_a_setting_that_is_refused_again_is_an_error() -> None:
    server = Server(refusal(400, "max_completion_tokens and max_tokens are too large"))
    with pytest.raises(ModelError) as caught:
        answer(server, max_completion_tokens=10**9)
    assert caught.value.code == "invalid_prompt"
    assert len(server.requests) == 2


@pytest.mark.parametrize(
    ("status", "code", "said"),
    [
        (400, "invalid_prompt", "too long"),
        (413, "invalid_prompt", "too long"),
        (422, "invalid_prompt", "too long"),
        (429, "rate_limit_exceeded", "too long"),
        (401, "server_error", "refused the API key"),
        (403, "server_error", "refused the API key"),
        (404, "server_error", "no model or deployment 'gpt-4o-mini'"),
        (500, "server_error", "too long"),
        (503, "server_error", "too long"),
    ],
)
def test_errors_become_model_errors(status: int, code: str, said: str) -> None:
    with pytest.raises(ModelError) as caught:
        answer(Server(refusal(status, "This is too long.")))
    assert caught.value.code == code
    assert said in caught.value.message
    assert "not-a-key" not in caught.value.message


@pytest.mark.parametrize(
    ("problem", "said"),
    [
        (httpx2.ConnectError("no route to host"), "could not be reached: no route to host"),
        (httpx2.ReadTimeout("slow"), "did not answer in time"),
    ],
)
def test_connection_problems_become_model_errors(problem: Exception, said: str) -> None:
    with pytest.raises(ModelError) as caught:
        answer(Server(problem))
    assert caught.value.code == "server_error" and said in caught.value.message


def test_a_stream_without_an_end_is_an_error() -> None:
    with pytest.raises(ModelError, match="broke off") as caught:
        answer(Server(stream(chunk({"content": "It is"}), done=False)))
    assert caught.value.code == "server_error"


def test_a_stream_that_breaks_is_an_error() -> None:
    class Broken(httpx2.AsyncByteStream):
        async def __aiter__(self):
            yield events([chunk({"content": "It is"})], done=False)
            raise httpx2.RemoteProtocolError("peer closed connection")

    async def collect() -> list[Piece]:
        def reply(request: httpx2.Request) -> httpx2.Response:
            return httpx2.Response(200, headers={"content-type": "text/event-stream"}, stream=Broken())

        pieces = []
        with pytest.raises(ModelError, match="peer closed connection"):
            async for piece in ProviderModel(client_of(reply)).answer(Turn("gpt-4o-mini", QUESTION)):
                pieces.append(piece)
        return pieces

    assert asyncio.run(collect()) == [Text("It is")], "what came before the break was given"


def test_an_error_in_mid_stream() -> None:
    error = {"error": {"message": "Slow down.", "type": "rate_limit", "code": "rate_limit_exceeded", "param": None}}
    with pytest.raises(ModelError) as caught:
        answer(Server(stream(chunk({"content": "It is"}), error)))
    assert caught.value.code == "rate_limit_exceeded"


def test_azure() -> None:
    server = Server(
        stream(
            # Azure's first chunk has filter results and no choices.
            {"id": "", "object": "", "created": 0, "model": "", "choices": [], "prompt_filter_results": []},
            chunk({"content": "ok"}),
            chunk({}, "stop"),
            USAGE,
        )
    )

    async def collect() -> list[Piece]:
        client = openai.AsyncAzureOpenAI(
            azure_endpoint="https://me.openai.azure.test",
            api_key="not-a-key",
            api_version="2024-10-21",
            http_client=httpx2.AsyncClient(transport=httpx2.MockTransport(server)),
        )
        return [piece async for piece in ProviderModel(client, "my-deployment").answer(Turn("gpt-4o-mini", QUESTION))]

    assert asyncio.run(collect()) == [Text("ok"), Finished("stop", Usage(21, 7))]
    url = server.requests[0].url
    assert url.path == "/openai/deployments/my-deployment/chat/completions"
    assert url.params["api-version"] == "2024-10-21"
