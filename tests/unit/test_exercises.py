"""Every exercise of every notebook: its solution is right, its wrong answers get their sentences."""

from __future__ import annotations

import ast
import importlib
import os
import pkgutil
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import helpers.exercises
from helpers.exercises import ____, Correct, Exercise, Incorrect, NotAttempted, require
from helpers.exercises.__main__ import answer_key, main
from helpers.exercises.machinery import BlankError, has_blank

ROOT = Path(__file__).resolve().parents[2]

MODULES = sorted(
    module.name for module in pkgutil.iter_modules(helpers.exercises.__path__) if re.fullmatch(r"nb\d\d", module.name)
)


def load(name: str) -> ModuleType:
    return importlib.import_module(f"helpers.exercises.{name}")


def exercises(module: ModuleType) -> dict[str, Exercise]:
    return {name: value for name, value in vars(module).items() if isinstance(value, Exercise)}


ALL = [(module, name) for module in MODULES for name in exercises(load(module))]
WRONG = [(module, name, mistake) for module, name in ALL for mistake in exercises(load(module))[name].wrong]


def answer_with(module: str, name: str, source: str) -> Any:
    """The outcome when a notebook's cell holds `source` and then the exercise's check."""
    loaded = load(module)
    exercise = exercises(loaded)[name]
    space: dict[str, Any] = {"__name__": "__main__", "____": ____}
    exec(getattr(loaded, "SETUP", ""), space)
    exec(source, space)
    return exercise.check(*eval(f"({exercise.answer},)", space))


@pytest.mark.parametrize(("module", "name"), ALL)
def test_the_solution_is_correct(module: str, name: str) -> None:
    exercise = exercises(load(module))[name]
    assert answer_with(module, name, exercise.solution_code) == Correct(exercise.praise)


@pytest.mark.parametrize(("module", "name", "mistake"), WRONG)
def test_a_wrong_answer_gets_its_sentence(module: str, name: str, mistake: str) -> None:
    expected = exercises(load(module))[name].wrong[mistake]
    assert answer_with(module, name, mistake) == Incorrect(expected)


@pytest.mark.parametrize(("module", "name"), ALL)
def test_a_blank_is_not_attempted(module: str, name: str) -> None:
    exercise = exercises(load(module))[name]
    names = [part.strip() for part in exercise.answer.split(",")]
    assert isinstance(exercise.check(*[____ for _ in names]), NotAttempted)


@pytest.mark.parametrize(("module", "name"), ALL)
def test_an_exercise_is_complete(module: str, name: str) -> None:
    exercise = exercises(load(module))[name]
    assert re.fullmatch(r"exercise_\d", name)
    assert exercise.question and exercise.hints and exercise.wrong, "question, hints and wrong answers are needed"
    ast.parse(exercise.solution_code)
    for sentence in (*exercise.hints, *exercise.wrong.values(), exercise.praise):
        assert sentence.rstrip()[-1] in ".?!…:)", sentence


def test_every_notebook_has_three_exercises() -> None:
    assert {module: len(exercises(load(module))) >= 3 for module in MODULES} == dict.fromkeys(MODULES, True)


# --- The machinery ------------------------------------------------------------------------------


def exercise(check: Any, **changes: Any) -> Exercise:
    settings = {"question": "?", "hints": ["Look.", "Look there."], "solution": "x = 1", "answer": "x", "wrong": {}}
    return Exercise(check=check, **{**settings, **changes})


def check_one(x: Any) -> None:
    require(x == 1, "x is not one.")


def with_blank_default(city: str = "____") -> str:
    return city


def with_blank_inside() -> list[Any]:
    return [(lambda: ____)]


def with_blank_docstring() -> int:
    """____"""
    return 1


@pytest.mark.parametrize(
    "value",
    [____, [1, ____], {"a": {"b": ____}}, {____: 1}, "____", (____,), with_blank_default, with_blank_inside,
     with_blank_docstring],
)  # fmt: skip
def test_a_blank_anywhere_in_the_answer_is_not_attempted(value: Any) -> None:
    assert isinstance(exercise(check_one).check(value), NotAttempted)


