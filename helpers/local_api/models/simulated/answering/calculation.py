"""From a question with numbers to the Python code that answers it.

This is what the simulated model sends to `code_interpreter`. Questions are parsed, never
evaluated: the code is run by the kernel process, if the server may run code at all.

    code_for("What is 15% of 240?")                 → "print(round((15 / 100) * 240, 10))"
    code_for("What is the average of 3, 5 and 10?") → "import statistics\\n…"
    code_for("Solve 3x + 11 = 14")                  → "from fractions import Fraction\\n…"
    code_for("Tell me a story")                     → None
"""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence

from . import charts, tables

_NUMBER = r"\d+(?:\.\d+)?|\.\d+"

#: Words for operations, in the order in which they are replaced. English, Korean, Chinese.
_OPERATIONS = [
    (r"(?:the )?square root of|sqrt(?: of)?", " √ "),
    (r"to the power of|raised to(?: the power of)?|의 거듭제곱|的次方", " ** "),
    (r"\bsquared\b|의 제곱(?!근)|的平方(?!根)|²", " ** 2 "),
    (r"\bcubed\b|의 세제곱|的立方|³", " ** 3 "),
    (r"\bplus\b|\badded to\b|더하기|加上?", " + "),
    (r"\bminus\b|빼기|減去?|减去?", " - "),
    (r"\b(?:times|multiplied by)\b|곱하기|乘以?|×|·", " * "),
    (r"\b(?:divided by|over)\b|나누기|除以|÷", " / "),
    (r"\bmod(?:ulo)?\b|나머지", " % "),
    (r"−|–", "-"),
    (r"\^", " ** "),
]

#: Orders that name the operation first. N is a number.
_ORDERS = [
    (r"\b(?:add|sum of) N (?:and|to|plus) N", r"\1 + \2"),
    (r"\bsubtract N from N", r"\2 - \1"),
    (r"\bmultiply N (?:by|with|and) N", r"\1 * \2"),
    (r"\bdivide N by N", r"\1 / \2"),
    (r"N(?:와|과|에)? N(?:을|를)? (?:더|합)(?:하면|한)", r"\1 + \2"),
    (r"N에서 N(?:을|를)? 빼면", r"\1 - \2"),
    (r"N에 N(?:을|를)? 곱하면", r"\1 * \2"),
    (r"N(?:을|를)? N(?:으)?로 나누면", r"\1 / \2"),
]

_STATISTICS = {
    r"average|mean|평균|平均": "statistics.mean",
    r"median|중앙값|中位數|中位数": "statistics.median",
    r"standard deviation|표준 ?편차|標準差|标准差": "statistics.stdev",
    r"product|곱\b|乘積|乘积": "math.prod",
    r"sum|total|합계|합은|총합|總和|总和|加總|合計": "sum",
    r"largest|biggest|greatest|highest|maximum|max|최댓?값|가장 큰|最大": "max",
    r"smallest|lowest|minimum|min|최솟?값|가장 작은|最小": "min",
}

_ASKS = re.compile(
    r"calculate|compute|evaluate|work out|what(?:'s| is| are)|how much|how many|solve|result|answer|="
    r"|계산|얼마|구해|몇|풀어|計算|计算|多少|等於|等于|求|解",
    re.IGNORECASE,
)
_DATE = re.compile(r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}:\d{2}(?::\d{2})?")


def code_for(question: str) -> str | None:
    """Python code that prints the answer, or None when the question holds no calculation."""
    text = _DATE.sub(" ; ", re.sub(r"(?<=\d),(?=\d{3}\b)", "", question))
    return _equation(text) or _statistic(text) or _arithmetic(text)


