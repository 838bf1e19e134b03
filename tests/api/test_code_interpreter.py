"""`code_interpreter` in runs: with the permission it runs code, without it says so."""

import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import openai
import psutil
import pytest
from openai import AssistantEventHandler, AsyncOpenAI, OpenAI
from typing_extensions import override

from helpers.local_api import LocalAPI
from helpers.local_api.code_interpreter import kernel as kernel_module
from helpers.local_api.code_interpreter.kernel import Kernel
from helpers.local_api.code_interpreter.tool import MAX_KERNELS
from helpers.local_api.models.interface import Finished, Text, ToolCall, Usage

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")

CSV = b"city,product,price\nSeoul,lamp,20\nBusan,lamp,18\nTaipei,desk,1120\n"


class Coder:
    """A model that runs the given codes, one call after the other, then says what the last gave."""

    def __init__(self, *codes, say=None):
        self.codes = codes
        self.say = say or (lambda report: str(report.get("logs", report.get("error"))))
        self.turns = []

    async def answer(self, turn):
        self.turns.append(turn)
        reports = []
        for message in turn.messages:
            reports = [] if message["role"] == "user" else reports
            if message["role"] == "tool":
                reports.append(json.loads(message["content"]))
        if len(reports) < len(self.codes):
            code = self.codes[len(reports)]
            yield ToolCall(0, "code_interpreter", code if code.startswith("!") else json.dumps({"code": code}))
        else:
            yield Text(self.say(reports[-1]))
        yield Finished("stop", Usage(10, 5))


class Stand:
    """Where each test puts its own model."""

    model = Coder()

    def answer(self, turn):
        return self.model.answer(turn)


@pytest.fixture(scope="module")
def client(own_temporary_folder):
    with (
        LocalAPI(course=True, model=Stand(), allow_code_interpreter=True, poll_after_ms=2) as api,
        OpenAI(base_url=api.base_url, api_key=api.api_key, max_retries=0) as client,
    ):
        yield client


@pytest.fixture(scope="module", autouse=True)
def own_temporary_folder(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tempfile, "tempdir", str(tmp_path_factory.mktemp("temporary")))
        yield


def leftovers():
    return list(Path(tempfile.gettempdir()).glob("code-interpreter-*"))


def wait_until(condition):
    deadline = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


@pytest.fixture(autouse=True)
def nothing_is_left(own_temporary_folder):
    yield
    wait_until(lambda: not leftovers())  # a stream's last event comes a moment before
    assert not [
        child for child in psutil.Process().children(recursive=True) if "worker.py" in " ".join(child.cmdline())
    ]


def run_code(client, *codes, say=None, thread=None, resources=None, question="Compute."):
    """Gives the run, the tool calls of its steps in order, and the answer's text."""
    Stand.model = Coder(*codes, say=say)
    tools = [{"type": "code_interpreter"}]
    assistant = client.beta.assistants.create(model="gpt-4o-mini", tools=tools, tool_resources=resources or {})
    thread = thread or client.beta.threads.create()
    client.beta.threads.messages.create(thread.id, role="user", content=question)
    run = client.beta.threads.runs.create_and_poll(thread_id=thread.id, assistant_id=assistant.id)
    steps = client.beta.threads.runs.steps.list(run.id, thread_id=thread.id, order="asc").data
    calls = [call.code_interpreter for step in steps if step.type == "tool_calls"
             for call in step.step_details.tool_calls]  # fmt: skip
    answer = client.beta.threads.messages.list(thread.id, run_id=run.id, limit=1).data
    return run, calls, answer[0].content[-1].text if answer else None


def test_code_runs_and_its_output_is_in_the_step(client):
    run, (call,), text = run_code(client, "print('half of 7 is', 7 / 2)\n6 * 7")
    assert run.status == "completed"
    assert call.input == "print('half of 7 is', 7 / 2)\n6 * 7"
    assert [(output.type, output.logs) for output in call.outputs] == [("logs", "half of 7 is 3.5\n42\n")]
    assert text.value == "half of 7 is 3.5\n42\n"


def test_names_stay_within_a_run_and_go_with_it(client):
    thread = client.beta.threads.create()
    _, calls, _ = run_code(client, "x = 20", "x + 1", thread=thread)
    assert calls[0].outputs == [] and calls[1].outputs[0].logs == "21\n"
    _, calls, _ = run_code(client, "x", thread=thread)
    assert "NameError" in calls[0].outputs[0].logs


