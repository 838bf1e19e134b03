"""`file_search` in runs: what steps show, what answers cite, where files come from."""

import json

import httpx2
import openai
import pytest
from openai import AssistantEventHandler, OpenAI
from typing_extensions import override

from helpers.local_api import LocalAPI
from helpers.local_api.models.interface import Finished, Text, ToolCall, Usage

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")

DAY = 86_400
INCLUDE = ["step_details.tool_calls[*].file_search.results[*].content"]
RETURNS = "You may return any item within 30 days. Refunds take five working days."
SHIPPING = "We ship to Korea and Taiwan. Delivery takes 3 to 7 days."


class Librarian:
    """A model that searches once for the last question, then cites what it found, in pieces as given."""

    def __init__(self, write=None):
        self.write = write or (lambda found: "".join(f"{one['text']} {one['marker']}\n" for one in found))
        self.turns = []

    async def answer(self, turn):
        self.turns.append(turn)
        last = turn.messages[-1]
        if last["role"] == "tool":
            text = self.write(json.loads(last["content"]).get("results", []))
            for start in range(0, len(text), 3):  # markers arrive cut into pieces
                yield Text(text[start : start + 3])
        elif turn.tools:
            arguments = json.dumps({"query": last["content"]})
            yield ToolCall(0, "file_search", arguments[:5])
            yield ToolCall(0, None, arguments[5:])
        else:
            yield Text("There is nothing to search.")
        yield Finished("stop", Usage(10, 5))


class Stand:
    """Where each test puts its own model."""

    model = Librarian()

    def answer(self, turn):
        return self.model.answer(turn)


@pytest.fixture(scope="module")
def api():
    with LocalAPI(course=True, model=Stand(), poll_after_ms=2) as api:
        yield api


@pytest.fixture
def librarian():
    Stand.model = Librarian()
    return Stand.model


@pytest.fixture(scope="module")
def plain_client(api):
    with OpenAI(base_url=api.base_url, api_key=api.api_key, max_retries=0) as client:
        yield client


@pytest.fixture
def client(plain_client, librarian):
    return plain_client


def upload(client, name, text):
    return client.files.create(file=(name, text.encode()), purpose="assistants").id


def advance(api, seconds):
    headers = {"Authorization": f"Bearer {api.api_key}"}
    assert httpx2.post(f"{api.control_url}/clock", json={"seconds": seconds}, headers=headers).status_code == 200


@pytest.fixture(scope="module")
def files(plain_client):
    return upload(plain_client, "returns.md", RETURNS), upload(plain_client, "shipping.md", SHIPPING)


def ask(client, question, assistant=None, thread=None, **settings):
    """Ask in a thread and wait; gives the run, its tool step (with content) and the answer's text."""
    assistant = assistant or client.beta.assistants.create(model="gpt-4o-mini", tools=[{"type": "file_search"}])
    thread = thread or client.beta.threads.create()
    client.beta.threads.messages.create(thread.id, role="user", content=question)
    run = client.beta.threads.runs.create_and_poll(thread_id=thread.id, assistant_id=assistant.id, **settings)
    steps = client.beta.threads.runs.steps.list(run.id, thread_id=thread.id, order="asc", include=INCLUDE).data
    tool_step = next((step for step in steps if step.type == "tool_calls"), None)
    answer = client.beta.threads.messages.list(thread.id, run_id=run.id, limit=1).data
    return run, tool_step, answer[0].content[0].text if answer else None


def shop_assistant(client, files, **tool):
    return client.beta.assistants.create(
        model="gpt-4o-mini",
        tools=[{"type": "file_search", **tool}],
        tool_resources={"file_search": {"vector_stores": [{"file_ids": list(files), "metadata": {"for": "shop"}}]}},
    )


def test_an_answer_cites_its_passages(client, files):
    run, step, text = ask(client, "refunds and returns, delivery to Taiwan", shop_assistant(client, files))
    assert run.status == "completed"
    assert len(text.annotations) == 2
    for annotation in text.annotations:
        assert annotation.type == "file_citation"
        assert text.value[annotation.start_index : annotation.end_index] == annotation.text
    cited = [annotation.file_citation.file_id for annotation in text.annotations]
    results = step.step_details.tool_calls[0].file_search.results
    assert cited == [result.file_id for result in results] and set(cited) == set(files)