@pytest.mark.parametrize("value", [1, "text with ____ inside", [1, 2], {"a": 1}, check_one, None])
def test_what_has_no_blank(value: Any) -> None:
    assert not has_blank(value)


@pytest.mark.parametrize(
    "use", [lambda b: b(), lambda b: b + 1, lambda b: f"{b}", lambda b: b.name, lambda b: b[0], lambda b: bool(b)]
)
def test_using_a_blank_says_what_to_do(use: Any) -> None:
    with pytest.raises(BlankError, match="Replace ____ with your answer"):
        use(____)
    assert isinstance(exercise(lambda x: use(____)).check(1), NotAttempted)


def test_outcomes_have_symbol_label_and_sentence_not_only_a_colour() -> None:
    right, wrong, blank = (exercise(check_one, praise="One it is.").check(value) for value in (1, 2, ____))
    assert repr(right) == "✓ Correct: One it is."
    assert repr(wrong) == "✗ Not yet: x is not one."
    assert repr(blank).startswith("○ Not attempted: ")
    for outcome in (right, wrong, blank):
        html = outcome._repr_html_()
        assert 'role="status"' in html and outcome.label in html and outcome.message.rstrip(".") in html


def test_html_of_an_outcome_is_escaped() -> None:
    assert "&lt;b&gt;" in Incorrect("<b>")._repr_html_()


def test_an_exception_in_the_learners_function_is_one_sentence_with_its_line() -> None:
    space: dict[str, Any] = {"__name__": "__main__"}
    exec("def f(city):\n    found = {}\n    return found[city]", space)
    outcome = exercise(lambda f: f("Busan")).check(space["f"])
    assert outcome == Incorrect("Your function f raised KeyError: 'Busan' (line 3 of the cell).")


def test_an_answer_that_the_check_cannot_read_is_one_sentence() -> None:
    outcome = exercise(lambda tool: tool["function"]).check(3)
    assert isinstance(outcome, Incorrect)
    assert outcome.message.startswith("The check could not read your answer (TypeError: ")


def test_the_wrong_number_of_values_is_told() -> None:
    assert exercise(check_one).check(1, 2) == Incorrect("This exercise is checked with .check(x).")


def test_an_interrupt_is_not_swallowed() -> None:
    def interrupted(x: Any) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        exercise(interrupted).check(1)


def test_hints_come_one_by_one() -> None:
    tried = exercise(check_one)
    assert repr(tried.hint()) == "→ Hint 1 of 2: Look."
    assert repr(tried.hint()).startswith("→ Hint 2 of 2: Look there.")
    assert repr(tried.hint()) == repr(tried.hint())


def test_the_solution_is_readable_code() -> None:
    view = exercise(check_one, solution="  x = 1  # <one>").solution()
    assert repr(view).endswith("x = 1  # <one>")
    assert "&lt;one&gt;" in view._repr_html_() and "<pre" in view._repr_html_()


# --- The answer key -----------------------------------------------------------------------------


def test_the_answer_key_has_every_question_solution_and_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    main([])
    printed = capsys.readouterr().out
    for module, name in ALL:
        asked = exercises(load(module))[name]
        for text in (asked.question, asked.solution_code, *asked.hints, *asked.wrong, *asked.wrong.values()):
            assert text in printed


def test_the_key_can_go_into_a_file_whatever_the_systems_alphabet() -> None:
    command = [sys.executable, "-m", "helpers.exercises"]
    narrow = {**os.environ, "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"}
    printed = subprocess.run(command, stdout=subprocess.PIPE, env=narrow, cwd=ROOT, check=True).stdout.decode()
    assert printed.splitlines() == "\n\n".join(map(answer_key, MODULES)).splitlines()
    assert not printed.isascii()


def test_the_key_of_one_notebook(capsys: pytest.CaptureFixture[str]) -> None:
    main(["00"])
    printed = capsys.readouterr().out
    assert printed.startswith("# Notebook 00\n") and "# Notebook 01" not in printed


def test_the_key_of_no_notebook(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["99"])
    assert "there is no '99'; there are nb00, nb01" in capsys.readouterr().err
