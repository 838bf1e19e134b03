"""The base of errors that a learner can put right."""

from __future__ import annotations

import textwrap

#: Notebooks break longer lines in the middle of a word.
_LINE = 88


class CourseError(Exception):
    """An error told in words: what happened, why, and what to do.

    IPython asks an exception for `_render_traceback_` before it draws a traceback, so in a
    notebook only the message shows. In a plain Python program it is an ordinary exception.
    """

    def _render_traceback_(self) -> list[str]:
        return textwrap.wrap(f"{type(self).__name__}: {self}", _LINE, break_long_words=False, break_on_hyphens=False)
