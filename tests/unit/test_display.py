"""What is shown: HTML for the eye, and plain text that says as much; both always the same."""

from __future__ import annotations

import datetime
import re
import xml.etree.ElementTree as ET
from html.parser import HTMLParser
from typing import Any

import pytest
from openai.types.beta.threads import Message, RequiredActionFunctionToolCall, Run
from openai.types.beta.threads.runs import RunStep

from helpers import display, drawings
from helpers.control import Exchange
from helpers.rendering import AMBER, BLUE, GREEN, GREY, RED, VIOLET, View, code, pad, stack, table, text_width
from helpers.runs import RunResult, ToolCallRecord

CALL = {
    "id": "call_1",
    "type": "function",
    "function": {"name": "get_weather", "arguments": '{"city": "<Busan>"}'},
}


def run(status: str = "completed", **changes: Any) -> Run:
    fields = {
        "id": "run_1", "object": "thread.run", "assistant_id": "asst_1", "thread_id": "thread_1", "status": status,
        "model": "gpt-4o-mini", "created_at": 1767603600, "started_at": 1767603601, "completed_at": 1767603602,
        "expires_at": None, "instructions": "", "tools": [], "metadata": {}, "parallel_tool_calls": True,
        "required_action": None, "last_error": None, "incomplete_details": None, "usage": None,
    }  # fmt: skip
    return Run.model_validate({**fields, **changes})


def message(role: str, text: str) -> Message:
    return Message.model_validate(
        {
            "id": "msg_1", "object": "thread.message", "created_at": 1, "thread_id": "thread_1", "role": role,
            "status": "completed", "content": [{"type": "text", "text": {"value": text, "annotations": []}}],
        }
    )  # fmt: skip


def step(details: dict[str, Any], status: str = "completed") -> RunStep:
    return RunStep.model_validate(
        {
            "id": "step_1", "object": "thread.run.step", "created_at": 1, "assistant_id": "asst_1", "run_id": "run_1",
            "thread_id": "thread_1", "type": details["type"], "status": status, "step_details": details,
        }
    )  # fmt: skip


class _Balanced(HTMLParser):
    """Finds tags that are opened and not closed."""

    VOID = {"br", "path", "rect", "line", "circle"}

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.VOID:
            assert self.open.pop() == tag


def visible_text(html: str) -> str:
    parser = _Balanced()
    parser.feed(html)
    assert not parser.open
    return re.sub(r"<[^>]+>", "", html.replace("<br>", "\n"))


# --- Views --------------------------------------------------------------------------------------


def test_a_table_says_the_same_in_html_and_in_text() -> None:
    view = table("Cities", ("city", "rain"), [("부산", "6 %"), ("Los Angeles", "<1 %")], row_headers=True)
    assert repr(view) == "Cities\n\ncity         rain\n-----------  ----\n부산         6 %\nLos Angeles  <1 %"
    html = view._repr_html_()
    assert visible_text(html) == "Citiescityrain부산6 %Los Angeles&lt;1 %"
    assert html.count('scope="col"') == 2 and html.count('scope="row"') == 2 and "<caption" in html


def test_a_cell_of_several_lines_stays_in_its_column() -> None:
    assert table("T", ("a", "b"), [("1\n2", "x")]).text.splitlines()[-2:] == ["1  x", "2"]


def test_wide_letters_take_two_columns() -> None:
    assert (text_width("부산"), text_width("ab"), pad("부산", 6)) == (4, 2, "부산  ")


def test_code_keeps_every_letter_and_escapes_it() -> None:
    view = code('if a < 1:\n    print("<b>")  # done')
    assert visible_text(view.html).replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"') == view.text
    assert "--jp-mirror-editor-keyword-color" in view.html


def test_views_stack() -> None:
    assert stack([View("<p>a</p>", "a"), View("<p>b</p>", "b")]) == View("<p>a</p><p>b</p>", "a\n\nb")


@pytest.mark.parametrize("colour", [BLUE, GREEN, AMBER, RED, VIOLET, GREY])
@pytest.mark.parametrize("background", ["#ffffff", "#111111"])
def test_accents_stand_out_on_light_and_dark(colour: str, background: str) -> None:
    assert contrast(colour, background) >= 3, "WCAG 1.4.11 asks for 3:1 for graphics"


def contrast(one: str, other: str) -> float:
    """Contrast ratio as WCAG 2.2 defines it."""

    def luminance(colour: str) -> float:
        parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


# --- Runs, steps, messages ----------------------------------------------------------------------


def test_a_run_that_waits_shows_what_it_waits_for() -> None:
    waiting = run(
        "requires_action", completed_at=None, expires_at=1767604200,
        required_action={"type": "submit_tool_outputs", "submit_tool_outputs": {"tool_calls": [CALL]}},
    )  # fmt: skip
    view = display.view_of(waiting)
    assert "! requires_action (waits for your tool outputs)" in view.text
    assert "2026-01-05 09:00:00 UTC" in view.text and "+600 s" in view.text and "+1 s" in view.text
    assert 'get_weather  {"city": "<Busan>"}' in view.text
    assert "&lt;Busan&gt;" in view.html and visible_text(view.html)