def test_files_of_assistant_and_thread_are_there(client):
    def upload(name, data):
        return client.files.create(file=(name, data), purpose="assistants").id

    prices, notes = upload("prices.csv", CSV), upload("notes.txt", b"hello")
    thread = client.beta.threads.create(
        messages=[{"role": "user", "content": "x", "attachments": [
            {"file_id": notes, "tools": [{"type": "code_interpreter"}]},
            {"file_id": upload("prices.csv", b"other"), "tools": [{"type": "code_interpreter"}]},
        ]}]
    )  # fmt: skip
    code = "import os\nprint(sorted(os.listdir('.')))\nprint(open('/mnt/data/notes.txt').read(), len(open('prices.csv').read()))"
    _, (call,), _ = run_code(client, code, thread=thread, resources={"code_interpreter": {"file_ids": [prices]}})
    assert call.outputs[0].logs == f"['notes.txt', 'prices (2).csv', 'prices.csv']\nhello {len(CSV)}\n"
    (function,) = (tool["function"] for tool in Stand.model.turns[0].tools)
    assert function["description"].endswith('["prices.csv", "notes.txt", "prices (2).csv"]')


def test_a_file_that_was_deleted_is_not_missed(client):
    file = client.files.create(file=("a.csv", b"1"), purpose="assistants").id
    resources = {"code_interpreter": {"file_ids": [file]}}
    thread = client.beta.threads.create(tool_resources=resources)
    client.files.delete(file)
    run, (call,), _ = run_code(client, "import os; os.listdir('.')", thread=thread)
    assert (run.status, call.outputs[0].logs) == ("completed", "[]\n")


def test_files_that_the_code_wrote_can_be_downloaded_from_a_link(client):
    code = "open('/mnt/data/total.csv', 'w').write('sum\\n42\\n')"
    say = (
        "Done: [total.csv](sandbox:/mnt/data/total.csv), also at sandbox:/mnt/data/total.csv. Not sandbox:/mnt/data/x."
    )
    _, (call,), text = run_code(client, code, say=lambda report: say)
    assert text.value == say
    first, second = text.annotations
    for annotation in (first, second):
        assert annotation.type == "file_path"
        assert text.value[annotation.start_index : annotation.end_index] == "sandbox:/mnt/data/total.csv"
    file = client.files.retrieve(first.file_path.file_id)
    assert (file.filename, file.purpose, file.bytes) == ("total.csv", "assistants_output", 7)
    assert client.files.content(file.id).read() == b"sum\n42\n"


def test_images_are_outputs_with_a_file(client):
    png = (
        "import struct, zlib\n"
        "def chunk(kind, data):\n"
        "    return struct.pack('>I', len(data)) + kind + data + struct.pack('>I', zlib.crc32(kind + data))\n"
        "class Picture:\n"
        "    def _repr_png_(self):\n"
        "        return (b'\\x89PNG\\r\\n\\x1a\\n' + chunk(b'IHDR', struct.pack('>IIBBBBB', 1, 1, 8, 2, 0, 0, 0))\n"
        "                + chunk(b'IDAT', zlib.compress(b'\\0\\xff\\0\\0')) + chunk(b'IEND', b''))\n"
        "print('a red dot')\nPicture()"
    )
    _, (call,), _ = run_code(client, png)
    logs, image = call.outputs
    assert (logs.type, logs.logs, image.type) == ("logs", "a red dot\n", "image")
    assert client.files.content(image.image.file_id).read().startswith(b"\x89PNG")
    assert client.files.retrieve(image.image.file_id).purpose == "assistants_output"


@pytest.mark.parametrize("arguments", ["!", "!not json", '!["x"]'])
def test_a_model_that_calls_badly_is_told_so(client, arguments):
    run, (call,), text = run_code(client, arguments)
    assert run.status == "completed"
    assert 'a JSON object with "code"' in text.value
    assert call.input == "" and call.outputs[0].logs == text.value


def test_errors_of_the_code_are_its_output(client):
    run, (call,), _ = run_code(client, "1 / 0")
    assert run.status == "completed"
    assert call.outputs[0].logs.endswith("ZeroDivisionError: division by zero\n")


