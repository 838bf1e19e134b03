"""What a result is about: the noun that its function gives, tied to the arguments of the call.

    get_share_price(ticker="AAPL", date="2024-06-28")  → "the share price of AAPL on 2024-06-28"
    get_order_status(order_id="A-17")                  → "the status of order A-17"
    send_email(to="Anna")                              → "send_email (to: Anna)", for it gives nothing to name
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ...remembered import remembered
from ..knowledge.language import Language
from ..knowledge.lexicon import currencies, notion_ids
from ..knowledge.wording import (
    doing,
    identifier_words,
    is_noun,
    is_place,
    is_plural,
    is_unit,
    noun_and_tie,
    parameter_label,
    plain,
    spoken,
    translated,
)

#: Nouns that are about a thing, not a property of it: the forecast for Seoul, but the price of a share.
_ABOUT = frozenset(
    """forecast information details data record records result results report recipe schedule timetable directions
    route options advice tips news headlines alerts events weather overview summary""".split()
)
#: Parameters that name the thing that a result belongs to.
_OWNER = frozenset(
    """ticker symbol stock share company name person customer user member employee student patient player team product
    item city country state town place location region station airport account order restaurant hotel museum movie film
    song book title island mountain lake river""".split()
)
_NUMBERED = ("id", "number", "code", "no", "key")
_FINDERS = frozenset("find finds search searches lookup look query".split())
#: Parameters that hold words which are talked about.
_WORDS = frozenset("text word sentence phrase string".split())
_START = frozenset("origin from source start departure base".split())
_END = frozenset("destination to target end arrival quote".split())
_DATE = re.compile(r"\d{4}[-/]\d{1,2}[-/]\d{1,2}")
_DAYS = frozenset(("today", "tomorrow", "tonight", "yesterday", "now"))
_BRACKETS = {"en": " ({})", "ko": "({})", "zh": "（{}）"}
_YES_NO = {"en": ("yes", "no"), "ko": ("예", "아니요"), "zh": ("是", "否")}
#: Longer texts of arguments are not said whole: the person wrote them.
LONGEST = 60
#: Parameters that say in which currency a price is to be given.
CURRENCY_PARAMETERS = ("currency", "in_currency", "target_currency")
_NOTHING: tuple[Any, ...] = (None, "", [], {})


@dataclass(frozen=True, slots=True)
class Subject:
    """`text` names the result: "the share price of AAPL on 2024-06-28".

    `noun` is what the function gives ("share price"), "" when its name says what it does instead. `whose` is the thing
    that the noun belongs to ("AAPL"), `owner` the same with its preposition in English ("of AAPL"), `others` what else
    is said of the call ("on 2024-06-28"); "" where there is none.
    """

    text: str
    noun: str = ""
    whose: str = ""
    owner: str = ""
    others: str = ""

    @property
    def plural(self) -> bool:
        """Whether an English noun is plural."""
        return is_plural(self.noun)


def subject_of(
    function: Mapping[str, Any], arguments: Mapping[str, Any], language: Language, noun: str | None = None
) -> Subject:
    """What the output of this call is about. `noun` is what to call it, if not what the function says."""
    own, tie = noun_and_tie(function, language)
    noun = noun or own
    told = {
        key: value
        for key, value in arguments.items()
        if value not in _NOTHING and not is_unit(key) and not is_currency(key, value, noun or "")
    }
    if noun is None:
        return _between(function, told) if language == "en" else _call(function, told, language)
    return (_english if language == "en" else _eastern)(function, noun, tie, told, language)


def is_currency(parameter: str, value: Any, noun: str) -> bool:
    """Whether an argument says in which currency a price is to be given."""
    return (
        parameter.lower() in CURRENCY_PARAMETERS
        and isinstance(value, str)
        and bool(currencies().named(value))
        and bool(_meaning(noun) & {"price", "money"})
    )


def call_text(function: Mapping[str, Any], arguments: Mapping[str, Any], language: Language) -> str:
    """The call itself, as the subject of what it gave: "send_email (to: Anna)"."""
    return _call(function, {key: value for key, value in arguments.items() if value not in _NOTHING}, language).text


def argument_list(function: Mapping[str, Any], arguments: Mapping[str, Any], language: Language) -> str:
    """ "city: Busan, 3 days"."""
    return ("，" if language == "zh" else ", ").join(
        _argument(function, key, value, language) for key, value in arguments.items()
    )


def _argument(function: Mapping[str, Any], key: str, value: Any, language: Language) -> str:
    if isinstance(value, bool):
        text = _YES_NO[language][not value]
    elif isinstance(value, (list, tuple)):
        joint = {"en": " and ", "ko": "·", "zh": "、"}[language]
        text = joint.join(plain(item) for item in value) if len(value) < 3 else plain(value)
    else:
        text = re.sub(r"\s+", " ", plain(value)).strip()
    if len(text) > LONGEST:
        text = text[:LONGEST].rstrip() + "…"
    named = parameter_label(function, key, language)
    if language == "en" and isinstance(value, int) and not isinstance(value, bool) and value > 1 and _counts(named):
        return f"{value} {named}"
    return f"{named}{'：' if language == 'zh' else ': '}{text}"


def _counts(name: str) -> bool:
    """Whether a parameter's name is what its number counts: 4 people, 3 days."""
    return name == "people" or " " not in name and is_plural(name)


