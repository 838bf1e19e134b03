"""/vector_stores: the stores, their files and file batches, and searching them."""

from __future__ import annotations

import asyncio
from typing import Any

from openai.types import (
    VectorStoreCreateParams,
    VectorStoreListParams,
    VectorStoreSearchParams,
    VectorStoreUpdateParams,
)
from openai.types.vector_stores import (
    FileBatchCreateParams,
    FileBatchListFilesParams,
    FileCreateParams,
    FileListParams,
    FileUpdateParams,
)
from starlette.responses import Response
from typing_extensions import NotRequired

from . import errors
from .events import public
from .requests import Limit, query_schema, schema
from .retrieval.index import rewrite
from .retrieval.readers import UnreadableFile, read_text
from .store import Object, Page
from .vector_storage import STORE_FILE, VECTOR_STORE
from .web import Call, Routes, deleted, json_response
from .wording import json_type, missing, wrong_type, wrong_value

_EXPIRY = {"ExpiresAfter.days": Limit(ge=1, le=365)}
CREATE = schema(VectorStoreCreateParams, limits={**_EXPIRY, "VectorStoreCreateParams.file_ids": Limit(max_length=500)})
UPDATE = schema(VectorStoreUpdateParams, limits=_EXPIRY)
LIST = query_schema(VectorStoreListParams)
SEARCH = schema(
    VectorStoreSearchParams,
    limits={"VectorStoreSearchParams.max_num_results": Limit(ge=1, le=50), "query": Limit(min_length=1)},
    without=["filters"],
    also={"filters": NotRequired[dict[str, Any]]},
)
ADD_FILE = schema(FileCreateParams)
UPDATE_FILE = schema(FileUpdateParams, without=["vector_store_id"])
LIST_FILES = query_schema(FileListParams)
_MANY = Limit(min_length=1, max_length=2000)
ADD_BATCH = schema(
    FileBatchCreateParams,
    limits={"FileBatchCreateParams.file_ids": _MANY, "FileBatchCreateParams.files": _MANY},
)
LIST_BATCH = query_schema(FileBatchListFilesParams, without=["vector_store_id"])

_COMPARISONS = ("eq", "ne", "gt", "gte", "lt", "lte", "in", "nin")
_MAX_FILTER_DEPTH = 16

routes = Routes()


# Stores


@routes.post("/vector_stores")
async def create_vector_store(call: Call) -> Object:
    body = await call.json(CREATE)
    return call.api.vector_stores.create(call.owner, body)


@routes.get("/vector_stores")
async def list_vector_stores(call: Call) -> Page:
    return call.api.vector_stores.page(call.owner, **call.query(LIST))


@routes.get("/vector_stores/{vector_store_id}")
async def retrieve_vector_store(call: Call) -> Response:
    return _answer(call, call.api.vector_stores.get(call.owner, call.id("vector_store_id")))


@routes.post("/vector_stores/{vector_store_id}")
async def modify_vector_store(call: Call) -> Object:
    vector_store_id = call.id("vector_store_id")
    return call.api.vector_stores.modify(call.owner, vector_store_id, await call.json(UPDATE))


@routes.delete("/vector_stores/{vector_store_id}")
async def delete_vector_store(call: Call) -> Object:
    vector_store_id = call.id("vector_store_id")
    call.api.vector_stores.delete(call.owner, vector_store_id)
    return deleted(VECTOR_STORE, vector_store_id)


@routes.post("/vector_stores/{vector_store_id}/search")
async def search_vector_store(call: Call) -> Object:
    vector_store_id = call.id("vector_store_id")
    body = await call.json(SEARCH)
    if "filters" in body:
        check_filter(body["filters"], "filters")
    queries = [body["query"]] if isinstance(body["query"], str) else body["query"]
    if body.get("rewrite_query"):
        queries = [rewrite(query) for query in queries]
    ranking = body.get("ranking_options", {})
    await call.api.indexer.finish({vector_store_id})
    found = call.api.vector_stores.search(
        call.owner,
        vector_store_id,
        queries,
        limit=body.get("max_num_results", 10),
        score_threshold=ranking.get("score_threshold", 0.0),
        filters=body.get("filters"),
        rerank=ranking.get("ranker") != "none",
    )
    names = call.api.vector_stores.names(call.owner, [passage.file_id for passage, _ in found])
    return {
        "object": "vector_store.search_results.page",
        "search_query": queries,
        "data": [
            {
                "file_id": passage.file_id,
                "filename": names.get(passage.file_id, passage.file_id),
                "score": passage.score,
                "attributes": file["attributes"],
                "content": [{"type": "text", "text": passage.text}],
            }
            for passage, file in found
        ],
        "has_more": False,
        "next_page": None,
    }


# Files of a store


@routes.post("/vector_stores/{vector_store_id}/files")
async def add_file(call: Call) -> Object:
    vector_store_id = call.id("vector_store_id")
    body = await call.json(ADD_FILE)
    return call.api.vector_stores.add_file(
        call.owner, vector_store_id, body["file_id"], body.get("chunking_strategy"), body.get("attributes")
    )


@routes.get("/vector_stores/{vector_store_id}/files")
async def list_store_files(call: Call) -> Page:
    vector_store_id = call.id("vector_store_id")
    return call.api.vector_stores.file_page(call.owner, vector_store_id, **_place(call.query(LIST_FILES)))


@routes.get("/vector_stores/{vector_store_id}/files/{file_id}")
async def retrieve_store_file(call: Call) -> Response:
    vector_store_id = call.id("vector_store_id")
    return _answer(call, call.api.vector_stores.file(call.owner, vector_store_id, call.id("file_id")))


