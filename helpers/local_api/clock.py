"""The API's time, as an object that can be moved.

Every time stamp, every expiry and (in the course) every change of a run's status is read from one
of these clocks, so that lessons and tests never wait for time to pass.
"""

from __future__ import annotations

import time
from typing import Protocol

#: Where the course's time begins: 2026-01-05 09:00:00 UTC.
COURSE_START = 1_767_603_600


class Clock(Protocol):
    """Tells the time in whole Unix seconds, as the API prints it."""

    def now(self) -> int:
        """The time in Unix seconds."""
        ...

    def advance(self, seconds: int) -> None:
        """Move `seconds` (0 or more) ahead."""
        ...


class SystemClock:
    """The computer's time, plus what it was moved ahead."""

    def __init__(self) -> None:
        self._ahead = 0

    def now(self) -> int:
        return int(time.time()) + self._ahead

    def advance(self, seconds: int) -> None:
        self._ahead += seconds


class CourseClock:
    """Stands still until it is moved. The server moves it one second with every request."""

    def __init__(self, start: int = COURSE_START) -> None:
        self._now = start

    def now(self) -> int:
        return self._now

    def advance(self, seconds: int) -> None:
        self._now += seconds
