"""The recorded market: the data, Yahoo's answers, and prices through yfinance's own code."""

from __future__ import annotations

import os
import runpy
import subprocess
import sys
import textwrap
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import market
from helpers.market import chart as charts
from helpers.market import sessions

ROOT = Path(__file__).resolve().parents[2]
MAKER = ROOT / "data" / "market" / "make_market.py"
TICKERS = ("AAPL", "MSFT", "NVDA")

# Issue 2's figures, written here once more: the data must agree with them, not with its own script.
TRUE_CLOSES = {
    "AAPL": [185.64, 184.40, 180.75, 171.48, 170.33, 192.25, 210.62],
    "MSFT": [370.87, 397.58, 413.64, 420.72, 389.33, 415.13, 446.95],
    "NVDA": [48.168, 61.527, 79.112, 90.356, 86.402, 109.633, 123.54],
}
TRUE_DAYS = ["2024-01-02", "2024-01-31", "2024-02-29", "2024-03-28", "2024-04-30", "2024-05-31", "2024-06-28"]


# --- The data -------------------------------------------------------------------------------------


@pytest.mark.parametrize("ticker", TICKERS)
def test_the_closes_on_the_known_days_are_the_true_ones(ticker: str) -> None:
    by_day = {bar.day.isoformat(): bar.close for bar in charts.bars(ticker)}
    assert [by_day[day] for day in TRUE_DAYS] == TRUE_CLOSES[ticker]


@pytest.mark.parametrize("ticker", TICKERS)
def test_the_days_are_the_trading_days_of_new_york(ticker: str) -> None:
    days = [bar.day for bar in charts.bars(ticker)]
    assert len(days) == 124
    assert days == sorted(set(days))
    assert (days[0], days[-1]) == (date(2024, 1, 2), date(2024, 6, 28))
    assert all(day.weekday() < 5 for day in days)
    closed = {date(2024, 1, 15), date(2024, 2, 19), date(2024, 3, 29), date(2024, 5, 27), date(2024, 6, 19)}
    assert not closed & set(days)


@pytest.mark.parametrize("ticker", TICKERS)
def test_each_day_is_possible_and_no_day_is_a_crash(ticker: str) -> None:
    bars = charts.bars(ticker)
    for bar in bars:
        assert 0 < bar.low <= min(bar.open, bar.close) <= max(bar.open, bar.close) <= bar.high
        assert bar.volume > 1_000_000
    assert all(0.85 < after.close / before.close < 1.15 for before, after in zip(bars, bars[1:], strict=False))


def test_the_script_makes_the_same_bytes_again(tmp_path: Path) -> None:
    runpy.run_path(str(MAKER))["main"](tmp_path)
    for ticker in TICKERS:
        assert (tmp_path / f"{ticker}.csv").read_bytes() == (MAKER.parent / f"{ticker}.csv").read_bytes()


# --- Yahoo's answers ------------------------------------------------------------------------------


def days_of(query: dict[str, str], symbol: str = "AAPL") -> list[str]:
    status, body = charts.chart(symbol, query)
    assert status == 200
    stamps = body["chart"]["result"][0].get("timestamp", [])
    return [datetime.fromtimestamp(stamp, UTC).astimezone(charts.NEW_YORK).date().isoformat() for stamp in stamps]


@pytest.mark.parametrize(
    ("name", "first", "count"),
    [
        ("1d", "2024-06-28", 1),
        ("5d", "2024-06-24", 5),
        ("1wk", "2024-06-24", 5),
        ("1mo", "2024-05-28", 23),
        ("3mo", "2024-03-28", 64),
        ("6mo", "2024-01-02", 124),
        ("ytd", "2024-01-02", 124),
        ("10y", "2024-01-02", 124),
        ("max", "2024-01-02", 124),
    ],
)
def test_a_range_ends_on_the_last_recorded_day(name: str, first: str, count: int) -> None:
    days = days_of({"range": name})
    assert (days[0], days[-1], len(days)) == (first, "2024-06-28", count)


def test_a_split_is_an_event_on_its_day() -> None:
    _, body = charts.chart("NVDA", {"range": "1mo"})
    (split,) = body["chart"]["result"][0]["events"]["splits"].values()
    assert split["splitRatio"] == "10:1"
    _, body = charts.chart("NVDA", {"range": "5d"})
    assert "events" not in body["chart"]["result"][0]


