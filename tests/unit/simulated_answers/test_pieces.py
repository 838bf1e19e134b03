"""How an answer is sent: pieces that join to the whole, limits that cut, tokens that add up."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.local_api.models.interface import Finished, Piece, Text, ToolCall
from helpers.local_api.models.simulated.pieces import call_pieces, text_pieces
from helpers.local_api.models.usage import prompt_tokens
from helpers.local_api.tokens import estimate_tokens

from .thread import tool, turn

CALLS = [("get_depth", {"lake": "Como", "when": "오늘"}), ("get_depth", {"lake": "湖", "deep": True})]


def joined(pieces: list[Piece]) -> list[tuple[str | None, str]]:
    calls: list[tuple[str | None, str]] = []
    for piece in pieces:
        if isinstance(piece, ToolCall):
            if piece.index == len(calls):
                calls.append((piece.name, ""))
            name, arguments = calls[piece.index]
            calls[piece.index] = (name, arguments + piece.arguments)
    return calls


@given(st.text(max_size=300))
def test_the_pieces_of_a_text_join_to_it(text: str) -> None:
    *pieces, last = text_pieces(turn([], "?"), text)
    assert "".join(piece.text for piece in pieces if isinstance(piece, Text)) == text
    assert last == Finished("stop", last.usage) and last.usage.completion_tokens == estimate_tokens(text) == len(pieces)


@given(st.text(max_size=300), st.integers(1, 80))
def test_a_limit_cuts_a_text_from_its_end(text: str, limit: int) -> None:
    *pieces, last = text_pieces(turn([], "?", max_completion_tokens=limit), text)
    whole = estimate_tokens(text)
    assert text.startswith("".join(piece.text for piece in pieces))
    assert last.usage.completion_tokens == min(limit, whole)
    assert last.reason == ("stop" if whole <= limit else "length")


def test_the_pieces_of_calls_join_to_them() -> None:
    *pieces, last = call_pieces(turn([], "?"), CALLS)
    assert [(name, json.loads(arguments)) for name, arguments in joined(pieces)] == CALLS
    assert last.reason == "tool_calls"
    assert len(pieces) > 15, "arguments come in fragments"


@pytest.mark.parametrize("limit", range(1, 60))
def test_a_limit_cuts_calls_from_their_end(limit: int) -> None:
    whole = joined(list(call_pieces(turn([], "?"), CALLS)))
    *pieces, last = call_pieces(turn([], "?", max_completion_tokens=limit), CALLS)
    cut = joined(pieces)
    assert all(arguments.startswith(part) for (_, part), (_, arguments) in zip(cut, whole, strict=False))
    assert last.usage.completion_tokens <= limit
    assert (last.reason == "tool_calls") == (cut == whole)


def test_the_prompt_counts_all_that_is_shown() -> None:
    depth = tool("get_depth", "Get the depth.", lake="The lake")
    steps: list[Any] = ["How deep is Como?", [("get_depth", {"lake": "Como"}, "425")], ("425.",), "And Garda?"]
    counts = [prompt_tokens(turn([], *steps[:n])) for n in range(1, 5)]
    assert counts == sorted(set(counts)), "every message adds"
    plain = turn([], "Hi")
    assert prompt_tokens(turn([depth], "Hi")) > prompt_tokens(plain) + 15
    assert prompt_tokens(turn([], "Hi", instructions="Be kind and very patient.")) > prompt_tokens(plain) + 5
    form = {"type": "json_schema", "json_schema": {"name": "a", "schema": {"type": "object"}}}
    assert prompt_tokens(turn([], "Hi", response_format=form)) > prompt_tokens(plain)
