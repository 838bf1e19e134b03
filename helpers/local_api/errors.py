"""The API's errors: exceptions with the hosted status and wording, and the bodies they become.

`/v1` answers with OpenAI's envelope, `{"error": {"message", "type", "param", "code"}}`, all four keys
always present. Azure's gateway has an envelope of its own for what it refuses before the service sees
it: `{"error": {"code", "message"}}`, where `code` is the status as a string.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class APIError(Exception):
    """Anything that is answered with an error. Raise one of the subclasses or functions below.

    `status` is the HTTP status; `message`, `type`, `param` and `code` are the body's fields;
    `headers` go out with the answer. `azure_gateway` marks what Azure refuses in its own shape.
    """

    def __init__(
        self,
        status: int,
        message: str,
        *,
        type: str = "invalid_request_error",
        param: str | None = None,
        code: str | None = None,
        headers: Mapping[str, str] | None = None,
        azure_gateway: bool = False,
    ):
        super().__init__(message)
        self.status = status
        self.message = message
        self.type = type
        self.param = param
        self.code = code
        self.headers = dict(headers or {})
        self.azure_gateway = azure_gateway

    def body(self) -> dict[str, Any]:
        """The JSON body."""
        if self.azure_gateway:
            return {"error": {"code": str(self.status), "message": self.message}}
        return {"error": {"message": self.message, "type": self.type, "param": self.param, "code": self.code}}


class InvalidRequest(APIError):
    """400: the request is at fault."""

    def __init__(self, message: str, *, param: str | None = None, code: str | None = None):
        super().__init__(400, message, param=param, code=code)


class NotFound(APIError):
    """404: there is no such object (or it belongs to another key, which must look the same)."""

    def __init__(self, message: str, *, param: str | None = None):
        super().__init__(404, message, param=param)


# Objects that are not there. The recorded texts name the kind of object and its id.

_NAMES = {
    "assistant": "assistant",
    "thread": "thread",
    "thread.message": "message",
    "thread.run": "run",
    "thread.run.step": "run step",
    "vector_store.file": "file",
    "vector_store.files_batch": "file batch",
}


def no_object(kind: str, object_id: str) -> NotFound:
    """404 for an object of `kind` (its `object` field) that is not there."""
    if kind == "file":
        return NotFound(f"No such File object: {object_id}", param="id")
    if kind == "vector_store":
        return NotFound(f"No vector store found with id '{object_id}'")
    return NotFound(f"No {_NAMES.get(kind, kind)} found with id '{object_id}'.")


def malformed_id(param: str, value: str, prefix: str) -> InvalidRequest:
    """400 for an id of the wrong kind, such as the `undefined` of a JavaScript client."""
    return InvalidRequest(
        f"Invalid '{param}': '{value}'. Expected an ID that begins with '{prefix}'.",
        param=param,
        code="invalid_value",
    )


# Requests that never reach a resource.


def wrong_key(key: str) -> APIError:
    """401 for a key that is not one of the server's. The key is masked, as the hosted API does."""
    masked = key if len(key) < 8 else f"{key[:4]}{'*' * min(len(key) - 8, 20)}{key[-4:]}"
    if len(key) < 8:
        masked = "*" * len(key)
    return APIError(
        401,
        f"Incorrect API key provided: {masked}. You can find your API key at "
        "https://platform.openai.com/account/api-keys.",
        code="invalid_api_key",
    )


def no_key() -> APIError:
    """401 for a request without a key."""
    return APIError(
        401,
        "You didn't provide an API key. You need to provide your API key in an Authorization header using Bearer "
        "auth (i.e. Authorization: Bearer YOUR_KEY), or as the password field (with blank username) if you're "
        "accessing the API from your browser and are prompted for a username and password. You can obtain an API "
        "key from https://platform.openai.com/account/api-keys.",
    )


def azure_wrong_key() -> APIError:
    """401 of Azure's gateway, for a wrong key and for none."""
    return APIError(
        401,
        "Access denied due to invalid subscription key or wrong API endpoint. Make sure to provide a valid key for "
        "an active subscription and use a correct regional API endpoint for your resource.",
        azure_gateway=True,
    )


