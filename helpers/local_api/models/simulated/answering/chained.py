"""Which outputs of a turn were only steps on the way to another call."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ..reading.results import ToolResult


@dataclass(frozen=True, slots=True)
class Way:
    """`lookups` gave a value that a later call took as an argument; `retried` failed and were called again.

    `names` says what such a value stands for: the customer's id → the name that it was looked up by.
    """

    lookups: tuple[ToolResult, ...]
    retried: tuple[ToolResult, ...]
    names: Mapping[Any, str]

    def renamed(self, result: ToolResult) -> ToolResult:
        """The result with names in place of looked-up arguments: one name once, for latitude and longitude."""
        if not self.names:
            return result
        named: dict[str, Any] = {}
        for key, value in result.arguments.items():
            name = self.names.get(_key(value))
            if name is None or name not in named.values():
                named[key] = value if name is None else name
        return replace(result, arguments=named)


def on_the_way(results: Sequence[ToolResult]) -> Way:
    """The lookups and the first tries among the results."""
    lookups: list[ToolResult] = []
    retried: list[ToolResult] = []
    names: dict[Any, str] = {}
    for result in results:
        later = [other for other in results if other.round > result.round]
        if not later:
            continue
        if result.error is not None:
            if any(other.name == result.name and other.error is None for other in later):
                retried.append(result)
            continue
        asked = {_key(value) for value in result.arguments.values()}
        given = {_key(value) for value in _scalars(result.value)} - asked
        used = given & {_key(value) for other in later for value in other.arguments.values()}
        if not used:
            continue
        lookups.append(result)
        words = [names.get(_key(value), value) for value in result.arguments.values()]
        if len(words) == 1 and isinstance(words[0], str):
            names.update(dict.fromkeys(used, words[0]))
    return Way(tuple(lookups), tuple(retried), names)


def _scalars(value: Any) -> Iterator[Any]:
    if isinstance(value, Mapping):
        for item in value.values():
            yield from _scalars(item)
    elif isinstance(value, list):
        for item in value:
            yield from _scalars(item)
    elif isinstance(value, (str, int, float)) and not isinstance(value, bool) and value != "":
        yield value


def _key(value: Any) -> Any:
    """Values that are the same to a schema: 7 and "7"."""
    return str(value) if isinstance(value, (str, int, float)) and not isinstance(value, bool) else repr(value)
