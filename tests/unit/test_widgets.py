"""Widgets without a browser: press their buttons, read what they show."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
from openai import OpenAI

from helpers import widgets
from helpers.local_api import LocalAPI
from helpers.local_api.models.interface import Finished, Piece, Text, ToolCall, Turn, Usage

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


class Parrot:
    """A model of three words: asks for the weather of each city that is named, else repeats what it was told."""

    async def answer(self, turn: Turn) -> AsyncIterator[Piece]:
        last = turn.messages[-1]
        cities = [city for city in ("Busan", "Seoul") if city in last["content"]]
        if last["role"] == "user" and turn.tools and cities:
            for index, city in enumerate(cities):
                yield ToolCall(index, turn.tools[0]["function"]["name"], json.dumps({"city": city}))
            yield Finished("tool_calls", Usage(1, 1))
            return
        for word in ("You", " said ", last["content"]):
            yield Text(word)
        yield Finished("stop", Usage(1, 1))


def get_weather(city: str) -> str:
    """Get the weather."""
    return f"<sunny> in {city}"


@pytest.fixture
def client() -> Iterator[OpenAI]:
    with (
        LocalAPI(course=True, model=Parrot(), poll_after_ms=2) as api,
        OpenAI(base_url=api.base_url, api_key=api.api_key) as client,
    ):
        yield client


@pytest.fixture
def assistant(client: OpenAI) -> Any:
    return client.beta.assistants.create(model="m", tools=[widgets.tool_from(get_weather)])


# --- Quiz ---------------------------------------------------------------------------------------


@pytest.fixture
def quiz() -> widgets.Quiz:
    return widgets.quiz(
        "Who <runs> it?", ["the model", "my code"], right=1, because=["It only asks.", "Yes & nothing else."]
    )


def test_a_quiz_says_why_whatever_is_chosen(quiz: widgets.Quiz) -> None:
    quiz.choose(0)
    assert quiz.text == "✗ Not yet: It only asks."
    quiz.choose(1)
    assert quiz.text == "✓ Correct: Yes & nothing else."
    assert "Yes &amp; nothing else." in quiz.view.value


def test_a_quiz_without_a_choice_asks_for_one(quiz: widgets.Quiz) -> None:
    quiz.button.click()
    assert quiz.text == "○ Not attempted: Choose an answer first."


def test_a_quiz_can_be_read_by_a_screen_reader(quiz: widgets.Quiz) -> None:
    assert "Who &lt;runs&gt; it?" in quiz.children[0].value, "the question comes before its choices"
    assert quiz.button.description == "Check" and quiz.button.tooltip
    quiz.choose(1)
    assert 'aria-live="polite"' in quiz.view.value
    assert "✓" in quiz.text and "Correct" in quiz.text, "not by colour alone"


def test_what_a_notebook_records_of_a_widget(quiz: widgets.Quiz, client: OpenAI, assistant: Any) -> None:
    assert repr(quiz) == "Quiz: Who <runs> it?"
    assert repr(widgets.chat(client, assistant)) == "Chat with the assistant"
    assert repr(widgets.try_tools(client, get_weather)) == "Try out get_weather"
    bundle = quiz._repr_mimebundle_()
    assert bundle["text/plain"] == "Quiz: Who <runs> it?"
    assert "application/vnd.jupyter.widget-view+json" in bundle


@pytest.mark.parametrize(
    ("choices", "right", "because"), [(["a"], 0, ["x"]), (["a", "b"], 2, ["x", "y"]), (["a", "b"], 0, ["x"])]
)
def test_a_quiz_that_cannot_be_asked_is_refused(choices: list[str], right: int, because: list[str]) -> None:
    with pytest.raises(ValueError, match="A quiz needs"):
        widgets.quiz("?", choices, right, because)


# --- Chat ---------------------------------------------------------------------------------------


def test_a_chat_shows_calls_outputs_and_the_answer(client: OpenAI, assistant: Any) -> None:
    chat = widgets.chat(client, assistant, [get_weather])
    assert chat.text == "No messages yet."
    chat.send("How is it in Busan and Seoul?")
    assert chat.text.splitlines() == [
        "you: How is it in Busan and Seoul?",
        '  asks for get_weather({"city": "Busan"})',
        '  asks for get_weather({"city": "Seoul"})',
        "  gets back <sunny> in Busan",
        "  gets back <sunny> in Seoul",
        "assistant: You said <sunny> in Seoul",
    ]
    assert "&lt;sunny&gt; in Busan" in chat.view.value and "<sunny>" not in chat.view.value


def test_a_chat_is_one_conversation(client: OpenAI, assistant: Any) -> None:
    chat = widgets.chat(client, assistant)
    chat.send("one")
    chat.send("  ")
    chat.send("two")
    assert chat.text.splitlines() == ["you: one", "assistant: You said one", "you: two", "assistant: You said two"]
    assert len(client.beta.threads.messages.list(chat.thread.id).data) == 4
    assert chat.box.value == "" and not chat.button.disabled


def test_a_chat_grows_while_the_answer_comes(client: OpenAI, assistant: Any) -> None:
    chat = widgets.chat(client, assistant)
    seen: list[str] = []
    chat.view.observe(lambda change: seen.append(chat.text.splitlines()[-1]), "value")
    chat.send("hello")
    assert seen[0] == "you: hello"
    assert [line for line in seen if line.startswith("assistant: You")][0] != seen[-1] == "assistant: You said hello"


def test_enter_sends(client: OpenAI, assistant: Any) -> None:
    chat = widgets.chat(client, assistant)
    chat.box.value = "typed"
    chat.box._handle_custom_msg({"event": "submit"}, [])
    assert "assistant: You said typed" in chat.text
    chat.box.value = "not yet"
    chat.box._handle_custom_msg({"event": "focus"}, [])
    assert "not yet" not in chat.text


def test_an_error_is_told_in_the_chat_and_the_next_message_works(client: OpenAI, assistant: Any) -> None:
    chat = widgets.chat(client, assistant)
    waiting = client.beta.threads.runs.create(
        chat.thread.id, assistant_id=assistant.id, additional_messages=[{"role": "user", "content": "Busan"}]
    )
    chat.send("hello")
    assert f"✗ Error: Can't add messages to {chat.thread.id} while a run {waiting.id} is active." in chat.text
    client.beta.threads.runs.cancel(waiting.id, thread_id=chat.thread.id)
    client.beta.threads.runs.poll(waiting.id, thread_id=chat.thread.id)
    chat.send("again")
    assert chat.text.endswith("assistant: You said again")


# --- Watch a run --------------------------------------------------------------------------------


def test_a_run_is_watched_one_request_at_a_time(client: OpenAI, assistant: Any) -> None:
    thread = client.beta.threads.create(messages=[{"role": "user", "content": "Busan"}])
    watch = widgets.watch_run(
        client, client.beta.threads.runs.create(thread.id, assistant_id=assistant.id), [get_weather]
    )
    assert watch.text == "Seen so far: queued" and watch.button.description == "Look again"
    while watch.step() != "requires_action":
        assert len(watch.seen) < 9
    assert watch.button.description == "Submit outputs" and 'get_weather  {"city": "Busan"}' in watch.text
    while watch.step() != "completed":
        assert len(watch.seen) < 9
    assert watch.seen == ["queued", "in_progress", "requires_action", "queued", "in_progress", "completed"]
    assert watch.button.disabled and "the run is here" in watch.view.value
    client.beta.threads.delete(thread.id)


def test_a_run_that_is_gone_is_told(client: OpenAI, assistant: Any) -> None:
    thread = client.beta.threads.create(messages=[{"role": "user", "content": "Busan"}])
    watch = widgets.watch_run(client, client.beta.threads.runs.create(thread.id, assistant_id=assistant.id))
    client.beta.threads.delete(thread.id)
    watch.step()
    assert watch.text == f"✗ Error: No thread found with id '{thread.id}'."


# --- Try out a tool -----------------------------------------------------------------------------


def test_a_tool_is_tried_without_running_anything(client: OpenAI) -> None:
    def get_weather(city: str) -> str:
        """Get the weather."""
        raise AssertionError("a description is tried, nothing is run")

    tryout = widgets.try_tools(client, get_weather)
    tryout.ask("Seoul and Busan?")
    assert tryout.text.startswith("you: Seoul and Busan?")
    assert '{"city": "Seoul"}' in tryout.text and '{"city": "Busan"}' in tryout.text
    tryout.ask("Hello")
    assert "No call. The model answers by itself:" in tryout.text and "assistant: You said Hello" in tryout.text
    tryout.ask(" ")
    assert "Hello" in tryout.text, "an empty question changes nothing"


def test_trying_leaves_nothing_on_the_server(client: OpenAI) -> None:
    widgets.try_tools(client, [widgets.tool_from(get_weather)]).ask("Busan?")
    assert client.beta.assistants.list().data == []


def test_a_schema_the_api_refuses_is_told_in_its_words(client: OpenAI) -> None:
    tool = widgets.tool_from(get_weather)
    tool["function"]["name"] = "get weather"
    tryout = widgets.try_tools(client, tool)
    tryout.box.value = "Busan?"
    tryout.box._handle_custom_msg({"event": "submit"}, [])
    assert tryout.text.startswith("✗ Error: Invalid 'tools[0].function.name'")


def test_an_unexpected_error_is_named(client: OpenAI) -> None:
    chat = widgets.chat(client, "asst_unknown")
    chat.send("hello")
    assert "✗ Error: No assistant found with id 'asst_unknown'." in chat.text
    client.close()
    chat.send("hello")
    assert "✗ Error: RuntimeError: " in chat.text or "✗ Error: APIConnectionError" in chat.text
