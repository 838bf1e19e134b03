"""The server's parts, put together."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import Any

from .builtin_tools import BuiltinTool
from .clock import COURSE_START, Clock, CourseClock, SystemClock
from .code_interpreter.tool import CodeInterpreter
from .engine import Engine
from .faults import Faults
from .file_search import FileSearch
from .file_storage import MAX_FILE_BYTES, Files
from .ids import Ids, RandomIds, SeededIds
from .indexing import Indexer
from .keys import Keys
from .models.interface import Model
from .recorder import Recorder
from .schedule import CourseSchedule, LiveSchedule, Schedule
from .store import Store
from .vector_storage import VectorStores


class API:
    """The server's parts. Handlers reach them as `call.api`.

    `course` chooses the deterministic mode: a clock that moves with each request, seeded ids, and runs that move
    with the clock. `database` is a file that keeps everything; without it, everything is kept in memory.
    `allow_code_interpreter` permits running code that the model writes; `max_file_bytes` is the largest upload.
    `hosts` are the names under which the server may be called (None: any), `cors` the origins of web pages that may
    call it. `record` keeps the last requests for the control routes.
    """

    def __init__(
        self,
        *,
        model: Model | None = None,
        course: bool = False,
        keys: Keys | None = None,
        database: str | Path | None = None,
        poll_after_ms: int | None = None,
        record: bool = False,
        allow_code_interpreter: bool = False,
        max_file_bytes: int = MAX_FILE_BYTES,
        hosts: Collection[str] | None = None,
        cors: Collection[str] = (),
    ):
        simulated = model is None
        if model is None:
            from .models.simulated import SimulatedModel

            model = SimulatedModel()
        self.model = model
        self.course = course
        self.keys = keys or Keys()
        self.hosts = hosts
        self.cors = cors
        self.poll_after_ms = poll_after_ms or (2 if simulated else 500)
        self.faults = Faults()
        self.recorder = Recorder() if record else None
        self.store = Store(database)
        self.clock: Clock
        self.ids: Ids
        self.schedule: Schedule
        if course:
            made = self.store.made()
            self.clock = CourseClock(max(COURSE_START, self.store.latest_time() + 1 if made else 0))
            self.ids = SeededIds(f"course-{made}" if made else "course")  # never the ids of an earlier server
            self.schedule = CourseSchedule(self.clock)
        else:
            self.clock, self.ids = SystemClock(), RandomIds()
            self.schedule = LiveSchedule(self.clock)
        self.files = Files(self.store, self.clock, self.ids, max_file_bytes)
        self.vector_stores = VectorStores(self.store, self.files, self.clock, self.ids)
        self.indexer = Indexer(self.vector_stores, self.files, self.clock, in_background=not course)
        #: The tools that the API runs itself, by their `type`.
        self.tools: dict[str, BuiltinTool] = {
            tool.name: tool
            for tool in (
                FileSearch(self.vector_stores, self.indexer),
                CodeInterpreter(self.files, allowed=allow_code_interpreter),
            )
        }
        self.engine = Engine(self.store, self.clock, self.ids, model, self.tools, self.schedule)

    @staticmethod
    def read_azure(body: Any) -> Any:
        """A body from an Azure path. Azure's reference prints `code-interpreter` in an example that must run."""
        if isinstance(body, dict) and isinstance(body.get("tools"), list):
            for tool in body["tools"]:
                if isinstance(tool, dict) and tool.get("type") == "code-interpreter":
                    tool["type"] = "code_interpreter"
        return body

    async def pass_time(self, seconds: int) -> None:
        """Let time pass; every run and every file that is due by then moves on."""
        await self.schedule.pass_time(seconds)
        if self.course:
            await self.indexer.run_due()

    async def close(self) -> None:
        """Stop what is going on and let go of the database."""
        await self.schedule.stop()
        await self.indexer.stop()
        self.store.close()
