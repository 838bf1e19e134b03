"""Exercises that check themselves: one module per notebook, all on the same small machinery.

    from helpers.exercises import nb01, ____

    nb01.exercise_1.check(____)      # NotAttempted
    nb01.exercise_1.hint()
    nb01.exercise_1.solution()

How to write one is told in `helpers.exercises.machinery`.
"""

from helpers.exercises.machinery import (
    ____,
    Correct,
    Exercise,
    Incorrect,
    NotAttempted,
    Outcome,
    require,
)

__all__ = ["____", "Correct", "Exercise", "Incorrect", "NotAttempted", "Outcome", "require"]
