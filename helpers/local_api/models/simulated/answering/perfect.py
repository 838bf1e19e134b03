"""What was done, from the name of the function that did it: `book_table` → "I have booked the table". English only."""

from __future__ import annotations

from ..deciding.verbs import ACTING
from ..knowledge.wording import identifier_words
from ..knowledge.words import stem

#: Beside the verbs of functions that act: what is done at home, and with files.
_MORE = frozenset("brew cast copy disconnect download draw leave log lower make paint park plan raise record".split())
_IRREGULAR = dict(
    pair.split(":")
    for pair in """buy:bought draw:drawn feed:fed leave:left make:made pay:paid put:put sell:sold send:sent set:set reset:reset
    write:written cast:cast cancel:cancelled plan:planned stop:stopped ship:shipped submit:submitted log:logged
    transfer:transferred dim:dimmed control:controlled""".split()
)
_PARTICLES = frozenset("on off up down out in".split())
#: Things that need no article.
_BARE = frozenset("me us you them it all everything".split())


def acts(verb: str) -> bool:
    """Whether a verb in the name of a function says that it changes something."""
    return stem(verb) in ACTING or verb in _MORE


def have_done(name: str) -> str | None:
    """The sentence without its end, or None where the name does not say that something was done."""
    verb, *rest = identifier_words(name) or [""]
    if not acts(verb) or not rest:
        return None
    particle = rest.pop(0) if rest[0] in _PARTICLES and len(rest) > 1 else ""
    if not particle and rest[-1] in _PARTICLES and len(rest) > 1:
        particle = rest.pop()
    thing = " ".join(rest)
    article = "" if rest[0] in _BARE or rest[0] in ("a", "an", "the", "my") or rest[0] in ("to", "from", "by") else "the "
    return " ".join(part for part in ("I have", _participle(verb), particle, f"{article}{thing}") if part)


def _participle(verb: str) -> str:
    if verb in _IRREGULAR:
        return _IRREGULAR[verb]
    if verb.endswith("e"):
        return f"{verb}d"
    return f"{verb[:-1]}ied" if verb.endswith("y") and verb[-2] not in "aeiou" else f"{verb}ed"
