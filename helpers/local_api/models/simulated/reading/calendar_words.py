"""Dates, weekdays and times of day as people write them in English, Korean and Chinese."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass

MONTHS = "January February March April May June July August September October November December".split()
WEEKDAYS = {
    "monday": "mon|월요일|星期一|週一|周一|禮拜一",
    "tuesday": "tue|tues|화요일|星期二|週二|周二|禮拜二",
    "wednesday": "wed|수요일|星期三|週三|周三|禮拜三",
    "thursday": "thu|thur|thurs|목요일|星期四|週四|周四|禮拜四",
    "friday": "fri|금요일|星期五|週五|周五|禮拜五",
    "saturday": "sat|토요일|星期六|週六|周六|禮拜六",
    "sunday": "sun|일요일|星期日|星期天|週日|周日|禮拜天|禮拜日",
}
_MONTH = "(?P<month>" + "|".join(f"{m}|{m[:3]}\\.?(?![a-z])" for m in MONTHS) + "|Sept\\.?(?![a-z]))"


@dataclass(frozen=True, slots=True)
class Date:
    """A date as far as it was said. `text` is how it was said; `relative` ones ("tomorrow") have no numbers."""

    text: str
    year: int | None = None
    month: int | None = None
    day: int | None = None
    relative: bool = False

    def written(self, pattern: str) -> str | None:
        """The date by a pattern of YYYY, MM and DD, or None when a part was not said."""
        for part, value, width in (
            ("YYYY", self.year, 4),
            ("YY", self.year, 2),
            ("MM", self.month, 2),
            ("DD", self.day, 2),
        ):
            if part in pattern:
                if value is None:
                    return None
                pattern = pattern.replace(part, f"{value:0{width}d}"[-width:])
        return pattern

    def edge(self, last: bool) -> Date:
        """The first or the last day of the month or the year that was said; the date itself if a day was."""
        if self.day or not self.year:
            return self
        month = self.month or (12 if last else 1)
        return Date(self.text, self.year, month, monthrange(self.year, month)[1] if last else 1)

    @property
    def iso(self) -> str | None:
        return self.written("YYYY-MM-DD") or self.written("YYYY-MM")


@dataclass(frozen=True, slots=True)
class Time:
    """A time of day. `clock` is HH:MM on a 24-hour clock; `text` is how it was said."""

    text: str
    hour: int
    minute: int
    second: int | None = None

    @property
    def clock(self) -> str:
        return f"{self.hour:02d}:{self.minute:02d}"


_DATES = [
    re.compile(r"(?<!\d)(?P<year>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<day>\d{1,2})(?!\d)"),
    re.compile(r"(?<![\d/])(?P<m>\d{1,2})[-/](?P<day>\d{1,2})[-/](?P<year>\d{4})(?!\d)"),
    re.compile(
        rf"\b{_MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:\s*,?\s*(?:of\s+)?(?P<year>\d{{4}})(?!\d))?(?![\d%])", re.I
    ),
    re.compile(rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH}(?:\s*,?\s*(?P<year>\d{{4}})(?!\d))?", re.I),
    re.compile(rf"\b{_MONTH}\s*,?\s*(?:of\s+)?(?P<year>\d{{4}})(?!\d)", re.I),
    re.compile(  # the first of "January to June 2024"
        rf"\b{_MONTH}(?=\s*(?:to|through|until|till|and|-|–)\s*{_MONTH.replace('?P<month>', '?:')}"
        r"\s*,?\s*(?P<year>\d{4})(?!\d))",
        re.I,
    ),
    re.compile(r"(?:(?P<year>\d{4})\s?년\s?)?(?P<m>\d{1,2})\s?월\s?(?P<day>\d{1,2})\s?일"),
    re.compile(r"(?P<year>\d{4})\s?년\s?(?P<m>\d{1,2})\s?월"),
    re.compile(r"(?:(?P<year>\d{4})\s?年\s?)?(?P<m>\d{1,2})\s?月\s?(?P<day>\d{1,2})\s?[日號号]"),
    re.compile(r"(?P<year>\d{4})\s?年\s?(?P<m>\d{1,2})\s?月"),
]
_NAMES_MONTH = re.compile(_MONTH, re.I)
_RELATIVE = re.compile(
    r"\b(?:(?:the )?day (?:after tomorrow|before yesterday)|today|tomorrow|yesterday|tonight"
    rf"|(?:(?:this|next|last|coming|on)\s+)?(?:{'|'.join(WEEKDAYS)})"
    r"|(?:this|next|last|coming)\s+(?:week(?:end)?|month|year))\b"
    r"|모레|내일|오늘|어제|그저께|다음\s?주|이번\s?주|지난\s?주|[월화수목금토일]요일|다음\s?달|이번\s?달"
    r"|後天|明天|今天|昨天|前天|明日|今日|下週[一二三四五六日]?|這週[一二三四五六日]?|(?:星期|週|禮拜)[一二三四五六日天]|下個月|這個月",
    re.I,
)


def dates(text: str) -> Iterator[tuple[int, int, Date]]:
    """Start, end and date of each date in `text`."""
    taken: list[tuple[int, int]] = []
    months = _NAMES_MONTH.search(text)
    for pattern in _DATES:
        if not months and "month" in pattern.groupindex:
            continue  # most questions name none
        for match in pattern.finditer(text):
            if any(a < match.end() and match.start() < b for a, b in taken):
                continue
            groups = match.groupdict()
            month = int(groups["m"]) if groups.get("m") else _month(groups["month"])
            day = int(groups["day"]) if groups.get("day") else None
            if month > 12 and day is not None and day <= 12:
                month, day = day, month
            if not 1 <= month <= 12 or (day is not None and not 1 <= day <= 31):
                continue
            if groups.get("month") and groups["month"] == "may" and not groups.get("year"):
                continue  # "I may 5…"
            taken.append(match.span())
            year = int(groups["year"]) if groups.get("year") else None
            yield match.start(), match.end(), Date(match.group(), year, month, day)
    for match in _RELATIVE.finditer(text):
        if not any(a < match.end() and match.start() < b for a, b in taken):
            said = re.sub(r"^on\s+", "", match.group(), flags=re.I)
            yield match.end() - len(said), match.end(), Date(said, relative=True)


def _month(written: str) -> int:
    start = written[:3].casefold()
    return next(n for n, month in enumerate(MONTHS, 1) if month[:3].casefold() == start)


def weekday(text: str) -> str | None:
    """The English name of the weekday that `text` is, in any language."""
    plain = text.strip().casefold()
    return next((day for day, names in WEEKDAYS.items() if plain == day or plain in names.split("|")), None)


_HAN_HOURS = {h: n for n, h in enumerate("一 二 三 四 五 六 七 八 九 十 十一 十二".split(), 1)} | {"兩": 2, "两": 2}
_KOREAN_HOURS = {h: n for n, h in enumerate("한 두 세 네 다섯 여섯 일곱 여덟 아홉 열 열한 열두".split(), 1)}
_TIMES = [
    re.compile(
        r"(?<![\d:])(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2}))?\s*(?P<half>[ap]\.?m\b\.?)?(?![\d:])",
        re.I,
    ),
    re.compile(r"(?<![\d:.])(?P<hour>\d{1,2})\s*(?P<half>[ap]\.?m\b\.?)", re.I),
    re.compile(
        r"(?<![\d:.])(?P<hour>\d{1,2})\s*o'?clock(?:\s*(?:in the\s*)?(?P<half>morning|afternoon|evening|at night))?",
        re.I,
    ),
    re.compile(
        r"(?P<half>오전|오후|아침|저녁|밤|새벽|낮)?\s*(?P<hour>\d{1,2}|"
        + "|".join(sorted(_KOREAN_HOURS, key=len, reverse=True))
        + r")\s?시(?!간)(?:\s?(?P<minute>\d{1,2})\s?분|\s?(?P<thirty>반))?"
    ),
    re.compile(
        r"(?P<half>上午|早上|清晨|凌晨|中午|下午|傍晚|晚上|夜裡|晚間)?\s*(?P<hour>\d{1,2}|"
        + "|".join(sorted(_HAN_HOURS, key=len, reverse=True))
        + r")\s?[點点](?!數)(?:\s?(?P<minute>\d{1,2}|[一二三四五]?十[一二三四五六七八九]?)\s?分|\s?(?P<thirty>半)|(?P<quarter>一刻))?"
    ),
    re.compile(r"\b(?P<word>noon|midnight)\b", re.I),
]
_AFTERNOON = re.compile(r"p\.?m|afternoon|evening|night|오후|저녁|밤|낮|下午|傍晚|晚上|夜裡|晚間|中午", re.I)
_MORNING = re.compile(r"a\.?m|morning|오전|아침|새벽|上午|早上|清晨|凌晨", re.I)


def times(text: str) -> Iterator[tuple[int, int, Time]]:
    """Start, end and time of each time of day in `text`."""
    taken: list[tuple[int, int]] = []
    for pattern in _TIMES:
        for match in pattern.finditer(text):
            if any(a < match.end() and match.start() < b for a, b in taken):
                continue
            groups = match.groupdict()
            if groups.get("word"):
                hour, minute = (12, 0) if groups["word"].casefold() == "noon" else (0, 0)
            else:
                hour = _hour(groups["hour"])
                minute = 30 if groups.get("thirty") else 15 if groups.get("quarter") else _minute(groups.get("minute"))
                around = (groups.get("half") or "") + " " + text[match.end() : match.end() + 18]
                if groups.get("half"):
                    around = groups["half"]
                elif not re.match(r"\s*(?:in the|at night|tonight)", text[match.end() :]):
                    around = ""
                if _AFTERNOON.search(around) and hour < 12 and not (hour < 4 and "밤" in around):
                    hour += 12
                elif _MORNING.search(around) and hour == 12:
                    hour = 0
            if hour > 24 or minute > 59:
                continue
            taken.append(match.span())
            start = match.start() + len(match.group()) - len(match.group().lstrip())
            second = int(groups["second"]) if groups.get("second") else None
            yield start, match.end(), Time(text[start : match.end()].strip(), hour % 24, minute, second)


def _hour(written: str) -> int:
    return int(written) if written.isdigit() else _HAN_HOURS.get(written) or _KOREAN_HOURS[written]


def _minute(written: str | None) -> int:
    if not written:
        return 0
    if written.isdigit():
        return int(written)
    tens, _, ones = written.partition("十")
    return 10 * _HAN_HOURS.get(tens, 1) + _HAN_HOURS.get(ones, 0)
