"""Searches: what no other function is for goes to one, if its description says that it searches."""

from __future__ import annotations

import pytest

from .tools import assistant, called, calls, number, tool

WIKIPEDIA = tool("search_wikipedia", "Search Wikipedia and return a summary of the article.", query="Search term")
WEB = tool("web_search", "Search the web for current information.", query="The search query")
NEWS = tool("get_news", "Get the top headlines.", [], country="2-letter country code")
SHOP = tool("search_products", "Search the product catalogue.", ["query"], query="", max_price=number())
DOCUMENTS = tool("search_documents", "Search the company's knowledge base and documents.", query="What to look for")
SQL = tool("ask_database", "Answer questions about music from a database.", query="A fully formed SQL query")
NOT_A_SEARCH = tool("post_question", "Post a question in the forum.", question="The question")


@pytest.mark.parametrize(
    "question, name, query",
    [
        ("Who was Alan Turing?", "search_wikipedia", "Alan Turing"),
        ("What is quantum computing?", "search_wikipedia", "quantum computing"),
        ("How many people live in Seoul?", "search_wikipedia", "Seoul"),
        ("Look up the history of the Eiffel Tower", "search_wikipedia", "history of the Eiffel Tower"),
        ("Tell me about black holes, please.", "search_wikipedia", "black holes"),
        ("Ada Lovelace", "search_wikipedia", "Ada Lovelace"),
        ("Google the best pasta recipes", "web_search", "best pasta recipes"),
        ("Who is the current prime minister of Japan?", "web_search", "current prime minister of Japan"),
    ],
)
def test_the_world_is_looked_up(question: str, name: str, query: str) -> None:
    assert calls([WEB, NEWS, WIKIPEDIA], question) == [(name, {"query": query})]


@pytest.mark.parametrize(
    "question",
    ["What can you do?", "How are you?", "Who are you?", "I love you", "Hello", "Thanks a lot!", "lol ok",
     "write me a poem", "What is 2 + 2?", "What did I say?", ""],
)  # fmt: skip
def test_talk_is_not_searched_for(question: str) -> None:
    assert calls([WEB, NEWS, WIKIPEDIA], question) == []


@pytest.mark.parametrize(
    "question, arguments",
    [
        ("show me laptops", {"query": "laptops"}),
        ("I'm looking for wireless headphones under 100 dollars", {"query": "wireless headphones", "max_price": 100}),
        ("Find me running shoes under $80", {"query": "running shoes", "max_price": 80}),
    ],
)
def test_a_catalogue_is_searched_for_what_is_wanted(question: str, arguments: dict) -> None:
    assert calls([SHOP], question) == [("search_products", arguments)]


@pytest.mark.parametrize(
    "question", ["Who was Alan Turing?", "Do you have a loyalty programme?", "What is the capital of France?"]
)
def test_a_catalogue_takes_no_question_about_the_world(question: str) -> None:
    assert calls([SHOP], question) == []


@pytest.mark.parametrize(
    "question, query",
    [
        ("How many days of parental leave do we get?", "How many days of parental leave do we get"),
        ("Do you offer free returns?", "Do you offer free returns"),
    ],
)
def test_documents_are_asked_about_our_own(question: str, query: str) -> None:
    assert calls([DOCUMENTS], question) == [("search_documents", {"query": query})]
    assert calls([DOCUMENTS], "How are you?") == []


@pytest.mark.parametrize("lead", ["run ", "", "Please execute: "])
def test_a_statement_in_sql_is_the_query_as_it_stands(lead: str) -> None:
    statement = "SELECT Title FROM Album LIMIT 2"
    assert calls([SQL], lead + statement) == [("ask_database", {"query": statement})]
    assert calls([WEB], lead + statement) != [("ask_database", {"query": statement})]


@pytest.mark.parametrize("question", ["Who was Alan Turing?", "How many people live in Seoul?"])
def test_only_what_searches_is_a_search(question: str) -> None:
    assert calls([NOT_A_SEARCH, NEWS], question) == []


@pytest.mark.parametrize("question", ["Where was he born?", "What are his books about?"])
def test_a_person_before_is_searched_for_again(question: str) -> None:
    output = called("search_wikipedia", "An English mathematician.", query="Alan Turing")
    before = ["Who was Alan Turing?", *output, assistant("He was an English mathematician.")]
    ((name, arguments),) = calls([WIKIPEDIA], *before, question)
    assert name == "search_wikipedia" and "Alan Turing" in arguments["query"]
    assert calls([WIKIPEDIA], question) == []
