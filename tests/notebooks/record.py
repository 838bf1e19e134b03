"""Run notebooks and keep their outputs: `python3 course.py record [NOTEBOOK...]`.

The file that results depends on the cells alone: no timings, no widget state, no metadata of the
machine. A second recording changes no byte, so a change in a diff is a change in the course.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

NOTEBOOKS = Path(__file__).resolve().parents[2] / "notebooks"

#: What a cell may carry: its tags, and why it is not compared if it is not.
_CELL_METADATA = ("reason", "tags")

_NOTEBOOK_METADATA = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}

#: A view names a live widget, which a file does not hold. The text beside it stays.
_NOT_KEPT = "application/vnd.jupyter.widget-view+json"


def record(path: Path, seconds: int = 120) -> None:
    """Run the notebook in `path` from its first cell in a new kernel and write it with its outputs.

    Args:
        path: The notebook; the kernel works in its folder.
        seconds: The longest that one cell may take.

    Raises:
        CellExecutionError: A cell failed that is not tagged `raises-exception`. The file is as it was.
    """
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    client = NotebookClient(
        notebook,
        timeout=seconds,
        kernel_name="python3",
        record_timing=False,
        store_widget_state=False,
        coalesce_streams=True,
        resources={"metadata": {"path": str(path.parent)}},
    )
    client.execute()
    tidy(notebook, path.stem[:2])
    write(notebook, path)


def tidy(notebook: Any, number: str) -> None:
    """Take out what depends on the machine or the moment; give new cells an id such as nb03-07."""
    notebook.metadata = nbformat.from_dict(_NOTEBOOK_METADATA)
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    own = re.compile(rf"nb{number}-(\d\d)")
    taken: set[str] = set()
    new = []
    for cell in notebook.cells:
        cell.metadata = nbformat.from_dict(
            {key: cell.metadata[key] for key in _CELL_METADATA if cell.metadata.get(key)}
        )
        if own.fullmatch(cell.get("id", "")) and cell.id not in taken:
            taken.add(cell.id)
        else:
            new.append(cell)
        for output in cell.get("outputs", ()):
            output.pop("transient", None)
            if "data" in output:
                output["metadata"] = {}
                output["data"].pop(_NOT_KEPT, None)
    last = max((int(identifier[-2:]) for identifier in taken), default=0)
    for offset, cell in enumerate(new, 1):
        cell.id = f"nb{number}-{last + offset:02d}"


def write(notebook: Any, path: Path) -> None:
    nbformat.validate(notebook)
    text = json.dumps(_as_on_disk(notebook), indent=1, sort_keys=True, ensure_ascii=False) + "\n"
    new = path.with_suffix(".ipynb.new")
    new.write_text(text, encoding="utf-8", newline="\n")
    new.replace(path)


def _as_on_disk(notebook: Any) -> Any:
    """Texts as lists of lines, as Jupyter itself writes them."""
    from nbformat.v4.rwbase import split_lines, strip_transient

    return split_lines(strip_transient(nbformat.from_dict(notebook)))


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="course.py record", description=record.__doc__.splitlines()[0])
    parser.add_argument("notebooks", nargs="*", type=Path, help="which; default: all")
    parser.add_argument("--timeout", type=int, default=120, help="longest time for one cell, in seconds (default 120)")
    options = parser.parse_args(arguments)
    os.environ.update(COURSE_MODEL="simulated", COURSE_MARKET="recorded")  # as in the tests
    failed = 0
    for path in options.notebooks or sorted(NOTEBOOKS.glob("*.ipynb")):
        started = time.monotonic()
        print(f"{path.name} ... ", end="", flush=True)
        before = path.read_bytes()
        try:
            record(path, options.timeout)
        except CellExecutionError as error:
            failed += 1
            print(f"failed, and the file is as it was.\n\n{error}\n")
            continue
        change = "unchanged" if path.read_bytes() == before else "changed"
        print(f"{change} ({time.monotonic() - started:.1f} s)")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