def _call(function: Mapping[str, Any], told: Mapping[str, Any], language: Language) -> Subject:
    what = str(function["name"]) if language == "en" else doing(function, language)
    listed = argument_list(function, told, language)
    return Subject(what + (_BRACKETS[language].format(listed) if listed else ""))


def _between(function: Mapping[str, Any], told: Mapping[str, Any]) -> Subject:
    """ "the number of days between A and B", for days_between(start=A, end=B); else the call itself."""
    words = identifier_words(str(function["name"]))
    values = [plain(value) for value in told.values()]
    if len(values) == 2 and len(words) > 1 and words[-1] == "between":
        noun = " ".join(words[:-1])
        noun = f"number of {noun}" if is_plural(noun) else noun
        after = f"between {values[0]} and {values[1]}"
        return Subject(f"the {noun} {after}", noun, others=after)
    return _call(function, told, "en")


def _english(function: Mapping[str, Any], noun: str, tie: str, told: Mapping[str, Any], language: Language) -> Subject:
    left = dict(told)
    route = _route(left)
    whose = owner = ""
    if key := _owner(left, alone=not route and len(left) == 1):
        whose = plain(left.pop(key))
        thing = _thing(key)
        if thing and whose.casefold().startswith(thing):  # "order 17" says it already
            thing = ""
        if thing and noun in (thing, f"{thing} details", f"{thing} information"):
            return _finished(thing, whose, whose, function, left, route, article="")
        if set(identifier_words(key)) & _WORDS:
            whose = f"“{whose}”"
        searched = key in ("name", "title", "id", "code", "number") and not is_plural(noun)
        if spoken(key) == noun or searched and identifier_words(str(function["name"]))[0] in _FINDERS:
            owner = whose
        else:
            if thing:
                noun, whose = noun.removeprefix(f"{thing} "), f"{thing} {whose}"
            owner = f"{_preposition(noun, tie, is_place(key, whose))} {whose}"
    return _finished(noun, whose, owner, function, left, route)


def _finished(
    noun: str,
    whose: str,
    owner: str,
    function: Mapping[str, Any],
    left: dict[str, Any],
    route: tuple[str, str] | None,
    article: str = "the ",
) -> Subject:
    """The English subject, with the route or the day and the arguments that are left."""
    phrases = [f"from {route[0]} to {route[1]}"] if route else []
    days = [key for key, value in left.items() if isinstance(value, str) and _is_day(value)]
    if len(days) == 1:
        day = left.pop(days[0])
        phrases.append(day if day.lower() in _DAYS else f"on {day}")
    if left:
        phrases.append(f"({argument_list(function, left, 'en')})")
    others = " ".join(phrases)
    return Subject(" ".join(filter(None, (f"{article}{noun}", owner, others))), noun, whose, owner, others)


