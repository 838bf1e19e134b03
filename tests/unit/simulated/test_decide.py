"""Decisions about whole turns: which functions, settings, conversations, chains, retries."""

from __future__ import annotations

import pytest

from helpers.local_api.models.simulated.deciding.filling import _filled
from helpers.local_api.models.simulated.deciding.fitting import fits_of
from helpers.local_api.models.simulated.deciding.goals import goals
from helpers.local_api.models.simulated.deciding.retrying import accepted_values
from helpers.local_api.models.simulated.deciding.scene import scene_of
from helpers.local_api.models.simulated.reading.splitting import clauses

from .tools import RAIN, STOCK, WEATHER, assistant, called, calls, decided, number, tool, user

LIGHT = tool("set_light", "Turn a light on or off.", room="The room", on={"type": "boolean"})
FIND = tool("find_customer", "Find a customer by name and get the customer's id.", name="Name of the customer")
ORDERS = tool("list_orders", "List the orders of a customer.", customer_id="Id of the customer")
TRACK = tool("track_order", "Get the delivery status of an order.", order_id="Id of the order")


# --- which functions --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "question",
    [
        "What's the temperature in Oslo, and how likely is rain there?",
        "Tell me the weather and the chance of rain in Oslo.",
        "오슬로의 온도와 비 올 확률을 알려 주세요.",
        "請告訴我奧斯陸的氣溫和降雨機率。",
    ],
)
def test_a_question_of_two_parts_asks_for_two_functions(question: str) -> None:
    assert {name for name, _ in calls([WEATHER, RAIN, STOCK], question)} == {
        "get_current_temperature",
        "get_rain_probability",
    }


def test_each_part_has_its_own_values() -> None:
    found = dict(calls([WEATHER, RAIN], "Is it raining in Lyon and what is the temperature in Turin?"))
    assert found["get_rain_probability"]["location"] == "Lyon"
    assert found["get_current_temperature"]["location"] == "Turin"


def test_an_aside_gives_no_value_away() -> None:
    question = "오늘 대구의 온도는 어때요? 비가 올 확률은요? 비가 올 때 재미있는 영화는 뭐예요?"
    found = dict(calls([WEATHER, RAIN], question))
    assert found["get_rain_probability"] == {"location": "대구"}
    assert found["get_current_temperature"] == {"location": "대구", "unit": "Celsius"}


@pytest.mark.parametrize(
    "question", ["Hello!", "Write a poem about autumn.", "Who painted the Mona Lisa?", "고마워요!", "謝謝", ""]
)
def test_no_function_for_what_none_does(question: str) -> None:
    decision = decided([WEATHER, STOCK, LIGHT], question)
    assert decision.calls == () and decision.missing is None


def test_scores_say_which_words_count() -> None:
    decision = decided([WEATHER, STOCK], "What is the temperature in Oslo?")
    assert decision.scores[0].function == "get_current_temperature"
    assert "temperature" in decision.scores[0].shared
    assert decision.scores[0].value > 0.5 > decision.scores[1].value


def test_the_same_turn_gives_the_same_decision() -> None:
    question = "What's the temperature in Oslo and in Rome?"
    assert decided([WEATHER, RAIN], question) == decided([WEATHER, RAIN], question)


def test_what_is_remembered_of_a_question_changes_no_decision() -> None:
    question = "What's the temperature in Bergen, and will it rain there?"
    answered = called("get_current_temperature", "9", location="Bergen", unit="Celsius")
    turns = [[question], [question, *answered]]

    def forget() -> None:
        for remembered in (scene_of, goals, fits_of, _filled):
            remembered.cache_clear()

    fresh = []
    for turn in turns:
        forget()
        fresh.append(decided([WEATHER, RAIN], *turn))
    forget()
    assert [decided([WEATHER, RAIN], *turn) for turn in turns] == fresh
    assert [decided([WEATHER, RAIN], *turn) for turn in reversed(turns)] == fresh[::-1]
    assert [call.name for call in fresh[1].calls] == ["get_rain_probability"]


SUM = {
    "type": "function",
    "function": {
        "name": "sum_numbers",
        "description": "Sum a list of numbers",
        "parameters": {
            "type": "object",
            "properties": {
                "numbers": {"type": "array", "items": {"type": "number"}, "description": "The numbers"},
                "unit": {"type": "string", "description": "Unit of the sum"},
            },
            "required": ["numbers"],
        },
    },
}
SUM_IN_A_UNIT = {
    "type": "function",
    "function": SUM["function"] | {"parameters": SUM["function"]["parameters"] | {"required": ["numbers", "unit"]}},
}


