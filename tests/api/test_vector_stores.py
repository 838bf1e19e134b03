"""/vector_stores, their files and batches, and search, through the real SDK and raw HTTP."""

import asyncio
import json

import httpx2
import openai
import pytest
from openai import AsyncOpenAI, AzureOpenAI, OpenAI

from helpers.local_api import LocalAPI

DAY = 86_400
SHOP = {
    "returns.md": "# Returns\nYou may return any item within 30 days of delivery. Refunds take five working days.",
    "shipping.md": "# Shipping\nWe ship to Korea and Taiwan. Delivery takes 3 to 7 days.",
    "환불.txt": "환불 정책: 상품을 받은 날부터 30일 안에 반품할 수 있습니다.",
    "退貨.txt": "退貨政策：收到商品後三十天內可以退貨。",
    "prices.json": '{"lamp": 20, "chair": 55.5}',
    "page.html": "<html><body><h1>Opening hours</h1><p>We open at nine.</p></body></html>",
    "weather.py": "def getCurrentTemperature(city):\n    return 20",
}


@pytest.fixture(scope="module")
def api():
    with LocalAPI(course=True) as api:
        yield api


@pytest.fixture
def client(api):
    with OpenAI(base_url=api.base_url, api_key=api.api_key, max_retries=0) as client:
        yield client


@pytest.fixture
def http(api):
    with httpx2.Client(base_url=api.base_url, headers={"Authorization": f"Bearer {api.api_key}"}) as http:
        yield http


def upload(client, name="notes.txt", text="some notes"):
    data = text if isinstance(text, bytes) else text.encode()
    return client.files.create(file=(name, data), purpose="assistants")


def advance(api, seconds):
    headers = {"Authorization": f"Bearer {api.api_key}"}
    assert httpx2.post(f"{api.control_url}/clock", json={"seconds": seconds}, headers=headers).status_code == 200


@pytest.fixture
def shop(client):
    """A vector store with a file of each kind, and the files' ids by name."""
    ids = {name: upload(client, name, text).id for name, text in SHOP.items()}
    store = client.vector_stores.create(name="shop", file_ids=list(ids.values()))
    assert client.vector_stores.retrieve(store.id).status == "completed"
    return store.id, ids


# Stores


def test_an_empty_store_has_every_field(http):
    store = http.post("/vector_stores", json={}).json()
    assert store == {
        "id": store["id"],
        "object": "vector_store",
        "created_at": store["created_at"],
        "name": "",
        "description": None,
        "usage_bytes": 0,
        "file_counts": {"in_progress": 0, "completed": 0, "failed": 0, "cancelled": 0, "total": 0},
        "status": "completed",
        "expires_at": None,
        "last_active_at": store["created_at"],
        "metadata": {},
    }
    assert store["id"].startswith("vs_") and len(store["id"]) == 27


def test_a_store_reads_its_files_and_says_when_it_has(client):
    store = client.vector_stores.create(name="a", description="all of it", metadata={"team": "x"},
                                        file_ids=[upload(client).id, upload(client).id])  # fmt: skip
    assert (store.status, store.file_counts.in_progress, store.file_counts.total) == ("in_progress", 2, 2)
    after = client.vector_stores.retrieve(store.id)
    assert (after.status, after.file_counts.completed, after.file_counts.in_progress) == ("completed", 2, 0)
    assert after.usage_bytes == 2 * len("some notes")
    assert (after.name, after.metadata) == ("a", {"team": "x"})


def test_modify(client):
    store = client.vector_stores.create(name="old", metadata={"a": "1"})
    changed = client.vector_stores.update(
        store.id, name="new", metadata={"b": "2"}, expires_after={"anchor": "last_active_at", "days": 2}
    )
    assert (changed.name, changed.metadata) == ("new", {"b": "2"})
    assert changed.expires_at == changed.last_active_at + 2 * DAY
    never = client.vector_stores.update(store.id, expires_after=None, metadata=None)
    assert (never.expires_at, never.expires_after, never.metadata, never.name) == (None, None, {}, "new")
    assert client.vector_stores.retrieve(store.id) == never