@pytest.mark.parametrize(
    ("ended", "says"),
    [
        (run("failed", last_error={"code": "server_error", "message": "Slow down."}), "server_error: Slow down."),
        (run("incomplete", incomplete_details={"reason": "max_completion_tokens"}), "met max_completion_tokens"),
        (run(usage={"prompt_tokens": 10, "completion_tokens": 2, "total_tokens": 12}), "10 in + 2 out = 12"),
    ],
)  # fmt: skip
def test_how_a_run_ended(ended: Run, says: str) -> None:
    view = display.view_of(ended)
    assert says in view.text and says in visible_text(view.html)


def test_every_status_has_a_symbol_and_a_meaning() -> None:
    from typing import get_args

    from openai.types.beta.threads import RunStatus

    assert set(display.RUN_STATUSES) == set(get_args(RunStatus)) == set(drawings.STATUSES)
    for status in display.RUN_STATUSES:
        assert status in display.status_view(status).text
    assert "does not know" in display.status_view("paused").text


def test_messages_show_who_said_what_in_the_given_order() -> None:
    messages = [message("user", "How <warm>?"), message("assistant", "21 °C")]
    view = display.view_of(messages)
    assert view.text == "user: How <warm>?\nassistant: 21 °C"
    assert visible_text(view.html) == "user\nHow &lt;warm&gt;?assistant\n21 °C"
    assert display.view_of(messages[0]).text == "user: How <warm>?"
    assert display.messages_view([]).text == "No messages."


def test_parts_that_are_not_text_are_named() -> None:
    with_image = message("user", "Look:")
    image = {"type": "image_url", "image_url": {"url": "https://example.org/a.png"}}
    with_image = Message.model_validate(
        {**with_image.model_dump(), "content": [*with_image.model_dump()["content"], image]}
    )
    assert display.message_text(with_image) == "Look:\n[image_url]"


def test_steps_show_calls_with_their_outputs_and_messages() -> None:
    steps = [
        step({"type": "tool_calls", "tool_calls": [{**CALL, "function": {**CALL["function"], "output": "21"}}]}),
        step({"type": "tool_calls", "tool_calls": []}, "in_progress"),
        step({"type": "tool_calls", "tool_calls": [{"id": "call_2", "type": "file_search", "file_search": {}}]}),
        step({"type": "message_creation", "message_creation": {"message_id": "msg_1"}}),
    ]
    lines = display.view_of(steps).text.splitlines()[4:]
    assert lines[0].split() == ["1", "completed", "function", "call", 'get_weather({"city":', '"<Busan>"})', "21"]
    assert "none yet" in lines[1] and "file_search" in lines[2] and "msg_1" in lines[3]
    assert display.view_of(steps[3]).text.splitlines()[-1].endswith("msg_1")


def test_a_result_shows_the_rounds_and_the_answer() -> None:
    record = ToolCallRecord("call_1", "get_weather", '{"city": "Busan"}', "21")
    view = display.view_of(RunResult(run(), "It is 21 °C.", [[record], [record]]))
    assert [line.split()[0] for line in view.text.splitlines()[4:6]] == ["1", "2"]
    assert view.text.endswith("Answer: It is 21 °C.")
    assert display.view_of(RunResult(run(), "Hello.")).text == "Answer: Hello."


@pytest.mark.parametrize(
    ("thing", "text"),
    [
        ({"type": "function"}, '{\n  "type": "function"\n}'),
        ([1, "부산", None], '[\n  1,\n  "부산",\n  null\n]'),
        (CALL["function"], '{\n  "name": "get_weather",\n  "arguments": "{\\"city\\": \\"<Busan>\\"}"\n}'),
        (
            {"day": datetime.date(2026, 1, 5), "sum": sum},
            '{\n  "day": "2026-01-05",\n  "sum": "<built-in function sum>"\n}',
        ),
    ],
)
def test_anything_else_is_json(thing: Any, text: str) -> None:
    assert display.view_of(thing).text == text


def test_tool_calls_alone_or_in_a_list() -> None:
    call = RequiredActionFunctionToolCall.model_validate(CALL)
    assert display.view_of(call).text == display.view_of([call]).text
    assert "call_1" in display.view_of(call).text


def test_the_wire_shows_requests_responses_and_events() -> None:
    events = [{"event": "thread.created", "data": {"id": "t"}}, {"event": "done", "data": "[DONE]"}]
    exchanges = [
        Exchange("POST", "/v1/threads", 200, {"messages": []}, {"id": "thread_1"}),
        Exchange("GET", "/v1/threads/thread_2", 404, None, {"error": {"message": "No thread found"}}),
        Exchange("POST", "/v1/threads/runs", 200, {}, events),
    ]  # fmt: skip
    text = display.wire_view(exchanges).text
    assert text.startswith('→ POST /v1/threads\n\n{\n  "messages": []\n}\n\n← 200')
    assert "← 404" in text and "No thread found" in text
    assert '← event: thread.created\n\n{"id": "t"}' in text and text.endswith("[DONE]")
    assert display.wire_view([]).text == "No requests yet."


