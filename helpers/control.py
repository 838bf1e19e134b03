"""The learner's hand on the local API: move its clock, make it fail, slow a run, read its log, ask how it decides.

None of this is part of the OpenAI API. No hosted service has such routes. They exist because a
lesson cannot wait ten minutes for a run to expire, nor hope for a rate limit. They reach the local
API that `connect()` started, over HTTP, under `/local/`.

    from helpers import control

    control.advance_clock(600)          # ten minutes pass for the API, none for you
    control.fail_next("rate_limit")     # the next request is answered with status 429
    control.explain(run).outcome        # 'Calls get_current_temperature.'
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from helpers.errors import CourseError

_STATUS_OF = {"rate_limit": 429, "server_error": 500}

_MESSAGE_OF = {
    "rate_limit_exceeded": "Rate limit reached. Please try again later.",
    "server_error": "Sorry, something went wrong.",
    "invalid_prompt": "The prompt was not accepted.",
}


class ControlError(CourseError):
    """The local API cannot do what was asked of it."""


class CannotExplain(ControlError):
    """The model that answers cannot say how it decides: it is a real one."""


@dataclass(frozen=True)
class Exchange:
    """One request to the API and its response, as they went over the wire, without headers.

    `request` and `response` are the bodies: JSON as values, other bodies as text, None where there
    was none. Of a stream, `response` is the list of its events, each `{"event": …, "data": …}`.
    """

    method: str
    path: str
    status: int
    request: Any
    response: Any


@dataclass(frozen=True)
class FunctionScore:
    """A function that the model could call, and how it fared.

    `score` is how likely the question asks for it, from 0 to 1; None where the model did not weigh it. `words` of
    the question speak for it. `decision` is "called", "asks back" or "not called"; `reason` says why.
    """

    function: str
    score: float | None
    words: tuple[str, ...]
    decision: str
    reason: str


@dataclass(frozen=True)
class ArgumentOrigin:
    """A parameter of a call, and where its value came from. `given` is False where it has none; `how` says why.

    `source` is "the question", "an earlier message", "an earlier call", "an earlier output", "an error", "the
    schema", "inferred" or "nothing". `words` were read; if they stand in the question, it is at `place`: they are
    `question[start:end]`.
    """

    name: str
    given: bool
    value: Any
    source: str
    how: str
    words: str
    place: tuple[int, int] | None


@dataclass(frozen=True)
class CallExplained:
    """A call with its arguments. `complete` is False where one of them is still asked for."""

    function: str
    complete: bool
    arguments: tuple[ArgumentOrigin, ...]


@dataclass(frozen=True)
class Explanation:
    """What the simulated model decided for `question`, and why. `outcome` says it in one sentence."""

    question: str
    outcome: str
    functions: tuple[FunctionScore, ...]
    calls: tuple[CallExplained, ...]


def advance_clock(seconds: int) -> None:
    """Let `seconds` pass on the API's clock, at once. Runs expire as if you had waited.

    Raises:
        ControlError: Not a whole number of seconds, or a negative one.
    """
    _send("POST", "clock", {"seconds": seconds})


def fail_next(kind: Literal["rate_limit", "server_error"], times: int = 1) -> None:
    """Answer the next `times` requests with an error: `"rate_limit"` is status 429, `"server_error"` 500.

    The SDK sends such a request again, twice by default, so one failure may pass unseen. To see it,
    ask for three, or use `client.with_options(max_retries=0)`.

    Raises:
        ControlError: Another kind, or `times` below 1.
    """
    _send("POST", "fail_next", {"status": _one_of(_STATUS_OF, kind), "count": times})


def fail_next_run(code: Literal["rate_limit_exceeded", "server_error", "invalid_prompt"] = "server_error") -> None:
    """Make the next run that is created end as `failed`, with this code in its `last_error`.

    Raises:
        ControlError: Another code.
    """
    _send("POST", "next_run", {"error": {"code": code, "message": _one_of(_MESSAGE_OF, code)}})


def slow_next_run(seconds: int) -> None:
    """Keep the next run that is created `in_progress` for `seconds` more of the API's clock."""
    _send("POST", "next_run", {"seconds": seconds})


def reset() -> None:
    """Forget the failures and slow runs that were asked for and have not happened yet."""
    _send("POST", "reset_faults")


def requests(last: int = 20) -> list[Exchange]:
    """The `last` requests that the API has answered, oldest first. Those of this module are not among them."""
    entries = _send("GET", "requests")["requests"]
    return [_exchange(entry) for entry in entries[max(len(entries) - last, 0) :]]


def explain(of: Any, *tools: Any) -> Explanation:
    """How the simulated model decided: the score of each function, and where each argument came from.

    Args:
        of: A run or a `RunResult`: its last tool calls are explained, or its message where it called nothing. Or a
            question, or a list of Chat Completions messages: nothing is created or run for it.
        tools: What the model may call, for a question or messages: Python functions, tools, or only their
            `function` part (a mapping with a `name`).

    Raises:
        CannotExplain: A real model answers.
        ControlError: The model has not been asked in the run yet, or a tool's schema is not valid.
    """
    from helpers.runs import RunResult

    run = of.run if isinstance(of, RunResult) else of
    if getattr(run, "object", None) == "thread.run":
        if tools:
            raise ControlError("A run has its own tools. Give tools only with a question.")
        found = _send("POST", "explain", {"thread_id": run.thread_id, "run_id": run.id})
    else:
        messages = [{"role": "user", "content": of}] if isinstance(of, str) else list(of)
        found = _send("POST", "explain", {"messages": messages, "tools": [_tool(tool) for tool in tools]})
    return _explanation(found)


def _tool(tool: Any) -> Any:
    """A tool in the API's form."""
    if callable(tool):
        from helpers.functions import tool_from

        return tool_from(tool)
    return tool if "function" in tool else {"type": "function", "function": tool}


def _explanation(found: Mapping[str, Any]) -> Explanation:
    return Explanation(
        found["question"],
        found["outcome"],
        tuple(FunctionScore(**{**row, "words": tuple(row["words"])}) for row in found["functions"]),
        tuple(
            CallExplained(call["function"], call["complete"], tuple(_argument(row) for row in call["arguments"]))
            for call in found["calls"]
        ),
    )


def _argument(row: Mapping[str, Any]) -> ArgumentOrigin:
    place = row["place"]
    return ArgumentOrigin(**{**row, "place": None if place is None else (place[0], place[1])})


def _exchange(entry: Mapping[str, Any]) -> Exchange:
    path = f"{entry['path']}?{entry['query']}" if entry["query"] else entry["path"]
    return Exchange(entry["method"], path, entry["status"], entry["request"], entry["response"])


def _one_of(known: Mapping[str, Any], name: str) -> Any:
    if name not in known:
        raise ControlError(f"The local API does not know {name!r}. Ask for one of: {', '.join(known)}.")
    return known[name]


def _send(method: str, route: str, body: dict[str, Any] | None = None) -> Any:
    import httpx2  # what the SDK sends its requests with

    from helpers.connection import running

    api = running()
    with httpx2.Client(trust_env=False) as http:  # no proxy between this process and itself
        response = http.request(
            method, f"{api.control_url}/{route}", json=body, headers={"Authorization": f"Bearer {api.api_key}"}
        )
    if response.is_error:
        error = response.json()["error"]
        raise (CannotExplain if error["code"] == "model_cannot_explain" else ControlError)(error["message"])
    return response.json()
