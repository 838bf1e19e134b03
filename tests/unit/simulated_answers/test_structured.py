"""JSON answers: valid against the schema, whatever it is, and filled from what is known."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from .thread import answer, tool

DEPTH = tool("get_depth", "Get the depth of a lake in metres.", lake="The lake")
LAKES = [("get_depth", {"lake": "Como"}, "425"), ("get_depth", {"lake": "Garda"}, "346")]
SHOP = tool("get_shop", "Get a shop.", name="Name")


def filled(schema: dict[str, Any], *steps: Any, tools: Any = (DEPTH,), strict: bool = True) -> Any:
    form = {"type": "json_schema", "json_schema": {"name": "reply", "schema": schema, "strict": strict}}
    value = json.loads(answer(tools, *steps, response_format=form))
    jsonschema.validate(value, schema, format_checker=jsonschema.FormatChecker())
    return value


def record(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


TEXT, NUMBER, WHOLE, FLAG = ({"type": kind} for kind in ("string", "number", "integer", "boolean"))


def test_an_object_is_taken_as_the_tool_gave_it() -> None:
    form = {"type": "json_object"}
    said = answer(
        [SHOP], "The shop?", [("get_shop", {"name": "Zest"}, {"name": "Zest", "open": True})], response_format=form
    )
    assert json.loads(said) == {"name": "Zest", "open": True}


def test_several_outputs_go_under_what_they_are() -> None:
    said = json.loads(answer([DEPTH], "How deep?", LAKES, response_format={"type": "json_object"}))
    assert said == {"depth": [{"lake": "Como", "value": 425}, {"lake": "Garda", "value": 346}]}


def test_an_error_is_an_error_in_json_too() -> None:
    said = json.loads(
        answer(
            [DEPTH], "How deep?", [("get_depth", {"lake": "X"}, "Error: dry")], response_format={"type": "json_object"}
        )
    )
    assert said == {"depth": {"lake": "X", "error": "Error: dry"}}


def test_without_outputs_the_object_holds_the_answer() -> None:
    said = json.loads(answer([], "Who dug the lake?", response_format={"type": "json_object"}))
    assert "simulated" in said["answer"]


def test_one_item_for_each_thing_asked_about() -> None:
    schema = record(lakes={"type": "array", "items": {"$ref": "#/$defs/lake"}}, summary=TEXT)
    schema["$defs"] = {"lake": record(lake=TEXT, depth=NUMBER)}
    value = filled(schema, "How deep are Como and Garda?", LAKES)
    assert value["lakes"] == [{"lake": "Como", "depth": 425}, {"lake": "Garda", "depth": 346}]
    assert "425" in value["summary"] and "346" in value["summary"]


def test_nested_outputs_fill_nested_schemas() -> None:
    output = {
        "shop": {"name": "Zest", "address": {"street": "Elm 3", "city": "Graz"}},
        "staff": [{"name": "Ida", "age": 31}],
        "rating": "4.5",
    }
    schema = record(
        shop=record(name=TEXT, address=record(city=TEXT, street=TEXT)),
        staff={"type": "array", "items": record(age=WHOLE, name=TEXT)},
        rating=NUMBER,
    )
    value = filled(schema, "The shop?", [("get_shop", {"name": "Zest"}, output)], tools=[SHOP])
    assert value["shop"] == {"name": "Zest", "address": {"city": "Graz", "street": "Elm 3"}}
    assert value["staff"] == [{"age": 31, "name": "Ida"}] and value["rating"] == 4.5


def test_names_may_differ_a_little() -> None:
    output = {"wind_speed": 14, "isOpen": "yes", "max_temp": 31}
    value = filled(
        record(windSpeed=NUMBER, is_open=FLAG, maximum_temperature=NUMBER),
        "?",
        [("get_shop", {"name": "Z"}, output)],
        tools=[SHOP],
    )
    assert value == {"windSpeed": 14, "is_open": True, "maximum_temperature": 31}


def test_an_enum_takes_the_value_that_was_named() -> None:
    output = {"state": "Closed", "note": "painted green"}
    value = filled(
        record(
            state={"enum": ["open", "closed"]},
            color={"enum": ["red", "green", "unknown"]},
            size={"enum": ["s", "unknown"]},
        ),
        "How is the shop?",
        [("get_shop", {"name": "Zest"}, output)],
        tools=[SHOP],
    )
    assert value == {"state": "closed", "color": "green", "size": "unknown"}


def test_the_question_fills_what_no_output_does() -> None:
    value = filled(
        record(city=TEXT, quantity=WHOLE, product=TEXT, person=TEXT),
        "Please send 3 kayaks to Oslo for Nora Berg.",
        tools=[],
    )
    assert value == {"city": "Oslo", "quantity": 3, "product": "kayaks", "person": "Nora Berg"}


def test_what_nothing_says_is_null_where_it_may_be() -> None:
    value = filled(
        record(owner={"type": ["string", "null"]}, tax={"anyOf": [NUMBER, {"type": "null"}]}), "How deep?", LAKES[:1]
    )
    assert value == {"owner": None, "tax": None}


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "string", "pattern": "^[A-Z]{3}-\\d{2,4}(?:x|y)$"},
        {"type": "string", "format": "date-time"},
        {"type": "string", "format": "email"},
        {"type": "string", "format": "ipv4"},
        {"type": "string", "minLength": 3},
        {"type": "string", "maxLength": 2},
        {"type": "integer", "minimum": 5, "maximum": 9},
        {"type": "integer", "exclusiveMaximum": 0},
        {"type": "number", "exclusiveMinimum": 0.5},
        {"type": "integer", "minimum": 7, "multipleOf": 5},
        {"type": "array", "items": {"type": "boolean"}, "minItems": 2},
        {"const": "fixed"},
        {
            "allOf": [
                {"properties": {"a": {"type": "string"}}, "required": ["a"]},
                {"properties": {"b": {"type": "null"}}, "required": ["b"]},
            ]
        },
    ],
)
def test_a_rule_of_the_schema_holds_when_nothing_is_known(schema: dict[str, Any]) -> None:
    filled(record(value=schema), "Hm.", tools=[])


def test_a_schema_that_holds_itself() -> None:
    node = record(
        name=TEXT,
        children={"type": "array", "items": {"$ref": "#/$defs/node"}},
        parent={"anyOf": [{"$ref": "#/$defs/node"}, {"type": "null"}]},
    )
    value = filled({**node, "$defs": {"node": node}}, "Hm.", tools=[])
    assert value["children"] == [] and value["parent"] is None
    filled({**record(name=TEXT, next={"anyOf": [{"$ref": "#"}, {"type": "null"}]})}, "How deep?", LAKES)


def test_a_tree_comes_to_an_end() -> None:
    child = {"anyOf": [{"$ref": "#/$defs/node"}, {"type": "null"}]}
    node = record(depth=NUMBER, left=child, right=child)
    value = filled({**record(root={"$ref": "#/$defs/node"}), "$defs": {"node": node}}, "How deep?", LAKES)
    assert value["root"]["depth"] == 425


def test_a_schema_that_no_value_can_satisfy_comes_to_an_end() -> None:
    schema = {**record(left={"$ref": "#"}, right={"$ref": "#"}), "additionalProperties": True}
    form = {"type": "json_schema", "json_schema": {"name": "reply", "schema": schema}}
    assert isinstance(json.loads(answer([], "Hm.", response_format=form)), dict)


def test_a_pattern_that_only_javascript_knows() -> None:
    form = {
        "type": "json_schema",
        "json_schema": {"name": "reply", "schema": record(code={"type": "string", "pattern": "^\\p{L}+$"})},
    }
    assert set(json.loads(answer([], "code: ab", response_format=form))) == {"code"}


def test_every_item_of_a_long_list_is_taken() -> None:
    rows = [{"name": f"shop {n}", "open": bool(n % 2), "score": n} for n in range(300)]
    item = record(name=TEXT, open={"anyOf": [FLAG, {"type": "null"}]}, score={"type": ["integer", "null"]})
    value = filled(
        record(shops={"type": "array", "items": item}), "Shops?", [("get_shop", {}, {"shops": rows})], tools=[SHOP]
    )
    assert value["shops"] == rows


names = st.sampled_from(
    ["name", "lake", "depth", "city", "total", "answer", "tags", "open", "note", "unit", "보트", "數量"]
)
leaves = st.one_of(
    st.sampled_from(
        [TEXT, NUMBER, WHOLE, FLAG, {"type": "null"}, {"type": ["string", "null"]}, {"type": ["integer", "string"]}]
    ),
    st.builds(
        lambda values: {"type": "string", "enum": values},
        st.lists(st.text(max_size=5), min_size=1, max_size=4, unique=True),
    ),
    st.builds(
        lambda low, room: {"type": "integer", "minimum": low, "maximum": low + room},
        st.integers(-9, 500),
        st.integers(0, 9),
    ),
    st.builds(
        lambda low, room: {"type": "string", "minLength": low, "maxLength": low + room},
        st.integers(0, 5),
        st.integers(0, 9),
    ),
)
schemas = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.dictionaries(names, inner, min_size=1, max_size=4).map(lambda properties: record(**properties)),
        st.builds(lambda items, least: {"type": "array", "items": items, "minItems": least}, inner, st.integers(0, 2)),
        st.lists(inner, min_size=1, max_size=3).map(lambda branches: {"anyOf": branches}),
    ),
    max_leaves=10,
)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.dictionaries(names, schemas, min_size=1, max_size=4))
def test_every_schema_gets_a_valid_answer(properties: dict[str, Any]) -> None:
    filled(record(**properties), "How deep is Como? 4 boats in Oslo", LAKES)
