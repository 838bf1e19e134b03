"""What holds for any text and any schema."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from helpers.local_api.models.interface import Turn

from . import questions_chinese, questions_english, questions_korean
from .player import play
from .tools_english import TOOLS

#: The same examples each time, so that a run on a loaded machine is like any other.
steady = settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)

WORDS = st.one_of(
    st.text(max_size=80),
    st.sampled_from(
        [
            question.words
            for questions in (questions_english, questions_korean, questions_chinese)
            for question in questions.QUESTIONS
        ]
    ),
)
NAMES = st.from_regex(r"[a-zA-Z_][a-zA-Z0-9_-]{0,20}", fullmatch=True)
DESCRIPTIONS = st.one_of(
    st.just(""), st.text(max_size=30), st.sampled_from(["City name", "수량", "日期", "Price in USD"])
)
JSON_VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-1000, 1000), st.floats(-1e6, 1e6), st.text(max_size=20)),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=8), inner, max_size=3)),
    max_leaves=8,
)


@st.composite
def scalars(draw: Any) -> dict[str, Any]:
    """A schema of a string, number, boolean or enum, with the limits that strict mode knows."""
    kind = draw(st.sampled_from(["string", "enum", "integer", "number", "boolean", "date", "nullable", "const"]))
    described = {"description": draw(DESCRIPTIONS)}
    if kind == "enum":
        values = st.one_of(st.text(min_size=1, max_size=8), st.integers(-50, 50))
        return {"enum": draw(st.lists(values, min_size=1, max_size=5, unique=True)), **described}
    if kind == "const":
        return {"const": draw(st.one_of(st.text(max_size=5), st.integers(0, 9))), **described}
    if kind == "date":
        return {"type": "string", "format": draw(st.sampled_from(["date", "email", "uuid", "ipv4"])), **described}
    if kind == "nullable":
        return {"type": [draw(st.sampled_from(["string", "integer", "number", "boolean"])), "null"], **described}
    if kind in ("integer", "number") and draw(st.booleans()):
        low = draw(st.integers(-1000, 1000))
        return {"type": kind, "minimum": low, "maximum": low + draw(st.integers(0, 50)), **described}
    if kind == "string" and draw(st.booleans()):
        short = draw(st.integers(0, 4))
        return {"type": kind, "minLength": short, "maxLength": short + draw(st.integers(0, 6)), **described}
    return {"type": kind, **described}


def containers(inner: st.SearchStrategy) -> st.SearchStrategy:
    @st.composite
    def arrays(draw: Any) -> dict[str, Any]:
        schema = {"type": "array", "items": draw(inner)}
        if draw(st.booleans()):
            schema["minItems"] = draw(st.integers(0, 3))
            schema["maxItems"] = schema["minItems"] + draw(st.integers(0, 2))
        return schema

    either = st.lists(inner, min_size=1, max_size=3).map(lambda options: {"anyOf": options})
    return st.one_of(arrays(), objects(inner), either)


@st.composite
def objects(draw: Any, inner: st.SearchStrategy) -> dict[str, Any]:
    """An object as strict mode wants it: every property required, no other allowed."""
    properties = draw(st.dictionaries(NAMES, inner, max_size=4))
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


SCHEMAS = objects(st.recursive(scalars(), containers, max_leaves=6))

FORMATS = jsonschema.FormatChecker(["date", "email", "uuid", "ipv4"])


def assert_valid(value: Any, schema: dict[str, Any]) -> None:
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.Draft202012Validator(schema, format_checker=FORMATS).validate(value)


def turn(words: str, *tools: Any, **more: Any) -> Turn:
    return Turn("gpt-4o-mini", [{"role": "user", "content": words}], tools, **more)


@steady
@given(words=WORDS, name=NAMES, about=DESCRIPTIONS, parameters=SCHEMAS)
def test_a_forced_strict_function_gets_valid_arguments(words: str, name: str, about: str, parameters: dict) -> None:
    tool = {
        "type": "function",
        "function": {"name": name, "description": about, "parameters": parameters, "strict": True},
    }
    reply = play(turn(words, tool, tool_choice={"type": "function", "function": {"name": name}}))
    assert reply.calls
    for called, arguments in reply.calls:
        assert called == name
        assert_valid(arguments, parameters)


@steady
@given(words=WORDS, name=NAMES, about=DESCRIPTIONS, parameters=SCHEMAS)
def test_a_strict_function_that_is_called_gets_valid_arguments(
    words: str, name: str, about: str, parameters: dict
) -> None:
    tool = {
        "type": "function",
        "function": {"name": name, "description": about, "parameters": parameters, "strict": True},
    }
    reply = play(turn(f"{about} {words}", tool))
    for _, arguments in reply.calls:
        assert_valid(arguments, parameters)


@steady
@given(words=WORDS, schema=SCHEMAS)
def test_a_json_schema_answer_is_valid(words: str, schema: dict) -> None:
    wanted = {"type": "json_schema", "json_schema": {"name": "answer", "schema": schema, "strict": True}}
    assert_valid(json.loads(play(turn(words, response_format=wanted)).text), schema)


@steady
@given(words=WORDS)
def test_a_json_object_answer_is_an_object(words: str) -> None:
    reply = play(turn(words, TOOLS["roll_dice"], response_format={"type": "json_object"}, tool_choice="none"))
    assert isinstance(json.loads(reply.text), dict)


@steady
@given(words=WORDS, names=st.lists(st.sampled_from(sorted(TOOLS)), max_size=6, unique=True), data=st.data())
def test_any_text_gets_calls_or_an_answer(words: str, names: list[str], data: st.DataObject) -> None:
    choice = data.draw(st.sampled_from(["auto", "none", *(["required"] if names else [])]))
    asked = turn(words, *(TOOLS[name] for name in names), tool_choice=choice)
    reply = play(asked)
    assert reply.calls or reply.text.strip()
    assert play(asked) == reply, "the same turn gives the same pieces"
    for name, arguments in reply.calls:
        assert name in names
        assert_valid(arguments, TOOLS[name]["function"]["parameters"])


@steady
@given(
    words=WORDS, outputs=st.lists(st.one_of(st.text(max_size=40), JSON_VALUES.map(json.dumps)), max_size=3), again=WORDS
)
def test_any_output_is_taken(words: str, outputs: list[str], again: str) -> None:
    made = [
        {"id": f"call_{n}", "type": "function", "function": {"name": "get_weather", "arguments": '{"city": "Porto"}'}}
        for n, _ in enumerate(outputs)
    ]
    thread: list[dict[str, Any]] = [{"role": "user", "content": words}]
    if made:
        thread.append({"role": "assistant", "content": "", "tool_calls": made})
        thread += [{"role": "tool", "tool_call_id": f"call_{n}", "content": each} for n, each in enumerate(outputs)]
    for messages in (thread, [*thread, {"role": "user", "content": again}]):
        reply = play(Turn("gpt-4o-mini", messages, (TOOLS["get_weather"],)))
        assert reply.calls or reply.text.strip()


@steady
@given(words=WORDS, limit=st.integers(1, 40))
def test_a_limit_is_kept(words: str, limit: int) -> None:
    asked = turn(words, TOOLS["get_weather"], max_completion_tokens=limit)
    assert play(asked).finished.usage.completion_tokens <= limit


ODD_TOOLS = {
    "no parameters": {"name": "ping"},
    "no properties": {"name": "ping", "parameters": {"type": "object"}},
    "a property without a type": {"name": "ping", "parameters": {"type": "object", "properties": {"host": {}}}},
    "a recursive schema": {
        "name": "draw_tree",
        "strict": True,
        "parameters": {
            "type": "object",
            "properties": {"root": {"$ref": "#/$defs/node"}},
            "required": ["root"],
            "additionalProperties": False,
            "$defs": {
                "node": {
                    "type": "object",
                    "properties": {
                        "label": {"type": "string"},
                        "children": {"type": "array", "items": {"$ref": "#/$defs/node"}},
                    },
                    "required": ["label", "children"],
                    "additionalProperties": False,
                }
            },
        },
    },
    "a pattern": {
        "name": "paint",
        "strict": True,
        "parameters": {
            "type": "object",
            "properties": {"color": {"type": "string", "pattern": "^#[0-9a-f]{6}$"}},
            "required": ["color"],
            "additionalProperties": False,
        },
    },
    "a multiple": {
        "name": "buy_eggs",
        "strict": True,
        "parameters": {
            "type": "object",
            "properties": {"count": {"type": "integer", "multipleOf": 6, "exclusiveMinimum": 6}},
            "required": ["count"],
            "additionalProperties": False,
        },
    },
}


@pytest.mark.parametrize("name", ODD_TOOLS)
@pytest.mark.parametrize(
    "words", ["Ping example.com", "Paint it #ff8800", "Buy 7 eggs", "Draw a tree", "안녕", ""], ids=range(1, 7)
)
def test_odd_schemas(name: str, words: str) -> None:
    function = ODD_TOOLS[name]
    tool = {"type": "function", "function": function}
    reply = play(turn(words, tool, tool_choice={"type": "function", "function": {"name": function["name"]}}))
    assert reply.calls
    for _, arguments in reply.calls:
        assert_valid(arguments, function.get("parameters", {"type": "object"}))
