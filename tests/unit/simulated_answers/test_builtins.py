"""When files are searched and code is run, and what is said of what came back."""

from __future__ import annotations

from typing import Any

import pytest

from helpers.local_api.models.simulated.answering.builtins import builtin_calls

from .thread import answer, tool, turn

SEARCH = tool("file_search", "Searches files.", query="What to look for")
CODE = tool("code_interpreter", 'Runs Python code. Files in its working folder: ["boats.csv"]', code="The code")
BARE = tool("code_interpreter", "Runs Python code. Files in its working folder: []", code="The code")
DEPTH = tool("get_depth", "Get the depth of a lake in metres.", lake="The lake")
RULES = {
    "results": [
        {
            "marker": "【2:0†source】",
            "file_name": "rules.md",
            "score": 0.8,
            "text": "# Mooring\nA mooring costs 20 crowns a night. Dogs must be on a lead.\n\n"
            "# Season\nThe harbour is open from May to September.",
        },
        {
            "marker": "【2:1†source】",
            "file_name": "faq.txt",
            "score": 0.5,
            "text": "Is there a sauna? Yes, the sauna opens at six.",
        },
    ]
}


def searched(question: str, found: Any = RULES) -> str:
    return answer([SEARCH], question, [("file_search", {"query": question}, found)])


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("What does a mooring cost?", "Mooring: A mooring costs 20 crowns a night.【2:0†source】"),
        ("When is the harbour open?", "Season: The harbour is open from May to September.【2:0†source】"),
        ("When does the sauna open?", "Yes, the sauna opens at six.【2:1†source】"),
    ],
)
def test_the_best_sentence_with_its_marker(question: str, sentence: str) -> None:
    assert sentence in searched(question)


def test_passages_in_korean_and_chinese() -> None:
    korean = {
        "results": [{"marker": "【2:0†source】", "text": "정박료는 하룻밤에 이만 원입니다. 개는 목줄을 해야 합니다."}]
    }
    assert searched("정박료는 얼마예요?", korean) == "정박료는 하룻밤에 이만 원입니다.【2:0†source】"
    chinese = {"results": [{"marker": "【2:0†source】", "text": "停泊費每晚六百元。狗必須繫繩。"}]}
    assert searched("停泊費多少？", chinese) == "停泊費每晚六百元。【2:0†source】"


@pytest.mark.parametrize("found", [{"results": []}, RULES, {"error": "no store"}, "nothing"])
def test_nothing_found_is_said(found: Any) -> None:
    assert searched("Who won the regatta?", found) == "I found nothing on that in the files."


@pytest.mark.parametrize(
    "question", ["Who won the regatta?", "What does the handbook say about dogs?", "개는 어떻게 해야 하나요?"]
)
def test_files_are_searched_for_what_no_function_answers(question: str) -> None:
    assert builtin_calls(turn([SEARCH, DEPTH], question), functions_called=False) == [
        ("file_search", {"query": question})
    ]


@pytest.mark.parametrize("words", ["Hello!", "Thank you!", "I have a boat."])
def test_files_are_not_searched_without_a_question(words: str) -> None:
    assert builtin_calls(turn([SEARCH], words), functions_called=False) == []


def test_a_function_that_fits_needs_no_file() -> None:
    assert builtin_calls(turn([SEARCH, DEPTH], "How deep is Como?"), functions_called=True) == []
    asked = turn([SEARCH, DEPTH], "How deep is Como according to the file?")
    assert [name for name, _ in builtin_calls(asked, functions_called=True)] == ["file_search"]


def test_what_the_functions_left_open_is_searched_for_once() -> None:
    como = [("get_depth", {"lake": "Como"}, "425")]
    asked = turn([SEARCH, DEPTH], "How deep is Como? Are dogs allowed?", como)
    assert builtin_calls(asked, functions_called=False) == [("file_search", {"query": "Are dogs allowed?"})]
    again = turn(
        [SEARCH, DEPTH], "How deep is Como? Are dogs allowed?", como, [("file_search", {"query": "dogs"}, RULES)]
    )
    assert builtin_calls(again, functions_called=False) == []