def test_list_and_delete(client, http):
    made = [client.vector_stores.create(name=str(number)).id for number in range(3)]
    assert [store.id for store in client.vector_stores.list(limit=3).data] == made[::-1]
    assert [store.id for store in client.vector_stores.list(after=made[2], limit=2).data] == [made[1], made[0]]
    assert [store.id for store in client.vector_stores.list(before=made[0], limit=2).data] == [made[2], made[1]]
    answer = http.delete(f"/vector_stores/{made[0]}").json()
    assert answer == {"id": made[0], "object": "vector_store.deleted", "deleted": True}
    with pytest.raises(openai.NotFoundError, match=f"No vector store found with id '{made[0]}'"):
        client.vector_stores.retrieve(made[0])


def test_deleting_a_store_keeps_the_files_and_forgets_the_index(client, shop):
    store_id, ids = shop
    client.vector_stores.delete(store_id)
    assert client.files.retrieve(ids["returns.md"]).filename == "returns.md"
    with pytest.raises(openai.NotFoundError):
        client.vector_stores.search(store_id, query="refunds")


def test_expiry_by_the_apis_clock(api, client):
    file = upload(client)
    store = client.vector_stores.create(file_ids=[file.id], expires_after={"anchor": "last_active_at", "days": 1})
    assert store.expires_at == store.created_at + DAY
    advance(api, DAY // 2)
    client.vector_stores.search(store.id, query="notes")
    used = client.vector_stores.retrieve(store.id)
    assert used.status == "completed" and used.expires_at == used.last_active_at + DAY > store.expires_at
    advance(api, DAY)
    gone = client.vector_stores.retrieve(store.id)
    assert gone.status == "expired"
    assert next(one for one in client.vector_stores.list() if one.id == store.id).status == "expired"
    for use in (
        lambda: client.vector_stores.search(store.id, query="notes"),
        lambda: client.vector_stores.files.create(store.id, file_id=file.id),
        lambda: client.vector_stores.file_batches.create(store.id, file_ids=[file.id]),
    ):
        with pytest.raises(openai.BadRequestError, match=f"Vector store '{store.id}' has expired"):
            use()
    revived = client.vector_stores.update(store.id, name="late", expires_after=None)
    assert (revived.status, revived.name) == ("expired", "late")


@pytest.mark.parametrize(
    ("body", "status", "message", "code"),
    [
        ({"file_ids": ["file-none"]}, 404, "No such File object: file-none", None),
        ({"file_ids": "file-x"}, 400, "Invalid type for 'file_ids': expected an array of strings, but got a string",
         "invalid_type"),
        ({"file_ids": ["x"] * 501}, 400,
         "Invalid 'file_ids': array too long. Expected an array with maximum length 500",
         "array_above_max_length"),
        ({"expires_after": {"anchor": "created_at", "days": 3}}, 400, "Supported values are: 'last_active_at'.",
         "invalid_value"),
        ({"expires_after": {"anchor": "last_active_at", "days": 0}}, 400,
         "Invalid 'expires_after.days': integer below minimum value. Expected a value >= 1, but got 0 instead.",
         "integer_below_min_value"),
        ({"expires_after": {"anchor": "last_active_at", "days": 366}}, 400, "Expected a value <= 365",
         "integer_above_max_value"),
        ({"metadata": {str(n): "" for n in range(17)}}, 400, "Invalid 'metadata': too many properties.",
         "object_above_max_properties"),
        ({"colour": "red"}, 400, "Unknown parameter: 'colour'.", "unknown_parameter"),
        ({"chunking_strategy": {"type": "semantic"}}, 400, "Supported values are: 'auto' and 'static'.",
         "invalid_value"),
        ({"chunking_strategy": {"type": "static"}}, 400, "Missing required parameter: 'chunking_strategy.static'.",
         "missing_required_parameter"),
        ({"chunking_strategy": {"type": "static", "static": {"max_chunk_size_tokens": 99, "chunk_overlap_tokens": 0}}},
         400, "Invalid 'chunking_strategy.static.max_chunk_size_tokens': integer below minimum value.",
         "integer_below_min_value"),
        ({"chunking_strategy": {"type": "static",
                                "static": {"max_chunk_size_tokens": 4097, "chunk_overlap_tokens": 0}}},
         400, "Expected a value <= 4096, but got 4097 instead.", "integer_above_max_value"),
        ({"chunking_strategy": {"type": "static",
                                "static": {"max_chunk_size_tokens": 100, "chunk_overlap_tokens": 51}}},
         400, "'chunking_strategy.static.chunk_overlap_tokens': must be at most half", "invalid_value"),
    ],
)  # fmt: skip
def test_a_wrong_store_is_refused_and_none_is_made(client, http, body, status, message, code):
    before = http.get("/vector_stores").json()
    answer = http.post("/vector_stores", json=body)
    error = answer.json()["error"]
    assert (answer.status_code, error["code"]) == (status, code)
    assert message in error["message"]
    assert http.get("/vector_stores").json() == before


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/vector_stores/undefined", 400),
        ("/vector_stores/vs_none", 404),
        ("/vector_stores/vs_none/files", 404),
        ("/vector_stores/vs_none/files/file-x", 404),
        ("/vector_stores/vs_none/files/file-x/content", 404),
        ("/vector_stores/vs_none/file_batches/vsfb_x", 404),
        ("/vector_stores/vs_none/file_batches/vsfb_x/files", 404),
        ("/vector_stores/vs_none/file_batches/batch_x", 400),
    ],
)
def test_ids_that_lead_nowhere(http, path, status):
    answer = http.get(path)
    assert answer.status_code == status
    assert set(answer.json()["error"]) == {"message", "type", "param", "code"}


