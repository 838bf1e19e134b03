"""Questions about what was just said are answered from it, and others are not."""

from __future__ import annotations

from typing import Any

import pytest

from helpers.local_api.models.simulated.answering.answer import from_thread

from .thread import tool, turn

FIND = tool("find_cabins", "Find cabins at a lake.", lake="The lake")
TRACK = tool("get_parcel", "Get a parcel.", parcel_id="Id of the parcel")
CABINS = {
    "cabins": [
        {"cabin_id": 4, "name": "Birch", "price": "$80", "rating": 4.1, "built": "1999-05-01", "owner": "Ida"},
        {"cabin_id": 9, "name": "Alder", "price": "$1,120", "rating": 4.9, "built": "2011-02-03", "owner": "Ola"},
        {"cabin_id": 2, "name": "Rowan", "price": "$65", "rating": 3.0, "built": "2020-07-09", "owner": "Siv"},
    ]
}
PARCEL = {"status": "shipped", "estimated_delivery": "2026-06-20", "carrier": "DHL", "price": 12.5, "weight_kg": 3,
          "cast": ["Ida", "Ola", "Siv", "Bo", "Cy"]}  # fmt: skip


def told(function: dict[str, Any], output: Any, question: str) -> str | None:
    name = function["function"]["name"]
    return from_thread(turn([function], "Tell me.", [(name, {"x": "y"}, output)], ("It is as above.",), question))


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("Which one has the best rating?", "Alder"),
        ("what's the cheapest one?", "Rowan"),
        ("And the most expensive?", "Alder"),
        ("Which has the lowest rating?", "Rowan"),
        ("Which is the oldest one?", "Birch"),
        ("가장 싼 것은?", "Rowan"),
    ],
)
def test_the_row_that_is_first_in_an_order(question: str, name: str) -> None:
    said = told(FIND, CABINS, question)
    assert said and name in said and not any(other in said for other in {"Birch", "Alder", "Rowan"} - {name})


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("When will it arrive?", "Estimated delivery 2026-06-20."),
        ("Which carrier?", "Carrier DHL."),
        ("How much was it?", "Price 12.5."),
        ("And the status?", "Status shipped."),
        ("who's in it?", "Cast: Ida, Ola, Siv, Bo, Cy."),
    ],
)
def test_one_field_of_the_last_output(question: str, said: str) -> None:
    assert told(TRACK, PARCEL, question) == said


@pytest.mark.parametrize(
    "question",
    [
        "What is the status of parcel P-9?",
        "Which carrier delivers to Oslo?",
        "When will it arrive tomorrow?",
        "What is the highest mountain?",
        "Who carries it?",
        "Thanks!",
    ],
)
def test_what_asks_for_more_is_not_answered_from_the_last_output(question: str) -> None:
    assert told(TRACK, PARCEL, question) is None
    assert told(FIND, CABINS, question) is None
