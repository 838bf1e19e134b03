"""What is read out of a text: numbers, dates, times, names, lists."""

from __future__ import annotations

import pytest

from helpers.local_api.models.simulated.reading.calendar_words import dates, times, weekday
from helpers.local_api.models.simulated.reading.numerals import numerals
from helpers.local_api.models.simulated.reading.value import Value
from helpers.local_api.models.simulated.reading.values import values


def stated(text: str, kind: str) -> list[Value]:
    return [value for value in values(text) if value.kind == kind]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a dozen eggs", 12),
        ("1,234.5 metres", 1234.5),
        ("-3 degrees", -3),
        ("2.5 million people", 2_500_000),
        ("6.02e23 atoms", 6.02e23),
        ("two hundred and five", 205),
        ("5만 원", 50_000),
        ("兩萬元", 20_000),
        ("치킨 두 마리", 2),
        ("三十五個", 35),
    ],
)
def test_numbers(text: str, expected: float) -> None:
    assert [numeral.value for numeral in numerals(text)][-1] == expected


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("on May 3rd 2022", "2022-05-03"),
        ("3 May 2022", "2022-05-03"),
        ("2022/08/16", "2022-08-16"),
        ("12/25/2024", "2024-12-25"),
        ("2026년 1월 5일", "2026-01-05"),
        ("2026年2月1日", "2026-02-01"),
        ("March 2021", "2021-03"),
    ],
)
def test_dates(text: str, iso: str) -> None:
    ((_, _, date),) = dates(text)
    assert date.iso == iso


def test_a_date_is_written_by_the_pattern_or_not_at_all() -> None:
    ((_, _, date),) = dates("July 4, 2025")
    assert date.written("MM-DD-YYYY") == "07-04-2025"
    ((_, _, tomorrow),) = dates("tomorrow")
    assert tomorrow.relative and tomorrow.iso is None


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("at 7:30 pm", "19:30"),
        ("6 a.m.", "06:00"),
        ("오후 9시", "21:00"),
        ("아침 7시 30분", "07:30"),
        ("早上六點半", "06:30"),
        ("下午三點", "15:00"),
        ("noon", "12:00"),
    ],
)
def test_times(text: str, clock: str) -> None:
    ((_, _, time),) = times(text)
    assert time.clock == clock


def test_weekdays_in_three_languages() -> None:
    assert weekday("수요일") == weekday("星期三") == weekday("Wednesday") == "wednesday"


def test_a_number_has_its_unit_or_the_noun_after_it() -> None:
    (length,) = stated("a rope of 5 km", "number")
    assert (length.value, length.unit) == (5, "kilometer")
    (rooms,) = stated("a house with 3 bedrooms", "number")
    assert rooms.noun == "bedroom"


def test_the_unit_at_the_end_of_a_row_is_that_of_all() -> None:
    assert [value.unit for value in stated("timers for 5, 10 and 15 minutes", "number")] == ["minute"] * 3


def test_money_and_percentages() -> None:
    (money,) = stated("I have $5,000", "money")
    assert (money.value, money.unit) == (5000, "USD")
    (share,) = stated("at 4.5% a year", "percent")
    assert share.value == 4.5


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("What is the height of the Museum of Modern Art?", "Museum of Modern Art"),
        ("Play Maroon 5 for me", "Maroon 5"),
        ("Van Gogh's painting", "Van Gogh"),
        ("Find Mr. X today", "Mr. X"),
    ],
)
def test_names(text: str, said: str) -> None:
    assert said in [value.value for value in values(text) if value.kind in ("name", "company", "place")]


@pytest.mark.parametrize(
    "text", ["Imagine you are here.", "However, it rains.", "What's up?", "Convert it to Celsius."]
)
def test_a_capital_letter_alone_makes_no_name(text: str) -> None:
    assert stated(text, "name") == []


def test_a_place_goes_on_to_its_state_or_country() -> None:
    assert "Los Angeles, CA" in [value.value for value in stated("in Los Angeles, CA today", "place")]
    assert "Rome, Italy" in [value.value for value in stated("in Rome, Italy", "place")]


def test_formulas_are_written_for_python() -> None:
    (formula,) = stated("the derivative of 3x^2 + 2x - 1", "expression")
    assert formula.value == "3x**2 + 2x - 1"


def test_lists_and_objects_are_read_as_json() -> None:
    assert stated("of [1, 2.5, -3]", "list")[0].value == [1, 2.5, -3]
    assert stated("with {'a': 1, 'b': 'x'}", "mapping")[0].value == {"a": 1, "b": "x"}


def test_neighbours_make_a_series() -> None:
    (series,) = stated("for 12, 24 and 36 please", "series")
    assert series.value == [12, 24, 36]
    assert stated("from 12 to 24", "series") == []


@pytest.mark.parametrize("text", ["'Hello there'", "“Hello there”", "「Hello there」", "『Hello there』"])
def test_quoted_text(text: str) -> None:
    assert stated(f"Translate {text}", "quoted")[0].value == "Hello there"


def test_an_apostrophe_quotes_nothing() -> None:
    assert stated("What's the time, and it'll be late?", "quoted") == []


def test_codes_addresses_and_files() -> None:
    assert stated("case CA123456 in court", "code")[0].value == "CA123456"
    assert stated("write to ann@example.org.", "email")[0].value == "ann@example.org"
    assert stated("open report.pdf now", "file")[0].value == "report.pdf"
    assert stated("a 7-day trip", "code") == []
