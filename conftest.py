"""What holds for all tests and notebooks: no live model and no live market, whatever this machine's .env says."""

import os

import pytest

os.environ["COURSE_MODEL"] = "simulated"
os.environ["COURSE_MARKET"] = "recorded"

#: Files that take long, whole, in one process. They begin first, so that none is left over at the end.
_LONG = ("tests/browser/", "notebooks/", "tests/notebooks/", "tests/unit/test_market.py", "tests/api/conformance/")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    def place(item: pytest.Item) -> int:
        path = item.path.relative_to(item.config.rootpath).as_posix()
        return next((number for number, start in enumerate(_LONG) if path.startswith(start)), len(_LONG))

    items.sort(key=place)
