"""Show what an API gave: a run, its steps, messages, tool calls, and what went over the wire.

Each `show` displays at once, wherever in a cell it is called, as HTML with plain text beside it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from helpers.rendering import (
    AMBER,
    BLUE,
    GREEN,
    GREY,
    MONO,
    QUIET,
    RED,
    TEXT,
    View,
    display_view,
    json_view,
    paragraph,
    stack,
    table,
)

if TYPE_CHECKING:
    from openai.types.beta.threads import Message, Run
    from openai.types.beta.threads.runs import RunStep

    from helpers.control import ArgumentOrigin, Exchange, Explanation, FunctionScore
    from helpers.runs import RunResult

#: What each status of a run looks like: a symbol, a colour, and what it means.
RUN_STATUSES: Mapping[str, tuple[str, str, str]] = {
    "queued": ("◦", GREY, "waits for its turn"),
    "in_progress": ("▸", BLUE, "the model is at work"),
    "requires_action": ("!", AMBER, "waits for your tool outputs"),
    "cancelling": ("◦", GREY, "a cancel is on its way"),
    "completed": ("✓", GREEN, "the answer is in the thread"),
    "failed": ("✗", RED, "an error ended it; see last_error"),
    "cancelled": ("–", GREY, "a cancel ended it"),
    "expired": ("✗", RED, "the outputs did not come in time"),
    "incomplete": ("✗", RED, "a token limit cut it; see incomplete_details"),
}


def show(thing: Any) -> None:
    """Show a run, a run's result, a page or list of messages, steps or tool calls, or any JSON value."""
    display_view(view_of(thing))


def show_messages(messages: Iterable[Message]) -> None:
    """Show messages in the order in which they are given."""
    display_view(messages_view(messages))


def show_steps(steps: Iterable[RunStep]) -> None:
    """Show the steps of a run: which calls it asked for, what it wrote."""
    display_view(steps_view(steps))


def show_wire(last: int = 1) -> None:
    """Show the `last` requests to the local API and its responses, as they went over the wire."""
    from helpers.control import requests

    display_view(wire_view(requests(last)))


def show_explanation(of: Any, *tools: Any) -> None:
    """Show how the simulated model decided: the score of each function, and where each argument came from.

    `of` is a run or a `RunResult`, or a question, which goes with `tools`. See `helpers.control.explain`. With a
    real model there is nothing to show, which is said.
    """
    from helpers.control import CannotExplain, explain

    try:
        view = explanation_view(explain(of, *tools))
    except CannotExplain as error:
        view = paragraph(str(error))
    display_view(view)


def view_of(thing: Any) -> View:
    """The view that fits `thing`, found by the API's own `object` field."""
    from helpers.control import Explanation
    from helpers.runs import RunResult

    if isinstance(thing, RunResult):
        return result_view(thing)
    if isinstance(thing, Explanation):
        return explanation_view(thing)
    kind = getattr(thing, "object", None)
    if kind == "thread.run":
        return run_view(thing)
    if kind == "thread.message":
        return messages_view([thing])
    if kind == "thread.run.step":
        return steps_view([thing])
    if kind == "list" or isinstance(thing, (list, tuple)):
        items = list(thing.data if kind == "list" else thing)
        return _list_view(items)
    if _is_tool_call(thing):
        return tool_calls_view([thing])
    return json_view(_as_json(thing))


def _list_view(items: list[Any]) -> View:
    kinds = {getattr(item, "object", None) for item in items}
    if kinds == {"thread.message"}:
        return messages_view(items)
    if kinds == {"thread.run.step"}:
        return steps_view(items)
    if items and all(_is_tool_call(item) for item in items):
        return tool_calls_view(items)
    return json_view(_as_json(items))


def _is_tool_call(thing: Any) -> bool:
    return hasattr(getattr(thing, "function", None), "arguments")


def _as_json(thing: Any) -> Any:
    from pydantic_core import to_jsonable_python

    return to_jsonable_python(thing, fallback=repr)


# --- Runs ---------------------------------------------------------------------------------------


