"""Directives about an answer's form that the simulated model can follow.

They are looked for in the instructions and in the last message: the language, capitals, brevity, one
sentence, a phrase to begin or end with, JSON. Others are beyond rules and are passed over.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ...interface import Turn
from ...remembered import remembered
from ..knowledge.language import Language, detect_language
from ..knowledge.lexicon import languages
from ..reading.results import last_user_index

_ANSWER = r"(?:answers?|repl(?:y|ies)|responses?|respond|messages?|sentences?)"
_UPPER = re.compile(r"\b(?:upper[- ]?case|capital letters|all[- ]caps|in capitals)\b|대문자|大寫|大写", re.IGNORECASE)
_ONE = re.compile(r"\b(?:one|a single|1) (?:short )?sentence\b|한 ?문장|一句話|一句话", re.IGNORECASE)
_BRIEF = re.compile(
    rf"\b(?:{_ANSWER}|be|keep it|speak|write)\s+(?:\w+\s+){{0,3}}?(?:brief(?:ly)?|short|concise(?:ly)?|terse(?:ly)?)\b"
    rf"|\b(?:brief|short|concise)\s+{_ANSWER}\b|\bbriefly\b|\bin short\b|간단히|간단하게|짧게|간결하게|簡短|簡潔|简短|簡單地",
    re.IGNORECASE,
)
_QUOTED = r"[\"“”'‘「『](?P<phrase>[^\"“”」』]{1,80}?)[\"”'’」』]"
_BEGIN = re.compile(rf"\b(?:begin|start|open)\b[^.\"“'「]{{0,40}}?\bwith\b[^.\"“'「]{{0,20}}?{_QUOTED}", re.IGNORECASE)
_END = re.compile(rf"\b(?:end|finish|close)\b[^.\"“'「]{{0,40}}?\bwith\b[^.\"“'「]{{0,20}}?{_QUOTED}", re.IGNORECASE)
_JSON = re.compile(
    rf"\b(?:{_ANSWER}|answer|output|return|give|write)\b[^.]{{0,30}}?\b(?:in|as|with|only|valid)\s+(?:valid\s+)?JSON\b"
    r"|\bas JSON\b|JSON(?:으로| 형식으로)|(?:用|以)\s*JSON",
    re.IGNORECASE,
)
_IN_LANGUAGE = re.compile(
    rf"(?i:\b(?:{_ANSWER}|speak|write|talk)\b)[^.!?\n]{{0,30}}?\b(?:in|using)\s+(?P<en>[A-Z][a-z]+(?: [A-Z][a-z]+)?)"
    r"|\b[Ii]n (?P<bare>[A-Z][a-z]+),? please\b"
    r"|(?P<ko>[가-힣]+)로\s*(?:만\s*)?(?:답|대답|말|써|작성|응답|설명|알려)"
    r"|(?:用|以|請用)\s*(?P<zh>[\u4e00-\u9fff]{2,4}?)\s*(?:回答|回覆|回复|說|说|寫|作答|告訴)"
)
_SUPPORTED: dict[str, Language] = {"en": "en", "ko": "ko", "zh": "zh"}
_ONLY = {
    "en": "(I am a simulated model and write English, Korean and Traditional Chinese only.)",
    "ko": "(저는 시뮬레이션 모델이라 영어, 한국어, 중국어(번체)로만 씁니다.)",
    "zh": "（我是模擬模型，只會寫英文、韓文和繁體中文。）",
}


@dataclass(frozen=True, slots=True)
class Style:
    """How an answer is to be written. `beyond` is set when a language was asked for that there are no words in."""

    language: Language
    upper: bool = False
    brief: bool = False
    one_sentence: bool = False
    begin: str = ""
    end: str = ""
    json: bool = False
    beyond: bool = False

    def apply(self, text: str) -> str:
        """The finished text in this style."""
        if self.one_sentence:
            text = _as_one_sentence(text, self.language)
        if self.beyond:
            text = f"{text} {_ONLY[self.language]}"
        if self.upper:
            text = text.upper()
        if self.begin and not text.startswith(self.begin):
            text = f"{self.begin} {text}"
        if self.end and not text.endswith(self.end):
            text = f"{text} {self.end}"
        return text


def style_of(turn: Turn) -> Style:
    """What the instructions and the last message ask of the answer's form; the message wins on the language."""
    last = last_user_index(turn.messages)
    question = str(turn.messages[last].get("content") or "") if last >= 0 else ""
    instructions = "\n".join(str(m.get("content") or "") for m in turn.messages if m["role"] in ("system", "developer"))
    language, beyond = _question_language(turn, question), False
    asked_in_question, asked_in_general = _directives(question), _directives(instructions)
    if asked := asked_in_question.language or asked_in_general.language:
        language, beyond = (_SUPPORTED[asked], False) if asked in _SUPPORTED else (language, True)
    return Style(
        language,
        upper=asked_in_question.upper or asked_in_general.upper,
        brief=asked_in_question.brief or asked_in_general.brief,
        one_sentence=asked_in_question.one_sentence or asked_in_general.one_sentence,
        begin=asked_in_general.begin or asked_in_question.begin,
        end=asked_in_general.end or asked_in_question.end,
        json=asked_in_question.json or asked_in_general.json,
        beyond=beyond,
    )


@dataclass(frozen=True, slots=True)
class _Directives:
    """What one text asks of the answer's form; `language` is an ISO 639 code or ""."""

    language: str
    upper: bool
    brief: bool
    one_sentence: bool
    begin: str
    end: str
    json: bool


@remembered
def _directives(text: str) -> _Directives:
    begin, end = _BEGIN.search(text), _END.search(text)
    return _Directives(
        _language_asked(text),
        upper=bool(_UPPER.search(text)),
        brief=bool(_BRIEF.search(text)),
        one_sentence=bool(_ONE.search(text)),
        begin=begin["phrase"] if begin else "",
        end=end["phrase"] if end else "",
        json=bool(_JSON.search(text)),
    )


def _question_language(turn: Turn, question: str) -> Language:
    """The language of the last message; of an earlier one when it has no words, as "AAPL?" or "57"."""
    if any(character.isalpha() and not character.isupper() for character in question):
        return detect_language(question)
    for message in reversed(turn.messages):
        text = str(message.get("content") or "")
        if message["role"] == "user" and any(character.isalpha() and not character.isupper() for character in text):
            return detect_language(text)
    return detect_language(question)


def _language_asked(text: str) -> str:
    for match in _IN_LANGUAGE.finditer(text):
        name = next(group for group in match.groups() if group)
        for candidate in (name, name.split(" ")[0]):
            if entries := languages().named(candidate):
                return entries[0].key
    return ""


def _as_one_sentence(text: str, language: Language) -> str:
    """The sentences and the lines of lists joined by semicolons; a heading goes with what follows it."""
    joint, stop = ("；", "。") if language == "zh" else ("; ", ".")
    pieces = [
        line.strip().removeprefix("- ").rstrip(".。")
        for line in re.split(r"(?<=[.!?。！？])\s+|(?<=[。！？])|\n+", text)
        if line.strip()
    ]
    joined = ""
    for piece in pieces:
        between = "" if not joined or joined.endswith("：") else " " if joined.endswith(":") else joint
        joined += between + piece
    return joined if joined.endswith(("!", "?", "！", "？")) else joined + stop
