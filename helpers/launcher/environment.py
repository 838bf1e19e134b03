"""The course's own Python environment, `.venv`: made, checked, repaired.

A file in it says what was installed where. While an installation is under way it says that too,
so that the next run can tell a finished environment from a half-made one and start over.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from helpers.launcher.progress import CommandFailed, Progress

#: Installs ten times faster than pip. Where it cannot be had, pip does the work.
UV = "uv==0.13.8"

#: Pins of everything, also of what the pinned packages need.
CONSTRAINTS = "constraints.txt"

_STATE = "course-setup.json"
_LOG = "setup.log"
_TRUSTED = "trusted.json"
_COMPILED = "compiled"

#: JupyterLab's defaults in this environment: no question about news, no request for it.
_LAB_SETTINGS = {
    "@jupyterlab/apputils-extension:notification": {
        "checkForUpdates": False,
        "fetchNews": "false",
    }
}


class SetupError(Exception):
    """The environment cannot be made; the text says why and what to do, in a sentence or two."""


@dataclass(frozen=True)
class Environment:
    """The environment of the course in the folder `root`."""

    root: Path

    @property
    def folder(self) -> Path:
        return self.root / ".venv"

    @property
    def python(self) -> Path:
        """Its interpreter."""
        return self.folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")

    @property
    def _state_file(self) -> Path:
        return self.folder / _STATE

    def variables(self, outer: Mapping[str, str]) -> dict[str, str]:
        """The environment variables for its programs.

        Who forbids Python to keep what it has compiled (many container images do) wants no such files beside the
        sources. But then every kernel compiles all packages anew, for two seconds or more. So they are kept in here.
        """
        variables = dict(outer)
        if variables.pop("PYTHONDONTWRITEBYTECODE", ""):
            variables.setdefault("PYTHONPYCACHEPREFIX", str(self.folder / _COMPILED))
        return variables

    def is_ready(self, requirements: Sequence[str]) -> bool:
        """Whether these requirement files (paths in `root`) are installed, in their present form."""
        state = self._state()
        return self._is_whole(state) and all(
            state["installed"].get(name) == self._fingerprint(name) for name in requirements
        )

    def prepare(self, requirements: Sequence[str]) -> None:
        """Make the environment ready, from whatever state it is in, and say what is being done.

        Raises:
            SetupError: It could not be done. The next call begins anew.
        """
        with _explained(self.root), _stopped_politely():
            _check_writable(self.root)
            state = self._state()
            keep = self._is_whole(state) or (state is None and self._version() is not None)
            installed = dict(state["installed"]) if keep and state else {}
            if not keep:
                _remove(self.folder)
                self.folder.mkdir()
            self._write_state("installing", installed)

            progress = Progress(steps=3, log=self.folder / _LOG)
            if keep:
                progress.skip()
            else:
                progress.run("Making a Python environment in .venv", [_base_python(), "-m", "venv", str(self.folder)])
            wanted = list(dict.fromkeys([*installed, *requirements]))
            self._install(wanted, progress)
            self._write_lab_settings()
            self._write_state("ready", {name: self._fingerprint(name) for name in wanted})

    def trust(self, notebooks: Sequence[Path]) -> None:
        """Have JupyterLab show these notebooks' recorded outputs in full before they are run.

        Of a notebook that it does not trust it shows no drawing. The ones of the course are as
        trustworthy as this program. Does nothing where they have not changed since.
        """
        signed = self.folder / _TRUSTED
        now = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in notebooks}
        try:
            if json.loads(signed.read_text(encoding="utf-8")) == now:
                return
        except (OSError, ValueError):
            pass
        command = [str(self.python), "-m", "nbformat.sign", *map(str, notebooks)]
        if subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False).returncode == 0:
            with suppress(OSError):  # a prepared folder that cannot be written: then it takes a second each time
                signed.write_text(json.dumps(now), encoding="utf-8")

    def _install(self, requirements: Sequence[str], progress: Progress) -> None:
        packages = [argument for name in requirements for argument in ("-r", str(self.root / name))]
        packages += ["-c", str(self.root / CONSTRAINTS), "-e", str(self.root)]
        pip = [str(self.python), "-m", "pip", "--disable-pip-version-check"]
        title = "Installing the packages, pinned to the version"
        try:
            progress.run(
                "Getting uv, a fast installer",
                [*pip, "install", "--only-binary=:all:", "--retries=1", "--timeout=20", UV],
                optional=True,
            )
            uv = [str(self.python), "-m", "uv", "--no-progress", "pip", "install", "--python", str(self.python)]
            progress.run(title, [*uv, *packages], optional=True)
        except CommandFailed as failed:
            if _explanation(failed.output) is not None:
                raise
            progress.run(f"{title}, with pip", [*pip, "install", *packages])

    # --- What is known of it ------------------------------------------------------------------

    def _state(self) -> Any:
        """The state as it was written, {} if it cannot be read, None where there is none."""
        try:
            state = json.loads(self._state_file.read_text(encoding="utf-8"))
            return state if {"state", "folder", "python", "installed"} <= state.keys() else {}
        except FileNotFoundError:
            return None
        except (OSError, ValueError, AttributeError):
            return {}

    def _is_whole(self, state: Any) -> bool:
        """Finished, still where it was made, and its interpreter still the one it was made with."""
        return (
            bool(state)
            and state["state"] == "ready"
            and state["folder"] == str(self.folder)
            and state["python"] == self._version()
        )

    def _version(self) -> str | None:
        """The version of its interpreter, for example "3.11"; None if it is not fit for use.

        It may not run, be too old, have no pip, or, in a half-deleted environment, take itself for
        the Python that it was made from: installing with it would then change that one.
        """
        ask = """
