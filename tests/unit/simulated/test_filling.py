"""Which value goes to which parameter, and for how many calls."""

from __future__ import annotations

from typing import Any

import pytest

from .tools import RAIN, STOCK, WEATHER, calls, decided, number, one_of, tool


def only(tools: Any, question: str) -> dict[str, Any]:
    """The arguments of the one call."""
    ((_, arguments),) = calls(tools if isinstance(tools, list) else [tools], question)
    return arguments


RECTANGLE = tool(
    "rectangle_area", "Compute the area of a rectangle.", width=number("The width"), height=number("The height")
)
FLIGHT = tool(
    "find_flight",
    "Find a flight between two cities.",
    origin="City of departure",
    destination="City of arrival",
    date="Date, YYYY-MM-DD",
)


@pytest.mark.parametrize(
    "question",
    [
        "Area of a rectangle of width 4 and height 7?",
        "What is the area of a rectangle with height 7 and width 4?",
        "The rectangle is 4 wide. Its height is 7. What is the area?",
    ],
)
def test_words_beside_a_number_say_which_it_is(question: str) -> None:
    assert only(RECTANGLE, question) == {"width": 4, "height": 7}


def test_prepositions_give_the_direction() -> None:
    wanted = {"origin": "Oslo", "destination": "Lisbon", "date": "2026-03-04"}
    assert only(FLIGHT, "Find a flight from Oslo to Lisbon on March 4, 2026.") == wanted
    assert only(FLIGHT, "Find a flight to Lisbon from Oslo on 2026-03-04.") == wanted


def test_a_number_is_converted_to_the_unit_that_the_schema_asks_for() -> None:
    bmi = tool(
        "bmi", "Calculate the body mass index.", weight=number("Weight in kilograms"), height=number("Height in metres")
    )
    assert only(bmi, "What is the body mass index for a weight of 70 kg and a height of 180 cm?") == {
        "weight": 70,
        "height": 1.8,
    }


def test_a_percentage_is_a_share_where_a_decimal_is_asked_for() -> None:
    decimal = tool(
        "interest",
        "Compute the interest of a loan.",
        rate=number("Annual rate as a decimal"),
        years=number("Years", "integer"),
    )
    percent = tool(
        "interest",
        "Compute the interest of a loan.",
        rate=number("Annual rate in percent"),
        years=number("Years", "integer"),
    )
    question = "What is the interest of a loan at 5% over 3 years?"
    assert only(decimal, question) == {"rate": 0.05, "years": 3}
    assert only(percent, question) == {"rate": 5, "years": 3}


def test_a_list_parameter_takes_the_whole_list() -> None:
    average = tool("average", "Compute the average of numbers.", numbers={"type": "array", "items": {"type": "number"}})
    assert only(average, "What is the average of 3, 4 and 8?") == {"numbers": [3, 4, 8]}
    assert only(average, "What is the average of [3, 4.5]?") == {"numbers": [3, 4.5]}


def test_an_object_is_filled_from_its_properties() -> None:
    save = tool(
        "save_contact",
        "Save a contact.",
        contact={
            "type": "object",
            "properties": {
                "name": {"type": "string", "description": "Name of the person"},
                "email": {"type": "string"},
            },
            "required": ["name", "email"],
        },
    )
    assert only(save, "Save the contact Ann Lee, ann@example.org.") == {
        "contact": {"name": "Ann Lee", "email": "ann@example.org"}
    }


@pytest.mark.parametrize(
    ("question", "on"), [("Turn on the fan.", True), ("Please switch the fan off.", False), ("선풍기 꺼 줘.", False)]
)
def test_a_boolean_by_the_wording(question: str, on: bool) -> None:
    assert only(tool("set_fan", "Switch the fan (선풍기) on or off.", on={"type": "boolean"}), question) == {"on": on}


def test_optional_arguments_are_left_out_unless_said() -> None:
    search = tool(
        "search_hotels",
        "Search hotels in a city.",
        ["city"],
        city="City",
        stars=number("Stars", "integer"),
        pool={"type": "boolean"},
    )
    assert only(search, "Search hotels in Rome.") == {"city": "Rome"}
    assert only(search, "Search hotels with 4 stars and a pool in Rome.") == {"city": "Rome", "stars": 4, "pool": True}


def test_a_place_is_written_as_the_example_writes_it_and_as_the_person_said_it() -> None:
    assert only(WEATHER, "What is the temperature in Chicago?") == {"location": "Chicago, IL", "unit": "Fahrenheit"}
    assert only(WEATHER, "부산의 온도는 몇 도인가요?") == {"location": "부산", "unit": "Celsius"}
    assert only(RAIN, "What is the probability of rain in Chicago?") == {"location": "Chicago"}


