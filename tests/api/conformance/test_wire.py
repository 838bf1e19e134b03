"""HTTP itself, byte for byte: what clients other than the SDK send, and what connections must survive."""

import json
import re
import socket

import pytest

from helpers.local_api import LocalAPI


@pytest.fixture(scope="module")
def api():
    with LocalAPI() as api:
        yield api


@pytest.fixture
def wire(api):
    with Wire(api) as wire:
        yield wire


class Wire:
    """One connection to the server."""

    def __init__(self, api):
        host, port = api.url.removeprefix("http://").split(":")
        self.socket = socket.create_connection((host, int(port)), timeout=10)
        self.answers = self.socket.makefile("rb")
        self.usual = {
            "Host": f"{host}:{port}",
            "Authorization": f"Bearer {api.api_key}",
            "OpenAI-Beta": "assistants=v2",
        }

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.answers.close()
        self.socket.close()

    def request(self, method, path, body=b"", headers=None, **more):
        """The bytes of a request. A header of `None` is left out."""
        fields = self.usual | (headers or {}) | more
        if body and "Transfer-Encoding" not in fields:
            fields |= {"Content-Length": str(len(body)), "Content-Type": fields.get("Content-Type", "application/json")}
        lines = [
            f"{method} {path} HTTP/1.1",
            *(f"{name}: {value}" for name, value in fields.items() if value is not None),
        ]
        return "\r\n".join(lines).encode() + b"\r\n\r\n" + body

    def send(self, data):
        self.socket.sendall(data)

    def answer(self, method="GET"):
        """The next answer, as (status, JSON or text)."""
        status = int(self.answers.readline().split()[1])
        length = 0
        while (line := self.answers.readline().strip()) != b"":
            if match := re.match(rb"content-length: (\d+)", line, re.IGNORECASE):
                length = int(match[1])
        body = b"" if method == "HEAD" else self.answers.read(length)
        return status, json.loads(body) if body.startswith(b"{") else body.decode()

    def ask(self, method, path, body=b"", headers=None):
        self.send(self.request(method, path, body, headers))
        return self.answer(method)


NEW = b'{"model": "m"}'


@pytest.mark.parametrize(
    "headers",
    [
        {"Authorization": None, "AUTHORIZATION": "bearer local-api-key"},
        {"OpenAI-Beta": None, "openai-beta": "assistants=v2"},
        {"OpenAI-Beta": "realtime=v1, assistants=v2"},
        {"OpenAI-Beta": "realtime=v1", "openai-beta": "assistants=v2"},
    ],
)
def test_headers_in_every_spelling(wire, headers):
    assert wire.ask("GET", "/v1/assistants", headers=headers)[0] == 200


@pytest.mark.parametrize("beta", ["assistants=v1", "assistants", "", "v2"])
def test_another_beta_is_none(wire, beta):
    status, body = wire.ask("GET", "/v1/assistants", headers={"OpenAI-Beta": beta})
    assert (status, body["error"]["code"]) == (400, "invalid_beta")


@pytest.mark.parametrize(
    "path", ["/v1/assistants/", "/v1//assistants", "/assistants", "/", "/v1", "/v1/assistants/a/b"]
)
def test_other_paths_are_unknown_and_not_redirected(wire, path):
    status, body = wire.ask("GET", path)
    assert (status, body["error"]["message"]) == (404, f"Invalid URL (GET {path})")


@pytest.mark.parametrize(
    ("path", "status", "text"),
    [
        ("/v1/threads/thread%5Fnone", 404, "No thread found with id 'thread_none'."),
        ("/v1/threads/thread_%ED%95%9C", 404, "No thread found with id 'thread_한'."),
        ("/v1/threads/thread_%00", 404, "No thread found with id 'thread_\0'."),
        ("/v1/threads/thread_%ff", 404, "No thread found with id 'thread_\N{REPLACEMENT CHARACTER}'."),
        ("/v1/files/..%2f..%2fetc%2fpasswd/content", 404, "Invalid URL (GET /v1/files/../../etc/passwd/content)"),
        ("/v1/assistants?limit=abc", 400, "Invalid type for 'limit': expected an integer, but got a string instead."),
        ("/v1/assistants?limit=1.5", 400, "Invalid type for 'limit': expected an integer, but got a string instead."),
        ("/v1/assistants?order=up", 400, "Invalid value: 'up'. Supported values are: 'asc' and 'desc'."),
    ],
)
def test_odd_paths_and_queries(wire, path, status, text):
    found, body = wire.ask("GET", path)
    assert (found, body["error"]["message"]) == (status, text)


def test_the_last_of_a_repeated_parameter_counts(wire):
    for _ in range(3):
        wire.ask("POST", "/v1/assistants", NEW)
    assert len(wire.ask("GET", "/v1/assistants?limit=1&limit=2")[1]["data"]) == 2


