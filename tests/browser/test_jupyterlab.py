"""Lessons and widgets in a real JupyterLab: what people see, and what happens when they click."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from jupyterlab import Lab, installed_browser, open_browser, open_notebook, run_all, start_lab
from nbformat.v4 import new_code_cell, new_notebook
from playwright.sync_api import Browser, Page, expect

NOTEBOOKS = Path(__file__).resolve().parents[2] / "notebooks"

pytestmark = pytest.mark.skipif(
    installed_browser() is None,
    reason="there is no Chromium, Chrome or Edge on this machine; install one, or name it in COURSE_BROWSER",
)

expect.set_options(timeout=30_000)  # milliseconds; a busy machine is slow, not wrong

WIDGETS = [
    "from helpers import connect, widgets\nclient = connect()",
    'widgets.quiz("Who runs the function?", ["the model", "my code"], 1, ["It only asks.", "Yes: you do."])',
    """def get_rain_probability(location: str) -> str:
    "Get the probability of rain at a location."
    return "6 percent"

from helpers import MODEL, tool_from
assistant = client.beta.assistants.create(model=MODEL, tools=[tool_from(get_rain_probability)])
widgets.chat(client, assistant, [get_rain_probability])""",
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with open_browser() as browser:
        yield browser


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    folder = tmp_path_factory.mktemp("notebooks")
    for path in NOTEBOOKS.glob("*.ipynb"):
        shutil.copy(path, folder)
    cells = [new_code_cell(source) for source in WIDGETS]
    nbformat.write(
        new_notebook(cells=cells, metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}}),
        folder / "widgets.ipynb",
    )
    with start_lab(folder) as lab:
        yield lab


def texts(cell: dict[str, Any]) -> list[str]:
    """The plain text of a cell's outputs."""
    joined = lambda value: value if isinstance(value, str) else "".join(value)  # noqa: E731
    return [
        joined(output.get("text", output.get("data", {}).get("text/plain", output.get("evalue", ""))))
        for output in cell.get("outputs", ())
    ]


@pytest.mark.parametrize(("number", "theme"), [("00", "light"), ("04", "dark")])
def test_a_lesson_runs_from_top_to_bottom_and_shows_what_is_recorded(
    browser: Browser, lab: Lab, number: str, theme: str, tmp_path: Path
) -> None:
    name = next(path.name for path in NOTEBOOKS.glob(f"{number}*.ipynb"))
    recorded = nbformat.read(NOTEBOOKS / name, as_version=4).cells
    lab.use_theme(theme)
    with open_notebook(browser, lab, name) as page:
        cells = run_all(page)
        picture = page.screenshot(path=tmp_path / f"{number}-{theme}.png")
        background = page.evaluate("getComputedStyle(document.body).getPropertyValue('--jp-layout-color0')")
    assert [texts(cell) for cell in cells] == [texts(cell) for cell in recorded]
    failed = [cell["id"] for cell in cells if any(out["output_type"] == "error" for out in cell.get("outputs", ()))]
    assert failed == [cell.id for cell in recorded if "raises-exception" in cell.metadata.get("tags", ())]
    assert len(picture) > 10_000
    assert background.strip() in (("white", "#fff", "#ffffff") if theme == "light" else ("#111", "#111111"))


@pytest.fixture(scope="module")
def widgets(browser: Browser, lab: Lab) -> Iterator[Page]:
    """All widgets on one page, each for one test."""
    with open_notebook(browser, lab, "widgets.ipynb") as page:
        run_all(page)
        yield page


def test_a_quiz_answers_a_click(widgets: Page) -> None:
    outputs = widgets.locator(".jp-OutputArea-output")
    outputs.get_by_role("radio", name="the model").check()
    outputs.get_by_role("button", name="Check").click()
    expect(outputs.get_by_text("✗ Not yet: It only asks.")).to_be_visible()
    outputs.get_by_role("radio", name="my code").check()
    outputs.get_by_role("button", name="Check").click()
    expect(outputs.get_by_text("✓ Correct: Yes: you do.")).to_be_visible()


def test_a_chat_answers_what_is_typed(widgets: Page) -> None:
    outputs = widgets.locator(".jp-OutputArea-output")
    box = outputs.get_by_placeholder("Write a message, then press Enter")
    box.fill("What is the chance of rain in Busan?")
    box.press("Enter")
    expect(outputs.get_by_text("6 percent").last).to_be_visible()
    expect(outputs.get_by_text("get_rain_probability").last).to_be_visible()
