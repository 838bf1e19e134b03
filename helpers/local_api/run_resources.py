"""Which files and vector stores the tools of a run may use."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from .store import Object, Store


def run_resources(store: Store, run: Object) -> tuple[list[str], list[str]]:
    """The file ids for code_interpreter and the vector store ids for file_search, for one run.

    The run's own resources (from "create thread and run") stand in for the assistant's; the thread's are added.
    """
    owner = run["_owner"]
    sources: list[dict[str, Any]] = []
    if run["tool_resources"]:
        sources.append(run["tool_resources"])
    elif assistant := store.get("assistant", run["assistant_id"], owner=owner):
        sources.append(assistant["tool_resources"])
    if thread := store.get("thread", run["thread_id"], owner=owner):
        sources.append(thread["tool_resources"])
    return (
        _unique(file_id for source in sources for file_id in source.get("code_interpreter", {}).get("file_ids", [])),
        _unique(one for source in sources for one in source.get("file_search", {}).get("vector_store_ids", [])),
    )


def _unique(ids: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(ids))
