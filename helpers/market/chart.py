"""Yahoo's answers about a share made from the recorded prices, above all `/v8/finance/chart/SYMBOL`.

Yahoo does not document them. The fields here are those that it sends for daily prices and that
yfinance 1.7 reads. "Today" is the last recorded day: a range such as `1mo` ends there.
"""

from __future__ import annotations

import csv
import re
from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

FOLDER = Path(__file__).resolve().parents[2] / "data" / "market"

NEW_YORK = ZoneInfo("America/New_York")
_OPENS, _CLOSES = time(9, 30), time(16, 0)

_NAMES = {"AAPL": "Apple Inc.", "MSFT": "Microsoft Corporation", "NVDA": "NVIDIA Corporation"}

#: Ten new shares for an old one, from 10 June 2024. All recorded prices are in new shares.
_SPLITS = {"NVDA": {date(2024, 6, 10): (10, 1)}}

_RANGES = ("1d", "5d", "1mo", "3mo", "6mo", "1y", "2y", "5y", "10y", "ytd", "max")
_INTERVALS = ("1d", "1wk", "1mo", "3mo")

Answer = tuple[int, dict[str, Any]]


@dataclass(frozen=True)
class Bar:
    """Prices in USD and the number of shares traded, of one day or of a longer interval from that day on."""

    day: date
    open: float
    high: float
    low: float
    close: float
    volume: int


@cache
def bars(symbol: str) -> tuple[Bar, ...]:
    """The recorded days of a share, oldest first; none for a share that is not recorded."""
    if symbol not in _NAMES:
        return ()
    with (FOLDER / f"{symbol}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(
            Bar(
                date.fromisoformat(row["Date"]),
                *(float(row[name]) for name in ("Open", "High", "Low", "Close")),
                int(row["Volume"]),
            )
            for row in csv.DictReader(file)
        )


def chart(symbol: str, query: Mapping[str, str]) -> Answer:
    """Yahoo's status and body for a chart request.

    Args:
        symbol: A ticker symbol, for example AAPL; case does not matter.
        query: `interval` (1d, 1wk, 1mo, 3mo) and either `range` or `period1` and `period2`, in Unix seconds.
    """
    symbol = symbol.upper()
    recorded = bars(symbol)
    if not recorded:
        return _error(404, "Not Found", "No data found, symbol may be delisted")
    interval = query.get("interval", "1d")
    if interval not in _INTERVALS:
        what = f"The recorded market holds daily prices. It has no interval={interval}, only {', '.join(_INTERVALS)}."
        return _error(422, "Unprocessable Entity", what)
    try:
        first, end = _asked_days(query, recorded)
    except ValueError as error:
        return _error(400, "Bad Request", str(error))
    if end <= recorded[0].day or first > recorded[-1].day:
        asked = f"startDate = {query.get('period1')}, endDate = {query.get('period2')}"
        return _error(400, "Bad Request", f"Data doesn't exist for {asked}")
    chosen = _grouped([bar for bar in recorded if first <= bar.day < end], interval)
    before = [bar.close for bar in recorded if bar.day < first]
    meta = _meta(symbol, recorded, interval, query.get("range", ""), before[-1] if before else recorded[0].open)
    return 200, {"chart": {"result": [{"meta": meta, **_series(symbol, chosen, first, end)}], "error": None}}


def summary(symbol: str) -> Answer:
    """Yahoo's status and body for a summary request (`/v10/finance/quoteSummary/SYMBOL`): what share it is."""
    name = _NAMES.get(symbol.upper())
    if name is None:
        error = {"code": "Not Found", "description": f"Quote not found for symbol: {symbol}"}
        return 404, {"quoteSummary": {"result": None, "error": error}}
    kind = {"symbol": symbol.upper(), "quoteType": "EQUITY", "shortName": name, "longName": name}
    return 200, {"quoteSummary": {"result": [{"quoteType": kind}], "error": None}}


def _error(status: int, code: str, description: str) -> Answer:
    return status, {"chart": {"result": None, "error": {"code": code, "description": description}}}


# --- Which days -----------------------------------------------------------------------------------


def _asked_days(query: Mapping[str, str], recorded: Sequence[Bar]) -> tuple[date, date]:
    """The first day and the day after the last.

    Raises:
        ValueError: The range or the periods cannot be read.
    """
    if "period1" in query or "period2" in query:
        return _day(query.get("period1", "0")), _day(query.get("period2", "9999999999"))
    last = recorded[-1].day
    return _range_start(query.get("range", "1d"), recorded), last + timedelta(days=1)


def _day(seconds: str) -> date:
    """The first New York day that begins at or after a moment."""
    try:
        moment = datetime.fromtimestamp(max(0, min(int(seconds), 9_999_999_999)), UTC).astimezone(NEW_YORK)
    except ValueError:
        raise ValueError(f"Invalid input - period: {seconds}") from None
    return moment.date() if moment.time() == time() else moment.date() + timedelta(days=1)


