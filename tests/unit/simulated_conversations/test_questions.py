"""One question each: the right functions with the right arguments, none, or a question back."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from . import questions_chinese, questions_english, questions_korean, tools_chinese, tools_english, tools_korean
from .known_misses import parameter
from .notation import Question, pair
from .player import Conversation, asks, language

SETS = {
    "en": (questions_english.QUESTIONS, tools_english.TOOLS),
    "ko": (questions_korean.QUESTIONS, tools_korean.TOOLS),
    "zh": (questions_chinese.QUESTIONS, tools_chinese.TOOLS),
}


def _kind(question: Question) -> str:
    if question.asks_back:
        return "asks_back"
    return "+".join(expected.name for expected in question.calls) or "no_call"


def _parameters() -> list:
    return [
        parameter((question, tools), question.words, f"{code}-{number:02d}-{_kind(question)}")
        for code, (questions, tools) in SETS.items()
        for number, question in enumerate(questions, 1)
    ]


@pytest.mark.parametrize("case", _parameters())
def test_question(case: tuple[Question, Mapping[str, Mapping]]) -> None:
    question, tools = case
    reply = Conversation([tools[name] for name in question.tools]).say(question.words)
    wanted = "; ".join(map(str, question.calls)) or ("a question back" if question.asks_back else "no call")
    assert pair(question.calls, reply.calls) is not None, f"\n{question.words}\nwanted {wanted}\ngot    {reply}"
    if not question.calls:
        assert reply.text.strip(), "without a call there is an answer"
        assert language(reply.text) == language(question.words), reply.text
    if question.asks_back:
        assert asks(reply.text), f"\n{question.words}\nwanted {wanted}\ngot    {reply}"


def test_the_sets_are_as_broad_as_they_should_be() -> None:
    for code, (questions, tools) in SETS.items():
        assert len(questions) >= 50, code
        used = {expected.name for question in questions for expected in question.calls}
        assert len(used) >= 25, (code, len(used))
        assert len({question.words for question in questions}) == len(questions), "no question twice"
        for question in questions:
            assert set(question.tools) <= set(tools), question
            assert {expected.name for expected in question.calls} <= set(question.tools), question
            for expected in question.calls:
                known = tools[expected.name]["function"]["parameters"]
                assert set(expected.arguments) <= set(known["properties"]), question
                assert set(known["required"]) <= set(expected.arguments), question
