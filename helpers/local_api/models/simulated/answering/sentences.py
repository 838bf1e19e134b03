"""One sentence or paragraph for one tool output."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ...interface import Turn
from . import rendering
from ..knowledge.language import Language
from ..reading.results import ToolResult
from ..knowledge.wording import function_of, is_plural, noun_phrase, spoken, subject, unit_of, with_particle

#: A text of up to this many characters goes into the sentence; a longer one follows a colon.
_SHORT = 40
#: Two words or more that begin like a sentence: "The lamp is on", "불을 켰습니다", "已記錄三十分鐘".
_SENTENCE = re.compile(
    r"[A-Z][\w'’-]*[ ,]\S|\S*[가-힣]+(?:다|요)[.!]?$|.*[가-힣] .*(?:다|요)[.!]?$|[\u4e00-\u9fff].{4,}"
)
_WEATHER = re.compile(r"\bweather\b|날씨|天氣")
_COLON = {"en": ":", "ko": ":", "zh": "："}
_DASH = {"en": " – ", "ko": " – ", "zh": "："}
_CLOSED = (".", "!", "?", "。", "！", "？", "…", ":", ";")


def report(turn: Turn, result: ToolResult, language: Language, alone: bool = False) -> str:
    """What a tool gave back, with what it is about: a sentence, or a headed paragraph.

    `alone`: it is the turn's only output, so a sentence that a tool wrote can stand for itself.
    """
    about, is_noun = subject(function_of(turn.tools, result.name), result.arguments, language)
    if (error := result.error) is not None:
        return _failure(about, is_noun, error, result, language)
    value = result.value
    if isinstance(value, str):
        value = (value if result.is_json else result.output).strip("\n")
    if value in (None, "", {}, []) or isinstance(value, str) and not value.strip():
        return _empty(about, language)
    if isinstance(value, Mapping) and len(value) == 1:
        key, only = next(iter(value.items()))
        if (
            is_noun
            and spoken(key) == noun_phrase(function_of(turn.tools, result.name), "en")
            and isinstance(only, list)
        ):
            value = only  # {"orders": […]} from list_orders says it twice
    if isinstance(value, (Mapping, list)):
        written = rendering.structure(value, language)
        if "\n" in written:
            return f"{_capital(about)}{_COLON[language]}\n{written}"
        return closed(f"{_capital(about)}{_DASH[language]}{written}", language)
    if isinstance(value, str) and "\n" in value:
        return f"{_capital(about)}{_COLON[language]}\n{value}"
    if isinstance(value, bool):
        return _headed(about, rendering.scalar(value, language), language)
    if isinstance(value, str) and not is_noun and alone and _SENTENCE.match(value.strip()):
        return closed(value, language)
    if isinstance(value, str) and (len(value.strip()) > _SHORT or value.rstrip().endswith(_CLOSED)):
        return _headed(about, value.strip(), language)
    text = value if isinstance(value, str) else result.output.strip()
    written = rendering.scalar(text, language, noun=about, unit=unit_of(result.arguments, about))
    if not is_noun or written[:1].isdigit() and _WEATHER.search(about):  # "the weather is 22" is no sentence
        return _headed(about, written, language)
    if language == "en":
        noun = noun_phrase(function_of(turn.tools, result.name), "en") or ""
        return closed(f"{_capital(about)} {'are' if is_plural(noun) else 'is'} {written}", language)
    return _is(about, written, language)


def _is(about: str, value: str, language: Language) -> str:
    if language == "ko":
        return closed(f"{with_particle(about, '은', '는')} {value}입니다", language)
    blank = " " if value[:1].isascii() else ""  # between Chinese and Latin letters or digits
    return closed(f"{about}是{blank}{value}", language)


def _headed(about: str, value: str, language: Language) -> str:
    blank = "" if language == "zh" else " "
    return closed(f"{_capital(about)}{_COLON[language]}{blank}{value}", language)


def _empty(about: str, language: Language) -> str:
    return {
        "en": f"{_capital(about)}: the output is empty.",
        "ko": f"{about}: 출력이 비어 있습니다.",
        "zh": f"{about}：輸出是空的。",
    }[language]


def _failure(about: str, is_noun: bool, error: str, result: ToolResult, language: Language) -> str:
    if language == "ko":
        start = f"{about}: 함수 {result.name} 호출이 실패했습니다" if is_noun else f"{about} 호출이 실패했습니다"
    elif language == "zh":
        start = f"{about}：函式 {result.name} 呼叫失敗" if is_noun else f"{about.strip()} 呼叫失敗"
    else:
        start = f"The call for {about} failed" if is_noun else f"{_capital(about)} failed"
    separator = "：" if language == "zh" else ":\n" if "\n" in error else ": "
    return closed(f"{start}{separator}{error}", language)


def _capital(text: str) -> str:
    """A capital for the first word, unless it is an identifier."""
    return text if "_" in text.split(" ", 1)[0] else text[:1].upper() + text[1:]


def closed(sentence: str, language: Language) -> str:
    """The sentence with a full stop, unless it ends with a mark of its own."""
    sentence = sentence.rstrip()
    if sentence.endswith(_CLOSED) or "\n" in sentence:
        return sentence
    return sentence + ("。" if language == "zh" else ".")
