"""Arguments from the outputs of earlier calls: the customer's id that `find_customer` gave goes to `list_orders`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..knowledge.lexicon import units
from ..knowledge.words import split_name, stem, words
from ..reading.results import ToolResult
from .decision import Evidence
from .schema import Function, Parameter

_IDS = frozenset("id identifier number code key no num ref reference symbol ticker isbn".split())
#: A date or a time is nothing's id.
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d(?:[T ]\d|$)|\d{1,2}:\d\d(?::\d\d)?$")
_TELLS_TIME = re.compile(r"(?i)\b(?:date|time|now|today|clock)\b")
_LOOKS_UP = re.compile(
    r"(?i)\b(?:find|search|look ?up|lookup|get|resolve|locate|identify|geocode|returns?|gives?|list)\b|찾|검색"
    r"|조회|돌려|查詢|查|取得|找|搜尋|列出"
)


@dataclass(frozen=True, slots=True)
class Given:
    """A value of an output, for a parameter. `fit` is how surely it is meant."""

    argument: Any
    fit: float
    evidence: Evidence


def given_by_outputs(parameter: Parameter, function: Function, results: Sequence[ToolResult]) -> list[Given]:
    """What the outputs have for a parameter, one for each call that it may lead to; the best fit only."""
    found: list[Given] = []
    for result in results:
        if result.error is not None or result.name == function.name:
            continue
        best: list[Given] = []
        for path, value in _leaves(result.value, ()):
            fit = _fits(parameter, path, value, result)
            if fit <= 0:
                continue
            said = f"{result.name} → {'.'.join(path) or 'output'}"
            if (
                parameter.takes("array")
                and not parameter.takes("string")
                and best
                and isinstance(best[0].argument, list)
                and not isinstance(value, list)
            ):
                continue
            given = Given(_as(parameter, value), fit, Evidence("an earlier output", said))
            if given.argument is None:
                continue
            if not best or fit > best[0].fit + 1e-9:
                best = [given]
            elif abs(fit - best[0].fit) < 1e-9 and given.argument not in [g.argument for g in best]:
                best.append(given)
        found += best
    if not found:
        return []
    top = max(given.fit for given in found)
    kept: list[Given] = []
    for given in found:
        if given.fit >= top - 0.05 and given.argument not in [k.argument for k in kept]:
            kept.append(given)
    return kept


_ALL_OF_THEM = re.compile(
    r"(?i)\b(?:all|every|each|both|them|these|those|everything|everyone|everybody)\b|모두|모든|전부|다(?= )|全部|所有|都"
)
_ORDINALS = ("first", "second", "third", "fourth", "fifth")


def meant(given: Sequence[Given], results: Sequence[ToolResult], text: str) -> list[Given]:
    """Of several values for something that is to be done, those that the message means; none where it does not say.

    "Cancel the order" cancels no five orders. A record is meant by a value that it has, or by its place in the list.
    """
    if len(given) < 2 or _ALL_OF_THEM.search(text) or _several(text, results):
        return list(given)
    records = [record for result in results for record in _records(result.value)]
    named = [one for one in given if any(_names(record, one, text) for record in records)]
    if named:
        return named
    if place := re.search(rf"(?i)\b(?:{'|'.join(_ORDINALS)}|last)\b", text):
        at = -1 if place.group().lower() == "last" else _ORDINALS.index(place.group().lower())
        return [given[at]] if at < len(given) else []
    return []


def _several(text: str, results: Sequence[ToolResult]) -> bool:
    """Whether the message speaks of the things of an output in the plural: "cancel my orders"."""
    nouns = {word for result in results for word in re.findall(r"[a-z]{3,}s\b", split_name(result.name).casefold())}
    return any(re.search(rf"(?i)\b{noun}\b", text) for noun in nouns)


def _records(value: Any) -> Iterator[Mapping[str, Any]]:
    if isinstance(value, Mapping):
        yield value
        for item in value.values():
            yield from _records(item)
    elif isinstance(value, list):
        for item in value:
            yield from _records(item)


def _names(record: Mapping[str, Any], one: Given, text: str) -> bool:
    """Whether a message names a record of a value by something else that is in it."""
    values = [str(value) for value in record.values() if isinstance(value, (str, int)) and not isinstance(value, bool)]
    if str(one.argument) not in values:
        return False
    said = {word.key for word in words(text) if word.content}
    return any(
        (parts := {word.key for word in words(value) if word.content}) and parts <= said
        for value in values
        if value != str(one.argument)
    ) or bool(re.search(rf"(?<!\w){re.escape(str(one.argument))}(?!\w)", text))


def _leaves(value: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Any]]:
    """The values in an output with the names on the way to them; a list of plain values also as a whole."""
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield from _leaves(item, (*path, str(key)))
    elif isinstance(value, list):
        if value and not any(isinstance(item, (Mapping, list)) for item in value):
            yield path, value
        for item in value:
            yield from _leaves(item, path)
    elif value is not None and value != "":
        yield path, value


def _fits(parameter: Parameter, path: Sequence[str], value: Any, result: ToolResult) -> float:
    """How surely a value of an output is what a parameter asks for, from 0 to 1."""
    if isinstance(value, list) and not parameter.takes("array"):
        return 0.0
    if isinstance(value, bool) or _as(parameter, value) is None:
        return 0.0
    wanted = _name_words(parameter.name)
    if wanted & _IDS and _MOMENT.match(str(value)):
        return 0.0
    if not path:
        return 0.45 if _entity(wanted) & _name_words(result.name) or not _IDS & wanted else 0.3
    last = _name_words(path[-1])
    whole = set().union(*map(_name_words, path))
    if last == wanted or path[-1].casefold() == parameter.name.casefold():
        return 1.0
    if _singular(last) == _singular(wanted):
        return 0.95
    if last & _IDS and wanted & _IDS:
        entity = _entity(wanted)
        around = whole | _name_words(result.name)
        if not entity or entity & _singular(around):
            return 0.85 if not _entity(last) or _entity(last) & entity else 0.0
        return 0.0
    if wanted & _IDS and isinstance(value, (str, int)) and _entity(wanted) & _singular(last) and _looks_like_id(value):
        return 0.8
    overlap = _singular(last) & _singular(wanted)
    if overlap:
        return 0.6 * len(overlap) / len(wanted | last) + 0.2
    about = {word.key for word in words(parameter.about)}
    if _singular(last) & about:
        return 0.35
    return 0.0


def _looks_like_id(value: Any) -> bool:
    return isinstance(value, int) or bool(re.search(r"\d", str(value)))


def _name_words(name: str) -> set[str]:
    return {word.key for word in words(split_name(name))}


def _singular(found: set[str]) -> set[str]:
    return {stem(word) if word.isascii() else word for word in found}


def _entity(found: set[str]) -> set[str]:
    return _singular(found - _IDS)


def _as(parameter: Parameter, value: Any) -> Any:
    """The value in a type that the parameter takes, or None."""
    if isinstance(value, list):
        return list(value) if parameter.takes("array") else None
    if parameter.options and value not in parameter.options:
        return None
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        plain = float(value) if isinstance(value, float) else int(value)
        if parameter.takes("number"):
            return plain
        if parameter.takes("integer"):
            return int(plain) if float(plain).is_integer() else None
        if parameter.takes("string"):
            return str(value) if isinstance(value, int) else repr(value)
        return [plain] if parameter.takes("array") else None
    if parameter.takes("string"):
        return str(value)
    if parameter.takes("integer", "number"):
        match = re.fullmatch(r"\s*(-?\d+(?:\.\d+)?)(?:\s*[^\d\s]+)?\s*", str(value))
        if match:
            number = float(match[1])
            return int(number) if number.is_integer() else number if parameter.takes("number") else None
        return None
    return [str(value)] if parameter.takes("array") else None


def producers(parameter: Parameter, function: Function, functions: Sequence[Function]) -> list[Function]:
    """The functions that may give what a parameter needs, the likeliest first."""
    wanted = _name_words(parameter.name)
    entity = _entity(wanted) or ({w.key for w in words(parameter.about) if w.content} & set(function.name_keys))
    about = {key for key in parameter.about_keys if parameter.about_keys[key] >= 0.5}
    scored: list[tuple[float, int, Function]] = []
    for n, other in enumerate(functions):
        if wanted & _IDS and not other.parameters and _TELLS_TIME.search(split_name(other.name)):
            continue
        if other is function or any(p.name == parameter.name and p.required for p in other.parameters):
            continue
        name = set(other.name_keys) | _singular(_name_words(other.name))
        described = set(other.about_keys) | _singular({w.key for w in words(other.about)})
        score = 0.0
        if entity & name:
            score += 1.0
        if entity & described or wanted & name:
            score += 0.5
        if parameter.unit and any(m.entry.key == parameter.unit for m in units().find(other.about)):
            score += 0.6
        score += 0.4 * min(2, len(about & (set(other.about_keys) | set(other.name_keys))))
        if wanted & _IDS & described or any(word in other.about for word in ("번호", "編號", "代碼", "코드")):
            score += 0.5
        if _LOOKS_UP.search(split_name(other.name) + " " + other.about):
            score += 0.3
        if score >= 0.9:
            scored.append((-score, n, other))
    return [other for _, _, other in sorted(scored, key=lambda s: s[:2])]
