"""Arithmetic: an expression is one argument, or one call for each operation, the inner ones first."""

from __future__ import annotations

from typing import Any

import pytest

from helpers.local_api.models.simulated.reading.arithmetic import stated_in

from .tools import WEATHER, assistant, called, calls, number, tool

TWO: dict[str, Any] = {"a": number("first number"), "b": number("second number")}
ADD, TIMES = tool("add", "Add two numbers.", **TWO), tool("multiply_numbers", "Multiply two numbers.", **TWO)
MINUS, OVER = tool("subtract", "Subtract b from a.", **TWO), tool("divide", "Divide a by b.", **TWO)
MINUS_TURNED = tool("subtract", "Subtract a from b.", **TWO)
EVALUATE = tool("calculate", "Evaluate a mathematical expression.", expression="The expression, e.g. '2+3*4'")
FOUR = [ADD, TIMES, MINUS, OVER]


@pytest.mark.parametrize(
    "question, expression",
    [
        ("Evaluate (3+4)*6", "(3+4)*6"),
        ("What is 3 + 4 * 6?", "3 + 4 * 6"),
        ("calculate 2^10 please", "2^10"),
        ("What is 25% of 80?", "0.25 * 80"),
        ("what is 12 plus 4 minus 3", "(12 + 4) - 3"),
    ],
)
def test_an_expression_is_one_argument(question: str, expression: str) -> None:
    assert calls([*FOUR, EVALUATE], question) == [("calculate", {"expression": expression})]


@pytest.mark.parametrize("question", ["What's 5+7, 8*3 and 100/4?", "5 + 7; 8 times 3; 100 divided by 4"])
def test_one_operation_is_one_call(question: str) -> None:
    assert calls([*FOUR, EVALUATE, WEATHER], question) == [
        ("add", {"a": 5, "b": 7}),
        ("multiply_numbers", {"a": 8, "b": 3}),
        ("divide", {"a": 100, "b": 4}),
    ]


@pytest.mark.parametrize(
    "question",
    ["Multiply 3 by 4 and add 10 to the result", "What is 3 * 4 + 10?", "Multiply 3 and 4, then add 10."],
)
def test_what_stands_inside_is_called_first(question: str) -> None:
    first = [("multiply_numbers", {"a": 3, "b": 4})]
    assert calls(FOUR, question) == first
    after = called("multiply_numbers", {"result": 12}, a=3, b=4)
    assert calls(FOUR, question, *after) == [("add", {"a": 12, "b": 10})]
    done = called("add", {"result": 22}, 2, a=12, b=10)
    assert calls(FOUR, question, *after, *done) == []


def test_the_operands_are_in_the_order_of_the_description() -> None:
    assert calls([MINUS], "subtract 4 from 15") == [("subtract", {"a": 15, "b": 4})]
    assert calls([MINUS_TURNED], "15 - 4") == [("subtract", {"a": 4, "b": 15})]


@pytest.mark.parametrize(
    "question, name, arguments",
    [
        ("now add 5 to that", "add", {"a": 108, "b": 5}),
        ("divide it by 0", "divide", {"a": 108, "b": 0}),
        ("and subtract 8 from the result", "subtract", {"a": 108, "b": 8}),
    ],
)
def test_that_is_the_number_told_before(question: str, name: str, arguments: dict[str, Any]) -> None:
    before = ["What is 12 times 9?", *called("multiply_numbers", {"result": 108}, a=12, b=9), assistant("It is 108.")]
    assert calls(FOUR, *before, question) == [(name, arguments)]


@pytest.mark.parametrize(
    "text",
    ["2025-06-20", "555-1234", "3/4/2024", "order 5 + 6 pizzas", "What is 5?", "3 +", "(((", "flight 12 - 14 May",
     "Add 3 tickets to my cart", "multiply", "", "(" * 200 + "1" + ")" * 99],
)  # fmt: skip
def test_what_is_no_arithmetic(text: str) -> None:
    assert stated_in(text) == ()
