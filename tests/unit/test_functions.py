"""From a signature to a schema, and from a tool call to its output."""

from __future__ import annotations

import asyncio
import dataclasses
import datetime
import enum
import json
import threading
import time
from collections.abc import Callable
from typing import Annotated, Any, Literal, Optional

import jsonschema
import numpy
import pandas
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openai.types.beta.threads import RequiredActionFunctionToolCall
from pydantic import BaseModel, Field
from typing_extensions import TypedDict

from helpers.functions import (
    ArgumentsError,
    SchemaError,
    call_function,
    parse_arguments,
    tool_from,
    tool_outputs,
)

# --- The functions of the tests -----------------------------------------------------------------


def get_current_temperature(location: str, unit: Literal["Celsius", "Fahrenheit"]) -> float:
    """Get the current temperature at a location.

    Args:
        location: The city,
            e.g. Busan.
        unit (str): The unit. Infer it from the location.

    Returns:
        Degrees.
    """
    return 21.0 if unit == "Celsius" else 69.8


class Size(enum.Enum):
    SMALL = "small"
    LARGE = "large"


@dataclasses.dataclass
class Address:
    street: str
    number: int = 1


class Point(TypedDict):
    x: float
    y: float


class Order(BaseModel):
    item: str
    count: int = Field(ge=1, description="How many.")


def every_type(
    text: str,
    whole: int,
    real: float,
    flag: bool,
    size: Size,
    maybe: Optional[str],  # both spellings are supported
    tags: list[str],
    prices: dict[str, float],
    address: Address,
    point: Point,
    order: Order,
    day: datetime.date,
    either: int | str,
) -> dict[str, Any]:
    return {name: value for name, value in locals().items()}


VALUES = {
    "text": "a", "whole": 1, "real": 1.5, "flag": True, "size": "large", "maybe": None, "tags": ["a"],
    "prices": {"a": 1.0}, "address": {"street": "High Street"}, "point": {"x": 1, "y": 2},
    "order": {"item": "tea", "count": 2}, "day": "2026-01-05", "either": "x",
}  # fmt: skip


def with_defaults(
    city: str, unit: Literal["c", "f"] = "c", days: int | None = None, near: Optional[Point] = None
) -> Any:
    """Forecast."""
    return {"city": city, "unit": unit, "days": days, "near": near}


def call(name: str, arguments: Any, id: str = "call_1") -> RequiredActionFunctionToolCall:
    text = arguments if isinstance(arguments, str) else json.dumps(arguments)
    return RequiredActionFunctionToolCall.model_validate(
        {"id": id, "type": "function", "function": {"name": name, "arguments": text}}
    )


def error_of(output: str) -> str:
    return json.loads(output)["error"]


# --- Schemas ------------------------------------------------------------------------------------


def test_the_schema_reads_as_a_person_would_write_it() -> None:
    assert tool_from(get_current_temperature) == {
        "type": "function",
        "function": {
            "name": "get_current_temperature",
            "description": "Get the current temperature at a location.",
            "parameters": {
                "type": "object",
                "properties": {
                    "location": {"type": "string", "description": "The city, e.g. Busan."},
                    "unit": {
                        "type": "string",
                        "description": "The unit. Infer it from the location.",
                        "enum": ["Celsius", "Fahrenheit"],
                    },
                },
                "required": ["location", "unit"],
                "additionalProperties": False,
            },
        },
    }


def test_keys_come_in_reading_order() -> None:
    tool = tool_from(get_current_temperature)
    assert list(tool["function"]) == ["name", "description", "parameters"]
    assert list(tool["function"]["parameters"]) == ["type", "properties", "required", "additionalProperties"]
    assert list(tool["function"]["parameters"]["properties"]["unit"]) == ["type", "description", "enum"]


def properties_of(function: Any, **options: Any) -> dict[str, Any]:
    return tool_from(function, **options)["function"]["parameters"]["properties"]


