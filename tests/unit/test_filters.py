import pytest

from helpers.local_api.retrieval.filters import matches

FILE = {"region": "asia", "year": 2024, "rating": 4.5, "draft": False}


@pytest.mark.parametrize(
    ("kind", "key", "value", "expected"),
    [
        ("eq", "region", "asia", True),
        ("eq", "region", "europe", False),
        ("ne", "region", "europe", True),
        ("eq", "year", 2024.0, True),
        ("gt", "year", 2023, True),
        ("gt", "year", 2024, False),
        ("gte", "year", 2024, True),
        ("lt", "rating", 5, True),
        ("lte", "rating", 4.4, False),
        ("gt", "region", "africa", True),
        ("gt", "year", "2023", False),
        ("eq", "draft", False, True),
        ("eq", "draft", 0, False),
        ("eq", "year", True, False),
        ("gt", "draft", -1, False),
        ("in", "region", ["asia", "europe"], True),
        ("in", "year", [2023], False),
        ("nin", "year", [2023], True),
        ("nin", "region", ["asia"], False),
        ("eq", "missing", "x", False),
        ("ne", "missing", "x", True),
        ("lt", "missing", 5, False),
        ("in", "missing", ["x"], False),
        ("nin", "missing", ["x"], True),
    ],
)
def test_comparisons(kind, key, value, expected):
    assert matches({"type": kind, "key": key, "value": value}, FILE) is expected


def test_compounds_nest():
    asia = {"type": "eq", "key": "region", "value": "asia"}
    old = {"type": "lt", "key": "year", "value": 2000}
    assert not matches({"type": "and", "filters": [asia, old]}, FILE)
    assert matches({"type": "or", "filters": [old, {"type": "and", "filters": [asia]}]}, FILE)


def test_no_filter_and_no_attributes():
    assert matches(None, FILE) and matches(None, None)
    assert not matches({"type": "eq", "key": "a", "value": "b"}, None)