@pytest.mark.parametrize("choice", ["auto", "required"])
def test_changing_the_arguments_of_a_call_changes_no_later_decision(choice: str) -> None:
    question = "What is the sum of the numbers 3, 4 and 5?"
    first = decided([SUM], question, tool_choice=choice).calls[0].arguments
    first["numbers"].append(99)
    first["unit"] = "kg"
    assert decided([SUM], question, tool_choice=choice).calls[0].arguments == {"numbers": [3, 4, 5]}


def test_changing_what_is_known_of_a_call_changes_no_later_decision() -> None:
    question = "Please sum the numbers 7, 8 and 10."
    missing = decided([SUM_IN_A_UNIT], question).missing
    assert missing is not None and missing.parameter == "unit"
    missing.known["numbers"].append(99)
    again = decided([SUM_IN_A_UNIT], question).missing
    assert again is not None and again.known == {"numbers": [7, 8, 10]}


def test_built_in_functions_are_left_to_others() -> None:
    search = tool("file_search", "Search files for an answer.", queries="What to look for")
    assert calls([search], "Search the files for the vacation days.") == []


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Invest $20 in Rome and withdraw $10 from Oslo.", 2),
        ("What is the width and the height?", 1),
        ("Mr. Lee lives at 3.5 km. Where is that?", 2),
        ("거실 불은 끄고 침실 불은 켜 줘.", 2),
        ("'a. b. c' is a text", 1),
    ],
)
def test_clauses(text: str, parts: int) -> None:
    found = clauses(text)
    assert len(found) == parts
    assert all(a[1] <= b[0] for a, b in zip(found, found[1:], strict=False))


# --- settings ---------------------------------------------------------------------------------

NAMED = {"type": "function", "function": {"name": "get_stock_price"}}


def test_tool_choice_none() -> None:
    assert calls([RAIN], "What is the probability of rain in Rome?", tool_choice="none") == []


@pytest.mark.parametrize("question", ["What is the probability of rain in Rome?", "Hello!", ""])
def test_tool_choice_of_a_function_calls_it_once(question: str) -> None:
    ((name, arguments),) = calls([RAIN, STOCK], question, tool_choice=NAMED)
    assert name == "get_stock_price" and set(arguments) == {"symbol"}
    after = [user(question), *called("get_stock_price", "12.5", **arguments)]
    assert calls([RAIN, STOCK], *after, tool_choice=NAMED) == []


def test_tool_choice_required_takes_the_likeliest() -> None:
    assert [name for name, _ in calls([RAIN, STOCK], "What about the share?", tool_choice="required")] == [
        "get_stock_price"
    ]


def test_one_call_at_a_time_without_parallel_calls() -> None:
    question = "What is the probability of rain in Rome and Oslo?"
    first = calls([RAIN], question, parallel_tool_calls=False)
    assert first == [("get_rain_probability", {"location": "Rome"})]
    messages = [user(question), *called("get_rain_probability", "0.1", location="Rome")]
    second = calls([RAIN], *messages, parallel_tool_calls=False)
    assert second == [("get_rain_probability", {"location": "Oslo"})]
    messages += called("get_rain_probability", "0.2", 2, location="Oslo")
    assert calls([RAIN], *messages, parallel_tool_calls=False) == []


def test_strict_gives_every_property() -> None:
    forecast = tool("get_forecast", "Get the weather forecast for a city.", strict=True, city="City",
                    days={"type": ["integer", "null"]}, unit={"type": ["string", "null"], "enum": ["c", "f", None]})  # fmt: skip
    assert calls([forecast], "What is the forecast for Seoul?") == [
        ("get_forecast", {"city": "Seoul", "days": None, "unit": None})
    ]
    ((_, arguments),) = calls([forecast], "What is the forecast for Seoul for 3 days?")
    assert arguments["days"] == 3


# --- conversations ----------------------------------------------------------------------------


def test_a_follow_up_keeps_what_it_does_not_replace() -> None:
    before = [user("What is the temperature in Oslo in Fahrenheit?"),
              *called("get_current_temperature", "40", location="Oslo", unit="Fahrenheit"), assistant("40 °F.")]  # fmt: skip
    assert calls([WEATHER, STOCK], *before, "And in Rome?") == [
        ("get_current_temperature", {"location": "Rome", "unit": "Fahrenheit"})
    ]
    assert calls([WEATHER, STOCK], *before, "Now in Celsius.") == [
        ("get_current_temperature", {"location": "Oslo", "unit": "Celsius"})
    ]
    assert calls([WEATHER, STOCK], *before, "Thanks a lot!") == []
    assert calls([WEATHER, STOCK], *before, "Who painted the Mona Lisa?") == []


