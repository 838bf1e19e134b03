"""Semantic Kernel's OpenAIAssistantAgent and AzureAssistantAgent."""

import os

import openai
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
from semantic_kernel.agents import AssistantAgentThread, AzureAssistantAgent, OpenAIAssistantAgent
from semantic_kernel.functions import kernel_function


class Weather:
    """The two functions as a plugin, which calls them Weather-get_temperature and so on."""

    @kernel_function(description="Get the current temperature of a city.")
    def get_temperature(self, location: str) -> str:
        return get_temperature(location)

    @kernel_function(description="Get the probability of rain in a city.")
    def get_rain_probability(self, location: str) -> str:
        return get_rain_probability(location)


async def make(kind, client):
    definition = await client.beta.assistants.create(model="gpt-4o-mini", name="weather", instructions=INSTRUCTIONS)
    agent = kind(client=client, definition=definition, plugins=[Weather()])
    agent.polling_options.run_polling_interval /= 50  # the checks need not wait
    return agent


async def two_rounds(agent):
    thread = AssistantAgentThread(client=agent.client)
    for city, question in (("Busan", QUESTION), ("Seoul", SECOND_QUESTION)):
        response = await agent.get_response(messages=question, thread=thread)
        expect_both(city)
        expect_outputs(str(response.content))
    await thread.delete()
    await agent.client.beta.assistants.delete(agent.id)


@check("functions, two rounds")
async def functions():
    await two_rounds(await make(OpenAIAssistantAgent, OpenAIAssistantAgent.create_client(ai_model_id="gpt-4o-mini")))


@check("the same through Azure")
async def azure():
    client = openai.AsyncAzureOpenAI(  # create_client() takes https addresses only
        azure_endpoint=os.environ["AZURE_OPENAI_ENDPOINT"],
        api_key=os.environ["OPENAI_API_KEY"],
        api_version="2024-05-01-preview",
    )
    await two_rounds(await make(AzureAssistantAgent, client))


@check("streaming with functions")
async def streaming():
    agent = await make(OpenAIAssistantAgent, openai.AsyncOpenAI())
    thread = AssistantAgentThread(client=agent.client)
    text = "".join([str(piece.content) async for piece in agent.invoke_stream(messages=QUESTION, thread=thread)])
    expect_both("Busan")
    expect_outputs(text)


@check("file search with citations")
async def file_search():
    client = openai.AsyncOpenAI()
    file = await client.files.create(file=("handbook.md", HANDBOOK.encode()), purpose="assistants")
    store = await client.vector_stores.create(file_ids=[file.id])
    tools, resources = OpenAIAssistantAgent.configure_file_search_tool(vector_store_ids=store.id)
    definition = await client.beta.assistants.create(model="gpt-4o-mini", tools=tools, tool_resources=resources)
    agent = OpenAIAssistantAgent(client=client, definition=definition)
    response = await agent.get_response(messages=HANDBOOK_QUESTION)
    assert "8:45" in str(response.content), response.content
    assert any(type(item).__name__ == "AnnotationContent" for item in response.content.items), response.content.items


main()
