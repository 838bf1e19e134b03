"""The lists of names and words, and finding them in a text."""

from __future__ import annotations

import re

import pytest

from helpers.local_api.models.simulated.knowledge import lexicon
from helpers.local_api.models.simulated.knowledge.lexicon import companies, currencies, languages, notion_ids, places, units


def found(matches: list) -> list[tuple[str, str]]:
    return [(match.text, match.entry.key) for match in matches]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("from Lisbon to Rio de Janeiro", ["Lisbon, PT", "Rio de Janeiro, BR"]),
        ("오사카에서 나고야까지", ["Osaka, JP", "Nagoya, JP"]),
        ("從高雄到臺中", ["Kaohsiung, TW", "Taichung, TW"]),
        ("weather in oslo", ["Oslo, NO"]),
        ("LA or SF?", ["Los Angeles, CA", "San Francisco, CA"]),
        ("la la land", []),
        ("a nice day", []),
        ("a day in Nice", ["Nice, FR"]),
        ("Washington, D.C. and New York City", ["Washington, DC", "New York, NY"]),
        ("Romeo and Parisian", []),
        ("대한민국과 일본", ["KR", "JP"]),
        ("파리채", []),
        ("in the UK", ["GB"]),
    ],
)
def test_places_in_a_text(text: str, expected: list[str]) -> None:
    assert [match.entry.key for match in places().find(text)] == expected


def test_a_match_says_where_it_is() -> None:
    text = "차라리 제주도에 가자"
    (match,) = places().find(text)
    assert text[match.start : match.end] == match.text == "제주도"


def test_places_know_their_customs() -> None:
    (boston,), (osaka,) = places().named("Boston"), places().named("오사카")
    assert (boston.temperature, boston.measures, boston.currency, boston.state) == ("F", "us", "USD", "MA")
    assert (osaka.temperature, osaka.measures, osaka.currency, osaka.country) == ("C", "metric", "JPY", "JP")


@pytest.mark.parametrize(
    ("text", "tickers"),
    [
        ("Netflix and Disney", ["NFLX", "DIS"]),
        ("스타벅스 주가", ["SBUX"]),
        ("台積電和聯發科", ["TSM", "2454.TW"]),
        ("an apple a day", []),
        ("Target's target", ["TGT"]),
        ("I love amazon rivers", []),
    ],
)
def test_companies_in_a_text(text: str, tickers: list[str]) -> None:
    assert [match.entry.ticker for match in companies().find(text)] == tickers


def test_any_case_finds_plain_words_too() -> None:
    assert [match.entry.ticker for match in companies().find("price of apple", any_case=True)] == ["AAPL"]


def test_other_lists() -> None:
    assert found(currencies().find("30 Swiss francs in 엔화 or 台幣")) == [
        ("Swiss francs", "CHF"),
        ("엔화", "JPY"),
        ("台幣", "TWD"),
    ]
    assert found(languages().find("from Danish into 스페인어 and 法語")) == [
        ("Danish", "da"),
        ("스페인어", "es"),
        ("法語", "fr"),
    ]
    assert found(units().find("3 ounces, 12 킬로미터")) == [("ounces", "ounce"), ("킬로미터", "kilometer")]


def test_units_convert_by_factor_and_offset() -> None:
    celsius, fahrenheit = units().get("celsius"), units().get("fahrenheit")
    assert celsius and fahrenheit
    assert 100 * celsius.factor + celsius.offset == pytest.approx(212 * fahrenheit.factor + fahrenheit.offset)


@pytest.mark.parametrize("text", ["Will it rain?", "비가 올까요?", "會下雨嗎？"])
def test_a_notion_in_three_languages(text: str) -> None:
    assert {"rain", "weather"} <= notion_ids(text)


def test_the_data_is_in_order() -> None:
    for entries in (f().entries for f in (places, companies, currencies, languages, units, lexicon.notions)):
        keys = [entry.key for entry in entries]
        for entry in entries:
            assert all(name == name.strip() for name in entry.names()), entry
            assert entry.en and not re.search(r"[가-힣]", entry.en), entry
            assert not entry.ko or re.search(r"[가-힣A-Za-z]", entry.ko), entry
            assert not re.search(r"[가-힣]", entry.zh), entry
        assert len(keys) == len(set(keys)) or entries is companies().entries, "Google and Alphabet share a ticker"
    codes = {place.key for place in places().entries if place.kind == "country"}
    assert all(place.country in codes for place in places().entries)
