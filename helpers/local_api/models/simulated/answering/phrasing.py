"""How sentences are put together: brackets, headings, capitals, full stops."""

from __future__ import annotations

from collections.abc import Sequence

from ..knowledge.language import Language

_COLON = {"en": ":", "ko": ":", "zh": "："}
CLOSED = (".", "!", "?", "。", "！", "？", "…", ":", ";")


def in_brackets(texts: Sequence[str], language: Language) -> str:
    """ " (close, 2024-06-28)", or nothing."""
    if not texts:
        return ""
    return {"en": " ({})", "ko": "({})", "zh": "（{}）"}[language].format(
        ("，" if language == "zh" else ", ").join(texts)
    )


def headed(about: str, value: str, language: Language, name: bool = False) -> str:
    """What it is about, a colon, and the value: on the same line, or below it.

    `name`: it begins with a function's name, which stays as it is written.
    """
    start = f"{about if name else capital(about)}{_COLON[language]}"
    if "\n" in value:
        return f"{start}\n{value}"
    return closed(f"{start}{'' if language == 'zh' else ' '}{value}", language)


def capital(text: str) -> str:
    """A capital for the first word, unless it is an identifier."""
    first = text.split(" ", 1)[0]
    return text if "_" in first or not first.islower() else text[:1].upper() + text[1:]


def closed(sentence: str, language: Language) -> str:
    """The sentence with a full stop, unless it ends with a mark of its own."""
    sentence = sentence.rstrip()
    if sentence.endswith(CLOSED) or "\n" in sentence:
        return sentence
    return sentence + ("。" if language == "zh" else ".")
