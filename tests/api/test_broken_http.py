"""Bytes that are no HTTP request, sent to a real socket."""

from __future__ import annotations

import json
import socket

import pytest

from helpers.local_api import LocalAPI
from helpers.local_api.broken_http import MAX_HEAD_BYTES


@pytest.fixture(scope="module")
def api():
    with LocalAPI(record=False) as api:
        yield api


def answered(api: LocalAPI, *parts: bytes) -> tuple[str, dict]:
    """The status line and the JSON body of the only answer, read until the server closes."""
    with socket.create_connection(("127.0.0.1", int(api.url.rsplit(":", 1)[1])), timeout=10) as connection:
        for part in parts:
            connection.sendall(part)
        got = b""
        while piece := connection.recv(65536):
            got += piece
    head, body = got.split(b"\r\n\r\n", 1)
    assert b"connection: close" in head and b"content-type: application/json" in head
    return head.decode().splitlines()[0], json.loads(body)


@pytest.mark.parametrize(
    "sent",
    [
        b"hello\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",  # how TLS begins
        b"POST /v1/threads HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
        b"POST /v1/threads HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n{}",
    ],
)
def test_what_is_no_http_gets_an_error_of_the_api(api: LocalAPI, sent: bytes) -> None:
    status, body = answered(api, sent)
    assert status == "HTTP/1.1 400 Bad Request"
    assert body["error"] == {
        "message": "We could not parse your request, because it is not valid HTTP.",
        "type": "invalid_request_error",
        "param": None,
        "code": None,
    }


def test_headers_without_end_are_refused(api: LocalAPI) -> None:
    status, body = answered(api, b"GET /v1/files HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Long: ", b"x" * (MAX_HEAD_BYTES + 1))
    assert status == "HTTP/1.1 431 Request Header Fields Too Large"
    assert body["error"]["message"] == "The request's headers are larger than 65536 bytes."


def test_a_long_body_is_no_long_head(api: LocalAPI) -> None:
    body = json.dumps({"metadata": {"a": "x" * 512}, "messages": [{"role": "user", "content": "y" * 200_000}]}).encode()
    head = (
        b"POST /v1/threads HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer " + api.api_key.encode() + b"\r\n"
        b"OpenAI-Beta: assistants=v2\r\nContent-Type: application/json\r\nContent-Length: %d\r\n" % len(body)
    )
    status, thread = answered(api, head + b"Connection: close\r\n\r\n" + body)
    assert status == "HTTP/1.1 200 OK" and thread["object"] == "thread"
    # One connection, many requests: each head counts by itself.
    many = (b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Long: " + b"x" * 30_000 + b"\r\n\r\n") * 3
    with socket.create_connection(("127.0.0.1", int(api.url.rsplit(":", 1)[1])), timeout=10) as connection:
        connection.sendall(many)
        got = b""
        while got.count(b"HTTP/1.1 200 OK") < 3:
            piece = connection.recv(65536)
            assert piece, got
            got += piece
