"""Drive the local API with clients that this project did not write.

    python tests/clients/run.py                  all of them
    python tests/clients/run.py langchain node   those whose name begins so

Each client gets an environment of its own, made on the first run (it needs the network, and Node for the `node`
ones) and kept in `tests/clients/.environments`. Then its program runs against a fresh server, and a table says what
passed. No part of the default suite. Exit status 1 where a check failed.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
ENVIRONMENTS = HERE / ".environments"
KEY = "key-for-the-client-programs"


@dataclass(frozen=True)
class Client:
    """A client: its program here, and the packages (name==version) that its environment holds."""

    name: str
    program: str
    packages: tuple[str, ...]

    @property
    def home(self) -> Path:
        """Where its environment is."""
        return ENVIRONMENTS / self.name

    @property
    def is_node(self) -> bool:
        """Whether it is a Node program."""
        return self.program.endswith(".mjs")

    def prepare(self) -> None:
        """Make the environment, unless it is there with these packages."""
        stamp = self.home / "packages.txt"
        wanted = "\n".join(self.packages)
        if stamp.is_file() and stamp.read_text() == wanted:
            return
        shutil.rmtree(self.home, ignore_errors=True)
        self.home.mkdir(parents=True)
        if self.is_node:
            (self.home / "package.json").write_text("{}")
            npm = shutil.which("npm") or "npm"
            subprocess.run([npm, "install", "--silent", "--no-fund", *self.packages], cwd=self.home, check=True)
        else:
            venv.create(self.home, with_pip=True)
            pip = [str(self._python), "-m", "pip", "install", "--quiet", "--quiet", "--disable-pip-version-check"]
            subprocess.run([*pip, *self.packages], check=True)
        stamp.write_text(wanted)

    def command(self) -> list[str]:
        """How to run its program."""
        if not self.is_node:
            return [str(self._python), str(HERE / self.program)]
        for name in (self.program, "checks.mjs"):
            shutil.copy(HERE / name, self.home)  # Node looks for packages beside the program
        return ["node", str(self.home / self.program)]

    @property
    def _python(self) -> Path:
        return self.home / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


#: `httpx<0.28` is what the older SDKs need: they pass it an argument that 0.28 no longer takes.
CLIENTS = [
    Client("node-openai-4", "openai_node.mjs", ("openai@4.104.0",)),
    Client("node-openai-5", "openai_node.mjs", ("openai@5.23.2",)),
    Client("node-openai-7", "openai_node.mjs", ("openai@7.55.0",)),
    Client(
        "node-frameworks",
        "node_frameworks.mjs",
        (
            "openai@4.104.0",
            "ai@3.4.33",
            "react@18.3.1",
            "zod@3.25.76",
            "langchain@0.3.6",
            "@langchain/core@0.3.23",
            "@langchain/openai@0.3.14",
            "@azure/openai-assistants@1.0.0-beta.6",
        ),
    ),
    Client("openai-1.21", "openai_python.py", ("openai==1.21.2", "httpx==0.27.2")),
    Client("openai-1.50", "openai_python.py", ("openai==1.50.2", "httpx==0.27.2")),
    Client("openai-2", "openai_python.py", ("openai==2.54.0",)),
    Client("openai-3", "openai_python.py", ("openai==3.52.0",)),
    Client(
        "langchain",
        "langchain_assistant.py",
        ("langchain-classic==1.0.8", "langchain-community==0.4.2", "langchain-openai==1.7.3", "openai==3.52.0"),
    ),
    Client(
        "autogen-0.7",
        "autogen_ext_assistant.py",
        ("autogen-ext[openai]==0.7.5", "autogen-agentchat==0.7.5", "aiofiles", "openai==3.52.0"),
    ),
    Client("autogen-0.2", "autogen_gpt_assistant.py", ("pyautogen==0.2.35", "openai==1.109.1")),
    Client("semantic-kernel", "semantic_kernel_assistant.py", ("semantic-kernel==1.45.0", "openai==3.52.0")),
    Client(
        "llama-index",
        "llama_index_assistant.py",
        ("llama-index-agent-openai==0.4.12", "llama-index-core==0.12.52.post1", "openai==1.109.1"),
    ),
    Client("agency-swarm", "agency_swarm_agency.py", ("agency-swarm==0.7.2", "openai==1.109.1")),
    Client("litellm", "litellm_assistants.py", ("litellm==1.60.0", "openai==3.52.0", "httpx==0.27.2")),
]


@contextmanager
def server() -> Iterator[str]:
    """A server of its own process on a free port. Gives its base URL."""
    command = [sys.executable, "-m", "helpers.local_api", "--port", "0", "--api-key", KEY, "--quiet"]
    process = subprocess.Popen(command, cwd=HERE.parents[1], stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout
        base_url = process.stdout.readline().strip()
        if not base_url:
            raise SystemExit("The local API did not start.")
        yield base_url
    finally:
        process.terminate()
        process.wait(10)


def run(client: Client, base_url: str) -> list[dict[str, object]]:
    """Run a client's program. Gives its reports, one for each check."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("OPENAI_", "AZURE_"))}
    environment |= {
        "OPENAI_BASE_URL": base_url,
        "OPENAI_API_KEY": KEY,
        "AZURE_OPENAI_ENDPOINT": base_url.removesuffix("/v1"),
        "NO_PROXY": "127.0.0.1",
    }
    done = subprocess.run(
        client.command(), env=environment, capture_output=True, text=True, encoding="utf-8", timeout=300, check=False
    )
    reports = [json.loads(line) for line in done.stdout.splitlines() if line.startswith('{"check"')]
    if not reports or (done.returncode and not any(report["problem"] for report in reports)):
        tail = done.stderr.strip().splitlines()[-1:] or ["no output"]
        reports.append({"check": "(the program)", "problem": tail[0], "seconds": 0})
    return reports


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", help=f"of {', '.join(client.name for client in CLIENTS)}")
    names = tuple(parser.parse_args().names) or ("",)
    chosen = [client for client in CLIENTS if client.name.startswith(names)]
    if not chosen:
        parser.error(f"no client begins with {' or '.join(names)}")
    failed = 0
    for client in chosen:
        print(f"{client.name}  ({', '.join(client.packages)})", flush=True)
        client.prepare()
        with server() as base_url:
            for report in run(client, base_url):
                failed += report["problem"] is not None
                outcome = "ok  " if report["problem"] is None else "FAIL"
                print(f"  {outcome}  {report['check']}  {report['seconds']} s  {report['problem'] or ''}", flush=True)
    print("All passed." if not failed else f"{failed} failed.")
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main())
