"""Asking back for an argument that nobody gave."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from ..interface import Turn
from .decision import MissingArgument
from .language import Language
from .wording import doing, function_of, label, noun_phrase, plain, spoken

_SMALL = re.compile(r"^(?:The|A|An|Which|What|Where|Who|Name|Number|Amount|Date|Time|Title|Kind|Length|City|Place|Town)\b")
_MAY_BE = {"en": " It can be: {}.", "ko": " 고를 수 있는 값: {}.", "zh": "可以是：{}。"}


def question_for(turn: Turn, missing: MissingArgument, language: Language) -> str:
    """One question for the missing argument, by its description, with the values that it may have."""
    function = function_of(turn.tools, missing.function)
    schema = _schema(function, missing.parameter)
    purpose = noun_phrase(function, language)
    description = re.sub(r"\s+", " ", str(schema.get("description") or "")).strip().rstrip(".。?？")
    wanted = description or label(missing.parameter, language)
    if language == "ko":
        asked = f"{purpose or doing(function, language)}에 필요한 값이 하나 빠졌습니다: {wanted}. 무엇으로 할까요?"
    elif language == "zh":
        what = purpose or doing(function, language)
        asked = f"{what}{' ' if what.isascii() else ''}還缺一項資料：{wanted}。請問是什麼？"
    else:
        reason = f"for the {purpose}" if purpose else _to_do(function)
        wanted = _SMALL.sub(lambda match: match.group().lower(), wanted)
        asked = f"I need one more thing {reason}: {wanted}. What should it be?"
    values = schema.get("enum")
    if isinstance(values, list) and values:
        listed = ("、" if language == "zh" else ", ").join(plain(value) for value in values if value is not None)
        asked += _MAY_BE[language].format(listed)
    return asked


def _to_do(function: Mapping[str, Any]) -> str:
    """ "to book table" when the name begins with the description's verb, else "for days_between"."""
    verb = str(function.get("description") or "").split(" ")[0].lower().rstrip("s")
    words = spoken(function["name"])
    return f"to {words}" if verb and words.split(" ")[0].rstrip("s") == verb else f"for {function['name']}"


def _schema(function: Mapping[str, Any], parameter: str) -> Mapping[str, Any]:
    """The parameter's schema; a dotted name is a property inside an object."""
    schema: Any = function.get("parameters") or {}
    for name in [parameter] if parameter in (schema.get("properties") or {}) else parameter.split("."):
        schema = ((schema.get("properties") or {}) if isinstance(schema, Mapping) else {}).get(name) or {}
    return schema if isinstance(schema, Mapping) else {}
