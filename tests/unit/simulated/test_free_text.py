"""Free texts: the stretch of a question that is one, not its last noun."""

from __future__ import annotations

from typing import Any

import pytest

from helpers.local_api.models.simulated.deciding.filling import fill
from helpers.local_api.models.simulated.deciding.scene import scene_of
from helpers.local_api.models.simulated.deciding.schema import function_of

from .tools import number, one_of, tool


def given(tool_: Any, question: str) -> dict[str, Any]:
    """The arguments of the first call of a function that is asked for."""
    return dict(fill(function_of(tool_), scene_of(question)).calls[0][0])


REMINDER = tool("set_reminder", "Set a reminder", text="What to be reminded of", time="When, e.g. 17:00")
TASK = tool(
    "add_todo",
    "Add an item to the to-do list",
    ["task"],
    task="Task text",
    priority=one_of("low", "high"),
)
MAIL = tool("send_email", "Send an email", to="The email address", subject="Subject line", body="Body of the email")
FILE = tool("create_file", "Create a file with content", path="The path of the file", content="What is in the file")
WEB = tool("web_search", "Search the web for current information", query="The search query")
SHOP = tool(
    "search_products", "Search the catalogue", query="What is looked for", max_price=number("The highest price")
)
EVENT = tool("create_event", "Create a calendar event", title="The title", date="The date, YYYY-MM-DD")


@pytest.mark.parametrize(
    ("question", "text", "time"),
    [
        ("Remind me to call mom at 5 pm", "call mom", "17:00"),
        ("remind me at 8pm to take out the trash", "take out the trash", "20:00"),
        ("Set a reminder: pick up the kids at 3pm", "pick up the kids", "15:00"),
        ("Please don't let me forget to water the plants at 9 am", "water the plants", "09:00"),
    ],
)
def test_what_is_to_be_done_keeps_its_verb(question: str, text: str, time: str) -> None:
    assert given(REMINDER, question) == {"text": text, "time": time}


@pytest.mark.parametrize(
    ("tool_", "question", "wanted"),
    [
        (TASK, "Add buy eggs to my todo list", {"task": "buy eggs"}),
        (TASK, "add a todo: finish the slides", {"task": "finish the slides"}),
        (TASK, "I need to pick up the kids, that's high priority", {"task": "pick up the kids", "priority": "high"}),
        (FILE, "Create a file hello.txt that says Hello World", {"path": "hello.txt", "content": "Hello World"}),
        (FILE, "write print(1) to main.py", {"path": "main.py", "content": "print(1)"}),
        (EVENT, "Put lunch with Sam in my calendar for 2025-08-01", {"title": "lunch with Sam", "date": "2025-08-01"}),
        (EVENT, "Create an event called Design Review on 2025-07-02", {"title": "Design Review", "date": "2025-07-02"}),
    ],
)
def test_a_text_goes_on_to_what_another_parameter_takes(tool_: Any, question: str, wanted: dict[str, Any]) -> None:
    assert given(tool_, question) == wanted


@pytest.mark.parametrize(
    ("question", "query"),
    [
        ("Search the web for the winner of the last Super Bowl", "winner of the last Super Bowl"),
        ("look up the history of the Eiffel Tower please", "history of the Eiffel Tower"),
    ],
)
def test_what_is_searched_for_keeps_its_prepositions(question: str, query: str) -> None:
    assert given(WEB, question) == {"query": query}


def test_a_query_ends_where_a_bound_begins() -> None:
    wanted = {"query": "wireless headphones", "max_price": 100}
    assert given(SHOP, "I'm looking for wireless headphones under 100 dollars") == wanted
    assert given(SHOP, "search for wireless headphones below 100 dollars") == wanted


@pytest.mark.parametrize(
    ("question", "subject", "body"),
    [
        (
            "Send an email to joe@acme.com with the subject Meeting moved and tell him the meeting is now at 3pm",
            "Meeting moved",
            "the meeting is now at 3pm",
        ),
        ("Email joe@acme.com that the report is ready. Subject: Report", "Report", "the report is ready"),
        ("Mail to joe@acme.com, subject: Lunch, body: See you at noon", "Lunch", "See you at noon"),
    ],
)
def test_a_parameters_name_before_a_text_says_which_it_is(question: str, subject: str, body: str) -> None:
    assert given(MAIL, question) == {"to": "joe@acme.com", "subject": subject, "body": body}


def test_several_things_are_no_one_text() -> None:
    assert given(TASK, "Add milk, bread and butter to my list") == {"task": "milk"}
    assert given(TASK, "Add green tea, bread to my list") == {"task": "green tea"}


@pytest.mark.parametrize("question", ["search for it", "Create an event on 2025-07-02", "add an event on 2025-07-02"])
def test_words_that_stand_for_a_text_are_none(question: str) -> None:
    assert not {"query", "title"} & given(WEB if "search" in question else EVENT, question).keys()
