"""What was done, from the name of the function that did it: `book_table` → "I have booked the table". English only."""

from __future__ import annotations

from ..knowledge.wording import identifier_words

#: Verbs of functions that change something. What only looks something up has not "done" it.
_ACTS = frozenset(
    """accept activate add apply approve archive arm assign book brew buy call cancel cast change charge clear close
    complete confirm copy create deactivate decline delete deliver dim disable disarm disconnect download draw edit email
    enable feed hire insert install invite join leave lock log lower make mark message modify move mute notify open order
    paint park pause pay place plan play post print publish purchase put raise record refund register reject remove rename
    renew rent replace reply reschedule reserve reset restart resume save schedule sell send set share ship start stop
    submit subscribe switch text transfer turn unlock unmute unsubscribe update upgrade upload water write""".split()
)
_IRREGULAR = dict(
    pair.split(":")
    for pair in """buy:bought draw:drawn feed:fed leave:left make:made pay:paid put:put sell:sold send:sent set:set reset:reset
    write:written cast:cast cancel:cancelled plan:planned stop:stopped ship:shipped submit:submitted log:logged
    transfer:transferred dim:dimmed""".split()
)
_PARTICLES = frozenset("on off up down out in".split())
#: Things that need no article.
_BARE = frozenset("me us you them it all everything".split())


def acts(verb: str) -> bool:
    """Whether a verb in the name of a function says that it changes something."""
    return verb in _ACTS


def have_done(name: str) -> str | None:
    """The sentence without its end, or None where the name does not say that something was done."""
    verb, *rest = identifier_words(name) or [""]
    if verb not in _ACTS or not rest:
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