# Files of a store


def test_a_file_is_in_progress_then_completed(client, http):
    store, file = client.vector_stores.create(), upload(client)
    attached = http.post(f"/vector_stores/{store.id}/files", json={"file_id": file.id}).json()
    assert attached == {
        "id": file.id,
        "object": "vector_store.file",
        "usage_bytes": 0,
        "created_at": attached["created_at"],
        "vector_store_id": store.id,
        "status": "in_progress",
        "last_error": None,
        "chunking_strategy": {"type": "static", "static": {"max_chunk_size_tokens": 800, "chunk_overlap_tokens": 400}},
        "attributes": {},
    }
    done = client.vector_stores.files.retrieve(file.id, vector_store_id=store.id)
    assert (done.status, done.usage_bytes) == ("completed", 10)


def test_upload_and_poll(client):
    store = client.vector_stores.create()
    strategy = {"type": "static", "static": {"max_chunk_size_tokens": 100, "chunk_overlap_tokens": 20}}
    text = " ".join(f"Word number {number} is here." for number in range(200))
    file = client.vector_stores.files.upload_and_poll(
        vector_store_id=store.id, file=("long.txt", text.encode()), chunking_strategy=strategy,
        attributes={"year": 2024, "draft": False, "lang": "en"},
    )  # fmt: skip
    assert file.status == "completed"
    assert file.chunking_strategy.static.max_chunk_size_tokens == 100
    assert file.attributes == {"year": 2024, "draft": False, "lang": "en"}
    assert file.usage_bytes > len(text)  # the overlap counts


def test_whole_numbers_in_attributes_stay_whole(client):
    store = client.vector_stores.create()
    attributes = {"count": 1, "large": 12345678901234567890, "share": 0.5, "draft": True}
    file = client.vector_stores.files.upload_and_poll(vector_store_id=store.id, file=("a.txt", b"a"))
    answer = client.vector_stores.files.with_raw_response.update(
        file.id, vector_store_id=store.id, attributes=attributes
    )
    assert json.dumps(json.loads(answer.text)["attributes"]) == json.dumps(attributes)
    found = client.vector_stores.with_raw_response.search(  # the SDK itself makes decimals of them
        store.id, query="a", filters={"type": "eq", "key": "count", "value": 1}
    )
    assert json.dumps(json.loads(found.text)["data"][0]["attributes"]) == json.dumps(attributes)


@pytest.mark.parametrize(
    ("name", "data", "code", "message"),
    [
        ("picture.txt", b"\x89PNG\x00\xff", "unsupported_file", "The file type is not supported."),
        ("old.doc", b"x", "unsupported_file", "The local API does not read .doc files. Save the file as .docx."),
        ("broken.pdf", b"%PDF-1.4 broken", "invalid_file", "The file could not be parsed."),
        ("broken.json", b"{", "invalid_file", "The file could not be parsed."),
        ("empty.txt", b"", "invalid_file", "The file could not be parsed because it is empty."),
    ],
)
def test_a_file_that_cannot_be_read_fails_and_says_why(client, name, data, code, message):
    store = client.vector_stores.create()
    file = client.vector_stores.files.upload_and_poll(vector_store_id=store.id, file=(name, data))
    assert file.status == "failed"
    assert (file.last_error.code, file.last_error.message) == (code, message)
    counts = client.vector_stores.retrieve(store.id).file_counts
    assert (counts.failed, counts.total, counts.in_progress) == (1, 1, 0)


