"""`kill -9` at any moment while clients are at work: what was acknowledged is there, and everything fits together.

In the suite a server is killed twice. By hand, as often as you like:

    KILLS=50 python -m pytest tests/api/test_durability.py
"""

import os
import random
import subprocess
import sys
import threading
from contextlib import contextmanager

import httpx2
import openai
import pytest
from api_support import WEATHER_TOOLS, sdk, until
from openai import OpenAI

from helpers.local_api import LocalAPI

pytestmark = [
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.timeout(60 + 15 * int(os.environ.get("KILLS", "2"))),
]

KILLS = int(os.environ.get("KILLS", "2"))
ENDED = {"completed", "failed", "cancelled", "expired", "incomplete"}
QUESTION = "What is the temperature in Busan, and what is the probability of rain in Busan?"


@contextmanager
def server(database, **popen):
    """A server in a process of its own, and its base URL."""
    command = [sys.executable, "-m", "helpers.local_api", "--port", "0", "--db", str(database), "--quiet"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, **popen)
    try:
        yield process, process.stdout.readline().strip()
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


@contextmanager
def reopened(database):
    """The database served again, by this process. Gives a client."""
    with LocalAPI(database=database) as api, sdk(api) as client:
        yield client


class Worker(threading.Thread):
    """A client that goes on until the server is gone, and remembers what it was told."""

    def __init__(self, base_url, number):
        super().__init__(daemon=True)
        self.client = OpenAI(base_url=base_url, api_key="k", max_retries=0, timeout=20)
        self.number = number
        self.threads = {}  # id → texts of the messages that were acknowledged
        self.runs = {}  # id → (thread, last status that was told)
        self.deleted = set()
        self.cycles = 0
        self.problem = None

    def run(self):
        try:
            while True:
                self.cycle()
                self.cycles += 1
        except (openai.APIConnectionError, httpx2.HTTPError):
            return  # the server is gone, perhaps in the middle of a stream
        except Exception as problem:
            self.problem = problem

    def cycle(self):
        beta = self.client.beta
        assistant = beta.assistants.create(model="m", tools=WEATHER_TOOLS)
        thread = beta.threads.create(metadata={"worker": str(self.number)})
        texts = self.threads.setdefault(thread.id, [])
        beta.threads.messages.create(thread.id, role="user", content=f"{QUESTION} ({thread.id})")
        texts.append(f"{QUESTION} ({thread.id})")
        if self.cycles % 3 == 2:  # streamed
            with beta.threads.runs.stream(thread_id=thread.id, assistant_id=assistant.id) as stream:
                for event in stream:
                    if event.event.startswith("thread.run.") and ".step" not in event.event:
                        self.runs[event.data.id] = (thread.id, event.data.status)
            run = stream.current_run
        else:
            run = beta.threads.runs.create(thread.id, assistant_id=assistant.id)
            self.runs[run.id] = (thread.id, run.status)
            run = beta.threads.runs.poll(run.id, thread_id=thread.id, poll_interval_ms=2)
            self.runs[run.id] = (thread.id, run.status)
        if run.required_action:
            calls = run.required_action.submit_tool_outputs.tool_calls
            outputs = [{"tool_call_id": call.id, "output": "27"} for call in calls]
            run = beta.threads.runs.submit_tool_outputs(run.id, thread_id=thread.id, tool_outputs=outputs)
            self.runs[run.id] = (thread.id, run.status)
            run = beta.threads.runs.poll(run.id, thread_id=thread.id, poll_interval_ms=2)
            self.runs[run.id] = (thread.id, run.status)
        beta.assistants.delete(assistant.id)
        self.deleted.add(assistant.id)


def check(client, worker):
    """Everything that a worker was told is so, or has gone on from there; and everything fits together."""
    beta = client.beta
    for assistant in worker.deleted:
        with pytest.raises(openai.NotFoundError):
            beta.assistants.retrieve(assistant)
    for thread, texts in worker.threads.items():
        assert beta.threads.retrieve(thread).metadata == {"worker": str(worker.number)}
        messages = list(beta.threads.messages.list(thread, order="asc"))
        said = [message.content[0].text.value for message in messages if message.role == "user"]
        assert said[: len(texts)] == texts and len(said) <= len(texts) + 1
        assert all(text.endswith(f"({thread})") for text in said)  # no other thread's
        for run in beta.threads.runs.list(thread):
            check_run(client, run, messages, worker.runs.get(run.id, (thread, "queued"))[1])
    for run, (thread, _) in worker.runs.items():
        assert beta.threads.runs.retrieve(run, thread_id=thread).id == run


def check_run(client, run, messages, told):
    """A run that was told to be `told`: it ended, or waits for outputs, and its parts agree with that."""

    def settled():
        now = client.beta.threads.runs.retrieve(run.id, thread_id=run.thread_id)
        return now if now.status in ENDED | {"requires_action"} else None

    run = until(settled, 10)
    if told in ENDED:
        assert run.status == told
    if run.status == "failed":
        assert run.last_error.code == "server_error" and run.failed_at
    steps = list(client.beta.threads.runs.steps.list(run.id, thread_id=run.thread_id))
    if run.status in ENDED:
        assert all(step.status != "in_progress" for step in steps)
        assert run.usage and run.required_action is None
        mine = [message for message in messages if message.run_id == run.id]
        assert all(message.status in ("completed", "incomplete") for message in mine)
        client.beta.threads.messages.create(run.thread_id, role="user", content=f"Free again ({run.thread_id})")
    else:
        calls = run.required_action.submit_tool_outputs.tool_calls
        assert [call.id for call in calls] == [call.id for step in steps for call in step.step_details.tool_calls]


def test_killed_at_any_moment_under_load(tmp_path):
    database = tmp_path / "api.db"
    chance = random.Random(2026)
    cycles = 0
    for _ in range(KILLS):
        with server(database) as (process, base_url):
            workers = [Worker(base_url, number) for number in range(3)]
            for worker in workers:
                worker.start()
            until(lambda at_work=workers: sum(worker.cycles for worker in at_work) >= 2, 20)
            threading.Event().wait(chance.random() * 0.5)
            process.kill()
            for worker in workers:
                worker.join(20)
            assert [worker.problem for worker in workers] == [None] * len(workers)
            cycles += sum(worker.cycles for worker in workers)
        with reopened(database) as client:
            for worker in workers:
                check(client, worker)
    assert cycles > KILLS


@pytest.mark.skipif(os.name != "posix", reason="needs a limit on the size of files")
def test_a_disk_that_is_full(tmp_path):
    """The operating system refuses to make the file larger, as a full disk does."""
    import resource

    def limit():
        resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000))

    kept = []
    with server(tmp_path / "api.db", preexec_fn=limit) as (process, base_url):
        client = OpenAI(base_url=base_url, api_key="k", max_retries=0)
        with pytest.raises(openai.InternalServerError) as refusal:
            while True:
                kept.append(client.beta.assistants.create(model="m", instructions="x" * 20_000).id)
        assert "cannot be used" in refusal.value.message and "Traceback" not in refusal.value.message
        assert process.poll() is None
        assert len(kept) > 3
        found = [assistant.id for assistant in client.beta.assistants.list(order="asc", limit=100)]
        assert found == kept
    with reopened(tmp_path / "api.db") as client:  # the disk has room again
        assert [assistant.id for assistant in client.beta.assistants.list(order="asc", limit=100)] == kept
        assert client.beta.assistants.create(model="m", instructions="x" * 20_000).id
