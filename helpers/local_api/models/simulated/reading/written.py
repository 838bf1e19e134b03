"""What a text states letter by letter: texts in quotes, lists and objects in brackets, formulas."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import Any

from .value import Value, value_at

_QUOTES = re.compile(
    r"\"([^\"\n]{1,400})\"|“([^”\n]{1,400})”|「([^」\n]{1,400})」|『([^』\n]{1,400})』|《([^》\n]{1,400})》"
    r"|‘([^’\n]{1,400})’|`([^`\n]{1,400})`|(?<![\w'])'((?:[^'\n]|(?<=\w)'(?=\w)){1,400})'(?!\w)"
    r"|(?<!\w)'([^'\n]{1,400})'(?=[가-힣])"
)
_BRACKETS = re.compile(r"\[[^\[\]]*(?:\[[^\[\]]*\][^\[\]]*)*\]|\{[^{}]*\}|\((?=[^()]*\d)[^()]*\)")

#: What looks like a code and is a number: 1e-9, a 7-day trip, a 5k run.
NOT_CODE = re.compile(r"\d+(?:\.\d+)?(?:[eE][-+]?\d+|-[a-z]+(?:-[a-z]+)*)|\d+(?:st|nd|rd|th)|\d{2,4}s", re.I)
_VARIABLE = r"(?:\d*\.?\d+\s*\*?\s*)?(?:(?:sin|cos|tan|exp|log|ln|sqrt)\s*\(\s*[^()]*\)|[a-z](?![A-Za-z]))"
_EXPRESSION = re.compile(
    rf"(?<![\w.])-?\s*{_VARIABLE}(?:\s*(?:\^|\*\*)\s*\(?-?\d+(?:/\d+)?\)?)?"
    rf"(?:\s*[-+*/−]\s*(?:{_VARIABLE}(?:\s*(?:\^|\*\*)\s*\(?-?\d+(?:/\d+)?\)?)?|\d+(?:\.\d+)?))*(?![\w])"
)
_SUPERSCRIPTS = str.maketrans({"²": "^2", "³": "^3", "⁴": "^4"})


def quoted_in(text: str) -> Iterator[Value]:
    """Texts in quotes, but not a request that stands in quotes as a whole."""
    stripped = text.strip()
    offset = text.find(stripped) if stripped else 0
    inner = text
    if len(stripped) > 60 and stripped[0] == '"' and stripped[-1] == '"' and stripped.count('"') == 2:
        inner = " " * (offset + 1) + stripped[1:-1]  # the whole request stands in quotes
    for match in _QUOTES.finditer(inner):
        said = next(group for group in match.groups() if group is not None).strip()
        if said:
            yield Value("quoted", said, match.start(), match.end(), said)


def bracketed_in(text: str) -> Iterator[Value]:
    """Lists and objects as JSON or Python writes them."""
    for match in _BRACKETS.finditer(text):
        written = match.group()
        literal = _literal(written)
        if written[0] == "(" and not isinstance(literal, tuple):
            continue
        if isinstance(literal, (list, tuple, set)):
            yield value_at("list", _as_json(literal), match, details={"open": written[0] == "("})
        elif isinstance(literal, dict):
            yield value_at("mapping", _as_json(literal), match)


def _literal(written: str) -> Any:
    """A list or mapping as Python or JSON writes it, or a list of bare words; None when it is neither."""
    for candidate in (written, re.sub(r"\btrue\b", "True", re.sub(r"\bfalse\b", "False", written))):
        try:
            return ast.literal_eval(candidate)
        except (ValueError, SyntaxError, MemoryError, RecursionError, TypeError):
            continue
    if written[0] == "[" and "[" not in written[1:]:
        return [_plain(part) for part in re.split(r"\s*[,;]\s*", written[1:-1].strip()) if part]
    if written[0] == "{":
        pairs = re.findall(r"['\"]?([\w ]+?)['\"]?\s*[:=]\s*['\"]?([^,'\"}]+)['\"]?", written)
        return {key.strip(): _plain(value) for key, value in pairs} or None
    return None


def _plain(written: str) -> Any:
    """A bare word of a list: a number if it is one."""
    written = written.strip().strip("'\"")
    try:
        number = float(written.replace(",", ""))
    except ValueError:
        return written
    if number != number or number in (float("inf"), float("-inf")):
        return written
    return int(number) if number.is_integer() and "." not in written else number


def _as_json(value: Any) -> Any:
    if isinstance(value, (list, tuple)):
        return [_as_json(item) for item in value]
    if isinstance(value, (set, frozenset)):
        return sorted((_as_json(item) for item in value), key=str)
    if isinstance(value, dict):
        return {str(key): _as_json(item) for key, item in value.items()}
    if isinstance(value, (bytes, complex)) or value is Ellipsis:
        return str(value)
    if isinstance(value, float) and (value != value or value in (float("inf"), float("-inf"))):
        return str(value)
    return value


def formulas_in(text: str) -> Iterator[Value]:
    """Formulas in one letter: `3x^2 + 2x - 1` becomes `3x**2 + 2x - 1`."""
    for match in _EXPRESSION.finditer(text.translate(_SUPERSCRIPTS) if not _has_superscript(text) else text):
        written = match.group().strip()
        if not re.search(r"[\^*+/−]|\s-\s|\d[a-z]\b|\(", written) or not re.search(r"[a-z]", written):
            continue
        if (
            NOT_CODE.fullmatch(written)
            or re.fullmatch(r"\d+(?:\.\d+)?\s*[a-z]", written)
            or re.fullmatch(r"[a-z]/[a-z](?:\^\d)?", written)
        ):
            continue  # "5m", "m/s"
        if re.match(r"\d[\d.]*\s*[a-z]\s*/\s*[a-z]", written):
            continue  # "20 m/s"
        start = match.start() + len(match.group()) - len(match.group().lstrip())
        yield Value("expression", as_expression(written), start, start + len(written), written)


def _has_superscript(text: str) -> bool:
    return any(letter in text for letter in "²³⁴")


def as_expression(written: str) -> str:
    """A formula with Python's operator for powers."""
    written = written.translate(_SUPERSCRIPTS).replace("−", "-").replace("^", "**")
    return re.sub(r"\s*\*\*\s*", "**", written).strip()
