"""Every answer that a test of this folder gets is also held against the official description (see `conformance`)."""

from collections.abc import Iterator
from typing import Any

import pytest
from conformance.witness import Witness

import helpers.local_api.app
import helpers.local_api.server

_witness = Witness()


@pytest.fixture(scope="session", autouse=True)
def _watch_every_app() -> Iterator[None]:
    """Whatever app is made from here on, by `LocalAPI` or by `create_app`, is watched."""
    make = helpers.local_api.app.create_app
    with pytest.MonkeyPatch.context() as patch:
        for module in (helpers.local_api.app, helpers.local_api.server):
            patch.setattr(module, "create_app", lambda api: _witness.wrap(make(api)))
        yield


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call() -> Iterator[Any]:
    """A test fails when an answer that it caused (or its fixtures) does not fit the description."""
    result = yield
    if notes := _witness.take():
        pytest.fail("These answers do not fit the official description:\n" + "\n".join(notes), pytrace=False)
    return result
