"""The small parts of the local API by themselves: clock, ids, keys, store, JSON Schema."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.local_api.clock import COURSE_START, CourseClock, SystemClock
from helpers.local_api.events import Channel
from helpers.local_api.ids import RandomIds, SeededIds
from helpers.local_api.json_schema import schema_problems
from helpers.local_api.keys import KeyFileError, Keys
from helpers.local_api.store import Store, StoreError, UnknownCursor


def test_the_courses_clock_moves_only_when_it_is_moved() -> None:
    clock = CourseClock()
    assert (clock.now(), clock.now()) == (COURSE_START, COURSE_START)
    clock.advance(5)
    assert clock.now() == COURSE_START + 5


def test_the_system_clock_can_be_moved_ahead() -> None:
    clock, other = SystemClock(), SystemClock()
    clock.advance(1000)
    assert 999 <= clock.now() - other.now() <= 1001


def test_ids_have_the_hosted_form() -> None:
    for ids in (RandomIds(), SeededIds()):
        made = {ids.new("run_") for _ in range(500)}
        assert len(made) == 500
        assert all(re.fullmatch(r"run_[A-Za-z0-9]{24}", one) for one in made)


def test_seeded_ids_repeat_and_do_not_disturb_each_other() -> None:
    first, second, other = SeededIds("a"), SeededIds("a"), SeededIds("b")
    assert [first.new("run_") for _ in range(3)] == [
        (second.new("msg_"), second.new("run_"))[1] for _ in range(3)
    ]
    assert SeededIds("a").new("run_") != other.new("run_")


def test_keys_of_a_file(tmp_path: Path) -> None:
    path = tmp_path / "keys.txt"
    path.write_text("# class\n\nkey-1 Mina Kim\nkey-2\nkey-3 Mina Kim\n", encoding="utf-8")
    keys = Keys.from_file(path)
    assert keys.owner("key-1") == keys.owner("key-3") == "Mina Kim"
    assert keys.owner("key-2") not in (None, "", "Mina Kim")
    assert keys.owner("key-4") is None
    assert keys.several and keys.closed
    for text, reason in (("", "has no keys"), ("a x\na y\n", "Line 2"), (None, "cannot be read")):
        if text is None:
            path.unlink()
        else:
            path.write_text(text)
        with pytest.raises(KeyFileError, match=reason):
            Keys.from_file(path)


def test_without_keys_any_key_will_do() -> None:
    assert (Keys().owner("x"), Keys().closed, Keys().several) == ("", False, False)
    assert (Keys.single("k").owner("k"), Keys.single("k").owner("x")) == ("", None)


def message(number: int, **more: Any) -> dict[str, Any]:
    return {"id": f"msg_{number}", "object": "thread.message", "created_at": 1} | more


@pytest.fixture
def store() -> Iterator[Store]:
    store = Store()
    yield store
    store.close()


def test_the_store_keeps_owners_apart(store: Store) -> None:
    store.add(message(1), owner="a", parent="t")
    assert store.get("thread.message", "msg_1", owner="a", parent="t") == message(1)
    assert store.get("thread.message", "msg_1", owner="b", parent="t") is None
    assert store.get("thread.message", "msg_1", owner="a", parent="u") is None
    assert not store.delete("thread.message", "msg_1", owner="b", parent="t")
    store.save(message(1, stolen=True), owner="b", parent="t")
    assert store.get("thread.message", "msg_1", owner="a", parent="t") == message(1)
    with pytest.raises(UnknownCursor):
        store.page("thread.message", owner="b", parent="t", after="msg_1")


def test_a_transaction_is_all_or_nothing(store: Store) -> None:
    with pytest.raises(ZeroDivisionError), store.transaction():
        store.add(message(1), owner="")
        with store.transaction():
            store.add(message(2), owner="")
        raise ZeroDivisionError
    assert store.count("thread.message", owner="") == 0
    store.add(message(3), owner="")
    assert store.count("thread.message", owner="") == 1


def test_deleted_objects_stay_deleted(store: Store) -> None:
    store.add(message(1), owner="")
    assert store.delete("thread.message", "msg_1", owner="")
    store.save(message(1), owner="")
    assert store.get("thread.message", "msg_1", owner="") is None
    assert not store.delete("thread.message", "msg_1", owner="")


def test_what_a_store_says_of_a_bad_file(tmp_path: Path) -> None:
    damaged = tmp_path / "damaged.db"
    damaged.write_bytes(b"SQLite format 3\x00" + b"\xff" * 4000)
    with pytest.raises(StoreError, match="Name another file"):
        Store(damaged)


def test_a_channel_gives_events_in_order_and_ends() -> None:
    async def play() -> bytes:
        channel = Channel()
        channel.send("a", {"text": "한글\n"})

        async def later() -> None:
            await asyncio.sleep(0)
            channel.send("b", 2)
            channel.finish()

        task = asyncio.create_task(later())
        got = b"".join([chunk async for chunk in channel.chunks()])
        await task
        return got

    assert asyncio.run(play()).decode() == (
        'event: a\ndata: {"text":"한글\\n"}\n\nevent: b\ndata: 2\n\nevent: done\ndata: [DONE]\n\n'
    )


WORDS = st.sampled_from([
    "type", "properties", "required", "enum", "items", "anyOf", "minLength", "multipleOf", "description",
    "additionalProperties", "minimum", "uniqueItems", "$defs", "pattern", "maxItems",
])  # fmt: skip
VALUES = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.integers(-2, 3), st.just(1.5),
        st.sampled_from(["string", "object", "integer", "text", ""]),
    ),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3),
    max_leaves=8,
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(schema=st.dictionaries(WORDS, VALUES, max_size=4))
def test_json_schema_agrees_with_the_library(schema: dict[str, Any]) -> None:
    found = next(schema_problems(schema), None)
    library = jsonschema.Draft202012Validator(jsonschema.Draft202012Validator.META_SCHEMA)
    texts = {error.message for error in library.iter_errors(schema)}
    assert (found is None) == (not texts), (found, texts)