def test_outputs_and_passages_are_told_together() -> None:
    said = answer(
        [SEARCH, DEPTH],
        "How deep is Como? Must dogs be on a lead?",
        [("get_depth", {"lake": "Como"}, "425"), ("file_search", {"query": "dogs"}, RULES)],
    )
    assert said == "The depth of Como is 425.\n\nDogs must be on a lead.【2:0†source】"


@pytest.mark.parametrize(
    ("choice", "names"),
    [
        ("none", []),
        ("required", ["code_interpreter"]),
        ({"type": "function", "function": {"name": "file_search"}}, ["file_search"]),
        ({"type": "function", "function": {"name": "code_interpreter"}}, ["code_interpreter"]),
        ({"type": "function", "function": {"name": "get_depth"}}, []),
    ],
)
def test_tool_choice(choice: Any, names: list[str]) -> None:
    asked = turn([SEARCH, BARE, DEPTH], "What is 6 * 7?", tool_choice=choice)
    assert [name for name, _ in builtin_calls(asked, functions_called=False)] == names


def test_a_forced_tool_is_called_once() -> None:
    forced = {"type": "function", "function": {"name": "file_search"}}
    done = turn([SEARCH], "Dogs?", [("file_search", {"query": "dogs"}, RULES)], tool_choice=forced)
    assert builtin_calls(done, functions_called=False) == []


def test_a_calculation_is_code() -> None:
    ((name, arguments),) = builtin_calls(turn([BARE], "What is 6 * 7?"), functions_called=False)
    assert name == "code_interpreter" and "6*7" in arguments["code"].replace(" ", "")
    assert answer([BARE], "What is 6 * 7?", [(name, arguments, {"logs": "42\n"})]) == "The result is 42."


def test_a_table_is_looked_at_before_it_is_reckoned_with() -> None:
    question = "What is the average price of the boats?"
    ((_, look),) = builtin_calls(turn([CODE], question), functions_called=False)
    first = ("code_interpreter", look, {"logs": '{"rows": 9, "columns": {"price": "number"}}\n'})
    ((_, code),) = builtin_calls(turn([CODE], question, [first]), functions_called=False)
    assert "statistics.mean" in code["code"]
    second = ("code_interpreter", code, {"logs": "310.5\n"})
    assert builtin_calls(turn([CODE], question, [first], [second]), functions_called=False) == []
    assert answer([CODE], question, [first], [second]) == "The result is 310.5."


@pytest.mark.parametrize("question", ["What is the name of the fourth person?", "Which boats do I own?", "List the boats."])
def test_a_table_is_looked_into_for_rows_and_columns(question: str) -> None:
    ((name, arguments),) = builtin_calls(turn([CODE], question), functions_called=False)
    assert name == "code_interpreter" and "boats.csv" in arguments["code"]


def test_a_table_is_left_alone_when_nobody_asks_about_data() -> None:
    assert builtin_calls(turn([CODE], "Tell me a story."), functions_called=False) == []


@pytest.mark.parametrize(
    ("output", "said"),
    [
        ({"error": "This code was not run: not permitted."}, "This code was not run: not permitted."),
        ({"logs": ""}, "The code printed nothing."),
        ({"logs": "1\n2\n"}, "The result:\n1\n2"),
        ({"logs": "Traceback (most recent call last):\nZeroDivisionError"}, "The code failed:\nTraceback"),
        ({"logs": '{"rows": 9, "columns": {"price": "number"}}'}, "The table has 9 rows and these columns: price."),
    ],
)
def test_what_the_code_gave(output: Any, said: str) -> None:
    assert answer([BARE], "What is 1 / 0?", [("code_interpreter", {"code": "1 / 0"}, output)]).startswith(said)
