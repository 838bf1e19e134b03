"""What a text names: places, companies, currencies and languages that the lexicon has, and words in capitals."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from ..knowledge.lexicon import Entry, Place, companies, currencies, languages, places, units
from ..knowledge.words import COMMON_WORDS, STOP_WORDS, VERBS, Word, stop_keys, words
from . import calendar_words as calendar
from .eastern_names import eastern_names
from .value import Value

_STATE = re.compile(r",\s*([A-Z]{2})\b")

#: 원 is money beside another currency or where something becomes it.
_WON = re.compile(r"원으로|원화|대\s?원|원\s?환율")
#: Words of money that are more often something else; after a number they count (see `amounts._coin_after`).
_NOT_MONEY = frozenset("원 won real 元 동 pound pounds Won 圓 리라 랜드 바트 sol".split())


def named_in(text: str, free: Callable[[int, int], bool]) -> Iterator[Value]:
    """The things that a text names, outside of the spans that are not `free`."""
    known: list[Value] = []
    found = places().find(text)
    for n, match in enumerate(found):
        if not free(match.start, match.end):
            continue
        code = _STATE.match(text, match.end)
        if (
            code
            and match.entry.kind == "city"
            and (state := places().get(f"US-{code[1]}"))
            and _within(match.entries, state)
        ):
            said = text[match.start : code.end()]
            entry = next(city for city in match.entries if city.state == state.state)
            known.append(Value("place", said, match.start, code.end(), said, entry=entry, details={"full": True}))
            continue
        known.append(Value("place", match.text, match.start, match.end, match.text, entry=match.entry))
        after = found[n + 1] if n + 1 < len(found) else None
        if after and match.entry.kind == "city" and re.fullmatch(r",\s*", text[match.end : after.start]):
            if after.entry.kind in ("state", "country") and _within(match.entries, after.entry):
                said = text[match.start : after.end]
                known.append(
                    Value("place", said, match.start, after.end, said, entry=match.entry, details={"full": True})
                )
    for lexicon, kind in ((companies(), "company"), (currencies(), "currency"), (languages(), "language")):
        for match in lexicon.find(text):
            if free(match.start, match.end) and not (
                kind == "currency"
                and match.text in _NOT_MONEY
                and not _WON.search(text[max(0, match.start - 3) : match.end + 4])
            ):
                known.append(Value(kind, match.text, match.start, match.end, match.text, entry=match.entry))
    yield from known
    for name in eastern_names(text, found, companies().find(text)):
        if free(name.start, name.end):
            said, details = text[name.start : name.end], {"wide": name.place is not None, "receiver": name.receiver}
            yield Value("name", said, name.start, name.end, said, entry=name.place, details=details)
    for value in _names(text):
        same = any(other.holds(value) for other in known)
        if free(value.start, value.end) and not same and not _measure_or_day(value.text):
            yield value


def _measure_or_day(name: str) -> bool:
    """Whether a word with a capital letter is a unit, a currency, a weekday or a month."""
    plain = name.casefold()
    return (
        bool(units().named(name) or currencies().named(name)) or plain in calendar.WEEKDAYS or name in calendar.MONTHS
    )


def _within(cities: Sequence[Entry], wider: Entry) -> bool:
    return any(
        isinstance(city, Place)
        and isinstance(wider, Place)
        and (city.state == wider.state if wider.kind == "state" else city.country == wider.country)
        for city in cities
    )


_POSSESSIVE = re.compile(r"(?:['’]s)?$")
_NAME_JOINTS = frozenset("of the de la le du da von van der den y e & and for on in to".split())
_NAME_STARTERS = (
    STOP_WORDS
    | COMMON_WORDS
    | VERBS
    | frozenset("oh ah hmm well anyway actually sorry thanks yes okay sure hey dear maybe perhaps".split())
)


def _names(text: str) -> Iterator[Value]:
    """Runs of words with capital letters: `Battle of Waterloo`, `Mr. X`, `Maroon 5`, `S&P 500`."""
    row = [word for word in words(text)]
    n = 0
    while n < len(row):
        plain = row[n].text.casefold().replace("’", "'").removesuffix("'s")
        if not _capital(row[n]) or (_starts_sentence(text, row, n) and plain in _NAME_STARTERS):
            n += 1
            continue
        if row[n].text.casefold() in ("i", "i'm", "i'd", "i'll", "i've") or _only_begins(text, row, n):
            n += 1
            continue
        end = n + 1
        while end < len(row):
            gap = text[row[end - 1].end : row[end].start]
            if _capital(row[end]) and gap in ("", " ") and row[end].text != "I":
                end += 1
            elif (
                row[end].text in (".", "&", "-", "'", "/")
                and not gap
                and end + 1 < len(row)
                and (
                    _capital(row[end + 1])
                    and (
                        row[end].text != "."
                        or len(row[end - 1].text) <= 2
                        or row[end - 1].text in ("Mrs", "Prof", "Inc")
                    )
                )
            ):
                end += 2
            elif (
                row[end].text in _NAME_JOINTS
                and row[end].text in ("of", "de", "la", "le", "du", "da", "von", "van", "der", "&", "the")
                and end + 1 < len(row)
                and (
                    _capital(row[end + 1])
                    or row[end + 1].text == "the"
                    and end + 2 < len(row)
                    and _capital(row[end + 2])
                )
            ):
                end += 2
            elif row[end].script == "number" and gap == " " and len(row[end].text) <= 4 and _name_number(row, end):
                end += 1
            else:
                break
        stop = row[end - 1].end
        if (
            end < len(row) and row[end].script == "latin" and row[end].content
        ):  # "Van Gogh's painting", not "at Luigi's at 8"
            stop -= len(_POSSESSIVE.search(row[end - 1].text).group())
        yield Value("name", text[row[n].start : stop], row[n].start, stop, text[row[n].start : stop])
        n = end


def _only_begins(text: str, row: Sequence[Word], n: int) -> bool:
    """Whether a word has its capital letter only because a sentence begins with it: "However, …", "Imagine you …"."""
    if not _starts_sentence(text, row, n) or n + 1 >= len(row) or row[n].text.isupper():
        return False
    after = row[n + 1].text.casefold()
    return after in (",", "you", "i", "we", "the", "a", "an", "my", "your", "that", "if", "to", "me", "it", "this")


def _name_number(row: Sequence[Word], n: int) -> bool:
    """Whether the number belongs to the name before it: `Maroon 5 songs`, not `Seattle 5 miles`."""
    after = row[n + 1] if n + 1 < len(row) else None
    return after is None or after.script == "mark" or after.key in stop_keys()


def _capital(word: Word) -> bool:
    return word.script == "latin" and word.text[0].isupper()


def _starts_sentence(text: str, row: Sequence[Word], n: int) -> bool:
    return n == 0 or row[n - 1].text in ".?!:;\"'“(" or "\n" in text[row[n - 1].end : row[n].start]
