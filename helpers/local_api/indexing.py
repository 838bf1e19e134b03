"""Reads attached files into the full-text index, one after the other.

Reading, cutting and analysing a file is work of up to seconds, so it is done in a thread while the server goes
on answering; only the short writes are done on the event loop.

With a course clock a file that was attached in one request is indexed at the start of the next one, a second
later (`run_due`). Served alone, a background task takes the files as they come. Files that were waiting when
the server ended are taken up again at its next start.
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Collection

from .clock import Clock
from .file_storage import Files
from .retrieval import index
from .retrieval.chunking import chunk_text
from .retrieval.readers import UnreadableFile, read_text
from .store import Object
from .tokens import estimate_tokens
from .vector_storage import VectorStores

#: "The Assistants API supports files up to 2 million tokens", the official description.
MAX_TOKENS = 2_000_000
#: Files up to this size are read on the event loop: a thread would cost more than it saves. In bytes.
_SMALL = 32 * 1024
_CHUNKS_AT_ONCE = 64

log = logging.getLogger(__name__)


class Indexer:
    """Indexes the files of vector stores. With `in_background` it starts by itself when a file is attached."""

    def __init__(self, vector_stores: VectorStores, files: Files, clock: Clock, *, in_background: bool):
        self._vector_stores = vector_stores
        self._files = files
        self._clock = clock
        self._in_background = in_background
        self._queue: deque[tuple[str, str, str]] = deque(vector_stores.waiting())
        self._task: asyncio.Task[None] | None = None
        self._one_at_a_time = asyncio.Lock()
        vector_stores.enqueue = self._enqueue

    def start(self) -> None:
        """Take up what was waiting when the server ended."""
        if self._in_background and self._queue:
            self._wake()

    async def run_due(self) -> None:
        """Index the files that were attached before this second."""
        if self._queue:
            now = self._clock.now()
            await self._index(lambda file: file["created_at"] < now)

    async def finish(self, vector_store_ids: Collection[str]) -> None:
        """Index what these stores are waiting for. A run that searches them waits for it."""
        if any(vector_store_id in vector_store_ids for _, vector_store_id, _ in self._queue) or (
            self._one_at_a_time.locked()
        ):
            await self._index(lambda file: file["vector_store_id"] in vector_store_ids)

    async def stop(self) -> None:
        """Stop in good order; what is left is taken up at the next start."""
        if self._task:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    def _enqueue(self, owner: str, vector_store_id: str, file_id: str) -> None:
        self._queue.append((owner, vector_store_id, file_id))
        if self._in_background:
            self._wake()

    def _wake(self) -> None:
        if self._task is None or self._task.done():
            self._task = asyncio.get_running_loop().create_task(self._index(lambda file: True))

    async def _index(self, chosen) -> None:
        """Index the waiting files that are `chosen`, in their order."""
        async with self._one_at_a_time:
            skipped = []
            while self._queue:
                owner, vector_store_id, file_id = entry = self._queue.popleft()
                file = self._vector_stores.to_index(owner, vector_store_id, file_id)
                if file is None:
                    continue
                if not chosen(file):
                    skipped.append(entry)
                    continue
                try:
                    await self._index_file(owner, file)
                except asyncio.CancelledError:
                    self._queue.appendleft(entry)
                    raise
                except Exception:
                    log.exception("A file could not be indexed: %s", file_id)
                    self._vector_stores.failed(owner, file, "server_error", "The file could not be indexed.")
            self._queue.extendleft(reversed(skipped))

    async def _index_file(self, owner: str, file: Object) -> None:
        vector_store_id, file_id = file["vector_store_id"], file["id"]
        name = self._vector_stores.names(owner, [file_id]).get(file_id)
        if name is None:  # deleted meanwhile, and with it its place in the store
            return
        parts = []
        for part in self._files.parts(file_id):
            parts.append(part)
            await asyncio.sleep(0)  # let others be answered
        data = b"".join(parts)
        try:
            if len(data) <= _SMALL and not name.lower().endswith((".pdf", ".docx")):
                chunks = read_chunks(data, name, file["chunking_strategy"])
            else:
                chunks = await asyncio.to_thread(read_chunks, data, name, file["chunking_strategy"])
        except UnreadableFile as error:
            if still := self._same(owner, file):
                self._vector_stores.failed(owner, still, error.code, error.message)
            return
        for start in range(0, len(chunks), _CHUNKS_AT_ONCE):
            if start:
                await asyncio.sleep(0)  # let others be answered
            if not self._same(owner, file):
                return
            self._vector_stores.add_chunks(file, start, chunks[start : start + _CHUNKS_AT_ONCE])
        if still := self._same(owner, file):
            self._vector_stores.completed(owner, still, sum(len(chunk.text.encode()) for chunk in chunks))

    def _same(self, owner: str, file: Object) -> Object | None:
        """The file as it is now, or None where it was removed, cancelled or attached anew while it was read."""
        still = self._vector_stores.to_index(owner, file["vector_store_id"], file["id"])
        same = still and all(still[key] == file[key] for key in ("created_at", "chunking_strategy"))
        return still if same else None


def read_chunks(data: bytes, name: str, strategy: dict) -> list[index.Chunk]:
    """A file's chunks, analysed. Raises `UnreadableFile`."""
    text = read_text(data, name)
    if estimate_tokens(text) > MAX_TOKENS:
        raise UnreadableFile("The file could not be parsed because it is too large.")
    static = strategy["static"]
    return index.analyse(chunk_text(text, static["max_chunk_size_tokens"], static["chunk_overlap_tokens"]))
