"""A day and a time of day in one argument, whatever the parameter is called."""

from __future__ import annotations

from typing import Any

import pytest

from .tools import calls, tool


def slot(**times: Any) -> dict[str, Any]:
    return tool("book_slot", "Book a slot at a charging station.", station="The station", **times)


@pytest.mark.parametrize("name", ["start", "when", "start_time", "datetime"])
@pytest.mark.parametrize(
    "schema", ["ISO 8601 date and time", {"type": "string", "format": "date-time", "description": "When it begins"}]
)
def test_the_time_goes_with_its_day(name: str, schema: Any) -> None:
    (call,) = calls([slot(**{name: schema})], "Book a slot at Alder on 2026-11-30 at 14:00")
    assert call == ("book_slot", {"station": "Alder", name: "2026-11-30T14:00:00"})


def test_two_times_of_one_day() -> None:
    both = slot(start="ISO 8601 date and time", end="ISO 8601 date and time")
    (call,) = calls([both], "Book a slot at Alder on 2026-11-30 from 14:00 to 15:30")
    assert call[1] == {"station": "Alder", "start": "2026-11-30T14:00:00", "end": "2026-11-30T15:30:00"}


def test_day_and_time_stay_apart_where_both_have_a_parameter_or_only_the_day_has() -> None:
    apart = slot(date="Date, YYYY-MM-DD", time="Time, HH:MM")
    (call,) = calls([apart], "Book a slot at Alder on 2026-11-30 at 14:00")
    assert call[1] == {"station": "Alder", "date": "2026-11-30", "time": "14:00"}
    (call,) = calls([slot(date="Date, YYYY-MM-DD")], "Book a slot at Alder on 2026-11-30 at 14:00")
    assert call[1] == {"station": "Alder", "date": "2026-11-30"}
