"""The server itself: its command line, several people's keys, its log and its end, and what it keeps on disk."""

from __future__ import annotations

import contextlib
import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx2
import pytest
from api_support import HEADERS, KEY, Hold, ScriptedModel, http, says, sdk, serving, until
from openai import NotFoundError, OpenAI

from helpers.local_api import LocalAPI
from helpers.local_api.__main__ import main
from helpers.local_api.engine import INTERRUPTED

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


class Served:
    """`python -m helpers.local_api` in a process of its own."""

    def __init__(self, *options: str):
        self.process = subprocess.Popen(
            [sys.executable, "-m", "helpers.local_api", "--port", "0", *options],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8",
        )  # fmt: skip
        assert self.process.stdout
        self.base_url = self.process.stdout.readline().strip()

    def client(self, key: str = KEY) -> OpenAI:
        return OpenAI(base_url=self.base_url, api_key=key, max_retries=0)

    def end(self, how: int = signal.SIGTERM) -> tuple[int, str]:
        """Its exit status and what it logged."""
        self.process.send_signal(how)
        _, log = self.process.communicate(timeout=20)
        return self.process.returncode, log


@contextmanager
def served(*options: str) -> Iterator[Served]:
    server = Served(*options)
    try:
        yield server
    finally:
        if server.process.poll() is None:
            server.process.kill()
            server.process.communicate()