def _eastern(function: Mapping[str, Any], noun: str, tie: str, told: Mapping[str, Any], language: Language) -> Subject:
    left = dict(told)
    route = _route(left)
    whose = ""
    if (key := _owner(left, alone=not route and len(left) == 1)) is not None:
        thing = (translated(_thing(key), language) or "") if _thing(key) else ""
        whose = f"{thing} {plain(left[key])}".strip()
        if thing and noun == thing:
            del left[key]
            noun, tie = whose, "-"  # 주문 A-17
        elif tie or thing or is_place(key, whose) or set(identifier_words(key)) & _OWNER:
            del left[key]
            noun = noun.removeprefix(thing).strip() if thing else noun
        else:  # what it is, is plain: 뉴스(체스)
            return Subject(f"{noun}{_BRACKETS[language].format(whose)}", noun, whose)
    others = ""
    if route:
        others = _from_to(route, language)
    start = f"{others}{'의 ' if language == 'ko' else '的'}" if route else ""
    if whose and tie != "-":
        start = f"{whose}{tie or '의'} {start}" if language == "ko" else f"{_spaced(whose)}{tie or '的'}{start}"
    text = f"{start}{noun}"
    if left:
        listed = argument_list(function, left, language)
        others = f"{others} {listed}".strip()
        text += _BRACKETS[language].format(listed)
    return Subject(text, noun, whose, whose, others)


def _from_to(route: tuple[str, str], language: Language) -> str:
    if language == "ko":
        start, end = ("부터", "까지") if _is_day(route[0]) else ("에서", "까지")
        return f"{route[0]}{start} {route[1]}{end}"
    start, end = (f" {text} " if text[:1].isascii() else text for text in route)
    return f"從{start}到{end}".rstrip()


def _spaced(text: str) -> str:
    """With a blank between Latin letters or digits and what follows in Chinese."""
    return f"{text} " if text[-1:].isascii() else text


def _thing(parameter: str) -> str:
    """What an id belongs to: "order" for `order_id`."""
    words = identifier_words(parameter)
    if len(words) < 2 or words[-1] not in _NUMBERED:
        return ""
    return " ".join(words[:-1]) if words[-1] == "id" or is_noun(words[-2]) else ""


def _owner(left: Mapping[str, Any], alone: bool) -> str | None:
    """The parameter whose value the noun belongs to: the only one, or the first that names a thing."""
    for key, value in left.items():
        is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
        numbered = is_number and (_thing(key) or alone and key in ("number", "n", "x", "num", "value"))
        if not numbered and not (isinstance(value, str) and len(value) <= LONGEST and "\n" not in value):
            continue
        if isinstance(value, str) and _is_day(value):
            continue
        if alone or numbered or _thing(key) or set(identifier_words(key)) & _OWNER or is_place(key, str(value)):
            return key
    return None


def route_of(arguments: Mapping[str, Any]) -> tuple[str, str] | None:
    """The two ends that the arguments name: from where to where, from what into what."""
    return _route(dict(arguments))


def _route(left: dict[str, Any]) -> tuple[str, str] | None:
    """Where it goes from and to, in space or time; taken out of the arguments that are left."""
    ends = []
    for words in (_START, _END):
        keys = [key for key, value in left.items() if isinstance(value, str) and words & set(identifier_words(key))]
        if len(keys) != 1:
            return None
        ends.append(keys[0])
    if ends[0] == ends[1] or _is_day(left[ends[0]]) != _is_day(left[ends[1]]):
        return None
    start, end = (left.pop(key) for key in ends)
    return start, end


def _is_day(value: str) -> bool:
    return bool(_DATE.match(value)) or value.lower() in _DAYS


@remembered
def _meaning(noun: str) -> frozenset[str]:
    return frozenset(notion_ids(noun))


def _preposition(noun: str, tie: str, place: bool) -> str:
    meant, head = _meaning(noun), noun.split(" ")[-1]
    if place and meant & {"weather", "time"} and (head == "weather" or head not in _ABOUT):
        return "in"
    if tie in ("of", "for", "on"):
        return tie
    if place and (tie == "in" or "price" in meant):
        return tie or "for"
    return "for" if head in _ABOUT else "of"
