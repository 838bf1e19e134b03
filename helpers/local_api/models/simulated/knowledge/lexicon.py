"""What the simulated model knows of the world: names of places, companies, currencies, languages and
units, and words for common notions, in English, Korean and Traditional Chinese.

The lists are data, in `data/lexicons/` (sources in `data/README.md`). Each is read when it is first
asked for, in a few milliseconds, and kept.

    places().find("서울과 Busan의 날씨")[0].entry.en      → "Seoul"
    companies().find("애플 주가")[0].entry.ticker          → "AAPL"
    notions().find("비가 올 확률")                          → rain, probability
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import Generic, TypeVar

FOLDER = Path(__file__).parents[5] / "data" / "lexicons"

_HANGUL = re.compile(r"[\uac00-\ud7af]")
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")
#: What may follow a Korean name inside its word: particles, and what makes a place a town or a land.
_KOREAN_ENDING = re.compile(
    r"(?:은|는|이|가|을|를|의|에|도|만|로|와|과|랑|나|요|시|군|구|역|주|인|행|발|산|주식|주가|날씨|부터|까지|처럼|보다|하고|씩|쪽|"
    r"지역|공항|시내|사람|돈|어|말|이나|이랑|입니다|인가|화|로서|야|이야)"
)
#: Names that are also plain English words: they count as names only with a capital letter.
PLAIN_WORDS = frozenset(
    """nice mesa cork bath phoenix buffalo target shell visa total ford apple amazon arm meta delta zoom intuit oracle
    snowflake ups rio victoria florence georgia charlotte columbus madison darwin turkey china jordan chad mali guinea
    cuba cambridge orlando houston austin jersey guernsey lima bergen essen split hermes alphabet block square snap
    canon honda kia acer quanta bar degree in real dong won pound pounds franc francs peso pesos the states merck
    mobile reading oxford bristol richmond lincoln bali tip togo niger man georgia hobart paris hp dell lilly citi
    basel salvador granada kingston ireland latin polish""".split()
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A thing with its names. `key` is its code or id; `aliases` are other names in any language."""

    key: str
    en: str
    ko: str
    zh: str
    aliases: tuple[str, ...] = ()

    def name(self, language: str) -> str:
        """The name in `en`, `ko` or `zh`."""
        return {"ko": self.ko, "zh": self.zh}.get(language) or self.en

    def names(self) -> Iterator[str]:
        """Every name, the main ones first, without empty ones."""
        return (name for name in (self.en, self.ko, self.zh, *self.aliases) if name)


@dataclass(frozen=True, slots=True)
class Place(Entry):
    """A city, a country or a state of the USA.

    `country` is its ISO 3166 code, `state` the two letters of a US state or "". `temperature` is
    "C" or "F" and `measures` is "metric" or "us", as is customary there; `currency` is its ISO 4217 code.
    """

    kind: str = "city"
    country: str = ""
    state: str = ""
    temperature: str = "C"
    measures: str = "metric"
    currency: str = ""


@dataclass(frozen=True, slots=True)
class Company(Entry):
    """A company listed on a stock exchange. `ticker` is written as Yahoo Finance writes it."""

    ticker: str = ""
    exchange: str = ""


@dataclass(frozen=True, slots=True)
class Currency(Entry):
    """A currency. `key` is its ISO 4217 code."""

    symbol: str = ""


@dataclass(frozen=True, slots=True)
class Unit(Entry):
    """A unit of measure. A value times `factor` plus `offset` is in the SI unit of its `dimension`."""

    symbol: str = ""
    dimension: str = ""
    factor: float = 1.0
    offset: float = 0.0


@dataclass(frozen=True, slots=True)
class Notion(Entry):
    """Words that mean the same thing. `part_of` is the notion that it belongs to, or ""."""

    part_of: str = ""


E = TypeVar("E", bound=Entry)


@dataclass(frozen=True, slots=True)
class Match(Generic[E]):
    """A name found in a text. `entries` are all things of that name, the likeliest first."""

    start: int
    end: int
    text: str
    entries: tuple[E, ...]

    @property
    def entry(self) -> E:
        return self.entries[0]


#: Where a name may begin: at any letter that is not Latin, at any sign, and at a Latin letter or digit that
#: begins a word.
_BEGINNING = re.compile(r"[^\sA-Za-z0-9\u00c0-\u024f]|(?<![A-Za-z0-9\u00c0-\u024f])[A-Za-z0-9\u00c0-\u024f]")
#: Names are looked up by so many of their first letters.
_LETTERS = 3


