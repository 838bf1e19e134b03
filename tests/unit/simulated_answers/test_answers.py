"""Whole answers: several outputs, parts that nothing answers, comparisons, talk, memory, asking back."""

from __future__ import annotations

import pytest

from helpers.local_api.models.simulated.answering.answer import from_thread
from helpers.local_api.models.simulated.deciding.decision import MissingArgument

from .thread import answer, tool, turn

DEPTH = tool("get_depth", "Get the depth of a lake in metres.", lake="The lake")
FERRY = tool("get_ferry_fare", "Get the price of a ferry ticket.", harbour="Where the ferry starts")
FIND = tool("find_member", "Find a member of the club by name.", name="The name")
BOATS = tool("list_boats", "List the boats of a member.", member_id="Id of the member")
TIDE_KO = tool("get_tide", "특정 항구의 만조 시각을 알려 줍니다.", harbour="항구")
TIDE_ZH = tool("get_tide", "查詢港口的滿潮時間", harbour="港口")
TWO = [("get_depth", {"lake": "Como"}, "425"), ("get_depth", {"lake": "Garda"}, "346")]


def test_outputs_come_in_the_order_of_the_calls() -> None:
    said = answer([DEPTH], "How deep are Como and Garda?", TWO)
    assert said == "The depth of Como is 425 and of Garda 346."
    said = answer([DEPTH], "How deep are Garda and Como?", TWO[::-1])
    assert said == "The depth of Garda is 346 and of Como 425."


def test_the_same_call_twice_is_told_once() -> None:
    assert answer([DEPTH], "How deep is Como?", [TWO[0], TWO[0]]) == "The depth of Como is 425."


@pytest.mark.parametrize(
    ("question", "beyond"),
    [
        ("How deep is Como? Who owns the island there?", "Who owns the island there?"),
        ("How deep is Como, and what is a good restaurant nearby?", "What is a good restaurant nearby?"),
        ("How deep is Como? What should I wear when I dive?", "What should I wear when I dive?"),
        ("How deep is Como? Write me a limerick.", "Write me a limerick."),
    ],
)
def test_a_part_that_nothing_answers_is_named(question: str, beyond: str) -> None:
    said = answer([DEPTH], question, TWO[:1])
    assert said.startswith("The depth of Como is 425.")
    assert f"I cannot answer “{beyond}”" in said and "simulated" in said


def test_a_part_that_nothing_answers_in_korean_and_chinese() -> None:
    said = answer(
        [TIDE_KO], "목포의 만조 시각은요? 근처 맛집은 어디인가요?", [("get_tide", {"harbour": "목포"}, "14:20")]
    )
    assert (
        said.startswith("목포의 만조 시각은 14:20입니다.")
        and "“근처 맛집은 어디인가요?”" in said
        and "시뮬레이션" in said
    )
    said = answer([TIDE_ZH], "基隆的滿潮時間？那裡有什麼好玩的？", [("get_tide", {"harbour": "基隆"}, "14:20")])
    assert said.startswith("基隆的滿潮時間是 14:20。") and "「那裡有什麼好玩的？」" in said and "模擬" in said


@pytest.mark.parametrize(
    "question",
    [
        "How deep is Como?",
        "How deep is Como? Is it a deep lake?",
        "I am going to Italy. How deep is Como? Thanks!",
        "Hi! Please tell me how deep Como is. And Garda?",
        "What is the depth of Como when it is full?",
    ],
)
def test_nothing_is_declined_when_all_was_answered(question: str) -> None:
    assert "simulated" not in answer([DEPTH], question, TWO)


def test_a_comparison_of_bare_numbers_holds_the_outputs() -> None:
    said = answer([DEPTH], "Which is deeper, Como or Garda?", TWO)
    assert said == "Como has the higher depth: Como 425, Garda 346."


def test_a_failed_call_is_told_beside_a_comparison() -> None:
    three = [*TWO, ("get_depth", {"lake": "Iseo"}, {"error": "no such lake"})]
    said = answer([DEPTH], "Which is deeper, Como, Garda or Iseo?", three)
    assert "Como 425" not in said.split("has the")[0] or "425" in said
    assert "425" in said and "346" in said and "no such lake" in said


def test_numbers_in_objects_are_compared_by_their_key() -> None:
    fares = [
        ("get_ferry_fare", {"harbour": h}, {"price": p, "seats": s})
        for h, p, s in (("Bari", 48.5, 3), ("Ancona", 61, 9))
    ]
    said = answer([FERRY], "Which is cheaper, Bari or Ancona?", fares)
    assert said == ("The ferry fare:\n- Bari: 48.5 (seats 3)\n- Ancona: 61 (seats 9)\n\nBari has the lower price.")


def test_equal_numbers_are_called_equal() -> None:
    same = [("get_depth", {"lake": lake}, "40") for lake in ("A", "B")]
    assert "They are equal in depth: A 40, B 40." in answer([DEPTH], "Which has the higher depth, A or B?", same)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Which of the two has the higher depth?", "Como has the higher depth: Como 425, Garda 346."),
        ("둘 중 어디가 더 높아요?", "depth 값이 더 높은 것: Como (Como 425, Garda 346)."),
        ("Which is shallower?", "Garda has the lower depth: Como 425, Garda 346."),
        ("哪一個比較低？", "depth較低的是 Garda（Como 425, Garda 346）。"),
    ],
)
def test_earlier_outputs_are_compared(question: str, expected: str) -> None:
    assert from_thread(turn([DEPTH], "How deep are Como and Garda?", TWO, ("…",), question)) == expected


