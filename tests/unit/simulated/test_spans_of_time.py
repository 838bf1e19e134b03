"""Options that abbreviate a span of time."""

from __future__ import annotations

import pytest

from helpers.local_api.models.simulated.deciding.spans_of_time import said_as

from .tools import calls, one_of, tool

HISTORY = tool(
    "get_price_history",
    "Get the historical prices of a stock.",
    symbol="Ticker symbol",
    period=one_of("1d", "5d", "1mo", "6mo", "1y", "5y", "max"),
)


@pytest.mark.parametrize(
    "said, period",
    [("6 months", "6mo"), ("six months", "6mo"), ("the past year", "1y"), ("5 days", "5d"), ("the last month", "1mo")],
)
def test_an_option_is_named_by_the_span_that_it_abbreviates(said: str, period: str) -> None:
    question = f"Show me the price history of AAPL over {said}"
    assert calls([HISTORY], question) == [("get_price_history", {"symbol": "AAPL", "period": period})]


@pytest.mark.parametrize("option", ["max", "5", "USD", "B2", "10k", "", "d5"])
def test_another_option_is_no_span(option: str) -> None:
    assert said_as(option) == ()
