"""What an exercise is: a check with an outcome, hints, a solution, and wrong answers of its own.

An exercise is a value in a notebook's module, for example `helpers/exercises/nb01.py`:

    SETUP = '''
    city = "Busan"
    '''                                  # what the notebook has defined by then, as source

    def _check_unit(unit):
        require(isinstance(unit, str), "A unit is text: put it in quotes.")
        require(unit == "Celsius", "People in Busan do not read temperatures in that unit.")

    exercise_1 = Exercise(
        question="Which unit fits Busan?",
        check=_check_unit,
        hints=["Which unit do people in Korea use?"],
        solution='unit = "Celsius"',     # replaces the learner's lines
        answer="unit",                   # what the notebook gives to check(), as source
        wrong={'unit = "Kelvin"': "People in Busan do not read temperatures in that unit."},
        praise="The unit follows from the place.",
    )

A check judges code, calls and traces, never a model's prose. It says nothing when all is well and
`require`s otherwise; its sentence says what is wrong, not what to type. The unit tests run
every exercise: after SETUP, the solution must be Correct, each wrong answer must be Incorrect with
exactly its sentence, and blanks must be NotAttempted.
"""

from __future__ import annotations

import inspect
import textwrap
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import CodeType, FunctionType, TracebackType
from typing import Any, ClassVar

from helpers.errors import CourseError
from helpers.rendering import BLUE, GREEN, GREY, RED, View, code, note, stack

# --- The blank ----------------------------------------------------------------------------------


class BlankError(CourseError):
    """A blank was used before it was filled in."""


class _Blank:
    """The gap in an exercise, written `____`. It can be passed on; using it says that it is empty."""

    def __repr__(self) -> str:
        return "____"

    def _empty(self, *_: Any, **__: Any) -> Any:
        raise BlankError("There is still a blank here. Replace ____ with your answer and run the cell again.")

    __call__ = __str__ = __format__ = __getitem__ = __iter__ = __len__ = __bool__ = __contains__ = _empty
    __add__ = __radd__ = __sub__ = __mul__ = __truediv__ = __lt__ = __gt__ = __le__ = __ge__ = _empty

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):  # IPython, copy and pickle look for such names; that is no use of the blank
            raise AttributeError(name)
        return self._empty()


_Blank.__name__ = _Blank.__qualname__ = "____"  # so that a TypeError from elsewhere names the blank
____ = _Blank()


def has_blank(value: Any, depth: int = 6) -> bool:
    """Whether a blank is left in `value`: itself, inside a list or dict, or in a function's code."""
    if value is ____ or (isinstance(value, str) and value.strip() == "____"):
        return True
    if depth == 0:
        return False
    if isinstance(value, Mapping):
        return any(has_blank(item, depth - 1) for pair in value.items() for item in pair)
    if isinstance(value, (list, tuple, set)):
        return any(has_blank(item, depth - 1) for item in value)
    if isinstance(value, FunctionType):
        written = (value.__doc__, *(value.__defaults__ or ()), *value.__annotations__.values())
        return _names_blank(value.__code__) or any(has_blank(item, depth - 1) for item in written)
    return False


def _names_blank(function_code: CodeType) -> bool:
    inner = (constant for constant in function_code.co_consts if isinstance(constant, CodeType))
    return "____" in function_code.co_names or any(_names_blank(constant) for constant in inner)


# --- Outcomes -----------------------------------------------------------------------------------


@dataclass(frozen=True, repr=False)
class Outcome:
    """What a check found: one sentence, shown with a symbol, a label and a colour."""

    message: str
    symbol: ClassVar[str]
    label: ClassVar[str]
    colour: ClassVar[str]

    def _view(self) -> View:
        return note(self.symbol, self.label, self.message, self.colour, role="status")

    def __repr__(self) -> str:
        return self._view().text

    def _repr_html_(self) -> str:
        return self._view().html


class NotAttempted(Outcome):
    """There is still a blank in the answer."""

    symbol, label, colour = "○", "Not attempted", GREY


