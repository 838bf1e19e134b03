"""A call that failed because of a value, once more with a value that the error names."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from typing import Any

from ..reading.results import ToolResult
from .decision import Call, Evidence
from .options import mentions

_ACCEPTED = re.compile(
    r"(?is)(?:accepted|allowed|valid|supported|available|possible|permitted"
    r"|known)\s*(?:\w+\s*){0,2}(?:are|is|:|=|include)+\s*(?P<a>.+)"
    r"|(?:must be|should be|expected|use|choose|try|pick)\s*(?:one of|either|from|among|any of)?\s*:?\s*(?P<b>.+)"
    r"|(?:one of)\s*:?\s*(?P<c>.+)"
    r"|(?:사용할 수 있는 값|가능한 값|허용되는 값|허용 값|유효한 값|다음 중 하나|중 하나)[^:：]{0,8}[:：]\s*(?P<d>.+)"
    r"|(?:可用的值|可接受的值|允許的值|有效的值|必須是|可用值|可選)[^:：]{0,6}[:：]?\s*(?P<e>.+)"
)


def accepted_values(error: str) -> list[str]:
    """The values that an error's text names as accepted, in their order."""
    match = _ACCEPTED.search(error)
    if not match:
        return []
    listed = next(group for group in match.groups() if group)
    quoted = re.findall(r"['\"‘“「`]([^'\"’”」`]+)['\"’”」`]", listed)
    if quoted:
        return quoted
    listed = re.split(r"[.;。；\n](?:\s|$)", listed)[0]
    parts = re.split(r"\s*(?:,|、|，|/|\||\bor\b|\band\b|또는|或)\s*", listed.strip(" []().{}"))
    return [part.strip(" .'\"") for part in parts if part.strip(" .'\"")][:50]


def retried(results: Sequence[ToolResult]) -> list[Call]:
    """The failed calls that are worth another try, each with one value replaced. A second failure is left alone."""
    found: list[Call] = []
    for n, result in enumerate(results):
        if result.error is None or sum(1 for r in results if r.name == result.name and r.error is not None) > 1:
            continue
        if any(r.name == result.name for r in results[n + 1 :]):
            continue
        values = accepted_values(result.error)
        name = _to_blame(result, values)
        if name is None:
            continue
        better = _closest(result.arguments[name], values)
        if better is None or better == result.arguments[name]:
            continue
        evidence = {key: Evidence("the call before") for key in result.arguments}
        evidence[name] = Evidence("named by the error", str(better))
        found.append(Call(result.name, {**result.arguments, name: better}, evidence))
    return found


def _to_blame(result: ToolResult, values: Sequence[str]) -> str | None:
    """The argument that the error is about."""
    if not values:
        return None
    texts = {key: value for key, value in result.arguments.items() if isinstance(value, (str, int, float))}
    error = (result.error or "").casefold()
    head = error[: error.find(values[0].casefold())] if values[0].casefold() in error else error
    for key in texts:
        if re.search(rf"(?<![a-z]){re.escape(key.casefold())}(?![a-z])", head):
            return key
    for key, value in texts.items():
        if str(value).casefold() in head:
            return key
    ranked = sorted(texts, key=lambda key: -max(_likeness(str(texts[key]), v) for v in values))
    return ranked[0] if ranked else None


def _closest(value: Any, values: Sequence[str]) -> Any:
    found = mentions(values, str(value))
    if found:
        best: str = found[0].option
    else:
        best = max(values, key=lambda v: _likeness(str(value), v))
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return int(best) if re.fullmatch(r"-?\d+", best) else None
    return best


def _likeness(a: str, b: str) -> float:
    a, b = a.casefold(), b.casefold()
    inside = 0.5 if a in b or b in a else 0.3 if a[:1] == b[:1] else 0.0
    return inside + difflib.SequenceMatcher(None, a, b).ratio()