def _range_start(name: str, recorded: Sequence[Bar]) -> date:
    last = recorded[-1].day
    if name == "max":
        return recorded[0].day
    if name == "ytd":
        return last.replace(month=1, day=1)
    match = re.fullmatch(r"(\d{1,4})(d|wk|mo|y)", name)
    if not match or int(match[1]) == 0:
        raise ValueError(f"Invalid input - range={name} is not supported. Valid: {list(_RANGES)}")
    number, unit = int(match[1]), match[2]
    if unit == "d":  # trading days
        return recorded[-min(number, len(recorded))].day
    if unit == "wk":
        return last - timedelta(weeks=number) + timedelta(days=1)
    year, month = divmod(last.year * 12 + last.month - 1 - number * (12 if unit == "y" else 1), 12)
    if year < 1:
        return date.min
    return date(year, month + 1, min(last.day, monthrange(year, month + 1)[1]))


def _grouped(days: Sequence[Bar], interval: str) -> list[Bar]:
    """Days put together to weeks (from Monday), months or quarters."""

    def begin(bar: Bar) -> date:
        if interval == "1wk":
            return bar.day - timedelta(days=bar.day.weekday())
        if interval == "1mo":
            return bar.day.replace(day=1)
        return bar.day.replace(month=(bar.day.month - 1) // 3 * 3 + 1, day=1)

    if interval == "1d":
        return list(days)
    grouped = []
    for start, members in groupby(days, begin):
        group = list(members)
        high, low = max(bar.high for bar in group), min(bar.low for bar in group)
        grouped.append(Bar(start, group[0].open, high, low, group[-1].close, sum(bar.volume for bar in group)))
    return grouped


# --- Yahoo's shape --------------------------------------------------------------------------------


def _seconds(day: date, moment: time) -> int:
    return int(datetime.combine(day, moment, NEW_YORK).timestamp())


def _series(symbol: str, chosen: Sequence[Bar], first: date, end: date) -> dict[str, Any]:
    if not chosen:  # a weekend: Yahoo then leaves the timestamps out
        return {"indicators": {"quote": [{}], "adjclose": [{}]}}
    quote = {name: [getattr(bar, name) for bar in chosen] for name in ("open", "high", "low", "close", "volume")}
    series: dict[str, Any] = {
        "timestamp": [_seconds(bar.day, _OPENS) for bar in chosen],
        # No dividends are recorded, so nothing is adjusted for them.
        "indicators": {"quote": [quote], "adjclose": [{"adjclose": quote["close"]}]},
    }
    splits = {
        str(_seconds(day, _OPENS)): {
            "date": _seconds(day, _OPENS),
            "numerator": float(new),
            "denominator": float(old),
            "splitRatio": f"{new}:{old}",
        }
        for day, (new, old) in _SPLITS.get(symbol, {}).items()
        if first <= day < end
    }
    if splits:
        series["events"] = {"splits": splits}
    return series


def _meta(symbol: str, recorded: Sequence[Bar], interval: str, asked: str, previous: float) -> dict[str, Any]:
    last = recorded[-1]
    offset = datetime.combine(last.day, _CLOSES, NEW_YORK)
    period = {
        "timezone": offset.tzname(),
        "start": _seconds(last.day, _OPENS),
        "end": _seconds(last.day, _CLOSES),
        "gmtoffset": int(offset.utcoffset().total_seconds()),
    }
    outside = {**period, "start": period["end"], "end": period["end"]}
    return {
        "currency": "USD",
        "symbol": symbol,
        "exchangeName": "NMS",
        "fullExchangeName": "NasdaqGS",
        "instrumentType": "EQUITY",
        "firstTradeDate": _seconds(recorded[0].day, _OPENS),
        "regularMarketTime": _seconds(last.day, _CLOSES),
        "hasPrePostMarketData": False,
        "gmtoffset": period["gmtoffset"],
        "timezone": period["timezone"],
        "exchangeTimezoneName": NEW_YORK.key,
        "regularMarketPrice": last.close,
        "fiftyTwoWeekHigh": max(bar.high for bar in recorded),
        "fiftyTwoWeekLow": min(bar.low for bar in recorded),
        "regularMarketDayHigh": last.high,
        "regularMarketDayLow": last.low,
        "regularMarketVolume": last.volume,
        "longName": _NAMES[symbol],
        "shortName": _NAMES[symbol],
        "chartPreviousClose": previous,
        "priceHint": 2,
        "currentTradingPeriod": {"pre": outside, "regular": period, "post": outside},
        "dataGranularity": interval,
        "range": asked,
        "validRanges": list(_RANGES),
    }
