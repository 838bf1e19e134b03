"""The kernel process really runs code, and its limits really hold."""

import ast
import base64
import os
import shutil
import struct
import subprocess
import sys
import threading
import time
from pathlib import Path

import psutil
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.local_api.code_interpreter import kernel as kernel_module
from helpers.local_api.code_interpreter import worker
from helpers.local_api.code_interpreter.kernel import Kernel, Limits
from helpers.local_api.code_interpreter.names import safe_name

ROOT = Path(__file__).resolve().parents[2]
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
posix = pytest.mark.skipif(os.name == "nt", reason="the operating system has no such limit")


@pytest.fixture
def kernel():
    with Kernel() as kernel:
        yield kernel


def test_prints_results_and_keeps_names(kernel):
    assert kernel.execute("x = 6 * 7\nprint('working')\nx").logs == "working\n42\n"
    assert kernel.execute("x + 1").logs == "43\n"
    assert kernel.execute("x = 1").logs == ""


def test_errors_are_logs_with_only_the_codes_own_lines(kernel):
    logs = kernel.execute("def half(n):\n    return n / 0\nhalf(1)").logs
    assert logs.endswith("ZeroDivisionError: division by zero\n")
    assert '"<cell 1>", line 2, in half' in logs
    assert "worker.py" not in logs
    assert "SyntaxError" in kernel.execute("1 +").logs
    assert "SystemExit" in kernel.execute("exit()").logs
    assert "EOFError" in kernel.execute("input()").logs
    assert kernel.execute("half.__name__").logs == "'half'\n"


def test_reads_its_files_and_gives_back_new_ones(kernel):
    assert kernel.add_file("../../sales.csv", [b"month,sum\n", b"May,3\nJune,4\n"]) == "sales.csv"
    assert kernel.add_file("sales.csv", [b"other"]) == "sales (2).csv"
    done = kernel.execute(
        "import csv\nrows = list(csv.DictReader(open('sales.csv')))\n"
        "total = sum(int(row['sum']) for row in rows)\n"
        "open('total.txt', 'w').write(str(total))\ntotal"
    )
    assert done.logs == "7\n"
    assert done.files == {"total.txt": b"7"}
    assert kernel.execute("1").files == {}


def test_shows_images(kernel):
    done = kernel.execute(f"class Picture:\n    def _repr_png_(self): return {PIXEL!r}\nPicture()")
    assert done.images == [PIXEL]
    assert done.logs == ""


@pytest.mark.parametrize(
    "code",
    [
        "open('/etc/hosts').read()",
        f"open({__file__!r}).read()",
        "import os; os.listdir('/')",
        "open('../out.txt', 'w')",
        "import os; os.symlink('/etc/hosts', 'link')",
        "import os; os.remove('/tmp/nothing')",
        "import sqlite3; sqlite3.connect('/tmp/nothing.db')",
        "import subprocess, sys; subprocess.run([sys.executable, '-c', '1'])",
        "import os; os.system('true')",
        "import os; os.fork()",
        "import os, signal; os.kill(os.getppid(), signal.SIGTERM)",
        "import socket; socket.create_connection(('127.0.0.1', 9))",
        "import urllib.request; urllib.request.urlopen('http://example.com')",
        "import ctypes; ctypes.pythonapi.Py_Exit(3)",
    ],
)
def test_what_needs_the_machine_is_refused(kernel, code):
    if os.name == "nt" and ("fork" in code or "getppid" in code or "/etc" in code):
        pytest.skip("not on this system")
    logs = kernel.execute(code).logs
    assert "The code interpreter " in logs
    assert kernel.execute("1").logs == "1\n"


