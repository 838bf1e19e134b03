"""What the course grew from keeps working: calls of the same shape as old Assistants programs make, word for word.

The Korean notebook (weather, two rounds, then shares), the Azure how-to, and the Azure reference: their calls, their
function names and their questions' shape, with a schema and words of our own.
"""

import json
import os

import pytest
from openai import AzureOpenAI, OpenAI

from helpers.local_api import LocalAPI

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")

MODEL = "gpt-4o-mini"


def function(name, description, required, **properties):
    """A function tool as people write it by hand."""
    return {
        "type": "function",
        "function": {
            "name": name,
            "description": description,
            "parameters": {"type": "object", "properties": properties, "required": required},
        },
    }


PLACE = {"type": "string", "description": "도시 이름, 예: 대전"}
UNIT = {"type": "string", "enum": ["Celsius", "Fahrenheit"], "description": "The unit, inferred from the place."}
WEATHER = [
    function(
        "get_current_temperature", "어떤 곳의 현재 온도를 알려 줍니다.", ["location", "unit"], location=PLACE, unit=UNIT
    ),
    function("get_rain_probability", "어떤 곳에 비가 올 확률을 알려 줍니다.", ["location"], location=PLACE),
]
SHARES = [
    function(
        "yf_stock", "어떤 주식의 주가를 알려 줍니다.", ["ticker"], ticker={"type": "string", "description": "ticker"}
    )
]
VALUES = {"get_current_temperature": "57", "get_rain_probability": "0.06", "yf_stock": "210.62"}


@pytest.fixture(scope="module", autouse=True)
def variables():
    """The variables that `connect()` sets, so that the clients are made as in old programs, from nothing."""
    with LocalAPI(course=True) as api, pytest.MonkeyPatch.context() as patch:
        patch.setenv("OPENAI_BASE_URL", api.base_url)
        patch.setenv("OPENAI_API_KEY", api.api_key)
        patch.setenv("AZURE_OPENAI_ENDPOINT", api.azure_endpoint)
        patch.setenv("AZURE_OPENAI_API_KEY", api.api_key)
        yield


def old_client(version="2024-02-15-preview"):
    """A client as the Azure documents make it. They leave the base URL of OpenAI unset."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("OPENAI_BASE_URL")
        return AzureOpenAI(
            api_key=os.getenv("AZURE_OPENAI_API_KEY"),
            api_version=version,
            azure_endpoint=os.getenv("AZURE_OPENAI_ENDPOINT"),
        )


def round_of(client, assistant, thread, question):
    """A question through to its answer: the calls asked for, and the newest message's text."""
    client.beta.threads.messages.create(thread_id=thread.id, role="user", content=question)
    run = client.beta.threads.runs.create_and_poll(thread_id=thread.id, assistant_id=assistant.id)
    assert run.status == "requires_action"
    asked, tool_outputs = [], []
    for tool in run.required_action.submit_tool_outputs.tool_calls:
        asked.append((tool.function.name, json.loads(tool.function.arguments)))
        tool_outputs.append({"tool_call_id": tool.id, "output": VALUES[tool.function.name]})
    run = client.beta.threads.runs.submit_tool_outputs_and_poll(
        thread_id=thread.id, run_id=run.id, tool_outputs=tool_outputs
    )
    assert run.status == "completed"
    messages = client.beta.threads.messages.list(thread_id=thread.id)
    assert messages.data[0].role == "assistant" and messages.data[1].content[0].text.value == question
    return asked, messages.data[0].content[0].text.value


def is_korean(text):
    return any("가" <= letter <= "힣" for letter in text)


def test_weather_in_two_rounds_on_one_thread():
    client = OpenAI()
    assistant = client.beta.assistants.create(instructions="당신은 날씨를 알려 줍니다.", model=MODEL, tools=WEATHER)
    thread = client.beta.threads.create()
    for city, question in (
        ("부산", "오늘 부산의 날씨는 어때요? 비가 올 확률은요? 비가 오면 무엇을 챙겨야 하나요?"),
        ("서울", "지금 서울의 온도는 어떤가요? 비가 올 확률은 어떤가요? 비 오는 날에 맛있는 음식은 무엇인가요?"),
    ):
        asked, answer = round_of(client, assistant, thread, question)
        assert asked == [
            ("get_current_temperature", {"location": city, "unit": "Celsius"}),
            ("get_rain_probability", {"location": city}),
        ]
        assert is_korean(answer) and "57" in answer and "0.06" in answer


def test_shares():
    client = OpenAI()
    assistant = client.beta.assistants.create(instructions="당신은 주가를 알려 줍니다.", model=MODEL, tools=SHARES)
    asked, answer = round_of(
        client, assistant, client.beta.threads.create(), "오늘 Apple 주가는 어때요? 무엇을 만드는 회사인가요?"
    )
    assert asked == [("yf_stock", {"ticker": "AAPL"})]
    assert is_korean(answer) and "210.62" in answer


def test_azure_how_to():
    place = {"type": "string", "description": "City and state, e.g. Boston, MA"}
    unit = {"type": "string", "enum": ["c", "f"]}
    assistant = old_client().beta.assistants.create(
        instructions="You tell people about the weather.",
        model="gpt-4-1106-preview",
        tools=[
            function("getCurrentWeather", "Get the weather in location", ["location"], location=place, unit=unit),
            function("getNickname", "Get the nickname of a city", ["location"], location=place),
        ],
    )
    client = old_client()  # the document makes a new client for its second half
    thread = client.beta.threads.create()
    client.beta.threads.messages.create(
        thread.id, role="user", content="How is the weather in San Francisco? And what is the nickname of Los Angeles?"
    )
    run = client.beta.threads.runs.create(thread_id=thread.id, assistant_id=assistant.id)
    assert run.status == "queued"
    run = client.beta.threads.runs.poll(run.id, thread_id=thread.id)
    calls = run.required_action.submit_tool_outputs.tool_calls
    places = [(call.function.name, json.loads(call.function.arguments)["location"].split(",")[0]) for call in calls]
    assert places == [("getCurrentWeather", "San Francisco"), ("getNickname", "Los Angeles")]
    run = client.beta.threads.runs.submit_tool_outputs(
        thread_id=thread.id,
        run_id=run.id,
        tool_outputs=[
            {"tool_call_id": calls[0].id, "output": "22C"},
            {"tool_call_id": calls[1].id, "output": "LA"},
        ],
    )
    assert run.status == "queued"
    assert client.beta.threads.runs.poll(run.id, thread_id=thread.id).status == "completed"
    answer = client.beta.threads.messages.list(thread.id).data[0].content[0].text.value
    assert "22C" in answer and "LA" in answer


def test_azure_reference():
    client = old_client("2024-08-01-preview")
    assistant = client.beta.assistants.create(
        instructions="You write code that answers questions about numbers.",
        model="my-deployment",
        tools=[{"type": "code_interpreter"}],
    )
    assert client.beta.assistants.list(order="desc", limit="20").data[0] == assistant  # the limit is a text there
    assert client.beta.assistants.retrieve(assistant.id) == assistant
    changed = client.beta.assistants.update(
        assistant.id,
        instructions="You answer questions of the staff.",
        name="Staff Helper",
        tools=[{"type": "code-interpreter"}],  # with a hyphen there, which is no type
        model="another-deployment",
    )
    assert (changed.name, changed.model) == ("Staff Helper", "another-deployment")
    assert [tool.type for tool in changed.tools] == ["code_interpreter"]
    deleted = client.beta.assistants.delete(assistant.id)
    assert (deleted.id, deleted.deleted, deleted.object) == (assistant.id, True, "assistant.deleted")
