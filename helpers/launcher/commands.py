"""The commands of `python3 course.py`."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from helpers.launcher.environment import Environment, SetupError

ROOT = Path(__file__).resolve().parents[2]

COURSE = "requirements.txt"
TESTS = "tests/requirements.txt"

HELP = """\
Function calling, a course in notebooks.

  python3 course.py                      set up what is missing, then open JupyterLab on the first notebook
  python3 course.py NOTEBOOK             the same, on another notebook
  python3 course.py test [...]           set up what is missing, then run every test; takes pytest's options
  python3 course.py record [NOTEBOOK...] run notebooks and keep their outputs in the files (for authors)
  python3 course.py setup                only set up, for example to prepare the computers of a room
  python3 course.py --help               this page

JupyterLab's own options are passed on:

  --no-browser                           print the address instead of opening a browser
  --port 8890                            another port; --ip, --ServerApp.... and so on likewise

Everything is installed into the folder .venv here, and nowhere else. To start over, delete that folder.
On Windows, write py in place of python3."""


def main(arguments: Sequence[str]) -> int:
    """Run a command.

    Returns:
        The exit code: of JupyterLab or pytest, or 1 after one sentence on standard error.
    """
    command, rest = (arguments[0], list(arguments[1:])) if arguments else ("open", [])
    if command in ("-h", "--help", "help"):
        print(HELP)
        return 0
    environment = Environment(ROOT)
    try:
        if command == "test":
            return _test(environment, rest)
        if command == "record":
            return _record(environment, rest)
        if command == "setup":
            return _set_up(environment)
        return _open(environment, list(arguments))
    except SetupError as error:
        print(f"\n{error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped. Run the same command again to go on.", file=sys.stderr)
        return 130


def _open(environment: Environment, options: list[str]) -> int:
    """JupyterLab on the first notebook, or on the one that is named first."""
    named = options.pop(0) if options and not options[0].startswith("-") else None
    notebook = _notebook(named) if named else next(iter(sorted((ROOT / "notebooks").glob("00*.ipynb"))), None)
    _ready(environment, COURSE)
    environment.trust(sorted((ROOT / "notebooks").glob("*.ipynb")))
    where = notebook.relative_to(ROOT).as_posix() if notebook else "notebooks"
    print(f"Opening {where} in JupyterLab. To stop it, press Ctrl+C here and confirm.", flush=True)
    lab = [f"--ServerApp.root_dir={ROOT}", f"--LabApp.default_url=/lab/tree/{where}"]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        lab.append("--allow-root")  # in a container there is nobody else
    return _become(environment, ["-m", "jupyterlab", *lab, *options])


def _notebook(name: str) -> Path:
    """A notebook by its path or by how its name begins: `03`."""
    path = Path(name).resolve()
    if path.is_file() and path.is_relative_to(ROOT):
        return path
    found = sorted((ROOT / "notebooks").glob(f"{name}*.ipynb"))
    if not found:
        raise SetupError(f"There is no command and no notebook {name!r}. See: python3 course.py --help")
    return found[0]


def _test(environment: Environment, options: list[str]) -> int:
    _ready(environment, COURSE, TESTS)
    # One process more than there are processors, as they often wait: for a kernel, a server, a browser. From four on
    # the longest file decides. A file stays in one process, so that a notebook keeps its kernel.
    processes = min(4, (os.cpu_count() or 1) + 1)
    pytest = ["-m", "pytest", "-n", str(processes), "--dist", "loadfile", "--no-loadscope-reorder", *options]
    return _become(environment, pytest)


def _record(environment: Environment, names: list[str]) -> int:
    options = [name for name in names if name.startswith("-")]
    notebooks = [str(_notebook(name)) for name in names if name not in options]
    _ready(environment, COURSE)
    recorder = ROOT / "tests" / "notebooks" / "record.py"
    return _become(environment, [str(recorder), *options, *notebooks])


def _set_up(environment: Environment) -> int:
    _ready(environment, COURSE)
    print("Everything is ready. Open the course with: python3 course.py")
    return 0


def _ready(environment: Environment, *requirements: str) -> None:
    if not environment.is_ready(requirements):
        environment.prepare(requirements)


def _become(environment: Environment, arguments: list[str]) -> int:
    """Go on as the environment's Python with these arguments, in the course's folder."""
    os.chdir(ROOT)
    command = [str(environment.python), *arguments]
    variables = environment.variables(os.environ)
    if os.name != "nt":
        sys.stdout.flush()
        os.execve(command[0], command, variables)
    # Windows has no exec that keeps the terminal. Ctrl+C is for the program, so wait through it.
    with subprocess.Popen(command, env=variables) as process:
        while True:
            try:
                return process.wait()
            except KeyboardInterrupt:
                continue