@pytest.fixture
def refusal(capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    """What the server says when it will not start."""

    def say(*options: str) -> str:
        assert main(["--port", "0", *options]) == 2
        said = capsys.readouterr()
        assert said.out == ""
        return said.err.strip()

    return say


def test_keys_log_health_and_end(tmp_path: Path) -> None:
    """One server for several questions, because a process takes a second to start."""
    keys = tmp_path / "keys.txt"
    keys.write_text("# the class of 2026\nkey-of-mina Mina\nkey-of-jun Jun\nkey-of-mina-2 Mina\n", encoding="utf-8")
    with served("--keys", str(keys)) as server:
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+/v1", server.base_url)
        assert httpx2.get(server.base_url[:-3] + "/healthz").json() == {"status": "ok"}

        mina, jun = server.client("key-of-mina"), server.client("key-of-jun")
        assistant = mina.beta.assistants.create(model="gpt-4o-mini")
        thread = mina.beta.threads.create(messages=[{"role": "user", "content": "Hello"}])
        run = mina.beta.threads.runs.create(thread_id=thread.id, assistant_id=assistant.id)
        assert jun.beta.assistants.list().data == []
        attempts: list[Any] = [
            lambda: jun.beta.assistants.retrieve(assistant.id),
            lambda: jun.beta.assistants.update(assistant.id, name="mine"),
            lambda: jun.beta.assistants.delete(assistant.id),
            lambda: jun.beta.threads.retrieve(thread.id),
            lambda: jun.beta.threads.messages.list(thread.id),
            lambda: jun.beta.threads.runs.retrieve(run.id, thread_id=thread.id),
            lambda: jun.beta.threads.runs.cancel(run.id, thread_id=thread.id),
            lambda: jun.beta.threads.create_and_run(assistant_id=assistant.id),
        ]
        for attempt in attempts:
            with pytest.raises(NotFoundError) as refused:
                attempt()
            assert refused.value.body["message"].startswith(("No assistant found", "No thread found"))
        assert server.client("key-of-mina-2").beta.assistants.retrieve(assistant.id).name is None
        wrong = httpx2.get(server.base_url + "/assistants", headers={"authorization": "Bearer key-of-min"})
        assert wrong.status_code == 401
        moved = httpx2.post(
            server.base_url[:-3] + "/local/clock", json={"seconds": 5}, headers={"authorization": "Bearer key-of-jun"}
        )
        assert moved.status_code == 403
        httpx2.get(server.base_url + "/line%0Abreak", headers={"authorization": "Bearer key-of-jun"})

        status, log = server.end()
        lines = log.splitlines()
        assert status in (0, -signal.SIGTERM)
        assert all(re.fullmatch(r"[A-Z]+ /\S* \d{3} \d+\.\d ms req_\w{24}", line) for line in lines), log
        assert any(line.startswith("POST /v1/threads 200 ") for line in lines)
        assert "key-of" not in log


def test_what_it_refuses_to_do(tmp_path: Path, refusal: Callable[..., str]) -> None:
    assert "any key would be accepted" in refusal("--host", "0.0.0.0")
    assert "cannot be read" in refusal("--keys", str(tmp_path / "nothing.txt"))
    not_a_database = tmp_path / "text.db"
    not_a_database.write_text("This is no database. " * 100)
    assert "It is not a database of this server" in refusal("--db", str(not_a_database))
    assert "is not there" in refusal("--db", str(tmp_path / "nowhere" / "x.db"))
    assert "is a folder" in refusal("--db", str(tmp_path))


@pytest.mark.parametrize("port", ["99999", "-1", "http"])
def test_a_port_that_is_none(port: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([f"--port={port}"])
    assert ended.value.code == 2
    assert "is not a port: a whole number from 0 to 65535" in capsys.readouterr().err


@pytest.mark.parametrize("version", [0, 1])
@pytest.mark.parametrize("table", ["notes (text)", "objects (name)"])
def test_a_database_of_another_program(tmp_path: Path, refusal: Callable[..., str], table: str, version: int) -> None:
    path = tmp_path / "other.db"
    with contextlib.closing(sqlite3.connect(path)) as database:
        database.executescript(f"CREATE TABLE {table}; PRAGMA user_version = {version};")
    before = path.read_bytes()
    assert "is the database of another program, and was left as it is" in refusal("--db", str(path))
    assert path.read_bytes() == before
    assert [entry.name for entry in tmp_path.iterdir()] == ["other.db"]


def test_two_servers_on_one_file(tmp_path: Path, refusal: Callable[..., str]) -> None:
    path = tmp_path / "one.db"
    with serving(database=path):
        assert "Another server is using this file." in refusal("--db", str(path))
    with serving(database=path) as again:
        assert sdk(again).beta.assistants.list().data == []


def test_a_database_of_a_later_version(tmp_path: Path, refusal: Callable[..., str]) -> None:
    path = tmp_path / "later.db"
    with sqlite3.connect(path) as database:
        database.execute("PRAGMA user_version = 99")
    database.close()
    assert "was written by another version" in refusal("--db", str(path))


@pytest.mark.skipif(os.name != "posix", reason="kill -9 is a matter of POSIX systems")
def test_nothing_acknowledged_is_lost_by_kill_9(tmp_path: Path) -> None:
    path = str(tmp_path / "kept.db")
    kept: list[dict[str, Any]] = []
    with served("--db", path, "--quiet") as server:
        client = server.client()
        thread = client.beta.threads.create()

        def write() -> None:
            try:
                for number in range(100_000):
                    message = client.beta.threads.messages.create(thread.id, role="user", content=f"message {number}")
                    kept.append(message.to_dict())
            except Exception:
                return

        writer = threading.Thread(target=write)
        writer.start()
        until(lambda: len(kept) > 50, 20)
        server.end(signal.SIGKILL)
        writer.join()
    with serving(database=path) as again:
        found = [
            message.to_dict() for message in sdk(again).beta.threads.messages.list(thread.id, order="asc", limit=100)
        ]
    assert found[: len(kept)] == kept
    assert len(found) <= len(kept) + 1  # one may have been written and not yet answered


def test_runs_are_taken_up_again(tmp_path: Path) -> None:
    """The same server, stopped while runs are in each status that is not final, and started again on its file."""
    path = tmp_path / "runs.db"
    model = ScriptedModel()
    with serving(model, database=path, course=True) as api:
        client = sdk(api)
        assistant = client.beta.assistants.create(model="m", tools=[{"type": "function", "function": {"name": "f"}}])

        def new_run() -> Any:
            return client.beta.threads.create_and_run(
                assistant_id=assistant.id, thread={"messages": [{"role": "user", "content": "Hello"}]}
            )

        runs = [new_run() for _ in range(4)]
        client.beta.threads.runs.cancel(runs[1].id, thread_id=runs[1].thread_id)
    with sqlite3.connect(path) as database:
        statuses = [row[0] for row in database.execute(
            "SELECT json_extract(body, '$.status') FROM objects WHERE kind = 'thread.run' ORDER BY seq"
        )]  # fmt: skip
    database.close()
    assert statuses == ["requires_action", "cancelling", "requires_action", "in_progress"]
    with serving(model, database=path, course=True) as again:
        client = sdk(again)
        assert client.beta.threads.create().created_at > runs[-1].created_at
        found = [until(lambda run=run: _settled(client, run)) for run in runs]
        assert [run.status for run in found] == ["requires_action", "cancelled", "requires_action", "requires_action"]
        calls = found[0].required_action.submit_tool_outputs.tool_calls
        done = client.beta.threads.runs.submit_tool_outputs_and_poll(
            run_id=found[0].id,
            thread_id=found[0].thread_id,
            tool_outputs=[{"tool_call_id": call.id, "output": "x"} for call in calls],
        )
        assert done.status == "completed"


def _settled(client: OpenAI, run: Any) -> Any:
    now = client.beta.threads.runs.retrieve(run.id, thread_id=run.thread_id)
    return now if now.status not in ("queued", "in_progress", "cancelling") else None


def test_a_turn_that_was_interrupted_says_so(tmp_path: Path) -> None:
    path = tmp_path / "interrupted.db"
    model = ScriptedModel([*says("It ")[:-1], Hold()])
    with serving(model, database=path) as api:
        client = sdk(api)
        assistant = client.beta.assistants.create(model="m")
        run = client.beta.threads.create_and_run(
            assistant_id=assistant.id, thread={"messages": [{"role": "user", "content": "Hello"}]}
        )
        until(lambda: client.beta.threads.messages.list(run.thread_id, run_id=run.id).data)
    with serving(ScriptedModel(says("Hi.")), database=path) as again:
        client = sdk(again)
        failed = client.beta.threads.runs.retrieve(run.id, thread_id=run.thread_id)
        assert (failed.status, failed.last_error.code) == ("failed", "server_error")
        assert failed.last_error.message == INTERRUPTED
        (message,) = client.beta.threads.messages.list(run.thread_id, run_id=run.id)
        assert (message.status, message.incomplete_details.reason) == ("incomplete", "run_failed")
        (step,) = client.beta.threads.runs.steps.list(run.id, thread_id=run.thread_id)
        assert step.status == "failed"
        client.beta.threads.messages.create(run.thread_id, role="user", content="The thread is free again.")


def test_a_full_disk_is_said_and_loses_nothing(tmp_path: Path) -> None:
    kept: list[Any] = []
    from helpers.local_api import API

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("helpers.local_api.server.API", lambda **settings: kept.append(API(**settings)) or kept[0])
        with serving(database=tmp_path / "full.db") as api:
            raw = http(api)
            thread = raw.post("/v1/threads").json()["id"]
            path = f"/v1/threads/{thread}/messages"
            pages = kept[0].store.execute("PRAGMA page_count").fetchone()[0]
            kept[0].store.execute(f"PRAGMA max_page_count = {pages + 30}")
            written = 0
            while (answer := raw.post(path, json={"role": "user", "content": "x" * 10_000})).status_code == 200:
                written += 1
            assert answer.status_code == 500
            assert "The disk is full. Nothing of this request was kept." in answer.json()["error"]["message"]
            assert len(raw.get(path + "?limit=100").json()["data"]) == written > 0
            kept[0].store.execute("PRAGMA max_page_count = 1000000")
            assert raw.post(path, json={"role": "user", "content": "x"}).status_code == 200


@pytest.mark.usefixtures("permissions_hold")
def test_a_file_that_cannot_be_written(tmp_path: Path, refusal: Callable[..., str]) -> None:
    path = tmp_path / "read-only.db"
    with serving(database=path):
        pass
    path.chmod(0o400)
    tmp_path.chmod(0o500)
    try:
        assert "may be written by you" in refusal("--db", str(path))
    finally:
        tmp_path.chmod(0o700)


def test_it_leaves_nothing_behind() -> None:
    before = set(threading.enumerate())
    with serving() as api:
        sdk(api).beta.threads.create()
        url = api.url
    assert set(threading.enumerate()) <= before
    with pytest.raises(httpx2.ConnectError):
        httpx2.get(url + "/healthz")


def test_start_and_stop_may_be_repeated() -> None:
    api = LocalAPI(model=ScriptedModel(), api_key=KEY)
    for _ in range(2):
        assert api.start() is api.start()
        assert http(api).get("/v1/models").status_code == 200
        api.stop()
        api.stop()


def test_web_pages_may_call_only_when_asked() -> None:
    preflight = {"origin": "http://localhost:3000", "access-control-request-method": "POST"}
    with serving() as api:
        answer = http(api).options("/v1/threads", headers=preflight)
        assert "access-control-allow-origin" not in answer.headers
        assert "access-control-allow-origin" not in http(api, HEADERS | preflight).post("/v1/threads").headers
    with serving(cors=["http://localhost:3000"]) as api:
        answer = http(api).options("/v1/threads", headers=preflight)
        assert answer.headers["access-control-allow-origin"] == "http://localhost:3000"
        other = http(api).options("/v1/threads", headers=preflight | {"origin": "http://evil.example"})
        assert "access-control-allow-origin" not in other.headers


def test_a_slow_model_keeps_nobody_waiting() -> None:
    hold = Hold()
    model = ScriptedModel([hold])
    with serving(model) as api:
        client = sdk(api)
        assistant = client.beta.assistants.create(model="m")
        thread = {"messages": [{"role": "user", "content": "Hello"}]}
        client.beta.threads.create_and_run(assistant_id=assistant.id, thread=thread)  # type: ignore[arg-type]
        until(lambda: model.turns)
        begun = time.monotonic()
        run = client.beta.threads.create_and_run_poll(assistant_id=assistant.id, thread=thread)  # type: ignore[arg-type]
        assert run.status == "completed"
        assert time.monotonic() - begun < 5
        hold.release()


def test_many_clients_at_once_get_their_own_answers() -> None:
    """Each client's calls come back to its own thread (see benchmarks for 200 clients and a minute)."""
    mixed_up: list[str] = []

    def learner(api: LocalAPI, number: int) -> None:
        client = sdk(api)
        name = f"place-{number}"
        assistant = client.beta.assistants.create(model=name, tools=[{"type": "function", "function": {"name": "f"}}])
        for _ in range(3):
            run = client.beta.threads.create_and_run_poll(
                assistant_id=assistant.id, thread={"messages": [{"role": "user", "content": name}]}
            )
            pending = run.required_action.submit_tool_outputs.tool_calls
            run = client.beta.threads.runs.submit_tool_outputs_and_poll(
                run_id=run.id,
                thread_id=run.thread_id,
                tool_outputs=[{"tool_call_id": call.id, "output": name} for call in pending],
            )
            answer = client.beta.threads.messages.list(run.thread_id).data[0].content[0].text.value
            if (run.status, run.model, answer) != ("completed", name, f"Heard {name}."):
                mixed_up.append(f"{name}: {run.status} {run.model} {answer}")

    with serving(Listener()) as api:
        learners = [threading.Thread(target=learner, args=(api, number)) for number in range(12)]
        for one in learners:
            one.start()
        for one in learners:
            one.join()
    assert not mixed_up


class Listener(ScriptedModel):
    """Calls its function, then repeats the output."""

    @staticmethod
    def _default(turn: Any) -> Any:
        last = turn.messages[-1]
        return says(f"Heard {last['content']}.") if last["role"] == "tool" else ScriptedModel._default(turn)


def test_log_lines_are_json_free_and_short(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level("INFO", logger="helpers.local_api"), serving() as api:
        http(api).post("/v1/threads", json={"metadata": {"secret": "words"}})
    (line,) = [record.getMessage() for record in caplog.records if record.name == "helpers.local_api"]
    assert line.startswith("POST /v1/threads 200 ")
    assert "secret" not in json.dumps(line)
