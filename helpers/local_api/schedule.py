"""When runs move on: by the course's clock, or at once in the background.

Both schedules hold appointments (a moment and a run) and know one thing to do at each: `advance`, the engine's
next move for that run. What the move is, the engine finds in the run itself.
"""

from __future__ import annotations

import asyncio
import heapq
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Protocol

from .clock import Clock

log = logging.getLogger(__name__)

#: How long a server that is stopped waits for the runs that are going on.
STOP_SECONDS = 1


@dataclass(frozen=True, slots=True)
class RunKey:
    """Where a run is kept."""

    owner: str
    thread_id: str
    run_id: str


#: Make a run's next move. Gives the seconds until the one after it, or None where none is due.
Advance = Callable[[RunKey], Awaitable[int | None]]


class Schedule(Protocol):
    """When runs move on."""

    advance: Advance

    def start(self, run: RunKey, *, streamed: bool) -> None:
        """The run has something to do. A `streamed` one is not waited for by polls, so it goes straight on."""
        ...

    def expect(self, run: RunKey, moment: int) -> None:
        """Look at the run again at `moment` (Unix seconds), when it may have expired."""
        ...

    def drop(self, run: RunKey) -> None:
        """Stop working on the run, and forget it."""
        ...

    def settle(self, run: RunKey) -> None:
        """The run has ended; it need not be looked at again."""
        ...

    async def pass_time(self, seconds: int) -> None:
        """Let time pass, and everything happen that is due by then."""
        ...

    async def stop(self) -> None:
        """Let go of everything that is going on."""
        ...


@dataclass(order=True, slots=True)
class _Appointment:
    moment: int
    number: int
    run: RunKey = field(compare=False)


class _Diary:
    """Appointments in the order in which they are due."""

    def __init__(self) -> None:
        self._heap: list[_Appointment] = []
        self._count = 0

    def add(self, run: RunKey, moment: int) -> None:
        self._count += 1
        heapq.heappush(self._heap, _Appointment(moment, self._count, run))

    def next_due(self, now: int) -> _Appointment | None:
        return heapq.heappop(self._heap) if self._heap and self._heap[0].moment <= now else None


class LiveSchedule:
    """Runs go on at once, each in a task of its own, so that a slow model keeps nobody else waiting."""

    advance: Advance

    def __init__(self, clock: Clock):
        self._clock = clock
        self._tasks: dict[str, asyncio.Task[None]] = {}
        #: When runs expire. All live equally long, so they are in the order in which they expire.
        self._expiries: dict[str, tuple[int, RunKey]] = {}
        self._alarm: asyncio.TimerHandle | None = None
        self._looking: asyncio.Task[None] | None = None

    def start(self, run: RunKey, *, streamed: bool) -> None:
        earlier = self._tasks.get(run.run_id)
        if earlier is not None:  # the run's own work so far, which a cancel ends
            earlier.cancel()
        self._tasks[run.run_id] = asyncio.create_task(self._carry_on(run, earlier))

    def expect(self, run: RunKey, moment: int) -> None:
        self._expiries[run.run_id] = (moment, run)
        self._set_alarm()

    def drop(self, run: RunKey) -> None:
        self.settle(run)
        if task := self._tasks.pop(run.run_id, None):
            task.cancel()

    def settle(self, run: RunKey) -> None:
        self._expiries.pop(run.run_id, None)

    async def pass_time(self, seconds: int) -> None:
        if seconds:
            self._clock.advance(seconds)
        while (expiry := next(iter(self._expiries.values()), None)) and expiry[0] <= self._clock.now():
            run = expiry[1]
            self.settle(run)
            self.start(run, streamed=False)
            await asyncio.wait([self._tasks[run.run_id]])

    async def stop(self) -> None:
        if self._alarm:
            self._alarm.cancel()
        tasks = list(self._tasks.values())
        if tasks:
            await asyncio.wait(tasks, timeout=STOP_SECONDS)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _set_alarm(self) -> None:
        """Every request looks whether a run has expired; the alarm is for a time without requests."""
        if self._alarm is None and (expiry := next(iter(self._expiries.values()), None)):
            seconds = max(0, expiry[0] - self._clock.now()) + 1
            self._alarm = asyncio.get_running_loop().call_later(seconds, self._ring)

    def _ring(self) -> None:
        self._alarm = None
        self._looking = asyncio.create_task(self.pass_time(0))
        self._set_alarm()

    async def _carry_on(self, run: RunKey, earlier: asyncio.Task[None] | None) -> None:
        try:
            if earlier is not None:
                await asyncio.wait([earlier])
            while (delay := await self.advance(run)) is not None:
                if delay:
                    await asyncio.sleep(delay)
        except Exception:
            log.exception("Run %s stopped on an error of the server's own.", run.run_id)
        finally:
            if self._tasks.get(run.run_id) is asyncio.current_task():
                del self._tasks[run.run_id]


class CourseSchedule:
    """Runs move only when the clock does: each move is due one second after the one before.

    The clock shows the moment of each appointment while it is kept, so a run that was due ten minutes ago has the
    times of ten minutes ago. One thing happens at a time, in the same order on every machine.
    """

    advance: Advance

    def __init__(self, clock: Clock):
        self._clock = clock
        self._diary = _Diary()
        self._turn = asyncio.Lock()
        self._streams: dict[str, asyncio.Task[None]] = {}

    def start(self, run: RunKey, *, streamed: bool) -> None:
        if streamed:
            self._streams[run.run_id] = asyncio.create_task(self._stream(run))
        else:
            self._diary.add(run, self._clock.now() + 1)

    def expect(self, run: RunKey, moment: int) -> None:
        self._diary.add(run, moment)

    def drop(self, run: RunKey) -> None:
        if task := self._streams.pop(run.run_id, None):
            task.cancel()

    def settle(self, run: RunKey) -> None:
        pass  # what is left of it in the diary finds a run that has ended

    async def pass_time(self, seconds: int) -> None:
        async with self._turn:
            end = self._clock.now() + seconds
            while appointment := self._diary.next_due(end):
                self._clock.advance(max(0, appointment.moment - self._clock.now()))
                delay = await self.advance(appointment.run)
                if delay is not None:
                    self._diary.add(appointment.run, self._clock.now() + 1 + delay)
            self._clock.advance(max(0, end - self._clock.now()))

    async def stop(self) -> None:
        tasks = list(self._streams.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _stream(self, run: RunKey) -> None:
        """Each change of a streamed run moves the clock a second; nobody has to poll."""
        try:
            async with self._turn:
                delay: int | None = 0
                while delay is not None:
                    self._clock.advance(1 + delay)
                    delay = await self.advance(run)
        except Exception:
            log.exception("Run %s stopped on an error of the server's own.", run.run_id)
        finally:
            self._streams.pop(run.run_id, None)
