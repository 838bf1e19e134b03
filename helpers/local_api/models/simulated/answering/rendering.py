"""Tool outputs as text that people can read. Nothing of an output is left out or changed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from ..knowledge.language import Language
from ..knowledge.lexicon import Unit, notion_ids
from ..knowledge.wording import label

_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?")
_LONG_FRACTION = re.compile(r"-?\d+\.\d{5,}")
_NOTHING = {"en": "nothing", "ko": "없음", "zh": "無"}
_YES_NO = {"en": ("yes", "no"), "ko": ("예", "아니요"), "zh": ("是", "否")}
_ABOUT = {"en": " (about {})", "ko": "(약 {})", "zh": "（約 {}）"}
_COLON = {"en": ": ", "ko": ": ", "zh": "："}
_COMMA = {"en": ", ", "ko": ", ", "zh": "，"}
_ENUMERATION = {"en": ", ", "ko": ", ", "zh": "、"}
#: An object of up to this many short values is written in one line.
_INLINE_ITEMS, _INLINE_LENGTH = 4, 110


def scalar(value: Any, language: Language, *, noun: str = "", unit: Unit | None = None) -> str:
    """A number, truth value or one-line text, with its unit, and as a percentage if it is a probability."""
    if value is None:
        return _NOTHING[language]
    if isinstance(value, bool):
        return f"{_YES_NO[language][not value]} ({str(value).lower()})"
    text = value.strip() if isinstance(value, str) else repr(value)
    if not _NUMBER.fullmatch(text):
        return text
    if "." in text and 0 <= float(text) <= 1 and "probability" in notion_ids(noun):
        percent = f"{float(text) * 100:.4f}".rstrip("0").rstrip(".")
        return f"{text} ({percent} %)" if language == "en" else f"{text}({percent} %)"
    if unit:
        return f"{text} {unit.symbol}" if unit.symbol != "%" else f"{text} %"
    if _LONG_FRACTION.fullmatch(text):
        return text + _ABOUT[language].format(f"{float(text):.2f}")
    return text


def structure(value: Any, language: Language) -> str:
    """An object or array: one line if it is short and flat, else a list with a line for each value."""
    if isinstance(value, list) and len(value) == 1 and isinstance(value[0], (Mapping, list)):
        return structure(value[0], language)
    line = _inline(value, language)
    if line is not None:
        return line
    lines = _lines(value, language)
    return "\n".join(lines) if len(lines) > 1 else lines[0].removeprefix("- ")


def _inline(value: Any, language: Language) -> str | None:
    if not value:
        return _NOTHING[language]
    items: list[str]
    if isinstance(value, Mapping):
        items = [_pair(key, item, language) for key, item in value.items() if _is_short(item)]
    elif isinstance(value, Sequence) and not isinstance(value, str):
        items = [scalar(item, language) for item in value if _is_short(item)]
    else:
        return scalar(value, language)
    if len(items) < len(value) or (isinstance(value, Mapping) and len(items) > _INLINE_ITEMS):
        return None
    line = (_COMMA if isinstance(value, Mapping) else _ENUMERATION)[language].join(items)
    return line if len(line) <= _INLINE_LENGTH else None


def _is_short(value: Any) -> bool:
    return not isinstance(value, (Mapping, list)) and not (isinstance(value, str) and "\n" in value)


def _pair(key: str, value: Any, language: Language) -> str:
    return f"{label(key, language)}{_COLON[language]}{scalar(value, language, noun=label(key, 'en'))}"


def _lines(value: Any, language: Language, indent: str = "") -> list[str]:
    lines: list[str] = []
    if isinstance(value, Mapping):
        for key, item in value.items():
            lines.extend(_entry(f"{label(key, language)}{_COLON[language].strip()}", key, item, language, indent))
    else:
        for item in value:
            lines.extend(_entry("", "", item, language, indent))
    return lines


def _entry(head: str, key: str, item: Any, language: Language, indent: str) -> list[str]:
    """One value of an object or array, and what is in it, as lines of a list."""
    start = f"{indent}- {head}".rstrip()
    gap = "" if start.endswith("：") else " "
    if isinstance(item, (Mapping, list)):
        line = _inline(item, language)
        if line is not None:
            return [f"{start}{gap}{line}"]
        inner = _lines(item, language, indent + "  ")
        return [start, *inner] if head else [f"{indent}- {inner[0].lstrip()[2:]}", *inner[1:]]
    if isinstance(item, str) and "\n" in item:
        return [start, *(f"{indent}  {line}" for line in item.splitlines())]
    return [f"{start}{gap}{scalar(item, language, noun=label(key, 'en'))}"]
