"""The life of a run, as a state machine.

    queued ──► in_progress ──► completed | incomplete | failed
      ▲             │
      │             ▼
      └─────── requires_action              from each of these: ──► cancelling ──► cancelled
     (tool outputs)                                             ──► expired

A run moves in two ways. The client moves it: `begin`, `submit`, `cancel`. Time moves it: `advance` makes the
next move that is due, and a schedule decides when. Between two moves everything about a run is in the store, so
a server that is killed finds its runs again (`recover`).
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from . import errors
from .builtin_tools import BuiltinTool, ToolContext
from .clock import Clock
from .context import PromptTooLong, build_turn
from .drafts import Draft, pending_calls, unshown_images
from .ids import Ids
from .journal import ACTIVE, RUN, STEP, Journal
from .models.interface import Finished, Model, ModelError, Turn
from .run_resources import run_resources
from .schedule import RunKey, Schedule
from .store import Object, Store

log = logging.getLogger(__name__)

#: A run that has not ended this many seconds after it was created expires.
EXPIRES_AFTER = 600

#: So many times in a row a model may call built-in tools before it answers.
MOST_TURNS = 32

#: From each status, the ones that may follow. The others are final.
NEXT: Mapping[str, frozenset[str]] = {
    "queued": frozenset({"in_progress", "cancelling", "failed", "expired"}),
    "in_progress": frozenset({"requires_action", "completed", "incomplete", "failed", "cancelling", "expired"}),
    "requires_action": frozenset({"queued", "cancelling", "expired"}),
    "cancelling": frozenset({"cancelled", "expired"}),
}

#: How open steps and messages end when their run ends before them: step status, its time stamp, message reason.
_ENDINGS = {
    "cancelled": ("cancelled", "cancelled_at", "run_cancelled"),
    "expired": ("expired", "expired_at", "run_expired"),
    "failed": ("failed", "failed_at", "run_failed"),
}

#: The `last_error` of a run that was in the middle of a turn when the server was killed.
INTERRUPTED = "The server was restarted while this run was in progress. Create the run again."


class Engine:
    """Moves runs from status to status, and asks the model when a run is in progress."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        ids: Ids,
        model: Model,
        tools: Mapping[str, BuiltinTool],
        schedule: Schedule,
    ):
        self.journal = Journal(store)
        self._store = store
        self._clock = clock
        self._ids = ids
        self._model = model
        self._tools = tools
        self._schedule = schedule
        schedule.advance = self.advance

    # The client's moves

    def active_run(self, owner: str, thread_id: str) -> Object | None:
        """The run that holds this thread, or None."""
        found = self._store.find(RUN, thread_id, owner=owner, limit=1)
        return found[0] if found else None

    def begin(self, run: Object, *, streamed: bool = False) -> None:
        """Take on a run that was just created."""
        self.journal.add_run(run)
        self.journal.tell_run(run, "created", "queued")
        self._schedule.expect(_key(run), run["expires_at"])
        self._schedule.start(_key(run), streamed=streamed)

    def submit(self, run: Object, outputs: Sequence[Mapping[str, Any]], *, streamed: bool = False) -> Object:
        """Take the outputs of all pending tool calls; the run is queued again.

        Each output has `tool_call_id` and `output`. Raises `InvalidRequest` where the run does not wait for
        outputs, or where they are not exactly those of the pending calls.
        """
        if run["status"] != "requires_action":
            raise errors.no_tool_outputs_wanted(run["status"])
        expected = [call["id"] for call in run["required_action"]["submit_tool_outputs"]["tool_calls"]]
        got = [str(output.get("tool_call_id")) for output in outputs]
        if sorted(got) != sorted(expected):
            raise errors.wrong_tool_outputs(expected, got)
        by_id = {output["tool_call_id"]: output.get("output") or "" for output in outputs}
        step = self.journal.steps(run)[-1]
        for call in step["step_details"]["tool_calls"]:
            if call["type"] == "function":
                call["function"]["output"] = by_id[call["id"]]
        with self._store.transaction():
            self._complete_calls(run, step)
            self._move(run, "queued", required_action=None)
        self._schedule.start(_key(run), streamed=streamed)
        return run

    def cancel(self, run: Object) -> Object:
        """Ask a run to stop. It is `cancelling` now and `cancelled` soon. Raises `InvalidRequest`."""
        if "cancelling" not in NEXT.get(run["status"], ()):
            raise errors.cannot_cancel(run["status"])
        self._move(run, "cancelling", required_action=None)
        self._schedule.start(_key(run), streamed=False)
        return run

    def forget(self, run: Object) -> None:
        """Drop a run whose thread is being deleted."""
        self._schedule.drop(_key(run))
        self.journal.finish(run["id"])

    def recover(self) -> None:
        """Take up the runs that an earlier server left unfinished."""
        for _, run in list(self._store.everything(RUN)):
            self._schedule.expect(_key(run), run["expires_at"])
            begun = any(step["status"] == "in_progress" for step in self.journal.steps(run))
            if run["status"] == "in_progress" and begun:
                self._fail(run, "server_error", INTERRUPTED)
            elif run["status"] != "requires_action":
                self._schedule.start(_key(run), streamed=False)

    # Time's moves

    async def advance(self, key: RunKey) -> int | None:
        """Make the move that is due. Gives the seconds until the next, or None where the run ended or waits."""
        run = self.journal.run(key.owner, key.thread_id, key.run_id)
        if run is None or run["status"] not in ACTIVE:
            return None
        if self._clock.now() >= run["expires_at"]:
            self._close(run, "expired")
        elif run["status"] == "cancelling":
            self._close(run, "cancelled", cancelled_at=self._clock.now())
        elif run["status"] == "queued":
            delay = run["_delay"]
            self._move(run, "in_progress", started_at=self._clock.now(), _delay=0)
            return delay
        elif run["status"] == "in_progress":
            await self._ask_until_it_rests(run)
        return None

    async def _ask_until_it_rests(self, run: Object) -> None:
        """Ask the model, run the built-in tools that it calls, ask again; until the run ends or waits."""
        try:
            if planned := run["_planned_error"]:
                raise ModelError(planned["code"], planned["message"])
            for _ in range(MOST_TURNS):
                if not await self._one_turn(run):
                    return
            raise ModelError("server_error", f"The model called tools {MOST_TURNS} times and gave no answer.")
        except ModelError as error:
            self._fail(run, error.code, error.message)
        except PromptTooLong:
            self._end_incomplete(run, "max_prompt_tokens")
        except asyncio.CancelledError:
            raise  # by a cancel (a new task closes the run) or the end of the server
        except Exception:
            log.exception("Run %s failed.", run["id"])
            self._fail(run, "server_error", errors.RUN_SERVER_ERROR)
        finally:
            for tool in self._tools.values():
                await tool.release(run["id"])

    async def _one_turn(self, run: Object) -> bool:
        """One answer of the model. True where built-in tools ran and the model is to be asked again."""
        cap = run["max_completion_tokens"]
        if cap is not None and run["_used"]["completion_tokens"] >= cap:
            self._end_incomplete(run, "max_completion_tokens")
            return False
        steps = self.journal.steps(run)
        context = self._tool_context(run)
        functions = self._functions(run, context)
        turn = build_turn(self._store, run, steps, functions, run["_used"])
        citations = {marker: file_id for step in steps for marker, file_id in step["_citations"].items()}
        used = {tool["type"] for tool in run["tools"]}
        builtin = {name: tool for name, tool in self._tools.items() if name in used}
        draft = Draft(run, self.journal, self._clock, self._ids, builtin, citations, unshown_images(steps))
        finished = await self._listen(run, draft, turn)
        self._refresh(run)

        cut = {"length": "max_tokens", "content_filter": "content_filter"}.get(finished.reason)
        draft.finish(finished.usage, cut)
        run["_used"]["prompt_tokens"] += finished.usage.prompt_tokens
        run["_used"]["completion_tokens"] += finished.usage.completion_tokens
        if finished.reason == "length":
            self._close_open(run, "cancelled")
            self._end_incomplete(run, "max_completion_tokens")
            return False
        if context is not None:
            await self._run_builtin_tools(draft, context)
            self._refresh(run)
        pending = pending_calls(draft.calls)
        if pending:
            action = {"type": "submit_tool_outputs", "submit_tool_outputs": {"tool_calls": pending}}
            self._move(run, "requires_action", required_action=action)
        elif draft.calls_step:
            self._complete_calls(run, draft.calls_step)
            self.journal.save_run(run)
            return True
        else:
            self._end(run, "completed", completed_at=self._clock.now())
        return False

    def turn_of(self, run: Object, step: Object) -> Turn:
        """The turn in which the model made `step`, rebuilt: the thread as it was just before, without what came later.

        What was deleted since then is not in it. Raises `PromptTooLong`.
        """
        made = list(self._store.recent(STEP, owner=run["_owner"], parent=run["id"]))
        before = next(seq for seq, other in made if other["id"] == step["id"])
        earlier = [other for seq, other in reversed(made) if seq < before]
        usages = [other.get("_usage") or other["usage"] or {} for other in earlier]
        used = {kind: sum(usage.get(kind, 0) for usage in usages) for kind in ("prompt_tokens", "completion_tokens")}
        return build_turn(self._store, run, earlier, self._functions(run, self._tool_context(run)), used, before)

    async def _listen(self, run: Object, draft: Draft, turn: Any) -> Finished:
        """Take the model's pieces as they come."""
        watched = self.journal.is_watched(run["id"])
        finished: Finished | None = None
        try:
            async for piece in self._model.answer(turn):
                if isinstance(piece, Finished):
                    finished = piece
                    continue
                draft.add(piece)
                if watched:
                    await asyncio.sleep(0)  # let what was just said go out
        finally:
            if finished is None:
                draft.keep()
        if finished is None:
            raise ModelError("server_error", "The model stopped before it had finished its answer.")
        return finished

    def _refresh(self, run: Object) -> None:
        """Take over what a client changed while the model was busy."""
        if current := self.journal.run(run["_owner"], run["thread_id"], run["id"]):
            run["metadata"] = current["metadata"]

    # Built-in tools

    def _functions(self, run: Object, context: ToolContext | None) -> list[Mapping[str, Any]]:
        """The run's tools as functions, the built-in ones under their reserved names."""
        functions: list[Mapping[str, Any]] = []
        for tool in run["tools"]:
            if tool["type"] == "function":
                functions.append(tool)
            elif context and (builtin := self._tools.get(tool["type"])):
                if function := builtin.function(context):
                    functions.append(function)
        return functions

    def _tool_context(self, run: Object) -> ToolContext | None:
        """What the run's built-in tools may know; None where it has none."""
        if all(tool["type"] not in self._tools for tool in run["tools"]):
            return None
        file_ids, vector_store_ids = run_resources(self._store, run)
        earlier = self._store.labelled("thread.run.step", run["thread_id"], owner=run["_owner"])
        ordinal = sum(len(step["step_details"]["tool_calls"]) for _, step in earlier)
        return ToolContext(run["_owner"], run, run["tools"], file_ids, vector_store_ids, ordinal)

    async def _run_builtin_tools(self, draft: Draft, context: ToolContext) -> None:
        for index, call in enumerate(draft.calls):
            if tool := self._tools.get(call["type"]):
                draft.begin_tool(index)
                result = await tool.run(draft.arguments(index), replace(context, ordinal=context.ordinal + index))
                draft.end_tool(index, result.details, result.output, result.citations)

    # Moves

    def _move(self, run: Object, status: str, **fields: Any) -> None:
        """Change a run's status. Every change goes through here."""
        assert status in NEXT[run["status"]], f"A run cannot go from {run['status']} to {status}."
        run |= {"status": status, **fields}
        self.journal.save_run(run, status)
        if status == "requires_action":
            self.journal.finish(run["id"])

    def _end(self, run: Object, status: str, **fields: Any) -> None:
        """Move a run to a status that is final."""
        used = run["_used"]
        usage = used | {"total_tokens": used["prompt_tokens"] + used["completion_tokens"]}
        expires_at = run["expires_at"] if status == "expired" else None
        self._move(run, status, usage=usage, required_action=None, expires_at=expires_at, **fields)
        self._schedule.settle(_key(run))
        self.journal.finish(run["id"])

    def _end_incomplete(self, run: Object, reason: str) -> None:
        self._end(run, "incomplete", incomplete_details={"reason": reason}, completed_at=self._clock.now())

    def _fail(self, run: Object, code: str, message: str) -> None:
        error = {"code": code, "message": message}
        self._close(run, "failed", failed_at=self._clock.now(), last_error=error)

    def _close(self, run: Object, status: str, **fields: Any) -> None:
        """End a run in the middle of whatever it was doing."""
        with self._store.transaction():
            self._close_open(run, status, fields.get("last_error"))
            self._end(run, status, **fields)

    def _close_open(self, run: Object, ending: str, last_error: Mapping[str, str] | None = None) -> None:
        """End the steps and messages that are still open."""
        step_status, stamp, reason = _ENDINGS[ending]
        now = self._clock.now()
        for step in self.journal.steps(run):
            if step["status"] != "in_progress":
                continue
            if step["type"] == "message_creation":
                message = self.journal.message(run, step["step_details"]["message_creation"]["message_id"])
                if message and message["status"] == "in_progress":
                    message |= {
                        "status": "incomplete", "incomplete_at": now, "incomplete_details": {"reason": reason}
                    }
                    self.journal.save_message(run, message, "incomplete")
            step |= {"status": step_status, stamp: now, "usage": step.get("_usage")}
            if ending == "failed" and last_error and last_error["code"] != "invalid_prompt":
                step["last_error"] = last_error
            self.journal.save_step(run, step, step_status)

    def _complete_calls(self, run: Object, step: Object) -> None:
        """All calls of a step have their outputs."""
        step |= {"status": "completed", "completed_at": self._clock.now(), "usage": step["_usage"]}
        self.journal.save_step(run, step, "completed")


def _key(run: Object) -> RunKey:
    return RunKey(run["_owner"], run["thread_id"], run["id"])
