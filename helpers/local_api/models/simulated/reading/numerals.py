"""Numbers as people write them: digits with commas, powers of ten, words, Korean and Chinese numerals."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number at text[start:end]. `weak` ones ("one", "a couple") count only where a number is needed."""

    value: int | float
    start: int
    end: int
    weak: bool = False


_DIGITS = re.compile(
    r"(?<![A-Za-z0-9_.])(?P<sign>(?<![\w)\]])[-−+])?(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.\d+|\d+|\.\d+)"
    r"(?P<exponent>e[-+]?\d+|\s?[x×*]\s?10\s?(?:\^|\*\*)\s?[-−+]?\d+)?"
    r"(?P<scale>\s?(?:thousand|million|billion|trillion)\b|(?-i:[kMB])(?![\w])"
    r"|\s?[십백천]?[만억조](?![가-힣]*%)|\s?[십백천](?![가-힣]*%)|\s?[千百]?[萬億万亿]|\s?[千百])?"
    r"(?P<more>(?<=[만억萬億万亿])\s?\d{1,4}(?:천|千)?)?",
    re.I,
)
_SCALES = {
    "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "k": 1e3, "m": 1e6, "b": 1e9,
    "십": 10, "백": 100, "천": 1e3, "만": 1e4, "억": 1e8, "조": 1e12,
    "百": 100, "千": 1e3, "萬": 1e4, "万": 1e4, "億": 1e8, "亿": 1e8,
}  # fmt: skip

_UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_ENGLISH = {
    **{word: value for value, word in enumerate(_UNITS)},
    **{word: 10 * value for value, word in enumerate(_TENS, 2)},
    "hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000, "dozen": 12,
}  # fmt: skip
_NUMBER_WORDS = re.compile(
    rf"(?<![\w-])(?:(?:a|an)\s+(?=hundred|thousand|million|billion|dozen|half))?"
    rf"(?:{'|'.join(_ENGLISH)})(?:(?:[\s-]|\s+and\s+)(?:{'|'.join(_ENGLISH)}))*(?![\w-]*\w)|(?<!\w)half a(?:n)?(?!\w)",
    re.I,
)
_NATIVE = {
    "한": 1, "하나": 1, "두": 2, "둘": 2, "세": 3, "셋": 3, "네": 4, "넷": 4, "다섯": 5, "여섯": 6, "일곱": 7, "여덟": 8,
    "아홉": 9, "열": 10, "열한": 11, "열두": 12, "스무": 20, "스물": 20, "서른": 30, "마흔": 40, "쉰": 50,
}  # fmt: skip
#: What Korean and Chinese count things with, after a number.
KOREAN_COUNTERS = (
    "개월 개 명 마리 그릇 잔 장 권 대 병 박 자리 인분 사람 분 번 시간 살 곡 판 접시 송이 켤레 채 통 봉지 주 달 배 가지 군데 곳 시 조각 줄 컵 팀 석 "
    "캔 벌 그루 박스 상자 팩 세트 바퀴 스푼 숟갈 큰술 모 단 칸 층 숟가락 걸음 차례 편 자루 포기 알 끼 쪽"
)
_KOREAN = re.compile(
    rf"(?<![가-힣])({'|'.join(sorted(_NATIVE, key=len, reverse=True))})\s?(?=(?:{'|'.join(KOREAN_COUNTERS.split())}))"
)
#: "어른 둘, 어린이 하나요": without a counter, at the end of a phrase.
_LONE_KOREAN = re.compile(r"(?<=[가-힣]\s)(하나|둘|셋|넷)(?=$|[\s,.!?]|이?요|이고|로|주세요)")
_HAN_DIGITS = {
    "零": 0,
    "〇": 0,
    "一": 1,
    "二": 2,
    "兩": 2,
    "两": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
}
_HAN_TENS = {"十": 10, "百": 100, "千": 1000}
CHINESE_COUNTERS = (
    "個 个 杯 張 张 位 人 份 晚 天 本 台 瓶 顆 次 間 首 隻 只 條 件 分鐘 小時 度 公里 元 塊 美元 歲 碗 盒 組 枚 週 年 月 倍 面 坪 "
    "公克 克 公斤 毫升 公升 日圓 歐元 名 朵 包 雙 對 支 盤 秒 公尺 公分 英里 點 步 圈 頁 樓 層 級 下 場 局 件 棵 株 粒 片 把 根 輛 部 班 堂 節 套 罐 袋 箱 桶 "
    "匙 茶匙 湯匙 斤 台斤 磅 吋 英寸 英尺 韓元 英鎊 港幣 人民幣 台幣 泰銖 萬元 回 遍 趟 排 列 格 題 季 輪 種 筆 封 通 句 字 毫米 公噸 平方 鐘頭 刻"
)
#: Korean numbers of Chinese origin in words, before money and a few measures: 만 원, 삼천 보.
_SINO = {
    "일": 1,
    "이": 2,
    "삼": 3,
    "사": 4,
    "오": 5,
    "육": 6,
    "칠": 7,
    "팔": 8,
    "구": 9,
    "십": 10,
    "백": 100,
    "천": 1000,
    "만": 10**4,
    "억": 10**8,
}
_SINO_KOREAN = re.compile(
    r"(?<![가-힣\d])(?=[일이삼사오육칠팔구]*[십백천만억])[일이삼사오육칠팔구십백천만억]+(?=\s?(?:원|달러|엔|유로|위안|보(?![가-힣])|걸음|명|개"
    r"|퍼센트|프로|미터|킬로|그램|리터|년|분|초|평|장|인분|층|도(?![가-힣])))"
)
#: Half of something, and a half more: 半小時, 一個半小時.
_HALF = re.compile(
    r"(?:(?P<whole>[一二兩三四五六七八九十\d]+)個)?半(?=個?(?:小時|鐘頭|月|公斤|公升|天|年|斤|杯|份|碗))"
)
_CHINESE = re.compile(
    rf"[零〇一二兩两三四五六七八九十百千萬万億]+(?=(?:{'|'.join(CHINESE_COUNTERS.split())}|多少|，|,|。|$))"
)


