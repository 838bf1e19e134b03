"""Asking back for an argument that nobody gave."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from ..interface import Turn
from .decision import MissingArgument
from .language import Language
from .wording import function_of, label, noun_phrase, plain, spoken, with_particle

_MAY_BE = {"en": " It can be: {}.", "ko": " 고를 수 있는 값: {}.", "zh": "可以是：{}。"}


def question_for(turn: Turn, missing: MissingArgument, language: Language) -> str:
    """One question for the missing argument, by its description, with the values that it may have."""
    function = function_of(turn.tools, missing.function)
    schema = _schema(function, missing.parameter)
    noun = noun_phrase(function, language)
    name = label(missing.parameter, language)
    description = re.sub(r"\s+", " ", str(schema.get("description") or "")).strip().rstrip(".。")
    if description.casefold() == name.casefold():
        description = ""
    if language == "ko":
        detail = f" ({description})" if description else ""
        asked = f"{noun or missing.function}에 필요한 값이 하나 빠졌습니다. {with_particle(name, '을', '를')} 알려 주시겠어요?{detail}"
    elif language == "zh":
        detail = f"（{description}）" if description else ""
        asked = f"{noun or missing.function}還缺一項資料。請問{name}是什麼？{detail}"
    else:
        detail = f" ({description})" if description else ""
        purpose = f"for the {noun}" if noun else f"to {spoken(missing.function)}"
        asked = f"I need one more thing {purpose}. What is the {name}?{detail}"
    values = schema.get("enum")
    if isinstance(values, list) and values:
        listed = ("、" if language == "zh" else ", ").join(plain(value) for value in values if value is not None)
        asked += _MAY_BE[language].format(listed)
    return asked


def _schema(function: Mapping[str, Any], parameter: str) -> Mapping[str, Any]:
    """The parameter's schema; a dotted name is a property inside an object."""
    schema: Any = function.get("parameters") or {}
    for name in [parameter] if parameter in (schema.get("properties") or {}) else parameter.split("."):
        schema = ((schema.get("properties") or {}) if isinstance(schema, Mapping) else {}).get(name) or {}
    return schema if isinstance(schema, Mapping) else {}
