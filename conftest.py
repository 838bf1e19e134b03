"""What holds for all tests and notebooks: no live model and no live market, whatever this machine's .env says."""

import os

import pytest
from hypothesis import settings

os.environ["COURSE_MODEL"] = "simulated"
os.environ["COURSE_MARKET"] = "recorded"

# Property tests try the same examples every time, so that a green suite stays green until something changes.
# To look for new counterexamples by hand: HYPOTHESIS_PROFILE=explore python3 course.py test -k ...
settings.register_profile("suite", derandomize=True, deadline=None)
settings.register_profile("explore", max_examples=2000, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "suite"))

#: Files that take long, whole, in one process. They begin first, so that none is left over at the end.
_LONG = ("tests/browser/", "notebooks/", "tests/notebooks/", "tests/unit/test_market.py", "tests/api/conformance/")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    def place(item: pytest.Item) -> int:
        path = item.path.relative_to(item.config.rootpath).as_posix()
        return next((number for number, start in enumerate(_LONG) if path.startswith(start)), len(_LONG))

    items.sort(key=place)
