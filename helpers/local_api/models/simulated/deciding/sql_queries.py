"""A question to a database in SQL, where the description of the function has the tables and their columns.

    "How many tracks are there?"              SELECT COUNT(*) FROM Track
    "What is the longest track?"              SELECT Name, Milliseconds FROM Track ORDER BY Milliseconds DESC LIMIT 1
    "Which artist has the most albums?"       a join by the column that both tables have, counted
    "albums by AC/DC"                         a join, with the name as a condition

What names no table, or cannot be said with these forms, gives no query.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from ..knowledge.words import split_name, stem, words
from .scene import Scene

_TABLE = re.compile(
    r"(?is)\bTable(?:\s+name)?\s*:\s*(?P<a>\w+)\s*[;,.\n]?\s*(?:with\s+)?Columns?\s*:\s*(?P<a_columns>[\w ,()`\"]+)"
    r"|\bCREATE\s+TABLE\s+(?:IF\s+NOT\s+EXISTS\s+)?[`\"]?(?P<b>\w+)[`\"]?\s*\((?P<b_columns>(?:[^()]|\([^()]*\))*)\)"
    r"|(?<![\w.])(?P<c>[A-Za-z_]\w*)\s?\((?P<c_columns>\s*\w+(?:\s+[A-Za-z]+)?(?:\s*,\s*\w+(?:\s+[A-Za-z]+)?)+\s*)\)"
)
_SQL = re.compile(r"(?i)\bsql\b")
_STATEMENT = re.compile(r"(?is)\s*(?:select|with|insert|update|delete|create|drop|alter|pragma|explain|show)\b.+\s.+")
_NO_COLUMN = re.compile(r"(?i)^(?:primary|foreign|unique|constraint|check|key)\b")
#: What the records at one end of an order are called, the direction, and what the column is then about.
_MEASURES = "amount total price salary score rating population size bytes"
_EXTREMES: Sequence[tuple[str, str, str]] = (
    ("longest", "DESC", "length duration milliseconds seconds minutes hours time runtime size"),
    ("shortest", "ASC", "length duration milliseconds seconds minutes hours time runtime size"),
    ("most expensive|priciest|dearest", "DESC", "price cost amount total fee"),
    ("cheapest|least expensive", "ASC", "price cost amount total fee"),
    ("newest|latest|most recent|youngest|last", "DESC", "date year created time birth hired age"),
    ("oldest|earliest|first", "ASC", "date year created time birth hired age"),
    ("largest|biggest|highest|greatest|maximum|best|top", "DESC", _MEASURES),
    ("smallest|lowest|least|minimum|worst", "ASC", _MEASURES),
)  # fmt: skip
_SUMS = (
    ("average|mean", "AVG"),
    ("total|sum", "SUM"),
    ("maximum|highest|largest", "MAX"),
    ("minimum|lowest|smallest", "MIN"),
)
_NAMING = ("name", "title", "label", "username", "email")


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its name and its columns, as the description writes them."""

    name: str
    columns: tuple[str, ...]

    @property
    def naming(self) -> str:
        """The column that says what a record is called."""
        plain = {split_name(c).casefold().split()[-1]: c for c in reversed(self.columns)}
        return next((plain[name] for name in _NAMING if name in plain), self.columns[0])


@lru_cache(maxsize=200)
def tables_in(about: str) -> tuple[Table, ...]:
    """The tables that a description lists."""
    found: dict[str, Table] = {}
    for match in _TABLE.finditer(about):
        key = next(k for k in "abc" if match[k])
        parts = [part.strip(" `\"\n") for part in re.split(r",(?![^(]*\))", match[f"{key}_columns"])]
        columns = [part.split()[0].strip("`\"") for part in parts if part and not _NO_COLUMN.match(part)]
        if columns:
            found.setdefault(match[key], Table(match[key], tuple(columns)))
    return tuple(found.values())


def takes_sql(name: str, about: str) -> bool:
    """Whether a text parameter is a query in SQL."""
    return bool(_SQL.search(about) or _SQL.search(split_name(name)))


def is_statement(said: str) -> bool:
    return bool(_STATEMENT.match(said))


def query_for(scene: Scene, about: str) -> str:
    """The query that a question asks for, or ""."""
    tables = tables_in(about)
    text = scene.text
    named = _named(text, tables)
    if not named:
        return ""
    table = named[0]
    limit = _limit(text)
    if len(named) > 1:
        value = _value(scene, named)
        return "" if value is None else _joined(text, named[0], named[1], value, limit)
    value = _value(scene, tables)
    if value is None:
        return ""
    owner = _owner(table, tables, scene, value) if value else None
    if owner:
        return _joined(text, table, owner, value, limit)
    where = f" WHERE {table.naming} = {value}" if value else ""
    column = next((c for c in table.columns if c != _key(table) and _says(c, text)), "")
    if re.search(r"(?i)\bhow many\b|\bnumber of\b|\bcount\b", text):
        return f"SELECT COUNT(*) FROM {table.name}{where}"
    for said, function in _SUMS if column else ():
        if re.search(rf"(?i)\b(?:{said})\b", text):
            return f"SELECT {function}({column}) FROM {table.name}{where}"
    for said, order, sorts in _EXTREMES:
        if re.search(rf"(?i)\b(?:{said})\b", text):
            by = _sorted_by(table, text, sorts)
            if by:
                shown = ", ".join(dict.fromkeys((table.naming, by)))
                return f"SELECT {shown} FROM {table.name}{where} ORDER BY {by} {order} LIMIT {limit or 1}"
    shown = ", ".join(c for c in table.columns if c != _key(table) and _says(c, text)) or table.naming
    everything = re.search(r"(?i)\b(?:everything|all (?:data|columns|details|information))\b", text)
    return f"SELECT {'*' if everything else shown} FROM {table.name}{where}" + (f" LIMIT {limit}" if limit else "")


