"""What every notebook of the course keeps to (DESIGN: how a notebook is built), as checks.

Each check takes a `Lesson` and yields its breaches, one sentence each, with the cell's id.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import nbformat

RAISES = "raises-exception"
_KNOWN_TAGS = {RAISES, "nbval-ignore-output", "nbval-skip", "hide-input"}
_NOT_COMPARED = {"nbval-ignore-output", "nbval-skip"}

_LONGEST_CODE = 25  # lines
_LONGEST_TEXT = 80  # words, beside the opening and the recap
_FEWEST_CELLS, _MOST_CELLS = 25, 45

_MACHINE = re.compile(
    r"/home/\w|/Users/\w|/root/|/tmp/|/work/|/var/folders/|[A-Z]:\\\\?Users|ipykernel_\d+|site-packages|\.venv"
    r"|(?:127\.0\.0\.1|localhost):\d{4,5}| at 0x[0-9a-f]{6,}"
)
_KEY = re.compile(r"\bsk-[A-Za-z0-9_-]{8,}|\b[0-9a-f]{32}\b|\bBearer [A-Za-z0-9._-]{16,}|\bAKIA[0-9A-Z]{16}\b")
_LINK = re.compile(r"(?<!!)\[(?P<text>[^\]]*)\]\((?P<target>[^)\s]+)[^)]*\)")
_PICTURE = re.compile(r"!\[(?P<alt>[^\]]*)\]\((?P<target>[^)\s]+)[^)]*\)")


@dataclass(frozen=True)
class Lesson:
    """A notebook file with the views of it that the checks need."""

    path: Path
    notebook: Any

    @classmethod
    def read(cls, path: Path) -> Lesson:
        return cls(path, nbformat.read(path, as_version=4))

    @property
    def number(self) -> str:
        return self.path.stem[:2]

    @property
    def cells(self) -> list[Any]:
        return self.notebook.cells

    @cached_property
    def code(self) -> list[Any]:
        return [cell for cell in self.cells if cell.cell_type == "code"]

    @cached_property
    def text(self) -> list[Any]:
        return [cell for cell in self.cells if cell.cell_type == "markdown"]


Breaches = Iterator[str]
CHECKS: list[Callable[[Lesson], Breaches]] = []


def check(function: Callable[[Lesson], Breaches]) -> Callable[[Lesson], Breaches]:
    CHECKS.append(function)
    return function


def tags(cell: Any) -> set[str]:
    return set(cell.metadata.get("tags", ()))


def shown(cell: Any) -> str:
    """All text of a cell's outputs."""
    parts: list[str] = []
    for output in cell.outputs:
        parts.append(output.get("text", ""))
        parts += [str(value) for value in output.get("data", {}).values()]
        parts += output.get("traceback", [])
    return "\n".join(parts)


# --- It was run, and all of it is compared ----------------------------------------------------------


@check
def run_from_first_to_last(lesson: Lesson) -> Breaches:
    for number, cell in enumerate(lesson.code, 1):
        if cell.execution_count != number:
            yield f"{cell.id}: has the execution count {cell.execution_count}, not {number}: record the notebook."


@check
def compared_or_reasoned(lesson: Lesson) -> Breaches:
    for cell in lesson.cells:
        for tag in tags(cell) - _KNOWN_TAGS:
            yield f"{cell.id}: has the tag {tag}, which means nothing here."
        if tags(cell) & _NOT_COMPARED and not cell.metadata.get("reason"):
            yield f'{cell.id}: its output is not compared, and no "reason" in its metadata says why.'
        if cell.cell_type == "code" and re.search(r"#\s*(NBVAL_|PYTEST_VALIDATE)", cell.source):
            yield f"{cell.id}: steers nbval with a comment: use a tag, and give a reason."


@check
def failures_are_deliberate(lesson: Lesson) -> Breaches:
    for cell in lesson.code:
        failed = any(output.output_type == "error" for output in cell.outputs)
        if failed and RAISES not in tags(cell):
            yield f"{cell.id}: fails without the tag {RAISES}."
        if RAISES in tags(cell) and not failed:
            yield f"{cell.id}: has the tag {RAISES} and does not fail."
    if not any(RAISES in tags(cell) for cell in lesson.code):
        yield "There is no deliberate failure to learn from."


