"""Everyday words in English, Korean and Traditional Chinese by their senses.

A sense is a row of `data/lexicons/glossary.tsv`: words that stand for one thing in three languages. With
it a question in Korean or Chinese is compared with a schema in any of the three:

    senses("Water a plant in the greenhouse.") & senses("화분에 물을 줘")     → the sense "water a plant", …

A Korean word with "-" at its end is the stem of a verb. A word of one syllable counts only with a
particle or an ending after it, so that 비 (rain) is not found in 비밀 (secret).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from .lexicon import FOLDER
from .words import KOREAN_PARTICLES, stem, words

_HANGUL_RUN = re.compile(r"[가-힣]+")
_HAN_RUN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]+")
_LATIN = re.compile(r"[A-Za-z]")
#: What may follow a stem of one syllable.
_ENDING = re.compile(
    r"고|는|려|면|어|아|다|기|지|게|니|네|나|던|세요|시|셨|습니다|었|았|야|라|러|줘|자|겠|을|은|렸|여|주"
)
_PARTICLES = frozenset(KOREAN_PARTICLES)


@dataclass(frozen=True, slots=True)
class Sense:
    """A row of the glossary. `weight` is 1 for a telling sense, less for one that many sentences have."""

    number: int
    weight: float


@dataclass(frozen=True, slots=True)
class Said:
    """Senses that text[start:end] may have. A word of one letter says less."""

    start: int
    end: int
    senses: tuple[Sense, ...]
    weight: float


@dataclass(frozen=True, slots=True)
class _Glossary:
    senses: tuple[Sense, ...]
    english: Mapping[str, list[tuple[tuple[str, ...], Sense]]]  # by the stem of the first word
    korean: Mapping[str, list[tuple[str, bool, Sense]]]  # by the first syllable; whether it is a verb's stem
    chinese: Mapping[str, list[tuple[str, Sense]]]  # by the first character
    names: Mapping[str, tuple[str, ...]]  # English word → Korean and Chinese words


@cache
def _glossary() -> _Glossary:
    lines = (FOLDER / "glossary.tsv").read_text(encoding="utf-8").splitlines()[1:]
    senses: list[Sense] = []
    english: dict[str, list] = {}
    korean: dict[str, list] = {}
    chinese: dict[str, list] = {}
    names: dict[str, list[str]] = {}
    for number, line in enumerate(lines):
        en, ko, zh, weight = (column.strip() for column in line.split("\t"))
        sense = Sense(number, float(weight))
        senses.append(sense)
        others = [word.rstrip("-") for word in (*ko.split("|"), *zh.split("|")) if word]
        for word in filter(None, en.split("|")):
            stems = tuple(w.key for w in words(word) if w.script in ("latin", "number"))
            if stems:
                english.setdefault(stems[0], []).append((stems, sense))
            names.setdefault(word.casefold(), []).extend(others)
        for word in filter(None, ko.split("|")):
            if _LATIN.match(word):
                english.setdefault(stem(word), []).append(((stem(word),), sense))
            else:
                korean.setdefault(word[0], []).append((word.rstrip("-"), word.endswith("-"), sense))
        for word in filter(None, zh.split("|")):
            if _LATIN.match(word):
                english.setdefault(stem(word), []).append(((stem(word),), sense))
            else:
                chinese.setdefault(word[0], []).append((word, sense))
    for table in (korean, chinese):
        for found in table.values():
            found.sort(key=lambda entry: -len(entry[0]))
    for listed in english.values():
        listed.sort(key=lambda entry: -len(entry[0]))
    return _Glossary(tuple(senses), english, korean, chinese, {k: tuple(dict.fromkeys(v)) for k, v in names.items()})


def translations(english: str) -> tuple[str, ...]:
    """Korean and Chinese words for an English word: `bedroom` → 침실, 안방, 臥室, …"""
    return _glossary().names.get(english.strip().casefold(), ())


@lru_cache(maxsize=4_000)
def said(text: str) -> tuple[Said, ...]:
    """The words of `text` that the glossary has, in order, the longest that start first."""
    found = [*_english(text)]
    found += _korean(text)
    for run in _HAN_RUN.finditer(text):
        found += _chinese(run.group(), run.start())
    return tuple(sorted(found, key=lambda one: one.start))


@lru_cache(maxsize=4_000)
def senses(text: str) -> Mapping[Sense, float]:
    """The senses of `text`, each with the greatest weight of a word that has it."""
    found: dict[Sense, float] = {}
    for one in said(text):
        for sense in one.senses:
            found[sense] = max(found.get(sense, 0.0), one.weight)
    return found


def _english(text: str) -> Iterator[Said]:
    table = _glossary().english
    row = [word for word in words(text) if word.script in ("latin", "number")]
    n = 0
    while n < len(row):
        listed = table.get(row[n].key, ())
        best = max((len(stems) for stems, _ in listed if _stands(row, n, stems)), default=0)
        if best:
            named = tuple(
                dict.fromkeys(sense for stems, sense in listed if len(stems) == best and _stands(row, n, stems))
            )
            yield Said(row[n].start, row[n + best - 1].end, named, 1.0)
        n += best or 1


def _stands(row: list, at: int, stems: tuple[str, ...]) -> bool:
    return at + len(stems) <= len(row) and all(row[at + k].key == stems[k] for k in range(len(stems)))


def _korean(text: str) -> Iterator[Said]:
    """Words at the start of a Korean word, and words of two syllables and more inside a compound."""
    table = _glossary().korean
    done = 0
    for run in _HANGUL_RUN.finditer(text):
        at = max(run.start(), done)
        while at < run.end():
            best = ""
            named: list[Sense] = []
            for word, verb, sense in table.get(text[at], ()):
                if best and len(word) < len(best) and not (verb and len(word) > 1):
                    continue
                if _stands_in(text, run, at, word, verb):
                    best = best or word
                    named.append(sense)  # a shorter stem of a verb has other forms of it: 만들, 만들어
            if best:
                done = at + len(best)
                yield Said(at, done, tuple(dict.fromkeys(named)), 1.0 if len(best) > 1 else 0.8)
            at += len(best) or 1


def _stands_in(text: str, run: re.Match[str], at: int, word: str, verb: bool) -> bool:
    """Whether a word stands at a place of a run of Hangul, and not only the same syllables."""
    if not text.startswith(word, at) or at > run.start() and len(word) < 2:
        return False
    rest = text[at + len(word) : run.end()]
    if len(word) > 1 or not rest:
        return True
    return bool(_ENDING.match(rest)) if verb else rest in _PARTICLES


def _chinese(run: str, start: int) -> Iterator[Said]:
    table = _glossary().chinese
    at = 0
    while at < len(run):
        best = ""
        named: list[Sense] = []
        for word, sense in table.get(run[at], ()):
            if best and len(word) < len(best):
                break
            if run.startswith(word, at):
                best = word
                named.append(sense)
        if best:
            yield Said(start + at, start + at + len(best), tuple(dict.fromkeys(named)), 1.0 if len(best) > 1 else 0.6)
        at += len(best) or 1
