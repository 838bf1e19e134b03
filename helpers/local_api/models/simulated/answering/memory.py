"""What the thread itself says: statements that the person made, and outputs that came before."""

from __future__ import annotations

import re

from ....retrieval.terms import query_terms
from ...interface import Turn
from ..reading.clauses import asks, parts
from ..knowledge.lexicon import notion_ids
from ..reading.results import last_user_index

#: How far back a statement is looked for, in messages.
_REACH = 200
#: A question about the person who asks.
_PERSONAL = re.compile(r"\b(?:my|i|me|mine)\b|(?:^|\s)(?:내|제|나|저)(?:\s|는|가|의|를)|我", re.IGNORECASE)


def recalled(turn: Turn, question: str) -> str | None:
    """The person's own earlier statement that shares most words with the question, None when none does.

    A question is not a statement. More than half of the question's words must be in the statement, or
    all its notions if it is about the person: "What is my name?" finds "My name is Mina.", and a
    question on something else finds nothing.
    """
    wanted = set(query_terms(question))
    if not wanted:
        return None
    meant = notion_ids(question) if _PERSONAL.search(question) else set()
    last = last_user_index(turn.messages)
    best, most = None, 0.5
    for message in reversed(turn.messages[max(0, last - _REACH) : last]):
        if message["role"] != "user":
            continue
        for part in parts(str(message.get("content") or "")):
            if asks(part):
                continue
            share = len(wanted & set(query_terms(part))) / len(wanted)
            if meant and meant <= notion_ids(part) and _PERSONAL.search(part):
                share = max(share, 0.6)
            if share > most:
                best, most = part, share
    return best
