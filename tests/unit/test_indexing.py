"""What the indexer does when reading goes wrong, and when a file changes while it is read."""

import asyncio

import pytest

from helpers.local_api import indexing
from helpers.local_api.clock import CourseClock
from helpers.local_api.file_storage import Files
from helpers.local_api.ids import SeededIds
from helpers.local_api.indexing import Indexer
from helpers.local_api.store import Store
from helpers.local_api.vector_storage import VectorStores

ME = "me"


class Shelf:
    """A store with its indexer, and a clock that is moved by hand."""

    def __init__(self, in_background=False):
        self.clock, ids, self.store = CourseClock(), SeededIds(), Store()
        self.files = Files(self.store, self.clock, ids)
        self.vector_stores = VectorStores(self.store, self.files, self.clock, ids)
        self.indexer = Indexer(self.vector_stores, self.files, self.clock, in_background=in_background)

    async def upload(self, text="about penguins", name="a.txt"):
        async def parts():
            yield text.encode()

        return (await self.files.create(ME, parts(), filename=name, purpose="assistants"))["id"]

    def found(self, vector_store_id, query):
        return [passage.file_id for passage, _ in self.vector_stores.search(ME, vector_store_id, [query], limit=50)]


@pytest.fixture
def shelf():
    shelf = Shelf()
    yield shelf
    shelf.store.close()


def test_a_mistake_of_the_servers_own_is_a_server_error_and_the_next_file_is_read(shelf, monkeypatch, caplog):
    async def run():
        bad, good = await shelf.upload("bad"), await shelf.upload("good")
        store = shelf.vector_stores.create(ME, {"file_ids": [bad, good]})
        read = indexing.read_chunks

        def break_on_bad(data, name, strategy):
            if data == b"bad":
                raise RuntimeError("broken")
            return read(data, name, strategy)

        monkeypatch.setattr(indexing, "read_chunks", break_on_bad)
        await shelf.indexer.finish({store["id"]})
        failed = shelf.vector_stores.file(ME, store["id"], bad)
        assert (failed["status"], failed["last_error"]["code"]) == ("failed", "server_error")
        assert shelf.vector_stores.file(ME, store["id"], good)["status"] == "completed"
        assert "broken" in caplog.text

    asyncio.run(run())


def test_due_is_what_was_attached_before_this_second(shelf):
    async def run():
        first = await shelf.upload()
        store = shelf.vector_stores.create(ME, {"file_ids": [first]})
        await shelf.indexer.run_due()
        assert shelf.vector_stores.get(ME, store["id"])["status"] == "in_progress"
        shelf.clock.advance(1)
        second = await shelf.upload()
        shelf.vector_stores.add_file(ME, store["id"], second)
        await shelf.indexer.run_due()
        statuses = [shelf.vector_stores.file(ME, store["id"], one)["status"] for one in (first, second)]
        assert statuses == ["completed", "in_progress"]

    asyncio.run(run())


def test_waiting_for_one_store_leaves_the_others_waiting(shelf):
    async def run():
        file = await shelf.upload()
        one, other = (shelf.vector_stores.create(ME, {"file_ids": [file]})["id"] for _ in range(2))
        await shelf.indexer.finish({other})
        assert shelf.vector_stores.get(ME, other)["status"] == "completed"
        assert shelf.vector_stores.get(ME, one)["status"] == "in_progress"
        await shelf.indexer.finish({one})
        assert shelf.vector_stores.get(ME, one)["status"] == "completed"

    asyncio.run(run())


@pytest.mark.parametrize("change", ["detach", "delete the file", "delete the store", "cancel", "attach anew"])
def test_a_file_that_changes_while_it_is_read_leaves_nothing_behind(shelf, monkeypatch, change):
    text = "\n".join(f"Line {number} is about topic{number}." for number in range(6000))

    async def run():
        file = await shelf.upload(text)
        store = shelf.vector_stores.create(ME, {})["id"]
        batch = shelf.vector_stores.create_batch(ME, store, [{"file_id": file}])["id"]
        monkeypatch.setattr(indexing, "_CHUNKS_AT_ONCE", 4)
        task = asyncio.create_task(shelf.indexer.finish({store}))
        while not shelf.store.execute("SELECT count(*) FROM chunks").fetchone()[0]:
            await asyncio.sleep(0)
        assert not task.done()
        if change == "detach":
            shelf.vector_stores.detach(ME, store, file)
        elif change == "delete the file":
            shelf.files.delete(ME, file)
        elif change == "delete the store":
            shelf.vector_stores.delete(ME, store)
        elif change == "cancel":
            shelf.vector_stores.cancel_batch(ME, store, batch)
        else:
            shelf.clock.advance(1)
            small = {"type": "static", "static": {"max_chunk_size_tokens": 100, "chunk_overlap_tokens": 0}}
            shelf.vector_stores.add_file(ME, store, file, small)
        await task
        chunks, terms = shelf.store.execute(
            "SELECT (SELECT count(*) FROM chunks), (SELECT count(*) FROM chunk_terms)"
        ).fetchone()
        assert chunks == terms
        if change == "attach anew":
            counts = shelf.vector_stores.get(ME, store)["file_counts"]
            assert (counts["completed"], counts["total"]) == (1, 1)
            (longest,) = shelf.store.execute("SELECT max(length(text)) FROM chunks").fetchone()
            assert longest < 700  # of the new strategy only
            # The batch that the first one came with is over all the same.
            assert shelf.vector_stores.batch(ME, store, batch)["status"] == "completed"
        else:
            assert chunks == 0

    asyncio.run(run())


def test_in_the_background_nobody_has_to_ask():
    async def run():
        shelf = Shelf(in_background=True)
        file = await shelf.upload()
        store = shelf.vector_stores.create(ME, {"file_ids": [file]})["id"]
        while shelf.vector_stores.get(ME, store)["status"] == "in_progress":
            await asyncio.sleep(0)
        assert shelf.found(store, "penguins") == [file]
        await shelf.indexer.stop()

        # Stopped in the middle, and another indexer takes up what waits.
        big = await shelf.upload("word " * 50_000)
        shelf.vector_stores.add_file(ME, store, big)
        await asyncio.sleep(0)
        await shelf.indexer.stop()
        assert shelf.vector_stores.file(ME, store, big)["status"] == "in_progress"
        again = Indexer(shelf.vector_stores, shelf.files, shelf.clock, in_background=True)
        again.start()
        while shelf.vector_stores.file(ME, store, big)["status"] == "in_progress":
            await asyncio.sleep(0.001)
        assert shelf.vector_stores.get(ME, store)["file_counts"]["completed"] == 2
        await again.stop()
        shelf.store.close()

    asyncio.run(run())
