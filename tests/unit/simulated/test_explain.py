"""explain(turn): rows that say why functions are called or not, and where each argument came from."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from typing import Any

import pytest

from helpers.local_api.models.interface import ToolCall, Turn
from helpers.local_api.models.simulated import SimulatedModel
from helpers.local_api.models.simulated.explain import ArgumentRow, Explanation, explain


def function(name: str, description: str, required: Sequence[str] = (), /, **properties: Any) -> dict[str, Any]:
    parameters = {"type": "object", "properties": properties, "required": list(required)}
    return {"type": "function", "function": {"name": name, "description": description, "parameters": parameters}}


def text(description: str, **more: Any) -> dict[str, Any]:
    return {"type": "string", "description": description, **more}


CITY = text("The city, for example Busan")
UNIT = text("The temperature unit. Infer it from the location.", enum=["Celsius", "Fahrenheit"])
TEMPERATURE = function(
    "get_current_temperature", "Get the current temperature at a location.", ["location", "unit"],
    location=CITY, unit=UNIT,
)  # fmt: skip
RAIN = function("get_rain_probability", "Get the probability of rain at a location.", ["location"], location=CITY)
FORECAST = function(
    "get_forecast", "Get the weather forecast for a location.", ["location"],
    location=text("The city"), days={"type": "integer", "description": "How many days ahead. Default 3."},
)  # fmt: skip
CUSTOMER = function(
    "find_customer", "Find a customer by name. Returns the customer's id.", ["name"], name=text("The customer's name")
)
ORDERS = function(
    "list_orders", "List the orders of a customer.", ["customer_id"], customer_id=text("The customer's id")
)


def user(said: str) -> dict[str, Any]:
    return {"role": "user", "content": said}


def assistant(said: str) -> dict[str, Any]:
    return {"role": "assistant", "content": said}


def called(name: str, output: str, /, **arguments: Any) -> list[dict[str, Any]]:
    made = {"name": name, "arguments": json.dumps(arguments)}
    return [
        {"role": "assistant", "content": "", "tool_calls": [{"id": "c", "type": "function", "function": made}]},
        {"role": "tool", "tool_call_id": "c", "content": output},
    ]


def turn(messages: str | Sequence[Any], *tools: Any, **settings: Any) -> Turn:
    said = [user(messages)] if isinstance(messages, str) else list(messages)
    return Turn(model="m", messages=said, tools=tools, **settings)


def reason(explanation: Explanation, name: str) -> str:
    (row,) = [row for row in explanation.functions if row.function == name]
    return f"{row.decision}: {row.reason}"


def argument(explanation: Explanation, name: str, call: int = 0) -> ArgumentRow:
    (row,) = [row for row in explanation.calls[call].arguments if row.name == name]
    return row


# --- Functions ----------------------------------------------------------------------------------


def test_words_in_the_description_choose_the_function() -> None:
    found = explain(turn("How likely is rain in Busan?", TEMPERATURE, RAIN))
    first, second = found.functions
    assert (first.function, first.words, first.decision) == ("get_rain_probability", ("likely", "rain"), "called")
    assert (second.function, second.words, second.decision) == ("get_current_temperature", (), "not called")
    assert first.score is not None and second.score is not None and first.score > 0.5 > second.score
    assert second.reason == "no word of the question speaks for it"
    assert found.outcome == "Calls get_rain_probability."


def test_functions_without_descriptions_have_nothing_to_be_chosen_by() -> None:
    nameless = [function(name, "", ["x"], x={"type": "string"}) for name in ("f1", "f2")]
    found = explain(turn("How likely is rain in Busan?", *nameless))
    assert [row.words for row in found.functions] == [(), ()] and found.calls == ()
    assert found.outcome == "Calls nothing: answers with text."


def test_what_is_called_is_counted() -> None:
    found = explain(turn("How likely is rain in Busan, Boston and Seoul?", RAIN))
    assert found.outcome == "Calls get_rain_probability 3 times."
    assert [argument(found, "location", n).value for n in range(3)] == ["Busan", "Boston", "Seoul"]


def test_tool_choice_is_the_reason_when_it_decides() -> None:
    none = explain(turn("How warm is it in Busan?", TEMPERATURE, RAIN, tool_choice="none"))
    assert reason(none, "get_current_temperature") == "not called: tool_choice is none: nothing may be called"
    assert none.functions[0].score is None
    choice = {"type": "function", "function": {"name": "get_rain_probability"}}
    named = explain(turn("How warm is it in Busan?", TEMPERATURE, RAIN, tool_choice=choice))
    assert reason(named, "get_rain_probability") == "called: tool_choice asks for get_rain_probability"
    assert reason(named, "get_current_temperature") == "not called: tool_choice asks for get_rain_probability"


def test_a_function_that_was_called_is_not_called_again() -> None:
    messages = [
        user("How warm is it in Busan?"),
        *called("get_current_temperature", "14", location="Busan", unit="Celsius"),
    ]
    found = explain(turn(messages, TEMPERATURE, RAIN))
    assert found.outcome == "Calls nothing more: answers from the outputs."
    assert reason(found, "get_current_temperature") == "not called: called before; its output is there"


def test_a_chain_says_what_waits_for_what() -> None:
    question = user("List the orders of customer Mina Park.")
    first = explain(turn([question], CUSTOMER, ORDERS))
    assert reason(first, "find_customer") == "called: called first: it can give customer_id to list_orders"
    assert reason(first, "list_orders") == "not called: waits for customer_id from find_customer"
    then = explain(turn([question, *called("find_customer", '{"id": "C-17"}', name="Mina Park")], CUSTOMER, ORDERS))
    assert reason(then, "list_orders") == "called: called now: an earlier output gives what it needs"
    given = argument(then, "customer_id")
    assert (given.value, given.source, given.how) == ("C-17", "an earlier output", "find_customer → id")


def test_the_tools_of_the_api_have_no_score() -> None:
    search = function("file_search", "Search the files.", ["query"], query={"type": "string"})
    found = explain(turn("What does the handbook say about holidays?", search, RAIN))
    assert reason(found, "file_search").startswith("called: a tool of the API")
    assert [call.function for call in found.calls] == ["file_search"] and found.outcome == "Calls file_search."
    without = explain(turn("How likely is rain in Busan?", search, RAIN))
    assert reason(without, "file_search").startswith("not called")


# --- Arguments ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("How warm is it in Busan?", "Busan"),
        ("How warm is it in 'Busan'?", "Busan"),
        ("부산은 지금 몇 도야?", "부산"),
        ("臺北現在幾度？", "臺北"),
    ],
)
def test_an_argument_knows_its_place_in_the_question(question: str, words: str) -> None:
    location = argument(explain(turn(question, TEMPERATURE)), "location")
    assert location.place is not None
    assert question[slice(*location.place)] == location.words == location.value == words
    assert location.source == "the question"


def test_a_value_said_twice_is_found_where_it_was_read() -> None:
    question = "What is the area of a rectangle with width 5 and height 5?"
    number = {"type": "number"}
    area = function("rectangle_area", "Area of a rectangle.", ["width", "height"], width=number, height=number)
    found = explain(turn(question, area))
    assert argument(found, "width").place == (43, 44) and argument(found, "height").place == (56, 57)


@pytest.mark.parametrize(("city", "unit"), [("Boston", "Fahrenheit"), ("Busan", "Celsius")])
def test_a_unit_is_inferred_from_the_place(city: str, unit: str) -> None:
    found = argument(explain(turn(f"What is the temperature in {city}?", TEMPERATURE)), "unit")
    assert (found.value, found.source, found.how) == (unit, "inferred", f"customary in {city}")


def test_an_option_is_found_by_its_meaning() -> None:
    unit = argument(explain(turn("부산 기온을 화씨로 알려줘", TEMPERATURE)), "unit")
    assert (unit.value, unit.words, unit.how) == ("Fahrenheit", "화씨", "one of its options")


def test_what_is_not_required_is_left_out_and_says_so() -> None:
    days = argument(explain(turn("What is the forecast for Seoul?", FORECAST)), "days")
    assert not days.given and days.how == "not required and not said, so it is left out"
    said = argument(explain(turn("What is the forecast for Seoul for the next 5 days?", FORECAST)), "days")
    assert (said.value, said.words, said.how) == (5, "5 days", "a number of days")


def test_a_missing_argument_is_asked_for() -> None:
    found = explain(turn("How likely is rain?", RAIN))
    assert found.outcome == "Calls nothing yet: asks for location of get_rain_probability."
    assert reason(found, "get_rain_probability") == "asks back: asked for, but nothing gives location"
    assert not found.calls[0].complete
    location = argument(found, "location")
    assert not location.given and location.how == "required and not said, so it is asked for"


def test_an_answer_completes_the_call() -> None:
    messages = [user("How warm is it in Celsius?"), assistant("What is the city?"), user("Boston, please.")]
    found = explain(turn(messages, TEMPERATURE, RAIN))
    assert reason(found, "get_current_temperature") == "called: the question answers what was still open"
    location, unit = argument(found, "location"), argument(found, "unit")
    assert (location.value, location.source, location.place) == ("Boston", "the question", (0, 6))
    assert (unit.value, unit.source, unit.words, unit.place) == ("Celsius", "an earlier message", "Celsius", None)


def test_a_follow_up_keeps_what_it_does_not_change() -> None:
    messages = [
        user("How warm is it in Busan?"),
        *called("get_current_temperature", "14", location="Busan", unit="Celsius"),
        assistant("It is 14 degrees."),
        user("And in Fahrenheit?"),
    ]
    found = explain(turn(messages, TEMPERATURE, RAIN))
    assert reason(found, "get_current_temperature") == "called: the question goes on from an earlier call"
    assert argument(found, "location").source == "an earlier call"
    assert argument(found, "unit").source == "the question"


def test_a_retry_takes_the_value_from_the_error() -> None:
    error = '{"error": "Unknown unit celsius. Accepted units are: kelvin, fahrenheit"}'
    messages = [user("How warm is it in Busan?"), *called("temperature", error, location="Busan", unit="celsius")]
    tool = function("temperature", "Get the temperature.", ["location", "unit"], location=CITY, unit=text("The unit"))
    found = explain(turn(messages, tool))
    assert reason(found, "temperature") == "called: called again: the error named what it accepts"
    assert argument(found, "unit").source == "an error" and argument(found, "location").source == "an earlier call"


def test_strict_functions_take_defaults_and_null() -> None:
    schema = {
        "type": "object",
        "properties": {"location": CITY, "days": {"type": ["integer", "null"], "description": "How many days ahead"}},
        "required": ["location", "days"],
        "additionalProperties": False,
    }
    tool = {"type": "function", "function": {**FORECAST["function"], "strict": True, "parameters": schema}}
    days = argument(explain(turn("What is the forecast for Seoul?", tool)), "days")
    assert (days.given, days.value, days.source) == (True, None, "nothing")


# --- The explanation and the model ---------------------------------------------------------------


@pytest.mark.parametrize(
    "asked",
    [
        turn("How likely is rain in Busan, and how warm is it in Boston?", TEMPERATURE, RAIN, FORECAST),
        turn(
            "How likely is rain in Busan, and how warm is it in Boston?", TEMPERATURE, RAIN, parallel_tool_calls=False
        ),
        turn("Tell me a joke", TEMPERATURE, RAIN),
        turn("Tell me a joke", TEMPERATURE, RAIN, tool_choice="required"),
        turn("List the orders of customer Mina Park.", CUSTOMER, ORDERS),
    ],
)
def test_it_explains_what_the_model_does(asked: Turn) -> None:
    async def made() -> list[tuple[str, Any]]:
        names: list[str] = []
        arguments: dict[int, str] = {}
        async for piece in SimulatedModel().answer(asked):
            if isinstance(piece, ToolCall):
                names += [piece.name] if piece.name else []
                arguments[piece.index] = arguments.get(piece.index, "") + piece.arguments
        return [(name, json.loads(arguments[index])) for index, name in enumerate(names)]

    found = explain(asked)
    told = [
        (call.function, {row.name: row.value for row in call.arguments if row.given})
        for call in found.calls
        if call.complete
    ]
    assert told == asyncio.run(made())
    assert {row.function for row in found.functions if row.decision == "called"} == {name for name, _ in told}


def test_it_is_json_and_always_the_same() -> None:
    asked = turn("How likely is rain in Busan?", TEMPERATURE, RAIN)
    assert json.dumps(SimulatedModel.explain(asked)) == json.dumps(SimulatedModel.explain(asked))
    assert explain(turn("")) == Explanation("", "Calls nothing: answers with text.", (), ())
