"""How the simulated model compares Korean and Chinese questions with schemas: senses, stems, loanwords."""

from __future__ import annotations

import pytest

from helpers.local_api.models.simulated.deciding.evidence import Evidence, explained
from helpers.local_api.models.simulated.knowledge.glossary import said, senses, translations
from helpers.local_api.models.simulated.knowledge.language import eastern
from helpers.local_api.models.simulated.knowledge.lexicon import FOLDER
from helpers.local_api.models.simulated.knowledge.loanwords import english_sound, korean_sound
from helpers.local_api.models.simulated.deciding.relevance import Ranking
from helpers.local_api.models.simulated.deciding.schema import Function, function_of


def a_function(name: str, about: str, **parameters: str) -> Function:
    properties = {key: {"type": "string", "description": value} for key, value in parameters.items()}
    schema = {"type": "object", "properties": properties, "required": list(properties)}
    return function_of({"type": "function", "function": {"name": name, "description": about, "parameters": schema}})


@pytest.mark.parametrize(
    ("english", "other"),
    [
        ("Turn on the lamp", "불을 켜 줘"),
        ("Book a hotel", "飯店"),
        ("parking", "주차할 곳"),
        ("the dentist", "치과에 가고 싶어요"),
        ("wake up", "叫我起床"),
    ],
)
def test_words_of_one_meaning_share_a_sense(english: str, other: str) -> None:
    assert set(senses(english)) & set(senses(other))


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("비밀번호가 뭐야?", "비"),  # 비 is rain; 비밀 is a secret
        ("주말에 만나요", "주"),
        ("사과를 샀어", "사"),
    ],
)
def test_a_syllable_of_another_word_is_no_word(text: str, word: str) -> None:
    assert all(text[one.start : one.end] != word for one in said(text))


def test_the_longest_word_that_starts_first_counts() -> None:
    text = "全自動洗衣機"
    assert [text[one.start : one.end] for one in said(text)][-1] == "洗衣機"


def test_every_row_of_the_glossary_is_whole() -> None:
    lines = (FOLDER / "glossary.tsv").read_text(encoding="utf-8").splitlines()
    assert lines[0].split("\t") == ["en", "ko", "zh", "weight"]
    for line in lines[1:]:
        en, ko, zh, weight = line.split("\t")
        assert en and ko and zh, line
        assert 0 < float(weight) <= 1, line
        assert all(word.strip() == word and word for column in (en, ko, zh) for word in column.split("|")), line


def test_an_english_option_has_korean_and_chinese_names() -> None:
    assert {"침실", "臥室"} <= set(translations("Bedroom"))
    assert translations("flibbertigibbet") == ()


@pytest.mark.parametrize(
    ("korean", "english"),
    [
        ("스무디", "smoothie"),
        ("엘리베이터", "elevator"),
        ("몬스터", "monster"),
        ("컴퓨터", "computer"),
        ("티켓팅", "ticketing"),
    ],
)
def test_a_loanword_sounds_like_its_english(korean: str, english: str) -> None:
    assert korean_sound(korean) == english_sound(english) != ""


def test_short_words_have_no_sound() -> None:
    assert korean_sound("버스") == english_sound("bus") == ""


def test_the_function_that_is_meant_is_found_whatever_the_languages() -> None:
    functions = [
        a_function("lend_umbrella", "Lend an umbrella at a station.", station="Station"),
        a_function("요금_조회", "고속도로 통행료를 조회합니다.", plate="차량 번호"),
        a_function("找餐廳", "搜尋附近的餐廳。", place="地點"),
    ]
    evidence = Evidence(functions)
    for question, meant in (
        ("우산을 빌리고 싶어요.", 0),
        ("통행료 얼마 나왔어?", 1),
        ("附近有什麼餐廳？", 2),
        ("過路費多少？", 1),
    ):
        surely = [evidence.of(function, question).surely for function in functions]
        assert max(surely) == surely[meant] > 0.3, (question, surely)


def test_unrelated_questions_mean_nothing() -> None:
    function = a_function("lend_umbrella", "Lend an umbrella at a station.", station="Station")
    assert Evidence([function]).of(function, "세종대왕은 누구인가요?").surely == 0


def test_words_that_say_which_function_is_meant_are_no_values() -> None:
    function = a_function("order_taxi", "Order a taxi.", pickup="Where to pick up")
    text = "시청에서 택시 불러 줘"
    assert "택시" in [text[start:end] for start, end in explained(function, text)]


def test_english_questions_are_ranked_as_ever() -> None:
    functions = [a_function("order_taxi", "Order a taxi.", pickup="Where to pick up")]
    assert not eastern("Order a taxi, please.") and eastern("택시") and eastern("計程車")
    assert "taxi" in Ranking(functions).rank("Order a taxi, please.")[0].shared
