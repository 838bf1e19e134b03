"""`python3 course.py`: set-up from every state, one sentence for each mishap, and what is started then."""

from __future__ import annotations

import contextlib
import errno
import importlib.metadata
import io
import json
import os
import re
import shutil
import subprocess
import sys
import venv
from collections.abc import Callable, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import nbformat
import nbformat.sign
import pytest

from helpers.launcher import commands, environment
from helpers.launcher.environment import Environment, SetupError
from helpers.launcher.progress import CommandFailed, Progress

ROOT = Path(__file__).resolve().parents[2]
COURSE, TESTS = commands.COURSE, commands.TESTS


# --- A set-up without a network: venv is real and quick, the installers are scripts ---------------------


class Machine:
    """A folder with a course in it, and installers that only write down what they were asked for."""

    def __init__(self, root: Path):
        self.root = root
        (root / "tests").mkdir()
        for name in (COURSE, TESTS, environment.CONSTRAINTS, "pyproject.toml"):
            (root / name).write_text(f"# {name}\n")
        self.environment = Environment(root)
        self.commands: list[str] = []
        #: What an installer says when it fails: by the name of the step.
        self.failing: dict[str, str] = {}

    def prepare(self, *requirements: str) -> None:
        self.environment.prepare(requirements or (COURSE,))

    def run(self, command: Sequence[str]) -> None:
        step = "uv==" if command[-1].startswith("uv==") else command[2]  # python -m venv, uv or pip
        self.commands.append(step)
        if step in self.failing:
            raise CommandFailed(self.failing[step])
        if step == "venv":
            venv.create(self.environment.folder, symlinks=os.name != "nt")
            site = next(self.environment.folder.glob("lib*/**/site-packages"), None)
            (site / "pip.py").touch()


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    machine = Machine(tmp_path)
    monkeypatch.setattr(Progress, "run", lambda self, title, command, *, optional=False: machine.run(command))
    return machine


ALL_STEPS = ["venv", "uv==", "uv"]


def test_from_nothing_everything_is_made_and_then_nothing_more(machine: Machine) -> None:
    assert not machine.environment.is_ready([COURSE])
    machine.prepare()
    assert machine.commands == ALL_STEPS
    assert machine.environment.is_ready([COURSE])
    assert not machine.environment.is_ready([COURSE, TESTS])


def test_what_the_tests_need_is_added_and_what_is_there_stays(machine: Machine) -> None:
    machine.prepare()
    kept = machine.environment.folder / "kept"
    kept.touch()
    machine.prepare(COURSE, TESTS)
    assert machine.commands == [*ALL_STEPS, "uv==", "uv"]
    assert kept.exists()
    assert machine.environment.is_ready([COURSE, TESTS])


@pytest.mark.parametrize("name", [COURSE, environment.CONSTRAINTS, "pyproject.toml"])
def test_changed_requirements_are_installed_without_starting_over(machine: Machine, name: str) -> None:
    machine.prepare()
    with (machine.root / name).open("a") as file:
        file.write("another==1.0\n")
    assert not machine.environment.is_ready([COURSE])
    machine.commands.clear()
    machine.prepare()
    assert machine.commands == ["uv==", "uv"]
    assert machine.environment.is_ready([COURSE])


def _interrupted(machine: Machine) -> None:
    machine.failing = {"uv": "killed", "pip": "killed"}
    with pytest.raises(SetupError):
        machine.prepare()
    machine.failing = {}


def _moved(machine: Machine) -> None:
    state = json.loads(machine.environment._state_file.read_text())
    machine.environment._state_file.write_text(json.dumps(state | {"folder": "/elsewhere/.venv"}))


def _other_python(machine: Machine) -> None:
    state = json.loads(machine.environment._state_file.read_text())
    machine.environment._state_file.write_text(json.dumps(state | {"python": "3.10"}))


def _no_python(machine: Machine) -> None:
    machine.environment.python.unlink()


