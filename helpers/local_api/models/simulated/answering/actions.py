"""Outputs of functions that do something, or that give something without a name.

    book_table(…) → {"status": "booked"}          "The table is booked (restaurant: Roma, 4 people)."
    set_light(…) → "done"                         "I have set the light (room: kitchen, brightness: 80)."
    order_pizza(…) → {"id": 7}                    "I have ordered the pizza (size: large) – id 7."
    add(3, 4.5) → 7.5                             "add (a: 3, b: 4.5) gave 7.5."
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from ....retrieval.terms import query_terms
from ..knowledge.language import Language
from ..knowledge.wording import identifier_words, spoken
from ..reading.results import ToolResult
from . import rendering
from .gist import GENERIC, without_echo
from .perfect import have_done
from .phrasing import capital, closed, headed, in_brackets
from .subjects import call_text, subject_of

_DONE = frozenset(
    """ok okay done success successful successfully succeeded complete completed accepted confirmed true yes 완료 성공 확인
    完成 成功 已完成""".split()
)
#: Keys whose value says how it went.
_OUTCOMES = frozenset("status state result outcome response message ok success done".split())
#: Participles that do not end in -ed, and their verbs.
_IRREGULAR = dict(
    pair.split(":")
    for pair in """sent:send made:make bought:buy sold:sell paid:pay written:write set:set put:put built:build done:do
    begun:begin taken:take given:give drawn:draw read:read run:run cut:cut lent:lend chosen:choose held:hold left:leave
    kept:keep found:find lost:lose won:win lit:light shut:shut spent:spend taught:teach told:tell
    withdrawn:withdraw""".split()
)
_PRONOUNS = frozenset("me us you them it".split())
_STATES = frozenset("on off open ready active available free busy full empty".split())
_PARTICLES = frozenset("on off up down out in".split())
_QUESTIONS = frozenset("is has can are does was will should".split())


def action(function: Mapping[str, Any], result: ToolResult, value: Any, language: Language) -> str:
    """What a function gave that has no noun for it."""
    call = call_text(function, result.arguments, language)
    if value in (None, "", {}, []) or isinstance(value, str) and not value.strip():
        return _empty(call, value, language)
    if language == "en" and (sentence := _done(function, result, value)) is not None:
        return sentence
    if isinstance(value, Mapping):
        rest = without_echo(value, result.arguments)
        if not rest:
            return _confirmed(call, value, language)
        value = rest
        if len(value) == 1 and next(iter(value)).lower() in GENERIC | _OUTCOMES:
            value = next(iter(value.values()))
    if language == "en" and (sentence := _yes_or_no(call, function, value)) is not None:
        return sentence
    return _gave(call, function, value, language)


def _yes_or_no(call: str, function: Mapping[str, Any], value: Any) -> str | None:
    """ "Is open (museum: Louvre): no (opens at 09:00)." for is_open."""
    name = str(function["name"])
    words = identifier_words(name)
    if not words or words[0] not in _QUESTIONS:
        return None
    beside = ""
    if isinstance(value, Mapping):
        truths = [key for key in value if isinstance(value[key], bool)]
        key = next((key for key in truths if set(identifier_words(key)) <= set(words)), None)
        if key is None and len(value) == len(truths) == 1:  # {"allowed": true} from has_permission
            return closed(
                f"{capital(spoken(name))}{call.removeprefix(name)}: "
                f"{rendering.scalar(value[truths[0]], 'en')} ({spoken(truths[0])})",
                "en",
            )
        rest = {other: item for other, item in value.items() if other != key}
        line = rendering.inline(rest, "en") if rest else ""
        if key is None or line is None:
            return None
        value, beside = value[key], in_brackets([line], "en") if line else ""
    if not isinstance(value, bool):
        return None
    return closed(f"{capital(spoken(name))}{call.removeprefix(name)}: {rendering.scalar(value, 'en')}{beside}", "en")


def _gave(call: str, function: Mapping[str, Any], value: Any, language: Language) -> str:
    if isinstance(value, (Mapping, list)):
        line = rendering.inline(value, language)
        text = line if line is not None else rendering.lines(value, language)
        if line is not None and isinstance(value, list) and len(value) < 4:
            text = rendering.enumeration([rendering.scalar(item, language) for item in value], language)
    else:
        text = (
            rendering.scalar(value, language, rounded=True)
            if not isinstance(value, str) or "\n" not in value
            else value
        )
    if language == "en":
        name = str(function["name"])
        have = have_done(name) if isinstance(value, Mapping) else None
        if have:
            call = have + call.removeprefix(name)
            return f"{call}:\n{text}" if "\n" in text else closed(f"{call} – {text}", language)
        if "\n" in text or isinstance(value, str) and (len(text) > 40 or text[:1].isupper() and " " in text):
            return headed(f"{call} gave", text, language, name=True)
        return closed(f"{call} gave {text}", language)
    return headed(_result(call, function, language), text, language)


def _result(call: str, function: Mapping[str, Any], language: Language) -> str:
    """The call as a heading; one that is named in the developer's words needs no more."""
    if not call.startswith(str(function["name"])):
        return call
    return call + {"en": "", "ko": " 결과", "zh": "的結果"}[language]