@pytest.mark.parametrize(
    "question",
    [
        "What is the highest mountain?",
        "Which one is better?",
        "Who is the highest paid singer?",
        "Is Lugano lower?",
        "How deep is Iseo?",
    ],
)
def test_other_questions_are_no_comparison_of_earlier_outputs(question: str) -> None:
    assert from_thread(turn([DEPTH], "How deep are Como and Garda?", TWO, ("…",), question)) is None


def test_different_units_are_not_compared() -> None:
    mixed = [("get_depth", {"lake": "Como"}, "425 m"), ("get_depth", {"lake": "Garda"}, "1135 ft")]
    assert "higher" not in answer([DEPTH], "Which has the higher depth?", mixed)


def test_a_lookup_on_the_way_comes_last_and_lends_its_name() -> None:
    said = answer(
        [FIND, BOATS],
        "Which boats does Ada have?",
        [("find_member", {"name": "Ada"}, {"member_id": "m-9"})],
        [("list_boats", {"member_id": "m-9"}, ["Gull", "Tern"])],
    )
    assert said == (
        "The boats of member Ada are Gull and Tern.\n\nLooked up on the way: The member Ada: member id m-9."
    )


def test_a_first_failure_is_an_aside_after_a_success() -> None:
    said = answer([DEPTH], "How deep is Como?", [("get_depth", {"lake": "Comer"}, {"error": "unknown lake"})], [TWO[0]])
    assert said == "The depth of Como is 425.\n\n(A first call failed: unknown lake.)"


@pytest.mark.parametrize(
    ("words", "reply"),
    [("Thanks a lot!", "You're welcome."), ("고마워요", "천만에요."), ("多謝！", "不客氣。"), ("Bye!", "Goodbye.")],
)
def test_thanks_and_goodbye(words: str, reply: str) -> None:
    assert answer([DEPTH], words) == reply


@pytest.mark.parametrize(
    ("words", "simulated"), [("Good morning!", "simulated"), ("안녕하세요", "시뮬레이션"), ("你是誰？", "模擬")]
)
def test_it_says_that_it_is_simulated_and_what_the_tools_are_for(words: str, simulated: str) -> None:
    said = answer([DEPTH, FERRY], words)
    assert simulated in said and "ferry" in said.lower()


@pytest.mark.parametrize(
    "words",
    [
        "How do you say “thank you” in Maltese?",
        "'감사합니다'를 일본어로 뭐라고 하나요?",
        "「你好」的泰文怎麼說？",
        "Hello! Who invented the zip?",
    ],
)
def test_a_quoted_or_accompanied_greeting_is_not_answered_as_one(words: str) -> None:
    said = answer([], words)
    assert not said.startswith(("You're", "천만에요", "不客氣", "Hello", "안녕", "你好"))


def test_what_was_said_is_remembered_word_by_word() -> None:
    thread = ("My boat is called Petrel. It is 7 metres long.", ("…",))
    assert answer([], *thread, "What is my boat called?") == "You wrote: “My boat is called Petrel.”"
    assert answer([], *thread, "How long is it in metres?") == "You wrote: “It is 7 metres long.”"
    assert "simulated" in answer([], *thread, "Who built the first lighthouse?")


def test_what_was_asked_is_not_taken_for_a_statement() -> None:
    assert "simulated" in answer([], "Is my boat blue?", ("…",), "What colour is my boat?")


def test_tool_choice_none_is_given_as_the_reason() -> None:
    assert "tool_choice is none" in answer([DEPTH], "How deep is Como?", tool_choice="none")


def test_many_tools_are_summed_up() -> None:
    many = [tool(f"open_gate_{letter}", "Open a gate.") for letter in "abcdefghij"]
    said = answer(many, "Hello")
    assert "open_gate_a" in said and "and 4 more" in said and "open_gate_j" not in said


def test_tools_are_told_by_their_descriptions() -> None:
    assert "With the tools here I can get the depth of a lake in metres" in answer([DEPTH], "Hello")
    said = answer([DEPTH, FERRY, FIND], "Hello")
    assert "get the price of a ferry ticket, and find a member of the club by name." in said
    assert "The tools here: f1, get_depth." in answer([tool("f1"), DEPTH], "Hello")


@pytest.mark.parametrize(
    ("words", "question"),
    [
        ("Get me the fare.", "What is the start (e.g. Bari)? I need it for the ferry fare."),
        ("요금 알려 줘", "start을(를) 알려 주시겠어요? (e.g. Bari) get_ferry_fare에 필요합니다."),
        ("票價？", "請問 start 是什麼？（e.g. Bari）get_ferry_fare 需要這項資料。"),
    ],
)
def test_a_missing_argument_is_asked_for_by_its_description(words: str, question: str) -> None:
    fare = tool("get_ferry_fare", "Get the price of a ferry ticket.", start="The start, e.g. Bari")
    said = answer([fare], words, missing=MissingArgument("get_ferry_fare", "start"))
    assert said == question


def test_the_values_of_an_enum_are_listed() -> None:
    cabin = {"type": "string", "enum": ["deck", "inside", "suite"], "description": "Kind of cabin"}
    fare = tool("book_cabin", "Book a cabin on a ferry.", cabin=cabin)
    said = answer([fare], "A cabin, please.", missing=MissingArgument("book_cabin", "cabin"))
    assert said == "What is the kind of cabin? I need it to book a cabin on a ferry. It can be: deck, inside, suite."


def test_a_property_inside_an_object_can_be_missing() -> None:
    who = {"type": "object", "properties": {"age": {"type": "integer", "description": "Age in years"}}}
    fare = tool("book_cabin", "Book a cabin on a ferry.", passenger=who)
    said = answer([fare], "A cabin, please.", missing=MissingArgument("book_cabin", "passenger.age"))
    assert said.startswith("What is the age in years?")
