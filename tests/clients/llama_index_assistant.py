"""LlamaIndex's OpenAIAssistantAgent (llama-index-agent-openai)."""

from checks import (
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
from llama_index.agent.openai import OpenAIAssistantAgent
from llama_index.core.tools import FunctionTool

tools = [FunctionTool.from_defaults(get_temperature), FunctionTool.from_defaults(get_rain_probability)]


def make():
    return OpenAIAssistantAgent.from_new(
        name="weather", instructions=INSTRUCTIONS, tools=tools, model="gpt-4o-mini", run_retrieve_sleep_time=0.005
    )


@check("functions, two rounds")
def functions():
    agent = make()
    expect_outputs(str(agent.chat(QUESTION)))
    expect_both("Busan")
    expect_outputs(str(agent.chat(SECOND_QUESTION)))
    expect_both("Seoul")
    assert len(agent.chat_history) == 4, agent.chat_history


@check("async")
async def asynchronous():
    expect_outputs(str(await make().achat(QUESTION)))
    expect_both("Busan")


@check("an assistant that is there, by its id")
def existing():
    first = make()
    again = OpenAIAssistantAgent.from_existing(assistant_id=first.assistant.id, tools=tools, thread_id=first.thread_id)
    expect_outputs(str(again.chat(QUESTION)))
    expect_both("Busan")
    again.reset()


main()
