"""The `code_interpreter` tool: runs the model's Python, where the server may."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from ..builtin_tools import ToolContext, ToolResult
from ..errors import NotFound
from ..file_storage import Files
from ..models.interface import FunctionTool
from .names import free_name

if TYPE_CHECKING:
    from .kernel import Kernel, Limits

NOT_PERMITTED = (
    "This code was not run: the server was started without permission to run code. "
    "Start it with --allow-code-interpreter, or LocalAPI(allow_code_interpreter=True), to permit it."
)


#: Runs that may have a process at the same time. The others wait for their turn.
MAX_KERNELS = 4


class CodeInterpreter:
    """Implements `BuiltinTool`.

    What the model reads is JSON: `{"logs": …}`, with `"images"` and `"files"` (name → file id) where the code
    made some, or `{"error": …}` where it was not run. Names stay from one call to the next while the run goes
    on; when it rests or ends, the process and its folder are gone.
    """

    name = "code_interpreter"

    def __init__(self, files: Files, *, allowed: bool, limits: Limits | None = None):
        self._files = files
        self._allowed = allowed
        self._limits = limits
        self._kernels: dict[str, Kernel] = {}
        self._places = asyncio.Semaphore(MAX_KERNELS)

    def function(self, context: ToolContext) -> FunctionTool | None:
        """The function. Its description ends with the names of the run's files, as a JSON list."""
        taken: list[str] = []
        for _, label in self._labels(context):
            taken.append(free_name(label, taken))
        names = json.dumps(taken, ensure_ascii=False)
        return {
            "type": "function",
            "function": {
                "name": self.name,
                "description": (
                    "Runs Python code, as a cell of a notebook, and returns what it prints and the value of its "
                    "last line. There is no network. To hand over a file that the code wrote, link to it as "
                    f"sandbox:/mnt/data/NAME. Files in its working folder: {names}"
                ),
                "parameters": {
                    "type": "object",
                    "properties": {"code": {"type": "string", "description": "The Python code."}},
                    "required": ["code"],
                    "additionalProperties": False,
                },
            },
        }

    def details(self, arguments: str, tools: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
        """The code, before it has run."""
        return {"input": _code(arguments) or "", "outputs": []}

    async def run(self, arguments: str, context: ToolContext) -> ToolResult:
        """Run the code, if the server may."""
        code = _code(arguments)
        if code is None:
            problem = 'The arguments must be a JSON object with "code", for example {"code": "1 + 1"}.'
            return _result("", {"error": problem})
        if not self._allowed:
            return _result(code, {"error": NOT_PERMITTED})
        run_id = context.run["id"]
        try:
            kernel = self._kernels.get(run_id) or await self._new_kernel(context)
            execution = await asyncio.to_thread(kernel.execute, code)
        except asyncio.CancelledError:
            await self.release(run_id)  # ends the process, and with it the thread that waits for it
            raise
        images = [
            self._files.create_output(context.owner, image, f"image_{number}.png")["id"]
            for number, image in enumerate(execution.images, start=1)
        ]
        made = {
            name: self._files.create_output(context.owner, data, name)["id"] for name, data in execution.files.items()
        }
        report: dict[str, Any] = {"logs": execution.logs}
        if images:
            report["images"] = images
        if made:
            report["files"] = made
        return _result(code, report, {f"sandbox:/mnt/data/{name}": file_id for name, file_id in made.items()})

    async def release(self, run_id: str) -> None:
        """The run rests or has ended: its process and folder go."""
        kernel = self._kernels.pop(run_id, None)
        if kernel is not None:
            try:
                await asyncio.shield(asyncio.to_thread(kernel.close))
            finally:
                self._places.release()

    def _labels(self, context: ToolContext) -> Iterator[tuple[str, str]]:
        """Ids and names of the run's files that are still there."""
        for file_id in context.file_ids:
            with suppress(NotFound):
                yield file_id, self._files.get(context.owner, file_id)["filename"]

    async def _new_kernel(self, context: ToolContext) -> Kernel:
        from .kernel import Kernel  # imported late: most servers never run code

        await self._places.acquire()
        kernel = self._kernels[context.run["id"]] = Kernel(self._limits)
        for file_id, label in self._labels(context):
            name = kernel.add_file(label)
            for part in self._files.parts(file_id):
                kernel.append(name, part)
                await asyncio.sleep(0)  # let others be answered
        return kernel


def _result(code: str, report: dict[str, Any], links: Mapping[str, str] | None = None) -> ToolResult:
    logs = report.get("logs") or report.get("error")
    outputs: list[dict[str, Any]] = [{"type": "logs", "logs": logs}] if logs else []
    outputs += [{"type": "image", "image": {"file_id": file_id}} for file_id in report.get("images", ())]
    return ToolResult({"input": code, "outputs": outputs}, json.dumps(report, ensure_ascii=False), links or {})


def _code(arguments: str) -> str | None:
    try:
        read = json.loads(arguments)
    except ValueError:
        return None
    code = read.get("code") if isinstance(read, dict) else None
    return code if isinstance(code, str) else None
