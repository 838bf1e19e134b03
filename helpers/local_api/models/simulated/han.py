"""Phrases of Chinese questions: what stands between the words that ask and the words of the schema.

Chinese has no spaces. The text is cut at grammatical words, at the notions and the pairs of characters
that explain the function, and at values already stated; what is left are the names of things.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set

from .values import Value
from .words import Word, notion_spans

_CUTS = (
    "請問 請 幫我 幫 麻煩 我想要 我想 我要 我的 我 你 您 他 她 它 們 可以 可不可以 能不能 能 會不會 會 想要 想 要 需要 告訴 知道 給我 給 把 從 到 往 去 在 於 對 向 跟 和 與 及 或 以及 還有 "
    "的 了 嗎 呢 吧 啊 喔 呀 是不是 是 有沒有 有 沒有 沒 不 也 都 就 還 再 又 很 最近 最新 現在 目前 今天 明天 昨天 多少錢 多少 幾 什麼時候 什麼 甚麼 怎麼樣 怎麼 如何 哪裡 哪 誰 為什麼 "
    "一下 一個 這個 那個 這 那 個 次 查一下 查詢 查 找一下 找 看 用 以 為 成 換成 換 轉 叫 說 做 讓 設為 設定 設 開 關 打開 關掉 關閉 訂 買 播放 播 放 推薦 記錄下來 記錄 紀錄 翻譯成 翻譯 翻成 翻 "
    "搭 坐 搭乘 怎麼去 前往 出發 抵達 下一 等於 總共 一共 大概 大約 左右 之間 之後 然後 並且 並 而且 但 因為 所以 如果 不是 不對 好不好 好 來 出 下 上 裡 裏 中 等 並"
).split()
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
            for at in range(word.start + cut.start(), word.start + cut.end()):
                open_[at] = False
    start = None
    for at in range(len(text) + 1):
        if at < len(text) and open_[at]:
            start = at if start is None else start
        elif start is not None:
            if at - start >= 2:
                yield Value("phrase", text[start:at], start, at, text[start:at])
            start = None
