"""Answers as JSON, for `response_format` json_object and json_schema.

Values come from the tool outputs, the arguments and the question. Where nothing gives a value, the
plainest valid one is taken: null where null is allowed, else an empty text, 0, false or no items.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping, Sequence
from typing import Any

from ...interface import Turn
from ..knowledge.lexicon import notion_ids
from ..knowledge.wording import function_of, identifier_words, noun_phrase
from ..reading.results import FILE_SEARCH, ToolResult, results_of_turn
from .facts import FITS, Fact, facts_of, fit, of_object
from .plain_values import plainest_text

#: Properties that want the whole answer in words.
_WHOLE_ANSWER = re.compile(
    r"answer|response|reply|message|summary|explanation|explain|text|content|conclusion|final_?answer"
    r"|comment|description|output|답변|대답|응답|설명|요약|回答|答案|說明|摘要",
    re.IGNORECASE,
)
_YES = re.compile(r"\s*(?:true|yes|y|on|1|예|네|是)\s*", re.IGNORECASE)
_NO = re.compile(r"\s*(?:false|no|n|off|0|아니요|否|不是)\s*", re.IGNORECASE)
_LEADING_NUMBER = re.compile(r"\s*[$€£₩¥]?\s*(-?\d+(?:,\d{3})*(?:\.\d+)?)")
_DEPTH = 12
#: After so many values deep inside, a schema that holds itself gets the shortest end that it allows.
_GENEROUS = 300
#: Items made up to reach `minItems`, at most.
_MOST_ITEMS = 1000


def to_object(turn: Turn, text: str) -> str:
    """A JSON object with the turn's outputs by what they are, or with the answer when there are none."""
    results = results_of_turn(turn)
    if len(results) == 1 and isinstance(results[0].value, Mapping) and results[0].name != FILE_SEARCH:
        return _dump(dict(results[0].value))
    told: dict[str, Any] = {}
    for result in results:
        if result.name == FILE_SEARCH:
            continue
        told.setdefault(_key(turn, result), []).append(_entry(result))
    flat = {key: entries[0] if len(entries) == 1 else entries for key, entries in told.items()}
    if not flat or any(result.name == FILE_SEARCH for result in results):
        flat["answer"] = text
    return _dump(flat)


def _key(turn: Turn, result: ToolResult) -> str:
    noun = noun_phrase(function_of(turn.tools, result.name), "en")
    return "_".join(noun.split()) if noun and noun.isascii() else result.name


def _entry(result: ToolResult) -> Any:
    """The arguments and the output together."""
    if isinstance(result.value, Mapping):
        return {**result.arguments, **result.value}
    return {**result.arguments, "error" if result.error is not None else "value": result.value}


def to_schema(turn: Turn, text: str) -> str:
    """JSON that is valid against the schema of the turn's `response_format`."""
    form = turn.response_format.get("json_schema") if isinstance(turn.response_format, Mapping) else None
    schema = (form or {}).get("schema") or {}
    if not isinstance(schema, Mapping) or not schema:
        return to_object(turn, text)
    value, _ = _Filler(schema, text).fill(schema, facts_of(turn), "", 0)
    return _dump(value)


