"""From a model's pieces to run steps and messages, event by event."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from .builtin_tools import BuiltinTool
from .clock import Clock
from .ids import Ids
from .journal import Journal
from .models.interface import Text, ToolCall, Usage
from .store import Object

#: A citation marker or a link to a file that code made, and the beginning of one that may still be coming.
_MARKER = re.compile(r"【\d+:\d+†[^】]*】|sandbox:/mnt/data/[^\s()<>\[\]\"'`]*[^\s()<>\[\]\"'`.,;:!?]")
_LINK = "sandbox:"
_BEGINNINGS = "|".join(_LINK[:length] for length in range(len(_LINK) - 1, 0, -1))
_UNFINISHED_MARKER = re.compile(rf"(?:【[^】]{{0,40}}|\b(?:{_BEGINNINGS})|{_LINK}[^\s()<>\[\]\"'`]{{0,200}})$")


def new_step(run: Object, step_id: str, details: dict[str, Any], now: int) -> Object:
    """A run step in progress, with every field of the description."""
    return {
        "id": step_id,
        "object": "thread.run.step",
        "created_at": now,
        "run_id": run["id"],
        "assistant_id": run["assistant_id"],
        "thread_id": run["thread_id"],
        "type": details["type"],
        "status": "in_progress",
        "cancelled_at": None,
        "completed_at": None,
        "expires_at": run["expires_at"],  # recorded, though the description has only `expired_at`
        "expired_at": None,
        "failed_at": None,
        "last_error": None,
        "step_details": details,
        "metadata": {},
        "usage": None,
        "_outputs": {},
        "_citations": {},
    }


def usage_of(usage: Usage) -> dict[str, int]:
    """Tokens in the API's form."""
    return {
        "prompt_tokens": usage.prompt_tokens,
        "completion_tokens": usage.completion_tokens,
        "total_tokens": usage.prompt_tokens + usage.completion_tokens,
    }