@pytest.mark.parametrize("question", ["What is Apple's stock price?", "애플 주가 알려 줘", "蘋果的股價是多少？"])
def test_a_company_becomes_its_ticker_where_one_is_asked_for(question: str) -> None:
    assert only(STOCK, question) == {"symbol": "AAPL"}


def test_what_is_converted_from_and_to() -> None:
    convert = tool("convert", "Convert an amount of money to another currency.", amount=number("Amount"),
                   source=one_of("USD", "EUR", "KRW", about="Currency to convert from"),
                   target=one_of("USD", "EUR", "KRW", about="Currency to convert to"))  # fmt: skip
    wanted = {"amount": 20, "source": "EUR", "target": "USD"}
    assert only(convert, "Convert 20 euros to dollars.") == wanted
    assert only(convert, "How many dollars is 20 euros?") == wanted
    assert only(convert, "20유로를 달러로 환전하면 얼마예요?") == wanted


# --- several calls ----------------------------------------------------------------------------


def test_each_place_of_an_enumeration_has_its_call() -> None:
    found = calls([RAIN], "What is the probability of rain in Oslo, Paris and Rome?")
    assert [arguments["location"] for _, arguments in found] == ["Oslo", "Paris", "Rome"]


def test_respectively_pairs_what_is_listed() -> None:
    timer = tool(
        "play",
        "Play music of an artist.",
        artist="Name of the artist",
        minutes=number("Duration in minutes", "integer"),
    )
    found = calls([timer], "Play music of Nina Simone and Chet Baker for 20 and 15 minutes respectively.")
    assert [a for _, a in found] == [{"artist": "Nina Simone", "minutes": 20}, {"artist": "Chet Baker", "minutes": 15}]


def test_two_enumerations_are_crossed() -> None:
    score = tool(
        "team_score",
        "Get the score of a team in a season.",
        team="Name of the team",
        season=number("The year", "integer"),
    )
    found = calls([score], "What was the score of the Lakers and the Bulls in the seasons 2018 and 2020?")
    assert {(a["team"], a["season"]) for _, a in found} == {
        ("Lakers", 2018),
        ("Lakers", 2020),
        ("Bulls", 2018),
        ("Bulls", 2020),
    }


def test_numbered_parameters_take_what_is_left_in_order() -> None:
    gcd = tool(
        "gcd",
        "Greatest common divisor of two numbers.",
        num1=number("First number", "integer"),
        num2=number("Second number", "integer"),
    )
    question = "What is the greatest common divisor of 12 and 18, and of 9 and 30?"
    assert [a for _, a in calls([gcd], question)] == [{"num1": 12, "num2": 18}, {"num1": 9, "num2": 30}]


def test_clauses_that_say_all_have_calls_of_their_own() -> None:
    found = calls(
        [RECTANGLE],
        "The first rectangle has a width of 3 and a height of 4. The second has a width of 5 and a height of 6. "
        "What is the area?",
    )
    assert [a for _, a in found] == [{"width": 3, "height": 4}, {"width": 5, "height": 6}]


def test_what_is_missing_is_named_with_what_is_known() -> None:
    decision = decided([FLIGHT], "Find a flight from Oslo to Lisbon.")
    assert decision.calls == ()
    assert decision.missing is not None
    assert (decision.missing.function, decision.missing.parameter) == ("find_flight", "date")
    assert decision.missing.known == {"origin": "Oslo", "destination": "Lisbon"}


def test_evidence_names_the_words_that_a_value_was_read_from() -> None:
    (call,) = decided([WEATHER], "What is the temperature in Oslo?").calls
    assert call.evidence["location"].words == "Oslo"
    assert "Oslo" in call.evidence["unit"].source


@pytest.mark.parametrize("about", ["A city, for example 'Busan'", "The city, near 'Busan'", "The city (e.g. Seoul)"])
@pytest.mark.parametrize(
    "question",
    [
        "Which is warmer, Busan or Seoul?",
        "How warm is it in Busan compared with Seoul?",
        "Is the temperature higher in Busan than in Seoul?",
    ],
)
def test_both_things_that_are_compared_are_looked_up(about: str, question: str) -> None:
    weather = tool("get_current_temperature", "Get the current temperature at a location.", location=about)
    assert [a for _, a in calls([weather], question)] == [{"location": "Busan"}, {"location": "Seoul"}]


@pytest.mark.parametrize("place", ["Busan", "Springfield Oaks"])
@pytest.mark.parametrize("question", ["Nickname of {}?", "The nickname of {}, please.", "Nickname for {}"])
def test_what_a_function_gives_is_no_part_of_a_name(question: str, place: str) -> None:
    nickname = tool("get_nickname", "Get the nickname of a city.", location={"type": "string"})
    assert only(nickname, question.format(place)) == {"location": place}


