"""What the simulated model decides in a turn, and why: the result of `decide`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where an argument came from.

    `source` is a few plain words ("the question", "default of the schema", "an earlier call", …);
    `words` are the words of the question, or of the tool's output, that the value was read from; `place` is
    where they begin and end in `Decision.text`, if they stand there.
    """

    source: str
    words: str = ""
    place: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Call:
    """One function call. `evidence` has a row for each argument.

    `gives` is the function and the parameter that its output is needed for, as in `list_orders.customer_id`.
    """

    name: str
    arguments: dict[str, Any]
    evidence: Mapping[str, Evidence] = field(default_factory=dict)
    gives: str = ""


@dataclass(frozen=True, slots=True)
class MissingArgument:
    """A required argument that nobody gave. `known` holds the arguments already found for the call, with `evidence`."""

    function: str
    parameter: str
    known: Mapping[str, Any] = field(default_factory=dict)
    evidence: Mapping[str, Evidence] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Score:
    """How well a function fits a question, from 0 to 1, and the words that they share."""

    function: str
    value: float
    shared: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    """The calls to make now. Without calls, `missing` says what to ask the person for, if anything.

    `text` is what was read: the question, after the earlier message that it answers or goes on from, if any.
    """

    calls: tuple[Call, ...] = ()
    missing: MissingArgument | None = None
    scores: tuple[Score, ...] = ()
    language: str = "en"
    unanswered: tuple[str, ...] = ()
    text: str = ""
