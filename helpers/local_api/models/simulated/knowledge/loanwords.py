"""English words as Korean writes them: 스무디 is smoothie, 엘리베이터 elevator, 몬스터 monster.

Both are reduced to their consonants, with sounds that Korean does not tell apart made one. Words with
fewer than three consonants are not compared: too many are alike.
"""

from __future__ import annotations

import re
from functools import lru_cache

#: The consonants that a syllable of Hangul may begin and end with, in the order of Unicode.
_INITIALS = "k k n t t r m p p s s - s s s k t p h".split()
_FINALS = "- k k k n n n t r k m r r r p r m p p t t n t t k t p h".split()
_SPELLINGS = [
    (r"tion|sion", "sn"), (r"sch", "sk"), (r"tch|ch|sh|j|z", "s"), (r"dge|ge\b|g(?=[ei])", "s"),
    (r"ph", "p"), (r"th", "t"),
    (r"gh|(?<!^)h|w|y", ""), (r"ng(?![aeiou])", "n"), (r"ck|q", "k"), (r"c(?=[eiy])", "s"), (r"c|g", "k"),
    (r"x", "ks"), (r"nk", "nk"), (r"d", "t"), (r"[bfv]", "p"), (r"r(?![aeiou])", ""), (r"l", "r"),
]  # fmt: skip
FEWEST = 3


def _joined(consonants: str) -> str:
    return re.sub(r"(.)\1+", r"\1", consonants)


@lru_cache(maxsize=8_000)
def korean_sound(word: str) -> str:
    """The consonants of a Korean word, with "a" before them when it begins with a vowel; "" when they are too few."""
    found = []
    for letter in word:
        code = ord(letter) - 0xAC00
        if not 0 <= code < 11172:
            return ""
        found.append(_INITIALS[code // 588].replace("-", "" if found else "a"))
        found.append(_FINALS[code % 28].replace("-", ""))
    sound = _joined("".join(found))
    return sound if len(sound.lstrip("a")) >= FEWEST else ""


@lru_cache(maxsize=8_000)
def english_sound(word: str) -> str:
    """The consonants of an English word as Korean would write them."""
    sound = word.casefold()
    vowel = sound[:1] in "aeiou"
    for pattern, said in _SPELLINGS:
        sound = re.sub(pattern, said, sound)
    sound = _joined(re.sub(r"[^kntrmpsh]", "", sound))
    return ("a" if vowel else "") + sound if len(sound) >= FEWEST else ""
