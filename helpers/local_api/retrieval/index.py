"""The full-text index of vector stores: chunks in, passages out.

SQLite's FTS5 holds the terms of each chunk and finds candidates by its bm25. FTS5 weighs words
over the whole table, that is over every store of everybody; so the candidates are ranked again
with the statistics of the one store that is searched. A score is the share of the question's
weight that a passage carries, 0 to 1: rare words weigh more, a word said often counts more than
one said once, long passages count less, and the question's words side by side count extra.

All functions take a database, something with the `execute` of a `sqlite3.Connection`, and leave transactions to
their caller.
"""

from __future__ import annotations

import json
import math
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Protocol

from .terms import STOP_WORDS, index_terms, query_terms

SCHEMA = (
    """
    CREATE TABLE IF NOT EXISTS chunks (
        id INTEGER PRIMARY KEY,
        vector_store_id TEXT NOT NULL,
        file_id TEXT NOT NULL,
        position INTEGER NOT NULL,
        text TEXT NOT NULL,
        length INTEGER NOT NULL  -- in terms
    )
    """,
    "CREATE INDEX IF NOT EXISTS chunks_by_file ON chunks (vector_store_id, file_id, position, length)",
    """
    CREATE VIRTUAL TABLE IF NOT EXISTS chunk_terms USING fts5 (store, terms, tokenize = "ascii tokenchars '_'")
    """,
)

#: Questions are cut after so many distinct terms.
MAX_QUERY_TERMS = 32

_SATURATION = 0.5  # bm25's k1: how soon a word said again stops counting
_LENGTH_WEIGHT = 0.5  # bm25's b: how much long passages count less
_ADJACENCY = 0.3  # how much of what is missing to 1 the words side by side can give


class Database(Protocol):
    """What runs SQL: a `sqlite3.Connection`, or the API's store, which turns a full disk into an error of its own."""

    def execute(self, sql: str, parameters: Any = ..., /) -> sqlite3.Cursor: ...


@dataclass(frozen=True, slots=True)
class Chunk:
    """A piece of a file, analysed, ready to be stored."""

    text: str
    terms: str
    length: int


@dataclass(frozen=True, slots=True)
class Passage:
    """A chunk that was found. `score` is from 0 to 1, rounded to 4 digits."""

    vector_store_id: str
    file_id: str
    position: int
    text: str
    score: float


def analyse(texts: Iterable[str]) -> list[Chunk]:
    """The terms of each chunk's text. The slow part of indexing; needs no database, so a thread can do it."""
    return [Chunk(text, " ".join(terms), len(terms)) for text in texts for terms in [index_terms(text)]]


def add(db: Database, vector_store_id: str, file_id: str, chunks: Sequence[Chunk], position: int = 0) -> None:
    """Store chunks of a file in a vector store; the first of them is the file's chunk number `position`."""
    for number, chunk in enumerate(chunks, start=position):
        row = db.execute(
            "INSERT INTO chunks (vector_store_id, file_id, position, text, length) VALUES (?, ?, ?, ?, ?)",
            (vector_store_id, file_id, number, chunk.text, chunk.length),
        )
        db.execute(
            "INSERT INTO chunk_terms (rowid, store, terms) VALUES (?, ?, ?)",
            (row.lastrowid, vector_store_id, chunk.terms),
        )


def remove(db: Database, vector_store_id: str, file_id: str | None = None) -> None:
    """Forget the chunks of one file of a vector store, or of all its files."""
    chosen = "vector_store_id = ?" + (" AND file_id = ?" if file_id else "")
    values = (vector_store_id, file_id) if file_id else (vector_store_id,)
    db.execute(f"DELETE FROM chunk_terms WHERE rowid IN (SELECT id FROM chunks WHERE {chosen})", values)
    db.execute(f"DELETE FROM chunks WHERE {chosen}", values)


def search(
    db: Database,
    vector_store_id: str,
    queries: Sequence[str],
    *,
    limit: int,
    score_threshold: float = 0.0,
    file_ids: Iterable[str] | None = None,
    rerank: bool = True,
) -> list[Passage]:
    """The best passages for any of the `queries`, best first.

    `file_ids` limits the search to these files. Without `rerank`, order and score are those of
    FTS5's bm25 alone. Equal scores are in the order in which the passages were added.
    """
    only = None if file_ids is None else json.dumps(list(file_ids))
    best: dict[int, Passage] = {}
    for query in queries:
        terms = query_terms(query)[:MAX_QUERY_TERMS]
        if not terms:
            continue
        rows = _candidates(db, vector_store_id, terms, only, max(50, 3 * limit))
        scores = _rank_again(db, vector_store_id, terms, rows) if rerank else _bm25_scores(rows)
        for (row, file_id, position, text, *_), score in zip(rows, scores):
            if row not in best or best[row].score < score:
                best[row] = Passage(vector_store_id, file_id, position, text, score)
    kept = [row for row in best if best[row].score >= score_threshold]
    return [best[row] for row in sorted(kept, key=lambda row: (-best[row].score, row))[:limit]]


