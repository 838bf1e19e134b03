"""`tool_resources` and attachments in requests: what they name is there, and what they ask for is made."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from .errors import InvalidRequest
from .store import Object

if TYPE_CHECKING:
    from .web import Call

#: A vector store that is made with a thread or for a message expires after a week without a run (the hosted guide).
HELPER_STORE_EXPIRES = {"anchor": "last_active_at", "days": 7}
#: Files that code_interpreter may have (the official description).
MAX_CODE_FILES = 20


def resolve_resources(call: Call, given: dict[str, Any], *, for_thread: bool = False) -> dict[str, Any]:
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
            call.api.vector_stores.get(call.owner, store_id)
        expiry = {"expires_after": HELPER_STORE_EXPIRES} if for_thread else {}
        made = [
            call.api.vector_stores.create(call.owner, spec | expiry)["id"] for spec in search.get("vector_stores", [])
        ]
        resolved["file_search"] = {"vector_store_ids": [*search.get("vector_store_ids", []), *made]}
    return resolved


def require_files(call: Call, file_ids: Iterable[str]) -> None:
    """Raises `NotFound` unless all files are there."""
    for file_id in file_ids:
        call.api.files.get(call.owner, file_id)


def attach(call: Call, thread: Object, attachments: Sequence[dict[str, Any]]) -> None:
    """Give a message's files to its thread's tools. Inside a transaction.

    Files for file_search go into the thread's vector store, which is made if it has none; files for
    code_interpreter are added to the thread's own. Raises `NotFound` for an unknown file.
    """
    wanted = {"code_interpreter": [], "file_search": []}
    for attachment in attachments:
        if "file_id" in attachment:
            require_files(call, [attachment["file_id"]])
            for tool in attachment.get("tools", ()):
                wanted[tool["type"]].append(attachment["file_id"])
    if wanted["code_interpreter"]:
        _attach_code_files(thread, wanted["code_interpreter"])
    if wanted["file_search"]:
        _attach_search_files(call, thread, _unique(wanted["file_search"]))
    if any(wanted.values()):
        call.api.store.save(thread, owner=call.owner)


def _attach_code_files(thread: Object, file_ids: list[str]) -> None:
    used = thread["tool_resources"].setdefault("code_interpreter", {"file_ids": []})
    together = _unique([*used["file_ids"], *file_ids])
    if len(together) > MAX_CODE_FILES:
        raise InvalidRequest(
            "Invalid 'tool_resources.code_interpreter.file_ids': array too long. Expected an array with maximum "
            f"length {MAX_CODE_FILES}, but got an array with length {len(together)} instead.",
            param="attachments",
            code="array_above_max_length",
        )
    used["file_ids"] = together


def _attach_search_files(call: Call, thread: Object, file_ids: list[str]) -> None:
    used = thread["tool_resources"].setdefault("file_search", {"vector_store_ids": []})
    stores = call.api.vector_stores
    if used["vector_store_ids"] and stores.exists(call.owner, used["vector_store_ids"][0]):
        for file_id in file_ids:
            stores.add_file(call.owner, used["vector_store_ids"][0], file_id)
    else:
        spec = {"file_ids": file_ids, "expires_after": HELPER_STORE_EXPIRES}
        used["vector_store_ids"] = [stores.create(call.owner, spec)["id"]]


def _unique(ids: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(ids))
