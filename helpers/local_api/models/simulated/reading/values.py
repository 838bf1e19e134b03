"""The values that a text states: numbers with their units, dates, times, quoted texts, names, lists, …

`values(text)` gives them with their places in the text. A stretch of text may be read in several
ways ("May 5" is a date, and 5 is a number); which reading counts is decided where values are
assigned to parameters (assignment.py).
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from . import calendar_words as calendar
from .counters import counted
from .eastern_names import eastern_names
from ..knowledge.lexicon import Entry, Place, Unit, companies, currencies, languages, places, units
from .numerals import numerals
from ..knowledge.words import COMMON_WORDS, STOP_WORDS, VERBS, Word, stop_keys, words


@dataclass(frozen=True, slots=True)
class Value:
    """A value read from text[start:end].

    `kind` says what it looks like: number, percent, money, ordinal, expression, quoted, list, series,
    mapping, date, time, place, company, currency, language, name, code, email, url, file, phrase.
    `value` is it as JSON. `unit` is the unit's id in the lexicon; `noun` is the word after a number
    ("3 bedrooms"). `entry` is the thing of the lexicon that was named. `items` are a series' values.
    """

    kind: str
    value: Any
    start: int
    end: int
    text: str
    unit: str = ""
    dimension: str = ""
    noun: str = ""
    entry: Entry | None = None
    items: tuple[Value, ...] = ()
    details: dict[str, Any] = field(default_factory=dict, compare=False, hash=False)

    def overlaps(self, other: Value) -> bool:
        """Whether both stand on the same words. An amount and its unit may go to two parameters."""
        for amount, unit in ((self, other), (other, self)):
            if "digits" in amount.details and unit.kind in ("unit", "currency", "option"):
                start, end = amount.details["digits"]
                return unit.start < end and start < unit.end
        return self.start < other.end and other.start < self.end

    def holds(self, other: Value) -> bool:
        return self.start <= other.start and other.end <= self.end


_QUOTES = re.compile(
    r"\"([^\"\n]{1,400})\"|“([^”\n]{1,400})”|「([^」\n]{1,400})」|『([^』\n]{1,400})』|《([^》\n]{1,400})》"
    r"|‘([^’\n]{1,400})’|`([^`\n]{1,400})`|(?<![\w'])'((?:[^'\n]|(?<=\w)'(?=\w)){1,400})'(?!\w)"
    r"|(?<!\w)'([^'\n]{1,400})'(?=[가-힣])"
)
_BRACKETS = re.compile(r"\[[^\[\]]*(?:\[[^\[\]]*\][^\[\]]*)*\]|\{[^{}]*\}|\((?=[^()]*\d)[^()]*\)")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_URL = re.compile(r"https?://[^\s,;'\"<>)]+|www\.[^\s,;'\"<>)]+")
_FILE = re.compile(r"(?:[A-Za-z]:\\|/)?(?:[\w-]+[/\\])*[\w-]+\.[A-Za-z]{2,4}\b|(?<!\w)/(?:[\w.-]+/)+[\w.-]*")
_FILE_ENDINGS = frozenset(
    """txt csv pdf doc docx xls xlsx json xml html md py js ts java wav mp3 mp4 png jpg jpeg gif svg zip tar gz db sql
    yaml yml log dat ppt pptx avi mov""".split()
)
_CODE = re.compile(
    r"(?<![A-Za-z0-9_.])#?(?=[A-Za-z0-9/_-]*\d)(?=[A-Za-z0-9/_-]*[A-Za-z])[A-Za-z0-9]+(?:[-_/][A-Za-z0-9]+)*(?![A-Za-z0-9_])"
)
#: The plate of a Korean car: 12가3456.
_PLATE = re.compile(r"(?<!\d)\d{2,3}[가-힣]\s?\d{4}(?!\d)")
_LONG_NUMBER = re.compile(
    r"(?<![A-Za-z0-9_.])\d+(?:-\d+){1,4}(?![A-Za-z0-9_])|(?<![A-Za-z0-9_.,])0\d+(?![A-Za-z0-9_.,])"
)
#: What looks like a code and is a number: 1e-9, a 7-day trip, a 5k run.
_NOT_CODE = re.compile(r"\d+(?:\.\d+)?(?:[eE][-+]?\d+|-[a-z]+(?:-[a-z]+)*)|\d+(?:st|nd|rd|th)|\d{2,4}s", re.I)
_ORDINAL = re.compile(r"(?<!\w)(\d+)(?:st|nd|rd|th)\b", re.I)
_VARIABLE = r"(?:\d*\.?\d+\s*\*?\s*)?(?:(?:sin|cos|tan|exp|log|ln|sqrt)\s*\(\s*[^()]*\)|[a-z](?![A-Za-z]))"
_EXPRESSION = re.compile(
    rf"(?<![\w.])-?\s*{_VARIABLE}(?:\s*(?:\^|\*\*)\s*\(?-?\d+(?:/\d+)?\)?)?"
    rf"(?:\s*[-+*/−]\s*(?:{_VARIABLE}(?:\s*(?:\^|\*\*)\s*\(?-?\d+(?:/\d+)?\)?)?|\d+(?:\.\d+)?))*(?![\w])"
)
_SUPERSCRIPTS = str.maketrans({"²": "^2", "³": "^3", "⁴": "^4"})


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

    bracketed = list(_bracketed(text))
    for value in bracketed:  # a list or an object with quotes in it is no quoted text
        if not value.details.get("open") and re.search(r"['\"]", value.text):
            close(value)
    for value in _quoted(text):
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
                close(_value(kind, match.group().rstrip("."), match))
    for match in _FILE.finditer(text):
        ending = match.group().rpartition(".")[2].lower()
        if free(*match.span()) and (ending in _FILE_ENDINGS or match.group().startswith("/")):
            close(_value("file", match.group(), match))
    for value in calendar.dates(text):
        if free(value[0], value[1]):
            close(
                Value("date", value[2].text, value[0], value[1], text[value[0] : value[1]], details={"date": value[2]})
            )
    for start, end, time in calendar.times(text):
        if free(start, end):
            close(Value("time", time.clock, start, end, text[start:end], details={"time": time}))
    for value in _expressions(text):
        if free(value.start, value.end):
            close(value)
    for match in [*_PLATE.finditer(text), *_LONG_NUMBER.finditer(text), *_CODE.finditer(text)]:
        if (
            free(*match.span())
            and not re.match(r"[가-힣]", text[match.end() : match.end() + 1] if match.group().isdigit() else "")
            and not _unit_glued(match.group())
            and not _NOT_CODE.fullmatch(match.group())
        ):
            close(_value("code", match.group().lstrip("#"), match))
    named = list(_named(text, free))
    found += named
    numbers = _with_units_of_rows(text, list(_numbers(text, free, named)))
    for number in numbers:
        number.details["nouns"] = _nouns_after(text, number.end)
    found += numbers
    found += _units(text, free, numbers)
    found.sort(key=lambda value: (value.start, -value.end))
    found += _series(text, found)
    found.sort(key=lambda value: (value.start, -value.end))
    return tuple(found)


def _value(kind: str, value: Any, match: re.Match[str], **more: Any) -> Value:
    return Value(kind, value, match.start(), match.end(), match.group(), **more)


# --- texts in quotes and in brackets ----------------------------------------------------------


def _quoted(text: str) -> Iterator[Value]:
    stripped = text.strip()
    offset = text.find(stripped) if stripped else 0
    inner = text
    if len(stripped) > 60 and stripped[0] == '"' and stripped[-1] == '"' and stripped.count('"') == 2:
        inner = " " * (offset + 1) + stripped[1:-1]  # the whole request stands in quotes
    for match in _QUOTES.finditer(inner):
        said = next(group for group in match.groups() if group is not None).strip()
        if said:
            yield Value("quoted", said, match.start(), match.end(), said)


def _literal(written: str) -> Any:
    """A list or mapping as Python or JSON writes it, or a list of bare words; None when it is neither."""
    for candidate in (written, re.sub(r"\btrue\b", "True", re.sub(r"\bfalse\b", "False", written))):
        try:
            return ast.literal_eval(candidate)
        except (ValueError, SyntaxError, MemoryError, RecursionError, TypeError):
            continue
    if written[0] == "[" and "[" not in written[1:]:
        return [_plain(part) for part in re.split(r"\s*[,;]\s*", written[1:-1].strip()) if part]
    if written[0] == "{":
        pairs = re.findall(r"['\"]?([\w ]+?)['\"]?\s*[:=]\s*['\"]?([^,'\"}]+)['\"]?", written)
        return {key.strip(): _plain(value) for key, value in pairs} or None
    return None


def _plain(written: str) -> Any:
    """A bare word of a list: a number if it is one."""
    written = written.strip().strip("'\"")
    try:
        number = float(written.replace(",", ""))
    except ValueError:
        return written
    if number != number or number in (float("inf"), float("-inf")):
        return written
    return int(number) if number.is_integer() and "." not in written else number


def _as_json(value: Any) -> Any:
    if isinstance(value, (list, tuple)):
        return [_as_json(item) for item in value]
    if isinstance(value, (set, frozenset)):
        return sorted((_as_json(item) for item in value), key=str)
    if isinstance(value, dict):
        return {str(key): _as_json(item) for key, item in value.items()}
    if isinstance(value, (bytes, complex)) or value is Ellipsis:
        return str(value)
    if isinstance(value, float) and (value != value or value in (float("inf"), float("-inf"))):
        return str(value)
    return value


def _bracketed(text: str) -> Iterator[Value]:
    for match in _BRACKETS.finditer(text):
        written = match.group()
        literal = _literal(written)
        if written[0] == "(" and not isinstance(literal, tuple):
            continue
        if isinstance(literal, (list, tuple, set)):
            yield _value("list", _as_json(literal), match, details={"open": written[0] == "("})
        elif isinstance(literal, dict):
            yield _value("mapping", _as_json(literal), match)


def _expressions(text: str) -> Iterator[Value]:
    """Formulas in one letter: `3x^2 + 2x - 1` becomes `3x**2 + 2x - 1`."""
    for match in _EXPRESSION.finditer(text.translate(_SUPERSCRIPTS) if not _has_superscript(text) else text):
        written = match.group().strip()
        if not re.search(r"[\^*+/−]|\s-\s|\d[a-z]\b|\(", written) or not re.search(r"[a-z]", written):
            continue
        if (
            _NOT_CODE.fullmatch(written)
            or re.fullmatch(r"\d+(?:\.\d+)?\s*[a-z]", written)
            or re.fullmatch(r"[a-z]/[a-z](?:\^\d)?", written)
        ):
            continue  # "5m", "m/s"
        if re.match(r"\d[\d.]*\s*[a-z]\s*/\s*[a-z]", written):
            continue  # "20 m/s"
        start = match.start() + len(match.group()) - len(match.group().lstrip())
        yield Value("expression", as_expression(written), start, start + len(written), written)


def _has_superscript(text: str) -> bool:
    return any(letter in text for letter in "²³⁴")


def as_expression(written: str) -> str:
    """A formula with Python's operator for powers."""
    written = written.translate(_SUPERSCRIPTS).replace("−", "-").replace("^", "**")
    return re.sub(r"\s*\*\*\s*", "**", written).strip()