def _dead_python(machine: Machine) -> None:
    machine.environment.python.unlink()
    if os.name == "nt":  # links are for administrators there
        machine.environment.python.write_bytes(b"no program")
    else:
        machine.environment.python.symlink_to("/nowhere/python3")


def _half_deleted(machine: Machine) -> None:
    """Its interpreter still runs, as the one it was made from. That one must not be touched."""
    machine.environment._state_file.unlink()
    (machine.environment.folder / "pyvenv.cfg").unlink()


def _half_written_state(machine: Machine) -> None:
    machine.environment._state_file.write_text('{"state": "rea')


def _old_state(machine: Machine) -> None:
    machine.environment._state_file.write_text("[]")


def _a_file_in_its_place(machine: Machine) -> None:
    shutil.rmtree(machine.environment.folder)
    machine.environment.folder.write_text("not a folder")


def _empty_folder(machine: Machine) -> None:
    shutil.rmtree(machine.environment.folder)
    machine.environment.folder.mkdir()


@pytest.mark.parametrize(
    "spoil",
    [
        _interrupted,
        _moved,
        _other_python,
        _no_python,
        _dead_python,
        _half_deleted,
        _half_written_state,
        _old_state,
        _a_file_in_its_place,
        _empty_folder,
    ],
)
def test_a_spoiled_environment_is_made_anew(machine: Machine, spoil: Callable[[Machine], None]) -> None:
    machine.prepare()
    with (machine.root / COURSE).open("a") as file:
        file.write("\n")
    spoil(machine)
    assert not machine.environment.is_ready([COURSE])
    machine.commands.clear()
    machine.prepare()
    assert machine.commands == ALL_STEPS
    assert machine.environment.is_ready([COURSE])
    assert not list(machine.root.glob(".venv-*"))


def test_an_environment_that_somebody_made_by_hand_is_used_not_deleted(machine: Machine) -> None:
    machine.prepare()
    machine.environment._state_file.unlink()
    (machine.environment.folder / "mine").touch()
    machine.commands.clear()
    machine.prepare()
    assert machine.commands == ["uv==", "uv"]
    assert (machine.environment.folder / "mine").exists()


@pytest.mark.parametrize("step", ["uv==", "uv"])
def test_without_uv_pip_does_it(machine: Machine, step: str) -> None:
    machine.failing = {step: "ERROR: No matching distribution found for uv"}
    machine.prepare()
    assert machine.commands[-1] == "pip"
    assert machine.environment.is_ready([COURSE])


def test_jupyterlab_asks_for_no_news(machine: Machine) -> None:
    machine.prepare()
    settings = json.loads(
        (machine.environment.folder / "share/jupyter/lab/settings/overrides.json").read_text(encoding="utf-8")
    )
    assert settings["@jupyterlab/apputils-extension:notification"] == {"checkForUpdates": False, "fetchNews": "false"}


def test_the_notebooks_are_trusted_once_and_again_when_they_change(
    machine: Machine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    machine.prepare()
    asked: list[list[str]] = []
    monkeypatch.setattr(
        environment.subprocess,
        "run",
        lambda command, **_: asked.append(command) or subprocess.CompletedProcess(command, 0),
    )
    notebook = tmp_path / "00-x.ipynb"
    notebook.write_text("one")
    machine.environment.trust([notebook])
    machine.environment.trust([notebook])
    assert [command[1:] for command in asked] == [["-m", "nbformat.sign", str(notebook)]]
    notebook.write_text("two")
    machine.environment.trust([notebook])
    assert len(asked) == 2


def test_a_trusted_notebook_is_known_to_jupyter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "jupyter"))
    path = tmp_path / "00-x.ipynb"
    cell = nbformat.v4.new_code_cell("1", outputs=[nbformat.v4.new_output("stream", text="1")])
    nbformat.write(nbformat.v4.new_notebook(cells=[cell]), path)
    monkeypatch.setattr(Environment, "python", Path(sys.executable))
    (tmp_path / ".venv").mkdir()
    Environment(tmp_path).trust([path])
    notary = nbformat.sign.NotebookNotary(data_dir=str(tmp_path / "jupyter"))
    assert notary.check_signature(nbformat.read(path, as_version=4))


