"""AutoGen's OpenAIAssistantAgent (autogen-ext)."""

import os
import tempfile
from pathlib import Path

import openai
from autogen_agentchat.messages import TextMessage
from autogen_core import CancellationToken
from autogen_ext.agents.openai import OpenAIAssistantAgent
from checks import (
    HANDBOOK,
    HANDBOOK_QUESTION,
    INSTRUCTIONS,
    QUESTION,
    SECOND_QUESTION,
    check,
    expect_both,
    expect_outputs,
    get_rain_probability,
    get_temperature,
    main,
)


def make(client, tools):
    return OpenAIAssistantAgent(
        name="helper", description="helps", client=client, model="gpt-4o-mini", instructions=INSTRUCTIONS, tools=tools
    )


async def ask(agent, question):
    response = await agent.on_messages([TextMessage(source="user", content=question)], CancellationToken())
    return response.chat_message.content


async def two_rounds(client):
    agent = make(client, [get_temperature, get_rain_probability])
    expect_outputs(await ask(agent, QUESTION))
    expect_both("Busan")
    expect_outputs(await ask(agent, SECOND_QUESTION))
    expect_both("Seoul")
    await agent.on_reset(CancellationToken())
    await agent.delete_assistant(CancellationToken())


@check("functions, two rounds, reset, delete")
async def functions():
    await two_rounds(openai.AsyncOpenAI())


@check("the same through Azure")
async def azure():
    await two_rounds(
        openai.AsyncAzureOpenAI(
            azure_endpoint=os.environ["AZURE_OPENAI_ENDPOINT"],
            api_key=os.environ["OPENAI_API_KEY"],
            api_version="2024-05-01-preview",
        )
    )


@check("file search")
async def file_search():
    agent = make(openai.AsyncOpenAI(), ["file_search"])
    token = CancellationToken()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "handbook.md")
        path.write_text(HANDBOOK, encoding="utf-8")
        await agent.on_upload_for_file_search(str(path), token)
        assert "8:45" in await ask(agent, HANDBOOK_QUESTION)
    await agent.delete_uploaded_files(token)
    await agent.delete_vector_store(token)
    await agent.delete_assistant(token)


@check("state saved and loaded")
async def state():
    agent = make(openai.AsyncOpenAI(), [get_temperature, get_rain_probability])
    await ask(agent, QUESTION)
    expect_both("Busan")
    again = make(openai.AsyncOpenAI(), [get_temperature, get_rain_probability])
    await again.load_state(await agent.save_state())
    expect_outputs(await ask(again, SECOND_QUESTION))
    expect_both("Seoul")


main()
