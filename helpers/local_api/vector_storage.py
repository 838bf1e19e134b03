"""Vector stores, their files and their file batches.

A file that is attached is `in_progress` until the indexer (`indexing.py`) has read it; then its chunks are in
the full-text index and it is `completed`, or it is `failed` and says why. The counts of a store and of a batch
are kept with them and change in the same transaction as the file.

Labels (see `store`): a store's file that came with a batch has the batch's id. Notes: `_batch` of a file is the
same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from .clock import Clock
from .errors import InvalidRequest, no_object
from .file_storage import FILE, Files
from .ids import Ids
from .retrieval import index
from .retrieval.chunking import DEFAULT_MAX_TOKENS, DEFAULT_OVERLAP_TOKENS
from .retrieval.filters import matches
from .retrieval.readers import extension, is_attachable
from .store import Object, Page, Store

VECTOR_STORE = "vector_store"
STORE_FILE = "vector_store.file"
BATCH = "vector_store.files_batch"

MAX_FILES = 10_000
DAY = 86_400

DEFAULT_STRATEGY = {
    "type": "static",
    "static": {"max_chunk_size_tokens": DEFAULT_MAX_TOKENS, "chunk_overlap_tokens": DEFAULT_OVERLAP_TOKENS},
}


def expired(vector_store_id: str) -> InvalidRequest:
    """400 for the use of a store whose time has come."""
    return InvalidRequest(f"Vector store '{vector_store_id}' has expired.")


class VectorStores:
    """Keeps vector stores. Every method takes the `owner`; a store of somebody else looks like none.

    `enqueue` is called with owner, store id and file id for each file that waits to be indexed.
    """

    def __init__(self, store: Store, files: Files, clock: Clock, ids: Ids):
        self._store = store
        self._files = files
        self._clock = clock
        self._ids = ids
        self.enqueue: Callable[[str, str, str], None] = lambda owner, vector_store_id, file_id: None
        for statement in index.SCHEMA:
            store.execute(statement)
        files.on_delete.append(self._file_deleted)

    # Stores

    def create(self, owner: str, spec: Mapping[str, Any]) -> Object:
        """A new store. `spec` may have `name`, `description`, `file_ids`, `chunking_strategy`, `expires_after`
        and `metadata`, as in the API.

        Raises `NotFound` for an unknown file and `InvalidRequest` for one of a type that is not read; nothing is
        made then.
        """
        strategy = _strategy(spec.get("chunking_strategy"))
        file_ids = list(dict.fromkeys(spec.get("file_ids") or ()))
        expires_after = spec.get("expires_after")
        self._check_files(owner, file_ids)
        now = self._clock.now()
        vector_store = {
            "id": self._ids.new("vs_"),
            "object": VECTOR_STORE,
            "created_at": now,
            "name": spec.get("name") or "",
            "description": spec.get("description"),
            "usage_bytes": 0,
            "file_counts": _counts(),
            "status": "completed",
            "expires_at": now + expires_after["days"] * DAY if expires_after else None,
            "last_active_at": now,
            "metadata": spec.get("metadata") or {},
        }
        if expires_after:  # where there is none, the description allows no null
            vector_store["expires_after"] = dict(expires_after)
        with self._store.transaction():
            self._store.add(vector_store, owner=owner)
            entries = [_entry(one, strategy) for one in file_ids]
            self._attach(owner, vector_store["id"], entries)
        return self.get(owner, vector_store["id"])

    def get(self, owner: str, vector_store_id: str) -> Object:
        """The store, with the status of this moment. Raises `NotFound`."""
        self._files.expire()
        found = self._store.get(VECTOR_STORE, vector_store_id, owner=owner)
        if found is None:
            raise no_object(VECTOR_STORE, vector_store_id)
        return self._as_of_now(found)

    def exists(self, owner: str, vector_store_id: str) -> bool:
        """Whether there is such a store, expired or not."""
        return self._store.get(VECTOR_STORE, vector_store_id, owner=owner) is not None

    def page(self, owner: str, **place: Any) -> Page:
        """A page of stores. `place` is as for `Store.page`."""
        self._files.expire()
        page = self._store.page(VECTOR_STORE, owner=owner, **place)
        return Page([self._as_of_now(one) for one in page.objects], page.has_more)

    def modify(self, owner: str, vector_store_id: str, changes: Mapping[str, Any]) -> Object:
        """Change `name`, `metadata` or `expires_after` (null: never). A store that has expired stays so."""
        vector_store = self.get(owner, vector_store_id)
        if "name" in changes:
            vector_store["name"] = changes["name"] or ""
        if "metadata" in changes:
            vector_store["metadata"] = changes["metadata"] or {}
        if "expires_after" in changes and vector_store["status"] != "expired":
            vector_store.pop("expires_after", None)
            vector_store["expires_at"] = None
            if changes["expires_after"]:
                vector_store["expires_after"] = changes["expires_after"]
                vector_store["expires_at"] = vector_store["last_active_at"] + changes["expires_after"]["days"] * DAY
        self._store.save(vector_store, owner=owner)
        return self._as_of_now(vector_store)

    def delete(self, owner: str, vector_store_id: str) -> None:
        """Remove a store and its index. The files themselves stay. Raises `NotFound`."""
        self.get(owner, vector_store_id)
        with self._store.transaction():
            self._store.delete(VECTOR_STORE, vector_store_id, owner=owner)
            self._store.delete_children(STORE_FILE, owner=owner, parent=vector_store_id)
            self._store.delete_children(BATCH, owner=owner, parent=vector_store_id)
            index.remove(self._store, vector_store_id)

    def touch(self, owner: str, vector_store_id: str) -> Object:
        """Note that the store is used now, which moves its expiry.

        Raises `NotFound`, and `InvalidRequest` when it has expired.
        """
        vector_store = self.get(owner, vector_store_id)
        if vector_store["status"] == "expired":
            raise expired(vector_store_id)
        vector_store["last_active_at"] = self._clock.now()
        if after := vector_store.get("expires_after"):
            vector_store["expires_at"] = vector_store["last_active_at"] + after["days"] * DAY
        self._store.save(vector_store, owner=owner)
        return vector_store

    # Files of a store

    def add_file(
        self,
        owner: str,
        vector_store_id: str,
        file_id: str,
        chunking_strategy: Mapping[str, Any] | None = None,
        attributes: Mapping[str, Any] | None = None,
    ) -> Object:
        """Add a file. One that is in the store already is read anew, with the new strategy and attributes."""
        self._check_files(owner, [file_id])
        with self._store.transaction():
            self.touch(owner, vector_store_id)
            self._attach(owner, vector_store_id, [_entry(file_id, chunking_strategy, attributes)])
        return self.file(owner, vector_store_id, file_id)

    def file(self, owner: str, vector_store_id: str, file_id: str) -> Object:
        """A file of a store. Raises `NotFound`."""
        self.get(owner, vector_store_id)
        found = self._store.get(STORE_FILE, file_id, owner=owner, parent=vector_store_id)
        if found is None:
            raise no_object(STORE_FILE, file_id)
        return found

    def file_page(self, owner: str, vector_store_id: str, *, status: str | None = None, **place: Any) -> Page:
        """A page of a store's files, those in `status` where it is given."""
        self.get(owner, vector_store_id)
        matching = {"status": status} if status else None
        return self._store.page(STORE_FILE, owner=owner, parent=vector_store_id, matching=matching, **place)

    def set_attributes(
        self, owner: str, vector_store_id: str, file_id: str, attributes: Mapping[str, Any] | None
    ) -> Object:
        """Replace the attributes of a store's file."""
        file = self.file(owner, vector_store_id, file_id)
        file["attributes"] = dict(attributes or {})
        self._save_file(owner, file)
        return file

    def detach(self, owner: str, vector_store_id: str, file_id: str) -> None:
        """Take a file out of a store. The file itself stays."""
        file = self.file(owner, vector_store_id, file_id)
        with self._store.transaction():
            self._forget(owner, file)

    def names(self, owner: str, file_ids: Iterable[str]) -> dict[str, str]:
        """The names of files, by id; those that are gone are left out."""
        found = {one: self._store.get(FILE, one, owner=owner) for one in set(file_ids)}
        return {file_id: file["filename"] for file_id, file in found.items() if file}

    # Batches

    def create_batch(self, owner: str, vector_store_id: str, entries: Sequence[Mapping[str, Any]]) -> Object:
        """Add several files at once. Each entry has a `file_id`, maybe `chunking_strategy` and `attributes`."""
        file_ids = list(dict.fromkeys(entry["file_id"] for entry in entries))
        self._check_files(owner, file_ids)
        batch = {
            "id": self._ids.new("vsfb_"),
            "object": BATCH,
            "created_at": self._clock.now(),
            "vector_store_id": vector_store_id,
            "status": "in_progress",
            "file_counts": _counts(),
        }
        with self._store.transaction():
            self.touch(owner, vector_store_id)
            self._store.add(batch, owner=owner, parent=vector_store_id)
            latest = {entry["file_id"]: entry for entry in entries}
            self._attach(owner, vector_store_id, [_entry(**latest[one]) for one in file_ids], batch["id"])
        return self.batch(owner, vector_store_id, batch["id"])

    def batch(self, owner: str, vector_store_id: str, batch_id: str) -> Object:
        """A batch. Raises `NotFound`."""
        self.get(owner, vector_store_id)
        found = self._store.get(BATCH, batch_id, owner=owner, parent=vector_store_id)
        if found is None:
            raise no_object(BATCH, batch_id)
        return found

    def batch_file_page(
        self, owner: str, vector_store_id: str, batch_id: str, *, status: str | None = None, **place: Any
    ) -> Page:
        """A page of the files that came with a batch."""
        self.batch(owner, vector_store_id, batch_id)
        return self._store.page(
            STORE_FILE,
            owner=owner,
            parent=vector_store_id,
            label=batch_id,
            matching={"status": status} if status else None,
            **place,
        )

    def cancel_batch(self, owner: str, vector_store_id: str, batch_id: str) -> Object:
        """Stop reading the files of a batch that are not read yet."""
        batch = self.batch(owner, vector_store_id, batch_id)
        if batch["status"] != "in_progress":
            raise InvalidRequest(f"Cannot cancel vector store file batch with status '{batch['status']}'.")
        with self._store.transaction():
            for _, file in self._store.labelled(STORE_FILE, batch_id, owner=owner):
                if file["status"] == "in_progress":
                    index.remove(self._store, vector_store_id, file["id"])
                    self._set_status(owner, file, "cancelled")
            batch = self.batch(owner, vector_store_id, batch_id)
            batch["status"] = "cancelled"
            self._store.save(batch, owner=owner, parent=vector_store_id)
        return batch

    # Indexing, for the indexer

    def waiting(self) -> list[tuple[str, str, str]]:
        """`(owner, store id, file id)` of every file that is in progress, oldest first."""
        return self._store.execute(
            "SELECT owner, parent, id FROM objects WHERE kind = ? AND body IS NOT NULL "
            "AND json_extract(body, '$.status') = 'in_progress' ORDER BY seq",
            (STORE_FILE,),
        ).fetchall()

    def to_index(self, owner: str, vector_store_id: str, file_id: str) -> Object | None:
        """A file that is still to be indexed, or None where it was removed, cancelled or done meanwhile."""
        file = self._store.get(STORE_FILE, file_id, owner=owner, parent=vector_store_id)
        return file if file and file["status"] == "in_progress" else None

    def add_chunks(self, file: Object, position: int, chunks: Sequence[index.Chunk]) -> None:
        """Put some of a file's chunks into the index, from `position` on; at 0, in place of any from before."""
        with self._store.transaction():
            if position == 0:
                index.remove(self._store, file["vector_store_id"], file["id"])
            index.add(self._store, file["vector_store_id"], file["id"], chunks, position)

    def completed(self, owner: str, file: Object, usage_bytes: int) -> None:
        """The chunks of a file are in the index."""
        with self._store.transaction():
            self._set_status(owner, file, "completed", usage_bytes=usage_bytes)

    def failed(self, owner: str, file: Object, code: str, message: str) -> None:
        """A file could not be read. `code` is `server_error`, `unsupported_file` or `invalid_file`."""
        with self._store.transaction():
            index.remove(self._store, file["vector_store_id"], file["id"])
            self._set_status(owner, file, "failed", last_error={"code": code, "message": message})

    # Searching

    def search(
        self,
        owner: str,
        vector_store_id: str,
        queries: Sequence[str],
        *,
        limit: int,
        score_threshold: float = 0.0,
        filters: Mapping[str, Any] | None = None,
        rerank: bool = True,
    ) -> list[tuple[index.Passage, Object]]:
        """The best passages and the store's files that they are from. Counts as use of the store."""
        self.touch(owner, vector_store_id)
        only = None
        if filters is not None:
            page = self._store.page(STORE_FILE, owner=owner, parent=vector_store_id, limit=MAX_FILES)
            only = [file["id"] for file in page.objects if matches(filters, file["attributes"])]
        passages = index.search(
            self._store,
            vector_store_id,
            queries,
            limit=limit,
            score_threshold=score_threshold,
            file_ids=only,
            rerank=rerank,
        )
        files = {
            file_id: self._store.get(STORE_FILE, file_id, owner=owner, parent=vector_store_id)
            for file_id in {passage.file_id for passage in passages}
        }
        found = [(passage, files[passage.file_id]) for passage in passages]
        # The first chunks of a file may be in the index while it is still being read.
        return [(passage, file) for passage, file in found if file and file["status"] == "completed"]

    # Inside a transaction

    def _attach(
        self, owner: str, vector_store_id: str, entries: Sequence[Mapping[str, Any]], batch_id: str | None = None
    ) -> None:
        if not entries:
            return
        vector_store = self.get(owner, vector_store_id)
        known = {
            entry["file_id"]
            for entry in entries
            if self._store.get(STORE_FILE, entry["file_id"], owner=owner, parent=vector_store_id)
        }
        if vector_store["file_counts"]["total"] + len(entries) - len(known) > MAX_FILES:
            raise InvalidRequest(f"Vector store '{vector_store_id}' cannot have more than {MAX_FILES} files.")
        for entry in entries:
            if entry["file_id"] in known:
                self._forget(owner, self.file(owner, vector_store_id, entry["file_id"]))
            file = {
                "id": entry["file_id"],
                "object": STORE_FILE,
                "usage_bytes": 0,
                "created_at": self._clock.now(),
                "vector_store_id": vector_store_id,
                "status": "in_progress",
                "last_error": None,
                "chunking_strategy": entry["chunking_strategy"],
                "attributes": entry["attributes"],
                "_batch": batch_id,
            }
            self._store.add(file, owner=owner, parent=vector_store_id, label=batch_id)
            self.enqueue(owner, vector_store_id, entry["file_id"])
        self._count(owner, vector_store_id, batch_id, {"in_progress": len(entries), "total": len(entries)})

    def _forget(self, owner: str, file: Object) -> None:
        """Take a file out of its store; a batch goes on counting what came with it."""
        index.remove(self._store, file["vector_store_id"], file["id"])
        if file["status"] == "in_progress":
            self._set_status(owner, file, "cancelled")
        self._store.delete(STORE_FILE, file["id"], owner=owner, parent=file["vector_store_id"])
        gone = {file["status"]: -1, "total": -1}
        self._count(owner, file["vector_store_id"], None, gone, usage_bytes=-file["usage_bytes"])

    def _file_deleted(self, owner: str, file_id: str) -> None:
        rows = self._store.execute(
            "SELECT parent FROM objects WHERE kind = ? AND id = ? AND owner = ? AND body IS NOT NULL",
            (STORE_FILE, file_id, owner),
        ).fetchall()
        for (vector_store_id,) in rows:
            file = self._store.get(STORE_FILE, file_id, owner=owner, parent=vector_store_id)
            if file:
                self._forget(owner, file)

    def _set_status(self, owner: str, file: Object, status: str, **changes: Any) -> None:
        before = file["status"]
        file |= {"status": status, **changes}
        self._save_file(owner, file)
        changes = {before: -1, status: 1}
        self._count(owner, file["vector_store_id"], file["_batch"], changes, usage_bytes=file["usage_bytes"])

    def _save_file(self, owner: str, file: Object) -> None:
        self._store.save(file, owner=owner, parent=file["vector_store_id"], label=file["_batch"])

    def _count(
        self,
        owner: str,
        vector_store_id: str,
        batch_id: str | None,
        changes: Mapping[str, int],
        usage_bytes: int = 0,
    ) -> None:
        """Change the counts of a store, and of the batch that its files came with."""
        vector_store = self._store.get(VECTOR_STORE, vector_store_id, owner=owner)
        if vector_store:
            _change(vector_store["file_counts"], changes)
            vector_store["usage_bytes"] += usage_bytes
            if vector_store["status"] != "expired":
                busy = vector_store["file_counts"]["in_progress"]
                vector_store["status"] = "in_progress" if busy else "completed"
            self._store.save(vector_store, owner=owner)
        if batch_id and (batch := self._store.get(BATCH, batch_id, owner=owner, parent=vector_store_id)):
            counts = batch["file_counts"]
            _change(counts, changes)
            if batch["status"] == "in_progress" and not counts["in_progress"]:
                batch["status"] = "failed" if counts["failed"] and not counts["completed"] else "completed"
            self._store.save(batch, owner=owner, parent=vector_store_id)

    def _as_of_now(self, vector_store: Object) -> Object:
        expires_at = vector_store["expires_at"]
        if expires_at is not None and self._clock.now() >= expires_at:
            vector_store["status"] = "expired"
        return vector_store

    def _check_files(self, owner: str, file_ids: Sequence[str]) -> None:
        names = [self._files.get(owner, file_id)["filename"] for file_id in file_ids]
        refused = sorted({extension(name) or "none" for name in names if not is_attachable(name)})
        if refused:
            raise InvalidRequest(
                f"Files with extensions [{', '.join(refused)}] are not supported for retrieval. "
                "See https://platform.openai.com/docs/assistants/tools/file-search/supported-files",
                param="file_ids",
                code="unsupported_file",
            )


