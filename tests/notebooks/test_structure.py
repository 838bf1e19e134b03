"""Every notebook keeps to the course's rules, and every rule notices its breach."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest
import record
import structure
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from structure import RAISES, Lesson

NOTEBOOKS = sorted((Path(__file__).resolve().parents[2] / "notebooks").glob("*.ipynb"))


def breaches(lesson: Lesson, *checks: Callable[[Lesson], structure.Breaches]) -> list[str]:
    return [breach for check in checks or structure.CHECKS for breach in check(lesson)]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_keeps_to_the_rules(path: Path) -> None:
    found = breaches(Lesson.read(path))
    assert not found, "\n" + "\n".join(found)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_written_as_it_is_recorded(path: Path, tmp_path: Path) -> None:
    copy = tmp_path / path.name
    record.write(nbformat.read(path, as_version=4), copy)
    assert copy.read_bytes() == path.read_bytes()


def test_notebooks_are_numbered_without_a_gap() -> None:
    assert [path.stem[:2] for path in NOTEBOOKS] == [f"{number:02d}" for number in range(len(NOTEBOOKS))]
    assert len(NOTEBOOKS) >= 6


# --- The rules notice -------------------------------------------------------------------------------


def lesson(folder: Path) -> Lesson:
    """A lesson without a breach."""
    opening = (
        "# Title\n\n**After this notebook you can**\n\n1. run;\n2. say;\n3. read.\n\n"
        "| Before | Time | Cost |\n|---|---|---|\n| Nothing | 5 minutes | Nothing |"
    )
    recap = "## What you can do now\n\n1. *Run.* So.\n2. *Say.* So.\n3. *Read.* So."
    blank = "○ Not attempted: replace ____ with your answer and run the cell again."
    cells = [
        new_markdown_cell(opening),
        new_code_cell("%xmode Minimal"),
        new_code_cell("1/0", metadata={"tags": [RAISES]}, outputs=[new_output("error", ename="ZeroDivisionError")]),
        new_code_cell(
            "from helpers.exercises import ____, nb01\nnb01.exercise_1.check(1)", outputs=[result("✓ Correct")]
        ),
        *(new_code_cell(f"a = ____\nnb01.exercise_{n}.check(a)", outputs=[result(blank)]) for n in (2, 3)),
        *(new_markdown_cell("See [the opening](01-a.ipynb). ![A loop of four steps](01-a.ipynb)") for _ in range(20)),
        new_markdown_cell(recap),
    ]
    for number, cell in enumerate(cells, 1):
        cell.id = f"nb01-{number:02d}"
    for number, cell in enumerate((cell for cell in cells if cell.cell_type == "code"), 1):
        cell.execution_count = number
    path = folder / "01-a.ipynb"
    path.touch()
    notebook = new_notebook(cells=cells)
    notebook.metadata = {"kernelspec": {}, "language_info": {}}
    return Lesson(path, notebook)


def result(text: str, kind: str = "text/plain") -> Any:
    return new_output("execute_result", data={kind: text})


def test_a_good_lesson_has_no_breach(tmp_path: Path) -> None:
    assert breaches(lesson(tmp_path)) == []


def _set(cell: int, name: str, value: Any) -> Callable[[Lesson], None]:
    return lambda lesson: lesson.cells[cell].__setitem__(name, value)


def _output(output: Any) -> Callable[[Lesson], None]:
    return lambda lesson: lesson.cells[1].outputs.append(output)


TEXT, CODE, FAILURE, EXERCISE = 10, 1, 2, 4

MISTAKES: dict[str, tuple[Callable[[Lesson], None], Callable[[Lesson], structure.Breaches]]] = {
    "never run": (_set(CODE, "execution_count", None), structure.run_from_first_to_last),
    "run twice": (_set(CODE, "execution_count", 9), structure.run_from_first_to_last),
    "skipped": (_set(CODE, "metadata", nbformat.from_dict({"tags": ["nbval-skip"]})), structure.compared_or_reasoned),
    "odd tag": (_set(CODE, "metadata", nbformat.from_dict({"tags": ["later"]})), structure.compared_or_reasoned),
    "comment": (_set(CODE, "source", "# NBVAL_IGNORE_OUTPUT\n1"), structure.compared_or_reasoned),
    "no failure": (lambda lesson: lesson.cells.pop(FAILURE), structure.failures_are_deliberate),
    "fails": (_output(new_output("error", ename="KeyError")), structure.failures_are_deliberate),
    "works": (_set(FAILURE, "outputs", []), structure.failures_are_deliberate),
    "warning": (
        _output(new_output("stream", name="stderr", text="UserWarning: x")),
        structure.warnings_are_not_left_lying,
    ),
    "id": (_set(CODE, "id", "3f2a"), structure.recorded_in_one_form),
    "same id": (_set(CODE, "id", "nb01-01"), structure.recorded_in_one_form),
    "metadata": (_set(CODE, "metadata", nbformat.from_dict({"editable": True})), structure.recorded_in_one_form),
    "signature": (
        lambda lesson: lesson.notebook.metadata.update(widgets={}),
        structure.recorded_in_one_form,
    ),
    "no title": (_set(0, "source", "Hello"), structure.opens_with_objectives),
    "no recap": (_set(-1, "source", "Goodbye"), structure.ends_with_a_recap),
    "half a recap": (_set(-1, "source", "## What you can do now\n\n1. x"), structure.ends_with_a_recap),
    "no exercise": (_set(EXERCISE, "source", "1"), structure.has_three_exercises_in_their_right_state),
    "solved": (_set(EXERCISE, "outputs", [result("✓ Correct")]), structure.has_three_exercises_in_their_right_state),
    "wrong": (_set(3, "outputs", [result("✗ Not yet: no.")]), structure.has_three_exercises_in_their_right_state),
    "short": (lambda lesson: lesson.cells.__delitem__(slice(5, 15)), structure.has_a_bearable_length),
    "long code": (_set(CODE, "source", "a = 1\n" * 26), structure.has_a_bearable_length),
    "empty code": (_set(CODE, "source", "\n"), structure.has_a_bearable_length),
    "long text": (_set(TEXT, "source", "word " * 81), structure.has_a_bearable_length),
    "heading": (_set(TEXT, "source", "### Deep"), structure.has_headings_in_order),
    "two titles": (_set(TEXT, "source", "# Again"), structure.has_headings_in_order),
    "path": (_output(result("/home/kim/course/x.py")), structure.names_no_machine_and_no_key),
    "port": (_output(result("http://127.0.0.1:43211/v1")), structure.names_no_machine_and_no_key),
    "address": (_output(result("<object at 0x7f00aa11bb22>")), structure.names_no_machine_and_no_key),
    "key": (_set(CODE, "source", "key = 'sk-" + "a1b2c3d4e5'"), structure.names_no_machine_and_no_key),
    "input": (_set(CODE, "source", "name = input('?')"), structure.waits_for_no_keyboard),
    "model": (_set(CODE, "source", "model = 'gpt-4o'"), structure.names_the_model_in_one_place),
    "no alt": (_set(TEXT, "source", "![](01-a.ipynb)"), structure.says_pictures_in_words),
    "img": (_output(result("<img src='x'>", "text/html")), structure.says_pictures_in_words),
    "svg": (_output(result("<svg><rect/></svg>", "text/html")), structure.says_pictures_in_words),
    "png": (_output(result("aGk=", "image/png")), structure.says_pictures_in_words),
    "dead link": (_set(TEXT, "source", "[next](99-x.ipynb)"), structure.links_lead_somewhere),
    "odd link": (_set(TEXT, "source", "[next](https:///x)"), structure.links_lead_somewhere),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_noticed(mistake: str, tmp_path: Path) -> None:
    spoiled = lesson(tmp_path)
    spoil, check = MISTAKES[mistake]
    spoil(spoiled)
    assert breaches(spoiled, check)


def test_every_rule_has_a_mistake() -> None:
    assert {check for _, check in MISTAKES.values()} == set(structure.CHECKS)


# --- Recording --------------------------------------------------------------------------------------


def test_a_recording_is_the_same_twice_and_holds_nothing_of_the_moment(tmp_path: Path) -> None:
    path = tmp_path / "03-x.ipynb"
    cells = [
        new_markdown_cell("# X"),
        new_code_cell("import ipywidgets\nprint('a')\nprint('b')", metadata={"trusted": True, "tags": []}),
        new_code_cell("ipywidgets.HTML('hello')", id="nb03-07"),
        new_code_cell("1 / 0", metadata={"tags": [RAISES]}),
    ]
    nbformat.write(new_notebook(cells=cells, metadata={"author": "me"}), path)
    assert record.main([str(path)]) == 0
    first = path.read_bytes()
    assert record.main([str(path)]) == 0
    assert path.read_bytes() == first

    notebook = nbformat.read(path, as_version=4)
    assert [cell.id for cell in notebook.cells] == ["nb03-08", "nb03-09", "nb03-07", "nb03-10"]
    assert [cell.metadata for cell in notebook.cells] == [{}, {}, {}, {"tags": [RAISES]}]
    assert set(notebook.metadata) == {"kernelspec", "language_info"}
    assert notebook.cells[1].outputs[0].text == "a\nb\n"
    assert list(notebook.cells[2].outputs[0].data) == ["text/plain"]
    assert notebook.cells[3].outputs[0].ename == "ZeroDivisionError"


def test_a_cell_that_fails_unasked_leaves_the_file_as_it_was(tmp_path: Path, capsys) -> None:
    path = tmp_path / "03-x.ipynb"
    nbformat.write(new_notebook(cells=[new_code_cell("1 / 0")]), path)
    before = path.read_bytes()
    assert record.main([str(path)]) == 1
    assert path.read_bytes() == before
    assert "ZeroDivisionError" in capsys.readouterr().out