@routes.post("/vector_stores/{vector_store_id}/files/{file_id}")
async def update_store_file(call: Call) -> Object:
    vector_store_id = call.id("vector_store_id")
    body = await call.json(UPDATE_FILE)
    return call.api.vector_stores.set_attributes(call.owner, vector_store_id, call.id("file_id"), body["attributes"])


@routes.delete("/vector_stores/{vector_store_id}/files/{file_id}")
async def delete_store_file(call: Call) -> Object:
    vector_store_id, file_id = call.id("vector_store_id"), call.id("file_id")
    call.api.vector_stores.detach(call.owner, vector_store_id, file_id)
    return deleted(STORE_FILE, file_id)


@routes.get("/vector_stores/{vector_store_id}/files/{file_id}/content")
async def retrieve_store_file_content(call: Call) -> Object:
    """The text that was read from the file, whole."""
    file_id = call.id("file_id")
    file = call.api.vector_stores.file(call.owner, call.id("vector_store_id"), file_id)
    data = []
    if file["status"] == "completed":
        name = call.api.files.get(call.owner, file_id)["filename"]
        raw = b"".join(call.api.files.parts(file_id))
        try:
            data = [{"type": "text", "text": await asyncio.to_thread(read_text, raw, name)}]
        except UnreadableFile:  # read once, and not again: only a newer reader could see that
            data = []
    return {"object": "vector_store.file_content.page", "data": data, "has_more": False, "next_page": None}


# Batches


@routes.post("/vector_stores/{vector_store_id}/file_batches")
async def create_batch(call: Call) -> Object:
    vector_store_id = call.id("vector_store_id")
    body = await call.json(ADD_BATCH)
    if "file_ids" in body and "files" in body:
        raise errors.InvalidRequest("You can only provide one of 'file_ids' and 'files'.", param="files")
    if "files" in body:  # each with its own settings; those for all are not looked at
        entries = body["files"]
    elif "file_ids" in body:
        shared = {name: body[name] for name in ("chunking_strategy", "attributes") if body.get(name) is not None}
        entries = [{"file_id": file_id, **shared} for file_id in body["file_ids"]]
    else:
        raise missing("file_ids")
    return call.api.vector_stores.create_batch(call.owner, vector_store_id, entries)


@routes.get("/vector_stores/{vector_store_id}/file_batches/{batch_id}")
async def retrieve_batch(call: Call) -> Response:
    vector_store_id = call.id("vector_store_id")
    return _answer(call, call.api.vector_stores.batch(call.owner, vector_store_id, call.id("batch_id")))


@routes.post("/vector_stores/{vector_store_id}/file_batches/{batch_id}/cancel")
async def cancel_batch(call: Call) -> Object:
    vector_store_id = call.id("vector_store_id")
    return call.api.vector_stores.cancel_batch(call.owner, vector_store_id, call.id("batch_id"))


@routes.get("/vector_stores/{vector_store_id}/file_batches/{batch_id}/files")
async def list_batch_files(call: Call) -> Page:
    vector_store_id = call.id("vector_store_id")
    return call.api.vector_stores.batch_file_page(
        call.owner, vector_store_id, call.id("batch_id"), **_place(call.query(LIST_BATCH))
    )


def _answer(call: Call, obj: Object) -> Response:
    """What clients poll says how soon to ask again."""
    return json_response(public(obj), headers={"openai-poll-after-ms": str(call.api.poll_after_ms)})


def _place(query: dict[str, Any]) -> dict[str, Any]:
    """A query of the lists that can be filtered by status."""
    return {"status" if name == "filter" else name: value for name, value in query.items()}


def check_filter(condition: Any, name: str, depth: int = 0) -> None:
    """A filter on attributes has the form of the description. Raises `InvalidRequest`."""
    if not isinstance(condition, dict):
        raise wrong_type(name, "an object", condition)
    if "type" not in condition:
        raise missing(f"{name}.type")
    kind = condition["type"]
    compound = kind in ("and", "or")
    if not compound and kind not in _COMPARISONS:
        raise wrong_value(f"{name}.type", kind, [repr(choice) for choice in (*_COMPARISONS, "and", "or")])
    expected = ("filters",) if compound else ("key", "value")
    for key in condition:
        if key not in ("type", *expected):
            raise errors.InvalidRequest(
                f"Unknown parameter: '{name}.{key}'.", param=f"{name}.{key}", code="unknown_parameter"
            )
    for key in expected:
        if key not in condition:
            raise missing(f"{name}.{key}")
    if compound:
        if not isinstance(condition["filters"], list):
            raise wrong_type(f"{name}.filters", "an array", condition["filters"])
        if depth == _MAX_FILTER_DEPTH:
            raise errors.InvalidRequest(
                f"Invalid '{name}': filters are nested too deeply.", param=name, code="invalid_value"
            )
        for number, part in enumerate(condition["filters"]):
            check_filter(part, f"{name}.filters[{number}]", depth + 1)
        return
    if not isinstance(condition["key"], str):
        raise wrong_type(f"{name}.key", "a string", condition["key"])
    _check_filter_value(kind, condition["value"], f"{name}.value")


def _check_filter_value(kind: str, value: Any, name: str) -> None:
    if kind in ("in", "nin"):
        if not isinstance(value, list):
            raise wrong_type(name, "an array", value)
        for number, one in enumerate(value):
            if json_type(one) not in ("string", "integer", "number"):
                raise wrong_type(f"{name}[{number}]", "one of a string or decimal", one)
    elif json_type(value) not in ("string", "integer", "number", "boolean"):
        raise wrong_type(name, "one of a string, a decimal, or a boolean", value)
