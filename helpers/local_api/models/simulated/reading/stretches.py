"""Stretches of a sentence that are one value as they stand: what to remind of, to say, to put on a list, to look for.

In "Remind me to call mom at 5 pm" it is "call mom": it begins behind the words that lead to it, keeps its verbs and
articles, and ends before a time that stands for itself, a place to put it, or the end of the sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .value import Value

#: What leads to a stretch, and for which uses. The longer ones come first.
_LEADS: Sequence[tuple[str, re.Pattern[str]]] = [
    (use, re.compile(rf"(?i)(?<![\w'])(?:{words})\s+(?=\S)"))
    for use, words in (
        ("subject", r"(?:with|and) (?:the |a )?subject(?: line)?(?: of|:)?"),
        ("message", r"(?:saying|that (?:says|reads))(?: that)?"),
        ("message", r"(?:with|and) (?:the |a )?(?:message|text|body|content)(?: of| that|:)?"),
        ("message", r"(?:tell|let|inform|notify|email|text|message) (?:\S+@\S+|[A-Z]\w+|my \w+|him|her|them)"
                    r"(?: know)? that"),
        ("subject", r"subject(?: line)?:"),
        ("message", r"(?:body|message|content):"),
        ("message", r"write(?= [^.?!]*?\s(?:to|in|into) \S+\.[a-z]{2,4}\b)"),
        ("message", r"and (?:tell|let) (?:him|her|them)(?: know)?(?: that)?"),
        ("title", r"(?:called|titled|named|entitled)"),
        ("task", r"remind (?:me|us|him|her|them|[A-Z]\w+)(?: (?:at|on|in|by|tomorrow|today|tonight|next|every)"
                 r"(?:(?!to |that |about )[^.?!;:])*)? (?:to|that|about)"),
        ("task", r"(?:remember|note|write down|jot down) (?:to|that)"),
        ("task", r"i (?:also )?(?:need|have|must|want) to|don'?t let me forget to|reminder (?:to|that|about|for)"),
        ("task", r"(?:task|todo|to-?do|note|item) to|add|put"),
        ("event", r"(?:schedule|set up|arrange|organi[sz]e|plan|book|create|put|add)"),
        ("query", r"search(?: \w+| the (?:web|internet|site|docs|documentation|database))? for"
                  r"|look (?:for|up)|(?:looking|searching) for"),
        ("query", r"google|find (?:me )?(?:some )?(?:information|info|articles|news|pages|details) (?:about|on|for)"),
    )
]
#: What ends a stretch beside a time: where it goes, how much it matters, the next request.
_END = re.compile(
    r"(?i)\s+(?:"
    r"(?:to|on|onto|in|into|from)\s+(?:my|the|our|a|his|her)\s+(?:\w+[ -])?"
    r"(?:list|calendar|to-?dos?|tasks|agenda|notes|schedule|cart|basket)\b"
    r"|(?:with|at|as)\s+(?:a\s+)?(?:high|low|medium|top|normal)\s+priority\b|(?:to|for)\s+\S+@\S+"
    r"|on\s+(?:the\s+)?(?:web|internet|wikipedia|google)\b|online\b"
    r"|(?:under|below|over|above|up to|at most|at least|(?:less|more|cheaper) than)\s+[$€£]?\d"
    r"|(?:sorted|ordered)\s+by\b|(?:to|in|into)\s+\S+\.[a-z]{2,4}\b"
    r"|(?:called|titled|named|entitled|saying)\s|with\s+(?:the\s+|a\s+)?(?:subject|message|text|body|content)\b"
    r"|(?:and|then|and then)\s+(?:tell|let|remind|send|add|set|put|show|create|play|turn|book|email|text)\b"
    r")"
    r"|\s*,\s*(?:please|thanks|and\s+(?:tell|remind|send|add|set|then)|that'?s\s|it'?s\s|with\s|high|low"
    r"|subject|body)"
    r"|[.!?;]+(?:\s|$)|\n"
)
#: Words before a time that go with it.
_TO_TIME = re.compile(
    r"(?i)(?:\s+(?:at|on|by|for|from|until|till|before|after|around|every|in|this|next|the))+\s*$|\s*,\s*$"
)
#: A colon after what is made, and whom or what it is for: "a ticket for C-301: …".
_AFTER_COLON = re.compile(
    r"(?i)\b(?:task|todo|to-?do|note|reminder|item|message|text|list|ticket|issue|event)"
    r"(?:\s+(?:for|to|on|about)\s[^.:?!\n]{1,40})?\s*:\s*(?=[^\s\"'“])"
)
#: Several things of one or two words: "milk, bread and butter". Each is a value of its own.
_SEVERAL = re.compile(r"[\w'-]+(?: [\w'-]+)?(?:, ?[\w'-]+(?: [\w'-]+)?)+(?:,? and [\w'-]+(?: [\w'-]+)?)?")
_POLITE = re.compile(r"(?i)[\s,]+(?:please|pls|thanks|thank you|for me)$")
_ARTICLE = re.compile(r"(?i)(?:a|an|the|my|our|some)\s+(?=\S)")
#: Names of what is put somewhere, where the thing itself is still to come: "a task to …", "an item: …".
_HOLDER = re.compile(
    r"(?i)(?:(?:a|an|the|my)\s+)?(?:new\s+)?"
    r"(?:task|todo|to-?do|item|note|reminder|event|meeting|appointment|entry|file|something|it|this|that)s?"
    r"(?:\s+(?:to|called|titled|named|saying|that|for|on|in|at)\b.*|\W*)$"
)
#: These hold a time as well as anything else: "tell him that it begins at 3 pm".
_WITH_TIMES = ("message", "subject")


@dataclass(frozen=True, slots=True)
class Stretch:
    """text[start:end], and what it is said for: "task", "event", "message", "title", "subject" or "query"."""

    use: str
    start: int
    end: int


def stretches(text: str, values: Sequence[Value]) -> Iterator[Stretch]:
    """The stretches of a text. `values` are what it states: times end a stretch, quotes stand for themselves."""
    for use, pattern in _LEADS:
        for lead in pattern.finditer(text):
            start = lead.end()
            if use == "query" and re.match(r"(?i)(?:for|up)\s", text[start:]):
                continue
            if article := _ARTICLE.match(text, start) if use in ("event", "query") else None:
                start = article.end()
            end = _end(text, start, () if use in _WITH_TIMES else values)
            if use == "task" and lead.group().split()[0].casefold() in ("add", "put") and _SEVERAL.fullmatch(text[start:end]):
                continue
            if end > start and not _HOLDER.fullmatch(text[start:end]) and not _quoted(start, end, values):
                yield Stretch(use, start, end)
    if colon := _AFTER_COLON.search(text):
        end = _end(text, colon.end(), values)
        if end > colon.end():
            yield Stretch("task", colon.end(), end)


def _end(text: str, start: int, values: Sequence[Value]) -> int:
    ends = [found.start()] if (found := _END.search(text, start)) else [len(text)]
    ends += [
        value.start
        for value in values
        if value.kind in ("date", "time") and value.start > start
        and not text.startswith(("'s", "’s"), value.end)
    ]
    end = min(ends)
    while True:
        said = text[start:end].rstrip(" ,.;!?")
        shorter = _POLITE.sub("", _TO_TIME.sub("", said)) if end < len(text) else _POLITE.sub("", said)
        if shorter == text[start:end]:
            return end
        end = start + len(shorter)


def _quoted(start: int, end: int, values: Sequence[Value]) -> bool:
    return any(value.kind == "quoted" and value.start < end and start < value.end for value in values)
