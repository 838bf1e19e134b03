"""Stretches of a question's words that may be a value: what is left between the words that ask.

In "Find the protein sequence of the human gene for lactase", with a function that says "protein
sequence" and "gene", what is left is "lactase". Words that explain the function are cut from a
phrase's ends, never from its middle.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set

from ..knowledge.words import VERBS, Word
from .value import Value

#: Words after which a description of a thing ends.
_BREAKS = frozenset("who that which whose where when if because so but also then".split())
_BEFORE_REQUESTS = frozenset("and to you i me please then".split())
#: Words after which a verb comes: "that serves", "to relax".
_BEFORE_VERBS = frozenset(
    "that which who to can could will would should must may might not never i you we they please".split()
)
#: Endings of such words: "I'll pick it up".
_WILL = ("'ll", "’ll", "'d", "’d")
#: Verbs of questions that are no part of a value, beside those that requests begin with.
_QUESTION_VERBS = frozenset(
    "costs cost weigh weighs located found happening available released written published named called delivered".split()
)
#: Words that lead from one thing said to the next and name nothing.
_DISCOURSE = frozenset("actually sorry hmm oh well anyway saying says titled entitled something anything stuff".split())
_NO_PART = _BREAKS | _QUESTION_VERBS | _DISCOURSE


def phrases(
    row: Sequence[Word], text: str, explained: Set[str], stated: Sequence[Value], numbers: Sequence[Value] = ()
) -> Iterator[Value]:
    """The phrases of `text`, as values of the kind `phrase`. None reaches into a value already stated.

    English phrases may hold numbers; those of Korean and Chinese, which count with suffixes, do not.
    """
    for run in _runs(row, text, stated):
        yield from _trimmed(run, text, explained)
    yield from _foreign(row, text, explained, [*stated, *numbers])


def _runs(row: Sequence[Word], text: str, stated: Sequence[Value]) -> Iterator[list[Word]]:
    """Neighbouring content words of Latin letters."""
    run: list[Word] = []
    for n, word in enumerate(row):
        inside = word.script == "latin" and word.content and not _taken(word, stated)
        if inside:
            plain, before = word.text.casefold(), row[n - 1].text.casefold() if n else ""
            asks = plain in VERBS and (n == 0 or row[n - 1].script == "mark" or before in _BEFORE_REQUESTS)
            verbal = before in _BEFORE_VERBS or before.endswith(_WILL)
            if asks or plain in _NO_PART or plain.endswith(("n't", "n’t")) or verbal and not run:
                inside = False
        if inside and run and text[run[-1].end : word.start] not in (" ", "-", "", "'"):
            yield run
            run = []
        if inside or (
            word.script == "number" and run and text[run[-1].end : word.start] in ("", "-") and not _taken(word, stated)
        ):
            run.append(word)
        elif (
            word.text == "-" and run and n + 1 < len(row) and row[n + 1].start == word.end and word.start == run[-1].end
        ):
            continue
        else:
            if run:
                yield run
            run = []
    if run:
        yield run


def _taken(word: Word, stated: Sequence[Value]) -> bool:
    return any(value.start <= word.start < value.end for value in stated)


def _trimmed(run: Sequence[Word], text: str, explained: Set[str]) -> Iterator[Value]:
    first, last = 0, len(run)
    while first < last and run[first].key in explained:
        first += 1
    while last > first and run[last - 1].key in explained:
        last -= 1
    if first < last:
        start, end = run[first].start, run[last - 1].end
        yield Value("phrase", text[start:end], start, end, text[start:end], details={"head": last < len(run)})
        if last < len(run):  # "Chinese food" where the schema says "food": both are readings
            whole = run[len(run) - 1].end
            yield Value("phrase", text[start:whole], start, whole, text[start:whole], details={"wide": True})


def _foreign(row: Sequence[Word], text: str, explained: Set[str], stated: Sequence[Value]) -> Iterator[Value]:
    """Phrases of Korean and Chinese questions."""
    from .han import chinese_phrases
    from .hangul import korean_phrases

    if any(word.script == "hangul" for word in row):
        yield from korean_phrases(row, text, explained, stated)
    if any(word.script == "han" for word in row):
        yield from chinese_phrases(row, text, explained, stated)