@check
def warnings_are_not_left_lying(lesson: Lesson) -> Breaches:
    for cell in lesson.code:
        if any("Warning" in output.get("text", "") for output in cell.outputs if output.get("name") == "stderr"):
            yield f"{cell.id}: shows a warning of Python's."


@check
def recorded_in_one_form(lesson: Lesson) -> Breaches:
    for cell in lesson.cells:
        if not re.fullmatch(rf"nb{lesson.number}-\d\d", cell.id):
            yield f"{cell.id}: is no id such as nb{lesson.number}-07: record the notebook."
        if set(cell.metadata) - {"tags", "reason"}:
            yield f"{cell.id}: has metadata of an editor: record the notebook."
    if len({cell.id for cell in lesson.cells}) != len(lesson.cells):
        yield "Two cells have the same id."
    if set(lesson.notebook.metadata) != {"kernelspec", "language_info"}:
        yield "The notebook has metadata of an editor: record it."


# --- It is a lesson -----------------------------------------------------------------------------------


@check
def opens_with_objectives(lesson: Lesson) -> Breaches:
    opening = lesson.cells[0].source
    if not opening.startswith("# "):
        yield "The first cell does not begin with a title."
    if not 3 <= _objectives(opening) <= 5:
        yield "The first cell does not list 3 to 5 objectives after **After this notebook you can**."
    if not re.search(r"\|[^|\n]*\b\d+ minutes\b", opening) or not re.search(r"\| *Before *\|.*Time.*Cost", opening):
        yield "The first cell has no table with what comes before, the time in minutes and the cost."


@check
def ends_with_a_recap(lesson: Lesson) -> Breaches:
    recap = lesson.cells[-1].source
    if not recap.startswith("## What you can do now"):
        yield 'The last cell is not "## What you can do now".'
    answers = len(re.findall(r"(?m)^\d+\. ", recap))
    if answers != _objectives(lesson.cells[0].source):
        yield f"The recap answers {answers} objectives, and the opening has {_objectives(lesson.cells[0].source)}."


def _objectives(opening: str) -> int:
    _, _, listed = opening.partition("**After this notebook you can**")
    return len(re.findall(r"(?m)^\d+\. ", listed))


@check
def has_three_exercises_in_their_right_state(lesson: Lesson) -> Breaches:
    for number in (1, 2, 3):
        name = f"nb{lesson.number}.exercise_{number}"
        cells = [cell for cell in lesson.code if f"{name}.check(" in cell.source]
        if not cells:
            yield f"{name} is not there."
        for cell in cells:
            # A gap to fill in has not been attempted yet; an exercise to run as it stands is right.
            gap = re.search(r"\b____\b", _without_imports(cell.source))
            expected = "○ Not attempted" if gap else "✓ Correct"
            state = next((out.data.get("text/plain", "") for out in cell.outputs if "data" in out), "")
            if not state.startswith(expected):
                yield f"{cell.id}: {name} is recorded as {state[:40]!r}, not as {expected!r}."


def _without_imports(source: str) -> str:
    return "\n".join(line for line in source.splitlines() if not line.lstrip().startswith(("from ", "import ")))


@check
def has_a_bearable_length(lesson: Lesson) -> Breaches:
    fewest = 15 if lesson.number == "00" else _FEWEST_CELLS
    if not fewest <= len(lesson.cells) <= _MOST_CELLS:
        yield f"It has {len(lesson.cells)} cells, and should have {fewest} to {_MOST_CELLS}."
    for cell in lesson.code:
        if len(cell.source.splitlines()) > _LONGEST_CODE:
            yield f"{cell.id}: has more than {_LONGEST_CODE} lines of code."
        if not cell.source.strip():
            yield f"{cell.id}: is empty."
    for cell in lesson.text:
        words = len(re.sub(r"```.*?```|^\|.*?\|$", "", cell.source, flags=re.DOTALL | re.MULTILINE).split())
        if words > _LONGEST_TEXT and cell not in (lesson.cells[0], lesson.cells[-1]):
            yield f"{cell.id}: has {words} words, more than {_LONGEST_TEXT}."


