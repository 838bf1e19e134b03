"""Answers from the passages that `file_search` found: the sentences that fit best, each with its marker."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from typing import Any

from ....retrieval.terms import query_terms
from ..knowledge.language import Language
from ..reading.results import ToolResult

_SENTENCE_END = re.compile(r"(?<=[.!?])[\"”’)]*\s+(?=[^a-z\s])|(?<=[。！？])|\n+")
_NOTHING = {
    "en": "I found nothing on that in the files.",
    "ko": "파일에서 그에 관한 내용을 찾지 못했습니다.",
    "zh": "我在檔案中找不到相關內容。",
}
#: At most this many sentences, each at least so good as this share of the best.
_SENTENCES, _NEARLY_AS_GOOD = 3, 0.75
#: A sentence must hold this share of the question's weight, or it is not about the question.
_ABOUT = 0.34


def passages_answer(question: str, results: Sequence[ToolResult], language: Language) -> str:
    """The best sentences of all passages, or that there is nothing."""
    passages = [passage for result in results for passage in _passages(result.value)]
    wanted = query_terms(question)
    sentences = [(sentence, passage) for passage in passages for sentence in _sentences(str(passage.get("text") or ""))]
    if not wanted or not sentences:
        return _NOTHING[language]
    terms = [set(query_terms(sentence)) for sentence, _ in sentences]
    weight = {term: _weight(term, terms) for term in wanted}
    whole = sum(weight.values())
    scores = [sum(weight[term] for term in weight if term in found) / whole for found in terms]
    ranked = sorted(range(len(sentences)), key=lambda i: (-scores[i], i))
    if not ranked or scores[ranked[0]] < _ABOUT:
        return _NOTHING[language]
    chosen: list[int] = []
    said: set[str] = set()
    covered: set[str] = set()
    for i in ranked[: _SENTENCES * 3]:
        text = sentences[i][0]
        new = terms[i] & set(wanted) - covered
        if text in said or scores[i] < scores[ranked[0]] * _NEARLY_AS_GOOD and not (new and scores[i] >= _ABOUT):
            continue
        chosen.append(i)
        said.add(text)
        covered |= terms[i]
        if len(chosen) == _SENTENCES:
            break
    return " ".join(f"{sentences[i][0]}{sentences[i][1].get('marker') or ''}" for i in chosen)


def _weight(term: str, sentences: Sequence[set[str]]) -> float:
    """A rare term weighs more; one that is nowhere less, a pair of Korean or Chinese characters least:
    it may come from an ending or from two words."""
    count = sum(term in found for found in sentences)
    rarity = math.log(1 + len(sentences) / (0.5 + count))
    return rarity if count else rarity * (0.6 if term.isascii() else 0.2)


def _passages(value: Any) -> list[Mapping[str, Any]]:
    found = value.get("results") if isinstance(value, Mapping) else None
    return [passage for passage in found if isinstance(passage, Mapping)] if isinstance(found, list) else []


def _sentences(text: str) -> list[str]:
    """The sentences of a passage; a heading goes with the line below it."""
    found: list[str] = []
    heading = ""
    for piece in _SENTENCE_END.split(text):
        piece = piece.strip().lstrip("-*• ").strip()
        if not any(character.isalnum() for character in piece):
            continue
        if piece.startswith("#") or piece.endswith(":"):
            heading = piece.lstrip("# ").rstrip(":") + ": "
            continue
        found.append(heading + piece)
        heading = ""
    return found + ([heading.rstrip(": ")] if heading else [])
