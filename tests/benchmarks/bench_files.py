"""What files, search and the code interpreter cost, as ratios. Run by hand: python tests/benchmarks/bench_files.py"""

from __future__ import annotations

import itertools
import random
import statistics
import subprocess
import sys
import time
import warnings
from collections.abc import Callable
from functools import partial

from openai import OpenAI

from helpers.local_api import LocalAPI
from helpers.local_api.code_interpreter.kernel import Kernel
from helpers.local_api.indexing import read_chunks
from helpers.local_api.retrieval import index
from helpers.local_api.store import Store
from helpers.local_api.vector_storage import DEFAULT_STRATEGY

MiB = 1024 * 1024


def median_ms(action: Callable[[], object], times: int = 9) -> float:
    """The median duration of an action in milliseconds, after one that is not counted."""
    action()
    durations = []
    for _ in range(times):
        start = time.perf_counter()
        action()
        durations.append(time.perf_counter() - start)
    return statistics.median(durations) * 1000


def report(what: str, ms: float, against: str, base_ms: float) -> None:
    print(f"{what:<58} {ms:9.2f} ms   {ms / base_ms:7.1f} × {against} ({base_ms:.2f} ms)")


def words(count: int) -> list[str]:
    """Words as rare and as common as in a language."""
    weights = list(itertools.accumulate(1 / (rank + 1) for rank in range(20_000)))
    return [f"w{rank}" for rank in random.Random(7).choices(range(20_000), cum_weights=weights, k=count)]


def indexing() -> None:
    text = " ".join(words(200_000))
    data = text.encode()[:MiB]
    report(
        "read, cut and analyse 1 MiB of text",
        median_ms(lambda: read_chunks(data, "a.txt", DEFAULT_STRATEGY), 3),
        "splitting it into words",
        median_ms(lambda: data.decode().split()),
    )


def searching() -> None:
    store = Store()
    for statement in index.SCHEMA:
        store.execute(statement)
    durations = {}
    for size in (100, 10_000):
        said = words(size * 500)
        with store.transaction():
            for number in range(size):
                chunk = " ".join(said[number * 500 : (number + 1) * 500])
                index.add(store, f"vs_{size}", str(number), [index.Chunk(chunk, chunk, 500)])
        durations[size] = median_ms(partial(index.search, store, f"vs_{size}", ["w50 w400 w3000"], limit=20))
    report("search 10,000 chunks (5 million words)", durations[10_000], "100 chunks", durations[100])


def files_and_runs() -> None:
    with (
        LocalAPI(course=True, allow_code_interpreter=True) as api,
        OpenAI(base_url=api.base_url, api_key=api.api_key) as client,
    ):
        listing = median_ms(lambda: client.vector_stores.list(limit=1))
        upload = lambda size: client.files.create(file=("a.jsonl", bytes(size)), purpose="batch")  # noqa: E731
        report("upload 1 KiB", median_ms(lambda: upload(1024)), "listing", listing)
        report("upload 16 MiB", median_ms(lambda: upload(16 * MiB), 3), "listing", listing)
        store = client.vector_stores.create()
        client.vector_stores.files.upload_and_poll(
            vector_store_id=store.id,
            file=("a.md", b"Refunds take five working days. Lamps have a warranty of two years."),
        )
        resources = {"file_search": {"vector_store_ids": [store.id]}}

        def run(question: str, *tools: str) -> Callable[[], object]:
            assistant = client.beta.assistants.create(
                model="gpt-4o-mini", tools=[{"type": tool} for tool in tools],
                tool_resources=resources if "file_search" in tools else {},
            )  # fmt: skip
            thread = {"messages": [{"role": "user", "content": question}]}
            return lambda: client.beta.threads.create_and_run_poll(
                assistant_id=assistant.id, thread=thread, poll_interval_ms=1
            )

        plain = median_ms(run("How long do refunds take?"))
        report(
            "a run with file search", median_ms(run("How long do refunds take?", "file_search")), "one without", plain
        )
        report(
            "a run with the code interpreter",
            median_ms(run("What is 12 * 12?", "code_interpreter")),
            "one without",
            plain,
        )


def kernels() -> None:
    def kernel() -> None:
        with Kernel() as one:
            one.execute("1 + 1")

    bare = median_ms(lambda: subprocess.run([sys.executable, "-s", "-c", "1 + 1"], check=True))
    report("start a kernel, run code, stop it", median_ms(kernel), "starting Python", bare)


if __name__ == "__main__":
    warnings.simplefilter("ignore", DeprecationWarning)
    for part in (indexing, searching, files_and_runs, kernels):
        part()
