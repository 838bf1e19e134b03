"""Many clients at once on one server, each with conversations of its own. By hand:

    python tests/benchmarks/load.py                  200 clients for 60 seconds
    python tests/benchmarks/load.py --clients 50 --seconds 10 --every 2

Each client starts a function-calling cycle every `--every` seconds (a paced, closed loop: the next cycle waits for the
one before, and a late one is not made up for): create an assistant, a thread, a message and a run; poll; submit two
outputs; poll; list the messages. The clients live in `--processes` processes of their own and share the machine's
cores with the server, so the pace is part of the result: it decides how busy the server is. Every cycle uses a word of
its own, and its calls, outputs and answer are checked for it; at the end every thread is read again.

Prints the times of requests and cycles under load against those of one client alone, measured before on the same
server, as ratios.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import multiprocessing
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx2

CITIES = ("Busan", "Seoul", "Paris", "London", "Tokyo", "Taipei", "Berlin", "Madrid", "Rome", "Oslo")
TOOLS = [
    {
        "type": "function",
        "function": {
            "name": name,
            "description": description,
            "parameters": {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]},
        },
    }
    for name, description in (
        ("get_temperature", "Get the current temperature of a city."),
        ("get_rain_probability", "Get the probability of rain in a city."),
    )
]
HEADERS = {"Authorization": "Bearer key", "OpenAI-Beta": "assistants=v2"}


class Client:
    """One client: a connection, its conversations, and how long its requests took (in ms)."""

    def __init__(self, base_url: str, number: int):
        self.number = number
        self.requests: list[float] = []
        self.cycles: list[float] = []
        self.kept: dict[str, list[str]] = {}  # thread → the texts in it
        self._http = httpx2.AsyncClient(base_url=base_url, headers=HEADERS, timeout=60)

    async def close(self) -> None:
        await self._http.aclose()

    async def _ask(self, method: str, path: str, body: Any = None) -> Any:
        started = time.perf_counter()
        response = await self._http.request(method, path, json=body)
        self.requests.append((time.perf_counter() - started) * 1000)
        if response.status_code != 200:
            raise RuntimeError(f"{method} {path} → {response.status_code} {response.text[:200]}")
        return response.json()

    async def cycle(self) -> None:
        """One conversation. Raises where something is wrong or somebody else's."""
        started = time.perf_counter()
        count = len(self.cycles)
        city = CITIES[(self.number + count) % len(CITIES)]
        word = f"{self.number}.{count}"
        question = f"What is the temperature in {city}, and what is the probability of rain in {city}?"
        assistant = await self._ask("POST", "/assistants", {"model": "m", "name": word, "tools": TOOLS})
        thread = await self._ask("POST", "/threads", {"metadata": {"word": word}})
        path = f"/threads/{thread['id']}"
        await self._ask("POST", f"{path}/messages", {"role": "user", "content": question})
        run = await self._ask("POST", f"{path}/runs", {"assistant_id": assistant["id"]})
        run = await self._settled(f"{path}/runs/{run['id']}")
        calls = run["required_action"]["submit_tool_outputs"]["tool_calls"]
        asked = sorted((call["function"]["name"], json.loads(call["function"]["arguments"])["city"]) for call in calls)
        assert asked == [("get_rain_probability", city), ("get_temperature", city)], f"{word}: asked for {asked}"
        outputs = [{"tool_call_id": call["id"], "output": f"{call['function']['name'][4:8]}-{word}"} for call in calls]
        await self._ask("POST", f"{path}/runs/{run['id']}/submit_tool_outputs", {"tool_outputs": outputs})
        run = await self._settled(f"{path}/runs/{run['id']}")
        assert run["status"] == "completed", f"{word}: {run['status']} {run['last_error']}"
        messages = await self._ask("GET", f"{path}/messages?order=asc")
        texts = [message["content"][0]["text"]["value"] for message in messages["data"]]
        assert texts[0] == question and len(texts) == 2, f"{word}: {texts}"
        assert all(output["output"] in texts[1] for output in outputs), f"{word}: not its outputs in {texts[1]!r}"
        self.kept[thread["id"]] = texts
        self.cycles.append((time.perf_counter() - started) * 1000)

    async def _settled(self, path: str) -> Any:
        while (run := await self._ask("GET", path))["status"] in ("queued", "in_progress"):
            await asyncio.sleep(0.002)
        return run

    async def work(self, until: float, every: float, first: float) -> None:
        """A cycle every `every` seconds, from `first` on."""
        start = time.monotonic() + first
        while start < until:
            await asyncio.sleep(max(0.0, start - time.monotonic()))
            await self.cycle()
            start = max(start + every, time.monotonic())

    async def check(self) -> None:
        """Every conversation is still there, whole and its own."""
        for thread, texts in self.kept.items():
            messages = (await self._ask("GET", f"/threads/{thread}/messages?order=asc"))["data"]
            assert [message["content"][0]["text"]["value"] for message in messages] == texts, f"{thread} has changed"


