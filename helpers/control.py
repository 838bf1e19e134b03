"""The learner's hand on the local API: move its clock, make it fail, slow a run, read its log.

None of this is part of the OpenAI API. No hosted service has such routes. They exist because a
lesson cannot wait ten minutes for a run to expire, nor hope for a rate limit. They reach the local
API that `connect()` started, over HTTP, under `/local/`.

    from helpers import control

    control.advance_clock(600)          # ten minutes pass for the API, none for you
    control.fail_next("rate_limit")     # the next request is answered with status 429
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from helpers.errors import CourseError

_STATUS_OF = {"rate_limit": 429, "server_error": 500}

_MESSAGE_OF = {
    "rate_limit_exceeded": "Rate limit reached. Please try again later.",
    "server_error": "The server had an error while processing your request. Sorry about that!",
    "invalid_prompt": "The prompt was not accepted.",
}


class ControlError(CourseError):
    """The local API cannot do what was asked of it."""


@dataclass(frozen=True)
class Exchange:
    """One request to the API and its response, as they went over the wire, without headers.

    `request` and `response` are the bodies: JSON as values, other bodies as text, None where there
    was none. Of a stream, `response` is the list of its events, each `{"event": …, "data": …}`.
    """

    method: str
    path: str
    status: int
    request: Any
    response: Any


def advance_clock(seconds: int) -> None:
    """Let `seconds` pass on the API's clock, at once. Runs expire as if you had waited.

    Raises:
        ControlError: Not a whole number of seconds, or a negative one.
    """
    _send("POST", "clock", {"seconds": seconds})


def fail_next(kind: Literal["rate_limit", "server_error"], times: int = 1) -> None:
    """Answer the next `times` requests with an error: `"rate_limit"` is status 429, `"server_error"` 500.

    The SDK sends such a request again, twice by default, so one failure may pass unseen. To see it,
    ask for three, or use `client.with_options(max_retries=0)`.

    Raises:
        ControlError: Another kind, or `times` below 1.
    """
    _send("POST", "fail_next", {"status": _one_of(_STATUS_OF, kind), "count": times})


def fail_next_run(code: Literal["rate_limit_exceeded", "server_error", "invalid_prompt"] = "server_error") -> None:
    """Make the next run that is created end as `failed`, with this code in its `last_error`.

    Raises:
        ControlError: Another code.
    """
    _send("POST", "next_run", {"error": {"code": code, "message": _one_of(_MESSAGE_OF, code)}})


def slow_next_run(seconds: int) -> None:
    """Keep the next run that is created `in_progress` for `seconds` more of the API's clock."""
    _send("POST", "next_run", {"seconds": seconds})


def reset() -> None:
    """Forget the failures and slow runs that were asked for and have not happened yet."""
    _send("POST", "reset_faults")


def requests(last: int = 20) -> list[Exchange]:
    """The `last` requests that the API has answered, oldest first. Those of this module are not among them."""
    entries = _send("GET", "requests")["requests"]
    return [_exchange(entry) for entry in entries[max(len(entries) - last, 0) :]]


def _exchange(entry: Mapping[str, Any]) -> Exchange:
    path = f"{entry['path']}?{entry['query']}" if entry["query"] else entry["path"]
    return Exchange(entry["method"], path, entry["status"], entry["request"], entry["response"])


def _one_of(known: Mapping[str, Any], name: str) -> Any:
    if name not in known:
        raise ControlError(f"The local API does not know {name!r}. Ask for one of: {', '.join(known)}.")
    return known[name]


def _send(method: str, route: str, body: dict[str, Any] | None = None) -> Any:
    import httpx2  # what the SDK sends its requests with

    from helpers.connection import running

    api = running()
    with httpx2.Client(trust_env=False) as http:  # no proxy between this process and itself
        response = http.request(
            method, f"{api.control_url}/{route}", json=body, headers={"Authorization": f"Bearer {api.api_key}"}
        )
    if response.is_error:
        raise ControlError(response.json()["error"]["message"])
    return response.json()