def _confirmed(call: str, value: Mapping[str, Any], language: Language) -> str:
    """An output that says nothing but the arguments again."""
    line = rendering.inline(value, language) or rendering.lines(value, language)
    words = {
        "en": "{} gave back the same: {}",
        "ko": "{}: 같은 값을 돌려주었습니다({})",
        "zh": "{}：傳回同樣的值（{}）",
    }[language]
    if "\n" in line:
        return headed(call, line, language)
    return closed(words.format(call, line), language)


def _empty(call: str, value: Any, language: Language) -> str:
    if language == "en":
        nothing = "an empty list" if value == [] else "an empty output"
        name = call.split(" ", 1)[0]
        have = have_done(name)
        return f"{have}{call.removeprefix(name)}; it gave {nothing}." if have else f"{call} gave {nothing}."
    words = {"ko": "출력이 비어 있습니다", "zh": "輸出是空的"}[language]
    return headed(call, words, language)


def _done(function: Mapping[str, Any], result: ToolResult, value: Any) -> str | None:
    """That something is done, when the output says so: in one word, or under a key. English only."""
    words = identifier_words(str(function["name"]))
    if not words or words[0] in _QUESTIONS:
        return None
    rest: dict[str, Any] = {}
    outcome, negated = value, False
    if isinstance(value, Mapping):
        rest = without_echo(value, result.arguments)
        key = next((key for key in rest if _tells_outcome(key, rest[key])), None)
        if key is None:
            return None
        outcome = rest.pop(key)
        if isinstance(outcome, bool) and _is_participle(key):
            outcome, negated = key.lower(), not outcome
    elif isinstance(value, str) and not _is_of(value.strip().lower(), words):
        return None  # "booked" from translate_word is a translation, not what became of the word
    if outcome is False or isinstance(outcome, (int, float, Mapping, list)) and outcome is not True:
        return None
    text = "done" if outcome is True else str(outcome).strip()
    told = _told(function, words, result, text, negated)
    if told is None:
        return None
    said, word = told
    line = rendering.inline(rest, "en") if rest else ""
    if line is None:
        return f"{said}{f' – {word}' if word else ''}:\n{rendering.lines(rest, 'en')}"
    more = ", ".join(filter(None, (word, line)))
    return closed(f"{said} – {more}" if more else said, "en")


def _tells_outcome(key: str, value: Any) -> bool:
    return key.lower() in _OUTCOMES or isinstance(value, bool) and _is_participle(key)


def _told(
    function: Mapping[str, Any], words: list[str], result: ToolResult, outcome: str, negated: bool
) -> tuple[str, str] | None:
    """The sentence, and the word of the output where the sentence does not have it; None when it is no outcome."""
    name = str(function["name"])
    listed = call_text(function, result.arguments, "en").removeprefix(name)
    thing = [word for word in words[1:] if word not in _PARTICLES]
    if _is_state(outcome) and thing and thing[0] not in _PRONOUNS:
        noun = " ".join(thing)
        about = subject_of({**function, "name": f"get_{name}", "description": ""}, result.arguments, "en", noun=noun)
        verb = f"{'are' if about.plural else 'is'} {'not ' if negated else ''}{outcome}"
        if not about.text.startswith("the "):  # "order A-17"
            return f"{capital(about.text)} {verb}", ""
        return f"The {noun} {verb}{listed}", ""
    if outcome.lower() not in _DONE or negated:
        return None
    said = have_done(name) or f"Done: {spoken(name)}"
    return f"{said}{listed}", "" if outcome == "done" else outcome


def _is_state(word: str) -> bool:
    """Whether a word says what has become of a thing: "booked", "playing", "on"."""
    lower = word.lower()
    if lower in _DONE or lower.endswith("thing") or lower == "string":
        return False
    return _is_participle(lower) or lower in _STATES or bool(re.fullmatch(r"[a-z]{3,}ing", lower))


def _is_of(outcome: str, words: list[str]) -> bool:
    """Whether a bare word is the outcome of the function's own verb: "booked" of book_table, "on" of turn_on."""
    if outcome in _DONE or outcome in words or _IRREGULAR.get(outcome) == words[0]:
        return True
    return not set(query_terms(outcome)).isdisjoint(query_terms(words[0]))


def _is_participle(word: str) -> bool:
    """Whether an English word says that something was done: "booked", "sent"."""
    word = word.strip().lower()
    return word.isalpha() and word.isascii() and (word.endswith("ed") and len(word) > 4 or word in _IRREGULAR)
