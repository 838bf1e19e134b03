"""Cut a text into overlapping chunks of so many tokens.

The strategy is the hosted one: `max_chunk_size_tokens` (800 unless told) and
`chunk_overlap_tokens` (400). Tokens are estimated (`tokens.py`). A chunk ends at the end of a
paragraph, line or sentence where there is one in its last quarter, so that answers quote whole
sentences.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from ..tokens import token_ends

DEFAULT_MAX_TOKENS = 800
DEFAULT_OVERLAP_TOKENS = 400

_BREAKS = (
    re.compile(r"\n\s*\n"),  # paragraph
    re.compile(r"\n"),  # line
    re.compile(r"[.!?][\"')\]]*(?=\s)|[。！？][」』）]*"),  # sentence
    re.compile(r"(?=\s)"),  # word
)


def chunk_text(
    text: str, max_tokens: int = DEFAULT_MAX_TOKENS, overlap_tokens: int = DEFAULT_OVERLAP_TOKENS
) -> list[str]:
    """The chunks of `text`, in order.

    No chunk is longer than `max_tokens`; each begins at most `overlap_tokens` before the end of
    the one before it; together they cover all of the text. Blank chunks are left out.

    Raises:
        ValueError: `overlap_tokens` is more than half of `max_tokens`.
    """
    chunks = (text[start:end].strip() for start, end in chunk_spans(text, max_tokens, overlap_tokens))
    return [chunk for chunk in chunks if chunk]


def chunk_spans(text: str, max_tokens: int, overlap_tokens: int) -> Iterator[tuple[int, int]]:
    """Where each chunk begins and ends, in characters of `text`."""
    if max_tokens < 1 or not 0 <= overlap_tokens <= max_tokens // 2:
        raise ValueError("overlap_tokens must be between 0 and half of max_tokens")
    ends = list(token_ends(text))
    first = 0  # the chunk's first token
    while first < len(ends):
        last = min(first + max_tokens, len(ends))  # one past its last token
        if last < len(ends):
            last = _break_before(text, ends, first + max_tokens - max_tokens // 4, last)
        yield (ends[first - 1] if first else 0), ends[last - 1]
        if last == len(ends):
            break
        first = _break_after(text, ends, last - overlap_tokens, last) if overlap_tokens else last


def _break_before(text: str, ends: list[int], lowest: int, highest: int) -> int:
    """The best number of tokens to end a chunk at, within lowest..highest."""
    start, stop = ends[lowest - 1], ends[highest - 1]
    for pattern in _BREAKS:
        found = [match.end() for match in pattern.finditer(text, start, stop)]
        if found:
            return max(lowest, bisect_right(ends, found[-1]))
    return highest


def _break_after(text: str, ends: list[int], lowest: int, highest: int) -> int:
    """The token at which the next chunk begins: the first sentence or line within the overlap."""
    start, stop = ends[lowest - 1], ends[highest - 1]
    for pattern in _BREAKS[1:]:
        match = pattern.search(text, start, start + (stop - start) // 4)
        if match:
            return min(highest, bisect_left(ends, match.end()) + 1)
    return lowest