@dataclass(slots=True, eq=False)
class Lexicon(Generic[E]):
    """A list of entries that finds its names in a text."""

    entries: tuple[E, ...]
    words: bool = False  # entries are common words, in any case, with English plurals
    _named: dict[str, list[E]] = field(default_factory=dict)
    _starts: dict[str, list[str]] = field(default_factory=dict)
    _keys: dict[str, E] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for entry in self.entries:
            self._keys.setdefault(entry.key, entry)
            for name in entry.names():
                named = self._named.setdefault(name.casefold(), [])
                if entry not in named:
                    named.append(entry)
        for name in self._named:
            self._starts.setdefault(name[:_LETTERS], []).append(name)
        for names in self._starts.values():
            names.sort(key=len, reverse=True)

    def get(self, key: str) -> E | None:
        """The entry with this code or id."""
        return self._keys.get(key)

    def named(self, name: str) -> tuple[E, ...]:
        """All entries of exactly this name, in any case."""
        return tuple(self._named.get(name.strip().casefold(), ()))

    def find(self, text: str, any_case: bool = False) -> tuple[Match[E], ...]:
        """The names in `text`, in order; of overlapping ones the longest that starts first.

        A name in Latin letters counts when it is a word of its own; one that is also a plain word
        ("Nice", "Target") or an abbreviation ("LA") only as capitals write it, unless `any_case`.
        A Korean name may carry a particle. A Chinese name may stand anywhere.
        """
        return _found(self, text, any_case)

    def _find(self, text: str, any_case: bool) -> Iterator[Match[E]]:
        folded = text.casefold()
        if len(folded) != len(text):  # a letter that folds to two: keep positions right
            folded = text.lower() if len(text.lower()) == len(text) else text
        starts, taken = self._starts, 0
        for at, beginnings in _beginnings(folded):
            if at < taken or starts.keys().isdisjoint(beginnings):
                continue
            for name in (name for letters in beginnings for name in starts.get(letters, ())):
                if folded.startswith(name, at) and (end := self._end(text, at, name, any_case)):
                    yield Match(at, end, text[at:end], tuple(self._named[name]))
                    taken = end
                    break

    def _end(self, text: str, start: int, name: str, any_case: bool) -> int:
        """Where the name that starts here ends, or 0 when it is only part of another word."""
        end = start + len(name)
        before, after = text[start - 1 : start], text[end : end + 1]
        if _HANGUL.match(name[0]):
            if _HANGUL.match(before):
                return 0
            if len(name) < 3 and not self.words and _HANGUL.match(after) and not _KOREAN_ENDING.match(text, end):
                return 0
            return end
        if _HAN.match(name[0]):
            return end
        if _is_latin(before) and _is_latin(name[0]) or _is_latin(after) and _is_latin(name[-1]):
            if self.words and after in ("s", "S") and not _is_latin(text[end + 1 : end + 2]):
                return end + 1
            return 0
        if self.words or any_case:
            return end
        written = text[start:end]
        if len(name) <= 3 and name.isascii() and name.isalpha():
            return end if any(written in entry.names() for entry in self._named[name]) else 0
        if name in PLAIN_WORDS and written[0].islower():
            return 0
        return end


@lru_cache(maxsize=8)
def _beginnings(folded: str) -> tuple[tuple[int, tuple[str, ...]], ...]:
    """Where names may begin, with the first letters there, the more the earlier: a name as short as them is one too."""
    places = (match.start() for match in _BEGINNING.finditer(folded))
    return tuple((at, tuple(folded[at : at + letters] for letters in range(_LETTERS, 0, -1))) for at in places)


@lru_cache(maxsize=512)
def _found(lexicon: Lexicon[E], text: str, any_case: bool) -> tuple[Match[E], ...]:
    """A question is searched by all who read it, and again in the next turn."""
    return tuple(lexicon._find(text, any_case))


def _is_latin(letter: str) -> bool:
    return bool(letter) and (letter.isascii() and letter.isalnum() or "\u00c0" <= letter <= "\u024f")


def _rows(name: str) -> Iterator[dict[str, str]]:
    lines = (FOLDER / name).read_text(encoding="utf-8").splitlines()
    header = lines[0].split("\t")
    return (dict(zip(header, line.split("\t"), strict=True)) for line in lines[1:])