def test_streams_show_the_code_and_what_it_gave(client):
    Stand.model = Coder("print(6 * 7)")
    assistant = client.beta.assistants.create(model="gpt-4o-mini", tools=[{"type": "code_interpreter"}])
    thread = client.beta.threads.create(messages=[{"role": "user", "content": "Compute."}])

    class Watcher(AssistantEventHandler):
        def __init__(self):
            super().__init__()
            self.input, self.logs = "", []

        @override
        def on_tool_call_delta(self, delta, snapshot):
            if delta.type == "code_interpreter" and delta.code_interpreter:
                self.input += delta.code_interpreter.input or ""
                self.logs += [one.logs for one in delta.code_interpreter.outputs or [] if one.type == "logs"]

    watcher = Watcher()
    with client.beta.threads.runs.stream(
        thread_id=thread.id, assistant_id=assistant.id, event_handler=watcher
    ) as stream:
        stream.until_done()
        (step,) = [step for step in stream.get_final_run_steps() if step.type == "tool_calls"]
    assert (watcher.input, watcher.logs) == ("print(6 * 7)", ["42\n"])
    call = step.step_details.tool_calls[0].code_interpreter
    assert (call.input, [output.logs for output in call.outputs]) == ("print(6 * 7)", ["42\n"])


def test_cancelling_a_run_ends_its_process():
    Stand.model = Coder("import time\ntime.sleep(60)")
    with (
        LocalAPI(model=Stand(), allow_code_interpreter=True, poll_after_ms=2) as api,  # runs go on by themselves
        OpenAI(base_url=api.base_url, api_key=api.api_key, max_retries=0) as client,
    ):
        assistant = client.beta.assistants.create(model="gpt-4o-mini", tools=[{"type": "code_interpreter"}])
        thread = client.beta.threads.create(messages=[{"role": "user", "content": "Compute."}])
        run = client.beta.threads.runs.create(thread_id=thread.id, assistant_id=assistant.id)
        wait_until(leftovers)
        client.beta.threads.runs.cancel(run.id, thread_id=thread.id)
        run = client.beta.threads.runs.poll(run.id, thread_id=thread.id)
        assert run.status == "cancelled"
        (step,) = client.beta.threads.runs.steps.list(run.id, thread_id=thread.id).data
        assert step.status == "cancelled"
        wait_until(lambda: not leftovers())


def test_stopping_the_server_ends_its_processes():
    Stand.model = Coder("import time\ntime.sleep(60)")
    with LocalAPI(model=Stand(), allow_code_interpreter=True, poll_after_ms=2) as api:
        with OpenAI(base_url=api.base_url, api_key=api.api_key, max_retries=0) as client:
            assistant = client.beta.assistants.create(model="gpt-4o-mini", tools=[{"type": "code_interpreter"}])
            client.beta.threads.create_and_run(
                assistant_id=assistant.id, thread={"messages": [{"role": "user", "content": "Compute."}]}
            )
            wait_until(leftovers)


def test_many_runs_share_a_few_processes(monkeypatch):
    Stand.model = Coder("import time\ntime.sleep(0.05)\n6 * 7")
    most = 0

    class Counted(Kernel):
        def execute(self, code):
            nonlocal most
            most = max(most, len(leftovers()))
            return super().execute(code)

    monkeypatch.setattr(kernel_module, "Kernel", Counted)
    with LocalAPI(model=Stand(), allow_code_interpreter=True, poll_after_ms=2) as api:

        async def run():
            async with AsyncOpenAI(base_url=api.base_url, api_key=api.api_key, max_retries=0) as client:
                assistant = await client.beta.assistants.create(
                    model="gpt-4o-mini", tools=[{"type": "code_interpreter"}]
                )
                thread = {"messages": [{"role": "user", "content": "Compute."}]}
                runs = await asyncio.gather(
                    *(
                        client.beta.threads.create_and_run_poll(assistant_id=assistant.id, thread=thread)
                        for _ in range(MAX_KERNELS + 3)
                    )
                )
                assert {one.status for one in runs} == {"completed"}

        asyncio.run(run())
    assert 1 < most <= MAX_KERNELS


