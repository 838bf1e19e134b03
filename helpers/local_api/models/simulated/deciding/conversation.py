"""What a turn's messages say beside the last question: what was asked before, what was called, what is still open."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ...interface import ChatMessage, Turn
from ..reading.results import ToolResult, _results

#: So much of a message is read, in characters; of a longer one the beginning and the end.
LONGEST = 6_000
#: Words by which a message goes on from the one before.
_GOES_ON = re.compile(
    r"(?i)^\s*(?:and|what about|how about|also|now|then|ok(?:ay)?,? (?:and|now)|the same|same|instead|no\b|not"
    r"|sorry|actually|wait|i meant|make (?:that|it)|change)\b"
    r"|^\s*(?:그럼|그러면|그리고|그런데|아니|말고|이번엔|이번에는)|(?:은요|는요|은|는|도|도요|로도)\s*[?？.。!]?$|말이야|말고"
    r"|^\s*(?:那|那麼|還有|換成|不對|不是|改成)|呢[?？]?$"
)
#: Words that stand for a thing said before.
_STANDS_FOR = re.compile(
    r"(?i)\b(?:there|it|its|that|this|same|those|these|them|here|him|her|he|she|they)\b|거기|그곳|그것|그 |같은"
    r"|那裡|那里|同樣|同一|這裡|它"
)
#: Words of a message that goes on, which are neither its topic nor a value.
FILLERS = frozenset(
    """and what about how also now then ok okay the same instead no not sorry actually wait i meant mean make that it
    change
    please for in at on of to with from me my is are be by but rather well oh hmm could can you do did thanks thank
    again there here
    those these this them one too try use let be its it's say tell show give want need number name id called was just
    only day
    say answer value would like should under into as so more yes sure right will maybe again""".split()
)

#: What is said for politeness, or to end a talk, and states nothing.
_COURTESY = re.compile(
    r"(?i)(?:(?:many |ok(?:ay)?,? )?(?:thanks|thank you|thx|cheers)(?:(?: very| so)? much| a lot| again| anyway)?"
    r"|ok(?:ay)?|alright|all right|great|perfect|fine|cool|got it|i see|never ?mind|forget it|no worries"
    r"|(?:good)?bye(?: bye)?|see you(?: later| soon)?|hello|hi|hey|yes|no|yep|nope|sure|please"
    r"|고마워요?|고맙습니다|감사합니다|감사해요|네|예|아니요|아니오|괜찮아요|됐어요|알겠습니다|알겠어요|안녕(?:하세요|히 계세요)?"
    r"|謝謝(?:你|您)?|多謝|感謝|好的?|沒關係|沒事|不用了?|不用謝|再見|掰掰|你好|您好|是的?|知道了)"
)


@dataclass(frozen=True, slots=True)
class Exchange:
    """One message of the person and what followed: calls with their outputs, and the answer's text."""

    question: str
    results: tuple[ToolResult, ...] = ()
    answer: str = ""


@dataclass(frozen=True, slots=True)
class Conversation:
    """The thread as the deciding half sees it. `now` is the exchange that the turn is in."""

    earlier: tuple[Exchange, ...]
    now: Exchange
    rounds: int = field(default=0)

    @property
    def last_calls(self) -> tuple[ToolResult, ...]:
        """The calls of the latest earlier exchange that had any."""
        return next((e.results for e in reversed(self.earlier) if e.results), ())


def conversation_of(turn: Turn) -> Conversation:
    """Read the messages. `rounds` counts how often functions were called since the last question."""
    exchanges: list[list[ChatMessage]] = []
    for message in turn.messages:
        if message.get("role") == "user":
            if exchanges and exchanges[-1] and all(m.get("role") == "user" for m in exchanges[-1]):
                exchanges[-1].append(message)  # two messages in a row are one question
            else:
                exchanges.append([message])
        elif exchanges and message.get("role") in ("assistant", "tool"):
            exchanges[-1].append(message)
    read = [_exchange(messages) for messages in exchanges] or [Exchange("")]
    rounds = sum(
        1 for m in (exchanges[-1] if exchanges else ()) if m.get("role") == "assistant" and m.get("tool_calls")
    )
    return Conversation(tuple(read[:-1]), read[-1], rounds)


def _exchange(messages: Sequence[ChatMessage]) -> Exchange:
    question = "\n".join(str(m.get("content") or "") for m in messages if m.get("role") == "user")
    answer = "\n".join(
        str(m.get("content") or "") for m in messages if m.get("role") == "assistant" and not m.get("tool_calls")
    )
    return Exchange(_readable(question), tuple(_results(messages)), answer)


def _readable(question: str) -> str:
    """The beginning and the end of a very long message: that is where people say what they want."""
    if len(question) <= LONGEST:
        return question
    return question[: LONGEST * 2 // 3] + "\n" + question[-LONGEST // 3 :]


def goes_on(question: str) -> bool:
    """Whether a message leans on the one before: "And in Seoul?", "그럼 서울은?", "那高雄呢？"."""
    return bool(_GOES_ON.search(question.strip()))


def is_courtesy(text: str) -> bool:
    """Whether a message is thanks, a greeting or a goodbye and nothing else: "OK, thanks!", "감사합니다"."""
    parts = [
        part for part in re.split(r"[\s,.!?~，。！？、]*[,.!?~，。！？、\n][\s,.!?~，。！？、]*", text.strip()) if part
    ]
    return bool(parts) and all(_COURTESY.fullmatch(part) for part in parts)


def points_back(question: str) -> bool:
    """Whether a message has a word for something said before: there, it, 거기, 那裡."""
    return bool(_STANDS_FOR.search(question))


#: Words for one thing or person said before, as the subject or the object of a question.
_IT = re.compile(r"(?i)\b(?:it|he|she|they|him|them)\b|\b(?P<its>its|his|their)\b")


def with_the_thing(question: str, arguments: Mapping[str, Any]) -> str:
    """A question with the thing of an earlier call for "it" or "he", if the call was for one thing; "" if not."""
    things = [value for value in arguments.values() if isinstance(value, str)]
    if len(things) != 1 or len(arguments) > 1 or not 1 < len(things[0]) <= 60 or not _IT.search(question):
        return ""
    return _IT.sub(lambda match: things[0] + ("'s" if match["its"] else ""), question, count=1)
