import sqlite3

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.local_api.retrieval import index
from helpers.local_api.retrieval.terms import index_terms, query_terms

STORE = "vs_shop"
PASSAGES = {
    "returns": "You may return any item within 30 days of delivery. Refunds take five working days.",
    "shipping": "We ship to Korea and Taiwan. Delivery takes 3 to 7 days, by sea three weeks.",
    "warranty": "Every lamp has a warranty of two years. The warranty does not cover bulbs.",
    "korean": "환불 정책: 상품을 받은 날부터 30일 안에 반품할 수 있습니다. 매장은 서울역에서 가깝습니다.",
    "chinese": "退貨政策：收到商品後三十天內可以退貨。我們的店在車站旁邊。",
    "code": "def getCurrentTemperature(city: str) -> float:\n    return station_readings[city]",
}


@pytest.fixture
def db():
    connection = sqlite3.connect(":memory:")
    for statement in index.SCHEMA:
        connection.execute(statement)
    for name, text in PASSAGES.items():
        index.add(connection, STORE, name, index.analyse([text]))
    yield connection
    connection.close()


def found(db, *queries, limit=10, **options):
    return [passage.file_id for passage in index.search(db, STORE, queries, limit=limit, **options)]


@pytest.mark.parametrize(
    ("query", "best"),
    [
        ("What is the refund policy?", "returns"),
        ("Can I be refunded when I am returning an item?", "returns"),
        ("how long does shipping to Taiwan take", "shipping"),
        ("Are bulbs covered by the warranty?", "warranty"),
        ("반품은 며칠 안에 할 수 있나요?", "korean"),
        ("서울역 매장", "korean"),
        ("請問如何退貨？", "chinese"),
        ("車", "chinese"),
        ("current temperature", "code"),
        ("getCurrentTemperature", "code"),
        ("station readings", "code"),
    ],
)
@pytest.mark.parametrize("rerank", [True, False])
def test_the_right_passage_comes_first(db, query, best, rerank):
    assert found(db, query, rerank=rerank)[0] == best


def test_scores_fall_from_1_to_0_and_the_threshold_cuts(db):
    passages = index.search(db, STORE, ["delivery days"], limit=10)
    scores = [passage.score for passage in passages]
    assert scores == sorted(scores, reverse=True) and len(scores) == 2
    assert all(0 < score <= 1 for score in scores)
    assert len(index.search(db, STORE, ["delivery days"], limit=10, score_threshold=scores[0])) == 1


def test_more_of_the_question_scores_higher(db):
    both, one = (index.search(db, STORE, [query], limit=1)[0] for query in ("lamp warranty", "lamp unicorn"))
    assert both.file_id == one.file_id == "warranty"
    assert both.score > one.score


def test_several_queries_are_joined(db):
    assert set(found(db, "lamp", "Taiwan")) == {"warranty", "shipping"}


def test_a_search_can_be_limited_to_files(db):
    assert found(db, "days", file_ids=["shipping"]) == ["shipping"]
    assert found(db, "days", file_ids=[]) == []


def test_stores_know_nothing_of_each_other(db):
    before = index.search(db, STORE, ["refund"], limit=5)
    index.add(db, "vs_other", "returns", index.analyse(["refund " * 50] * 30))
    assert index.search(db, STORE, ["refund"], limit=5) == before
    index.remove(db, "vs_other")
    assert index.search(db, STORE, ["refund"], limit=5) == before
    assert index.search(db, "vs_other", ["refund"], limit=5) == []


def test_removing_leaves_nothing(db):
    index.remove(db, STORE, "returns")
    index.add(db, STORE, "returns", index.analyse(["No returns at all, sorry."]))
    assert "sorry" in index.search(db, STORE, ["returns"], limit=1)[0].text
    assert found(db, "refunds") == []
    index.remove(db, STORE, "returns")
    assert found(db, "sorry") == []
    index.remove(db, STORE)
    assert db.execute("SELECT (SELECT count(*) FROM chunks) + (SELECT count(*) FROM chunk_terms)").fetchone() == (0,)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60), st.booleans())
def test_no_question_breaks_the_search(query, rerank):
    with sqlite3.connect(":memory:") as connection:
        for statement in index.SCHEMA:
            connection.execute(statement)
        index.add(connection, STORE, "a", index.analyse([query + " and more"]))
        passages = index.search(connection, STORE, [query], limit=3, rerank=rerank)
    connection.close()
    assert all(0 <= passage.score <= 1 for passage in passages)
    # The text holds every word of the question, so if it has any, the passage is found.
    assert bool(passages) == bool(query_terms(query))


def test_terms_fold_case_width_accents_and_endings():
    assert query_terms("Returning the ｃａｆé's CHAIRS") == ["return", "cafe", "s", "chair"]
    assert index_terms("서울에서") == ["서울", "울에", "에서"]
    assert query_terms("서울에서") == ["서울"]
    assert index_terms("車站") == ["車", "車站", "站"]
    assert query_terms("who is it") == ["who", "is", "it"]  # nothing else to go by


@pytest.mark.parametrize(
    ("question", "keywords"),
    [
        ("What is the return policy?", "return policy"),
        ("Who is it?", "Who is it?"),
        ("退貨政策？", "退貨政策"),
    ],
)
def test_rewriting_keeps_the_keywords(question, keywords):
    assert index.rewrite(question) == keywords
