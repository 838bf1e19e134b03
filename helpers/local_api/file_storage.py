"""Uploaded files: their bytes and their `file` objects.

Bytes live in the database, in parts of one mebibyte, so no name or path from a client ever reaches the file
system and a big file never has to be in memory at once. The `file` object is written last: without it the
parts are nobody's, and the next start of the server removes them. So there are no half-written uploads.

Labels (see `store`): a file that expires has the label `expires`.
"""

from __future__ import annotations

import math
from collections.abc import AsyncIterable, Callable, Iterator, Mapping
from typing import Any

from .clock import Clock
from .errors import APIError, InvalidRequest, no_object
from .ids import Ids
from .store import Object, Page, Store

FILE = "file"
PART_BYTES = 1024 * 1024
MAX_FILE_BYTES = 512 * 1024 * 1024

#: What a client may upload a file for, in the order of the hosted API's error.
PURPOSES = ("fine-tune", "assistants", "batch", "user_data", "vision", "evals")
#: Files for these are not given out again (recorded: assistants, user_data; batch files do download).
_NOT_DOWNLOADED = frozenset({"assistants", "user_data"})
_BATCH_DAYS = 30  # "files with purpose=batch expire after 30 days", the official description

_SCHEMA = """
CREATE TABLE IF NOT EXISTS file_parts (
    file_id  TEXT NOT NULL,
    position INTEGER NOT NULL,
    data     BLOB NOT NULL,
    PRIMARY KEY (file_id, position)
) WITHOUT ROWID
"""


def too_large(limit: int) -> APIError:
    """413 for a file of more than `limit` bytes."""
    return APIError(413, f"The file is too large. The maximum file size is {limit} bytes ({limit / 2**20:g} MB).")


class Files:
    """Keeps files. Every method takes the `owner`; a file of somebody else looks like none."""

    def __init__(self, store: Store, clock: Clock, ids: Ids, max_bytes: int = MAX_FILE_BYTES):
        self._store = store
        self._clock = clock
        self._ids = ids
        self.max_bytes = max_bytes
        #: Called with owner and id when a file is gone, inside the transaction that removes it.
        self.on_delete: list[Callable[[str, str], None]] = []
        store.execute(_SCHEMA)
        store.execute(
            "DELETE FROM file_parts "
            "WHERE file_id NOT IN (SELECT id FROM objects WHERE kind = 'file' AND body IS NOT NULL)"
        )
        self._next_expiry = min((file["expires_at"] for _, file in store.everything(FILE)), default=math.inf)

    async def create(
        self,
        owner: str,
        parts: AsyncIterable[bytes],
        *,
        filename: str,
        purpose: str,
        expires_after: Mapping[str, Any] | None = None,
        prefix: str = "file-",
    ) -> Object:
        """Keep a file whose bytes come in `parts`. `prefix` begins its id (`assistant-` on Azure).

        Raises:
            APIError: 413, the bytes are more than `max_bytes`. Nothing is kept then.
        """
        file_id = self._ids.new(prefix)
        size = 0
        try:
            position, waiting = 0, bytearray()
            async for part in parts:
                size += len(part)
                if size > self.max_bytes:
                    raise too_large(self.max_bytes)
                waiting += part
                while len(waiting) >= PART_BYTES:
                    self._add_part(file_id, position, bytes(waiting[:PART_BYTES]))
                    del waiting[:PART_BYTES]
                    position += 1
            if waiting:
                self._add_part(file_id, position, bytes(waiting))
            return self._add(owner, file_id, size, filename, purpose, expires_after)
        except BaseException:
            self._store.execute("DELETE FROM file_parts WHERE file_id = ?", (file_id,))
            raise

    def create_output(self, owner: str, data: bytes, filename: str) -> Object:
        """Keep a file that the code interpreter made (purpose `assistants_output`)."""
        file_id = self._ids.new("file-")
        with self._store.transaction():
            for position, start in enumerate(range(0, len(data), PART_BYTES)):
                self._add_part(file_id, position, data[start : start + PART_BYTES])
            return self._add(owner, file_id, len(data), filename, "assistants_output", None)

    def get(self, owner: str, file_id: str) -> Object:
        """The file object. Raises `NotFound`, with the hosted text."""
        self.expire()
        found = self._store.get(FILE, file_id, owner=owner)
        if found is None:
            raise no_object(FILE, file_id)
        return found

    def page(self, owner: str, *, purpose: str | None = None, **place: Any) -> Page:
        """A page of files. `place` is `limit`, `order`, `after`, as for `Store.page`."""
        self.expire()
        return self._store.page(FILE, owner=owner, matching={"purpose": purpose} if purpose else None, **place)

    def delete(self, owner: str, file_id: str) -> None:
        """Remove a file from everywhere. Raises `NotFound`."""
        self.get(owner, file_id)
        self._delete(owner, file_id)

    def download(self, owner: str, file_id: str) -> Iterator[bytes]:
        """The file's bytes, in parts. Raises `NotFound`, and 400 for purposes that are not given out."""
        file = self.get(owner, file_id)
        if file["purpose"] in _NOT_DOWNLOADED:
            raise InvalidRequest(f"Not allowed to download files of purpose: {file['purpose']}")
        return self.parts(file_id)

    def parts(self, file_id: str) -> Iterator[bytes]:
        """The bytes of a file, in parts, whoever asks. For the server's own tools."""
        position = 0
        while row := self._store.execute(
            "SELECT data FROM file_parts WHERE file_id = ? AND position = ?", (file_id, position)
        ).fetchone():
            yield row[0]
            position += 1

    def expire(self) -> None:
        """Remove the files whose time has come."""
        now = self._clock.now()
        if now < self._next_expiry:
            return
        expiring = list(self._store.everything(FILE))
        for owner, file in expiring:
            if file["expires_at"] <= now:
                self._delete(owner, file["id"])
        left = (file["expires_at"] for _, file in expiring if file["expires_at"] > now)
        self._next_expiry = min(left, default=math.inf)

    def _add_part(self, file_id: str, position: int, data: bytes) -> None:
        self._store.execute("INSERT INTO file_parts VALUES (?, ?, ?)", (file_id, position, data))

    def _add(
        self, owner: str, file_id: str, size: int, filename: str, purpose: str, expires_after: Mapping[str, Any] | None
    ) -> Object:
        now = self._clock.now()
        seconds = expires_after["seconds"] if expires_after else _BATCH_DAYS * 86_400 if purpose == "batch" else None
        file = {
            "id": file_id,
            "object": FILE,
            "bytes": size,
            "created_at": now,
            "filename": filename,
            "purpose": purpose,
            "status": "processed",
        }
        if seconds is not None:  # where there is none, the description allows no null
            file["expires_at"] = now + seconds
            self._next_expiry = min(self._next_expiry, now + seconds)
        self._store.add(file, owner=owner, label=None if seconds is None else "expires")
        return file

    def _delete(self, owner: str, file_id: str) -> None:
        with self._store.transaction():
            self._store.delete(FILE, file_id, owner=owner)
            self._store.execute("DELETE FROM file_parts WHERE file_id = ?", (file_id,))
            for tell in self.on_delete:
                tell(owner, file_id)
