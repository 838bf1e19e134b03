"""Which parameters take a stretch of the sentence as it stands, by their names."""

from __future__ import annotations

import re
from functools import lru_cache

from .schema import Parameter

#: What a stretch is said for, and the names of the parameters for it.
_NAMES = {
    "task": "text task todo item reminder note title summary description content message subject what memo",
    "event": "title summary event subject",
    "title": "title name summary subject filename label event",
    "message": "message text body content note",
    "subject": "subject title",
    "query": "query q search keyword keywords term question topic",
}
_USES = {use: frozenset(names.split()) for use, names in _NAMES.items()}


@lru_cache(maxsize=1024)
def uses_of(parameter: Parameter) -> frozenset[str]:
    """What may be said for a parameter that takes any text: "task", "message", …; empty for all others."""
    if parameter.options or not parameter.takes("string") or parameter.kind not in ("text", "", "file"):
        return frozenset()
    names = re.findall(r"[a-z]+", parameter.name_words.casefold())
    if not names or "id" in names:
        return frozenset()
    return frozenset(use for use, known in _USES.items() if names[-1] in known)
