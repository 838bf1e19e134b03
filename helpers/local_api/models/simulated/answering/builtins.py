"""When to use the tools that the API runs itself, and with which arguments.

`file_search` looks for what no function answers, or for what the question says is in a document.
`code_interpreter` gets Python code for a calculation, or for a question about a table.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from ...interface import Turn
from .calculation import next_code
from .charts import asks_for_chart
from ..reading.clauses import asks, parts, unanswered
from ..reading.results import CODE_INTERPRETER, FILE_SEARCH, last_user_index, results_of_turn
from .smalltalk import kind_of

_DOCUMENT = re.compile(
    r"\b(?:files?|documents?|docs?|pdfs?|attachments?|attached|uploaded|handbook|manual)\b"
    r"|according to|파일|문서|첨부|매뉴얼|규정|檔案|文件|附件|手冊|根據|根据",
    re.IGNORECASE,
)
#: What makes a question one about a table, before anybody has looked into the table.
_DATA = re.compile(
    r"\b(?:files?|tables?|data|csv|columns?|rows?|spreadsheet|total|sum|average|mean|median|max\w*|min\w*"
    r"|most|least|highest|lowest|largest|smallest|biggest|best|worst|cheapest|how (?:many|much)|number of|count"
    r"|statistics|analy[sz]e|per|each|which|whose|list|lists|show|status|own|records?|entry|entries"
    r"|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|last)\b"
    r"|파일|표에|데이터|열의|행이|합계|총|평균|중앙값|최고|최대|최저|최소|가장|몇|개수|얼마|통계|분석|번째|목록|마지막"
    r"|檔案|表格|資料|數據|總|合計|平均|中位|最|多少|幾|統計|分析|哪|列出|第[一二三四五六七八九十]",
    re.IGNORECASE,
)
_FILES = re.compile(r"Files in its working folder: (\[.*\])")
#: Built-in calls in answer to one message.
_MOST = 4

BuiltinCall = tuple[str, dict[str, Any]]


def builtin_calls(turn: Turn, functions_called: bool) -> list[BuiltinCall]:
    """The calls of built-in tools to make now. `functions_called`: functions are being called in this turn."""
    offered = {tool["function"]["name"]: tool["function"] for tool in turn.tools}
    forced = turn.tool_choice["function"]["name"] if isinstance(turn.tool_choice, Mapping) else None
    last = last_user_index(turn.messages)
    if turn.tool_choice == "none" or last < 0 or not offered.keys() & {FILE_SEARCH, CODE_INTERPRETER}:
        return []
    question = str(turn.messages[last].get("content") or "")
    done = results_of_turn(turn)
    if forced is not None and (done or forced not in (FILE_SEARCH, CODE_INTERPRETER)):
        return []
    must = forced is not None or turn.tool_choice == "required" and not done and not functions_called
    calls: list[BuiltinCall] = []
    if CODE_INTERPRETER in offered and forced in (None, CODE_INTERPRETER) and not functions_called:
        printed = [_logs(result.value) for result in done if result.name == CODE_INTERPRETER]
        only_it = all(result.name == CODE_INTERPRETER for result in done)
        only_data = offered.keys() == {CODE_INTERPRETER} and question.rstrip().endswith(("?", "？")) and not kind_of(question)
        looks = only_data or _DATA.search(question) or asks_for_chart(question)
        files = _files(offered[CODE_INTERPRETER]) if looks else []
        code = next_code(question, files, printed) if only_it and len(done) < _MOST else None
        if code is None and forced == CODE_INTERPRETER:
            code = f"print({json.dumps(question, ensure_ascii=False)})"
        if code is not None:
            calls.append((CODE_INTERPRETER, {"code": code}))
    if FILE_SEARCH in offered and forced in (None, FILE_SEARCH) and not calls:
        searched = any(result.name == FILE_SEARCH for result in done)
        query = None if searched else _query(turn, question, functions_called, must)
        if query:
            calls.append((FILE_SEARCH, {"query": query}))
    return calls


def _query(turn: Turn, question: str, functions_called: bool, must: bool) -> str | None:
    """What to look for in the files, None when the question needs no file."""
    if must or _DOCUMENT.search(question):
        return question.strip() or "contents"
    if kind_of(question) or not any(asks(part) for part in parts(question)):
        return None
    done = results_of_turn(turn)
    if done:
        return " ".join(unanswered(turn, question, done)) or None
    return None if functions_called else question.strip()


def _files(function: Mapping[str, Any]) -> list[str]:
    """The names of the files in the interpreter's folder, which its description lists."""
    listed = _FILES.search(function.get("description") or "")
    try:
        names = json.loads(listed[1]) if listed else []
    except ValueError:
        return []
    return [name for name in names if isinstance(name, str)]


def _logs(value: Any) -> str:
    return str(value.get("logs") or "") if isinstance(value, Mapping) else str(value)