import os, sys, importlib.util
mine = os.path.samefile(sys.prefix, sys.argv[1]) and importlib.util.find_spec("pip") and sys.version_info >= (3, 11)
print("%d.%d" % sys.version_info[:2] if mine else "")
"""
        try:
            answer = subprocess.run(
                [str(self.python), "-I", "-c", ask, str(self.folder)],
                capture_output=True,
                text=True,
                check=True,
                timeout=60,
            )
        except (OSError, subprocess.SubprocessError):
            return None
        return answer.stdout.strip() or None

    def _fingerprint(self, name: str) -> str:
        files = (name, CONSTRAINTS, "pyproject.toml")
        return hashlib.sha256(b"\0".join((self.root / file).read_bytes() for file in files)).hexdigest()

    def _write_state(self, state: str, installed: dict[str, str]) -> None:
        python = self._version() or "{}.{}".format(*sys.version_info[:2])
        text = {"state": state, "folder": str(self.folder), "python": python, "installed": installed}
        new = self._state_file.with_suffix(".new")
        new.write_text(json.dumps(text, indent=1) + "\n", encoding="utf-8")
        new.replace(self._state_file)

    def _write_lab_settings(self) -> None:
        settings = self.folder / "share" / "jupyter" / "lab" / "settings" / "overrides.json"
        settings.parent.mkdir(parents=True, exist_ok=True)
        settings.write_text(json.dumps(_LAB_SETTINGS, indent=1) + "\n", encoding="utf-8")


def _base_python() -> str:
    """The interpreter outside any environment: an environment made with another's would die with that one."""
    return getattr(sys, "_base_executable", None) or sys.executable


def _check_writable(folder: Path) -> None:
    with tempfile.TemporaryFile(dir=folder):
        pass


def _remove(folder: Path) -> None:
    """Move it out of the way in one step, then delete it, so that no half of it is ever in its place."""
    if os.path.lexists(folder):
        folder.rename(folder.with_name(f"{folder.name}-old-{os.getpid()}"))
    for old in folder.parent.glob(f"{folder.name}-old-*"):
        if old.is_dir() and not old.is_symlink():
            shutil.rmtree(old, ignore_errors=True)
        else:
            old.unlink()


@contextmanager
def _stopped_politely() -> Iterator[None]:
    """A polite kill ends like Ctrl+C: the command that is running ends too."""

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


# --- What went wrong, in a sentence ---------------------------------------------------------------

_NO_NETWORK = (
    "The packages could not be downloaded: there is no connection to the package index (pypi.org). "
    "Check the network, or the proxy settings, and run the same command again."
)
_DISK_FULL = "The disk is full. The course needs about 500 MB: make room and run the same command again."
_NOT_WRITABLE = (
    "The folder {root} cannot be written. "
    "Copy the course to a folder of your own, for example in your home, and run the same command there."
)
_NO_VENV = (
    "This Python cannot make environments: its venv part is missing. "
    "On Debian and Ubuntu: sudo apt install python3-venv. Then run the same command again."
)
_IN_USE = (
    "A file in .venv cannot be replaced; perhaps JupyterLab is still running from it. "
    "Close it, or delete the folder .venv, and run the same command again."
)
_LONG_PATHS = (
    "A path became too long for Windows. Move the course to a short folder, such as C:\\course, and run it there."
)

_EXPLANATIONS = (
    (r"No space left on device|Errno 28\b|Disk quota exceeded|not enough space on the disk", _DISK_FULL),
    (r"Read-only file system|Permission denied|Errno 13\b|Access is denied", _NOT_WRITABLE),
    (r"ensurepip is not available|No module named '?(ensurepip|venv)\b", _NO_VENV),
    (r"enable-long-paths|Long Path support|path (is )?too long|filename or extension is too long", _LONG_PATHS),
    (
        r"NameResolutionError|Failed to establish a new connection|Temporary failure in name resolution"
        r"|Name or service not known|getaddrinfo failed|nodename nor servname|Network is unreachable"
        r"|ConnectTimeout|Read timed out|ReadTimeoutError|Connection (reset|refused|aborted)|ProxyError"
        r"|dns error|error sending request|operation timed out",
        _NO_NETWORK,
    ),
)


def _explanation(output: str) -> str | None:
    return next((sentence for pattern, sentence in _EXPLANATIONS if re.search(pattern, output, re.IGNORECASE)), None)


@contextmanager
def _explained(root: Path) -> Iterator[None]:
    """Turn what can go wrong into a SetupError with a sentence that helps."""
    try:
        yield
    except CommandFailed as failed:
        last = next((line.strip() for line in reversed(failed.output.splitlines()) if line.strip()), "no output")
        sentence = _explanation(failed.output) or (
            f"A set-up command failed: {last[:300]} (all of its output: {root / '.venv' / _LOG}). "
            "Run the same command again; the set-up then begins anew."
        )
        raise SetupError(sentence.format(root=root) if "{root}" in sentence else sentence) from None
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise SetupError(_DISK_FULL) from None
        if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
            in_environment = error.filename and Path(str(error.filename)).is_relative_to(root / ".venv")
            raise SetupError(_IN_USE if in_environment else _NOT_WRITABLE.format(root=root)) from None
        raise SetupError(f"The set-up could not go on: {error}. Run the same command again.") from None