class Incorrect(Outcome):
    """The answer is not right; the message says what is wrong with it."""

    symbol, label, colour = "✗", "Not yet", RED


class Correct(Outcome):
    """The answer is right; the message says what it shows."""

    symbol, label, colour = "✓", "Correct", GREEN


class _Unmet(Exception):
    """A requirement of a check is not met."""


def require(condition: object, otherwise: str) -> None:
    """In a check: go on if `condition` holds; else the answer is `Incorrect` with this sentence."""
    if not condition:
        raise _Unmet(otherwise)


# --- The exercise -------------------------------------------------------------------------------


class Exercise:
    """One exercise of a notebook: `check`, `hint`, `solution`.

    Args:
        question: What is asked, in one sentence.
        check: Takes the learner's answer, one or more values; see `require`.
        hints: From a nudge to nearly the solution, a sentence or two each.
        solution: Source code that stands where the learner's lines stand.
        answer: The expression or expressions that the notebook gives to `check`, as source:
            `"unit"` or `"tool, run"`.
        wrong: Source code of mistakes that people make → the sentence each must get.
        praise: The sentence for a right answer: what it shows.
    """

    def __init__(
        self,
        *,
        question: str,
        check: Callable[..., None],
        hints: Sequence[str],
        solution: str,
        answer: str,
        wrong: Mapping[str, str],
        praise: str = "That is it.",
    ):
        self.question = question
        self.hints = tuple(hints)
        self.solution_code = textwrap.dedent(solution).strip()
        self.answer = answer
        self.wrong = {textwrap.dedent(mistake).strip(): sentence for mistake, sentence in wrong.items()}
        self.praise = praise
        self._check = check
        self._hints_shown = 0

    def __repr__(self) -> str:
        return f"Exercise: {self.question}"

    def check(self, *answer: Any) -> Outcome:
        """Judge an answer. Never raises: what goes wrong in the learner's code is told in a sentence."""
        if has_blank(answer):
            return NotAttempted("Replace ____ with your answer and run the cell again.")
        try:
            inspect.signature(self._check).bind(*answer)
        except TypeError:
            return Incorrect(f"This exercise is checked with .check({self.answer}).")
        try:
            self._check(*answer)
        except _Unmet as unmet:
            return Incorrect(str(unmet))
        except BlankError as blank:
            return NotAttempted(str(blank))
        except Exception as error:
            return Incorrect(_what_was_raised(error))
        return Correct(self.praise)

    def hint(self) -> View:
        """The next hint. After the last one, the last again."""
        number = min(self._hints_shown + 1, len(self.hints))
        self._hints_shown = number
        more = "" if number < len(self.hints) else " (The last one. Next would be .solution().)"
        return note("→", f"Hint {number} of {len(self.hints)}", self.hints[number - 1] + more, BLUE)

    def solution(self) -> View:
        """A solution, as code to read. It runs as it stands in the place of your lines."""
        return stack([note("→", "Solution", self.praise, BLUE), code(self.solution_code)])


def _what_was_raised(error: Exception) -> str:
    """One sentence for an exception, with the line where the learner's own code raised it."""
    what = f"{type(error).__name__}: {error}".rstrip(": ")
    place = _last_learner_line(error.__traceback__)
    if place is None:
        return f"The check could not read your answer ({what})."
    return f"Your function {place[0]} raised {what} (line {place[1]} of the cell)."


def _last_learner_line(trace: TracebackType | None) -> tuple[str, int] | None:
    """The innermost function defined in the notebook, and the line it had reached."""
    place = None
    while trace is not None:
        if trace.tb_frame.f_globals.get("__name__") == "__main__":
            name = trace.tb_frame.f_code.co_name
            inside = name.startswith("<") and place is not None  # a comprehension has no name that a learner knows
            place = (place[0] if inside and place else name, trace.tb_lineno)
        trace = trace.tb_next
    return place
