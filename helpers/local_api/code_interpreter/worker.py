"""The kernel process: reads code, runs it, answers with what it printed.

Started by `kernel.py`; never imported. It speaks JSON, one object a line: the limits come first
on standard input, then `{"code": …}`; the answer to each is `{"logs": …, "images": [base64 …]}`
on what was standard output. Names stay from one piece of code to the next, as in a notebook.

Three fences, from the outside in: an empty environment and a folder of its own (set up by the
parent), the operating system's limits on time, memory and file size, and an audit hook that
refuses the network, other programs, and files elsewhere. The hook stops mistakes and simple
tricks. It is no prison: for code from people you do not trust, run the server in a container.
"""

from __future__ import annotations

import ast
import base64
import contextlib
import faulthandler
import io
import json
import linecache
import os
import sys
import sysconfig
import traceback

READ = ("os.listdir", "os.scandir", "os.chdir")
WRITE = (
    "os.chmod", "os.chown", "os.link", "os.mkdir", "os.remove", "os.rename", "os.rmdir", "os.truncate", "os.utime",
    "sqlite3.connect",
)  # fmt: skip
NEVER = (
    "ctypes.dlsym", "os.exec", "os.fork", "os.forkpty", "os.kill", "os.killpg", "os.posix_spawn", "os.spawn",
    "os.startfile", "os.symlink", "os.system", "pty.spawn", "socket.bind", "socket.connect", "socket.getaddrinfo",
    "socket.gethostbyaddr", "socket.gethostbyname", "socket.sendmsg", "socket.sendto", "subprocess.Popen",
    "winreg.ConnectRegistry", "winreg.OpenKey",
)  # fmt: skip


#: What libraries read. On macOS some of it is elsewhere, behind links.
SYSTEM_DATA = (
    "/etc/localtime", "/etc/mime.types", "/dev/urandom", "/usr/share/zoneinfo", "/usr/share/fonts",
    "/System/Library/Fonts", "/Library/Fonts", os.path.join(os.environ.get("SYSTEMROOT", os.sep), "Fonts"),
)  # fmt: skip
#: Fonts with Korean or Chinese letters: of Linux, of Windows, of macOS.
EASTERN_FONTS = (
    "Noto Sans CJK KR", "NanumGothic", "Malgun Gothic", "Microsoft JhengHei", "Apple SD Gothic Neo", "PingFang TC",
)  # fmt: skip


class Logs(io.StringIO):
    """What was printed, up to a number of characters."""

    def __init__(self, limit: int):
        super().__init__()
        self.left = limit
        self.cut = False

    def write(self, text: str) -> int:
        if len(text) > self.left:
            self.cut = True
        super().write(text[: self.left])
        self.left -= min(len(text), self.left)
        return len(text)

    def text(self) -> str:
        return self.getvalue() + ("\n… (the rest of the output was cut)" if self.cut else "")


def limit_resources(memory_bytes: int, cpu_seconds: int, file_bytes: int) -> None:
    try:
        import resource
    except ImportError:  # Windows; the parent watches time and memory on every system
        return
    for name, amount in (
        ("RLIMIT_AS", memory_bytes),
        ("RLIMIT_CPU", cpu_seconds),
        ("RLIMIT_FSIZE", file_bytes),
        ("RLIMIT_NOFILE", 128),
        ("RLIMIT_CORE", 0),
    ):
        with contextlib.suppress(AttributeError, ValueError, OSError):  # not every system has every limit
            resource.setrlimit(getattr(resource, name), (amount, amount))


def guard(folder: str) -> None:
    """Refuse, from now on and for good, what code in a notebook of numbers has no need for."""
    home = os.path.realpath(folder)
    pythons = (sys.prefix, sys.base_prefix, *sysconfig.get_paths().values())
    readable = {os.path.realpath(path) for path in (home, *SYSTEM_DATA, *pythons)}
    readable.discard(os.path.realpath(os.sep))  # a Python installed at the root would open everything

    def within(path, roots) -> bool:
        real = os.path.realpath(os.fsdecode(path))
        return any(real == root or real.startswith(root.rstrip(os.sep) + os.sep) for root in roots)

    def check(event: str, args: tuple) -> None:
        if event == "open":
            path, mode, flags = args
            if isinstance(path, int) or path is None or os.fsdecode(path) == os.devnull:
                return
            writes = any(letter in (mode or "") for letter in "wax+") or (flags or 0) & (
                os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
            )
            allowed = within(path, {home} if writes else readable)
        elif event in READ:
            allowed = args[0] is None or isinstance(args[0], int) or within(args[0], readable)
        elif event in WRITE:
            paths = [arg for arg in args[:2] if isinstance(arg, (str, bytes, os.PathLike))]
            allowed = all(within(path, {home}) for path in paths if path != ":memory:")
        elif event in NEVER or (event == "ctypes.dlopen" and args[0] is not None):
            raise PermissionError("The code interpreter has no network and starts no other programs.")
        else:
            return
        if not allowed:
            raise PermissionError("The code interpreter reads and writes files only in its own folder.")

    sys.addaudithook(check)


