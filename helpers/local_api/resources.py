"""`tool_resources` and attachments: which files and vector stores the tools of a run may use."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from .errors import InvalidRequest
from .store import Object, Store

if TYPE_CHECKING:
    from .web import Call

#: A vector store that attachments made for a thread expires after a week without use (the API reference).
ATTACHMENT_STORE_EXPIRES = {"anchor": "last_active_at", "days": 7}


def resolve_resources(call: Call, given: dict[str, Any]) -> dict[str, Any]:
    """`tool_resources` as stored: what is named is there, and `vector_stores` are made. Inside a transaction.

    Raises `NotFound` for a file or a vector store that is not there.
    """
    resolved: dict[str, Any] = {}
    if "code_interpreter" in given:
        file_ids = given["code_interpreter"].get("file_ids", [])
        require_files(call, file_ids)
        resolved["code_interpreter"] = {"file_ids": _unique(file_ids)}
    if "file_search" in given:
        search = given["file_search"]
        if search.get("vector_store_ids") and search.get("vector_stores"):
            raise InvalidRequest(
                "You can only provide one of 'vector_store_ids' and 'vector_stores' in 'tool_resources.file_search'.",
                param="tool_resources.file_search",
            )
        for store_id in search.get("vector_store_ids", []):
            call.find("vector_store", store_id)
        made = [call.api.vector_stores.create(call.owner, spec)["id"] for spec in search.get("vector_stores", [])]
        resolved["file_search"] = {"vector_store_ids": [*search.get("vector_store_ids", []), *made]}
    return resolved


def require_files(call: Call, file_ids: Iterable[str]) -> None:
    """Raises `NotFound` unless all files are there."""
    for file_id in file_ids:
        call.find("file", file_id)


def attach(call: Call, thread: Object, attachments: Sequence[dict[str, Any]]) -> None:
    """Give a message's files to its thread's tools. Inside a transaction.

    Files for file_search go into the thread's vector store, which is made if it has none; files for
    code_interpreter are added to the thread's own.
    """
    if not attachments:
        return
    resources = thread["tool_resources"]
    for attachment in attachments:
        if "file_id" not in attachment:
            continue
        file_id = attachment["file_id"]
        require_files(call, [file_id])
        tools = {tool["type"] for tool in attachment.get("tools", ())}
        if "code_interpreter" in tools:
            used = resources.setdefault("code_interpreter", {"file_ids": []})
            used["file_ids"] = _unique([*used["file_ids"], file_id])
        if "file_search" in tools:
            used = resources.setdefault("file_search", {"vector_store_ids": []})
            if used["vector_store_ids"]:
                call.api.vector_stores.add_file(call.owner, used["vector_store_ids"][0], file_id)
            else:
                spec = {"file_ids": [file_id], "expires_after": ATTACHMENT_STORE_EXPIRES}
                used["vector_store_ids"] = [call.api.vector_stores.create(call.owner, spec)["id"]]
    call.api.store.save(thread, owner=call.owner)


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