def run_view(run: Run) -> View:
    """A run: its status, its times counted from its creation, and what it waits for or ended with."""
    rows: list[tuple[Any, Any]] = [("status", status_view(run.status)), ("id", run.id), ("model", run.model)]
    rows.append(("created", _time(run.created_at)))
    for name in ("started_at", "completed_at", "failed_at", "cancelled_at"):
        moment = getattr(run, name, None)
        if moment is not None:
            rows.append((name.removesuffix("_at"), f"{moment - run.created_at:+d} s"))
    if run.expires_at is not None:
        rows.append(("expires", f"{run.expires_at - run.created_at:+d} s"))
    if run.last_error:
        rows.append(("last error", f"{run.last_error.code}: {run.last_error.message}"))
    if run.incomplete_details:
        rows.append(("incomplete", f"met {run.incomplete_details.reason}"))
    if run.usage:
        usage = run.usage
        rows.append(("tokens", f"{usage.prompt_tokens} in + {usage.completion_tokens} out = {usage.total_tokens}"))
    views = [table("Run", ("field", "value"), rows, row_headers=True)]
    if run.required_action:
        views.append(tool_calls_view(run.required_action.submit_tool_outputs.tool_calls))
    return stack(views)


def status_view(status: str) -> View:
    """A run's status with its symbol and its meaning."""
    symbol, colour, meaning = RUN_STATUSES.get(status, ("?", GREY, "a status the course does not know"))
    html = (
        f'<span style="color:{colour}; font-weight:700"><span aria-hidden="true">{symbol}</span> {status}</span>'
        f' <span style="color:{QUIET}">({meaning})</span>'
    )
    return View(html, f"{symbol} {status} ({meaning})")


def result_view(result: RunResult) -> View:
    """What happened in a run from end to end: each round's calls with their outputs, then the answer."""
    rows = [
        (str(number), record.name, _mono(record.arguments), _mono(record.output))
        for number, calls in enumerate(result.rounds, start=1)
        for record in calls
    ]
    views = [table("Tool calls", ("round", "function", "arguments", "output"), rows)] if rows else []
    views.append(paragraph(f"Answer: {result.text}"))
    return stack(views)


def tool_calls_view(tool_calls: Iterable[Any]) -> View:
    """Tool calls: which function, with which arguments (a JSON string), under which id."""
    rows = [(call.id, call.function.name, _mono(call.function.arguments)) for call in tool_calls]
    return table("Tool calls", ("id", "function", "arguments"), rows)


def steps_view(steps: Iterable[RunStep]) -> View:
    """The steps of a run, in the order given."""
    rows: list[tuple[Any, ...]] = []
    for number, step in enumerate(steps, start=1):
        details = step.step_details
        if details.type == "message_creation":
            rows.append((str(number), step.status, "message", details.message_creation.message_id, ""))
            continue
        for call in details.tool_calls:
            if call.type == "function":
                asked = _mono(f"{call.function.name}({call.function.arguments})")
                rows.append((str(number), step.status, "function call", asked, _mono(call.function.output or "")))
            else:
                rows.append(
                    (str(number), step.status, call.type, _mono(json.dumps(_as_json(call), ensure_ascii=False)), "")
                )
        if not details.tool_calls:
            rows.append((str(number), step.status, "tool calls", "none yet", ""))
    return table("Run steps", ("step", "status", "kind", "what", "output"), rows)


# --- How the model decided ----------------------------------------------------------------------

#: What each decision about a function looks like.
DECISIONS: Mapping[str, tuple[str, str]] = {
    "called": ("✓", GREEN),
    "asks back": ("?", AMBER),
    "not called": ("–", GREY),
}


def explanation_view(explanation: Explanation) -> View:
    """How the simulated model decided: one table of the functions, one for the arguments of each call."""
    rows = [_score_row(row) for row in explanation.functions]
    columns = ("function", "score", "words that speak for it", "decision")
    views = [paragraph(f"Question: {explanation.question}")]
    if rows:
        views.append(table("Which function?", columns, rows, row_headers=True))
    for number, call in enumerate(explanation.calls, start=1):
        which = f"Call {number}, {call.function}" if len(explanation.calls) > 1 else call.function
        caption = f"{which}: where does each argument come from?"
        arguments = [_argument_row(row) for row in call.arguments]
        views.append(table(caption, ("argument", "value", "from", "how"), arguments, row_headers=True))
    views.append(paragraph(explanation.outcome))
    return stack(views)


