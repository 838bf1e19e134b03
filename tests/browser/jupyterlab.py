"""JupyterLab in a real browser: a server of its own in a temporary folder, and a page on a notebook.

Nothing of the user's own Jupyter is read or changed. The browser is one that is installed already.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge", "microsoft-edge")
_PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
)

#: No sandbox, because a container has none; no errands of the browser's own, because a network may be missing.
_FLAGS = (
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)

_START_SECONDS = 60.0


def installed_browser() -> str | None:
    """The path of a Chromium, Chrome or Edge on this machine; COURSE_BROWSER names another."""
    candidates = (os.environ.get("COURSE_BROWSER"), *map(shutil.which, _NAMES), *_PLACES)
    return next((path for path in candidates if path and Path(path).is_file()), None)


@contextmanager
def open_browser() -> Iterator[Browser]:
    path = installed_browser()
    if path is None:
        raise RuntimeError("There is no Chromium, Chrome or Edge on this machine.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(_FLAGS))
        try:
            yield browser
        finally:
            browser.close()


@dataclass(frozen=True)
class Lab:
    """A running JupyterLab: its address, its secret, and the folder that it shows."""

    url: str
    token: str
    folder: Path
    settings: Path

    def use_theme(self, theme: str) -> None:
        """Show pages that are opened from now on in this theme, `light` or `dark`."""
        name = {"light": "JupyterLab Light", "dark": "JupyterLab Dark"}[theme]
        _write_setting(self.settings, "@jupyterlab/apputils-extension/themes", {"theme": name})


@contextmanager
def start_lab(folder: Path) -> Iterator[Lab]:
    """JupyterLab on the notebooks of a folder, until the end of the block."""
    with tempfile.TemporaryDirectory(prefix="lab-", ignore_cleanup_errors=True) as home:
        own = {
            name: str(Path(home, name.lower()))
            for name in (
                "JUPYTER_CONFIG_DIR",
                "JUPYTER_DATA_DIR",
                "JUPYTER_RUNTIME_DIR",
                "JUPYTERLAB_SETTINGS_DIR",
                "JUPYTERLAB_WORKSPACES_DIR",
                "IPYTHONDIR",
            )
        }
        settings = Path(own["JUPYTERLAB_SETTINGS_DIR"])
        # All cells in the page, not only those in view; no question about news.
        _write_setting(settings, "@jupyterlab/notebook-extension/tracker", {"windowingMode": "none"})
        _write_setting(
            settings, "@jupyterlab/apputils-extension/notification", {"fetchNews": "false", "checkForUpdates": False}
        )
        token = secrets.token_hex(16)
        command = [
            *(sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root"),
            *("--ServerApp.port=0", f"--ServerApp.root_dir={folder}", f"--IdentityProvider.token={token}"),
            *("--LabApp.expose_app_in_browser=True", "--ServerApp.log_level=ERROR"),
        ]
        log = Path(home, "log")
        with log.open("wb") as output:
            server = subprocess.Popen(command, env={**os.environ, **own}, stdout=output, stderr=subprocess.STDOUT)
        try:
            port = _port(Path(own["JUPYTER_RUNTIME_DIR"]), server, log)
            yield Lab(f"http://127.0.0.1:{port}", token, folder, settings)
        finally:
            server.terminate()  # politely, so that it ends its kernels
            try:
                server.wait(20)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()


def _write_setting(folder: Path, name: str, values: dict[str, Any]) -> None:
    path = folder / f"{name}.jupyterlab-settings"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(values), encoding="utf-8")


def _port(runtime: Path, server: subprocess.Popen[bytes], log: Path) -> int:
    """The port that the server chose, once it listens."""
    end = time.monotonic() + _START_SECONDS
    while time.monotonic() < end and server.poll() is None:
        for file in runtime.glob("jpserver-*.json"):
            try:
                return int(json.loads(file.read_text(encoding="utf-8"))["port"])
            except (ValueError, KeyError):  # it is being written
                pass
        time.sleep(0.05)
    raise RuntimeError(f"JupyterLab did not start:\n{log.read_text(errors='replace')}")


@contextmanager
def open_notebook(browser: Browser, lab: Lab, name: str, width: int = 1100, height: int = 900) -> Iterator[Page]:
    """A page on a notebook of the lab's folder, its kernel ready, the side bars away."""
    context = browser.new_context(viewport={"width": width, "height": height})
    page = context.new_page()
    page.set_default_timeout(60_000)
    try:
        page.goto(f"{lab.url}/lab/tree/{name}?token={lab.token}&reset")
        page.wait_for_function("window.jupyterapp !== undefined")
        page.evaluate(
            """async () => {
                await jupyterapp.restored;
                while (!jupyterapp.shell.currentWidget?.context) await new Promise(go => setTimeout(go, 50));
                const panel = jupyterapp.shell.currentWidget;
                await panel.context.ready;
                await panel.sessionContext.ready;
                await panel.revealed;
                jupyterapp.shell.mode = 'single-document';
                jupyterapp.shell.collapseLeft();
                jupyterapp.shell.collapseRight();
            }"""
        )
        yield page
    finally:
        context.close()


def run_all(page: Page) -> list[dict[str, Any]]:
    """Run all cells and wait for the last; the notebook's cells, with outputs."""
    # The command is done at the first error, deliberate or not, while the cells after it still run.
    page.evaluate("async () => { await jupyterapp.commands.execute('notebook:run-all-cells'); }")
    page.wait_for_function(
        """() => {
            const panel = jupyterapp.shell.currentWidget;
            const cells = panel.content.widgets.filter(cell => cell.model.type === 'code');
            const idle = panel.sessionContext.session.kernel.status === 'idle';
            return idle && cells.every(cell => cell.model.executionCount !== null);
        }"""
    )
    return page.evaluate("() => jupyterapp.shell.currentWidget.content.model.toJSON().cells")
