"""What the simulated model says of itself: greetings, thanks, who it is, what it cannot know."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from ...interface import Turn
from ..reading.clauses import asks, parts
from ..knowledge.language import Language
from ..reading.results import CODE_INTERPRETER, FILE_SEARCH
from ..knowledge.wording import GETTERS, identifier_words, noun_phrase, spoken
from .asking import purpose_of
from .perfect import acts

_KINDS = {
    "thanks": r"\b(?:thanks|thank you|thx|cheers)\b|고마워|고맙|감사|謝謝|谢谢|感謝|多謝",
    "farewell": r"\b(?:bye|goodbye|see you)\b|안녕히|잘 가|再見|再见|掰掰",
    "identity": (
        r"\bwho are you\b|\bwhat are you\b|\bwhat can you do\b|\bhow can you help\b|\bhelp me with\?|your name\b"
        r"|\bare you (?:a|an|real|chatgpt|gpt)|\b(?:what|which) (?:tools|functions|abilities|capabilities)\b.*\b(?:you|your|there)\b"
        r"|\bwhat are your (?:\w+ )?(?:tools|functions|abilities|capabilities|features)\b"
        r"|\bwhat (?:kinds? of |sorts? of |else )?(?:things|questions)? ?(?:can|could|may) (?:i|we) (?:ask|do)\b"
        r"|누구(?:세요|야|입니까|신가요)|너는? 뭐|무엇을 할 수|뭘 할 수|무슨 일을 할|你是誰|你是谁|你能做什麼|你會什麼|你可以做什麼|你叫什麼"
    ),
    "wellbeing": r"\bhow (?:are|r) (?:you|u)\b|\bhow(?:'s| is) it going\b|\bhow do you do\b|잘 지내|어떻게 지내|你好[嗎吗]|你還好嗎",
    "praise": (
        r"\byou(?:'re| are|r)? (?:so |really |the )*(?:best|great|awesome|amazing|good|nice|smart|helpful|wonderful|cool)\b"
        r"|\b(?:good|great|nice|excellent) (?:job|work|bot|answer)\b|\bwell done\b|\bi (?:love|like) (?:you|this|it)\b"
        r"|^\W*(?:awesome|perfect|cool|excellent|wonderful|amazing)\W*$|최고야|잘했어|대단해|멋져|做得好|太好了|好棒|很棒|太棒"
    ),
    "assent": (
        r"^\W*(?:(?:ok(?:ay)?|all ?right|got it|i see|sure|fine|great|lol|ha(?:ha)+|hm+|yes|yep|yeah|no|nope|never ?mind)\b\W*)+$"
        r"|^\W*(?:네|응|알겠(?:어|습니다)|그래|아니요?|好的?|好吧|知道了|嗯|是的?|不用了?)\W*$"
    ),
    "greeting": (
        r"^\W*(?:hi|hello|hey|good (?:morning|afternoon|evening)|howdy|greetings)\b"
        r"|^\W*안녕|^\W*(?:你好|您好|哈囉|嗨|早安|晚安|午安)"
    ),
}
_QUOTED = re.compile(r"[\"“「『‘][^\"”」』’]*[\"”」』’]|(?<!\w)'[^']*'")
_PATTERNS = {kind: re.compile(pattern, re.IGNORECASE) for kind, pattern in _KINDS.items()}

_SAY = {
    "en": {
        "thanks": "You're welcome.",
        "farewell": "Goodbye.",
        "greeting": "Hello.",
        "identity": "",
        "wellbeing": "I am fine, thank you. What can I look up for you?",
        "praise": "Thank you!",
        "assent": "All right.",
        "either": "I cannot answer that either.",
        "am": "I am a simulated model. I decide by rules which functions a question needs, and I put "
        "their outputs into words.",
        "cannot": "I cannot answer that. I am a simulated model: I read tool schemas and tool outputs, and I have no "
        "other knowledge of the world.",
        "cannot_part": "I cannot answer {}. I am a simulated model: I read tool schemas and tool outputs, and I "
        "know nothing else.",
        "cannot_brief": "I am a simulated model and cannot know that.",
        "cannot_rest_brief": "A simulated model cannot know the rest.",
        "cannot_read": "I am a simulated model and do not understand this. I read tool schemas and tool outputs.",
        "tools": "The tools here: {}.",
        "can": "With the tools here I can {}.",
        "no_tools": "There is nothing here that I can look things up with: no functions, and no files to search.",
        "forbidden": "Tool calls are switched off for this run (tool_choice is none), so I ask for none.",
        "more": "and {} more",
        "noted": "I have read that. I am a simulated model: ask me something that a tool can answer, or about "
        "what was said here.",
        "looked_up": "Looked up on the way: ",
        "failed_first": "(A first call failed: {}.)",
        "remember": "You wrote: {}",
        "quotes": "“{}”",
        "and": " and ",
        FILE_SEARCH: "search the files",
        CODE_INTERPRETER: "calculate with Python",
    },
    "ko": {
        "thanks": "천만에요.",
        "farewell": "안녕히 가세요.",
        "greeting": "안녕하세요.",
        "identity": "",
        "wellbeing": "잘 지냅니다. 무엇을 찾아볼까요?",
        "praise": "감사합니다!",
        "assent": "알겠습니다.",
        "either": "그 질문에도 답할 수 없습니다.",
        "am": "저는 시뮬레이션 모델입니다. 질문에 어떤 함수가 필요한지 규칙으로 정하고, 함수의 출력을 문장으로 옮깁니다.",
        "cannot": "그 질문에는 답할 수 없습니다. 저는 시뮬레이션 모델이라 도구의 스키마와 출력만 읽으며, 그 밖의 지식이 없습니다.",
        "cannot_part": "{} 이 부분에는 답할 수 없습니다. 저는 시뮬레이션 모델이라 도구의 스키마와 출력만 읽으며, 그 밖의 지식이 없습니다.",
        "cannot_brief": "저는 시뮬레이션 모델이라 그것은 알 수 없습니다.",
        "cannot_rest_brief": "나머지는 시뮬레이션 모델이 알 수 없습니다.",
        "cannot_read": "저는 시뮬레이션 모델이라 이 말을 이해하지 못했습니다. 도구의 스키마와 출력만 읽습니다.",
        "tools": "여기 있는 도구: {}.",
        "no_tools": "여기에는 함수도, 검색할 파일도 없어서 찾아볼 수 있는 것이 없습니다.",
        "forbidden": "이번 실행에서는 도구 호출이 꺼져 있어(tool_choice가 none) 호출을 요청하지 않습니다.",
        "more": "그 밖에 {}개",
        "noted": "읽었습니다. 저는 시뮬레이션 모델입니다. 도구로 답할 수 있는 것이나 여기에서 한 말을 물어보세요.",
        "looked_up": "먼저 찾아본 것: ",
        "failed_first": "(첫 호출은 실패했습니다: {}.)",
        "remember": "이렇게 쓰셨습니다: {}",
        "quotes": "“{}”",
        "and": ", ",
        FILE_SEARCH: "파일 검색",
        CODE_INTERPRETER: "파이썬 계산",
    },
    "zh": {
        "thanks": "不客氣。",
        "farewell": "再見。",
        "greeting": "你好。",
        "identity": "",
        "wellbeing": "我很好，謝謝。要我查什麼嗎？",
        "praise": "謝謝！",
        "assent": "好的。",
        "either": "這個問題我也無法回答。",
        "am": "我是模擬模型。我依規則決定問題需要哪些函式，再把函式的輸出寫成句子。",
        "cannot": "我無法回答這個問題。我是模擬模型，只讀工具的結構描述和輸出，沒有其他知識。",
        "cannot_part": "{}這部分我無法回答。我是模擬模型，只讀工具的結構描述和輸出，沒有其他知識。",
        "cannot_brief": "我是模擬模型，無法知道這件事。",
        "cannot_rest_brief": "其餘的，模擬模型無法知道。",
        "cannot_read": "我是模擬模型，看不懂這句話。我只讀工具的結構描述和輸出。",
        "tools": "這裡的工具：{}。",
        "no_tools": "這裡沒有函式，也沒有可搜尋的檔案，所以我什麼都查不到。",
        "forbidden": "這次執行關閉了工具呼叫（tool_choice 為 none），所以我不會要求呼叫。",
        "more": "以及其他 {} 項",
        "noted": "我讀到了。我是模擬模型，請問我工具能回答的事，或這裡說過的話。",
        "looked_up": "先查到的資料：",
        "failed_first": "（第一次呼叫失敗：{}。）",
        "remember": "你寫過：{}",
        "quotes": "「{}」",
        "and": "和",
        FILE_SEARCH: "檔案搜尋",
        CODE_INTERPRETER: "Python 計算",
    },
}
_NAMED = 6


def noted(turn: Turn, language: Language) -> str:
    """The reply to a message that asks for nothing."""
    return _joined([say("noted", language), tools_sentence(turn, language) if turn.tools else ""], language)


def say(what: str, language: Language) -> str:
    """A standing sentence in the answer's language."""
    return _SAY[language][what]


