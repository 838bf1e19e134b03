"""LiteLLM's assistants, for OpenAI and for Azure."""

import os

os.environ["LITELLM_LOCAL_MODEL_COST_MAP"] = "True"  # else it asks the network when it is imported

import litellm  # noqa: E402: behind the setting that it reads
from checks import INSTRUCTIONS, QUESTION, TOOLS, check, expect_both, main, outputs_for  # noqa: E402

PROVIDERS = {
    "openai": {"custom_llm_provider": "openai", "api_base": os.environ["OPENAI_BASE_URL"]},
    "azure": {
        "custom_llm_provider": "azure",
        "api_base": os.environ["AZURE_OPENAI_ENDPOINT"],
        "api_key": os.environ["OPENAI_API_KEY"],
        "api_version": "2024-05-01-preview",
    },
}


def talk(provider):
    """A question with functions (LiteLLM has no call that sends their outputs), and one without."""
    weather = litellm.create_assistants(model="gpt-4o-mini", instructions=INSTRUCTIONS, tools=TOOLS, **provider)
    thread = litellm.create_thread(messages=[{"role": "user", "content": QUESTION}], **provider)
    run = litellm.run_thread(thread_id=thread.id, assistant_id=weather.id, **provider)
    assert run.status == "requires_action", run.status
    outputs_for(run.required_action.submit_tool_outputs.tool_calls)
    expect_both("Busan")

    plain = litellm.create_assistants(model="gpt-4o-mini", **provider)
    thread = litellm.create_thread(**provider)
    assert litellm.get_thread(thread_id=thread.id, **provider).id == thread.id
    litellm.add_message(thread_id=thread.id, role="user", content="Hello", **provider)
    run = litellm.run_thread(thread_id=thread.id, assistant_id=plain.id, **provider)
    assert run.status == "completed", run.status
    message = litellm.get_messages(thread_id=thread.id, **provider).data[0]
    assert message.role == "assistant" and message.content[0].text.value, message
    assert plain.id in {assistant.id for assistant in litellm.get_assistants(**provider).data}
    return plain, thread


@check("OpenAI")
def with_openai():
    plain, _ = talk(PROVIDERS["openai"])
    assert litellm.delete_assistant(assistant_id=plain.id, **PROVIDERS["openai"]).deleted


@check("Azure")
def with_azure():
    talk(PROVIDERS["azure"])


@check("a stream")
def stream():
    plain, thread = talk(PROVIDERS["openai"])
    litellm.add_message(thread_id=thread.id, role="user", content="Hello", **PROVIDERS["openai"])
    with litellm.run_thread_stream(thread_id=thread.id, assistant_id=plain.id, **PROVIDERS["openai"]) as events:
        happened = [event.event for event in events]
    assert happened[0] == "thread.run.created" and happened[-1] == "thread.run.completed", happened


main()
