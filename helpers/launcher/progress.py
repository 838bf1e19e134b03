"""Running a slow command while saying what is going on and for how long."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

_WIDTH = 78
_REDRAW_SECONDS = 0.2


class CommandFailed(Exception):
    """A command ended with an error; `output` is all that it printed."""

    def __init__(self, output: str):
        super().__init__(output)
        self.output = output


class Progress:
    """Tells the steps of a set-up, one line each.

    On a terminal the line is redrawn with the seconds and the last thing that the command said;
    elsewhere (a CI log) it is written once when a step begins and once when it ends.

    Args:
        steps: How many steps there will be.
        log: All output of the commands is added to this file.
        screen: Where the lines go; default standard output.
    """

    def __init__(self, steps: int, log: Path, screen: TextIO | None = None):
        self.steps = steps
        self.log = log
        self._screen = screen or sys.stdout
        self._step = 0

    def run(self, title: str, command: Sequence[str], *, optional: bool = False) -> None:
        """Run a command as the next step.

        Raises:
            CommandFailed: It ended with an error. The line says so unless `optional`.
            OSError: It could not be started, or the log could not be written.
        """
        self._step += 1
        label = f"[{min(self._step, self.steps)}/{self.steps}] {title}"
        started = time.monotonic()
        if not self._screen.isatty():
            print(f"{label} ...", file=self._screen, flush=True)
        with self.log.open("a+b") as log:
            log.write(f"$ {' '.join(command)}\n".encode())
            log.flush()
            begin = log.tell()
            with subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT) as process:
                try:
                    while not _has_ended(process, _REDRAW_SECONDS):
                        self._redraw(f"{label} ... {time.monotonic() - started:.0f} s", _last_line(self.log, begin))
                except BaseException:  # Ctrl+C and a polite kill as well: leave nothing running
                    process.kill()
                    raise
            log.seek(begin)
            output = log.read().decode(errors="replace")
        seconds = f"{time.monotonic() - started:.0f} s"
        failed = process.returncode != 0
        result = "not possible" if failed and optional else "failed" if failed else "done"
        self._finish(label, f"{result} ({seconds})")
        if failed:
            raise CommandFailed(output)

    def skip(self) -> None:
        """Count a step that is not needed."""
        self._step += 1

    def _redraw(self, text: str, detail: str) -> None:
        if self._screen.isatty():
            line = f"{text}  {detail}"[:_WIDTH]
            print(f"\r{line:<{_WIDTH}}", end="", file=self._screen, flush=True)

    def _finish(self, label: str, result: str) -> None:
        if self._screen.isatty():
            print(f"\r{f'{label}: {result}':<{_WIDTH}}", file=self._screen, flush=True)
        else:
            print(f"      {result}", file=self._screen, flush=True)


def _has_ended(process: subprocess.Popen[bytes], seconds: float) -> bool:
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        return False
    return True


def _last_line(log: Path, begin: int) -> str:
    with log.open("rb") as file:
        file.seek(max(begin, log.stat().st_size - 500))
        lines = file.read().decode(errors="replace").split("\n")
    return next((line.strip() for line in reversed(lines) if line.strip()), "")
