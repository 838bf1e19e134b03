"""Files and vector stores after `kill -9`, after a full disk, and the same bytes every time in the course."""

import asyncio
import json
import os
import signal
import subprocess
import sys
import threading
import time

import httpx2
import openai
import pytest
from openai import AsyncOpenAI, OpenAI

from helpers.local_api import API, LocalAPI, create_app
from helpers.local_api.store import Store

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")

MiB = 1024 * 1024


class Server:
    """`python -m helpers.local_api` on a database, to be killed."""

    def __init__(self, database):
        self.database = database

    def __enter__(self):
        command = [sys.executable, "-m", "helpers.local_api", "--port", "0", "--db", str(self.database), "--quiet"]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        self.base_url = self.process.stdout.readline().strip()
        return self

    def client(self):
        return OpenAI(base_url=self.base_url, api_key="k", max_retries=0)

    def kill(self):
        self.process.kill()
        self.process.wait()

    def __exit__(self, *_):
        self.kill()
        self.process.stdout.close()


def test_what_was_acknowledged_survives_a_kill_and_the_rest_leaves_nothing(tmp_path):
    database = tmp_path / "api.db"
    data = os.urandom(2 * MiB + 7)
    text = "\n".join(f"Line {number} is about topic{number}." for number in range(4_000)).encode()
    with Server(database) as server, server.client() as client:
        file = client.files.create(file=("data.jsonl", data), purpose="batch")
        store = client.vector_stores.create(name="kept")
        done = client.vector_stores.files.upload_and_poll(vector_store_id=store.id, file=("a.txt", b"about penguins"))
        big = client.vector_stores.files.upload(vector_store_id=store.id, file=("big.txt", text))

        def half():
            yield b'--b\r\nContent-Disposition: form-data; name="purpose"\r\n\r\nvision\r\n'
            yield b'--b\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n'
            yield bytes(3 * MiB)
            server.kill()
            yield bytes(MiB)

        with pytest.raises(httpx2.HTTPError):
            headers = {"Authorization": "Bearer k", "Content-Type": "multipart/form-data; boundary=b"}
            httpx2.post(f"{server.base_url}/files", content=half(), headers=headers)
        assert server.process.returncode == -signal.SIGKILL if os.name == "posix" else server.process.returncode

    with Server(database) as server, server.client() as client:
        assert client.files.content(file.id).read() == data
        assert {one.id for one in client.files.list()} == {file.id, done.id, big.id}
        client.vector_stores.files.poll(big.id, vector_store_id=store.id)  # taken up again
        counts = client.vector_stores.retrieve(store.id).file_counts
        assert (counts.completed, counts.in_progress, counts.total) == (2, 0, 2)
        assert client.vector_stores.search(store.id, query="penguins").data[0].file_id == done.id
        found = client.vector_stores.search(store.id, query="topic3999", max_num_results=50).data
        assert len({result.content[0].text for result in found}) == len(found) > 0  # no chunk is in twice

    kept = Store(database)
    whose = kept.execute("SELECT DISTINCT file_id FROM file_parts").fetchall()
    kept.close()
    assert {file_id for (file_id,) in whose} == {file.id, done.id, big.id}


def test_killed_in_the_middle_of_uploads_and_indexing(tmp_path):
    """Counts agree with the files, bytes with their sizes, terms with their chunks, however far the server came."""
    database = tmp_path / "api.db"
    with Server(database) as server, server.client() as client:
        store = client.vector_stores.create()
        timer = threading.Timer(0.2, server.kill)
        timer.start()
        with pytest.raises(openai.APIConnectionError):
            while True:
                client.vector_stores.files.upload(vector_store_id=store.id, file=("a.txt", b"word " * 20_000))
        timer.join()
    with Server(database) as server, server.client() as client:
        for file in client.vector_stores.files.list(store.id):
            assert client.vector_stores.files.poll(file.id, vector_store_id=store.id).status == "completed"
        files = list(client.vector_stores.files.list(store.id, limit=100))
        counts = client.vector_stores.retrieve(store.id).file_counts
        assert counts.total == counts.completed == len(files)
        assert all(file.bytes == 100_000 for file in client.files.list())
    kept = Store(database)
    sizes = kept.execute("SELECT sum(length(data)) FROM file_parts GROUP BY file_id").fetchall()
    chunks = kept.execute("SELECT count(*), (SELECT count(*) FROM chunk_terms) FROM chunks").fetchone()
    kept.close()
    assert {size for (size,) in sizes} <= {100_000}
    assert chunks[0] == chunks[1]


