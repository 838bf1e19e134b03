"""An estimate of how many tokens a model would count in a text.

The real tables (tiktoken) are fetched from the network, which this package never needs. So text
is cut the way tiktoken's own pre-tokenizer cuts it, with the usual length of a piece in each
script: words with the space before them (long ones in pieces of 10 letters), digits by three,
Chinese, Japanese and Korean by two, punctuation by three, runs of blank space. Every part of the
package that counts tokens (usage, limits, chunks of files) counts them here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

#: Kana, Han (with its rarer blocks) and Hangul.
CJK = "\u1100-\u11ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"

_TOKEN = re.compile(
    rf"[ ]?[{CJK}]{{1,2}}"
    rf"|[ ]?[^\W\d_{CJK}]{{1,10}}"
    r"|[ ]?\d{1,3}"
    r"|[ ]?[^\s\w]{1,3}"
    r"|_{1,4}"
    r"|\s*\n+"
    r"|\s+(?=\s)|\s"
)


def estimate_tokens(text: str) -> int:
    """How many tokens `text` has, about. 0 for the empty string."""
    return sum(1 for _ in _TOKEN.finditer(text))


def token_ends(text: str) -> Iterator[int]:
    """Where each estimated token of `text` ends, in characters. The last is `len(text)`."""
    return (match.end() for match in _TOKEN.finditer(text))