@pytest.mark.parametrize(("name", "shown"), [("table.csv", ".csv"), ("README", "none"), ("run.ps1", ".ps1")])
def test_types_that_are_not_for_search_are_refused_at_once(client, name, shown):
    file, store = upload(client, name), client.vector_stores.create()
    for attach in (
        lambda: client.vector_stores.create(file_ids=[file.id]),
        lambda: client.vector_stores.files.create(store.id, file_id=file.id),
        lambda: client.vector_stores.file_batches.create(store.id, file_ids=[file.id]),
    ):
        with pytest.raises(openai.BadRequestError) as caught:
            attach()
        assert caught.value.body == {
            "message": f"Files with extensions [{shown}] are not supported for retrieval. See "
            "https://platform.openai.com/docs/assistants/tools/file-search/supported-files",
            "type": "invalid_request_error",
            "param": "file_ids",
            "code": "unsupported_file",
        }
    assert client.vector_stores.retrieve(store.id).file_counts.total == 0


def test_list_filter_and_detach(client, http):
    store = client.vector_stores.create()
    good = [client.vector_stores.files.upload_and_poll(vector_store_id=store.id, file=(f"{n}.txt", b"x")).id
            for n in range(3)]  # fmt: skip
    bad = client.vector_stores.files.upload_and_poll(vector_store_id=store.id, file=("e.txt", b"")).id
    listed = client.vector_stores.files.list(store.id, order="asc")
    assert [file.id for file in listed] == [*good, bad]
    assert [file.id for file in client.vector_stores.files.list(store.id, filter="failed")] == [bad]
    assert [file.id for file in client.vector_stores.files.list(store.id, filter="completed", limit=1)] == good[::-1]
    assert http.get(f"/vector_stores/{store.id}/files", params={"filter": "lost"}).status_code == 400

    answer = http.delete(f"/vector_stores/{store.id}/files/{good[0]}").json()
    assert answer == {"id": good[0], "object": "vector_store.file.deleted", "deleted": True}
    assert client.files.retrieve(good[0])
    with pytest.raises(openai.NotFoundError, match=f"No file found with id '{good[0]}'"):
        client.vector_stores.files.retrieve(good[0], vector_store_id=store.id)
    assert client.vector_stores.retrieve(store.id).file_counts.total == 3
    # Added again, it is a new entry at the end.
    client.vector_stores.files.create_and_poll(good[0], vector_store_id=store.id)
    assert [file.id for file in client.vector_stores.files.list(store.id, order="asc")] == [*good[1:], bad, good[0]]


def test_attaching_twice_reads_anew_and_counts_once(client):
    store, file = client.vector_stores.create(), upload(client)
    client.vector_stores.files.create_and_poll(file.id, vector_store_id=store.id, attributes={"a": 1})
    again = client.vector_stores.files.create_and_poll(file.id, vector_store_id=store.id, attributes={"a": 2})
    assert (again.status, again.attributes) == ("completed", {"a": 2})
    after = client.vector_stores.retrieve(store.id)
    assert (after.file_counts.total, after.file_counts.completed, after.usage_bytes) == (1, 1, 10)
    assert len(client.vector_stores.search(store.id, query="notes").data) == 1


def test_deleting_a_file_takes_it_out_of_every_store(client):
    file = upload(client)
    stores = [client.vector_stores.create(file_ids=[file.id]).id for _ in range(2)]
    client.files.delete(file.id)
    for store_id in stores:
        store = client.vector_stores.retrieve(store_id)
        assert (store.file_counts.total, store.usage_bytes, store.status) == (0, 0, "completed")
        assert client.vector_stores.search(store_id, query="notes").data == []


def test_content_is_the_text_that_was_read(client, shop):
    store_id, ids = shop
    page = client.vector_stores.files.content(ids["page.html"], vector_store_id=store_id)
    assert [(part.type, part.text) for part in page] == [("text", "Opening hours\n\nWe open at nine.")]


@pytest.mark.parametrize(
    ("attributes", "message"),
    [
        (
            {str(n): n for n in range(17)},
            "Invalid 'attributes': too many properties. Expected an object with at most 16",
        ),
        ({"k" * 65: 1}, "Invalid property name in 'attributes': 'kkk...kkk' is too long. Expected a string with"),
        ({"k": "v" * 513}, "Invalid 'attributes.k': string too long. Expected a string with maximum length 512"),
        (
            {"k": ["v"]},
            "Invalid type for 'attributes.k': expected one of a string, decimal, or boolean, but got an array",
        ),
        ({"k": None}, "Invalid type for 'attributes.k'"),
        ("x", "Invalid type for 'attributes': expected an object, but got a string instead."),
    ],
)
def test_attributes_have_limits(client, http, shop, attributes, message):
    store_id, ids = shop
    answer = http.post(f"/vector_stores/{store_id}/files/{ids['returns.md']}", json={"attributes": attributes})
    assert answer.status_code == 400 and message in answer.json()["error"]["message"], answer.text