def _counts() -> dict[str, int]:
    return {"in_progress": 0, "completed": 0, "failed": 0, "cancelled": 0, "total": 0}


def _change(counts: dict[str, int], changes: Mapping[str, int]) -> None:
    for name, change in changes.items():
        counts[name] += change


def _strategy(given: Mapping[str, Any] | None) -> Mapping[str, Any]:
    """A chunking strategy as it is shown: `auto` as the static one that it stands for. Raises `InvalidRequest`."""
    if given is None or given["type"] == "auto":
        return DEFAULT_STRATEGY
    static = given["static"]
    if static["chunk_overlap_tokens"] > static["max_chunk_size_tokens"] // 2:
        raise InvalidRequest(
            "Invalid 'chunking_strategy.static.chunk_overlap_tokens': must be at most half of "
            f"'max_chunk_size_tokens' ({static['max_chunk_size_tokens']}), but got {static['chunk_overlap_tokens']} "
            "instead.",
            param="chunking_strategy.static.chunk_overlap_tokens",
            code="invalid_value",
        )
    return given


def _entry(
    file_id: str,
    chunking_strategy: Mapping[str, Any] | None = None,
    attributes: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """What is asked for a file, complete."""
    return {
        "file_id": file_id,
        "chunking_strategy": _strategy(chunking_strategy),
        "attributes": dict(attributes or {}),
    }
