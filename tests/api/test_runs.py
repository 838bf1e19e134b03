"""The life of a run over real HTTP with the SDK: statuses, tool calls, settings, cancel, expiry, errors."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from api_support import (
    BOTH_CALLS,
    WEATHER_TOOLS,
    Hold,
    ModelError,
    ScriptedModel,
    Usage,
    calls,
    http,
    says,
    sdk,
    serving,
    until,
)
from openai import BadRequestError, NotFoundError, OpenAI

from helpers.local_api import LocalAPI
from helpers.local_api.clock import COURSE_START

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


@pytest.fixture(scope="module")
def _model() -> ScriptedModel:
    return ScriptedModel()


@pytest.fixture
def model(_model: ScriptedModel) -> ScriptedModel:
    _model.script, _model.turns = [], []
    return _model


@pytest.fixture(scope="module")
def _course(_model: ScriptedModel) -> Iterator[LocalAPI]:
    with serving(_model, course=True) as api:
        yield api


@pytest.fixture
def course(_course: LocalAPI, model: ScriptedModel) -> LocalAPI:
    move_clock(_course, 10)  # what an earlier test has left comes to its rest
    model.script, model.turns = [], []
    return _course


@pytest.fixture(scope="module")
def _alone(_model: ScriptedModel) -> Iterator[LocalAPI]:
    with serving(_model) as api:
        yield api


@pytest.fixture
def alone(_alone: LocalAPI, model: ScriptedModel) -> LocalAPI:
    return _alone


def ask(client: OpenAI, question: str = "How is the weather in Busan?", **settings: Any) -> Any:
    """A new run on a new thread."""
    assistant = client.beta.assistants.create(model="gpt-4o-mini", instructions="Be brief.", tools=WEATHER_TOOLS)
    thread = client.beta.threads.create(messages=[{"role": "user", "content": question}])
    return client.beta.threads.runs.create(thread_id=thread.id, assistant_id=assistant.id, **settings)


def poll(client: OpenAI, run: Any) -> Any:
    return client.beta.threads.runs.retrieve(run.id, thread_id=run.thread_id)


def rest(client: OpenAI, run: Any) -> Any:
    """The run once it waits or has ended."""
    return until(lambda: (now := poll(client, run)).status not in ("queued", "in_progress", "cancelling") and now)


def outputs(run: Any, output: str = "21") -> list[Any]:
    pending = run.required_action.submit_tool_outputs.tool_calls
    return [{"tool_call_id": call.id, "output": output} for call in pending]


def submit(client: OpenAI, run: Any, given: Any = None) -> Any:
    return client.beta.threads.runs.submit_tool_outputs(
        run.id, thread_id=run.thread_id, tool_outputs=outputs(run) if given is None else given
    )


def move_clock(api: LocalAPI, seconds: int) -> int:
    answer = http(api).post("/local/clock", json={"seconds": seconds})
    assert answer.status_code == 200, answer.text
    return answer.json()["now"]


# In the course, each request moves the clock a second, and runs move with the clock.


def test_the_courses_time_begins_at_its_start() -> None:
    with serving(course=True) as api:
        assert ask(sdk(api)).created_at == COURSE_START + 3


def test_course_run_takes_one_second_for_each_status(course: LocalAPI, model: ScriptedModel) -> None:
    client = sdk(course)
    model.script = [BOTH_CALLS, says("It is 21 degrees.")]
    run = ask(client)
    created = run.created_at
    assert (run.status, run.started_at, run.usage) == ("queued", None, None)
    assert run.expires_at == created + 600

    run = poll(client, run)
    assert (run.status, run.started_at) == ("in_progress", created + 1)
    run = poll(client, run)
    assert run.status == "requires_action"
    pending = run.required_action.submit_tool_outputs.tool_calls
    assert [call.function.name for call in pending] == ["get_current_temperature", "get_rain_probability"]
    assert [json.loads(call.function.arguments) for call in pending] == [{"location": "Busan"}] * 2
    assert len({call.id for call in pending}) == 2
    assert poll(client, run).status == "requires_action"

    run = submit(client, run)
    assert (run.status, run.required_action) == ("queued", None)
    assert poll(client, run).status == "in_progress"
    run = poll(client, run)
    assert (run.status, run.expires_at, run.failed_at, run.cancelled_at) == ("completed", None, None, None)
    assert run.completed_at == created + 6
    assert run.usage.to_dict() == {"prompt_tokens": 60, "completion_tokens": 15, "total_tokens": 75}

    answer, question = client.beta.threads.messages.list(run.thread_id).data
    assert answer.content[0].text.value == "It is 21 degrees."
    assert (answer.role, answer.run_id, answer.assistant_id, answer.status) == (
        "assistant", run.id, run.assistant_id, "completed",
    )  # fmt: skip
    assert (question.role, question.run_id, question.assistant_id) == ("user", None, None)


def test_course_is_the_same_every_time() -> None:
    def lesson() -> list[Any]:
        seen: list[Any] = []
        with serving(course=True) as api:
            client = sdk(api)
            run = ask(client)
            while run.status in ("queued", "in_progress"):
                run = poll(client, run)
                seen.append(run.to_dict())
            run = submit(client, run)
            run = rest(client, run)
            seen += [message.to_dict() for message in client.beta.threads.messages.list(run.thread_id)]
            seen += [step.to_dict() for step in client.beta.threads.runs.steps.list(run.id, thread_id=run.thread_id)]
        return seen

    assert lesson() == lesson()


def test_served_alone_a_run_goes_on_by_itself(alone: LocalAPI, model: ScriptedModel) -> None:
    client = sdk(alone)
    model.script = [says("Hello.")]
    run = ask(client)
    assert run.status == "queued"
    assert rest(client, run).status == "completed"


def test_the_sdks_own_poll_helper(alone: LocalAPI, model: ScriptedModel) -> None:
    client = sdk(alone)
    model.script = [BOTH_CALLS, says("Done.")]
    run = ask(client)
    run = client.beta.threads.runs.poll(run.id, thread_id=run.thread_id)
    assert run.status == "requires_action"
    run = client.beta.threads.runs.submit_tool_outputs_and_poll(
        run_id=run.id, thread_id=run.thread_id, tool_outputs=outputs(run)
    )
    assert run.status == "completed"


def test_polls_say_when_to_look_again(course: LocalAPI) -> None:
    client = sdk(course)
    run = ask(client)
    raw = client.beta.threads.runs.with_raw_response.retrieve(run.id, thread_id=run.thread_id)
    assert 1 <= int(raw.headers["openai-poll-after-ms"]) <= 5


# What the model is shown


def test_model_sees_the_thread_with_earlier_calls_in_their_places(alone: LocalAPI, model: ScriptedModel) -> None:
    client = sdk(alone)
    model.script = [BOTH_CALLS, says("It is 21."), says("As I said: 21.")]
    run = rest(client, ask(client))
    run = rest(client, submit(client, run, [
        {"tool_call_id": call.id, "output": f"out of {call.function.name}"}
        for call in run.required_action.submit_tool_outputs.tool_calls
    ]))  # fmt: skip
    client.beta.threads.messages.create(run.thread_id, role="user", content="Say that again?")
    again = client.beta.threads.runs.create(thread_id=run.thread_id, assistant_id=run.assistant_id)
    rest(client, again)

    shown = model.turns[-1]
    assert [message["role"] for message in shown.messages] == [
        "system", "user", "assistant", "tool", "tool", "assistant", "user",
    ]  # fmt: skip
    assert shown.messages[0]["content"] == "Be brief."
    made = shown.messages[2]["tool_calls"]
    assert [call["function"]["name"] for call in made] == ["get_current_temperature", "get_rain_probability"]
    assert [message["tool_call_id"] for message in shown.messages[3:5]] == [call["id"] for call in made]
    assert shown.messages[4]["content"] == "out of get_rain_probability"
    assert [tool["function"]["name"] for tool in shown.tools] == ["get_current_temperature", "get_rain_probability"]


def test_settings_of_the_run_stand_in_for_the_assistants(alone: LocalAPI, model: ScriptedModel) -> None:
    client = sdk(alone)
    model.script = [says("ok")]
    run = ask(
        client,
        model="gpt-4o",
        instructions="Rhyme.",
        additional_instructions="In English.",
        additional_messages=[{"role": "assistant", "content": "Yes?"}, {"role": "user", "content": "Go on."}],
        tools=WEATHER_TOOLS[:1],
        temperature=0.5,
        top_p=0.25,
        parallel_tool_calls=False,
        response_format={"type": "json_object"},
        metadata={"lesson": "3"},
        max_completion_tokens=1000,
        max_prompt_tokens=2000,
        truncation_strategy={"type": "last_messages", "last_messages": 2},
        tool_choice="none",
    )
    assert (run.model, run.instructions) == ("gpt-4o", "Rhyme.\nIn English.")
    assert run.truncation_strategy.to_dict() == {"type": "last_messages", "last_messages": 2}
    assert run.metadata == {"lesson": "3"}
    rest(client, run)
    turn = model.turns[-1]
    assert turn.model == "gpt-4o"
    assert [message["content"] for message in turn.messages] == ["Rhyme.\nIn English.", "Yes?", "Go on."]
    assert [tool["function"]["name"] for tool in turn.tools] == ["get_current_temperature"]
    assert (turn.temperature, turn.top_p, turn.parallel_tool_calls) == (0.5, 0.25, False)
    assert turn.response_format == {"type": "json_object"}
    assert (turn.tool_choice, turn.max_completion_tokens) == ("none", 1000)


def test_a_run_echoes_what_it_inherits(alone: LocalAPI) -> None:
    client = sdk(alone)
    run = rest(client, ask(client))
    assert (run.temperature, run.top_p, run.tool_choice, run.parallel_tool_calls) == (1.0, 1.0, "auto", True)
    assert (run.response_format, run.metadata, run.model) == ("auto", {}, "gpt-4o-mini")
    assert run.truncation_strategy.to_dict() == {"type": "auto", "last_messages": None}
    assert run.instructions == "Be brief."
    assert [tool.function.name for tool in run.tools] == ["get_current_temperature", "get_rain_probability"]


@pytest.mark.parametrize("choice", ["required", {"type": "function", "function": {"name": "get_rain_probability"}}])
def test_a_forced_call_is_forced_once(alone: LocalAPI, model: ScriptedModel, choice: Any) -> None:
    client = sdk(alone)
    model.script = [calls(("get_rain_probability", "{}")), says("Done.")]
    run = rest(client, ask(client, tool_choice=choice))
    rest(client, submit(client, run))
    assert [turn.tool_choice for turn in model.turns] == [choice, "auto"]


def test_a_long_thread_loses_its_middle(alone: LocalAPI, model: ScriptedModel) -> None:
    client = sdk(alone)
    assistant = client.beta.assistants.create(model="gpt-4o-mini")
    thread = client.beta.threads.create()
    for number in range(30):
        client.beta.threads.messages.create(thread.id, role="user", content=f"{number}: " + "word " * 20)
    rest(client, client.beta.threads.runs.create(
        thread_id=thread.id, assistant_id=assistant.id, max_prompt_tokens=256
    ))  # fmt: skip
    numbers = [int(message["content"].split(":")[0]) for message in model.turns[-1].messages]
    assert numbers[0] == 0
    assert numbers[1:] == list(range(numbers[1], 30))
    assert 10 < numbers[1] < 29


# Steps


def test_steps_tell_what_was_done(course: LocalAPI, model: ScriptedModel) -> None:
    client = sdk(course)
    model.script = [BOTH_CALLS, says("Fine.")]
    run = rest(client, ask(client))
    (step,) = client.beta.threads.runs.steps.list(run.id, thread_id=run.thread_id).data
    assert (step.type, step.status, step.usage) == ("tool_calls", "in_progress", None)
    assert [call.function.output for call in step.step_details.tool_calls] == [None, None]

    run = rest(client, submit(client, run))
    said, called = client.beta.threads.runs.steps.list(run.id, thread_id=run.thread_id).data
    assert (called.status, called.usage.total_tokens) == ("completed", 50)
    assert [call.function.output for call in called.step_details.tool_calls] == ["21", "21"]
    message = client.beta.threads.messages.list(run.thread_id, run_id=run.id).data[0]
    assert said.step_details.message_creation.message_id == message.id
    assert (said.type, said.status, said.usage.total_tokens) == ("message_creation", "completed", 25)
    again = client.beta.threads.runs.steps.retrieve(said.id, thread_id=run.thread_id, run_id=run.id)
    assert again.to_dict() == said.to_dict()


def test_text_before_a_call_is_a_message_of_its_own(alone: LocalAPI, model: ScriptedModel) -> None:
    client = sdk(alone)
    model.script = [says("Let me look.")[:-1] + BOTH_CALLS, says("21.")]
    run = rest(client, ask(client))
    rest(client, submit(client, run))
    texts = [message.content[0].text.value for message in client.beta.threads.messages.list(run.thread_id, order="asc")]
    assert texts[1:] == ["Let me look.", "21."]


# Errors of the run's life, in the hosted words


def test_a_thread_is_locked_while_a_run_is_active(course: LocalAPI) -> None:
    client = sdk(course)
    run = rest(client, ask(client))
    assert run.status == "requires_action"
    with pytest.raises(BadRequestError) as locked:
        client.beta.threads.messages.create(run.thread_id, role="user", content="And Seoul?")
    assert locked.value.body == {
        "message": f"Can't add messages to {run.thread_id} while a run {run.id} is active.",
        "type": "invalid_request_error", "param": None, "code": None,
    }  # fmt: skip
    with pytest.raises(BadRequestError) as second:
        client.beta.threads.runs.create(thread_id=run.thread_id, assistant_id=run.assistant_id)
    assert second.value.body["message"] == f"Thread {run.thread_id} already has an active run {run.id}."


def test_outputs_must_be_those_of_the_pending_calls(course: LocalAPI) -> None:
    client = sdk(course)
    run = rest(client, ask(client))
    first, second = (call.id for call in run.required_action.submit_tool_outputs.tool_calls)
    for given in ([first], [first, first], [first, second, "call_x"], []):
        with pytest.raises(BadRequestError) as wrong:
            submit(client, run, [{"tool_call_id": one, "output": ""} for one in given])
        assert wrong.value.body["message"] == (
            f"Expected tool outputs for call_ids ['{first}', '{second}'], got {given!r}"
        )
    assert poll(client, run).status == "requires_action"


def test_outputs_in_another_order_belong_to_their_ids(alone: LocalAPI, model: ScriptedModel) -> None:
    client = sdk(alone)
    run = rest(client, ask(client))
    first, second = (call.id for call in run.required_action.submit_tool_outputs.tool_calls)
    rest(client, submit(client, run, [
        {"tool_call_id": second, "output": "rain"}, {"tool_call_id": first, "output": "temperature"},
    ]))  # fmt: skip
    assert [message["content"] for message in model.turns[-1].messages[-2:]] == ["temperature", "rain"]


def test_outputs_are_wanted_in_one_status_only(course: LocalAPI, model: ScriptedModel) -> None:
    client = sdk(course)
    model.script = [says("Hello.")]
    run = ask(client)
    for status in ("in_progress", "completed", "completed"):  # the request itself moves the run on
        with pytest.raises(BadRequestError) as refused:
            submit(client, run, [])
        assert refused.value.body["message"] == f'Runs in status "{status}" do not accept tool outputs.'


# Cancel


@pytest.mark.parametrize("polls", [0, 1, 2])
def test_cancel_from_every_state(course: LocalAPI, polls: int) -> None:
    client = sdk(course)
    run = ask(client)
    for _ in range(polls):
        run = poll(client, run)
    cancelled = client.beta.threads.runs.cancel(run.id, thread_id=run.thread_id)
    assert (cancelled.status, cancelled.required_action) == ("cancelling", None)
    now = poll(client, run)
    assert (now.status, now.expires_at) == ("cancelled", None)
    assert now.cancelled_at == cancelled.created_at + polls + 2
    steps = client.beta.threads.runs.steps.list(run.id, thread_id=run.thread_id).data
    assert all(step.status == "cancelled" and step.cancelled_at == now.cancelled_at for step in steps)
    assert bool(steps) == (polls > 0)
    with pytest.raises(BadRequestError) as again:
        client.beta.threads.runs.cancel(run.id, thread_id=run.thread_id)
    assert again.value.body["message"] == "Cannot cancel run with status 'cancelled'."
    client.beta.threads.messages.create(run.thread_id, role="user", content="The thread is free again.")


def test_cancel_of_a_run_that_is_being_cancelled(model: ScriptedModel) -> None:
    hold = Hold()
    model.script = [[*says("One ")[:-1], hold]]
    with serving(model) as api:
        client = sdk(api)
        run = ask(client)
        until(lambda: model.turns)
        client.beta.threads.runs.cancel(run.id, thread_id=run.thread_id)
        with pytest.raises(BadRequestError) as again:
            client.beta.threads.runs.cancel(run.id, thread_id=run.thread_id)
        assert again.value.body["message"] in (
            "Cannot cancel run with status 'cancelling'.", "Cannot cancel run with status 'cancelled'.",
        )  # fmt: skip


def test_cancel_in_the_middle_of_an_answer_keeps_what_was_said(alone: LocalAPI, model: ScriptedModel) -> None:
    client = sdk(alone)
    model.script = [[*says("It is ", "twenty")[:-1], Hold()]]
    run = ask(client)
    until(lambda: client.beta.threads.messages.list(run.thread_id, run_id=run.id).data)
    client.beta.threads.runs.cancel(run.id, thread_id=run.thread_id)
    assert rest(client, run).status == "cancelled"
    (message,) = client.beta.threads.messages.list(run.thread_id, run_id=run.id)
    assert (message.status, message.incomplete_details.reason) == ("incomplete", "run_cancelled")
    assert message.content[0].text.value == "It is twenty"


# Expiry


@pytest.mark.parametrize("polls", [0, 1, 2])
def test_a_run_expires_after_ten_minutes(course: LocalAPI, model: ScriptedModel, polls: int) -> None:
    client = sdk(course)
    run = ask(client)
    for _ in range(polls):
        run = poll(client, run)
    move_clock(course, 700)
    expired = poll(client, run)
    assert expired.status == "expired"
    assert expired.expires_at == run.created_at + 600
    (step,) = client.beta.threads.runs.steps.list(run.id, thread_id=run.thread_id)
    assert (step.status, step.expired_at) == ("expired", run.created_at + 600)
    with pytest.raises(BadRequestError) as late:
        submit(client, run, [])
    assert late.value.body["message"] == 'Runs in status "expired" do not accept tool outputs.'
    client.beta.threads.messages.create(run.thread_id, role="user", content="The thread is free again.")


def test_served_alone_a_slow_model_expires(alone: LocalAPI, model: ScriptedModel) -> None:
    client = sdk(alone)
    model.script = [[*says("Well, ")[:-1], Hold()]]
    run = ask(client)
    until(lambda: client.beta.threads.messages.list(run.thread_id, run_id=run.id).data)
    move_clock(alone, 601)
    assert poll(client, run).status == "expired"
    (message,) = client.beta.threads.messages.list(run.thread_id, run_id=run.id)
    assert (message.status, message.incomplete_details.reason) == ("incomplete", "run_expired")
    assert message.content[0].text.value == "Well, "


# Failures and limits


def test_a_models_error_fails_the_run(alone: LocalAPI, model: ScriptedModel) -> None:
    client = sdk(alone)
    model.script = [[*says("I ")[:-1], ModelError("rate_limit_exceeded", "Too fast.")]]
    run = rest(client, ask(client))
    assert (run.status, run.expires_at, run.completed_at) == ("failed", None, None)
    assert run.last_error.to_dict() == {"code": "rate_limit_exceeded", "message": "Too fast."}
    assert run.failed_at >= run.created_at
    (step,) = client.beta.threads.runs.steps.list(run.id, thread_id=run.thread_id)
    assert (step.status, step.last_error.code) == ("failed", "rate_limit_exceeded")
    (message,) = client.beta.threads.messages.list(run.thread_id, run_id=run.id)
    assert (message.status, message.incomplete_details.reason) == ("incomplete", "run_failed")


def test_a_mistake_in_the_model_is_a_server_error(alone: LocalAPI, model: ScriptedModel) -> None:
    client = sdk(alone)
    model.script = [[ZeroDivisionError("secret detail")]]
    run = rest(client, ask(client))
    assert (run.status, run.last_error.code) == ("failed", "server_error")
    assert "secret" not in run.last_error.message


def test_an_answer_that_is_cut_is_incomplete(alone: LocalAPI, model: ScriptedModel) -> None:
    client = sdk(alone)
    model.script = [says("A long ", "story", reason="length", usage=Usage(10, 256))]
    run = rest(client, ask(client, max_completion_tokens=256))
    assert (run.status, run.incomplete_details.reason, run.expires_at) == ("incomplete", "max_completion_tokens", None)
    (message,) = client.beta.threads.messages.list(run.thread_id, run_id=run.id)
    assert (message.status, message.incomplete_details.reason) == ("incomplete", "max_tokens")
    assert message.content[0].text.value == "A long story"


def test_completion_tokens_are_counted_over_the_turns(alone: LocalAPI, model: ScriptedModel) -> None:
    client = sdk(alone)
    model.script = [calls(("get_rain_probability", "{}"), usage=Usage(10, 200)), says("Done.")]
    run = rest(client, ask(client, max_completion_tokens=300))
    rest(client, submit(client, run))
    assert [turn.max_completion_tokens for turn in model.turns] == [300, 100]
    model.script = [calls(("get_rain_probability", "{}"), usage=Usage(10, 300)), says("Never asked.")]
    run = rest(client, ask(client, max_completion_tokens=300))
    run = rest(client, submit(client, run))
    assert (run.status, run.incomplete_details.reason) == ("incomplete", "max_completion_tokens")


def test_a_prompt_that_cannot_fit_is_incomplete(alone: LocalAPI, model: ScriptedModel) -> None:
    client = sdk(alone)
    run = rest(client, ask(client, "word " * 2000, max_prompt_tokens=256))
    assert (run.status, run.incomplete_details.reason) == ("incomplete", "max_prompt_tokens")
    assert model.turns == []


# The rest of the endpoints


def test_create_thread_and_run(alone: LocalAPI, model: ScriptedModel) -> None:
    client = sdk(alone)
    model.script = [says("Hi.")]
    assistant = client.beta.assistants.create(model="gpt-4o-mini")
    run = client.beta.threads.create_and_run(
        assistant_id=assistant.id,
        thread={"messages": [{"role": "user", "content": "Hello?"}], "metadata": {"who": "me"}},
        metadata={"run": "yes"},
    )
    assert rest(client, run).status == "completed"
    assert client.beta.threads.retrieve(run.thread_id).metadata == {"who": "me"}
    assert run.metadata == {"run": "yes"}


def test_runs_are_listed_and_modified(course: LocalAPI, model: ScriptedModel) -> None:
    client = sdk(course)
    model.script = [says("1"), says("2")]
    first = rest(client, ask(client))
    second = client.beta.threads.runs.create(thread_id=first.thread_id, assistant_id=first.assistant_id)
    assert [run.id for run in client.beta.threads.runs.list(first.thread_id)] == [second.id, first.id]
    changed = client.beta.threads.runs.update(first.id, thread_id=first.thread_id, metadata={"seen": "yes"})
    assert (changed.metadata, changed.status) == ({"seen": "yes"}, "completed")


def test_a_change_while_the_model_is_busy_is_kept(alone: LocalAPI, model: ScriptedModel) -> None:
    client = sdk(alone)
    hold = Hold()
    model.script = [[*says("a")[:-1], hold, *says("b")]]
    run = ask(client)
    until(lambda: client.beta.threads.messages.list(run.thread_id, run_id=run.id).data)
    client.beta.threads.runs.update(run.id, thread_id=run.thread_id, metadata={"kept": "yes"})
    hold.release()
    run = rest(client, run)
    assert (run.status, run.metadata) == ("completed", {"kept": "yes"})


def test_deleting_a_thread_ends_its_run(alone: LocalAPI, model: ScriptedModel) -> None:
    client = sdk(alone)
    model.script = [[*says("a")[:-1], Hold()], says("fine")]
    run = ask(client)
    until(lambda: model.turns)
    assert client.beta.threads.delete(run.thread_id).deleted
    with pytest.raises(NotFoundError) as gone:
        poll(client, run)
    assert gone.value.body["message"] == f"No thread found with id '{run.thread_id}'."
    assert rest(client, ask(client)).status == "completed"


def test_a_run_needs_its_assistant_only_to_begin(course: LocalAPI, model: ScriptedModel) -> None:
    client = sdk(course)
    model.script = [says("Still here.")]
    run = ask(client)
    client.beta.assistants.delete(run.assistant_id)
    assert rest(client, run).status == "completed"
    with pytest.raises(NotFoundError) as gone:
        client.beta.threads.runs.create(thread_id=run.thread_id, assistant_id=run.assistant_id)
    assert gone.value.body["message"] == f"No assistant found with id '{run.assistant_id}'."
