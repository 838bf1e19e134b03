"""How outputs are worded: by rules about keys, arguments and nouns, for functions that no rule knows by name."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.local_api.models.simulated.answering.perfect import have_done
from helpers.local_api.models.simulated.reading.results import read_output

from .thread import answer, tool

INTEGER = {"type": "integer"}
FEE = tool("get_mooring_fee", "Get the latest published fee of a harbour.", harbour_id="Id of the harbour")
FEE_OF = tool("get_share_fee", "Get the price of a share of a boat.", ticker="The boat's ticker", day="Which day")
SWELL = tool("get_weather", "Get the weather at sea.", location="The place")
ROUTE = tool("get_sailing_distance", "Get the distance between two harbours.", origin="From", destination="To")
HIRE = tool("hire_kayak", "Hire a kayak.", harbour="Where", hours=INTEGER)
CANCEL = tool("cancel_hire", "Cancel a hire.", hire_id="Id of the hire")
EXCHANGE = tool("swap_money", "Swap money.", amount={"type": "number"}, source="From", target="To")
RENDER = tool("render_phrase", "Say it in another language.", phrase="Words", language="Language")
OPEN = tool("is_harbour_open", "Check whether a harbour is open.", harbour="Harbour")
KNOTS = tool("tie_knots", "Tie knots.", sort="Sort", count=INTEGER)
MEMBERS = tool("get_member", "Get a member's record.", member_id="Id of the member")
TIDE_KO = tool("get_price", "특정 품목의 가격을 가져옵니다.", item="품목")
TIDE_ZH = tool("get_price", "查詢商品的價格", item="商品")


def said(function: dict[str, Any], arguments: dict[str, Any], output: Any, question: str = "Tell me.") -> str:
    return answer([function], question, [(function["function"]["name"], arguments, output)])


def of_each(function: dict[str, Any], question: str, *calls: tuple[dict[str, Any], Any]) -> str:
    name = function["function"]["name"]
    return answer([function], question, [(name, arguments, output) for arguments, output in calls])


@pytest.mark.parametrize(
    ("output", "sentence"),
    [
        ("12.5", "The mooring fee of harbour H7 is 12.5."),
        ({"harbour_id": "H7", "fee": 12.50}, "The mooring fee of harbour H7 is 12.5."),
        ({"id": "H7", "fee": 12.5, "currency": "NOK"}, "The mooring fee of harbour H7 is 12.5 NOK."),
        ({"published": 12.5, "currency": "NOK"}, "The mooring fee of harbour H7 is 12.5 NOK (published)."),
        ({"result": 12.5}, "The mooring fee of harbour H7 is 12.5."),
        ({"mooring_fee": 12.5, "day": "2024-05-01"}, "The mooring fee of harbour H7 is 12.5 (2024-05-01)."),
        ({"fee": 12.5, "berths": 4}, "The mooring fee of harbour H7 is 12.5 (berths 4)."),
        ({"fee_nok": 12.5}, "The mooring fee of harbour H7 is 12.5 NOK."),
        (
            {"fee": 12.5, "berths": [{"name": "A", "free": True}, {"name": "B", "free": False}]},
            "The mooring fee of harbour H7 is 12.5.\n- berths:\n  - A: free: yes\n  - B: free: no",
        ),
    ],
)
def test_the_value_that_was_asked_for_comes_first_and_an_echo_is_not_repeated(output: Any, sentence: str) -> None:
    assert said(FEE, {"harbour_id": "H7"}, output) == sentence


def test_what_is_no_echo_stays() -> None:
    assert "H8" in said(FEE, {"harbour_id": "H7"}, {"harbour_id": "H8", "fee": 3})
    assert "keeper: H7" in said(FEE, {"harbour_id": "H7"}, {"keeper": "H7", "fee": {"low": 1, "high": 2}})


def test_of_an_object_with_many_sides_the_question_says_which_is_meant() -> None:
    sea = {"temperature": 14, "humidity": 0.8, "sky": "clear"}
    asked = {"What's the weather in Oslo?", "How humid is it in Oslo?", "How warm is it in Oslo?"}
    assert {question: said(SWELL, {"location": "Oslo"}, sea, question) for question in asked} == {
        "What's the weather in Oslo?": "The weather in Oslo: temperature 14, humidity 0.8, sky clear.",
        "How humid is it in Oslo?": "The humidity in Oslo is 0.8 (temperature 14, sky clear).",
        "How warm is it in Oslo?": "The temperature in Oslo is 14 (humidity 0.8, sky clear).",
    }


@pytest.mark.parametrize(
    ("output", "written"),
    [
        ({"temperature": 14, "unit": "celsius", "sky": "clear"}, "temperature 14 °C, sky clear"),
        ({"high": 14, "low": 9, "unit": "celsius"}, "high 14, low 9, unit celsius"),
        ({"wind_kmh": 30, "rain_mm": 2.5}, "wind 30 km/h, rain 2.5 mm"),
        ({"pm2_5": 18, "sky": "hazy"}, "pm2_5 18, sky hazy"),
    ],
)
def test_a_unit_goes_with_its_number_where_that_is_clear(output: Any, written: str) -> None:
    assert (
        said(SWELL, {"location": "Oslo"}, output, "What's the weather in Oslo?") == f"The weather in Oslo: {written}."
    )


def test_arguments_become_words_where_their_names_allow() -> None:
    assert said(ROUTE, {"origin": "Bari", "destination": "Split"}, {"distance_km": 205}) == (
        "The sailing distance from Bari to Split is 205 km."
    )
    assert said(FEE_OF, {"ticker": "GULL", "day": "2024-05-01"}, "8") == "The share fee of GULL on 2024-05-01 is 8."
    assert said(MEMBERS, {"member_id": 7}, {"id": 7, "name": "Ada", "boats": 2}) == "Member 7: name Ada, boats 2."


@pytest.mark.parametrize(
    ("output", "sentence"),
    [
        ("hired", "The kayak is hired (harbour: Bari, 3 hours)."),
        ({"status": "hired", "reference": "K-1"}, "The kayak is hired (harbour: Bari, 3 hours) – reference K-1."),
        ({"hired": False, "reason": "storm"}, "The kayak is not hired (harbour: Bari, 3 hours) – reason storm."),
        ("done", "I have hired the kayak (harbour: Bari, 3 hours)."),
        ("ok", "I have hired the kayak (harbour: Bari, 3 hours) – ok."),
        ("true", "I have hired the kayak (harbour: Bari, 3 hours)."),
        ({"success": True, "id": 5}, "I have hired the kayak (harbour: Bari, 3 hours) – id 5."),
        ({"id": 5}, "I have hired the kayak (harbour: Bari, 3 hours) – id 5."),
        ("false", "hire_kayak (harbour: Bari, 3 hours) gave no."),
        (
            {"harbour": "Bari", "hours": 3},
            "hire_kayak (harbour: Bari, 3 hours) gave back the same: harbour Bari, hours 3.",
        ),
        ("", "I have hired the kayak (harbour: Bari, 3 hours); it gave an empty output."),
        ({"error": "no kayak"}, "hire_kayak (harbour: Bari, 3 hours) failed: no kayak."),
        (
            {"error": {"message": "no kayak", "code": 4}},
            "hire_kayak (harbour: Bari, 3 hours) failed: no kayak (code 4).",
        ),
        ("Your kayak waits in Bari.", "Your kayak waits in Bari."),
    ],
)
def test_an_action_is_told_by_its_outcome(output: Any, sentence: str) -> None:
    assert said(HIRE, {"harbour": "Bari", "hours": 3}, output) == sentence


def test_an_action_on_a_numbered_thing_names_the_thing() -> None:
    assert said(CANCEL, {"hire_id": "K-1"}, {"status": "cancelled", "refund": 9}) == (
        "Hire K-1 is cancelled – refund 9."
    )


def test_a_word_is_an_outcome_only_of_the_functions_own_verb() -> None:
    send, light = (
        tool("send_flare", "Send a flare.", colour="Colour"),
        tool("turn_on_beacon", "Turn on.", place="Where"),
    )
    past = tool("inflect_word", "Inflect a word.", word="The word")
    assert said(send, {"colour": "red"}, "sent") == "The flare is sent (colour: red)."
    assert said(light, {"place": "Bari"}, "on") == "The beacon is on (place: Bari)."
    assert said(light, {"place": "Bari"}, {"state": "on"}) == "The beacon is on (place: Bari)."
    assert said(past, {"word": "book"}, "booked") == "inflect_word (word: book) gave booked."


def test_a_conversion_shows_in_its_arguments() -> None:
    swap = {"amount": 20, "source": "EUR", "target": "NOK"}
    assert said(EXCHANGE, swap, "231.4") == "20 EUR is 231.4 NOK."
    assert said(EXCHANGE, swap, {**swap, "converted": 231.4, "rate": 11.57}) == "20 EUR is 231.4 NOK (rate 11.57)."
    lengths = {"amount": 20, "source": "km", "target": "miles"}
    assert said(EXCHANGE, lengths, "12.43") == "20 km is 12.43 miles."
    assert said(EXCHANGE, {"amount": 20, "source": "Ada", "target": "Bo"}, "7").endswith("gave 7.")
    assert said(RENDER, {"phrase": "good wind", "language": "Korean"}, "순풍") == "“good wind” in Korean: “순풍”"


def test_yes_and_no_are_told_with_what_the_function_asks() -> None:
    assert said(OPEN, {"harbour": "Bari"}, "true") == "Is harbour open (harbour: Bari): yes."
    assert said(OPEN, {"harbour": "Bari"}, {"open": False, "from": "06:00"}) == (
        "Is harbour open (harbour: Bari): no (from: 06:00)."
    )


def test_a_few_calls_of_a_function_are_one_sentence_and_more_are_a_list() -> None:
    def fee(number: int) -> tuple[dict[str, Any], Any]:
        return {"harbour_id": f"H{number}"}, {"id": f"H{number}", "fee": number, "currency": "NOK"}

    assert of_each(FEE, "?", fee(1), fee(2)) == "The mooring fee of harbour H1 is 1 NOK and of harbour H2 2 NOK."
    assert of_each(FEE, "?", fee(1), fee(2), fee(3)) == (
        "The mooring fee of harbour H1 is 1 NOK, of harbour H2 2 NOK and of harbour H3 3 NOK."
    )
    assert of_each(FEE, "?", *map(fee, range(4))) == (
        "The mooring fee:\n- harbour H0: 0 NOK\n- harbour H1: 1 NOK\n- harbour H2: 2 NOK\n- harbour H3: 3 NOK"
    )


def test_what_several_outputs_share_is_said_once() -> None:
    calls = [({"harbour_id": h}, {"published": 5, "day": "2024-05-01"}) for h in "AB"]
    assert of_each(FEE, "?", *calls) == (
        "The mooring fee of harbour A is 5 and of harbour B 5 (both: published, 2024-05-01)."
    )
    days = [({"ticker": "GULL", "day": f"2024-05-0{n}"}, str(n)) for n in (1, 2)]
    assert of_each(FEE_OF, "?", *days) == "The share fee of GULL on 2024-05-01 is 1 and on 2024-05-02 2."
    same_day = [({"ticker": t, "day": "2024-05-01"}, p) for t, p in (("GULL", "8"), ("TERN", "9"))]
    assert of_each(FEE_OF, "?", *same_day) == "The share fee of GULL on 2024-05-01 is 8 and of TERN 9."


def test_objects_of_several_calls_are_a_list_by_what_they_are_about() -> None:
    seas = [({"location": place}, {"temperature": t, "sky": "clear"}) for place, t in (("Oslo", 4), ("Bari", 9))]
    assert of_each(SWELL, "?", *seas) == (
        "The weather:\n- Oslo: temperature 4, sky clear\n- Bari: temperature 9, sky clear"
    )


def test_a_list_names_each_object_by_its_first_value() -> None:
    boats = [{"name": "Gull", "berth": 4}, {"name": "Tern", "berth": 7}]
    assert said(KNOTS, {"sort": "bowline"}, boats) == (
        "tie_knots (sort: bowline) gave:\n- Gull: berth 4\n- Tern: berth 7"
    )
    numbered = [{"id": 1, "sort": "bowline"}, {"id": 2, "sort": "reef"}]
    assert said(KNOTS, {"count": 2}, numbered).endswith("- id 1: sort bowline\n- id 2: sort reef")


def test_sentences_in_a_list_stand_on_lines_of_their_own() -> None:
    steps = {"steps": ["Make a loop.", "Pull, gently."]}
    assert said(MEMBERS, {"member_id": 7}, steps) == "Member 7:\n- steps:\n  - Make a loop.\n  - Pull, gently."


@pytest.mark.parametrize(
    ("function", "question", "outputs", "sentence"),
    [
        (
            TIDE_KO,
            "우산 가격은?",
            {"우산": {"item": "우산", "price": 9, "currency": "KRW"}},
            "우산의 가격은 9 KRW입니다.",
        ),
        (TIDE_KO, "가격은?", {"우산": "9", "장화": "20"}, "우산의 가격은 9, 장화는 20입니다."),
        (TIDE_KO, "우산은?", {"우산": {"low": 9, "high": 12}}, "우산의 가격: 최저 9, 최고 12."),
        (TIDE_ZH, "雨傘的價格？", {"雨傘": {"item": "雨傘", "price": 9, "currency": "TWD"}}, "雨傘的價格是 9 TWD。"),
        (TIDE_ZH, "價格？", {"雨傘": "9", "雨鞋": "20"}, "雨傘的價格是 9，雨鞋是 20。"),
        (TIDE_ZH, "雨傘？", {"雨傘": {"low": 9, "high": 12}}, "雨傘的價格：最低 9，最高 12。"),
    ],
)
def test_the_same_rules_in_korean_and_chinese(
    function: dict[str, Any], question: str, outputs: dict[str, Any], sentence: str
) -> None:
    assert of_each(function, question, *(({"item": item}, output) for item, output in outputs.items())) == sentence


@pytest.mark.parametrize(
    ("output", "sentence"),
    [
        (str({"fee": 12.5, "free": None}), "The mooring fee of harbour H7 is 12.5 (free: none)."),
        (str([{"name": "A'dam"}]), "The mooring fee of harbour H7: name A'dam."),
        (str(None), "The mooring fee of harbour H7: the output is None."),
        (str({"error": "closed"}), "The call for the mooring fee of harbour H7 failed: closed."),
        ("{'fee': 12.50}", "The mooring fee of harbour H7 is {'fee': 12.50}."),  # Python would have written 12.5
        ("{'fee': 12.5", "The mooring fee of harbour H7 is {'fee': 12.5."),
        ("[1, 2", "The mooring fee of harbour H7: [1, 2."),
    ],
)
def test_what_python_wrote_is_read_back(output: str, sentence: str) -> None:
    assert said(FEE, {"harbour_id": "H7"}, output) == sentence


def test_true_as_python_writes_it() -> None:
    assert said(OPEN, {"harbour": "Bari"}, str(True)) == "Is harbour open (harbour: Bari): yes."


keys = st.sampled_from(
    """fee price total unit currency day date id harbour_id name status ok success hired error result data items error_code
    temperature sky wind_kmh open note message events""".split()
) | st.text("abc _-19가天", max_size=6)
leaves = (
    st.none()
    | st.booleans()
    | st.integers(-999, 999)
    | st.floats(-99, 99).map(lambda number: round(number, 7))
    | st.sampled_from("H7 Bari booked sent ok EUR kg celsius 2024-05-01 yes".split())
    | st.text(max_size=12)
)
outputs = st.recursive(
    leaves, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=5), max_leaves=9
)
#: Units that are written with their sign.
SIGNS = {"celsius": "°C", "c": "°C", "C": "°C", "f": "°F", "F": "°F"}


def written(value: Any) -> list[str]:
    """What of an output must be in the answer."""
    if isinstance(value, dict):
        return [leaf for item in value.values() for leaf in written(item)]
    if isinstance(value, list):
        return [leaf for item in value for leaf in written(item)]
    if value is None or isinstance(value, bool):
        return []
    return [line.strip() for line in value.splitlines()] if isinstance(value, str) else [repr(value)]


@settings(max_examples=300, deadline=None, derandomize=True, database=None)
@given(
    function=st.sampled_from([FEE, FEE_OF, SWELL, HIRE, CANCEL, EXCHANGE, RENDER, OPEN, MEMBERS, KNOTS]),
    values=st.lists(outputs, min_size=1, max_size=5),
    question=st.sampled_from(["How warm is it?", "얼마예요?", "多少？", "Which is higher?", ""]),
)
def test_nothing_of_any_output_is_lost(function: dict[str, Any], values: list[Any], question: str) -> None:
    parameters = function["function"]["parameters"]["properties"]
    calls = []
    for number, value in enumerate(values):
        texts = ("Bari", f"H{number}", "EUR", "2024-05-01")
        given_arguments = dict(zip(parameters, texts, strict=False))
        calls.append((given_arguments, json.dumps(value)))
    text = of_each(function, question, *calls)
    for _, output in calls:
        for leaf in written(read_output(output)[0]):
            quoted = json.dumps(leaf, ensure_ascii=False)[1:-1]  # inside an error that is an array or object
            assert leaf in text or SIGNS.get(leaf, quoted) in text, (leaf, output, text)


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("book_table", "I have booked the table"),
        ("turnOnLight", "I have turned on the light"),
        ("cancel_order", "I have cancelled the order"),
        ("reply_to_message", "I have replied to message"),
        ("send_me_a_copy", "I have sent me a copy"),
        ("mark_all_read", "I have marked all read"),
        ("get_weather", None),
        ("order", None),
        ("balance_of", None),
    ],
)
def test_what_was_done_is_in_the_functions_name(name: str, sentence: str | None) -> None:
    assert have_done(name) == sentence


@pytest.mark.parametrize(
    ("words", "reply"),
    [
        ("How are you?", "I am fine, thank you. What can I look up for you?"),
        ("lol ok", "All right."),
        ("You're the best!", "Thank you!"),
        ("great job", "Thank you!"),
        ("알겠습니다", "알겠습니다."),
        ("你好嗎？", "我很好，謝謝。要我查什麼嗎？"),
    ],
)
def test_small_talk_is_answered_in_a_few_words(words: str, reply: str) -> None:
    assert answer([HIRE], words) == reply


@pytest.mark.parametrize("words", ["What tools do you have?", "What are your functions?", "What kind of questions can I ask?"])
def test_what_it_can_do_is_said(words: str) -> None:
    assert "With the tools here I can" in answer([HIRE], words)


def test_a_second_refusal_is_short() -> None:
    first = answer([HIRE], "Who wrote Hamlet?")
    assert first.startswith("I cannot answer that. I am a simulated model")
    again = answer([HIRE], "Who wrote Hamlet?", (first,), "Who painted Guernica?")
    assert again == "I cannot answer that either."
