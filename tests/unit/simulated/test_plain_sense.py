"""No nonsense in arguments: a value has one use, names and addresses have their parts, talk is no value."""

from __future__ import annotations

from typing import Any

import pytest

from helpers.local_api.models.simulated.deciding.filling import fill
from helpers.local_api.models.simulated.deciding.scene import scene_of
from helpers.local_api.models.simulated.deciding.schema import function_of

from .tools import decided, one_of, tool


def given(tool_: Any, question: str) -> dict[str, Any]:
    """The arguments of the first call of a function that is asked for."""
    return dict(fill(function_of(tool_), scene_of(question)).calls[0][0])


def texts(*names: str, required: list[str]) -> dict[str, Any]:
    return {"type": "object", "properties": {name: {"type": "string"} for name in names}, "required": required}


TICKET = tool(
    "book_flight",
    "Book a flight",
    flight_id="ID of the flight",
    passengers={
        "type": "array",
        "items": texts("first_name", "last_name", "passport_number", required=["first_name", "last_name"]),
    },
)
PATIENT = tool("register_patient", "Register a patient", first_name="First name", last_name="Last name")
MOVE = tool(
    "update_address",
    "Change the address of an order",
    order_id="The order",
    address=texts("street", "city", "postal_code", "country", required=["street", "city"]),
)
PIZZA = tool(
    "order_pizza",
    "Place an order for pizza",
    ["size", "toppings"],
    size=one_of("small", "large"),
    toppings={"type": "array", "items": {"type": "string"}, "description": "List of toppings"},
    delivery_address="Address to deliver to",
)
CANCEL = tool("cancel_booking", "Cancel a booking", booking_reference="The booking reference")
WEATHER = tool("get_weather", "Get the weather in a city", city="The city")


@pytest.mark.parametrize(
    ("question", "passengers"),
    [
        ("Book flight BA117 for John Smith", [("John", "Smith")]),
        ("Book flight BA117 for John Smith and Mary Ann Lee", [("John", "Smith"), ("Mary Ann", "Lee")]),
    ],
)
def test_a_name_is_split_and_a_code_is_used_once(question: str, passengers: list[tuple[str, str]]) -> None:
    wanted = [{"first_name": first, "last_name": last} for first, last in passengers]
    assert given(TICKET, question) == {"flight_id": "BA117", "passengers": wanted}


def test_a_title_is_no_part_of_a_name() -> None:
    assert given(PATIENT, "Register the patient Dr. Emma Stone") == {"first_name": "Emma", "last_name": "Stone"}
    assert given(PATIENT, "Register Emma Stone as a patient") == {"first_name": "Emma", "last_name": "Stone"}


def test_one_name_is_not_made_into_two() -> None:
    assert len(given(PATIENT, "Register the patient Emma")) < 2


@pytest.mark.parametrize(
    "question",
    [
        "Change the address of order A-100 to 5 Oak Street, Springfield, 62704, USA",
        "The address of order A-100 is now 5 Oak Street, Springfield, 62704, USA",
    ],
)
def test_an_address_goes_to_its_parts(question: str) -> None:
    address = {"street": "5 Oak Street", "city": "Springfield", "postal_code": "62704", "country": "USA"}
    assert given(MOVE, question) == {"order_id": "A-100", "address": address}


@pytest.mark.parametrize(
    "question",
    ["A large pizza with mushrooms to 12 Main Street", "Large pizza with mushrooms, delivered to 12 Main Street"],
)
def test_a_street_with_its_number_is_an_address(question: str) -> None:
    assert given(PIZZA, question)["delivery_address"] == "12 Main Street"
    assert given(PIZZA, question)["toppings"] == ["mushrooms"]


def test_a_street_without_a_number_is_a_name() -> None:
    for text in ("Who works on Wall Street?", "We planted 5 Oak trees", "It has 12 streets"):
        assert not any("address" in value.details for value in scene_of(text).values)


@pytest.mark.parametrize("question", ["Actually, cancel it", "Oh sorry, cancel it", "Well, actually cancel that"])
def test_words_of_talk_are_no_values(question: str) -> None:
    assert given(CANCEL, question) == {}


@pytest.mark.parametrize("question", ["weather in Atlantis pls", "weather in Atlantis please"])
def test_a_please_is_no_part_of_a_name(question: str) -> None:
    assert given(WEATHER, question) == {"city": "Atlantis"}


@pytest.mark.parametrize(
    ("answer", "wanted"), [("Actually, cancel it", None), ("never mind that", None), ("A-17", "A-17")]
)
def test_a_sentence_is_no_id(answer: str, wanted: str | None) -> None:
    track = tool("track_parcel", "Track a parcel", parcel_id="The id of the parcel")
    found = fill(function_of(track), scene_of(answer), wanted={"parcel_id": (0, len(answer))}).calls[0][0]
    assert found.get("parcel_id") == wanted


def test_what_one_wants_to_say_is_in_no_output() -> None:
    mail = tool("send_note", "Send a note to somebody.", to="The address of who gets it", body="The text of the note")
    find = tool("find_note", "Find the text of a note by its title.", title="The title")
    asked = decided([mail, find], "Send a note to ida@acme.com about Moon")
    assert asked.calls == () and asked.missing and asked.missing.parameter == "body"


def test_a_date_is_no_id() -> None:
    today = tool("get_current_date", "Returns today's date and time.")
    delete = tool("delete_event", "Delete an event by id.", event_id="Id of the event")
    asked = decided([today, delete], "Delete the dentist appointment")
    assert asked.calls == () and (asked.missing is None or asked.missing.parameter == "event_id")
