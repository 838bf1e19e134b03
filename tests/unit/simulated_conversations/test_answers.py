"""The words the model answers with, and the settings that shape an answer."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest

from helpers.local_api.models.interface import Finished, Text, ToolCall, Turn

from .known_misses import parameter
from .notation import call, integer, number, one_of, pair, text, tool
from .player import INSTRUCTIONS, Conversation, Reply, language, missing_facts, own_words, play
from .tools_english import TOOLS

WEATHER, RAIN, SHARES = TOOLS["get_weather"], TOOLS["get_rain_probability"], TOOLS["get_stock_price"]


def after_outputs(words: str, *outputs: Any, tools: tuple = (WEATHER,), **settings: Any) -> Reply:
    """The turn after the first tool was called once for each output."""
    name = tools[0]["function"]["name"]
    made = [
        {
            "id": f"call_{index}",
            "type": "function",
            "function": {"name": name, "arguments": f'{{"city": "City{index}"}}'},
        }
        for index, _ in enumerate(outputs)
    ]
    messages = [
        {"role": "system", "content": INSTRUCTIONS},
        {"role": "user", "content": words},
        {"role": "assistant", "content": "", "tool_calls": made},
        *(
            {
                "role": "tool",
                "tool_call_id": f"call_{index}",
                "content": output if isinstance(output, str) else json.dumps(output, ensure_ascii=False),
            }
            for index, output in enumerate(outputs)
        ),
    ]
    return play(Turn("gpt-4o-mini", messages, tools, **settings))


def ask(words: str, *tools: Any, **settings: Any) -> Reply:
    return Conversation(tools, **settings).say(words)


# --- outputs are told, in the question's language ---------------------------------------------

QUESTIONS = {"en": "What's the weather in City0?", "ko": "City0 날씨 어때요?", "zh": "City0 的天氣如何？"}

OUTPUTS = {
    "a number": 17,
    "a number as text": "17.5",
    "a sentence": "Sunny with a light breeze",
    "an object": {"temperature": -4, "sky": "overcast", "wind_kmh": 23.5},
    "an object in an object": {"now": {"temperature": 12}, "station": {"name": "Harbour", "height": 31}},
    "a list": ["fog", "drizzle", "sleet"],
    "a list of objects": [{"hour": "09:00", "rain": 10}, {"hour": "12:00", "rain": 85}],
    "korean": {"기온": 21, "하늘": "맑음"},
    "chinese": {"氣溫": 26, "天氣": "晴時多雲"},
    "a large number": {"population": 9386034},
    "quotes and signs": 'She said "50 % & more" <soon>',
    "several lines": "first: 31\nsecond: 47",
}


@pytest.mark.parametrize("code", QUESTIONS)
@pytest.mark.parametrize("name", OUTPUTS)
def test_the_answer_contains_the_output(name: str, code: str) -> None:
    reply = after_outputs(QUESTIONS[code], OUTPUTS[name])
    assert not reply.calls
    for line in str(OUTPUTS[name]).splitlines() if isinstance(OUTPUTS[name], str) else [OUTPUTS[name]]:
        assert missing_facts(line, reply.text) == [], reply.text
    assert language(own_words(reply.text, OUTPUTS[name])) == code, reply.text


@pytest.mark.parametrize("code", QUESTIONS)
def test_the_answer_contains_every_output(code: str) -> None:
    outputs = [{"temperature": 11, "sky": "clear"}, {"temperature": 29, "sky": "hazy"}, "no data before 14:00"]
    reply = after_outputs(QUESTIONS[code], *outputs)
    assert missing_facts(outputs, reply.text) == [], reply.text


def test_true_and_false_are_told_apart() -> None:
    yes, no = (after_outputs("Is the museum open in City0?", {"open": value}).text for value in (True, False))
    assert yes != no


@pytest.mark.parametrize("empty", ["", "null", "{}", "[]", "   "])
def test_an_empty_output_is_answered(empty: str) -> None:
    reply = after_outputs("What's the weather in City0?", empty)
    assert reply.text.strip() and not reply.calls


# --- errors are told ------------------------------------------------------------------------

ERRORS = {
    "an error object": ({"error": "station offline"}, "station offline"),
    "an error text": ("Error: the service timed out after 10 s", "timed out"),
    "an error with a code": ({"error": {"code": 503, "message": "maintenance until noon"}}, "maintenance until noon"),
    "an exception": ("ConnectionError: no route to weather.example", "no route"),
}


@pytest.mark.parametrize("code", QUESTIONS)
@pytest.mark.parametrize("name", ERRORS)
def test_an_error_is_reported(name: str, code: str) -> None:
    output, said = ERRORS[name]
    reply = after_outputs(QUESTIONS[code], output)
    assert not reply.calls, "nothing says what to try instead"
    assert said in reply.text
    assert language(own_words(reply.text, output, said)) == code, reply.text


def test_one_of_two_failed() -> None:
    reply = after_outputs("Compare the weather in City0 and City1.", {"temperature": 19}, {"error": "station offline"})
    assert not reply.calls and "19" in reply.text and "station offline" in reply.text


def test_a_retry_is_made_once() -> None:
    conversation = Conversation([TOOLS["check_departures"]])
    error = {"error": "unknown platform; accepted values: west_1, east_1"}
    assert len(conversation.say("Which departures are there from platform west?").calls) == 1
    retried = conversation.give(error)
    assert [arguments for _, arguments in retried.calls] == [{"platform": "west_1"}]
    last = conversation.give({"error": "platform closed; accepted values: west_1, east_1"})
    assert not last.calls and "closed" in last.text


# --- what cannot be known -------------------------------------------------------------------

UNKNOWABLE = [
    "What's the weather in Seoul right now?",
    "Who won yesterday's baseball game?",
    "What will Apple's share price be next month?",
    "How much money do I have in the bank?",
    "지금 부산 기온이 몇 도인가요?",
    "어제 야구 경기 결과 알려 줘.",
    "내일 환율이 어떻게 될까요?",
    "台北現在幾度？",
    "昨天的棒球比賽誰贏了？",
    "我的銀行帳戶裡有多少錢？",
]
SAYS_SIMULATED = {"en": ("simulat",), "ko": ("시뮬레이션", "모의", "가상", "흉내"), "zh": ("模擬",)}


@pytest.mark.parametrize("words", [parameter(each, each, f"{n}") for n, each in enumerate(UNKNOWABLE, 1)])
@pytest.mark.parametrize("tools", [(), (TOOLS["roll_dice"],)], ids=["no tools", "another tool"])
def test_nothing_is_invented(words: str, tools: tuple) -> None:
    reply = ask(words, *tools)
    assert not reply.calls
    code = language(words)
    assert language(reply.text) == code, reply.text
    assert any(said in reply.text.casefold() for said in SAYS_SIMULATED[code]), reply.text
    assert not any(letter.isdigit() for letter in reply.text), f"a made-up number: {reply.text}"


# --- JSON answers ---------------------------------------------------------------------------

REPORT = {
    "type": "object",
    "properties": {
        "city": {"type": "string"},
        "temperature": {"type": "number"},
        "sky": {"type": "string", "enum": ["clear", "cloudy", "rain"]},
        "umbrella": {"type": "boolean"},
        "hours": {"type": "array", "items": {"type": "integer"}},
        "note": {"type": ["string", "null"]},
    },
    "required": ["city", "temperature", "sky", "umbrella", "hours", "note"],
    "additionalProperties": False,
}


def json_schema(schema: dict[str, Any]) -> dict[str, Any]:
    return {"type": "json_schema", "json_schema": {"name": "report", "schema": schema, "strict": True}}


@pytest.mark.parametrize(
    "words",
    ["Give me the weather in City0 as JSON.", "City0 날씨를 JSON으로 알려 주세요.", "請用 JSON 告訴我天氣。"],
    ids=QUESTIONS,
)
def test_json_object(words: str) -> None:
    assert isinstance(json.loads(ask(words, response_format={"type": "json_object"}).text), dict)
    reply = after_outputs(words, {"temperature": 13, "sky": "clear"}, response_format={"type": "json_object"})
    assert isinstance(json.loads(reply.text), dict)
    assert missing_facts({"temperature": 13, "sky": "clear"}, reply.text) == []


def test_json_schema_without_outputs() -> None:
    reply = ask("It is 13 degrees and clear in Porto.", response_format=json_schema(REPORT))
    jsonschema.validate(json.loads(reply.text), REPORT)


def test_json_schema_takes_its_values_from_the_output() -> None:
    reply = after_outputs(
        "What's the weather in City0? Answer as JSON.",
        {"city": "Porto", "temperature": 13.5, "sky": "cloudy", "umbrella": True, "hours": [9, 12], "note": None},
        response_format=json_schema(REPORT),
    )
    given = json.loads(reply.text)
    jsonschema.validate(given, REPORT)
    assert (given["city"], given["temperature"], given["sky"], given["umbrella"]) == ("Porto", 13.5, "cloudy", True)
    assert given["hours"] == [9, 12]


def test_json_schema_takes_its_values_from_the_question() -> None:
    schema = {
        "type": "object",
        "properties": {"product": {"type": "string"}, "quantity": {"type": "integer"}},
        "required": ["product", "quantity"],
        "additionalProperties": False,
    }
    reply = ask('Extract the product and the quantity: "We need 12 umbrellas."', response_format=json_schema(schema))
    given = json.loads(reply.text)
    jsonschema.validate(given, schema)
    assert given["quantity"] == 12


def test_a_call_comes_before_the_json() -> None:
    reply = ask("What's the weather in Porto?", WEATHER, response_format=json_schema(REPORT))
    assert [name for name, _ in reply.calls] == ["get_weather"]


# --- settings -------------------------------------------------------------------------------


def test_tool_choice_none() -> None:
    reply = ask("What's the weather in Porto?", WEATHER, tool_choice="none")
    assert not reply.calls and reply.text.strip()


@pytest.mark.parametrize(
    "words", ["What's the weather in Porto?", "Hello!", "안녕", "謝謝", "", "???"], ids=range(1, 7)
)
def test_tool_choice_required(words: str) -> None:
    reply = ask(words, WEATHER, SHARES, tool_choice="required")
    assert reply.calls
    for name, arguments in reply.calls:
        jsonschema.validate(arguments, TOOLS[name]["function"]["parameters"])


@pytest.mark.parametrize(
    "words", ["What's the weather in Porto?", "Hello!", "애플 주가 알려 줘", "謝謝"], ids=range(1, 5)
)
def test_tool_choice_names_a_function(words: str) -> None:
    forced = {"type": "function", "function": {"name": "get_stock_price"}}
    reply = ask(words, WEATHER, SHARES, tool_choice=forced)
    assert {name for name, _ in reply.calls} == {"get_stock_price"}
    for _, arguments in reply.calls:
        jsonschema.validate(arguments, SHARES["function"]["parameters"])


def test_a_forced_function_still_reads_the_question() -> None:
    forced = {"type": "function", "function": {"name": "get_rain_probability"}}
    reply = ask("What's the weather in Porto?", WEATHER, RAIN, tool_choice=forced)
    assert pair([call("get_rain_probability", location="Porto")], reply.calls)


@pytest.mark.parametrize(
    "words",
    ["What's the weather in Busan and in Seoul?", "부산과 서울의 날씨를 알려 주세요.", "釜山和首爾的天氣如何？"],
    ids=QUESTIONS,
)
def test_without_parallel_calls_one_comes_after_the_other(words: str) -> None:
    conversation = Conversation([WEATHER], parallel_tool_calls=False)
    first = conversation.say(words)
    assert len(first.calls) == 1
    second = conversation.give({"temperature": 14})
    assert len(second.calls) == 1 and second.calls != first.calls
    last = conversation.give({"temperature": 8})
    assert not last.calls and missing_facts([14, 8], last.text) == []


def test_strict_schemas() -> None:
    plan = tool(
        "plan_trip",
        "Plan a trip.",
        strict=True,
        city=text("City"),
        days=integer("Days"),
        budget=number("Budget in dollars"),
        pace=one_of("slow", "normal", "fast"),
        note={"type": ["string", "null"], "description": "Anything else"},
    )
    reply = ask("Plan a slow trip to Kyoto for 4 days with a budget of 900 dollars.", plan)
    assert len(reply.calls) == 1
    arguments = reply.calls[0][1]
    jsonschema.validate(arguments, plan["function"]["parameters"])
    assert (arguments["city"], arguments["days"], arguments["budget"], arguments["pace"]) == ("Kyoto", 4, 900, "slow")
    assert arguments["note"] is None


@pytest.mark.parametrize("limit", [1, 5, 20])
def test_max_completion_tokens_cuts_an_answer(limit: int) -> None:
    outputs = [{"report": "Rain in the morning, then sun, then rain again until the evening. " * 5}]
    reply = after_outputs("What's the weather in City0?", *outputs, max_completion_tokens=limit)
    assert reply.finished.reason == "length"
    assert reply.finished.usage.completion_tokens <= limit
    whole = after_outputs("What's the weather in City0?", *outputs)
    assert whole.text.startswith(reply.text) and len(reply.text) < len(whole.text)


# --- pieces and usage -----------------------------------------------------------------------


def test_text_and_arguments_come_in_pieces() -> None:
    answer = after_outputs("What's the weather in City0?", {"temperature": 13, "sky": "clear", "wind": "light"})
    assert sum(isinstance(piece, Text) for piece in answer.pieces) > 3
    asked = ask("What's the weather in Porto?", WEATHER)
    parts = [piece for piece in asked.pieces if isinstance(piece, ToolCall)]
    assert len(parts) > 2 and parts[0].name == "get_weather" and all(part.name is None for part in parts[1:])


def test_two_conversations_do_not_disturb_each_other() -> None:
    alone = ask("And in Seoul?", WEATHER)
    first = Conversation([WEATHER])
    first.say("What's the weather in Busan?")
    assert ask("And in Seoul?", WEATHER) == alone


def test_usage_counts_what_was_read_and_written() -> None:
    short = ask("Hello!").finished
    long = ask("Hello! " + "I would like to tell you about my garden. " * 40).finished
    assert isinstance(short, Finished) and short.usage.prompt_tokens > 0 and short.usage.completion_tokens > 0
    assert long.usage.prompt_tokens > short.usage.prompt_tokens + 100
    assert ask("Hello!", WEATHER).finished.usage.prompt_tokens > short.usage.prompt_tokens, "tools are read too"
