"""The assignment of rows to columns against trying them all."""

from __future__ import annotations

import itertools

from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.local_api.models.simulated.deciding.assignment import best_assignment

CELL = st.one_of(st.none(), st.integers(-5, 9).map(float))


def total(table: list[list[float | None]], columns: list[int | None]) -> float:
    return sum(table[row][column] or 0.0 for row, column in enumerate(columns) if column is not None)


def best_by_trying(table: list[list[float | None]]) -> float:
    width = len(table[0])
    best = 0.0
    for columns in itertools.product([None, *range(width)], repeat=len(table)):
        used = [column for column in columns if column is not None]
        allowed = all(table[row][column] is not None for row, column in enumerate(columns) if column is not None)
        if allowed and len(used) == len(set(used)):
            best = max(best, total(table, list(columns)))
    return best


@settings(max_examples=150, deadline=None, derandomize=True, database=None)
@given(
    st.integers(1, 3).flatmap(
        lambda width: st.lists(st.lists(CELL, min_size=width, max_size=width), min_size=1, max_size=4)
    )
)
def test_no_other_assignment_is_better(table: list[list[float | None]]) -> None:
    columns = best_assignment(table)
    used = [column for column in columns if column is not None]
    assert len(used) == len(set(used))
    assert all(table[row][column] is not None for row, column in enumerate(columns) if column is not None)
    assert abs(total(table, columns) - best_by_trying(table)) < 1e-9


def test_nothing_to_assign() -> None:
    assert best_assignment([]) == []
    assert best_assignment([[], []]) == [None, None]


def test_the_whole_counts_not_the_first_row() -> None:
    assert best_assignment([[5.0, 4.0], [5.0, 1.0]]) == [1, 0]
