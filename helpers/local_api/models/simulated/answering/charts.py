"""Charts: Python code that draws what a question asks for, from a table, from numbers that it says, or from a formula.

The code is for matplotlib, as a person would write it in a notebook; `code_interpreter` hands over the picture.

    said_chart_code("A bar chart of Seoul: 3, Busan: 5")  → "import matplotlib.pyplot as plt\\n…"
    said_chart_code("Plot y = x^2 from 0 to 5")           → "import numpy as np\\n…"
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ....retrieval.terms import STOP_WORDS, query_terms
from . import tables
from .curves import NUMBER, curve_code
from .table_rows import best_column, rows_wanted

_CHART = re.compile(
    r"\b(?:chart|graph|plot|histogram|diagram|visuali[sz])"
    r"|\b(?:draw|sketch)\b.*\b(?:curve|wave|function|line|data|bars?)\b"
    r"|그래프|차트|그려|시각화|히스토그램|산점도"
    r"|圖表|图表|[畫画繪绘].*[圖图]|直方[圖图]|[視视]覺?化|可[視视]化|折[線线][圖图]|[長长][條条][圖图]|[圓圆饼餅]+[圖图]|散[點点佈布][圖图]",
    re.IGNORECASE,
)
#: Kinds of chart by their names. English, Korean, Chinese.
_KINDS = {
    "scatter": r"\bscatter|산점도|散[點点佈布]",
    "hist": r"\bhistogram|\bdistribution\b|히스토그램|분포|直方|分[佈布]",
    "pie": r"\bpie\b|\bdonut\b|원 ?그래프|파이|[圓圆]餅|[餅饼][圖图]",
    "line": r"\bline\b|\btrend|\bover time\b|꺾은선|선 ?그래프|추이|折[線线]|[趨趋][勢势]",
    "bar": r"\bbars?\b|\bcolumn (?:chart|graph)|막대|[長长][條条]|柱[狀状]|条形",
}
#: A column along which a line runs.
_TIME = re.compile(
    r"date|time|year|month|week|quarter|\bday|hour|날짜|일자|연도|년|월|요일|시간|日期|時間|时间|年|月|日|季", re.IGNORECASE
)
#: A label that is a time.
_MOMENT = re.compile(
    r"(?:1[89]|20)\d\d$|Q[1-4]$|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mon|tue|wed|thu|fri|sat|sun)[a-z]*$"
    r"|\d*[월月]", re.IGNORECASE
)  # fmt: skip
#: What comes before the name of the column along which to draw.
_ALONG = re.compile(
    r"\b(?:by|per|against|versus|vs\.?|over|across|for each|as a function of)\s+(?:the\s+)?(\w+)|(\w+?)별|各(\w+)",
    re.IGNORECASE,
)
#: A question that names no column, and leaves the choice to whoever draws.
_WHATEVER_IS_THERE = re.compile(
    r"\b(?:data|files?|tables?|csv|spreadsheet|it|this|that|attached|uploaded|results?|everything)\b"
    r"|데이터|파일|표를|자료|이걸|이것|資料|数据|數據|檔案|文件|表格|這個|这个",
    re.IGNORECASE,
)
_SAVE = re.compile(
    r"\bsave\b|\bdownload|\bexport\b|\bas an? (?:png|image|file)\b|저장|다운로드|儲存|保存|下[載载]", re.IGNORECASE
)


def asks_for_chart(question: str) -> bool:
    """Whether a question asks for a drawing of numbers."""
    return _CHART.search(question) is not None


def said_chart_code(question: str) -> str | None:
    """Code for a chart of what the question itself says, a formula or numbers, or None where it says neither."""
    code = curve_code(question) or _list_code(question)
    return code + _end(question) if code else None


def table_chart_code(question: str, name: str, look: Mapping[str, Any]) -> str | None:
    """Code for a chart of a table, or None where its columns do not say of what.

    `look` is what `tables.look_code` printed: the rows and the columns, which are "number" or a list of texts.
    """
    columns: Mapping[str, Any] = look["columns"]
    if not (_WHATEVER_IS_THERE.search(question) or tables.names_one(question, columns)):
        return None
    rows = rows_wanted(question, columns).code
    kind = _kind(question)
    if kind == "scatter":
        body = _scatter(question, columns, rows)
    elif kind == "hist":
        body = _histogram(question, columns, rows)
    else:
        body = _series(question, columns, rows, kind)
    return f"import matplotlib.pyplot as plt\n{tables.head(name)}{body}{_end(question)}" if body else None


def _scatter(question: str, columns: Mapping[str, Any], rows: str) -> str | None:
    named = _named(question, _numbers(columns))
    pair = named + [column for column in _numbers(columns) if column not in named]
    if len(pair) < 2:
        return None
    y, x = pair[:2]
    return (
        f"rows = [row for row in {rows} if number(row[{x!r}]) is not None and number(row[{y!r}]) is not None]\n"
        "fig, ax = plt.subplots()\n"
        f"ax.scatter([number(row[{x!r}]) for row in rows], [number(row[{y!r}]) for row in rows])\n"
    ) + _labels(x, y, f"{y} against {x}")


def _histogram(question: str, columns: Mapping[str, Any], rows: str) -> str | None:
    numbers = _numbers(columns)
    value = best_column(question, numbers) or next(iter(numbers), None)
    if value is None:
        return None
    return (
        f"values = [number(row[{value!r}]) for row in {rows} if number(row[{value!r}]) is not None]\n"
        "fig, ax = plt.subplots()\nax.hist(values, bins='auto')\n"
    ) + _labels(value, "count", f"Distribution of {value}")


def _series(question: str, columns: Mapping[str, Any], rows: str, kind: str | None) -> str | None:
    """One value, or several, for each label of a column."""
    along = _along(question, columns)
    if along is None:
        return None
    operation = tables.operation_of(question, columns)
    numbers = [column for column in _numbers(columns) if column != along]
    values = _named(question, numbers) or [column for column in numbers if not _is_key(column)][:1]
    code = f"labels = list(dict.fromkeys(str(row[{along!r}]) for row in {rows}))\n"
    if operation == "count" or not values:
        values = ["count"]
        code += f"series = {{'count': [sum(str(row[{along!r}]) == label for row in {rows}) for label in labels]}}\n"
    else:
        if _TIME.search(along):
            kind = kind or "line"
        compute = tables.COMPUTE.get(operation or "sum", "sum(values)")
        code += (
            "series = {}\n"
            f"for column in {values!r}:\n"
            "    series[column] = []\n"
            "    for label in labels:\n"
            f"        values = [number(row[column]) for row in {rows} if str(row[{along!r}]) == label]\n"
            "        values = [value for value in values if value is not None]\n"
            f"        series[column].append({compute} if values else 0)\n"
        )
    worked_out = f"{operation} " if operation in ("mean", "median", "max", "min") else ""
    return code + "\n" + _drawn(kind or "bar", along, values, f"{worked_out}{' and '.join(values)} by {along}")


# ---- from the question alone --------------------------------------------------------------------

_PAIR = re.compile(
    r"(?<![\w.])(?P<label>[^\W\d]\w*|\d{4}(?=\s*[:=]))"
    rf"(?:\s*[:=(]\s*|\s+(?:is\s+|with\s+)?)[$€£₩¥]?(?P<number>{NUMBER})"
    r"(?:\s?(?P<unit>[kKmM])\b)?(?![\w.]*\w|\s*[:=])",
)
_THOUSANDS = {"k": 1_000, "m": 1_000_000}
_BARE = re.compile(rf"(?<![\w.])[$€£₩¥]?({NUMBER})(?![\w.]*\w)")


def _list_code(question: str) -> str | None:
    pairs = [
        (found["label"], _value(found["number"], found["unit"]))
        for found in _PAIR.finditer(question)
        if found["label"].casefold() not in STOP_WORDS and not _CHART.search(found["label"])
    ]
    if len(pairs) < 2:
        values = [_value(number, None) for number in _BARE.findall(question)]
        if len(values) < 2:
            return None
        pairs = [(str(place), value) for place, value in enumerate(values, start=1)]
    kind = _kind(question) or ("line" if all(_MOMENT.match(label) for label, _ in pairs) else "bar")
    values = [value for _, value in pairs]
    if kind == "hist":
        return f"import matplotlib.pyplot as plt\n\nfig, ax = plt.subplots()\nax.hist({values!r}, bins='auto')\n"
    head = (
        "import matplotlib.pyplot as plt\n\n"
        f"labels = {[label for label, _ in pairs]!r}\n"
        f"series = {{'value': {values!r}}}\n\n"
    )
    return head + _drawn("line" if kind == "scatter" else kind, "", ["value"], "")


def _value(number: str, unit: str | None) -> float | int:
    value = float(number.replace(",", "")) * _THOUSANDS.get((unit or "").lower(), 1)
    return int(value) if value.is_integer() else value


# ---- parts ---------------------------------------------------------------------------------------


def _kind(question: str) -> str | None:
    return next((kind for kind, words in _KINDS.items() if re.search(words, question, re.IGNORECASE)), None)


def _numbers(columns: Mapping[str, Any]) -> list[str]:
    return [column for column, values in columns.items() if values == "number"]


def _named(question: str, columns: Iterable[str]) -> list[str]:
    """The columns all of whose words the question says, in the order in which it says them."""
    asked = query_terms(question)
    words = {column: query_terms(column) for column in columns}
    found = [(asked.index(terms[0]), column) for column, terms in words.items() if terms and set(terms) <= set(asked)]
    return [column for _, column in sorted(found)]


def _along(question: str, columns: Mapping[str, Any]) -> str | None:
    """The column for the axis: the one after "by", else a text or a time that is named, else the first of those."""
    said = " ".join(part for parts in _ALONG.findall(question) for part in parts if part)
    if said and (column := best_column(said, columns)):
        return column
    able = [column for column, values in columns.items() if values != "number" or _TIME.search(column)]
    able = able or [column for column in columns if _is_key(column)]
    return best_column(question, able) or next(iter(able), None)


def _is_key(column: str) -> bool:
    return re.search(r"(?:^|[\s_])(?:id|no|nr|number|code)$", column, re.IGNORECASE) is not None


def _drawn(kind: str, x: str, names: Sequence[str], title: str) -> str:
    several = len(names) > 1
    if kind == "pie":
        return f"fig, ax = plt.subplots()\nax.pie(series[{names[0]!r}], labels=labels, autopct='%1.1f%%')\n" + _labels(
            "", "", title
        )
    code = "fig, ax = plt.subplots()\n"
    if kind == "line":
        code += "for column, values in series.items():\n    ax.plot(labels, values, marker='o', label=column)\n"
    elif several:
        code += (
            "width = 0.8 / len(series)\n"
            "for place, (column, values) in enumerate(series.items()):\n"
            "    ax.bar([spot + place * width for spot in range(len(labels))], values, width, label=column)\n"
            "ax.set_xticks([spot + 0.4 - width / 2 for spot in range(len(labels))], labels)\n"
        )
    else:
        code += f"ax.bar(labels, series[{names[0]!r}])\n"
    code += "ax.legend()\n" if several else ""
    # Labels that are longer than a few characters would run into each other.
    return code + "if max(map(len, labels), default=0) > 6:\n    fig.autofmt_xdate()\n" + _labels(
        x, "" if several else names[0], title
    )


def _labels(x: str, y: str, title: str) -> str:
    said = (("xlabel", x), ("ylabel", y), ("title", title))
    return "".join(f"ax.set_{part}({text!r})\n" for part, text in said if text)


def _end(question: str) -> str:
    return ("plt.savefig('chart.png')\n" if _SAVE.search(question) else "") + "plt.show()\n"
