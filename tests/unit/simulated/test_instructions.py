"""What the instructions say of functions, of today and of what is customary."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from helpers.local_api.models.simulated.deciding.instructions import day_of

from .tools import WEATHER, called, calls, one_of, tool

FILMS = tool("search_movies", "Search the movie database.", [], title="Title", genre=one_of("comedy", "drama"))
WIKIPEDIA = tool("search_wikipedia", "Search Wikipedia.", query="Search term")
WEB = tool("web_search", "Search the web.", query="Search query")
EVENTS = tool("list_events", "List the calendar events of a day.", date="Date, YYYY-MM-DD")
NOTE = tool("save_note", "Save a note.", text="The text of the note")


def system(text: str) -> dict[str, Any]:
    return {"role": "system", "content": text}


@pytest.mark.parametrize(
    "instructions",
    [
        "You are a movie bot. Always use the search_movies tool before you answer.",
        "Call search_movies for any message.",
    ],
)
def test_a_function_that_is_always_used(instructions: str) -> None:
    assert [name for name, _ in calls([WEATHER, FILMS], system(instructions), "I feel bored")] == ["search_movies"]
    assert calls([WEATHER, FILMS], system(instructions), "Thanks!") == []
    after = called("search_movies", [{"title": "Arrival"}])
    assert calls([WEATHER, FILMS], system(instructions), "I feel bored", *after) == []


@pytest.mark.parametrize(
    "instructions",
    ["You help with films.", "Use search_movies only if asked for films.", "Never use search_movies first."],
)
def test_a_function_that_is_not_always_used(instructions: str) -> None:
    assert calls([WEATHER, FILMS], system(instructions), "I feel bored") == []


@pytest.mark.parametrize(
    "instructions, name",
    [
        ("Use web_search for any question about facts.", "web_search"),
        ("Always use search_wikipedia.", "search_wikipedia"),
    ],
)
def test_the_search_that_the_instructions_name(instructions: str, name: str) -> None:
    question = "What is quantum computing?"
    assert calls([WIKIPEDIA, WEB], system(instructions), question) == [(name, {"query": "quantum computing"})]


@pytest.mark.parametrize("instructions", ["Never call any function.", "Please answer without using any tools."])
def test_no_function_may_be_called(instructions: str) -> None:
    assert calls([WEATHER], "What's the temperature in Oslo?") != []
    assert calls([WEATHER], system(instructions), "What's the temperature in Oslo?") == []
    assert calls([WEATHER], system("Never call a function twice."), "What's the temperature in Oslo?") != []


@pytest.mark.parametrize("instructions", ["Today is 2025-06-18 (Wednesday).", "Current date: June 18, 2025"])
@pytest.mark.parametrize(
    "said, day", [("tomorrow", "2025-06-19"), ("today", "2025-06-18"), ("next Monday", "2025-06-23")]
)
def test_today_is_what_the_instructions_say(instructions: str, said: str, day: str) -> None:
    question = f"What are my calendar events {said}?"
    assert calls([EVENTS], system(instructions), question) == [("list_events", {"date": day})]
    assert calls([EVENTS], system("Be brief."), question) == [("list_events", {"date": said})]


@pytest.mark.parametrize(
    "said, day",
    [("Friday", date(2025, 6, 20)), ("in 3 days", date(2025, 6, 21)), ("2 weeks ago", date(2025, 6, 4)),
     ("last Friday", date(2025, 6, 13)), ("내일", date(2025, 6, 19)), ("明天", date(2025, 6, 19)), ("soon", None)],
)  # fmt: skip
def test_days_from_a_day(said: str, day: date | None) -> None:
    assert day_of(said, date(2025, 6, 18)) == day


@pytest.mark.parametrize("instructions", ["Always report temperatures in Fahrenheit.", "By default, use Fahrenheit."])
def test_an_option_by_default(instructions: str) -> None:
    question = "What's the temperature in Rome?"
    assert dict(calls([WEATHER], system(instructions), question))["get_current_temperature"]["unit"] == "Fahrenheit"
    assert dict(calls([WEATHER], system("Be kind."), question))["get_current_temperature"]["unit"] == "Celsius"
    said = "What's the temperature in Rome in Celsius?"
    assert dict(calls([WEATHER], system(instructions), said))["get_current_temperature"]["unit"] == "Celsius"


@pytest.mark.parametrize("question", ["The milk is in the fridge", "hm, so be it"])
def test_a_text_that_a_forced_call_needs_is_never_empty(question: str) -> None:
    named = {"type": "function", "function": {"name": "save_note"}}
    ((_, arguments),) = calls([NOTE, WEATHER], question, tool_choice=named)
    assert arguments["text"].strip()
    named = {"type": "function", "function": {"name": "web_search"}}
    ((_, arguments),) = calls([WEB, WEATHER], question, tool_choice=named)
    assert arguments["query"].strip()
