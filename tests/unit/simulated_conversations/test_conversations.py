"""Conversations and chains, played to the end."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from . import chains, conversations
from .known_misses import parameter
from .notation import Script, pair
from .player import Conversation, asks, language, missing_facts, own_words

GROUPS = {
    "follow-up": conversations.FOLLOW_UPS,
    "correction": conversations.CORRECTIONS,
    "missing": conversations.MISSING,
    "error": conversations.ERRORS,
    "small-talk": conversations.SMALL_TALK,
    "topic-change": conversations.TOPIC_CHANGES,
}


def play(script: Script, tools: Mapping[str, Mapping]) -> None:
    """Play a script; after each answer, its words must be what the script says."""
    conversation = Conversation([tools[name] for name in script.tools])
    for turn in script.turns:
        reply = conversation.say(turn.words)
        outputs: list = []
        for number, expected in enumerate(turn.rounds, 1):
            made = pair(expected, reply.calls)
            wanted = "; ".join(map(str, expected))
            assert made is not None, f"\n{turn.words} (round {number})\nwanted {wanted}\ngot    {reply}"
            outputs = [each.output for each in made]
            reply = conversation.give(*outputs)
        assert not reply.calls, f"\n{turn.words}\nwanted an answer after {len(turn.rounds)} rounds\ngot    {reply}"
        assert reply.text.strip(), turn.words
        assert missing_facts(outputs, reply.text) == [], f"\n{turn.words}\noutputs {outputs}\nanswer {reply.text!r}"
        assert not turn.asks or asks(reply.text), f"\n{turn.words}\nwanted a question back\ngot    {reply}"
        own = own_words(reply.text, *outputs)
        if not any(letter.isalpha() for letter in own):  # the output was a sentence, and the answer is that sentence
            own = reply.text
        assert language(own) == language(turn.words), reply.text


@pytest.mark.parametrize(
    "script",
    [
        parameter(each, f"{group}: {each.name}", f"{group}-{each.name.replace(' ', '_')}")
        for group, scripts in GROUPS.items()
        for each in scripts
    ],
)
def test_conversation(script: Script) -> None:
    play(script, conversations.TOOLS)


@pytest.mark.parametrize(
    "script", [parameter(each, f"chain: {each.name}", each.name.replace(" ", "_")) for each in chains.CHAINS]
)
def test_chain(script: Script) -> None:
    play(script, chains.TOOLS)


def test_the_scripts_are_as_many_as_they_should_be() -> None:
    assert sum(map(len, GROUPS.values())) >= 30
    rounds = [len(turn.rounds) for script in chains.CHAINS for turn in script.turns]
    assert len(rounds) >= 12 and {2, 3} == set(rounds)