def test_every_type_has_its_schema() -> None:
    properties = properties_of(every_type)
    assert properties["text"] == {"type": "string"}
    assert properties["whole"] == {"type": "integer"}
    assert properties["real"] == {"type": "number"}
    assert properties["flag"] == {"type": "boolean"}
    assert properties["size"] == {"type": "string", "enum": ["small", "large"]}
    assert properties["maybe"] == {"type": ["string", "null"]}
    assert properties["tags"] == {"type": "array", "items": {"type": "string"}}
    assert properties["prices"] == {"type": "object", "additionalProperties": {"type": "number"}}
    assert properties["address"]["required"] == ["street"]
    assert properties["address"]["properties"]["number"] == {"type": "integer", "default": 1}
    assert properties["point"]["required"] == ["x", "y"]
    assert properties["order"]["properties"]["count"] == {"type": "integer", "description": "How many.", "minimum": 1}
    assert properties["day"] == {"type": "string", "format": "date"}
    assert properties["either"] == {"anyOf": [{"type": "integer"}, {"type": "string"}]}


def test_schemas_are_valid_and_accept_what_the_function_accepts() -> None:
    for strict in (False, True):
        function = with_defaults if strict else every_type
        values = {"city": "Busan", "unit": None, "days": None, "near": None} if strict else VALUES
        schema = tool_from(function, strict=strict)["function"]["parameters"]
        jsonschema.Draft202012Validator.check_schema(schema)
        jsonschema.validate(values, schema)
        assert parse_arguments(function, json.dumps(values))


def test_a_default_is_optional_and_shown() -> None:
    tool = tool_from(with_defaults)["function"]["parameters"]
    assert tool["required"] == ["city"]
    assert tool["properties"]["unit"] == {"type": "string", "enum": ["c", "f"], "default": "c"}
    assert tool["properties"]["days"] == {"type": "integer"}


def test_strict_requires_everything_and_null_means_the_default() -> None:
    tool = tool_from(with_defaults, strict=True)["function"]
    assert tool["strict"] is True
    assert tool["parameters"]["required"] == ["city", "unit", "days", "near"]
    properties = tool["parameters"]["properties"]
    assert properties["unit"] == {
        "type": ["string", "null"],
        "enum": ["c", "f", None],
        "description": 'Null means "c".',
    }
    assert properties["days"] == {"type": ["integer", "null"]}
    assert properties["near"]["additionalProperties"] is False
    output = call_function(
        call("with_defaults", {"city": "Busan", "unit": None, "days": None, "near": None}), [with_defaults]
    )
    assert json.loads(output) == {"city": "Busan", "unit": "c", "days": None, "near": None}


def test_strict_reaches_into_lists_unions_and_objects() -> None:
    def plan(stops: list[Address], start: Point | Address) -> None: ...

    properties = properties_of(plan, strict=True)
    assert properties["stops"]["items"]["required"] == ["street", "number"]
    assert "default" not in properties["stops"]["items"]["properties"]["number"]
    assert [option["additionalProperties"] for option in properties["start"]["anyOf"]] == [False, False]


def test_strict_union_with_a_default_may_be_null() -> None:
    def f(either: int | str = 3) -> None: ...

    assert {"type": "null"} in properties_of(f, strict=True)["either"]["anyOf"]


def test_descriptions_from_annotated() -> None:
    def f(
        city: Annotated[str, "The city."], days: Annotated[int, Field(description="How many days.", le=7)]
    ) -> None: ...

    properties = properties_of(f)
    assert properties["city"]["description"] == "The city."
    assert properties["days"] == {"type": "integer", "description": "How many days.", "maximum": 7}


def sphinx_style(city: str, days: int) -> None:
    """Forecast.

    :param str city: The city
        by name.
    :param days: How many days.
    :returns: nothing
    """


def numpy_style(city: str, days: int = 1) -> None:
    """Forecast.

    More words.

    Parameters
    ----------
    city : str
        The city
        by name.
    days : int, optional
        How many days.

    Returns
    -------
    None
        Nothing at all.
    """


@pytest.mark.parametrize("function", [sphinx_style, numpy_style])
def test_docstring_styles(function: Any) -> None:
    tool = tool_from(function)["function"]
    assert tool["description"].startswith("Forecast.") and "days" not in tool["description"]
    assert tool["parameters"]["properties"]["city"]["description"] == "The city by name."
    assert tool["parameters"]["properties"]["days"]["description"] == "How many days."


