"""One sentence or paragraph for one tool output."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from ...interface import Turn
from ..knowledge.language import Language
from ..knowledge.wording import function_of, identifier_words, noun_phrase, plain, unit_of, with_particle
from ..reading.results import ToolResult
from . import rendering
from .actions import action
from .conversions import conversion
from .failures import failure
from .gist import GENERIC, Gist, gist_of, unit_fits, without_echo
from .phrasing import CLOSED, capital, closed, headed, in_brackets
from .subjects import Subject, call_text, is_currency, subject_of

#: A text of up to this many characters goes into the sentence; a longer one follows a colon.
_SHORT = 40
#: Two words or more that begin like a sentence: "The lamp is on", "불을 켰습니다", "已記錄三十分鐘".
_SENTENCE = re.compile(
    r"[A-Z][\w'’-]*[ ,]\S|\S*[가-힣]+(?:다|요)[.!]?$|.*[가-힣] .*(?:다|요)[.!]?$|[\u4e00-\u9fff].{4,}"
)
_WEATHER = re.compile(r"\bweather\b|날씨|天氣")
#: So many further values go into brackets behind the one that was asked for.
_ASIDE_ITEMS, _ASIDE_LENGTH = 4, 100


@dataclass(frozen=True, slots=True)
class Statement:
    """That something is something: "the stock price of AAPL" is "187.2 USD", with what else there is beside it.

    `beside` goes into brackets, `below` is a list under the sentence. `is_sentence` is false where "is" does not
    fit between the two, and a colon does.
    """

    subject: Subject
    value: str
    beside: tuple[str, ...] = ()
    below: str = ""
    is_sentence: bool = True
    counted: bool = False

    def english_start(self) -> str:
        """The sentence up to the value: "The open tickets of blue are"."""
        about = f"the number of {self.subject.text.removeprefix('the ')}" if self.counted else self.subject.text
        return f"{capital(about)} {'are' if self.subject.plural and not self.counted else 'is'}"

    def written(self, language: Language) -> str:
        """The sentence, or the headed paragraph."""
        value = self.value + in_brackets(self.beside, language)
        about = self.subject.text
        if not self.is_sentence or "\n" in self.value:
            return headed(about, value, language)
        if language == "en":
            sentence = f"{self.english_start()} {value}"
        elif language == "ko":
            sentence = f"{with_particle(about, '은', '는')} {self.value}입니다{in_brackets(self.beside, language)}"
        else:
            blank = " " if value[:1].isascii() else ""  # between Chinese and Latin letters or digits
            sentence = f"{about}是{blank}{value}"
        sentence = closed(sentence, language)
        return f"{sentence}\n{self.below}" if self.below else sentence


def report(turn: Turn, result: ToolResult, language: Language, alone: bool = False, question: str = "") -> str:
    """What a tool gave back, with what it is about: a sentence, or a headed paragraph.

    `alone`: it is the turn's only output, so a sentence that a tool wrote can stand for itself.
    """
    told = statement(turn, result, language, alone, question)
    return told if isinstance(told, str) else told.written(language)


def statement(
    turn: Turn, result: ToolResult, language: Language, alone: bool = False, question: str = ""
) -> Statement | str:
    """The output as a statement, which can be joined with others, or as a text of its own."""
    function = function_of(turn.tools, result.name)
    about = subject_of(function, result.arguments, language)
    if result.error is not None:
        call = about.text if about.noun else call_text(function, result.arguments, language)
        return failure(call, bool(about.noun), result, language)
    value = result.value
    if isinstance(value, str):
        value = (value if result.is_json else result.output).strip("\n")
    if not about.noun and (sentence := conversion(result, value, language)):
        return sentence
    if isinstance(value, str) and _stands_alone(value, result, alone, bool(about.noun)):
        return closed(value, language)
    if not about.noun:
        return action(function, result, value, language)
    if _is_empty(value) or value == "None":
        return _empty(about, value, language)
    if isinstance(value, (Mapping, list)):
        return _of_structure(function, result, value, about, language, question)
    return _of_scalar(result, value, about, language)


def _of_scalar(result: ToolResult, value: Any, about: Subject, language: Language) -> Statement:
    if isinstance(value, str) and "\n" in value:
        return Statement(about, value, is_sentence=False)
    if isinstance(value, bool):
        return Statement(about, rendering.scalar(value, language), is_sentence=False)
    text = value.strip() if isinstance(value, str) else result.output.strip()
    if isinstance(value, str) and (len(text) > _SHORT or text.endswith(CLOSED) or re.search(r"[,;，；]\s", text)):
        return Statement(about, text, is_sentence=False)
    written = rendering.scalar(text, language, noun=about.text, unit=_asked_unit(result, about.noun), rounded=True)
    fits = not (written[:1].isdigit() and _WEATHER.search(about.text))  # "the weather is 22" is no sentence
    return _numbered(Statement(about, written, is_sentence=fits), result)


def _numbered(told: Statement, result: ToolResult) -> Statement:
    """The statement, when its noun is a plural and its value a number: how many, if the function lists them."""
    if not told.subject.plural or not re.fullmatch(r"-?\d+(?:\.\d+)?", told.value) or told.below:
        return told
    lists = identifier_words(result.name)[:1] == ["list"] and told.value.isdigit()
    return replace(told, counted=lists, is_sentence=lists)


def _of_structure(
    function: Mapping[str, Any], result: ToolResult, value: Any, about: Subject, language: Language, question: str
) -> Statement:
    noun = noun_phrase(function, "en") or about.noun
    if isinstance(value, Mapping):
        value = without_echo(value, result.arguments) or value
        value = _unwrapped(value, noun)
        if isinstance(value, Mapping):
            value = without_echo(value, result.arguments) or value
    if _is_empty(value):
        return Statement(about, rendering.scalar(None, language), is_sentence=False)
    if isinstance(value, list):
        return _of_list(value, about, language)
    if not isinstance(value, Mapping):
        return _of_scalar(result, value, about, language)
    gist = gist_of(value, noun, str(function.get("description") or ""), question, result.arguments)
    if gist.key is not None:
        named = (
            subject_of(function, result.arguments, language, noun=_name(gist.key, language)) if gist.asked else about
        )
        if told := _of_gist(gist, result, named, language):
            return told
    line = rendering.inline(value, language)
    return Statement(about, line or rendering.lines(value, language), is_sentence=False)


def _asked_unit(result: ToolResult, noun: str) -> str:
    """The sign of the unit, or the code of the currency, that the call asked for, "" when it asked for none."""
    if unit := unit_of(result.arguments, noun):
        return unit.symbol
    return next((value for key, value in result.arguments.items() if is_currency(key, value, noun)), "")


def _name(key: str, language: Language) -> str:
    return rendering.key_label(rendering.split_unit(key)[0], language)


def _of_gist(gist: Gist, result: ToolResult, about: Subject, language: Language) -> Statement | None:
    name, suffix = gist.key or "", ""
    unit = rendering.unit_sign(gist.unit) if gist.unit else ""
    if not unit:
        name, suffix = rendering.split_unit(name)
        asked = _asked_unit(result, name)
        what = name if gist.asked else f"{name} {about.noun}"
        unit = suffix or (asked if asked and unit_fits(asked, what) else "")
    written = rendering.scalar(gist.main, language, noun=f"{about.noun} {name}", unit=unit, rounded=True)
    called = rendering.key_label(name, language)
    beside = [] if gist.named or gist.asked or called in about.noun else [called]
    if gist.day:
        beside.append(gist.day)
    line = rendering.inline(gist.rest, language, _ASIDE_ITEMS) if gist.rest else ""
    below = ""
    if line is None or len(line) > _ASIDE_LENGTH:
        below = rendering.lines(gist.rest, language)
    elif line:
        beside.append(line)
    fits = not isinstance(gist.main, bool) and len(written) <= _SHORT
    if below and not fits:
        return None
    return _numbered(Statement(about, written, tuple(beside), below, is_sentence=fits), result)


def _of_list(value: list[Any], about: Subject, language: Language) -> Statement:
    if len(value) == 1 and isinstance(value[0], (Mapping, list)) and value[0]:
        line = rendering.inline(value[0], language)
        return Statement(about, line or rendering.lines(value[0], language), is_sentence=False)
    line = rendering.inline(value, language)
    if line is None:
        return Statement(about, rendering.lines(value, language), is_sentence=False)
    if len(value) > 1 and about.plural and language == "en" and all(isinstance(item, str) for item in value):
        return Statement(about, rendering.enumeration([item.strip() for item in value], language))
    return Statement(about, line, is_sentence=False)


def _unwrapped(value: Mapping[str, Any], noun: str) -> Any:
    """What is in an object of one entry whose key only repeats what the result is: {"orders": […]}."""
    if len(value) != 1:
        return value
    key, only = next(iter(value.items()))
    if not isinstance(only, (Mapping, list)):
        return value
    name = " ".join(identifier_words(key))
    return only if key.lower() in GENERIC or name and (noun.endswith(name) or noun.endswith(f"{name}s")) else value


def _stands_alone(value: str, result: ToolResult, alone: bool, is_noun: bool) -> bool:
    """Whether a text is a sentence that says by itself what it is about."""
    text = value.strip()
    if not text or "\n" in text or len(text.split()) < (2 if text.endswith((".", "!")) else 3) and text.isascii():
        return False
    named = [plain(given) for given in result.arguments.values() if isinstance(given, str) and given]
    if text.endswith((".", "!", "。", "！")) and any(name in text for name in named):
        return True
    return alone and not is_noun and bool(_SENTENCE.match(text))


def _is_empty(value: Any) -> bool:
    return value in (None, "", {}, []) or isinstance(value, str) and not value.strip()


def _empty(about: Subject, value: Any, language: Language) -> str:
    which = 1 if value == [] else 2 if value == "None" else 0
    words = {
        "en": ("the output is empty", "the list is empty", "the output is None"),
        "ko": ("출력이 비어 있습니다", "목록이 비어 있습니다", "출력이 None입니다"),
        "zh": ("輸出是空的", "清單是空的", "輸出是 None"),
    }[language][which]
    return headed(about.text, words, language)
