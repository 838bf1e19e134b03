"""Which rows of a table a question is about, as tests in Python.

    wanted = rows_wanted("the total qty in February where price is above 4", columns)
    wanted.code  → "[row for row in rows if str(row['date'])[5:7] == '02' and (number(row['price']) or 0) > 4]"
    wanted.rest  → "the total qty where"

`rest` is what the question says beyond that. Whoever answers looks there for what nobody has understood.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ....retrieval.terms import query_terms

_NUMBER = r"-?\d+(?:,\d{3})*(?:\.\d+)?"
_FIGURE = rf"[$€£₩¥]?(?P<number>{_NUMBER})"
#: Comparisons before a number, the longer ones first. English, Chinese.
_BEFORE = {
    ">=": r"at least|no less than|not less than|minimum of|>=|≥|至少|不少[於于]|大[於于]等[於于]",
    "<=": r"at most|no more than|not more than|up to|maximum of|<=|≤|至多|不超[過过]|小[於于]等[於于]",
    ">": r"(?:more|greater|higher|bigger|larger|longer) than|above|over|exceed(?:s|ing)?|>|大[於于]|超[過过]|高[於于]|多[於于]",
    "<": r"(?:less|fewer|lower|smaller|cheaper|shorter) than|below|under|<|小[於于]|低[於于]|少[於于]",
    "==": r"equal(?:s|ing)?(?: to)?|exactly|==?|等[於于]",
}
#: Comparisons after a number. English, Korean.
_AFTER = {
    ">=": r"or (?:more|higher|above)|이상",
    "<=": r"or (?:less|fewer|lower|below)|이하",
    ">": r"초과|보다 (?:크|큰|많|높|비싼|비싸)\w*",
    "<": r"미만|보다 (?:작|적|낮|싼|싸)\w*",
}
_WORDS_BEFORE = r"(?P<column>(?:[^\W\d][\w'-]*\s+){0,4}?)(?:(?:is|are|was|were|of|has|have|had|costs?|with|a|an)\s+)*"
_COMPARED = [
    (sign, re.compile(rf"{_WORDS_BEFORE}(?:{words})\s*{_FIGURE}(?P<unit>\s+[^\W\d]\w*)?", re.IGNORECASE))
    for sign, words in _BEFORE.items()
] + [
    (sign, re.compile(rf"(?P<column>(?:[^\W\d]\w*\s+){{0,2}}?){_FIGURE}\w{{0,2}}(?P<unit>\s+[^\W\d]\w*)??\s*(?:{words})", re.IGNORECASE))
    for sign, words in _AFTER.items()
]  # fmt: skip
_IS = re.compile(rf"(?P<column>[^\W\d]\w*)\s+(?:is|was|are|of|=)\s+{_FIGURE}(?![\w.]*\w)", re.IGNORECASE)
_BETWEEN = re.compile(
    rf"{_WORDS_BEFORE}between\s+[$€£₩¥]?(?P<low>{_NUMBER})\s+and\s+[$€£₩¥]?(?P<high>{_NUMBER})", re.IGNORECASE
)
_NOT = (
    r"(?:excluding|except(?: for)?|without|other than|not(?: (?:in|from|of|counting|including))?|apart from|besides"
    r"|outside(?: of)?)"
)
_LEADING = r"(?:(?:the|any|all|in|from|of|for)\s+)*"
_MONTHS = {
    name: number
    for number, names in enumerate(
        "january jan|february feb|march mar|april apr|may|june jun|july jul|august aug|september sep sept|october oct|"
        "november nov|december dec".split("|"),
        start=1,
    )
    for name in names.split()
}
_MONTH = re.compile(
    rf"(?:\b(?:in|during|of|for|from)\s+)?\b(?P<name>{'|'.join(_MONTHS)})\b|(?<!\d)(?P<number>1[0-2]|[1-9])[월月]",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:\b(?:in|during|of|for|from)\s+)?(?<![\d-])(?P<year>(?:19|20)\d\d)(?![\d-])[년年]?", re.IGNORECASE)
_DAY = re.compile(r"\b(?P<sign>after|since|before|until|by|from)\s+(?P<day>\d{4}-\d\d-\d\d)\b", re.IGNORECASE)
_ISO = re.compile(r"\d{4}-\d\d(?:-\d\d)?(?:[T ].*)?$")


@dataclass(frozen=True, slots=True)
class Rows:
    """Tests that a row must pass, the columns of which a value was named, and what else the question says."""

    tests: tuple[str, ...]
    named: Mapping[str, Sequence[str]]
    rest: str

    @property
    def code(self) -> str:
        """The rows, as Python."""
        return f"[row for row in rows if {' and '.join(self.tests)}]" if self.tests else "rows"


def rows_wanted(question: str, columns: Mapping[str, Any]) -> Rows:
    """The rows that a question is about. `columns` are "number" or a list of the texts in them."""
    texts = {column: values for column, values in columns.items() if values != "number"}
    numbers = [column for column, values in columns.items() if values == "number"]
    tests: list[str] = []
    named: dict[str, list[str]] = {}
    rest = question
    for find in (_days, _without):
        rest = find(rest, texts, tests)
    rest = _with(rest, texts, named)
    tests += [
        f"str(row[{column!r}]) == {values[0]!r}" if len(values) == 1 else f"str(row[{column!r}]) in {values!r}"
        for column, values in named.items()
    ]
    rest = _compared(rest, numbers, tests)
    rest = _months(rest, texts, tests)
    return Rows(tuple(tests), named, " ".join(rest.split()))


def best_column(question: str, columns: Sequence[str] | Mapping[str, Any]) -> str | None:
    """The column whose name shares the most words with the question; the first of equals."""
    asked = set(query_terms(question))
    shares = {column: len(asked & set(query_terms(column))) / len(query_terms(column) or [1]) for column in columns}
    best = max(shares, key=shares.__getitem__, default=None)
    return best if best is not None and shares[best] > 0 else None


def _mention(value: str) -> str:
    """A pattern for a value in a question: a whole word in Latin letters, else whatever follows (a particle)."""
    after = r"(?:e?s)?(?!\w)" if value[-1].isascii() else ""
    before = r"(?<!\w)" if value[0].isascii() else ""
    return before + re.escape(value) + after


def _without(text: str, columns: Mapping[str, Sequence[str]], tests: list[str]) -> str:
    """Values that are ruled out: "excluding coffee", "not from Seoul"."""
    for column, values in columns.items():
        for value in sorted(filter(None, values), key=len, reverse=True):
            mention = _mention(value)
            pattern = (
                rf"\b{_NOT}\s+{_LEADING}{mention}|{mention}(?:를|을)?\s*(?:제외|빼고|말고)\w*"
                rf"|[除不][了是]?\s*{mention}\s*(?:以外|之外)?"
            )
            text, count = re.subn(pattern, " ", text, flags=re.IGNORECASE)
            if count:
                tests.append(f"str(row[{column!r}]) != {value!r}")
    return text


def _with(text: str, columns: Mapping[str, Sequence[str]], named: dict[str, list[str]]) -> str:
    """Values that are named: "in Seoul", "for May"."""
    for column, values in columns.items():
        for value in sorted(filter(None, values), key=len, reverse=True):
            mention = rf"(?:\b(?:in|from|for)\s+(?:the\s+)?)?{_mention(value)}"
            text, count = re.subn(mention, " ", text, flags=re.IGNORECASE)
            if count:
                named.setdefault(column, []).append(value)
    return text


def _compared(text: str, numbers: Sequence[str], tests: list[str]) -> str:
    """Numbers that a column is held against: "price above 4", "between 2 and 5"."""
    for found in _BETWEEN.finditer(text):
        if column := _nearest(found["column"], "", numbers):
            low, high = found["low"].replace(",", ""), found["high"].replace(",", "")
            tests.append(f"number(row[{column!r}]) is not None and {low} <= number(row[{column!r}]) <= {high}")
            text = text.replace(found.group(), _without_name(found["column"], column))
    for sign, pattern in _COMPARED:
        for found in pattern.finditer(text):
            unit = found["unit"] or ""
            if column := _nearest(found["column"], unit, numbers):
                value = found["number"].replace(",", "")
                tests.append(f"number(row[{column!r}]) is not None and number(row[{column!r}]) {sign} {value}")
                text = text.replace(found.group(), _without_name(found["column"], column) + _without_name(unit, column))
    for found in _IS.finditer(text):
        if column := best_column(found["column"], numbers):
            tests.append(f"number(row[{column!r}]) == {found['number'].replace(',', '')}")
            text = text.replace(found.group(), " ")
    return text


def _nearest(before: str, after: str, numbers: Sequence[str]) -> str | None:
    """The column whose name stands nearest before a comparison, else behind its number, else the only one."""
    words = before.split()
    for start in range(len(words) - 1, -1, -1):
        if column := best_column(" ".join(words[start:]), numbers):
            return column
    return best_column(after, numbers) or (numbers[0] if len(numbers) == 1 else None)


def _without_name(text: str, column: str) -> str:
    """A text without the words of a column's name: they belong to the comparison. Other words stay."""
    name = set(query_terms(column))
    return " " + " ".join(word for word in text.split() if not name & set(query_terms(word))) + " "


