"""Values of tool outputs as text that people can read. Nothing of an output is left out or changed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from ..knowledge.language import Language
from ..knowledge.lexicon import Unit, notion_ids, units
from ..knowledge.wording import label
from .gist import split_unit, with_unit

_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?")
_LONG_FRACTION = re.compile(r"-?\d+\.\d{5,}")
_NOTHING = {"en": "none", "ko": "없음", "zh": "無"}
_YES_NO = {"en": ("yes", "no"), "ko": ("예", "아니요"), "zh": ("是", "否")}
_ABOUT = {"en": " (about {})", "ko": "(약 {})", "zh": "（約 {}）"}
_COLON = {"en": ": ", "ko": ": ", "zh": "："}
_COMMA = {"en": ", ", "ko": ", ", "zh": "，"}
_AND = {"en": " and ", "ko": ", ", "zh": "和"}
_ENUMERATION = {"en": ", ", "ko": ", ", "zh": "、"}
#: An object of up to this many short values is written in one line.
_INLINE_ITEMS, INLINE_LENGTH = 4, 110
#: Keys whose values say by themselves what they are, at the head of a line.
_HEADS = frozenset("name title date day time hour month week city place ticker symbol label".split())
#: A value that needs no colon before it: a number, or one or two words.
_PLAIN_VALUE = re.compile(r"[^\s,:;：，]{1,30}(?: [^\s,:;：，]{1,20})?")


def scalar(
    value: Any, language: Language, *, noun: str = "", unit: Unit | str | None = None, rounded: bool = False
) -> str:
    """A number, truth value or one-line text, with its unit, and as a percentage if it is a probability.

    `rounded`: a long fraction is given once more in short.
    """
    if value is None or value == [] or value == {}:
        return _NOTHING[language]
    if isinstance(value, bool):
        return _YES_NO[language][not value]
    text = value.strip() if isinstance(value, str) else repr(value)
    if not _NUMBER.fullmatch(text):
        return text
    if "." in text and 0 <= float(text) <= 1 and "probability" in notion_ids(noun):
        percent = f"{float(text) * 100:.4f}".rstrip("0").rstrip(".")
        return f"{text} ({percent} %)" if language == "en" else f"{text}({percent} %)"
    if unit:
        return f"{text} {unit if isinstance(unit, str) else unit.symbol}"
    if rounded and _LONG_FRACTION.fullmatch(text):
        return text + _ABOUT[language].format(f"{float(text):.2f}")
    return text


def unit_sign(word: str) -> str:
    """How a unit is written after a number: °C for "celsius", % for "percent", any other as it is."""
    named = units().named(word)
    return named[0].symbol if named and named[0].dimension in ("temperature", "ratio") else word


def enumeration(texts: Sequence[str], language: Language, last: bool = True) -> str:
    """ "a, b and c"; without the last word between when the texts are numbers or have commas of their own."""
    if last and len(texts) > 1 and not any("," in text or " and " in text for text in texts):
        return _ENUMERATION[language].join(texts[:-1]) + _AND[language] + texts[-1]
    return _ENUMERATION[language].join(texts)


def inline(value: Any, language: Language, most: int = _INLINE_ITEMS) -> str | None:
    """A short flat object or array in one line, None when it is neither."""
    if isinstance(value, (Mapping, list)) and not value:
        return _NOTHING[language]
    if isinstance(value, Mapping):
        if len(value) > most or not all(_is_short(item) for item in value.values()):
            return None
        line = pairs(value, language)
    elif isinstance(value, list):
        if not all(_is_short(item) for item in value) or any(_is_sentence(item) for item in value):
            return None
        line = _ENUMERATION[language].join(scalar(item, language) for item in value)
    else:
        return scalar(value, language)
    return line if len(line) <= INLINE_LENGTH else None


def pairs(value: Mapping[str, Any], language: Language) -> str:
    """ "temperature 22, sky clear", or with colons where a value is long or is no word of its own."""
    value, measured, unit = with_unit(value)
    written = [_pair(key, item, language, unit if key == measured else "") for key, item in value.items()]
    bare = all(
        _PLAIN_VALUE.fullmatch(text) and not isinstance(item, bool) and item is not None and len(name.split()) < 3
        for (name, text), item in zip(written, value.values(), strict=True)
    )
    between = " " if bare else _COLON[language]
    return _COMMA[language].join(f"{name}{between}{text}".strip() for name, text in written)


def _pair(key: str, value: Any, language: Language, unit: str = "") -> tuple[str, str]:
    name, suffix = split_unit(key)
    if unit or not suffix or not _NUMBER.fullmatch(str(value)):
        name = key
    else:
        unit = suffix
    return key_label(name, language), scalar(value, language, noun=label(key, "en"), unit=unit and unit_sign(unit))


def key_label(key: str, language: Language) -> str:
    """What to call a key. One with digits and punctuation, as pm2_5, is no words."""
    return key if re.search(r"\d[_.-]\d", key) else label(key, language)


def lines(value: Any, language: Language) -> str:
    """An object or array as a list with a line for each value."""
    return "\n".join(_lines(value, language))


def _lines(value: Any, language: Language, indent: str = "") -> list[str]:
    found: list[str] = []
    if isinstance(value, Mapping):
        value, measured, unit = with_unit(value)
        for key, item in value.items():
            found.extend(_entry(key, item, language, indent, unit if key == measured else ""))
    else:
        for item in value:
            found.extend(_item(item, language, indent))
    return found


def _entry(key: str, item: Any, language: Language, indent: str, unit: str = "") -> list[str]:
    """One value of an object, and what is in it, as lines of a list."""
    if not isinstance(item, (Mapping, list)):
        name, text = _pair(key, item, language, unit)
        return _headed(name, text, language, indent)
    head = key_label(key, language)
    line = inline(item, language)
    if line is not None:
        return _headed(head, line, language, indent)
    return [f"{indent}- {head}{_COLON[language].strip()}", *_lines(item, language, indent + "  ")]


def _headed(head: str, text: str, language: Language, indent: str) -> list[str]:
    colon = " " if head.endswith(("?", "!", ":", "…")) else _COLON[language]
    start = f"{indent}- {head}{colon}"
    if "\n" in text:
        return [start.rstrip(), *(f"{indent}  {line}" for line in text.splitlines())]
    return [f"{start}{text}".rstrip()]


def _item(item: Any, language: Language, indent: str) -> list[str]:
    """One element of an array. An object stands under the value that names it: "- Office Space: rating 7.7"."""
    if isinstance(item, Mapping) and len(item) > 1:
        key, first = next(iter(item.items()))
        rest = {other: each for other, each in item.items() if other != key}
        if isinstance(first, (str, int)) and not isinstance(first, bool) and 0 < len(str(first).strip()) <= 60:
            name, text = _pair(key, first, language)
            head = text if isinstance(first, str) and key.lower() in _HEADS else f"{name} {text}"
            if "\n" not in head:
                line = inline(rest, language)
                if line is not None:
                    return _headed(head, line, language, indent)
                return [f"{indent}- {head}{_COLON[language].strip()}", *_lines(rest, language, indent + "  ")]
    if isinstance(item, (Mapping, list)):
        line = inline(item, language)
        if line is not None:
            return [f"{indent}- {line}".rstrip()]
        inner = _lines(item, language, indent + "  ")
        return [f"{indent}- {inner[0].lstrip()[2:]}", *inner[1:]]
    if isinstance(item, str) and "\n" in item:
        first, *others = item.splitlines()
        return [f"{indent}- {first}".rstrip(), *(f"{indent}  {line}" for line in others)]
    return [f"{indent}- {scalar(item, language)}".rstrip()]


def _is_short(value: Any) -> bool:
    return (
        value in ([], {}) or not isinstance(value, (Mapping, list)) and not (isinstance(value, str) and "\n" in value)
    )


def _is_sentence(value: Any) -> bool:
    """Whether a text of an array is better on a line of its own: a sentence, a headline, or one with commas."""
    return isinstance(value, str) and (
        len(value.split()) > 3 or bool(re.search(r"[,;，；]|[.!?。！？]$", value.strip()))
    )
