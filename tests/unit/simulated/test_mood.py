"""What a message tells to do, and what it only asks or forbids; what verbs of functions and of states mean."""

from __future__ import annotations

import pytest

from helpers.local_api.models.simulated.deciding.mood import allowed, asks_for_state, told
from helpers.local_api.models.simulated.deciding.schema import function_of
from helpers.local_api.models.simulated.deciding.verbs import doing

from .tools import assistant, called, calls, decided, tool, user

ROOM = {"type": "string", "enum": ["attic", "cellar", "living_room"]}
LAMP = tool("switch_lamp", "Switch a lamp on or off", room=ROOM, power={"type": "string", "enum": ["on", "off"]})
GATE = tool(
    "lock_gate",
    "Lock or unlock a gate",
    gate={"type": "string", "enum": ["north", "south"]},
    locked={"type": "boolean", "description": "true to lock, false to unlock"},
)
STATUS = tool("get_device_status", "Get the status of a device", device="Name of the device")
PARCEL = tool("get_parcel_status", "Get the status of a parcel", parcel_id="Id of the parcel")
SUM = tool("add", "Add two numbers", a={"type": "number"}, b={"type": "number"})


# --- questions and requests -------------------------------------------------------------------


@pytest.mark.parametrize(
    "question",
    [
        "Is the north gate locked?",
        "Did you lock the south gate?",
        "Who locked the north gate?",
        "Tell me if the south gate is locked.",
        "북쪽 문 잠겼어?",
        "北門鎖了嗎？",
    ],
)
def test_a_question_how_things_are_changes_nothing(question: str) -> None:
    assert calls([LAMP, GATE], question) == []


@pytest.mark.parametrize(
    "request_",
    [
        "Lock the north gate.",
        "Can you lock the north gate?",
        "Could you please lock the north gate?",
        "I'd like you to lock the north gate",
        "Would you mind to lock the north gate?",
        "Don't forget to lock the north gate.",
        "Is the south gate open? Please lock the north gate.",
        "Why don't you lock the north gate?",
    ],
)
def test_a_request_put_as_a_question_is_a_request(request_: str) -> None:
    assert calls([LAMP, GATE], request_) == [("lock_gate", {"gate": "north", "locked": True})]


@pytest.mark.parametrize(
    ("question", "device"), [("Is the dryer done?", "dryer"), ("Has the dishwasher finished yet?", "dishwasher")]
)
def test_a_question_for_a_state_asks_a_function_for_states(question: str, device: str) -> None:
    assert calls([LAMP, GATE, STATUS], question) == [("get_device_status", {"device": device})]


def test_a_question_whether_a_thing_has_arrived_asks_for_its_status() -> None:
    assert calls([PARCEL, GATE], "Has parcel Q-81 arrived yet?") == [("get_parcel_status", {"parcel_id": "Q-81"})]


@pytest.mark.parametrize("text", ["Is it raining?", "Are you there?", "Lock the gate", "Can it be done?"])
def test_no_state_of_a_named_thing(text: str) -> None:
    assert not asks_for_state(text)


def test_a_request_takes_the_thing_from_the_question_before_it_but_not_its_state() -> None:
    found = calls([LAMP], "Isn't the attic lamp on? Switch it off.")
    assert found == [("switch_lamp", {"room": "attic", "power": "off"})]


def test_a_question_still_calls_what_only_tells() -> None:
    assert calls([SUM], "What is the sum of 3 added to 4?") == [("add", {"a": 3, "b": 4})]


def test_a_question_does_not_repeat_what_was_done_before() -> None:
    thread = (user("Switch off the attic lamp"), assistant(called("switch_lamp", {"room": "attic", "power": "off"})))
    assert decided([LAMP], *thread, user("Is the cellar lamp on?")).calls == ()


# --- what is forbidden ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "message",
    [
        "Don't switch off the attic lamp",
        "Please do not switch off the attic lamp.",
        "I don't want you to switch off the attic lamp",
        "You shouldn't turn off the attic lamp",
        "다락방 불 끄지 마세요",
        "不要關燈",
    ],
)
def test_what_is_forbidden_is_not_done(message: str) -> None:
    assert calls([LAMP, GATE], message) == []


@pytest.mark.parametrize(
    "message",
    [
        "Switch off the attic lamp, but don't lock the north gate.",
        "Don't lock the north gate, switch off the attic lamp.",
        "Please don't lock the gate. Switch off the attic lamp.",
    ],
)
def test_what_is_not_forbidden_is_done(message: str) -> None:
    assert calls([LAMP, GATE], message) == [("switch_lamp", {"room": "attic", "power": "off"})]


@pytest.mark.parametrize(
    "text", ["Find a flat, but don't include shared ones", "I don't want to spend more than 20 dollars", "잊지 마"]
)
def test_a_limit_is_no_ban(text: str) -> None:
    assert allowed(text) == text


def test_what_is_left_stands_where_it_stood() -> None:
    text = "Is the gate locked? Lock it."
    assert told(text).strip() == "Lock it." and len(told(text)) == len(text)


# --- states -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("request_", "locked"),
    [
        ("Switch off the attic lamp and lock the north gate", True),
        ("Switch on the attic lamp and unlock the north gate", False),
        ("Keep the north gate unlocked", False),
    ],
)
def test_a_boolean_is_read_in_its_own_clause(request_: str, locked: bool) -> None:
    assert dict(calls([LAMP, GATE], request_))["lock_gate"] == {"gate": "north", "locked": locked}