def is_dated(values: Sequence[str]) -> bool:
    """Whether these are dates, as 2026-02-28 or 2026-02."""
    return any(values) and all(_ISO.match(value) for value in values if value)


def _dated(columns: Mapping[str, Sequence[str]]) -> str | None:
    return next((column for column, values in columns.items() if is_dated(values)), None)


def _days(text: str, columns: Mapping[str, Sequence[str]], tests: list[str]) -> str:
    column = _dated(columns)
    for found in _DAY.finditer(text) if column else ():
        sign = {"after": ">", "since": ">=", "from": ">=", "before": "<"}.get(found["sign"].lower(), "<=")
        tests.append(f"str(row[{column!r}])[:10] {sign} {found['day']!r}")
        text = text.replace(found.group(), " ")
    return text


def _months(text: str, columns: Mapping[str, Sequence[str]], tests: list[str]) -> str:
    column = _dated(columns)
    if column is None:
        return text
    months = [
        (found.group(), int(found["number"] or _MONTHS[found["name"].lower()]))
        for found in _MONTH.finditer(text)
        if found["name"] != "may" or " " in found.group()  # "may I ask"
    ]
    if months:
        kept = [f"{month:02}" for _, month in months]
        tests.append(f"str(row[{column!r}])[5:7] " + (f"== {kept[0]!r}" if len(kept) == 1 else f"in {kept!r}"))
    years = [(found.group(), found["year"]) for found in _YEAR.finditer(text)]
    if years:
        kept = [year for _, year in years]
        tests.append(f"str(row[{column!r}])[:4] " + (f"== {kept[0]!r}" if len(kept) == 1 else f"in {kept!r}"))
    for said, _ in months + years:
        text = text.replace(said, " ")
    return text
