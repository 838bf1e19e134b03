"""What is easily left out: the day of a time, how many people, how many stars."""

from __future__ import annotations

from typing import Any

import pytest

from helpers.local_api.models.simulated.deciding.filling import fill
from helpers.local_api.models.simulated.deciding.scene import scene_of
from helpers.local_api.models.simulated.deciding.schema import function_of

from .tools import number, tool


def given(tool_: Any, question: str) -> dict[str, Any]:
    """The arguments of the first call of a function that is asked for."""
    return dict(fill(function_of(tool_), scene_of(question)).calls[0][0])


EVENT = tool("create_event", "Create an event", start_time="Start date-time, ISO 8601", end_time="End date-time")
ALARM = tool("set_alarm", "Set an alarm", time="The time, HH:MM")
HOTEL = tool("search_hotels", "Search hotels", ["city"], city="The city", guests=number(kind="integer"))
PLACES = tool(
    "find_restaurants",
    "Find restaurants",
    ["city"],
    city="The city",
    min_rating=number("Lowest rating"),
    party_size=number(kind="integer"),
)


@pytest.mark.parametrize(
    "question", ["An event on 2025-07-02 from 14:00 to 15:00", "An event from 2 pm to 3 pm on July 2, 2025"]
)
def test_a_day_and_a_time_are_joined_where_both_are_asked_for(question: str) -> None:
    assert given(EVENT, question) == {"start_time": "2025-07-02T14:00:00", "end_time": "2025-07-02T15:00:00"}


def test_a_time_alone_stays_one() -> None:
    assert given(ALARM, "Set an alarm on 2025-07-02 at 14:00") == {"time": "14:00"}
    assert given(EVENT, "An event from 14:00 to 15:00") == {"start_time": "14:00", "end_time": "15:00"}


@pytest.mark.parametrize(
    "question", ["hotels in Rome for 3 people", "Search hotels in Rome for 3 guests", "hotels in Rome, 3 persons"]
)
def test_so_many_people_are_so_many_guests(question: str) -> None:
    assert given(HOTEL, question) == {"city": "Rome", "guests": 3}


@pytest.mark.parametrize("question", ["restaurants in Rome with at least 4.5 stars", "4.5 star restaurants in Rome"])
def test_stars_are_a_rating(question: str) -> None:
    assert given(PLACES, question) == {"city": "Rome", "min_rating": 4.5}


def test_other_things_are_no_guests() -> None:
    assert given(HOTEL, "hotels in Rome with 3 pools") == {"city": "Rome"}


@pytest.mark.parametrize(
    ("about", "wanted"),
    [
        ("2-letter ISO country code", "DE"),
        ("Two-letter code, e.g. us", "de"),
        ("The country", "Germany"),
    ],
)
def test_a_country_is_its_code_where_that_is_asked_for(about: str, wanted: str) -> None:
    news = tool("get_news", "Get the news of a country", country=about)
    assert given(news, "Get the news in Germany") == {"country": wanted}
    assert given(news, "news from Germany please") == {"country": wanted}
