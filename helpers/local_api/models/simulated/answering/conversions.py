"""What became of one value: an amount in another currency or unit, a text in another language.

    convert_currency(250, "EUR", "KRW") → 370125   "250 EUR is 370125 KRW."
    translate("hello", "Korean") → "안녕하세요"       “hello” in Korean: “안녕하세요”

The arguments show it, not the function's name: two units and a number, or a text and a language.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from ..knowledge.language import Language
from ..knowledge.lexicon import currencies, languages
from ..knowledge.wording import identifier_words, plain
from ..reading.results import ToolResult
from . import rendering
from .gist import GENERIC, unit_named, without_echo
from .phrasing import closed, in_brackets
from .subjects import route_of

_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_OUTCOME = frozenset("converted translated amount total translation conversion".split())


def conversion(result: ToolResult, value: Any, language: Language) -> str | None:
    """The sentence, None when the call is no conversion."""
    rest: dict[str, Any] = {}
    if isinstance(value, Mapping):
        rest = without_echo(value, result.arguments)
        keys = [key for key in rest if (_OUTCOME | GENERIC) & set(identifier_words(key))]
        key = keys[0] if len(keys) == 1 else next(iter(rest)) if len(rest) == 1 else None
        if key is None or isinstance(rest[key], (Mapping, list)):
            return None
        value = rest.pop(key)
    if isinstance(value, (bool, list)) or value is None:
        return None
    line = rendering.inline(rest, language) if rest else ""
    if line is None:
        return None
    aside = in_brackets([line] if line else [], language)
    text = value.strip() if isinstance(value, str) else repr(value)
    given = {key: item for key, item in result.arguments.items() if item not in (None, "")}
    texts = {key: item for key, item in given.items() if isinstance(item, str)}
    if _NUMBER.fullmatch(text) and len(given) == 3 and len(texts) == 2:
        (amount,) = (plain(item) for key, item in given.items() if key not in texts)
        route = route_of(texts)
        if route and all(map(_measures, route)) and _NUMBER.fullmatch(amount):
            equal = "is" if language == "en" else "="
            return closed(f"{amount} {route[0]} {equal} {text} {route[1]}{aside}", language)
    if isinstance(value, str) and text and len(given) == len(texts) == 2 and "\n" not in text:
        named = [key for key, item in texts.items() if languages().named(item)]
        said = [item for key, item in texts.items() if key not in named]
        if len(named) == len(said) == 1 and "\n" not in said[0] and len(said[0]) <= 60:
            return _translated(said[0], texts[named[0]], text, language) + aside
    return None


def _measures(word: str) -> bool:
    return bool(currencies().named(word) or unit_named(word))


def _translated(said: str, into: str, text: str, language: Language) -> str:
    if language == "ko":
        return f"“{said}” → {into}: “{text}”"
    if language == "zh":
        return f"「{said}」→ {into}：「{text}」"
    return f"“{said}” in {into}: “{text}”"