class Draft:
    """One turn of the model while it is being written: a message, tool calls, or a message and then calls.

    Text and calls are told as they come. They are kept when they begin and when they end; `keep` writes down
    what there is so far, for a turn that is interrupted.
    """

    def __init__(
        self,
        run: Object,
        journal: Journal,
        clock: Clock,
        ids: Ids,
        tools: Mapping[str, BuiltinTool],
        citations: Mapping[str, str],
        images: Sequence[str] = (),
    ):
        self._run = run
        self._journal = journal
        self._clock = clock
        self._ids = ids
        self._tools = tools
        self._citations = citations
        self._images = images  # file ids of pictures that code has drawn and no message has shown yet
        self._watched = journal.is_watched(run["id"])
        self._held = ""  # text that may be the beginning of a marker
        self._text: list[str] = []
        self._length = 0  # of the text so far, in characters
        self._annotations: list[dict[str, Any]] = []
        self._arguments: list[list[str]] = []
        self._message_step: Object | None = None
        self.message: Object | None = None
        self.calls_step: Object | None = None

    @property
    def calls(self) -> list[dict[str, Any]]:
        """The turn's tool calls, as in the step."""
        return self.calls_step["step_details"]["tool_calls"] if self.calls_step else []

    def add(self, piece: Text | ToolCall) -> None:
        """Take the next piece."""
        if isinstance(piece, Text):
            self._add_text(piece.text)
        else:
            self._add_call(piece)

    def keep(self) -> None:
        """Write down what there is so far."""
        if self.message and self.message["status"] == "in_progress":
            self._tell_text(self._held)
            self._held = ""
            self._fill_message()
            self._journal.save_message(self._run, self.message)
        if self.calls_step:
            self._fill_calls()
            self._journal.save_step(self._run, self.calls_step)

    def finish(self, usage: Usage, cut: str | None = None) -> None:
        """The turn is over. `cut` says why the message is incomplete (`max_tokens`, `content_filter`).

        A step of tool calls stays in progress until the calls have their outputs.
        """
        now = self._clock.now()
        tokens = usage_of(usage)
        if self.message and self._message_step:
            self._tell_text(self._held)
            self._fill_message()
            if cut:
                self.message |= {
                    "status": "incomplete", "incomplete_at": now, "incomplete_details": {"reason": cut}
                }
            else:
                self.message |= {"status": "completed", "completed_at": now}
            self._journal.save_message(self._run, self.message, self.message["status"])
            self._message_step |= {"status": "completed", "completed_at": now}
            self._message_step["usage"] = None if self.calls_step else tokens
            self._journal.save_step(self._run, self._message_step, "completed")
        if self.calls_step:
            self._fill_calls()
            self.calls_step["_usage"] = tokens
            self._journal.save_step(self._run, self.calls_step)

    # Text

    def _add_text(self, text: str) -> None:
        if self.message is None:
            self._begin_message()
        text = self._held + text
        if not self._watched:  # nobody waits for it: markers are looked for once, at the end
            self._held = text
            return
        unfinished = _UNFINISHED_MARKER.search(text)
        self._held = unfinished.group() if unfinished else ""
        self._tell_text(text[: len(text) - len(self._held)])

    def _begin_message(self) -> None:
        run, now = self._run, self._clock.now()
        message_id = self._ids.new("msg_")
        details = {"type": "message_creation", "message_creation": {"message_id": message_id}}
        self._message_step = new_step(run, self._ids.new("step_"), details, now)
        self.message = {
            "id": message_id,
            "object": "thread.message",
            "created_at": now,
            "assistant_id": run["assistant_id"],
            "thread_id": run["thread_id"],
            "run_id": run["id"],
            "status": "in_progress",
            "incomplete_details": None,
            "incomplete_at": None,
            "completed_at": None,
            "role": "assistant",
            "content": [],
            "attachments": [],
            "metadata": {},
        }
        self._journal.add_step(run, self._message_step)
        self._journal.add_message(run, self.message)
        for index, part in enumerate(self._shown_images()):
            self._tell_content({"index": index, **part})

    def _shown_images(self) -> list[dict[str, Any]]:
        """The pictures come first in the message's content, as the hosted API recorded them."""
        return [{"type": "image_file", "image_file": {"file_id": file_id}} for file_id in self._images]

    def _tell_text(self, text: str) -> None:
        start = 0
        for marker in _MARKER.finditer(text):
            if marker.group() not in self._citations:
                continue
            self._tell_plain(text[start : marker.start()])
            kind = "file_path" if marker.group().startswith(_LINK) else "file_citation"
            annotation = {
                "type": kind,
                "text": marker.group(),
                "start_index": self._length,
                "end_index": self._length + len(marker.group()),
                kind: {"file_id": self._citations[marker.group()]},
            }
            self._annotations.append(annotation)
            self._tell_plain(marker.group(), [{"index": len(self._annotations) - 1, **annotation}])
            start = marker.end()
        self._tell_plain(text[start:])

    def _tell_plain(self, text: str, annotations: list[dict[str, Any]] | None = None) -> None:
        if not text:
            return
        first = not self._text
        self._text.append(text)
        self._length += len(text)
        if self._watched and self.message:
            value: dict[str, Any] = {"value": text}
            if first or annotations:
                value["annotations"] = annotations or []
            self._tell_content({"index": len(self._images), "type": "text", "text": value})

    def _tell_content(self, part: Mapping[str, Any]) -> None:
        if self._watched and self.message:
            data = {"id": self.message["id"], "object": "thread.message.delta", "delta": {"content": [part]}}
            self._journal.tell(self._run["id"], "thread.message.delta", data)

    def _fill_message(self) -> None:
        text = {"value": "".join(self._text), "annotations": self._annotations}
        if self.message is not None:
            self.message["content"] = self._shown_images() + ([{"type": "text", "text": text}] if self._text else [])

    # Tool calls

    def _add_call(self, piece: ToolCall) -> None:
        if self.calls_step is None:
            details = {"type": "tool_calls", "tool_calls": []}
            self.calls_step = new_step(self._run, self._ids.new("step_"), details, self._clock.now())
            self._journal.add_step(self._run, self.calls_step)
        if piece.index == len(self.calls):
            self._begin_call(piece)
        self._arguments[piece.index].append(piece.arguments)
        if piece.arguments and self.calls[piece.index]["type"] == "function":
            self._tell_call(piece.index, {"type": "function", "function": {"arguments": piece.arguments}})

    def _begin_call(self, piece: ToolCall) -> None:
        name = piece.name or ""
        call: dict[str, Any] = {"id": self._ids.new("call_")}
        if name in self._tools:
            call |= {"type": name, name: self._tools[name].details("", self._run["tools"])}
        else:
            call |= {"type": "function", "function": {"name": name, "arguments": "", "output": None}}
        self.calls.append(call)
        self._arguments.append([])
        self._tell_call(piece.index, call)

    def arguments(self, index: int) -> str:
        """The JSON string with which call number `index` was made, as far as it came."""
        return "".join(self._arguments[index])

    def _fill_calls(self) -> None:
        for index, call in enumerate(self.calls):
            if call["type"] == "function":
                call["function"]["arguments"] = self.arguments(index)

    def begin_tool(self, index: int) -> None:
        """A built-in tool is about to run: show what it was asked."""
        call = self.calls[index]
        call[call["type"]] = self._tools[call["type"]].details(self.arguments(index), self._run["tools"])
        if code := call[call["type"]].get("input"):
            self._tell_call(index, {"type": call["type"], call["type"]: {"input": code}})

    def end_tool(self, index: int, details: dict[str, Any], output: str, citations: Mapping[str, str]) -> None:
        """A built-in tool has run: keep what it gave."""
        assert self.calls_step is not None
        call = self.calls[index]
        call[call["type"]] = details
        self.calls_step["_outputs"][call["id"]] = {"arguments": self.arguments(index), "output": output}
        self.calls_step["_citations"] |= citations
        if outputs := details.get("outputs"):
            numbered = [{"index": number, **one} for number, one in enumerate(outputs)]
            self._tell_call(index, {"type": call["type"], call["type"]: {"outputs": numbered}})
        self._journal.save_step(self._run, self.calls_step)

    def _tell_call(self, index: int, change: Mapping[str, Any]) -> None:
        if self._watched and self.calls_step:
            details = {"type": "tool_calls", "tool_calls": [{"index": index, **change}]}
            data = {"id": self.calls_step["id"], "object": "thread.run.step.delta", "delta": {"step_details": details}}
            self._journal.tell(self._run["id"], "thread.run.step.delta", data)


def unshown_images(steps: Iterable[Object]) -> list[str]:
    """The file ids of the pictures that a run's code has drawn since its last message. `steps` come oldest first."""
    images: list[str] = []
    for step in steps:
        details = step["step_details"]
        if details["type"] == "message_creation":
            images = []
            continue
        for call in details["tool_calls"]:
            outputs = call.get("code_interpreter", {}).get("outputs", ())
            images += [output["image"]["file_id"] for output in outputs if output["type"] == "image"]
    return images


def pending_calls(calls: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """The calls that the client has to answer, in the form of `required_action`."""
    return [
        {
            "id": call["id"],
            "type": "function",
            "function": {"name": call["function"]["name"], "arguments": call["function"]["arguments"]},
        }
        for call in calls
        if call["type"] == "function"
    ]
