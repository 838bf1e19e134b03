"""What the simulated model reads from Korean and Chinese questions: numbers, counters, names, booleans."""

from __future__ import annotations

import pytest

from helpers.local_api.models.simulated.reading.counters import counted, counter_score
from helpers.local_api.models.simulated.reading.eastern_names import person_like
from helpers.local_api.models.simulated.reading.numerals import numerals
from helpers.local_api.models.simulated.deciding.truth import truth
from helpers.local_api.models.simulated.reading.values import values


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("5만 원", 50_000),
        ("5천만 원", 50_000_000),
        ("1만 2천원", 12_000),
        ("삼만 원", 30_000),
        ("만 보", 10_000),
        ("두 마리", 2),
        ("스무 개", 20),
        ("三杯", 3),
        ("兩萬元", 20_000),
        ("一百二十公分", 120),
        ("半公升", 0.5),
        ("一個半小時", 1.5),
    ],
)
def test_numerals(text: str, number: float) -> None:
    assert [numeral.value for numeral in numerals(text)] == [number]


@pytest.mark.parametrize("text", ["查一下", "下一班公車", "한강", "만나요", "사람이 많아요"])
def test_syllables_that_are_no_numerals(text: str) -> None:
    assert list(numerals(text)) == []


@pytest.mark.parametrize(("text", "minutes"), [("1시간 30분", 90), ("2小時15分鐘", 135), ("3시간 반", 210)])
def test_hours_with_minutes_are_one_number(text: str, minutes: int) -> None:
    numbers = [value for value in values(text) if value.kind == "number"]
    assert [(value.value, value.unit) for value in numbers] == [(minutes, "minute")]


def test_a_rate_is_no_value_of_its_own() -> None:
    rate, amount = (value for value in values("100km당 7리터") if value.kind == "number")
    assert rate.details["weak"] and not amount.details["weak"]


@pytest.mark.parametrize(
    ("text", "what"),
    [("4명", "people"), ("四位", "people"), ("2박", "nights"), ("三杯", "cups"), ("6면체", "sides"), ("3x", "")],
)
def test_counters(text: str, what: str) -> None:
    assert counted(text, 1) == what


def test_a_parameter_that_counts_the_same_is_preferred() -> None:
    people = counter_score("people", "Number of people", "people")
    assert (
        people
        > counter_score("count", "How many dice to roll", "people")
        > counter_score("nights", "Nights to stay", "people")
    )
    assert counter_score("cups", "杯數", "cups") == counter_score("seats", "좌석 수", "seats") == people


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("서울역에서 출발해요", "서울역"),
        ("제주공항까지 가 주세요", "제주공항"),
        ("從台北車站到淡水", "台北車站"),
        ("台北101在哪裡", "台北101"),
    ],
)
def test_a_place_with_what_is_built_there_is_one_name(text: str, name: str) -> None:
    assert name in [value.text for value in values(text) if value.kind == "name"]


@pytest.mark.parametrize("text", ["서울의 날씨", "台北的天氣", "台北天氣如何"])
def test_a_place_by_itself_is_no_longer_name(text: str) -> None:
    assert [value.text for value in values(text) if value.kind in ("place", "name")] in (["서울"], ["台北"])


@pytest.mark.parametrize(
    ("text", "name"), [("민수에게 보내 줘", "민수"), ("轉帳給小美。", "小美"), ("엄마한테 전화해", "엄마")]
)
def test_who_gets_something_is_a_name(text: str, name: str) -> None:
    found = [value for value in values(text) if value.details.get("receiver")]
    assert [value.text for value in found] == [name]


@pytest.mark.parametrize(
    ("text", "like"), [("白先勇", True), ("한강", True), ("김민수", True), ("도서관에서", False), ("圖書館", False)]
)
def test_names_of_people(text: str, like: bool) -> None:
    assert person_like(text) is like


@pytest.mark.parametrize(
    ("about", "text", "value"),
    [
        ("True to lock, false to unlock", "문 잠가 줘", True),
        ("True to open, false to close", "창문을 닫아 줘", False),
        ("켜려면 true, 끄려면 false", "불 좀 꺼 줘", False),
        ("開燈為 true，關燈為 false", "請打開客廳的燈", True),
    ],
)
def test_booleans_by_what_their_description_says(about: str, text: str, value: bool) -> None:
    found = truth("state", about, text)
    assert found is not None and found[0] is value


def test_a_boolean_that_nothing_speaks_of_is_open() -> None:
    assert truth("on", "True to turn on, false to turn off", "안녕하세요") is None
