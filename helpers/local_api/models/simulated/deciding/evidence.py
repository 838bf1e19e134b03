"""How surely the words of a question in Korean or Chinese mean a function.

Such a question shares no letters with an English schema, and few words with one in its own language that
puts things differently. So two things are added up:

    senses    words of one meaning, in whichever language (glossary.py)
    stems     Korean words that begin alike (주문해, 주문합니다), Chinese pairs of characters, and English words
              in Hangul (스무디, smoothie)

Each counts more in a function's name than in a parameter's description, and more when few functions have it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from ..knowledge.glossary import Sense, said, senses
from ..knowledge.loanwords import english_sound, korean_sound
from ..knowledge.words import korean_stem, split_name, stop_keys, words
from .schema import Function

#: How much a shared word counts by where the schema has it.
NAME, ABOUT, OPTION, PARAMETER = 1.0, 0.9, 0.75, 0.6
#: From this on a word says which function is meant rather than a value.
EXPLAINED = 0.6
#: How much a further word of a sense counts that the question has named already.
AGAIN = 0.4
#: Pairs of Chinese characters that questions and descriptions have whatever they are about.
_COMMON_PAIRS = frozenset(
    """請問 幫我 一下 可以 多少 什麼 怎麼 我的 我要 我想 麻煩 有沒 沒有 哪裡 現在 目前 今天 明天 昨天 早上 晚上 下午 上午 告訴 知道
    名稱 時間 日期 數量 查詢 取得 指定 設定 使用 提供 其他 要的 目標 格式 例如 種類 計算 是多 少錢 幾個 一個 這個 那個 最近 出發 還有 怎樣
    給我 訴我 為什 的時 時候 能不 不能 會不 不會 應該 需要 希望 想要 謝謝""".split()
)
_COMMON_STEMS = frozenset(
    """알려 이름 종류 시간 날짜 번호 수량 지역 조회 계산 다른 가지 설정 어디 어떻 얼마 오늘 내일 지금 최근 그리 이번 다음 주세 합니 싶어 있어 있나 무엇 무슨 예를
    현재 부탁 궁금 해주 하나 까지 에서 으로 정도 만들 바꿀 바꾸 바꿔 할까 하면 있는 있을 되나 경우 부터 그럼 혹시 저는 제가 우리 나는""".split()
)


@dataclass(frozen=True, slots=True)
class Meant:
    """How surely a function is meant, from 0 to 1, and how much each stretch of the question says so."""

    surely: float
    said: Mapping[tuple[int, int], float]


class Evidence:
    """Compares questions in Korean and Chinese with the functions of a turn."""

    def __init__(self, functions: Sequence[Function]):
        self.functions = functions

    @cached_property
    def _count(self) -> Mapping[Sense | str, int]:
        """How many functions have a sense or a stem."""
        found: dict[Sense | str, int] = {}
        for function in self.functions:
            for key in (*_vocabulary(function).senses, *_vocabulary(function).stems):
                found[key] = found.get(key, 0) + 1
        return found

    def of(self, function: Function, text: str) -> Meant:
        """How surely `text` means a function."""
        have = _vocabulary(function)
        found: dict[tuple[int, int], float] = {}
        counted: set[Sense] = set()
        for one in sorted(said(text), key=lambda one: -one.weight):
            best = 0.0
            for sense in one.senses:
                if sense in have.senses:
                    again = AGAIN if sense in counted else 1.0
                    best = max(best, again * sense.weight * one.weight * have.senses[sense] * self._rarity(sense))
                    counted.add(sense)
            if best:
                found[one.start, one.end] = best
        for start, end, stem in stems(text):
            if stem in have.stems:
                strength = 0.8 * have.stems[stem] * self._rarity(stem)
                inside = [span for span in found if span[0] < end and start < span[1]]
                if all(found[span] < strength for span in inside):
                    for span in inside:
                        del found[span]
                    found[start, end] = strength
        return Meant(1 - math.exp(-1.3 * sum(found.values())), found)

    def _rarity(self, key: Sense | str) -> float:
        return (
            1.0 if self._count.get(key, 1) == 1 else 0.75 if self._count[key] < max(3, len(self.functions) / 2) else 0.5
        )


@dataclass(frozen=True, slots=True)
class _Vocabulary:
    senses: Mapping[Sense, float]
    stems: Mapping[str, float]


@lru_cache(maxsize=2_000)
def _vocabulary(function: Function) -> _Vocabulary:
    """What a schema's words mean and how they begin, with how much each counts."""
    meant: dict[Sense, float] = {}
    begun: dict[str, float] = {}
    for text, weight in _texts(function):
        for sense, surely in senses(text).items():
            meant[sense] = max(meant.get(sense, 0.0), weight * surely)
        for _, _, stem in stems(text):
            begun[stem] = max(begun.get(stem, 0.0), weight)
    return _Vocabulary(meant, begun)


def _texts(function: Function) -> Iterable[tuple[str, float]]:
    yield split_name(function.name), NAME
    yield function.about, ABOUT
    for parameter in function.parameters:
        yield split_name(parameter.name), PARAMETER
        yield re.split(r"(?:예:|예\)|예를|例如|例：|e\.g\.)", parameter.about)[0], PARAMETER
        for option in parameter.options:
            yield split_name(str(option)), OPTION


@lru_cache(maxsize=4_000)
def stems(text: str) -> tuple[tuple[int, int, str], ...]:
    """The beginnings of Korean words and the pairs of Chinese characters in `text`, with their places."""
    found = []
    for word in words(text):
        if word.script == "hangul":
            plain = korean_stem(word.text)
            start = plain[:2]
            if len(plain) >= 2 and start not in _COMMON_STEMS and word.key not in stop_keys():
                found.append((word.start, word.start + len(plain), start))
            if sound := korean_sound(plain):
                found.append((word.start, word.start + len(plain), "~" + sound))
        elif word.script == "latin":
            if sound := english_sound(word.text):
                found.append((word.start, word.end, "~" + sound))
        elif word.script == "han":
            for at in range(len(word.text) - 1):
                pair = word.text[at : at + 2]
                if pair not in _COMMON_PAIRS:
                    found.append((word.start + at, word.start + at + 2, pair))
    return tuple(found)


def explained(function: Function, text: str) -> tuple[tuple[int, int], ...]:
    """The stretches of a phrase that only say which function is meant."""
    have = _vocabulary(function).senses
    return tuple(
        (one.start, one.end)
        for one in said(text)
        if any(have.get(sense, 0) * sense.weight >= EXPLAINED for sense in one.senses)
    )