def test_weeks_and_months_are_put_together_from_days() -> None:
    _, body = charts.chart("AAPL", {"range": "max", "interval": "1mo"})
    quote = body["chart"]["result"][0]["indicators"]["quote"][0]
    assert quote["close"] == TRUE_CLOSES["AAPL"][1:]
    january = [bar for bar in charts.bars("AAPL") if bar.day.month == 1]
    assert quote["open"][0] == january[0].open
    assert quote["high"][0] == max(bar.high for bar in january)
    assert quote["low"][0] == min(bar.low for bar in january)
    assert quote["volume"][0] == sum(bar.volume for bar in january)
    assert all(date.fromisoformat(day).weekday() == 0 for day in days_of({"range": "max", "interval": "1wk"}))


@pytest.mark.parametrize(
    ("symbol", "query", "status", "words"),
    [
        ("APPLE", {}, 404, "No data found, symbol may be delisted"),
        ("../../secrets", {}, 404, "No data found, symbol may be delisted"),
        ("AAPL", {"interval": "5m"}, 422, "The recorded market holds daily prices. It has no interval=5m"),
        ("AAPL", {"range": "soon"}, 400, "Invalid input - range=soon is not supported."),
        ("AAPL", {"period1": "x", "period2": "1"}, 400, "Invalid input - period: x"),
        ("AAPL", {"period1": "1687233600", "period2": "1688184000"}, 400, "Data doesn't exist for startDate = 16872"),
        ("AAPL", {"period1": "1767225600", "period2": "1767830400"}, 400, "Data doesn't exist for startDate = 17672"),
    ],
)
def test_what_is_not_recorded_is_yahoos_error(symbol: str, query: dict[str, str], status: int, words: str) -> None:
    got, body = charts.chart(symbol, query)
    assert got == status
    assert body["chart"]["result"] is None
    assert body["chart"]["error"]["description"].startswith(words)


@given(
    st.datetimes(datetime(2023, 6, 1), datetime(2025, 6, 1)), st.datetimes(datetime(2023, 6, 1), datetime(2025, 6, 1))
)
def test_periods_give_the_days_that_begin_in_them(first: datetime, end: datetime) -> None:
    first, end = (moment.replace(tzinfo=charts.NEW_YORK) for moment in (first, end))
    query = {"period1": str(int(first.timestamp())), "period2": str(int(end.timestamp()))}
    status, body = charts.chart("AAPL", query)
    expected = [
        bar.day.isoformat()
        for bar in charts.bars("AAPL")
        if first.timestamp() <= datetime.combine(bar.day, datetime.min.time(), charts.NEW_YORK).timestamp()
        and datetime.combine(bar.day, datetime.min.time(), charts.NEW_YORK) < end.replace(microsecond=0)
    ]
    if status == 400:
        assert expected == []
        assert body["chart"]["error"]["code"] == "Bad Request"
    else:
        # Unix seconds have no fractions: a day that began within the last second still counts.
        assert days_of(query)[-len(expected) :] == expected if expected else len(days_of(query)) <= 1


# --- Through yfinance -----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def yf():
    market.install()
    import yfinance

    assert market.source() == "recorded market"
    return yfinance


def test_download_gives_the_recorded_prices(yf) -> None:
    prices = yf.download("AAPL", start="2024-01-01", end="2024-06-30", progress=False)
    assert len(prices) == 124
    assert list(prices.columns.get_level_values(0)) == ["Close", "High", "Low", "Open", "Volume"]
    assert prices["Close"]["AAPL"].iloc[-1] == 210.62
    assert prices["Close"]["AAPL"].iloc[0] == 185.64
    assert str(prices.index[-1].date()) == "2024-06-28"


def test_several_shares_at_once_do_not_mix(yf) -> None:
    with ThreadPoolExecutor(8) as pool:
        tables = list(
            pool.map(lambda ticker: (ticker, yf.Ticker(ticker).history(period="5d")["Close"].iloc[-1]), TICKERS * 8)
        )
    assert all(close == TRUE_CLOSES[ticker][-1] for ticker, close in tables)
    both = yf.download(["MSFT", "NVDA"], period="5d", progress=False)["Close"]
    assert both.iloc[-1].to_dict() == {"MSFT": 446.95, "NVDA": 123.54}


def test_history_tells_the_split_and_does_not_adjust_for_it_again(yf) -> None:
    history = yf.Ticker("NVDA").history(start="2024-05-31", end="2024-06-12")
    assert history["Stock Splits"].loc["2024-06-10"] == 10
    assert history["Close"].iloc[0] == 109.633


def test_an_unknown_share_is_an_empty_table_and_the_usual_words(yf, caplog) -> None:
    prices = yf.download("APPLE", start="2024-01-01", end="2024-06-30", progress=False)
    assert prices.empty
    assert "['APPLE']: possibly delisted; no timezone found" in caplog.text


def test_days_without_trading_are_an_empty_table(yf, caplog) -> None:
    assert yf.download("MSFT", start="2024-06-22", end="2024-06-24", progress=False).empty
    assert "no price data found" in caplog.text


