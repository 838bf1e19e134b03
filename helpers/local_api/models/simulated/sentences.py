"""One sentence or paragraph for one tool output."""

from __future__ import annotations

from collections.abc import Mapping

from ..interface import Turn
from . import rendering
from .language import Language
from .results import ToolResult
from .wording import function_of, subject, unit_of, with_particle

#: A text of up to this many characters goes into the sentence; a longer one follows a colon.
_SHORT = 40
_CLOSED = (".", "!", "?", "。", "！", "？", "…", ":", ";")


def report(turn: Turn, result: ToolResult, language: Language) -> str:
    """What a tool gave back, with what it is about: a sentence, or a headed paragraph."""
    about, is_noun = subject(function_of(turn.tools, result.name), result.arguments, language)
    if (error := result.error) is not None:
        return _failure(about, is_noun, error, result, language)
    value = result.value
    if isinstance(value, str):
        value = value.strip("\n") if result.is_json else result.output.strip("\n")
        if not value.strip():
            return _empty(about, language)
        if "\n" in value:
            return f"{_headed(about, language)}\n{value}"
        if len(value.strip()) > _SHORT or value.rstrip().endswith(_CLOSED):
            return closed(f"{_headed(about, language)}{_gap(language)}{value.strip()}", language)
    if value is None or value in ({}, []):
        return _empty(about, language)
    if isinstance(value, (Mapping, list)):
        written = rendering.structure(value, language)
        if "\n" in written:
            return f"{_headed(about, language)}\n{written}"
        return closed(f"{_headed(about, language)}{_gap(language)}{written}", language)
    if isinstance(value, bool):
        answer = rendering.scalar(value, language)
        return closed(f"{_headed(about, language)}{_gap(language)}{answer}", language)
    text = value if isinstance(value, str) else result.output.strip()
    written = rendering.scalar(text, language, noun=about, unit=unit_of(result.arguments, about))
    return _is(about, is_noun, written, language)


def _is(about: str, is_noun: bool, value: str, language: Language) -> str:
    if language == "ko":
        if not is_noun:
            return closed(f"{about}의 결과: {value}", language)
        return closed(f"{with_particle(about, '은', '는')} {value}입니다", language)
    if language == "zh":
        return closed(f"{about}{'是' + _spaced(value) if is_noun else '的結果：' + value}", language)
    verb = "is" if is_noun else "returned"
    return closed(f"{_capital(about)} {verb} {value}", language)


def _spaced(value: str) -> str:
    """Chinese sets a blank between its characters and Latin letters or digits."""
    return f" {value}" if value[:1].isascii() else value


def _headed(about: str, language: Language) -> str:
    return f"{about}：" if language == "zh" else f"{_capital(about)}:"


def _gap(language: Language) -> str:
    return "" if language == "zh" else " "


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
    return text[:1].upper() + text[1:]


def closed(sentence: str, language: Language) -> str:
    """The sentence with a full stop, unless it ends with a mark of its own."""
    sentence = sentence.rstrip()
    if sentence.endswith(_CLOSED) or "\n" in sentence:
        return sentence
    return sentence + ("。" if language == "zh" else ".")
