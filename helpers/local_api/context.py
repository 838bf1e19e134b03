"""What a model sees of a thread: instructions, messages, and earlier tool calls with their outputs."""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from .journal import MESSAGE, STEP
from .models.interface import ChatMessage, FunctionTool, Turn
from .models.usage import message_tokens, tools_tokens
from .store import Object, Store

#: Tokens that a conversation may have before its middle is left out.
CONTEXT_WINDOW = 128_000


class PromptTooLong(Exception):
    """Not even the newest message fits into `max_prompt_tokens`."""


def build_turn(
    store: Store,
    run: Object,
    steps: Sequence[Object],
    tools: Sequence[FunctionTool],
    used: Mapping[str, int],
    before: int | None = None,
) -> Turn:
    """The turn that `run` is at, or that it was at `before` an object with this number was stored.

    `steps` are the run's own so far, `tools` what the model may call, `used` the tokens that earlier turns of the
    run have taken. Raises `PromptTooLong`.
    """
    limit = run["max_prompt_tokens"]
    room = CONTEXT_WINDOW if limit is None else limit - used["prompt_tokens"]
    system = [{"role": "system", "content": run["instructions"]}] if run["instructions"] else []
    room -= sum(map(message_tokens, system)) + tools_tokens(tools)
    conversation = _conversation(store, run, room, before)
    if limit is not None and sum(map(message_tokens, conversation)) > room:
        raise PromptTooLong
    cap = run["max_completion_tokens"]
    return Turn(
        model=run["model"],
        messages=[*system, *conversation],
        tools=tools,
        tool_choice=_tool_choice(run, steps),
        parallel_tool_calls=run["parallel_tool_calls"],
        response_format=run["response_format"],
        temperature=run["temperature"],
        top_p=run["top_p"],
        max_completion_tokens=None if cap is None else cap - used["completion_tokens"],
    )


def _tool_choice(run: Object, steps: Sequence[Object]) -> str | Mapping[str, Any]:
    """The run's own choice until a tool was called: then the model may answer, or the run would never end."""
    choice = run["tool_choice"]
    if choice in ("auto", "none"):
        return choice
    if any(step["type"] == "tool_calls" for step in steps):
        return "auto"
    if isinstance(choice, str):
        return choice
    name = choice["function"]["name"] if choice["type"] == "function" else choice["type"]
    return {"type": "function", "function": {"name": name}}


def _conversation(store: Store, run: Object, room: int, before: int | None) -> list[ChatMessage]:
    """The thread's messages and tool calls in their order, as many of the newest as fit into `room` tokens.

    With the `auto` strategy the thread's first message is kept as well, so that what is left out is the middle.
    """
    strategy = run["truncation_strategy"]
    most = strategy["last_messages"] if strategy["type"] == "last_messages" else None
    chosen: list[_Entry] = []
    others = 0  # messages that are not this run's own, which is what `last_messages` counts
    for entry in _newest_first(store, run):
        if before is not None and entry.seq >= before:
            continue
        others += entry.counts
        if most is not None and others > most:
            break
        if chosen and not entry.own and entry.cost > room:
            if most is None:
                _make_room_for_first(store, run, chosen, room)
            break
        chosen.append(entry)
        room -= entry.cost
    chosen.reverse()
    while len(chosen) > 1 and chosen[0].is_step and not chosen[0].own:
        del chosen[0]  # calls whose question was left out
    return [message for entry in chosen for message in entry.messages]


@dataclass(frozen=True)
class _Entry:
    """A message or a step of tool calls. `own` ones are of the run itself; `counts` is 1 for others' messages."""

    seq: int
    messages: list[ChatMessage]
    own: bool
    is_step: bool = False

    @cached_property
    def cost(self) -> int:
        """Its tokens."""
        return sum(map(message_tokens, self.messages))

    @property
    def counts(self) -> int:
        return int(not self.own and not self.is_step)


def _newest_first(store: Store, run: Object) -> Iterator[_Entry]:
    owner, thread_id = run["_owner"], run["thread_id"]
    messages = (_message_entry(run, *found) for found in store.recent(MESSAGE, owner=owner, parent=thread_id))
    steps = (
        _Entry(seq, list(_tool_messages(step)), step["run_id"] == run["id"], is_step=True)
        for seq, step in store.recent(STEP, owner=owner, label=thread_id)
    )
    merged = heapq.merge(messages, steps, key=lambda entry: entry.seq, reverse=True)
    return (entry for entry in merged if entry.messages)


def _message_entry(run: Object, seq: int, message: Object) -> _Entry:
    chat = _chat_message(message)
    return _Entry(seq, [chat] if chat["content"] else [], message["run_id"] == run["id"])


def _make_room_for_first(store: Store, run: Object, chosen: list[_Entry], room: int) -> None:
    """Put the thread's first message at the end of what was chosen, for the oldest of the others if need be."""
    (first,) = store.page(MESSAGE, owner=run["_owner"], parent=run["thread_id"], limit=1, order="asc").objects
    entry = _message_entry(run, 0, first)
    while len(chosen) > 1 and not chosen[-1].own and room < entry.cost:
        room += chosen.pop().cost
    if entry.cost <= room:
        chosen.append(entry)


def _chat_message(message: Object) -> ChatMessage:
    """A thread's message in the form of Chat Completions. Images are named, not shown."""
    parts = []
    for part in message["content"]:
        if part["type"] == "text":
            parts.append(part["text"]["value"])
        elif part["type"] == "image_url":
            parts.append(f"[image: {part['image_url']['url']}]")
        elif part["type"] == "image_file":
            parts.append(f"[image file: {part['image_file']['file_id']}]")
        else:
            parts.append(part["refusal"])
    return {"role": message["role"], "content": "\n".join(parts)}


def _tool_messages(step: Object) -> Iterator[ChatMessage]:
    """A step's calls and their outputs. Calls that were never answered (a cancelled run) are left out."""
    answered = []
    for call in step["step_details"]["tool_calls"]:
        if call["type"] == "function" and call["function"]["output"] is not None:
            function = call["function"]
            answered.append((call["id"], function["name"], function["arguments"], function["output"]))
        elif kept := step["_outputs"].get(call["id"]):
            answered.append((call["id"], call["type"], kept["arguments"], kept["output"]))
    if not answered:
        return
    yield {
        "role": "assistant",
        "content": "",
        "tool_calls": [
            {"id": call_id, "type": "function", "function": {"name": name, "arguments": arguments}}
            for call_id, name, arguments, _ in answered
        ],
    }
    for call_id, _, _, output in answered:
        yield {"role": "tool", "tool_call_id": call_id, "content": output}