def test_sees_nothing_of_the_servers_environment(kernel, monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", "key-of-the-server")
    assert "key-of-the-server" not in kernel.execute("import os; dict(os.environ)").logs


def test_time_limit_ends_the_process_and_the_next_one_is_fresh():
    with Kernel(Limits(seconds=0.5)) as kernel:
        kernel.add_file("a.txt", [b"here"])
        kernel.execute("x = 1")
        start = time.monotonic()
        assert kernel.execute("while True: pass").logs == "Stopped: the code ran longer than 0.5 seconds."
        assert time.monotonic() - start < 5
        assert "NameError" in kernel.execute("x").logs
        assert kernel.execute("open('a.txt').read()").logs == "'here'\n"


@posix
def test_memory_limit_by_the_system():
    with Kernel(Limits(memory_bytes=300 * 2**20)) as kernel:
        assert kernel.execute("data = bytearray(400 * 2**20)").logs.endswith("MemoryError\n")
        assert kernel.execute("2").logs == "2\n"


def test_memory_limit_by_the_watch(monkeypatch):
    # Where the system sets no limit (Windows, macOS), the parent sees it and ends the process.
    monkeypatch.setattr(psutil.Process, "memory_info", lambda self: type("Info", (), {"rss": 2**40})())
    assert kernel_module.psutil is psutil
    with Kernel(Limits(memory_bytes=300 * 2**20)) as kernel:
        assert kernel.execute("import time; time.sleep(10)").logs == (
            "Stopped: the code took more than 300 MB of memory."
        )


@posix
def test_the_memory_of_the_process_that_does_the_work_counts(monkeypatch, tmp_path):
    # On Windows `.venv/Scripts/python.exe` starts the Python that the environment was made from, and waits.
    starter = tmp_path / "python"
    starter.write_text(f"#!/bin/sh\n{sys.executable} \"$@\"\nexit $?\n")
    starter.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(starter))
    monkeypatch.setattr(kernel_module, "_RUNS_IN_A_CHILD", True)
    with Kernel(Limits(memory_bytes=600 * 2**20)) as kernel:
        assert kernel.execute("data = b'x' * (300 * 2**20)\nlen(data)").logs == f"{300 * 2**20}\n"
        kernel.limits = Limits(memory_bytes=200 * 2**20)
        assert kernel.execute("import time; time.sleep(10)").logs == (
            "Stopped: the code took more than 200 MB of memory."
        )


def test_a_folder_that_is_held_for_a_moment_is_removed_after_it(monkeypatch):
    remove, tries = shutil.rmtree, []

    def held(folder, **settings):
        tries.append(folder)
        if len(tries) == 3:
            remove(folder, **settings)

    monkeypatch.setattr(shutil, "rmtree", held)
    Kernel().close()
    assert len(tries) == 3 and not tries[0].exists()


