"""The seam for tools that the API runs itself: `file_search` and `code_interpreter`.

To a model such a tool is a function with a reserved name. The engine recognizes its calls, runs them with
`BuiltinTool.run`, puts what the tool printed into the run step, gives its `output` to the model as a tool
message, and asks the model to go on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from .models.interface import FunctionTool


@dataclass(frozen=True, slots=True)
class ToolContext:
    """What a built-in tool may know about the run that calls it.

    `tools` are the run's tools as in the API (with their settings, such as `max_num_results`), `file_ids` and
    `vector_store_ids` the resources of its assistant, thread and run together, in that order.
    `ordinal` is the `i` of the citation markers `【i:j†source】` that this call may give out; it is not used
    twice in a thread.
    """

    owner: str
    run: Mapping[str, Any]
    tools: Sequence[Mapping[str, Any]]
    file_ids: Sequence[str]
    vector_store_ids: Sequence[str]
    ordinal: int


@dataclass(frozen=True, slots=True)
class ToolResult:
    """What a call of a built-in tool gave.

    `details` is the value under the tool's name in the step's tool call (for `file_search`:
    `{"ranking_options": …, "results": […]}`, with the results' `content`, which the API hides unless the
    client asks to include it; for `code_interpreter`: `{"input": …, "outputs": […]}`).
    `output` is the text that the model reads. `citations` maps what the model may write to a file's id: markers
    `【i:j†source】` for passages, links `sandbox:/mnt/data/NAME` for files that the tool made.
    """

    details: dict[str, Any]
    output: str
    citations: Mapping[str, str] = field(default_factory=dict)


class BuiltinTool(Protocol):
    """A tool that the API runs itself. `name` is the `type` of the tool in the API."""

    name: str

    def function(self, context: ToolContext) -> FunctionTool | None:
        """The tool as the model sees it, or None where the model need not see it (nothing to search)."""
        ...

    def details(self, arguments: str, tools: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
        """The step's details of a call that has not run yet, for example `{"input": code, "outputs": []}`.

        `tools` are the run's.
        """
        ...

    async def run(self, arguments: str, context: ToolContext) -> ToolResult:
        """Run a call. `arguments` is the model's JSON string; it may be malformed.

        What goes wrong is told to the model in `output`; nothing is raised for a client's or a model's mistake.
        """
        ...

    async def release(self, run_id: str) -> None:
        """The run rests or has ended: let go of what was kept for it from one call to the next."""
        ...
