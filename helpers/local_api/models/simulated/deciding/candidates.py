"""Which values of a question may be arguments of a function: what it states, its options, its phrases."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from ..knowledge.language import eastern
from ..knowledge.words import VERBS, split_name, words
from ..reading.phrases import phrases
from ..reading.series import joined
from ..reading.stretches import stretches
from ..reading.value import NUMBERS, Value
from .evidence import explained
from .free_text import uses_of
from .options import mentions
from .person_names import name_parts
from .scene import Scene
from .schema import Function, Parameter


def candidates(function: Function, scene: Scene) -> tuple[Value, ...]:
    """The values of a question that may be arguments of a function: what it states, its options, its phrases."""
    labels = {name.casefold() for p in function.parameters for name in (p.name, *(q.name for q in p.properties))}
    labels |= {function.name.casefold()}
    found: list[Value] = []
    for value in scene.values:
        if value.kind in ("quoted", "name", "code") and str(value.value).casefold() in labels:
            continue
        if value.kind == "name" and _explained(value.text, function):
            continue
        found.append(_without_head(value, function, scene))
    found += _extended(found, function, scene)
    found += list(name_parts(function, found))
    for parameter in function.parameters:
        mentioned = [m for m in option_values(parameter, scene.text) if not _plainly_stated(m, parameter, scene)]
        found += _without_topic(mentioned, function, scene.text)
    stated = [v for v in found if v.kind not in ("number", "series", "ordinal")]
    stated += [part for v in found for part in v.items if v.kind == "option"]
    numbers = [v for v in found if v.kind in NUMBERS]
    found += _told_apart(phrases(scene.words, scene.text, function.explained, stated, numbers), function)
    if any(p.kind == "text" for p in function.required) and not any(v.kind == "quoted" for v in found):
        found += _handed_over(found, function, scene)
    found += _stretches(function, scene)
    found.sort(key=lambda v: (v.start, -v.end))
    return tuple(found)


def _stretches(function: Function, scene: Scene) -> Iterable[Value]:
    """Stretches of the sentence for which the function has a parameter."""
    uses = {use for parameter in function.parameters for use in uses_of(parameter)}
    for one in stretches(scene.text, scene.values) if uses else ():
        if one.use in uses:
            said = scene.text[one.start : one.end]
            yield Value("phrase", said, one.start, one.end, said, details={"use": one.use})


#: What stands for a text that is not there: "translate this", "translate my letter".
_STANDS_FOR_TEXT = re.compile(
    r"(?i)(?:it|this|that|these|those|them|something)|(?:the|this|that|my|our|a|an)\s+\w+|(?:the )?following.*"
)


def _handed_over(found: Sequence[Value], function: Function, scene: Scene) -> list[Value]:
    """A text without quotes after the function's verb and before what it becomes: "Translate I love you to Korean"."""
    name = words(split_name(function.name))
    verb = name[0].text.casefold() if name else ""
    said = r"|how\s+(?:do|would|can|to)\s+(?:you\s+|I\s+|we\s+)?say" if verb == "translate" else ""
    begun = re.compile(
        rf"(?i)\b(?:{re.escape(verb)}{said})\s*:?\s+(?:the\s+(?:word|phrase|sentence|text)\s*:?\s+)?"
        r"(.+?)\s*(?:\s(?:in|to|into)\s+|\()$"
    )
    for value in found if verb in VERBS else ():
        if value.kind not in ("language", "option"):
            continue
        match = begun.search(scene.text[: value.start])
        if match and not _STANDS_FOR_TEXT.fullmatch(match[1]):
            start, end = match.span(1)
            return [Value("phrase", match[1], start, end, match[1], details={"handed": True})]
    return []


def _plainly_stated(mention: Value, parameter: Parameter, scene: Scene) -> bool:
    """Whether a mention of an example is a place or a company as any other would be: Busan, for "e.g. Busan"."""
    if parameter.options or parameter.kind not in ("place", "company", "ticker"):
        return False
    return any(
        value.kind in ("place", "company") and (value.start, value.end) == (mention.start, mention.end)
        for value in scene.values
    )


