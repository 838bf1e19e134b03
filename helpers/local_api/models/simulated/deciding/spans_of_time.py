"""How people say an option that is a span of time in short: `6mo` is "6 months", `1y` is "the past year"."""

from __future__ import annotations

import re
from functools import lru_cache

_SHORT = re.compile(
    r"(?i)(?P<count>\d{1,3})[ _-]?(?:(?P<minute>min|mins)|(?P<hour>h|hr|hour)|(?P<day>d|day)|(?P<week>w|wk|week)"
    r"|(?P<month>mo|mon|month|M)|(?P<year>y|yr|year))s?"
)
_NUMBERS = "one two three four five six seven eight nine ten eleven twelve".split()
_REGULAR = {"minute": "", "hour": "hourly", "day": "daily", "week": "weekly", "month": "monthly", "year": "yearly"}
_EASTERN = {
    "minute": ("분", "分鐘"), "hour": ("시간", "小時"), "day": ("일", "天"), "week": ("주", "週"), "month": ("개월", "個月"),
    "year": ("년", "年"),
}  # fmt: skip


@lru_cache(maxsize=1_000)
def said_as(option: str) -> tuple[str, ...]:
    """The words for a span of time that an option abbreviates, the longest first; none for another option."""
    match = _SHORT.fullmatch(option.strip())
    if match is None:
        return ()
    count, unit = int(match["count"]), next(u for u in _REGULAR if match[u])
    numbers = [str(count), *([_NUMBERS[count - 1]] if 1 <= count <= 12 else [])]
    found = [f"{n} {unit}{'s' if count > 1 else ''}" for n in numbers] + [f"{n}-{unit}" for n in numbers]
    found += [f"{count}{name}" for name in _EASTERN[unit]] + [f"{count} {name}" for name in _EASTERN[unit]]
    if count == 1:
        found += [f"{which} {unit}" for which in ("past", "last", "a", "an")]
        found += [_REGULAR[unit]] if _REGULAR[unit] else []
    if (count, unit) in ((6, "month"), (30, "minute")):
        found.append("half a year" if unit == "month" else "half an hour")
    return tuple(sorted(found, key=len, reverse=True))
