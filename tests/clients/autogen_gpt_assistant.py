"""AutoGen 0.2's GPTAssistantAgent (pyautogen)."""

import os

from autogen import UserProxyAgent
from autogen.agentchat.contrib.gpt_assistant_agent import GPTAssistantAgent
from checks import (
    FUNCTIONS,
    INSTRUCTIONS,
    QUESTION,
    SECOND_QUESTION,
    TOOLS,
    check,
    expect_both,
    expect_outputs,
    main,
)

llm_config = {
    "config_list": [
        {
            "model": "gpt-4o-mini",
            "api_key": os.environ["OPENAI_API_KEY"],
            "base_url": os.environ["OPENAI_BASE_URL"],
        }
    ]
}


def make(name):
    agent = GPTAssistantAgent(
        name=name,
        instructions=INSTRUCTIONS,
        llm_config={"config_list": [dict(llm_config["config_list"][0])]},
        assistant_config={"tools": TOOLS, "check_every_ms": 5},
    )
    agent.register_function(function_map=FUNCTIONS)
    return agent


@check("functions, two rounds, delete")
def functions():
    agent = make("weather")
    user = UserProxyAgent("user", human_input_mode="NEVER", code_execution_config=False, max_consecutive_auto_reply=0)
    user.initiate_chat(agent, message=QUESTION, silent=True)
    expect_both("Busan")
    expect_outputs(user.last_message(agent)["content"])
    user.initiate_chat(agent, message=SECOND_QUESTION, clear_history=False, silent=True)
    expect_both("Seoul")
    agent.delete_assistant()


@check("an assistant that is there is found by its name")
def found_again():
    first = make("found again")
    assert make("found again").assistant_id == first.assistant_id
    first.delete_assistant()


main()