def test_steps_show_results_and_their_content_only_when_asked(client, files):
    assistant = shop_assistant(client, files)
    thread = client.beta.threads.create(messages=[{"role": "user", "content": "refunds"}])
    run = client.beta.threads.runs.create_and_poll(thread_id=thread.id, assistant_id=assistant.id)
    (step,) = [s for s in client.beta.threads.runs.steps.list(run.id, thread_id=thread.id) if s.type == "tool_calls"]
    call = step.step_details.tool_calls[0]
    assert step.status == "completed" and call.id.startswith("call_")
    assert call.file_search.ranking_options.ranker == "default_2024_08_21"
    (result,) = call.file_search.results
    assert (result.file_id, result.file_name, result.content) == (files[0], "returns.md", None)
    assert 0 < result.score <= 1
    full = client.beta.threads.runs.steps.retrieve(step.id, thread_id=thread.id, run_id=run.id, include=INCLUDE)
    assert full.step_details.tool_calls[0].file_search.results[0].content[0].text == RETURNS


def test_settings_of_the_tool(client, files):
    everything = "refunds returns delivery ship days item"
    _, step, _ = ask(client, everything, shop_assistant(client, files, file_search={"max_num_results": 1}))
    assert len(step.step_details.tool_calls[0].file_search.results) == 1
    strict = {"ranking_options": {"score_threshold": 0.99, "ranker": "auto"}}
    _, step, text = ask(client, everything, shop_assistant(client, files, file_search=strict))
    search = step.step_details.tool_calls[0].file_search
    assert (search.results, search.ranking_options.score_threshold) == ([], 0.99)


def test_assistant_and_thread_are_searched_together(client, files):
    assistant = shop_assistant(client, files[:1])
    thread = client.beta.threads.create(tool_resources={"file_search": {"vector_stores": [{"file_ids": [files[1]]}]}})
    _, step, _ = ask(client, "refunds, delivery", assistant, thread)
    assert {result.file_id for result in step.step_details.tool_calls[0].file_search.results} == set(files)


def test_stores_made_in_place(client, files):
    assistant = shop_assistant(client, files)
    thread = client.beta.threads.create(
        tool_resources={
            "file_search": {
                "vector_stores": [
                    {
                        "file_ids": list(files),
                        "chunking_strategy": {
                            "type": "static",
                            "static": {"max_chunk_size_tokens": 100, "chunk_overlap_tokens": 0},
                        },
                    }
                ]
            }
        }
    )
    (kept,) = assistant.tool_resources.file_search.vector_store_ids
    (brief,) = thread.tool_resources.file_search.vector_store_ids
    kept, brief = client.vector_stores.retrieve(kept), client.vector_stores.retrieve(brief)
    assert (kept.expires_after, kept.metadata, kept.file_counts.completed) == (None, {"for": "shop"}, 2)
    assert (brief.expires_after.days, brief.expires_after.anchor) == (7, "last_active_at")
    first = client.vector_stores.files.list(brief.id).data[0]
    assert first.chunking_strategy.static.max_chunk_size_tokens == 100


def test_attachments_go_into_the_threads_store(client, files):
    thread = client.beta.threads.create(
        messages=[{
            "role": "user", "content": "Here.",
            "attachments": [{"file_id": files[0], "tools": [{"type": "file_search"}]}],
        }]
    )  # fmt: skip
    (store_id,) = client.beta.threads.retrieve(thread.id).tool_resources.file_search.vector_store_ids
    assert client.vector_stores.retrieve(store_id).expires_after.days == 7
    message = client.beta.threads.messages.create(
        thread.id, role="user", content="And here.",
        attachments=[{"file_id": files[1], "tools": [{"type": "file_search"}, {"type": "code_interpreter"}]}],
    )  # fmt: skip
    assert message.attachments[0].file_id == files[1]
    resources = client.beta.threads.retrieve(thread.id).tool_resources
    assert resources.file_search.vector_store_ids == [store_id]
    assert resources.code_interpreter.file_ids == [files[1]]
    assert client.vector_stores.retrieve(store_id).file_counts.total == 2
    _, step, _ = ask(client, "refunds, delivery", thread=thread)
    assert {result.file_id for result in step.step_details.tool_calls[0].file_search.results} == set(files)


def test_an_attachment_after_the_threads_store_was_deleted(client, files):
    attach = {
        "role": "user",
        "content": "x",
        "attachments": [{"file_id": files[0], "tools": [{"type": "file_search"}]}],
    }
    thread = client.beta.threads.create(messages=[attach])
    (store_id,) = client.beta.threads.retrieve(thread.id).tool_resources.file_search.vector_store_ids
    client.vector_stores.delete(store_id)
    client.beta.threads.messages.create(thread.id, **attach)
    (new_id,) = client.beta.threads.retrieve(thread.id).tool_resources.file_search.vector_store_ids
    assert new_id != store_id
    assert ask(client, "refunds", thread=thread)[0].status == "completed"