# --- Mishaps --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("step", "output", "sentence"),
    [
        (
            "uv==",
            "Retrying after connection broken by 'NameResolutionError(...)'",
            "no connection to the package index",
        ),
        ("uv==", "Failed to establish a new connection: [Errno 101] Network is unreachable", "no connection"),
        ("uv", "error: error sending request for url: dns error", "no connection to the package index"),
        ("uv", "error: No space left on device (os error 28)", "The disk is full."),
        ("uv==", "ERROR: Could not install packages: [Errno 28] No space left on device", "The disk is full."),
        ("uv", "error: Permission denied (os error 13)", "cannot be written"),
        (
            "venv",
            "The virtual environment was not created successfully because ensurepip is not available.",
            "python3-venv",
        ),
        ("venv", "No module named venv", "python3-venv"),
        ("uv", "OSError: [WinError 206] The filename or extension is too long", "C:\\course"),
    ],
)
def test_a_mishap_is_told_in_a_sentence_and_the_next_run_recovers(
    machine: Machine, step: str, output: str, sentence: str
) -> None:
    machine.failing = {step: f"lots of text\n{output}\nmore text"}
    with pytest.raises(SetupError) as raised:
        machine.prepare()
    assert sentence in str(raised.value)
    assert "\n" not in str(raised.value)
    machine.failing = {}
    machine.prepare()
    assert machine.environment.is_ready([COURSE])


def test_what_nobody_foresaw_is_told_with_its_last_words(machine: Machine) -> None:
    machine.failing = dict.fromkeys(("uv", "pip"), "first\nthe cat sat on the cable\n\n")
    with pytest.raises(SetupError, match="the cat sat on the cable .*setup.log.*begins anew"):
        machine.prepare()


@pytest.mark.parametrize(
    ("code", "place", "sentence"),
    [
        (errno.EACCES, "", "cannot be written"),
        (errno.EROFS, "", "cannot be written"),
        (errno.ENOSPC, "", "The disk is full."),
        (errno.EACCES, ".venv/Scripts/python.exe", "perhaps JupyterLab is still running"),
        (errno.EIO, "", "could not go on"),
    ],
)
def test_a_folder_that_cannot_be_used_is_told(
    machine: Machine, monkeypatch: pytest.MonkeyPatch, code: int, place: str, sentence: str
) -> None:
    def refuse(folder: Path) -> None:
        raise OSError(code, os.strerror(code), str(folder / place))

    monkeypatch.setattr(environment, "_check_writable", refuse)
    with pytest.raises(SetupError, match=sentence):
        machine.prepare()


@pytest.mark.usefixtures("permissions_hold")
def test_a_read_only_folder_is_noticed(machine: Machine) -> None:
    machine.root.chmod(0o500)
    try:
        with pytest.raises(SetupError, match="cannot be written"):
            machine.prepare()
    finally:
        machine.root.chmod(0o700)


# --- What is shown --------------------------------------------------------------------------------


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


SLOW = [sys.executable, "-u", "-c", "import time; print('Downloading a lot'); time.sleep(1)"]


def test_a_terminal_sees_what_is_done_and_for_how_long(tmp_path: Path) -> None:
    screen = Terminal()
    Progress(steps=2, log=tmp_path / "log", screen=screen).run("Installing", SLOW)
    assert "[1/2] Installing ... 0 s  Downloading a lot" in screen.getvalue()
    assert re.search(r"\[1/2\] Installing: done \(\d s\)", screen.getvalue())
    assert "Downloading a lot" in (tmp_path / "log").read_text()


