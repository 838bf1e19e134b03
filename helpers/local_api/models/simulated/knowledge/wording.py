"""How to call things: a function, a parameter, the subject of a result, in the answer's language.

Words come from what the developer wrote, the names and descriptions in the tool's schema. Where they
are in another language than the answer, common words are put over by the lexicon of notions.

    get_rain_probability(location="부산") in Korean, described as "특정 지역에 비가 올 확률을 가져옵니다."
    → "부산에 비가 올 확률"
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from ...interface import FunctionTool
from .key_words import key_word
from .language import Language, detect_language
from .lexicon import Unit, notion_ids, notions, places, units

#: Verbs that only fetch: what follows them names the result.
GETTERS = frozenset(
    """get gets fetch fetches find finds look lookup read reads retrieve retrieves query search searches check checks
    show shows list lists calculate calculates compute computes estimate estimates measure measures return returns
    tell tells determine determines load request calc provide provides obtain obtains see view""".split()
)
_SHORT_FORMS = {
    "temp": "temperature",
    "prob": "probability",
    "avg": "average",
    "dist": "distance",
    "num": "number",
    "qty": "quantity",
    "info": "information",
    "addr": "address",
}
_NO_NOUN = re.compile(
    r"(?:out|up|for|if|whether|where|when|how|what|which|who|into|through|all|on|in)\b", re.IGNORECASE
)
_PLAIN_NOUNS = frozenset("information details data result results rate value level".split())
#: Where one searches: what follows the verb is then not what is found.
_SEARCHES = frozenset("search searches query look lookup browse".split())
_SEARCHED = frozenset("web internet database table wikipedia google index catalog catalogue archive files docs".split())
#: Nouns that begin a name as verbs: order_food, book_table.
_ALSO_VERBS = frozenset(
    "order book ship schedule email message phone note refund discount water text name rate".split()
)
#: Notions that are something to do, not something to know.
_ACTIONS = frozenset(
    """convert translate cancel search list create update delete send calculate compare turn_on turn_off book""".split()
)
_IDENTIFIER = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+\d*|[A-Z]+\d*|\d+|[^\W\d_a-zA-Z]+")
_ARTICLE = r"(?:(?:a|an|the|any|some|one|this|that|given|specific|specified|certain|particular|your|each)\s+)*"
_GENERIC_EN = re.compile(rf"\s+(in|at|of|for|from|on|by)\s+{_ARTICLE}([\w/ -]+)$", re.IGNORECASE)
_VERB_KO = re.compile(
    r"^(?P<head>.+?)(?:을|를)\s*(?:가져|조회|반환|알려|검색|구하|구합|구한|계산|확인|찾|제공|얻|불러|돌려|보여|출력|측정|추정|산출|읽)\S*(?:\s\S{1,4})?$"
)
_CLAUSE_KO = re.compile(
    r"(?:을|를)\s*\S*[가-힣](?:아|어|여|해|고|서|워)\s+|(?<=[가-힣])(?:으로|로)\s+(?=\S+$|\S+\s\S+$)"
)
_DOING_KO = re.compile(r"^(?P<object>.+?)(?:을|를)\s*(?P<doing>[가-힣]{2,})(?:합니다|한다|하기|함)$")
_GENERIC_KO = re.compile(
    r"^(?:(?:특정|지정된|지정한|주어진|해당|어떤|입력된|입력한|선택한|한|그)\s+)?(?P<noun>[가-힣/]+?)(?P<particle>에서의|에서|에 대한|의|에)\s+(?P<head>.+)$"
)
_MARKED_KO = re.compile(r"^(?:특정|지정된|지정한|주어진|해당|어떤|입력된|입력한|선택한)\s")
_VERB_ZH = re.compile(
    r"^(?:(?:依|用|以|按|根據)\S{1,6}?)?(?:取得|獲取|获取|查詢|查询|查找|查|傳回|返回|回傳|計算|计算|提供|搜尋|搜索|取回|顯示|列出|得到|檢索|讀取|找出|獲得|告訴你|給出)"
)
_GENERIC_ZH = re.compile(
    r"^(?:指定|特定|某個|某一|某|給定|给定|該|此|一個|一支|一檔|一位)?的?"
    r"(?P<noun>城市|縣市|地點|地点|地區|地区|位置|國家|国家|地方|股票|公司|使用者|用戶|客戶|顧客|訂單|商品|產品|城鎮)(?P<of>的|在|於)?(?P<head>.+)$"
)
_OWN_ZH = re.compile(r"^(?:指定|特定|某個|某|給定|该|該)?(?P<noun>[\u4e00-\u9fff]{1,5}?)的(?P<head>.+)$")
#: Parameters that say how a value is to be given, not what it is about.
_UNIT_PARAMETER = re.compile(r"(?:^|_)(?:units?|scale|format|measurement_?system|단위|單位|单位)(?:$|_)", re.IGNORECASE)
_PLACE_PARAMETER = re.compile(
    r"city|location|place|country|region|area|town|state|도시|지역|위치|나라|城市|地點|地區|國家", re.IGNORECASE
)


def identifier_words(name: str) -> list[str]:
    """`getCurrentWeather` or `get_current_temp` → get, current, temperature."""
    words = (word if word.isupper() and len(word) > 1 else word.lower() for word in _IDENTIFIER.findall(name))
    return [_SHORT_FORMS.get(word, word) for word in words]


@lru_cache(maxsize=4096)
def spoken(name: str) -> str:
    """An identifier as words: `order_id` → "order id". A name that is none, such as "기온", stays."""
    return " ".join(identifier_words(name)) or name


@lru_cache(maxsize=4096)
def translated(name: str, language: Language) -> str | None:
    """An English identifier in another language, when every word of it is known as the name of a value."""
    labels = []
    words = identifier_words(name)
    while words:
        for length in (2, 1):
            phrase = " ".join(words[:length])
            entry = next((e for e in notions().named(phrase) if e.en.rstrip("s") == phrase.rstrip("s")), None)
            word = key_word(phrase, language) or (entry and entry.name(language))
            if word:
                labels.append(word)
                words = words[length:]
                break
        else:
            return None
    return (" " if language == "ko" else "").join(labels) or None


def label(name: str, language: Language) -> str:
    """What to call a key of an output or a parameter."""
    if language != "en" and name.isascii():
        return translated(name, language) or spoken(name)
    return spoken(name)


def function_of(tools: Sequence[FunctionTool], name: str) -> Mapping[str, Any]:
    """The function of this name, or an empty one when the turn no longer has it."""
    return next((tool["function"] for tool in tools if tool["function"]["name"] == name), {"name": name})


def _first_sentence(description: str) -> str:
    return re.split(r"(?<=[.。!！])\s|\n|。", description.strip(), maxsplit=1)[0].strip().rstrip(".。")


def noun_phrase(function: Mapping[str, Any], language: Language) -> str | None:
    """What the function gives, as a noun: "current temperature". None when its name says what it does instead."""
    return noun_and_tie(function, language)[0]


def noun_and_tie(function: Mapping[str, Any], language: Language) -> tuple[str | None, str]:
    """The noun, and the preposition or particle that ties an argument to it ("" when unknown)."""
    parameters = tuple((key, str(schema.get("description") or "")) for key, schema in _properties(function).items())
    return _noun_of(str(function["name"]), str(function.get("description") or ""), parameters, language)


@lru_cache(maxsize=2048)
def _noun_of(
    name: str, description: str, parameters: tuple[tuple[str, str], ...], language: Language
) -> tuple[str | None, str]:
    """`noun_and_tie` of a function by what it is read from; `parameters` are names and descriptions."""
    texts = " ".join(text for _, text in parameters)
    sentence = _first_sentence(description)
    written = detect_language(sentence) if sentence else "en"
    if language == "ko" and written == "ko" and (match := _VERB_KO.match(sentence)):
        head = _CLAUSE_KO.split(match["head"])[-1]  # "이름으로 회원을 찾아 회원 번호" gives the 회원 번호
        return _without_generic_korean(head, texts)
    if language == "zh" and written == "zh" and (match := _VERB_ZH.match(sentence)):
        rest = re.split(r"[，,；;]", sentence[match.end() :])[0]
        generic = _GENERIC_ZH.match(rest)
        if generic and (generic["of"] or rest[: generic.start("noun")] or generic["noun"] in texts):
            return generic["head"], generic["of"] or ""
        own = _OWN_ZH.match(rest)
        if own and own["noun"] in texts:
            return own["head"], "的"
        return (rest, "") if len(rest) <= 14 else (None, "")
    words = identifier_words(name)
    noun: str | None = None
    if words and words[0] in GETTERS and len(words) > 1:
        noun = " ".join(words[1:])
    elif 0 < len(words) <= 3 and words[0] not in _ALSO_VERBS and all(is_noun(word) for word in words):
        noun = " ".join(words)
    if noun:
        noun = " ".join(_as_written(word, sentence) for word in noun.split())
        noun = re.sub(r" (?:by|for|from|of|in|at|per|with|using|on) \S+(?: \S+)?$", "", noun)
    if words[:1] == ["count"] and len(words) > 1 and language == "en":
        noun = "number of " + " ".join(words[1:])
    preposition = ""
    if written == "en" and sentence:
        generic = _GENERIC_EN.search(sentence)
        if generic and language == "en" and _is_parameter(generic[2], parameters):
            preposition = generic[1].lower()
        verb, _, rest = sentence.partition(" ")
        if not noun and verb.lower() in GETTERS and len(rest.split()) <= 9 and not _NO_NOUN.match(rest):
            noun = re.sub(r"^(?:the|a|an|all)\s+", "", _GENERIC_EN.sub("", rest), flags=re.IGNORECASE).strip() or None
            noun = noun and noun[0].lower() + noun[1:] if noun and not noun[:2].isupper() else noun
    if noun and words and words[0] in _SEARCHES and noun.split()[-1] in _SEARCHED:
        noun = None
    if language != "en" and noun:
        noun = translated(noun, language)
    return noun, {"at": "in"}.get(preposition, preposition)


def _properties(function: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    parameters = function.get("parameters")
    properties = parameters.get("properties") if isinstance(parameters, Mapping) else None
    if not isinstance(properties, Mapping):
        return {}
    return {key: schema for key, schema in properties.items() if isinstance(schema, Mapping)}


def parameter_label(function: Mapping[str, Any], parameter: str, language: Language) -> str:
    """What to call a parameter: its name, or its description where that is short and in the answer's language."""
    description = str(_properties(function).get(parameter, {}).get("description") or "")
    description = re.split(r"[,，(（:：]", description)[0].strip().rstrip(".。")
    if language != "en" and 0 < len(description) <= 12 and detect_language(description) == language:
        return description
    return label(parameter, language)