def _told_apart(phrases_: Iterable[Value], function: Function) -> Iterable[Value]:
    """Phrases, and what is left of a Korean or Chinese one without the words that say which function is meant."""
    for value in phrases_:
        spans = explained(function, value.text) if eastern(value.text) else ()
        if not spans:
            yield value
            continue
        if any(end - start > 1 or end < len(value.text) for start, end in spans) or len(value.text) < 3:
            yield replace(value, details={**value.details, "explained": True})
        else:
            yield value  # 烏龍茶 is a 茶, but its name is all of it
        for match in re.finditer(r"[^\s\0]+(?:\s[^\s\0]+)*", _blanked(value.text, spans)):
            start = value.start + match.start()
            if len(match.group()) > 1 or value.text[match.end() :].startswith(" "):
                yield Value("phrase", match.group(), start, start + len(match.group()), match.group())


def _without_topic(found: list[Value], function: Function, text: str) -> list[Value]:
    """Options without those that only say what the function is about, if another is named: 把冷氣切換成除濕."""
    if len(found) < 2 or not eastern(text):
        return found
    others = [value for value in found if value.text not in function.about]
    apart = all(not joined(text, a, b) for a, b in zip(found, found[1:], strict=False))
    return others if others and apart else found


def _blanked(text: str, spans: Iterable[tuple[int, int]]) -> str:
    for start, end in spans:
        if end - start == 1 and end == len(text) and not "가" <= text[start] <= "힣":
            continue  # what a Chinese name ends with belongs to it
        word = re.match(r"[가-힣]*", text[end:])  # in Korean the whole word goes
        end += word.end() if word else 0
        text = text[:start] + "\0" * (end - start) + text[end:]
    return text


def _explained(name: str, function: Function) -> bool:
    """Whether a name in capitals only says which function is meant: `BMI`, `NPV`, `DNA`."""
    found = [word for word in words(name) if word.script == "latin"]
    return bool(found) and all(word.key in function.explained for word in found)


#: What a question in note form begins with: "Nickname of …", "Population of the …".
_HEAD = re.compile(r"([A-Z][a-z]+(?: [a-z]+)*?) (?:of|for|in|on|to) (?:the )?(?=[A-Z])")


def _without_head(value: Value, function: Function, scene: Scene) -> Value:
    """A name without what the function gives, where a question begins with it: `Nickname of Springfield Oaks`."""
    head = _HEAD.match(value.text) if value.kind == "name" and not scene.text[: value.start].strip() else None
    if not head or not _explained(head[1], function):
        return value
    start = value.start + head.end()
    return replace(value, value=scene.text[start : value.end], start=start, text=scene.text[start : value.end])


def _extended(found: Sequence[Value], function: Function, scene: Scene) -> Iterable[Value]:
    """Names with the plain words that go on with them: `Amazon rainforest`, `ATP synthase`. Not `Seoul tomorrow`."""
    moments = [value for value in scene.values if value.kind in ("date", "time")]
    for value in found:
        if value.kind not in ("name", "place", "company") or not value.text.isascii():
            continue
        end = value.end
        for word in scene.words:
            if word.start <= value.start or word.start < end:
                continue
            if (
                scene.text[end : word.start] != " "
                or word.script != "latin"
                or not word.content
                or word.text[0].isupper()
            ):
                break
            if word.key in function.explained or word.text.casefold() in VERBS or word.text.endswith(("ing", "ed")):
                break
            if any(moment.start <= word.start < moment.end for moment in moments):
                break
            end = word.end
            if end - value.end > 25:
                break
        if end > value.end:
            said = scene.text[value.start : end]
            yield Value("name", said, value.start, end, said, details={"wide": True})


def option_values(parameter: Parameter, text: str) -> Iterable[Value]:
    """Mentions of a parameter's options as values for it; for a list of options, all of them as one value."""
    listed = parameter.options or (parameter.items.options if parameter.items else ())
    strength, named = 1.0, listed
    if not listed and parameter.types == {"string"} and parameter.kind not in ("place", "date", "id"):
        named, strength = [e for e in parameter.examples if not any(c.isdigit() for c in e)], 0.9
    if not named:
        return
    found = [m for m in mentions(named, text) if listed or m.strength >= 0.9]
    if listed and parameter.takes("array"):
        distinct = list(dict.fromkeys(m.option for m in found))
        if distinct:
            said = ", ".join(text[m.start : m.end] for m in found)
            mean = sum(m.strength for m in found) / len(found)
            parts = tuple(Value("mention", m.option, m.start, m.end, text[m.start : m.end]) for m in found)
            details = {"for": parameter.name, "strength": mean}
            yield Value("option", distinct, found[0].start, found[0].end, said, items=parts, details=details)
        return
    for m in found:
        yield Value(
            "option",
            m.option,
            m.start,
            m.end,
            text[m.start : m.end],
            details={"for": parameter.name, "strength": strength * m.strength},
        )