@pytest.mark.parametrize(
    ("request_", "power"),
    [
        ("거실 불 꺼줘", "off"),
        ("거실 불 좀 켜 주세요", "on"),
        ("关掉客厅的灯", "off"),
        ("把客廳的燈打開", "on"),
        ("Dim the living room lamp", "on"),
        ("Set the living room lamp to 40%", "on"),
    ],
)
def test_a_verb_names_the_state_that_it_brings_about(request_: str, power: str) -> None:
    assert calls([LAMP, GATE], request_) == [("switch_lamp", {"room": "living_room", "power": power})]


def test_what_is_set_to_a_level_does_not_stay_off() -> None:
    off = assistant(called("switch_lamp", {"room": "attic", "power": "off"}))
    thread = (user("Switch off the attic lamp"), off, user("make the cellar lamp dimmer"))
    assert [c.arguments for c in decided([LAMP], *thread).calls] == [{"room": "cellar", "power": "on"}]


# --- what a function does ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "about", "side"),
    [
        ("book_room", "Book a room", "act"),
        ("order_status", "Status of an order", "tell"),
        ("order_pizza", "Place an order for pizza", "act"),
        ("get_orders", "Lists orders", "tell"),
        ("set_intersection", "Calculate the intersection of sets", ""),
        ("weather", "Current weather", ""),
    ],
)
def test_the_verb_of_a_function(name: str, about: str, side: str) -> None:
    assert doing(function_of(tool(name, about))) == side


# --- which of two sisters ---------------------------------------------------------------------

NOTES = tool("list_notes", "List the notes of a notebook", [], notebook="Name of the notebook")
NOTE = tool("add_note", "Add a note to a notebook", text="Text of the note")
DONE = tool("close_note", "Mark a note as done", note_id={"type": "integer"})
FUNDS = {"type": "string", "enum": ["current", "reserve"]}
FUND = tool("get_fund", "Get the amount in a fund", fund=FUNDS)
SHIFT = tool(
    "transfer_funds",
    "Transfer an amount between funds or to a person",
    from_fund=FUNDS,
    to="Fund or person",
    amount={"type": "number", "description": "Amount"},
)
MAIL = tool("send_mail", "Send a mail", to="Email address of the recipient", subject="Subject line", body="Body of the mail")
INBOX = tool("read_mail", "Read the latest mails", [], count={"type": "integer"})
NOW = tool("get_tide", "Get the tide in a harbour", harbour="The harbour city, e.g. Brest")
COMING = tool(
    "get_tide_forecast",
    "Get a tide forecast",
    harbour="The harbour city, e.g. Brest",
    days={"type": "integer", "description": "Number of days to forecast"},
)


@pytest.mark.parametrize(
    ("request_", "name"),
    [
        ("Mark note 3 as done", "close_note"),
        ("Add 'call the vet' to my notes", "add_note"),
        ("Please add a note: 'buy chalk'", "add_note"),
        ("Show me my notes", "list_notes"),
        ("What notes do I have?", "list_notes"),
    ],
)
def test_the_verb_tells_sisters_apart(request_: str, name: str) -> None:
    assert [called_ for called_, _ in calls([NOTES, NOTE, DONE], request_)] == [name]


@pytest.mark.parametrize(("source", "target"), [("reserve", "current"), ("current", "reserve")])
def test_what_is_moved_is_not_looked_up(source: str, target: str) -> None:
    question = f"Transfer 250 from the {source} fund to the {target} fund"
    assert calls([FUND, SHIFT], question) == [
        ("transfer_funds", {"from_fund": source, "to": target, "amount": 250})
    ]


def test_a_verb_that_is_a_noun_elsewhere_is_one() -> None:
    mail = {"to": "kim@example.org", "subject": "Tea", "body": "Come at four."}
    assert calls([INBOX, MAIL], "Mail kim@example.org, subject 'Tea', body 'Come at four.'") == [("send_mail", mail)]
    assert [name for name, _ in calls([INBOX, MAIL], "Show me my latest mails")] == ["read_mail"]


def test_the_function_that_takes_what_is_stated_goes_first() -> None:
    assert calls([NOW, COMING], "Give me a 4 day tide forecast for Dublin") == [
        ("get_tide_forecast", {"harbour": "Dublin", "days": 4})
    ]
    assert calls([NOW, COMING], "What is the tide in Dublin?") == [("get_tide", {"harbour": "Dublin"})]


def test_two_requests_still_ask_for_two_functions() -> None:
    found = calls([NOTES, NOTE, LAMP], "Add the note 'buy chalk' and switch off the attic lamp")
    assert [name for name, _ in found] == ["add_note", "switch_lamp"]


@pytest.mark.parametrize("answer", ["Mark note 3 as done", "Lock the gate"])
def test_a_request_is_no_answer_to_an_open_question(answer: str) -> None:
    thread = (user("Transfer 250 from the reserve fund"), assistant("What is the fund or person? I need it."))
    assert all(name != "transfer_funds" for name, _ in calls([SHIFT, DONE, GATE], *thread, user(answer)))
    assert calls([SHIFT, DONE], *thread, user("to Anna"))[0][1]["to"] == "Anna"
