"""The run loop: create, poll, dispatch, submit, until the run has ended.

    result = run_to_end(client, thread, assistant, [get_weather])
    print(result.text)

A run ends in one of five ways (completed, failed, cancelled, expired, incomplete), waits for
something in three (queued, in_progress, cancelling) and waits for you in one (requires_action).
This loop knows all nine, has a deadline, and answers every call of a turn.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from helpers.errors import CourseError
from helpers.functions import TIMEOUT, Functions, tool_outputs

if TYPE_CHECKING:
    from openai import OpenAI
    from openai.types.beta import Assistant, AssistantStreamEvent, Thread
    from openai.types.beta.threads import RequiredActionFunctionToolCall, Run
    from openai.types.beta.threads.run_submit_tool_outputs_params import ToolOutput

#: The API is at work: ask again later.
WAITING = frozenset({"queued", "in_progress", "cancelling"})

#: The run has ended, well or badly, and will not change again.
ENDED = frozenset({"completed", "failed", "cancelled", "expired", "incomplete"})

#: Seconds between two polls where the API does not say (header `openai-poll-after-ms`).
POLL_SECONDS = 1.0

#: Seconds that a run may take as a whole, tool calls included.
DEADLINE = 60.0

#: Turns of tool calls after which a run is taken to go round in circles.
MAX_ROUNDS = 10


@dataclass(frozen=True)
class ToolCallRecord:
    """One tool call of a run and the output that answered it."""

    id: str
    name: str
    arguments: str
    output: str


@dataclass
class RunResult:
    """A completed run: the answer's text, and what happened on the way to it.

    `rounds` has one list for every time that the run required action; its calls are in the order
    in which the model asked for them.
    """

    run: Run
    text: str
    rounds: list[list[ToolCallRecord]] = field(default_factory=list)

    @property
    def calls(self) -> list[ToolCallRecord]:
        """All tool calls of the run, in order."""
        return [call for calls in self.rounds for call in calls]


class RunError(CourseError):
    """A run did not complete. `run` is the run as it was last seen."""

    def __init__(self, message: str, run: Run):
        super().__init__(message)
        self.run = run


class RunFailed(RunError):
    """The model or the API gave up on the run; `run.last_error` says why."""


class RunCancelled(RunError):
    """Somebody cancelled the run."""


class RunExpired(RunError):
    """The outputs did not come within the ten minutes a run lives."""


class RunIncomplete(RunError):
    """The answer was cut; `run.incomplete_details.reason` says by which limit."""


class RunTimedOut(RunError):
    """The run was not done by the deadline. It has been cancelled, so the thread is free again."""


class TooManyRounds(RunError):
    """The model went on asking for calls. The run has been cancelled, so the thread is free again."""


def run_to_end(
    client: OpenAI,
    thread: Thread | str,
    assistant: Assistant | str,
    functions: Functions = (),
    *,
    deadline: float = DEADLINE,
    parallel: bool = True,
    timeout: float | None = TIMEOUT,
    max_rounds: int = MAX_ROUNDS,
    **settings: Any,
) -> RunResult:
    """Run an assistant on a thread and answer its tool calls until the run is completed.

    Args:
        client: A client of the Assistants API.
        thread: The thread, or its id.
        assistant: The assistant, or its id.
        functions: The functions that the model may ask for.
        deadline: Seconds for the whole run, tool calls included.
        parallel: Run the calls of one turn at the same time.
        timeout: Seconds that one function may take.
        max_rounds: How often the model may ask for calls.
        **settings: Anything else that `client.beta.threads.runs.create` takes.

    Raises:
        RunFailed, RunCancelled, RunExpired, RunIncomplete: The run ended in that status.
        RunTimedOut, TooManyRounds: The loop gave up and cancelled the run.
    """
    runs = client.beta.threads.runs
    stop_at = time.monotonic() + deadline
    rounds: list[list[ToolCallRecord]] = []

    run = runs.create(thread_id=_id(thread), assistant_id=_id(assistant), **settings)
    with _cancelled_on_error(client, run):
        run = _wait(client, run, stop_at, deadline)
        while run.status == "requires_action":
            if len(rounds) == max_rounds:
                raise _too_many_rounds(run, max_rounds)
            if time.monotonic() > stop_at:
                raise _timed_out(run, deadline)
            calls = _calls(run)
            outputs = tool_outputs(calls, functions, parallel=parallel, timeout=timeout)
            rounds.append(_records(calls, outputs))
            run = runs.submit_tool_outputs(run.id, thread_id=run.thread_id, tool_outputs=outputs)
            run = _wait(client, run, stop_at, deadline)

    raise_unless_completed(run)
    return RunResult(run, _answer(client, run), rounds)


def wait_for_run(client: OpenAI, run: Run, *, deadline: float = DEADLINE) -> Run:
    """Poll until the run needs you or has ended. Returns it as it is then, in any of six statuses.

    Raises:
        RunTimedOut: It was still at work after `deadline` seconds. It has not been cancelled.
    """
    return _wait(client, run, time.monotonic() + deadline, deadline)


def _wait(client: OpenAI, run: Run, stop_at: float, deadline: float) -> Run:
    while run.status in WAITING:
        response = client.beta.threads.runs.with_raw_response.retrieve(run.id, thread_id=run.thread_id)
        run = response.parse()
        if run.status not in WAITING:
            break
        pause = float(response.headers.get("openai-poll-after-ms", POLL_SECONDS * 1000)) / 1000
        if time.monotonic() + pause > stop_at:
            raise _timed_out(run, deadline)
        time.sleep(pause)
    return run


def _timed_out(run: Run, deadline: float) -> RunTimedOut:
    return RunTimedOut(
        f"The run was still {run.status} at its deadline of {deadline:g} seconds. "
        "Look at its steps to see what takes long, or give it a longer deadline.",
        run,
    )


def stream_to_end(
    client: OpenAI,
    thread: Thread | str,
    assistant: Assistant | str,
    functions: Functions = (),
    *,
    on_event: Callable[[AssistantStreamEvent], None] = lambda event: None,
    parallel: bool = True,
    timeout: float | None = TIMEOUT,
    max_rounds: int = MAX_ROUNDS,
    **settings: Any,
) -> RunResult:
    """Like `run_to_end`, with events instead of polling: `on_event` gets each one as it comes.

    A stream ends where the run requires action. The outputs open the next one.
    """
    runs = client.beta.threads.runs
    rounds: list[list[ToolCallRecord]] = []

    opening = runs.stream(thread_id=_id(thread), assistant_id=_id(assistant), **settings)
    run = _follow(client, opening, on_event)
    while run.status == "requires_action":
        with _cancelled_on_error(client, run):
            if len(rounds) == max_rounds:
                raise _too_many_rounds(run, max_rounds)
            calls = _calls(run)
            outputs = tool_outputs(calls, functions, parallel=parallel, timeout=timeout)
        rounds.append(_records(calls, outputs))
        opening = runs.submit_tool_outputs_stream(run_id=run.id, thread_id=run.thread_id, tool_outputs=outputs)
        run = _follow(client, opening, on_event)

    raise_unless_completed(run)
    return RunResult(run, _answer(client, run), rounds)


def _follow(client: OpenAI, opening: Any, on_event: Callable[[AssistantStreamEvent], None]) -> Run:
    """Hand on every event of one stream. Returns the run as the last event left it."""
    run: Run | None = None
    with opening as stream:
        try:
            for event in stream:
                if event.event.startswith("thread.run.") and not event.event.startswith("thread.run.step."):
                    run = event.data
                on_event(event)
        except BaseException:
            if run is not None:
                _cancel(client, run)  # closing the stream would not stop the run
            raise
    if run is None:
        raise CourseError("The stream ended before the run began. Run it again; if that repeats, look at the wire.")
    return run


def raise_unless_completed(run: Run) -> None:
    """Raise the error that tells why a run did not complete, and what to do about it."""
    if run.status == "failed":
        code = run.last_error.code if run.last_error else "unknown"
        reason = run.last_error.message if run.last_error else "the API gave no reason."
        advice = (
            "Wait a little and run it again." if code != "invalid_prompt" else "Change the messages and run it again."
        )
        raise RunFailed(f"The run failed ({code}): {reason} {advice}", run)
    if run.status == "cancelled":
        raise RunCancelled("The run was cancelled before it had an answer. Create a new run to go on.", run)
    if run.status == "expired":
        raise RunExpired(
            "The run expired: its tool outputs did not come within ten minutes. "
            "Create a new run, and submit the outputs of all its calls in time.",
            run,
        )
    if run.status == "incomplete":
        limit = run.incomplete_details.reason if run.incomplete_details else "a limit"
        raise RunIncomplete(f"The run is incomplete: it met {limit}. Raise that limit or ask for less.", run)
    if run.status != "completed":
        raise RunError(f"The run is {run.status}: it has not ended yet.", run)


@contextmanager
def _cancelled_on_error(client: OpenAI, run: Run) -> Iterator[None]:
    """Leave no run behind: an active run would lock its thread. Also when the learner interrupts."""
    try:
        yield
    except BaseException:
        _cancel(client, run)
        raise


def _cancel(client: OpenAI, run: Run) -> None:
    from openai import APIError

    with suppress(APIError):  # it has ended by itself, or the API is gone: the first error is the one to tell
        client.beta.threads.runs.cancel(run.id, thread_id=run.thread_id)


def _too_many_rounds(run: Run, max_rounds: int) -> TooManyRounds:
    names = ", ".join(call.function.name for call in _calls(run))
    return TooManyRounds(
        f"The model asked for calls more than {max_rounds} times (the last: {names}), so the run was cancelled. "
        "Look at the outputs: an error that the model cannot act on makes it ask again.",
        run,
    )


def _calls(run: Run) -> list[RequiredActionFunctionToolCall]:
    """The calls that a run in `requires_action` waits for."""
    return run.required_action.submit_tool_outputs.tool_calls if run.required_action else []


def _records(calls: list[RequiredActionFunctionToolCall], outputs: list[ToolOutput]) -> list[ToolCallRecord]:
    return [
        ToolCallRecord(call.id, call.function.name, call.function.arguments, output.get("output", ""))
        for call, output in zip(calls, outputs, strict=True)
    ]


def _answer(client: OpenAI, run: Run) -> str:
    """The text of the messages that this run wrote."""
    messages = client.beta.threads.messages.list(run.thread_id, run_id=run.id, order="asc")
    parts = [part.text.value for message in messages for part in message.content if part.type == "text"]
    return "\n".join(parts)


def _id(thing: Any) -> str:
    return thing if isinstance(thing, str) else thing.id
