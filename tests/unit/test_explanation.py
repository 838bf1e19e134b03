"""control.explain() and show_explanation(): how the simulated model decided, for a run or a question."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

import helpers
from helpers import connection, control, display
from helpers.control import ArgumentOrigin, CallExplained, ControlError, Explanation, FunctionScore

QUESTION = "What is the nickname of <San Francisco>?"


def get_nickname(location: str) -> str:
    """Get the nickname of a city.

    Args:
        location: The city, for example San Francisco.
    """
    return f"The nickname of {location}"


@pytest.fixture(autouse=True)
def fresh_process(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    connection.disconnect()
    for name in (*connection.OURS, "COURSE_MODEL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    with warnings.catch_warnings():
        yield
        connection.disconnect()


# --- Asking for it ------------------------------------------------------------------------------


def test_a_run_and_its_result_are_explained_alike() -> None:
    client = helpers.connect()
    assistant = client.beta.assistants.create(model=helpers.MODEL, tools=[helpers.tool_from(get_nickname)])
    thread = client.beta.threads.create(
        messages=[{"role": "user", "content": "What is the nickname of San Francisco?"}]
    )
    result = helpers.run_to_end(client, thread, assistant, [get_nickname])
    found = control.explain(result)
    assert found == control.explain(result.run)
    assert found.outcome == "Calls get_nickname." and found.functions[0].words == ("nickname",)
    (origin,) = found.calls[0].arguments
    assert origin.place is not None and found.question[slice(*origin.place)] == origin.value == "San Francisco"


def test_a_question_needs_no_run_and_takes_tools_in_any_form() -> None:
    helpers.connect()
    tool = helpers.tool_from(get_nickname)
    found = [
        control.explain("What is the nickname of San Francisco?", one) for one in (get_nickname, tool, tool["function"])
    ]
    assert found[0] == found[1] == found[2] and found[0].outcome == "Calls get_nickname."
    messages = [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "Hello"}]
    assert control.explain(messages, get_nickname).outcome == "Calls nothing: answers with text."
    assert control.requests() == []


def test_what_cannot_be_explained_is_said() -> None:
    client = helpers.connect()
    assistant = client.beta.assistants.create(model=helpers.MODEL)
    run = client.beta.threads.create_and_run(assistant_id=assistant.id)
    with pytest.raises(ControlError, match="has not been asked"):
        control.explain(run)
    with pytest.raises(ControlError, match="A run has its own tools"):
        control.explain(run, get_nickname)
    with pytest.raises(ControlError, match="function.name"):
        control.explain("Hello", {"description": "A function without a name"})


# --- Showing it ---------------------------------------------------------------------------------


def explanation(**changes: Any) -> Explanation:
    fields = {
        "question": QUESTION,
        "outcome": "Calls get_nickname.",
        "functions": (
            FunctionScore("get_nickname", 0.983, ("nickname",), "called", "the question asks for it"),
            FunctionScore("get_mayor", 0.3, (), "asks back", "asked for, but nothing gives <year>"),
            FunctionScore("file_search", None, (), "not called", "a tool of the API, not needed here"),
        ),
        "calls": (
            CallExplained("get_nickname", True, (
                ArgumentOrigin("location", True, "<San Francisco>", "the question", "a place", "<San Francisco>",
                               (24, 39)),
                ArgumentOrigin("unit", True, "Fahrenheit", "inferred", "customary there", "<San Francisco>", (24, 39)),
                ArgumentOrigin("id", True, 7, "an earlier output", "find_city → id", "", None),
                ArgumentOrigin("day", True, "today", "an earlier message", "a day", "today", None),
                ArgumentOrigin("days", False, None, "nothing", "not required and not said", "", None),
            )),
        ),
    }  # fmt: skip
    return Explanation(**{**fields, **changes})


class _Balanced(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.open += [] if tag == "br" else [tag]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_table_says_the_same_in_html_and_in_text() -> None:
    view = display.explanation_view(explanation())
    parser = _Balanced()
    parser.feed(view.html)
    assert not parser.open
    assert view.text.splitlines() == [
        "Question: What is the nickname of <San Francisco>?",
        "",
        "Which function?",
        "",
        "function      score  words that speak for it  decision",
        "------------  -----  -----------------------  ------------------------------------------------",
        "get_nickname  0.98   nickname                 ✓ called: the question asks for it",
        "get_mayor     0.30   none                     ? asks back: asked for, but nothing gives <year>",
        "file_search   none   none                     – not called: a tool of the API, not needed here",
        "",
        "get_nickname: where does each argument come from?",
        "",
        "argument  value              from                                              how",
        "--------  -----------------  ------------------------------------------------  -------------------------",
        'location  "<San Francisco>"  question[24:39], “<San Francisco>”                a place',
        'unit      "Fahrenheit"       inferred from question[24:39], “<San Francisco>”  customary there',
        "id        7                  an earlier output                                 find_city → id",
        'day       "today"            an earlier message, “today”                       a day',
        "days      none               nothing                                           not required and not said",
        "",
        "Calls get_nickname.",
    ]
    plain = re.sub(r"<[^>]+>", " ", view.html)
    for row in explanation().functions:
        assert row.function in plain and row.reason.replace("<", "&lt;").replace(">", "&gt;") in plain
    for said in ("0.98", "question[24:39], “&lt;San Francisco&gt;”", "Calls get_nickname."):
        assert said in plain


def test_the_table_can_be_read_by_ear() -> None:
    html = display.explanation_view(explanation()).html
    assert html.count("<caption") == html.count("<table") == 2
    assert html.count('scope="row"') == 8 and html.count('scope="col"') == 8
    assert html.count('<span aria-hidden="true"') == 3, "the symbol is for the eye; the word says it"


def test_calls_of_one_function_are_numbered() -> None:
    call = CallExplained("get_nickname", True, ())
    text = display.explanation_view(explanation(calls=(call, call))).text
    assert "Call 1, get_nickname: where" in text and "Call 2, get_nickname: where" in text


def test_without_functions_there_is_no_table() -> None:
    view = display.explanation_view(explanation(functions=(), calls=(), outcome="Calls nothing: answers with text."))
    assert view.text == f"Question: {QUESTION}\n\nCalls nothing: answers with text."
    assert display.view_of(explanation()) == display.explanation_view(explanation())


def test_a_real_model_has_nothing_to_show(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COURSE_MODEL", "openai")
    monkeypatch.setenv("OPENAI_API_KEY", "sk-of-this-test")
    helpers.connect()
    capsys.readouterr()
    helpers.show_explanation("What is the nickname of San Francisco?", get_nickname)
    assert "Only the simulated model can explain" in capsys.readouterr().out
    with pytest.raises(control.CannotExplain):
        control.explain("What is the nickname of San Francisco?", get_nickname)


def test_it_is_shown_at_once(capsys: pytest.CaptureFixture[str]) -> None:
    helpers.connect()
    capsys.readouterr()
    helpers.show_explanation("What is the nickname of San Francisco?", get_nickname)
    said = capsys.readouterr().out
    assert "get_nickname  0." in said and "question[24:37], “San Francisco”" in said