def _without_generic_korean(head: str, parameters: str) -> tuple[str, str]:
    match = _GENERIC_KO.match(head)
    if match and (
        _MARKED_KO.match(head) or match["noun"] in parameters or notion_ids(match["noun"]) & {"location", "stock"}
    ):
        particle = match["particle"]
        return match["head"], {"에서의": "의", "에 대한": "의"}.get(particle, particle)
    return head, ""


def _is_parameter(words: str, parameters: tuple[tuple[str, str], ...]) -> bool:
    """Whether "of a city" names a parameter: "city", or one whose description has the word."""
    head = set(re.split(r"\s(?:by|for|in|of|at|from|with|on)\s", words.lower())[0].split())
    names = " ".join(f"{spoken(name)} {description}" for name, description in parameters).lower()
    return bool(head & set(re.findall(r"\w+", names)))


def _as_written(word: str, sentence: str) -> str:
    """A word that the description writes in capitals: bmi → BMI."""
    return word.upper() if re.search(rf"\b{re.escape(word.upper())}\b", sentence) and len(word) > 1 else word


def is_noun(word: str) -> bool:
    """Whether an English word names a thing or a quantity, as far as the lexicon knows."""
    main = [notion for notion in notions().named(word) if notion.en.rstrip("s") == word.rstrip("s")]
    return word in _PLAIN_NOUNS or bool(main) and not any(notion.key in _ACTIONS for notion in main)


