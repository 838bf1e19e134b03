"""A call that failed, in the tool's own words."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from ..knowledge.language import Language
from ..knowledge.wording import with_particle
from ..reading.results import ToolResult
from . import rendering
from .phrasing import closed, in_brackets

_ERRORS = ("error", "errors", "error_message", "exception")
_OUTCOMES = ("status", "ok", "success")


def failure(call: str, is_noun: bool, result: ToolResult, language: Language) -> str:
    """That the call failed, and why; `call` is what it was for, a noun or the call itself."""
    error = result.error or ""
    if language == "ko":
        failed = f"{with_particle(call, '을', '를')} 알아내지 못했습니다. {result.name} 호출 실패"
        start = failed if is_noun else f"{call} 호출이 실패했습니다"
    elif language == "zh":
        blank = "" if call.endswith("）") else " "
        start = f"無法取得{_spaced(call)}。{result.name} 呼叫失敗" if is_noun else f"{call}{blank}呼叫失敗"
    else:
        start = f"The call for {call} failed" if is_noun else f"{call} failed"
    separator = "：" if language == "zh" else ":\n" if "\n" in error else ": "
    more = _more(result.value, error)
    if not more:
        return closed(f"{start}{separator}{error}", language)
    line = rendering.inline(more, language)
    if line is not None:
        return closed(f"{start}{separator}{error}{in_brackets([line], language)}", language)
    return f"{closed(f'{start}{separator}{error}', language)}\n{rendering.lines(more, language)}"


def _spaced(text: str) -> str:
    """With a blank between Chinese and the Latin letters that follow."""
    return f" {text}" if text[:1].isascii() else text


def _more(value: Any, error: str) -> dict[str, Any]:
    """What an error object says besides its message: a code, the values that are accepted."""
    more: dict[str, Any] = {}
    for key, item in value.items() if isinstance(value, Mapping) else ():
        if key in _ERRORS and isinstance(item, Mapping) and item.get("message") == error:
            more |= {other: each for other, each in item.items() if other != "message"}
        elif key in _ERRORS and error in (item, json.dumps(item, ensure_ascii=False)):
            continue
        elif not (key in _OUTCOMES and (item is False or item in ("error", "failed", "failure"))):
            more[key] = item
    return {key: item for key, item in more.items() if item is not None and item != error}
