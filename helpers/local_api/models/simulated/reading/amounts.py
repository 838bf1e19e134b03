"""The numbers that a text states, with their units and what they count, and the units by themselves."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from ..knowledge.lexicon import Unit, currencies, units
from ..knowledge.words import words
from .counters import counted
from .numerals import numerals
from .series import joined
from .value import Value

_ORDINAL = re.compile(r"(?<!\w)(\d+)(?:st|nd|rd|th)\b", re.I)


def unit_glued(code: str) -> bool:
    """Whether a code is a number with its unit: `10km`, `5m`."""
    match = re.fullmatch(r"\d+(?:\.\d+)?([A-Za-z/]+)", code)
    return bool(match) and (
        match[1] in _symbols() or bool(units().named(match[1])) or match[1].lower() in ("k", "m", "b", "am", "pm", "x")
    )


@lru_cache(maxsize=1)
def _symbols() -> dict[str, Unit]:
    return {unit.symbol: unit for unit in units().entries if unit.symbol}


#: What may follow a Korean unit of one syllable in its word.
_AFTER_UNIT = re.compile(
    r"(?:간|동안|만|씩|짜리|쯤|정도|후|뒤|전|당|이상|이하|미만|[은는이가을를의에도로와과]|까지|부터|으로|에서|인|했|하|걸|내|마다|보다|이나|쯤|자|치|야|요)"
)


def unit_at(text: str, at: int) -> tuple[Unit | None, int]:
    """The unit that starts at a place of a text (after a space or hyphen), and where it ends."""
    gap = re.compile(r"[\s-]?").match(text, at)
    start = gap.end() if gap else at
    piece = text[start : start + 40]
    written = re.match(r"[A-Za-z°µ²³/%℃℉^]+\d?(?!\d|\.\d)", piece)
    if written and ("^" in written.group() or "²" in written.group()) and written.group() not in _symbols():
        return Unit(
            written.group(), written.group(), "", "", (), written.group(), written.group()
        ), start + written.end()
    if written and written.group() in _symbols():
        symbol = written.group()
        if not (symbol in ("in", "a") and re.match(r"\s+\w", piece[len(symbol) :])):
            return _symbols()[symbol], start + len(symbol)
    found = [match for match in units().find(piece) if match.start == 0]
    if (
        found
        and len(found[0].text) == 1
        and (rest := re.match(r"[가-힣]+", piece[1:]))
        and not _AFTER_UNIT.match(rest.group())
    ):
        return None, at  # 2분반 is no two minutes
    if found:
        return found[0].entry, start + found[0].end
    return None, at


def amounts_in(text: str, free: Callable[[int, int], bool], named: Sequence[Value]) -> Iterator[Value]:
    """The numbers of a text outside of the spans that are not `free`; `named` are the currencies it names."""
    money = {currency.symbol: currency for currency in currencies().entries if currency.symbol}
    done = 0
    for numeral in numerals(text):
        start, end, number = numeral.start, numeral.end, numeral.value
        if not free(start, end) or start < done:
            continue
        if re.search(r"(?i)\bper\s+$", text[:start]):
            continue  # "6.5 litres per 100 km" states one amount
        ordinal = _ORDINAL.match(text, start)
        if ordinal:
            yield Value("ordinal", number, start, ordinal.end(), ordinal.group(), noun=_noun_after(text, ordinal.end()))
            continue
        details = {"weak": numeral.weak, "written": text[start:end], "digits": (start, end)}
        if _EACH.match(text[end:]) or text[:start].endswith("每"):
            details["weak"] = True  # "100km당 7리터"
        if what := counted(text, end):
            details["counts"] = what
        symbol = next((s for s in sorted(money, key=len, reverse=True) if text[:start].endswith(s)), "")
        if symbol:
            yield Value(
                "money",
                number,
                start - len(symbol),
                end,
                text[start - len(symbol) : end],
                unit=money[symbol].key,
                dimension="money",
                noun=_noun_after(text, end),
                entry=money[symbol],
                details=details,
            )
            continue
        percent = re.compile(r"\s?(?:%|percent\b|per cent\b|퍼센트|프로(?![가-힣])|％)").match(text, end)
        if percent:
            yield Value(
                "percent",
                number,
                start,
                percent.end(),
                text[start : percent.end()],
                unit="percent",
                dimension="ratio",
                noun=_noun_after(text, percent.end()),
                details=details,
            )
            continue
        coin = next((v for v in named if v.kind == "currency" and end <= v.start <= end + 1), None) or _coin_after(
            text, end
        )
        if coin:
            yield Value(
                "money",
                number,
                start,
                coin.end,
                text[start : coin.end],
                unit=coin.entry.key if coin.entry else "",
                dimension="money",
                entry=coin.entry,
                details=details,
            )
            continue
        unit, unit_end = unit_at(text, end)
        if unit and unit.key == "hour":
            number, unit_end, unit = _hours(text, number, unit_end, unit)
            done = unit_end
        if unit:
            yield Value(
                "number",
                number,
                start,
                unit_end,
                text[start:unit_end],
                unit=unit.key,
                dimension=unit.dimension,
                noun=_noun_after(text, unit_end),
                details=details,
            )
            continue
        yield Value("number", number, start, end, text[start:end], noun=_noun_after(text, end), details=details)


#: One of a unit of time, without a number: "over the next week", "for a month", "a week ahead".
_SPAN_OF_TIME = re.compile(
    r"(?i)\b(?:(?:for|over|during|within)\s+(?:the\s+)?(?P<one>next|coming|following|past|last|an?)"
    r"|(?P<ahead>an?)(?=\s+\w+\s+ahead\b))\s+(?P<unit>hour|day|week|fortnight|month|year)\b"
)


def spans_of_time(text: str) -> Iterator[Value]:
    """Spans of time as amounts. "Next week" may also be a date: what it is depends on the parameter."""
    for match in _SPAN_OF_TIME.finditer(text):
        count, name = (2, "week") if match["unit"].casefold() == "fortnight" else (1, match["unit"].casefold())
        start = match.start("one") if match["one"] else match.start("ahead")
        details = {"weak": False, "written": str(count), "digits": (start, match.start("unit"))}
        said = text[start : match.end()]
        yield Value("number", count, start, match.end(), said, unit=name, dimension="time", details=details)


def with_units_of_rows(text: str, numbers: list[Value]) -> list[Value]:
    """The numbers, with the unit of the last of a row for all of it: "5, 10 and 15 minutes"."""
    for n in range(len(numbers) - 2, -1, -1):
        number, after = numbers[n], numbers[n + 1]
        if number.kind == "number" and after.kind == "number" and after.unit and not number.unit and not number.noun:
            if joined(text, number, after):
                numbers[n] = replace(number, unit=after.unit, dimension=after.dimension)
    return numbers


#: What goes on after hours: 1시간 30분, 한 시간 반, 2小時15分鐘.
_MORE_TIME = re.compile(r"\s?(?:(?P<minutes>\d{1,2})\s?(?:분(?!당)|分鐘?)|(?P<half>반)(?![가-힣]))")


def _hours(text: str, number: int | float, end: int, unit: Unit) -> tuple[int | float, int, Unit]:
    """Hours with the minutes after them, as minutes; or as they are."""
    more = _MORE_TIME.match(text, end)
    minute = units().get("minute")
    if not more or minute is None:
        return number, end, unit
    total = number * 60 + (30 if more["half"] else int(more["minutes"]))
    return int(total) if total == int(total) else total, more.end(), minute


_EACH = re.compile(r"\s?[A-Za-z가-힣]{0,4}당(?![가-힣])")


def _coin_after(text: str, at: int) -> Value | None:
    match = re.compile(r"\s?(?:(원)|(元|塊)|(엔)|(bucks?|dollars?))").match(text, at)
    if not match:
        return None
    code = {1: "KRW", 2: "TWD", 3: "JPY", 4: "USD"}[match.lastindex or 1]
    return Value(
        "currency", match.group().strip(), match.start(), match.end(), match.group(), entry=currencies().get(code)
    )


def nouns_after(text: str, at: int) -> tuple[int, tuple[str, ...]]:
    """Where the plain words right after a number end, three at most, and their keys: `$15000 total revenue`."""
    found: list[str] = []
    end = at
    for word in words(text[at : at + 50])[:3]:
        if (
            word.script != "latin"
            or not word.content
            or text[end : at + word.start] not in (" ", "-")
            or at + word.end == at + 50
        ):
            break
        found.append(word.key)
        end = at + word.end
    return end, tuple(found)


def _noun_after(text: str, at: int) -> str:
    """The key of the word right after a number: `3 bedrooms`, `52 playing cards` → the first of them."""
    for word in words(text[at : at + 40])[:1]:
        if word.content and text[at : at + word.start].strip(" -") == "":
            return word.key
    return ""


def units_in(text: str, free: Callable[[int, int], bool], numbers: Sequence[Value]) -> Iterator[Value]:
    """Units by themselves ("in feet") and those of numbers ("5 miles", "$300")."""
    for number in numbers:
        entry = number.entry or units().get(number.unit)
        if number.unit and entry is not None:
            kind = "currency" if number.dimension == "money" else "unit"
            said = re.sub(r"^[-+]?[\d.,]+\s*(?:-\s*)?", "", number.text).strip() or entry.en
            digits = number.details["digits"]
            start, end = (number.start, digits[0]) if number.start < digits[0] else (digits[1], number.end)
            if start < end:
                yield Value(kind, said, start, end, said, entry=entry, details={"of": number})
            if start < end and number.unit == "pound":  # of weight or of money
                sterling = currencies().get("GBP")
                yield Value("currency", said, start, end, said, entry=sterling, details={"of": number})
    for match in units().find(text):
        if not free(match.start, match.end) or any(n.start <= match.start < n.end for n in numbers):
            continue
        before = re.search(
            r"(?i)(?:\b(?:in|to|into|as|from|using|of)\s+|[가-힣]\s?|[成為])(?:the\s+|degrees\s+)?$",
            text[: match.start],
        )
        korean = re.match(r"(?:로|으로|을|를|은|는|에서|로도|으로도)", text[match.end :])
        if before and len(match.text) > 1 or korean:
            yield Value("unit", match.text, match.start, match.end, match.text, entry=match.entry)
    for match in re.finditer(r"(?i)\b(?:in|to|into|as)\s+([A-Za-z°µ²³/^]+\d?)(?![\w/])", text):
        unit = _symbols().get(match[1])
        if (unit or re.fullmatch(r"[a-z]{1,3}/[a-z]{1,3}(?:[\^²]\d?)?", match[1])) and free(
            match.start(1), match.end(1)
        ):
            yield Value("unit", match[1], match.start(1), match.end(1), match[1], entry=unit)