async def _clients(base_url: str, numbers: range, seconds: float, every: float, results: Any) -> None:
    clients = [Client(base_url, number) for number in numbers]
    until = time.monotonic() + seconds
    spread = every / max(1, len(clients))
    done = await asyncio.gather(
        *(client.work(until, every, spread * place) for place, client in enumerate(clients)), return_exceptions=True
    )
    requests = [took for client in clients for took in client.requests]
    checked = await asyncio.gather(*(client.check() for client in clients), return_exceptions=True)
    errors = [f"{type(error).__name__}: {error}" for error in (*done, *checked) if error is not None]
    cycles = [took for client in clients for took in client.cycles]
    threads = [thread for client in clients for thread in client.kept]
    for client in clients:
        await client.close()
    results.put((requests, cycles, threads, errors))


def _process(*arguments: Any) -> None:
    asyncio.run(_clients(*arguments))


async def _alone(base_url: str, cycles: int) -> Client:
    client = Client(base_url, 10**6)
    for _ in range(cycles):
        await client.cycle()
    await client.close()
    half = len(client.requests) // 2, len(client.cycles) // 2
    client.requests, client.cycles = client.requests[half[0] :], client.cycles[half[1] :]  # the rest warmed up
    return client


@contextmanager
def server(*options: str) -> Iterator[tuple[str, int]]:
    """The server in a process of its own: its base URL, and its process id."""
    command = [sys.executable, "-m", "helpers.local_api", "--port", "0", "--quiet", *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout
            yield process.stdout.readline().strip(), process.pid
        finally:
            process.terminate()


def _percentile(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def _resident_mb(pid: int) -> float | None:
    try:
        with open(f"/proc/{pid}/statm", encoding="ascii") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20
    except OSError:
        return None


def _cpu_seconds(pid: int) -> float:
    """What a process has used of the processor so far, or NaN where that cannot be read."""
    try:
        with open(f"/proc/{pid}/stat", encoding="ascii") as file:
            fields = file.read().rpartition(")")[2].split()
    except OSError:
        return float("nan")
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--clients", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--every", type=float, default=10, help="seconds from one cycle of a client to its next")
    parser.add_argument("--processes", type=int, default=2, help="that the clients live in")
    parser.add_argument("--db", help="a file for the server (default: in memory)")
    options = parser.parse_args()
    with server(*(["--db", options.db] if options.db else [])) as (base_url, pid):
        alone = asyncio.run(_alone(base_url, 60))
        results: Any = multiprocessing.Queue()
        bounds = [options.clients * part // options.processes for part in range(options.processes + 1)]
        workers = [
            multiprocessing.Process(
                target=_process,
                args=(base_url, range(*bounds[part : part + 2]), options.seconds, options.every, results),
            )
            for part in range(options.processes)
        ]
        used, started = _cpu_seconds(pid), time.monotonic()
        for worker in workers:
            worker.start()
        parts = [results.get(timeout=options.seconds * 4 + 60) for _ in workers]
        for worker in workers:
            worker.join()
        busy = (_cpu_seconds(pid) - used) / (time.monotonic() - started)
        memory = _resident_mb(pid)
    requests, cycles, threads, errors = ([item for part in parts for item in part[kind]] for kind in range(4))
    mixed_up = len(threads) - len(set(threads))
    print(f"{options.clients} clients, a cycle every {options.every:g} s each, {options.seconds:g} s: "
          f"{len(cycles)} cycles, {len(requests)} requests ({len(requests) / options.seconds:.0f} a second); "
          f"{len(errors)} errors, {mixed_up} threads given twice")  # fmt: skip
    for error in errors[:5]:
        print(f"  {error}")
    for name, values, base in (("request", requests, alone.requests), ("cycle", cycles, alone.cycles)):
        median = statistics.median(base)
        print(f"{name}, one client alone: median {median:.2f} ms, p99 {_percentile(base, 0.99):.2f} ms")
        found = {"median": statistics.median(values), "p99": _percentile(values, 0.99), "longest": max(values)}
        told = ", ".join(f"{what} {took:.2f} ms ({took / median:.1f} ×)" for what, took in found.items())
        print(f"{name}, under load: {told}")
    if memory is not None:
        print(f"server: {busy:.0%} of one core, {memory:.0f} MB resident at the end")
    return int(bool(errors or mixed_up))


if __name__ == "__main__":
    sys.exit(main())
