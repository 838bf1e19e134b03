"""`connect()`: start the local Assistants API in this process and give a client of it.

The API's door is a free port on the loopback interface; it closes when the process ends. The
database is in memory, so nothing is left behind.

Who answers is chosen by `COURSE_MODEL` in the environment or in `.env`: the simulated model
(default), or a live one behind the same local API. The hosted Assistants API was switched off on
2026-08-26, so live means: this API, with a real model answering through Chat Completions.
"""

from __future__ import annotations

import os
import threading
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from helpers.errors import CourseError

if TYPE_CHECKING:
    from openai import AzureOpenAI, OpenAI

    from helpers.local_api import LocalAPI

#: The api-version of Azure's Assistants API that the course uses; a kernel variable like the rest.
AZURE_ASSISTANTS_VERSION = "2024-05-01-preview"

#: The variables that `connect()` points to the local API, so that `OpenAI()` finds it by itself.
OURS = (
    "OPENAI_API_KEY",
    "OPENAI_BASE_URL",
    "OPENAI_API_VERSION",
    "AZURE_OPENAI_API_KEY",
    "AZURE_OPENAI_ENDPOINT",
)

#: Variables that would keep clients from it.
_ADJUSTED = ("AZURE_OPENAI_AD_TOKEN", "NO_PROXY", "no_proxy")

_lock = threading.RLock()
_api: LocalAPI | None = None
_answers: str = ""  # what answers, in words
_original: dict[str, str | None] = {}  # the learner's own values of OURS


class ConnectionSettingsError(CourseError):
    """`.env` asks for something that cannot be done. The message says which line to change."""


class NotConnectedError(CourseError):
    """Something needs the local API, and `connect()` has not been called."""


@dataclass(frozen=True)
class Settings:
    """What the environment and `.env` ask for, read and checked.

    `kind` is `simulated`, `openai` or `azure`. The rest belongs to the live kinds: `model` is the
    model (Azure: the deployment) that answers whatever name a run asks for; None takes that name.
    """

    kind: str = "simulated"
    api_key: str = ""
    base_url: str | None = None
    model: str | None = None
    api_version: str | None = None

    def __repr__(self) -> str:  # a key must not end up in a notebook's output
        return f"Settings(kind={self.kind!r}, model={self.model!r}, base_url={self.base_url!r})"


def connect(*, fresh: bool = False) -> OpenAI:
    """Start the local Assistants API, unless it runs already, and return a client of it.

    Afterwards a plain `OpenAI()`, `AsyncOpenAI()` and `AzureOpenAI(azure_endpoint=…, api_key=…,
    api_version=…)` in this kernel reach it too. Prints one line that says who answers.

    Args:
        fresh: Stop the running API and start again with an empty one: no assistants, no threads,
            the clock and the ids from the beginning.

    Returns:
        The SDK's own client, `openai.OpenAI`.

    Raises:
        ConnectionSettingsError: `COURSE_MODEL` asks for a live model and its settings are not complete.
    """
    from openai import OpenAI

    api = _ensure_running(fresh)
    return OpenAI(base_url=api.base_url, api_key=api.api_key)


def connect_azure(*, fresh: bool = False) -> AzureOpenAI:
    """Like `connect`, with Azure's client: the same API under Azure's paths and header."""
    from openai import AzureOpenAI

    api = _ensure_running(fresh)
    return AzureOpenAI(azure_endpoint=api.azure_endpoint, api_key=api.api_key, api_version=AZURE_ASSISTANTS_VERSION)


def disconnect() -> None:
    """Stop the local API and give the environment back as it was. Without one, do nothing."""
    global _api
    with _lock:
        if _api is None:
            return
        api, _api = _api, None
        api.stop()
        for name, value in _original.items():
            _set(name, value)
        _original.clear()


def running() -> LocalAPI:
    """The local API that `connect()` started.

    Raises:
        NotConnectedError: There is none.
    """
    if _api is None:
        raise NotConnectedError("The local API is not running in this notebook. Call connect() first.")
    return _api


def _ensure_running(fresh: bool) -> LocalAPI:
    global _api, _answers
    with _lock:
        if fresh:
            disconnect()
        if _api is None:
            _api, _answers = _start(read_settings(_environment()))
            _original.update({name: os.environ.get(name) for name in (*OURS, *_ADJUSTED)})
            _hide_deprecation_warnings()
            _offer_recorded_market()
        _point_environment_to(_api)  # again at each connect(): a cell may have changed it
        api = _api
    print(_answers)
    return api


# --- Who answers --------------------------------------------------------------------------------


