"""What the tools of a turn gave back, paired with the calls that asked for it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ...interface import ChatMessage, Turn

#: The engine runs these two itself; they reach the model as functions of these names.
FILE_SEARCH = "file_search"
CODE_INTERPRETER = "code_interpreter"

_ERROR_TEXT = re.compile(
    r"\s*(?:error\b|(?-i:(?:\w+\.)*[A-Z]\w*(?:Error|Exception)\b)|Traceback \(most recent call last\)"
    r"|failed\b|failure\b|exception\b|오류|에러|실패|錯誤|错误|失敗|失败)",
    re.IGNORECASE,
)
_ERROR_KEYS = ("error", "errors", "error_message", "exception")


class WrittenFloat(float):
    """A number that remembers how the tool wrote it: 12.50 stays 12.50."""

    def __new__(cls, text: str) -> WrittenFloat:
        number = super().__new__(cls, text)
        number.text = text
        return number

    def __repr__(self) -> str:
        return self.text

    text: str


@dataclass(frozen=True, slots=True)
class ToolResult:
    """One call and its output. `value` is the output read as JSON, or the output itself when it is none.

    Calls of one `round` were made together; a later round may use the outputs of an earlier one.
    """

    name: str
    arguments: Mapping[str, Any]
    output: str
    value: Any = None
    is_json: bool = False
    round: int = 0

    @property
    def error(self) -> str | None:
        """What went wrong, in the tool's own words; None when the output reports no error."""
        if isinstance(self.value, Mapping):
            for key in _ERROR_KEYS:
                if problem := self.value.get(key):
                    return _problem_text(problem)
            if (
                self.value.get("status") in ("error", "failed", "failure")
                or self.value.get("ok") is False
                or self.value.get("success") is False
            ):
                return _problem_text(self.value.get("message") or self.value.get("reason") or self.output)
            return None
        if isinstance(self.value, str) and _ERROR_TEXT.match(self.value):
            return self.value.strip()
        return None


def _problem_text(problem: Any) -> str:
    if isinstance(problem, Mapping):
        problem = problem.get("message") or json.dumps(problem, ensure_ascii=False)
    return problem if isinstance(problem, str) else json.dumps(problem, ensure_ascii=False)


def last_user_index(messages: Sequence[ChatMessage]) -> int:
    """Where the last user message is, -1 when there is none."""
    return next((i for i in range(len(messages) - 1, -1, -1) if messages[i]["role"] == "user"), -1)


def results_of_turn(turn: Turn) -> list[ToolResult]:
    """The outputs that answer the last user message, in the order of the calls."""
    return _results(turn.messages[last_user_index(turn.messages) + 1 :])


def earlier_results(turn: Turn) -> list[ToolResult]:
    """The outputs of the thread before the last user message, oldest first."""
    return _results(turn.messages[: max(last_user_index(turn.messages), 0)])


def _results(messages: Sequence[ChatMessage]) -> list[ToolResult]:
    outputs = {m.get("tool_call_id"): m.get("content") or "" for m in messages if m["role"] == "tool"}
    results = []
    for number, message in enumerate(messages):
        for call in message.get("tool_calls") or ():
            if call.get("id") in outputs:
                function = call["function"]
                results.append(_result(function["name"], function["arguments"], outputs[call["id"]], number))
    return results


def _result(name: str, arguments: str, output: str, number: int) -> ToolResult:
    try:
        read = json.loads(arguments)
    except ValueError:
        read = {}
    value, is_json = read_output(output)
    return ToolResult(name, read if isinstance(read, dict) else {}, output, value, is_json, number)


def read_output(output: str) -> tuple[Any, bool]:
    """The output as JSON and True, or the text itself and False."""
    try:
        return json.loads(output, parse_float=WrittenFloat), True
    except (ValueError, RecursionError):
        return output, False