def test_there_is_the_place_of_the_last_call() -> None:
    before = [user("What is the temperature in Oslo?"),
              *called("get_current_temperature", "4", location="Oslo", unit="Celsius"), assistant("4 °C.")]  # fmt: skip
    assert calls([WEATHER, RAIN], *before, "And how likely is rain there?") == [
        ("get_rain_probability", {"location": "Oslo"})
    ]


def test_an_answer_to_a_question_back_completes_the_call() -> None:
    before = [user("How likely is rain?"), assistant("For which city?")]
    assert decided([RAIN, STOCK], "How likely is rain?").missing is not None
    assert calls([RAIN, STOCK], *before, "Reykjavik") == [("get_rain_probability", {"location": "Reykjavik"})]
    assert calls([RAIN, STOCK], *before, "Never mind. What is the Nvidia share price?") == [
        ("get_stock_price", {"symbol": "NVDA"})
    ]


# --- chains and retries -----------------------------------------------------------------------


def test_a_chain_uses_each_output_for_the_next_call_and_ends() -> None:
    tools = [TRACK, ORDERS, FIND]
    messages = [user("Find the customer Bob Stone, list his orders and track the order.")]
    assert calls(tools, *messages) == [("find_customer", {"name": "Bob Stone"})]
    messages += called("find_customer", {"id": "C-7"}, 1, name="Bob Stone")
    assert calls(tools, *messages) == [("list_orders", {"customer_id": "C-7"})]
    messages += called("list_orders", {"orders": [{"order_id": "O-9"}]}, 2, customer_id="C-7")
    assert calls(tools, *messages) == [("track_order", {"order_id": "O-9"})]
    messages += called("track_order", {"status": "on its way"}, 3, order_id="O-9")
    assert calls(tools, *messages) == []


def test_a_lookup_is_called_though_nobody_asked_for_it() -> None:
    assert calls([ORDERS, FIND], "Which orders does Alice Johnson have?") == [
        ("find_customer", {"name": "Alice Johnson"})
    ]


def test_an_id_that_is_said_needs_no_lookup() -> None:
    assert calls([ORDERS, FIND], "List the orders of customer C-1042.") == [("list_orders", {"customer_id": "C-1042"})]


def test_a_failed_lookup_is_not_tried_again() -> None:
    messages = [
        user("Which orders does Alice Johnson have?"),
        *called("find_customer", {"error": "no such customer"}, name="Alice Johnson"),
    ]
    decision = decided([ORDERS, FIND], *messages)
    assert decision.calls == () and decision.missing is None


def test_an_error_that_names_the_values_is_answered_once_with_one_of_them() -> None:
    sensor = tool("read_sensor", "Read a sensor.", sensor="Name of the sensor", unit="Unit of the value")
    question = user("Read the greenhouse sensor in Celsius.")
    failed = called("read_sensor", "Error: unit must be one of 'C', 'F'", sensor="greenhouse", unit="Celsius")
    assert calls([sensor], question, *failed) == [("read_sensor", {"sensor": "greenhouse", "unit": "C"})]
    again = called("read_sensor", "Error: unit must be one of 'C', 'F'", 2, sensor="greenhouse", unit="C")
    assert calls([sensor], question, *failed, *again) == []


@pytest.mark.parametrize(
    ("error", "values"),
    [
        ("unknown zone; accepted values: north, south", ["north", "south"]),
        ("size must be one of 'S', 'M' or 'L'", ["S", "M", "L"]),
        ("사용할 수 있는 값: 강남구, 서초구", ["강남구", "서초구"]),
        ("可用的值：台中市、台南市", ["台中市", "台南市"]),
        ("the server is down", []),
    ],
)
def test_the_values_that_an_error_names(error: str, values: list[str]) -> None:
    assert accepted_values(error) == values


def test_rounds_end() -> None:
    messages = [user("Which orders does Alice Johnson have?")]
    for n in range(9):
        messages += called("find_customer", {"note": n}, n, name=f"Alice {n}")
    assert calls([ORDERS, FIND], *messages) == []


def test_functions_nobody_has_seen() -> None:
    spell = tool(
        "cast_spell",
        "Cast a spell on a creature.",
        spell="The spell to cast",
        creature="The creature",
        power=number("Power", "integer"),
    )
    assert calls([spell, WEATHER], "Cast the spell 'Lumos' on the creature Smaug with power 9.") == [
        ("cast_spell", {"spell": "Lumos", "creature": "Smaug", "power": 9})
    ]


@pytest.mark.parametrize("moment", ["tomorrow", "tonight", "next Monday", "this weekend"])
def test_a_moment_is_no_part_of_a_place(moment: str) -> None:
    weather = tool("get_weather", "Get the weather at a location.", location="The city, for example Busan")
    assert calls([weather], f"What's the weather in Daegu {moment}?") == [("get_weather", {"location": "Daegu"})]


