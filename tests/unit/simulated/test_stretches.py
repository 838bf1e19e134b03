"""What to remind of, to say and to look for is taken as it stands in the sentence."""

from __future__ import annotations

import pytest

from helpers.local_api.models.simulated.reading.stretches import stretches
from helpers.local_api.models.simulated.reading.values import values

from .tools import calls, tool

REMIND = tool("set_reminder", "Set a reminder", text="What to be reminded of", time="When, for example 17:00")
TODO = tool("add_task", "Add an item to the to-do list", task="The task")
EVENT = tool("create_event", "Creates a new event in the calendar", title="Title of the event", date="YYYY-MM-DD")
MAIL = tool("send_email", "Send an email", to="The address", subject="The subject", body="The text of the email")
FIND = tool("web_search", "Search the web", query="The search query")
WEATHER = tool("get_weather", "Get the weather", city="The city")


@pytest.mark.parametrize(
    ("function", "question", "arguments"),
    [
        (REMIND, "Remind me to call mom at 5 pm", {"text": "call mom", "time": "17:00"}),
        (REMIND, "At 20:00 remind me to take out the trash, please.", {"text": "take out the trash", "time": "20:00"}),
        (TODO, "Add a task to pick up the kids from school", {"task": "pick up the kids from school"}),
        (TODO, "Add buy eggs to my shopping list", {"task": "buy eggs"}),
        (TODO, "Add bread and butter to the grocery list please", {"task": "bread and butter"}),
        (TODO, "Add a to-do: finish the slides for Monday's talk!", {"task": "finish the slides for Monday's talk"}),
        (EVENT, "Put lunch with Sam in my calendar for 2025-08-01", {"title": "lunch with Sam", "date": "2025-08-01"}),
        (EVENT, "Create an event called Design Review on 2025-07-02", {"title": "Design Review", "date": "2025-07-02"}),
        (
            MAIL,
            "Send an email to joe@acme.com with the subject Meeting moved and tell him that it begins at 3 pm.",
            {"to": "joe@acme.com", "subject": "Meeting moved", "body": "it begins at 3 pm"},
        ),
        (
            MAIL,
            "Send an email to amy@acme.com with subject Lunch saying I am five minutes late",
            {"to": "amy@acme.com", "subject": "Lunch", "body": "I am five minutes late"},
        ),
        (FIND, "Search the web for the winner of the last Super Bowl", {"query": "winner of the last Super Bowl"}),
        (FIND, "Look up how tides work online", {"query": "how tides work"}),
        (FIND, 'Search for "blue whales" on the web', {"query": "blue whales"}),
    ],
)
def test_stretches_become_arguments(function, question: str, arguments: dict[str, str]) -> None:
    assert calls([function], question) == [(function["function"]["name"], arguments)]


@pytest.mark.parametrize(
    "question", ["What is the weather in Oslo?", "Add it to my list", "Create a task.", "Book a table at Noma on 2025-07-02"]
)
def test_what_has_no_parameter_for_it_or_says_nothing_is_none(question: str) -> None:
    assert [one for one in stretches(question, values(question)) if one.use in ("task", "message", "query")] == []


def test_other_functions_are_filled_as_before() -> None:
    assert calls([WEATHER], "Remind me what the weather in Oslo is") == [("get_weather", {"city": "Oslo"})]