def doing(function: Mapping[str, Any], language: Language) -> str:
    """What the function does, for one that gives nothing to name: "book table", "기차표 예매", "訂高鐵車票"."""
    sentence = _first_sentence(function.get("description") or "")
    if language == "ko":
        match = _DOING_KO.match(sentence)
        return f"{match['object']} {match['doing']}" if match else str(function["name"])
    if language == "zh":
        clause = re.split(r"[，,；;]", sentence)[0]
        return clause if 0 < len(clause) <= 16 and detect_language(clause) == "zh" else str(function["name"])
    return spoken(function["name"])


def plain(value: Any) -> str:
    """A value of an argument as text: lists with commas, objects as key: value."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None:
        return "null"
    if isinstance(value, Mapping):
        return ", ".join(f"{spoken(key)}: {plain(item)}" for key, item in value.items())
    if isinstance(value, (list, tuple)):
        return ", ".join(plain(item) for item in value)
    return str(value)


def is_place(parameter: str, value: str) -> bool:
    """Whether an argument names a place."""
    return bool(_PLACE_PARAMETER.search(parameter) or places().named(value))


def is_unit(parameter: str) -> bool:
    """Whether a parameter says how a value is to be given, not what it is about."""
    return bool(_UNIT_PARAMETER.search("_".join(identifier_words(parameter)) or parameter))


def unit_of(arguments: Mapping[str, Any], noun: str) -> Unit | None:
    """The unit that a number comes in, when an argument asked for one."""
    for key, value in arguments.items():
        if is_unit(key) and isinstance(value, str):
            named = units().named(value)
            if named:
                return named[0]
            if "temperature" in notion_ids(noun):
                fallback = {"metric": "celsius", "imperial": "fahrenheit", "us": "fahrenheit", "standard": "kelvin"}
                return units().get(fallback.get(value.lower(), ""))
    return None


def is_plural(noun: str) -> bool:
    """Whether an English noun phrase is plural, by its last word before "of", "for", "in" or "to"."""
    head = re.split(r" (?:of|for|in|to|that|who|which)\b", noun)[0]
    return head.endswith("s") and not head.endswith(("ss", "us", "is", "news"))


def with_particle(word: str, after_consonant: str, after_vowel: str) -> str:
    """A Korean word with the particle that its last sound asks for: 확률은, 온도는. Latin letters get both."""
    if word[-1:].isascii() and word[-1:].isalpha():
        return f"{word}{after_consonant}({after_vowel})"
    return word + (after_consonant if _ends_in_consonant(word) else after_vowel)


_DIGIT_CONSONANT = {"0": True, "1": True, "3": True, "6": True, "7": True, "8": True}


def _ends_in_consonant(word: str) -> bool:
    word = re.sub(r"\([^()]*\)$", "", word) or word  # what is in brackets is not spoken
    last = re.sub(r"[\s)\]}」』”’\"'.。°%]+$", "", word)[-1:]
    if "가" <= last <= "힣":
        return (ord(last) - ord("가")) % 28 != 0
    if last.isdigit():
        return _DIGIT_CONSONANT.get(last, False)
    return False
