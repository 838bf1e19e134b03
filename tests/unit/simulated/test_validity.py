"""Whether an argument is valid: told at once for plain schemas, and the same as jsonschema tells."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.local_api.models.simulated.deciding.validity import _plainly_valid, _validator

ROOT = Path(__file__).parents[3]
KINDS = ["string", "boolean", "integer", "number", "null", "array", "object"]
VALUES = st.one_of(st.none(), st.booleans(), st.integers(-2, 2), st.sampled_from([0.5, 1.0]), st.sampled_from("ab"))


@given(
    kinds=st.one_of(st.sampled_from(KINDS), st.lists(st.sampled_from(KINDS), min_size=1, max_size=3, unique=True)),
    enum=st.none() | st.lists(VALUES, min_size=1, max_size=3),
    value=VALUES,
)
def test_what_is_told_at_once_is_what_jsonschema_tells(kinds: Any, enum: list[Any] | None, value: Any) -> None:
    schema = {"type": kinds, "description": "…"} | ({} if enum is None else {"enum": enum})
    if _plainly_valid(schema, value):
        assert _validator(json.dumps(schema), "{}").is_valid(value)


@pytest.mark.parametrize(
    "schema", [{"type": "string", "maxLength": 1}, {"$ref": "#/$defs/x"}, {}, {"type": []}, 3, None]
)
def test_other_schemas_are_left_to_jsonschema(schema: Any) -> None:
    assert not _plainly_valid(schema, "two")


def test_a_strict_function_does_not_import_jsonschema() -> None:
    """It takes a second, in which a learner would look at an empty cell."""
    program = """
import sys
from tests.unit.simulated.tools import calls, one_of, tool
weather = tool("get_weather", "Get the weather.", city="A city", unit=one_of("C", "F"), strict=True)
assert calls([weather], "How is the weather in Busan, in F?") == [("get_weather", {"city": "Busan", "unit": "F"})]
assert "jsonschema" not in sys.modules
"""
    subprocess.run([sys.executable, "-c", program], check=True, cwd=ROOT)
