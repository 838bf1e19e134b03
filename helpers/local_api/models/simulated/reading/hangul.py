"""Phrases of Korean questions: nouns without their particles, and neighbours that belong together.

"무선 청소기를 파는 판매자" has 무선 청소기: 판매자 is explained by the schema, 파는 is a verb.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from functools import lru_cache

from ..knowledge.words import KOREAN_PARTICLES, WHOLE_KOREAN, Word, follows, korean_stem, notion_spans, stop_keys
from .numerals import KOREAN_COUNTERS
from .value import Value

#: Endings by which a word is a verb or an adjective and no noun.
_VERBAL = re.compile(
    r"(?:세요|니다|나요|까요|어요|아요|해요|예요|이에요|에요|지요|인가요|은가요|는가요|줘|줘요|줄래|주세요|주라|볼까|할까|을까|ㄹ까|습니까|어때|니까|려고|려면|하면|되면|으면|해서|"
    r"어서|아서|하고|싶어|싶어요|했어|었어|았어|됐어|왔어|했다|하자|봐|가는|파는|하는|되는|있는|없는|찾는|타는|나는|사는|먹을|만들|할|될|^갈|^올|^볼|^줄|^살|하기|되어|하여|해|돼|되|"
    r"켜|꺼|끄고|켜고|틀어|맞춰|보내|바꾸|바꿔|바꾸면|시켜|찾아|알려|궁금해|있어|없어|나와|마셨어|굴려|뽑아|가요|와요|거든|군요|네요|던데|부탁해|부탁드려요"
    r"|[는은한인을던떤]지|[으하오자가다냐]라고|[으하오]라는|[한는다]다고|^연|^문|더|또|꼭|좀|줄여|늘려|높여|낮춰|올려|내려|열어|닫아|빌려|잠가|적어|뛰었어"
    r"|걸었어|썼어|먹었어|샀어|나눠|골라|부탁)$"
)
_COUNTERS = frozenset(KOREAN_COUNTERS.split())
_STOP = frozenset(
    """그럼 그러면 그리고 그런데 하지만 아니 말고 대신 혹시 그냥 다시 이번 요즘 최근 어디 언제 누구 누가 왜 어떻게 무엇 무슨 뭐 뭘 몇 어느 어떤 얼마 얼마나
    곧 각각 모두 전부 같이 함께 아무거나 하나 중에서 중 가운데 대해 대한 관련 관해 정도 쪽 편 동안 제가 저는 나는 내가 우리 저희 당신 이거 그거 저거 여기 거기 저기
    중에 중엔 사이에 근처 근처에 근처에서 주변 주변에 동안에 사람당 만큼 정도만 쯤에
    라는 이라는 라고 이라고 이름 말이야 어디쯤 어디까지 지금 오늘 내일 어제 현재 기록 조회 계산 설정 예약 주문 검색 확인 추천 시작 종료 저장 등록 추가 삭제 변경 취소 신청 사이 말 수 것 거 게 때
    시 년 월 일 개 명 번 만 원""".split()
)


def korean_phrases(row: Sequence[Word], text: str, explained: Set[str], stated: Sequence[Value]) -> Iterator[Value]:
    """The noun phrases of Korean words, without particles."""
    spans = [(s, e, ids) for s, e, ids in notion_spans(text)]
    run: list[tuple[int, int]] = []
    for n, word in enumerate(row):
        stem_end = _noun(word, text, explained, stated, spans)
        if stem_end is None:
            yield from _phrases(run, text)
            run = []
            continue
        if run and text[run[-1][1] : word.start] != " ":
            yield from _phrases(run, text)
            run = []
        run.append((word.start, stem_end))
        if stem_end != word.end:  # a particle ends the phrase
            yield from _phrases(run, text)
            run = []
    yield from _phrases(run, text)


def _phrases(run: Sequence[tuple[int, int]], text: str) -> Iterator[Value]:
    if run:
        start, end = run[0][0], run[-1][1]
        yield Value("phrase", text[start:end], start, end, text[start:end])


def _noun(word: Word, text: str, explained: Set[str], stated: Sequence[Value], spans: Sequence[tuple]) -> int | None:
    """Where the noun in a word ends, or None when the word is no noun, or says which function is meant."""
    if word.script not in ("hangul",):
        return None
    if any(value.start < word.end and word.start < value.end for value in stated):
        return None
    if (
        word.text in _COUNTERS
        or any(value.kind == "number" and value.end in (word.start, word.start - 1) for value in stated)
        and (_without_particles(word.text) in _COUNTERS)
    ):
        return None  # "3그릇", "두 마리"
    if word.start and re.match(r"[^\s\"'“”‘’(\[「『《]", text[word.start - 1]) and len(word.text) < 3:
        return None  # a particle or a counter on its word: "200g의", "8시에"
    stem = _without_particles(word.text)
    if stem in _STOP or word.text in _STOP or stem in stop_keys() or _VERBAL.search(word.text):
        return None
    if stem in explained or word.key in explained:
        return None
    if any(
        s <= word.start + 1 and word.start < e and any("@" + id in explained for id in ids[:1]) for s, e, ids in spans
    ):
        return None
    return word.start + len(stem) if stem else None


@lru_cache(maxsize=8_000)
def _without_particles(word: str) -> str:
    if word in WHOLE_KOREAN:
        return word
    for particle in KOREAN_PARTICLES:
        if len(word) > len(particle) and not follows(word[: -len(particle)], particle):
            continue
        if word.endswith(particle) and len(word) - len(particle) >= 2:
            return word[: -len(particle)]
        if len(particle) >= 2 and word.endswith(particle) and len(word) > len(particle):
            return word[: -len(particle)]
    return korean_stem(word)
