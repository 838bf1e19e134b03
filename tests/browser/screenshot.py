"""Look at a notebook as a learner sees it: `python tests/browser/screenshot.py 00 --theme dark --output DIR`.

Runs the notebook in JupyterLab, in a temporary copy, and writes it as images, a page each. With
`--as-recorded` nothing is run: the page shows the outputs in the file.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from jupyterlab import open_browser, open_notebook, run_all, start_lab
from playwright.sync_api import Page

NOTEBOOKS = Path(__file__).resolve().parents[2] / "notebooks"

#: From the top of the notebook to the end of its last cell, with the first cell in view.
_CONTENT_HEIGHT = """() => {
    const notebook = jupyterapp.shell.currentWidget.content;
    notebook.activeCellIndex = 0;
    notebook.outerNode.scrollTop = 0;
    const last = notebook.widgets.at(-1).node.getBoundingClientRect();
    return last.bottom - notebook.outerNode.getBoundingClientRect().top + 20;
}"""


def save_pages(page: Page, stem: str, output: Path, page_height: int) -> list[Path]:
    """The whole notebook of a page as images, from top to bottom."""
    bottom, seen = page.evaluate(_CONTENT_HEIGHT), 0
    while bottom > seen:  # what comes into view for the first time may be taller than it was thought to be
        seen = int(bottom) + 100
        page.set_viewport_size({"width": page.viewport_size["width"], "height": seen + 200})
        page.wait_for_timeout(500)
        bottom = page.evaluate(_CONTENT_HEIGHT)
    panel = page.locator(".jp-NotebookPanel-notebook").bounding_box()
    pages = []
    for number, top in enumerate(range(0, int(bottom), page_height), 1):
        path = output / f"{stem}-{number:02d}.png"
        height = min(page_height, bottom - top)
        clip = {"x": panel["x"], "y": panel["y"] + top, "width": panel["width"], "height": height}
        page.screenshot(path=path, clip=clip)
        pages.append(path)
    return pages


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("notebook", help="a path, or how the name begins: 00")
    parser.add_argument("--theme", choices=("light", "dark"), default="light")
    parser.add_argument("--output", type=Path, default=Path("screenshots"))
    parser.add_argument("--width", type=int, default=1100, help="of the window, in pixels (default 1100)")
    parser.add_argument("--page-height", type=int, default=1500, help="of an image, in pixels (default 1500)")
    parser.add_argument("--as-recorded", action="store_true", help="show the outputs in the file, run nothing")
    options = parser.parse_args(arguments)
    path = Path(options.notebook)
    if not path.is_file():
        path = next(iter(sorted(NOTEBOOKS.glob(f"{options.notebook}*.ipynb"))), None)
        if path is None:
            parser.error(f"there is no notebook {options.notebook}")
    options.output.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(path, folder)
        with start_lab(Path(folder)) as lab, open_browser() as browser:
            lab.use_theme(options.theme)
            with open_notebook(browser, lab, path.name, width=options.width) as page:
                if not options.as_recorded:
                    run_all(page)
                for image in save_pages(page, f"{path.stem}-{options.theme}", options.output, options.page_height):
                    print(image)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