def rewrite(query: str) -> str:
    """A question as keywords: without the words that only ask. Itself when nothing would be left."""
    words = [word for word in query.split() if word.strip("?!.,;:¿¡？！。，").lower() not in STOP_WORDS]
    return " ".join(words).rstrip("?!.？！。 ") or query


def _quoted(term: str) -> str:
    return '"' + term.replace('"', '""') + '"'


def _match(vector_store_id: str, terms: Sequence[str]) -> str:
    # A single Chinese or Korean character finds the pairs that begin with it.
    words = " OR ".join(_quoted(term) + ("*" if len(term) == 1 and not term.isascii() else "") for term in terms)
    return f"store : {_quoted(vector_store_id)} AND terms : ({words})"


def _candidates(db: Database, vector_store_id: str, terms: Sequence[str], only: str | None, limit: int) -> list[tuple]:
    # The texts are fetched only for the best: a common word is in thousands of chunks.
    chosen = (
        ""
        if only is None
        else "AND rowid IN (SELECT id FROM chunks WHERE vector_store_id = :store "
        "AND file_id IN (SELECT value FROM json_each(:only)))"
    )
    return db.execute(
        f"""
        SELECT chunks.id, chunks.file_id, chunks.position, chunks.text, chunks.length, chunk_terms.terms, best.cost
        FROM (
            SELECT rowid AS id, bm25(chunk_terms, 0, 1) AS cost FROM chunk_terms
            WHERE chunk_terms MATCH :match {chosen} ORDER BY cost, id LIMIT :limit
        ) AS best
        JOIN chunks ON chunks.id = best.id AND chunks.vector_store_id = :store
        JOIN chunk_terms ON chunk_terms.rowid = best.id
        ORDER BY best.cost, chunks.id
        """,
        {"match": _match(vector_store_id, terms), "store": vector_store_id, "only": only, "limit": limit},
    ).fetchall()


def _bm25_scores(rows: Iterable[tuple]) -> list[float]:
    # FTS5 gives the negative of bm25, which has no upper end; x / (x + 1) keeps its order within 0..1.
    return [round(-row[6] / (1 - row[6]), 4) for row in rows]


def _rank_again(db: Database, vector_store_id: str, terms: Sequence[str], rows: Sequence[tuple]) -> list[float]:
    size, mean_length = db.execute(
        "SELECT count(*), avg(length) FROM chunks WHERE vector_store_id = ?", (vector_store_id,)
    ).fetchone()
    weights = {}
    for term in terms:
        (holders,) = db.execute(
            "SELECT count(*) FROM chunk_terms WHERE chunk_terms MATCH ?", (_match(vector_store_id, [term]),)
        ).fetchone()
        weights[term] = math.log(1 + (size - holders + 0.5) / (holders + 0.5))
    total = sum(weights.values())
    neighbours = set(pairwise(terms))
    by_first_character = {term for term in terms if len(term) == 1 and not term.isascii()}

    scores = []
    for _, _, _, _, length, words, _ in rows:
        counts, together = _count(words.split(" "), weights, neighbours, by_first_character)
        steady = _SATURATION * (1 - _LENGTH_WEIGHT + _LENGTH_WEIGHT * length / (mean_length or 1))
        score = sum(weights[term] * count / (count + steady) for term, count in counts.items()) / total
        if neighbours:
            score += (1 - score) * _ADJACENCY * together / len(neighbours)
        scores.append(round(score, 4))
    return scores


def _count(
    words: Iterable[str], wanted: Mapping[str, float], neighbours: set[tuple[str, str]], by_first_character: set[str]
) -> tuple[dict[str, int], int]:
    """How often each of the `wanted` terms is among `words`, and how many `neighbours` are side by side."""
    counts: dict[str, int] = {}
    together = set()
    before = ""
    for word in words:
        if word in wanted:
            counts[word] = counts.get(word, 0) + 1
            if (before, word) in neighbours:
                together.add((before, word))
        elif by_first_character and len(word) == 2 and word[0] in by_first_character:
            counts[word[0]] = counts.get(word[0], 0) + 1
        before = word
    return counts, len(together)
