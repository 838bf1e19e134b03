"""Serving the app: in a thread of the caller's process, on a free loopback port by default."""

from __future__ import annotations

import atexit
import os
import socket
import threading
from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING

from .api import API
from .app import create_app
from .file_storage import MAX_FILE_BYTES
from .keys import Keys

if TYPE_CHECKING:
    from .models.interface import Model

LOOPBACK = "127.0.0.1"
#: What a loopback server may be called.
LOOPBACK_NAMES = frozenset({"127.0.0.1", "localhost", "[::1]"})
#: The key of a server that was given none.
DEFAULT_KEY = "local-api-key"


class LocalAPI:
    """The local Assistants API in a thread of this process.

        api = LocalAPI(course=True)
        api.start()
        client = OpenAI(base_url=api.base_url, api_key=api.api_key)
        …
        api.stop()

    `course` is the deterministic mode of the lessons. `model` answers; None is the simulated model. `database` is a
    file that keeps everything. `allow_code_interpreter` lets the code interpreter run Python in a process of its own.
    `max_file_bytes` is the largest upload. `port` 0 picks a free one. `record` keeps the last requests for
    `/local/requests`. `poll_after_ms` is how long the SDK waits between polls (default: 2 ms with the simulated model,
    500 with another). `cors` are the origins of web pages that may call it.

    The server ends with the process, or with `stop`, and leaves nothing behind.
    """

    def __init__(
        self,
        *,
        course: bool = False,
        model: Model | None = None,
        api_key: str = DEFAULT_KEY,
        database: str | Path | None = None,
        port: int = 0,
        record: bool = True,
        poll_after_ms: int | None = None,
        cors: Collection[str] = (),
        allow_code_interpreter: bool = False,
        max_file_bytes: int = MAX_FILE_BYTES,
    ):
        self.api_key = api_key
        self._settings = {
            "course": course,
            "model": model,
            "keys": Keys.single(api_key),
            "database": database,
            "record": record,
            "poll_after_ms": poll_after_ms,
            "cors": cors,
            "hosts": LOOPBACK_NAMES,
            "allow_code_interpreter": allow_code_interpreter,
            "max_file_bytes": max_file_bytes,
        }
        self._port = port
        self._server = None
        self._thread: threading.Thread | None = None
        self.url = ""

    @property
    def base_url(self) -> str:
        """What `OpenAI(base_url=…)` takes."""
        return f"{self.url}/v1"

    @property
    def azure_endpoint(self) -> str:
        """What `AzureOpenAI(azure_endpoint=…)` takes."""
        return self.url

    @property
    def control_url(self) -> str:
        """Where the control routes are."""
        return f"{self.url}/local"

    def start(self) -> LocalAPI:
        """Serve. Returns when requests are answered. Raises `OSError` where the port is taken."""
        if self._thread is not None:
            return self
        listener = listen(LOOPBACK, self._port)
        self.url = f"http://{LOOPBACK}:{listener.getsockname()[1]}"
        self._server = make_server(API(**self._settings))
        self._thread = threading.Thread(
            target=self._server.run, kwargs={"sockets": [listener]}, name="local-api", daemon=True
        )
        self._thread.start()
        while not self._server.started:
            if not self._thread.is_alive():
                raise RuntimeError("The local API did not start. Its log says why.")
            self._thread.join(0.002)
        atexit.register(self.stop)
        return self

    def stop(self) -> None:
        """Finish the requests that are being answered, and end."""
        if self._thread is None or self._server is None:
            return
        atexit.unregister(self.stop)
        self._server.should_exit = True
        self._thread.join(5)
        self._thread = self._server = None

    def __enter__(self) -> LocalAPI:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()


def listen(host: str, port: int) -> socket.socket:
    """A listening socket; port 0 picks a free one. Raises `OSError` where the address cannot be had."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # The protocol is named so that asyncio turns off Nagle's algorithm, which would add 40 ms to each answer.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if os.name == "posix":  # a restart need not wait; on Windows the option would let two servers share a port
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(2048)
    except BaseException:
        listener.close()
        raise
    return listener


def make_server(api: API):  # noqa: ANN201 - uvicorn is imported here, not with the module
    """A uvicorn server for `api`."""
    import uvicorn

    from .broken_http import Protocol

    return uvicorn.Server(
        uvicorn.Config(
            create_app(api),
            http=Protocol,
            log_config=None,
            access_log=False,
            server_header=False,
            date_header=False,
            proxy_headers=False,
            ws="none",
            lifespan="on",
            timeout_graceful_shutdown=2,
            timeout_keep_alive=75,
        )
    )
