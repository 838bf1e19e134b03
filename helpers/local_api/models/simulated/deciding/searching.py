"""A search takes what no other function is for: the question, or the thing to be found, is its query.

    "Who was Alan Turing?"               an encyclopedia, or the web: "Alan Turing"
    "Look up the history of tea"         "history of tea"
    "show me laptops under 500 dollars"  a catalogue: "laptops", and 500 where a limit is taken
    "run SELECT Name FROM Artist"        a database that is asked in SQL: the statement as it stands

Only a function whose own description says that it searches does, and only the web and works of reference take any
question: a shop's catalogue takes what somebody wants to see, not who somebody was.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from ..knowledge.language import eastern
from ..knowledge.words import common_keys, split_name, words
from ..reading.value import Value
from .conversation import FILLERS, is_courtesy
from .decision import Call, Evidence
from .filling import fill
from .scene import Scene
from .schema import Function, Parameter
from .sql_queries import query_for, takes_sql

#: Where the query of a search comes from.
FOUND_IN = "what is searched for"
FROM_SCHEMA = "the question, by the tables of the description"

_QUERY = re.compile(r"(?i)\b(?:query|queries|question|search|term|terms|keyword|keywords|q)\b")
_SEARCHES = re.compile(
    r"(?i)\b(?:search(?:es|ing)?|look(?:s|ing)? ?up|lookup|brows(?:e|es|ing)|wikipedia|encyclop(?:a?edia|edic)"
    r"|google|bing|duckduckgo|tavily|knowledge|database|find|retrieve)\b"
)
_OF_REFERENCE = re.compile(r"(?i)\b(?:wikipedia|encyclop(?:a?edia|edic)|general knowledge)\b")
_OF_THE_WEB = re.compile(r"(?i)\b(?:web|internet|online|google|bing|duckduckgo|tavily)\b")
_OF_DOCUMENTS = re.compile(
    r"(?i)\b(?:knowledge ?base|docs|documents?|documentation|faqs?|help ?(?:center|centre|desk)|handbook"
    r"|manuals?|policies|wiki|intranet)\b"
)
_STATEMENT = re.compile(r"(?is)\b(?:select\b.+?\bfrom\b|with\b.+?\bselect\b).+?(?=\s*[\"'`”]?\s*$)")
#: What changes every day is looked for on the web; what is settled, in a work of reference.
_OF_TODAY = re.compile(
    r"(?i)\b(?:latest|last|current|currently|now|today|tonight|news|recent|recently|this (?:week|month|year)|best"
    r"|recipes?|cheap|buy|near|review|reviews|online|web|internet|google|20[2-9]\d)\b"
)
#: A request to search, up to what is searched for.
_REQUEST = re.compile(
    r"(?i)^\s*(?:(?:please|hey|ok|so|now)[,\s]+)*(?:(?:can|could|would|will) you\s+(?:please\s+)?"
    r"|i(?:'d| would) like (?:you )?to\s+|i want (?:you )?to\s+|let'?s\s+)?"
    r"(?P<verb>(?:do\s+)?(?:a\s+)?search(?:es)?|look(?:ing)?(?:\s+up|\s+for)|look|google|find(?:\s+out)?|check"
    r"|browse|tell|show|i(?:'m| am) looking for|i want to know|what do you know|give|read up)"
    r"(?:\s+(?:me|us|up|out))?"
    r"(?:\s+(?:on|in)?\s*(?:the\s+)?(?:web|internet|wikipedia|google|net|catalog(?:ue)?|shop|store))?"
    r"(?:\s+(?:for me|online))?\s*"
    r"(?P<joint>\b(?:for|about|on|what|some information (?:on|about)|info(?:rmation)? (?:on|about))\b)?"
    r"\s*:?\s*(?:some\s+|any\s+)?(?=\S)"
)
_ASKED = re.compile(
    r"(?i)^\s*(?:and\s+|so\s+)?(?:who|whom|whose|what|when|where|which|why|how|is|are|was|were|do|does|did|has|have"
    r"|can)\b"
)
_WHO_IS = re.compile(
    r"(?i)^\s*(?:who|what)(?:'s|\s+(?:is|was|are|were))\s+(?:the\s+(?=[a-z])|an?\s+)?(?P<thing>.+?)[\s?.!]*$"
)
#: What one asks a person, not a book: "How are you?", "What can you do?", "Who are you?"
_OF_THE_SPEAKER = re.compile(
    r"(?i)\b(?:are you|you are|you're|can you do|you can|your (?:name|job|purpose|tools?|functions?)"
    r"|do you (?:do|like|think|feel|know))\b"
)
#: What is said of the two who talk, and of what was said before, is in no book.
_BETWEEN_US = re.compile(
    r"(?i)\b(?:you|your|yours|yourself|i|i'm|i'll|i've|my|mine|me|we|us|our|it|this|that|these|those"
    r"|he|she|him|his|her|its|they|them|their)\b"
)
_POLITE = re.compile(r"(?i)[\s,]*\b(?:please|for me|thanks|thank you)\b[\s.!?]*$|[\s.!?]+$")
_TAIL = re.compile(
    r"(?i)[\s,]*\b(?:(?:for )?(?:under|below|over|above|less than|more than|at most|at least|up to|within|between|from"
    r"|in|at|for|with|that costs?|priced|around|about|on|and)\s*)+$"
)


@lru_cache(maxsize=2_000)
def query_of(function: Function) -> Parameter | None:
    """The text that a function searches for, if it is all that the function needs, or None."""
    said = f"{split_name(function.name)}. {function.about}"
    needed = function.required or function.parameters[:1]
    if len(needed) != 1 or not _SEARCHES.search(said):
        return None
    parameter = needed[0]
    if not parameter.takes("string") or parameter.options or not _QUERY.search(parameter.name_words):
        return None
    return parameter


def writes_sql(function: Function) -> bool:
    """Whether what a function needs is a query in SQL."""
    return any(takes_sql(p.name, p.about) for p in function.required)


def searched(scene: Scene, functions: Sequence[Function]) -> Call | None:
    """The call of a search for what the question asks, or None."""
    text = scene.text
    if eastern(text) or is_courtesy(text) or not re.search(r"\w\w", text):
        return None
    those = [(f, p) for f in functions if (p := query_of(f)) is not None]
    for function, parameter in those:
        statement = _STATEMENT.search(text)
        if not takes_sql(parameter.name, f"{function.about} {parameter.about}"):
            continue
        if statement:
            return _call(function, parameter, statement.group(), statement.start(), scene)
        query = query_for(scene, f"{function.about}\n{parameter.about}") if asks_for_data(text) else ""
        if query:
            return Call(function.name, {parameter.name: query}, {parameter.name: Evidence(FROM_SCHEMA, text.strip())})
    plain = [(f, p) for f, p in those if not takes_sql(p.name, f"{f.about} {p.about}")]
    wide = [(f, p) for f, p in plain if _is(_OF_THE_WEB, f) or _is(_OF_REFERENCE, f)]
    own = [(f, p) for f, p in plain if _is(_OF_DOCUMENTS, f)]
    if own and _ASKED.match(text) and (not wide or _BETWEEN_US.search(text)):
        return _of_our_own(scene, *own[0])
    if wide:
        return _of_the_world(scene, wide)
    for function, parameter in plain:
        thing = _wanted(text)
        if thing:
            return _call(function, parameter, *_without_limits(thing, text, function, parameter, scene), scene)
    return None


_DATA = re.compile(
    r"(?i)^\W*(?:please\s+)?(?:list|show|give|find|get|count|top|all"
    r"|(?:the )?(?:average|mean|total|sum|maximum|minimum|number)|[\w-]+s (?:by|of|from)|names|titles)\b"
)


def asks_for_data(text: str) -> bool:
    """Whether a message wants records: a question, or a request to show them. Nothing is ever written."""
    return bool(_ASKED.match(text) or _DATA.match(text))


def _is(sort: re.Pattern[str], function: Function) -> bool:
    return bool(sort.search(f"{split_name(function.name)}. {function.about}"))


def _of_the_world(scene: Scene, those: Sequence[tuple[Function, Parameter]]) -> Call | None:
    """Any question, and anything to be looked up, in the web or in a work of reference."""
    text = scene.text
    request = _REQUEST.match(text)
    said = text[request.end() :] if request else text
    if not request and not _ASKED.match(text) and not _bare(scene):
        return None
    if _BETWEEN_US.search(said) and not _ASKED_FOR_A_WAY.match(said):
        return None
    of_today = bool(_OF_TODAY.search(text))
    function, parameter = next(
        ((f, p) for f, p in those if _is(_OF_THE_WEB if of_today else _OF_REFERENCE, f)), those[0]
    )
    start = len(text) - len(said)
    query = _POLITE.sub("", said)
    who = _WHO_IS.match(query)
    if who:
        start, query = start + who.start("thing"), who["thing"]
    elif _is(_OF_REFERENCE, function) and _ASKED.match(query):
        names = [v for v in scene.values if v.kind in ("name", "place", "company", "quoted") and v.start >= start]
        if len(names) == 1:
            start, query = names[0].start, names[0].text
    query = re.sub(r"(?i)^the\s+", "", query).strip()
    if not _tells(query):
        return None
    return _call(function, parameter, query, max(text.find(query, start), 0), scene)


def _of_our_own(scene: Scene, function: Function, parameter: Parameter) -> Call | None:
    """A question for the documents of a company: what is ours, and what you offer, is in them."""
    query = _POLITE.sub("", scene.text).strip()
    if _OF_THE_SPEAKER.search(query) or not _tells(query):
        return None
    return _call(function, parameter, query, scene.text.find(query), scene)


#: "How do I …?" and "How can I …?" ask for a way, which books and the web tell.
_ASKED_FOR_A_WAY = re.compile(r"(?i)^\s*(?:how|where)\s+(?:do|can|could|should|would)\s+(?:i|you|we|one)\b")


def _bare(scene: Scene) -> bool:
    """Whether a message is a name and little else: "Alan Turing", "history of Rome"."""
    return len(scene.words) <= 6 and any(v.kind in ("name", "place", "company") for v in scene.values)


def _tells(query: str) -> bool:
    """Whether words to search for say anything."""
    return any(w.content and w.key not in common_keys() and w.text.casefold() not in FILLERS for w in words(query))


_WANTED = re.compile(
    r"(?i)^\s*(?:(?:please|hi|hello|hey)[,\s]+)*(?:(?:can|could|would) you\s+(?:please\s+)?)?"
    r"(?:show (?:me|us)|find (?:me|us)?|search(?: for)?|look(?:ing)? for|i(?:'m| am) (?:looking|searching) for"
    r"|browse)\s+"
    r"(?:(?:your|the|all|some|any|a|an|me|pair of|good|nice)\s+)*(?P<thing>[\w'-]+(?: [\w'$€£.,-]+){0,9}?)[\s.!?]*$"
)


def _wanted(text: str) -> str:
    """What somebody wants to see: "laptops" of "show me laptops", or ""."""
    match = _WANTED.match(_POLITE.sub("", text))
    return match["thing"] if match and _tells(match["thing"]) and not _BETWEEN_US.search(match["thing"]) else ""


def _without_limits(
    thing: str, text: str, function: Function, parameter: Parameter, scene: Scene
) -> tuple[str, int]:
    """The thing up to the first value that goes to another parameter, and where it begins."""
    start = text.find(thing)
    limits = [v.start for v in _others(function, parameter, scene) if v.start > start]
    if limits:
        thing = _TAIL.sub("", text[start : min(limits)].rstrip(" $€£"))
    return thing.strip(" ,.;"), start


def _others(function: Function, parameter: Parameter, scene: Scene) -> list[Value]:
    """The values that go to other parameters of the function."""
    filled = fill(function, scene, several=False)
    return [
        value
        for p in function.parameters
        if p is not parameter and (value := filled.value_of(p.name)) is not None and value.kind != "phrase"
    ]


def _call(function: Function, parameter: Parameter, query: str, start: int, scene: Scene) -> Call:
    """The call with the query, and with what the question says for other parameters."""
    filled = fill(function, scene, several=False)
    kept = {p.name for p in function.parameters if (v := filled.value_of(p.name)) is not None and v.kind != "phrase"}
    arguments, evidence = (
        {name: part[name] for name in part if name in kept and name != parameter.name} for part in filled.calls[0]
    )
    return Call(
        function.name,
        {parameter.name: query, **arguments},
        {parameter.name: Evidence(FOUND_IN, query, (start, start + len(query))), **evidence},
    )