def test_attributes_can_be_replaced(client, shop):
    store_id, ids = shop
    changed = client.vector_stores.files.update(
        ids["returns.md"], vector_store_id=store_id, attributes={"lang": "en", "rank": 1.5}
    )
    assert changed.attributes == {"lang": "en", "rank": 1.5} and changed.status == "completed"
    cleared = client.vector_stores.files.update(ids["returns.md"], vector_store_id=store_id, attributes=None)
    assert cleared.attributes == {}


# Batches


def test_a_batch_of_uploads(client):
    store = client.vector_stores.create()
    files = [("a.txt", b"apples"), ("b.md", b"bananas"), ("c.txt", b"")]
    batch = client.vector_stores.file_batches.upload_and_poll(store.id, files=files)
    assert (batch.status, batch.object) == ("completed", "vector_store.files_batch")
    assert batch.file_counts.model_dump() == {"cancelled": 0, "completed": 2, "failed": 1, "in_progress": 0, "total": 3}
    listed = client.vector_stores.file_batches.list_files(batch.id, vector_store_id=store.id)
    assert len(listed.data) == 3
    failed = client.vector_stores.file_batches.list_files(batch.id, vector_store_id=store.id, filter="failed")
    assert [file.last_error.code for file in failed] == ["invalid_file"]


def test_a_batch_lists_only_its_own_files(client):
    ids = [upload(client).id for _ in range(5)]
    store = client.vector_stores.create(file_ids=ids[:2])
    batch = client.vector_stores.file_batches.create_and_poll(store.id, file_ids=ids[2:])
    listed = client.vector_stores.file_batches.list_files(batch.id, vector_store_id=store.id, order="asc", limit=2)
    assert [file.id for file in listed.data] == ids[2:4] and listed.has_more
    assert [file.id for file in listed] == ids[2:]
    assert client.vector_stores.retrieve(store.id).file_counts.total == 5


def test_a_batch_shares_its_settings_or_gives_each_its_own(client):
    ids = [upload(client).id for _ in range(2)]
    store = client.vector_stores.create()
    small = {"type": "static", "static": {"max_chunk_size_tokens": 200, "chunk_overlap_tokens": 0}}
    batch = client.vector_stores.file_batches.create_and_poll(
        store.id, file_ids=ids, attributes={"k": "v"}, chunking_strategy=small
    )
    for file in client.vector_stores.file_batches.list_files(batch.id, vector_store_id=store.id):
        assert file.attributes == {"k": "v"} and file.chunking_strategy.static.max_chunk_size_tokens == 200
    batch = client.vector_stores.file_batches.create_and_poll(
        store.id, files=[{"file_id": ids[0], "attributes": {"n": 1}}, {"file_id": ids[1], "chunking_strategy": small}]
    )
    files = client.vector_stores.file_batches.list_files(batch.id, vector_store_id=store.id, order="asc").data
    assert [file.attributes for file in files] == [{"n": 1}, {}]
    assert [file.chunking_strategy.static.max_chunk_size_tokens for file in files] == [800, 200]


def test_a_batch_of_failures_has_failed(client):
    store = client.vector_stores.create()
    batch = client.vector_stores.file_batches.upload_and_poll(store.id, files=[("a.txt", b"")])
    assert (batch.status, batch.file_counts.failed) == ("failed", 1)


