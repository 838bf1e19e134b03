"""Many clients at once, each doing function-calling cycles: errors, mixed-up objects, and how long a cycle takes.

    python tests/benchmarks/api_clients.py [clients] [seconds] [pause]

Each client begins a cycle every `pause` seconds (2 by default; people read and type longer than that). With a pause
of 0 the clients ask as fast as they can: then a cycle takes as long as the 199 others in the queue, and the figure to
look at is cycles a second.

The server is a process of its own (`python -m helpers.local_api`); the clients are asyncio tasks over raw HTTP in this
one, so that the server and not the SDK is what is measured. Each client checks that every object it gets is its own.
"""

from __future__ import annotations

import asyncio
import random
import ssl
import statistics
import subprocess
import sys
import time
from typing import Any

import httpx2

HEADERS = {"authorization": "Bearer any-key", "openai-beta": "assistants=v2"}
NO_TLS = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # one for all, because loading certificates takes its time


async def cycle(client: httpx2.AsyncClient, name: str) -> None:
    """One function call whose question and outputs carry the client's name; raises where anything is wrong."""

    async def call(method: str, path: str, body: Any = None) -> Any:
        answer = await client.request(method, path, json=body)
        assert answer.status_code == 200, f"{method} {path}: {answer.status_code} {answer.text}"
        return answer.json()

    parameters = {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}
    function = {"name": "get_weather", "description": "Get the weather in a city", "parameters": parameters}
    tools = [{"type": "function", "function": function}]
    assistant = await call("POST", "/assistants", {"model": name, "tools": tools})
    thread = await call("POST", "/threads", {"metadata": {"client": name}})
    question = {"role": "user", "content": "What is the weather in Seoul?"}
    await call("POST", f"/threads/{thread['id']}/messages", question)
    path = f"/threads/{thread['id']}/runs"
    run = await call("POST", path, {"assistant_id": assistant["id"]})
    path = f"{path}/{run['id']}"
    while run["status"] in ("queued", "in_progress"):
        run = await call("GET", path)
    calls = run["required_action"]["submit_tool_outputs"]["tool_calls"]
    outputs = [{"tool_call_id": one["id"], "output": f"weather of {name}"} for one in calls]
    run = await call("POST", f"{path}/submit_tool_outputs", {"tool_outputs": outputs})
    while run["status"] in ("queued", "in_progress"):
        run = await call("GET", path)
    assert (run["status"], run["model"]) == ("completed", name), run
    messages = (await call("GET", f"/threads/{thread['id']}/messages"))["data"]
    assert len(messages) == 2 and name in messages[0]["content"][0]["text"]["value"], messages


async def learner(
    base_url: str, name: str, until: float, pause: float, times: list[float], errors: list[str]
) -> None:
    async with httpx2.AsyncClient(base_url=base_url, headers=HEADERS, timeout=60, verify=NO_TLS) as client:
        await asyncio.sleep(random.random() * pause)  # nobody begins in step with the others
        while time.monotonic() < until:
            begun = time.perf_counter()
            try:
                await cycle(client, name)
                times.append(time.perf_counter() - begun)
            except Exception as error:
                errors.append(f"{name}: {error!r}")
            await asyncio.sleep(max(0.0, pause - (time.perf_counter() - begun)))


async def measure(base_url: str, clients: int, seconds: float, pause: float) -> list[float]:
    times: list[float] = []
    errors: list[str] = []
    until = time.monotonic() + seconds
    await asyncio.gather(*(learner(base_url, f"client-{n}", until, pause, times, errors) for n in range(clients)))
    p99 = statistics.quantiles(times, n=100)[98] if len(times) > 1 else times[0]
    print(f"{clients:4} clients: {len(times):6} cycles, {len(times) / seconds:6.0f} a second, median "
          f"{statistics.median(times) * 1000:8.1f} ms, p99 {p99 * 1000:8.1f} ms, {len(errors)} errors")  # fmt: skip
    for error in errors[:3]:
        print("    ", error)
    return times


def main(clients: int, seconds: float, pause: float) -> None:
    command = [sys.executable, "-m", "helpers.local_api", "--port", "0", "--quiet"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout
            base_url = server.stdout.readline().strip()
            alone = asyncio.run(measure(base_url, 1, min(seconds, 5), 0))
            many = asyncio.run(measure(base_url, clients, seconds, pause))
            ratio = statistics.quantiles(many, n=100)[98] / statistics.median(alone)
            print(f"p99 of {clients} clients is {ratio:.1f} × the median of one")
        finally:
            server.terminate()


if __name__ == "__main__":
    given = [float(argument) for argument in sys.argv[1:]]
    chosen = [*given, *(200, 60, 2)[len(given) :]]
    main(int(chosen[0]), chosen[1], chosen[2])
