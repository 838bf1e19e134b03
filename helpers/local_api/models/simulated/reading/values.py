"""The values that a text states: numbers with their units, dates, times, quoted texts, names, lists, …

`values(text)` gives them with their places in the text. A stretch of text may be read in several
ways ("May 5" is a date, and 5 is a number); which reading counts is decided where values are
assigned to parameters (deciding/choosing.py).
"""

from __future__ import annotations

import re
from functools import lru_cache

from . import calendar_words as calendar
from .addresses import addresses_in
from .amounts import amounts_in, nouns_after, spans_of_time, unit_glued, units_in, with_units_of_rows
from .names import named_in
from .series import series_in
from .value import Value, value_at
from .written import NOT_CODE, bracketed_in, formulas_in, quoted_in

_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_URL = re.compile(r"https?://[^\s,;'\"<>)]+|www\.[^\s,;'\"<>)]+")
_FILE = re.compile(r"(?:[A-Za-z]:\\|/)?(?:[\w-]+[/\\])*[\w-]+\.[A-Za-z]{2,4}\b|(?<!\w)/(?:[\w.-]+/)+[\w.-]*")
_FILE_ENDINGS = frozenset(
    """txt csv pdf doc docx xls xlsx json xml html md py js ts java wav mp3 mp4 png jpg jpeg gif svg zip tar gz db sql
    yaml yml log dat ppt pptx avi mov""".split()
)
_CODE = re.compile(
    r"(?<![A-Za-z0-9_.])#?(?=[A-Za-z0-9/_-]*\d)(?=[A-Za-z0-9/_-]*[A-Za-z])"
    r"[A-Za-z0-9]+(?:[-_/][A-Za-z0-9]+)*(?![A-Za-z0-9_])"
)

#: The plate of a Korean car: 12가3456.
_PLATE = re.compile(r"(?<!\d)\d{2,3}[가-힣]\s?\d{4}(?!\d)")
_LONG_NUMBER = re.compile(
    r"(?<![A-Za-z0-9_.])\d+(?:-\d+){1,4}(?![A-Za-z0-9_])|(?<![A-Za-z0-9_.,])0\d+(?![A-Za-z0-9_.,])"
)


def values(text: str) -> tuple[Value, ...]:
    """Every value that `text` states, in order of place, the longer first."""
    return _values(text)


@lru_cache(maxsize=512)
def _values(text: str) -> tuple[Value, ...]:
    found: list[Value] = []
    closed: list[tuple[int, int]] = []  # spans in which nothing else is looked for

    def free(start: int, end: int) -> bool:
        return not any(start < b and a < end for a, b in closed)

    def close(value: Value) -> None:
        found.append(value)
        closed.append((value.start, value.end))

    bracketed = list(bracketed_in(text))
    for value in bracketed:  # a list or an object with quotes in it is no quoted text
        if not value.details.get("open") and re.search(r"['\"]", value.text):
            close(value)
    for value in quoted_in(text):
        if free(value.start, value.end):
            close(value)
    for value in bracketed:
        if free(value.start, value.end):
            found.append(value)
            if not value.details.get("open"):  # "(45, 60)" may also be two values
                closed.append((value.start, value.end))
    for pattern, kind in ((_EMAIL, "email"), (_URL, "url")):
        for match in pattern.finditer(text):
            if free(*match.span()):
                close(value_at(kind, match.group().rstrip("."), match))
    for value in addresses_in(text):
        if free(value.start, value.end):
            close(value)
    for match in _FILE.finditer(text):
        ending = match.group().rpartition(".")[2].lower()
        if free(*match.span()) and (ending in _FILE_ENDINGS or match.group().startswith("/")):
            close(value_at("file", match.group(), match))
    for value in calendar.dates(text):
        if free(value[0], value[1]):
            close(
                Value("date", value[2].text, value[0], value[1], text[value[0] : value[1]], details={"date": value[2]})
            )
    for start, end, time in calendar.times(text):
        if free(start, end):
            close(Value("time", time.clock, start, end, text[start:end], details={"time": time}))
    for value in formulas_in(text):
        if free(value.start, value.end):
            close(value)
    for match in [*_PLATE.finditer(text), *_LONG_NUMBER.finditer(text), *_CODE.finditer(text)]:
        if (
            free(*match.span())
            and not re.match(r"[가-힣]", text[match.end() : match.end() + 1] if match.group().isdigit() else "")
            and not unit_glued(match.group())
            and not NOT_CODE.fullmatch(match.group())
        ):
            close(value_at("code", match.group().lstrip("#"), match))
    named = list(named_in(text, free))
    found += named
    numbers = with_units_of_rows(text, [*amounts_in(text, free, named), *spans_of_time(text)])
    for number in numbers:
        number.details["nouns"] = nouns_after(text, number.end)
    found += numbers
    found += units_in(text, free, numbers)
    found.sort(key=lambda value: (value.start, -value.end))
    found += series_in(text, [value for value in found if "address" not in value.details])  # a town follows it
    found.sort(key=lambda value: (value.start, -value.end))
    return tuple(found)
