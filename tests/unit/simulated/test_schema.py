"""What a schema says of its parameters."""

from __future__ import annotations

from typing import Any

import pytest

from helpers.local_api.models.simulated.deciding.options import mentions
from helpers.local_api.models.simulated.deciding.schema import Parameter, function_of


def parameter(name: str, kind: str = "string", about: str = "", **more: Any) -> Parameter:
    return Parameter(name, {"type": kind, "description": about, **more}, True)


@pytest.mark.parametrize(
    ("name", "about", "kind"),
    [
        ("city", "", "place"),
        ("departure_city", "Where the flight leaves", "place"),
        ("where", "The name of the city", "place"),
        ("symbol", "Stock ticker", "ticker"),
        ("to_currency", "", "currency"),
        ("birthdate", "", "date"),
        ("order_id", "", "id"),
        ("지역", "지역 이름", "place"),
        ("title", "The title", ""),
    ],
)
def test_what_a_text_stands_for(name: str, about: str, kind: str) -> None:
    assert parameter(name, about=about).kind == kind


@pytest.mark.parametrize(
    ("name", "about", "unit"),
    [
        ("height_mm", "", "millimeter"),
        ("weight", "Weight in kilograms", "kilogram"),
        ("distance", "The distance (in miles)", "mile"),
        ("minutes", "", "minute"),
        ("count", "How many", ""),
    ],
)
def test_the_unit_of_a_number(name: str, about: str, unit: str) -> None:
    assert parameter(name, "number", about).unit == unit


def test_ends_of_something_have_roles() -> None:
    assert [parameter(name).role for name in ("origin", "to_unit", "end_date", "color")] == ["from", "to", "to", ""]


def test_a_default_may_stand_in_the_description() -> None:
    assert parameter("unit", about="The unit. Default is 'km'.").default == "km"
    assert parameter("unit", default="mile").default == "mile"
    assert parameter("unit").default is None


def test_the_pattern_of_a_date() -> None:
    assert parameter("date", about="in the format MM-DD-YYYY").date_pattern == "MM-DD-YYYY"
    assert parameter("date", about="date (month-day-year)").date_pattern == "MM-DD-YYYY"


def test_a_parameter_that_may_be_null_is_not_required() -> None:
    function = function_of(
        {
            "type": "function",
            "function": {
                "name": "f",
                "parameters": {
                    "type": "object",
                    "properties": {
                        "a": {"type": ["integer", "null"]},
                        "b": {"anyOf": [{"type": "string"}, {"type": "null"}]},
                    },
                    "required": ["a", "b"],
                },
            },
        }
    )
    assert function.required == ()
    assert [p.nullable for p in function.parameters] == [True, True]


@pytest.mark.parametrize("tool", [{}, {"function": None}, {"function": {"name": "f", "parameters": "no"}}])
def test_a_schema_that_is_none_has_no_parameters(tool: dict[str, Any]) -> None:
    assert function_of(tool).parameters == ()


@pytest.mark.parametrize(
    ("options", "text", "found"),
    [
        (["Celsius", "Fahrenheit"], "화씨로 알려 주세요", ["Fahrenheit"]),
        (["celsius", "fahrenheit"], "用攝氏", ["celsius"]),
        (["USD", "EUR", "JPY"], "dollars to euros", ["USD", "EUR"]),
        (["monday", "tuesday"], "화요일", ["tuesday"]),
        (["living_room", "kitchen"], "거실 불 켜 줘", ["living_room"]),
        (["six_months", "year"], "for the last six months", ["six_months"]),
        (["C", "F"], "a cup of coffee", []),
        (["m", "km"], "I'm here", []),
    ],
)
def test_options_are_found_by_word_and_by_meaning(options: list[str], text: str, found: list[str]) -> None:
    assert [mention.option for mention in mentions(options, text)] == found