def next_code(question: str, files: Sequence[str] = (), printed: Sequence[str] = ()) -> str | None:
    """The code to run next for `question`, or None when there is none or what was printed answers it.

    `files` are the names in the interpreter's folder; `printed` is what each code before gave, in order.
    """
    table = tables.table_named(question, files)
    if charts.asks_for_chart(question):
        if printed:
            look = tables.read_look(printed[0]) if table and len(printed) == 1 else None
            return charts.table_chart_code(question, table, look) if table and look else None
        return charts.said_chart_code(question) or (tables.look_code(table) if table else None)
    if table and len(printed) == 1 and (look := tables.read_look(printed[0])):
        return tables.answer_code(question, table, look)
    if printed:
        return None
    calculation = code_for(question)
    if calculation or not table:
        return calculation
    return tables.look_code(table)


# ---- one number from others: 2 + 3, 15% of 240 ------------------------------------------------


def _arithmetic(text: str) -> str | None:
    expression = _expression(text)
    if expression is None:
        return None
    needs_math = "math." in expression
    return ("import math\n" if needs_math else "") + f"print(round({expression}, 10))"


def _expression(text: str) -> str | None:
    """The longest calculation in `text` as a Python expression."""
    change = re.search(
        rf"({_NUMBER})\s*([+-]|plus|minus)\s*({_NUMBER})\s*(?:%|percent\b)(?!\s*of)", text, re.IGNORECASE
    )
    if change:  # a percentage added or taken away is one of the number before it
        sign = "+" if change.group(2).lower() in ("+", "plus") else "-"
        return f"{change.group(1)} * (1 {sign} {change.group(3)} / 100)"
    percent = re.search(
        rf"({_NUMBER})\s*(?:%|percent|퍼센트|프로)\s*(?:of|의)?\s*({_NUMBER})", text, re.IGNORECASE
    ) or re.search(rf"(?P<whole>{_NUMBER})\s*(?:의|的)\s*(?:百分之\s*)?(?P<share>{_NUMBER})\s*(?:%|퍼센트|프로)?", text)
    if percent and ("%" in percent.group() or re.search(r"percent|퍼센트|프로|百分之", percent.group(), re.IGNORECASE)):
        share, whole = (
            (percent["share"], percent["whole"]) if percent.re.groupindex else (percent.group(1), percent.group(2))
        )
        return f"({share} / 100) * {whole}"
    factorial = re.search(r"(\d+)\s*!(?!=)|factorial of (\d+)|(\d+)\s*factorial|(\d+)\s*팩토리얼|(\d+)\s*的階乘", text)
    if factorial and (factorial.group(1) is None or _ASKS.search(text)):
        return f"math.factorial({next(group for group in factorial.groups() if group)})"
    spoken = text
    for words, order in _ORDERS:
        spoken = re.sub(words.replace("N", f"({_NUMBER})"), order, spoken, flags=re.IGNORECASE)
    for words, operation in _OPERATIONS:
        spoken = re.sub(words, operation, spoken, flags=re.IGNORECASE)
    spoken = re.sub(rf"({_NUMBER})\s*의\s*제곱근|({_NUMBER})\s*的平方根", r"√ \1\2", spoken)
    spoken = re.sub(rf"(?<=[\d)\s])[xX](?=\s*[\d(])", "*", spoken)  # 3 x 4
    runs = re.findall(r"[√(\d.+\-][\d.\s+\-*/%()√]*", spoken)
    found = [expression for run in runs if (expression := _as_python(run))]
    if not found:
        return None
    best = max(found, key=len)
    # "10-12 people" and "24/7" are no calculations unless somebody asks for one.
    if re.fullmatch(r"[\d.]+[-/][\d.]+", best) and not _ASKS.search(text):
        return None
    return best


def _as_python(run: str) -> str | None:
    """`run` cut to a valid calculation with at least one operation, else None."""
    run = re.sub(r"(?<=\d)\.(?!\d)", " ", run)  # the full stop of a sentence
    run = re.sub(r"√\s*\(", "math.sqrt(", run)
    run = re.sub(rf"√\s*({_NUMBER})", r"math.sqrt(\1)", run).strip()
    run = re.sub(r"(?<![\d.])0+(?=\d)", "", run)  # Python takes no leading zeros
    run = re.sub(r"(\d)\s*(?=\()", r"\1 * ", run)  # 3(4 + 1)
    run = re.sub(r"\s+", " ", run)
    while run:
        try:
            tree = ast.parse(run, mode="eval").body
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            run = run[:-1].rstrip()  # a full stop, a bracket or an operator too many
            continue
        return run if isinstance(tree, (ast.BinOp, ast.Call)) else None
    return None


