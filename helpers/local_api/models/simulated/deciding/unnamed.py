"""The function that a question asks for without naming it: by its values alone, or by what people say of its topic.

    "AAPL", "How is NVDA doing?"         a function that takes a ticker and nothing else
    "how many pounds is 10 kg?"          two measures of one dimension: one that converts
    "Who directed Inception?"            directing is said of movies: the details of one
    "Book me a table at Noma"            all that it says is the function's: what is missing is asked for

Only where no function is asked for by its words, and only if the question says nothing that the function does not
explain: "Who founded Paris?" is not asked of a function for the weather in a city.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from ..knowledge.language import eastern
from ..knowledge.words import VERBS, Word, common_keys, notion_spans, split_name, stem, words
from ..reading.value import Value
from .conversation import FILLERS, is_courtesy
from .filling import Filled, fill
from .goals import Goal
from .relevance import Ranking
from .scene import Scene
from .schema import Function
from .verbs import ACTING

#: A longer question says enough to be understood by its words.
LONGEST = 25
#: So many words beside the values may be what an optional parameter takes, or what a notion explains.
MOST_BESIDE = 2
#: Words by which people speak of a topic without naming it, by the notion of the topic.
_SAID_OF: Mapping[str, frozenset[str]] = {
    notion: frozenset(map(stem, said.split()))
    for notion, said in {
        "weather": "wear coat jacket sweater scarf gloves shorts sandals outside outdoors picnic sunscreen",
        "stock": "trade trading close closed open opened perform performing performed",
        "movie": "direct directed director star starred starring stars cast plot runtime play playing shown watch "
        "released",
        "restaurant": "eat eating dinner lunch brunch breakfast places hungry table",
        "calendar": "free busy available plans",
        "convert": "equal equals equivalent",
    }.items()
}
#: What is said of anything: how it is, goes or does.
_SAID_OF_ANYTHING = frozenset(
    map(
        stem,
        """doing happening goes getting come coming stand standing mean things everything today now currently lately
        recently moment really still yet ever exactly actually good nice great best check see know hear figure many
        much current latest recent""".split(),
    )
)
#: Functions that tell what is known of a thing, whatever is asked of it.
_DESCRIBES = frozenset(map(stem, "detail details info information describe summary profile overview".split()))
_ASKS_TO_DESCRIBE = re.compile(
    r"(?i)\b(?:tell me|know|info(?:rmation)?|details?)\b|^\s*what(?:'s| is| was)\b|^\W*[\w'-]+\W*$"
)
#: Kinds of values that are words like any other: they do not speak for a function.
_WORDS = ("phrase", "series", "list", "mapping")
#: Verbs that ask for the same act.
_SAME_ACTS = tuple(
    frozenset(map(stem, said.split()))
    for said in (
        "book reserve rent", "buy order purchase", "cancel delete remove", "send email message text", "plan schedule",
    )
)  # fmt: skip
#: Verbs of functions that change something: values alone never ask for these. The second half may do so, or only tell.
_CHANGING = ACTING | frozenset(map(stem, "execute issue kill log record release run shut".split()))


def unnamed(scene: Scene, ranking: Ranking) -> Goal | None:
    """The function that a question asks for by its values, or None."""
    text = scene.text
    if not scene.values or len(scene.words) > LONGEST or eastern(text) or is_courtesy(text):
        return None
    found: list[tuple[float, int, Function]] = []
    beside = [w for w in scene.words if w.content and not any(v.start <= w.start < v.end for v in scene.values)]
    telling_words = [w for w in beside if not _of_anything(w)]
    for n, function in enumerate(ranking.functions):
        if not function.required or not _may_explain(function, telling_words):
            continue
        act = changes(function)
        if act and not _same_act(function, scene):
            continue
        filled = fill(function, scene, several=False)
        if bool(act) != bool(filled.missing) or not act and not (_speak(filled) or _of_names(filled)):
            continue
        said = _explained(function, filled, scene) if filled.used else None
        if said is None:
            continue
        telling = sum(1.0 for key in said if key not in common_keys())
        if act:
            if telling:
                found.append((telling - 10.0, -n, function))
        elif _speak(filled) or _of_names(filled) and (telling or _described(function, text)):
            found.append((telling + filled.fit.specific + 0.1 * len(said), -n, function))
    if not found:
        return None
    function = max(found)[2]
    return Goal(function, next(r for r in ranking.rank(text) if r.function is function))


@lru_cache(maxsize=2_000)
def changes(function: Function) -> bool:
    """Whether a function does something beside telling: its name or its description begins with such a verb."""
    said = (split_name(function.name), function.about)
    return any(word.key in _CHANGING for text in said for word in words(text)[:1])


def _explained(function: Function, filled: Filled, scene: Scene) -> list[str] | None:
    """The function's own words in the question; None if the question says more than those and values."""
    needed = {p.name for p in function.required}
    taken: list[tuple[int, int]] = []
    for _, evidence in filled.calls:
        for name, one in evidence.items():
            if one.place and (name not in needed or not _mere_words(filled.value_of(name))):
                taken.append(one.place)
            elif one.words and name not in needed:
                at = scene.text.find(one.words)
                taken.append((at, at + len(one.words)))
    for row in (value for value in scene.values if value.kind == "series"):
        if any(row.start <= start < row.end for start, _ in taken):
            taken.append((row.start, row.end))  # "MSFT and GOOG": those that start further calls
    topics = {key[1:] for key in function.keys if key[0] == "@"}
    notions = notion_spans(scene.text)
    own: list[str] = []
    act = _same_act(function, scene)
    for word in scene.words:
        if not word.content or word.key == act or any(start <= word.start < end for start, end in taken):
            continue
        if (
            word.key in function.keys
            or any(start <= word.start < end and topics.intersection(ids) for start, end, ids in notions)
            or any(word.key in said and notion in topics for notion, said in _SAID_OF.items())
        ):
            own.append(word.key)
        elif not _of_anything(word):
            return None
    return own


