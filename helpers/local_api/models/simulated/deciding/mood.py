"""Which words of a message ask for something to be done: not its questions about how things are, not what it forbids.

    "Don't turn off the bedroom light."            nothing is to be done
    "Is the front door locked? Lock the garage."   only the garage is to be locked
    "Could you lock the front door?"               a request, though it is put as a question

A stretch that does not count is replaced by blanks, so that what is left stands where it stood.
"""

from __future__ import annotations

import re
from functools import lru_cache

from ..knowledge.words import stem
from .verbs import ACTING

_SENTENCES = re.compile(r"[^.?!;\n。？！；]*(?:[.?!;。？！；](?=\S)(?![。？！；])[^.?!;\n。？！；]*)*[.?!;\n。？！；]*")

# --- questions about how things are -------------------------------------------------------------

_OPENING = r"(?i)^\W*(?:(?:and|but|so|also|then|hey|hi|hello|ok(?:ay)?|please|well|now|by the way)\b[,.!]?\s*)*"
_HOW_IT_IS = re.compile(
    _OPENING + r"(?:(?:is|are|was|were|am|did|does|has|had)(?:n['’]?t)?\s"
    r"|(?:do|have)\s+(?:you|we|i|they|any|all)\b|have(?:n['’]?t)?\s[^.?!]*\bbeen\b"
    r"|(?:what|where|when|why|who|which|how\s+long|since\s+when)(?:['’]s|['’]re|\s+(?:is|are|was|were|did|has|had))\s"
    r"|who\s+(?:has\s+)?\w+ed\b|how\s+(?:much|many|far|often)\b"
    r"|(?:(?:can|could|would)\s+you\s+|do\s+you\s+)?(?:please\s+)?"
    r"(?:tell\s+me|let\s+me\s+know|check|see|know|verify|find\s+out|i\s+wonder)\s+(?:if|whether)\b)"
)
#: Put as a question, but a request all the same.
_REQUEST = re.compile(
    r"(?i)\b(?:can|could|would|will|may|might|shall)\s+(?:you|we|i|u)\b(?!\s+(?:please\s+)?(?:tell\s+me|check|see"
    r"|verify|find\s+out)\s+(?:if|whether))"
    r"|\b(?:possible|able|way|time|mind|like|want|wish|good\s+idea)\s+(?:for\s+\w+\s+)?to\b"
    r"|\b(?:do|would)\s+you\s+mind\b|\bway\s+(?:that\s+)?(?:you|i|we)\s+(?:can|could)\b"
)
_KOREAN_STATE = re.compile(
    r"(?:[었았였했됐겼렸졌혔켰껐갔왔랐](?:어|어요|나|나요|니|냐|습니까|는지|을까요?|지|지요|죠)"
    r"|있(?:어|어요|나|나요|니|냐|습니까|는지|지|죠))\s*[?？]|는지\s*(?:좀\s*)?(?:확인|알려|봐|체크|궁금)"
)
_KOREAN_REQUEST = re.compile(r"수\s?(?:있|없)|줄래|주실|주시겠|줄\s?수|줬으면|주겠")
_CHINESE_STATE = re.compile(r"(?:嗎|吗|了沒有?|了没有?|沒有|没有)\s*[?？]?\s*$|是否|有沒有|有没有")
_CHINESE_REQUEST = re.compile(r"可以|可不可以|能|幫|帮|請|请|麻煩|麻烦|[好行]嗎|[好行]吗")


@lru_cache(maxsize=512)
def told(text: str) -> str:
    """A message without its questions about how things are: nothing in them is a request to do something."""
    return _SENTENCES.sub(lambda m: _blank(m.group()) if _how_it_is(m.group()) else m.group(), text)


def _how_it_is(sentence: str) -> bool:
    if re.search(r"[가-힣]", sentence):
        return bool(_KOREAN_STATE.search(sentence)) and not _KOREAN_REQUEST.search(sentence)
    if re.search(r"[\u4e00-\u9fff]", sentence):
        return bool(_CHINESE_STATE.search(sentence)) and not _CHINESE_REQUEST.search(sentence)
    return bool(_HOW_IT_IS.match(sentence)) and not _REQUEST.search(sentence)


_STATE = re.compile(
    _OPENING + r"(?:(?:can|could|would)\s+you\s+(?:please\s+)?)?"
    r"(?:(?:tell\s+me|check|see|verify|find\s+out)\s+(?:if|whether)\s+)?"
    r"(?:(?:is|are|was|were|has|have)(?:n['’]?t)?\s+)?"
    r"(?!(?:is|are|was|were|has|have|it|there|that|this|you|he|she|they|we|i)\b)"
    r"(?:\S+\s+){1,6}?(?:(?:is|are|was|were|has|have|been|still|already|being|currently)\s+)*"
    r"(?P<state>on|off|up|down|open|done|ready|free|busy|running|empty|full|available|online|offline|\w{3,}(?:ed|ing)"
    r"|shut|gone|broken|sent|paid|lost|left|active|\w+n['’]t)"
    r"(?:\s+(?:yet|now|already|right\s+now|today|currently|at\s+the\s+moment|or\s+not))*\s*[?.!]*\s*$"
)


