"""Names in Korean and Chinese questions that no list has: stations, airports, people who get something.

서울역, 제주공항, 台北車站       a place of the lexicon and what makes it a building
민수에게, 給小美                a person, by the particle after the name or the word before it
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..knowledge.lexicon import Company, Match, Place
from ..knowledge.words import korean_stem

_KOREAN_BUILDING = re.compile(
    r"[가-힣]{0,6}?(?:역|공항|터미널|시장|공원|대학교|대학|대|병원|의원|도서관|박물관|미술관|경기장|야구장|축구장|백화점|호텔|극장|아파트|"
    r"고등학교|중학교|초등학교|학교|타워|해수욕장|해변|항|섬|산|성|궁|사|교회|성당|은행|본점|지점|점|센터|캠퍼스|캠핑장|주차장|정류장|선착장|"
    r"유나이티드|FC|시티|자이언츠|라이온즈|이글스)$"
)
_CHINESE_BUILDING = re.compile(
    r"[\u4e00-\u9fffA-Za-z0-9]{0,5}?(?:火車站|高鐵站|捷運站|轉運站|車站|停車場|大學|醫院|夜市|公園|圖書館|博物館|美術館|動物園|機場|體育館|"
    r"巨蛋|飯店|餐廳|百貨|影城|國小|國中|高中|碼頭|老街|市場|大樓|站|港|店|寺|廟|塔|橋|隊)"
)
_OF_A_COMPANY = re.compile(r"(?:주식|주가|주|전자|자동차|그룹|회사|사|인가|가|의|이|은|는)+")
_NOT_IN_NAME = re.compile(r"[的到去往在和與跟從有是嗎呢要會]|天氣|氣溫|空氣|附近|明天|今天|現在|哪|什麼|多少|怎麼")
_RECEIVER = re.compile(
    r"(?<![가-힣])(?P<name>[가-힣]{1,8}?)(?:님)?(?:에게서|에게|한테서|한테|께)(?:는|도|만)?(?![가-힣])"
)
_GIVEN_TO = re.compile(
    r"(?:給|跟|寄給|傳給|轉給|匯給|打給|借給|送給|告訴|通知|邀請|餵)(?P<name>[\u4e00-\u9fff]{1,4}?)"
    r"(?=吃|喝|說|的|一|兩|三|四|五|六|七|八|九|十|，|,|。|：|:|「|\d|？|！|$|\s|她|他|這|那|在|看|打|傳|寄|發)"
)
_NOT_A_PERSON = frozenset(
    "누구 아무 나 너 저 우리 이 그 모두 전부 여러분 我們 你們 大家 我 你 他 她 一下 一個 我的".split()
)


_SURNAMES = frozenset(
    "김 이 박 최 정 강 조 윤 장 임 한 오 서 신 권 황 안 송 전 홍 유 고 문 양 손 배 백 허 남 심 노 하 곽 성 차 주 우 구 민 류 나 진 지 엄 채 원 천 "
    "방 공 현 함 변 염 여 추 도 소 석 선 설 마 길 연 위 표 명 기 반 왕 금 옥 육 인 맹 제 모 "
    "陳 林 黃 張 李 王 吳 劉 蔡 楊 許 鄭 謝 郭 洪 曾 邱 廖 賴 周 徐 蘇 葉 莊 呂 江 何 蕭 羅 高 潘 簡 朱 鍾 游 彭 詹 胡 施 沈 余 盧 梁 趙 顏 柯 翁 "
    "魏 孫 戴 范 方 宋 鄧 杜 傅 侯 曹 薛 丁 卓 馬 阮 董 温 溫 唐 藍 石 蔣 古 紀 姚 連 馮 歐 程 湯 "
    "田 康 姜 白 汪 鄒 尤 巫 鐘 黎 涂 龔 嚴 韓 袁 金 童 陸 夏 柳 凃 邵 錢 伍 倪 于 譚 駱 熊 任 甘 秦 顧 毛 章 史 官 萬 俞 雷 粘".split()
)


def person_like(text: str) -> bool:
    """Whether a Korean or Chinese word looks like a person's name: a surname and one or two syllables."""
    return 2 <= len(text) <= 3 and text[0] in _SURNAMES


@dataclass(frozen=True, slots=True)
class Name:
    """A name at text[start:end]. `place` is what it begins with; `receiver` says that somebody gets something."""

    start: int
    end: int
    place: Place | None = None
    receiver: bool = False


def eastern_names(
    text: str, places: Sequence[Match[Place]], companies: Sequence[Match[Company]] = ()
) -> Iterator[Name]:
    """Names by what stands around them. `places` and `companies` are those of the lexicon that the text names."""
    for company in companies:
        run = re.compile(r"[가-힣]+").match(text, company.end) if "가" <= company.text[-1] <= "힣" else None
        rest = korean_stem(company.text + run.group())[len(company.text) :] if run else ""
        if rest and not _OF_A_COMPANY.fullmatch(rest):
            yield Name(company.start, company.end + len(rest))  # 카카오맵 is no 카카오
    for place in places:
        end = _building(text, place)
        if end > place.end:
            yield Name(place.start, end, place.entry)
    for pattern in (_RECEIVER, _GIVEN_TO):
        for match in pattern.finditer(text):
            if len(match["name"]) == 1 and match.group()[0] != "餵" and match.re is _GIVEN_TO:
                continue
            if match["name"] not in _NOT_A_PERSON and match["name"][0] not in "我你您他她它這那":
                yield Name(match.start("name"), match.end("name"), receiver=True)


def _building(text: str, place: Match[Place]) -> int:
    """Where a name that begins with a place ends."""
    if "가" <= place.text[-1] <= "힣":
        run = re.compile(r"[가-힣A-Z0-9]+").match(text, place.end)
        if not run:
            return place.end
        whole = korean_stem(place.text + run.group())
        rest = whole[len(place.text) :]
        return place.end + len(rest) if rest and _KOREAN_BUILDING.match(rest) else place.end
    if "\u4e00" <= place.text[-1] <= "\u9fff":
        number = re.compile(r"\d{2,4}(?![\d元年月日號点點個公度%.])").match(text, place.end)  # 台北101
        match = _CHINESE_BUILDING.match(text, place.end) or number
        if match and not _NOT_IN_NAME.search(match.group()):
            return match.end()
    return place.end
