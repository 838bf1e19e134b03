"""Cases that the simulated model gets wrong and that are beyond a model of its size, with the reason.

The only place for them. Each is a strict xfail: one that starts to pass fails here, and its line
goes. The key is the question's words or the script's name.
"""

from __future__ import annotations

from typing import Any

import pytest

KNOWN_MISSES: dict[str, str] = {}


def parameter(case: Any, key: str, name: str) -> Any:
    """A pytest parameter that is called `name`, marked if `key` is a known miss."""
    reason = KNOWN_MISSES.get(key)
    marks = [pytest.mark.xfail(reason=reason, strict=True)] if reason else []
    return pytest.param(case, id=name, marks=marks)