def test_no_docstring_no_description() -> None:
    def f(city: str) -> None: ...

    assert tool_from(f)["function"] == {
        "name": "f",
        "parameters": {
            "type": "object",
            "properties": {"city": {"type": "string"}},
            "required": ["city"],
            "additionalProperties": False,
        },
    }


def test_no_parameters() -> None:
    def now() -> str: ...

    parameters = tool_from(now)["function"]["parameters"]
    assert parameters == {"type": "object", "properties": {}, "required": [], "additionalProperties": False}


def test_parameters_may_have_any_name() -> None:
    def f(json: str, schema: int, _x: int, title: str, model_config: str) -> dict[str, Any]:
        return dict(locals())

    values = {"json": "a", "schema": 1, "_x": 2, "title": "t", "model_config": "m"}
    assert set(properties_of(f)) == set(values)
    assert properties_of(f)["title"] == {"type": "string"}
    assert json.loads(call_function(call("f", values), [f])) == values


def test_a_bound_method_is_a_function() -> None:
    class Shop:
        def price(self, item: str) -> int:
            """Get a price."""
            return 3

    assert list(properties_of(Shop().price)) == ["item"]
    assert call_function(call("price", {"item": "tea"}), [Shop().price]) == "3"


def untyped(city): ...  # type: ignore[no-untyped-def]
def starred(*cities: str) -> None: ...
def keywords(**cities: str) -> None: ...
def positional(city: str, /) -> None: ...
def undefined(city: Nowhere) -> None: ...  # type: ignore[name-defined]  # noqa: F821
def frame(table: pandas.DataFrame) -> None: ...
def 날씨(city: str) -> None: ...
def free_dict(table: dict) -> None: ...


class Node(BaseModel):
    children: list[Node] = []


def tree(node: Node) -> None: ...
def callback(then: Callable[[], None]) -> None: ...


@pytest.mark.parametrize(
    ("function", "strict", "says"),
    [
        (untyped, False, "Write for example untyped(city: str)"),
        (starred, False, "takes *cities, but a model passes arguments by name"),
        (keywords, False, "takes **cities"),
        (positional, False, "takes city, /, but"),
        (undefined, False, "name 'Nowhere' is not defined"),
        (frame, False, "type has no schema"),
        (날씨, False, "letters a to z"),
        (lambda city: city, False, "<lambda>"),
        ("get_weather", False, "is not a function"),
        (tree, False, "Node contains itself"),
        (callback, False, "no JSON schema"),
        (free_dict, True, "free keys"),
    ],
)
def test_what_cannot_be_described_is_told_in_a_sentence(function: Any, strict: bool, says: str) -> None:
    with pytest.raises(SchemaError) as caught:
        tool_from(function, strict=strict)
    assert says in str(caught.value)
    assert " ".join(caught.value._render_traceback_()) == f"SchemaError: {caught.value}"


# --- Calls --------------------------------------------------------------------------------------


def test_a_call_runs_the_function_with_validated_values() -> None:
    seen: dict[str, Any] = {}

    def remember(size: Size, day: datetime.date, address: Address) -> str:
        seen.update(locals())
        return "done"

    arguments = {"size": "small", "day": "2026-01-05", "address": {"street": "High Street"}}
    assert call_function(call("remember", arguments), [remember]) == "done"
    assert (seen["size"], seen["day"]) == (Size.SMALL, datetime.date(2026, 1, 5))
    assert seen["address"] == Address("High Street", 1)


@pytest.mark.parametrize(
    "tool_call",
    [
        {"function": {"name": "get_current_temperature", "arguments": '{"location": "Busan", "unit": "Celsius"}'}},
        {"name": "get_current_temperature", "arguments": '{"location": "Busan", "unit": "Celsius"}'},
        call("get_current_temperature", {"location": "Busan", "unit": "Celsius"}),
    ],
)
def test_shapes_of_a_tool_call(tool_call: Any) -> None:
    assert call_function(tool_call, [get_current_temperature]) == "21.0"
    assert call_function(tool_call, {"get_current_temperature": get_current_temperature}) == "21.0"