def _score_row(row: FunctionScore) -> tuple[Any, ...]:
    score = "none" if row.score is None else f"{row.score:.2f}"
    return row.function, score, ", ".join(row.words) or "none", _decision(row)


def _decision(row: FunctionScore) -> View:
    from html import escape

    symbol, colour = DECISIONS[row.decision]
    html = (
        f'<strong><span aria-hidden="true" style="color:{colour}">{symbol}</span> {row.decision}</strong>: '
        f"{escape(row.reason)}"
    )
    return View(html, f"{symbol} {row.decision}: {row.reason}")


def _argument_row(row: ArgumentOrigin) -> tuple[Any, ...]:
    value = _mono(json.dumps(row.value, ensure_ascii=False)) if row.given else "none"
    if not row.words:
        return row.name, value, row.source, row.how
    where = f"question[{row.place[0]}:{row.place[1]}]" if row.place else row.source
    origin = f"inferred from {where}" if row.place and row.source == "inferred" else where
    return row.name, value, f"{origin}, “{row.words}”", row.how


# --- Messages -----------------------------------------------------------------------------------


def messages_view(messages: Iterable[Message]) -> View:
    """Messages as a conversation, in the order given."""
    messages = list(messages)
    if not messages:
        return paragraph("No messages.")
    return View(
        f'<div role="group" aria-label="Messages">{"".join(_bubble(message) for message in messages)}</div>',
        "\n".join(f"{message.role}: {message_text(message)}" for message in messages),
    )


def message_text(message: Message) -> str:
    """The text of a message; other parts (images, files) are named in brackets."""
    return "\n".join(part.text.value if part.type == "text" else f"[{part.type}]" for part in message.content)


def bubble_html(who: str, text: str, colour: str, *, mine: bool = False) -> str:
    """One utterance: who said it, and what. The speaker is named in words, not only by side and colour."""
    from html import escape

    margin = "0.4em 0 0.4em 12%" if mine else "0.4em 12% 0.4em 0"
    return (
        f'<div style="margin:{margin}; padding:0.4em 0.8em; border-radius:0.6em; border:1px solid {colour}66; '
        f'background:{colour}1a; color:{TEXT}"><strong style="color:{colour}">{escape(who)}</strong><br>'
        f'<span style="white-space:pre-wrap">{escape(text)}</span></div>'
    )


def _bubble(message: Message) -> str:
    mine = message.role == "user"
    return bubble_html(message.role, message_text(message), BLUE if mine else GREEN, mine=mine)


# --- The wire -----------------------------------------------------------------------------------


def wire_view(exchanges: Iterable[Exchange]) -> View:
    """HTTP requests and responses: method, path, status and JSON bodies."""
    views = []
    for exchange in exchanges:
        views.append(_wire_line("→", f"{exchange.method} {exchange.path}", BLUE))
        if exchange.request is not None:
            views.append(json_view(exchange.request))
        good = exchange.status < 400
        views.append(_wire_line("←", f"{exchange.status}", GREEN if good else RED))
        if isinstance(exchange.response, list):
            views.extend(_event_views(exchange.response))
        elif exchange.response is not None:
            views.append(json_view(exchange.response))
    return stack(views) if views else paragraph("No requests yet.")


def _event_views(events: list[Any]) -> Iterable[View]:
    for event in events:
        data = event["data"]
        text = data if isinstance(data, str) else json.dumps(data, ensure_ascii=False)
        yield _wire_line("←", f"event: {event['event']}", GREEN)
        yield _mono(text)


def _wire_line(symbol: str, text: str, colour: str) -> View:
    from html import escape

    html = (
        f'<p style="margin:0.5em 0 0.1em; font-family:{MONO}; color:{TEXT}">'
        f'<strong style="color:{colour}">{symbol}</strong> <strong>{escape(text)}</strong></p>'
    )
    return View(html, f"{symbol} {text}")


def _mono(text: str) -> View:
    from html import escape

    return View(
        f'<code style="font-family:{MONO}; background:transparent; white-space:pre-wrap">{escape(text)}</code>', text
    )


def _time(moment: int) -> str:
    return f"{datetime.fromtimestamp(moment, UTC):%Y-%m-%d %H:%M:%S} UTC"