# --- things of the lexicon and names ----------------------------------------------------------


def _named(text: str, free: Any) -> Iterator[Value]:
    known: list[Value] = []
    found = places().find(text)
    for n, match in enumerate(found):
        if not free(match.start, match.end):
            continue
        code = _STATE.match(text, match.end)
        if (
            code
            and match.entry.kind == "city"
            and (state := places().get(f"US-{code[1]}"))
            and _within(match.entries, state)
        ):
            said = text[match.start : code.end()]
            entry = next(city for city in match.entries if city.state == state.state)
            known.append(Value("place", said, match.start, code.end(), said, entry=entry, details={"full": True}))
            continue
        known.append(Value("place", match.text, match.start, match.end, match.text, entry=match.entry))
        after = found[n + 1] if n + 1 < len(found) else None
        if after and match.entry.kind == "city" and re.fullmatch(r",\s*", text[match.end : after.start]):
            if after.entry.kind in ("state", "country") and _within(match.entries, after.entry):
                said = text[match.start : after.end]
                known.append(
                    Value("place", said, match.start, after.end, said, entry=match.entry, details={"full": True})
                )
    for lexicon, kind in ((companies(), "company"), (currencies(), "currency"), (languages(), "language")):
        for match in lexicon.find(text):
            if free(match.start, match.end) and not (
                kind == "currency"
                and match.text in _NOT_MONEY
                and not _WON.search(text[max(0, match.start - 3) : match.end + 4])
            ):
                known.append(Value(kind, match.text, match.start, match.end, match.text, entry=match.entry))
    yield from known
    for name in eastern_names(text, found, companies().find(text)):
        if free(name.start, name.end):
            said, details = text[name.start : name.end], {"wide": name.place is not None, "receiver": name.receiver}
            yield Value("name", said, name.start, name.end, said, entry=name.place, details=details)
    for value in _names(text):
        same = any(other.holds(value) for other in known)
        if free(value.start, value.end) and not same and not _measure_or_day(value.text):
            yield value


