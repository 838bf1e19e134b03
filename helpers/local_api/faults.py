"""Failures on request: what lessons and tests ask for through the control routes."""

from __future__ import annotations

from collections import defaultdict, deque
from dataclasses import dataclass
from typing import Any

from . import errors

#: What the API's answer can be made to be.
STATUSES = {429, 500, 502, 503, 504}


@dataclass(frozen=True, slots=True)
class RunPlan:
    """How the next run is to go: `seconds` slower, or ending with `error` (`code` and `message`)."""

    seconds: int = 0
    error: dict[str, str] | None = None


class Faults:
    """Failures that were asked for and have not happened yet, per owner."""

    def __init__(self) -> None:
        self._requests: defaultdict[str, deque[int]] = defaultdict(deque)
        self._runs: defaultdict[str, deque[RunPlan]] = defaultdict(deque)

    def fail_requests(self, owner: str, status: int, count: int) -> None:
        """Answer the next `count` requests to the API with `status`."""
        self._requests[owner].extend([status] * count)

    def plan_run(self, owner: str, plan: RunPlan) -> None:
        """Let the next run that is created go by `plan`."""
        self._runs[owner].append(plan)

    def clear(self, owner: str) -> None:
        """Forget what has not happened yet."""
        self._requests.pop(owner, None)
        self._runs.pop(owner, None)

    def for_request(self, owner: str) -> errors.APIError | None:
        """The failure of this request, if one was asked for."""
        if owner not in self._requests or not self._requests[owner]:
            return None
        status = self._requests[owner].popleft()
        error: Any = errors.rate_limited() if status == 429 else errors.server_error(status)
        error.headers["retry-after-ms"] = "10"  # a lesson need not wait for the SDK's own retries
        return error

    def for_run(self, owner: str) -> RunPlan | None:
        """The plan for this new run, if there is one."""
        return self._runs[owner].popleft() if self._runs.get(owner) else None
