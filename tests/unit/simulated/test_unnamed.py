"""Functions that a question asks for without a word of their descriptions: by its values, by what is said of them."""

from __future__ import annotations

from typing import Any

import pytest

from .tools import assistant, called, calls, decided, number, tool

PRICE = tool("get_stock_price", "Get the current price of a stock.", symbol="Ticker symbol, e.g. AAPL")
FORECAST = tool("get_weather", "Get the weather in a city.", city="Name of the city")
CONVERT = tool(
    "convert_units", "Convert a value between units.", value=number(), from_unit="e.g. km, kg", to_unit="e.g. miles, lb"
)
FILM = tool("get_movie_details", "Get details (cast, runtime, rating) of a movie.", title="Title of the movie")
SHOWTIMES = tool("get_showtimes", "Get the showtimes of a movie in a cinema.", movie="The movie", city="The city")
EVENTS = tool("list_events", "List the calendar events of a day.", date="Date, YYYY-MM-DD")
TABLE = tool(
    "make_reservation", "Reserve a table at a restaurant.", restaurant_name="", date="YYYY-MM-DD", time="HH:MM"
)
CANCEL = tool("cancel_stock_alert", "Cancel the price alert of a stock.", symbol="Ticker symbol")
ALL = [PRICE, FORECAST, CONVERT, FILM, SHOWTIMES, EVENTS, TABLE]


@pytest.mark.parametrize(
    "question, name, arguments",
    [
        ("AAPL", "get_stock_price", {"symbol": "AAPL"}),
        ("How is NVDA doing?", "get_stock_price", {"symbol": "NVDA"}),
        ("Is Microsoft up or down today?", "get_stock_price", {"symbol": "MSFT"}),
        ("Should I wear a jacket in Oslo?", "get_weather", {"city": "Oslo"}),
        ("What do I have on 2025-06-20?", "list_events", {"date": "2025-06-20"}),
        ("Am I busy on 2025-06-21?", "list_events", {"date": "2025-06-21"}),
        ("how many pounds is 10 kg?", "convert_units", {"value": 10, "from_unit": "kg", "to_unit": "lb"}),
        ("How many miles is 5 km?", "convert_units", {"value": 5, "from_unit": "km", "to_unit": "miles"}),
        ("Who directed Inception?", "get_movie_details", {"title": "Inception"}),
        ("What is the runtime of Vertigo?", "get_movie_details", {"title": "Vertigo"}),
        ("Tell me about Titanic", "get_movie_details", {"title": "Titanic"}),
        ("When is Dune playing in Dallas?", "get_showtimes", {"movie": "Dune", "city": "Dallas"}),
    ],
)
def test_values_say_which_function_is_meant(question: str, name: str, arguments: dict[str, Any]) -> None:
    assert calls(ALL, question) == [(name, arguments)]


def test_one_call_for_each_value() -> None:
    assert calls(ALL, "Check MSFT and GOOG for me") == [
        ("get_stock_price", {"symbol": "MSFT"}),
        ("get_stock_price", {"symbol": "GOOG"}),
    ]


@pytest.mark.parametrize(
    "question",
    ["Who founded Apple?", "How many people live in Oslo?", "What is the capital of France?", "Who painted Guernica?",
     "Thanks, Anna!", "Hello", "I was born on 2001-06-20."],
)  # fmt: skip
def test_a_topic_of_its_own_is_no_function_s(question: str) -> None:
    assert calls(ALL, question) == []


@pytest.mark.parametrize("question", ["AAPL", "How is NVDA doing?"])
def test_values_alone_never_ask_for_a_change(question: str) -> None:
    assert calls([CANCEL], question) == []


@pytest.mark.parametrize("question", ["Book me a table at Noma", "Reserve us a table at Noma please"])
def test_what_an_act_lacks_is_asked_for(question: str) -> None:
    missing = decided(ALL, question).missing
    assert missing is not None and missing.function == "make_reservation"
    assert missing.known == {"restaurant_name": "Noma"}


TRANSLATE = tool("translate_text", "Translate text into another language.", text="", target_language="e.g. French")


@pytest.mark.parametrize(
    "question, text, language",
    [
        ("how do you say good morning in Japanese?", "good morning", "Japanese"),
        ("How would I say thank you in Korean?", "thank you", "Korean"),
    ],
)
def test_how_something_is_said_in_a_language(question: str, text: str, language: str) -> None:
    assert calls([*ALL, TRANSLATE], question) == [("translate_text", {"text": text, "target_language": language})]
    assert calls([TRANSLATE], "How do you say that?") == []


@pytest.mark.parametrize(
    "question, expected",
    [
        ("When is it playing in Dallas?", [("get_showtimes", {"movie": "Inception", "city": "Dallas"})]),
        ("Where is it playing?", []),
        ("Do you like it?", []),
    ],
)
def test_it_is_the_thing_of_the_last_call(question: str, expected: list) -> None:
    before = [
        "Who directed Inception?",
        *called("get_movie_details", {"director": "Christopher Nolan"}, title="Inception"),
        assistant("Christopher Nolan directed it."),
    ]
    assert [call for call in calls([FILM, SHOWTIMES], *before, question) if call[0] != "get_movie_details"] == expected
