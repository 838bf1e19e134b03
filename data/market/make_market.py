"""Make the recorded market: daily prices of AAPL, MSFT and NVDA, 2024-01-02 to 2024-06-28.

    python data/market/make_market.py

The closes on the days in `CLOSES` are the true ones. The days between are an illustration: a random
walk, with a fixed seed, bent so that it meets the next true close. The same bytes come out each time.
"""

from __future__ import annotations

import csv
import math
import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

FOLDER = Path(__file__).parent

#: True closes in USD, adjusted for splits: the first trading day, then the last one of each month.
DAYS = (
    date(2024, 1, 2),
    date(2024, 1, 31),
    date(2024, 2, 29),
    date(2024, 3, 28),
    date(2024, 4, 30),
    date(2024, 5, 31),
    date(2024, 6, 28),
)
CLOSES = {
    "AAPL": (185.64, 184.40, 180.75, 171.48, 170.33, 192.25, 210.62),
    "MSFT": (370.87, 397.58, 413.64, 420.72, 389.33, 415.13, 446.95),
    "NVDA": (48.168, 61.527, 79.112, 90.356, 86.402, 109.633, 123.54),
}

#: Days on which the New York Stock Exchange was closed, weekends aside.
HOLIDAYS = {date(2024, 1, 15), date(2024, 2, 19), date(2024, 3, 29), date(2024, 5, 27), date(2024, 6, 19)}

#: Of a usual day: the standard deviation of the logarithm of the price, and the shares traded.
VOLATILITY = {"AAPL": 0.013, "MSFT": 0.011, "NVDA": 0.028}
VOLUME = {"AAPL": 60_000_000, "MSFT": 21_000_000, "NVDA": 450_000_000}

#: Decimals of a price. NVDA's have three, because its split (ten for one) made tenths of cents.
DECIMALS = {"AAPL": 2, "MSFT": 2, "NVDA": 3}


def trading_days() -> list[date]:
    days = (DAYS[0] + timedelta(days=n) for n in range((DAYS[-1] - DAYS[0]).days + 1))
    return [day for day in days if day.weekday() < 5 and day not in HOLIDAYS]


def closes(ticker: str, days: list[date], chance: random.Random) -> list[float]:
    """A path of closes through the true ones: a Brownian bridge of the logarithms between each two."""
    path = [CLOSES[ticker][0]]
    anchors = list(zip(DAYS, CLOSES[ticker], strict=True))
    for (first, start), (last, end) in zip(anchors, anchors[1:], strict=False):
        length = days.index(last) - days.index(first)
        walk = [0.0]
        for _ in range(length):
            walk.append(walk[-1] + chance.gauss(0, VOLATILITY[ticker]))
        for step in range(1, length):
            share = step / length
            level = math.log(start) * (1 - share) + math.log(end) * share
            path.append(math.exp(level + walk[step] - share * walk[length]))
        path.append(end)
    return path


def bars(ticker: str) -> Iterator[tuple[date, float, float, float, float, int]]:
    """Date, open, high, low, close, volume of each trading day."""
    chance = random.Random(f"recorded market {ticker}")
    days = trading_days()
    volatility, decimals = VOLATILITY[ticker], DECIMALS[ticker]
    before = None
    for day, close in zip(days, closes(ticker, days, chance), strict=True):
        gap = chance.gauss(0, volatility / 3)
        opened = round((before or close) * math.exp(gap), decimals)
        close = round(close, decimals)
        high = round(max(opened, close) * math.exp(abs(chance.gauss(0, volatility / 3))), decimals)
        low = round(min(opened, close) * math.exp(-abs(chance.gauss(0, volatility / 3))), decimals)
        volume = round(VOLUME[ticker] * math.exp(chance.gauss(0, 0.25)), -2)
        before = close
        yield day, opened, high, low, close, int(volume)


def main(folder: Path = FOLDER) -> None:
    for ticker in CLOSES:
        with (folder / f"{ticker}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(("Date", "Open", "High", "Low", "Close", "Volume"))
            writer.writerows(bars(ticker))


if __name__ == "__main__":
    main()