@pytest.mark.parametrize(
    ("name", "arguments", "says"),
    [
        ("get_weather", "{}", "Unknown function 'get_weather'. Known functions: with_defaults."),
        ("with_defaults", '{"city": ', "The arguments of with_defaults are not valid JSON"),
        ("with_defaults", '{"city": NaN}', "NaN is not a JSON number"),
        ("with_defaults", '["Busan"]', 'must be a JSON object, got ["Busan"].'),
        ("with_defaults", "", "Missing argument 'city'."),
        ("with_defaults", "[" * 100_000, "not valid JSON"),
        ("with_defaults", '{"city": "Busan", "country": "KR"}',
         "Unexpected argument 'country'. with_defaults takes: city, unit, days, near."),
        ("with_defaults", '{"city": "Busan", "unit": "k"}', "Argument 'unit' should be 'c' or 'f', got \"k\"."),
        ("with_defaults", '{"city": "Busan", "near": {"x": 1}}', "Missing argument 'near.y'."),
        ("with_defaults", '{"city": 5}', "Argument 'city' should be a valid string, got 5."),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_call_is_told_to_the_model(name: str, arguments: str, says: str) -> None:
    assert says in error_of(call_function(call(name, arguments), [with_defaults]))


def test_a_function_without_types_can_be_called_though_not_described() -> None:
    assert (
        call_function(call("untyped", {"city": ["any", "thing"]}), {"untyped": lambda city: city}) == '["any", "thing"]'
    )
    assert "Missing argument 'city'" in error_of(call_function(call("날씨", {}), {"날씨": lambda city: city}))
    assert (
        call_function(call("keywords", {"city": "Busan"}), {"keywords": lambda **cities: cities}) == '{"city": "Busan"}'
    )


def test_a_type_hint_that_makes_no_sense_is_the_authors_error() -> None:
    with pytest.raises(SchemaError, match="Nowhere"):
        call_function(call("undefined", {"city": "Busan"}), [undefined])


def test_several_faults_are_told_at_once() -> None:
    message = error_of(call_function(call("with_defaults", {"unit": "k"}), [with_defaults]))
    assert "Missing argument 'city'." in message and "Argument 'unit' should be" in message


def test_arguments_are_never_evaluated(tmp_path: Any) -> None:
    target = tmp_path / "made"
    evil = f"__import__('pathlib').Path({str(target)!r}).touch()"
    assert "not valid JSON" in error_of(call_function(call("with_defaults", evil), [with_defaults]))
    call_function(call("with_defaults", {"city": evil}), [with_defaults])
    assert not target.exists()


def test_an_exception_becomes_an_output() -> None:
    def price(ticker: str) -> float:
        return {"AAPL": 192.25}[ticker]

    assert error_of(call_function(call("price", {"ticker": "XYZ"}), [price])) == "price failed: KeyError: 'XYZ'"


def test_an_interrupt_is_the_learners_and_goes_through() -> None:
    def stop() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        call_function(call("stop", {}), [stop])


def test_too_slow_is_told_and_not_waited_for() -> None:
    release = threading.Event()

    def slow() -> None:
        release.wait(10)

    began = time.monotonic()
    message = error_of(call_function(call("slow", {}), [slow], timeout=0.05))
    assert message == "slow took longer than 0.05 seconds."
    assert time.monotonic() - began < 5
    release.set()


def test_a_functions_own_timeout_error_is_not_mistaken_for_ours() -> None:
    def asks() -> None:
        raise TimeoutError("the service did not answer")

    assert error_of(call_function(call("asks", {}), [asks], timeout=5)) == (
        "asks failed: TimeoutError: the service did not answer"
    )


async def hello(name: str) -> str:
    return f"hello {name}"


async def in_a_loop(timeout: float | None) -> str:
    return call_function(call("hello", {"name": "you"}), [hello], timeout=timeout)


@pytest.mark.parametrize("timeout", [None, 5])
def test_an_async_function_runs_with_or_without_a_running_loop(timeout: float | None) -> None:
    assert call_function(call("hello", {"name": "you"}), [hello], timeout=timeout) == "hello you"
    assert asyncio.run(in_a_loop(timeout)) == "hello you"


@pytest.mark.parametrize(
    ("result", "output"),
    [
        ("text", "text"),
        ("", ""),
        (None, "null"),
        (21.0, "21.0"),
        (float("nan"), "null"),
        ({"비": 0.06}, '{"비": 0.06}'),
        (numpy.int64(3), "3"),
        (numpy.float64(0.5), "0.5"),
        ([numpy.bool_(True)], "[true]"),
        (datetime.date(2026, 1, 5), '"2026-01-05"'),
        (pandas.Timestamp("2026-01-05"), '"2026-01-05T00:00:00"'),
        (Address("High Street"), '{"street": "High Street", "number": 1}'),
        (Order(item="tea", count=1), '{"item": "tea", "count": 1}'),
        (Size.LARGE, '"large"'),
    ],
)
def test_results_as_strings(result: Any, output: str) -> None:
    assert call_function(call("f", {}), {"f": lambda: result}) == output


@pytest.mark.parametrize("result", [pandas.DataFrame({"a": [1, 2]}), object(), threading.Lock()])
def test_a_result_without_json_form_is_told(result: Any) -> None:
    message = error_of(call_function(call("f", {}), {"f": lambda: result}))
    assert message == f"f returned a {type(result).__name__}, which has no JSON form."


def test_a_result_that_contains_itself_is_told() -> None:
    result: list[Any] = []
    result.append(result)
    assert "no JSON form" in error_of(call_function(call("f", {}), {"f": lambda: result}))


# --- All calls of a turn ------------------------------------------------------------------------


def test_outputs_keep_the_order_and_the_ids_of_the_calls() -> None:
    def wait(seconds: float) -> str:
        time.sleep(seconds)
        return f"waited {seconds}"

    calls = [call("wait", {"seconds": seconds}, f"call_{seconds}") for seconds in (0.05, 0.0, 0.02)]
    for parallel in (True, False):
        assert tool_outputs(calls, [wait], parallel=parallel) == [
            {"tool_call_id": f"call_{seconds}", "output": f"waited {seconds}"} for seconds in (0.05, 0.0, 0.02)
        ]


@pytest.mark.parametrize(("parallel", "patience", "expected"), [(True, 10.0, "met"), (False, 0.05, "alone")])
def test_parallel_calls_meet_and_serial_ones_do_not(parallel: bool, patience: float, expected: str) -> None:
    barrier = threading.Barrier(2)

    def meet() -> str:
        try:
            barrier.wait(patience)
        except threading.BrokenBarrierError:
            return "alone"
        return "met"

    outputs = tool_outputs([call("meet", {}, "call_1"), call("meet", {}, "call_2")], [meet], parallel=parallel)
    assert [output["output"] for output in outputs] == [expected, expected]


def test_one_bad_call_does_not_spoil_the_others() -> None:
    calls = [call("nothing", {}, "call_1"), call("with_defaults", {"city": "Busan"}, "call_2")]
    first, second = tool_outputs(calls, [with_defaults])
    assert "Unknown function" in error_of(first["output"]) and '"Busan"' in second["output"]


def test_a_bare_function_is_told_apart_from_a_list() -> None:
    with pytest.raises(SchemaError, match="Pass the functions as a list"):
        tool_outputs([call("with_defaults", {"city": "Busan"})], with_defaults)  # type: ignore[arg-type]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(st.text() | JSON.map(json.dumps) | st.dictionaries(st.sampled_from([*VALUES, "x"]), JSON).map(json.dumps))
def test_no_arguments_make_a_call_raise(arguments: str) -> None:
    output = call_function(call("every_type", arguments), [every_type])
    assert isinstance(json.loads(output), dict)


@given(
    st.fixed_dictionaries(
        {"city": st.text()}, optional={"unit": st.sampled_from("cf"), "days": st.integers() | st.none()}
    )
)
def test_what_the_schema_accepts_the_function_gets(values: dict[str, Any]) -> None:
    assert parse_arguments(with_defaults, json.dumps(values)) == values


def test_arguments_error_is_a_course_error() -> None:
    with pytest.raises(ArgumentsError, match="Missing argument 'city'"):
        parse_arguments(with_defaults, "{}")
