"""Pages: any mix of limit, order, after, before and deletes gives what a plain list would give."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx2
import pytest
from api_support import http, serving
from hypothesis import given, settings
from hypothesis import strategies as st


@pytest.fixture(scope="module")
def client() -> Iterator[httpx2.Client]:
    with serving(course=True, record=False) as api, http(api) as raw:
        yield raw


def expected_page(
    made: list[str], alive: set[str], limit: int, order: str, after: str | None, before: str | None
) -> tuple[list[str], bool]:
    """The page by the definition: bounds by place (deleted objects keep theirs), then the first or last `limit`."""
    line = made if order == "asc" else made[::-1]
    start = line.index(after) + 1 if after else 0
    end = line.index(before) if before else len(line)
    between = [one for one in line[start:end] if one in alive] if start <= end else []
    page = between[-limit:] if before and not after else between[:limit]
    return page, len(between) > limit


@settings(max_examples=30, deadline=None)
@given(data=st.data())
def test_any_page(client: httpx2.Client, data: st.DataObject) -> None:
    thread = client.post("/v1/threads").json()["id"]
    path = f"/v1/threads/{thread}/messages"
    count = data.draw(st.integers(0, 8), label="messages")
    made = [client.post(path, json={"role": "user", "content": str(n)}).json()["id"] for n in range(count)]
    alive = set(made)
    for _ in range(4):
        if made and data.draw(st.booleans(), label="delete one"):
            victim = data.draw(st.sampled_from(made), label="which")
            status = client.delete(f"{path}/{victim}").status_code
            assert status == (200 if victim in alive else 404)
            alive.discard(victim)
        cursor = st.sampled_from([None, *made])
        query: dict[str, Any] = {
            "limit": data.draw(st.integers(1, 10), label="limit"),
            "order": data.draw(st.sampled_from(["asc", "desc"]), label="order"),
            "after": data.draw(cursor, label="after"),
            "before": data.draw(cursor, label="before"),
        }
        answer = client.get(path, params={name: value for name, value in query.items() if value is not None}).json()
        page, more = expected_page(made, alive, **query)
        assert [message["id"] for message in answer["data"]] == page
        assert answer["has_more"] == more
        assert (answer["first_id"], answer["last_id"]) == ((page[0], page[-1]) if page else (None, None))


@pytest.mark.parametrize("order", ["asc", "desc"])
@pytest.mark.parametrize("limit", [1, 3, 7, 100])
def test_following_the_cursors_sees_everything_once(client: httpx2.Client, order: str, limit: int) -> None:
    thread = client.post("/v1/threads").json()["id"]
    path = f"/v1/threads/{thread}/messages"
    made = [client.post(path, json={"role": "user", "content": str(n)}).json()["id"] for n in range(12)]
    seen: list[str] = []
    cursor: dict[str, str] = {}
    while True:
        page = client.get(path, params={"limit": limit, "order": order} | cursor).json()
        seen += [message["id"] for message in page["data"]]
        if not page["has_more"]:
            break
        cursor = {"after": page["last_id"]}
    assert seen == (made if order == "asc" else made[::-1])


def test_messages_of_one_run(client: httpx2.Client) -> None:
    assistant = client.post("/v1/assistants", json={"model": "m"}).json()["id"]
    thread = client.post("/v1/threads", json={"messages": [{"role": "user", "content": "x"}]}).json()["id"]
    runs = []
    for _ in range(2):
        run = client.post(f"/v1/threads/{thread}/runs", json={"assistant_id": assistant}).json()["id"]
        while client.get(f"/v1/threads/{thread}/runs/{run}").json()["status"] != "completed":
            pass
        runs.append(run)
    for run in runs:
        found = client.get(f"/v1/threads/{thread}/messages", params={"run_id": run}).json()["data"]
        assert [message["run_id"] for message in found] == [run]
    assert client.get(f"/v1/threads/{thread}/messages", params={"run_id": "run_x"}).json()["data"] == []
