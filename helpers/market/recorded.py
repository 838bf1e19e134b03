"""The recorded market behind Yahoo's addresses: a session whose requests a loopback server answers.

yfinance notices no difference. It fetches its crumb, asks for the timezone, then for the prices,
and reads the answers with the code that reads Yahoo's.
"""

from __future__ import annotations

import json
import threading
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit, urlunsplit

from helpers.market.chart import chart, summary


def recorded_session() -> Any:
    """A session to the recorded market. The server starts with the first and ends with the process."""
    from yfinance import _http

    options = {}
    if _http.HAS_CURL_CFFI:
        from curl_cffi import CurlOpt

        options["curl_options"] = {CurlOpt.NOPROXY: "*"}
    session = _session_class()(**options)
    session.trust_env = False  # with the option above: no proxy lies between this process and itself
    return session


@cache
def _session_class() -> type:
    """yfinance's own kind of session (curl_cffi, or requests without it), so that it knows its errors."""
    from yfinance._http import requests

    address = f"127.0.0.1:{_server_port()}"

    class RecordedSession(requests.Session):
        """Sends every request to the loopback server, whatever host it names."""

        def request(self, method: str, url: str, *args: Any, **kwargs: Any) -> Any:
            here = urlunsplit(urlsplit(url)._replace(scheme="http", netloc=address))
            response = super().request(method, here, *args, **kwargs)
            response.url = response.url.replace(f"http://{address}", f"https://{urlsplit(url).netloc}", 1)
            return response

    return RecordedSession


@cache
def _server_port() -> int:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Yahoo)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, name="recorded market", daemon=True).start()
    return server.server_port


class _Yahoo(BaseHTTPRequestHandler):
    """The part of Yahoo Finance that prices need; everything else is 404, as Yahoo says it."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        address = urlsplit(self.path)
        symbol = unquote(address.path.rpartition("/")[2])
        query = {name: values[-1] for name, values in parse_qs(address.query).items()}
        if address.path == "/v1/test/getcrumb":
            self._send(200, "recorded", "text/plain")
        elif address.path.startswith("/v8/finance/chart/"):
            self._send_json(*chart(symbol, query))
        elif address.path.startswith("/v10/finance/quoteSummary/"):
            self._send_json(*summary(symbol))
        elif address.path == "/v7/finance/quote":
            self._send_json(200, {"quoteResponse": {"result": [], "error": None}})
        elif address.path.startswith("/ws/fundamentals-timeseries/"):
            self._send_json(200, {"timeseries": {"result": [], "error": None}})
        else:
            error = {"code": "Not Found", "description": "The recorded market holds prices only."}
            self._send_json(404, {"finance": {"result": None, "error": error}})

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.do_GET()

    def _send_json(self, status: int, body: dict[str, Any]) -> None:
        self._send(status, json.dumps(body, separators=(",", ":")), "application/json")

    def _send(self, status: int, text: str, content_type: str) -> None:
        body = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", f"{content_type};charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nothing: a notebook shows what its cells print."""
