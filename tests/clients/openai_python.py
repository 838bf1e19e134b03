"""The openai SDK for Python, of any version that has Assistants v2 (1.21 and later)."""

import os

import openai
from checks import (
    HANDBOOK,
    HANDBOOK_QUESTION,
    INSTRUCTIONS,
    QUESTION,
    SECOND_QUESTION,
    TOOLS,
    check,
    expect_both,
    expect_outputs,
    main,
    outputs_for,
)

client = openai.OpenAI()


def assistant_and_thread(client=client):
    assistant = client.beta.assistants.create(model="gpt-4o-mini", instructions=INSTRUCTIONS, tools=TOOLS)
    thread = client.beta.threads.create(messages=[{"role": "user", "content": QUESTION}])
    return assistant, thread


def answer(client, thread):
    return client.beta.threads.messages.list(thread.id).data[0].content[0].text.value


def both_rounds(client):
    assistant, thread = assistant_and_thread(client)
    for city, question in (("Busan", None), ("Seoul", SECOND_QUESTION)):
        if question:
            client.beta.threads.messages.create(thread.id, role="user", content=question)
        run = client.beta.threads.runs.create_and_poll(thread_id=thread.id, assistant_id=assistant.id)
        assert run.status == "requires_action", run.status
        outputs = outputs_for(run.required_action.submit_tool_outputs.tool_calls)
        run = client.beta.threads.runs.submit_tool_outputs_and_poll(
            thread_id=thread.id, run_id=run.id, tool_outputs=outputs
        )
        assert run.status == "completed", run.status
        expect_both(city)
        expect_outputs(answer(client, thread))
    assert [m.role for m in client.beta.threads.messages.list(thread.id, order="asc")] == ["user", "assistant"] * 2


@check("functions, two rounds")
def functions():
    both_rounds(client)


@check("the same through Azure")
def azure():
    both_rounds(
        openai.AzureOpenAI(
            azure_endpoint=os.environ["AZURE_OPENAI_ENDPOINT"],
            api_key=os.environ["OPENAI_API_KEY"],
            api_version="2024-05-01-preview",
        )
    )


class Listener(openai.AssistantEventHandler):
    """Submits outputs from inside the stream, as the SDK's documentation shows."""

    def __init__(self):
        super().__init__()
        self.text = ""
        self.seen = []

    def on_event(self, event):
        self.seen.append(event.event)
        if event.event == "thread.run.requires_action":
            outputs = outputs_for(event.data.required_action.submit_tool_outputs.tool_calls)
            listener = Listener()
            with client.beta.threads.runs.submit_tool_outputs_stream(
                thread_id=event.data.thread_id, run_id=event.data.id, tool_outputs=outputs, event_handler=listener
            ) as stream:
                stream.until_done()
            self.text, self.seen = listener.text, self.seen + listener.seen

    def on_text_delta(self, delta, snapshot):
        self.text += delta.value


@check("streaming with functions")
def streaming():
    assistant, thread = assistant_and_thread()
    listener = Listener()
    with client.beta.threads.runs.stream(
        thread_id=thread.id, assistant_id=assistant.id, event_handler=listener
    ) as stream:
        stream.until_done()
    expect_both("Busan")
    expect_outputs(listener.text)
    assert listener.seen[0] == "thread.run.created" and "thread.run.completed" in listener.seen, listener.seen
    assert listener.text == answer(client, thread)


@check("async")
async def asynchronous():
    async with openai.AsyncOpenAI() as client:
        assistant = await client.beta.assistants.create(model="gpt-4o-mini", tools=TOOLS)
        run = await client.beta.threads.create_and_run_poll(
            assistant_id=assistant.id, thread={"messages": [{"role": "user", "content": QUESTION}]}
        )
        run = await client.beta.threads.runs.submit_tool_outputs_and_poll(
            thread_id=run.thread_id,
            run_id=run.id,
            tool_outputs=outputs_for(run.required_action.submit_tool_outputs.tool_calls),
        )
        assert run.status == "completed"
        expect_both("Busan")


@check("pages, changes, deletes")
def objects():
    made = [client.beta.assistants.create(model="gpt-4o-mini", name=f"page {n}").id for n in range(5)]
    seen = [a.id for a in client.beta.assistants.list(limit=2, order="desc")]
    assert seen[:5] == made[::-1], seen
    changed = client.beta.assistants.update(made[0], name="renamed", metadata={"a": "b"})
    assert (changed.name, changed.metadata) == ("renamed", {"a": "b"})
    assert client.beta.assistants.delete(made[0]).deleted
    try:
        client.beta.assistants.retrieve(made[0])
    except openai.NotFoundError as error:
        assert "No assistant found with id" in str(error)
    else:
        raise AssertionError("a deleted assistant was found")


@check("file search")
def file_search():
    stores = client.vector_stores if hasattr(client, "vector_stores") else client.beta.vector_stores
    store = stores.create(name="handbook")
    batches = stores.file_batches
    batch = batches.upload_and_poll(vector_store_id=store.id, files=[("handbook.md", HANDBOOK.encode())])
    assert batch.status == "completed" and batch.file_counts.completed == 1
    assistant = client.beta.assistants.create(
        model="gpt-4o-mini",
        tools=[{"type": "file_search"}],
        tool_resources={"file_search": {"vector_store_ids": [store.id]}},
    )
    run = client.beta.threads.create_and_run_poll(
        assistant_id=assistant.id, thread={"messages": [{"role": "user", "content": HANDBOOK_QUESTION}]}
    )
    assert run.status == "completed", run
    message = client.beta.threads.messages.list(run.thread_id).data[0].content[0].text
    assert "8:45" in message.value, message.value
    assert message.annotations[0].text in message.value
    assert message.annotations[0].file_citation.file_id.startswith("file-")


main()
