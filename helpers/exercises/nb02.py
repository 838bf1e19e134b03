"""Exercises of notebook 02, Threads and messages."""

from __future__ import annotations

from typing import Any

from helpers.exercises.machinery import Exercise, require

SETUP = """
from helpers import connect

client = connect(fresh=True)
thread = client.beta.threads.create(
    messages=[{"role": "user", "content": f"Message {number}"} for number in range(1, 8)]
)
first_page = client.beta.threads.messages.list(thread.id, order="asc", limit=3)
mine = first_page.data[-1]
"""

# --- 1. The cursor of the next page -------------------------------------------------------------


def _check_cursor(cursor: Any, first_page: Any) -> None:
    seen = [message.id for message in first_page.data]
    require(not isinstance(cursor, int), "A cursor is an id, not a number of messages.")
    require(not hasattr(cursor, "id"), "That is the whole message. The cursor is its id.")
    require(isinstance(cursor, str), "A cursor is an id, as text.")
    require(cursor not in seen[:-1], "The next page would begin too early and repeat messages.")
    require(cursor == seen[-1], "No message of this page has that id.")


exercise_1 = Exercise(
    question="Which cursor fetches the page after first_page?",
    check=_check_cursor,
    hints=["after means: after the last one that I have seen.", "first_page.data is a list; its last item is a message with an id."],
    solution="cursor = first_page.data[-1].id",
    answer="cursor, first_page",
    wrong={
        "cursor = 3": "A cursor is an id, not a number of messages.",
        "cursor = first_page.data[-1]": "That is the whole message. The cursor is its id.",
        "cursor = first_page.data[0].id": "The next page would begin too early and repeat messages.",
        "cursor = thread.id": "No message of this page has that id.",
        "cursor = None": "A cursor is an id, as text.",
    },
    praise="The page after it begins with the first message that you have not seen.",
)

# --- 2. Only what is new ------------------------------------------------------------------------


def _check_new(settings: Any, mine: Any) -> None:
    require(isinstance(settings, dict), "The settings are a dict with the keys order and after.")
    for key in ("order", "after"):
        require(key in settings, f"The key {key!r} is missing.")
    require(settings["order"] in ("asc", "desc"), 'order is "asc" or "desc".')
    require(settings["after"] == mine.id, "after should be the id of your own message, mine.")
    require(settings["order"] == "asc", "Newest first, after means older: you would get what came before your message.")


exercise_2 = Exercise(
    question="Fill in the settings that list only what came after the message mine, oldest first.",
    check=_check_new,
    hints=["In which order do people read?", "The cursor is the id of the last message that you know: mine.id."],
    solution='settings = {"order": "asc", "after": mine.id}',
    answer="settings, mine",
    wrong={
        'settings = {"order": "desc", "after": mine.id}':
            "Newest first, after means older: you would get what came before your message.",
        'settings = {"order": "oldest", "after": mine.id}': 'order is "asc" or "desc".',
        'settings = {"order": "asc", "after": mine}': "after should be the id of your own message, mine.",
        'settings = {"order": "asc"}': "The key 'after' is missing.",
        'settings = ["asc", mine.id]': "The settings are a dict with the keys order and after.",
    },
    praise="This stays right when an assistant adds several messages, or none.",
)

# --- 3. A transcript ----------------------------------------------------------------------------


def _check_transcript(transcript: Any, client: Any) -> None:
    require(callable(transcript), "Give check() the function itself: its name, without brackets.")
    texts = [f"Line {number}" for number in range(1, 26)]
    roles = ["user" if number % 2 else "assistant" for number in range(1, 26)]
    thread = client.beta.threads.create(
        messages=[{"role": role, "content": text} for role, text in zip(roles, texts)]
    )
    try:
        lines = transcript(thread.id)
    finally:
        client.beta.threads.delete(thread.id)
    require(lines is not None, "Your function returns nothing. return hands the list on.")
    require(isinstance(lines, list) and all(isinstance(line, str) for line in lines), "The result should be a list of text.")
    require(len(lines) != 20, "Of 25 messages you have 20: that is one page. Loop over the page itself.")
    require(len(lines) == 25, f"The thread has 25 messages; your list has {len(lines)}.")
    require("Line 25" not in lines[0], "The newest message comes first. People read from the oldest on.")
    require(lines[0] == "user: Line 1", "The first line should read 'user: Line 1'.")
    require(lines == [f"{role}: {text}" for role, text in zip(roles, texts)], "Some lines differ from 'role: text'.")


exercise_3 = Exercise(
    question="Write transcript(thread_id): every message of a thread as 'role: text', oldest first.",
    check=_check_transcript,
    hints=[
        "A loop over the page itself fetches all pages. Which order do you need?",
        "for message in client.beta.threads.messages.list(thread_id, order=\"asc\"): …",
    ],
    solution="""
    def transcript(thread_id):
        lines = []
        for message in client.beta.threads.messages.list(thread_id, order="asc"):
            lines.append(f"{message.role}: {message.content[0].text.value}")
        return lines
    """,
    answer="transcript, client",
    wrong={
        """
        def transcript(thread_id):
            page = client.beta.threads.messages.list(thread_id, order="asc")
            return [f"{message.role}: {message.content[0].text.value}" for message in page.data]
        """: "Of 25 messages you have 20: that is one page. Loop over the page itself.",
        """
        def transcript(thread_id):
            page = client.beta.threads.messages.list(thread_id)
            return [f"{message.role}: {message.content[0].text.value}" for message in page]
        """: "The newest message comes first. People read from the oldest on.",
        """
        def transcript(thread_id):
            page = client.beta.threads.messages.list(thread_id, order="asc")
            return [message.content[0].text.value for message in page]
        """: "The first line should read 'user: Line 1'.",
        """
        def transcript(thread_id):
            for message in client.beta.threads.messages.list(thread_id, order="asc"):
                f"{message.role}: {message.content[0].text.value}"
        """: "Your function returns nothing. return hands the list on.",
        """
        def transcript(thread_id):
            return "user: Line 1"
        """: "The result should be a list of text.",
    },
    praise="All pages, in reading order: that is a transcript.",
)