def test_a_log_gets_two_lines_a_step(tmp_path: Path) -> None:
    screen = io.StringIO()
    progress = Progress(steps=2, log=tmp_path / "log", screen=screen)
    progress.skip()
    progress.run("Installing", [sys.executable, "-c", "pass"])
    assert re.fullmatch(r"\[2/2\] Installing \.\.\.\n      done \(\d s\)\n", screen.getvalue())


def test_a_failed_command_gives_its_output_and_only_its_own(tmp_path: Path) -> None:
    progress = Progress(steps=2, log=tmp_path / "log", screen=io.StringIO())
    progress.run("One", [sys.executable, "-c", "print('fine')"])
    with pytest.raises(CommandFailed) as failed:
        progress.run("Two", [sys.executable, "-c", "print('broken'); raise SystemExit(3)"])
    assert failed.value.output.splitlines() == ["broken"]


def test_ctrl_c_ends_the_command_that_is_running(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[subprocess.Popen] = []

    def interrupt(process: subprocess.Popen, seconds: float) -> bool:
        started.append(process)
        raise KeyboardInterrupt

    monkeypatch.setattr("helpers.launcher.progress._has_ended", interrupt)
    with pytest.raises(KeyboardInterrupt):
        Progress(steps=1, log=tmp_path / "log", screen=io.StringIO()).run(
            "Waiting", [sys.executable, "-c", "import time; time.sleep(60)"]
        )
    assert started[0].returncode not in (None, 0)


# --- The commands ---------------------------------------------------------------------------------


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """What would have been started, on a machine where all is set up."""
    commands_started: list[list[str]] = []

    def become(_: Environment, arguments: list[str]) -> int:
        commands_started.append(arguments)
        return 0

    monkeypatch.setattr(commands, "_become", become)
    monkeypatch.setattr(Environment, "is_ready", lambda *_: True)
    monkeypatch.setattr(Environment, "trust", lambda *_: None)
    return commands_started


def test_without_arguments_the_first_notebook_opens(started, capsys) -> None:
    assert commands.main([]) == 0
    assert started[0][:3] == ["-m", "jupyterlab", f"--ServerApp.root_dir={ROOT}"]
    assert started[0][3].startswith("--LabApp.default_url=/lab/tree/notebooks/00")
    assert "Opening notebooks/00" in capsys.readouterr().out


def test_jupyterlabs_options_pass_through(started) -> None:
    commands.main(["--no-browser", "--port", "8890", "--ip=0.0.0.0"])
    assert started[0][-4:] == ["--no-browser", "--port", "8890", "--ip=0.0.0.0"]


def test_another_notebook_can_be_named(started, capsys) -> None:
    commands.main(["03", "--no-browser"])
    assert "Opening notebooks/03" in capsys.readouterr().out
    assert started[0][-1] == "--no-browser"


def test_a_root_user_may_start_it_too(started, monkeypatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0, raising=False)
    commands.main([])
    assert "--allow-root" in started[0]
    monkeypatch.setattr(os, "geteuid", lambda: 1000, raising=False)
    commands.main([])
    assert "--allow-root" not in started[1]


@pytest.mark.parametrize(("processors", "processes"), [(None, "2"), (1, "2"), (2, "3"), (3, "4"), (64, "4")])
def test_tests_run_in_a_few_processes_and_take_pytests_options(started, monkeypatch, processors, processes) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: processors)
    commands.main(["test", "-k", "market"])
    assert started[0][:6] == ["-m", "pytest", "-n", processes, "--dist", "loadfile"]
    assert started[0][-2:] == ["-k", "market"]


def test_record_takes_notebooks_by_number_and_options(started) -> None:
    commands.main(["record", "00", "--timeout=5"])
    recorder, option, notebook = started[0]
    assert Path(recorder).relative_to(ROOT).as_posix() == "tests/notebooks/record.py"
    assert option == "--timeout=5"
    assert Path(notebook).name.startswith("00")


