"""What a number counts, by the word after it in Korean and Chinese: 네 명 counts people, 三杯 cups, 2박 nights.

A parameter that counts the same things is what the number is for.
"""

from __future__ import annotations

import re
from functools import lru_cache

from ..knowledge.words import split_name

#: What is counted: the counters, and words of a parameter that counts it.
_COUNTED: dict[str, tuple[str, str]] = {
    "people": ("명 인 분 사람 位 人 個人 名", "people persons person guests guest passengers party adults "
               "attendees players members 인원 사람 손님 인원수 명 人數 人 位"),
    "nights": ("박 晚 夜", "nights night 박 숙박 晚 夜"),
    "tickets": ("장 매 張", "tickets ticket copies sheets 장 매 표 張 票"),
    "cups": ("잔 컵 杯", "cups cup glasses drinks 잔 컵 杯"),
    "floor": ("층 樓 層", "floor level storey 층 樓 層"),
    "sides": ("면체 면 面", "sides faces 면 面"),
    "times": ("번 회 차례 次 遍 回 趟", "times repeat repetitions count 횟수 번 회 次"),
    "age": ("살 세 歲", "age years 나이 연령 살 세 歲 年齡"),
    "seats": ("자리 석 좌석 席 個位子 個座位", "seats seat 자리 좌석 座位 位子 席"),
    "servings": ("인분 그릇 접시 공기 份 碗 盤 客", "servings portions serving portion 인분 그릇 份 碗"),
    "pages": ("쪽 페이지 頁", "pages page 쪽 페이지 頁"),
    "rooms": ("칸 間 房", "rooms bedrooms 객실 방 칸 間 房間"),
    "spoons": ("숟갈 스푼 숟가락 큰술 작은술 匙 勺 茶匙 湯匙", "spoons spoonfuls teaspoons tablespoons 스푼 숟갈 匙"),
    "laps": ("바퀴 圈", "laps rounds 바퀴 圈"),
    "sets": ("세트 組 套", "sets set 세트 組"),
    "books": ("권 本 冊", "books copies volumes 권 本"),
    "steps": ("보 걸음 步", "steps 걸음 보 步"),
    "level": ("단계 레벨 단 級 等級 檔 段", "level speed strength power stage 단계 레벨 세기 강도 等級 級 段 檔"),
    "points": ("점 포인트 點", "points point score 점수 점 포인트 點 分數"),
    "grade": ("학년 年級", "grade 학년 年級"),
    "things": (
        "개 마리 대 벌 켤레 송이 그루 채 통 봉지 박스 상자 팩 줄 조각 판 곡 편 자루 병 캔 모 단 "
        "個 顆 隻 台 部 件 雙 朵 棵 株 包 盒 箱 袋 條 片 首 支 枝 輛 把 粒 塊 瓶 罐 根 打",
        "",
    ),
}  # fmt: skip
_MANY = frozenset(
    "count quantity amount number copies pieces many units qty 개수 수량 갯수 수 대수 數量 個數 數目 數".split()
)
_BY_COUNTER = {counter: what for what, (counters, _) in _COUNTED.items() for counter in counters.split()}
_WORDS = {what: frozenset(said.split()) for what, (_, said) in _COUNTED.items()}
_COUNTER = re.compile(r"\s?(" + "|".join(sorted(map(re.escape, _BY_COUNTER), key=len, reverse=True)) + r")")


def counted(text: str, end: int) -> str:
    """What a number that ends here counts, or ""."""
    match = _COUNTER.match(text, end)
    return _BY_COUNTER[match[1]] if match else ""


@lru_cache(maxsize=2_000)
def _counts(name: str, description: str) -> tuple[frozenset[str], bool]:
    """What a parameter counts, and whether its words say that it is a number of things."""
    said = set(re.findall(r"[a-z]+", f"{split_name(name)} {description}".casefold()))
    about = f"{name} {description}"
    said |= {
        word for words in (*_WORDS.values(), _MANY) for word in words if not word.isascii() and _named(word, about)
    }
    return frozenset(what for what, words in _WORDS.items() if words & said), bool(_MANY & said)


def _named(word: str, about: str) -> bool:
    """Whether a description names a Korean or Chinese word; one letter by itself or before 수, 數."""
    if len(word) > 1:
        return word in about
    if "가" <= word <= "힣":
        return bool(re.search(rf"(?<![가-힣]){word}수?(?![가-힣])", about))
    return f"{word}數" in about or about.strip().endswith(word)


def counter_score(name: str, description: str, what: str) -> float:
    """How much better or worse a number that counts `what` fits a parameter of this name and description."""
    kinds, many = _counts(name, description)
    if what in kinds:
        return 1.3
    if many:
        return 1.0 if what == "things" else 0.6
    if kinds and what != "things":
        return -1.0
    return 0.0
