"""The judge is judged: what counts as the expected call, and what does not."""

from __future__ import annotations

import pytest

from .notation import any_of, call, maybe, pair
from .player import missing_facts, own_words

ALARM = call("set_alarm", time=any_of("7:30", "07:30"), label=maybe("work"), days=["mon", "tue"])


@pytest.mark.parametrize(
    ("arguments", "right"),
    [
        ({"time": "07:30", "days": ["mon", "tue"]}, True),
        ({"time": "7:30", "days": ["tue", "Mon"], "label": " Work."}, True),
        ({"time": "7:31", "days": ["mon", "tue"]}, False),
        ({"time": "07:30", "days": ["mon"]}, False),
        ({"time": "07:30"}, False),
        ({"time": "07:30", "days": ["mon", "tue"], "label": "home"}, False),
        ({"time": "07:30", "days": ["mon", "tue"], "volume": 3}, False),
    ],
)
def test_arguments(arguments: dict, right: bool) -> None:
    assert (pair([ALARM], [("set_alarm", arguments)]) is not None) == right


@pytest.mark.parametrize(
    ("expected", "given", "right"),
    [(5, 5.0, True), (5, "5", False), (1, True, False), (True, 1, False), (True, True, True), ("5", 5, False)],
)
def test_types_count(expected: object, given: object, right: bool) -> None:
    assert (pair([call("f", x=expected)], [("f", {"x": given})]) is not None) == right


def test_calls_of_one_turn_have_no_order_but_a_number() -> None:
    first, second = call("f", x=1), call("f", x=2)
    assert pair([first, second], [("f", {"x": 2}), ("f", {"x": 1})]) == (second, first)
    assert pair([first], [("f", {"x": 1}), ("f", {"x": 1})]) is None
    assert pair([first], [("g", {"x": 1})]) is None
    assert pair([], []) is not None and pair([], [("f", {})]) is None


def test_facts_are_found_in_an_answer() -> None:
    output = {"sky": "clear", "now": [12500, None, True]}
    assert missing_facts(output, "Clear; 12,500 people.") == []
    assert missing_facts(output, "Cloudy; 12,500 people.") == ["clear"]
    assert own_words("하늘: 맑음.", {"하늘": "맑음"}) == ": ."
