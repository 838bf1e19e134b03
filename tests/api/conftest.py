"""Every answer that a test of this folder gets is also held against the official description (see `conformance`)."""

from collections.abc import Iterator
from typing import Any

import pytest
from conformance.witness import Witness

import helpers.local_api.app
import helpers.local_api.server

_witness = Witness()
_create_app = helpers.local_api.app.create_app


def _create_watched_app(*args: Any, **settings: Any) -> Any:
    return _witness.wrap(_create_app(*args, **settings))


# Here and not in a fixture: the tests' modules import `create_app` by name, and this file is read before them.
helpers.local_api.app.create_app = helpers.local_api.server.create_app = _create_watched_app


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup() -> None:
    """Forget what tests of other folders left."""
    _witness.take()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call() -> Iterator[Any]:
    """A test fails when an answer that it caused (or its fixtures) does not fit the description."""
    result = yield
    if notes := _witness.take():
        pytest.fail("These answers do not fit the official description:\n" + "\n".join(notes), pytrace=False)
    return result
