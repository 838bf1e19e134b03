"""LangChain's OpenAIAssistantRunnable (langchain-classic) and OpenAIAssistantV2Runnable (langchain-community)."""

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
from langchain_classic.agents import AgentExecutor
from langchain_classic.agents.openai_assistant import OpenAIAssistantRunnable
from langchain_community.agents.openai_assistant import OpenAIAssistantV2Runnable
from langchain_core.agents import AgentFinish
from langchain_core.tools import tool

tools = [tool(get_temperature), tool(get_rain_probability)]
by_name = {each.name: each for each in tools}


def make(kind, **more):
    return kind.create_assistant(
        name="weather", instructions=INSTRUCTIONS, tools=tools, model="gpt-4o-mini", check_every_ms=5, **more
    )


def by_hand(agent, question):
    response = agent.invoke(question)
    while not isinstance(response, AgentFinish):
        outputs = [
            {"output": by_name[action.tool].invoke(action.tool_input), "tool_call_id": action.tool_call_id}
            for action in response
        ]
        response = agent.invoke(
            {"tool_outputs": outputs, "run_id": response[0].run_id, "thread_id": response[0].thread_id}
        )
    return response


@check("runnable, tools by hand, two rounds")
def runnable():
    agent = make(OpenAIAssistantRunnable, as_agent=True)
    finish = by_hand(agent, {"content": QUESTION})
    expect_both("Busan")
    expect_outputs(finish.return_values["output"])
    finish = by_hand(agent, {"content": SECOND_QUESTION, "thread_id": finish.thread_id})
    expect_both("Seoul")
    expect_outputs(finish.return_values["output"])


@check("agent executor")
def executor():
    agent = make(OpenAIAssistantRunnable, as_agent=True)
    result = AgentExecutor(agent=agent, tools=tools).invoke({"content": QUESTION})
    expect_both("Busan")
    expect_outputs(result["output"])


@check("V2 runnable with an agent executor")
def runnable_v2():
    agent = make(OpenAIAssistantV2Runnable, as_agent=True)
    result = AgentExecutor(agent=agent, tools=tools).invoke({"content": QUESTION})
    expect_both("Busan")
    expect_outputs(result["output"])


@check("async")
async def asynchronous():
    agent = await OpenAIAssistantRunnable.acreate_assistant(
        name="weather", instructions=INSTRUCTIONS, tools=tools, model="gpt-4o-mini", check_every_ms=5, as_agent=True
    )
    actions = await agent.ainvoke({"content": QUESTION})
    assert {(action.tool, action.tool_input["location"]) for action in actions} == {
        ("get_temperature", "Busan"),
        ("get_rain_probability", "Busan"),
    }, actions


@check("messages without tools")
def messages():
    assistant = OpenAIAssistantRunnable.create_assistant(
        name="plain", instructions="Greet.", tools=[], model="gpt-4o-mini", check_every_ms=5
    )
    (message,) = assistant.invoke({"content": "Hello"})
    assert message.role == "assistant" and message.content[0].text.value


@check("V2 runnable with file search")
def file_search():
    client = openai.OpenAI()
    store = client.vector_stores.create()
    client.vector_stores.files.upload_and_poll(vector_store_id=store.id, file=("handbook.md", HANDBOOK.encode()))
    assistant = OpenAIAssistantV2Runnable.create_assistant(
        name="reader",
        instructions="Answer from the files.",
        tools=[{"type": "file_search"}],
        tool_resources={"file_search": {"vector_store_ids": [store.id]}},
        model="gpt-4o-mini",
        check_every_ms=5,
    )
    (message,) = assistant.invoke({"content": HANDBOOK_QUESTION})
    assert "8:45" in message.content[0].text.value


main()
