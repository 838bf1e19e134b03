"""Which of a parameter's options (its enum, or values that its description names) a text mentions, and where.

An option is found by its words, by their stems, by the unit, currency, language or weekday that it
names, and by meaning: `living_room` in "거실 조명" through the lexicon's notions.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from ..knowledge.glossary import translations
from ..knowledge.language import eastern
from ..knowledge.lexicon import currencies, languages, notions, places, units
from ..knowledge.words import COMMON_NOTIONS, notion_spans, split_name, words
from ..reading.calendar_words import WEEKDAYS, weekday
from .spans_of_time import said_as
from .switches import brought_about

#: Options of a temperature unit that are one letter.
_LETTERS = {"c": "celsius", "f": "fahrenheit", "k": "kelvin"}


@dataclass(frozen=True, slots=True)
class Mention:
    """An option that the text mentions at [start:end]. `strength` is 1 for its own words, less for its meaning."""

    option: Any
    start: int
    end: int
    strength: float


def mentions(options: Sequence[Any], text: str) -> list[Mention]:
    """The mentions of `options` in `text`, in order; of overlapping ones the stronger and longer."""
    meant = Counter(id for option in options for id in _notions(split_name(str(option)).strip()))
    shared = frozenset(id for id, count in meant.items() if count > 1)  # "temperature" tells no unit from another
    found = [mention for option in options for mention in _find(str(option), option, text, shared)]
    found += [Mention(o, start, end, 0.85) for o in options for start, end in brought_about(o, options, text)]
    found.sort(key=lambda m: (-m.strength, m.start - m.end, m.start))
    kept: list[Mention] = []
    for mention in found:
        if not any(mention.start < other.end and other.start < mention.end for other in kept):
            kept.append(mention)
    if eastern(text) and any(m.strength >= 0.85 for m in kept):
        kept = [m for m in kept if m.strength >= 0.85]  # "에어컨을 제습으로": what is named, not what is near to it
    return sorted(kept, key=lambda m: m.start)


def _find(written: str, option: Any, text: str, shared: frozenset[str]) -> Iterator[Mention]:
    plain = split_name(written).strip()
    for name in dict.fromkeys((written.strip(), plain)):
        for start, end in _literal(name, text):
            yield Mention(option, start, end, 1.0)
    stems = _stems(plain)
    if stems and plain.isascii() and len(plain) > 2:
        for start, end in _by_stems(stems, text):
            yield Mention(option, start, end, 0.9)
    for names in (_other_names(written), _other_names(plain)) if plain != written else (_other_names(written),):
        for name in names:
            for start, end in _literal(name, text):
                yield Mention(option, start, end, 0.95)
    for name in translations(plain):
        for start, end in _literal(name, text):
            yield Mention(option, start, end, 0.85)
    ids = _notions(plain) - shared
    if ids:
        for start, end, mentioned in notion_spans(text):
            if mentioned[0] in ids:
                yield Mention(option, start, end, 0.6)


def _literal(name: str, text: str) -> Iterator[tuple[int, int]]:
    """Where a name stands as words of its own; one or two letters only as they are written."""
    if not name:
        return
    flags = 0 if len(name) <= 2 and name.isascii() and not name.isdigit() else re.IGNORECASE
    pattern = re.escape(name).replace(r"\ ", r"[\s_-]+")
    if name[0].isascii() and name[0].isalnum():
        pattern = r"(?<![A-Za-z0-9'’])" + pattern
    if name[-1].isascii() and name[-1].isalnum():
        pattern += r"(?![A-Za-z0-9])"
    if len(name) == 1 and "\u4e00" <= name <= "\u9fff" and units().named(name):
        pattern = r"(?<=[\d零一二兩三四五六七八九十百千萬幾多])" + pattern
    if len(name) == 1 and "가" <= name <= "힣":
        pattern = r"(?<![가-힣])" + pattern + r"(?=요일|(?:으로|로|은|는|을|를|이|가|도)(?![가-힣])|[^가-힣]|$)"
    for match in re.finditer(pattern, text, flags):
        yield match.span()


@lru_cache(maxsize=4_000)
def _stems(plain: str) -> tuple[str, ...]:
    return tuple(word.key for word in words(plain) if word.script in ("latin", "number"))


def _by_stems(stems: Sequence[str], text: str) -> Iterator[tuple[int, int]]:
    row = [word for word in words(text) if word.script != "mark"]
    for n in range(len(row) - len(stems) + 1):
        if all(row[n + k].key == stems[k] for k in range(len(stems))):
            yield row[n].start, row[n + len(stems) - 1].end


@lru_cache(maxsize=4_000)
def _other_names(written: str) -> tuple[str, ...]:
    """The names in all languages of the unit, currency, language or weekday that an option is."""
    plain = written.strip().casefold()
    day = weekday(plain) or next((d for d in WEEKDAYS if len(plain) == 3 and d.startswith(plain)), None)
    if not day and len(plain) == 1:
        day = next(
            (
                d
                for d, names in WEEKDAYS.items()
                if f"{plain}요일" in names.split("|") or f"星期{plain}" in names.split("|")
            ),
            None,
        )
    if day:
        return (day, *(name for name in WEEKDAYS[day].split("|") if len(name) > 2 or not name.isascii()))
    if spans := said_as(written):
        return spans
    names: list[str] = []
    unit = units().get(_LETTERS.get(plain, plain)) or next(
        (u for u in units().entries if u.symbol and u.symbol == written), None
    )
    found = [unit] if unit else list(units().named(plain))
    if not found:
        found = [c for c in (currencies().get(written.strip().upper()),) if c] or list(currencies().named(plain))[:1]
    if not found:
        found = list(languages().named(plain))[:1]
    if not found and len(plain) > 2:
        found = list(places().named(plain))[:1]
    for entry in found:
        names += [name for name in entry.names() if len(name) > 1 or not name.isascii()]
        if getattr(entry, "symbol", "") and len(entry.symbol) > 1:
            names.append(entry.symbol)
    return tuple(dict.fromkeys(names))


@lru_cache(maxsize=4_000)
def _notions(plain: str) -> frozenset[str]:
    """The notions that an option as a whole is."""
    found = notions().find(plain)
    if found and found[0].start == 0 and found[-1].end >= len(plain) - 1:
        return frozenset(e.key for match in found for e in match.entries if e.key not in COMMON_NOTIONS)
    return frozenset()
