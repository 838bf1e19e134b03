"""One function-calling cycle over real HTTP with the SDK, beside the same calls against canned transports.

    python tests/benchmarks/api_cycle.py [cycles]

A cycle is: create assistant, thread, message, run; poll; submit two outputs; poll; list messages. "canned" gives the
same bodies without a network (the SDK's own cost), "canned HTTP" gives them from a socket that does nothing else. Each
cycle asks about another town, so that nothing that the simulated model remembers of a question makes it look faster.
"in a process of its own" is `python -m helpers.local_api`, which shares no interpreter with the client.
"""

from __future__ import annotations

import asyncio
import itertools
import re
import statistics
import sys
import threading
import time
import warnings
from collections.abc import Callable
from typing import Any

import httpx2
from load import server
from openai import OpenAI

from helpers.local_api import LocalAPI

warnings.simplefilter("ignore", DeprecationWarning)

TOOLS: Any = [
    {
        "type": "function",
        "function": {
            "name": name,
            "description": description,
            "parameters": {
                "type": "object",
                "properties": {"location": {"type": "string", "description": "A city, for example San Francisco"}},
                "required": ["location"],
            },
        },
    }
    for name, description in (
        ("get_current_temperature", "Get the current temperature at a location"),
        ("get_rain_probability", "Get the probability of rain at a location"),
    )
]
TOWNS = itertools.cycle(
    first + last
    for first in ("Ash", "Black", "Cold", "Dart", "East", "Fair", "Green", "Hazel", "Iron", "King", "Long", "Mill")
    for last in ("bridge", "bury", "by", "combe", "field", "ford", "ham", "ley", "mouth", "port", "stead", "ton", "well")
)
GOING = ("queued", "in_progress")


def question() -> str:
    """A question about a town that was not asked about before."""
    return f"What is the temperature in {next(TOWNS)}, and how probable is rain there?"


def cycle(client: OpenAI) -> int:
    """One whole function call. Gives the number of requests."""
    beta, requests = client.beta, 7
    assistant = beta.assistants.create(model="gpt-4o-mini", instructions="You are a weather bot.", tools=TOOLS)
    thread = beta.threads.create()
    beta.threads.messages.create(thread.id, role="user", content=question())
    run = beta.threads.runs.create(thread_id=thread.id, assistant_id=assistant.id)
    while run.status in GOING:
        run = beta.threads.runs.retrieve(run.id, thread_id=thread.id)
        requests += 1
    calls = run.required_action.submit_tool_outputs.tool_calls
    assert len(calls) == 2, calls
    outputs: Any = [{"tool_call_id": call.id, "output": "57"} for call in calls]
    run = beta.threads.runs.submit_tool_outputs(run.id, thread_id=thread.id, tool_outputs=outputs)
    while run.status in GOING:
        run = beta.threads.runs.retrieve(run.id, thread_id=thread.id)
        requests += 1
    assert run.status == "completed", run
    beta.threads.messages.list(thread.id)
    return requests - 1


def first_event(client: OpenAI) -> float:
    """Milliseconds from asking for a streamed run to its first event."""
    assistant = client.beta.assistants.create(model="gpt-4o-mini", tools=TOOLS)
    thread: Any = {"messages": [{"role": "user", "content": question()}]}
    begun = time.perf_counter()
    with client.beta.threads.create_and_run(assistant_id=assistant.id, thread=thread, stream=True) as stream:
        next(iter(stream))
        took = time.perf_counter() - begun
        for _ in stream:
            pass
    return took * 1000


class Recording(httpx2.HTTPTransport):
    """Passes requests on, and keeps the bodies of the answers."""

    def __init__(self) -> None:
        super().__init__()
        self.bodies: list[bytes] = []

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        answer = super().handle_request(request)
        self.bodies.append(answer.read())
        return httpx2.Response(200, headers={"content-type": "application/json"}, content=self.bodies[-1])


class Canned(httpx2.BaseTransport):
    """Gives the recorded bodies, one after the other, without a network."""

    def __init__(self, bodies: list[bytes]):
        self._bodies = bodies
        self._next = 0

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        body = self._bodies[self._next % len(self._bodies)]
        self._next += 1
        return httpx2.Response(200, headers={"content-type": "application/json"}, content=body)


def canned_server(bodies: list[bytes]) -> str:
    """A socket that answers each request with the next recorded body. Gives its base URL."""
    state = {"next": 0}

    class Answer(asyncio.Protocol):
        def connection_made(self, transport: Any) -> None:
            self._transport, self._got = transport, b""

        def data_received(self, data: bytes) -> None:
            self._got += data
            head = self._got.find(b"\r\n\r\n")
            length = re.search(rb"content-length: (\d+)", self._got[:head].lower())
            if head < 0 or len(self._got) < head + 4 + (int(length[1]) if length else 0):
                return
            self._got = b""
            body = bodies[state["next"] % len(bodies)]
            state["next"] += 1
            self._transport.write(
                b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n" % len(body) + body
            )

    ready: list[int] = []

    async def serve() -> None:
        from helpers.local_api.server import listen

        server = await asyncio.get_running_loop().create_server(Answer, sock=listen("127.0.0.1", 0))
        ready.append(server.sockets[0].getsockname()[1])
        await server.serve_forever()

    threading.Thread(target=lambda: asyncio.run(serve()), daemon=True).start()
    while not ready:
        time.sleep(0.001)
    return f"http://127.0.0.1:{ready[0]}/v1"


def main(cycles: int) -> None:
    with LocalAPI(record=False) as alone, LocalAPI(course=True) as course, server() as (base_url, _):
        recording = Recording()
        with_recording = httpx2.Client(transport=recording)
        requests = cycle(OpenAI(base_url=alone.base_url, api_key=alone.api_key, http_client=with_recording))
        bodies = recording.bodies
        canned = httpx2.Client(transport=Canned(bodies))
        clients = {
            "canned (the SDK alone)": OpenAI(base_url="http://x/v1", api_key="x", http_client=canned),
            "canned HTTP": OpenAI(base_url=canned_server(bodies), api_key="x"),
            "local API, served alone": OpenAI(base_url=alone.base_url, api_key=alone.api_key),
            "  in a process of its own": OpenAI(base_url=base_url, api_key="any"),
            "local API, course mode": OpenAI(base_url=course.base_url, api_key=course.api_key),
        }
        seconds = interleaved({name: lambda client=client: cycle(client) for name, client in clients.items()}, cycles)
        base = statistics.median(seconds["canned (the SDK alone)"])
        print(f"{requests} requests a cycle (the course polls twice as often), {cycles} cycles, ten at a time in turns")
        print(f"{'':28}{'median ms':>10}{'best ms':>10}{'× canned':>10}")
        for name, times in seconds.items():
            median = statistics.median(times)
            print(f"{name:28}{median * 1000:10.2f}{min(times) * 1000:10.2f}{median / base:10.2f}")
        events = [first_event(clients["local API, served alone"]) for _ in range(cycles)]
        print(f"{'first streamed event':28}{statistics.median(events):10.2f}{min(events):10.2f}")


def interleaved(tasks: dict[str, Callable[[], Any]], rounds: int) -> dict[str, list[float]]:
    """Seconds of each task, ten at a time in turns, so that whatever else the computer does hits all of them alike."""
    seconds: dict[str, list[float]] = {name: [] for name in tasks}
    for turn in range(-1, rounds // 10):
        for name, task in tasks.items():
            for _ in range(10):
                begun = time.perf_counter()
                task()
                if turn >= 0:  # the first turn warms up
                    seconds[name].append(time.perf_counter() - begun)
    return seconds


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100)