def is_number(word: str) -> bool:
    """Whether a word by itself is a number: `12`, `two`."""
    return word.isdigit() or word.casefold() in _ENGLISH


def numerals(text: str) -> Iterator[Numeral]:
    """The numbers in `text`, in order. Digits first, then those in words."""
    taken: list[tuple[int, int]] = []
    found: list[Numeral] = []
    for match in _DIGITS.finditer(text):
        found.append(Numeral(_digits(match), match.start(), match.end()))
        taken.append(match.span())
    for match in _NUMBER_WORDS.finditer(text):
        if not any(a < match.end() and match.start() < b for a, b in taken):
            value = _words(match.group())
            found.append(
                Numeral(
                    value,
                    match.start(),
                    match.end(),
                    weak=value <= 10 and not match.group().casefold().startswith("half"),
                )
            )
    for match in _KOREAN.finditer(text):
        found.append(
            Numeral(
                _NATIVE[match[1]],
                match.start(),
                match.end(1),
                weak=match[1] == "한" and text[match.end(1) :].strip()[:1] in "번개",
            )
        )
    for match in _LONE_KOREAN.finditer(text):
        found.append(Numeral(_NATIVE[match[1]], match.start(), match.end(1), weak=match[1] == "하나"))
    for match in _SINO_KOREAN.finditer(text):
        found.append(Numeral(_sino(match.group()), match.start(), match.end()))
    for match in _HALF.finditer(text):
        whole = match["whole"] or ""
        value = (int(whole) if whole.isdigit() else _han(whole) if whole else 0) + 0.5
        found = [numeral for numeral in found if not match.start() <= numeral.start < match.end()]
        found.append(Numeral(value, match.start(), match.end()))
        taken.append(match.span())
    for match in _CHINESE.finditer(text):
        if not any(a < match.end() and match.start() < b for a, b in taken):
            if match.group() == "一" and (
                text[match.end() :].startswith("下") or text[: match.start()][-1:] in tuple("下上這那每第哪某")
            ):
                continue  # 查一下, 下一班
            article = match.group() == "一" and not re.match(
                "分鐘|小時|公|元|塊|毫|歲|年|天|週|月", text[match.end() :]
            )
            found.append(Numeral(_han(match.group()), match.start(), match.end(), weak=article))
    return iter(sorted(found, key=lambda numeral: numeral.start))


def _whole(value: float) -> int | float:
    return int(value) if value == int(value) and abs(value) < 1e15 else value


def _digits(match: re.Match[str]) -> int | float:
    written = match["number"].replace(",", "")
    value: int | float = float(written) if "." in written else int(written)
    if match["exponent"]:
        power = re.search(r"[-−+]?\d+$", match["exponent"])
        exponent = int(power.group().replace("−", "-")) if power else 0
        value = float(f"{written}e{exponent}") if abs(exponent) < 300 else value
    if match["scale"]:
        scale = match["scale"].strip().lower()
        times = 1.0
        for part in [scale] if scale in _SCALES else scale:  # "천만" is thousand times ten thousand
            times *= _SCALES[part]
        value = _whole(round(value * times, 6))
    if match["more"]:
        rest = re.search(r"\d+", match["more"])
        value += int(rest.group()) * (1000 if match["more"][-1] in "천千" else 1) if rest else 0
    return -value if match["sign"] in ("-", "−") else value


def _words(written: str) -> int | float:
    written = written.casefold()
    if written.startswith("half"):
        return 0.5
    total = current = 0
    for word in re.findall(r"[a-z]+", written):
        if word in ("a", "an", "and"):
            continue
        value = _ENGLISH[word]
        if value in (100, 12) and word in ("hundred", "dozen"):
            current = max(current, 1) * value
        elif value >= 1000:
            total += max(current, 1) * value
            current = 0
        else:
            current += value
    return total + current


def _sino(written: str) -> int:
    total = section = digit = 0
    for letter in written:
        value = _SINO[letter]
        if value < 10:
            digit = value
        elif value < 10**4:
            section += (digit or 1) * value
            digit = 0
        else:
            total += (section + digit or 1) * value
            section = digit = 0
    return total + section + digit


def _han(written: str) -> int:
    total = section = digit = 0
    for letter in written:
        if letter in _HAN_DIGITS:
            digit = _HAN_DIGITS[letter]
        elif letter in _HAN_TENS:
            section += (digit or 1) * _HAN_TENS[letter]
            digit = 0
        else:
            total += (section + digit or 1) * (10**8 if letter == "億" else 10**4)
            section = digit = 0
    return total + section + digit
