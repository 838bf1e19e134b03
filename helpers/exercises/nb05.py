"""Exercises of notebook 05, Real external calls."""

from __future__ import annotations

import datetime
import json
import re
from typing import Any

from helpers.exercises.machinery import Exercise, require

SETUP = """
import json

from helpers import market

market.install()

import yfinance as yf
"""

# --- 1. A period --------------------------------------------------------------------------------


def _day(text: Any, name: str) -> datetime.date:
    require(isinstance(text, str), f"{name} should be text, as in \"2024-01-31\".")
    require(re.fullmatch(r"\d{4}-\d{2}-\d{2}", text), f"{name} should be written as YYYY-MM-DD.")
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        require(False, f"There is no day {text}.")
        raise


def _check_period(start: Any, end: Any) -> None:
    first, after = _day(start, "start_day"), _day(end, "end_day")
    require(first < after, "The period ends before it begins.")
    require(after != datetime.date(2024, 2, 29), "end_day is exclusive: the 29th itself would be missing.")
    require(after > datetime.date(2024, 2, 29), "The period stops before the last trading day of February, the 29th.")
    require(after == datetime.date(2024, 3, 1), "The period runs into March, so its last close is not February's.")
    require(first <= datetime.date(2024, 2, 29), "The period begins after February.")


exercise_1 = Exercise(
    question="Choose start_day and end_day so that the last row is the last trading day of February 2024, the 29th.",
    check=_check_period,
    hints=["The day named by end_day is not in the table.", "2024 was a leap year. What is the day after the 29th?"],
    solution='start_day, end_day = "2024-02-01", "2024-03-01"',
    answer="start_day, end_day",
    wrong={
        'start_day, end_day = "2024-02-01", "2024-02-29"': "end_day is exclusive: the 29th itself would be missing.",
        'start_day, end_day = "2024-02-01", "2024-02-28"': "The period stops before the last trading day of February, the 29th.",
        'start_day, end_day = "2024-02-01", "2024-03-31"': "The period runs into March, so its last close is not February's.",
        'start_day, end_day = "2024-02-01", "2024-02-30"': "There is no day 2024-02-30.",
        'start_day, end_day = "2024-02-01", "1 March"': "end_day should be written as YYYY-MM-DD.",
        'start_day, end_day = "2024-03-01", "2024-02-01"': "The period ends before it begins.",
        'start_day, end_day = 20240201, 20240301': 'start_day should be text, as in "2024-01-31".',
    },
    praise="The last row is 29 February; for Microsoft its close is 413.64 dollars.",
)

# --- 2. An error as an output -------------------------------------------------------------------

_SECRET = "/srv/prices/token.txt"


def _check_error_output(error_output: Any) -> None:
    require(callable(error_output), "Give check() the function itself: its name, without brackets.")
    output = error_output("APPLE", FileNotFoundError(_SECRET))
    require(isinstance(output, str), "An output is always a string. json.dumps makes one from a dict.")
    try:
        content = json.loads(output)
    except ValueError:
        content = None
    require(isinstance(content, dict), "The output should be a JSON object.")
    require(isinstance(content.get("error"), str), 'The object should have the key "error", with text.')
    require(_SECRET not in output, "The error's own text holds a path of your server. It goes to the model, and from there to the user.")
    require("APPLE" in output, "Name the ticker, so that the model knows which call is meant.")
    require(len(content["error"].split()) >= 3, "Say what went wrong in a few words: the model can act on a sentence, not on a code.")


exercise_2 = Exercise(
    question="Complete error_output(ticker, error): JSON that names the ticker and says what went wrong, without secrets.",
    check=_check_error_output,
    hints=[
        "The error's text may hold paths and keys. Write a sentence of your own.",
        "json.dumps({\"error\": f\"…{ticker}…\"}) makes the string.",
    ],
    solution="""
    def error_output(ticker, error):
        return json.dumps({"error": f"No price found for {ticker}. Check the ticker symbol."})
    """,
    answer="error_output",
    wrong={
        """
        def error_output(ticker, error):
            return json.dumps({"error": f"{ticker}: {error}"})
        """: "The error's own text holds a path of your server. It goes to the model, and from there to the user.",
        """
        def error_output(ticker, error):
            return {"error": f"No price found for {ticker}."}
        """: "An output is always a string. json.dumps makes one from a dict.",
        """
        def error_output(ticker, error):
            return f"No price found for {ticker}."
        """: "The output should be a JSON object.",
        """
        def error_output(ticker, error):
            return json.dumps({"message": f"No price found for {ticker}."})
        """: 'The object should have the key "error", with text.',
        """
        def error_output(ticker, error):
            return json.dumps({"error": f"{ticker}: {type(error).__name__}"})
        """: "Say what went wrong in a few words: the model can act on a sentence, not on a code.",
        """
        def error_output(ticker, error):
            return json.dumps({"error": "No price found."})
        """: "Name the ticker, so that the model knows which call is meant.",
    },
    praise="The model can act on this, and your server keeps its secrets.",
)