def test_the_command_line_gives_the_permission_and_the_limit():
    command = [sys.executable, "-m", "helpers.local_api", "--port", "0", "--quiet"]
    command += ["--allow-code-interpreter", "--max-file-size", "1", "--course"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        try:
            with OpenAI(base_url=server.stdout.readline().strip(), api_key="k", max_retries=0) as client:
                _, (call,), _ = run_code(client, question="What is 12 * 12?")
                assert call.outputs[0].logs == "144\n"
                with pytest.raises(openai.APIStatusError, match="1048576 bytes"):
                    client.files.create(file=("a.jsonl", bytes(2**20 + 1)), purpose="batch")
        finally:
            server.kill()


# Without the permission


@pytest.fixture(scope="module")
def forbidding():
    with (
        LocalAPI(course=True, model=Stand(), poll_after_ms=2) as api,
        OpenAI(base_url=api.base_url, api_key=api.api_key, max_retries=0) as client,
    ):
        yield client


def test_without_permission_nothing_runs_and_the_run_says_so(forbidding, tmp_path):
    run, (call,), text = run_code(forbidding, f"open({str(tmp_path / 'ran')!r}, 'w')")
    assert run.status == "completed"
    assert not os.listdir(tmp_path)
    assert "was not run: the server was started without permission to run code" in call.outputs[0].logs
    assert "--allow-code-interpreter" in text.value


def test_the_tool_is_accepted_everywhere_all_the_same(forbidding):
    file = forbidding.files.create(file=("a.csv", CSV), purpose="assistants").id
    resources = {"code_interpreter": {"file_ids": [file]}}
    tools = [{"type": "code_interpreter"}]
    assistant = forbidding.beta.assistants.create(model="gpt-4o-mini", tools=tools, tool_resources=resources)
    assert assistant.tool_resources.code_interpreter.file_ids == [file]
    changed = forbidding.beta.assistants.update(assistant.id, tool_resources={"code_interpreter": {"file_ids": []}})
    assert changed.tool_resources.code_interpreter.file_ids == []
    thread = forbidding.beta.threads.create(tool_resources=resources)
    assert thread.tool_resources.code_interpreter.file_ids == [file]
    thread = forbidding.beta.threads.update(thread.id, tool_resources={"code_interpreter": {"file_ids": []}})
    assert thread.tool_resources.code_interpreter.file_ids == []
    Stand.model = Coder("1 + 1")
    run = forbidding.beta.threads.create_and_run_poll(
        assistant_id=assistant.id, tools=tools, tool_resources=resources, tool_choice={"type": "code_interpreter"},
        thread={"messages": [{"role": "user", "content": "Compute."}], "tool_resources": resources},
    )  # fmt: skip
    assert run.status == "completed"


# With the simulated model


@pytest.fixture(scope="module", params=[True, False], ids=["permitted", "not permitted"])
def simulated(request):
    with (
        LocalAPI(course=True, allow_code_interpreter=request.param) as api,
        OpenAI(base_url=api.base_url, api_key=api.api_key, max_retries=0) as client,
    ):
        yield client, request.param


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("What is 123 * 456?", "56088"),
        ("I need to solve the equation `3x + 11 = 14`. Can you help me?", "x = 1"),
        ("What is the average price in prices.csv?", "386"),
        ("Which product does Taipei have?", "desk"),
        ("123 곱하기 456은 얼마야?", "56088"),
        ("12乘以12等於多少？", "144"),
    ],
)
def test_the_simulated_model_calculates_or_says_that_it_may_not(simulated, question, answer):
    client, permitted = simulated
    file = client.files.create(file=("prices.csv", CSV), purpose="assistants").id
    assistant = client.beta.assistants.create(
        model="gpt-4o-mini", tools=[{"type": "code_interpreter"}],
        tool_resources={"code_interpreter": {"file_ids": [file]}},
    )  # fmt: skip
    thread = client.beta.threads.create(messages=[{"role": "user", "content": question}])
    run = client.beta.threads.runs.create_and_poll(thread_id=thread.id, assistant_id=assistant.id)
    text = client.beta.threads.messages.list(thread.id, run_id=run.id).data[0].content[0].text.value
    assert run.status == "completed"
    if permitted:
        assert answer in text.replace(",", "")
    else:
        assert answer not in text.replace(",", "")
        assert "--allow-code-interpreter" in text or "permission" in text


def test_the_simulated_model_draws_a_chart_of_a_file():
    with (
        LocalAPI(record=False, allow_code_interpreter=True) as api,
        OpenAI(base_url=api.base_url, api_key=api.api_key, max_retries=0) as client,
    ):
        file = client.files.create(file=("prices.csv", CSV), purpose="assistants").id
        assistant = client.beta.assistants.create(model="gpt-4o-mini", tools=[{"type": "code_interpreter"}])
        run = client.beta.threads.create_and_run_poll(
            assistant_id=assistant.id,
            thread={
                "messages": [
                    {
                        "role": "user",
                        "content": "Draw a bar chart of price by city, and save it as a PNG file.",
                        "attachments": [{"file_id": file, "tools": [{"type": "code_interpreter"}]}],
                    }
                ]
            },
        )
        picture, text = client.beta.threads.messages.list(run.thread_id, run_id=run.id).data[0].content
        assert run.status == "completed"
        assert client.files.content(picture.image_file.file_id).read().startswith(b"\x89PNG")
        assert text.text.annotations[0].text == "sandbox:/mnt/data/chart.png"
        saved = client.files.content(text.text.annotations[0].file_path.file_id).read()
        assert saved.startswith(b"\x89PNG")
