"""Whether a value is where something comes from or goes to, as the words around it say."""

from __future__ import annotations

import re

from ..reading.value import NUMBERS, Value
from .scene import Scene

_FROM = frozenset("from between since starting departing leaving 從 自 由 out".split())
_TO = frozenset("to until till towards toward into and through ending arriving at 到 至 往 去 飛 成 為 給 換 -".split())
_KOREAN_FROM = re.compile(r"(?:에서|부터|로부터|발)(?![가-힣]*역)|\s?출발")
_KOREAN_TO = re.compile(r"(?:까지|으로|로|에|행)(?![가-힣])|(?:까지|으로|로)|\s?(?:가는|도착)")


def direction(scene: Scene, value: Value) -> str:
    """`from` or `to` as the words around a value say, or ""."""
    after = scene.after(value.end)
    if re.match(r"\s?[가-힣]", after):
        if (
            _KOREAN_FROM.match(after)
            or re.match(r"(?:를|을|는|은|가|이)?\s", after)
            and value.kind in ("money", "currency")
            and re.search(r"[가-힣]+(?:로|으로)", after)
        ):
            return "from"
        if _KOREAN_TO.match(after):
            return "to"
    before = scene.before(value.start, 2)
    if before:
        if before[0] in ("the", "a") and len(before) > 1:
            before = before[1:]
        if before[0] in _FROM:
            return "from"
        if before[0] == "and":
            return "to" if re.search(r"\bbetween\b[^.?!]*$", scene.text[: value.start]) else ""
        if before[0] in _TO and before[0] != "at":
            return "to"
        if before[0] == "in" and value.kind == "currency":
            return "to"
    return ""


def end_said(value: Value, scene: Scene) -> str:
    """The direction of a unit or a currency: that of an amount is converted from, one after "in" is converted to."""
    if any(v.start < value.end and value.start <= v.end and v.kind in NUMBERS and v.unit for v in scene.values):
        return "from"
    before = scene.before(value.start, 1)
    return "to" if before and before[0] in ("in", "many") else direction(scene, value)