# ---- one number from a list: the average of 3, 5 and 10 ----------------------------------------


def _statistic(text: str) -> str | None:
    for words, function in _STATISTICS.items():
        named = re.search(words, text, re.IGNORECASE)
        if not named:
            continue
        numbers = _longest_list(text)
        if len(numbers) < 2:
            return None
        module = function.split(".")[0] if "." in function else None
        values = f"[{', '.join(numbers)}]"
        return (f"import {module}\n" if module else "") + f"print(round({function}({values}), 10))"
    return None


def _longest_list(text: str) -> list[str]:
    """The numbers of the longest list in `text`: set apart by commas, blanks or the word for and."""
    number = rf"-?(?:{_NUMBER})"
    separator = (
        r"(?:\s*[,，、;]\s*(?:and\s+|or\s+)?|\s+(?:and|or|with|와|과|그리고|和|及|與)\s+|[와과]\s+|\s*[和與及]\s*|\s+)"
    )
    lists = re.finditer(rf"{number}(?:{separator}{number})+", text)
    return max((re.findall(number, found.group()) for found in lists), key=len, default=[])


# ---- an unknown: 3x + 11 = 14 -------------------------------------------------------------------

_SOLVER = """\
from fractions import Fraction

def f({x}):
    return ({left}) - ({right})

c = f(Fraction(0))
a = (f(Fraction(1)) + f(Fraction(-1))) / 2 - c
b = (f(Fraction(1)) - f(Fraction(-1))) / 2
if f(Fraction(2)) != 4 * a + 2 * b + c:
    print("not a polynomial of degree 2 or less")
elif a == b == 0:
    print("every {x}" if c == 0 else "no solution")
elif a == 0:
    print("{x} =", -c / b)
else:
    d = b * b - 4 * a * c
    roots = [] if d < 0 else sorted({{(-float(b) + s * float(d) ** 0.5) / (2 * float(a)) for s in (1, -1)}})
    print(*(f"{x} = {{round(root, 10):g}}" for root in roots) if roots else ["no real solution"], sep="\\n")
"""


def _equation(text: str) -> str | None:
    spoken = text
    for words, operation in _OPERATIONS:
        spoken = re.sub(words, operation, spoken, flags=re.IGNORECASE)
    side = r"[\d.\s+\-*/()a-z]"
    for match in re.finditer(rf"({side}*)=({side}+)", spoken, re.IGNORECASE):
        left, right = match.group(1), match.group(2)
        # Words before the equation are not part of it: keep from the last word of two letters on.
        left = re.split(r"[a-z]{2,}", left, flags=re.IGNORECASE)[-1].strip(" .:")
        right = re.split(r"[a-z]{2,}", right, flags=re.IGNORECASE)[0].strip(" .")
        letters = set(re.findall(r"[a-z]", left + right, re.IGNORECASE))
        if len(letters) != 1:
            continue
        x = letters.pop()
        sides = [re.sub(rf"(?<=[\d)])\s*(?=[{x}(])|(?<={x})\s*(?=\()", "*", part) for part in (left, right)]
        if all(_is_formula(part, x) for part in sides):
            return _SOLVER.format(x=x, left=sides[0], right=sides[1])
    return None


def _is_formula(text: str, name: str) -> bool:
    """Whether `text` holds nothing but numbers, `name`, brackets and arithmetic."""
    try:
        tree = ast.parse(text.strip(), mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    allowed = (ast.Expression, ast.BinOp, ast.UnaryOp, ast.operator, ast.unaryop, ast.Constant, ast.Load)
    return all(isinstance(node, allowed) or (isinstance(node, ast.Name) and node.id == name) for node in ast.walk(tree))