#: Words of money that are more often something else; after a number they count (see `_coin_after`).
def _measure_or_day(name: str) -> bool:
    """Whether a word with a capital letter is a unit, a currency, a weekday or a month."""
    plain = name.casefold()
    return (
        bool(units().named(name) or currencies().named(name)) or plain in calendar.WEEKDAYS or name in calendar.MONTHS
    )


_STATE = re.compile(r",\s*([A-Z]{2})\b")
#: 원 is money beside another currency or where something becomes it.
_WON = re.compile(r"원으로|원화|대\s?원|원\s?환율")
_NOT_MONEY = frozenset("원 won real 元 동 pound pounds Won 圓 리라 랜드 바트 sol".split())


def _within(cities: Sequence[Entry], wider: Entry) -> bool:
    return any(
        isinstance(city, Place)
        and isinstance(wider, Place)
        and (city.state == wider.state if wider.kind == "state" else city.country == wider.country)
        for city in cities
    )


_POSSESSIVE = re.compile(r"(?:['’]s)?$")
_NAME_JOINTS = frozenset("of the de la le du da von van der den y e & and for on in to".split())
_NAME_STARTERS = (
    STOP_WORDS | COMMON_WORDS | VERBS | frozenset("actually sorry thanks yes okay sure hey dear maybe perhaps".split())
)


