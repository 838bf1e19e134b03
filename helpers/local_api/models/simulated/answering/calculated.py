"""What a piece of Python code printed, as a sentence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..knowledge.language import Language
from ..reading.results import ToolResult
from .tables import read_look

_SAY = {
    "en": {
        "error": "{}",
        "failed": "The code failed:\n{}",
        "nothing": "The code printed nothing.",
        "picture": "Here is the chart.",
        "file": "The file: [{0}](sandbox:/mnt/data/{0})",
        "line": "The result is {}.",
        "lines": "The result:\n{}",
        "look": "The table has {} rows and these columns: {}. I am a simulated model and "
        "cannot work out from them what you ask.",
    },
    "ko": {
        "error": "코드를 실행하지 못했습니다: {}",
        "failed": "코드가 실패했습니다:\n{}",
        "nothing": "코드가 아무것도 출력하지 않았습니다.",
        "picture": "차트입니다.",
        "file": "파일: [{0}](sandbox:/mnt/data/{0})",
        "line": "결과는 {}입니다.",
        "lines": "결과:\n{}",
        "look": "표에는 {}개의 행과 다음 열이 있습니다: {}. 저는 시뮬레이션 모델이라 여기에서 답을 구하지 못했습니다.",
    },
    "zh": {
        "error": "程式碼沒有執行：{}",
        "failed": "程式碼失敗：\n{}",
        "nothing": "程式碼沒有印出任何東西。",
        "picture": "這是圖表。",
        "file": "檔案：[{0}](sandbox:/mnt/data/{0})",
        "line": "結果是 {}。",
        "lines": "結果：\n{}",
        "look": "表格有 {} 列資料，欄位是：{}。我是模擬模型，無法由此算出答案。",
    },
}


def columns_of(result: ToolResult) -> Sequence[str]:
    """The columns of the table that a piece of code looked into, if it did."""
    look = read_look(_printed(result))
    return list(look["columns"]) if look else []


def _printed(result: ToolResult) -> str:
    return str(result.value.get("logs") or "") if isinstance(result.value, Mapping) else result.output


def drew(result: ToolResult) -> bool:
    """Whether a piece of code made pictures."""
    return isinstance(result.value, Mapping) and bool(result.value.get("images"))


def told_calculation(result: ToolResult, language: Language) -> str:
    """The output of `code_interpreter`: what was printed, drawn and written, or why nothing was."""
    say = _SAY[language]
    if result.error is not None:
        return say["error"].format(result.error)
    printed = _printed(result).strip("\n")
    if "Traceback (most recent call last)" in printed:
        return say["failed"].format(printed)
    shown = [say["picture"]] if drew(result) else []
    files = result.value.get("files") if isinstance(result.value, Mapping) else None
    shown += [say["file"].format(name) for name in files or ()]
    if not printed.strip():
        return "\n".join(shown) or say["nothing"]
    if look := read_look(printed):
        return say["look"].format(look.get("rows"), ", ".join(look["columns"]))
    return "\n".join([say["lines" if "\n" in printed else "line"].format(printed), *shown])
