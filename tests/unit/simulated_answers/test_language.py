"""Which language a message is answered in."""

from __future__ import annotations

import pytest

from helpers.local_api.models.simulated.knowledge.language import detect_language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Where is my bike?", "en"),
        ("내 자전거는 어디에 있어요?", "ko"),
        ("我的腳踏車在哪裡？", "zh"),
        ("我的脚踏车在哪里？", "zh"),
        ("Netflix 주가 알려줘", "ko"),
        ("Spotify 的股價？", "zh"),
        ("What does the word 바람 mean in this sentence?", "en"),
        ("How do I pronounce 東京 properly?", "en"),
        ("明日の天気はどうですか？", "en"),  # no Japanese sentences: English
        ("¿Dónde está mi bicicleta?", "en"),
        ("漢字와 한글을 섞어 쓴 문장", "ko"),
        ("", "en"),
        ("42", "en"),
    ],
)
def test_language(text: str, language: str) -> None:
    assert detect_language(text) == language
