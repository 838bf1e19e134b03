"""Listing, retrieving and polling with 100 messages in the store and with 100,000; memory after dropped streams.

    python tests/benchmarks/api_scale.py [messages]

Both servers run in this process and are asked in turns. The messages are in threads of 1,000, and one thread has them
all again, so that both a big store and a big thread are measured.
"""

from __future__ import annotations

import gc
import json
import socket
import statistics
import sys
import time
import tracemalloc
from typing import Any

import httpx2

from helpers.local_api import API, LocalAPI, server
from helpers.local_api.server import DEFAULT_KEY

HEADERS = {"authorization": f"Bearer {DEFAULT_KEY}", "openai-beta": "assistants=v2"}


def filled(messages: int) -> tuple[LocalAPI, API, dict[str, str]]:
    """A server with `messages` messages in many threads, and as many in one. Gives paths to ask."""
    made: list[API] = []
    server.API = lambda **settings: made.append(API(**settings)) or made[-1]  # type: ignore[assignment]
    local = LocalAPI(record=False).start()
    server.API = API
    api = made[0]
    with httpx2.Client(base_url=local.base_url, headers=HEADERS) as client:
        assistant = client.post("/assistants", json={"model": "gpt-4o-mini"}).json()["id"]
        thread = client.post("/threads", json={"messages": [{"role": "user", "content": "Hello"}]}).json()["id"]
        run = client.post(f"/threads/{thread}/runs", json={"assistant_id": assistant}).json()["id"]
        big = client.post("/threads").json()["id"]
        template = client.get(f"/threads/{thread}/messages").json()["data"][-1]
        threads = [client.post("/threads").json()["id"] for _ in range(max(1, messages // 1000))]
    with api.store.transaction():
        for number in range(messages):
            for parent in (big, threads[number % len(threads)]):
                message = template | {"id": api.ids.new("msg_"), "thread_id": parent}
                api.store.add(message, owner="", parent=parent)
    middle = api.store.page("thread.message", owner="", parent=big, limit=1).objects[0]["id"]
    return local, api, {
        "list of a big thread": f"/threads/{big}/messages",
        "list from the middle": f"/threads/{big}/messages?after={middle}&order=desc",
        "retrieve a message": f"/threads/{big}/messages/{middle}",
        "list of a small thread": f"/threads/{threads[0]}/messages",
        "poll a run": f"/threads/{thread}/runs/{run}",
        "list assistants": "/assistants",
    }  # fmt: skip


def compare(messages: int, rounds: int = 300) -> None:
    small, _, small_paths = filled(100)
    large, _, large_paths = filled(messages)
    print(f"{'':28}{'100':>10}{messages:>10}{'ratio':>8}   (ms, best tenth)")
    with (
        httpx2.Client(base_url=small.base_url, headers=HEADERS) as few,
        httpx2.Client(base_url=large.base_url, headers=HEADERS) as many,
    ):
        for name in small_paths:
            times: dict[str, list[float]] = {"few": [], "many": []}
            for _ in range(rounds):
                for label, client, path in (("few", few, small_paths[name]), ("many", many, large_paths[name])):
                    begun = time.perf_counter()
                    assert client.get(path).status_code == 200
                    times[label].append(time.perf_counter() - begun)
            # The fastest tenth, because whatever else the computer does only makes a request slower.
            a, b = (statistics.quantiles(times[label], n=10)[0] * 1000 for label in ("few", "many"))
            print(f"{name:28}{a:10.2f}{b:10.2f}{b / a:8.2f}")
    small.stop()
    large.stop()


def dropped_streams(count: int) -> None:
    """Bytes that Python holds per stream that a client left, measured over `count` of them."""
    local, api, _ = filled(1)
    with httpx2.Client(base_url=local.base_url, headers=HEADERS) as client:
        assistant = client.post("/assistants", json={"model": "gpt-4o-mini"}).json()["id"]
        body = {"assistant_id": assistant, "stream": True, "thread": {"messages": [{"role": "user", "content": "x"}]}}

        def drop(times: int) -> int:
            for _ in range(times):
                leave(local, body)
            while client.get("/assistants").status_code == 200 and api.engine.journal._channels:
                time.sleep(0.01)
            gc.collect()
            return tracemalloc.get_traced_memory()[0]

        tracemalloc.start()
        before, after = drop(count), drop(count)
        tracemalloc.stop()
    print(f"dropped streams: {(after - before) / count:.0f} bytes of Python memory kept for each of {count}")
    local.stop()


def leave(local: LocalAPI, body: dict[str, Any]) -> None:
    """Ask for a stream and hang up after its first bytes."""
    raw = json.dumps(body).encode()
    head = [f"{name}: {value}" for name, value in HEADERS.items()]
    head = ["POST /v1/threads/runs HTTP/1.1", "host: localhost", "content-type: application/json", *head]
    with socket.create_connection(("127.0.0.1", int(local.url.rsplit(":", 1)[1]))) as connection:
        connection.sendall("\r\n".join([*head, f"content-length: {len(raw)}", "", ""]).encode() + raw)
        connection.recv(100)


if __name__ == "__main__":
    compare(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
    dropped_streams(300)