def test_what_python_compiles_is_kept_in_the_environment_where_it_may_not_lie_beside_the_sources(tmp_path) -> None:
    course = Environment(tmp_path)
    assert course.variables({"HOME": "/h"}) == {"HOME": "/h"}
    kept = {"PYTHONPYCACHEPREFIX": str(tmp_path / ".venv" / "compiled")}
    assert course.variables({"PYTHONDONTWRITEBYTECODE": "1"}) == kept
    own = {"PYTHONPYCACHEPREFIX": "elsewhere"}
    assert course.variables({"PYTHONDONTWRITEBYTECODE": "1", **own}) == own


@pytest.mark.skipif(os.name == "nt", reason="Windows has no exec")
def test_the_next_program_takes_over_with_these_variables(monkeypatch, tmp_path) -> None:
    begun: list[Any] = []
    monkeypatch.setattr(os, "execve", lambda *given: begun.extend(given))
    monkeypatch.setattr(subprocess, "Popen", lambda *_, **__: contextlib.nullcontext(SimpleNamespace(wait=lambda: 0)))
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    monkeypatch.chdir(tmp_path)
    commands._become(Environment(ROOT), ["-m", "pytest"])
    program, command, variables = begun
    assert command == [program, "-m", "pytest"] and program == str(Environment(ROOT).python)
    assert Path.cwd() == ROOT
    assert "PYTHONDONTWRITEBYTECODE" not in variables and "PYTHONPYCACHEPREFIX" in variables


def test_setup_only_sets_up(started, capsys) -> None:
    assert commands.main(["setup"]) == 0
    assert started == []
    assert "Everything is ready." in capsys.readouterr().out


@pytest.mark.parametrize("asked", ["-h", "--help", "help"])
def test_help_names_every_command(asked: str, capsys) -> None:
    assert commands.main([asked]) == 0
    shown = capsys.readouterr().out
    assert all(f"course.py {command}" in shown for command in ("test", "record", "setup", "--help"))
    assert "--no-browser" in shown


@pytest.mark.parametrize("arguments", [["tset"], ["record", "77"]])
def test_an_unknown_word_is_told(arguments: list[str], capsys) -> None:
    assert commands.main(arguments) == 1
    assert f"There is no command and no notebook {arguments[-1]!r}." in capsys.readouterr().err


def test_ctrl_c_is_told(monkeypatch, capsys) -> None:
    def interrupt(*_: object) -> bool:
        raise KeyboardInterrupt

    monkeypatch.setattr(Environment, "is_ready", interrupt)
    assert commands.main([]) == 130
    assert "Run the same command again" in capsys.readouterr().err


# --- The file itself --------------------------------------------------------------------------------


def test_course_py_as_a_program_shows_its_help() -> None:
    ended = subprocess.run([sys.executable, str(ROOT / "course.py"), "--help"], capture_output=True, text=True)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout == commands.HELP + "\n"


def test_an_old_python_is_told_before_anything_else(monkeypatch) -> None:
    source = (ROOT / "course.py").read_text(encoding="utf-8")
    with monkeypatch.context() as old:
        old.setattr(sys, "version_info", (3, 6, 15, "final", 0))
        with pytest.raises(SystemExit, match=r"needs Python 3\.11 or newer, and this is Python 3\.6\."):
            exec(compile(source, "course.py", "exec"), {"__name__": "__main__"})


def test_any_python_can_read_it() -> None:
    """No syntax that is younger than Python 2.7: nothing before the check may be a SyntaxError."""
    source = (ROOT / "course.py").read_text(encoding="utf-8")
    assert source.isascii()
    assert not re.search(r"""\bf["']|:=|->|^\s*\w+\s*:\s*\w+|\bprint [^(]""", source.split('"""')[2], re.MULTILINE)
    for old in ("python2.7", "python3.6", "python3.8"):
        if shutil.which(old):
            ended = subprocess.run([old, str(ROOT / "course.py")], capture_output=True, text=True)
            if "not found" not in ended.stderr:  # a version manager's placeholder
                assert ended.stderr.startswith("This course needs Python 3.11 or newer")
                assert ended.returncode == 1