@pytest.mark.parametrize(
    ("question", "days"),
    [
        ("Weather in Taipei over the next two days?", 2),
        ("What will the weather be in Taipei for the next 3 days?", 3),
        ("Forecast for Taipei, a week ahead", 7),
        ("Taipei weather forecast for the coming week", 7),
        ("Forecast for Taipei for two weeks", 14),
        ("What is the weather in Taipei within a fortnight?", 14),
        ("What is the weather in Taipei?", None),
    ],
)
def test_a_span_of_time_is_a_number_of_days(question: str, days: int | None) -> None:
    forecast = tool(
        "get_forecast",
        "Get the weather forecast for a city.",
        ["location"],
        location="The city",
        days=number("How many days", "integer"),
    )
    assert only(forecast, question) == {"location": "Taipei"} | ({"days": days} if days else {})


@pytest.mark.parametrize(
    ("said", "start", "end"),
    [
        ("from January to June 2024", "2024-01-01", "2024-06-30"),
        ("between February and April 2023", "2023-02-01", "2023-04-30"),
        ("from May 2022 until February 2024", "2022-05-01", "2024-02-29"),
        ("in March 2024", "2024-03-01", "2024-03-31"),
        ("in 2023", "2023-01-01", "2023-12-31"),
        ("from 2024-01-05 to 2024-02-06", "2024-01-05", "2024-02-06"),
    ],
)
def test_a_period_begins_with_the_first_day_and_ends_with_the_last(said: str, start: str, end: str) -> None:
    change = tool(
        "get_price_change",
        "Get the change of a share price between two dates.",
        ticker="Ticker symbol, e.g. AAPL",
        start="Start date, YYYY-MM-DD",
        end="End date, YYYY-MM-DD",
    )
    assert only(change, f"Price change of MSFT {said}") == {"ticker": "MSFT", "start": start, "end": end}


@pytest.mark.parametrize(
    ("question", "arguments"),
    [
        ("Roll two dice", {"count": 2}),
        ("Please roll 4 dice", {"count": 4}),
        ("Roll five dice with 12 sides", {"sides": 12, "count": 5}),
    ],
)
def test_a_count_takes_the_number_of_whatever_is_named(question: str, arguments: dict[str, int]) -> None:
    whole = {"type": "integer"}
    dice = tool("roll_dice", "Roll some dice.", [], sides=whole | {"default": 6}, count=whole | {"default": 1})
    assert only(dice, question) == arguments


@pytest.mark.parametrize(
    "question",
    [
        "I'd like one pizza with ham and pineapple, I'll pick it up",
        "One pizza with ham and pineapple; we'll come and get it.",
        "One pizza with ham and pineapple, please deliver it",
    ],
)
def test_what_somebody_will_do_is_no_part_of_a_list(question: str) -> None:
    pizza = tool(
        "order_pizza",
        "Order a pizza.",
        ["count", "toppings"],
        count=number("How many pizzas", "integer"),
        toppings={"type": "array", "items": {"type": "string"}, "description": "The toppings"},
    )
    assert only(pizza, question) == {"count": 1, "toppings": ["ham", "pineapple"]}


TRANSLATE = tool(
    "translate",
    "Translate a text.",
    text="The text to translate",
    language=one_of("English", "Korean", "Chinese", about="The language to translate to"),
)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("Translate I love you to Korean.", "I love you"),
        ("Please translate good morning into Korean", "good morning"),
        ("Translate the sentence the cat sleeps in the garden to Korean.", "the cat sleeps in the garden"),
        ("Translate: Where is the station? (Korean)", "Where is the station?"),
        ("Translate “see you” to Korean, please.", "see you"),
    ],
)
def test_a_text_needs_no_quotes_after_the_verb_that_it_is_for(question: str, text: str) -> None:
    assert only(TRANSLATE, question) == {"text": text, "language": "Korean"}


@pytest.mark.parametrize("question", ["Translate this to Korean.", "Can you translate that into Korean?"])
def test_a_word_for_a_text_is_not_the_text(question: str) -> None:
    decision = decided([TRANSLATE], question)
    assert decision.missing is not None
    assert (decision.missing.parameter, decision.missing.known) == ("text", {"language": "Korean"})


def test_a_language_that_is_not_offered_is_asked_for() -> None:
    decision = decided([TRANSLATE], "Translate hello to French")
    assert decision.missing is not None
    assert (decision.missing.parameter, decision.missing.known) == ("language", {"text": "hello"})
