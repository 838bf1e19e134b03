"""Requests made from the description by chance: mostly right, with mistakes of every kind mixed in."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from .description import DESCRIPTION

SCHEMAS = DESCRIPTION["components"]["schemas"]
OPERATIONS = [
    (method, path, operation)
    for path, item in DESCRIPTION["paths"].items()
    for method, operation in item.items()
    for _ in range(1 if method == "delete" else 4)  # what was deleted has little left to go wrong
]
#: What ids begin with, by the last word of a path parameter or a field that names one.
PREFIXES = {
    "assistant_id": "asst_",
    "thread_id": "thread_",
    "message_id": "msg_",
    "run_id": "run_",
    "step_id": "step_",
    "file_id": "file-",
    "vector_store_id": "vs_",
    "batch_id": "vsfb_",
    "tool_call_id": "call_",
    "file_ids": "file-",
    "vector_store_ids": "vs_",
}

_TEXTS = [
    "", "a", "What is the weather in Busan?", "부산의 날씨는 어때요?", "臺北", "\u0000", "👩‍👩‍👧",
    "'\"\\;--", "a" * 300, "text", "auto", "{}", " ", "\n",
]  # fmt: skip
_NUMBERS = [0, 1, -1, 2, 20, 100, 101, 256, 10**6, 2**63, 2**64, -(10**30), 0.5, 1e308, -0.0]
_JUNK = [
    "\ud800",
    None,
    True,
    False,
    [],
    {},
    [[]],
    {"a": {}},
    [None],
    {"": 1},
    {"type": "x"},
    ["a"] * 30,
    *_NUMBERS,
    *_TEXTS,
]
#: How often a value is replaced by one of another kind, a field left out, or an unknown one added: one in this many.
_RARELY = 60


class Chance:
    """Makes requests. The same `seed` makes the same ones. `known` are the ids that the server gave, by prefix."""

    def __init__(self, seed: int, known: dict[str, list[str]]):
        self._random = random.Random(seed)
        self._known = known

    def request(self) -> dict[str, Any]:
        """Arguments of `httpx2.AsyncClient.request`."""
        method, template, operation = self._pick(OPERATIONS)
        path = template
        query: list[tuple[str, str]] = []
        for parameter in operation.get("parameters", []):
            name = parameter["name"]
            if parameter["in"] == "path":
                path = path.replace(f"{{{name}}}", quote(self._id(name) or "x", safe=""))
            elif self._one_in(2):
                value = self._text_of(self._value(parameter["schema"], name))
                query.append((name, value.encode("utf-8", "replace").decode()))
        azure = self._one_in(6)
        if azure and not self._one_in(10):
            query.append(("api-version", "2024-05-01-preview"))
        request = {"method": method.upper(), "url": ("/openai" if azure else "/v1") + path, "params": query}
        body = operation.get("requestBody", {}).get("content", {})
        if "multipart/form-data" in body:
            request |= self._upload()
        elif body and not self._one_in(_RARELY):
            request |= self._json_body(self._value(body["application/json"]["schema"], ""))
        return request

    def _upload(self) -> dict[str, Any]:
        purpose = self._pick(["assistants", "user_data", "vision", "batch", "", "x"])
        name = self._pick(["a.txt", "b.md", "c.json", "d.pdf", "e.exe", "../f.html", ""])
        content = self._pick([b"", b"Busan opens at 8:45.", b"{", b"%PDF-1.4", b"\xff\xfe", b"<p>Hi</p>"])
        return {"files": {"file": (name, content)}, "data": {"purpose": purpose}}

    def _json_body(self, value: Any) -> dict[str, Any]:
        if isinstance(value, dict) and value.get("stream") and self._one_in(2):
            value["stream"] = False
        raw = json.dumps(value, ensure_ascii=self._one_in(2)).encode("utf-8", "surrogatepass")  # may be no UTF-8
        if self._one_in(40):
            raw = raw[: len(raw) // 2]
        media = "text/plain" if self._one_in(60) else "application/json"
        return {"content": raw, "headers": {"Content-Type": media}}

    # Values of a schema

    def _value(self, schema: dict[str, Any], name: str, depth: int = 0) -> Any:
        if self._one_in(_RARELY):
            return self._pick(_JUNK)
        if "$ref" in schema:
            return self._value(SCHEMAS[schema["$ref"].rpartition("/")[2]], name, depth)
        for choice in ("anyOf", "oneOf"):
            if choice in schema:
                branch = self._pick(schema[choice])
                if "properties" in schema:  # the branches only say which of them are required
                    branch = {"properties": schema["properties"], **branch}
                return self._value(branch, name, depth)
        if "enum" in schema:
            return self._pick(schema["enum"])
        if name in PREFIXES and schema.get("type") == "string":
            return self._id(name)
        kind = schema.get("type", "object")
        kind = self._pick(kind) if isinstance(kind, list) else kind
        return getattr(self, f"_{kind}")(schema, name, depth)

    def _object(self, schema: dict[str, Any], name: str, depth: int) -> dict[str, Any]:
        if depth > 6:
            return {}
        required = schema.get("required", [])
        value = {
            field: self._value(inner, field, depth + 1)
            for field, inner in schema.get("properties", {}).items()
            if (not self._one_in(_RARELY) if field in required else self._one_in(3))
        }
        if name == "parameters":
            value = {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}
        if isinstance(schema.get("additionalProperties"), dict) or self._one_in(_RARELY):
            value[self._pick(_TEXTS)] = self._pick(_TEXTS)
        return value

    def _array(self, schema: dict[str, Any], name: str, depth: int) -> list[Any]:
        count = self._pick([schema.get("minItems", 0), 1, 1, 2, 3]) if not self._one_in(_RARELY) else 25
        return [self._value(schema.get("items", {}), name, depth + 1) for _ in range(count)]

    def _string(self, schema: dict[str, Any], name: str, depth: int) -> str:
        if name == "name":
            return self._pick(["get_weather", "get_rain", "한글", "a b", ""])
        if "maxLength" in schema and self._one_in(_RARELY):
            return "a" * (schema["maxLength"] + 1)
        return self._pick(_TEXTS)

    def _integer(self, schema: dict[str, Any], name: str, depth: int) -> Any:
        low, high = schema.get("minimum", 0), schema.get("maximum", 100)
        return self._pick(_NUMBERS) if self._one_in(8) else self._pick([low, high, (low + high) // 2])

    def _number(self, schema: dict[str, Any], name: str, depth: int) -> Any:
        return self._pick(_NUMBERS) if self._one_in(8) else self._pick([0, 0.5, 1])

    def _boolean(self, schema: dict[str, Any], name: str, depth: int) -> bool:
        return self._one_in(2)

    def _null(self, schema: dict[str, Any], name: str, depth: int) -> None:
        return None

    # Small draws

    def _id(self, name: str) -> str:
        prefix = PREFIXES[name]
        if self._one_in(12):
            return self._pick(["undefined", prefix, f"{prefix}none", f"{prefix}' OR 1=1", "..", "%2e%2e", "한"])
        return self._pick(self._known.get(prefix) or [f"{prefix}none"])

    def _pick(self, choices: Sequence[Any]) -> Any:
        return self._random.choice(choices)

    def _one_in(self, number: int) -> bool:
        return self._random.randrange(number) == 0

    @staticmethod
    def _text_of(value: Any) -> str:
        return value if isinstance(value, str) else json.dumps(value)