def _named(text: str, tables: Sequence[Table]) -> list[Table]:
    """The tables that a text names, in order."""
    said = [word.key for word in words(text)]
    places = []
    for table in tables:
        parts = [stem(part) for part in split_name(table.name).split()]
        at = next((n for n in range(len(said)) if said[n : n + len(parts)] == parts), None)
        if at is not None:
            places.append((at, table))
    return [table for _, table in sorted(places, key=lambda place: place[0])]


def _says(column: str, text: str) -> bool:
    """Whether a text names a column, by its last word at least: "price" for UnitPrice."""
    said = {word.key for word in words(text)}
    parts = [stem(part) for part in split_name(column).split()]
    return bool(parts) and parts[-1] in said and parts[-1] != "id"


def _key(table: Table) -> str:
    """The column by which records are told apart: its id."""
    return next((c for c in table.columns if split_name(c).casefold().split()[-1] == "id"), "")


def _sorted_by(table: Table, text: str, sorts: str) -> str:
    named = next((c for c in table.columns if c != _key(table) and c != table.naming and _says(c, text)), "")
    kinds = sorts.split()
    fitting = [c for c in table.columns if set(split_name(c).casefold().split()) & set(kinds)]
    return named or next(iter(sorted(fitting, key=lambda c: kinds.index(_sort_of(c, kinds)))), "")


def _sort_of(column: str, kinds: Sequence[str]) -> str:
    return next(kind for kind in kinds if kind in split_name(column).casefold().split())


def _limit(text: str) -> int | None:
    match = re.search(
        r"(?i)\b(?:top|first|last|limit|any)\s+(\d{1,4})\b|\b(\d{1,3})\s+(?:longest|shortest|most|cheapest|largest)\b",
        text,
    )
    return int(match[1] or match[2]) if match else None


def _shared(one: Table, other: Table) -> str:
    """The column by which two tables belong together."""
    both = [c for c in one.columns if c in other.columns and split_name(c).casefold().split()[-1] == "id"]
    return both[0] if both else ""


def _value(scene: Scene, tables: Sequence[Table]) -> str | None:
    """The name that a record must have, as SQL writes it; "" if none is said; None if more than one is."""
    known = {stem(part) for table in tables for part in split_name(table.name).split()}
    found = [
        str(v.value)
        for v in scene.values
        if v.kind in ("quoted", "name", "code", "place", "company") and not {w.key for w in words(v.text)} <= known
    ]
    found = list(dict.fromkeys(found))
    if len(found) > 1:
        return None
    return "'" + found[0].replace("'", "''") + "'" if found else ""


def _owner(table: Table, tables: Sequence[Table], scene: Scene, value: str) -> Table | None:
    """The table of the one whose records are asked for: "albums by AC/DC", "how many albums does Queen have?"."""
    said = re.escape(value.strip("'").replace("''", "'"))
    before, after = r"\b(?:by|of|from|does|do|did|has)\s+(?:the\s+)?[\"']?", r"[\"']?(?:'s|\s+ha(?:s|ve))\b"
    if not re.search(rf"(?i){before}{said}|{said}{after}", scene.text):
        return None
    return next((o for o in tables if o is not table and _key(o) and _key(o) == _shared(o, table)), None)


def _joined(text: str, one: Table, other: Table, value: str, limit: int | None) -> str:
    """A query about two tables: the one with the most of the other, how many of each, or those of a record."""
    by = _shared(one, other)
    if not by:
        return ""
    if re.search(r"(?i)\b(?:most|fewest|least|number of|top|how many)\b", text) and not value:
        whole, part = (one, other) if re.search(r"(?i)\b(?:which|what|who|top)\b", text) else (other, one)
        if _key(whole) != by:
            whole, part = part, whole
        order = "ASC" if re.search(r"(?i)\b(?:fewest|least)\b", text) else "DESC"
        shown = f"{whole.name}.{whole.naming}"
        return (
            f"SELECT {shown}, COUNT(*) AS count FROM {whole.name}"
            f" JOIN {part.name} ON {part.name}.{by} = {whole.name}.{by}"
            f" GROUP BY {whole.name}.{by} ORDER BY count {order} LIMIT {limit or 1}"
        )
    start = "COUNT(*)" if re.search(r"(?i)\bhow many\b|\bnumber of\b", text) else f"{one.name}.{one.naming}"
    where = f" WHERE {other.name}.{other.naming} = {value}" if value else ""
    shown = start if value or start == "COUNT(*)" else f"{start}, {other.name}.{other.naming}"
    return (
        f"SELECT {shown} FROM {one.name} JOIN {other.name} ON {one.name}.{by} = {other.name}.{by}{where}"
        + (f" LIMIT {limit}" if limit else "")
    )