def azure_not_found() -> APIError:
    """404 of Azure's gateway: no such path, or `api-version` is missing or not one that has it."""
    return APIError(404, "Resource not found", azure_gateway=True)


def no_beta_header() -> APIError:
    """400 where `OpenAI-Beta: assistants=v2` is missing."""
    return InvalidRequest(
        "You must provide the 'OpenAI-Beta' header to access the Assistants API. Please try again by setting the "
        "header 'OpenAI-Beta: assistants=v2'.",
        code="invalid_beta",
    )


def old_beta_header() -> APIError:
    """400 where `OpenAI-Beta: assistants=v1` asks for the version that was switched off at the end of 2024."""
    return InvalidRequest(
        "The v1 Assistants API has been deprecated. Please try again by setting the header 'OpenAI-Beta: "
        "assistants=v2'. See the migration guide for more information: "
        "https://platform.openai.com/docs/assistants/migration.",
        code="invalid_beta",
    )


def unknown_url(method: str, path: str) -> APIError:
    """404 for a path that the API does not have."""
    return NotFound(f"Invalid URL ({method} {path})")


def wrong_method(method: str, path: str) -> APIError:
    """405 for a path that the API has, with another method."""
    return APIError(
        405, f"Not allowed to {method} on {path}. (HINT: Perhaps you meant to use a different HTTP method?)"
    )


def not_json() -> APIError:
    """400 for a body that is no JSON."""
    return InvalidRequest(
        "We could not parse the JSON body of your request. (HINT: This likely means you aren't using your HTTP "
        "library correctly. The OpenAI API expects a JSON payload, but what was sent was not valid JSON. If you have "
        "trouble figuring out how to fix this, please contact us through our help center at help.openai.com.)"
    )


def wrong_content_type(content_type: str, expected: str = "application/json") -> APIError:
    """400 for a body of another media type."""
    return InvalidRequest(
        f"Invalid Content-Type header ({content_type}), expected {expected}. (HINT: If you're using curl, you can "
        f"pass -H 'Content-Type: {expected}')"
    )


def body_too_large(limit: int) -> APIError:
    """413 for a body of more than `limit` bytes."""
    return APIError(413, f"Maximum content size limit ({limit}) exceeded.")


def rate_limited(model: str = "gpt-4o-mini") -> APIError:
    """429, asked for through the control routes. Says by header that a retry may come at once."""
    return APIError(
        429,
        f"Rate limit reached for {model} in organization org-local on requests per min (RPM): Limit 3, Used 3, "
        "Requested 1. Please try again in 20s. Visit https://platform.openai.com/account/rate-limits to learn more.",
        type="requests",
        code="rate_limit_exceeded",
    )


SERVER_ERROR = (
    "The server had an error while processing your request. Sorry about that! You can retry your request, or "
    "contact us through our help center at help.openai.com if the error persists."
)

#: The `last_error` of a run that failed for the same reason (recorded many times).
RUN_SERVER_ERROR = "Sorry, something went wrong."


def server_error(status: int = 500, message: str = SERVER_ERROR) -> APIError:
    """500 (or another 5xx): our own fault, or one that was asked for through the control routes."""
    return APIError(status, message, type="server_error")


# The life of a run.


def run_is_active(thread_id: str, run_id: str) -> InvalidRequest:
    """A message for a thread that a run is working on."""
    return InvalidRequest(f"Can't add messages to {thread_id} while a run {run_id} is active.")


def thread_has_active_run(thread_id: str, run_id: str) -> InvalidRequest:
    """A second run for a thread that a run is working on."""
    return InvalidRequest(f"Thread {thread_id} already has an active run {run_id}.")


def cannot_cancel(status: str) -> InvalidRequest:
    """Cancel of a run that has ended or is being cancelled."""
    return InvalidRequest(f"Cannot cancel run with status '{status}'.")


def no_tool_outputs_wanted(status: str) -> InvalidRequest:
    """Tool outputs for a run that does not wait for them."""
    return InvalidRequest(f'Runs in status "{status}" do not accept tool outputs.')


def wrong_tool_outputs(expected: list[str], got: list[str]) -> InvalidRequest:
    """Tool outputs that are not exactly those of the pending calls."""
    return InvalidRequest(f"Expected tool outputs for call_ids {expected!r}, got {got!r}")
