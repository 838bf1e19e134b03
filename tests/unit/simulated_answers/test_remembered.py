"""What is worked out from a text once: short texts are kept, long ones are not."""

from __future__ import annotations

from helpers.local_api.models.remembered import LONGEST, remembered


def test_a_short_text_is_worked_out_once_and_a_long_one_each_time():
    worked = []

    @remembered
    def length(text: str) -> int:
        """How long it is."""
        worked.append(text)
        return len(text)

    short, long = "a" * LONGEST, "b" * (LONGEST + 1)
    assert [length(short), length(short), length(long), length(long)] == [LONGEST, LONGEST, LONGEST + 1, LONGEST + 1]
    assert worked == [short, long, long]
    assert length.__doc__ == "How long it is."
