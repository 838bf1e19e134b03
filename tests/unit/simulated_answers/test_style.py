"""Directives on the answer's form, in the instructions or in the question."""

from __future__ import annotations

import json

import pytest

from .thread import answer, tool

DEPTH = tool("get_depth", "Get the depth of a lake in metres.", lake="The lake")
COMO = [("get_depth", {"lake": "Como"}, "425")]
PLAIN = "The depth of Como is 425."


def said(instructions: str, question: str = "How deep is Como?") -> str:
    return answer([DEPTH], question, COMO, instructions=instructions)


@pytest.mark.parametrize(
    "instructions",
    [
        "",
        "You are a short-story bot.",
        "Be precise.",
        "Speak in riddles.",
        "Use the tools in order.",
        "Answer in the chat.",
        "Reply in May.",
    ],
)
def test_other_instructions_change_nothing(instructions: str) -> None:
    assert said(instructions) == PLAIN


@pytest.mark.parametrize("instructions", ["Always answer in uppercase.", "Write ALL CAPS.", "모두 대문자로 답하세요."])
def test_capitals(instructions: str) -> None:
    assert said(instructions).startswith("THE DEPTH OF COMO IS 425.")


def test_one_sentence() -> None:
    one = said("Answer in one sentence.", "How deep is Como? Who owns it?")
    assert one.startswith("The depth of Como is 425; ") and one.count(". ") == 0


def test_one_sentence_of_a_list() -> None:
    lakes = [("get_depth", {"lake": f"Lake {letter}"}, f"{number}0") for number, letter in enumerate("ABCD", 1)]
    one = answer([DEPTH], "How deep are the four?", lakes, instructions="Answer in one sentence.")
    assert one == "The depth: Lake A: 10; Lake B: 20; Lake C: 30; Lake D: 40."


@pytest.mark.parametrize("instructions", ["Be brief.", "Keep it short.", "Give short answers.", "짧게 답하세요."])
def test_brevity_shortens_the_declining_not_the_output(instructions: str) -> None:
    short = said(instructions, "How deep is Como? Who owns it?")
    assert short.startswith(PLAIN) and len(short) < len(said("", "How deep is Como? Who owns it?"))
    assert "cannot know" in short


def test_begin_and_end() -> None:
    assert said('Begin every answer with "Ahoy!" and end it with “Fair winds.”') == f"Ahoy! {PLAIN} Fair winds."


@pytest.mark.parametrize(
    ("instructions", "start"),
    [
        ("Always answer in Korean.", "Como"),
        ("한국어로 대답하세요.", "Como"),
        ("請用中文回答。", "Como"),
        ("Reply in Traditional Chinese.", "Como"),
    ],
)
def test_another_language(instructions: str, start: str) -> None:
    text = said(instructions)
    assert text != PLAIN and "425" in text and any(ord(letter) > 0x2FFF for letter in text)


def test_the_question_wins_over_the_instructions() -> None:
    assert said("Always answer in Korean.", "How deep is Como? Answer in English.") == PLAIN


def test_a_language_that_it_cannot_write_is_admitted() -> None:
    text = said("Answer in Danish.")
    assert text.startswith(PLAIN) and "English, Korean and Traditional Chinese only" in text


def test_json_in_words() -> None:
    assert json.loads(said("Respond only in JSON.")) == {"depth": {"lake": "Como", "value": 425}}
