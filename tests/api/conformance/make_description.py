"""Make `description.json`, the official description of the API without its prose, from the official file.

    python tests/api/conformance/make_description.py openapi.yaml

`openapi.yaml` is the one of openai/openai-openapi (MIT) at the commit below, whole or cut down to the Assistants
API. What stays: paths, parameters, request and response schemas, and whatever these refer to. What goes: texts,
examples, and the makers' own notes (`x-…`).
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

SOURCE = {
    "repository": "https://github.com/openai/openai-openapi",
    "commit": "f85dbe223d40e1a31cba812ab2d755c7e98a92a3",
    "date": "2026-08-21",
    "licence": "MIT",
    "changed": "cut down to the Assistants API by make_description.py; texts and examples left out",
}
PATHS = ("/assistants", "/threads", "/files", "/vector_stores")
METHODS = ("get", "post", "delete")
#: Kept besides what the paths refer to: the events of a stream, and the error envelope.
ALSO_KEPT = ("AssistantStreamEvent", "ErrorResponse")

#: What says something about a value. Everything else in a schema is for readers.
SCHEMA_KEYWORDS = frozenset(
    """type enum const properties required additionalProperties items minItems maxItems uniqueItems minLength maxLength
    minimum maximum exclusiveMinimum exclusiveMaximum multipleOf pattern format anyOf oneOf allOf not $ref default
    minProperties maxProperties propertyNames""".split()
)
DESCRIPTION = Path(__file__).with_name("description.json")


def make_description(official: dict[str, Any]) -> dict[str, Any]:
    """The official description (a loaded OpenAPI file), cut down. The result is an OpenAPI file too."""
    schemas = official["components"]["schemas"]
    paths = {
        path: {method: _operation(item[method]) for method in METHODS if method in item}
        for path, item in official["paths"].items()
        if path.startswith(PATHS)
    }
    kept: dict[str, Any] = {}
    waiting = [*_references(paths), *ALSO_KEPT]
    while waiting:
        name = waiting.pop()
        if name not in kept and name in schemas:
            kept[name] = _schema(schemas[name])
            waiting += _references(kept[name])
    return {
        "openapi": "3.1.0",
        "info": {"title": official["info"]["title"], "version": official["info"]["version"], "x-source": SOURCE},
        "security": [{"ApiKeyAuth": []}],
        "paths": paths,
        "components": {
            "schemas": dict(sorted(kept.items())),
            "securitySchemes": {"ApiKeyAuth": {"type": "http", "scheme": "bearer"}},
        },
    }


def _operation(operation: dict[str, Any]) -> dict[str, Any]:
    kept: dict[str, Any] = {"operationId": operation["operationId"]}
    if parameters := operation.get("parameters"):
        kept["parameters"] = [
            {key: parameter[key] for key in ("name", "in", "required", "style", "explode") if key in parameter}
            | {"schema": _schema(parameter["schema"])}
            for parameter in parameters
        ]
    if body := operation.get("requestBody"):
        kept["requestBody"] = {"required": body.get("required", False), "content": _content(body)}
    kept["responses"] = {
        status: {"description": "", "content": _content(response)}
        for status, response in operation["responses"].items()
        if "content" in response
    }
    return kept


def _content(part: dict[str, Any]) -> dict[str, Any]:
    return {media: {"schema": _schema(content["schema"])} for media, content in part["content"].items()}


def _schema(schema: Any) -> Any:
    if isinstance(schema, list):
        return [_schema(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    kept = {}
    for key, value in schema.items():
        if key not in SCHEMA_KEYWORDS:
            continue
        if key == "properties":  # its keys are names of fields, whatever they look like
            kept[key] = {name: _schema(field) for name, field in value.items()}
        else:
            kept[key] = value if key in ("enum", "const", "default", "required") else _schema(value)
    return kept


def _references(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(reference := value.get("$ref"), str):
            yield reference.rpartition("/")[2]
        for part in value.values():
            yield from _references(part)
    elif isinstance(value, list):
        for part in value:
            yield from _references(part)


def main() -> int:
    if len(sys.argv) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    official = yaml.safe_load(Path(sys.argv[1]).read_text(encoding="utf-8"))
    text = _lines(make_description(official), deep=3)
    DESCRIPTION.write_text(text + "\n", encoding="utf-8")
    print(f"{DESCRIPTION.name}: {len(text) // 1024} KiB")
    return 0


def _lines(value: Any, deep: int, indent: str = "") -> str:
    """JSON with a line for each path and each schema, which is short and still shows its differences."""
    if deep == 0 or not isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False)
    inner = indent + " "
    parts = (f"{inner}{json.dumps(key)}: {_lines(part, deep - 1, inner)}" for key, part in value.items())
    return "{\n" + ",\n".join(parts) + f"\n{indent}}}"


if __name__ == "__main__":
    sys.exit(main())
