"""Asking back for an argument that nobody gave."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from ...interface import Turn
from ..deciding.decision import MissingArgument
from ..knowledge.language import Language, detect_language
from .perfect import acts
from ..knowledge.wording import GETTERS, doing, function_of, is_plural, label, noun_phrase, plain, spoken, with_particle

_MAY_BE = {"en": " It can be: {}.", "ko": " 고를 수 있는 값: {}.", "zh": "可以是：{}。"}
#: Parameters that a question calls otherwise than an output: text is what is to be said, a state one of a few.
_ASKED = {("text", "ko"): "내용", ("text", "zh"): "內容", ("state", "ko"): "상태", ("state", "zh"): "狀態"}
#: Where a description goes over to examples and formats.
_HINT = re.compile(r"\s*(?:[,;(（，；]|:\s|：|\be\.g\.|\bfor example\b|\bin the format\b|\bformat\b)")
_CLAUSE = re.compile(r"(?:what|where|who|which|when|how|whether|if|why)\b", re.IGNORECASE)
#: Where a description goes on to what is less important.
_ASIDE = re.compile(r"\s*(?:[,;(（]|\b(?:using|based on|such as|including|so that|in order to|with the|which|that)\b)")
_VERBS = frozenset(
    """book reserve set turn put create add draw send transfer play order hire rent water log paint brew cast feed record
    start stop open close buy sell convert translate renew schedule cancel switch control write post make register join
    plan find get search track check calculate compute roll give translate tell""".split()
)


def question_for(turn: Turn, missing: MissingArgument, language: Language) -> str:
    """One question for the missing argument, by its description, with the values that it may have."""
    function = function_of(turn.tools, missing.function)
    schema = _schema(function, missing.parameter)
    wanted, hint = _wanted(missing.parameter, str(schema.get("description") or ""), language)
    noun = noun_phrase(function, language)
    if language == "ko":
        detail = f" ({hint})" if hint else ""
        asked = f"{with_particle(wanted, '을', '를')} 알려 주시겠어요?{detail} {noun or doing(function, language)}에 필요합니다."
    elif language == "zh":
        detail = f"（{hint}）" if hint else ""
        purpose = noun or doing(function, language)
        asked = f"請問{_spaced(wanted)}是什麼？{detail}{purpose}{' ' if purpose.isascii() else ''}需要這項資料。"
    else:
        reason = f"for the {noun}" if noun else _to_do(function)
        asked = f"{_question(wanted, hint)} I need it {reason}."
    values = schema.get("enum")
    if isinstance(values, list) and values:
        listed = ("、" if language == "zh" else ", ").join(plain(value) for value in values if value is not None)
        asked += _MAY_BE[language].format(listed)
    return asked


def _wanted(parameter: str, description: str, language: Language) -> tuple[str, str]:
    """What to ask for, and a hint on how to write it. The description says it, if it is in the language."""
    description = re.sub(r"\s+", " ", description).strip().rstrip(".。?？")
    split = _HINT.search(description)  # at its beginning too: "e.g. L-301" says how it looks, not what it is
    head = description[: split.start()] if split else description
    hint = description[split.start() :].strip(" ,;:：，；()（）") if split else ""
    name = _ASKED.get((parameter, language)) or label(parameter, language)
    if not head or language != "en" and detect_language(head) == "en" and name != spoken(parameter):
        return name, hint
    head = head.partition(". ")[0]  # later sentences speak to the model
    return (head if language == "en" else re.sub(r"^(?:the|an?)\s+", "", head, flags=re.IGNORECASE)), hint


def _question(wanted: str, hint: str) -> str:
    detail = f" ({hint})" if hint else ""
    if _CLAUSE.match(wanted):
        return f"Please tell me {wanted[0].lower()}{wanted[1:]}{detail}."
    article = re.match(r"(?:the|a|an)\s+", wanted, re.IGNORECASE)
    wanted = wanted[article.end() :] if article else wanted
    if wanted[1:2].islower() and wanted.split(" ")[0] not in _NAMES:
        wanted = wanted[0].lower() + wanted[1:]
    verb = "are" if is_plural(wanted) else "is"
    return f"What {verb} the {wanted}{detail}?"


_NAMES = frozenset(("Celsius", "Fahrenheit", "Korean", "English", "Chinese", "Monday"))


def _to_do(function: Mapping[str, Any]) -> str:
    """ "to book a table" in the description's words when it begins with a verb, else "for days_between"."""
    purpose = purpose_of(function)
    return f"to {purpose}" if purpose else f"for {function['name']}"


def purpose_of(function: Mapping[str, Any]) -> str | None:
    """What an English description says that the function does: "book a table". None when it is no short order."""
    description = str(function.get("description") or "").strip()
    sentence = re.split(r"(?<!\be\.g)[.\n](?:\s|$)", description, maxsplit=1)[0].strip()
    for said in (sentence, re.split(_ASIDE, sentence, maxsplit=1)[0].strip()):
        verb, _, rest = said.partition(" ")
        verb = _plain_form(verb.lower())
        if (verb in _VERBS | GETTERS or acts(verb)) and rest and len(said) <= 70:
            return f"{verb} {rest}".strip()
    return None


def _plain_form(verb: str) -> str:
    """ "books" → "book", "searches" → "search"."""
    if verb.endswith("ies"):
        return f"{verb[:-3]}y"
    if verb.endswith(("shes", "ches", "sses", "xes", "zes")):
        return verb[:-2]
    return verb[:-1] if verb.endswith("s") and not verb.endswith("ss") else verb


def _spaced(text: str) -> str:
    """A blank around Latin letters in Chinese."""
    return f" {text} " if text.isascii() else text


def _schema(function: Mapping[str, Any], parameter: str) -> Mapping[str, Any]:
    """The parameter's schema; a dotted name is a property inside an object."""
    schema: Any = function.get("parameters") or {}
    for name in [parameter] if parameter in (schema.get("properties") or {}) else parameter.split("."):
        schema = ((schema.get("properties") or {}) if isinstance(schema, Mapping) else {}).get(name) or {}
    return schema if isinstance(schema, Mapping) else {}
