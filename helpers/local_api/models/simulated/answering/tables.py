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

from .table_lists import distinct_code, rows_code, sorted_code
from .table_rows import Rows, best_column, is_dated, rows_wanted

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
    "stdev": r"standard deviation|표준 ?편차|標準差|标准差",
    "range": r"\brange of\b"
    r"|difference between (?:the )?\w+ and (?:the )?(?:lowest|smallest|minimum|min|highest|largest|maximum|max)\b",
    "percent": r"percent(?:age)?\b|\bproportion|퍼센트|비율|百分|比例",
    "mean": r"average|mean\b|평균|平均",
    "median": r"median|중앙값|中位數|中位数",
    "max": r"highest|largest|biggest|most|maximum|max\b|best|top|최고|최대|가장 (?:높|큰|많|비싼)|最高|最大|最多|最貴|最贵",
    "min": r"lowest|smallest|least|fewest|minimum|min\b|worst|cheapest|최저|최소|가장 (?:낮|작|적|싼)|最低|最小|最少|最便宜",
    "sum": r"total|sum\b|altogether|overall|합계|총|전체|總|总|合計|一共|加總",
    "count": r"how many|number of|count|몇|개수|수는|多少|幾|几|數量|数量",
}

#: The same as code, for a list `values`.
COMPUTE = {
    "stdev": "statistics.stdev(values)",
    "range": "max(values) - min(values)",
    "mean": "statistics.mean(values)",
    "median": "statistics.median(values)",
    "max": "max(values)",
    "min": "min(values)",
    "sum": "sum(values)",
    "count": "len(values)",
}

#: All rows of a name count together for these: "sold the most", "the highest total".
_ALTOGETHER = re.compile(r"\b(?:most|least|fewest|total|overall|altogether)\b|가장 (?:많|적)|총|합계|最多|最少|總|总", re.IGNORECASE)
_MONEY = re.compile(r"\bcosts?\b|\bexpensive\b|\bcheap\w*|비싼|비싸|싼|貴|贵|便宜", re.IGNORECASE)
_WHICH = re.compile(r"^\W*(?:which|who)\b|어느|어떤|哪", re.IGNORECASE)
_WHOLE_ROW = "', '.join(f'{key}: {value}' for key, value in row.items())"
_TIMES = re.compile(r"(\w+)\s*(?:\btimes\b|multiplied by|[*×]|곱하기|乘以?)\s*(\w+)", re.IGNORECASE)
#: What changes a number in ways that are not worked out here, a number that nothing was held against among them.
_NOT_UNDERSTOOD = re.compile(
    r"\b(?:exclud\w*|except|without|not|n't|never|other than|besides|unless|between|difference|ratio|share|versus|vs"
    r"|correlat\w*|trend|forecast|predict\w*|growth|grew|increase\w*|decrease\w*|change\w*|variance|percentile|quartile"
    r"|divided|minus|plus|compared?"
    r"|(?:more|less|greater|higher|lower|fewer|larger|smaller) than|above|below|over|under)\b"
    r"|%|\d|제외|빼고|차이|비율|퍼센트|증가|감소|除了|以外|增|減",
    re.IGNORECASE,
)
#: The same where the table has dates.
_TIME_NOT_UNDERSTOOD = re.compile(
    r"\b(?:before|after|since|until|last|next|previous|this|yesterday|today|tomorrow|week(?:end)?s?|quarter|q[1-4])\b"
    r"|지난|이번|다음|上個|上个|這個|这个|下個|下个|今天|昨天",
    re.IGNORECASE,
)

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
    """Code that answers `question` from the table, or None where its columns do not say how.

    None too where the question says something that nothing here has understood: a wrong number looks like a right one.
    """
    columns: Mapping[str, Any] = look["columns"]
    wanted = rows_wanted(question, columns)
    operation = operation_of(wanted.rest, columns)
    code = sorted_code(question, columns, wanted) or distinct_code(wanted, columns)
    if code is None and operation is None:
        if (row := _row_asked(question)) is not None:
            code = _row_code(question, columns, row)
        else:
            code = _lookup_code(question, columns, wanted)
    elif code is None and not _beyond(re.sub(_OPERATIONS[operation], " ", wanted.rest, flags=re.IGNORECASE), columns):
        code = _worked_out(operation, question, columns, wanted, look.get("rows"))
    return head(name) + code if code else None