def _split(names: str) -> tuple[str, ...]:
    return tuple(names.split("|")) if names else ()


@cache
def places() -> Lexicon[Place]:
    """Big cities, all countries, and the states of the USA."""
    countries = [
        Place(
            r["code"],
            r["en"],
            r["ko"],
            r["zh"],
            _split(r["aliases"]),
            "country",
            r["code"],
            "",
            r["temperature"],
            r["measures"],
            r["currency"],
        )
        for r in _rows("countries.tsv")
    ]
    of = {country.key: country for country in countries}
    cities = [
        Place(
            f"{r['en']}, {r['state'] or r['country']}",
            r["en"],
            r["ko"],
            r["zh"],
            _split(r["aliases"]),
            "city",
            r["country"],
            r["state"],
            of[r["country"]].temperature,
            of[r["country"]].measures,
            of[r["country"]].currency,
        )
        for r in _rows("cities.tsv")
    ]
    states = [
        Place(
            f"US-{r['code']}",
            r["en"],
            r["ko"],
            r["zh"],
            _split(r["aliases"]),
            "state",
            "US",
            r["code"],
            "F",
            "us",
            "USD",
        )
        for r in _rows("states.tsv")
    ]
    return Lexicon((*cities, *countries, *states))


@cache
def companies() -> Lexicon[Company]:
    """Well-known listed companies."""
    return Lexicon(
        tuple(
            Company(r["ticker"], r["en"], r["ko"], r["zh"], _split(r["aliases"]), r["ticker"], r["exchange"])
            for r in _rows("companies.tsv")
        )
    )


@cache
def currencies() -> Lexicon[Currency]:
    """Currencies; their codes are names too."""
    return Lexicon(
        tuple(
            Currency(r["code"], r["en"], r["ko"], r["zh"], (r["code"], *_split(r["aliases"])), r["symbol"])
            for r in _rows("currencies.tsv")
        ),
        words=True,
    )


@cache
def languages() -> Lexicon[Entry]:
    """Languages, by ISO 639 code."""
    rows = _rows("languages.tsv")
    return Lexicon(tuple(Entry(r["code"], r["en"], r["ko"], r["zh"], _split(r["aliases"])) for r in rows))


def _words(row: dict[str, str]) -> tuple[str, str, str, tuple[str, ...]]:
    """The first word of each language, and all others."""
    en, ko, zh = (_split(row[language]) for language in ("en", "ko", "zh"))
    first_en, first_ko, first_zh = (words[0] if words else "" for words in (en, ko, zh))
    return first_en, first_ko, first_zh, (*en[1:], *ko[1:], *zh[1:])


@cache
def units() -> Lexicon[Unit]:
    """Units of measure, with the factor to their SI unit."""
    return Lexicon(
        tuple(
            Unit(r["id"], *_words(r), r["symbol"], r["dimension"], float(r["factor"]), float(r["offset"]))
            for r in _rows("units.tsv")
        ),
        words=True,
    )


@cache
def notions() -> Lexicon[Notion]:
    """Common notions. A word may stand for several: `Match.entries` has them all."""
    return Lexicon(tuple(Notion(r["id"], *_words(r), r["part_of"]) for r in _rows("notions.tsv")), words=True)


@dataclass(frozen=True, slots=True)
class Comparative:
    """Words that put things in order: what they order ("temperature"; nothing: whatever there is), and
    which `end` they name, "high" or "low"."""

    words: re.Pattern[str]
    about: frozenset[str]
    end: str


@cache
def comparatives() -> tuple[Comparative, ...]:
    """Comparatives and superlatives. Korean and Chinese stems follow their words for more and most."""
    found = []
    for row in _rows("comparatives.tsv"):
        # A range of Hangul that ignores case would take long to compile.
        korean = rf"(?:더|가장|제일) ?(?:{row['ko']})(?-i:[가-힣]*)"
        words = rf"\b(?:{row['en']})\b|{korean}|(?:比較|較|更|最)(?:{row['zh']})"
        found.append(Comparative(re.compile(words, re.IGNORECASE), frozenset(_split(row["about"])), row["end"]))
    return tuple(found)


def notion_ids(text: str) -> set[str]:
    """The notions that `text` names, with those that they are part of."""
    found: set[str] = set()
    for match in notions().find(text):
        for notion in match.entries:
            found.add(notion.key)
            if notion.part_of:
                found.add(notion.part_of)
    return found
