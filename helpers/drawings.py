"""The course's drawings: the function-calling loop, the life of a run, calls in time, who owns what.

Each is an SVG inside HTML with a title and a description for screen readers, and a plain-text
twin that says the same. Letters take the colour of the page, so one drawing serves the light and
the dark theme.

    from helpers import drawings

    drawings.run_life(highlight=run.status)     # displays at once, wherever in a cell

Each has a sister with `_view` that gives the view instead of displaying it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from html import escape

from helpers.rendering import AMBER, BLUE, GREEN, GREY, MONO, QUIET, RED, TEXT, VIOLET, View, display_view, text_width

#: A function call in time: its label, and its start and length in seconds.
Span = tuple[str, float, float]

#: Calls of one panel, or a panel's heading → its calls, to compare on one axis.
Panels = Mapping[str, Sequence[Span]] | Sequence[Span]


def function_calling_loop() -> None:
    """Draw the function-calling loop: who does what, from the question to the answer."""
    display_view(function_calling_loop_view())


def run_life(highlight: str | None = None) -> None:
    """Draw the nine statuses of a run and the ways between them; `highlight` lifts one out."""
    display_view(run_life_view(highlight))


def call_timeline(panels: Panels, title: str = "Function calls in time") -> None:
    """Draw function calls in time: `[(label, start, seconds), …]`, or a dict of such under headings."""
    display_view(call_timeline_view(panels, title))


def thread_sketch(messages: Sequence[tuple[str, str]] | None = None) -> None:
    """Draw what the server keeps and what your program keeps; `messages` are `(role, text)` pairs."""
    display_view(thread_sketch_view(messages or CONVERSATION))


# --- The canvas ---------------------------------------------------------------------------------

_FONT = "var(--jp-ui-font-family, system-ui, -apple-system, 'Segoe UI', sans-serif)"


class _Canvas:
    """An SVG under construction: boxes, words and arrows, in pixels from the top left."""

    def __init__(self, width: int, height: int):
        self.width, self.height = width, height
        self._parts: list[str] = []

    def box(self, x: float, y: float, width: float, height: float, colour: str, *, strong: bool = False) -> None:
        """A rounded box; `strong` lifts it out from its neighbours."""
        opacity, line = (0.30, 2.5) if strong else (0.12, 1.5)
        self._parts.append(
            f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" rx="9" fill="{colour}" '
            f'fill-opacity="{opacity:g}" stroke="{colour}" stroke-width="{line:g}"/>'
        )

    def badge(self, x: float, y: float, text: str, colour: str) -> None:
        """A number in a disc."""
        self._parts.append(f'<circle cx="{x:g}" cy="{y:g}" r="12" fill="{colour}"/>')
        self.words(x, y + 4.5, text, size=13, bold=True, colour="#fff")

    def region(self, x: float, y: float, width: float, height: float) -> None:
        """A dashed frame around things that belong together."""
        self._parts.append(
            f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" rx="14" fill="none" '
            f'style="stroke:{QUIET}" stroke-opacity="0.55" stroke-dasharray="3 5"/>'
        )

    def words(
        self, x: float, y: float, text: str, *, anchor: str = "middle", size: float = 14, bold: bool = False,
        quiet: bool = False, mono: bool = False, colour: str | None = None,
    ) -> None:  # fmt: skip
        """One line of text on the baseline `y`."""
        fill = colour or (QUIET if quiet else TEXT)
        weight = ' font-weight="600"' if bold else ""
        self._parts.append(
            f'<text x="{x:g}" y="{y:g}" text-anchor="{anchor}" font-size="{size:g}"'
            f'{weight} style="fill:{fill}; font-family:{MONO if mono else _FONT}">'
            f"{escape(text)}</text>"
        )

    def arrow(self, path: str, *, colour: str | None = None, dashed: bool = False) -> None:
        """A line with a head along an SVG path."""
        stroke = colour or QUIET
        dashes = ' stroke-dasharray="5 4"' if dashed else ""
        self._parts.append(
            f'<path d="{path}" fill="none" style="stroke:{stroke}" stroke-width="1.6"{dashes} marker-end="url(#HEAD)"/>'
        )

    def line(self, x1: float, y1: float, x2: float, y2: float, *, dashed: bool = False) -> None:
        """A thin line without a head."""
        dashes = ' stroke-dasharray="2 5"' if dashed else ""
        self._parts.append(
            f'<line x1="{x1:g}" y1="{y1:g}" x2="{x2:g}" y2="{y2:g}" '
            f'style="stroke:{QUIET}" stroke-opacity="0.6"{dashes}/>'
        )

    def view(self, title: str, description: str, text: str) -> View:
        """The finished drawing. Its ids come from its content, so two on one page do not clash."""
        body = "".join(self._parts)
        mark = hashlib.sha256((title + body).encode()).hexdigest()[:8]
        svg = (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {self.width} {self.height}" role="img" '
            f'aria-labelledby="t{mark} d{mark}" '
            f'style="width:100%; max-width:{self.width}px; height:auto; color:{TEXT}">'
            f'<title id="t{mark}">{escape(title)}</title><desc id="d{mark}">{escape(description)}</desc>'
            f'<defs><marker id="h{mark}" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7" '
            f'orient="auto-start-reverse"><path d="M0 0.8 L9.5 5 L0 9.2 z" style="fill:{QUIET}"/></marker></defs>'
            f"{body.replace('#HEAD', f'#h{mark}')}</svg>"
        )
        return View(svg, f"{title}\n\n{text}")


# --- The function-calling loop ------------------------------------------------------------------

_LANES = (("Your program", AMBER), ("Assistants API", BLUE), ("Model", VIOLET))

#: From lane, to lane, what goes over. A step within a lane is work done there.
_LOOP = (
    (0, 1, "a message, and a run", ""),
    (1, 2, "thread, tool descriptions", ""),
    (2, 1, "asks for a call", "get_current_temperature(…)"),
    (1, 0, "requires_action", "id, name, arguments"),
    (0, 0, "runs the function", "only here, in your Python"),
    (0, 1, "submits the output", "with the call's id"),
    (1, 2, "thread, with the output", ""),
    (2, 1, "an answer in words", ""),
    (1, 0, "completed, with the answer", ""),
)


def function_calling_loop_view() -> View:
    """Who does what in a function call, from the question to the answer."""
    canvas = _Canvas(760, 590)
    centres = (124, 386, 648)
    for (name, colour), x in zip(_LANES, centres, strict=True):
        canvas.line(x, 56, x, 566, dashed=True)
        canvas.box(x - 90, 14, 180, 42, colour)
        canvas.words(x, 40, name, bold=True, size=15)
    y = 96.0
    for number, (start, end, label, detail) in enumerate(_LOOP, start=1):
        if start == end:
            canvas.box(centres[start] - 100, y - 22, 200, 56, AMBER, strong=True)
            canvas.badge(centres[start] - 100, y + 6, str(number), AMBER)
            canvas.words(centres[start] + 6, y + 1, label, bold=True)
            canvas.words(centres[start] + 6, y + 21, detail, size=12)
            y += 78
            continue
        middle = (centres[start] + centres[end]) / 2
        way = 1 if end > start else -1
        canvas.words(middle, y - 8, label, size=13)
        canvas.arrow(f"M{centres[start] + 14 * way:g} {y:g} H{centres[end] - 8 * way:g}")
        canvas.badge(centres[start], y, str(number), _LANES[start][1])
        if detail:
            canvas.words(middle, y + 17, detail, size=12, quiet=True, mono="(" in detail)
        y += 60 if detail else 50
    steps = "\n".join(
        f"{number}. {_LANES[start][0]}" + (f" → {_LANES[end][0]}" if start != end else "") + f": {label}"
        + (f" ({detail})" if detail else "")
        for number, (start, end, label, detail) in enumerate(_LOOP, start=1)
    )  # fmt: skip
    return canvas.view(
        "The function-calling loop",
        "Three columns: your program, the Assistants API and the model, with nine numbered steps between them. "
        + steps,
        steps,
    )


# --- The life of a run --------------------------------------------------------------------------

#: Status → where its box stands (x, y), its colour and its meaning.
STATUSES = {
    "queued": (36, 64, GREY, "waits for its turn"),
    "in_progress": (246, 64, BLUE, "the model works"),
    "requires_action": (246, 196, AMBER, "waits for you"),
    "cancelling": (246, 300, GREY, "stops soon"),
    "completed": (552, 54, GREEN, "the answer is there"),
    "incomplete": (552, 122, RED, "cut by a token limit"),
    "failed": (552, 190, RED, "see last_error"),
    "expired": (552, 258, RED, "ten minutes are over"),
    "cancelled": (552, 326, GREY, "you stopped it"),
}
_BOX = (160, 52)

_CHANGES = (
    ("queued", "in_progress", "its turn comes"),
    ("in_progress", "completed", "the model has answered"),
    ("in_progress", "requires_action", "the model asks for calls"),
    ("requires_action", "queued", "you submit every output"),
    ("in_progress", "incomplete", "a token limit is met"),
    ("in_progress", "failed", "an error"),
    ("requires_action", "expired", "no outputs for ten minutes"),
    ("requires_action", "cancelling", "you cancel (also from queued and in_progress)"),
    ("cancelling", "cancelled", "done"),
)


def run_life_view(highlight: str | None = None) -> View:
    """The nine statuses of a run and the ways between them.

    Args:
        highlight: A status to lift out, for example `run.status`.
    """
    if highlight is not None and highlight not in STATUSES:
        raise ValueError(f"{highlight!r} is no status of a run. They are: {', '.join(STATUSES)}.")
    canvas = _Canvas(760, 420)
    canvas.region(14, 14, 416, 392)
    canvas.region(530, 14, 204, 392)
    canvas.words(30, 38, "active: the thread is locked", anchor="start", size=13, quiet=True)
    canvas.words(546, 38, "ended: the thread is free", anchor="start", size=13, quiet=True)

    canvas.arrow("M196 90 H242")
    canvas.arrow("M326 116 V192")
    canvas.words(334, 150, "asks for", anchor="start", size=12, quiet=True)
    canvas.words(334, 166, "functions", anchor="start", size=12, quiet=True)
    canvas.arrow("M246 222 H146 Q116 222 116 192 V120")
    canvas.words(124, 150, "you submit", anchor="start", size=12, quiet=True)
    canvas.words(124, 166, "every output", anchor="start", size=12, quiet=True)
    canvas.arrow("M326 248 V296")
    canvas.words(334, 276, "you cancel", anchor="start", size=12, quiet=True)
    canvas.arrow("M406 80 C460 80 490 80 548 80")
    canvas.arrow("M406 92 C470 96 490 148 548 148")
    canvas.arrow("M406 104 C462 116 484 216 548 216")
    canvas.arrow("M406 222 C460 224 490 284 548 284")
    canvas.arrow("M406 326 C460 326 490 352 548 352")
    for status, (x, y, colour, meaning) in STATUSES.items():
        lifted = status == highlight
        canvas.box(x, y, *_BOX, colour, strong=lifted)
        canvas.words(x + _BOX[0] / 2, y + 22, status, bold=True, mono=True, size=13.5)
        canvas.words(
            x + _BOX[0] / 2, y + 41, "the run is here" if lifted else meaning, size=12, bold=lifted, quiet=not lifted
        )
    for number, line in enumerate(
        ("Cancel works from queued and", "in_progress too. Any active run", "can fail or expire.")
    ):
        canvas.words(34, 340 + 17 * number, line, anchor="start", size=12, quiet=True)
    ways = "\n".join(f"{start} → {end}: {why}" for start, end, why in _CHANGES)
    here = f"The run is {highlight}.\n" if highlight else ""
    return canvas.view(
        "The life of a run",
        f"{here}Four statuses are active and lock the thread; five have ended. {ways}",
        f"{here}active (the thread is locked): queued, in_progress, requires_action, cancelling\n"
        f"ended (the thread is free): completed, incomplete, failed, expired, cancelled\n\n{ways}",
    )


# --- Calls in time ------------------------------------------------------------------------------


def call_timeline_view(panels: Panels, title: str = "Function calls in time") -> View:
    """Function calls as bars over a common axis of seconds, in one panel or several to compare.

    Args:
        panels: `(label, start, seconds)` for each call, or a mapping from a panel's heading to such.
        title: What the drawing shows.
    """
    named = panels if isinstance(panels, Mapping) else {"": panels}
    longest = max((start + seconds for spans in named.values() for _, start, seconds in spans), default=1.0) or 1.0
    tick = next(step for step in (0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60, 600, 1e9) if longest / step <= 8)
    left, right, row = 200.0, 700.0, 30.0
    scale = (right - left) / longest
    height = 40 + sum((30 if heading else 6) + row * len(spans) + 18 for heading, spans in named.items())
    canvas = _Canvas(760, round(height))
    bottom = height - 34
    for number in range(int(longest / tick + 1e-9) + 1):
        x = left + number * tick * scale
        canvas.line(x, 8, x, bottom, dashed=True)
        canvas.words(x, bottom + 18, f"{number * tick:g} s", size=12, quiet=True)
    y, lines = 8.0, []
    for place, (heading, spans) in enumerate(named.items()):
        total = max((start + seconds for _, start, seconds in spans), default=0.0)
        if heading:
            canvas.words(20, y + 18, heading, anchor="start", bold=True)
            lines.append(f"{heading}: {total:g} s in all")
            y += 30
        else:
            y += 6
        for label, start, seconds in spans:
            canvas.words(left - 12, y + 17, _shorten(label, 24), anchor="end", size=13, mono=True)
            x, width = left + start * scale, max(seconds * scale, 3)
            canvas.box(x, y + 3, width, row - 8, (BLUE, GREEN, VIOLET, AMBER)[place % 4], strong=True)
            inside = width > 52
            canvas.words(
                x + width / 2 if inside else x + width + 6, y + 18, f"{seconds:g} s",
                anchor="middle" if inside else "start", size=12,
            )  # fmt: skip
            lines.append(f"  {label}: from {start:g} s to {start + seconds:g} s")
            y += row
        y += 18
    text = "\n".join(lines)
    return canvas.view(title, f"Bars over an axis in seconds. {text}", text)


def _shorten(text: str, width: int) -> str:
    while text_width(text) > width:
        text = text[:-2] + "…"
    return text


# --- Assistant, thread, run ---------------------------------------------------------------------

#: The example conversation of `thread_sketch`.
CONVERSATION = (
    ("user", "How is the weather in Busan?"),
    ("assistant", "21 °C and dry."),
    ("user", "And in Seoul?"),
    ("assistant", "18 °C, it may rain."),
)


def thread_sketch_view(messages: Sequence[tuple[str, str]] = CONVERSATION) -> View:
    """Which objects live on the server, and what your program keeps: their ids.

    Args:
        messages: `(role, text)` of each message in the thread, oldest first.
    """
    row = 40
    inner = 52 + row * len(messages)
    height = max(inner + 88, 300)
    canvas = _Canvas(760, height + 16)
    canvas.box(16, 64, 178, 140, AMBER)
    canvas.words(105, 30, "Your program", bold=True)
    canvas.words(105, 50, "keeps only ids", size=12, quiet=True)
    canvas.words(34, 92, "assistant.id", anchor="start", mono=True, size=13)
    canvas.words(34, 132, "thread.id", anchor="start", mono=True, size=13)
    canvas.words(34, 172, "run.id", anchor="start", mono=True, size=13)

    canvas.region(252, 14, 494, height - 12)
    canvas.words(499, 42, "The API's server keeps the objects", bold=True)
    canvas.box(270, 60, 190, 84, BLUE)
    canvas.words(365, 84, "assistant", bold=True)
    canvas.words(365, 106, "model, instructions,", size=12)
    canvas.words(365, 124, "tools", size=12)
    canvas.box(270, height - 92, 190, 68, GREEN)
    canvas.words(365, height - 68, "run", bold=True)
    canvas.words(365, height - 46, "one answer being made", size=12)
    canvas.box(498, 60, 232, inner, VIOLET)
    canvas.words(614, 84, "thread", bold=True)
    for number, (role, text) in enumerate(messages):
        y = 98 + row * number
        mine = role == "user"
        canvas.box(510 if mine else 522, y, 208 - 12 * (not mine), row - 8, GREY if mine else GREEN)
        canvas.words(520 if mine else 532, y + 13, role, anchor="start", size=10.5, bold=True)
        canvas.words(520 if mine else 532, y + 27, _shorten(text, 32), anchor="start", size=12)
    canvas.arrow("M130 88 H264")
    canvas.arrow("M112 128 C200 128 200 160 300 160 H492")
    run_y = height - 58
    canvas.arrow(f"M94 168 C210 168 160 {run_y} 264 {run_y}")
    canvas.arrow(f"M365 {height - 92} V150")
    canvas.words(373, (height + 60) / 2 + 6, "uses", anchor="start", size=12, quiet=True)
    end = min(60 + inner - 20, height - 58)
    canvas.arrow(f"M460 {height - 58} C480 {height - 58} 476 {end} 494 {end}")
    lines = [f"{role}: {text}" for role, text in messages]
    text = (
        "Your program keeps ids: assistant.id, thread.id, run.id.\n"
        "The server keeps the objects:\n"
        "  assistant: model, instructions, tools\n"
        "  thread: the messages\n" + "\n".join(f"    {line}" for line in lines) + "\n"
        "  run: one answer being made; it uses the assistant, reads the thread and adds a message to it"
    )
    return canvas.view("Who keeps what", text, text)