def test_a_full_disk_is_a_clear_error_and_keeps_what_was_there(tmp_path):
    api = API(course=True, database=tmp_path / "api.db")

    async def run():
        transport = httpx2.ASGITransport(create_app(api))
        client = AsyncOpenAI(
            base_url="http://api/v1", api_key="k", http_client=httpx2.AsyncClient(transport=transport), max_retries=0
        )
        kept = await client.files.create(file=("a.jsonl", b"kept"), purpose="batch")
        (pages,) = api.store.execute("PRAGMA page_count").fetchone()
        api.store.execute(f"PRAGMA max_page_count = {pages + 100}")
        with pytest.raises(openai.InternalServerError, match=r"The disk is full\. Nothing of this request was kept"):
            await client.files.create(file=("b.jsonl", bytes(2 * MiB)), purpose="batch")
        assert [file.id for file in (await client.files.list()).data] == [kept.id]
        assert (await client.files.content(kept.id)).read() == b"kept"
        api.store.execute(f"PRAGMA max_page_count = {pages + 10_000}")
        assert (await client.files.create(file=("b.jsonl", bytes(2 * MiB)), purpose="batch")).bytes == 2 * MiB
        await api.close()

    asyncio.run(run())


def lesson():
    """What a lesson on files sees, as JSON."""
    seen = []
    with (
        LocalAPI(course=True, allow_code_interpreter=True) as api,
        OpenAI(base_url=api.base_url, api_key=api.api_key, max_retries=0) as client,
    ):
        file = client.files.create(file=("a.md", b"# Returns\nRefunds take five days."), purpose="assistants")
        store = client.vector_stores.create(name="shop", file_ids=[file.id])
        seen += [file, store, client.vector_stores.retrieve(store.id)]
        seen.append(
            client.vector_stores.files.upload_and_poll(vector_store_id=store.id, file=("b.txt", b"Lamps glow."))
        )
        seen.append(client.vector_stores.search(store.id, query="How long do refunds take?"))
        assistant = client.beta.assistants.create(
            model="gpt-4o-mini", tools=[{"type": "file_search"}, {"type": "code_interpreter"}],
            tool_resources={"file_search": {"vector_store_ids": [store.id]}},
        )  # fmt: skip
        for question in ("How long do refunds take?", "What is 12 * 12?"):
            thread = client.beta.threads.create(messages=[{"role": "user", "content": question}])
            run = client.beta.threads.runs.create_and_poll(thread_id=thread.id, assistant_id=assistant.id)
            seen += [run, *client.beta.threads.runs.steps.list(run.id, thread_id=thread.id)]
            seen += client.beta.threads.messages.list(thread.id)
    return json.dumps([one.model_dump(mode="json") for one in seen])


def test_a_lesson_gives_the_same_bytes_every_time():
    first, second = lesson(), lesson()
    assert first == second
    assert "five days" in first and "144" in first


def test_a_lesson_does_not_depend_on_how_busy_the_machine_is():
    stop = threading.Event()

    def busy():
        while not stop.is_set():
            time.sleep(0)
            sum(range(1000))

    workers = [threading.Thread(target=busy) for _ in range(3)]
    for worker in workers:
        worker.start()
    try:
        loaded = lesson()
    finally:
        stop.set()
        for worker in workers:
            worker.join()
    assert loaded == lesson()