def test_nothing_to_search(client, librarian, files):
    run, step, text = ask(client, "refunds")
    assert (run.status, step, text.value) == ("completed", None, "There is nothing to search.")
    store = client.vector_stores.create(file_ids=[files[0]])
    thread = client.beta.threads.create(tool_resources={"file_search": {"vector_store_ids": [store.id]}})
    client.vector_stores.delete(store.id)
    assert ask(client, "refunds", thread=thread)[2].value == "There is nothing to search."


def test_use_in_a_run_keeps_a_store_alive_and_an_expired_one_fails_the_run(api, client, files):
    thread = client.beta.threads.create(tool_resources={"file_search": {"vector_stores": [{"file_ids": [files[0]]}]}})
    for _ in range(2):
        advance(api, 5 * DAY)
        assert ask(client, "refunds", thread=thread)[0].status == "completed"
    advance(api, 8 * DAY)
    run, _, _ = ask(client, "refunds", thread=thread)
    (store_id,) = thread.tool_resources.file_search.vector_store_ids
    assert run.status == "failed"
    assert run.last_error.message == f"Vector store '{store_id}' has expired."


def test_a_run_waits_for_files_that_are_still_being_read(client, files):
    # Nothing polls the store in between: the run itself sees to it.
    assistant = shop_assistant(client, files)
    thread = client.beta.threads.create(messages=[{"role": "user", "content": "refunds"}])
    with client.beta.threads.runs.stream(thread_id=thread.id, assistant_id=assistant.id) as stream:
        stream.until_done()
        assert RETURNS in stream.get_final_messages()[0].content[0].text.value


def test_markers_are_never_used_twice_in_a_thread(client, files):
    assistant, thread = shop_assistant(client, files), client.beta.threads.create()
    markers = []
    for question in ("refunds", "delivery", "returns"):
        _, _, text = ask(client, question, assistant, thread)
        markers += [annotation.text for annotation in text.annotations]
    assert len(markers) == len(set(markers)) == 3


@pytest.mark.parametrize(
    ("write", "annotations"),
    [
        (lambda found: f"As said{found[0]['marker']}, and again{found[0]['marker']}.", 2),
        (lambda found: "I made this up 【9:9†source】.", 0),
        (lambda found: f"【 not one, {found[0]['marker']}", 1),
        (lambda found: "An unfinished 【0:0†sour", 0),
        (lambda found: f"부산 🙂 {found[0]['marker']}", 1),
    ],
)
def test_only_real_markers_become_annotations(client, librarian, files, write, annotations):
    librarian.write = write
    _, _, text = ask(client, "refunds", shop_assistant(client, files))
    assert len(text.annotations) == annotations
    for annotation in text.annotations:
        assert text.value[annotation.start_index : annotation.end_index] == annotation.text
    assert text.value == write(json.loads(librarian.turns[-1].messages[-1]["content"])["results"])


@pytest.mark.parametrize("arguments", ["", "not json", "[]", '{"query": 5}', '{"query": "  "}'])
def test_a_model_that_calls_badly_is_told_so(client, librarian, files, arguments):
    async def answer(turn):
        librarian.turns.append(turn)
        if turn.messages[-1]["role"] == "tool":
            yield Text("Sorry.")
        else:
            yield ToolCall(0, "file_search", arguments)
        yield Finished("stop", Usage(1, 1))

    librarian.answer = answer
    run, step, _ = ask(client, "refunds", shop_assistant(client, files))
    assert run.status == "completed"
    assert step.step_details.tool_calls[0].file_search.results == []
    assert "query" in json.loads(librarian.turns[-1].messages[-1]["content"])["error"]


