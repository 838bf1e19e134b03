"""The terms under which a text is indexed and found.

Words are folded (case, width, accents) and cut to their English stem. Chinese, Japanese and
Korean, which an index cannot cut at spaces, become overlapping pairs of characters, and each
Chinese or Japanese character on its own, so that a question of one character finds something too.
"""

from __future__ import annotations

import re
import threading
import unicodedata
from functools import cache, lru_cache
from itertools import pairwise

from ..tokens import CJK

_RUN = re.compile(rf"([{CJK}]+)|([^\W_{CJK}]+)")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
#: What Korean nouns end in, where at least two syllables stay.
_PARTICLE = re.compile(
    r"(?<=[\uac00-\ud7af]{2})(?:에서|까지|부터|으로|에게|한테|이나|은|는|이|가|을|를|에|의|도|로|와|과|만)$"
)
_HANGUL = re.compile(r"[\u1100-\u11ff\uac00-\ud7af]")

#: Words that say nothing of what is asked. Left out of questions, never out of the index.
STOP_WORDS = frozenset(
    """
    a about all am an and any are as at be been but by can could did do does doing for from had has have how i if in
    into is it its may me my of on one or our please say should so some tell than that the their them then there
    these they this those to us was we were what when where which who whom whose why will with would you your
    무엇 어디 언제 누구 어떻 떻게 얼마 할 수 것 있나 나요 인가 가요 니까 습니 세요 해줘 주세 려줘 알려
    的 是 了 在 嗎 呢 什麼 什么 怎麼 怎么 多少 哪裡 哪里 請問 请问 如何 為什 為何 为什
    """.split()
)


_stemming = threading.Lock()  # a stemmer works on its own fields; files are indexed in threads


@cache
def _stemmer():
    import snowballstemmer  # imported late: `import helpers` stays cheap

    return snowballstemmer.stemmer("english")


def _fold(text: str) -> str:
    """Full width to half width, ligatures apart, accents off."""
    if text.isascii():
        return text
    bare = (c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return unicodedata.normalize("NFC", "".join(bare))


def index_terms(text: str) -> list[str]:
    """All terms of a text in order, for the index."""
    terms: list[str] = []
    for cjk, word in _RUN.findall(_fold(text)):
        if word:
            terms += _word_terms(word)
        elif len(cjk) == 1:
            terms.append(cjk)
        else:
            for left, right in pairwise(cjk):
                if not _HANGUL.match(left):
                    terms.append(left)
                terms.append(left + right)
            if not _HANGUL.match(cjk[-1]):
                terms.append(cjk[-1])
    return terms


def query_terms(text: str) -> list[str]:
    """The distinct terms of a question in order, without the words that only ask."""
    return _query_terms(text, STOP_WORDS) or _query_terms(text, frozenset())


def _query_terms(text: str, left_out: frozenset[str]) -> list[str]:
    terms: list[str] = []
    for cjk, word in _RUN.findall(_fold(text)):
        if word:
            if word.lower() not in left_out:
                terms += _word_terms(word)
            continue
        cjk = _PARTICLE.sub("", cjk)
        pairs = [cjk] if len(cjk) == 1 else [left + right for left, right in pairwise(cjk)]
        terms += (pair for pair in pairs if pair not in left_out)
    return list(dict.fromkeys(terms))


@lru_cache(maxsize=65536)
def _word_terms(word: str) -> tuple[str, ...]:
    with _stemming:
        parts = tuple(_stemmer().stemWord(part.lower()) for part in _CAMEL.split(word))
    # An identifier is found whole and by its parts.
    return parts if len(parts) == 1 else (word.lower(), *parts)
