"""The forms in which helpers show things: every view is HTML for the eye and plain text for the rest.

Plain text is what screen readers, `git diff`, nbval and a terminal get, so it says all that the
HTML says. Both are deterministic. Text takes its colour from JupyterLab's variables where it can,
so it follows the light and the dark theme; accents are mid-tones that are legible on both.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

#: Accents with a contrast of at least 3:1 on white and on JupyterLab's dark background.
BLUE, GREEN, AMBER, RED, VIOLET, GREY = "#3b82f6", "#16a34a", "#c2780c", "#dc4a4a", "#8b5cf6", "#7b8494"

#: Text and rules in the colours of the page around them.
TEXT = "var(--jp-content-font-color1, currentColor)"
QUIET = "var(--jp-content-font-color2, currentColor)"
RULE = "var(--jp-border-color2, rgba(128,128,128,0.4))"
MONO = "var(--jp-code-font-family, monospace)"


@dataclass(frozen=True)
class View:
    """Something to look at: `html` in a notebook, `text` everywhere else."""

    html: str
    text: str

    def _repr_html_(self) -> str:
        return self.html

    def __repr__(self) -> str:
        return self.text


def display_view(view: View) -> None:
    """Show a view now, wherever it is called in a cell. Outside a notebook, print its text."""
    from IPython.display import display

    display(view)


def stack(views: Iterable[View]) -> View:
    """Several views, one under the other."""
    views = list(views)
    return View("".join(view.html for view in views), "\n\n".join(view.text for view in views))


# --- Tables -------------------------------------------------------------------------------------


def table(caption: str, columns: Sequence[str], rows: Sequence[Sequence[Any]], *, row_headers: bool = False) -> View:
    """A table with its caption and column heads. Cells are text, or views to be set as they are.

    Args:
        row_headers: The first cell of each row names the row.
    """
    return View(_table_html(caption, columns, rows, row_headers), _table_text(caption, columns, rows))


_CELL = f"padding:0.3em 0.8em; text-align:left; vertical-align:top; border-bottom:1px solid {RULE}"


def _table_html(caption: str, columns: Sequence[str], rows: Sequence[Sequence[Any]], row_headers: bool) -> str:
    head = "".join(f'<th scope="col" style="{_CELL}">{escape(column)}</th>' for column in columns)
    body = []
    for row in rows:
        cells = []
        for place, cell in enumerate(row):
            tag, scope = ("th", ' scope="row"') if row_headers and place == 0 else ("td", "")
            content = cell.html if isinstance(cell, View) else escape(str(cell)).replace("\n", "<br>")
            cells.append(f'<{tag}{scope} style="{_CELL}; white-space:normal">{content}</{tag}>')
        body.append(f"<tr>{''.join(cells)}</tr>")
    return (
        f'<div style="overflow-x:auto"><table style="border-collapse:collapse; margin:0.4em 0; color:{TEXT}">'
        f'<caption style="text-align:left; font-weight:600; padding:0.2em 0; caption-side:top">'
        f"{escape(caption)}</caption>"
        f"<thead><tr>{head}</tr></thead><tbody>{''.join(body)}</tbody></table></div>"
    )


def _table_text(caption: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> str:
    grid = [[*columns], *([cell.text if isinstance(cell, View) else str(cell) for cell in row] for row in rows)]
    lines = [[cell.splitlines() or [""] for cell in row] for row in grid]
    widths = [max(text_width(line) for row in lines for line in row[place]) for place in range(len(columns))]
    out = [caption, ""]
    for number, row in enumerate(lines):
        for depth in range(max(len(cell) for cell in row)):
            parts = [cell[depth] if depth < len(cell) else "" for cell in row]
            out.append("  ".join(pad(part, width) for part, width in zip(parts, widths, strict=True)).rstrip())
        if number == 0:
            out.append("  ".join("-" * width for width in widths))
    return "\n".join(out)


def text_width(text: str) -> int:
    """Columns that `text` takes in a monospaced font: Korean and Chinese letters take two."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def pad(text: str, width: int) -> str:
    """`text` filled up with spaces to `width` columns."""
    return text + " " * (width - text_width(text))


# --- Code and JSON ------------------------------------------------------------------------------

#: Pygments' kinds of token → JupyterLab's variable for that colour, with a mid-tone for elsewhere.
_TOKEN_COLOURS = (
    ("Token.Keyword", "var(--jp-mirror-editor-keyword-color, #16a34a)"),
    ("Token.Name.Tag", "var(--jp-mirror-editor-attribute-color, #3b82f6)"),  # the keys of JSON
    ("Token.Literal.String", "var(--jp-mirror-editor-string-color, #dc4a4a)"),
    ("Token.Literal.Number", "var(--jp-mirror-editor-number-color, #16a34a)"),
    ("Token.Comment", "var(--jp-mirror-editor-comment-color, #7b8494)"),
    ("Token.Operator.Word", "var(--jp-mirror-editor-keyword-color, #16a34a)"),
)


def code(source: str, language: str = "python") -> View:
    """Source code with its syntax in colour."""
    from pygments import lex
    from pygments.lexers import get_lexer_by_name

    pieces = []
    for kind, piece in lex(source.strip("\n"), get_lexer_by_name(language)):
        colour = next((colour for name, colour in _TOKEN_COLOURS if str(kind).startswith(name)), None)
        pieces.append(f'<span style="color:{colour}">{escape(piece)}</span>' if colour else escape(piece))
    html = (
        f'<pre style="margin:0.4em 0; padding:0.5em 0.8em; border-left:3px solid {RULE}; '
        f"white-space:pre-wrap; word-break:normal; "
        f'font-family:{MONO}; color:{TEXT}; background:transparent"><code>{"".join(pieces).rstrip()}</code></pre>'
    )
    return View(html, source.strip("\n"))


def json_view(value: Any) -> View:
    """A JSON value, indented and in colour."""
    return code(json.dumps(value, indent=2, ensure_ascii=False), "json")


def paragraph(text: str) -> View:
    """A line of text."""
    return View(f'<p style="margin:0.4em 0; color:{TEXT}">{escape(text)}</p>', text)


def note(symbol: str, label: str, message: str, colour: str, *, role: str | None = None) -> View:
    """One sentence with a symbol, a label and a coloured edge: never the colour alone."""
    attribute = f' role="{role}"' if role else ""
    html = (
        f'<p{attribute} style="margin:0.4em 0; padding:0.4em 0.8em; border-left:4px solid {colour}; color:{TEXT}">'
        f'<span aria-hidden="true" style="color:{colour}; font-weight:700">{symbol}</span> '
        f"<strong>{escape(label)}:</strong> {escape(message)}</p>"
    )
    return View(html, f"{symbol} {label}: {message}")