class HostedPaths(ast.NodeTransformer):
    """The hosted code interpreter kept files in /mnt/data, so models write that. Here it is the kernel's folder."""

    def visit_Constant(self, node: ast.Constant) -> ast.Constant:
        if isinstance(node.value, str) and (node.value == "/mnt/data" or node.value.startswith("/mnt/data/")):
            return ast.copy_location(ast.Constant("." + node.value.removeprefix("/mnt/data"), node.kind), node)
        return node


def run(code: str, number: int, names: dict, logs: Logs) -> list[bytes]:
    """Run a piece of code as a notebook cell. Returns the images that it showed."""
    filename = f"<cell {number}>"
    linecache.cache[filename] = (len(code), None, code.splitlines(keepends=True), filename)
    images: list[bytes] = []
    with contextlib.redirect_stdout(logs), contextlib.redirect_stderr(logs):
        try:
            body = HostedPaths().visit(ast.parse(code, filename)).body
            last = body.pop() if body and isinstance(body[-1], ast.Expr) else None
            exec(compile(ast.Module(body, []), filename, "exec"), names)
            if last is not None:
                value = eval(compile(ast.Expression(last.value), filename, "eval"), names)
                picture = getattr(value, "_repr_png_", None)
                if callable(picture) and not isinstance(value, type):
                    images.append(picture())
                elif value is not None:
                    print(repr(value))
            images.extend(figures())
        except BaseException as error:  # the code's own mistakes, exit() among them, are its output
            report = traceback.TracebackException.from_exception(error)
            # Only the code's own lines: paths of this machine would tell nothing and look different elsewhere.
            report.stack = traceback.StackSummary.from_list(
                frame for frame in report.stack if frame.filename.startswith("<cell ")
            )
            print("".join(report.format(chain=False)), end="")
    return images


def figures() -> list[bytes]:
    """The figures that matplotlib holds open, as PNG; they are closed."""
    pyplot = sys.modules.get("matplotlib.pyplot")
    if pyplot is None:
        return []
    images = []
    for number in pyplot.get_fignums():
        buffer = io.BytesIO()
        figure = pyplot.figure(number)
        use_eastern_fonts(figure)
        figure.savefig(buffer, format="png")
        images.append(buffer.getvalue())
    pyplot.close("all")
    return images


def use_eastern_fonts(figure) -> None:
    """matplotlib's own font has no Korean or Chinese letters: take those from a font of the system that has."""
    matplotlib = sys.modules["matplotlib"]
    from matplotlib import font_manager
    from matplotlib.text import Text

    installed = {font.name for font in font_manager.fontManager.ttflist}
    families = [*matplotlib.rcParamsDefault["font.family"], *(name for name in EASTERN_FONTS if name in installed)]
    matplotlib.rcParams["font.family"] = families  # for the labels that are made while it is drawn
    for text in figure.findobj(Text):
        if text.get_fontfamily() == matplotlib.rcParamsDefault["font.family"]:
            text.set_fontfamily(families)


def main() -> None:
    requests = os.fdopen(os.dup(0), "r", encoding="utf-8")
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    nothing = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):  # the code's own input is empty, and C libraries print to nobody
        os.dup2(nothing, descriptor)

    settings = json.loads(requests.readline())
    limit_resources(settings["memory_bytes"], settings["cpu_seconds"], settings["file_bytes"])
    guard(os.getcwd())
    names: dict = {"__name__": "__main__"}
    for number, line in enumerate(requests, start=1):
        logs = Logs(settings["log_characters"])
        sys.stdin = open(os.devnull, encoding="utf-8")  # anew: exit() closes it
        # The parent stops slow code. Should the parent be gone, this does.
        faulthandler.dump_traceback_later(settings["seconds"] + 5, exit=True, file=nothing)
        images = run(json.loads(line)["code"], number, names, logs)
        faulthandler.cancel_dump_traceback_later()
        encoded = [base64.b64encode(image).decode() for image in images]
        answers.write(json.dumps({"logs": logs.text(), "images": encoded}) + "\n")
        answers.flush()


if __name__ == "__main__":
    main()