def test_cancelling_a_batch(api, client):
    ids = [upload(client).id for _ in range(3)]
    store = client.vector_stores.create()
    batch = client.vector_stores.file_batches.create(store.id, file_ids=ids)
    assert (batch.status, batch.file_counts.in_progress) == ("in_progress", 3)
    # The request itself is a second later, so what was waiting is read before it can be cancelled.
    with pytest.raises(openai.BadRequestError, match="Cannot cancel vector store file batch with status 'completed'"):
        client.vector_stores.file_batches.cancel(batch.id, vector_store_id=store.id)


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({}, "Missing required parameter: 'file_ids'."),
        ({"file_ids": []}, "Invalid 'file_ids': empty array."),
        ({"file_ids": ["x"] * 2001}, "Invalid 'file_ids': array too long. Expected an array with maximum length 2000"),
        ({"file_ids": ["x"], "files": [{"file_id": "x"}]}, "You can only provide one of 'file_ids' and 'files'."),
        ({"files": [{}]}, "Missing required parameter: 'files[0].file_id'."),
        ({"file_ids": ["file-none"]}, "No such File object: file-none"),
    ],
)
def test_a_wrong_batch_is_refused(client, http, body, message):
    store = client.vector_stores.create()
    answer = http.post(f"/vector_stores/{store.id}/file_batches", json=body)
    assert answer.status_code in (400, 404) and message in answer.json()["error"]["message"]
    assert client.vector_stores.retrieve(store.id).file_counts.total == 0


# Search


def names(page):
    return [result.filename for result in page.data]


@pytest.mark.parametrize(
    ("query", "best"),
    [
        ("How long does a refund take?", "returns.md"),
        ("delivery to Taiwan", "shipping.md"),
        ("반품은 며칠 안에 할 수 있나요?", "환불.txt"),
        ("如何退貨？", "退貨.txt"),
        ("price of a lamp", "prices.json"),
        ("When do you open?", "page.html"),
        ("current temperature", "weather.py"),
    ],
)
def test_search_finds_the_right_file(client, shop, query, best):
    page = client.vector_stores.search(shop[0], query=query)
    assert names(page)[0] == best
    assert page.data[0].content[0].type == "text"


def test_the_page_of_a_search(http, shop):
    store_id, ids = shop
    body = {"query": "refund", "max_num_results": 1}
    page = http.post(f"/vector_stores/{store_id}/search", json=body).json()
    score = page["data"][0]["score"]
    assert 0 < score <= 1
    assert page == {
        "object": "vector_store.search_results.page",
        "search_query": ["refund"],
        "data": [
            {
                "file_id": ids["returns.md"],
                "filename": "returns.md",
                "score": score,
                "attributes": {},
                "content": [{"type": "text", "text": SHOP["returns.md"]}],
            }
        ],
        "has_more": False,
        "next_page": None,
    }


def test_several_queries_rewriting_ranking_and_thresholds(client, shop):
    store_id, _ = shop
    both = client.vector_stores.search(store_id, query=["lamp", "Taiwan"])
    assert set(names(both)) == {"prices.json", "shipping.md"}
    rewritten = client.vector_stores.search(store_id, query="What is the return policy?", rewrite_query=True)
    assert rewritten.search_query == ["return policy"]
    plain = client.vector_stores.search(store_id, query="delivery days", ranking_options={"ranker": "none"})
    assert set(names(plain)) == {"returns.md", "shipping.md"}
    scores = [result.score for result in client.vector_stores.search(store_id, query="delivery days").data]
    cut = client.vector_stores.search(
        store_id, query="delivery days", ranking_options={"score_threshold": max(scores), "ranker": "auto"}
    )
    assert len(cut.data) == 1