NOT_JSON = "We could not parse the JSON body of your request."


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (b"null", "Invalid type for request body: expected an object, but got null instead."),
        (b"[]", "Invalid type for request body: expected an object, but got an array instead."),
        (b'"x"', "Invalid type for request body: expected an object, but got a string instead."),
        (b"1", "Invalid type for request body: expected an object, but got an integer instead."),
        (b'{"model": "m", "temperature": 1e999}', "Invalid 'temperature': number out of range."),
        (b'{"model": "m", "temperature": ' + b"9" * 400 + b"}", "Invalid 'temperature': number out of range."),
        (
            b'{"model": "m", "temperature": true}',
            "Invalid type for 'temperature': expected a decimal, but got a boolean",
        ),
        (b'{"model": "m", "name": 1}', "Invalid type for 'name': expected a string, but got an integer instead."),
        (b'{"model": "m", "temperature": NaN}', NOT_JSON),
        (b"  \n ", NOT_JSON),
        ("{}".encode("utf-16"), NOT_JSON),
        (b'{"model": "m", "metadata": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", NOT_JSON),
    ],
)
def test_odd_bodies(wire, body, text):
    status, answer = wire.ask("POST", "/v1/assistants", body)
    assert status == 400 and answer["error"]["message"].startswith(text), answer
    assert wire.ask("POST", "/v1/assistants", NEW)[0] == 200  # the connection goes on


@pytest.mark.parametrize(
    "media", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"]
)
def test_other_content_types(wire, media):
    status, body = wire.ask("POST", "/v1/assistants", NEW, {"Content-Type": media})
    assert status == 400 and body["error"]["message"].startswith(f"Invalid Content-Type header ({media}), expected ")


@pytest.mark.parametrize("media", ["application/json; charset=UTF-8", "Application/JSON"])
def test_spellings_of_json(wire, media):
    assert wire.ask("POST", "/v1/assistants", NEW, {"Content-Type": media})[0] == 200


def test_text_comes_back_as_it_went(wire):
    for name in ("부산", "臺北", "👩‍👩‍👧", "a\u0000b", "\u2028", '"\\'):
        body = json.dumps({"model": "m", "name": name}).encode()
        assert wire.ask("POST", "/v1/assistants", body)[1]["name"] == name


def test_an_empty_body_makes_a_thread(wire):
    assert wire.ask("POST", "/v1/threads")[1]["object"] == "thread"
    assert wire.ask("POST", "/v1/threads", headers={"Content-Length": "0"})[1]["object"] == "thread"


def test_a_body_in_chunks(wire):
    chunks = b"".join(b"%x\r\n%s\r\n" % (1, NEW[at : at + 1]) for at in range(len(NEW))) + b"0\r\n\r\n"
    headers = {"Transfer-Encoding": "chunked", "Content-Type": "application/json"}
    assert wire.ask("POST", "/v1/assistants", chunks, headers)[0] == 200


def test_expect_100_continue(wire):
    wire.send(wire.request("POST", "/v1/assistants", NEW, {"Expect": "100-continue"}))
    assert wire.answer()[0] == 100
    assert wire.answer()[0] == 200


def test_requests_that_come_at_once_are_answered_in_order(wire):
    wire.send(
        wire.request("GET", "/v1/threads/thread_one")
        + wire.request("POST", "/v1/assistants", b"{")
        + wire.request("POST", "/v1/assistants", NEW)
        + wire.request("GET", "/v1/threads/undefined")
    )
    assert [wire.answer()[0] for _ in range(4)] == [404, 400, 200, 400]


def test_a_connection_goes_on_after_a_refusal(wire):
    assert wire.ask("POST", "/v1/assistants", NEW, {"Authorization": None})[0] == 401
    assert wire.ask("POST", "/v1/assistants", b"x" * (8 * 1024 * 1024 + 1))[0] == 413
    assert wire.ask("POST", "/v1/assistants", NEW)[0] == 200


def test_a_slow_client(api, wire):
    request = wire.request("POST", "/v1/assistants", NEW)
    wire.send(request[:50])
    with Wire(api) as other:  # nobody waits for the slow one
        assert other.ask("GET", "/v1/assistants")[0] == 200
    wire.send(request[50:-5])
    wire.send(request[-5:])
    assert wire.answer()[0] == 200


def test_whose_name_the_server_answers_to(wire):
    assert wire.ask("GET", "/v1/assistants", headers={"Host": "rebound.example.com"})[0] == 403
    wire.send(b"GET /healthz HTTP/1.0\r\n\r\n")  # HTTP/1.0 names no host, and is no browser
    assert wire.answer() == (200, {"status": "ok"})


def test_no_headers_for_other_sites(wire):
    wire.send(wire.request("GET", "/v1/assistants", Origin="http://example.com"))
    head = b""
    while (line := wire.answers.readline().strip()) != b"":
        head += line.lower() + b"\n"
    assert head.startswith(b"http/1.1 200") and b"access-control" not in head


@pytest.mark.parametrize(
    "garbage", [b"\x16\x03\x01\r\n\r\n", b"BREW / HTCPCP/1.0\r\n\r\n", b"GET / HTTP/1.1\r\nContent-Length: x\r\n\r\n"]
)
def test_what_is_no_http_is_refused_and_the_server_stays(api, wire, garbage):
    wire.send(garbage)
    assert wire.answer()[0] == 400
    with Wire(api) as other:
        assert other.ask("GET", "/v1/assistants")[0] == 200
