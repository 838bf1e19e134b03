"""Which language a text is written in, as far as the simulated model needs to know."""

from __future__ import annotations

import re
from typing import Literal

Language = Literal["en", "ko", "zh"]

_HANGUL = re.compile(r"[\u1100-\u11ff\u3130-\u318f\uac00-\ud7af]")
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_KANA = re.compile(r"[\u3040-\u30ff]")


def detect_language(text: str) -> Language:
    """The language to answer `text` in: Korean or Chinese when it is written in them, else English.

    A question in English may name a place in Hangul, and one in Korean names things in Latin
    letters all the time; so the script decides by how many words it writes, not by being there.
    A Han character counts as half a word. Japanese is answered in English: the simulated model
    has no Japanese sentences.
    """
    hangul, han = len(_HANGUL.findall(text)), len(_HAN.findall(text))
    if not hangul and not han:
        return "en"
    if len(_KANA.findall(text)) * 4 > han:
        return "en"
    latin_words = len(re.findall(r"[A-Za-z\u00c0-\u024f]+", text))
    if hangul * 2 >= han:
        return "ko" if hangul / 3 + han / 2 >= latin_words / 2 else "en"
    return "zh" if han / 2 >= latin_words / 2 else "en"


def eastern(text: str) -> bool:
    """Whether a text has Hangul or Han characters."""
    return bool(_HANGUL.search(text) or _HAN.search(text))