def test_filters_on_attributes(client):
    store = client.vector_stores.create()
    for year, region in ((2022, "asia"), (2023, "europe"), (2024, "asia")):
        client.vector_stores.files.upload_and_poll(
            vector_store_id=store.id,
            file=(f"{year}.txt", b"annual report"),
            attributes={"year": year, "region": region},
        )

    def found(filters):
        return sorted(names(client.vector_stores.search(store.id, query="report", filters=filters)))

    assert found({"type": "eq", "key": "region", "value": "asia"}) == ["2022.txt", "2024.txt"]
    assert found({"type": "gte", "key": "year", "value": 2023}) == ["2023.txt", "2024.txt"]
    assert found({"type": "in", "key": "year", "value": [2022, 2023]}) == ["2022.txt", "2023.txt"]
    asia = {"type": "eq", "key": "region", "value": "asia"}
    late = {"type": "gt", "key": "year", "value": 2022}
    assert found({"type": "and", "filters": [asia, late]}) == ["2024.txt"]
    assert found({"type": "or", "filters": [{"type": "and", "filters": [asia, late]}, {"type": "eq", "key": "year",
                 "value": 2022}]}) == ["2022.txt", "2024.txt"]  # fmt: skip
    assert found({"type": "ne", "key": "missing", "value": 1}) == ["2022.txt", "2023.txt", "2024.txt"]


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({}, "Missing required parameter: 'query'."),
        ({"query": 5}, "Invalid type for 'query': expected one of a string or array of strings, but got an integer instead."),
        ({"query": []}, "Invalid 'query': empty array."),
        ({"query": "x", "max_num_results": 51}, "Expected a value <= 50, but got 51 instead."),
        ({"query": "x", "ranking_options": {"score_threshold": 2}}, "Expected a value <= 1, but got 2 instead."),
        ({"query": "x", "ranking_options": {"ranker": "best"}}, "Invalid value: 'best'."),
        ({"query": "x", "filters": []}, "Invalid type for 'filters': expected an object, but got an array instead."),
        ({"query": "x", "filters": {}}, "Missing required parameter: 'filters.type'."),
        ({"query": "x", "filters": {"type": "like", "key": "a", "value": 1}}, "Invalid value: 'like'."),
        ({"query": "x", "filters": {"type": "eq", "key": "a"}}, "Missing required parameter: 'filters.value'."),
        ({"query": "x", "filters": {"type": "eq", "key": "a", "value": None}}, "Invalid type for 'filters.value'"),
        ({"query": "x", "filters": {"type": "in", "key": "a", "value": 1}}, "expected an array, but got an integer"),
        ({"query": "x", "filters": {"type": "eq", "key": "a", "value": 1, "z": 1}}, "Unknown parameter: 'filters.z'."),
        ({"query": "x", "filters": {"type": "and", "filters": [{"type": "eq", "key": 1, "value": 1}]}},
         "Invalid type for 'filters.filters[0].key': expected a string"),
    ],
)  # fmt: skip
def test_a_wrong_search_is_refused(client, http, body, message):
    store = client.vector_stores.create()
    answer = http.post(f"/vector_stores/{store.id}/search", json=body)
    assert answer.status_code == 400 and message in answer.json()["error"]["message"], answer.text


def test_filters_that_are_nested_too_deeply_are_refused(client, http):
    nested = {"type": "eq", "key": "a", "value": 1}
    for _ in range(50):
        nested = {"type": "and", "filters": [nested]}
    store = client.vector_stores.create()
    answer = http.post(f"/vector_stores/{store.id}/search", json={"query": "x", "filters": nested})
    assert answer.status_code == 400 and "nested too deeply" in answer.json()["error"]["message"]


def test_a_store_holds_ten_thousand_files_and_no_more(client, monkeypatch):
    from helpers.local_api import vector_storage

    assert vector_storage.MAX_FILES == 10_000
    monkeypatch.setattr(vector_storage, "MAX_FILES", 3)
    ids = [upload(client).id for _ in range(4)]
    store = client.vector_stores.create(file_ids=ids[:3])
    with pytest.raises(openai.BadRequestError, match="cannot have more than 3 files"):
        client.vector_stores.files.create(store.id, file_id=ids[3])
    client.vector_stores.files.create_and_poll(ids[0], vector_store_id=store.id)  # it is one of the three


# With a clock of its own: served alone


@pytest.fixture(scope="module")
def live():
    with LocalAPI() as api, OpenAI(base_url=api.base_url, api_key=api.api_key, max_retries=0) as client:
        yield client


def test_files_are_read_in_the_background(live):
    store = live.vector_stores.create()
    text = "\n".join(f"Line {number} is about topic{number}." for number in range(5_000))
    file = live.vector_stores.files.upload_and_poll(vector_store_id=store.id, file=("big.txt", text.encode()))
    assert file.status == "completed"
    assert "topic4321." in live.vector_stores.search(store.id, query="topic4321").data[0].content[0].text


def test_the_server_answers_while_it_reads_a_big_file(live):
    store = live.vector_stores.create()
    text = "\n".join(f"Line {number} is about topic{number}." for number in range(15_000))
    file = live.files.create(file=("big.txt", text.encode()), purpose="assistants")
    live.vector_stores.files.create(store.id, file_id=file.id)
    answers = 0  # that were given while the file was being read; one at most if reading held up the server
    while live.vector_stores.retrieve(store.id).status == "in_progress":
        answers += 1
    assert answers >= 5