def _names(text: str) -> Iterator[Value]:
    """Runs of words with capital letters: `Battle of Waterloo`, `Mr. X`, `Maroon 5`, `S&P 500`."""
    row = [word for word in words(text)]
    n = 0
    while n < len(row):
        plain = row[n].text.casefold().replace("’", "'").removesuffix("'s")
        if not _capital(row[n]) or (_starts_sentence(text, row, n) and plain in _NAME_STARTERS):
            n += 1
            continue
        if row[n].text.casefold() in ("i", "i'm", "i'd", "i'll", "i've") or _only_begins(text, row, n):
            n += 1
            continue
        end = n + 1
        while end < len(row):
            gap = text[row[end - 1].end : row[end].start]
            if _capital(row[end]) and gap in ("", " ") and row[end].text != "I":
                end += 1
            elif (
                row[end].text in (".", "&", "-", "'", "/")
                and not gap
                and end + 1 < len(row)
                and (
                    _capital(row[end + 1])
                    and (
                        row[end].text != "."
                        or len(row[end - 1].text) <= 2
                        or row[end - 1].text in ("Mrs", "Prof", "Inc")
                    )
                )
            ):
                end += 2
            elif (
                row[end].text in _NAME_JOINTS
                and row[end].text in ("of", "de", "la", "le", "du", "da", "von", "van", "der", "&", "the")
                and end + 1 < len(row)
                and (
                    _capital(row[end + 1])
                    or row[end + 1].text == "the"
                    and end + 2 < len(row)
                    and _capital(row[end + 2])
                )
            ):
                end += 2
            elif row[end].script == "number" and gap == " " and len(row[end].text) <= 4 and _name_number(row, end):
                end += 1
            else:
                break
        stop = row[end - 1].end
        if (
            end < len(row) and row[end].script == "latin" and row[end].content
        ):  # "Van Gogh's painting", not "at Luigi's at 8"
            stop -= len(_POSSESSIVE.search(row[end - 1].text).group())
        yield Value("name", text[row[n].start : stop], row[n].start, stop, text[row[n].start : stop])
        n = end