@check
def has_headings_in_order(lesson: Lesson) -> Breaches:
    level = 0
    for cell in lesson.text:
        for marks in re.findall(r"(?m)^(#{1,6}) ", re.sub(r"```.*?```", "", cell.source, flags=re.DOTALL)):
            if len(marks) > level + 1 or (len(marks) == 1 and level > 0):
                yield f"{cell.id}: a heading of level {len(marks)} follows one of level {level}."
            level = len(marks)


# --- It is fit to be seen -------------------------------------------------------------------------------


@check
def names_no_machine_and_no_key(lesson: Lesson) -> Breaches:
    for cell in lesson.cells:
        text = cell.source + ("\n" + shown(cell) if cell.cell_type == "code" else "")
        for pattern, what in ((_MACHINE, "something of one machine"), (_KEY, "what looks like a key")):
            if found := pattern.search(text):
                yield f"{cell.id}: holds {what}: {found[0]!r}."


@check
def waits_for_no_keyboard(lesson: Lesson) -> Breaches:
    for cell in lesson.code:
        for node in ast.walk(ast.parse(_python(cell.source))):
            called = getattr(node, "func", None)
            if isinstance(node, ast.Call) and getattr(called, "id", getattr(called, "attr", "")) in (
                "input",
                "getpass",
            ):
                yield f"{cell.id}: waits for somebody to type."


def _python(source: str) -> str:
    """Without IPython's magic lines; "" where a cell shows a syntax error on purpose."""
    plain = "\n".join("pass" if re.match(r"\s*[%!]", line) else line for line in source.splitlines())
    try:
        ast.parse(plain)
    except SyntaxError:
        return ""
    return plain


@check
def names_the_model_in_one_place(lesson: Lesson) -> Breaches:
    for cell in lesson.code:
        if re.search(r"""["']gpt-\d""", cell.source):
            yield f"{cell.id}: writes a model's name: use MODEL."


@check
def says_pictures_in_words(lesson: Lesson) -> Breaches:
    for cell in lesson.text:
        for picture in _PICTURE.finditer(cell.source):
            if not picture["alt"].strip():
                yield f"{cell.id}: the picture {picture['target']} has no alt text."
        yield from (f"{cell.id}: {breach}" for breach in _unsaid(cell.source))
    for cell in lesson.code:
        for output in cell.outputs:
            data = output.get("data", {})
            if any(kind in data for kind in ("image/png", "image/jpeg", "image/gif")):
                yield f"{cell.id}: shows an image without words: draw it as SVG with a title."
            for kind in ("text/html", "image/svg+xml"):
                yield from (f"{cell.id}: {breach}" for breach in _unsaid(data.get(kind, "")))


class _Pictures(HTMLParser):
    """Finds pictures in HTML, and whether each is said in words or marked as decoration."""

    def __init__(self) -> None:
        super().__init__()
        self.unsaid: list[str] = []
        self._svg: dict[str, str | None] | None = None
        self._depth = 0
        self._titled = False

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        attribute = dict(attributes)
        if tag == "img" and not attribute.get("alt"):
            self.unsaid.append("an <img> has no alt text.")
        if tag == "svg":
            if self._depth == 0:
                self._svg, self._titled = attribute, False
            self._depth += 1
        if tag == "title" and self._depth:
            self._titled = True

    def handle_endtag(self, tag: str) -> None:
        if tag != "svg":
            return
        self._depth -= 1
        if self._depth == 0 and self._svg is not None and self._svg.get("aria-hidden") != "true":
            if self._svg.get("role") != "img" or not (self._titled or self._svg.get("aria-label")):
                self.unsaid.append('an <svg> has no role="img" with a title.')


def _unsaid(html: str) -> list[str]:
    finder = _Pictures()
    finder.feed(html)
    finder.close()
    return finder.unsaid


@check
def links_lead_somewhere(lesson: Lesson) -> Breaches:
    for cell in lesson.text:
        prose = re.sub(r"```.*?```|`[^`]*`", "", cell.source, flags=re.DOTALL)
        for link in [*_LINK.finditer(prose), *_PICTURE.finditer(prose)]:
            target = urlsplit(link["target"])
            if target.scheme in ("http", "https"):
                if not target.hostname:
                    yield f"{cell.id}: {link['target']} is no address."
            elif target.path and not (lesson.path.parent / unquote(target.path)).exists():
                yield f"{cell.id}: links to {target.path}, which is not there."
