"""connect(): the local API in this process, plain clients that find it, nothing left behind."""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys
import threading
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from openai import AsyncOpenAI, AzureOpenAI, OpenAI

import helpers
from helpers import connection, control
from helpers.connection import (
    ConnectionSettingsError,
    NotConnectedError,
    Settings,
    connect,
    connect_azure,
    read_settings,
)
from helpers.control import ControlError

VARIABLES = (*connection.OURS, "COURSE_MODEL", "OPENAI_MODEL", "AZURE_OPENAI_DEPLOYMENT")


@pytest.fixture(autouse=True)
def fresh_process(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """No API running, none of the variables set, no `.env` in sight, the warning filters given back."""
    connection.disconnect()
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    with warnings.catch_warnings():
        yield
        connection.disconnect()


# --- The client ---------------------------------------------------------------------------------


def test_connect_gives_the_sdks_own_client_of_a_loopback_api() -> None:
    client = connect()
    assert type(client) is OpenAI
    assert client.base_url.host == "127.0.0.1"
    assert client.beta.assistants.create(model=helpers.MODEL).id.startswith("asst_")


def test_connecting_says_who_answers_without_anything_of_this_machine(capsys: pytest.CaptureFixture[str]) -> None:
    client = connect()
    said = capsys.readouterr().out
    assert "A simulated model answers.\nNo key, no network, no cost." in said
    assert "off on 2026-08-26" in said and "warnings about that are hidden" in said
    assert max(map(len, said.splitlines())) < 90, "notebooks break longer lines within words"
    assert str(client.base_url.port) not in said and "127.0.0.1" not in said


def test_connecting_again_reaches_the_same_api() -> None:
    first, second = connect(), connect()
    thread = first.beta.threads.create()
    assert first.base_url == second.base_url
    assert second.beta.threads.retrieve(thread.id).id == thread.id


def test_connecting_again_mends_an_environment_that_a_cell_has_changed() -> None:
    thread = connect().beta.threads.create()
    os.environ["OPENAI_BASE_URL"] = "https://example.org/v1"
    del os.environ["OPENAI_API_KEY"]
    connect()
    assert OpenAI().beta.threads.retrieve(thread.id).id == thread.id


def test_a_fresh_connection_starts_from_nothing_with_the_same_ids() -> None:
    thread = connect().beta.threads.create()
    again = connect(fresh=True)
    repeated = again.beta.threads.create()
    assert (repeated.id, repeated.created_at) == (thread.id, thread.created_at)
    assert not again.beta.assistants.list().data


def test_plain_clients_of_every_kind_reach_it() -> None:
    thread = connect().beta.threads.create()
    azure = AzureOpenAI(
        azure_endpoint=os.environ["AZURE_OPENAI_ENDPOINT"],
        api_key=os.getenv("AZURE_OPENAI_API_KEY"),
        api_version="2024-05-01-preview",
    )

    async def asynchronously() -> str:
        async with AsyncOpenAI() as client:
            return (await client.beta.threads.retrieve(thread.id)).id

    assert OpenAI().beta.threads.retrieve(thread.id).id == thread.id
    assert azure.beta.threads.retrieve(thread.id).id == thread.id
    assert connect_azure().beta.threads.retrieve(thread.id).id == thread.id
    assert AzureOpenAI().beta.threads.retrieve(thread.id).id == thread.id
    assert asyncio.run(asynchronously()) == thread.id


def test_a_proxy_in_the_environment_is_not_asked_for_the_loopback_interface(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    monkeypatch.setenv("NO_PROXY", "example.org")
    assert connect().beta.threads.create().id
    assert os.environ["NO_PROXY"] == "example.org,127.0.0.1,localhost"
    control.advance_clock(1)


def test_an_azure_token_of_the_learner_does_not_replace_the_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AZURE_OPENAI_AD_TOKEN", "a-token")
    assert connect_azure().beta.threads.create().id


def test_disconnecting_closes_the_port_and_gives_the_environment_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "mine")
    before = dict(os.environ)
    port = connect().base_url.port
    assert os.environ["OPENAI_API_KEY"] != "mine"
    connection.disconnect()
    connection.disconnect()
    assert dict(os.environ) == before
    with pytest.raises(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        pass


def test_it_ends_with_its_process_and_leaves_no_file(tmp_path: Path) -> None:
    program = "from helpers import connect; c = connect(); c.beta.threads.create(); print(c.base_url.port)"
    done = subprocess.run([sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
    with pytest.raises(OSError), socket.create_connection(("127.0.0.1", int(done.stdout.split()[-1])), timeout=1):
        pass
    assert list(tmp_path.iterdir()) == []


def test_the_sdks_deprecation_warnings_are_hidden_and_others_are_not() -> None:
    warnings.simplefilter("always")
    client = connect()
    with warnings.catch_warnings(record=True) as caught:
        client.beta.assistants.create(model=helpers.MODEL)
        client.beta.threads.create()
        warnings.warn("this way of doing it is deprecated", DeprecationWarning, stacklevel=1)
    assert [str(warning.message) for warning in caught] == ["this way of doing it is deprecated"]


def test_what_needs_the_api_says_to_connect_first() -> None:
    with pytest.raises(NotConnectedError, match=r"Call connect\(\) first"):
        control.advance_clock(1)


def test_connecting_from_two_threads_at_once_starts_one_api() -> None:
    addresses: list[Any] = []
    threads = [threading.Thread(target=lambda: addresses.append(connect().base_url)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(addresses) == 4 and len(set(addresses)) == 1


# --- Who answers --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "environment", [{}, {"COURSE_MODEL": ""}, {"COURSE_MODEL": " Simulated "}, {"OPENAI_API_KEY": "k"}]
)
def test_without_a_wish_the_simulated_model_answers(environment: dict[str, str]) -> None:
    assert read_settings(environment) == Settings()


def test_a_live_model_of_openai_or_a_server_like_it() -> None:
    assert read_settings({"COURSE_MODEL": "openai", "OPENAI_API_KEY": " k "}) == Settings("openai", "k")
    local = {
        "COURSE_MODEL": "openai", "OPENAI_API_KEY": "k", "OPENAI_BASE_URL": "http://localhost:11434/v1",
        "OPENAI_MODEL": "m",
    }  # fmt: skip
    assert read_settings(local) == Settings("openai", "k", "http://localhost:11434/v1", "m")


def test_a_live_model_of_azure() -> None:
    azure = {
        "COURSE_MODEL": "azure", "AZURE_OPENAI_API_KEY": "k", "AZURE_OPENAI_ENDPOINT": "https://x.example",
        "AZURE_OPENAI_DEPLOYMENT": "d",
    }  # fmt: skip
    assert read_settings(azure) == Settings("azure", "k", "https://x.example", "d", "2024-10-21")
    assert read_settings({**azure, "OPENAI_API_VERSION": "2025-01-01"}).api_version == "2025-01-01"


class StandIn:
    """In place of a provider: keeps what it was made with, and answers."""

    def __init__(self, client: Any, model: str | None):
        self.client, self.model = client, model

    async def answer(self, turn: Any) -> Any:
        from helpers.local_api.models.interface import Finished, Text, Usage

        yield Text(f"live {self.model or turn.model}")
        yield Finished("stop", Usage(1, 1))


LIVE = [
    ({"COURSE_MODEL": "openai", "OPENAI_API_KEY": "sk"}, "https://api.openai.com/v1/", "live gpt-4o-mini", "at OpenAI"),
    (
        {"COURSE_MODEL": "openai", "OPENAI_API_KEY": "sk", "OPENAI_BASE_URL": "http://localhost:1/v1",
         "OPENAI_MODEL": "m"},
        "http://localhost:1/v1/", "live m", "m, at http://localhost:1/v1",
    ),
    (
        {"COURSE_MODEL": "azure", "AZURE_OPENAI_API_KEY": "sk", "AZURE_OPENAI_ENDPOINT": "https://x.example",
         "AZURE_OPENAI_DEPLOYMENT": "d"},
        "https://x.example/openai/", "live d", "d, at Azure OpenAI",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("environment", "address", "answer", "says"), LIVE)
def test_a_live_model_answers_behind_the_same_api_and_alone_has_the_key(
    environment: dict[str, str], address: str, answer: str, says: str,
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    from helpers.local_api.models import provider

    made: list[StandIn] = []
    monkeypatch.setattr(
        provider, "ProviderModel", lambda client, model: made.append(StandIn(client, model)) or made[-1]
    )
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    client = connect()
    said = capsys.readouterr().out
    run = new_run(client)
    result = client.beta.threads.runs.poll(run.id, thread_id=run.thread_id, poll_interval_ms=10)
    (message,) = client.beta.threads.messages.list(run.thread_id, run_id=run.id)
    assert (result.status, message.content[0].text.value) == ("completed", answer)
    assert result.created_at > 1767603600 + 86400 * 30, "a live model works on the system's clock"
    assert (str(made[0].client.base_url), made[0].client.api_key) == (address, "sk")
    assert "sk" not in (os.environ["OPENAI_API_KEY"], os.environ["AZURE_OPENAI_API_KEY"])
    assert says in said and "costs money" in said


@pytest.mark.parametrize(
    ("environment", "says"),
    [
        ({"COURSE_MODEL": "openai"}, "COURSE_MODEL=openai needs OPENAI_API_KEY, and it is missing or blank."),
        ({"COURSE_MODEL": "openai", "OPENAI_API_KEY": "  "}, "needs OPENAI_API_KEY"),
        ({"COURSE_MODEL": "azure", "AZURE_OPENAI_API_KEY": "k"}, "needs AZURE_OPENAI_ENDPOINT"),
        ({"COURSE_MODEL": "gemini"}, "COURSE_MODEL is 'gemini', which the course does not know."),
    ],
)
def test_what_is_missing_is_one_sentence(
    environment: dict[str, str], says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(ConnectionSettingsError) as caught:
        connect()
    assert says in str(caught.value) and ".env" in str(caught.value)
    assert " ".join(caught.value._render_traceback_()) == f"ConnectionSettingsError: {caught.value}"
    assert os.environ.get("OPENAI_BASE_URL") is None


def test_the_wish_may_stand_in_env_file_and_the_environment_wins(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".env").write_text("COURSE_MODEL=openai\nOPENAI_API_KEY=\n")
    (tmp_path / "notebooks").mkdir()
    monkeypatch.chdir(tmp_path / "notebooks")
    with pytest.raises(ConnectionSettingsError, match="OPENAI_API_KEY"):
        connect()
    monkeypatch.setenv("COURSE_MODEL", "simulated")
    assert connect().beta.threads.create().id


def test_a_key_is_not_shown() -> None:
    assert "secret" not in repr(Settings("openai", "secret"))


# --- The package --------------------------------------------------------------------------------


def test_every_public_name_is_there() -> None:
    for name in helpers.__all__:
        assert getattr(helpers, name) is not None
        assert name in dir(helpers)
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        helpers.nothing  # noqa: B018


def test_importing_the_package_loads_nothing_heavy() -> None:
    program = (
        "import sys, openai; before = set(sys.modules); import helpers; new = set(sys.modules) - before; "
        "print(sorted(name for name in new if not name.startswith('helpers')))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.strip() == "[]"


# --- The controls -------------------------------------------------------------------------------


def test_the_clock_moves_only_with_requests_and_by_hand() -> None:
    client = connect()
    first, second = client.beta.threads.create().created_at, client.beta.threads.create().created_at
    control.advance_clock(600)
    third = client.beta.threads.create().created_at
    assert (second - first, third - second) == (1, 601)


@pytest.mark.parametrize(("kind", "status"), [("rate_limit", 429), ("server_error", 500)])
def test_requests_fail_as_often_as_asked(kind: Any, status: int) -> None:
    from openai import APIStatusError

    client = connect().with_options(max_retries=0)
    control.fail_next(kind, times=2)
    for _ in range(2):
        with pytest.raises(APIStatusError) as caught:
            client.beta.threads.create()
        assert caught.value.status_code == status
    assert client.beta.threads.create().id


def test_failures_that_have_not_happened_can_be_forgotten() -> None:
    client = connect().with_options(max_retries=0)
    control.fail_next("server_error", times=5)
    control.reset()
    assert client.beta.threads.create().id


def new_run(client: OpenAI) -> Any:
    assistant = client.beta.assistants.create(model=helpers.MODEL)
    thread = client.beta.threads.create(messages=[{"role": "user", "content": "Hello"}])
    return client.beta.threads.runs.create(thread.id, assistant_id=assistant.id)


def test_a_run_fails_when_asked_to() -> None:
    client = connect()
    control.fail_next_run("rate_limit_exceeded")
    run = helpers.wait_for_run(client, new_run(client))
    assert run.status == "failed" and run.last_error is not None
    assert run.last_error.code == "rate_limit_exceeded" and run.last_error.message


def test_a_run_is_slow_when_asked_to() -> None:
    client = connect()
    control.slow_next_run(100)
    run = new_run(client)
    for _ in range(5):
        run = client.beta.threads.runs.retrieve(run.id, thread_id=run.thread_id)
    assert run.status == "in_progress"
    control.advance_clock(100)
    assert client.beta.threads.runs.retrieve(run.id, thread_id=run.thread_id).status == "completed"


@pytest.mark.parametrize(
    "mistake",
    [
        lambda: control.advance_clock(-1),
        lambda: control.fail_next("teapot"),  # type: ignore[arg-type]
        lambda: control.fail_next("rate_limit", times=0),
        lambda: control.fail_next_run("bad_luck"),  # type: ignore[arg-type]
        lambda: control.slow_next_run(-5),
    ],
)
def test_what_cannot_be_done_is_said_and_nothing_fails_later(mistake: Any) -> None:
    client = connect().with_options(max_retries=0)
    with pytest.raises(ControlError):
        mistake()
    assert client.beta.threads.create().id


def test_the_log_has_the_last_requests_oldest_first() -> None:
    client = connect()
    thread = client.beta.threads.create(metadata={"a": "b"})
    client.beta.threads.messages.list(thread.id, limit=5)
    control.advance_clock(1)
    made, listed = control.requests(2)
    assert (made.method, made.path, made.status) == ("POST", "/v1/threads", 200)
    assert made.request == {"metadata": {"a": "b"}} and made.response["id"] == thread.id
    assert (listed.path, listed.request) == (f"/v1/threads/{thread.id}/messages?limit=5", None)
    assert control.requests(1) == [listed]
    assert control.requests(0) == []


def test_the_wire_can_be_shown(capsys: pytest.CaptureFixture[str]) -> None:
    connect().beta.threads.create()
    helpers.show_wire()
    assert "→ POST /v1/threads" in capsys.readouterr().out
