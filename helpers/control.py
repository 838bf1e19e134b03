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


def fail_next_run(code: Literal["rate_limit_exceeded", "server_error"] = "server_error") -> None:
    """Make the next run that is created end as `failed`, with this code in its `last_error`."""
    _send("POST", "fail_next_run", {"code": code})


def slow_next_run(seconds: float) -> None:
    """Keep the next run that is created `in_progress` for `seconds` of the API's clock."""
    _send("POST", "slow_next_run", {"seconds": seconds})


def requests(last: int = 20) -> list[Exchange]:
    """The `last` requests that the API has answered, oldest first. Control requests are not among them."""
    data = _send("GET", f"requests?limit={last}")["data"]
    return [
        Exchange(item["method"], item["path"], item["status"], item["request_body"], item["response_body"])
        for item in data
    ]


def _send(method: str, route: str, body: dict[str, Any] | None = None) -> Any:
    import httpx2

    from helpers.connection import running

    address = f"{running().base_url.removesuffix('/v1')}/local/{route}"
    with httpx2.Client(trust_env=False) as http:  # no proxy between this process and itself
        response = http.request(method, address, json=body)
    if response.is_error:
        raise ControlError(_reason(response))
    return response.json()


def _reason(response: Any) -> str:
    try:
        return response.json()["error"]["message"]
    except (ValueError, KeyError, TypeError):
        return f"The local API answered {response.status_code} to {response.request.url.path}."
