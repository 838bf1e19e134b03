"""Queries in SQL, by the tables that a description lists."""

from __future__ import annotations

import sqlite3

import pytest

from helpers.local_api.models.simulated.deciding.sql_queries import tables_in

from .tools import calls, tool

LISTED = (
    "SQL query. It should be written using this database schema: Table: Artist\nColumns: ArtistId, Name\n"
    "Table: Album\nColumns: AlbumId, Title, ArtistId\n"
    "Table: Track\nColumns: TrackId, Name, AlbumId, Milliseconds, UnitPrice"
)
CREATED = (
    "A query in SQL for CREATE TABLE Artist (ArtistId INTEGER PRIMARY KEY, Name TEXT); CREATE TABLE Album ("
    "AlbumId INT, Title TEXT, ArtistId INT, FOREIGN KEY (ArtistId) REFERENCES Artist(ArtistId)); "
    "CREATE TABLE Track (TrackId INT, Name TEXT, AlbumId INT, Milliseconds INT, UnitPrice NUMERIC(10, 2))"
)
TABLES = {
    "Artist": ("ArtistId", "Name"),
    "Album": ("AlbumId", "Title", "ArtistId"),
    "Track": ("TrackId", "Name", "AlbumId", "Milliseconds", "UnitPrice"),
}


def query(question: str, about: str = LISTED) -> str:
    found = calls([tool("ask_database", "Answer questions about music.", query=about)], question)
    return found[0][1]["query"] if found else ""


@pytest.fixture(scope="module")
def database() -> sqlite3.Connection:
    made = sqlite3.connect(":memory:")
    made.executescript(
        """CREATE TABLE Artist (ArtistId, Name); CREATE TABLE Album (AlbumId, Title, ArtistId);
        CREATE TABLE Track (TrackId, Name, AlbumId, Milliseconds, UnitPrice);
        INSERT INTO Artist VALUES (1, 'AC/DC'), (2, 'Queen');
        INSERT INTO Album VALUES (1, 'Let There Be Rock', 1), (2, 'Jazz', 2), (3, 'Innuendo', 2);
        INSERT INTO Track VALUES (1, 'Overdose', 1, 369319, 1), (2, 'Mustapha', 2, 183000, 2);
        INSERT INTO Track VALUES (3, 'Jealousy', 2, 194000, 3);"""
    )
    return made


@pytest.mark.parametrize("about", [LISTED, CREATED])
def test_the_tables_of_a_description(about: str) -> None:
    assert {table.name: table.columns for table in tables_in(about)} == TABLES


@pytest.mark.parametrize(
    "question, rows",
    [
        ("How many tracks are there?", [(3,)]),
        ("What is the number of albums?", [(3,)]),
        ("List all artist names", [("AC/DC",), ("Queen",)]),
        ("What is the longest track?", [("Overdose", 369319)]),
        ("Which track is the cheapest?", [("Overdose", 1)]),
        ("What are the 2 longest tracks?", [("Overdose", 369319), ("Jealousy", 194000)]),
        ("Which artist has the most albums?", [("Queen", 2)]),
        ("What is the average unit price of the tracks?", [(2.0,)]),
        ("Which albums are by Queen?", [("Jazz",), ("Innuendo",)]),
        ("How many albums does Queen have?", [(2,)]),
    ],
)
def test_a_question_becomes_a_query(question: str, rows: list, database: sqlite3.Connection) -> None:
    assert sorted(database.execute(query(question)).fetchall()) == sorted(rows)


@pytest.mark.parametrize(
    "question",
    ["hello", "Who are you?", "Delete all tracks", "What is the weather in Rome?", "what kind of questions can I ask?"],
)
def test_what_names_no_table_gives_no_query(question: str) -> None:
    assert query(question) == ""


def test_a_name_is_quoted() -> None:
    assert query('Which albums are by "Guns N\' Roses"?').endswith("= 'Guns N'' Roses'")