def _dump(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


class _Filler:
    """Fills one schema. Each `fill` gives a value and how well it is founded (0: made up of nothing)."""

    def __init__(self, root: Mapping[str, Any], text: str):
        self._root = root
        self._text = text
        self._filled = 0

    def _deep(self, depth: int) -> bool:
        """Whether it is time to come to an end: a schema that holds itself could go on for ever."""
        return depth > _DEPTH or self._filled > _GENEROUS

    def fill(self, schema: Any, facts: Sequence[Fact], name: str, depth: int) -> tuple[Any, float]:
        self._filled += depth > _DEPTH // 2
        if depth > 3 * _DEPTH or self._filled > 10 * _GENEROUS:  # a schema that requires itself has no valid value
            return None, 0.0
        schema = self._resolved(schema)
        if "const" in schema:
            return schema["const"], 0.0
        if isinstance(schema.get("enum"), list) and schema["enum"]:
            return self._choice(schema, facts, name)
        if branches := self._branches(schema):
            return self._best_branch(branches, facts, name, depth)
        kind = schema.get("type") or (
            "object" if "properties" in schema else "array" if "items" in schema else "string"
        )
        if kind == "object":
            return self._object(schema, facts, name, depth)
        if kind == "array":
            return self._array(schema, facts, name, depth)
        if kind == "null":
            return None, 0.0
        return self._scalar(schema, kind, facts, name)

    def _resolved(self, schema: Any) -> Mapping[str, Any]:
        for _ in range(_DEPTH):
            if not isinstance(schema, Mapping):
                return {}
            if "$ref" in schema:
                target: Any = self._root
                for step in str(schema["$ref"]).removeprefix("#").strip("/").split("/"):
                    if step:
                        target = (
                            target.get(step.replace("~1", "/").replace("~0", "~"), {})
                            if isinstance(target, Mapping)
                            else {}
                        )
                schema = {**target, **{key: value for key, value in schema.items() if key != "$ref"}}
            elif schema.get("allOf"):
                whole: dict[str, Any] = {key: value for key, value in schema.items() if key != "allOf"}
                for part in map(self._resolved, schema["allOf"]):
                    whole["properties"] = {**whole.get("properties", {}), **part.get("properties", {})}
                    whole["required"] = [*whole.get("required", []), *part.get("required", [])]
                    whole.update({k: v for k, v in part.items() if k not in ("properties", "required")})
                if not whole["properties"]:
                    del whole["properties"]
                schema = whole
            else:
                return schema
        return {}

    @staticmethod
    def _branches(schema: Mapping[str, Any]) -> list[Any]:
        for key in ("anyOf", "oneOf"):
            if schema.get(key):
                rest = {k: v for k, v in schema.items() if k not in (key, "description")}
                return [{**rest, **branch} for branch in schema[key]]
        if isinstance(schema.get("type"), list):
            return [{**schema, "type": kind} for kind in schema["type"]]
        return []

    def _best_branch(self, branches: list[Any], facts: Sequence[Fact], name: str, depth: int) -> tuple[Any, float]:
        filled = [self.fill(branch, facts, name, depth + 1) for branch in branches] if not self._deep(depth) else []
        best = max(filled, key=lambda pair: pair[1], default=(None, 0.0))
        if best[1] > 0:
            return best
        nulls = [branch for branch in branches if self._resolved(branch).get("type") == "null"]
        if nulls:
            return None, 0.0
        return filled[0] if filled else self.fill(branches[0], (), name, depth + 1)

    def _object(self, schema: Mapping[str, Any], facts: Sequence[Fact], name: str, depth: int) -> tuple[Any, float]:
        own = (
            self._best(name, schema, facts, lambda value: value if isinstance(value, Mapping) else None)
            if name
            else None
        )
        if own is not None:
            facts = [*of_object(own[0]), *facts]
        filled: dict[str, Any] = {}
        founded = own[1] if own else 0.0
        required = set(schema.get("required") or ())
        for key, part in (schema.get("properties") or {}).items():
            if self._deep(depth) and key not in required:
                continue
            value, how_well = self.fill(part, facts, key, depth + 1)
            if key in required or how_well > 0:
                filled[key] = value
            founded = max(founded, how_well)
        if not schema.get("properties") and own is not None:
            filled = dict(own[0])
        return filled, founded

    def _array(self, schema: Mapping[str, Any], facts: Sequence[Fact], name: str, depth: int) -> tuple[Any, float]:
        item = self._resolved(schema.get("items") or {})
        values, founded = [], 0.0
        whole = self._best(name, schema, facts, lambda value: value if isinstance(value, list) else None)
        is_object = item.get("type") == "object" or "properties" in item
        if self._deep(depth):
            pass
        elif whole is not None:
            founded = whole[1]
            for element in whole[0]:
                inside = of_object(element) if isinstance(element, Mapping) else [Fact((name or "item",), element)]
                value, how_well = self.fill(item, inside, name or "item", depth + 1)
                if how_well > 0:
                    values.append(value)
        elif is_object:
            for group in dict.fromkeys(fact.group for fact in facts if fact.group):
                value, how_well = self.fill(item, [fact for fact in facts if fact.group == group], "", depth + 1)
                if how_well >= FITS and value not in values:
                    values.append(value)
                    founded = max(founded, how_well)
        else:
            singular = name.rstrip("s") or name
            for fact in facts:
                if fit(fact, name, str(schema.get("description") or "")) >= FITS or fit(fact, singular) >= FITS:
                    value, how_well = self.fill(item, [fact], singular, depth + 1)
                    if how_well > 0 and value not in values:
                        values.append(value)
                        founded = max(founded, how_well)
        if isinstance(schema.get("maxItems"), int):
            values = values[: schema["maxItems"]]
        while len(values) < min(schema.get("minItems") or 0, _MOST_ITEMS):
            values.append(self.fill(item, (), name, depth + 1)[0])
        return values, founded

    def _choice(self, schema: Mapping[str, Any], facts: Sequence[Fact], name: str) -> tuple[Any, float]:
        """The allowed value that a fitting fact names, else the one that anything said names."""
        options = schema["enum"]

        def same(value: Any) -> Any:
            for option in options:
                if option == value and isinstance(option, bool) == isinstance(value, bool):
                    return [option]
                if isinstance(option, str) and isinstance(value, str) and option.casefold() == value.strip().casefold():
                    return [option]
            return None

        if found := self._best(name, schema, facts, same):
            return found[0][0], found[1]
        texts = [(fact, str(fact.value)) for fact in facts if isinstance(fact.value, str)] + [(None, self._text)]
        for _, text in texts:
            for option in options:
                if isinstance(option, str) and option and _names(option, text):
                    return option, FITS
        for _, text in texts:
            meant = notion_ids(text)
            for option in options:
                if isinstance(option, str) and notion_ids(option) & meant - {"weather", "location"}:
                    return option, FITS
        if None in options:
            return None, 0.0
        unsure = [
            o for o in options if isinstance(o, str) and o.casefold() in ("unknown", "other", "none", "n/a", "neutral")
        ]
        return (unsure or options)[0], 0.0

    def _scalar(self, schema: Mapping[str, Any], kind: str, facts: Sequence[Fact], name: str) -> tuple[Any, float]:
        def read(value: Any) -> Any:
            return _read(value, kind, schema)

        if found := self._best(name, schema, facts, read):
            return found
        if kind == "string":
            words = " ".join(identifier_words(name)) or name
            whole = _read(self._text, kind, schema)
            if whole is not None and _WHOLE_ANSWER.search(words):
                return whole, FITS
            return plainest_text(schema), 0.0
        if kind == "boolean":
            return False, 0.0
        return _plainest_number(schema, kind), 0.0

    @staticmethod
    def _best(name: str, schema: Mapping[str, Any], facts: Sequence[Fact], read: Any) -> tuple[Any, float] | None:
        """The value of the fact that fits the name best, among those that can be read as this type."""
        best: tuple[Any, float] | None = None
        description = str(schema.get("description") or "")
        for fact in facts:
            how_well = fit(fact, name, description)
            if how_well >= FITS and (best is None or how_well > best[1]):
                value = read(fact.value)
                if value is not None:
                    best = (value, how_well)
                    if how_well == 1.0:
                        break
        return best


def _names(option: str, text: str) -> bool:
    """Whether a text has the option as words of its own; a Korean or Chinese one may have endings."""
    end = r"(?![^\W\d_])" if option[-1].isascii() else ""
    return bool(re.search(rf"(?<![^\W\d_]){re.escape(option)}{end}", text, re.IGNORECASE))


def _read(value: Any, kind: str, schema: Mapping[str, Any]) -> Any:
    """A value as this type within the schema's bounds, None when it is none."""
    if kind == "boolean":
        if isinstance(value, bool):
            return value
        text = str(value)
        return True if _YES.fullmatch(text) else False if _NO.fullmatch(text) else None
    if kind in ("number", "integer"):
        return _read_number(value, kind, schema)
    if kind == "string":
        if isinstance(value, (Mapping, list)) or value is None or isinstance(value, bool):
            return None
        text = value if isinstance(value, str) else repr(value)
        if isinstance(schema.get("maxLength"), int):
            text = text[: schema["maxLength"]]
        if len(text) < (schema.get("minLength") or 0) or schema.get("format") and plainest_text(schema, text) != text:
            return None
        return text if _matches(schema.get("pattern"), text) else None
    return value


def _matches(pattern: Any, text: str) -> bool:
    try:
        return not isinstance(pattern, str) or re.search(pattern, text) is not None
    except re.error:  # a pattern that only JavaScript knows
        return False


def _read_number(value: Any, kind: str, schema: Mapping[str, Any]) -> int | float | None:
    if isinstance(value, bool) or value is None:
        return None
    if not isinstance(value, (int, float)):
        match = _LEADING_NUMBER.match(value) if isinstance(value, str) else None
        if match is None:
            return None
        value = float(match[1].replace(",", ""))
    if kind == "integer" and float(value).is_integer():
        value = int(value)
    elif kind == "integer":
        return None
    elif float(value).is_integer() and not isinstance(value, float):
        value = int(value)
    low, high = _bounds(schema)
    if value < low or value > high or schema.get("multipleOf") and math.remainder(value, schema["multipleOf"]):
        return None
    return value


def _bounds(schema: Mapping[str, Any]) -> tuple[float, float]:
    low = schema.get("minimum", -math.inf)
    high = schema.get("maximum", math.inf)
    if isinstance(schema.get("exclusiveMinimum"), (int, float)) and not isinstance(schema["exclusiveMinimum"], bool):
        low = max(low, math.nextafter(schema["exclusiveMinimum"], math.inf))
    if isinstance(schema.get("exclusiveMaximum"), (int, float)) and not isinstance(schema["exclusiveMaximum"], bool):
        high = min(high, math.nextafter(schema["exclusiveMaximum"], -math.inf))
    return low, high


def _plainest_number(schema: Mapping[str, Any], kind: str) -> int | float:
    """0, or the allowed number nearest to it."""
    low, high = _bounds(schema)
    step = schema.get("multipleOf") or (1 if kind == "integer" else 0)
    if low <= 0 <= high:
        return 0
    edge = low if low > 0 else high
    if not step:
        return edge
    number = (math.ceil if low > 0 else math.floor)(edge / step) * step
    return int(number) if kind == "integer" else number


def plainest(schema: Any, root: Mapping[str, Any]) -> Any:
    """The plainest value that is valid against a schema, for an argument that nothing gives. `root` holds `$defs`."""
    return _Filler(root, "").fill(schema, (), "", 0)[0]