def _worked_out(
    operation: str, question: str, columns: Mapping[str, Any], wanted: Rows, count: int | None
) -> str | None:
    """Code for a number of a column: of all rows that are wanted, of each group, or of the row that has the most."""
    numbers = [column for column, values in columns.items() if values == "number"]
    texts = {column: values for column, values in columns.items() if values != "number"}
    rows = wanted.code
    each = _EACH.search(question)
    group = each and best_column(next(part for part in each.groups() if part), texts)
    asked = best_column(wanted.rest, [column for column in texts if column not in wanted.named])
    value = best_column(wanted.rest, numbers) or (numbers[0] if len(numbers) == 1 else None)
    product = _product(question, numbers)
    if value is None and _MONEY.search(wanted.rest):
        value = best_column("price cost amount", numbers)
    if operation == "percent":
        if not wanted.tests:
            return None
        worth = f"number(row[{value!r}]) or 0" if value else "1"
        return (
            f"part = sum({worth} for row in {rows})\nwhole = sum({worth} for row in rows)\n"
            'print(f"{round(100 * part / whole, 2):g} %" if whole else "no rows")\n'
        )
    if operation == "count":
        if group:
            return f"groups = {{}}\nfor row in {rows}:\n    groups.setdefault(row[{group!r}], []).append(row)\n" + (
                'for name, found in groups.items():\n    print(f"{name}: {len(found)}")\n'
            )
        return f"print(len({rows}))\n"
    if value is None:
        return None
    given = f"number(row[{value!r}])"
    worth, there = given, f"{given} is not None"
    if product:
        worth = " * ".join(f"number(row[{column!r}])" for column in product)
        there = f"None not in ({', '.join(f'number(row[{column!r}])' for column in product)})"
    if group:
        return (
            f"groups = {{}}\nfor row in {rows}:\n"
            f"    if {there}:\n"
            f"        groups.setdefault(row[{group!r}], []).append({worth})\n"
            f"for name, values in groups.items():\n"
            f'    print(f"{{name}}: {{round({COMPUTE[operation]}, 10):g}}")\n'
        )
    together = product or _ALTOGETHER.search(question)
    if operation in ("max", "min") and asked and together and len(texts[asked]) != count:
        return (  # "which city sold the most": all its rows together
            f"totals = {{}}\nfor row in {rows}:\n"
            f"    if {there}:\n"
            f"        totals[row[{asked!r}]] = totals.get(row[{asked!r}], 0) + {worth}\n"
            f"name = {operation}(totals, key=totals.get)\n"
            'print(f"{name}: {round(totals[name], 10):g}")\n'
        )
    if operation in ("max", "min") and not product and (asked or _WHICH.search(question)):
        shown = f'f"{{row[{asked!r}]}}: {{row[{value!r}]}}"' if asked else _WHOLE_ROW
        return (
            f"found = [row for row in {rows} if {there}]\n"
            f"row = {operation}(found, key=lambda row: {given}, default=None)\n"
            f"print({shown} if row else 'no rows')\n"
        )
    return (
        f"values = [{worth} for row in {rows} if {there}]\n"
        f'print(f"{{round({COMPUTE[operation]}, 10):g}}" if values else "no rows")\n'
    )


def _product(question: str, numbers: Sequence[str]) -> list[str] | None:
    """Two columns that are to be multiplied: "qty times price"."""
    found = _TIMES.search(question)
    pair = [best_column(part, numbers) for part in found.groups()] if found else []
    return [column for column in pair if column] if len({*pair, None}) == 3 else None


def _beyond(rest: str, columns: Mapping[str, Any]) -> bool:
    """Whether a question says something that changes the number and that nobody has understood."""
    for column in columns:
        rest = re.sub(re.escape(column), " ", rest, flags=re.IGNORECASE)
    if _TIMES.search(rest) and not _product(rest, [column for column, values in columns.items() if values == "number"]):
        return True
    dated = any(values != "number" and is_dated(values) for values in columns.values())
    if dated and _TIME_NOT_UNDERSTOOD.search(rest):
        return True
    return _NOT_UNDERSTOOD.search(rest) is not None


def operation_of(question: str, columns: Mapping[str, Any]) -> str | None:
    """What a question asks to be worked out, a key of `COMPUTE` or "percent", or None."""
    named = " ".join(_NUMBER_OF.findall(question))
    counted = _NUMBER_OF.sub(r"\1", question) if best_column(named, columns) else question
    return next((kind for kind, words in _OPERATIONS.items() if re.search(words, counted, re.IGNORECASE)), None)


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
    shown = f"row.get({asked!r})" if asked else _WHOLE_ROW
    lines = [f"row = rows[{place}] if len(rows) >= {needed} else None", f"print({shown} if row else 'no such row')"]
    return "\n".join(lines) + "\n"


def _lookup_code(question: str, columns: Mapping[str, Any], wanted: Rows) -> str | None:
    """Code that prints the rows whose key the question names, or all values of the column that it asks for."""
    kept = list(wanted.named.items())
    if len(wanted.tests) > len(kept):  # comparisons, dates, exclusions
        return rows_code(question, columns, wanted)
    if keys := _KEY.findall(question):
        column = best_column(question, [column for column, values in columns.items() if values == "number"])
        if column:
            kept.append((column, keys))
    others = [column for column in columns if column not in dict(kept)]
    asked = best_column(question, others)
    if kept:
        tests = " and ".join(f"str(row.get({column!r})) in {values!r}" for column, values in kept)
        everything = f"', '.join(f'{{key}}: {{row.get(key)}}' for key in {others!r})"
        shown = f"str(row.get({asked!r}))" if asked else everything
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