def _of_anything(word: Word) -> bool:
    return word.key in _SAID_OF_ANYTHING or word.text.casefold() in FILLERS


def _may_explain(function: Function, telling: Sequence[Word]) -> bool:
    """A look before a function is filled, which takes long: whether all but a few words may be the function's."""
    topics = {key[1:] for key in function.keys if key[0] == "@"}
    said = [said for topic, said in _SAID_OF.items() if topic in topics]
    left = [word for word in telling if word.key not in function.keys and not any(word.key in own for own in said)]
    return len(left) <= MOST_BESIDE


def _mere_words(value: Value | None) -> bool:
    return value is not None and value.kind in _WORDS


def _speak(filled: Filled) -> bool:
    """Whether the values are of just the kinds that the function takes, or nearly, or measures to convert."""
    if filled.fit.specific == 1.0:
        return True
    needed = filled.function.required
    if len(needed) > 1 and filled.fit.specific >= 0.5 and _of_names(filled):
        return True  # "When is 'Parasite' on in Boston?", for a film and a city
    return sum(p.kind in ("unit", "currency") for p in needed) == 2 and len(needed) <= 3


def _of_names(filled: Filled) -> bool:
    """Whether what is needed is there by names: of a film, of a person."""
    values = [filled.value_of(p.name) for p in filled.function.required]
    return all(v is not None and not _mere_words(v) for v in values) and any(
        v is not None and v.kind in ("name", "quoted", "code", "place", "company") for v in values
    )


def _described(function: Function, text: str) -> bool:
    """Whether the question wants to know about a thing, and the function tells what is known of one."""
    own = {word.key for source in (split_name(function.name), function.about) for word in words(source)}
    return bool(own & _DESCRIBES) and bool(_ASKS_TO_DESCRIBE.search(text))


def _same_act(function: Function, scene: Scene) -> str:
    """The verb of the question that asks for what the function does: "Book me a table", of one that reserves."""
    first = next((word.key for word in scene.words if word.text.casefold() in VERBS), "")
    own = {word.key for source in (split_name(function.name), function.about) for word in words(source)[:1]}
    if first in own or any(first in act and own & act for act in _SAME_ACTS):
        return first
    return ""
