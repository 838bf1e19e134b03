"""How a date, a time, a place or a company is written as an argument: as the parameter's description asks."""

from __future__ import annotations

import re

from ..knowledge.lexicon import Company, Place
from ..reading.calendar_words import Date, Time
from ..reading.value import Value
from .schema import Parameter


def as_date(parameter: Parameter, value: Value) -> str:
    """The date of a value as the description writes dates."""
    date = value.details.get("date")
    return written_date(parameter, date) if isinstance(date, Date) else str(value.value)


def written_date(parameter: Parameter, date: Date) -> str:
    """A date by the description's pattern; ISO when it names none; as it was said when parts are missing.

    From a month or a year a period begins with the first day, and ends with the last.
    """
    if edge := edge_of_period(parameter):
        date = date.edge(edge == "to")
    return (parameter.date_pattern and date.written(parameter.date_pattern)) or date.iso or date.text


def edge_of_period(parameter: Parameter) -> str:
    """`from` or `to` for a day that a period begins or ends with, else ""."""
    return parameter.role if "DD" in parameter.date_pattern and _EDGE.search(parameter.name_words) else ""


_EDGE = re.compile(r"(?i)\b(?:start|begin|beginning|from|since|end|to|until|till)\b")


def as_time(parameter: Parameter, value: Value) -> str:
    """HH:MM of 24 hours; with seconds, or AM and PM, where the schema says so."""
    time = value.details.get("time")
    if not isinstance(time, Time):
        return str(value.value)
    if parameter.schema.get("format") == "time" or re.search(r"HH:MM:SS", parameter.about):
        return f"{time.clock}:{time.second or 0:02d}"
    if re.search(r"(?i)\b[ap]\.?m\b", parameter.about) and not re.search(r"(?i)24|HH:MM", parameter.about):
        return f"{(time.hour - 1) % 12 + 1}:{time.minute:02d} {'PM' if time.hour >= 12 else 'AM'}"
    return time.clock


def wants_moment(parameter: Parameter) -> bool:
    """Whether a parameter takes a day and a time of day in one."""
    return parameter.schema.get("format") == "date-time" or bool(_MOMENT.search(f"{parameter.name} {parameter.about}"))


_MOMENT = re.compile(r"(?i)date[-_ ]?time|ISO[- ]?8601|DDT?[ T]?HH|date and time")


def as_moment(value: Value, day: Value | None) -> str | None:
    """A time with the day that was said beside it, None without one: 2025-07-02T14:00:00, or "tomorrow 14:00"."""
    time, date = value.details.get("time"), day.details.get("date") if day else None
    if not isinstance(time, Time) or not isinstance(date, Date):
        return None
    if date.year and date.month and date.day:
        return f"{date.iso}T{time.clock}:{time.second or 0:02d}"
    return f"{date.text} {time.clock}"


_TWO_LETTERS = re.compile(r"(?i)\b(?:2|two)[- ]letter|alpha-?2|ISO 3166(?!-\d* alpha-3)")
#: An example of a code in small letters, as in "e.g. us".
_SMALL_CODE = re.compile(r"(?:e\.g\.,?|such as|like|example:?)\s+['\"`]?[a-z]{2}\b|(?i:lower-?\s?case)")


def as_place(parameter: Parameter, value: Value) -> str:
    """A place as it was said; with its state where an example of the description writes it so."""
    place = value.entry
    if isinstance(place, Place) and place.kind == "country" and len(place.country) == 2:
        if _TWO_LETTERS.search(parameter.about):
            return place.country.lower() if _SMALL_CODE.search(parameter.about) else place.country
    if isinstance(place, Place) and parameter.place_example == "state" and not value.details.get("full"):
        if place.kind == "city" and place.state and place.state != "DC" and value.text.isascii():
            short = value.text.isupper() and len(value.text) <= 3  # "LA"
            return f"{place.en if short else value.text}, {place.state}"
    return str(value.value)


def as_company(parameter: Parameter, value: Value) -> str:
    """A company by its ticker symbol where that is asked for, else as it was said."""
    company = value.entry
    if isinstance(company, Company) and parameter.kind == "ticker":
        return company.ticker
    return str(value.value)