@lru_cache(maxsize=512)
def asks_for_state(text: str) -> bool:
    """Whether a message asks what state a named thing is in: "Is the washer done?", "Has order 12 shipped yet?"."""
    return bool(_HOW_IT_IS.match(text)) and not _REQUEST.search(text) and bool(_STATE.match(text))


@lru_cache(maxsize=512)
def without_state(text: str) -> str:
    """A message whose questions for the state of a thing lack that state: "Is the washer     ?"."""
    return _SENTENCES.sub(lambda m: _thing(m.group()), text)


def _thing(text: str) -> str:
    match = _STATE.match(text) if asks_for_state(text) else None
    return text[: match.start("state")] + _blank(text[match.start("state") :]) if match else text


# --- what is forbidden --------------------------------------------------------------------------

_NEGATED = re.compile(
    r"(?i)(?:^|(?<=[.,;:!?\n])|(?<=\band\s)|(?<=\bbut\s)|(?<=\bso\s)|(?<=\bplease\s)|(?<=\bthen\s)|(?<=\bjust\s)"
    r"|(?<=\bno\s))\s*(?:please\s+|just\s+|but\s+|and\s+)*"
    r"(?:i\s+(?:do\s+not|don['’]?t)\s+(?:want|need|wish|like)(?:\s+you)?\s+to"
    r"|(?:do\s+not|don['’]?t|never|no\s+need\s+to|better\s+not)"
    r"|(?:you|we|i)\s+(?:should|must|may|need|do|shall)(?:\s+not|n['’]?t)(?:\s+(?:need|have))?(?:\s+to)?"
    r"|(?:can|could|would)\s+you\s+(?:please\s+)?not"
    r"|i(?:['’]d|\s+would)\s+(?:rather|prefer)\s+(?:(?:you|that\s+you)\s+)?(?:(?:did|do)n['’]?t|not\s*(?:to)?)"
    r"|i(?:['’]ve|\s+have)?\s+already)\s+(?:ever\s+|please\s+|yet\s+|again\s+)*(?P<verb>[a-z]+)\b"
    r"[^.;!?\n]*?(?=[.;!?\n]|,\s*(?:but|just|only|instead|rather|please|i|and|then|you)\b|\s+but\s|$)"
)
_NEXT = re.compile(r",\s*(?P<verb>[A-Za-z]+)")
_KOREAN_NEGATED = re.compile(
    r"(?:^|(?<=[.,!?\n。，])|(?<=고\s)|(?<=만\s))[^.,!?\n。，]*?(?<!잊)(?<!걱정하)(?<!포함하)(?<!표시하)(?<!고려하)(?<!적용하)"
    r"(?<!사용하)지(?:는|도)?\s?[마말][가-힣]*(?:\s(?:줘|주세요|줄래|주십시오))?"
)
_CHINESE_NEGATED = re.compile(
    r"(?:請|请)?(?:不要|不用|不必|無需|无需|(?<![特類类性級级分個个差區区識识])[別别](?!的|人|處|处))[^，。！？；,.!?;\n]*"
)
_CHINESE_DOING = re.compile(r"[關关開开鎖锁發发寄刪删訂订買买播設设轉转付]|取消|預約|预约")


@lru_cache(maxsize=512)
def allowed(text: str) -> str:
    """A message without what it forbids, or says is already done. What limits a request stays: "don't include …"."""
    if re.search(r"[가-힣]", text):
        return _KOREAN_NEGATED.sub(lambda m: _blank(m.group()), text)
    if re.search(r"[\u4e00-\u9fff]", text):
        return _CHINESE_NEGATED.sub(
            lambda m: _blank(m.group()) if _CHINESE_DOING.search(m.group()) else m.group(), text
        )
    return _NEGATED.sub(lambda m: _forbidden(m.group()) if stem(m["verb"]) in _FORBIDDEN else m.group(), text)


def _forbidden(clause: str) -> str:
    """Blanks for a clause, up to a comma after which something else is told to be done."""
    end = next((m.start() for m in _NEXT.finditer(clause) if stem(m["verb"]) in _FORBIDDEN), len(clause))
    return _blank(clause[:end]) + clause[end:]


_FORBIDDEN = frozenset(ACTING | {stem(verb) for verb in "search look".split()})


def _blank(words: str) -> str:
    return re.sub(r"\S", " ", words)
