"""One output, one sentence: what it is about, its value as it was given, in the answer's language."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.local_api.models.simulated.reading.results import read_output, results_of_turn
from helpers.local_api.models.simulated.answering.sentences import report

from .thread import tool, turn

TEMPERATURE = tool("get_water_temperature", "Get the water temperature at a lake.", place="The lake", unit="The unit")
HEIGHT_KO = tool("get_height", "특정 산의 높이를 가져옵니다.", mountain="산 이름")
SNOW_KO = tool("get_snow_probability", "특정 지역에 눈이 올 확률을 가져옵니다.", region="지역")
PRICE_ZH = tool("get_price", "查詢指定商品的價格", item="商品名稱")
SEND = tool("send_postcard", "Send a postcard.", to="Who gets it")
RENT_KO = tool("rent_bike", "자전거를 대여합니다.", hours={"type": "integer", "description": "대여 시간"})
ORDERS = tool("list_open_tickets", "List the open tickets of a team.", team="The team")


def told(
    function: dict[str, Any], arguments: dict[str, Any], output: Any, language: str = "en", alone: bool = False
) -> str:
    asked = turn([function], "?", [(function["function"]["name"], arguments, output)])
    (result,) = results_of_turn(asked)
    return report(asked, result, language, alone)


@pytest.mark.parametrize(
    ("function", "arguments", "output", "language", "sentence"),
    [
        (
            TEMPERATURE,
            {"place": "Loch Ness", "unit": "Celsius"},
            "11",
            "en",
            "The water temperature in Loch Ness is 11 °C.",
        ),
        (
            TEMPERATURE,
            {"place": "Mono Lake", "unit": "fahrenheit"},
            "-3.5",
            "en",
            "The water temperature in Mono Lake is -3.5 °F.",
        ),
        (TEMPERATURE, {"place": "Erie"}, "cold", "en", "The water temperature in Erie is cold."),
        (HEIGHT_KO, {"mountain": "한라산"}, "1947", "ko", "한라산의 높이는 1947입니다."),
        (SNOW_KO, {"region": "강릉"}, "0.4", "ko", "강릉에 눈이 올 확률은 0.4(40 %)입니다."),
        (PRICE_ZH, {"item": "雨傘"}, "350", "zh", "雨傘的價格是 350。"),
        (SEND, {"to": "Noa"}, "7", "en", "send_postcard (to: Noa) gave 7."),
        (RENT_KO, {"hours": 2}, "완료", "ko", "자전거 대여(대여 시간: 2): 완료."),
        (ORDERS, {"team": "blue"}, "3", "en", "The number of open tickets of blue is 3."),
    ],
)
def test_a_short_output_goes_into_a_sentence(
    function: dict[str, Any], arguments: dict[str, Any], output: str, language: str, sentence: str
) -> None:
    assert told(function, arguments, output, language) == sentence


def test_a_sentence_of_a_tool_stands_for_itself_when_it_is_alone() -> None:
    assert told(SEND, {"to": "Noa"}, "The card is on its way.", alone=True) == "The card is on its way."
    assert (
        told(SEND, {"to": "Noa"}, "The card is on its way.") == "send_postcard (to: Noa) gave: The card is on its way."
    )


def test_a_long_fraction_is_given_and_rounded() -> None:
    assert "0.123456789 (about 0.12)" in told(SEND, {}, "0.123456789")


def test_an_output_in_words_keeps_its_lines() -> None:
    output = "first line\n   indented\n\nlast: 4"
    assert told(ORDERS, {"team": "blue"}, output) == f"The open tickets of blue:\n{output}"


def test_a_flat_object_is_one_line() -> None:
    assert told(ORDERS, {"team": "blue"}, {"old": 2, "new": 1}) == "The open tickets of blue: old 2, new 1."
    assert told(ORDERS, {"team": "blue"}, {"late": True, "n": 1}) == "The open tickets of blue: late: yes, n: 1."


def test_a_nested_object_is_a_list() -> None:
    output = {
        "team": {"name": "blue", "size": 4},
        "tickets": [{"id": 1, "tags": ["a", "b"]}, {"id": 2, "tags": []}],
        "by": None,
    }
    assert told(ORDERS, {"team": "blue"}, output) == (
        "The open tickets of blue:\n"
        "- team: name blue, size 4\n"
        "- tickets:\n"
        "  - id 1:\n"
        "    - tags: a, b\n"
        "  - id 2: tags none\n"
        "- by: none"
    )


def test_a_number_in_json_stays_as_it_was_written() -> None:
    assert "12.50" in told(ORDERS, {"team": "blue"}, '{"amount": 12.50}')


@pytest.mark.parametrize("output", ["", "  \n", "null", "{}", '""'])
def test_an_empty_output_is_called_empty(output: str) -> None:
    assert told(ORDERS, {"team": "blue"}, output) == "The open tickets of blue: the output is empty."


def test_an_empty_list_is_called_a_list() -> None:
    assert told(ORDERS, {"team": "blue"}, "[]") == "The open tickets of blue: the list is empty."
    assert told(ORDERS, {"team": "blue"}, {"tickets": []}) == "The open tickets of blue: none."


ERRORS: list[tuple[Any, str]] = [
    ({"error": "no such team"}, "no such team"),
    ({"error": {"code": 7, "message": "team closed"}}, "team closed"),
    ({"status": "error", "message": "try later"}, "try later"),
    ({"ok": False, "reason": "locked"}, "locked"),
    ("Error: no such team", "Error: no such team"),
    ("TimeoutError: 3 s", "TimeoutError: 3 s"),
    ("실패: 팀이 없습니다", "실패: 팀이 없습니다"),
    ("錯誤：沒有這個團隊", "錯誤：沒有這個團隊"),
]


@pytest.mark.parametrize(("output", "words"), ERRORS)
@pytest.mark.parametrize(("language", "failed"), [("en", "failed"), ("ko", "실패"), ("zh", "失敗")])
def test_an_error_is_told_as_one_with_the_tools_words(output: Any, words: str, language: str, failed: str) -> None:
    said = told(ORDERS, {"team": "blue"}, output, language)
    assert failed in said and words in said and "blue" in said


@pytest.mark.parametrize(
    "output", ["No errors found", {"error": None, "open": 1}, {"errors": [], "open": 1}, "Terror by night"]
)
def test_what_only_sounds_like_an_error_is_none(output: Any) -> None:
    assert "failed" not in told(ORDERS, {"team": "blue"}, output)


scalars = (
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=20)
)
values = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4)
)


def written(value: Any) -> list[str]:
    """What of a value must be found again."""
    if isinstance(value, dict):
        return [leaf for item in value.values() for leaf in written(item)]
    if isinstance(value, list):
        return [leaf for item in value for leaf in written(item)]
    if value is None or isinstance(value, bool):
        return []
    return [line.strip() for line in value.splitlines()] if isinstance(value, str) else [repr(value)]


@given(values, st.sampled_from(["en", "ko", "zh"]))
def test_no_value_of_an_output_is_lost(value: Any, language: str) -> None:
    said = told(ORDERS, {"team": "blue"}, json.dumps(value), language)
    read = read_output(json.dumps(value))[0]
    assert [leaf for leaf in written(read) if leaf not in said] == []
