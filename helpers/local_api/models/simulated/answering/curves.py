"""Curves: NumPy and matplotlib code for a formula in x that a question says.

    curve_code("Plot y = x^2 - 3x from -2 to 5")  → "import numpy as np\\n…"
"""

from __future__ import annotations

import ast
import re

#: A number as people write it, with commas between thousands.
NUMBER = r"-?(?:\d+(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
_FUNCTIONS = {"sin", "cos", "tan", "exp", "log", "sqrt", "abs"}
_IN_FORMULAS = (
    ast.Expression, ast.BinOp, ast.UnaryOp, ast.operator, ast.unaryop, ast.Constant, ast.Load, ast.Name, ast.Call
)  # fmt: skip
_BOUND = rf"(-?\d*\s*(?:pi\b|π)|{NUMBER})"
_RANGE = re.compile(
    rf"\b(?:from|between|over|in|for x (?:in|from))\s+(?:x\s*=\s*)?\[?\s*{_BOUND}\s*(?:to|and|until|,|\.\.)\s*{_BOUND}",
    re.IGNORECASE,
)
#: What comes before a formula, and what ends it.
_BEFORE_FORMULA = re.compile(
    r"\b(?:y|f\s*\(\s*x\s*\))\s*=|\bfunction\b(?: of)?|\b(?:plot|graph|draw|sketch)\b(?: the)?", re.IGNORECASE
)
_AFTER_FORMULA = re.compile(r"\b(?:from|between|for|over|and|using|with|in|as)\b|[,;?]|\.(?!\d)|\.$", re.IGNORECASE)


def curve_code(question: str) -> str | None:
    """Code that draws the formula in x that a question says, or None where it says none."""
    formula, usual = _formula(question)
    if formula is None:
        return None
    bounds = _RANGE.search(question)
    low, high = (_bound(bounds[1]), _bound(bounds[2])) if bounds else usual
    return (
        "import numpy as np\nimport matplotlib.pyplot as plt\n\n"
        f"x = np.linspace({low}, {high}, 400)\ny = {formula}\n\n"
        "fig, ax = plt.subplots()\nax.plot(x, y)\nax.grid(True)\n"
        f"ax.set_xlabel('x')\nax.set_ylabel('y')\nax.set_title({'y = ' + formula.replace('np.', '')!r})\n"
    )


def _bound(said: str) -> str:
    said = said.replace(",", "").replace(" ", "").lower().replace("π", "pi")
    if not said.endswith("pi"):
        return said
    factor = said.removesuffix("pi")
    return f"{factor}np.pi" if factor in ("", "-") else f"{factor} * np.pi"


def _formula(question: str) -> tuple[str | None, tuple[str, str]]:
    """The formula in x that a question says, as NumPy, and where it is usually looked at."""
    if wave := re.search(r"\b(co)?sin(?:e|us)?[ -]?(?:waves?|curves?|functions?)\b", question, re.IGNORECASE):
        return ("np.cos(x)" if wave[1] else "np.sin(x)"), ("0", "2 * np.pi")
    wide = ("-10", "10")
    for start in _BEFORE_FORMULA.finditer(question):
        said = _AFTER_FORMULA.split(question[start.end() :], maxsplit=1)[0]
        if formula := _as_numpy(said):
            return formula, ("0.01", "10") if re.search(r"log|sqrt", formula) else wide
    return None, wide


def _as_numpy(said: str) -> str | None:
    """A formula in x as NumPy code, or None where it is not one."""
    said = re.sub(r"^.*=", "", said).strip().lower()
    said = said.replace("^", "**").replace("²", "**2").replace("³", "**3").replace("π", "pi")
    said = re.sub(r"\bln\b", "log", said)
    said = re.sub(r"(?<=[\d)])\s*(?=[a-z(])|(?<=\bx)\s*(?=\()", "*", said)
    try:
        tree = ast.parse(said, mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    called = {node.func.id for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}
    if "x" not in names or called - _FUNCTIONS or names - called - {"x", "pi", "e"}:
        return None
    if not all(isinstance(node, _IN_FORMULAS) for node in ast.walk(tree)):
        return None
    if any(isinstance(node, ast.Constant) and not isinstance(node.value, int | float) for node in ast.walk(tree)):
        return None
    return re.sub(r"\b(sin|cos|tan|exp|log|sqrt|abs|pi|e)\b", r"np.\1", ast.unparse(tree))
