"""The parts of a question, and which of them no tool's output answers."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from ....retrieval.terms import query_terms
from ...interface import Turn
from ...remembered import remembered
from ..knowledge.lexicon import notion_ids
from ..knowledge.wording import function_of, plain, spoken
from .results import ToolResult

_SENTENCE = re.compile(r"[^.?!。？！\n]*(?:\.(?=\w)[^.?!。？！\n]*)*[.?!。？！]*")
#: A second question inside a sentence: "…, and what are its products?"
_JOINT = re.compile(
    r",?\s+(?:and|but|also|then)\s+"
    r"(?=(?:what|which|who|where|when|why|how|is|are|do|does|can|could|should|will|tell|give|write)\b)"
    r"|,\s+(?=(?:what|which|who|where|when|why|how)\b)"
    r"|(?<=[고며]),?\s+(?=[^\s]+(?:은|는|이|가)\s)"
    r"|[，,；;](?=[^，,；;]*(?:什麼|如何|多少|怎麼|嗎|呢|哪|幾))",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"[?？]|^\s*(?:what|which|who|whom|whose|where|when|why|how)\b"
    r"|^\s*(?:is|are|was|were|do|does|did|can|could|should|would|will)\b"
    r"|^\s*(?:please\s+)?(?:tell|give|show|write|explain|describe|recommend|suggest|compare|find|get|list|translate"
    r"|summari[sz]e|check|look|book|send|create|calculate|convert|compose|name)\b"
    r"|(?:주세요|줘|줄래|나요|까요|가요|어때|뭐야|뭔가요|인가|습니까|ㅂ니까|할까)|[嗎呢]|什麼|如何|多少|怎麼|請|告訴|幫我|哪|幾",
    re.IGNORECASE,
)
#: What is only the setting of a question: "when it rains", "비가 올 때", "下雨的時候".
_CONDITION = re.compile(
    r"\b(?:when|if|while|because|since|in case)\b(?!\s+(?:is|are|was|were|do|does|did|will|can|should|to)\b)[^,?!.]*"
    r"|\S+(?:\s\S+)?\s(?:때는|때에는|때|경우에는|경우|동안)(?=\s)|\S+(?:으면|면)(?=\s)|[^，,。？！]*?(?:的時候|的话|的話|時，|时，)"
)
_ADVICE_TOOL = re.compile(r"advi|recommend|suggest|tip|guide|추천|조언|권장|建議|推薦|建议", re.IGNORECASE)
#: Words that carry no topic of their own in a question.
_EMPTY = frozenset(
    """today now tomorrow current currently latest much many there here it its also too like please tell give show check
    get find look know want need let see compare both each together which one two good bad use answer question function
    tool json sentence word short brief briefly think mean say said ask help thing way about right
    moment day time""".split()
)


def parts(question: str) -> list[str]:
    """The sentences of a text, and the questions joined in one sentence, in order."""
    return list(_parts(question))


@remembered
def _parts(question: str) -> tuple[str, ...]:
    found: list[str] = []
    for sentence in _SENTENCE.findall(question):
        found.extend(part.strip(" ,，;；\n\t") for part in _JOINT.split(sentence))
    return tuple(part for part in found if any(character.isalnum() for character in part))


def asks(part: str) -> bool:
    """Whether a part of a message wants something: a question or a request."""
    return bool(_ASKS.search(part))


def unanswered(turn: Turn, question: str, results: Sequence[ToolResult]) -> list[str]:
    """The parts of the question that are about nothing that the results are about.

    A part is left alone when it names no topic ("How about Seoul?"); it is answered when it shares
    a notion or a word with a function that gave a result, or with what it gave.
    """
    asked = parts(question)
    if len(asked) < 2:
        return []
    known_terms: set[str] = set()
    known_notions: set[str] = set()
    values: set[str] = set()
    advises = False
    for result in results:
        about = _about(function_of(turn.tools, result.name))
        given = plain(result.value)[:4000]
        known_terms |= _terms(about) | _terms(given)
        known_notions |= _notions(about) | _notions(given[:1000])
        values |= _terms(" ".join(plain(value) for value in result.arguments.values()))
        advises = advises or bool(_ADVICE_TOOL.search(about))
    return [part for part in asked if asks(part) and not _covered(part, known_terms, known_notions, values, advises)]


def _covered(part: str, terms: set[str], known: set[str], values: set[str], advises: bool) -> bool:
    notions, topics = _topics(part)
    if "advice" in notions and not advises:
        return False
    if notions & known:
        return True
    topics = [topic for topic in topics if topic not in values]
    return not topics and not notions or any(topic in terms for topic in topics)


@remembered
def _topics(part: str) -> tuple[frozenset[str], list[str]]:
    """The notions and the words that a part of a question is about."""
    core = _CONDITION.sub(" ", part) if _CONDITION.search(part) else part
    notions = _notions(core) - {"now", "today", "location", "count", "time", "date"}
    return notions, [term for term in query_terms(core) if term not in _EMPTY]


def _about(function: Mapping[str, Any]) -> str:
    """What a function says of itself: its name, its description, its parameters."""
    parameters = (function.get("parameters") or {}).get("properties") or {}
    described = (str(schema.get("description") or "") for schema in parameters.values() if isinstance(schema, dict))
    return " ".join([spoken(function["name"]), function.get("description") or "", *map(spoken, parameters), *described])


@remembered
def _terms(text: str) -> frozenset[str]:
    return frozenset(query_terms(text))


@remembered
def _notions(text: str) -> frozenset[str]:
    return frozenset(notion_ids(text))
