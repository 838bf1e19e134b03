"""How the test sets are written: tools, expected calls, and when a call counts as the expected one.

A tool is written as its name, its description and its parameters::

    tool("set_alarm", "Set an alarm clock.", time=text("Time of day, HH:MM"), label=optional(text("A name for it")))

An expected call lists each argument with what is right for it::

    call("set_alarm", time="07:30")            # exactly this
    call("set_alarm", time=any_of("7:30", "07:30"))
    call("set_alarm", time="07:30", label=maybe("work"))   # may also be left out

An optional argument that is not listed must not be given: the person did not ask for it.
"""

from __future__ import annotations

import itertools
import math
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

Schema = dict[str, Any]

# --- tools -----------------------------------------------------------------------------------


def _schema(kind: str, description: str, **more: Any) -> Schema:
    return {"type": kind, **({"description": description} if description else {}), **more}


def text(description: str = "", **more: Any) -> Schema:
    return _schema("string", description, **more)


def integer(description: str = "", **more: Any) -> Schema:
    return _schema("integer", description, **more)


def number(description: str = "", **more: Any) -> Schema:
    return _schema("number", description, **more)


def boolean(description: str = "", **more: Any) -> Schema:
    return _schema("boolean", description, **more)


def one_of(*values: str, about: str = "") -> Schema:
    return _schema("string", about, enum=list(values))


def list_of(items: Schema, description: str = "") -> Schema:
    return _schema("array", description, items=items)


def record(description: str = "", **properties: Schema) -> Schema:
    return _object(properties, description)


def optional(schema: Schema) -> Schema:
    """Mark a parameter as one that may be left out."""
    return {**schema, "_optional": True}


def _object(properties: Mapping[str, Schema], description: str = "") -> Schema:
    required = [name for name, schema in properties.items() if "_optional" not in schema]
    clean = {
        name: {key: value for key, value in schema.items() if key != "_optional"} for name, schema in properties.items()
    }
    return _schema("object", description, properties=clean, required=required)


def tool(function_name: str, about: str, /, strict: bool = False, **parameters: Schema) -> dict[str, Any]:
    function: dict[str, Any] = {"name": function_name, "description": about, "parameters": _object(parameters)}
    if strict:
        function["strict"] = True
        function["parameters"]["additionalProperties"] = False
    return {"type": "function", "function": function}


def catalogue(*tools: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    by_name = {each["function"]["name"]: each for each in tools}
    assert len(by_name) == len(tools), "two tools of one catalogue have the same name"
    return by_name


# --- expected calls --------------------------------------------------------------------------


@dataclass(frozen=True)
class Accepted:
    """The values that are right for an argument; `may_be_missing` if leaving it out is right too."""

    values: tuple[Any, ...]
    may_be_missing: bool = False


def any_of(*values: Any) -> Accepted:
    return Accepted(values)


def maybe(*values: Any) -> Accepted:
    return Accepted(values, may_be_missing=True)


@dataclass(frozen=True)
class ExpectedCall:
    """A call, and the output that the test hands in for it."""

    name: str
    arguments: Mapping[str, Accepted]
    output: Any = None

    def giving(self, output: Any) -> ExpectedCall:
        return replace(self, output=output)

    def __str__(self) -> str:
        shown = ", ".join(
            f"{name}={'|'.join(map(repr, accepted.values))}{' (or none)' if accepted.may_be_missing else ''}"
            for name, accepted in self.arguments.items()
        )
        return f"{self.name}({shown})"


def call(function_name: str, /, **arguments: Any) -> ExpectedCall:
    return ExpectedCall(
        function_name,
        {name: value if isinstance(value, Accepted) else any_of(value) for name, value in arguments.items()},
    )


# --- comparing -------------------------------------------------------------------------------


def same_text(left: str, right: str) -> bool:
    """Equal apart from case, spacing, width of letters and punctuation around the text."""

    def plain(value: str) -> str:
        value = unicodedata.normalize("NFKC", value).casefold()
        return re.sub(r"\s+", " ", value).strip(" .,;:!?\"'“”‘’「」『』。，！？、")

    return plain(left) == plain(right)


def same_value(expected: Any, given: Any) -> bool:
    """`expected` may hold `Accepted` at any depth; the order of a list does not matter."""
    if isinstance(expected, Accepted):
        return any(same_value(value, given) for value in expected.values)
    if isinstance(expected, bool) or isinstance(given, bool):
        return expected is given
    if isinstance(expected, (int, float)):
        return isinstance(given, (int, float)) and math.isclose(expected, given)
    if isinstance(expected, str):
        return isinstance(given, str) and same_text(expected, given)
    if isinstance(expected, Mapping):
        return isinstance(given, Mapping) and same_arguments(expected, given)
    if isinstance(expected, Sequence):
        return (
            isinstance(given, list)
            and len(expected) == len(given)
            and any(all(map(same_value, expected, order)) for order in itertools.permutations(given))
        )
    raise TypeError(f"an expected value may not be {expected!r}")


def same_arguments(expected: Mapping[str, Any], given: Mapping[str, Any]) -> bool:
    if not set(given) <= set(expected):
        return False
    for name, value in expected.items():
        if name in given:
            if not same_value(value, given[name]):
                return False
        elif not (isinstance(value, Accepted) and value.may_be_missing):
            return False
    return True


def pair(
    expected: Sequence[ExpectedCall], given: Sequence[tuple[str, Mapping[str, Any]]]
) -> Sequence[ExpectedCall] | None:
    """The expected calls in the order in which they were made, or None if others were made.

    Each must have been made once, and nothing else; calls of one turn have no right order.
    """
    if len(expected) != len(given):
        return None
    for order in itertools.permutations(expected):
        if all(
            want.name == name and same_arguments(want.arguments, arguments)
            for want, (name, arguments) in zip(order, given, strict=True)
        ):
            return order
    return None


# --- questions -------------------------------------------------------------------------------


@dataclass(frozen=True)
class Question:
    """One question, the names of the tools on offer, and what a careful assistant does with it.

    `calls` is empty when no tool should be called; `asks_back` says that the right answer is then
    a question, because something required was not said.
    """

    words: str
    tools: tuple[str, ...]
    calls: tuple[ExpectedCall, ...] = ()
    asks_back: bool = False


def calls(words: str, tools: str, *expected: ExpectedCall) -> Question:
    assert expected, "use no_call() or asks_back()"
    return Question(words, tuple(tools.split()), expected)


def no_call(words: str, tools: str) -> Question:
    return Question(words, tuple(tools.split()))


def asks_back(words: str, tools: str) -> Question:
    return Question(words, tuple(tools.split()), asks_back=True)


# --- conversations ---------------------------------------------------------------------------


@dataclass(frozen=True)
class Said:
    """What the person says next, and what follows.

    `rounds` are the calls, round by round: the test hands in their outputs after each. Then the
    model answers. With no rounds it answers at once; `asks` says that the answer must then ask for
    something.
    """

    words: str
    rounds: tuple[tuple[ExpectedCall, ...], ...] = ()
    asks: bool = False


def said(words: str, *rounds: ExpectedCall | list[ExpectedCall], asks: bool = False) -> Said:
    """A round is one call or, when several are made at once, a list of them."""
    return Said(words, tuple(tuple(each) if isinstance(each, list) else (each,) for each in rounds), asks)


@dataclass(frozen=True)
class Script:
    name: str
    tools: tuple[str, ...]
    turns: tuple[Said, ...]


def script(name: str, tools: str, *turns: Said) -> Script:
    return Script(name, tuple(tools.split()), turns)