# --- The pins ---------------------------------------------------------------------------------------


def _pins(name: str) -> dict[str, list[str]]:
    pins: dict[str, list[str]] = {}
    for line in (ROOT / name).read_text(encoding="utf-8").splitlines():
        if found := re.match(r"([A-Za-z0-9_.-]+)==([^\s;#]+)", line):
            pins.setdefault(found[1].lower().replace("_", "-"), []).append(found[2])
    return pins


@pytest.mark.parametrize("name", [COURSE, TESTS])
def test_every_requirement_is_pinned_and_the_constraints_agree(name: str) -> None:
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    wanted = [line for line in lines if line.strip() and not line.startswith("#")]
    pins = _pins(name)
    assert len(pins) == len(wanted)
    constraints = _pins(environment.CONSTRAINTS)
    assert {name: constraints.get(name) for name in pins} == pins


def test_what_is_installed_is_what_is_pinned() -> None:
    constraints = _pins(environment.CONSTRAINTS)
    installed = {
        dist.metadata["Name"].lower().replace("_", "-"): dist.version for dist in importlib.metadata.distributions()
    }
    different = {
        name: (installed[name], versions)
        for name, versions in constraints.items()
        if name in installed and installed[name] not in versions
    }
    assert not different


# --- The README is true -----------------------------------------------------------------------------

README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_map_is_true() -> None:
    """Every notebook that is there is in the map with its minutes, and none that is not."""
    mapped = re.findall(r"(?m)^\| (\d\d) \| \[.*?\]\((notebooks/[^)]+)\) \|.*\| (\d+) \|$", README)
    there = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "notebooks").glob("*.ipynb"))
    assert [path for _, path, _ in mapped] == there
    for number, path, minutes in mapped:
        assert path.startswith(f"notebooks/{number}-")
        assert f"{minutes} minutes" in (ROOT / path).read_text(encoding="utf-8")
    planned = README.partition("Planned next:")[2].partition("\n")[0]
    assert not {number for number, _, _ in mapped} & set(re.findall(r"\b\d\d\b", planned))


def test_its_links_lead_somewhere_and_its_picture_is_said_in_words() -> None:
    targets = re.findall(r"\]\(([^)#\s]+)\)", README) + re.findall(r'src="([^"]+)"', README)
    assert [target for target in targets if "://" not in target and not (ROOT / target).exists()] == []
    assert all(re.findall(r'<img [^>]*alt="(.{80,}?)"', README))
    assert (ROOT / "docs" / "notebook.png").stat().st_size < 200_000


def test_ci_calls_the_readmes_command() -> None:
    assert "python3 course.py test" in README
    lines = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    assert lines[-1] == "exec python3 course.py test </dev/null"


def test_env_example_changes_nothing_when_it_is_copied() -> None:
    lines = (ROOT / ".env.example").read_text(encoding="utf-8").splitlines()
    assert all(line.startswith("#") or not line for line in lines)


def test_env_example_explains_every_variable_that_is_read() -> None:
    explained = set(re.findall(r"(?m)^#([A-Z_]+)=", (ROOT / ".env.example").read_text(encoding="utf-8")))
    sources = [(ROOT / "helpers" / name).read_text("utf-8") for name in ("connection.py", "market/sessions.py")]
    read = {
        name
        for source in sources
        for name in re.findall(r"\"((?:COURSE|OPENAI|AZURE_OPENAI)_[A-Z_]+)\"", source)
        if name != "AZURE_OPENAI_AD_TOKEN"  # taken away, not read
    }
    assert explained == read
