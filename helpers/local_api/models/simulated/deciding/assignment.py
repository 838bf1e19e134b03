"""The best one-to-one assignment of rows to columns: the Hungarian method, for small tables."""

from __future__ import annotations

from collections.abc import Sequence


def best_assignment(scores: Sequence[Sequence[float | None]]) -> list[int | None]:
    """For each row the column it gets, so that the sum of scores is greatest; each column goes to one row.

    None in the table is a pair that may not be. A row gets None when no column of positive score is
    left for it. Rows and columns of a table of equal sums keep their order.
    """
    rows = len(scores)
    if not rows:
        return []
    columns = len(scores[0])
    width = columns + rows  # a spare column for each row: to get nothing, at score 0
    infinity = float("inf")

    def cost(row: int, column: int) -> float:
        if column >= columns:
            return 0.0 if column - columns == row else 1e6
        score = scores[row][column]
        return 1e6 if score is None else -score

    # Potentials and shortest augmenting paths (Kuhn, Munkres; e-maxx's formulation); index 0 is a sentinel.
    of_row = [0.0] * (rows + 1)
    of_column = [0.0] * (width + 1)
    row_at = [0] * (width + 1)
    back = [0] * (width + 1)
    for row in range(1, rows + 1):
        row_at[0] = row
        column = 0
        least = [infinity] * (width + 1)
        used = [False] * (width + 1)
        while row_at[column]:
            used[column] = True
            current, delta, following = row_at[column], infinity, 0
            for j in range(1, width + 1):
                if used[j]:
                    continue
                reduced = cost(current - 1, j - 1) - of_row[current] - of_column[j]
                if reduced < least[j]:
                    least[j], back[j] = reduced, column
                if least[j] < delta:
                    delta, following = least[j], j
            for j in range(width + 1):
                if used[j]:
                    of_row[row_at[j]] += delta
                    of_column[j] -= delta
                else:
                    least[j] -= delta
            column = following
        while column:
            previous = back[column]
            row_at[column] = row_at[previous]
            column = previous
    result: list[int | None] = [None] * rows
    for j in range(1, columns + 1):
        row = row_at[j]
        if row and (score := scores[row - 1][j - 1]) is not None and score > 0:
            result[row - 1] = j - 1
    return result
