"""Start, feed and stop the kernel process (`worker.py`)."""

from __future__ import annotations

import base64
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

from .names import free_name

_WORKER = Path(__file__).with_name("worker.py")
_WATCH_EVERY = 0.05  # seconds
_REMOVE_TRIES = 20
#: On Windows the Python of an environment only starts another, which does the work.
_RUNS_IN_A_CHILD = os.name == "nt"
_MAX_ANSWER_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """What a piece of code may use. Past a limit its process is ended."""

    seconds: float = 20.0  #: time on the clock, for each piece of code
    memory_bytes: int = 1024 * 1024 * 1024
    file_bytes: int = 32 * 1024 * 1024  #: of one file that the code writes
    folder_bytes: int = 128 * 1024 * 1024  #: of all files that the code adds
    log_characters: int = 100_000


@dataclass(frozen=True, slots=True)
class Execution:
    """What came of a piece of code: the text it printed (with any traceback), PNG images, new or changed files."""

    logs: str
    images: list[bytes]
    files: dict[str, bytes]


class Kernel:
    """A Python process with a folder of its own. Use it as a context manager: nothing of it is left behind.

    Names and files stay from one `execute` to the next. When a limit ends the process, the next
    `execute` starts a new one in the same folder.
    """

    def __init__(self, limits: Limits | None = None):
        self.limits = limits or Limits()
        self._folder = Path(tempfile.mkdtemp(prefix="code-interpreter-"))
        self._process: subprocess.Popen[bytes] | None = None
        self._given = 0  # bytes of the files that were put there
        self._closed = False

    def __enter__(self) -> Kernel:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def add_file(self, name: str, parts: Iterable[bytes] = ()) -> str:
        """Put a file where the code finds it. Returns the name it has there (see `names`)."""
        name = free_name(name, os.listdir(self._folder))
        (self._folder / name).touch(exist_ok=False)
        for part in parts:
            self.append(name, part)
        return name

    def append(self, name: str, part: bytes) -> None:
        """Add to a file that `add_file` made."""
        with open(self._folder / name, "ab") as file:
            self._given += file.write(part)

    def execute(self, code: str) -> Execution:
        """Run `code` and wait for its end, at most `limits.seconds`. Blocks: call it in a thread.

        The code's errors are its logs. Nothing is raised for them.
        """
        if self._closed:
            raise RuntimeError("The kernel is closed.")
        before = self._snapshot()
        process = self._process or self._start()
        watch = _Watch(process, self._folder, self._given, self.limits)
        watch.start()
        try:
            process.stdin.write(json.dumps({"code": code}).encode() + b"\n")
            process.stdin.flush()
            line = process.stdout.readline(_MAX_ANSWER_BYTES)
        except OSError:  # the process ended while it was written to
            line = b""
        finally:
            watch.stop()
        try:
            answer = json.loads(line)
        except ValueError:
            self._stop()
            answer = {"logs": watch.reason or "Stopped: the code ended its own process.", "images": []}
        images = [base64.b64decode(image) for image in answer["images"]]
        return Execution(answer["logs"], images, self._new_files(before))

    def close(self) -> None:
        """End the process and remove its folder. May be called from another thread, and twice."""
        self._closed = True
        self._stop()
        for _ in range(_REMOVE_TRIES):
            shutil.rmtree(self._folder, ignore_errors=True)
            if not self._folder.exists():
                return
            time.sleep(_WATCH_EVERY)  # Windows may hold a folder for a moment after its process has ended

    def _start(self) -> subprocess.Popen[bytes]:
        environment = {
            "HOME": str(self._folder),
            "TMPDIR": str(self._folder),
            "TEMP": str(self._folder),
            "MPLBACKEND": "Agg",
            "MPLCONFIGDIR": str(self._folder / ".matplotlib"),
            "OPENBLAS_NUM_THREADS": "1",
            "PYTHONHASHSEED": "0",
            "TZ": "UTC",
        }
        if "SYSTEMROOT" in os.environ:  # Windows cannot start Python without
            environment["SYSTEMROOT"] = os.environ["SYSTEMROOT"]
        # -s no user packages, -P no folder of the script on the path, -B no .pyc files
        command = [sys.executable, "-s", "-P", "-B", "-X", "utf8", "-W", "ignore", str(_WORKER)]
        process = subprocess.Popen(
            command,
            cwd=self._folder,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        settings = {
            "seconds": self.limits.seconds,
            "memory_bytes": self.limits.memory_bytes,
            "cpu_seconds": int(self.limits.seconds * 10) + 10,  # for all pieces together; the watch is stricter
            "file_bytes": self.limits.file_bytes,
            "log_characters": self.limits.log_characters,
        }
        with suppress(OSError):  # a process that is already gone shows in `execute`
            process.stdin.write(json.dumps(settings).encode() + b"\n")
            process.stdin.flush()
        self._process = process
        return process

    def _stop(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            _kill(process)
            process.wait()
            for pipe in (process.stdin, process.stdout):
                with suppress(OSError):
                    pipe.close()

    def _snapshot(self) -> dict[str, tuple[int, int]]:
        return {name: (status.st_mtime_ns, status.st_size) for name, status in _regular_files(self._folder)}

    def _new_files(self, before: dict[str, tuple[int, int]]) -> dict[str, bytes]:
        found = {}
        for name, status in _regular_files(self._folder):
            if before.get(name) != (status.st_mtime_ns, status.st_size) and status.st_size <= self.limits.file_bytes:
                found[name] = (self._folder / name).read_bytes()
        return found


class _Watch(threading.Thread):
    """Ends a process that runs too long, takes too much memory, or fills its folder. `reason` says which."""

    def __init__(self, process: subprocess.Popen[bytes], folder: Path, given: int, limits: Limits):
        super().__init__(name="code-interpreter-watch", daemon=True)
        self.process, self.folder, self.given, self.limits = process, folder, given, limits
        self.reason = ""
        self._done = threading.Event()

    def run(self) -> None:
        deadline = time.monotonic() + self.limits.seconds
        while not self._done.wait(_WATCH_EVERY):
            self.reason = self._too_much(deadline)
            if self.reason:
                _kill(self.process)
                return

    def stop(self) -> None:
        self._done.set()
        self.join()

    def _too_much(self, deadline: float) -> str:
        if time.monotonic() > deadline:
            return f"Stopped: the code ran longer than {self.limits.seconds:g} seconds."
        with suppress(psutil.Error):
            if _memory_bytes(self.process.pid) > self.limits.memory_bytes:
                return f"Stopped: the code took more than {self.limits.memory_bytes // 2**20} MB of memory."
        if _folder_bytes(self.folder) - self.given > self.limits.folder_bytes:
            return f"Stopped: the code wrote more than {self.limits.folder_bytes // 2**20} MB of files."
        return ""


def _regular_files(folder: Path) -> list[tuple[str, os.stat_result]]:
    """Plain files directly in a folder. Links and pipes that the code may have made are not followed or read."""
    with suppress(FileNotFoundError), os.scandir(folder) as entries:
        return sorted(
            (entry.name, entry.stat(follow_symlinks=False))
            for entry in entries
            if entry.is_file(follow_symlinks=False) and not entry.name.startswith(".")
        )
    return []


def _folder_bytes(folder: Path) -> int:
    total = 0
    for parent, _, names in os.walk(folder):
        for name in names:
            with suppress(OSError):
                total += os.lstat(os.path.join(parent, name)).st_size
    return total


def _memory_bytes(pid: int) -> int:
    process = psutil.Process(pid)
    total = process.memory_info().rss
    for child in process.children(recursive=True) if _RUNS_IN_A_CHILD else ():
        with suppress(psutil.NoSuchProcess):
            total += child.memory_info().rss
    return total


def _kill(process: subprocess.Popen[bytes]) -> None:
    with suppress(OSError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)  # it leads its own group, so its children go too
        else:
            process.kill()