def _only_begins(text: str, row: Sequence[Word], n: int) -> bool:
    """Whether a word has its capital letter only because a sentence begins with it: "However, …", "Imagine you …"."""
    if not _starts_sentence(text, row, n) or n + 1 >= len(row) or row[n].text.isupper():
        return False
    after = row[n + 1].text.casefold()
    return after in (",", "you", "i", "we", "the", "a", "an", "my", "your", "that", "if", "to", "me", "it", "this")


def _name_number(row: Sequence[Word], n: int) -> bool:
    """Whether the number belongs to the name before it: `Maroon 5 songs`, not `Seattle 5 miles`."""
    after = row[n + 1] if n + 1 < len(row) else None
    return after is None or after.script == "mark" or after.key in stop_keys()


def _capital(word: Word) -> bool:
    return word.script == "latin" and word.text[0].isupper()


def _starts_sentence(text: str, row: Sequence[Word], n: int) -> bool:
    return n == 0 or row[n - 1].text in ".?!:;\"'“(" or "\n" in text[row[n - 1].end : row[n].start]


# --- numbers ----------------------------------------------------------------------------------


def _unit_glued(code: str) -> bool:
    """Whether a code is a number with its unit: `10km`, `5m`."""
    match = re.fullmatch(r"\d+(?:\.\d+)?([A-Za-z/]+)", code)
    return bool(match) and (
        match[1] in _symbols()
        or bool(units().named(match[1]))
        or bool(units().named(match[1]))
        or match[1].lower() in ("k", "m", "b", "am", "pm", "x")
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


def _numbers(text: str, free: Any, named: Sequence[Value]) -> Iterator[Value]:
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


def _with_units_of_rows(text: str, numbers: list[Value]) -> list[Value]:
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


def _nouns_after(text: str, at: int) -> tuple[int, tuple[str, ...]]:
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


def _units(text: str, free: Any, numbers: Sequence[Value]) -> Iterator[Value]:
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


# --- series -----------------------------------------------------------------------------------

_JOINT = re.compile(
    r"\s*(?:,|;|、|，|/|&|\+)?\s*(?:and|or|as well as|plus|then|&|와|과|랑|이랑|하고|및|和|與|跟|及|或|以及)?\s*"
    r"(?:the|also|in|for|of|of the|a|an|for the|number|from)?\s*"
)
_SEPARATOR = re.compile(r"[,;、，/&+]|\b(?:and|or|plus|as well as)\b|와|과|랑|하고|및|和|與|跟|及|或")
_KINDS_OF_SERIES = {"company": "name", "place": "name"}


def joined(text: str, first: Value, second: Value) -> bool:
    """Whether two values are neighbours in an enumeration: nothing but a comma, `and`, `or` is between them."""
    between = text[first.end : second.start]
    return bool(_SEPARATOR.search(between)) and bool(_JOINT.fullmatch(between))


def _series(text: str, found: Sequence[Value]) -> list[Value]:
    """Values of a kind with nothing but commas and `and` between them, as one value."""
    series: list[Value] = []
    families: dict[str, list[Value]] = {}
    for value in found:
        if value.kind not in ("list", "mapping", "series"):
            families.setdefault(_KINDS_OF_SERIES.get(value.kind, value.kind) + value.dimension, []).append(value)
    for members in families.values():
        members = [m for m in members if not any(o is not m and o.holds(m) and o.kind == m.kind for o in members)]
        row: list[Value] = []
        for value in members:
            if row and value.start >= row[-1].end and joined(text, row[-1], value):
                row.append(value)
                continue
            if row and value.start < row[-1].end:
                continue
            series += _as_series(text, row)
            row = [value]
        series += _as_series(text, row)
    return series


def _as_series(text: str, row: Sequence[Value]) -> list[Value]:
    if len(row) < 2:
        return []
    start, end = row[0].start, row[-1].end
    return [Value("series", [value.value for value in row], start, end, text[start:end], items=tuple(row))]
