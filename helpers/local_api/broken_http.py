"""What is no HTTP at all gets an answer in the API's shape too, and a request's head has a limit."""

from __future__ import annotations

import json
from http import HTTPStatus

from .errors import APIError, InvalidRequest
from .one_packet import OnePacketProtocol

#: Of the request line and the headers together. In bytes.
MAX_HEAD_BYTES = 64 * 1024


class Protocol(OnePacketProtocol):
    """uvicorn's protocol with the API's errors. It has no limit of its own for what comes before a body."""

    _head_bytes: int | None = 0  # of the head that is being read, None while a body is

    def data_received(self, data: bytes) -> None:
        if self._head_bytes is not None:
            self._head_bytes += len(data)
        super().data_received(data)
        if self._head_bytes is not None and self._head_bytes > MAX_HEAD_BYTES and not self.transport.is_closing():
            self._refuse(APIError(431, f"The request's headers are larger than {MAX_HEAD_BYTES} bytes."))

    def on_headers_complete(self) -> None:
        self._head_bytes = None
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        self._head_bytes = 0
        super().on_message_complete()

    def send_400_response(self, msg: str) -> None:
        self._refuse(InvalidRequest("We could not parse your request, because it is not valid HTTP."))

    def _refuse(self, error: APIError) -> None:
        body = json.dumps(error.body()).encode()
        self.transport.write(
            f"HTTP/1.1 {error.status} {HTTPStatus(error.status).phrase}\r\ncontent-type: application/json\r\n"
            f"content-length: {len(body)}\r\nconnection: close\r\n\r\n".encode()
            + body
        )
        self.transport.close()