def test_streams_show_the_search_and_the_citations(client, files):
    assistant = shop_assistant(client, files)
    thread = client.beta.threads.create(messages=[{"role": "user", "content": "refunds"}])

    class Watcher(AssistantEventHandler):
        def __init__(self):
            super().__init__()
            self.calls, self.text, self.cited, self.events = [], "", [], []

        @override
        def on_event(self, event):
            self.events.append(event.event)

        @override
        def on_tool_call_done(self, tool_call):
            self.calls.append(tool_call)

        @override
        def on_text_delta(self, delta, snapshot):
            self.text += delta.value or ""
            self.cited += [one.text for one in delta.annotations or []]

    watcher = Watcher()
    with client.beta.threads.runs.stream(
        thread_id=thread.id, assistant_id=assistant.id, event_handler=watcher, include=INCLUDE
    ) as stream:
        stream.until_done()
        message = stream.get_final_messages()[0]
    # The SDK tells a call's end again at each later step's end.
    assert len({call.id for call in watcher.calls}) == 1 and watcher.calls[0].type == "file_search"
    text = message.content[0].text
    assert watcher.text == text.value
    assert watcher.cited == [annotation.text for annotation in text.annotations] and len(watcher.cited) == 1
    events = [event for event in watcher.events if not event.endswith(".delta")]
    assert events == [
        "thread.run.created", "thread.run.queued", "thread.run.in_progress",
        "thread.run.step.created", "thread.run.step.in_progress", "thread.run.step.completed",
        "thread.run.step.created", "thread.run.step.in_progress",
        "thread.message.created", "thread.message.in_progress", "thread.message.completed",
        "thread.run.step.completed", "thread.run.completed",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("resources", "status", "message"),
    [
        ({"file_search": {"vector_store_ids": ["vs_none"]}}, 404, "No vector store found with id 'vs_none'"),
        (
            {"file_search": {"vector_store_ids": ["vs_1", "vs_2"]}},
            400,
            "array too long. Expected an array with maximum length 1",
        ),
        ({"file_search": {"vector_stores": [{}, {}]}}, 400, "array too long. Expected an array with maximum length 1"),
        ({"file_search": {"vector_stores": [{"file_ids": ["file-none"]}]}}, 404, "No such File object: file-none"),
        ({"file_search": {"vector_store_ids": ["vs_1"], "vector_stores": [{}]}}, 400, "You can only provide one of"),
        (
            {"code_interpreter": {"file_ids": ["x"] * 21}},
            400,
            "array too long. Expected an array with maximum length 20",
        ),
        ({"code_interpreter": {"file_ids": ["file-none"]}}, 404, "No such File object: file-none"),
        ({"browser": {}}, 400, "Unknown parameter: 'tool_resources.browser'."),
    ],
)
def test_resources_that_are_wrong(client, resources, status, message):
    before = client.vector_stores.list().data
    for create in (
        lambda: client.beta.assistants.create(model="gpt-4o-mini", tool_resources=resources),
        lambda: client.beta.threads.create(tool_resources=resources),
    ):
        with pytest.raises(openai.APIStatusError) as caught:
            create()
        assert caught.value.status_code == status and message in caught.value.message
    assert client.vector_stores.list().data == before


def test_twenty_code_interpreter_files_by_attachments(client):
    ids = [upload(client, f"{number}.csv", "a") for number in range(21)]
    attachments = [{"file_id": one, "tools": [{"type": "code_interpreter"}]} for one in ids]
    thread = client.beta.threads.create(messages=[{"role": "user", "content": "x", "attachments": attachments[:20]}])
    with pytest.raises(openai.BadRequestError, match="maximum length 20"):
        client.beta.threads.messages.create(thread.id, role="user", content="y", attachments=attachments[20:])
    assert len(client.beta.threads.messages.list(thread.id).data) == 1


def test_an_attachment_that_cannot_be_searched_is_refused_and_nothing_is_kept(client):
    file = upload(client, "table.csv", "a,b")
    attach = {"role": "user", "content": "x", "attachments": [{"file_id": file, "tools": [{"type": "file_search"}]}]}
    thread, before = client.beta.threads.create(), client.vector_stores.list().data
    with pytest.raises(openai.BadRequestError, match=r"Files with extensions \[.csv\] are not supported for retrieval"):
        client.beta.threads.messages.create(thread.id, **attach)
    assert client.beta.threads.messages.list(thread.id).data == []
    assert client.vector_stores.list().data == before


# With the simulated model


@pytest.fixture(scope="module")
def simulated():
    with LocalAPI(course=True) as api, OpenAI(base_url=api.base_url, api_key=api.api_key, max_retries=0) as client:
        yield client


@pytest.mark.parametrize(
    ("question", "fact", "source"),
    [
        ("According to the handbook, how long do refunds take?", "five working days", "returns.md"),
        ("Where do you ship to?", "Taiwan", "shipping.md"),
        ("반품은 며칠 안에 할 수 있나요?", "30일", "환불.txt"),
        ("文件裡說退貨要在幾天內？", "三十天", "退貨.txt"),
    ],
)
def test_the_simulated_model_searches_and_cites(simulated, question, fact, source):
    texts = {
        "returns.md": RETURNS,
        "shipping.md": SHIPPING,
        "환불.txt": "환불 정책: 상품을 받은 날부터 30일 안에 반품할 수 있습니다.",
        "退貨.txt": "退貨政策：收到商品後三十天內可以退貨。",
    }
    files = {name: upload(simulated, name, text) for name, text in texts.items()}
    run, step, text = ask(simulated, question, shop_assistant(simulated, files.values()))
    assert run.status == "completed"
    assert step.step_details.tool_calls[0].type == "file_search"
    assert fact in text.value
    assert files[source] in {annotation.file_citation.file_id for annotation in text.annotations}
