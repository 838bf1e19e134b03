"""The `file_search` tool: finds passages in the vector stores of a run, for the model to answer from."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from .builtin_tools import ToolContext, ToolResult
from .errors import APIError, NotFound
from .indexing import Indexer
from .models.interface import FunctionTool, ModelError
from .vector_storage import VectorStores

_RANKER = "default_2024_08_21"
_MAX_QUERIES = 8


class FileSearch:
    """Implements `BuiltinTool`.

    What the model reads is JSON: `{"results": [{"marker", "file_name", "score", "text"}]}`, best first. A model
    that uses a passage writes its marker behind what it took from it; the API makes a citation of it.
    """

    name = "file_search"

    def __init__(self, vector_stores: VectorStores, indexer: Indexer):
        self._vector_stores = vector_stores
        self._indexer = indexer

    def function(self, context: ToolContext) -> FunctionTool | None:
        """The function, or None where the run has nothing to search.

        Raises `ModelError` where a store has expired: the run fails, as the hosted guide says.
        """
        usable = False
        for vector_store_id in context.vector_store_ids:
            try:
                self._vector_stores.touch(context.owner, vector_store_id)
                usable = True
            except NotFound:
                continue  # deleted since it was named
            except APIError as error:
                raise ModelError("server_error", error.message) from error
        if not usable:
            return None
        return {
            "type": "function",
            "function": {
                "name": self.name,
                "description": (
                    "Searches the user's uploaded files and returns the passages that fit best. Put the marker of "
                    "each passage that you use, such as 【4:0†source】, behind the sentence that uses it."
                ),
                "parameters": {
                    "type": "object",
                    "properties": {
                        "query": {"type": "string", "description": "What to look for, in the words of the files."}
                    },
                    "required": ["query"],
                    "additionalProperties": False,
                },
            },
        }

    def details(self, arguments: str, tools: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
        """How it will be ranked. Nothing is found before the search has run."""
        return {"ranking_options": _ranking(_settings(tools)), "results": []}

    async def run(self, arguments: str, context: ToolContext) -> ToolResult:
        """Search all stores of the run and merge what they gave."""
        settings = _settings(context.tools)
        options = _ranking(settings)
        few = str(context.run.get("model", "")).startswith("gpt-3.5")  # the description's defaults
        limit = settings.get("max_num_results") or (5 if few else 20)
        queries = _queries(arguments)
        if not queries:
            problem = {"error": 'The arguments must be a JSON object with a "query", for example {"query": "refunds"}.'}
            return ToolResult({"ranking_options": options, "results": []}, json.dumps(problem))
        await self._indexer.finish(context.vector_store_ids)
        found = []
        for vector_store_id in context.vector_store_ids:
            try:
                found += self._vector_stores.search(
                    context.owner,
                    vector_store_id,
                    queries,
                    limit=limit,
                    score_threshold=options["score_threshold"],
                )
            except APIError:  # deleted or expired since the turn began
                continue
        found.sort(key=lambda hit: -hit[0].score)  # equal scores stay in the order of the stores
        found = found[:limit]
        names = self._vector_stores.names(context.owner, [passage.file_id for passage, _ in found])
        results, read, citations = [], [], {}
        for number, (passage, _) in enumerate(found):
            name = names.get(passage.file_id, passage.file_id)
            marker = f"【{context.ordinal}:{number}†source】"
            citations[marker] = passage.file_id
            results.append({
                "file_id": passage.file_id,
                "file_name": name,
                "score": passage.score,
                "content": [{"type": "text", "text": passage.text}],
            })  # fmt: skip
            read.append({"marker": marker, "file_name": name, "score": passage.score, "text": passage.text})
        output = json.dumps({"results": read}, ensure_ascii=False)
        return ToolResult({"ranking_options": options, "results": results}, output, citations)

    async def release(self, run_id: str) -> None:
        """Nothing is kept for a run."""


def _settings(tools: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
    """The run's own settings of the tool."""
    tool: Mapping[str, Any] = next((tool for tool in tools if tool["type"] == "file_search"), {})
    return tool.get("file_search") or {}


def _ranking(settings: Mapping[str, Any]) -> dict[str, Any]:
    """The options of ranking that a step shows."""
    threshold = (settings.get("ranking_options") or {}).get("score_threshold", 0.0)
    return {"ranker": _RANKER, "score_threshold": float(threshold)}


def _queries(arguments: str) -> list[str]:
    """What the model asks for. Models trained on the hosted tool may send a list."""
    try:
        read = json.loads(arguments)
    except ValueError:
        return []
    if not isinstance(read, dict):
        return []
    asked = read.get("query", read.get("queries"))
    if isinstance(asked, str):
        asked = [asked]
    if not isinstance(asked, list):
        return []
    return [query for query in asked[:_MAX_QUERIES] if isinstance(query, str) and query.strip()]