# --- 3. A function on real data -----------------------------------------------------------------

#: Apple, closes of 2024-01-02 and 2024-06-28: 185.64 and 210.62. Live prices are adjusted for
#: dividends, which moves the change by less than a percentage point.
_CHANGE, _TOLERANCE = 100 * (210.62 / 185.64 - 1), 1.0


def _check_price_change(get_price_change: Any) -> None:
    require(callable(get_price_change), "Give check() the function itself: its name, without brackets.")
    output = get_price_change("AAPL", "2024-01-01", "2024-06-30")
    require(output is not None, "Your function returns nothing. return hands the output on.")
    require(isinstance(output, str), "An output is always a string. json.dumps makes one from a dict.")
    try:
        content = json.loads(output)
    except ValueError:
        content = None
    require(isinstance(content, dict), "The output should be a JSON object.")
    missing = [key for key in ("ticker", "change_percent", "from", "to") if key not in content]
    require(not missing, f"The key {(missing or [''])[0]!r} is missing.")
    change = content["change_percent"]
    require(isinstance(change, (int, float)), "change_percent should be a number.")
    require(abs(change - _CHANGE / 100) > 0.001, "That is a fraction. For percent, multiply by 100.")
    require(abs(change - 24.98) > 0.5, "That is the difference in dollars. In percent it depends on the first price.")
    require(abs(change - _CHANGE) < _TOLERANCE, "From the first close to the last, Apple's share rose by about 13.5 percent.")
    days = content["from"], content["to"]
    require(days == ("2024-01-02", "2024-06-28"), "from and to should be the days of the two prices, not the limits of the period.")


exercise_3 = Exercise(
    question="Write get_price_change(ticker, start, end): JSON with ticker, change_percent, from and to.",
    check=_check_price_change,
    hints=[
        "Download as above, with multi_level_index=False. You need the first and the last row.",
        "prices.Close.iloc[0] and prices.Close.iloc[-1] are the prices; prices.index[0].date() is a day.",
    ],
    solution="""
    def get_price_change(ticker, start, end):
        prices = yf.download(ticker, start=start, end=end, progress=False, multi_level_index=False)
        first, last = prices.Close.iloc[0], prices.Close.iloc[-1]
        return json.dumps({
            "ticker": ticker,
            "change_percent": round(100 * float(last / first - 1), 2),
            "from": str(prices.index[0].date()),
            "to": str(prices.index[-1].date()),
        })
    """,
    answer="get_price_change",
    wrong={
        """
        def get_price_change(ticker, start, end):
            prices = yf.download(ticker, start=start, end=end, progress=False, multi_level_index=False)
            change = float(prices.Close.iloc[-1] / prices.Close.iloc[0] - 1)
            return json.dumps({"ticker": ticker, "change_percent": change, "from": start, "to": end})
        """: "That is a fraction. For percent, multiply by 100.",
        """
        def get_price_change(ticker, start, end):
            prices = yf.download(ticker, start=start, end=end, progress=False, multi_level_index=False)
            change = float(prices.Close.iloc[-1] - prices.Close.iloc[0])
            return json.dumps({"ticker": ticker, "change_percent": change, "from": start, "to": end})
        """: "That is the difference in dollars. In percent it depends on the first price.",
        """
        def get_price_change(ticker, start, end):
            prices = yf.download(ticker, start=start, end=end, progress=False, multi_level_index=False)
            change = 100 * float(prices.Close.iloc[-1] / prices.Close.iloc[0] - 1)
            return json.dumps({"ticker": ticker, "change_percent": change, "from": start, "to": end})
        """: "from and to should be the days of the two prices, not the limits of the period.",
        """
        def get_price_change(ticker, start, end):
            return json.dumps({"ticker": ticker, "change_percent": 10.0, "from": start, "to": end})
        """: "From the first close to the last, Apple's share rose by about 13.5 percent.",
        """
        def get_price_change(ticker, start, end):
            return json.dumps({"ticker": ticker, "change_percent": 13.46})
        """: "The key 'from' is missing.",
        """
        def get_price_change(ticker, start, end):
            return 13.46
        """: "An output is always a string. json.dumps makes one from a dict.",
    },
    praise="A number, its unit and its days: an output that can stand by itself.",
)