def test_minutes_are_refused_in_words(yf, caplog) -> None:
    assert yf.Ticker("AAPL").history(period="1d", interval="5m").empty
    assert "The recorded market holds daily prices. It has no interval=5m" in caplog.text


def test_the_last_price_and_the_name(yf) -> None:
    assert yf.Ticker("MSFT").fast_info.last_price == 446.95
    assert yf.Ticker("MSFT").info["longName"] == "Microsoft Corporation"


# --- Who answers ----------------------------------------------------------------------------------


def run(code: str, home: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run code in a process of its own, with its own home."""
    environment = {name: value for name, value in os.environ.items() if name != "COURSE_MARKET"}
    environment |= {"HOME": str(home), "XDG_CACHE_HOME": str(home), "LOCALAPPDATA": str(home), **variables}
    return subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code)], env=environment, cwd=home, capture_output=True, text=True
    )


PRICE = """
    import yfinance as yf
    prices = yf.download("AAPL", start="2024-01-01", end="2024-06-30", progress=False)
    print(len(prices), prices.Close.iloc[-1].item())
"""


def test_installing_imports_nothing_and_one_import_does_it_all(tmp_path: Path) -> None:
    ended = run(
        "import sys\nfrom helpers import market\nmarket.install()\nmarket.install()\n"
        "assert not {'yfinance', 'pandas', 'requests'} & set(sys.modules)" + textwrap.dedent(PRICE),
        tmp_path,
        COURSE_MARKET="recorded",
    )
    assert (ended.stdout, ended.stderr) == ("124 210.62\n", "")
    assert list(tmp_path.iterdir()) == []  # nothing of a recorded market may stay in the caches of the home


def test_a_yfinance_that_was_imported_and_used_before_is_reached_too(tmp_path: Path) -> None:
    ended = run(
        "import yfinance\nfrom yfinance.data import YfData\nYfData()\nfrom helpers import market\nmarket.install()\n"
        "print(yfinance.Ticker('AAPL').history(period='1d').Close.iloc[-1])",
        tmp_path,
        COURSE_MARKET="recorded",
    )
    assert (ended.stdout, ended.stderr) == ("210.62\n", "")


def test_a_proxy_is_not_asked_for_the_recorded_market(tmp_path: Path) -> None:
    dead = "http://127.0.0.1:9"
    ended = run(
        "from helpers import market\nmarket.install()" + textwrap.dedent(PRICE),
        tmp_path,
        COURSE_MARKET="recorded",
        http_proxy=dead,
        https_proxy=dead,
        ALL_PROXY=dead,
    )
    assert ended.stdout == "124 210.62\n"


def test_without_yahoo_the_recorded_market_answers_at_once(tmp_path: Path) -> None:
    ended = run(
        """
        import time
        import yfinance
        from helpers import market
        started = time.monotonic()
        print(market.source(), time.monotonic() - started < 1.8)
        """,
        tmp_path,
        https_proxy="http://127.0.0.1:9",  # nobody listens there: Yahoo is out of reach
    )
    assert ended.stdout == "recorded market True\n"


def test_env_decides_and_a_mistake_in_it_is_told(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("COURSE_MARKET=live\n")
    asks = "from helpers import market\nprint(market.source())"
    assert run(asks, tmp_path).stdout == "Yahoo Finance, live\n"
    mistaken = run(asks, tmp_path, COURSE_MARKET="replay")
    assert mistaken.returncode == 1
    assert "COURSE_MARKET is 'replay'. It can be recorded or live, or be left out." in mistaken.stderr


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ((200, {"chart": {"result": [{}], "error": None}}), sessions.LIVE),
        ((200, {"chart": {"result": None, "error": {}}}), sessions.RECORDED),
        ((429, {}), sessions.RECORDED),
        (TimeoutError(), sessions.RECORDED),
    ],
)
def test_yahoo_answers_only_when_it_has_a_price(monkeypatch, answer, expected: str) -> None:
    class Reply:
        status_code = answer[0] if isinstance(answer, tuple) else 0

        def json(self):
            return answer[1]

    class Session:
        def __enter__(self):
            return self

        def __exit__(self, *_):
            return None

        def get(self, url: str, timeout: float):
            assert url.startswith("https://query2.finance.yahoo.com/v8/finance/chart/")
            assert timeout <= 1.0
            if isinstance(answer, Exception):
                raise answer
            return Reply()

    monkeypatch.delenv("COURSE_MARKET")
    monkeypatch.setattr(sessions, "_original_new_session", lambda: Session)
    assert sessions._decision.__wrapped__() == expected
