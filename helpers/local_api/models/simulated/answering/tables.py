"""Questions about a table: Python code in two steps, as a careful analyst would write it.

The model has not seen the file. So the first code looks at it and prints what columns it has; the
second, written from what the first printed, answers the question.

    code = look_code("sales.csv")            # → prints {"rows": 12, "columns": {…}}
    code = answer_code(question, "sales.csv", printed)
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from ....retrieval.terms import query_terms

_READ = {
    ".csv": "rows = list(csv.DictReader(open({name!r}, encoding='utf-8-sig', newline='')))",
    ".tsv": "rows = list(csv.DictReader(open({name!r}, encoding='utf-8-sig', newline=''), delimiter='\\t'))",
    ".json": "rows = json.load(open({name!r}, encoding='utf-8-sig'))",
}

_HEAD = """\
import csv, json, statistics

{read}

def number(value):
    try:
        return float(str(value).replace(",", "").strip("$€£₩¥% "))
    except ValueError:
        return None

"""

_LOOK = """\
columns = {}
for name in rows[0] if rows else []:
    values = [row.get(name) for row in rows]
    if all(number(value) is not None for value in values if value not in ("", None)):
        columns[name] = "number"
    else:
        columns[name] = sorted({str(value) for value in values})[:100]
print(json.dumps({"rows": len(rows), "columns": columns}, ensure_ascii=False))
"""

#: What to do with the values of a column. English, Korean, Chinese.
_OPERATIONS = {
    "mean": r"average|mean\b|평균|平均",
    "median": r"median|중앙값|中位數|中位数",
    "max": r"highest|largest|biggest|most|maximum|max\b|best|top|최고|최대|가장 (?:높|큰|많|비싼)|最高|最大|最多|最貴|最贵",
    "min": r"lowest|smallest|least|fewest|minimum|min\b|worst|cheapest|최저|최소|가장 (?:낮|작|적|싼)|最低|最小|最少|最便宜",
    "sum": r"total|sum\b|altogether|overall|합계|총|전체|總|总|合計|一共|加總",
    "count": r"how many|number of|count|몇|개수|수는|多少|幾|几|數量|数量",
}

#: The same as code, for a list `values`.
COMPUTE = {
    "mean": "statistics.mean(values)",
    "median": "statistics.median(values)",
    "max": "max(values)",
    "min": "min(values)",
    "sum": "sum(values)",
    "count": "len(values)",
}

#: "the phone number of" asks for a phone, not for a count.
_NUMBER_OF = re.compile(r"(\w+)\s+number of\b", re.IGNORECASE)
_EACH = re.compile(r"\b(?:by|per|each|every|for each)\s+(\w+)|(\w+?)별|每個?(\w+)|各(\w+)", re.IGNORECASE)


def table_named(question: str, files: Sequence[str]) -> str | None:
    """The file that a question is about: the one it names, or the only table there is."""
    tables = [name for name in files if _extension(name) in _READ]
    named = [
        name
        for name in tables
        if name.lower() in question.lower() or name.rsplit(".", 1)[0].lower() in question.lower()
    ]
    return named[0] if named else tables[0] if len(tables) == 1 else None


def look_code(name: str) -> str:
    """Code that prints, as one line of JSON, how many rows a table has and what is in its columns."""
    return head(name) + _LOOK


def read_look(printed: str) -> dict[str, Any] | None:
    """What `look_code` printed, or None where it failed."""
    try:
        found = json.loads(printed)
    except ValueError:
        return None
    return found if isinstance(found, dict) and isinstance(found.get("columns"), dict) else None


def answer_code(question: str, name: str, look: Mapping[str, Any]) -> str | None:
    """Code that answers `question` from the table, or None where its columns do not say how."""
    columns: Mapping[str, Any] = look["columns"]
    operation = operation_of(question, columns)
    if operation is None:
        if (row := _row_asked(question)) is not None:
            return head(name) + _row_code(question, columns, row)
        lookup = _lookup_code(question, columns)
        return head(name) + lookup if lookup else None
    numbers = [column for column, values in columns.items() if values == "number"]
    texts = {column: values for column, values in columns.items() if values != "number"}
    conditions = _conditions(question, texts)
    rows = rows_kept(question, columns)

    if operation == "count":
        return head(name) + f"print(len({rows}))\n"
    value = best_column(question, numbers) or (numbers[0] if len(numbers) == 1 else None)
    if value is None:
        return None
    each = _EACH.search(question)
    group = each and best_column(next(part for part in each.groups() if part), texts)
    if group:
        return head(name) + (
            f"groups = {{}}\nfor row in {rows}:\n"
            f"    if number(row[{value!r}]) is not None:\n"
            f"        groups.setdefault(row[{group!r}], []).append(number(row[{value!r}]))\n"
            f"for name, values in groups.items():\n"
            f'    print(f"{{name}}: {{round({COMPUTE[operation]}, 10):g}}")\n'
        )
    asked = best_column(question, [column for column in texts if column not in dict(conditions)])
    if operation in ("max", "min") and asked:
        return head(name) + (
            f"found = [row for row in {rows} if number(row[{value!r}]) is not None]\n"
            f"row = {operation}(found, key=lambda row: number(row[{value!r}]))\n"
            f'print(f"{{row[{asked!r}]}}: {{row[{value!r}]}}")\n'
        )
    return head(name) + (
        f"values = [number(row[{value!r}]) for row in {rows} if number(row[{value!r}]) is not None]\n"
        f'print(f"{{round({COMPUTE[operation]}, 10):g}}" if values else "no rows")\n'
    )


def operation_of(question: str, columns: Mapping[str, Any]) -> str | None:
    """What a question asks to be worked out: "mean", "median", "max", "min", "sum", "count" or None."""
    named = " ".join(_NUMBER_OF.findall(question))
    counted = _NUMBER_OF.sub(r"\1", question) if best_column(named, columns) else question
    return next((kind for kind, words in _OPERATIONS.items() if re.search(words, counted, re.IGNORECASE)), None)


def rows_kept(question: str, columns: Mapping[str, Any]) -> str:
    """Code for the rows that a question is about: those with the values that it names, or all."""
    texts = {column: values for column, values in columns.items() if values != "number"}
    kept = " and ".join(f"str(row[{column!r}]) == {value!r}" for column, value in _conditions(question, texts))
    return f"[row for row in rows if {kept}]" if kept else "rows"


# --- rows and columns as they are -------------------------------------------------------------

_ORDINALS = {
    word: number
    for number, words in enumerate(
        (
            "first|1st|첫 ?번째|第一",
            "second|2nd|두 ?번째|第二",
            "third|3rd|세 ?번째|第三",
            "fourth|4th|네 ?번째|第四",
            "fifth|5th|다섯 ?번째|第五",
            "sixth|6th|여섯 ?번째|第六",
            "seventh|7th|일곱 ?번째|第七",
            "eighth|8th|여덟 ?번째|第八",
            "ninth|9th|아홉 ?번째|第九",
            "tenth|10th|열 ?번째|第十",
        ),
        start=1,
    )
    for word in words.split("|")
} | {"last": -1, "마지막": -1, "最後": -1}
_ORDINAL = re.compile(
    "(?:" + "|".join(rf"\b{word}\b" if word.isascii() else word for word in _ORDINALS) + ")"
    r"(?!\s+(?:hours?|days?|weeks?|months?|quarters?|years?)\b)",
    re.IGNORECASE,
)
#: A number that may be a row's key: "turbine 1001".
_KEY = re.compile(r"(?<![\w.])\d+(?:\.\d+)?(?!\w)")
#: Rows and values that are shown at most.
_SHOWN = 100


def _row_asked(question: str) -> int | None:
    """Which row a question asks for, counted from 1 (-1 is the last), or None."""
    found = _ORDINAL.search(question)
    if found is None:
        return None
    said = found.group().casefold()
    return next(number for word, number in _ORDINALS.items() if re.fullmatch(word, said))


def _row_code(question: str, columns: Mapping[str, Any], row: int) -> str:
    """Code that prints one row, or what the question asks of it."""
    asked = best_column(question, columns)
    place = row if row < 0 else row - 1
    needed = abs(row)
    shown = f"row.get({asked!r})" if asked else "', '.join(f'{key}: {value}' for key, value in row.items())"
    lines = [f"row = rows[{place}] if len(rows) >= {needed} else None", f"print({shown} if row else 'no such row')"]
    return "\n".join(lines) + "\n"


def _lookup_code(question: str, columns: Mapping[str, Any]) -> str | None:
    """Code that prints the rows whose key the question names, or all values of the column that it asks for."""
    texts = {column: values for column, values in columns.items() if values != "number"}
    kept = [(column, [value]) for column, value in _conditions(question, texts)]
    if keys := _KEY.findall(question):
        column = best_column(question, [column for column, values in columns.items() if values == "number"])
        if column:
            kept.append((column, keys))
    others = [column for column in columns if column not in dict(kept)]
    asked = best_column(question, others)
    if kept:
        tests = " and ".join(f"str(row.get({column!r})) in {values!r}" for column, values in kept)
        shown = f"str(row.get({asked!r}))" if asked else f"', '.join(f'{{key}}: {{row.get(key)}}' for key in {others!r})"
        return (
            f"found = [row for row in rows if {tests}]\n"
            f"for row in found[:{_SHOWN}]:\n"
            f"    print(', '.join(str(row.get(key)) for key in {list(dict(kept))!r}) + ': ' + {shown})\n"
            "if not found:\n    print('no such row')\n"
        )
    if asked:
        return (
            f"values = list(dict.fromkeys(str(row.get({asked!r})) for row in rows))\n"
            f"print('\\n'.join(values[:{_SHOWN}]) or 'no rows')\n"
        )
    return None


def head(name: str) -> str:
    """Code that reads a table into `rows` and defines `number`."""
    return _HEAD.format(read=_READ[_extension(name)].format(name=name))


def _extension(name: str) -> str:
    return "." + name.rsplit(".", 1)[-1].lower()


def names_one(text: str, columns: Sequence[str]) -> bool:
    """Whether a text has a word of one of the columns' names."""
    return best_column(text, columns) is not None


def best_column(question: str, columns: Sequence[str] | Mapping[str, Any]) -> str | None:
    """The column whose name shares the most words with the question; the first of equals."""
    asked = set(query_terms(question))
    shares = {column: len(asked & set(query_terms(column))) / len(query_terms(column) or [1]) for column in columns}
    best = max(shares, key=shares.__getitem__, default=None)
    return best if best is not None and shares[best] > 0 else None


def _conditions(question: str, texts: Mapping[str, Sequence[str]]) -> list[tuple[str, str]]:
    """Columns of which the question names a value: "in Seoul", "for May"."""
    found = []
    for column, values in texts.items():
        named = [
            value for value in values if value and re.search(rf"(?<!\w){re.escape(value)}", question, re.IGNORECASE)
        ]
        if named:
            found.append((column, max(named, key=len)))
    return found
