"""The answer key fits its lock: each notebook, run with the solutions in place of the blanks, gets only Correct.

The notebook's own cells run before each solution, so what a solution relies on is what a learner has.
"""

from __future__ import annotations

import ast
import importlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from IPython.core.interactiveshell import InteractiveShell

from helpers import connection
from helpers.exercises import Correct, Exercise, NotAttempted

NOTEBOOKS = sorted((Path(__file__).parents[2] / "notebooks").glob("[0-9][0-9]-*.ipynb"))

_CHECK = re.compile(r"(nb\d\d)\.(exercise_\d)\.check\(")


@pytest.fixture
def shell(monkeypatch: pytest.MonkeyPatch) -> Iterator[InteractiveShell]:
    """What a kernel runs cells with, without a kernel's second of starting up."""
    monkeypatch.chdir(NOTEBOOKS[0].parent)
    monkeypatch.setenv("COURSE_MODEL", "simulated")
    monkeypatch.setenv("COURSE_MARKET", "recorded")
    shell = InteractiveShell()
    shell.history_manager.enabled = False
    yield shell
    connection.disconnect()
    InteractiveShell.clear_instance()


def code_cells(path: Path) -> list[Any]:
    return [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]


def checks_in(source: str) -> list[tuple[str, str, str]]:
    """Module, exercise and arguments of each check in a cell, as source."""
    if not _CHECK.search(source):
        return []
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and (match := _CHECK.match(ast.unparse(node))):
            found.append((match[1], match[2], ", ".join(ast.unparse(argument) for argument in node.args)))
    return found


def exercise(module: str, name: str) -> Exercise:
    return getattr(importlib.import_module(f"helpers.exercises.{module}"), name)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_the_notebook_asks_its_own_exercises_and_all_of_them(path: Path) -> None:
    asked = [check for cell in code_cells(path) for check in checks_in(cell.source)]
    module = f"nb{path.name[:2]}"
    exercises = vars(importlib.import_module(f"helpers.exercises.{module}")).items()
    there = [name for name, value in exercises if isinstance(value, Exercise)]
    assert [(where, name) for where, name, _ in asked] == [(module, name) for name in there]
    for _, name, arguments in asked:
        expected = ast.unparse(ast.parse(f"check({exercise(module, name).answer})", mode="eval"))
        assert f"check({arguments})" == expected


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_with_the_solutions_every_exercise_is_correct(path: Path, shell: InteractiveShell) -> None:
    outcomes: dict[str, Any] = {}
    for cell in code_cells(path):
        checks = checks_in(cell.source)
        before = shell.run_cell(cell.source)
        if not checks:
            assert before.success or "raises-exception" in cell.metadata.get("tags", []), cell.source
            continue
        ((module, name, arguments),) = checks
        assert isinstance(before.result, NotAttempted), f"{name} does not begin with a blank: {before.result!r}"
        solved = shell.run_cell(f"{exercise(module, name).solution_code}\n\n{module}.{name}.check({arguments})")
        outcomes[name] = solved.result
    assert outcomes and all(isinstance(outcome, Correct) for outcome in outcomes.values()), outcomes
