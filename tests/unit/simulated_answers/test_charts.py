"""The code that is written for a chart, run, and the drawing looked at."""

from __future__ import annotations

import contextlib
import io
from pathlib import Path
from typing import Any

import matplotlib
import pytest

from helpers.local_api.models.simulated.answering import charts, tables
from helpers.local_api.models.simulated.answering.builtins import builtin_calls
from helpers.local_api.models.simulated.answering.calculation import next_code

from .thread import answer, tool, turn

SALES = """month,city,revenue,cost,order_id
2026-01,Seoul,100,60,1
2026-01,Busan,80,70,2
2026-02,Seoul,140,65,3
2026-02,Busan,,60,4
"""
CODE = tool("code_interpreter", 'Runs Python code. Files in its working folder: ["sales.csv"]', code="The code")


@pytest.fixture
def drawn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """The axes of the chart that is drawn for a question; None where no code is written for it."""
    monkeypatch.chdir(tmp_path)
    Path("sales.csv").write_text(SALES, encoding="utf-8")
    monkeypatch.setitem(matplotlib.rcParams, "backend", "Agg")

    def draw(question: str, files: tuple[str, ...] = ("sales.csv",)) -> Any:
        printed: list[str] = []
        names: dict[str, Any] = {}
        while code := next_code(question, files, printed):
            output = io.StringIO()
            with contextlib.redirect_stdout(output):
                exec(code, names)
            printed.append(output.getvalue())
            if "ax" in names:
                return names["ax"]
        return None

    yield draw
    matplotlib.pyplot.close("all")


def bars(axes: Any) -> dict[str, float]:
    labels = [label.get_text() for label in axes.get_xticklabels()]
    return dict(zip(labels, [bar.get_height() for bar in axes.patches], strict=True))


def lines(axes: Any) -> dict[str, list[float]]:
    return {line.get_label(): list(line.get_ydata()) for line in axes.lines}


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Make a bar chart of revenue by city", {"Seoul": 240, "Busan": 80}),
        ("Please draw a bar graph of the average cost per city.", {"Seoul": 62.5, "Busan": 65}),
        ("Show a chart of how many rows there are for each month", {"2026-01": 2, "2026-02": 2}),
        ("Bar chart of revenue by month for Seoul", {"2026-01": 100, "2026-02": 140}),
        ("city별 revenue 막대 그래프를 그려줘", {"Seoul": 240, "Busan": 80}),
        ("畫出各 city 的 revenue 長條圖", {"Seoul": 240, "Busan": 80}),
        ("Create a bar chart: Apples 10, Bananas 15.5, Cherries $1,200", {"Apples": 10, "Bananas": 15.5, "Cherries": 1200}),
        ("Plot a bar chart of 3, 5 and 8", {"1": 3, "2": 5, "3": 8}),
    ],
)  # fmt: skip
def test_bars(drawn, question: str, expected: dict[str, float]) -> None:
    assert bars(drawn(question)) == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Plot revenue and cost over the months", {"revenue": [180, 140], "cost": [130, 125]}),
        ("Visualize the data", {"revenue": [180, 140]}),
        ("A line chart of the highest revenue by month", {"revenue": [100, 140]}),
        ("Generate a line chart of Q1 with values: January=$50k, February=$65k", {"value": [50_000, 65_000]}),
        ("Graph 2020: 5, 2021: 8", {"value": [5, 8]}),
        ("Draw me a line graph with the temperatures 20, 22.5 and -3", {"value": [20, 22.5, -3]}),
    ],
)
def test_lines(drawn, question: str, expected: dict[str, list[float]]) -> None:
    found = lines(drawn(question))
    assert list(found.values()) == list(expected.values())
    if len(expected) > 1:
        assert list(found) == list(expected)


def test_shares_points_and_frequencies(drawn) -> None:
    shares = {text.get_text() for text in drawn("Draw a pie chart of revenue by city").texts}
    assert shares == {"Seoul", "75.0%", "Busan", "25.0%"}
    points = drawn("Make a scatter plot of revenue against cost").collections[0].get_offsets()
    assert points.tolist() == [[60, 100], [70, 80], [65, 140]]  # a row without revenue is no point
    assert sum(bar.get_height() for bar in drawn("A histogram of cost, please").patches) == 4


@pytest.mark.parametrize(
    ("question", "x", "y"),
    [
        ("Plot y = x^2 - 3x from -2 to 5", 5, 10),
        ("Sketch the curve y = 2(x + 1) between 0 and 3.", 3, 8),
        ("Draw the function sqrt(x) from 0 to 9", 9, 3),
        ("Graph f(x) = |x|", None, None),
        ("Create a visualization of the sine wave", 6.283185307, 0),
        ("Plot cos(x) from 0 to 2pi", 6.283185307, 1),
    ],
)
def test_curves(drawn, question: str, x: float | None, y: float | None) -> None:
    axes = drawn(question, ())
    if x is None:
        assert axes is None  # a formula that cannot be read is no formula
    else:
        assert [axes.lines[0].get_xdata()[-1], axes.lines[0].get_ydata()[-1]] == pytest.approx([x, y])


@pytest.mark.parametrize(
    "question", ["Plot a chart of the moods of whales", "What is the plot of Hamlet?", "Draw y = __import__('os').x"]
)
def test_nothing_is_drawn_of_what_is_not_there(drawn, question: str) -> None:
    assert drawn(question) is None


def test_a_file_is_written_where_one_is_asked_for(drawn) -> None:
    drawn("Draw a bar chart of revenue by city and save it as a PNG")
    assert Path("chart.png").read_bytes().startswith(b"\x89PNG")


def test_a_question_without_a_chart_is_none() -> None:
    assert not charts.asks_for_chart("What is the total revenue?")
    assert builtin_calls(turn([CODE], "Draw a bar chart of revenue by city"), functions_called=False) == [
        ("code_interpreter", {"code": tables.look_code("sales.csv")})
    ]


@pytest.mark.parametrize(
    ("question", "report", "said"),
    [
        ("Plot the sine wave", {"logs": "", "images": ["assistant-1"]}, "Here is the chart."),
        (
            "Plot the sine wave and tell me the slope",
            {"logs": "", "images": ["assistant-1"]},
            "Here is the chart.\n\nI cannot answer “Tell me the slope”.",
        ),
        (
            "Plot the sine wave as a PNG",
            {"logs": "", "images": ["assistant-1"], "files": {"chart.png": "assistant-2"}},
            "Here is the chart.\nThe file: [chart.png](sandbox:/mnt/data/chart.png)",
        ),
        ("사인 그래프를 그려줘", {"logs": "", "images": ["assistant-1"]}, "차트입니다."),
    ],
)
def test_what_is_said_of_a_chart(question: str, report: dict[str, Any], said: str) -> None:
    assert answer([CODE], question, [("code_interpreter", {"code": "…"}, report)]).startswith(said)
