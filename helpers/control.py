"""The learner's hand on the local API: move its clock, make it fail, slow a run, read its log.

None of this is part of the OpenAI API. No hosted service has such routes. They exist because a
lesson cannot wait ten minutes for a run to expire, nor hope for a rate limit. They reach the local
API that `connect()` started, over HTTP, under `/local/`.

    from helpers import control

    control.advance_clock(600)          # ten minutes pass for the API, none for you
    control.fail_next("rate_limit")     # the next request gets status 429
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from helpers.errors import CourseError


class ControlError(CourseError):
    """The local API cannot do what was asked of it."""


@dataclass(frozen=True)
class Exchange:
    """One request to the API and its response, as they went over the wire (without headers).

    `request` and `response` are the parsed JSON bodies, None where there was none; of a stream,
    `response` is the list of its events, each `{"event": …, "data": …}`.
    """

    method: str
    path: str
    status: int
    request: Any
    response: Any


def advance_clock(seconds: float) -> None:
    """Let `seconds` pass on the API's clock, at once. Runs expire as if you had waited.

    Raises:
        ControlError: Negative seconds, or the API runs on the system's clock (a live model).
    """
    _send("POST", "clock/advance", {"seconds": seconds})


def fail_next(kind: Literal["rate_limit", "server_error"], times: int = 1) -> None:
    """Make the next `times` requests fail: `"rate_limit"` with status 429, `"server_error"` with 500.

    Raises:
        ControlError: Another kind, or `times` below 1.
    """
    _send("POST", "fail_next", {"kind": kind, "times": times})


def slow_next_run(seconds: float) -> None:
    """Keep the next run that is created in `in_progress` for `seconds` of the API's clock."""
    _send("POST", "slow_next_run", {"seconds": seconds})


def requests(last: int = 20) -> list[Exchange]:
    """The `last` requests that the API has answered, oldest first."""
    return []


def _send(method: str, route: str, body: dict[str, Any] | None = None) -> Any:
    from helpers.connection import running

    api = running()
    raise NotImplementedError(api)