@posix
def test_system_data_behind_a_link_can_be_read(tmp_path):
    # As on macOS, where /usr/share/zoneinfo is a link.
    (tmp_path / "own").mkdir()
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "Seoul").write_text("KST")
    (tmp_path / "other").write_text("no")
    (tmp_path / "zoneinfo").symlink_to(tmp_path / "real")
    program = f"""
import sys
sys.path.insert(0, {str(ROOT)!r})
import helpers.local_api.code_interpreter.worker as worker
worker.SYSTEM_DATA = (*worker.SYSTEM_DATA, {str(tmp_path / "zoneinfo")!r})
worker.guard({str(tmp_path / "own")!r})
print(open({str(tmp_path / "zoneinfo" / "Seoul")!r}).read())
try:
    open({str(tmp_path / "other")!r})
except PermissionError:
    print("refused")
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60)
    assert (done.stdout, done.stderr) == ("KST\nrefused\n", "")


def test_disk_limits():
    with Kernel(Limits(file_bytes=2**20, folder_bytes=2**21)) as kernel:
        many = "import time\nfor n in range(5): open(f'{n}.bin', 'wb').write(bytes(2**20 - 1))\ntime.sleep(10)"
        assert kernel.execute(many).logs == "Stopped: the code wrote more than 2 MB of files."


@posix
def test_one_file_cannot_grow_past_its_limit():
    with Kernel(Limits(file_bytes=2**20)) as kernel:
        done = kernel.execute("open('big.bin', 'wb').write(bytes(2**21))")
        assert "big.bin" not in done.files or len(done.files["big.bin"]) <= 2**20
        assert done.logs != "2097152\n"


def test_output_is_cut():
    with Kernel(Limits(log_characters=50)) as kernel:
        logs = kernel.execute("print('x' * 1000)").logs
        assert logs == "x" * 50 + "\n… (the rest of the output was cut)"


def test_a_process_that_ends_itself_is_reported(kernel):
    assert kernel.execute("import os; os._exit(0)").logs == "Stopped: the code ended its own process."
    assert kernel.execute("3").logs == "3\n"


def test_close_leaves_nothing_even_in_the_middle():
    kernel = Kernel()
    kernel.execute("1")
    folder, process = kernel._folder, kernel._process
    runner = threading.Thread(target=kernel.execute, args=("import time; time.sleep(30)",))
    runner.start()
    time.sleep(0.1)
    kernel.close()
    runner.join(5)
    assert not runner.is_alive()
    assert not folder.exists()
    assert process.poll() is not None
    with pytest.raises(RuntimeError):
        kernel.execute("1")


@given(st.text(max_size=150))
def test_any_name_becomes_a_plain_name(name):
    safe = safe_name(name)
    assert safe and len(safe) <= 101
    assert not set(safe) & set('/\\:*?"<>|\x00\n') and not safe.startswith(".")
    assert os.path.basename(safe) == safe


@pytest.mark.parametrize(
    ("name", "safe"),
    [("a/b/c.csv", "c.csv"), ("..", "file"), ("", "file"), ("CON.txt", "_CON.txt"), ("판매 2024.csv", "판매 2024.csv")],
)
def test_safe_names(name, safe):
    assert safe_name(name) == safe


# The part of the worker that needs no process of its own


def run_here(code, names=None, characters=1000):
    logs = worker.Logs(characters)
    images = worker.run(code, 1, {} if names is None else names, logs)
    return logs.text(), images


def test_a_cell_prints_its_last_value_as_a_notebook_does():
    names = {}
    assert run_here("x = 2", names) == ("", [])
    assert run_here("x * 21", names) == ("42\n", [])
    assert run_here("None", names) == ("", [])
    assert run_here("", names) == ("", [])
    assert run_here("import sys; print('to stderr', file=sys.stderr)") == ("to stderr\n", [])


def test_only_paths_of_the_hosted_folder_are_read_as_this_one():
    code = "['/mnt/data/a.csv', '/mnt/data', f'/mnt/data/{1}.txt', '/mnt/database', 'see /mnt/data/x', 5]"
    assert run_here(code) == ("['./a.csv', '.', './1.txt', '/mnt/database', 'see /mnt/data/x', 5]\n", [])


def test_open_figures_are_shown_and_closed(kernel):
    drawn = kernel.execute(
        "import matplotlib.pyplot as plt\nfor n in (1, 2):\n    plt.figure(figsize=(n, n)).text(0, 0, '서울 臺北')\nplt.show()"
    )
    assert drawn.logs == ""
    # The width and the height stand in bytes 16 to 24 of a PNG.
    assert [struct.unpack(">II", image[16:24]) for image in drawn.images] == [(100, 100), (200, 200)]
    assert kernel.execute("1").images == []


def test_letters_that_the_font_lacks_come_from_another():
    code = "import matplotlib.pyplot as plt\ntext = plt.figure().text(0, 0, {text!r}, family={family!r})\nplt.show()"
    with Kernel() as kernel:
        report = "import matplotlib.font_manager as f\nprint({n.name for n in f.fontManager.ttflist})"
        installed = ast.literal_eval(kernel.execute(report).logs)
        kernel.execute(code.format(text="서울", family=None))
        used = ast.literal_eval(kernel.execute("text.get_fontfamily()").logs)
        assert used[0] == "sans-serif" and set(used[1:]) == installed.intersection(worker.EASTERN_FONTS)
        kernel.execute(code.format(text="a", family="monospace"))
        assert ast.literal_eval(kernel.execute("text.get_fontfamily()").logs) == ["monospace"]
