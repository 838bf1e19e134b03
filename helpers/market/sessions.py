"""Where yfinance's requests go: to Yahoo, or to the recorded market."""

from __future__ import annotations

import importlib.util
import os
import sys
import tempfile
import threading
from collections.abc import Callable, Sequence
from functools import cache
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

from helpers.errors import CourseError

LIVE = "Yahoo Finance, live"
RECORDED = "recorded market"

#: How long Yahoo may take to answer before the recorded market does, in seconds.
PATIENCE = 1.0

_PROBE = "https://query2.finance.yahoo.com/v8/finance/chart/AAPL?range=1d&interval=1d"

_deciding = threading.Lock()


class MarketSettingsError(CourseError):
    """`COURSE_MARKET` has a value that means nothing."""


def install() -> None:
    """From now on yfinance gets its prices from `source()`. Imports nothing; may be called again."""
    if "yfinance" in sys.modules:
        _connect_yfinance()
    elif not any(isinstance(finder, _AfterImport) for finder in sys.meta_path):
        sys.meta_path.insert(0, _AfterImport("yfinance", _connect_yfinance))


def source() -> str:
    """Who answers yfinance: "Yahoo Finance, live" or "recorded market".

    Asks Yahoo once, for at most a second, unless `COURSE_MARKET` decides it.

    Raises:
        MarketSettingsError: `COURSE_MARKET` is neither `recorded` nor `live`.
    """
    install()
    return _decided()


def _decided() -> str:
    with _deciding:  # of several threads one asks Yahoo, and all get its answer
        return _decision()


@cache
def _decision() -> str:
    wish = _setting("COURSE_MARKET").lower()
    if wish not in ("", "live", "recorded"):
        raise MarketSettingsError(f"COURSE_MARKET is {wish!r}. It can be recorded or live, or be left out.")
    if wish == "live" or (not wish and _yahoo_answers()):
        return LIVE
    _keep_caches_out_of_the_home()
    return RECORDED


def _setting(name: str) -> str:
    """From the environment, else from `.env` of the course folder."""
    from dotenv import dotenv_values, find_dotenv

    return os.environ.get(name) or dotenv_values(find_dotenv(usecwd=True)).get(name) or ""


def _yahoo_answers() -> bool:
    """Whether Yahoo has a price for us within the second; a refusal counts as none."""
    answers = []

    def ask() -> None:
        try:
            with _original_new_session()() as session:
                reply = session.get(_PROBE, timeout=PATIENCE)
                answers.append(reply.status_code == 200 and bool(reply.json()["chart"]["result"]))
        except Exception:  # whatever keeps a price from us: no network, a captive portal, a changed Yahoo
            answers.append(False)

    # In a thread, because looking up a name can take longer than any timeout.
    probe = threading.Thread(target=ask, name="is Yahoo there", daemon=True)
    probe.start()
    probe.join(PATIENCE)
    return answers == [True]


@cache
def _caches() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="recorded-market-", ignore_cleanup_errors=True)


def _keep_caches_out_of_the_home() -> None:
    """What yfinance learns from the recorded market must not be believed of Yahoo later."""
    import yfinance.cache

    yfinance.cache.set_cache_location(_caches().name)


# --- Reaching into yfinance, which has no setting for its base address ----------------------------


@cache
def _connect_yfinance() -> None:
    """Have yfinance open its sessions with `new_session` below, in every module that imported its own."""
    original = _original_new_session()
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] == "yfinance" and getattr(module, "new_session", None) is original:
            module.new_session = new_session
    from yfinance.data import SingletonMeta, YfData

    if YfData in SingletonMeta._instances:  # used before: it has a session to Yahoo
        YfData(session=new_session())


@cache
def _original_new_session() -> Callable[[], Any]:
    import yfinance._http

    return yfinance._http.new_session


def new_session() -> Any:
    """A session for yfinance: its own kind for Yahoo, ours for the recorded market."""
    if _decided() == LIVE:
        return _original_new_session()()
    from helpers.market.recorded import recorded_session

    return recorded_session()


class _AfterImport(MetaPathFinder):
    """Calls `then` once, when the module `name` has just been imported."""

    def __init__(self, name: str, then: Callable[[], None]):
        self._name, self._then = name, then

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname != self._name:
            return None
        sys.meta_path.remove(self)
        spec = importlib.util.find_spec(fullname)
        if spec is not None and spec.loader is not None:
            execute = spec.loader.exec_module

            def exec_module(module: ModuleType) -> None:
                execute(module)
                self._then()

            spec.loader.exec_module = exec_module  # type: ignore[method-assign]
        return spec
