"""Plays a turn, a question or a whole conversation with the model, seen as a black box."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from helpers.local_api.models.interface import Finished, Piece, Text, ToolCall, Turn
from helpers.local_api.models.simulated import SimulatedModel

INSTRUCTIONS = "You are a helpful assistant. Use the functions you were given to answer."


@dataclass(frozen=True)
class Reply:
    """What came back in one turn."""

    text: str
    calls: tuple[tuple[str, dict[str, Any]], ...]
    finished: Finished
    pieces: tuple[Piece, ...]

    def __str__(self) -> str:
        made = [f"{name}({json.dumps(arguments, ensure_ascii=False)})" for name, arguments in self.calls]
        return "; ".join(made) or f"text {self.text!r}"


def play(turn: Turn) -> Reply:
    """One turn of a new model. Checks the rules that every turn keeps, whatever was asked."""

    async def collect() -> list[Piece]:
        return [piece async for piece in SimulatedModel().answer(turn)]

    pieces = asyncio.run(collect())
    assert pieces and isinstance(pieces[-1], Finished), "a turn ends with Finished"
    assert sum(isinstance(piece, Finished) for piece in pieces) == 1
    texts: list[str] = []
    names: list[str] = []
    arguments: list[str] = []
    for piece in pieces[:-1]:
        if isinstance(piece, Text):
            texts.append(piece.text)
            continue
        assert isinstance(piece, ToolCall)
        if piece.name is not None:
            assert piece.index == len(names), "a call's first piece has its name, and calls come in order"
            names.append(piece.name)
            arguments.append("")
        arguments[piece.index] += piece.arguments
    made = []
    for name, written in zip(names, arguments, strict=True):
        values = json.loads(written) if pieces[-1].reason != "length" else {}
        assert isinstance(values, dict), "arguments are a JSON object"
        made.append((name, values))
    if pieces[-1].reason != "length":
        assert pieces[-1].reason == ("tool_calls" if made else "stop")
    return Reply("".join(texts), tuple(made), pieces[-1], tuple(pieces))


class Conversation:
    """A thread, played the way the engine would: the model's calls and answers go into it."""

    def __init__(self, tools: Sequence[Mapping[str, Any]], instructions: str = INSTRUCTIONS, **settings: Any):
        self.tools = tuple(tools)
        self.settings = settings
        self.messages: list[dict[str, Any]] = []
        self._ids = 0
        if instructions:
            self.messages.append({"role": "system", "content": instructions})

    def say(self, words: str) -> Reply:
        self.messages.append({"role": "user", "content": words})
        return self._next()

    def give(self, *outputs: Any) -> Reply:
        """Hand in the outputs of the calls just made, in their order."""
        waiting = self.messages[-1]["tool_calls"]
        assert len(waiting) == len(outputs), f"{len(waiting)} calls wait, {len(outputs)} outputs given"
        for made, output in zip(waiting, outputs, strict=True):
            content = output if isinstance(output, str) else json.dumps(output, ensure_ascii=False)
            self.messages.append({"role": "tool", "tool_call_id": made["id"], "content": content})
        return self._next()

    def _next(self) -> Reply:
        reply = play(Turn("gpt-4o-mini", tuple(self.messages), self.tools, **self.settings))
        if reply.calls:
            made = []
            for name, arguments in reply.calls:
                self._ids += 1
                written = json.dumps(arguments, ensure_ascii=False)
                made.append(
                    {"id": f"call_{self._ids}", "type": "function", "function": {"name": name, "arguments": written}}
                )
            self.messages.append({"role": "assistant", "content": reply.text, "tool_calls": made})
        else:
            self.messages.append({"role": "assistant", "content": reply.text})
        return reply


#: Ways to ask for what is missing without a question mark.
_REQUESTS = ("please tell", "please give", "알려 주", "알려주", "말씀해 주", "請告訴", "請提供")


def asks(answer: str) -> bool:
    """Whether an answer asks the person for something."""
    return any(mark in answer.casefold() for mark in ("?", "？", *_REQUESTS))


def language(words: str) -> str:
    """`ko`, `zh` or `en`, by the letters that are in the text."""
    if any("가" <= letter <= "힣" for letter in words):
        return "ko"
    if any("一" <= letter <= "鿿" for letter in words):
        return "zh"
    return "en"


def facts(output: Any) -> list[str]:
    """The numbers and texts of an output, as an answer would show them."""
    if isinstance(output, Mapping):
        return [fact for value in output.values() for fact in facts(value)]
    if isinstance(output, (list, tuple)):
        return [fact for value in output for fact in facts(value)]
    if output is None or isinstance(output, bool):
        return []
    return [str(output)]


def own_words(answer: str, *outputs: Any) -> str:
    """An answer without what it only quotes from outputs: their texts and the names of their fields."""

    def quoted(output: Any) -> list[str]:
        if isinstance(output, Mapping):
            return [each for key, value in output.items() for each in [key, *quoted(value)]]
        if isinstance(output, (list, tuple)):
            return [each for value in output for each in quoted(value)]
        return [str(output)]

    for quote in sorted(quoted(outputs), key=len, reverse=True):
        if quote:
            answer = answer.replace(quote, "")
    return answer


def missing_facts(output: Any, answer: str) -> list[str]:
    """What of an output is not in the answer. 12,500 is 12500."""
    plain = answer.replace(",", "").casefold()
    return [fact for fact in facts(output) if fact.replace(",", "").casefold() not in plain]
