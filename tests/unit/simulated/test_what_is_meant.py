"""Of several things that an output lists, only those that the message means are acted on."""

from __future__ import annotations

import pytest

from helpers.local_api.models.interface import Turn
from helpers.local_api.models.simulated.answering.asking import question_for
from helpers.local_api.models.simulated.deciding.decision import MissingArgument

from .tools import assistant, called, decided, tool, user

LIST = tool("list_orders", "List the orders of the customer.")
CANCEL = tool("cancel_order", "Cancel an order.", order_id="The id of the order")
ORDERS = {"orders": [{"order_id": "A1", "item": "desk"}, {"order_id": "A2", "item": "lamp"}]}
TICKET = tool("create_ticket", "Create a ticket.", title="What is wrong")


def cancelled(question: str) -> list[str] | None:
    """The ids of the orders that are cancelled after they were listed; None where it is asked which."""
    decision = decided([LIST, CANCEL], question, *called("list_orders", ORDERS))
    if decision.missing is not None:
        assert decision.missing.parameter == "order_id" and not decision.calls
        return None
    assert {call.name for call in decision.calls} == {"cancel_order"}
    return [call.arguments["order_id"] for call in decision.calls]


@pytest.mark.parametrize(
    ("question", "ids"),
    [
        ("Cancel the order.", None),
        ("Please cancel my order", None),
        ("Cancel the order for the desk", ["A1"]),
        ("Cancel the second order", ["A2"]),
        ("Cancel the last order, please", ["A2"]),
        ("Cancel all my orders", ["A1", "A2"]),
        ("Cancel both orders", ["A1", "A2"]),
        ("Cancel my orders", ["A1", "A2"]),
    ],
)
def test_only_the_orders_that_are_meant(question: str, ids: list[str] | None) -> None:
    assert cancelled(question) == ids


def test_one_thing_is_the_one_that_is_meant() -> None:
    one = {"orders": ORDERS["orders"][:1]}
    decision = decided([LIST, CANCEL], "Cancel the order.", *called("list_orders", one))
    assert [call.arguments for call in decision.calls] == [{"order_id": "A1"}]


@pytest.mark.parametrize("follow_up", ["Assign it to Nadia", "Delete it again", "Close it for Nadia"])
def test_another_verb_makes_nothing_a_second_time(follow_up: str) -> None:
    made = called("create_ticket", {"ticket_id": 7}, title="no network")
    decision = decided([TICKET], "Create a ticket: no network", *made, assistant("Done."), user(follow_up))
    assert decision.calls == ()


def test_a_description_that_begins_with_an_example_does_not_name_what_is_asked_for() -> None:
    function = tool("renew_loan", "Renew a loan.", loan_id="e.g. L-301")
    asked = question_for(Turn("gpt-4o-mini", [user("Renew it")], [function]), MissingArgument("renew_loan", "loan_id", {}, {}), "en")
    assert asked == "What is the loan id (e.g. L-301)? I need it to renew a loan."
