"""Phrases of Chinese questions: what stands between the words that ask and the words of the schema.

Chinese has no spaces. The text is cut at grammatical words, at the notions and the pairs of characters
that explain the function, and at values already stated; what is left are the names of things.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set

from ..knowledge.words import Word, notion_spans
from .numerals import CHINESE_COUNTERS
from .value import Value

_CUTS = (
    "請問 請 幫我 幫 麻煩 我想要 我想 我要 我的 我 你 您 他 她 它 們 可以 可不可以 能不能 能 會不會 會 想要 想 要 需要 告訴 知道 給我 給 把 從 到 往 去 在 "
    "於 對 向 跟 和 與 及 或 以及 還有 "
    "的 了 嗎 呢 吧 啊 喔 呀 是不是 是 有沒有 有 沒有 沒 不 也 都 就 還 再 又 很 最近 最新 現在 目前 今天 明天 昨天 多少錢 多少 幾 什麼時候 什麼 甚麼 怎麼樣 怎麼 如何 哪裡 哪 誰 為什麼 "
    "一下 一個 這個 那個 這 那 個 次 查一下 查詢 查 找一下 找 看 用 以 為 成 換成 換 轉 叫 說 做 讓 設為 設定 設 開 關 打開 關掉 關閉 訂 買 播放 播 放 "
    "推薦 記錄下來 記錄 紀錄 翻譯成 翻譯 翻成 翻 "
    "搭 坐 搭乘 怎麼去 前往 出發 抵達 下一 等於 總共 一共 大概 大約 左右 之間 之後 然後 並且 並 而且 但 因為 所以 如果 不是 不對 好不好 好 來 出 下 上 裡 裏 "
    "中 等 並 多久 多遠 幾點 附近 每人 每 從此 一點 一些 時候 謝謝 不客氣 你好 您好 早安 午安 晚安 好的 對不起 抱歉 拜託 感謝 再見 幫忙 起來"
).split()
#: Cut only after something: at the beginning they belong to a name (中信, 上野).
_INNER = frozenset("中 上 下 裡 裏 出 來 等 並".split())
#: Verbs of one character: cut where a phrase begins or ends with them, and two characters are left.
_VERBS = "吃喝買租借花寄領取點跑走游打玩洗煮掛唱聽送搭坐住養種貼餵訂拿帶穿過有是被叫請給到去回"
_OPENING = _VERBS + "讀唸念學做約停飛"
_NUMERALS = "零〇一二兩三四五六七八九十百千萬半"
_COUNTERS = frozenset((*CHINESE_COUNTERS.split(), "人份", "個人", "個月"))
_COUNTED = re.compile(
    rf"^[{_VERBS}]*(?:[零〇一二兩三四五六七八九十百千萬半幾每這那]*(?:{'|'.join(CHINESE_COUNTERS.split())})(?=[\u4e00-\u9fff]{{2}}))"
)
_CUT = re.compile("|".join(sorted(map(re.escape, _CUTS), key=len, reverse=True)))


def chinese_phrases(row: Sequence[Word], text: str, explained: Set[str], stated: Sequence[Value]) -> Iterator[Value]:
    """The stretches of Han characters that nothing explains."""
    open_ = [False] * len(text)
    for word in row:
        if word.script == "han":
            for at in range(word.start, word.end):
                open_[at] = True
    for value in stated:
        for at in range(value.start, value.end):
            open_[at] = False
    for start, end, ids in notion_spans(text):
        if any("@" + id in explained for id in ids[:2]):
            open_[start:end] = [False] * (end - start)
    for word in row:
        if word.script != "han":
            continue
        for at in range(word.start, word.end - 1):
            if text[at : at + 2] in explained:
                open_[at] = open_[at + 1] = False
        for cut in _CUT.finditer(word.text):
            if cut.group() in _INNER and not (cut.start() and open_[word.start + cut.start() - 1]):
                continue
            for at in range(word.start + cut.start(), word.start + cut.end()):
                open_[at] = False
    start = None
    for at in range(len(text) + 1):
        if at < len(text) and open_[at]:
            start = at if start is None else start
        elif start is not None:
            a, b = _trimmed(text, start, at)
            if b - a >= 2 and not (a and text[a - 1] in _NUMERALS and text[a:b] in _COUNTERS):
                yield Value("phrase", text[a:b], a, b, text[a:b])
            start = None


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """A phrase without verbs and counters at its ends: 份雞排飯 → 雞排飯, 游泳游 → 游泳, 午餐花 → 午餐."""
    if counted := _COUNTED.match(text[start:end]):
        if start and (text[start - 1].isdigit() or text[start - 1] in _NUMERALS or text[start] in _NUMERALS):
            start += counted.end()
    while (
        end - start > 2
        and (text[end - 1] in _VERBS or text[end - 1] == text[start])
        or end - start == 2
        and text[end - 1] in "吃喝買租借訂"
    ):
        end -= 1
    while end - start > 2 and text[start] in _OPENING:
        start += 1
    return start, end
