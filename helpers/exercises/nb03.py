"""Exercises of notebook 03, Runs and polling."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from helpers.exercises.machinery import Exercise, require
from helpers.runs import ENDED, WAITING

# --- 1. The ends --------------------------------------------------------------------------------


def _check_ended(ended: Any) -> None:
    require(isinstance(ended, (set, frozenset, list, tuple)), "Write a set of statuses, in curly brackets.")
    ended = set(ended)
    require("requires_action" not in ended, "A run in requires_action goes on as soon as you submit outputs.")
    early = sorted(ended & WAITING)
    require(not early, f"A run that is {(early or [''])[0]} still changes by itself.")
    unknown = sorted(str(status) for status in ended - ENDED)
    require(not unknown, f"There is no status {(unknown or [''])[0]!r}.")
    missing = sorted(ENDED - ended)
    require(not missing, f"A loop with this set never leaves a run that is {(missing or [''])[0]}.")


exercise_1 = Exercise(
    question="Which statuses end a run for good?",
    check=_check_ended,
    hints=["There are five.", "One is the good end, four are not. The drawing of a run's life shows them."],
    solution='ended = {"completed", "failed", "incomplete", "cancelled", "expired"}',
    answer="ended",
    wrong={
        'ended = {"completed"}': "A loop with this set never leaves a run that is cancelled.",
        'ended = {"completed", "failed", "cancelled", "expired"}':
            "A loop with this set never leaves a run that is incomplete.",
        'ended = {"completed", "failed", "incomplete", "cancelled", "expired", "requires_action"}':
            "A run in requires_action goes on as soon as you submit outputs.",
        'ended = {"completed", "failed", "incomplete", "cancelling", "expired"}':
            "A run that is cancelling still changes by itself.",
        'ended = {"completed", "failed", "incomplete", "canceled", "expired"}': "There is no status 'canceled'.",
        'ended = "completed"': "Write a set of statuses, in curly brackets.",
    },
    praise="All five, so your loop leaves at every end.",
)

# --- 2. May the loop go on? ---------------------------------------------------------------------


def _check_keep_waiting(keep_waiting: Any) -> None:
    require(callable(keep_waiting), "Give check() the function itself: its name, without brackets.")
    for status in sorted(WAITING):
        require(keep_waiting(status, 5.0), f"With 5 seconds left, a run that is {status} deserves another look.")
    require(not keep_waiting("requires_action", 5.0), "A run in requires_action waits for you; looking again changes nothing.")
    for status in sorted(ENDED):
        require(not keep_waiting(status, 5.0), f"A run that is {status} has ended.")
    for status in sorted(WAITING):
        require(not keep_waiting(status, -1.0), "The time is over, and your loop would go on.")


exercise_2 = Exercise(
    question="Fill in the condition of a poll loop: go on only while the run is on the way and there is time left.",
    check=_check_keep_waiting,
    hints=[
        "Two things must both be true.",
        "status in {\"queued\", …} and seconds_left > 0. Three statuses are on the way.",
    ],
    solution="""
    def keep_waiting(status, seconds_left):
        return status in {"queued", "in_progress", "cancelling"} and seconds_left > 0
    """,
    answer="keep_waiting",
    wrong={
        """
        def keep_waiting(status, seconds_left):
            return status in {"queued", "in_progress", "cancelling"}
        """: "The time is over, and your loop would go on.",
        """
        def keep_waiting(status, seconds_left):
            return status in {"queued", "in_progress"} and seconds_left > 0
        """: "With 5 seconds left, a run that is cancelling deserves another look.",
        """
        def keep_waiting(status, seconds_left):
            return status != "completed" and seconds_left > 0
        """: "A run in requires_action waits for you; looking again changes nothing.",
        """
        def keep_waiting(status, seconds_left):
            return status not in {"requires_action", "completed"} and seconds_left > 0
        """: "A run that is cancelled has ended.",
    },
    praise="Nine statuses and a deadline: this loop always ends.",
)

# --- 3. Is it worth another try? ----------------------------------------------------------------


def _run(status: str, code: str | None = None) -> Any:
    return SimpleNamespace(status=status, last_error=SimpleNamespace(code=code, message="") if code else None)


_NO_SECOND_TRY = {
    "cancelled": "A cancelled run was stopped on purpose: a program should not start it again by itself.",
    "expired": "An expired run waited too long for its outputs. Until you know why, the next one would too.",
    "incomplete": "An incomplete run used up its tokens. With the same limit it would stop at the same place.",
}


def _check_worth_retrying(worth_retrying: Any) -> None:
    require(callable(worth_retrying), "Give check() the function itself: its name, without brackets.")
    require(worth_retrying(_run("completed")) is not None, "Your function returns nothing for a completed run.")
    require(not worth_retrying(_run("completed")), "A completed run needs no second try.")
    for status, why_not in _NO_SECOND_TRY.items():
        require(not worth_retrying(_run(status)), why_not)
    for code in ("rate_limit_exceeded", "server_error"):
        require(worth_retrying(_run("failed", code)), f"{code} passes by itself: a second try can succeed.")
    require(not worth_retrying(_run("failed", "invalid_prompt")), "invalid_prompt comes back as long as the prompt is the same.")


exercise_3 = Exercise(
    question="Write worth_retrying(run): True when a second try, a little later, can succeed.",
    check=_check_worth_retrying,
    hints=[
        "Only one status is worth it, and not for every cause. Where is the cause?",
        "run.last_error.code is server_error, rate_limit_exceeded or invalid_prompt. It is there only when the run failed.",
    ],
    solution="""
    def worth_retrying(run):
        return run.status == "failed" and run.last_error.code in {"server_error", "rate_limit_exceeded"}
    """,
    answer="worth_retrying",
    wrong={
        """
        def worth_retrying(run):
            return run.status == "failed"
        """: "invalid_prompt comes back as long as the prompt is the same.",
        """
        def worth_retrying(run):
            return run.status != "completed"
        """: "A cancelled run was stopped on purpose: a program should not start it again by itself.",
        """
        def worth_retrying(run):
            return run.status in {"failed", "expired"}
        """: "An expired run waited too long for its outputs. Until you know why, the next one would too.",
        """
        def worth_retrying(run):
            return run.status in {"failed", "incomplete"}
        """: "An incomplete run used up its tokens. With the same limit it would stop at the same place.",
        """
        def worth_retrying(run):
            return run.status == "failed" and run.last_error.code == "server_error"
        """: "rate_limit_exceeded passes by itself: a second try can succeed.",
        """
        def worth_retrying(run):
            if run.status == "failed":
                return True
        """: "Your function returns nothing for a completed run.",
        """
        def worth_retrying(run):
            return run.last_error.code in {"server_error", "rate_limit_exceeded"}
        """: "Your function worth_retrying raised AttributeError: 'NoneType' object has no attribute 'code' (line 2 of the cell).",
    },
    praise="Only what passes by itself is worth a second try.",
)
