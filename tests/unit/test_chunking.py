from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.local_api.retrieval.chunking import chunk_spans, chunk_text
from helpers.local_api.tokens import estimate_tokens, token_ends

texts = st.text(alphabet="ab .\n,한국文字。1_\t", max_size=600) | st.text(max_size=200)


@given(texts)
def test_tokens_cover_the_text(text):
    ends = list(token_ends(text))
    assert ends == sorted(set(ends))
    assert (ends[-1] if ends else 0) == len(text)
    assert estimate_tokens(text) == len(ends)


@pytest.mark.parametrize(
    ("text", "about"),
    [
        # Counted with tiktoken's o200k_base.
        ("What's the weather in San Francisco today and the likelihood it'll rain?", 15),
        ("The quick brown fox jumps over the lazy dog.", 10),
        ("def add(a: int, b: int) -> int:\n    return a + b\n", 19),
    ],
)
def test_the_estimate_is_near(text, about):
    assert estimate_tokens(text) == pytest.approx(about, rel=0.25)


@settings(max_examples=300)
@given(texts, st.integers(2, 40), st.data())
def test_chunks_keep_their_promises(text, size, data):
    overlap = data.draw(st.integers(0, size // 2))
    spans = list(chunk_spans(text, size, overlap))
    ends = list(token_ends(text))
    assert all(estimate_tokens(text[start:end].strip()) <= size for start, end in spans)
    if not spans:
        assert not text
        return
    assert spans[0][0] == 0 and spans[-1][1] == len(text)
    for (start, end), (next_start, next_end) in pairwise(spans):
        assert start < next_start <= end < next_end  # they go forward and leave no gap
        # Counted in the whole text: blanks at a cut make other tokens when they stand alone.
        assert sum(next_start < token_end <= end for token_end in ends) <= overlap
    assert chunk_text(text, size, overlap) == [text[a:b].strip() for a, b in spans if text[a:b].strip()]


def test_chunks_overlap_by_at_most_the_strategy():
    words = [f"word{number}" for number in range(400)]
    chunks = chunk_text(" ".join(words), 100, 40)
    for before, after in pairwise(chunks):
        shared = set(before.split()) & set(after.split())
        assert 0 < estimate_tokens(" ".join(sorted(shared))) <= 41


def test_without_overlap_no_word_comes_twice():
    text = " ".join(f"word{number}" for number in range(400))
    assert " ".join(chunk_text(text, 100, 0)) == text


def test_a_short_text_is_one_chunk():
    assert chunk_text("  Hello there.\n") == ["Hello there."]
    assert chunk_text(" \n ") == []


def test_chunks_end_with_sentences_where_they_can():
    text = " ".join(f"This is sentence number {number} of a long story." for number in range(100))
    chunks = chunk_text(text, 120, 30)
    assert len(chunks) > 5
    assert all(chunk.endswith("story.") for chunk in chunks)
    assert all(chunk.startswith("This is") for chunk in chunks)


def test_too_much_overlap_is_refused():
    with pytest.raises(ValueError):
        chunk_text("a", 100, 51)
