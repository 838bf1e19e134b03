"""The code that is written for a question about a table, run as the kernel would run it."""

from __future__ import annotations

import contextlib
import io
from pathlib import Path

import pytest

from helpers.local_api.models.simulated.answering import tables

TURBINES = """turbine_id,status,Wind Speed,site
1001,running,12,North
1002,stopped,0,South
1003,running,14.5,"The ""A"" {x}"
"""
SALES = """date,city,product,qty,price
2024-01-05,Seoul,tea,3,4.5
2024-01-20,Busan,coffee,7,3
2024-02-11,Seoul,coffee,2,3.5
2024-02-28,Daegu,tea,10,4
2024-03-03,Busan,tea,5,4.25
2025-03-15,Seoul,cake,1,12
"""
PEOPLE = "Name,Phone,Investment,Amount\nAnn,11,Gold,5\nBo,12,Fund,7\nCy,13,Bonds,2\nDi,14,Gold,9\n"


@pytest.fixture
def printed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """What the code prints that is written for a question about a table; None where none is written."""
    monkeypatch.chdir(tmp_path)

    def run(code: str) -> str:
        output = io.StringIO()
        with contextlib.redirect_stdout(output):
            exec(code, {})
        return output.getvalue()

    def answer(table: str, question: str) -> str | None:
        Path("table.csv").write_text(table, encoding="utf-8")
        look = tables.read_look(run(tables.look_code("table.csv")))
        assert look
        code = tables.answer_code(question, "table.csv", look)
        return None if code is None else run(code).strip()

    return answer


@pytest.mark.parametrize(
    ("table", "question", "expected"),
    [
        (PEOPLE, "What is the name of the fourth person in the data?", "Di"),
        (PEOPLE, "Show me the second row.", "Name: Bo, Phone: 12, Investment: Fund, Amount: 7"),
        (PEOPLE, "Who is the last one in the list by name?", "Di"),
        (PEOPLE, "세 번째 사람의 name은 뭐예요?", "Cy"),
        (PEOPLE, "What is the phone of the ninth person?", "no such row"),
        (TURBINES, "What is the status of turbine 1001 and 1003?", "1001: running\n1003: running"),
        (TURBINES, "Tell me about the turbine 1002.", "1002: status: stopped, Wind Speed: 0, site: South"),
        (TURBINES, "What is the site of turbine 77?", "no such row"),
        (TURBINES, "What is the site of turbine 1003?", '1003: The "A" {x}'),
        (PEOPLE, "What is the phone number of Cy?", "Cy: 13"),
        (PEOPLE, "Which phone does Ann have?", "Ann: 11"),
        (PEOPLE, "What investments do I own?", "Gold\nFund\nBonds"),
        (TURBINES, "List the sites.", 'North\nSouth\nThe "A" {x}'),
        (PEOPLE, "How many have Gold?", "2"),
        (PEOPLE, "What is the total amount?", "23"),
        (PEOPLE, "What was the total amount in the last month?", "23"),
    ],
)
def test_rows_keys_and_columns(printed, table: str, question: str, expected: str) -> None:
    assert printed(table, question) == expected


@pytest.mark.parametrize("question", ["Tell me a story.", "What do whales eat?"])
def test_no_code_for_what_the_columns_do_not_say(printed, question: str) -> None:
    assert printed(PEOPLE, question) is None


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        # Numbers are held against the column that is named nearest to them.
        ("How many rows have qty greater than 4?", "3"),
        ("What is the sum of qty where price is above 4?", "9"),
        ("What is the average qty of orders with a price between 4 and 4.5?", "6"),
        ("How many orders are for 5 qty or more?", "3"),
        ("How many rows where qty is 7?", "1"),
        ("price가 4 이상인 행은 몇 개야?", "4"),
        ("qty 大於 4 的有多少筆？", "3"),
        # Dates, and values that are named or ruled out.
        ("What is the total qty in February?", "12"),
        ("Total qty in March 2024", "5"),
        ("How many orders since 2024-02-28?", "3"),
        ("3월 qty 합계는?", "6"),
        ("What is the total qty in Seoul excluding coffee?", "4"),
        ("How many rows are not from Busan?", "4"),
        ("Total qty of tea and coffee", "27"),
        # What is worked out of the rows.
        ("How many different cities are there?", "3"),
        ("List the unique products", "tea\ncoffee\ncake"),
        ("What percentage of qty came from Busan?", "42.86 %"),
        ("What is the difference between the highest and lowest price?", "9"),
        ("What is the standard deviation of qty?", "3.38625"),
        ("What is the total revenue (qty times price)?", "114.75"),
        ("Total qty * price by city", "Seoul: 32.5\nBusan: 42.25\nDaegu: 40"),
        ("How many orders per city?", "Seoul: 3\nBusan: 2\nDaegu: 1"),
        ("Which city sold the most qty?", "Busan: 12"),  # of two orders; the largest single one was Daegu's
        ("Which product has the highest price?", "cake: 12"),
        ("Which order cost the most?", "date: 2025-03-15, city: Seoul, product: cake, qty: 1, price: 12"),
        ("Show the top two rows by qty of tea",
         "date: 2024-02-28, city: Daegu, product: tea, qty: 10, price: 4\n"
         "date: 2024-03-03, city: Busan, product: tea, qty: 5, price: 4.25"),
        ("Which cities had a price under 3.6?", "Busan\nSeoul"),
    ],
)  # fmt: skip
def test_rows_that_are_wanted(printed, question: str, expected: str) -> None:
    assert printed(SALES, question) == expected


def test_rows_are_sorted(printed) -> None:
    lines = printed(SALES, "Sort the rows by price, highest first.").splitlines()
    assert [line.rsplit(" ", 1)[1] for line in lines] == ["12", "4.5", "4.25", "4", "3.5", "3"]
    lines = printed(SALES, "Sort by product").splitlines()
    assert [line.split(", ")[2] for line in lines] == [f"product: {name}" for name in
                                                       ("cake", "coffee", "coffee", "tea", "tea", "tea")]  # fmt: skip


@pytest.mark.parametrize(
    "question",
    [
        "What was the total qty last week?",
        "What is the total qty without returns?",
        "How much did the total qty increase in percent per month?",
        "What is the ratio of total qty to price?",
        "What is the average of 7 qty?",
        "What is the total qty of orders over 4?",  # of which column?
    ],
)
def test_no_number_where_a_part_of_the_question_was_not_understood(printed, question: str) -> None:
    assert printed(SALES, question) is None