def kind_of(text: str) -> str | None:
    """A key of `_KINDS`, such as `thanks`, when the text is that and asks for nothing else.

    What stands in quotes is talked about, not said: "How do you say “thank you” in Korean?".
    """
    own = _QUOTED.sub(" ", text)
    kind = next((kind for kind, pattern in _PATTERNS.items() if pattern.search(own)), None)
    if kind is None or _QUOTED.search(text) or len(own) > 80:
        return None
    others = [part for part in parts(own) if asks(part) and not any(p.search(part) for p in _PATTERNS.values())]
    return None if others else kind


def small_talk(turn: Turn, kind: str, language: Language, brief: bool = False) -> str:
    """The reply to a greeting, thanks, a goodbye, or the question who one is talking to."""
    if kind in ("thanks", "farewell", "wellbeing", "praise", "assent") or kind == "greeting" and brief:
        return say(kind, language)
    if brief:
        return say("am", language)
    return _joined([say(kind, language), say("am", language), tools_sentence(turn, language)], language)


def decline(turn: Turn, language: Language, understood: bool = True, brief: bool = False) -> str:
    """That a simulated model cannot know this, and what it can ask for instead."""
    if brief:
        return say("cannot_brief", language)
    if understood and _said_before(turn, say("cannot", language)):
        return say("either", language)  # who has read why once need not read it again
    return _joined([say("cannot" if understood else "cannot_read", language), tools_sentence(turn, language)], language)


