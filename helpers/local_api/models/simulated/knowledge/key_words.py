"""What words in the keys of outputs are called in Korean and Chinese, where a key names a value.

The notions (lexicon.py) say what a question means; their first word is often wider than a key: `currency` is 통화 as
a key, and 환율 in a question.
"""

from __future__ import annotations

from .language import Language

_WORDS = """
account 계좌 帳戶
active 활성 啟用
altitude 고도 海拔
amount 금액 金額
arrival 도착 抵達
attendees 참석자 與會者
average 평균 平均
balance 잔액 餘額
body 본문 內文
brightness 밝기 亮度
category 분류 類別
change 변동 變動
close 종가 收盤價
code 코드 代碼
color 색 顏色
company 회사 公司
condition 상태 狀況
conditions 상태 狀況
confirmation 확인 確認
content 내용 內容
count 개수 數量
country 나라 國家
currency 통화 貨幣
customer 고객 顧客
date 날짜 日期
days 일수 天數
departure 출발 出發
description 설명 說明
destination 도착지 目的地
device 기기 裝置
distance 거리 距離
door 문 門
duration 소요 시간 時長
email 이메일 電子郵件
error 오류 錯誤
event 일정 活動
events 일정 活動
feels 체감 體感
forecast 예보 預報
gate 게이트 登機門
grade 등급 等級
guests 인원 人數
height 높이 高度
high 최고 最高
hour 시각 時間
hours 시간 時數
humidity 습도 濕度
in_stock 재고 庫存
item 품목 品項
items 품목 品項
language 언어 語言
level 단계 等級
low 최저 最低
market 시장 市場
member 회원 會員
message 메시지 訊息
minutes 분 分鐘
mode 모드 模式
name 이름 名稱
note 메모 備註
number 번호 號碼
order 주문 訂單
orders 주문 訂單
origin 출발지 出發地
people 인원 人數
percent 퍼센트 百分比
phone 전화 電話
place 장소 地點
platform 승강장 月台
population 인구 人口
price 가격 價格
prices 가격 價格
priority 우선순위 優先順序
product 상품 商品
quantity 수량 數量
query 검색어 查詢內容
rate 비율 率
rating 평점 評分
reason 이유 原因
recipient 받는 사람 收件人
reference 예약 번호 訂位代號
refund 환불 退款
result 결과 結果
results 결과 結果
room 방 房間
seat 좌석 座位
seats 좌석 座位
size 크기 大小
sky 하늘 天空
speed 속도 速度
status 상태 狀態
street 거리 街道
subject 제목 主旨
task 할 일 待辦事項
text 글 文字
ticker 종목 코드 股票代號
title 제목 標題
toppings 토핑 配料
total 합계 總計
unit 단위 單位
units 단위 單位
updated 갱신 更新
value 값 值
volume 거래량 成交量
weight 무게 重量
wind 바람 風
year 연도 年份
"""


def _read() -> dict[str, tuple[str, str]]:
    rows = (line.split() for line in _WORDS.strip().splitlines())
    # A Korean word may be two; the English and the Chinese are always one.
    return {row[0].replace("_", " "): (" ".join(row[1:-1]), row[-1]) for row in rows}


_KEYS = _read()


def key_word(words: str, language: Language) -> str | None:
    """The Korean or Chinese word for an English word of a key, None when there is none here."""
    found = _KEYS.get(words)
    return found[0 if language == "ko" else 1] if found and language != "en" else None