def _environment() -> dict[str, str]:
    """`.env` of the course folder, under what the environment itself says."""
    from dotenv import dotenv_values, find_dotenv

    from_file = {name: value for name, value in dotenv_values(find_dotenv(usecwd=True)).items() if value}
    return {**from_file, **{name: value for name, value in os.environ.items() if value}}


def read_settings(environment: Mapping[str, str]) -> Settings:
    """Read who shall answer from the environment's variables (listed in `.env.example`).

    Raises:
        ConnectionSettingsError: An unknown `COURSE_MODEL`, or a live one without what it needs.
    """

    def value(name: str) -> str | None:
        return environment.get(name, "").strip() or None

    kind = (value("COURSE_MODEL") or "simulated").lower()
    if kind == "simulated":
        return Settings()
    if kind == "openai":
        return Settings(
            kind, _needed(environment, "OPENAI_API_KEY", kind), value("OPENAI_BASE_URL"), value("OPENAI_MODEL")
        )
    if kind == "azure":
        return Settings(
            kind,
            _needed(environment, "AZURE_OPENAI_API_KEY", kind),
            _needed(environment, "AZURE_OPENAI_ENDPOINT", kind),
            _needed(environment, "AZURE_OPENAI_DEPLOYMENT", kind),
            value("OPENAI_API_VERSION") or "2024-10-21",
        )
    raise ConnectionSettingsError(
        f"COURSE_MODEL is {kind!r}, which the course does not know. "
        "Write simulated, openai or azure in .env, or remove the line."
    )


def _needed(environment: Mapping[str, str], name: str, kind: str) -> str:
    value = environment.get(name, "").strip()
    if not value:
        raise ConnectionSettingsError(
            f"COURSE_MODEL={kind} needs {name}, and it is missing or blank. Write it into .env, "
            "or set COURSE_MODEL=simulated, which needs no key."
        )
    return value


def _start(settings: Settings) -> tuple[LocalAPI, str]:
    """A started API and the sentence that says who answers."""
    from helpers.local_api import LocalAPI

    if settings.kind == "simulated":
        api, who = LocalAPI(course=True), "A simulated model answers.\nNo key, no network, no cost. "
    else:
        api, who = LocalAPI(course=False, model=_live_model(settings)), _who_answers(settings)
    api.start()
    return api, (
        f"Connected to the course's local Assistants API. {who}"
        "(The hosted API was switched off on 2026-08-26;\nthe SDK's warnings about that are hidden here.)"
    )


def _live_model(settings: Settings) -> Any:
    """A real model behind the local API. Its client alone holds the key."""
    from openai import AsyncAzureOpenAI, AsyncOpenAI

    from helpers.local_api.models.provider import ProviderModel

    if settings.kind == "azure":
        azure = AsyncAzureOpenAI(
            azure_endpoint=settings.base_url or "", api_key=settings.api_key, api_version=settings.api_version
        )
        return ProviderModel(azure, model=settings.model)
    openai = AsyncOpenAI(api_key=settings.api_key, base_url=settings.base_url or "https://api.openai.com/v1")
    return ProviderModel(openai, model=settings.model)


def _who_answers(settings: Settings) -> str:
    model = settings.model or "the model that a run asks for"
    where = "Azure OpenAI" if settings.kind == "azure" else settings.base_url or "OpenAI"
    return f"A live model answers:\n{model}, at {where}. It costs money, and its words will differ.\n"


# --- What this process needs to reach it --------------------------------------------------------


def _point_environment_to(api: LocalAPI) -> None:
    os.environ["OPENAI_BASE_URL"] = api.base_url
    os.environ["OPENAI_API_KEY"] = os.environ["AZURE_OPENAI_API_KEY"] = api.api_key
    os.environ["AZURE_OPENAI_ENDPOINT"] = api.azure_endpoint
    os.environ["OPENAI_API_VERSION"] = AZURE_ASSISTANTS_VERSION
    os.environ.pop("AZURE_OPENAI_AD_TOKEN", None)  # the SDK would send it in place of the key
    # A company's proxy must not be asked for the loopback interface.
    for name in ("NO_PROXY", "no_proxy"):
        hosts = [host for host in os.environ.get(name, "").split(",") if host]
        os.environ[name] = ",".join(dict.fromkeys([*hosts, "127.0.0.1", "localhost"]))


def _set(name: str, value: str | None) -> None:
    if value is None:
        os.environ.pop(name, None)
    else:
        os.environ[name] = value


def _hide_deprecation_warnings() -> None:
    """The SDK warns at every Assistants call. The course says it once instead, in the line above."""
    for message in ("The Assistants API is deprecated", r"deprecated\Z"):
        warnings.filterwarnings("ignore", message=message, category=DeprecationWarning)


def _offer_recorded_market() -> None:
    """From now on yfinance gets the recorded market where Yahoo is out of reach."""
    from helpers import market

    market.install()
