"""Several calls of one function in one sentence, or in a list.

    The stock price of AAPL is 210.62 USD and of MSFT 446.95 USD (both: close, 2024-06-28).

    The current temperature:
    - Busan: 14 °C
    - …
"""

from __future__ import annotations

from collections.abc import Sequence

from ...interface import Turn
from ..knowledge.language import Language
from ..knowledge.wording import with_particle
from ..reading.results import ToolResult
from . import rendering
from .phrasing import capital, closed, in_brackets
from .sentences import Statement, statement
from .subjects import Subject

#: So many values go into one sentence, each of so many characters; more are a list.
_IN_SENTENCE, _LENGTH = 3, 32
_ALL = {"en": ("both: ", "all: "), "ko": ("모두: ", "모두: "), "zh": ("皆為：", "皆為：")}


def told_calls(
    turn: Turn, results: Sequence[ToolResult], language: Language, alone: bool = False, question: str = ""
) -> list[str]:
    """The outputs of one function: those that say the same of different things together, others each by itself."""
    told = [statement(turn, result, language, alone, question) for result in results]
    texts = [each for each in told if isinstance(each, str)]
    statements = list(dict.fromkeys(each for each in told if not isinstance(each, str)))
    if len(statements) > 1 and (joined := together(statements, language)) is not None:
        return [joined, *texts]
    return [each if isinstance(each, str) else each.written(language) for each in told]


def together(statements: Sequence[Statement], language: Language) -> str | None:
    """The statements as one text, None when they do not say the same of different things."""
    if len(statements) < 2 or len({(each.subject.noun, each.counted) for each in statements}) > 1:
        return None
    names = _names([each.subject for each in statements])
    if names is None or any("\n" in each.value or each.below for each in statements):
        return None
    short = all(len(each.value) <= _LENGTH and each.is_sentence for each in statements)
    alike = len({each.beside for each in statements}) == 1
    if len(statements) <= _IN_SENTENCE and short and alike and not any(name.startswith("(") for name in names):
        return _sentence(statements, names, language)
    return _list(statements, names, alike, language)


def _names(subjects: Sequence[Subject]) -> list[str] | None:
    """What tells the subjects apart: whose they are, or else what is said of the calls."""
    if len({subject.others for subject in subjects}) == 1:
        names = [subject.owner for subject in subjects]
    elif len({subject.owner for subject in subjects}) == 1:
        names = [subject.others for subject in subjects]
    else:
        names = [f"{subject.owner} {subject.others}".strip() for subject in subjects]
    return names if all(names) and len(set(names)) == len(names) else None


def _list(statements: Sequence[Statement], names: Sequence[str], alike: bool, language: Language) -> str:
    """ "The forecast (3 days):", and a line for each place."""
    subjects = [each.subject for each in statements]
    first = subjects[0]
    said_once = [
        part for part in (first.owner, first.others) if part and all(part in (s.owner, s.others) for s in subjects)
    ]
    heads = [
        name if subject.owner not in name or not subject.owner else name.replace(subject.owner, subject.whose, 1)
        for name, subject in zip(names, subjects, strict=True)
    ]
    colon = "：" if language == "zh" else ":"
    between = colon if language == "zh" else ": "
    if language == "en":
        title = " ".join(["the", first.noun, *said_once])
    else:
        title = first.noun + in_brackets(said_once, language)
    title += in_brackets(statements[0].beside if alike else (), language)
    lines = (
        f"- {head.strip('()')}{between}{each.value}{'' if alike else in_brackets(each.beside, language)}"
        for head, each in zip(heads, statements, strict=True)
    )
    return "\n".join([capital(title) + colon, *lines])


def _sentence(statements: Sequence[Statement], names: Sequence[str], language: Language) -> str:
    first, *others = statements
    beside = first.beside
    if beside:
        beside = (_ALL[language][len(statements) > 2] + beside[0], *beside[1:])
    aside = in_brackets(beside, language)
    rest = list(zip(names[1:], others, strict=True))
    if language == "en":
        told = [f"{name} {each.value}" for name, each in rest]
        start = f"{first.english_start()} {first.value}"
        return closed(rendering.enumeration([start, *told], "en") + aside, "en")
    if language == "ko":
        told = [f"{with_particle(name, '은', '는')} {each.value}" for name, each in rest]
        start = f"{with_particle(first.subject.text, '은', '는')} {first.value}"
        return closed(f"{', '.join([start, *told])}입니다{aside}", "ko")
    told = [f"{name}是{_blank(each.value)}{each.value}" for name, each in rest]
    start = f"{first.subject.text}是{_blank(first.value)}{first.value}"
    return closed("，".join([start, *told]) + aside, "zh")


def _blank(text: str) -> str:
    """What stands between Chinese and Latin letters or digits."""
    return " " if text[:1].isascii() else ""