def _said_before(turn: Turn, sentence: str) -> bool:
    return any(
        message.get("role") == "assistant" and sentence in str(message.get("content") or "") for message in turn.messages
    )


def decline_parts(unanswered: list[str], language: Language, brief: bool = False) -> str:
    """That these parts of the question are beyond the tools."""
    if brief:
        return say("cannot_rest_brief", language)
    quoted = say("and", language).join(
        say("quotes", language).format(part[:1].upper() + part[1:]) for part in unanswered
    )
    return say("cannot_part", language).format(quoted)


def tools_sentence(turn: Turn, language: Language) -> str:
    """What the tools of the turn are for, in words."""
    if not turn.tools:
        return say("no_tools", language)
    if turn.tool_choice == "none":
        return say("forbidden", language)
    if language == "en" and (sentence := _abilities(turn)):
        return sentence
    names = [_in_words(tool["function"], language) for tool in turn.tools]
    shown = names[:_NAMED]
    if len(names) > _NAMED:
        shown.append(say("more", language).format(len(names) - _NAMED))
    return say("tools", language).format(("、" if language == "zh" else ", ").join(shown))


def _abilities(turn: Turn) -> str | None:
    """What the tools do, in the words of their descriptions, when each has its own. English only."""
    if len(turn.tools) > _NAMED:
        return None
    found = [_ability(tool["function"]) for tool in turn.tools]
    known = [ability for ability in found if ability]
    if len(known) < len(found) or len(set(known)) < len(known):
        return None
    separator = "; " if any("," in ability or " and " in ability for ability in known) else ", "
    said = separator.join(known[:-1]) + (", and " if len(known) > 2 else " and ") + known[-1] if known[1:] else known[0]
    return say("can", "en").format(said)


def _ability(function: Mapping[str, Any]) -> str | None:
    name = function["name"]
    if name in (FILE_SEARCH, CODE_INTERPRETER):
        return say(name, "en")
    verb = (identifier_words(name) or [""])[0]
    return purpose_of(function) or (spoken(name) if " " in spoken(name) and (acts(verb) or verb in GETTERS) else None)


def _in_words(function: Mapping[str, Any], language: Language) -> str:
    name = function["name"]
    if name in (FILE_SEARCH, CODE_INTERPRETER):
        return say(name, language)
    if language == "en":
        return name
    noun = noun_phrase(function, language)
    return name if noun is None else f"{noun}({name})" if language == "ko" else f"{noun}（{name}）"


def _joined(sentences: list[str], language: Language) -> str:
    return ("" if language == "zh" else " ").join(sentence for sentence in sentences if sentence)