def test_show_displays_at_once(capsys: pytest.CaptureFixture[str]) -> None:
    display.show({"a": 1})
    display.show_messages([message("user", "Hello")])
    display.show_steps([step({"type": "message_creation", "message_creation": {"message_id": "msg_7"}})])
    drawings.function_calling_loop()
    drawings.run_life("queued")
    drawings.call_timeline([("a", 0, 1)])
    drawings.thread_sketch()
    drawings.thread_sketch([("user", "Good morning")])
    out = capsys.readouterr().out
    for said in (
        '"a": 1',
        "user: Hello",
        "msg_7",
        "The function-calling loop",
        "The run is queued.",
        "a: from 0 s to 1 s",
        "Who keeps what",
        "Good morning",
    ):
        assert said in out


# --- Drawings -----------------------------------------------------------------------------------

PANELS = {"One by one": [("f", 0.0, 1.0), ("g", 1.0, 0.5)], "At once": [("f", 0.0, 1.0), ("g", 0.0, 0.5)]}
DRAWINGS = {
    "loop": drawings.function_calling_loop_view,
    "run_life": drawings.run_life_view,
    "highlighted": lambda: drawings.run_life_view("expired"),
    "timeline": lambda: drawings.call_timeline_view(PANELS),
    "one timeline": lambda: drawings.call_timeline_view([("f", 0, 0.05)]),
    "empty timeline": lambda: drawings.call_timeline_view([]),
    "thread_sketch": drawings.thread_sketch_view,
    "short thread": lambda: drawings.thread_sketch_view([("user", "안녕하세요 & <b> " * 9)]),
}


@pytest.mark.parametrize("name", DRAWINGS)
def test_a_drawing_is_well_formed_described_and_always_the_same(name: str) -> None:
    view = DRAWINGS[name]()
    assert view == DRAWINGS[name]()
    svg = ET.fromstring(view.html)
    assert svg.get("role") == "img"
    title, description = svg[0], svg[1]
    assert svg.get("aria-labelledby") == f"{title.get('id')} {description.get('id')}"
    assert title.text and description.text and view.text.startswith(title.text)


@pytest.mark.parametrize("name", DRAWINGS)
def test_what_is_drawn_stays_on_the_canvas(name: str) -> None:
    svg = ET.fromstring(DRAWINGS[name]().html)
    width, height = (float(number) for number in svg.get("viewBox", "").split()[2:])
    space = "{http://www.w3.org/2000/svg}"
    for box in svg.iter(f"{space}rect"):
        x, y, w, h = (float(box.get(key, "0")) for key in ("x", "y", "width", "height"))
        assert x >= 0 and y >= 0 and x + w <= width and y + h <= height
    for words in svg.iter(f"{space}text"):
        x, y, size = (float(words.get(key, "0")) for key in ("x", "y", "font-size"))
        # Half a letter's height per letter is wider than most fonts draw them.
        half = (
            text_width(words.text or "")
            * size
            * 0.5
            / {"middle": 2, "start": 1, "end": 1}[words.get("text-anchor", "")]
        )
        left = x - half if words.get("text-anchor") != "start" else x
        right = x + half if words.get("text-anchor") != "end" else x
        assert left >= 0 and right <= width and y <= height, words.text


def test_two_drawings_on_a_page_have_different_ids() -> None:
    ids = [
        re.findall(r' id="([^"]+)"', view().html)
        for view in (drawings.function_calling_loop_view, drawings.run_life_view, DRAWINGS["highlighted"])
    ]
    assert len({mark for each in ids for mark in each}) == sum(len(each) for each in ids)


def test_the_life_of_a_run_has_nine_statuses_and_lifts_one_out() -> None:
    plain, lifted = drawings.run_life_view(), drawings.run_life_view("requires_action")
    for status in drawings.STATUSES:
        assert f">{status}<" in plain.html and status in plain.text
    assert "the run is here" in lifted.html and lifted.html != plain.html
    assert lifted.text.startswith("The life of a run\n\nThe run is requires_action.")
    with pytest.raises(ValueError, match="no status of a run"):
        drawings.run_life_view("done")


def test_a_timeline_says_how_long_each_panel_takes() -> None:
    text = drawings.call_timeline_view(PANELS, "Two ways").text
    assert text.startswith("Two ways") and "One by one: 1.5 s in all" in text and "At once: 1 s in all" in text
    assert "  g: from 1 s to 1.5 s" in text


def test_bars_are_to_scale() -> None:
    svg = ET.fromstring(drawings.call_timeline_view(PANELS).html)
    bars = [float(box.get("width", "0")) for box in svg.iter("{http://www.w3.org/2000/svg}rect")]
    assert bars[0] == pytest.approx(2 * bars[1], rel=1e-3) and bars[0] == pytest.approx(bars[2])