def test_cancelling_a_batch_that_is_being_read(live):
    store = live.vector_stores.create()
    text = "\n".join(f"Line {number} is about topic{number}." for number in range(8_000)).encode()
    ids = [live.files.create(file=(f"{n}.txt", text), purpose="assistants").id for n in range(3)]
    batch = live.vector_stores.file_batches.create(store.id, file_ids=ids)
    cancelled = live.vector_stores.file_batches.cancel(batch.id, vector_store_id=store.id)
    assert cancelled.status == "cancelled"
    assert cancelled.file_counts.cancelled >= 1 and cancelled.file_counts.in_progress == 0
    after = live.vector_stores.retrieve(store.id)
    assert after.file_counts.cancelled == cancelled.file_counts.cancelled and after.status == "completed"
    waiting = live.vector_stores.files.create_and_poll(ids[2], vector_store_id=store.id)
    assert waiting.status == "completed"
    found = live.vector_stores.search(store.id, query="topic7654", max_num_results=50).data
    assert {result.file_id for result in found} == {ids[2]} | {
        file.id for file in live.vector_stores.files.list(store.id, filter="completed")
    }


def test_async_batches(live):
    async def run():
        async with AsyncOpenAI(base_url=str(live.base_url), api_key=live.api_key) as client:
            store = await client.vector_stores.create()
            files = [(f"{number}.txt", f"file about thing{number}".encode()) for number in range(12)]
            batch = await client.vector_stores.file_batches.upload_and_poll(store.id, files=files)
            assert (batch.status, batch.file_counts.completed) == ("completed", 12)
            page = await client.vector_stores.search(store.id, query="thing7")
            assert [result.filename for result in page.data] == ["7.txt"]

    asyncio.run(run())


def test_what_waits_when_the_server_ends_is_read_at_its_next_start(tmp_path):
    database = tmp_path / "api.db"
    with LocalAPI(course=True, database=database) as api, OpenAI(base_url=api.base_url, api_key=api.api_key) as client:
        file = upload(client, "a.txt", "about penguins")
        store = client.vector_stores.create(file_ids=[file.id])
        assert store.status == "in_progress"
    for course in (True, False):  # the second start finds it done
        with (
            LocalAPI(course=course, database=database) as api,
            OpenAI(base_url=api.base_url, api_key=api.api_key) as client,
        ):
            client.vector_stores.files.poll(file.id, vector_store_id=store.id)
            assert client.vector_stores.retrieve(store.id).file_counts.completed == 1
            assert client.vector_stores.search(store.id, query="penguins").data[0].file_id == file.id


def test_one_key_sees_nothing_of_another(tmp_path):
    from helpers.local_api import API, create_app
    from helpers.local_api.keys import Keys

    (tmp_path / "keys.txt").write_text("key-ann ann\nkey-bob bob\n")
    api = API(course=True, keys=Keys.from_file(tmp_path / "keys.txt"))

    async def run():
        transport = httpx2.ASGITransport(create_app(api))

        def client(key):
            return AsyncOpenAI(
                base_url="http://api/v1",
                api_key=key,
                http_client=httpx2.AsyncClient(transport=transport),
                max_retries=0,
            )

        ann, bob = client("key-ann"), client("key-bob")
        file = await ann.files.create(file=("a.txt", b"secret plans"), purpose="batch")
        store = await ann.vector_stores.create(file_ids=[file.id])
        for attempt in (
            lambda: bob.files.retrieve(file.id),
            lambda: bob.files.content(file.id),
            lambda: bob.files.delete(file.id),
            lambda: bob.vector_stores.retrieve(store.id),
            lambda: bob.vector_stores.search(store.id, query="plans"),
            lambda: bob.vector_stores.files.list(store.id),
            lambda: bob.vector_stores.create(file_ids=[file.id]),
            lambda: bob.vector_stores.delete(store.id),
        ):
            with pytest.raises(openai.NotFoundError):
                await attempt()
        assert (await bob.files.list()).data == [] and (await bob.vector_stores.list()).data == []
        assert (await ann.vector_stores.search(store.id, query="plans")).data[0].file_id == file.id
        await api.close()

    asyncio.run(run())


def test_azure_has_vector_stores_too(api):
    azure = AzureOpenAI(azure_endpoint=api.azure_endpoint, api_key=api.api_key, api_version="2024-05-01-preview")
    store = azure.vector_stores.create(name="shop")
    file = azure.vector_stores.files.upload_and_poll(vector_store_id=store.id, file=("a.txt", b"about penguins"))
    assert file.id.startswith("assistant-") and file.status == "completed"
    assert azure.vector_stores.search(store.id, query="penguins").data[0].file_id == file.id
    assert azure.files.delete(file.id).deleted
    assert azure.vector_stores.retrieve(store.id).file_counts.total == 0