@pytest.mark.parametrize(
    "question",
    [
        "What is the temperature in Ashbridge, and how probable is rain there?",
        "How warm is it in Quorley and the probability of rain there?",
    ],
)
def test_a_place_said_once_holds_for_both_functions(question: str) -> None:
    tools = [
        tool("get_current_temperature", "Get the current temperature at a location", location="A city, e.g. Lima"),
        tool("get_rain_probability", "Get the probability of rain at a location", location="A city, e.g. Lima"),
    ]
    found = calls(tools, question)
    assert [name for name, _ in found] == ["get_current_temperature", "get_rain_probability"]
    assert found[0][1] == found[1][1] and found[0][1]["location"] in ("Ashbridge", "Quorley")


@pytest.mark.parametrize("settings", [{}, {"tool_choice": "required"}])
def test_what_a_caller_does_to_a_decision_stays_with_the_caller(settings: dict[str, str]) -> None:
    """What was read of a question is remembered for later turns, so a decision must not give it out of hand."""
    weather = tool("get_weather", "Get the weather.", place="The city", days=number("Days", "integer"), strict=True)
    question = "What's the weather in Daegu?"
    first = decided([weather], question, **settings)
    before = repr(first)
    known = first.calls[0].arguments if first.calls else first.missing.known
    known["place"], known["more"] = "elsewhere", True
    assert repr(decided([weather], question, **settings)) == before


@pytest.mark.parametrize(
    "said", ["Thanks!", "OK, thank you very much.", "Bye!", "Never mind, thanks.", "ok", "감사합니다!", "好的，謝謝"]
)
def test_a_courtesy_is_never_an_argument(said: str) -> None:
    talk = ["In Fahrenheit, please.", assistant("Which place do you mean?"), said]
    assert calls([WEATHER], *talk) == []
    assert calls([RAIN], "Will it rain?", assistant("In which city?"), said) == []


@pytest.mark.parametrize("said", ["Busan, thanks.", "Busan please", "OK, Busan!"])
def test_a_courtesy_beside_an_answer_does_no_harm(said: str) -> None:
    assert calls([RAIN], "Will it rain?", assistant("In which city?"), said) == [
        ("get_rain_probability", {"location": "Busan"})
    ]


FORECAST = tool("get_forecast", "Get the weather forecast for a city.", location="The city")
WIND = tool("get_wind_speed", "Get the wind speed in a city.", city="The city")


@pytest.mark.parametrize(
    "question",
    ["How windy is it in Oslo?", "How strong is the wind in Oslo?", "Wind in Oslo?", "오슬로의 바람은 어때?"],
)
def test_the_function_for_just_what_is_asked_is_enough(question: str) -> None:
    assert [name for name, _ in calls([FORECAST, WIND], question)] == ["get_wind_speed"]


@pytest.mark.parametrize("question", ["What is the weather in Oslo?", "What's the forecast for Oslo?"])
def test_the_wider_function_is_called_for_the_wider_thing(question: str) -> None:
    assert calls([FORECAST, WIND], question) == [("get_forecast", {"location": "Oslo"})]


@pytest.mark.parametrize("question", ["How strong is the wind in Oslo, and will it rain there?"])
def test_each_narrower_thing_has_its_function(question: str) -> None:
    assert {name for name, _ in calls([FORECAST, WIND, RAIN], question)} == {"get_wind_speed", "get_rain_probability"}


ARITHMETIC = [
    tool(name, f"{name.capitalize()} two numbers.", a={"type": "number"}, b={"type": "number"})
    for name in ("add", "subtract", "multiply", "divide")
]


@pytest.mark.parametrize(
    ("question", "name", "a", "b"),
    [
        ("What is 3 plus 4.5?", "add", 3, 4.5),
        ("What's the sum of 2 and 9?", "add", 2, 9),
        ("3 + 4 = ?", "add", 3, 4),
        ("How much is 7 times 8?", "multiply", 7, 8),
        ("What is the product of 6 and 12?", "multiply", 6, 12),
        ("What is 20 minus 5?", "subtract", 20, 5),
        ("What do you get for 12 divided by 4?", "divide", 12, 4),
        ("12 나누기 4는 얼마야?", "divide", 12, 4),
        ("20減5是多少？", "subtract", 20, 5),
    ],
)
def test_arithmetic_asks_for_the_function_that_does_it(question: str, name: str, a: float, b: float) -> None:
    assert calls(ARITHMETIC, question) == [(name, {"a": a, "b": b})]


@pytest.mark.parametrize("question", ["Call me on 555-1234.", "The score was 3-4.", "Was it on 3/4 or 5/6?"])
def test_a_stroke_inside_a_number_is_no_arithmetic(question: str) -> None:
    assert calls(ARITHMETIC, question) == []
