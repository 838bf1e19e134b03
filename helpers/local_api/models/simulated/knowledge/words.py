"""Words of a text and the keys by which words of different forms, and of different languages, are the same.

    keys("Which cities get rain?")      city, rain, and the notions they name: @city, @rain, @weather
    keys("비가 올 확률은?")               비, 올, 확률, and @rain, @probability

A key that starts with "@" is a notion of the lexicon; so a question in Korean and a schema in English
have keys in common.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from .lexicon import notions

#: Words that say nothing about what a sentence is about.
STOP_WORDS = frozenset(
    """near nearby back again away together right a an the this that these those it its i me my mine we us our you
    your he she they them their his her him is are was were be been being am do does did done have has had having
    will would shall can could may might must
    of in on at to for from by with within without into onto over under about between among per as than then and or
    but if so not no nor only also too very just please pls plz could'd let's there here what which who whom whose when
    where why how any some all each every both either another other others such same own s t d ll re ve m don
    using use used via through during after before until while because since against toward towards upon
    want need like would'd know tell give show help make let looking look e.g i.e etc ok okay hi hello thanks thank
    given based specific certain particular more most much many up out off down again further once
    mr mrs ms dr per instead please rather respectively currently interested going trying firstly secondly thirdly
    lastly finally additionally next accordingly""".split()
)
#: Words that many functions and many questions have: they count, but little.
COMMON_WORDS = frozenset(
    """favorite favourite get find calculate compute retrieve fetch return determine provide information info detail
    details data value values number list name type result results search check look lookup set show display
    function method parameter
    parameters using amount given specified specify certain total time date year day current new user item option
    optional default format string integer float object array true false example first second third one two three
    different various multiple possible including include included perform generate create locate obtain identify
    estimate evaluate analyze analysis simple way thing things best good top latest recent whether like know
    would currently today now many much long unit units location city area place""".split()
)
#: The weight of a common word, where a telling one has 1.
COMMON = 0.4
#: Endings of Korean words, longest first: particles and the commonest verb endings.
KOREAN_PARTICLES = tuple(
    sorted(
        """은 는 이 가 을 를 의 에 에서 에게 한테 께 께서 으로 로 와 과 랑 이랑 하고 도 만 부터 까지 보다 처럼 마다 이나 나
        이라는 라는 이란 란 이라고 라고 으로부터 로부터 에는 에도 에서는 에서의 에서도 으로는 로는 으로의 로의 까지의 부터의 이고 이며 이야 야
        이요 요 입니다 인가요 인지 이에요 예요 이랑은 과의 와의 에게서 한테서 에선 에만 만은 만큼 으로도 로도 이니 인데 이죠 죠
        짜리 이었어 였어 씩 쯤 은요 는요 이라도 라도 이든 든""".split(),
        key=len,
        reverse=True,
    )
)

_TOKEN = re.compile(
    r"(?P<number>\d+(?:[.,]\d+)*)"
    r"|(?P<latin>[A-Za-z\u00c0-\u024f]+(?:['’][A-Za-z]+)*)"
    r"|(?P<hangul>[\u1100-\u11ff\u3130-\u318f\uac00-\ud7af]+)"
    r"|(?P<han>[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+)"
    r"|(?P<mark>[^\w\s])"
)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|(?<=[A-Za-z])(?=\d)|[_\-.]+")


@dataclass(frozen=True, slots=True)
class Word:
    """A word, number or mark of a text with its place in it. `script` is latin, hangul, han, number or mark."""

    text: str
    start: int
    end: int
    script: str
    key: str

    @property
    def content(self) -> bool:
        """Whether the word says what a sentence is about."""
        return self.script in ("latin", "hangul", "han") and self.key not in stop_keys()


_stemming = threading.Lock()  # a stemmer works on its own fields


@cache
def _stemmer() -> Any:
    # Imported when first needed: the package loads its stemmers for all languages, about 0.1 s.
    from snowballstemmer import stemmer

    return stemmer("english")


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """The form that inflections of an English word share: `cities` → `citi`, `Converted` → `convert`."""
    word = _CONTRACTED.sub("", word.casefold().replace("’", "'")).replace("'", "")
    if len(word) > 3:
        with _stemming:
            return _stemmer().stemWord(word)
    return word[:-1] if len(word) == 3 and word.endswith("s") and word[1] != "s" and word not in _SHORT else word


_CONTRACTED = re.compile(r"'(?:s|d|ll|ve|m|re)$")
_SHORT = frozenset("gas bus yes was his has its gps us is as pos dns sms css vs bts".split())


#: Korean particles that follow a consonant only, and those that follow a vowel only.
_AFTER_CONSONANT = frozenset(
    """은 이 을 과 이랑 으로 이나 이라는 이란 이라고 으로부터 으로는 으로의 으로도 이고 이며 이야 이요 이에요
    이랑은 과의 이니 인데 이죠 이었어 은요 이라도 이든""".split()
)
_AFTER_VOWEL = frozenset("는 가 를 와 랑 나 라는 란 라고 예요 였어 는요 라도 와의 든".split())
#: Korean nouns that end as if with a particle.
WHOLE_KOREAN = frozenset(
    """어린이 고양이 나이 아이 종이 놀이 길이 높이 깊이 넓이 떡볶이 목걸이 귀걸이 오이 원숭이 호랑이 거북이 지팡이 사이 차이 회의 강의
    주의 문의 정의 동의 휴가 평가 도로 회로 지하도 온도 속도 습도 지도 제주도 각도 농도 밀도 경도 위도 고도 정도 태도 포도 기도
    파도 복도 수도 과도 인도 요가 작가 음악가 물가 정가 국가 휘발유가 주가 단가 사과 결과 효과 치과 안과 내과 외과 피부과 소아과
    학과 하나 바나나 누나 나나 마을 가을 노을 독도 완도 진도 여의도 강화도 거제도 울릉도 마라도""".split()
)


@lru_cache(maxsize=20_000)
def follows(stem: str, particle: str) -> bool:
    """Whether a particle may stand after a stem: some follow a consonant only (은, 을), some a vowel only (는, 를)."""
    code = ord(stem[-1]) - 0xAC00
    if not 0 <= code < 11172:
        return True
    if code % 28:
        return particle not in _AFTER_VOWEL
    return particle not in _AFTER_CONSONANT


@lru_cache(maxsize=20_000)
def korean_stem(word: str) -> str:
    """A Korean word without its particle: `서울에서` → `서울`.

    A stem of one letter is left only if a particle of two is cut.
    """
    if word in WHOLE_KOREAN:
        return word
    for particle in KOREAN_PARTICLES:
        if word.endswith(particle):
            rest = word[: -len(particle)]
            if rest and not follows(rest, particle):
                continue
            if rest in WHOLE_KOREAN or len(rest) >= 2 or (len(rest) == 1 and len(particle) >= 2):
                return rest
    return word


@lru_cache(maxsize=2_000)
def words(text: str) -> tuple[Word, ...]:
    """The words of `text` in order, marks among them. A run of Han characters is one word."""
    found = []
    for match in _TOKEN.finditer(text):
        script, word = match.lastgroup, match.group()
        key = stem(word) if script == "latin" else korean_stem(word) if script == "hangul" else word
        found.append(Word(word, match.start(), match.end(), script, key))
    return tuple(found)


def split_name(name: str) -> str:
    """An identifier as words: `getRainProbability`, `get_rain_probability` → `get Rain Probability`."""
    return " ".join(part for part in _CAMEL.split(name) if part)


@lru_cache(maxsize=4_000)
def notion_spans(text: str) -> tuple[tuple[int, int, tuple[str, ...]], ...]:
    """Where `text` names notions of the lexicon: start, end, and the ids of the notions."""
    return tuple((m.start, m.end, tuple(dict.fromkeys(n.key for n in m.entries))) for m in notions().find(text))


@cache
def broader(notion: str) -> str:
    """The notion that a notion is part of, or "": rain is part of the weather."""
    entry = notions().get(notion)
    return entry.part_of if entry else ""


@lru_cache(maxsize=4_000)
def keys(text: str) -> Mapping[str, float]:
    """The keys of a text with their weights: 1 for a telling word, less for a common one, none for a stop word.

    A notion that is named has the key "@" and its id; the notion that it is part of, "^" and its id.
    """
    found: dict[str, float] = {}
    for term in terms(text):
        found[term.key] = term.weight
        for notion in term.notions:
            found.setdefault("@" + notion, 0.25 if notion in COMMON_NOTIONS else 0.7)
            if broader(notion):
                found.setdefault("^" + broader(notion), 0.2)
    return found


@dataclass(frozen=True, slots=True)
class Term:
    """A word of a text by its key, with its weight and the notions that it names."""

    key: str
    weight: float
    notions: tuple[str, ...] = ()


@lru_cache(maxsize=4_000)
def terms(text: str) -> tuple[Term, ...]:
    """The words of a text that say what it is about, each once. Chinese words are pairs of characters and notions."""
    spans = notion_spans(text)
    found: dict[str, Term] = {}

    def add(key: str, weight: float, start: int, end: int) -> None:
        named = tuple(id for s, e, ids in spans if s < end and start < e for id in ids)
        known = found.get(key)
        if known is None or known.weight < weight or named and not known.notions:
            found[key] = Term(key, weight, named)

    for word in words(text):
        if word.script == "latin" and word.key not in stop_keys():
            add(word.key, COMMON if word.key in common_keys() else 1.0, word.start, word.end)
        elif word.script == "hangul" and word.key not in stop_keys():
            add(word.key, 0.8, word.start, word.end)
        elif word.script == "han":
            for at, (a, b) in enumerate(zip(word.text, word.text[1:], strict=False), word.start):
                if not any(s < at + 2 and at < e for s, e, _ in spans):
                    add(a + b, 0.4, at, at + 2)
    for (
        start,
        end,
        ids,
    ) in spans:  # notions that no word above stands for: stop words, one or more characters of Chinese
        if not any(set(ids) & set(term.notions) for term in found.values()):
            weight = COMMON if ids[0] in COMMON_NOTIONS else 0.8
            found["@" + ids[0]] = Term("@" + ids[0], weight, ids)
    return tuple(found.values())


def mentioned(term: Term, question: Mapping[str, float]) -> float:
    """How surely a question (its keys) mentions a term: 1 by its word, less by its meaning, 0 if not at all."""
    if term.key in question:
        return 1.0
    best = 0.0
    for notion in term.notions:
        if "@" + notion in question:
            return 0.9
        if "~" + notion in question:  # the question states a value of this sort
            best = max(best, 0.6)
        if "^" + notion in question:  # the question says rain, the term says weather
            best = max(best, 0.6)
        if broader(notion) and "@" + broader(notion) in question:  # the question says weather, the term says rain
            best = max(best, 0.6)
    return best


#: Korean words of every request.
KOREAN_STOP_WORDS = frozenset(
    """좀 더 그 이 저 수 것 때 알려 알려줘 알려주세요 주세요 줘 줄래 해 해줘 해주세요 어때 어때요 어떤가요 어떻게 무엇 무슨 뭐 뭐야 얼마 얼마나
    얼마야 얼마예요 얼마인가요 오늘 지금 현재 제 내 나 저는 있나요 있어 있어요 있는 하는 되나요 궁금해요 싶어요 부탁해 부탁해요 주시겠어요 그리고 또""".split()
)
COMMON_NOTIONS = frozenset(
    """list create update search calculate count today time date location city name maximum minimum compare sum week
    month year send status length size task note file code reading advice""".split()
)


@cache
def stop_keys() -> frozenset[str]:
    """The keys of stop words."""
    return STOP_WORDS | KOREAN_STOP_WORDS | frozenset(map(stem, STOP_WORDS))


@cache
def common_keys() -> frozenset[str]:
    """The keys of common words."""
    return frozenset(map(stem, COMMON_WORDS))


#: Verbs that requests begin with. At the start of a clause they are no part of a name or of a value.
VERBS = frozenset(
    """find get calculate compute determine tell show give play book order buy send convert translate search look check
    list create generate make add set turn start stop open close fetch retrieve provide identify estimate evaluate
    analyze predict recommend suggest compare draw plot solve write read track update delete remove cancel schedule
    remind reserve rent hire invest withdraw deposit transfer pay use help plan design build train run perform execute
    detect classify sort count sum average measure display explain describe discover locate obtain return select
    choose pick change modify edit save load download upload post share call email message mix cook bake simulate
    forecast assess verify validate register log record roll flip feed water lock unlock dim increase decrease raise
    lower multiply divide subtract integrate differentiate differentiate factor simplify invite join view browse
    go put take bring keep move walk drive fly travel visit need want does do is are was were can could would should
    will has have had may might what who where when how why which whose please also then next finally additionally
    after before if let assume suppose consider given using""".split()
)
