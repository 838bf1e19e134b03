"""`python -m helpers.local_api`: serve the local Assistants API alone."""

from __future__ import annotations

import argparse
import gc
import ipaddress
import logging
import os
import sys

from .api import API
from .keys import KeyFileError, Keys
from .models.interface import Model
from .models.simulated import SimulatedModel
from .server import LOOPBACK, LOOPBACK_NAMES, listen, make_server
from .store import StoreError

_DESCRIPTION = """\
Serve the Assistants API (v2) of OpenAI and Azure on this computer.

Point any client at it: OPENAI_BASE_URL to the address that the first line of the output names,
or AZURE_OPENAI_ENDPOINT to the same without /v1."""

_EXAMPLES = """\
examples:
  python -m helpers.local_api
      on http://127.0.0.1:8000/v1, in memory, with any key
  python -m helpers.local_api --port 0 --db assistants.db --api-key my-key
      on a free port, keeping everything in a file, for one key
  python -m helpers.local_api --host 0.0.0.0 --keys keys.txt
      for a class: one key a line and a name; nobody sees what another key made"""


def main(arguments: list[str] | None = None) -> int:
    """Serve until stopped. Gives the exit status."""
    options = _parser().parse_args(arguments)
    logging.basicConfig(level=logging.WARNING, format="%(message)s", stream=sys.stderr)
    logging.getLogger("helpers.local_api").setLevel(logging.WARNING if options.quiet else logging.INFO)
    try:
        keys = _keys(options)
        if not _is_loopback(options.host) and not keys.closed:
            return _refuse(
                f"Other computers could reach {options.host}, and any key would be accepted. "
                "Give --keys FILE (one key a line and a name) or --api-key KEY, or leave out --host."
            )
        api = API(
            course=options.course,
            keys=keys,
            database=options.db,
            allow_code_interpreter=options.allow_code_interpreter,
            max_file_bytes=options.max_file_size * 2**20,
            model=_provider(options) if options.model else None,
            hosts=LOOPBACK_NAMES if _is_loopback(options.host) else None,
            cors=options.cors,
        )
    except (KeyFileError, StoreError) as error:
        return _refuse(str(error))
    try:
        listener = listen(options.host, options.port)
    except OSError as error:
        return _refuse(f"Cannot listen on {options.host}, port {options.port}: {error.strerror}. Try --port 0.")
    _settle(api)
    host = f"[{options.host}]" if ":" in options.host else options.host
    print(f"http://{host}:{listener.getsockname()[1]}/v1", flush=True)
    try:
        make_server(api).run(sockets=[listener])
    except KeyboardInterrupt:  # Ctrl+C, after a graceful end
        pass
    return 0


def _settle(api: API) -> None:
    """Load what requests will need, and take it out of garbage collection.

    What is there now stays until the end; looking through it again and again stops all clients for 80 ms each time.
    """
    if isinstance(api.model, SimulatedModel):
        api.model.prepare()
    gc.collect()
    gc.freeze()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m helpers.local_api",
        description=_DESCRIPTION,
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--host", default=LOOPBACK, help="address to listen on (default: %(default)s)")
    parser.add_argument("--port", type=_port, default=8000, help="port, 0 for a free one (default: %(default)s)")
    parser.add_argument("--api-key", metavar="KEY", default=os.environ.get("LOCAL_API_KEY"),
                        help="the one key that is accepted (default: the variable LOCAL_API_KEY, else any key)")
    parser.add_argument("--keys", metavar="FILE", help="accept several keys: one a line, followed by a name")
    parser.add_argument("--db", metavar="FILE", help="keep everything in this file (default: in memory)")
    parser.add_argument("--course", action="store_true",
                        help="the course's mode: time moves with requests, ids repeat, runs move when polled")
    parser.add_argument("--allow-code-interpreter", action="store_true",
                        help="let code_interpreter run Python, in a process of its own with limits")
    parser.add_argument("--max-file-size", type=_megabytes, metavar="MB", default=512,
                        help="the largest file that may be uploaded (default: %(default)s)")
    parser.add_argument("--model", metavar="NAME",
                        help="let this model of a provider answer (default: the simulated model, which needs none)")
    parser.add_argument("--provider-url", metavar="URL", default="https://api.openai.com/v1",
                        help="the provider's base URL, for --model; its key is read from the variable "
                        "PROVIDER_API_KEY (default: %(default)s)")
    parser.add_argument("--cors", metavar="ORIGIN", action="append", default=[],
                        help="let web pages of this origin call the API, for example http://localhost:3000")
    parser.add_argument("--quiet", action="store_true", help="do not log requests")
    return parser


def _keys(options: argparse.Namespace) -> Keys:
    if options.keys:
        return Keys.from_file(options.keys)
    return Keys.single(options.api_key) if options.api_key else Keys()


def _provider(options: argparse.Namespace) -> Model:
    from openai import AsyncOpenAI

    from .models.provider import ProviderModel

    key = os.environ.get("PROVIDER_API_KEY", "none")  # a server on this computer may want none
    return ProviderModel(AsyncOpenAI(base_url=options.provider_url, api_key=key), model=options.model)


def _port(text: str) -> int:
    if not text.isdecimal() or int(text) > 65535:
        raise argparse.ArgumentTypeError(f"{text!r} is not a port: a whole number from 0 to 65535")
    return int(text)


def _megabytes(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number of megabytes, 1 or more")
    return int(text)


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _refuse(reason: str) -> int:
    print(reason, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
