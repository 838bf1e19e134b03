"""Words, stems, notions, and the keys by which a question and a schema are compared."""

from __future__ import annotations

import pytest

from helpers.local_api.models.simulated.knowledge.words import (
    keys,
    korean_stem,
    mentioned,
    split_name,
    stem,
    terms,
    words,
)


@pytest.mark.parametrize(("first", "second"), [("cities", "city"), ("Converted", "converts"), ("dogs", "dog's")])
def test_forms_of_a_word_have_one_stem(first: str, second: str) -> None:
    assert stem(first) == stem(second)


@pytest.mark.parametrize(
    ("word", "plain"), [("서울에서", "서울"), ("날씨는", "날씨"), ("확률은", "확률"), ("비가", "비가")]
)
def test_a_korean_word_loses_its_particle(word: str, plain: str) -> None:
    assert korean_stem(word) == plain


@pytest.mark.parametrize("name", ["getRainProbability", "get_rain_probability", "get-rain.probability"])
def test_identifiers_are_read_as_words(name: str) -> None:
    assert split_name(name).casefold().split() == ["get", "rain", "probability"]


def test_words_keep_their_places() -> None:
    text = "부산's weather, 3.5°"
    assert [text[word.start : word.end] for word in words(text)] == [word.text for word in words(text)]


def test_a_question_and_a_schema_in_two_languages_share_a_notion() -> None:
    assert "@rain" in keys("비가 올 확률은?")
    assert "@rain" in keys("Get the probability of rain")
    assert "@rain" in keys("下雨的機率")


def test_the_whole_and_its_part_meet_but_two_parts_do_not() -> None:
    def best(question: str, about: str) -> float:
        return max(mentioned(term, keys(question)) for term in terms(about))

    assert best("How is the weather?", "temperature") > 0
    assert best("Will it rain?", "weather") > 0
    assert best("Will it rain?", "temperature") == 0
