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
